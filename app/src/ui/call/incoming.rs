//! Before a call: theirs that rings, or how one will be seen oneself.

use egui::{
    Color32, Context, CornerRadius, Frame, Id, Margin, Modal, Rect, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::OnAir;

use super::{
    canvas::Whose as Picture,
    menus,
    parts::{Shape, picture, said},
    press::Press,
    telephone::Telephone,
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        cans::{Can, Whose},
        icons::{self, Icon},
        rich,
        string::{self, Line},
        theme::{Type, look, radius},
        widgets::{self, Button, Text, row},
        words::{self, call, safety},
    },
};

/// A card.
const CARD: f32 = 432.0;
/// From one answer to the next at most, and what a long one takes.
const CHOICES: f32 = 128.0;
const CHOICE: f32 = 96.0;
/// The cans and the string of a card.
const ART: egui::Vec2 = vec2(400.0, 110.0);

/// A window that is lower than this has no room for them,
const LOW: f32 = 480.0;
/// and one that is lower than this for nothing but the answers.
const LOWEST: f32 = 350.0;

/// A card over the window, so wide where there is room.
pub(super) fn modal(ctx: &Context, title: &str, width: f32, add: impl FnOnce(&mut Ui)) {
    let t = look(ctx).tokens;
    let low = ctx.content_rect().height() < LOWEST;
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(if low { 12 } else { 24 }));
    let modal = Modal::new(Id::new("call").with(title))
        .backdrop_color(t.scrim.gamma_multiply(0.72))
        .frame(frame)
        .show(ctx, |ui| {
            widgets::draw_in_place(ui);
            ui.set_width(width.min(ctx.content_rect().width() - 72.0));
            ui.vertical_centered(add);
        });
    widgets::is_dialog(&modal.response, title);
}

/// The peer rings.
pub(super) fn ui(ctx: &Context, phone: &Telephone, room: &Room, air: OnAir, actions: &mut Actions) {
    let Some(peer) = room.peer() else { return };
    let name = words::name(peer);
    let title = call::incoming(&name);
    modal(ctx, &title, CARD, |ui| {
        let look = look(ui.ctx());
        let t = look.tokens;
        let window = ui.ctx().content_rect().height();
        if window >= LOW {
            let size = vec2(ui.available_width().min(ART.x), ART.y);
            let (area, _) = ui.allocate_exact_size(size, Sense::hover());
            plucked(ui, area, &words::letter(peer));
        }
        ui.add(Text::new(title.as_str(), Type::Title).centered());
        ui.add_space(6.0);
        chips(ui, room, air);
        if window >= LOWEST {
            ui.add_space(16.0);
            microphone(ui, phone);
            ui.add_space(20.0);
        }
        let size = vec2(ui.available_width(), 104.0);
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        let choices = [
            (
                Icon::HangUp,
                call::decline(),
                "Esc",
                t.danger,
                Press::Decline,
            ),
            (
                Icon::Phone,
                call::answer(),
                "Enter",
                t.go,
                Press::Answer { video: false },
            ),
            (
                Icon::Camera,
                call::with_camera(),
                "Ctrl+Enter",
                t.go,
                Press::Answer { video: true },
            ),
        ];
        let apart = CHOICES.min((area.width() - CHOICE) / 2.0);
        for (n, (icon, word, keys, fill, press)) in (0u8..).zip(choices) {
            let x = area.center().x + apart * (f32::from(n) - 1.0);
            let x = row::mirrored_point(area, pos2(x, 0.0)).x;
            let rect = Rect::from_center_size(pos2(x, area.top() + 30.0), vec2(60.0, 60.0));
            let response = ui.interact(rect, ui.id().with(word), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, word));
            ui.painter().circle_filled(rect.center(), 30.0, fill);
            icons::paint(ui.painter(), icon, rect.center(), 26.0, t.on_fill);
            widgets::paint_ring(ui.painter(), &response, rect, 30, &look);
            for (y, text, kind, ink) in [
                (70.0, word, Type::Strong, t.ink),
                (90.0, &words::keys::written(keys), Type::Small, t.ink_3),
            ] {
                let galley = widgets::galley(ui, text, kind, ink);
                let at = pos2(x - galley.size().x / 2.0, area.top() + y - 2.0);
                widgets::paint_galley(ui.painter(), at, galley, kind);
            }
            if response.clicked() {
                actions.push(Action::Phone(press));
            }
        }
    });
}

/// Fills a part of a card, or draws its edge where strong colours are wanted: there
/// all fills are alike.
fn ground(ui: &Ui, area: Rect, round: u8, fill: Color32, edge: Color32) {
    let edge = match look(ui.ctx()).high_contrast {
        true => Stroke::new(1.5, edge),
        false => Stroke::NONE,
    };
    let inside = StrokeKind::Inside;
    ui.painter().rect(area, round, fill, edge, inside);
}

/// What kind of call it is, and whether it is known who calls.
fn chips(ui: &mut Ui, room: &Room, air: OnAir) {
    let t = look(ui.ctx()).tokens;
    let (icon, kind) = match air.camera {
        true => (Icon::Camera, call::video_call()),
        false => (Icon::Phone, call::voice()),
    };
    let verified = room.safety.map(|(_, verified)| match verified {
        true => (Icon::Verified, safety::verified(), t.ok_tint, t.ok),
        false => (
            Icon::NotVerified,
            safety::not_verified(),
            t.them_tint,
            t.them_ink,
        ),
    });
    let chips: Vec<_> = [(icon, kind, t.sunken, t.ink)]
        .into_iter()
        .chain(verified)
        .map(|(icon, word, fill, ink)| {
            let galley = widgets::galley(ui, word, Type::SmallStrong, ink);
            (icon, word, fill, ink, galley)
        })
        .collect();
    let width = |galley: &rich::Rich| galley.size().x + 40.0;
    let all: f32 = chips.iter().map(|(.., galley)| width(galley) + 8.0).sum();
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let mut left = row.center().x - (all - 8.0) / 2.0;
    for (icon, word, fill, ink, galley) in chips {
        let rect = Rect::from_min_size(pos2(left, row.top()), vec2(width(&galley), 24.0));
        left = rect.right() + 8.0;
        ground(ui, rect, 12, fill, ink);
        let at = pos2(rect.left() + 17.5, rect.center().y);
        icons::paint(ui.painter(), icon, at, 15.0, ink);
        said(ui, rect, word);
        let at = pos2(rect.left() + 29.0, rect.top() + 4.0);
        widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    }
}

/// Which microphone will be heard, that it hears, and that nobody else does yet.
fn microphone(ui: &mut Ui, phone: &Telephone) {
    const HEIGHT: f32 = 52.0;
    let t = look(ui.ctx()).tokens;
    let size = vec2(ui.available_width(), HEIGHT);
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    ground(ui, place, radius::LARGE, t.sunken, t.line_strong);
    let at = pos2(place.left() + 24.0, place.center().y);
    let at = row::mirrored_point(place, at);
    icons::paint(ui.painter(), Icon::Mic, at, 18.0, t.you_ink);
    let words = place
        .with_min_x(place.right() - 132.0)
        .shrink2(vec2(12.0, 0.0));
    let heard = place
        .with_min_x(place.left() + 46.0)
        .with_max_x(words.left() - 8.0);
    let heard = heard.shrink2(vec2(0.0, 8.0));
    let [words, heard] = [words, heard].map(|part| row::mirrored(place, part));
    let lines = UiBuilder::new().max_rect(heard).layout(row::column());
    ui.scope_builder(lines, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = phone.kept.microphone.as_deref();
        let name = name.unwrap_or_else(|| call::system());
        ui.add(Text::colored(name, Type::SmallStrong, t.ink).elided());
        menus::meter(ui, phone.level());
    });
    ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        ui.add_space((HEIGHT - 2.0 * Type::Small.line()) / 2.0);
        ui.add(Text::colored(call::hears_nothing(), Type::Small, t.ink_2).centered());
    });
}

/// Two cans, and the string between them plucked once every two seconds.
pub(super) fn plucked(ui: &Ui, area: Rect, letter: &str) {
    let look = look(ui.ctx());
    let size = vec2(64.0, 70.0);
    let you = Can::lying(Whose::You, size).text(call::you(), 16.0);
    let them = Can::lying(Whose::Them, size).text(letter, 20.0);
    let middle = area.center().y;
    let [left, right] = [
        area.left() + you.length() / 2.0,
        area.right() - them.length() / 2.0,
    ]
    .map(|x| row::mirrored_point(area, pos2(x, middle)));
    let (from, to) = (you.knot(left), them.knot(right));
    wave(ui, from, to, Swing::ringing(ui), false, 0.0);
    you.paint(ui.painter(), left, &look);
    them.paint(ui.painter(), right, &look);
}

/// How a string swings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swing {
    /// As high as this, in points.
    pub(super) height: f32,
    /// In so many waves.
    pub(super) waves: f32,
    /// Mostly there, as a part of the way; else in the middle.
    pub(super) bulge: Option<f32>,
}

impl Swing {
    /// Plucked once every two seconds.
    pub(super) fn ringing(ui: &Ui) -> Self {
        let swing = if look(ui.ctx()).motion(1.0) > 0.0 {
            ui.ctx().request_repaint_after_secs(1.0 / 30.0);
            let time = ui.input(|input| input.time) % 2.0;
            (time * 40.0).sin() as f32 * (1.0 - time as f32 / 1.2).max(0.0)
        } else {
            1.0
        };
        Self {
            height: 9.0 * swing,
            waves: 6.0,
            bulge: None,
        }
    }

    /// How much of it is at this part of the way.
    fn at(&self, part: f32) -> f32 {
        let ends = (part * std::f32::consts::PI).sin();
        let bulge = self.bulge.map_or(1.0, |at| {
            let away = (part - at) / 0.22;
            0.12 + 0.88 * (-away * away).exp()
        });
        ends * bulge * self.height
    }
}

/// A string that swings, or hangs through by `sag`.
pub(super) fn wave(
    ui: &Ui,
    from: egui::Pos2,
    to: egui::Pos2,
    swing: Swing,
    dashed: bool,
    sag: f32,
) {
    const POINTS: u16 = 120;
    let look = look(ui.ctx());
    let stroke = Stroke::new(look.string_width(3.0), look.tokens.twine);
    for knot in [from, to] {
        string::paint_knot(ui.painter(), knot, stroke.color);
    }
    if swing.height.abs() < 0.5 {
        let line = Line {
            from,
            to,
            sag,
            inset: 0.2,
        };
        return match dashed && sag == 0.0 {
            true => line.paint_dashed(ui.painter(), stroke),
            false => line.paint(ui.painter(), stroke),
        };
    }
    let points = (0..=POINTS).map(|n| {
        let part = f32::from(n) / f32::from(POINTS);
        let y = (part * swing.waves * std::f32::consts::TAU).sin() * swing.at(part);
        from + (to - from) * part + vec2(0.0, y)
    });
    let points: Vec<_> = points.collect();
    if dashed {
        ui.painter()
            .extend(egui::Shape::dashed_line(&points, stroke, 7.0, 6.0));
    } else {
        ui.painter().add(egui::Shape::line(points, stroke));
    }
}

/// How one will be seen and heard, before the first call.
pub(super) fn preview(ctx: &Context, phone: &mut Telephone, video: bool, actions: &mut Actions) {
    let texture = phone
        .canvas()
        .and_then(|canvas| canvas.texture(ctx, Picture::Own))
        .map(|texture| (texture.id(), texture.size_vec2()));
    modal(ctx, call::preview(), CARD, |ui| {
        let t = look(ui.ctx()).tokens;
        ui.add(Text::new(call::preview(), Type::Heading).centered());
        let text = match video {
            true => call::preview_text(),
            false => call::preview_voice(),
        };
        ui.add(Text::colored(text, Type::Small, t.ink_2).centered());
        if video {
            // As large as the rest leaves room for.
            let high = ui.ctx().content_rect().height() - 270.0;
            let width = ui.available_width().min(384.0).min(high.max(0.0) / 0.5625);
            let (area, _) = ui.allocate_exact_size(vec2(width, width * 0.5625), Sense::hover());
            ground(ui, area, radius::LARGE, t.sunken, t.line_strong);
            if let Some((id, size)) = texture {
                let mirrored = phone.kept.mirror;
                picture(
                    ui,
                    area,
                    radius::LARGE,
                    (id, size),
                    Shape::Filling { mirrored },
                );
            }
        }
        menus::meter(ui, phone.level());
        if let Some(complaint) = phone.complaints.newest() {
            ui.add(Text::colored(complaint, Type::Small, t.danger_ink).centered());
        }
        ui.add_space(8.0);
        let word = match video {
            true => call::video_call(),
            false => call::call(),
        };
        let width = (ui.available_width() - 8.0) / 2.0;
        let size = vec2(ui.available_width(), 36.0);
        ui.allocate_ui_with_layout(size, row::from_start(), |ui| {
            let place = ui.add(Button::primary(word).width(width));
            if ui.memory(|memory| memory.focused().is_none()) {
                place.request_focus();
            }
            if place.clicked() {
                actions.push(Action::Phone(Press::Place));
            }
            if ui
                .add(Button::second(call::not_now()).width(width))
                .clicked()
            {
                actions.push(Action::Phone(Press::Forget));
            }
        });
    });
}

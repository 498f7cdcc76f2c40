//! Before a call: theirs that rings, or how one will be seen oneself.

use egui::{
    Context, CornerRadius, Frame, Id, Margin, Modal, Rect, Sense, Stroke, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};
use tincan_net::{DisplayName, OnAir};

use super::{
    bar,
    canvas::Whose as Picture,
    telephone::{Press, Telephone},
};
use crate::ui::{
    action::{Action, Actions},
    cans::{Can, Whose},
    icons::{self, Icon},
    string::Line,
    theme::{Type, look, radius},
    widgets::{self, Button, Text},
    words::{self, call},
};

/// The cans and the string of a card.
const ART: egui::Vec2 = vec2(400.0, 110.0);

fn modal(ctx: &Context, title: &str, add: impl FnOnce(&mut Ui)) {
    let t = look(ctx).tokens;
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(24));
    let modal = Modal::new(Id::new("call").with(title))
        .backdrop_color(t.scrim.gamma_multiply(0.72))
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(432.0_f32.min(ctx.content_rect().width() - 72.0));
            ui.vertical_centered(add);
        });
    modal
        .response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Window, true, title));
}

/// The peer rings.
pub(super) fn ui(ctx: &Context, peer: &DisplayName, air: OnAir, actions: &mut Actions) {
    let name = words::name(peer);
    let title = call::incoming(&name);
    modal(ctx, &title, |ui| {
        let look = look(ui.ctx());
        let t = look.tokens;
        let size = vec2(ui.available_width().min(ART.x), ART.y);
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        plucked(ui, area, &words::letter(peer));
        ui.add(Text::new(title.as_str(), Type::Title).centered());
        let kind = match air.camera {
            true => call::video_call(),
            false => call::voice(),
        };
        ui.add(Text::colored(kind, Type::SmallStrong, t.ink).centered());
        ui.add(Text::colored(call::hears_nothing(), Type::Small, t.ink_2).centered());
        ui.add_space(12.0);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 104.0), Sense::hover());
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
                "Ctrl + Enter",
                t.go,
                Press::Answer { video: true },
            ),
        ];
        for (n, (icon, word, keys, fill, press)) in (0u8..).zip(choices) {
            let x = row.center().x + 128.0 * (f32::from(n) - 1.0);
            let rect = Rect::from_center_size(pos2(x, row.top() + 30.0), vec2(60.0, 60.0));
            let response = ui.interact(rect, ui.id().with(word), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, word));
            ui.painter().circle_filled(rect.center(), 30.0, fill);
            icons::paint(ui.painter(), icon, rect.center(), 26.0, t.on_fill);
            widgets::paint_ring(ui.painter(), &response, rect, 30, &look);
            for (y, text, kind, ink) in [
                (70.0, word, Type::Strong, t.ink),
                (90.0, keys, Type::Small, t.ink_3),
            ] {
                let galley = widgets::galley(ui, text, kind, ink);
                let at = pos2(x - galley.size().x / 2.0, row.top() + y - 2.0);
                widgets::paint_galley(ui.painter(), at, galley, kind);
            }
            if response.clicked() {
                actions.push(Action::Phone(press));
            }
        }
    });
}

/// Two cans, and the string between them plucked once every two seconds.
pub(super) fn plucked(ui: &Ui, area: Rect, letter: &str) {
    let look = look(ui.ctx());
    let size = vec2(64.0, 70.0);
    let you = Can::lying(Whose::You, size).text(call::you(), 16.0);
    let them = Can::lying(Whose::Them, size).text(letter, 20.0);
    let middle = area.center().y;
    let left = pos2(area.left() + you.length() / 2.0, middle);
    let right = pos2(area.right() - them.length() / 2.0, middle);
    let (from, to) = (you.knot(left), them.knot(right));
    let swing = if look.motion(1.0) > 0.0 {
        ui.ctx().request_repaint_after_secs(1.0 / 30.0);
        let time = ui.input(|input| input.time) % 2.0;
        (time * 40.0).sin() as f32 * (1.0 - time as f32 / 1.2).max(0.0)
    } else {
        0.6
    };
    wave(ui, from, to, 9.0 * swing, 6.0, false);
    you.paint(ui.painter(), left, &look);
    them.paint(ui.painter(), right, &look);
}

/// A string that swings this high, in so many waves.
pub(super) fn wave(
    ui: &Ui,
    from: egui::Pos2,
    to: egui::Pos2,
    height: f32,
    waves: f32,
    dashed: bool,
) {
    const POINTS: u16 = 120;
    let look = look(ui.ctx());
    let stroke = Stroke::new(look.string_width(3.0), look.tokens.twine);
    if height.abs() < 0.5 {
        let line = Line {
            from,
            to,
            sag: 0.0,
            inset: 0.2,
        };
        return match dashed {
            true => line.paint_dashed(ui.painter(), stroke),
            false => line.paint(ui.painter(), stroke),
        };
    }
    let points = (0..=POINTS).map(|n| {
        let part = f32::from(n) / f32::from(POINTS);
        let swell = (part * std::f32::consts::PI).sin();
        let y = (part * waves * std::f32::consts::TAU).sin() * swell * height;
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
    modal(ctx, call::preview(), |ui| {
        let t = look(ui.ctx()).tokens;
        ui.add(Text::new(call::preview(), Type::Heading).centered());
        let text = match video {
            true => call::preview_text(),
            false => call::preview_voice(),
        };
        ui.add(Text::colored(text, Type::Small, t.ink_2).centered());
        if video {
            let width = ui.available_width().min(384.0);
            let (area, _) = ui.allocate_exact_size(vec2(width, width * 0.5625), Sense::hover());
            let corner = CornerRadius::same(radius::LARGE);
            ui.painter().rect_filled(area, corner, t.sunken);
            if let Some((id, size)) = texture {
                super::page::picture(ui, area, id, size, true);
            }
        }
        bar::meter(ui, phone.level());
        if let Some(complaint) = &phone.complaint {
            ui.add(Text::colored(complaint.as_str(), Type::Small, t.danger_ink).centered());
        }
        ui.add_space(8.0);
        let word = match video {
            true => call::video_call(),
            false => call::call(),
        };
        let width = (ui.available_width() - 8.0) / 2.0;
        ui.horizontal(|ui| {
            if ui.add(Button::primary(word).width(width)).clicked() {
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

//! The devices in the settings: each can be chosen and tried.

use egui::{
    CornerRadius, Popup, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Widget, WidgetInfo,
    WidgetType, pos2, vec2,
};
use tincan_media::devices::Wanted;

use super::{
    canvas::Whose,
    menus,
    parts::{Shape, label, picture, said},
    press::Press,
    telephone::Telephone,
};
use crate::{
    attention::Sound,
    ui::{
        action::{Action, Actions},
        icons::{self, Icon},
        screens::settings::{line, switch},
        theme::{Type, look, radius, space},
        widgets::{self, Button, Notice, Text, Tone, card, notice, paint_ring, row},
        words::{call, devices as words},
    },
};

/// From here on there are two columns.
const WIDE: f32 = 700.0;
/// The second of them.
const SECOND: f32 = 348.0;
/// The menu that opens a list.
const MENU: f32 = 40.0;

impl Telephone {
    /// Draws the page. While it is drawn, the microphone is open.
    pub(crate) fn devices_page(&mut self, ui: &mut Ui, actions: &mut Actions) {
        self.on_page = true;
        let text = match self.call() {
            Some(_) => words::in_call(),
            None => words::text(),
        };
        let t = look(ui.ctx()).tokens;
        Text::colored(text, Type::Body, t.ink_2).ui(ui);
        ui.add_space(16.0);
        if let Some(complaint) = self.complaints.newest() {
            let said = Notice::new(Tone::Them, complaint).action(call::ok());
            if notice(ui, said) {
                actions.push(Action::Phone(Press::Understood));
            }
            ui.add_space(16.0);
        }
        let all = ui.available_rect_before_wrap();
        if all.width() < WIDE {
            self.sounds(ui, actions);
            ui.add_space(16.0);
            self.sights(ui, actions);
            return;
        }
        let (left, right) = all.split_left_right_at_x(all.right() - SECOND);
        let left = left.with_max_x(left.right() - space::XL);
        for (column, part) in [
            (left, Self::sounds as fn(&mut _, &mut _, &mut _)),
            (right, Self::sights),
        ] {
            let builder = UiBuilder::new()
                .max_rect(column)
                .id_salt(column.left() as i32);
            let drawn = ui.scope_builder(builder, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                part(self, ui, actions);
            });
            ui.expand_to_include_rect(drawn.response.rect);
        }
    }

    /// Microphone and speaker.
    fn sounds(&mut self, ui: &mut Ui, actions: &mut Actions) {
        card(ui, 20, |ui| {
            title(ui, words::microphone(), words::speak());
            let names = &self.devices.microphones;
            if let Some(wanted) = choice(ui, words::microphone(), names, &self.kept.microphone) {
                actions.push(Action::Phone(Press::Microphone(wanted)));
            }
            ui.add_space(12.0);
            level(ui, self.level());
            ui.add_space(12.0);
            line(ui);
            ui.add_space(10.0);
            let kept = &self.kept;
            if switch(
                ui,
                kept.processing,
                words::processing(),
                words::processing_text(),
            ) {
                actions.push(Action::Phone(Press::Processing));
            }
            ui.add_space(10.0);
            if switch(
                ui,
                kept.push_to_talk,
                words::push_to_talk(),
                words::push_to_talk_text(),
            ) {
                actions.push(Action::Phone(Press::PushToTalk));
            }
        });
        ui.add_space(16.0);
        card(ui, 20, |ui| {
            title(ui, words::speaker(), "");
            let names = &self.devices.speakers;
            if let Some(wanted) = choice(ui, words::speaker(), names, &self.kept.speaker) {
                actions.push(Action::Phone(Press::SpeakerNamed(wanted)));
            }
            ui.add_space(12.0);
            let play = Button::second(words::play()).icon(Icon::Play);
            if ui.add(play.width(ui.available_width())).clicked() {
                actions.push(Action::Play(Sound::Arrived));
            }
        });
    }

    /// The camera.
    fn sights(&mut self, ui: &mut Ui, actions: &mut Actions) {
        let texture = self
            .canvas()
            .and_then(|canvas| canvas.texture(ui.ctx(), Whose::Own))
            .map(|texture| (texture.id(), texture.size_vec2()));
        let size = texture.map(|(_, size)| format!("{} × {}", size.x, size.y));
        card(ui, 20, |ui| {
            title(ui, words::camera(), size.as_deref().unwrap_or_default());
            let names = &self.devices.cameras;
            if let Some(wanted) = choice(ui, words::camera(), names, &self.kept.camera) {
                actions.push(Action::Phone(Press::CameraNamed(wanted)));
            }
            ui.add_space(12.0);
            let t = look(ui.ctx()).tokens;
            let width = ui.available_width();
            let (area, _) = ui.allocate_exact_size(vec2(width, width * 0.5625), Sense::hover());
            let corner = CornerRadius::same(radius::LARGE);
            ui.painter().rect_filled(area, corner, t.sunken);
            let on = self.chosen.switches.camera;
            match texture.filter(|_| on) {
                Some((id, size)) => {
                    let mirrored = self.kept.mirror;
                    let shape = Shape::Filling { mirrored };
                    picture(ui, area, radius::LARGE, (id, size), shape);
                    if self.call().is_none() {
                        let at = area.left_bottom() + vec2(8.0, -8.0);
                        label(ui, egui::Align2::LEFT_BOTTOM, at, words::only_you(), t.ink);
                    }
                }
                None => {
                    let galley = widgets::galley(ui, words::camera_is_off(), Type::Body, t.ink_2);
                    let at = area.center() - vec2(galley.size().x / 2.0, Type::Body.line() / 2.0);
                    widgets::paint_galley(ui.painter(), at, galley, Type::Body);
                }
            }
            ui.add_space(12.0);
            let (word, icon) = match on {
                true => (words::turn_off(), Icon::CameraOff),
                false => (words::turn_on(), Icon::Camera),
            };
            if ui
                .add(Button::second(word).icon(icon).width(width))
                .clicked()
            {
                let press = match self.call() {
                    Some(_) => Press::Camera,
                    None => Press::LookAtMyself,
                };
                actions.push(Action::Phone(press));
            }
            ui.add_space(12.0);
            line(ui);
            ui.add_space(10.0);
            if switch(ui, self.kept.mirror, words::mirror(), words::mirror_text()) {
                actions.push(Action::Phone(Press::Mirror));
            }
        });
    }
}

/// The name of a card, and something beside it.
fn title(ui: &mut Ui, name: &str, beside: &str) {
    let t = look(ui.ctx()).tokens;
    let size = vec2(ui.available_width(), Type::Strong.line());
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    for (words, kind, ink, trails) in [
        (name, Type::Strong, t.ink, false),
        (beside, Type::Small, t.ink_2, true),
    ] {
        let galley = widgets::galley(ui, words, kind, ink);
        let left = match trails {
            true => row::trail(place, 0.0, galley.size().x),
            false => row::lead(place, 0.0, galley.size().x),
        };
        let at = pos2(left, place.center().y - kind.line() / 2.0);
        if !words.is_empty() {
            said(ui, Rect::from_min_size(at, galley.size()), words);
        }
        widgets::paint_galley(ui.painter(), at, galley, kind);
    }
    ui.add_space(8.0);
}

/// A list that opens: the device that is used, and the others; another one that
/// was chosen.
fn choice(ui: &mut Ui, what: &str, names: &[String], used: &Option<String>) -> Option<Wanted> {
    let look = look(ui.ctx());
    let t = look.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), MENU), Sense::click());
    let shown = match (used, menus::away(names, used)) {
        (None, _) => call::system().to_owned(),
        (Some(name), None) => name.clone(),
        (_, Some(name)) => words::away(name),
    };
    let label = format!("{what}: {shown}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, &label));
    let edge = Stroke::new(
        1.0,
        if response.hovered() {
            t.you_ink
        } else {
            t.line_strong
        },
    );
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect(rect, corner, t.surface, edge, StrokeKind::Inside);
    let words = rect.shrink2(vec2(13.0, (MENU - Type::Body.line()) / 2.0));
    let words = words.with_max_x(words.right() - 24.0);
    let words = row::mirrored(rect, words);
    let galley = widgets::galley(ui, shown, Type::Body, t.ink);
    let at = pos2(row::lead(words, 0.0, galley.size().x), words.top());
    // The list has said it already to those who do not see it.
    let cut = ui.painter().with_clip_rect(words);
    widgets::paint_galley(&cut, at, galley, Type::Body);
    let icon = pos2(row::trail(rect, 14.0, 16.0) + 8.0, rect.center().y);
    icons::paint(ui.painter(), Icon::Down, icon, 16.0, t.ink_2);
    paint_ring(ui.painter(), &response, rect, radius::CONTROL, &look);
    let shown = Popup::menu(&response).width(rect.width()).show(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        menus::list(ui, names, used)
    });
    shown?.inner
}

/// The meter over the width that there is, and what it means.
fn level(ui: &mut Ui, level: f32) {
    let t = look(ui.ctx()).tokens;
    menus::meter(ui, level);
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), 20.0));
    let at = menus::loud(level);
    for (word, ink, from, to, x) in [
        (words::quiet(), t.ink, 0.05, 0.45, 0.0),
        (words::good(), t.ok, 0.45, 0.95, 0.5),
        (words::loud(), t.danger_ink, 0.95, f32::INFINITY, 1.0),
    ] {
        let (kind, ink) = match (from..to).contains(&at) {
            true => (Type::SmallStrong, ink),
            false => (Type::Small, t.ink_3),
        };
        let galley = widgets::galley(ui, word, kind, ink);
        let left = row.left() + (row.width() - galley.size().x) * x;
        widgets::paint_galley(ui.painter(), pos2(left, row.top()), galley, kind);
    }
}

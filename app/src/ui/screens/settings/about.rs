//! What this is.

use egui::{Rect, Ui, Widget, vec2};

use crate::ui::{
    action::{Action, Actions},
    icons::{self, Icon},
    overlay::Dialog,
    theme::{Type, look},
    widgets::{Button, Text, card, row},
    words::{
        keys,
        settings::{about as words, version},
    },
};

pub(super) fn ui(ui: &mut Ui, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    let t = look(ui.ctx()).tokens;
    card(ui, 20, |ui| {
        ui.horizontal(|ui| {
            let (_, rect) = ui.allocate_space(vec2(44.0, 44.0));
            icons::paint_logo(
                ui.painter(),
                Rect::from_center_size(rect.center(), vec2(44.0, 44.0)),
            );
            ui.add_space(6.0);
            ui.with_layout(row::column(), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add_space(2.0);
                Text::new(version(), Type::Heading).ui(ui);
                Text::colored(words::promise(), Type::Small, t.ink_2).ui(ui);
            });
        });
        ui.add_space(16.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        Text::colored(words::licence(), Type::Body, t.ink_2).ui(ui);
        Text::colored(words::fonts(), Type::Body, t.ink_2).ui(ui);
    });
    ui.add_space(16.0);
    let keys = Button::second(keys::title()).icon(Icon::Keyboard);
    if ui.add(keys).clicked() {
        actions.push(Action::Open(Dialog::Keys));
    }
}

//! Who learns what.

use egui::{Stroke, Ui, Widget};

use crate::ui::{
    action::{Action, Actions},
    app::You,
    theme::{Type, look},
    widgets::{Notice, Text, Tone, card, notice},
    words::{handover, settings::privacy as words},
};

pub(super) fn ui(ui: &mut Ui, you: &You, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    let t = look(ui.ctx()).tokens;
    let chosen = &you.preferences;
    if chosen.hiding_is_given {
        notice(ui, Notice::new(Tone::You, words::hide_given()));
        ui.add_space(16.0);
    }
    card(ui, 20, |ui| {
        if super::switch(ui, chosen.hide_ip, words::hide(), words::hide_text()) {
            actions.push(Action::HideIp(!chosen.hide_ip));
        }
        ui.add_space(14.0);
        let line = ui.available_rect_before_wrap();
        let stroke = Stroke::new(1.0, t.line);
        ui.painter().hline(line.x_range(), line.top(), stroke);
        ui.add_space(14.0);
        if super::switch(ui, chosen.ask, words::ask(), words::ask_text()) {
            actions.push(Action::AlwaysAsk(!chosen.ask));
        }
    });
    ui.add_space(10.0);
    Text::colored(words::next_room(), Type::Small, t.ink_2).ui(ui);
    ui.add_space(16.0);
    card(ui, 20, |ui| {
        if super::switch(
            ui,
            chosen.receipts,
            words::receipts(),
            words::receipts_text(),
        ) {
            actions.push(Action::Receipts(!chosen.receipts));
        }
    });
    if let Some(open_links) = chosen.open_links {
        ui.add_space(16.0);
        card(ui, 20, |ui| {
            if super::switch(ui, open_links, words::links(), words::links_text()) {
                actions.push(Action::OpenLinks(!open_links));
            }
        });
    }
    ui.add_space(16.0);
    card(ui, 20, |ui| {
        let clean = chosen.clean_pictures;
        let text = if clean {
            handover::clean_on()
        } else {
            handover::clean_off()
        };
        if super::switch(ui, clean, handover::clean(), text) {
            actions.push(Action::CleanPictures(!clean));
        }
    });
}

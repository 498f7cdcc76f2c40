//! How one hears of news.

use std::time::Duration;

use egui::{Ui, UiBuilder, Widget, pos2, vec2};

use super::line;
use crate::{
    attention::{Service, Sound},
    ui::{
        action::{Action, Actions},
        app::You,
        icons::Icon,
        theme::{Type, look},
        widgets::{
            Notice, Text, Tone, card, icon_button, notice,
            row::{column, mirrored},
            toggle,
        },
        words::settings::notifications as words,
    },
};

/// How soon a system that was asked is looked at again.
const SOON: Duration = Duration::from_millis(300);

pub(super) fn ui(ui: &mut Ui, you: &You, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    match you.tells.service() {
        Service::Absent => {
            notice(ui, Notice::new(Tone::Them, words::absent()));
            ui.add_space(16.0);
        }
        Service::Unknown => ui.ctx().request_repaint_after(SOON),
        Service::Works => {}
    }
    let wishes = &you.preferences.wishes;
    let mut wanted = None;
    card(ui, 20, |ui| {
        if super::switch(ui, wishes.notify, words::show(), words::show_text()) {
            let mut wishes = wishes.clone();
            wishes.notify = !wishes.notify;
            wanted = Some(wishes);
        }
        ui.add_space(14.0);
        line(ui);
        ui.add_space(14.0);
        if super::switch(ui, wishes.names, words::names(), words::names_text()) {
            let mut wishes = wishes.clone();
            wishes.names = !wishes.names;
            wanted = Some(wishes);
        }
    });
    ui.add_space(16.0);
    card(ui, 20, |ui| {
        Text::new(words::sounds(), Type::Heading).ui(ui);
        ui.add_space(8.0);
        for (number, sound) in Sound::ALL.into_iter().enumerate() {
            if number > 0 {
                line(ui);
            }
            let on = wishes.hears(sound);
            if sound_row(ui, sound, on, actions) {
                let mut wishes = wishes.clone();
                wishes.set(sound, !on);
                wanted = Some(wishes);
            }
        }
    });
    if let Some(wishes) = wanted {
        actions.push(Action::Notifications(wishes));
    }
}

/// A sound, a button that plays it and its switch; whether that was turned.
fn sound_row(ui: &mut Ui, sound: Sound, on: bool, actions: &mut Actions) -> bool {
    const HEIGHT: f32 = 44.0;
    let t = look(ui.ctx()).tokens;
    let wide = ui.available_width() - 100.0;
    // Long words go on below.
    let job = Type::Body.job(words::sound(sound), t.ink, wide);
    let high = ui.painter().layout_job(job).size().y;
    let row = HEIGHT.max(high + 24.0);
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), row));
    let part = |left: f32, width: f32, height: f32| {
        let top = row.center().y - height / 2.0;
        let part = egui::Rect::from_min_size(pos2(left, top), vec2(width, height));
        mirrored(row, part)
    };
    let words = part(row.left(), wide, high);
    let builder = UiBuilder::new().max_rect(words).layout(column());
    ui.scope_builder(builder, |ui| {
        Text::new(words::sound(sound), Type::Body).ui(ui);
    });
    let play = part(row.right() - 88.0, 36.0, 36.0);
    let builder = UiBuilder::new()
        .max_rect(play)
        .id_salt((sound as u8, "play"));
    let played = ui.scope_builder(builder, |ui| {
        icon_button(ui, Icon::Play, &words::play(sound), 36.0, t.ink_2).clicked()
    });
    if played.inner {
        actions.push(Action::Play(sound));
    }
    let knob = part(row.right() - 40.0, 40.0, 24.0);
    let builder = UiBuilder::new().max_rect(knob).id_salt((sound as u8, "on"));
    let turned = ui.scope_builder(builder, |ui| toggle(ui, on, words::sound(sound)).clicked());
    ui.advance_cursor_after_rect(row);
    turned.inner
}

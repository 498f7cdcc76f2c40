//! How everything looks.

use std::iter;

use egui::{Stroke, Ui, Widget};

use crate::ui::{
    action::{Action, Actions},
    app::You,
    renderer::Renderer,
    theme::{Taste, ThemeChoice, Type, look},
    widgets::{Button, Notice, Text, Tone, card, notice, segments},
    words::{keys, settings::appearance as words},
};

const THEMES: [ThemeChoice; 3] = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];

pub(super) fn ui(ui: &mut Ui, you: &You, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    let t = look(ui.ctx()).tokens;
    let taste = you.preferences.taste;
    let mut wanted = taste;
    card(ui, 20, |ui| {
        Text::new(words::theme(), Type::Body).ui(ui);
        ui.add_space(8.0);
        let chosen = THEMES.iter().position(|theme| *theme == taste.theme);
        let names = [words::system(), words::light(), words::dark()];
        if let Some(number) = segments(ui, &names, chosen.unwrap_or(0)) {
            wanted.theme = THEMES[number];
        }
    });
    ui.add_space(16.0);
    card(ui, 20, |ui| {
        if super::switch(
            ui,
            taste.high_contrast,
            words::contrast(),
            words::contrast_text(),
        ) {
            wanted.high_contrast = !taste.high_contrast;
        }
        ui.add_space(14.0);
        let line = ui.available_rect_before_wrap();
        let stroke = Stroke::new(1.0, t.line);
        ui.painter().hline(line.x_range(), line.top(), stroke);
        ui.add_space(14.0);
        if super::switch(ui, taste.less_motion, words::motion(), words::motion_text()) {
            wanted.less_motion = !taste.less_motion;
        }
    });
    ui.add_space(16.0);
    card(ui, 20, |ui| {
        let (least, most, _) = Taste::SCALES;
        Text::new(words::scale(taste.scale), Type::Body).ui(ui);
        ui.add_space(2.0);
        Text::colored(words::scale_text(keys::held()), Type::Small, t.ink_2).ui(ui);
        let fits = (ui.ctx().zoom_factor() * 100.0).round() as u16;
        if fits < taste.scale {
            ui.add_space(2.0);
            Text::colored(words::scale_room(fits), Type::SmallStrong, t.ink_2).ui(ui);
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            for (name, possible, scale) in [
                (
                    words::smaller(),
                    taste.scale > least,
                    taste.scale.saturating_sub(20),
                ),
                (
                    words::larger(),
                    taste.scale < most,
                    taste.scale.saturating_add(20),
                ),
            ] {
                if ui.add(Button::second(name).enabled(possible)).clicked() {
                    wanted.scale = scale.clamp(least, most);
                }
            }
        });
    });
    if wanted != taste {
        actions.push(Action::Taste(wanted));
    }
    ui.add_space(16.0);
    drawing(ui, you, actions);
}

/// What draws all this.
fn drawing(ui: &mut Ui, you: &You, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let chosen = &you.preferences;
    if chosen.renderer_is_given {
        notice(ui, Notice::new(Tone::You, words::renderer_given()));
        ui.add_space(16.0);
    }
    card(ui, 20, |ui| {
        Text::new(words::renderer(), Type::Body).ui(ui);
        ui.add_space(2.0);
        Text::colored(words::renderer_text(), Type::Small, t.ink_2).ui(ui);
        ui.add_space(12.0);
        let choices = iter::once(None).chain(Renderer::ALL.map(Some));
        let choices: Vec<Option<Renderer>> = choices.collect();
        let name = |choice: &Option<Renderer>| {
            choice.map_or_else(|| words::automatic().to_owned(), |one| one.to_string())
        };
        let names: Vec<String> = choices.iter().map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = choices.iter().position(|choice| *choice == chosen.renderer);
        if let Some(number) = segments(ui, &names, at.unwrap_or(0)) {
            actions.push(Action::Renderer(choices[number]));
        }
    });
}

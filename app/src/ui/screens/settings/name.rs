//! What you are called.

use egui::{Id, Key, Ui, Widget, vec2};
use tincan_net::DisplayName;

use crate::ui::{
    action::{Action, Actions},
    app::You,
    cans::{Can, Whose},
    theme::{Type, look},
    widgets::{Button, Field, Text, card, field, row},
    words::{self, settings, your_name},
};

/// The name as it is being written.
#[derive(Debug, Default)]
pub(super) struct State {
    text: String,
}

impl State {
    pub(super) fn new(name: &DisplayName) -> Self {
        Self {
            text: name.as_str().to_owned(),
        }
    }
}

pub(super) fn ui(ui: &mut Ui, you: &You, state: &mut State, actions: &mut Actions) {
    super::subtitle(ui, your_name::text());
    let look = look(ui.ctx());
    card(ui, 20, |ui| {
        ui.horizontal(|ui| {
            let (_, rect) = ui.allocate_space(vec2(40.0, 44.0));
            let letter = words::letter(&you.name);
            let can = Can::avatar(Whose::You, 40.0, &letter);
            can.paint(ui.painter(), rect.center(), &look);
            ui.add_space(8.0);
            ui.with_layout(row::column(), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add_space(3.0);
                Text::new(words::name(&you.name), Type::Strong)
                    .elided()
                    .ui(ui);
                Text::colored(settings::name::seen(), Type::Small, look.tokens.ink_2)
                    .elided()
                    .ui(ui);
            });
        });
        ui.add_space(16.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        let parsed = state.text.parse::<DisplayName>();
        let error = parsed.as_ref().err().map(ToString::to_string);
        let response = field(
            ui,
            Id::new("name in settings"),
            Field {
                label: your_name::field(),
                hint: your_name::hint(),
                error: error.as_deref().filter(|_| !state.text.is_empty()),
                limit: tincan_net::MAX_NAME_CHARS,
            },
            &mut state.text,
        );
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(8.0);
        let new = parsed.ok().filter(|name| *name != you.name);
        let save = if state.text == you.name.as_str() {
            settings::name::saved()
        } else {
            your_name::save()
        };
        let save = ui.add(Button::primary(save).enabled(new.is_some()));
        if let Some(name) = new
            && (save.clicked() || entered)
        {
            state.text = name.as_str().to_owned();
            actions.push(Action::Name(name));
        }
        ui.add_space(4.0);
        Text::colored(your_name::next_room(), Type::Small, look.tokens.ink_2).ui(ui);
    });
}

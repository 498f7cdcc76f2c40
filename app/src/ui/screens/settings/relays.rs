//! The list of relays: how each one is, away with one, one more.

use egui::{Color32, Id, Key, Rect, Stroke, Ui, UiBuilder, Widget, pos2, vec2};
use libp2p::multiaddr::Protocol;
use tincan_net::{PeerId, RelayHealth};

use crate::{
    model::Relays,
    relays::{add, grouped},
    settings::RelayAddress,
    ui::{
        action::{Action, Actions},
        app::You,
        icons::{self, Icon},
        theme::{Look, Type, look, width},
        widgets::{
            self, Button, Field, Notice, Text, Tone, card, field, icon_button, notice,
            row::{mirrored, mirrored_point},
        },
        words::{errors, settings::relays as words},
    },
};

/// What is being pasted.
#[derive(Debug, Default)]
pub(super) struct State {
    text: String,
    wrong: Option<String>,
}

/// The most that is taken of a paste: a link with four addresses is shorter.
const LONGEST: usize = 2048;
const ROW: f32 = 68.0;

pub(super) fn ui(
    ui: &mut Ui,
    you: &You,
    relays: &Relays,
    state: &mut State,
    actions: &mut Actions,
) {
    super::subtitle(ui, words::text());
    let chosen = &you.preferences;
    if chosen.relays_are_given {
        notice(ui, Notice::new(Tone::You, words::given()));
        ui.add_space(16.0);
    }
    // What this run does not use is not looked for, so nothing is known of it.
    let health = |key: PeerId| (!chosen.relays_are_given).then(|| relays.health(key));
    let mut removed = None;
    card(ui, 0, |ui| {
        let groups = grouped(&chosen.relays);
        if groups.is_empty() {
            let here = chosen.here.iter().flat_map(|address| address.iter());
            let here = here.filter_map(|part| match part {
                Protocol::P2p(key) => health(key),
                _ => None,
            });
            row(ui, words::none(), words::none_text(), here.last(), None);
        }
        for (number, group) in groups.iter().enumerate() {
            if number > 0 {
                let t = look(ui.ctx()).tokens;
                let line = ui.available_rect_before_wrap();
                let stroke = Stroke::new(1.0, t.line);
                ui.painter().hline(line.x_range(), line.top(), stroke);
            }
            let (title, text) = names(group);
            let key = group[0].key();
            let remove = words::remove(&title);
            if row(ui, &title, &text, health(key), Some(&remove)) {
                removed = Some(key);
            }
        }
    });
    if let Some(key) = removed {
        let mut list = chosen.relays.clone();
        list.retain(|address| address.key() != key);
        actions.push(Action::Relays(list));
    }
    ui.add_space(16.0);
    card(ui, 20, |ui| one_more(ui, &chosen.relays, state, actions));
    ui.add_space(10.0);
    let t = look(ui.ctx()).tokens;
    Text::colored(words::next_room(), Type::Small, t.ink_2).ui(ui);
}

/// What a relay is called, and how it is told from others.
fn names(addresses: &[&RelayAddress]) -> (String, String) {
    let mut ports: Vec<String> = addresses.iter().map(|address| address.port()).collect();
    ports.dedup();
    let key = addresses[0].key().to_string();
    // The first letters are the same for all keys.
    let end = &key[key.len().saturating_sub(8)..];
    let text = format!("{} · key …{end}", ports.join(", "));
    (addresses[0].host(), text)
}

/// One relay; whether it is to be removed.
fn row(
    ui: &mut Ui,
    title: &str,
    text: &str,
    health: Option<RelayHealth>,
    remove: Option<&str>,
) -> bool {
    let look = look(ui.ctx());
    let t = look.tokens;
    let narrow = ui.ctx().content_rect().width() < width::NARROW;
    let (_, area) = ui.allocate_space(vec2(ui.available_width(), 0.0));
    let mark = health.map(|health| mark(health, &look));
    let mark_width = mark.as_ref().map_or(0.0, |(_, words, _)| {
        let galley = widgets::galley(ui, words.as_str(), Type::SmallStrong, t.ink);
        galley.size().x + 24.0
    });
    let trash = if remove.is_some() { 44.0 } else { 0.0 };
    let beside = if narrow { 0.0 } else { mark_width + 16.0 };
    let left = area.left() + 52.0;
    let right = area.right() - 12.0 - trash;
    let words_area = Rect::from_min_max(
        pos2(left, area.top() + 14.0),
        pos2((right - beside).max(left + 40.0), area.top() + ROW),
    );
    let words_area = mirrored(area, words_area);
    let used = ui.scope_builder(UiBuilder::new().max_rect(words_area), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        Text::new(title, Type::Strong).ui(ui);
        Text::colored(text, Type::Small, t.ink_2).ui(ui);
        if narrow && let Some(mark) = &mark {
            ui.add_space(4.0);
            paint_mark(ui, mark);
        }
    });
    let bottom = (used.response.rect.bottom() + 14.0).max(area.top() + ROW);
    let middle = (area.top() + bottom) / 2.0;
    let icon = mirrored_point(area, pos2(area.left() + 30.0, middle));
    icons::paint(ui.painter(), Icon::Relay, icon, 20.0, t.ink_2);
    if !narrow && let Some(mark) = &mark {
        let place = Rect::from_min_max(
            pos2(right - mark_width, middle - 8.0),
            pos2(right, middle + 8.0),
        );
        let place = mirrored(area, place);
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| paint_mark(ui, mark));
    }
    let mut removed = false;
    if let Some(label) = remove {
        let center = pos2(area.right() - 30.0, middle);
        let place = mirrored(area, Rect::from_center_size(center, vec2(36.0, 36.0)));
        let builder = UiBuilder::new().max_rect(place).id_salt(label);
        removed = ui
            .scope_builder(builder, |ui| {
                icon_button(ui, Icon::Trash, label, 36.0, t.ink_2).clicked()
            })
            .inner;
    }
    let whole = Rect::from_min_max(area.min, pos2(area.right(), bottom));
    ui.advance_cursor_after_rect(whole);
    removed
}

type Mark = (Icon, String, Color32);

fn mark(health: RelayHealth, look: &Look) -> Mark {
    let t = look.tokens;
    let (icon, ink) = match health {
        RelayHealth::Answers { .. } => (Icon::Check, t.ok),
        RelayHealth::Looking => (Icon::Clock, t.ink_2),
        RelayHealth::NoAnswer => (Icon::Alert, t.danger_ink),
        RelayHealth::Refuses => (Icon::Block, t.them_ink),
    };
    (icon, words::health(health), ink)
}

fn paint_mark(ui: &mut Ui, (icon, words, ink): &Mark) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (_, rect) = ui.allocate_space(vec2(16.0, 16.0));
        icons::paint(ui.painter(), *icon, rect.center(), 16.0, *ink);
        let response = Text::colored(words.as_str(), Type::SmallStrong, *ink).ui(ui);
        // Read out when it changes.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    });
}

fn one_more(ui: &mut Ui, list: &[RelayAddress], state: &mut State, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    ui.spacing_mut().item_spacing.y = 6.0;
    Text::new(words::add_title(), Type::Strong).ui(ui);
    Text::colored(words::add_text(), Type::Small, t.ink_2).ui(ui);
    ui.add_space(6.0);
    let response = field(
        ui,
        Id::new("relay"),
        Field {
            label: words::field(),
            hint: words::hint(),
            error: state.wrong.as_deref(),
            limit: LONGEST,
        },
        &mut state.text,
    );
    if response.changed() {
        state.wrong = None;
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(4.0);
    let there = !state.text.trim().is_empty();
    let button = Button::second(words::add()).icon(Icon::Plus).enabled(there);
    let clicked = ui.add(button).clicked();
    if !there || !(clicked || entered) {
        return;
    }
    match add(list, &state.text) {
        Ok(longer) => {
            *state = State::default();
            actions.push(Action::Relays(longer));
        }
        Err(error) => state.wrong = Some(errors::add_relay(&error)),
    }
}

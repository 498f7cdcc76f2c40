//! Beside the conversation of a kept room: words that are looked for, and the
//! messages with them. Rows out of sight cost nothing.

use egui::{
    CornerRadius, Id, Key, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};
use tincan_net::{Direction, Past};

use crate::{
    model::{Entry, Room},
    ui::{
        action::{Action, Actions},
        clock::Clock,
        icons::Icon,
        theme::{Type, look, radius, space},
        widgets::{self, Button, Size, Text, icon_button, paint_ring, row, search},
        words::{self, explain, kept, room as room_words},
    },
};

/// Height of a row.
const ROW: f32 = 58.0;
/// Longest words that are looked for, in characters.
const LONGEST: usize = 200;
/// Shown of a message, in characters before and after what was found.
const BEFORE: usize = 18;
const AROUND: usize = 120;

/// What it remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    words: String,
    fresh: bool,
}

impl State {
    /// It is opened: one writes into it.
    pub(super) fn open(&mut self) {
        self.fresh = true;
    }
}

/// Draws it into `area`; whether it is to be closed.
pub(super) fn ui(
    ui: &mut Ui,
    area: Rect,
    room: &Room,
    clock: &Clock,
    state: &mut State,
    actions: &mut Actions,
) -> bool {
    let t = look(ui.ctx()).tokens;
    ui.painter().rect_filled(area, 0.0, t.surface);
    let edge = Stroke::new(1.0, t.line);
    let inner = row::lead(area, 0.5, 0.0);
    ui.painter().vline(inner, area.y_range(), edge);
    let inner = area.shrink2(vec2(20.0, 14.0));
    let mut body = ui.new_child(
        UiBuilder::new()
            .id_salt("search")
            .max_rect(inner)
            .layout(row::column()),
    );
    body.set_clip_rect(body.clip_rect().intersect(area));
    let ui = &mut body;
    ui.spacing_mut().item_spacing = vec2(space::S, space::S);
    let top = ui.available_rect_before_wrap();
    ui.add(Text::new(kept::search(), Type::Heading));
    let corner = pos2(row::trail(top, 0.0, 28.0), top.top() - 2.0);
    let corner = Rect::from_min_size(corner, Vec2::splat(28.0));
    let mut layer = ui.new_child(UiBuilder::new().id_salt("close search").max_rect(corner));
    let close = icon_button(&mut layer, Icon::Close, explain::close(), 28.0, t.ink_2);
    let mut away = close.clicked();

    let id = Id::new("search the conversation");
    let response = search(ui, id, kept::search_hint(), LONGEST, &mut state.words);
    if std::mem::take(&mut state.fresh) {
        response.request_focus();
    }
    if response.changed() && state.words != room.search.words() {
        actions.push(Action::Search(state.words.clone()));
    }
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    away |= escape && (response.has_focus() || response.lost_focus());
    results(ui, room, clock, actions);
    away
}

fn results(ui: &mut Ui, room: &Room, clock: &Clock, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let search = &room.search;
    if search.words().trim().is_empty() {
        ui.add(Text::colored(kept::search_text(), Type::Body, t.ink_2));
        return;
    }
    if search.found().is_empty() {
        let says = if search.is_looking() {
            kept::searching()
        } else {
            kept::nothing_found()
        };
        let said = ui.add(Text::colored(says, Type::Body, t.ink_2));
        ui.ctx().accesskit_node_builder(said.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        return;
    }
    ScrollArea::vertical()
        .id_salt("found")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.with_layout(row::column(), |ui| {
                let found = search.found();
                let size = vec2(ui.available_width(), ROW * found.len() as f32);
                let (_, area) = ui.allocate_space(size);
                for (at, place) in widgets::rows(ui, area, ROW, found.len()) {
                    if let Some(past) = found.get(at) {
                        result(ui, place, room, past, clock, actions);
                    }
                }
                if search.is_looking() {
                    ui.add(Text::colored(kept::searching(), Type::Small, t.ink_2));
                } else if search.has_more()
                    && ui
                        .add(Button::quiet(kept::further()).size(Size::Small))
                        .clicked()
                {
                    actions.push(Action::SearchMore);
                }
            })
        });
}

/// Who, when, and the words around what was found.
fn result(
    ui: &mut Ui,
    place: Rect,
    room: &Room,
    past: &Past,
    clock: &Clock,
    actions: &mut Actions,
) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let (entry, mine, at, text) = match past {
        Past::Said(said) => {
            let message = &said.message;
            let entry = Entry::Said(message.id);
            (entry, message.mine, message.at, &message.text)
        }
        Past::Handed(handed) => {
            let transfer = &handed.transfer;
            let mine = transfer.direction == Direction::Out;
            let entry = Entry::Handed(transfer.id);
            (entry, mine, handed.at, &transfer.name)
        }
    };
    let who = match room.peer() {
        Some(peer) if !mine => words::name(peer),
        _ => room_words::you().to_owned(),
    };
    let when = format!("{}, {}", clock.day_words(at), clock.time(at));
    let text = around(text, room.search.words());
    let id = ui.id().with(("found", entry));
    let response = ui.interact(place, id, Sense::click());
    let label = kept::found(&who, &when, &text);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if response.hovered() {
        let round = CornerRadius::same(radius::SMALL);
        ui.painter()
            .rect_filled(place.expand2(vec2(8.0, 0.0)), round, t.you_tint);
    }
    let top = place.top() + 9.0;
    let ink = if mine { t.you_ink } else { t.them_ink };
    let name = widgets::galley(ui, &who, Type::SmallStrong, ink);
    let wide = name.size().x;
    let at = pos2(row::lead(place, 0.0, wide), top);
    widgets::paint_galley(ui.painter(), at, name, Type::SmallStrong);
    let time = widgets::galley(ui, &when, Type::Small, t.ink_2);
    let at = pos2(row::lead(place, wide + 8.0, time.size().x), top);
    widgets::paint_galley(ui.painter(), at, time, Type::Small);
    let below = Rect::from_min_size(
        pos2(place.left(), place.top() + 27.0),
        vec2(place.width(), 22.0),
    );
    let builder = UiBuilder::new()
        .id_salt(("text", entry))
        .max_rect(below)
        .layout(row::column());
    let mut line = ui.new_child(builder);
    line.add(Text::colored(text, Type::Body, t.ink).elided());
    paint_ring(ui.painter(), &response, place, radius::SMALL, &look);
    if response.clicked() {
        actions.push(Action::GoTo(entry, past.place()));
    }
}

/// One line of `text` in which `words` are to be seen.
fn around(text: &str, words: &str) -> String {
    let words = words.trim().to_lowercase();
    let lower = text.to_lowercase();
    let before = lower
        .find(&words)
        .map_or(0, |at| lower[..at].chars().count());
    let skipped = before.saturating_sub(BEFORE);
    let part = text.chars().skip(skipped).take(AROUND);
    let line: String = part.map(|c| if c.is_control() { ' ' } else { c }).collect();
    if skipped > 0 {
        format!("…{line}")
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_in_sight() {
        let long = format!("{} the LAKE is\ncold", "a".repeat(400));
        let line = around(&long, "lake");
        assert!(
            line.starts_with('…') && line.contains("LAKE is cold"),
            "{line}"
        );
        assert_eq!(around("the lake", " Lake "), "the lake");
        assert_eq!(around("İİİİ lake", "lake"), "İİİİ lake");
    }
}

//! What a person wants of the screen itself: to answer, to write anew, to see
//! something, to walk through the messages, to pick an emoji.

use egui::{Id, Popup, Ui};
use tincan_net::MessageId;

use super::{Intent, Picking, SHOWN_S, State, reactions, timeline::Wish};
use crate::{
    model::{Entry, Item, Room},
    ui::{
        action::{Action, Actions},
        widgets::row,
    },
};

/// The message at a place of the conversation, when it is one.
pub(super) fn said_at(room: &Room, at: usize) -> Option<MessageId> {
    match room.item(at)? {
        Item::Said(line, _) => Some(line.message.id),
        Item::Handed(_) => None,
    }
}

/// The panel of emoji, while it is open.
pub(super) fn pick(ui: &Ui, room: &Room, state: &mut State, actions: &mut Actions) {
    let Some(picking) = state.picking else { return };
    let mut open = true;
    let popup = Popup::new(
        Id::new("emoji picker"),
        ui.ctx().clone(),
        picking.anchor,
        ui.layer_id(),
    )
    .open_bool(&mut open)
    .align(row::above_end())
    .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let picked = state.emoji.ui(popup);
    if let Some(emoji) = picked {
        match picking.message {
            Some(id) => {
                let line = room.conversation.find(id);
                let mine = line.and_then(|line| line.reactions.mine);
                let shown = mine.is_some_and(|mine| mine.as_str() == emoji);
                actions.push(reactions::react(id, emoji, shown));
                open = false;
            }
            None => {
                state.composer.insert(ui.ctx(), emoji);
                actions.push(Action::Typed { nothing: false });
            }
        }
    }
    if !open {
        state.picking = None;
        if picking.message.is_none() {
            state.composer.focus(ui.ctx());
        }
    }
}

/// Does what a person wants of the screen.
pub(super) fn grant(ui: &Ui, room: &Room, state: &mut State, wish: Wish, was_picking: bool) {
    match wish {
        Wish::Reply(id) => state.composer.begin(ui.ctx(), Intent::Reply(id), None),
        Wish::Edit(id) => edit(ui, room, state, id),
        Wish::EditLast => {
            if let Some(id) = room.conversation.last_to_edit().map(|message| message.id) {
                edit(ui, room, state, id);
                show(room, state, Entry::Said(id));
            }
        }
        Wish::Show(entry) => {
            show(room, state, entry);
            let until = ui.input(|input| input.time) + SHOWN_S;
            state.shown = Some((entry, until));
        }
        Wish::Walk(from, way) => walk(ui, room, state, from, way),
        Wish::Pick(id, anchor) => {
            state.emoji.open();
            state.picking = Some(Picking {
                message: Some(id),
                anchor,
            });
        }
        Wish::Write(anchor) if !was_picking => {
            state.emoji.open();
            state.picking = Some(Picking {
                message: None,
                anchor,
            });
        }
        Wish::Write(_) => {}
    }
    ui.ctx().request_repaint();
}

fn edit(ui: &Ui, room: &Room, state: &mut State, id: MessageId) {
    if let Some(line) = room.conversation.find(id)
        && line.message.mine
        && !line.message.deleted
    {
        let text = line.message.text.clone();
        let intent = Intent::Edit(id);
        state.composer.begin(ui.ctx(), intent, Some(text));
    }
}

/// Brings something into sight.
pub(super) fn show(room: &Room, state: &mut State, entry: Entry) {
    if let Some(place) = room.place(entry) {
        state.timeline.reveal(place);
    }
}

/// To the next message in the way of an arrow key; past the newest one writes.
fn walk(ui: &Ui, room: &Room, state: &mut State, from: MessageId, way: i8) {
    let Some(place) = room.place(Entry::Said(from)) else {
        return;
    };
    let next = if way < 0 {
        (0..place).rev().find_map(|at| said_at(room, at))
    } else {
        (place + 1..room.len()).find_map(|at| said_at(room, at))
    };
    match next {
        Some(id) => {
            state.at = Some(id);
            show(room, state, Entry::Said(id));
            state.takes_keys = true;
        }
        None if way > 0 => {
            state.at = None;
            state.composer.focus(ui.ctx());
        }
        None => {}
    }
}

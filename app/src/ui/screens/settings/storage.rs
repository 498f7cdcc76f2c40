//! What is kept on this computer, how it is sealed, and who is blocked.

use egui::{Rect, Stroke, Ui, UiBuilder, Widget, pos2, vec2};
use tincan_net::{KeyAt, RoomsCommand, Storage};

use super::Known;
use crate::ui::{
    action::{Action, Actions},
    cans::{Can, Whose},
    icons::{self, Icon},
    overlay::{Dialog, KeptDialog},
    theme::{Type, look, space},
    widgets::{self, Button, Kind, Notice, Size, Text, Tone, card, notice, row},
    words::{self, handover, kept::storage as words_of},
};

/// Height of somebody who is blocked.
const ROW: f32 = 44.0;

/// What it remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    asked: bool,
}

pub(super) fn ui(ui: &mut Ui, known: Known<'_>, state: &mut State, actions: &mut Actions) {
    if !std::mem::replace(&mut state.asked, true) {
        actions.push(Action::Rooms(RoomsCommand::Storage));
    }
    super::subtitle(ui, words_of::about());
    if let Some(why) = known.not_kept {
        if notice(ui, Notice::new(Tone::Danger, why).action(handover::ok())) {
            actions.push(Action::NotKeptKnown);
        }
        ui.add_space(space::L);
    }
    let Some(storage) = known.storage else {
        return;
    };
    card(ui, 20, |ui| key(ui, storage));
    ui.add_space(space::L);
    card(ui, 20, |ui| used(ui, storage, actions));
    ui.add_space(space::L);
    card(ui, 20, |ui| blocked(ui, storage, actions));
}

fn key(ui: &mut Ui, storage: &Storage) {
    let t = look(ui.ctx()).tokens;
    heading(ui, Icon::Lock, words_of::key());
    let in_file;
    let says = match &storage.key {
        None => words_of::no_key(),
        Some(KeyAt::Keyring) => words_of::in_keyring(),
        Some(KeyAt::File(file)) => {
            in_file = words_of::in_file(&file.to_string_lossy());
            &in_file
        }
    };
    Text::marked(says, Type::Small, t.ink_2, t.ink).ui(ui);
}

fn used(ui: &mut Ui, storage: &Storage, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    heading(ui, Icon::Storage, words_of::held());
    let bytes = handover::size(storage.bytes);
    let says = words_of::how_much(storage.rooms, storage.messages, &bytes);
    Text::colored(says, Type::Small, t.ink_2).ui(ui);
    if storage.messages > 0 {
        ui.add_space(space::M);
        let clear = Button::new(Kind::DangerQuiet, words_of::clear_every()).size(Size::Small);
        let (_, line) = ui.allocate_space(vec2(ui.available_width(), 28.0));
        // The words, not their hit area, begin at the edge.
        let line = row::mirrored(line, line.translate(vec2(-11.0, 0.0)));
        let place = UiBuilder::new().id_salt("clear every").max_rect(line);
        let mut layer = ui.new_child(place.layout(row::column()));
        if layer.add(clear.icon(Icon::Trash)).clicked() {
            actions.push(Action::Open(Dialog::Kept(KeptDialog::ClearAll)));
        }
    }
}

fn blocked(ui: &mut Ui, storage: &Storage, actions: &mut Actions) {
    let look = look(ui.ctx());
    let t = look.tokens;
    heading(ui, Icon::Block, words_of::blocked());
    if storage.blocked.is_empty() {
        Text::colored(words_of::nobody_blocked(), Type::Small, t.ink_2).ui(ui);
        return;
    }
    Text::colored(words_of::blocked_text(), Type::Small, t.ink_2).ui(ui);
    ui.add_space(space::S);
    let all = &storage.blocked;
    let size = vec2(ui.available_width(), ROW * all.len() as f32);
    let (_, area) = ui.allocate_space(size);
    // What the rows place by themselves does not move what comes below.
    let ui = &mut ui.new_child(UiBuilder::new().id_salt("blocked").max_rect(area));
    for (at, line) in widgets::rows(ui, area, ROW, all.len()) {
        let Some(peer) = all.get(at) else { continue };
        if at > 0 {
            let edge = Stroke::new(1.0, t.line);
            ui.painter().hline(line.x_range(), line.top(), edge);
        }
        let name = words::room_name(&peer.name);
        let can = pos2(row::lead(line, 0.0, 28.0) + 14.0, line.center().y);
        let letter = words::letter_of(&peer.name);
        Can::avatar(Whose::Gone, 30.0, &letter).paint(ui.painter(), can, &look);
        let button = Button::second(words_of::unblock()).size(Size::Small);
        let wide = button.natural_width(ui);
        let place = pos2(row::trail(line, 0.0, wide), line.center().y - 14.0);
        let place = Rect::from_min_size(place, vec2(wide, 28.0));
        let mut layer = ui.new_child(
            UiBuilder::new()
                .id_salt(("unblock", peer.key))
                .max_rect(place),
        );
        let response = layer.add(button);
        let in_full = words_of::unblock_name(&name);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(in_full));
        if response.clicked() {
            actions.push(Action::Rooms(RoomsCommand::Unblock(peer.key)));
        }
        let words = Rect::from_min_max(
            pos2(line.left() + 40.0, line.center().y - 10.0),
            pos2(line.right() - wide - 12.0, line.bottom()),
        );
        let builder = UiBuilder::new()
            .id_salt(("blocked", peer.key))
            .max_rect(row::mirrored(line, words))
            .layout(row::column());
        ui.scope_builder(builder, |ui| {
            Text::new(name, Type::Strong)
                .elided()
                .tooltip(&peer.name)
                .ui(ui);
        });
    }
}

fn heading(ui: &mut Ui, icon: Icon, title: &str) {
    let t = look(ui.ctx()).tokens;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (_, rect) = ui.allocate_space(vec2(20.0, 20.0));
        icons::paint(ui.painter(), icon, rect.center(), 20.0, t.ink_2);
        Text::new(title, Type::Strong).ui(ui);
    });
    ui.add_space(space::XS);
}

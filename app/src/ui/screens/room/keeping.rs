//! Above the conversation: what the two say about keeping the room, and that the
//! other of a kept room is away.

use egui::{CornerRadius, Frame, Margin, Stroke, Ui, Widget, vec2};
use tincan_net::RoomState;

use crate::{
    model::{Keeping, Room},
    ui::{
        action::{Action, Actions},
        cans::{Can, Whose},
        theme::{Type, look, radius, space},
        widgets::{Button, Notice, Text, Tone, notice},
        words::{self, handover, kept},
    },
};

/// Whether there is anything to say.
pub(super) fn any(room: &Room) -> bool {
    room.keeping != Keeping::No || matches!(room.state, RoomState::Awaiting { .. })
}

/// Draws it, as wide as there is room.
pub(super) fn ui(ui: &mut Ui, room: &Room, actions: &mut Actions) {
    let Some(peer) = room.peer().map(words::name) else {
        return;
    };
    let alone = matches!(room.state, RoomState::Awaiting { .. });
    if alone {
        let says = if room.met {
            kept::has_left(&peer)
        } else {
            kept::waiting_for(&peer)
        };
        notice(ui, Notice::new(Tone::You, &says));
        ui.add_space(space::S);
    }
    match room.keeping {
        Keeping::No => {}
        // No news any more, and below it stands that they have left.
        Keeping::Agreed if alone => {}
        Keeping::Proposed => card(ui, room, &peer, actions),
        Keeping::Asked => {
            let says = kept::asked(&peer);
            if notice(ui, Notice::new(Tone::You, &says).action(kept::take_back())) {
                actions.push(Action::Keep(false));
            }
            ui.add_space(space::S);
        }
        Keeping::Refused => known(ui, Tone::Them, &kept::no_thanks(&peer), actions),
        Keeping::Agreed => known(ui, Tone::Ok, kept::agreed(), actions),
    }
}

fn known(ui: &mut Ui, tone: Tone, says: &str, actions: &mut Actions) {
    if notice(ui, Notice::new(tone, says).action(handover::ok())) {
        actions.push(Action::KeepKnown);
    }
    ui.add_space(space::S);
}

/// The other asks: yes, or not now.
fn card(ui: &mut Ui, room: &Room, peer: &str, actions: &mut Actions) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let letter = room.peer().map(words::letter).unwrap_or_default();
    let shown = Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, t.line_strong))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let (_, place) = ui.allocate_space(vec2(36.0, 40.0));
                Can::avatar(Whose::Them, 36.0, &letter).paint(ui.painter(), place.center(), &look);
                ui.add_space(4.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    Text::new(kept::proposed(peer), Type::Strong).ui(ui);
                    Text::colored(kept::proposed_text(), Type::Small, t.ink_2).ui(ui);
                });
            });
            ui.add_space(space::M);
            let half = (ui.available_width() - space::S) / 2.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let keep = Button::primary(kept::accept()).width(half);
                if ui.add(keep).clicked() {
                    actions.push(Action::Keep(true));
                }
                let not_now = Button::second(kept::not_now()).width(half);
                if ui.add(not_now).clicked() {
                    actions.push(Action::Keep(false));
                }
            });
        });
    // Read out as soon as it appears.
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
        node.set_label(kept::proposed(peer));
    });
    ui.add_space(space::S);
}

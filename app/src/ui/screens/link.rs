//! A link that the system handed over, or one that names a relay that is not
//! ours. Nothing is dialled before its button is pressed.

use egui::{Ui, Widget, vec2};
use tincan_net::{Invite, InviteLink, LinkError, Multiaddr, Via};

use super::page::{self, Corner};
use crate::ui::{
    action::{Action, Actions},
    app::You,
    theme::{Type, look},
    widgets::{Button, Notice, Size, Text, Tone, card, notice},
    words::{closed, errors, link},
};

/// The relays of a link that are not among `known`, as people can tell them
/// apart: by host.
pub(crate) fn unknown_relays(link: &InviteLink, known: &[Multiaddr]) -> Vec<String> {
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    let mut unknown = Vec::new();
    for via in link.via() {
        let Via::Relay { address, relay } = via else {
            continue;
        };
        let key = format!("/p2p/{relay}");
        if known.iter().any(|address| address.ends_with(&key)) {
            continue;
        }
        let host = host_of(address);
        if !unknown.contains(&host) {
            unknown.push(host);
        }
    }
    unknown
}

/// `relay.example` of `/dns4/relay.example/tcp/4001`.
fn host_of(address: &Multiaddr) -> String {
    let text = address.to_string();
    let host = text.split('/').nth(2).unwrap_or_default();
    // It came with the link, so it gets no room to say anything else.
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-');
    host.chars().filter(plain).take(64).collect()
}

/// Draws it.
pub(crate) fn ui(
    ui: &mut Ui,
    handed: &Result<InviteLink, LinkError>,
    unknown: &[String],
    you: &You,
    actions: &mut Actions,
) {
    page::page(
        ui,
        480.0,
        |ui| {
            page::top_bar(ui, &Corner::Logo, you, actions);
            ui.add_space(48.0);
            match handed {
                Ok(invite) => invitation(ui, invite, unknown, actions),
                Err(error) => broken(ui, *error, actions),
            }
        },
        |_| {},
    );
}

fn invitation(ui: &mut Ui, invite: &InviteLink, unknown: &[String], actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    card(ui, 24, |ui| {
        Text::new(link::title(), Type::Title).ui(ui);
        ui.add_space(8.0);
        Text::colored(link::text(), Type::Message, t.ink_2).ui(ui);
        ui.add_space(20.0);
        let join = if unknown.is_empty() {
            link::join()
        } else {
            let words = link::unknown_relays(unknown);
            notice(ui, Notice::new(Tone::Them, &words));
            ui.add_space(20.0);
            link::join_by()
        };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            let join = Button::primary(join).size(Size::Large);
            if ui.add(join).clicked() {
                actions.push(Action::Join(Invite::Link(invite.clone())));
            }
            let not_now = Button::second(link::not_now()).size(Size::Large);
            if ui.add(not_now).clicked() {
                actions.push(Action::DropLink);
            }
        });
    });
}

fn broken(ui: &mut Ui, error: LinkError, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    card(ui, 24, |ui| {
        Text::new(link::broken(), Type::Title).ui(ui);
        ui.add_space(8.0);
        Text::colored(errors::link(error), Type::Message, t.ink_2).ui(ui);
        ui.add_space(20.0);
        let home = Button::primary(closed::home()).size(Size::Large);
        if ui.add(home).clicked() {
            actions.push(Action::DropLink);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

    #[test]
    fn a_relay_is_known_by_its_key_and_named_by_its_host() {
        let host = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
        let link: InviteLink = format!(
            "tincan://join/{host}?via=/dns4/relay.example/udp/4001/quic-v1/p2p/{RELAY}/p2p-circuit\
             &via=/dns4/relay.example/tcp/4001/p2p/{RELAY}/p2p-circuit\
             &via=/ip4/192.168.1.4/tcp/4001/p2p/{host}#AAECAwQFBgcICQoLDA0ODw"
        )
        .parse()
        .unwrap();
        assert_eq!(unknown_relays(&link, &[]), ["relay.example"]);
        let known = format!("/ip4/203.0.113.9/tcp/4001/p2p/{RELAY}");
        assert!(unknown_relays(&link, &[known.parse().unwrap()]).is_empty());
    }
}

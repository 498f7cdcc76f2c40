//! One's own record of a conversation: to show to somebody one trusts. It is not
//! signed, and says so; no address is in it.

use std::fmt::Write;

use tincan_net::{Direction, DisplayName, SafetyEmoji};

use super::{
    clock::Clock,
    words::{record as words, signs},
};
use crate::model::{Handover, Item, Room};

/// The record of `room` as `you` see it now; nothing when nobody else was there.
pub(crate) fn write(room: &Room, you: &DisplayName, clock: &Clock) -> Option<String> {
    let peer = room.peer()?;
    let stamp = |at| format!("{} {}", clock.day(at), clock.time(at));
    let state = match room.safety {
        Some((emoji, true)) => words::matched(&names(emoji)),
        Some((emoji, false)) => words::not_verified(&names(emoji)),
        None => words::not_there().to_owned(),
    };
    let mut text = [
        words::head().to_owned(),
        String::new(),
        words::by(you.as_str()),
        words::with(peer.as_str()),
        words::emoji(&state),
        words::at(&stamp(clock.now())),
        "\n".to_owned(),
    ]
    .join("\n");
    for item in (0..room.len()).filter_map(|at| room.item(at)) {
        let who = if item.mine() {
            words::you()
        } else {
            words::they()
        };
        let at = stamp(item.at());
        let what = match item {
            Item::Said(line, _) if line.message.deleted => words::deleted().to_owned(),
            Item::Said(line, handover) => {
                let edited = if line.message.edited {
                    words::edited()
                } else {
                    ""
                };
                // Lines of one message cannot pass for other messages.
                let text = line.message.text.replace('\n', "\n    ") + edited;
                match handover {
                    Some(handover) => format!("{text}\n    {}", offered(handover)),
                    None => text,
                }
            }
            Item::Handed(handover) => offered(handover),
        };
        // Writing into a string does not fail.
        let _ = writeln!(text, "[{at}] {who}: {what}");
    }
    Some(text)
}

fn offered(handover: &Handover) -> String {
    let transfer = &handover.transfer;
    let (name, bytes) = (transfer.name.as_str(), transfer.size.to_string());
    match transfer.direction {
        Direction::Out => words::offered(name, &bytes),
        Direction::In => words::offered_you(name, &bytes),
    }
}

fn names(emoji: SafetyEmoji) -> String {
    emoji.names().map(signs::sign).join(", ")
}

#[cfg(test)]
mod tests {
    use tincan_net::{Event, EventKind, Message, MessageId, RoomId, RoomState, Side};

    use super::*;
    use crate::model::Model;

    #[test]
    fn it_says_what_it_is_and_no_message_passes_for_another() {
        let mut model = Model::default();
        let mut happens = |kind| model.apply(Event { re: None, kind }, 0);
        happens(EventKind::Room {
            room: RoomId(1),
            kept: false,
            state: RoomState::Connected {
                peer: "Brave Heron".parse().unwrap(),
            },
        });
        happens(EventKind::Message(Message {
            id: MessageId {
                side: Side::Guest,
                number: 1,
            },
            mine: false,
            text: "hi\n[2025-11-21 18:42] You: give me your code".into(),
            at: 0,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        }));
        let you = "Quiet Otter".parse().unwrap();
        let clock = Clock::manual(|| 60_000);
        let text = write(model.room.as_ref().unwrap(), &you, &clock).unwrap();
        assert!(text.contains("not signed"));
        assert!(
            text.contains("[1970-01-01 00:00] They: hi\n    [2025"),
            "{text}"
        );
        assert!(text.contains("Written down: 1970-01-01 00:01"));
    }
}

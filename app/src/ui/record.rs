//! One's own record of a conversation: to show to somebody one trusts. It is not
//! signed, and says so; no address is in it.

use std::fmt::Write;

use tincan_net::{Direction, DisplayName};

use super::clock::Clock;
use crate::model::{Item, Room};

/// What it begins with.
const HEAD: &str = "\
This is one person's own record of a conversation in Tincan, written down by
their copy of the app at their request. It is not signed: anybody can write or
change a file like this one, so by itself it proves nothing.
";

/// The record of `room` as `you` see it now; nothing when nobody else was there.
pub(crate) fn write(room: &Room, you: &DisplayName, clock: &Clock) -> Option<String> {
    let peer = room.peer()?;
    let stamp = |at| format!("{} {}", clock.day(at), clock.time(at));
    let mut text = String::from(HEAD);
    let verified = match room.safety {
        Some((emoji, true)) => format!("compared, they matched: {}", emoji.names().join(", ")),
        Some((emoji, false)) => format!("not verified: {}", emoji.names().join(", ")),
        None => "not there yet".to_owned(),
    };
    let now = stamp(clock.now());
    // Writing into a string does not fail.
    let _ = writeln!(
        text,
        "\nYou: {you}\nThe other called themselves: {peer}\nThe five emoji: {verified}\n\
         Written down: {now}\n"
    );
    for item in (0..room.len()).filter_map(|at| room.item(at)) {
        let who = if item.mine() { "You" } else { "They" };
        let at = stamp(item.at());
        let what = match item {
            Item::Said(line) if line.message.deleted => "(deleted a message)".to_owned(),
            Item::Said(line) => {
                let edited = if line.message.edited { " (edited)" } else { "" };
                // Lines of one message cannot pass for other messages.
                line.message.text.replace('\n', "\n    ") + edited
            }
            Item::Handed(handover) => {
                let way = match handover.transfer.direction {
                    Direction::Out => "offered",
                    Direction::In => "offered you",
                };
                let transfer = &handover.transfer;
                format!("({way} {}, {} bytes)", transfer.name, transfer.size)
            }
        };
        let _ = writeln!(text, "[{at}] {who}: {what}");
    }
    Some(text)
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

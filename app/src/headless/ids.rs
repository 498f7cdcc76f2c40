//! Which id of the person's belongs to which tag of ours.

use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;
use tincan_net::{CallState, Delivery, EventKind, Message, MessageId, RoomState, Tag};

/// Ids that are remembered at once: beyond that the oldest is forgotten.
const MOST: u64 = 16 * 1024;

/// The tag of commands that no line of input asked for.
pub(super) const OURS: Tag = Tag(u64::MAX);

/// The ids of commands that may still have something to answer.
#[derive(Debug, Default)]
pub(super) struct Ids {
    next: u64,
    ids: HashMap<u64, Box<RawValue>>,
    /// Whose messages these are: not every receipt comes with a tag.
    said: BTreeMap<MessageId, Tag>,
    leaving: Option<Tag>,
}

impl Ids {
    /// A fresh tag that stands for `id`.
    pub(super) fn tag(&mut self, id: Box<RawValue>) -> Tag {
        let tag = self.next;
        self.next += 1;
        self.ids.insert(tag, id);
        if let Some(oldest) = tag.checked_sub(MOST) {
            self.ids.remove(&oldest);
        }
        Tag(tag)
    }

    /// The tag of the leave at the end, which `id` asked for.
    pub(super) fn leaving(&mut self, id: Option<Box<RawValue>>) -> Tag {
        let tag = id.map_or(OURS, |id| self.tag(id));
        self.leaving = Some(tag);
        tag
    }

    /// Whether `event` is of no interest to anybody: an error of what we did
    /// unasked, or that there was no room to leave at the end.
    pub(super) fn is_idle(&self, re: Option<Tag>, event: &EventKind) -> bool {
        let unasked = re == Some(OURS) || (re.is_some() && re == self.leaving);
        unasked && matches!(event, EventKind::Error(_))
    }

    /// The id of the command that caused `event`; forgotten when this event is
    /// the last of it.
    pub(super) fn answer(&mut self, re: Option<Tag>, event: &EventKind) -> Option<Box<RawValue>> {
        let mut re = re;
        match event {
            EventKind::Message(message) if message.mine && !is_change(message) => {
                self.remember(message.id, re)
            }
            EventKind::Receipt { message, .. } => re = re.or(self.said.get(message).copied()),
            _ => {}
        }
        let tag = re?.0;
        if is_last(event) {
            self.ids.remove(&tag)
        } else {
            self.ids.get(&tag).cloned()
        }
    }

    /// Messages of another room have the same numbers: the latest counts.
    fn remember(&mut self, message: MessageId, said_by: Option<Tag>) {
        match said_by {
            Some(tag) => self.said.insert(message, tag),
            None => self.said.remove(&message),
        };
        if self.said.len() as u64 > MOST {
            self.said.pop_first();
        }
    }
}

fn is_change(message: &Message) -> bool {
    message.edited || message.deleted
}

fn is_last(event: &EventKind) -> bool {
    match event {
        EventKind::Error(_) | EventKind::Stats(_) | EventKind::Rooms(_) => true,
        EventKind::History(history) => history.whole.is_some(),
        EventKind::Reaction(_) | EventKind::Safety { .. } => true,
        EventKind::Message(message) => is_change(message),
        EventKind::Receipt { state, .. } => matches!(state, Delivery::Read | Delivery::Failed),
        EventKind::Call(call) => matches!(call.state, CallState::Ended(_)),
        EventKind::Room { state, .. } => matches!(state, RoomState::Closed { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{CommandError, Message, Side};

    use super::*;

    fn id(number: u64) -> Box<RawValue> {
        RawValue::from_string(number.to_string()).unwrap()
    }

    fn said(number: u64) -> EventKind {
        EventKind::Message(Message {
            id: MessageId {
                side: Side::Host,
                number,
            },
            mine: true,
            text: String::new(),
            at: 0,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        })
    }

    fn receipt(number: u64, state: Delivery) -> EventKind {
        let side = Side::Host;
        EventKind::Receipt {
            message: MessageId { side, number },
            state,
        }
    }

    #[test]
    fn ids_stay_until_their_last_event() {
        let mut ids = Ids::default();
        let tag = ids.tag(id(7));
        for event in [
            said(1),
            receipt(1, Delivery::Sent),
            receipt(1, Delivery::Delivered),
            receipt(1, Delivery::Read),
        ] {
            assert_eq!(ids.answer(Some(tag), &event).unwrap().get(), "7");
        }
        assert!(ids.ids.is_empty());

        let wrong = Some(ids.tag(id(8)));
        let error = EventKind::Error(CommandError::NoRoom);
        assert_eq!(ids.answer(wrong, &error).unwrap().get(), "8");
        assert!(ids.answer(wrong, &error).is_none());
        assert!(ids.answer(Some(OURS), &error).is_none());
    }

    #[test]
    fn a_receipt_without_a_tag_belongs_to_its_message() {
        let mut ids = Ids::default();
        let tag = ids.tag(id(7));
        ids.answer(Some(tag), &said(1));
        let read = receipt(1, Delivery::Read);
        assert_eq!(ids.answer(None, &read).unwrap().get(), "7");

        // In the next room the first message has the same number.
        ids.answer(None, &said(1));
        assert!(ids.answer(None, &read).is_none());
    }

    #[test]
    fn errors_that_nobody_asked_for_are_idle() {
        let mut ids = Ids::default();
        let error = EventKind::Error(CommandError::NoRoom);
        let asked = ids.tag(id(1));
        assert!(!ids.is_idle(None, &error));
        assert!(!ids.is_idle(Some(asked), &error));
        assert!(ids.is_idle(Some(OURS), &error));
        let quit = ids.leaving(Some(id(2)));
        assert!(ids.is_idle(Some(quit), &error));
        assert!(!ids.is_idle(Some(quit), &EventKind::Typing(true)));
        assert_eq!(ids.leaving(None), OURS);
    }

    #[test]
    fn the_table_is_bounded() {
        let mut ids = Ids::default();
        let first = ids.tag(id(0));
        for number in 0..3 * MOST {
            ids.tag(id(number));
        }
        assert!(ids.answer(Some(first), &said(1)).is_none());
        for number in 0..2 * MOST {
            ids.answer(Some(first), &said(number));
        }
        assert_eq!(ids.said.len() as u64, MOST);
        assert_eq!(ids.ids.len() as u64, MOST);
    }
}

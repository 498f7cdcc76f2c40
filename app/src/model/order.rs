//! What was said and what was handed over, in one order: as it happened here.

use tincan_net::{MessageId, TransferId, UnixMillis};

use super::{Handover, Line, Room};

/// How far back the last thing of ours is looked for: further back nobody asks
/// how far it has come.
const LAST_MINE_WITHIN: usize = 1000;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Words.
    Said(MessageId),
    /// A file or a picture.
    Handed(TransferId),
}

/// The same with what it stands for.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// Words, and what was handed over with them.
    Said(&'a Line, Option<&'a Handover>),
    /// A file or a picture.
    Handed(&'a Handover),
}

impl Item<'_> {
    /// Whether it is ours.
    pub fn mine(&self) -> bool {
        match self {
            Self::Said(line, _) => line.message.mine,
            Self::Handed(handover) => handover.transfer.direction == tincan_net::Direction::Out,
        }
    }

    /// When it happened.
    pub fn at(&self) -> UnixMillis {
        match self {
            Self::Said(line, _) => line.message.at,
            Self::Handed(handover) => handover.at,
        }
    }
}

impl Room {
    /// How much has happened.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether nothing has.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What happened as the `at`th thing, from 0.
    pub fn item(&self, at: usize) -> Option<Item<'_>> {
        let (line, handover) = match *self.order.get(at)? {
            Entry::Said(id) => {
                let line = self.conversation.find(id)?;
                let with = self.belongs(id).and_then(|with| self.transfers.find(with));
                (Some(line), with)
            }
            Entry::Handed(id) => {
                let words = self.captions.get(&id);
                let line = words.and_then(|words| self.conversation.find(*words));
                (line, Some(self.transfers.find(id)?))
            }
        };
        match (line, handover) {
            // Words that were taken back leave alone what they belonged to.
            (Some(line), Some(handover)) if line.message.deleted => Some(Item::Handed(handover)),
            (Some(line), handover) => Some(Item::Said(line, handover)),
            (None, handover) => handover.map(Item::Handed),
        }
    }

    /// The place of `entry`, from 0. Words and what was handed over with them
    /// are in one.
    pub fn place(&self, entry: Entry) -> Option<usize> {
        let twin = match entry {
            Entry::Said(id) => self.belongs(id).map(Entry::Handed),
            Entry::Handed(id) => self.captions.get(&id).map(|id| Entry::Said(*id)),
        };
        let is_it = |known: &Entry| *known == entry || Some(*known) == twin;
        self.order.iter().rposition(is_it)
    }

    /// The transfer that these words belong to, if they are the first to say so.
    fn belongs(&self, id: MessageId) -> Option<TransferId> {
        let with = self.conversation.find(id)?.message.with?;
        (self.captions.get(&with) == Some(&id)).then_some(with)
    }

    /// The words that belong to a transfer, while they are here.
    pub(super) fn words_of(&self, id: TransferId) -> Option<MessageId> {
        let words = *self.captions.get(&id)?;
        self.conversation.find(words).map(|_| words)
    }

    /// Something was said, after all else; of the transfer `with`, if any. What
    /// is said now belongs to nothing that was handed over long ago.
    pub(super) fn put_said(&mut self, id: MessageId, with: Option<TransferId>) {
        let is_old = |with: &TransferId| {
            let known = self.transfers.find(*with);
            known.is_some_and(|handover| handover.place.is_some())
        };
        let with = with.filter(|with| !is_old(with));
        let joins = with
            .is_some_and(|with| self.join(id, with) && self.order.contains(&Entry::Handed(with)));
        if !joins {
            self.order.push_back(Entry::Said(id));
        }
    }

    /// Something is handed over, after all else.
    pub(super) fn put_handed(&mut self, id: TransferId) {
        if self.words_of(id).is_none() {
            self.order.push_back(Entry::Handed(id));
        }
    }

    /// These words belong to a transfer, unless others do. Whether they do.
    pub(super) fn join(&mut self, id: MessageId, with: TransferId) -> bool {
        *self.captions.entry(with).or_insert(id) == id
    }

    /// These words belong to nothing any more; what they belonged to.
    pub(super) fn part(&mut self, id: MessageId, with: Option<TransferId>) -> Option<TransferId> {
        let with = with.filter(|with| self.captions.get(with) == Some(&id))?;
        self.captions.remove(&with);
        Some(with)
    }

    /// These words go. What was handed over with them stands alone in their
    /// place.
    pub(super) fn drop_said(&mut self, id: MessageId, with: Option<TransferId>) {
        let with = self.part(id, with);
        let stays = with.filter(|with| self.transfers.find(*with).is_some());
        match (stays, self.order.iter().position(|e| *e == Entry::Said(id))) {
            (Some(with), Some(at)) => self.order[at] = Entry::Handed(with),
            (None, Some(at)) => drop(self.order.remove(at)),
            (_, None) => {}
        }
    }

    /// The place of the last thing of ours.
    pub fn last_mine(&self) -> Option<usize> {
        let mine = |at: &usize| self.item(*at).is_some_and(|item| item.mine());
        let places = (0..self.order.len()).rev();
        places.take(LAST_MINE_WITHIN).find(mine)
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{
        Direction, EventKind, Message, RoomId, RoomState, Side, Transfer, TransferKind,
        TransferState,
    };

    use super::*;

    fn said(number: u64) -> EventKind {
        EventKind::Message(Message {
            id: id(number),
            mine: true,
            text: String::new(),
            at: number,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        })
    }

    fn id(number: u64) -> MessageId {
        MessageId {
            side: Side::Host,
            number,
        }
    }

    fn handed(number: u64, done_bytes: u64) -> EventKind {
        EventKind::Transfer(Transfer {
            id: TransferId {
                side: Side::Guest,
                number,
            },
            direction: Direction::In,
            name: "a.txt".to_owned(),
            size: 9,
            kind: TransferKind::File,
            state: TransferState::Running,
            reason: None,
            done_bytes,
            bytes_per_s: 0,
            left: None,
            bytes: None,
        })
    }

    fn ats(room: &Room) -> Vec<(bool, u64)> {
        let items = (0..room.len()).filter_map(|at| room.item(at));
        items.map(|item| (item.mine(), item.at())).collect()
    }

    #[test]
    fn everything_stands_where_it_happened_and_words_can_go() {
        let mut room = Room::new(RoomId(1), RoomState::Creating, 0);
        for (now, event) in [
            (1, said(1)),
            (2, handed(1, 0)),
            (3, said(3)),
            (4, handed(1, 5)),
            (5, handed(2, 0)),
        ] {
            room.apply(None, event, now);
        }
        assert_eq!(ats(&room), [(true, 1), (false, 2), (true, 3), (false, 5)]);
        assert_eq!(room.last_mine(), Some(2));
        let state = tincan_net::Delivery::Failed;
        room.apply(
            None,
            EventKind::Receipt {
                message: id(3),
                state,
            },
            6,
        );
        assert!(room.take_failed(id(3)).is_some());
        assert_eq!(ats(&room), [(true, 1), (false, 2), (false, 5)]);
        assert_eq!(room.last_mine(), Some(0));
    }

    /// Words of the guest's that belong to their transfer `with`.
    fn caption(number: u64, with: u64) -> EventKind {
        let EventKind::Message(message) = said(number) else {
            unreachable!("words")
        };
        EventKind::Message(Message {
            id: theirs(number),
            mine: false,
            with: Some(transfer(with)),
            ..message
        })
    }

    fn theirs(number: u64) -> MessageId {
        MessageId {
            side: Side::Guest,
            number,
        }
    }

    fn transfer(number: u64) -> TransferId {
        TransferId {
            side: Side::Guest,
            number,
        }
    }

    /// Each thing: the number of its words, and of its transfer.
    fn things(room: &Room) -> Vec<(Option<u64>, Option<u64>)> {
        let number = |handover: &Handover| handover.transfer.id.number;
        let items = (0..room.len()).map(|at| room.item(at).expect("a thing"));
        items
            .map(|item| match item {
                Item::Said(line, with) => (Some(line.message.id.number), with.map(number)),
                Item::Handed(handover) => (None, Some(number(handover))),
            })
            .collect()
    }

    fn room(events: impl IntoIterator<Item = EventKind>) -> Room {
        let mut room = Room::new(RoomId(1), RoomState::Creating, 0);
        for event in events {
            room.apply(None, event, 0);
        }
        room
    }

    #[test]
    fn words_and_what_they_belong_to_are_one_thing_whichever_comes_first() {
        let words_first = room([caption(1, 4), handed(4, 0), handed(5, 0)]);
        assert_eq!(things(&words_first), [(Some(1), Some(4)), (None, Some(5))]);
        let words_last = room([handed(4, 0), handed(5, 0), caption(1, 4)]);
        assert_eq!(things(&words_last), [(Some(1), Some(4)), (None, Some(5))]);
        for room in [words_first, words_last] {
            assert_eq!(room.place(Entry::Said(theirs(1))), Some(0));
            assert_eq!(room.place(Entry::Handed(transfer(4))), Some(0));
            assert_eq!(room.place(Entry::Handed(transfer(5))), Some(1));
        }
    }

    #[test]
    fn what_is_named_twice_or_not_there_is_only_words() {
        let room = room([caption(1, 4), caption(2, 4), handed(4, 0), caption(3, 9)]);
        let expected = [(Some(1), Some(4)), (Some(2), None), (Some(3), None)];
        assert_eq!(things(&room), expected);
    }

    #[test]
    fn what_was_handed_over_stays_when_its_words_go() {
        let gone = |first: EventKind, second: EventKind| {
            let mut room = room([first, second]);
            let EventKind::Message(message) = caption(1, 4) else {
                unreachable!("words")
            };
            let taken_back = Message {
                deleted: true,
                text: String::new(),
                ..message
            };
            room.apply(None, EventKind::Message(taken_back), 0);
            assert_eq!(things(&room), [(None, Some(4))]);
            room.apply(None, EventKind::Cleared, 0);
            assert_eq!(things(&room), [(None, Some(4))]);
        };
        gone(caption(1, 4), handed(4, 0));
        gone(handed(4, 0), caption(1, 4));
    }

    #[test]
    fn words_that_failed_can_go_alone() {
        for turned in [false, true] {
            let mut events = [caption(1, 4), handed(4, 0)];
            if turned {
                events.reverse();
            }
            let mut room = room(events);
            let (message, state) = (theirs(1), tincan_net::Delivery::Failed);
            room.apply(None, EventKind::Receipt { message, state }, 0);
            assert!(room.take_failed(message).is_some());
            assert_eq!(things(&room), [(None, Some(4))]);
        }
    }

    #[test]
    fn words_of_before_take_in_what_goes_on() {
        let mut room = room([said(1), handed(4, 0)]);
        let removals = room.conversation.removals();
        let EventKind::Message(message) = caption(1, 4) else {
            unreachable!("words")
        };
        let past = tincan_net::PastMessage {
            place: tincan_net::Place(1),
            seen: true,
            state: None,
            reactions: Vec::new(),
            message,
        };
        let history = tincan_net::History {
            items: vec![tincan_net::Past::Said(past)],
            earlier: None,
            whole: None,
        };
        room.apply(None, EventKind::History(history), 0);
        assert_eq!(things(&room), [(Some(1), Some(4)), (Some(1), None)]);
        assert_ne!(room.conversation.removals(), removals, "others moved up");
    }
}

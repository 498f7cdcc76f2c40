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
    /// Words.
    Said(&'a Line),
    /// A file or a picture.
    Handed(&'a Handover),
}

impl Item<'_> {
    /// Whether it is ours.
    pub fn mine(&self) -> bool {
        match self {
            Self::Said(line) => line.message.mine,
            Self::Handed(handover) => handover.transfer.direction == tincan_net::Direction::Out,
        }
    }

    /// When it happened.
    pub fn at(&self) -> UnixMillis {
        match self {
            Self::Said(line) => line.message.at,
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
        match *self.order.get(at)? {
            Entry::Said(id) => self.conversation.find(id).map(Item::Said),
            Entry::Handed(id) => self.transfers.find(id).map(Item::Handed),
        }
    }

    /// The place of `entry`, from 0.
    pub fn place(&self, entry: Entry) -> Option<usize> {
        self.order.iter().rposition(|known| *known == entry)
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
}

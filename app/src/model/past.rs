//! What happened in a kept room before: the newest part of it comes by itself,
//! older ones when somebody goes back to them, and those go again when they are
//! far away.

use tincan_net::{History, PastMessage, PastTransfer, Place, RoomsCommand};

use super::{Room, order::Entry};

/// More than this is not held when somebody is at the newest.
const MOST_HELD: usize = 4000;
/// So much of it stays then.
const STAYS: usize = 1000;

/// Where what is here begins.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// There is more before this.
    earlier: Option<Place>,
    /// It was asked for.
    asked: bool,
    /// Somebody wants to see this.
    wanted: Option<(Entry, Place)>,
    /// What came before the first that was here, less what went.
    begin: i64,
}

impl Room {
    /// The number of the first thing that is here: it falls as older ones come.
    pub fn begin(&self) -> i64 {
        self.past.begin
    }

    /// Whether there is more before what is here, and nobody has asked for it.
    pub fn can_ask_earlier(&self) -> bool {
        self.past.earlier.is_some() && !self.past.asked
    }

    /// What to ask for, so that older words come, unless that was asked already.
    pub fn ask_earlier(&mut self) -> Option<RoomsCommand> {
        let before = self.past.earlier.filter(|_| !self.past.asked)?;
        self.past.asked = true;
        let upto = self.past.wanted.map(|(_, place)| place);
        Some(RoomsCommand::Earlier { before, upto })
    }

    /// The question was not taken.
    pub fn not_asked(&mut self) {
        self.past.asked = false;
    }

    /// Somebody wants to see this, which is kept there.
    pub fn want(&mut self, entry: Entry, place: Place) {
        self.past.wanted = Some((entry, place));
    }

    /// Whether older words have to come before what is wanted can be seen.
    pub fn wants_earlier(&self) -> bool {
        let is_here = |entry| self.place(entry).is_some();
        self.can_ask_earlier() && self.past.wanted.is_some_and(|(entry, _)| !is_here(entry))
    }

    /// What was wanted, once it is here.
    pub fn take_wanted(&mut self) -> Option<Entry> {
        let (entry, _) = self.past.wanted?;
        if self.place(entry).is_some() {
            self.past.wanted = None;
            return Some(entry);
        }
        // It was cleared, or is not kept.
        self.past.wanted.take_if(|_| self.past.earlier.is_none());
        None
    }

    pub(super) fn take_past(&mut self, history: History) {
        self.past.asked = false;
        self.past.earlier = history.earlier;
        for past in history.items.into_iter().rev() {
            match past {
                tincan_net::Past::Said(said) => self.take_said(said),
                tincan_net::Past::Handed(handed) => self.take_handed(handed),
            }
        }
    }

    fn take_said(&mut self, past: PastMessage) {
        let (id, with) = (past.message.id, past.message.with);
        if !self.conversation.take_past(past) {
            return;
        }
        if let Some(with) = with.filter(|with| self.join(id, *with)) {
            // It stands where the words were said.
            self.take_out(Entry::Handed(with));
        }
        self.put_first(Entry::Said(id));
    }

    fn take_handed(&mut self, past: PastTransfer) {
        let id = past.transfer.id;
        let is_new = self.transfers.take_past(past);
        if self.words_of(id).is_some() {
            return;
        }
        if !is_new {
            // It goes on, and was told of after what is here.
            self.take_out(Entry::Handed(id));
        }
        self.put_first(Entry::Handed(id));
    }

    fn put_first(&mut self, entry: Entry) {
        self.order.push_front(entry);
        self.past.begin -= 1;
    }

    /// Takes something out of the order that is to stand elsewhere.
    fn take_out(&mut self, entry: Entry) {
        if self.order.front() == Some(&entry) {
            self.order.pop_front();
            self.past.begin += 1;
        } else if let Some(at) = self.order.iter().position(|known| *known == entry) {
            self.order.remove(at);
            self.conversation.moved_up();
        }
    }

    /// Somebody is at the newest: what is far away goes, as it is kept elsewhere.
    pub fn let_go(&mut self) {
        if self.order.len() <= MOST_HELD || self.past.wanted.is_some() {
            return;
        }
        while self.order.len() > STAYS {
            let Some(Place(place)) = self.let_go_first() else {
                return;
            };
            self.order.pop_front();
            self.past.begin += 1;
            self.past.earlier = Some(Place(place + 1));
        }
    }

    /// Lets go of the first thing, if it is kept elsewhere; up to where.
    fn let_go_first(&mut self) -> Option<Place> {
        match *self.order.front()? {
            Entry::Said(first) => {
                let oldest = self.conversation.lines().front()?;
                if oldest.message.id != first {
                    return None;
                }
                let (message, mut upto) = self.conversation.let_go()?;
                let with = self.part(first, message.with);
                if let Some(handover) = with.and_then(|with| self.transfers.find(with)) {
                    let (id, place) = (handover.transfer.id, handover.place);
                    if place == Some(Place(upto.0 + 1)) {
                        upto = Place(upto.0 + 1);
                    }
                    // What stands further on would not come again with its words.
                    if place <= Some(upto) {
                        self.transfers.let_go(id);
                    }
                }
                Some(upto)
            }
            Entry::Handed(id) if self.words_of(id).is_none() => {
                let place = self.transfers.find(id)?.place?;
                self.transfers.let_go(id);
                Some(place)
            }
            Entry::Handed(_) => None,
        }
    }

    /// All that was said and handed over is gone here, but what goes on.
    pub(super) fn forget_past(&mut self) {
        let messages = self.conversation.lines().iter().map(|line| &line.message);
        let with: Vec<_> = messages
            .filter(|message| message.with.is_some())
            .map(|message| (message.id, message.with))
            .collect();
        for (id, with) in with {
            self.drop_said(id, with);
        }
        self.transfers.clear();
        let transfers = &self.transfers;
        self.order.retain(|entry| match entry {
            Entry::Said(_) => false,
            Entry::Handed(id) => transfers.find(*id).is_some(),
        });
        self.captions.clear();
        self.conversation.clear();
        self.past.earlier = None;
        self.past.wanted = None;
        self.search = super::Search::default();
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{
        Direction, EventKind, Message, MessageId, RoomId, RoomState, Side, Transfer, TransferId,
        TransferKind, TransferState,
    };

    use super::*;

    fn past(number: u64) -> tincan_net::Past {
        tincan_net::Past::Said(said(number))
    }

    fn said(number: u64) -> PastMessage {
        PastMessage {
            place: Place(number as i64),
            seen: number < 9_990,
            state: None,
            reactions: Vec::new(),
            message: Message {
                id: id(number),
                mine: false,
                text: format!("message {number}"),
                at: number,
                reply_to: None,
                with: None,
                edited: false,
                deleted: false,
            },
        }
    }

    fn id(number: u64) -> MessageId {
        MessageId {
            side: Side::Guest,
            number,
        }
    }

    /// A part of ten thousand, up to `upto`.
    fn part(room: &mut Room, upto: u64, count: u64) {
        let from = upto.saturating_sub(count);
        let history = History {
            items: (from + 1..=upto).map(past).collect(),
            earlier: (from > 0).then_some(Place(from as i64 + 1)),
            whole: None,
        };
        room.apply(None, EventKind::History(history), 0);
    }

    fn room() -> Room {
        let peer = "Brave Heron".parse().unwrap();
        let mut room = Room::new(RoomId(1), RoomState::Awaiting { peer }, 0);
        part(&mut room, 10_000, 100);
        room
    }

    #[test]
    fn older_words_come_before_those_that_are_here_and_go_again() {
        let mut room = room();
        assert_eq!((room.len(), room.begin()), (100, -100));
        assert_eq!(room.conversation.unread(), 11);
        assert_eq!(room.conversation.first_unread(), Some(id(9_990)));
        let before = Place(9_901);
        let ask = RoomsCommand::Earlier { before, upto: None };
        assert_eq!(room.ask_earlier(), Some(ask));
        assert_eq!(room.ask_earlier(), None, "once");
        part(&mut room, 9_900, 8_900);
        assert_eq!((room.len(), room.begin()), (9_000, -9_000));
        assert_eq!(room.item(0).unwrap().at(), 1_001);
        assert_eq!(room.item(8_999).unwrap().at(), 10_000);
        room.let_go();
        assert_eq!((room.len(), room.begin()), (1_000, -1_000));
        assert_eq!(room.item(0).unwrap().at(), 9_001);
        let before = Place(9_001);
        let ask = RoomsCommand::Earlier { before, upto: None };
        assert_eq!(room.ask_earlier(), Some(ask), "and come again");
    }

    #[test]
    fn somebody_who_wants_to_see_old_words_goes_back_until_they_are_here() {
        let mut room = room();
        room.want(Entry::Said(id(8_000)), Place(8_000));
        let mut upto = 9_900;
        while room.wants_earlier() {
            assert_eq!(room.take_wanted(), None);
            let asked = room.ask_earlier().unwrap();
            let RoomsCommand::Earlier { upto: to, .. } = asked else {
                panic!("{asked:?}")
            };
            assert_eq!(to, Some(Place(8_000)));
            part(&mut room, upto, 1_000);
            upto -= 1_000;
        }
        assert_eq!(room.take_wanted(), Some(Entry::Said(id(8_000))));
        assert_eq!(room.len(), 2_100);
    }

    #[test]
    fn what_was_cleared_is_looked_for_no_longer() {
        let mut room = room();
        room.want(Entry::Said(id(1)), Place(1));
        room.apply(None, EventKind::Cleared, 0);
        assert!(room.is_empty() && !room.wants_earlier());
        assert_eq!(room.take_wanted(), None);
        assert_eq!(room.conversation.unread(), 0);
    }

    /// Something that was handed over, kept at `number`.
    fn handed(number: u64, state: TransferState) -> PastTransfer {
        PastTransfer {
            place: Place(number as i64),
            transfer: Transfer {
                id: file(number),
                direction: Direction::In,
                name: format!("file {number}"),
                size: 9,
                kind: TransferKind::File,
                state,
                reason: None,
                done_bytes: 9,
                bytes_per_s: 0,
                left: None,
                bytes: None,
            },
            at: number,
            preview: None,
        }
    }

    fn file(number: u64) -> TransferId {
        TransferId {
            side: Side::Guest,
            number,
        }
    }

    /// The `number`th thing of a long conversation: every tenth is a file, and
    /// words belong to every other of those.
    fn thing(number: u64) -> tincan_net::Past {
        match number % 20 {
            0 | 10 => {
                let done = TransferState::Done { path: None };
                tincan_net::Past::Handed(handed(number, done))
            }
            9 => {
                let mut words = said(number);
                words.message.with = Some(file(number + 1));
                tincan_net::Past::Said(words)
            }
            _ => past(number),
        }
    }

    fn things(room: &mut Room, from: u64, upto: u64) {
        let history = History {
            items: (from..=upto).map(thing).collect(),
            earlier: (from > 1).then_some(Place(from as i64)),
            whole: None,
        };
        room.apply(None, EventKind::History(history), 0);
    }

    /// Held in memory: lines, transfers, places in the order.
    fn held(room: &Room, upto: u64) -> (usize, usize, usize) {
        let files = (1..=upto).filter(|n| room.transfers.find(file(*n)).is_some());
        (room.conversation.lines().len(), files.count(), room.len())
    }

    #[test]
    fn files_in_a_long_conversation_keep_nothing_in_memory() {
        let peer = "Brave Heron".parse().unwrap();
        let mut room = Room::new(RoomId(1), RoomState::Awaiting { peer }, 0);
        let mut upto = 100_000_u64;
        while upto > 0 {
            // Parts that begin and end anywhere.
            let from = upto.saturating_sub(996);
            things(&mut room, from.max(1), upto);
            upto = from.saturating_sub(1);
        }
        let (lines, files, len) = held(&room, 100_000);
        assert_eq!((lines, files, len), (90_000, 10_000, 95_000));
        room.let_go();
        let (lines, files, len) = held(&room, 100_000);
        assert!((999..=1_000).contains(&len), "{len}");
        assert!(lines + files < 1_100, "{lines} {files}");
        // And all of it can come again, to where it was.
        let Some(RoomsCommand::Earlier { before, .. }) = room.ask_earlier() else {
            panic!("there is more")
        };
        let first = u64::try_from(before.0).unwrap();
        things(&mut room, first - 5_000, first - 1);
        let shown = |at| match room.item(at).unwrap() {
            crate::model::Item::Said(line, with) => {
                (Some(line.message.at), with.map(|h| h.transfer.id.number))
            }
            crate::model::Item::Handed(handover) => (None, Some(handover.transfer.id.number)),
        };
        let expected = (first - 5_000..=100_000).filter_map(|number| match number % 20 {
            10 if number > first - 5_000 => None,
            0 | 10 => Some((None, Some(number))),
            9 => Some((Some(number), Some(number + 1))),
            _ => Some((Some(number), None)),
        });
        let all: Vec<_> = (0..room.len()).map(shown).collect();
        assert_eq!(all, expected.collect::<Vec<_>>());
        assert_eq!(room.begin(), -(room.len() as i64));
    }

    #[test]
    fn what_goes_on_from_before_stands_where_it_was_offered() {
        let mut room = room();
        let goes_on = Transfer {
            state: TransferState::Running,
            ..handed(9_890, TransferState::Running).transfer
        };
        room.apply(None, EventKind::Transfer(goes_on.clone()), 99_999);
        assert_eq!(room.place(Entry::Handed(file(9_890))), Some(100), "for now");
        let history = History {
            items: vec![
                past(9_889),
                tincan_net::Past::Handed(handed(9_890, TransferState::Failed)),
                past(9_891),
            ],
            earlier: Some(Place(9_889)),
            whole: None,
        };
        room.apply(None, EventKind::History(history), 0);
        assert_eq!(room.place(Entry::Handed(file(9_890))), Some(1));
        assert_eq!(room.len(), 103);
        let known = room.transfers.find(file(9_890)).unwrap();
        assert_eq!((&known.transfer, known.at), (&goes_on, 9_890));
        // It is found there when somebody looks for its name.
        room.want(Entry::Handed(file(9_890)), Place(9_890));
        assert_eq!(room.take_wanted(), Some(Entry::Handed(file(9_890))));
    }

    #[test]
    fn what_goes_on_stays_when_the_rest_is_cleared() {
        let mut room = room();
        let over = handed(9_900, TransferState::Declined);
        let history = History {
            items: vec![
                tincan_net::Past::Handed(over),
                tincan_net::Past::Handed(handed(9_899, TransferState::Running)),
            ],
            earlier: None,
            whole: None,
        };
        room.apply(None, EventKind::History(history), 0);
        room.apply(None, EventKind::Cleared, 0);
        assert_eq!(room.len(), 1);
        assert_eq!(room.place(Entry::Handed(file(9_899))), Some(0));
    }
}

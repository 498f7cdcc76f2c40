//! What was said in a kept room before: the newest part of it comes by itself,
//! older ones when somebody goes back to them, and those go again when they are
//! far away.

use tincan_net::{History, MessageId, Place, RoomsCommand};

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
    wanted: Option<(MessageId, Place)>,
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

    /// Somebody wants to see this message, which is kept there.
    pub fn want(&mut self, id: MessageId, place: Place) {
        self.past.wanted = Some((id, place));
    }

    /// Whether older words have to come before what is wanted can be seen.
    pub fn wants_earlier(&self) -> bool {
        let is_here = |id| self.conversation.find(id).is_some();
        self.can_ask_earlier() && self.past.wanted.is_some_and(|(id, _)| !is_here(id))
    }

    /// What was wanted, once it is here.
    pub fn take_wanted(&mut self) -> Option<MessageId> {
        let (id, _) = self.past.wanted?;
        if self.conversation.find(id).is_some() {
            self.past.wanted = None;
            return Some(id);
        }
        // It was cleared, or is not kept.
        self.past.wanted.take_if(|_| self.past.earlier.is_none());
        None
    }

    pub(super) fn take_past(&mut self, history: History) {
        self.past.asked = false;
        self.past.earlier = history.earlier;
        for past in history.messages.into_iter().rev() {
            let (id, with) = (past.message.id, past.message.with);
            if self.conversation.take_past(past) {
                if let Some(with) = with
                    && self.join(id, with)
                {
                    // It goes on where the words were said.
                    self.order.retain(|entry| *entry != Entry::Handed(with));
                    self.conversation.moved_up();
                }
                self.order.push_front(Entry::Said(id));
                self.past.begin -= 1;
            }
        }
    }

    /// Somebody is at the newest: what is far away goes, as it is kept elsewhere.
    pub fn let_go(&mut self) {
        if self.order.len() <= MOST_HELD || self.past.wanted.is_some() {
            return;
        }
        while self.order.len() > STAYS {
            let Some(Entry::Said(first)) = self.order.front() else {
                return;
            };
            let oldest = self.conversation.lines().front();
            if oldest.is_none_or(|line| line.message.id != *first) {
                return;
            }
            let Some((message, Place(place))) = self.conversation.let_go() else {
                return;
            };
            if let Some(with) = message.with
                && self.captions.get(&with) == Some(&message.id)
            {
                self.captions.remove(&with);
            }
            self.order.pop_front();
            self.past.begin += 1;
            self.past.earlier = Some(Place(place + 1));
        }
    }

    /// All that was said is gone here.
    pub(super) fn forget_past(&mut self) {
        let messages = self.conversation.lines().iter().map(|line| &line.message);
        let with: Vec<_> = messages
            .filter(|message| message.with.is_some())
            .map(|message| (message.id, message.with))
            .collect();
        for (id, with) in with {
            self.drop_said(id, with);
        }
        self.order.retain(|entry| !matches!(entry, Entry::Said(_)));
        self.captions.clear();
        self.conversation.clear();
        self.past.earlier = None;
        self.past.wanted = None;
        self.search = super::Search::default();
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{EventKind, Message, RoomId, RoomState, Side};

    use super::*;

    fn past(number: u64) -> tincan_net::Past {
        tincan_net::Past {
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
            messages: (from + 1..=upto).map(past).collect(),
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
        room.want(id(8_000), Place(8_000));
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
        assert_eq!(room.take_wanted(), Some(id(8_000)));
        assert_eq!(room.len(), 2_100);
    }

    #[test]
    fn what_was_cleared_is_looked_for_no_longer() {
        let mut room = room();
        room.want(id(1), Place(1));
        room.apply(None, EventKind::Cleared, 0);
        assert!(room.is_empty() && !room.wants_earlier());
        assert_eq!(room.take_wanted(), None);
        assert_eq!(room.conversation.unread(), 0);
    }
}

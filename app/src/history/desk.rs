//! What is done with each command and event on its way through.

use std::path::PathBuf;

use tincan_net::{
    Command, CommandError, Delivery, DisplayName, Earlier, Event, EventKind, History, Invite, Keep,
    KeptRoom, Multiaddr, Place, Reopen, RoomId, RoomState, RoomSummary, RoomsCommand, SafetyEmoji,
    Side, Tag, UnixMillis,
};
use tincan_store::{About, Author, Entry, Keys, RoomNumber, Seq, State};

use super::{
    book::{self, Book},
    handed::{self, Handed},
    keeper::Way,
    shelf::{Shelf, Trouble},
};

/// Messages of a page, for a window and for who reads them all.
const PAGE: usize = 100;
const WHOLE_PAGE: usize = 500;
/// Longest name that a person gives a room, in characters.
const MOST_NAME: usize = 64;
/// Of our messages from before, so many are looked at to say what became of them.
const MOST_SETTLED: u64 = 10_000;

/// How what was said before is shown when a room is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it, the oldest first.
    Whole,
    /// The newest part, and what comes before when asked.
    Pages,
}

/// The rooms of a profile, and the one at hand.
pub(super) struct Desk {
    shelf: Shelf,
    shown: Shown,
    /// The room at hand, from its first event to its last.
    open: Option<Open>,
    /// A room that is to be opened, until its first event.
    opening: Option<Opening>,
    /// What is shown after what happened last.
    after: Vec<Event>,
    /// What was said before is being read out.
    reading: Option<Reading>,
    /// A trouble that was told, until something was written again.
    told: Option<&'static str>,
}

/// What is to be shown once the network side has opened the room.
struct Opening {
    number: RoomNumber,
    about: About,
    first: Vec<Event>,
    reading: Option<Reading>,
}

struct Open {
    id: RoomId,
    state: RoomState,
    is_kept: bool,
    book: Book,
    handed: Handed,
    safety: Option<(SafetyEmoji, bool)>,
    /// Once it is agreed to keep it.
    kept: Option<Kept>,
    /// Up to here all is to be written down.
    mark: Option<u64>,
}

struct Kept {
    number: RoomNumber,
    about: About,
    /// What is shown of it is to be written.
    about_changed: bool,
    /// It was opened again, so that the network side knows no emoji.
    reopened: bool,
    /// Our newest message when it was opened.
    earlier: u64,
}

struct Reading {
    room: RoomNumber,
    side: Side,
    after: Seq,
    count: u64,
    re: Option<Tag>,
}

impl Desk {
    pub(super) fn new(directory: PathBuf, shown: Shown) -> Self {
        Self {
            shelf: Shelf::new(directory),
            shown,
            open: None,
            opening: None,
            after: Vec::new(),
            reading: None,
            told: None,
        }
    }

    /// A command on its way to the network side.
    pub(super) fn on_command(&mut self, re: Option<Tag>, command: Command, way: &mut Way) {
        let command = match command {
            Command::Rooms(rooms) => {
                if let Err(error) = self.on_rooms(re, rooms, way) {
                    tell(way, re, EventKind::Error(error));
                }
                return;
            }
            Command::Join { invite, kept } => match self.find_invited(&invite) {
                Ok(Some(room)) => {
                    if let Err(error) = self.reopen(re, room, way) {
                        tell(way, re, EventKind::Error(error));
                    }
                    return;
                }
                Ok(None) => Command::Join { invite, kept },
                Err(trouble) => {
                    // The link may be of somebody else's room all the same.
                    self.tell_trouble(&trouble, way);
                    Command::Join { invite, kept }
                }
            },
            Command::Verify(verified) if self.verify(re, verified, way) => return,
            Command::Read(id) => {
                if let Some(kept) = self.open.as_mut().and_then(|open| open.kept.as_mut())
                    && id.number > kept.about.read
                {
                    kept.about.read = id.number;
                    kept.about_changed = true;
                }
                Command::Read(id)
            }
            other => other,
        };
        way.to_net.push_back((re, command));
    }

    /// Events on their way to who shows them, a batch that is written down at
    /// once; whether some of it has to be written later.
    pub(super) fn on_events(&mut self, events: impl Iterator<Item = Event>, way: &mut Way) -> bool {
        let mut pass = Vec::new();
        for Event { re, kind } in events {
            if let Some(kind) = self.take(re, kind, way) {
                pass.push(Event { re, kind });
            }
        }
        let waits = self.write(way);
        way.to_front.extend(pass);
        way.to_front.extend(self.after.drain(..));
        waits
    }

    /// Writes down what is to be; whether that failed.
    pub(super) fn write(&mut self, way: &mut Way) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let Some(kept) = &mut open.kept else {
            open.book.bound();
            return false;
        };
        let newest = open.book.newest();
        let (ours, theirs) = kept.about.newest;
        let written = self.shelf.get().and_then(|store| {
            open.book.write(store, kept.number)?;
            let side = side_of(&kept.about);
            open.handed.write(store, kept.number, side)?;
            let now = (ours.max(newest.0), theirs.max(newest.1));
            if now != kept.about.newest || kept.about_changed {
                kept.about.newest = now;
                kept.about_changed = true;
                store.set_about(kept.number, &kept.about)?;
                kept.about_changed = false;
            }
            Ok(())
        });
        match written {
            Ok(()) => {
                self.told = None;
                if let Some(mark) = open.mark.take() {
                    way.to_net.push_back((None, Command::Written(mark)));
                }
                false
            }
            Err(trouble) => {
                self.tell_trouble(&trouble, way);
                true
            }
        }
    }

    /// Whether what was said before is being read out.
    pub(super) fn has_more_history(&self) -> bool {
        self.reading.is_some()
    }

    /// Reads out the next part.
    pub(super) fn read_history(&mut self, way: &mut Way) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        let page = self
            .shelf
            .get()
            .and_then(|store| Ok(store.page_after(reading.room, reading.after, WHOLE_PAGE)?));
        let page = match page {
            Ok(page) => page,
            Err(trouble) => {
                tell(way, reading.re, EventKind::Error(trouble.into()));
                return;
            }
        };
        reading.count += page.len() as u64;
        if let Some(last) = page.last() {
            reading.after = last.seq;
        }
        let is_last = page.len() < WHOLE_PAGE;
        let messages = page.into_iter().map(|s| book::past(s.entry, reading.side));
        let history = History {
            messages: messages.collect(),
            earlier: None,
            whole: is_last.then_some(reading.count),
        };
        tell(way, reading.re, EventKind::History(history));
        self.reading = (!is_last).then_some(reading);
    }

    /// Takes in what happened; what is to be shown of it.
    fn take(&mut self, re: Option<Tag>, kind: EventKind, way: &mut Way) -> Option<EventKind> {
        match kind {
            EventKind::Room { room, state, kept } => {
                self.on_room(room, &state, kept, way);
                Some(EventKind::Room { room, state, kept })
            }
            EventKind::Keep(Keep::Agreed(room)) => {
                let well = self.keep(&room);
                if let Err(trouble) = &well {
                    self.tell_trouble(trouble, way);
                }
                let answer = Command::KeepWritten(well.is_ok());
                way.to_net.push_back((None, answer));
                None
            }
            EventKind::Keep(Keep::Off) => {
                self.keep_no_longer();
                Some(EventKind::Keep(Keep::Off))
            }
            EventKind::Mark(mark) => {
                if let Some(open) = &mut self.open {
                    open.mark = Some(mark);
                }
                None
            }
            EventKind::Keeping(keeping) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.kept.is_some()) {
                    open.handed.take(keeping);
                }
                None
            }
            EventKind::Message(message) => {
                let known = self.entry(book::author(message.mine), message.id.number);
                if let Some(open) = &mut self.open {
                    open.book.take(&message, known);
                }
                Some(EventKind::Message(message))
            }
            EventKind::Changed {
                message,
                mine,
                text,
            } => {
                let mut entry = self.entry(book::author(mine), message.number)?;
                let open = self.open.as_mut()?;
                let side = open.book.side()?;
                if entry.deleted || entry.state == State::Failed {
                    return None;
                }
                entry.edited = text.is_some();
                entry.deleted = text.is_none();
                entry.text = text.unwrap_or_default();
                open.book.put(entry.clone());
                Some(EventKind::Message(book::message(entry, side)))
            }
            EventKind::Reaction(reaction) => {
                let open = self.open.as_ref()?;
                let (author, number) = open.book.names(reaction.message);
                let mut entry = self.entry(author, number)?;
                if entry.deleted {
                    return None;
                }
                let emoji = reaction.emoji.map(|emoji| emoji.to_string());
                book::react(&mut entry, book::author(reaction.mine), emoji);
                if let Some(open) = &mut self.open {
                    open.book.put(entry);
                }
                Some(EventKind::Reaction(reaction))
            }
            EventKind::Receipt { message, state } => {
                if let Some(mut entry) = self.entry(Author::Me, message.number)
                    && let Some(open) = &mut self.open
                {
                    entry.state = book::state(state);
                    open.book.put(entry);
                    if state == Delivery::Read
                        && let Some(kept) = &mut open.kept
                        && message.number > kept.about.they_read
                    {
                        kept.about.they_read = message.number;
                        kept.about_changed = true;
                    }
                }
                Some(EventKind::Receipt { message, state })
            }
            EventKind::Settled(upto) => {
                self.settle(upto, way);
                None
            }
            EventKind::Safety { emoji, verified } => {
                if let Some(open) = &mut self.open {
                    open.safety = Some((emoji, verified));
                    if let Some(kept) = &mut open.kept {
                        kept.about.safety = Some(emoji.to_bytes());
                        kept.about.verified = verified;
                        kept.about_changed = true;
                    }
                }
                Some(EventKind::Safety { emoji, verified })
            }
            EventKind::Error(error) => {
                if re.is_some() && self.open.is_none() {
                    self.opening = None;
                }
                Some(EventKind::Error(error))
            }
            other => Some(other),
        }
    }

    fn on_room(&mut self, id: RoomId, state: &RoomState, is_kept: bool, way: &mut Way) {
        if self.open.as_ref().is_none_or(|open| open.id != id) {
            if matches!(state, RoomState::Closed { .. }) {
                return;
            }
            let opened = self.opening.take().filter(|o| o.about.id == id.0);
            let mut open = Open {
                id,
                state: state.clone(),
                is_kept,
                book: Book::default(),
                handed: Handed::default(),
                safety: None,
                kept: None,
                mark: None,
            };
            if let Some(Opening {
                number,
                about,
                first,
                reading,
            }) = opened
            {
                self.after = first;
                self.reading = reading;
                let side = side_of(&about);
                open.book = Book::of(side);
                open.kept = Some(Kept {
                    number,
                    earlier: about.newest.0,
                    about,
                    about_changed: false,
                    reopened: true,
                });
            }
            self.open = Some(open);
        }
        let Some(open) = &mut self.open else { return };
        open.state = state.clone();
        open.is_kept = is_kept;
        if let (Some(kept), RoomState::Connected { peer }) = (&mut open.kept, state) {
            kept.about.peer = peer.to_string();
            kept.about.last_at = now();
            kept.about_changed = true;
        }
        if matches!(state, RoomState::Closed { .. }) {
            self.write(way);
            self.open = None;
            self.reading = None;
        }
    }

    /// Both agreed to keep the room at hand: it and what was said so far.
    fn keep(&mut self, room: &KeptRoom) -> Result<(), Trouble> {
        let Some(open) = &mut self.open else {
            return Err(tincan_store::StoreError::NoSuchRoom.into());
        };
        let peer = match &open.state {
            RoomState::Connected { peer } | RoomState::Reconnecting { peer, .. } => {
                peer.to_string()
            }
            _ => String::new(),
        };
        let about = About {
            name: None,
            peer,
            last_at: now(),
            verified: open.safety.is_some_and(|(_, verified)| verified),
            read: 0,
            id: room.room.0,
            host: room.side == Side::Host,
            relays: room.relays.iter().map(Multiaddr::to_string).collect(),
            safety: open.safety.map(|(emoji, _)| emoji.to_bytes()),
            they_read: 0,
            settled: 0,
            newest: open.book.newest(),
        };
        let keys = Keys {
            secret: *room.secret,
            ours: *room.ours,
            theirs: room.theirs,
        };
        let store = self.shelf.get()?;
        // The same link once more is another room: the one before is over.
        if let Some(older) = store.find_room(&room.link)? {
            store.forget(older)?;
        }
        let number = store.keep(&room.link, &keys, &about)?;
        if let Err(error) = open.book.write(store, number) {
            store.forget(number)?;
            return Err(error.into());
        }
        open.kept = Some(Kept {
            number,
            about,
            about_changed: false,
            reopened: false,
            earlier: 0,
        });
        Ok(())
    }

    /// It was agreed, and is no longer.
    fn keep_no_longer(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.is_kept)
            && let Some(kept) = open.kept.take()
            && let Ok(store) = self.shelf.get()
            && let Err(error) = store.forget(kept.number)
        {
            tracing::warn!("{error}");
        }
    }

    /// What the other has of our messages from before is known.
    fn settle(&mut self, upto: u64, way: &mut Way) {
        let Some(open) = self.open.as_ref() else {
            return;
        };
        let Some(kept) = open.kept.as_ref() else {
            return;
        };
        let (from, to) = (
            kept.about.settled + 1,
            kept.earlier.max(kept.about.newest.0),
        );
        let side = side_of(&kept.about);
        for number in from.max(to.saturating_sub(MOST_SETTLED))..=to {
            let Some(mut entry) = self.entry(Author::Me, number) else {
                continue;
            };
            let (state, delivery) = match entry.state {
                State::Delivered | State::Read => continue,
                _ if number <= upto => (State::Delivered, Delivery::Delivered),
                _ => (State::Failed, Delivery::Failed),
            };
            entry.state = state;
            if let Some(open) = &mut self.open {
                open.book.put(entry);
            }
            let message = tincan_net::MessageId { side, number };
            let receipt = EventKind::Receipt {
                message,
                state: delivery,
            };
            tell(way, None, receipt);
        }
        if let Some(kept) = self.open.as_mut().and_then(|open| open.kept.as_mut()) {
            kept.about.settled = to;
            kept.about_changed = true;
        }
    }

    /// A message as it is now, wherever it is held.
    fn entry(&mut self, author: Author, number: u64) -> Option<Entry> {
        let open = self.open.as_ref()?;
        if let Some(held) = open.book.held(author, number) {
            return Some(held);
        }
        let room = open.kept.as_ref()?.number;
        let stored = self.shelf.get().ok()?.message(room, author, number);
        Some(stored.ok()??.entry)
    }

    /// Answers whether the emoji match in a room that was opened again; `false`
    /// when that is for the network side.
    fn verify(&mut self, re: Option<Tag>, verified: bool, way: &mut Way) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let Some(kept) = open.kept.as_mut().filter(|kept| kept.reopened) else {
            return false;
        };
        let emoji = kept.about.safety.and_then(SafetyEmoji::from_bytes);
        let Some(emoji) = emoji else {
            tell(way, re, EventKind::Error(CommandError::NoSafety));
            return true;
        };
        kept.about.verified = verified;
        kept.about_changed = true;
        self.write(way);
        tell(way, re, EventKind::Safety { emoji, verified });
        true
    }

    fn find_invited(&mut self, invite: &Invite) -> Result<Option<RoomId>, Trouble> {
        let Invite::Link(link) = invite else {
            return Ok(None);
        };
        let Some(store) = self.shelf.find()? else {
            return Ok(None);
        };
        let Some(room) = store.find_room(&link.secret.mark())? else {
            return Ok(None);
        };
        Ok(Some(RoomId(store.about(room)?.id)))
    }

    fn on_rooms(
        &mut self,
        re: Option<Tag>,
        command: RoomsCommand,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        match command {
            RoomsCommand::List => self.list(re, way),
            RoomsCommand::Open(room) => self.reopen(re, room, way),
            RoomsCommand::Earlier(Place(before)) => self.page(re, Some(Seq(before)), way),
            RoomsCommand::Rename(room, name) => {
                let (number, mut about) = self.which(room)?;
                let name: String = name.trim().chars().take(MOST_NAME).collect();
                let is_name = |c: &char| !c.is_control();
                let name: String = name.chars().filter(is_name).collect();
                about.name = (!name.is_empty()).then_some(name);
                let store = self.shelf.get()?;
                store.set_about(number, &about).map_err(Trouble::from)?;
                if let Some(kept) = self.at_hand(number) {
                    kept.about.name = about.name;
                }
                self.tell_changed(re, number, way)
            }
            RoomsCommand::Clear(room) => {
                let (number, mut about) = self.which(room)?;
                self.write(way);
                if let Some(kept) = self.at_hand(number) {
                    about = kept.about.clone();
                }
                let store = self.shelf.get()?;
                // Numbers go on after what is cleared.
                store.set_about(number, &about).map_err(Trouble::from)?;
                store.clear(number).map_err(Trouble::from)?;
                self.tell_changed(re, number, way)
            }
            RoomsCommand::Forget(room) => {
                let (number, _) = self.which(room)?;
                let at_hand = self.at_hand(number).is_some();
                let store = self.shelf.get()?;
                handed::forget(store, number, at_hand, way);
                store.forget(number).map_err(Trouble::from)?;
                self.leave_or_list(re, at_hand, way)
            }
            RoomsCommand::Block(room) => {
                if room.is_none() && self.open.as_ref().is_some_and(|open| open.kept.is_none()) {
                    // Their key is gone with the room.
                    way.to_net.push_back((re, Command::Leave));
                    return Ok(());
                }
                let (number, about) = self.which(room)?;
                let at_hand = self.at_hand(number).is_some();
                let store = self.shelf.get()?;
                handed::forget(store, number, at_hand, way);
                let block = store
                    .keys(number)
                    .and_then(|keys| store.block(&keys.theirs, &about.peer));
                block.map_err(Trouble::from)?;
                self.leave_or_list(re, at_hand, way)
            }
        }
    }

    /// The room at hand goes; another is only gone from the list.
    fn leave_or_list(
        &mut self,
        re: Option<Tag>,
        at_hand: bool,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        if !at_hand {
            return self.list(re, way);
        }
        if let Some(open) = &mut self.open {
            open.kept = None;
            open.book.forget();
            open.handed = Handed::default();
        }
        way.to_net.push_back((re, Command::Leave));
        Ok(())
    }

    fn list(&mut self, re: Option<Tag>, way: &mut Way) -> Result<(), CommandError> {
        let here = self.open.as_ref().filter(|open| open.is_kept);
        let here = here.filter(|open| matches!(open.state, RoomState::Connected { .. }));
        let here = here.map(|open| open.id);
        let rooms = match self.shelf.find()? {
            Some(store) => store.rooms().map_err(Trouble::from)?,
            None => Vec::new(),
        };
        let summary = |about: About| RoomSummary {
            room: RoomId(about.id),
            peer_here: here == Some(RoomId(about.id)),
            name: about.name.unwrap_or(about.peer),
            last_at: about.last_at,
        };
        let rooms = rooms.into_iter().map(|kept| summary(kept.about)).collect();
        tell(way, re, EventKind::Rooms(rooms));
        Ok(())
    }

    fn reopen(&mut self, re: Option<Tag>, id: RoomId, way: &mut Way) -> Result<(), CommandError> {
        if self.open.is_some() || self.opening.is_some() {
            return Err(CommandError::RoomOpen);
        }
        let room = self.shelf.room(id)?;
        let (number, mut about) = room.ok_or(CommandError::UnknownRoom)?;
        let store = self.shelf.get()?;
        let keys = store.keys(number).map_err(Trouble::from)?;
        if store.is_blocked(&keys.theirs).map_err(Trouble::from)? {
            return Err(CommandError::Blocked);
        }
        let newest = |author| store.newest_number(number, author);
        let stored = (
            newest(Author::Me).map_err(Trouble::from)?,
            newest(Author::Peer).map_err(Trouble::from)?,
        );
        about.newest = (about.newest.0.max(stored.0), about.newest.1.max(stored.1));
        let reopen = Reopen {
            room: KeptRoom {
                room: id,
                side: side_of(&about),
                secret: keys.secret.into(),
                ours: keys.ours.into(),
                theirs: keys.theirs,
                link: [0; 32],
                relays: about.relays.iter().filter_map(|a| a.parse().ok()).collect(),
            },
            peer: about.peer.parse().unwrap_or_else(|_| nameless()),
            earlier: Earlier {
                ours: about.newest.0,
                theirs: about.newest.1,
                they_read: about.they_read.min(about.newest.0),
                we_read: about.read.min(about.newest.1),
            },
            transfers: handed::of_room(store, number).map_err(Trouble::from)?,
        };
        let safety = about.safety.and_then(SafetyEmoji::from_bytes);
        let (side, verified) = (side_of(&about), about.verified);
        let mut first = Vec::new();
        if let Some(emoji) = safety {
            let kind = EventKind::Safety { emoji, verified };
            first.push(Event { re: None, kind });
        }
        let mut reading = None;
        match self.shown {
            Shown::Whole => {
                reading = Some(Reading {
                    room: number,
                    side,
                    after: Seq(0),
                    count: 0,
                    re,
                });
            }
            Shown::Pages => {
                let kind = EventKind::History(self.page_of(number, side, None)?);
                first.push(Event { re, kind });
            }
        }
        self.opening = Some(Opening {
            number,
            about,
            first,
            reading,
        });
        way.to_net.push_back((re, Command::Open(Box::new(reopen))));
        Ok(())
    }

    fn page(
        &mut self,
        re: Option<Tag>,
        before: Option<Seq>,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        let open = self.open.as_ref().ok_or(CommandError::NoRoom)?;
        let kept = open.kept.as_ref().ok_or(CommandError::NotAKeptRoom)?;
        let (number, side) = (kept.number, side_of(&kept.about));
        let history = self.page_of(number, side, before)?;
        tell(way, re, EventKind::History(history));
        Ok(())
    }

    fn page_of(
        &mut self,
        number: RoomNumber,
        side: Side,
        before: Option<Seq>,
    ) -> Result<History, CommandError> {
        let page = self
            .shelf
            .get()
            .and_then(|store| Ok(store.page(number, before, PAGE)?))?;
        let earlier = page.first().filter(|_| page.len() == PAGE);
        let earlier = earlier.map(|first| Place(first.seq.0));
        Ok(History {
            messages: page
                .into_iter()
                .map(|s| book::past(s.entry, side))
                .collect(),
            earlier,
            whole: None,
        })
    }

    /// The named room, or the one at hand.
    fn which(&mut self, room: Option<RoomId>) -> Result<(RoomNumber, About), CommandError> {
        match room {
            Some(id) => self.shelf.room(id)?.ok_or(CommandError::UnknownRoom),
            None => {
                let open = self.open.as_ref().ok_or(CommandError::NoRoom)?;
                let kept = open.kept.as_ref().ok_or(CommandError::NotAKeptRoom)?;
                Ok((kept.number, kept.about.clone()))
            }
        }
    }

    /// The kept room at hand, if it is this one.
    fn at_hand(&mut self, number: RoomNumber) -> Option<&mut Kept> {
        let kept = self.open.as_mut()?.kept.as_mut()?;
        (kept.number == number).then_some(kept)
    }

    /// Something of a room changed: of the one at hand its state is told once
    /// more, of another the list.
    fn tell_changed(
        &mut self,
        re: Option<Tag>,
        number: RoomNumber,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        if self.at_hand(number).is_none() {
            return self.list(re, way);
        }
        if let Some(open) = &self.open {
            let kind = EventKind::Room {
                room: open.id,
                state: open.state.clone(),
                kept: open.is_kept,
            };
            tell(way, re, kind);
        }
        Ok(())
    }

    /// Says once what stands in the way of keeping things.
    fn tell_trouble(&mut self, trouble: &Trouble, way: &mut Way) {
        if self.told.replace(trouble.code) != Some(trouble.code) {
            let kind = EventKind::NotKept {
                code: trouble.code,
                message: trouble.message.clone(),
            };
            tell(way, None, kind);
        }
    }
}

fn tell(way: &mut Way, re: Option<Tag>, kind: EventKind) {
    way.to_front.push_back(Event { re, kind });
}

fn side_of(about: &About) -> Side {
    if about.host { Side::Host } else { Side::Guest }
}

fn nameless() -> DisplayName {
    DisplayName::from_peer("")
}

fn now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| {
        UnixMillis::try_from(d.as_millis()).unwrap_or(u64::MAX)
    })
}

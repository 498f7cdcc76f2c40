//! What is done with each command and event on its way through.
//!
//! - [`agreed`]: the room at hand, once it is agreed to keep it.
//! - [`rooms`]: what a person wants of the rooms that are kept.
//! - [`pages`]: what was said before, a part at a time.
//! - [`handing`]: what is handed over, and small pictures of it.
//! - [`presence`]: whether others are there in rooms that are not open.
//! - [`storage`]: what is kept, how, and written out.

mod agreed;
mod handing;
mod pages;
mod presence;
mod rooms;
mod storage;

use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
};

use tincan_net::{
    Command, Delivery, Event, EventKind, Keep, RoomId, RoomState, SafetyEmoji, Side, Tag,
    TransferId, UnixMillis,
};
use tincan_store::{About, Author, Entry, RoomNumber, Seq, State};

use super::{
    book::{self, Book},
    handed::Handed,
    keeper::Way,
    offers::Going,
    previews::Previews,
    shelf::{Shelf, Trouble},
};
use crate::source::Source;

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
    /// Of rooms that are watched, whether the other is there.
    here: HashMap<RoomId, bool>,
    previews: Previews,
}

/// What is to be shown once the network side has opened the room.
struct Opening {
    number: RoomNumber,
    about: About,
    first: Vec<Event>,
    reading: Option<Reading>,
    going: Going,
}

struct Open {
    id: RoomId,
    state: RoomState,
    is_kept: bool,
    book: Book,
    handed: Handed,
    /// Pictures that were handed over, until it is agreed to keep the room.
    pictures: VecDeque<(TransferId, Source)>,
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
    /// Its transfers when it was opened.
    going: Going,
}

struct Reading {
    room: RoomNumber,
    reader: Reader,
    after: Seq,
    count: u64,
    re: Option<Tag>,
}

/// Who reads what was said.
#[derive(Clone)]
struct Reader {
    side: Side,
    /// Of the other's messages, up to this number were seen.
    read: u64,
    going: Going,
}

impl Reader {
    fn of(about: &About, going: &Going) -> Self {
        Self {
            side: side_of(about),
            read: about.read,
            going: Going::clone(going),
        }
    }
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
            here: HashMap::new(),
            previews: Previews::default(),
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
            EventKind::Transfer(transfer) => {
                self.hand(&transfer);
                Some(EventKind::Transfer(transfer))
            }
            EventKind::Forgotten(id) => {
                if let Some(open) = &mut self.open {
                    open.pictures.retain(|(known, _)| *known != id);
                }
                Some(EventKind::Forgotten(id))
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
                let shown = self.shown;
                let open = self.open.as_mut()?;
                let side = open.book.side()?;
                if entry.deleted || entry.state == State::Failed {
                    return None;
                }
                entry.edited = text.is_some();
                entry.deleted = text.is_none();
                entry.text = text.clone().unwrap_or_default();
                open.book.put(entry.clone());
                match shown {
                    Shown::Whole => Some(EventKind::Message(book::message(entry, side))),
                    // It may not be among what is shown.
                    Shown::Pages => Some(EventKind::Changed {
                        message,
                        mine,
                        text,
                    }),
                }
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
            EventKind::Ready => {
                self.watch(way);
                self.listed_changed(way);
                Some(EventKind::Ready)
            }
            EventKind::Presence { room, here } => {
                self.here.insert(room, here);
                self.listed_changed(way);
                None
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
                pictures: VecDeque::new(),
                safety: None,
                kept: None,
                mark: None,
            };
            if let Some(Opening {
                number,
                about,
                first,
                reading,
                going,
            }) = opened
            {
                self.after.extend(first);
                self.reading = reading;
                let side = side_of(&about);
                open.book = Book::of(side);
                open.kept = Some(Kept {
                    number,
                    earlier: about.newest.0,
                    about,
                    about_changed: false,
                    reopened: true,
                    going,
                });
            }
            self.open = Some(open);
        }
        let Some(open) = &mut self.open else { return };
        open.state = state.clone();
        let is_new = is_kept && !std::mem::replace(&mut open.is_kept, is_kept);
        if let (Some(kept), RoomState::Connected { peer }) = (&mut open.kept, state) {
            kept.about.peer = peer.to_string();
            kept.about.last_at = now();
            kept.about_changed = true;
        }
        if matches!(state, RoomState::Closed { .. }) {
            self.write(way);
            let kept = self.open.take().is_some_and(|open| open.kept.is_some());
            self.reading = None;
            if kept {
                self.listed_changed(way);
            }
        }
        if is_new {
            self.watch(way);
            self.listed_changed(way);
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
        stored.ok()?
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

fn now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| {
        UnixMillis::try_from(d.as_millis()).unwrap_or(u64::MAX)
    })
}

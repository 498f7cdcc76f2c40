//! What a person wants of the rooms that are kept.

use tincan_net::{
    Command, CommandError, DisplayName, Earlier, Event, EventKind, Invite, KeptRoom, Reopen,
    RoomId, RoomState, RoomSummary, RoomsCommand, SafetyEmoji, Tag,
};
use tincan_store::{About, Author, Keys, RoomNumber, Seq};

use super::{
    super::{
        handed::{self, Handed},
        keeper::Way,
        offers,
        shelf::Trouble,
    },
    Desk, Kept, Opening, Reader, Reading, Shown, side_of, tell,
};

/// Longest name that a person gives a room, in characters.
const MOST_NAME: usize = 64;

impl Desk {
    pub(super) fn find_invited(&mut self, invite: &Invite) -> Result<Option<RoomId>, Trouble> {
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

    pub(super) fn on_rooms(
        &mut self,
        re: Option<Tag>,
        command: RoomsCommand,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        match command {
            RoomsCommand::List => self.list(re, way),
            RoomsCommand::Open(room) => self.reopen(re, room, way),
            RoomsCommand::Earlier { before, upto } => self.page(re, before, upto, way),
            RoomsCommand::Preview(transfer) => self.show_preview(re, transfer, way),
            RoomsCommand::Search { words, before } => self.search(re, &words, before, way),
            RoomsCommand::Export {
                room,
                me,
                file,
                format,
            } => self.export(re, room, &me, file, format, way),
            RoomsCommand::Storage => self.storage(re, way),
            RoomsCommand::ClearAll => self.clear_all(re, way),
            RoomsCommand::Unblock(key) => self.unblock(re, &key, way),
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
                // Numbers go on after what is cleared.
                about.read = about.read.max(about.newest.1);
                let store = self.shelf.get()?;
                store.set_about(number, &about).map_err(Trouble::from)?;
                store.clear(number).map_err(Trouble::from)?;
                if let Some(kept) = self.at_hand(number) {
                    kept.about.read = about.read;
                    tell(way, re, EventKind::Cleared);
                }
                self.tell_changed(re, number, way)
            }
            RoomsCommand::Forget(room) => {
                let (number, _) = self.which(room)?;
                let at_hand = self.at_hand(number).is_some();
                let store = self.shelf.get()?;
                handed::forget(store, number, at_hand, way);
                store.forget(number).map_err(Trouble::from)?;
                self.watch(way);
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
                self.watch(way);
                self.leave_or_list(re, at_hand, way)
            }
        }
    }

    /// The room at hand goes; another is only gone from the list.
    pub(super) fn leave_or_list(
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
            open.pictures.clear();
        }
        way.to_net.push_back((re, Command::Leave));
        Ok(())
    }

    pub(super) fn list(&mut self, re: Option<Tag>, way: &mut Way) -> Result<(), CommandError> {
        let rooms = self.listed()?;
        tell(way, re, EventKind::Rooms(rooms));
        Ok(())
    }

    /// Something of the list changed: who sees it all the time sees it anew.
    pub(super) fn listed_changed(&mut self, way: &mut Way) {
        if self.shown != Shown::Pages {
            return;
        }
        if let Ok(rooms) = self.listed() {
            tell(way, None, EventKind::Rooms(rooms));
        }
    }

    fn listed(&mut self) -> Result<Vec<RoomSummary>, Trouble> {
        let rooms = match self.shelf.find()? {
            Some(store) => store.rooms()?,
            None => Vec::new(),
        };
        let at_hand = self.open.as_ref().filter(|open| open.is_kept);
        let summary = |stored: About| {
            let room = RoomId(stored.id);
            let open = at_hand.filter(|open| open.id == room);
            let here = open.map(|open| matches!(open.state, RoomState::Connected { .. }));
            let kept = open.and_then(|open| open.kept.as_ref());
            let about = kept.map_or(&stored, |kept| &kept.about);
            RoomSummary {
                room,
                peer_here: here.or_else(|| self.here.get(&room).copied()),
                unread: about.newest.1.saturating_sub(about.read),
                verified: about.verified,
                last_at: about.last_at,
                name: about.name.clone().unwrap_or_else(|| about.peer.clone()),
            }
        };
        Ok(rooms.into_iter().map(|kept| summary(kept.about)).collect())
    }

    pub(super) fn reopen(
        &mut self,
        re: Option<Tag>,
        id: RoomId,
        way: &mut Way,
    ) -> Result<(), CommandError> {
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
        let transfers = handed::of_room(store, number).map_err(Trouble::from)?;
        let going = offers::going(&transfers);
        let reopen = Reopen {
            room: met_by(&about, &keys),
            peer: about.peer.parse().unwrap_or_else(|_| nameless()),
            earlier: Earlier {
                ours: about.newest.0,
                theirs: about.newest.1,
                they_read: about.they_read.min(about.newest.0),
                we_read: about.read.min(about.newest.1),
            },
            transfers,
        };
        let safety = about.safety.and_then(SafetyEmoji::from_bytes);
        let (reader, verified) = (Reader::of(&about, &going), about.verified);
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
                    reader,
                    after: Seq(0),
                    count: 0,
                    re,
                });
            }
            Shown::Pages => {
                let kind = EventKind::History(self.newest_page(number, reader)?);
                first.push(Event { re, kind });
            }
        }
        self.opening = Some(Opening {
            number,
            about,
            first,
            reading,
            going,
        });
        way.to_net.push_back((re, Command::Open(Box::new(reopen))));
        Ok(())
    }

    /// The named room, or the one at hand.
    pub(super) fn which(
        &mut self,
        room: Option<RoomId>,
    ) -> Result<(RoomNumber, About), CommandError> {
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
    pub(super) fn at_hand(&mut self, number: RoomNumber) -> Option<&mut Kept> {
        let kept = self.open.as_mut()?.kept.as_mut()?;
        (kept.number == number).then_some(kept)
    }

    /// Something of a room changed: of the one at hand its state is told once
    /// more, of another the list.
    pub(super) fn tell_changed(
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
        self.listed_changed(way);
        Ok(())
    }
}

/// What a room is met by.
pub(super) fn met_by(about: &About, keys: &Keys) -> KeptRoom {
    KeptRoom {
        room: RoomId(about.id),
        side: side_of(about),
        secret: keys.secret.into(),
        ours: keys.ours.into(),
        theirs: keys.theirs,
        link: [0; 32],
        relays: about.relays.iter().filter_map(|a| a.parse().ok()).collect(),
    }
}

fn nameless() -> DisplayName {
    DisplayName::from_peer("")
}

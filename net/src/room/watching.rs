//! An eye on a kept room that is not open: whether the other has the app open
//! too. Both are listed under names of the room that are for this alone and
//! change every day, without an address: nobody can be reached by them.
//!
//! What a meeting point says about it is a hint. It cannot tell whose room it is
//! and who they are; by a lie it could make somebody look as if they were here.

use std::{collections::BTreeSet, time::Instant};

use libp2p::PeerId;

use super::{Output, Part, Room};
use crate::{
    api::{EventKind, KeptRoom, RoomId},
    kept::{
        board::Board,
        pinned::Pinned,
        place::{Names, Place},
    },
    time::Now,
};

/// See the module.
pub(super) struct Watching {
    room: RoomId,
    board: Board,
    /// Where the other is listed.
    seen: BTreeSet<(PeerId, Place)>,
    /// What was told last.
    here: Option<bool>,
}

impl Watching {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.board.poll_timeout()
    }

    pub(super) fn on_registered(
        &mut self,
        now: Now,
        relay: PeerId,
        place: &Place,
        ttl: Option<u64>,
    ) {
        match ttl {
            Some(ttl) => self.board.on_registered(now.mono, relay, place, ttl),
            None => self.board.on_refused(now.mono, relay, place),
        }
    }

    /// Whether the other is here, when that is news.
    fn news(&mut self) -> Option<bool> {
        let here = !self.seen.is_empty();
        (self.here.replace(here) != Some(here)).then_some(here)
    }
}

impl Room {
    /// Becomes an eye on the first of `rooms`.
    pub(super) fn watch(&mut self, now: Now, rooms: Vec<KeptRoom>) {
        let Some(room) = rooms.into_iter().next() else {
            return;
        };
        for relay in &room.relays {
            self.meeting.add_relay(now.mono, relay);
        }
        let secret = Pinned::of(&room).secret;
        self.watching = Some(Box::new(Watching {
            room: room.room,
            board: Board::new(now, secret, Names::Presence),
            seen: BTreeSet::new(),
            here: None,
        }));
        self.part = Part::Waiting;
        self.meeting.on_timeout(now.mono);
        self.tell_watching(now);
    }

    /// Relays came or went.
    pub(super) fn tell_watching(&mut self, now: Now) {
        let Some(watching) = &mut self.watching else {
            return;
        };
        // No seat is needed where nobody is to come.
        let relays: Vec<(PeerId, bool)> = self.meeting.connected().map(|r| (r, true)).collect();
        watching.board.on_relays(now, &relays);
        watching
            .seen
            .retain(|(at, _)| relays.iter().any(|(relay, _)| relay == at));
        self.tell_presence();
    }

    pub(super) fn on_watching_timeout(&mut self, now: Now) {
        if let Some(watching) = &mut self.watching {
            watching.board.on_timeout(now);
            self.tell_presence();
        }
    }

    /// The relay said who is listed under a name of the room.
    pub(super) fn on_watched(&mut self, now: Now, relay: PeerId, place: &Place, found: &[PeerId]) {
        let us = self.us;
        if let Some(watching) = &mut self.watching {
            let board = &watching.board;
            // Names of yesterday are asked for no longer.
            watching.seen.retain(|(_, at)| board.uses(at));
            let key = (relay, place.clone());
            if found.iter().any(|key| *key != us) && watching.board.uses(place) {
                watching.seen.insert(key);
            } else {
                watching.seen.remove(&key);
            }
        }
        self.tell_presence();
        self.drain(now);
    }

    fn tell_presence(&mut self) {
        let Some(watching) = &mut self.watching else {
            return;
        };
        while let Some(output) = watching.board.poll_output() {
            self.outputs.push_back(Output::Board(output));
        }
        if let Some(here) = watching.news() {
            let room = watching.room;
            self.tell(None, EventKind::Presence { room, here });
        }
    }
}

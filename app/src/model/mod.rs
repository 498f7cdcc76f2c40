//! What the window knows: folded from the events of the network side, and
//! nothing else. It reads no clock, sends nothing and draws nothing.

mod conversation;
mod order;
mod past;
mod relays;
mod room;
mod search;
mod transfers;

use tincan_net::{
    CommandError, Event, EventKind, Invite, Reach, RoomCode, RoomId, RoomState, RoomSummary,
    Storage, Tag,
};

pub use conversation::{Conversation, Line, Reactions, Unsent};
pub use order::{Entry, Item};
pub use relays::Relays;
pub use room::{Keeping, Room};
pub use search::Search;
pub use transfers::{Handover, Transfers};

/// Milliseconds since the Unix epoch.
pub use tincan_net::UnixMillis;

/// Everything that can be seen in the window comes from here.
#[derive(Debug)]
pub struct Model {
    /// Whether the network side takes commands yet.
    pub ready: bool,
    /// Whether somebody can be met at all.
    pub reach: Reach,
    /// How the relays are.
    pub relays: Relays,
    /// Rooms that are kept, the latest first.
    pub rooms: Vec<RoomSummary>,
    /// What is kept on this machine, once that was asked for.
    pub storage: Option<Storage>,
    /// Why something cannot be kept, until it was read.
    pub not_kept: Option<String>,
    /// The room, from its first event until it is put away.
    pub room: Option<Room>,
    /// A command that was not carried out, until the next one.
    pub error: Option<CommandError>,
    attempt: Option<Attempt>,
}

/// What was asked for last, before its room is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A room of our own.
    Create {
        /// To be kept, if whoever comes agrees.
        kept: bool,
    },
    /// Into somebody's room.
    Join(Invite),
    /// Into a kept room.
    Open(RoomId),
}

impl Default for Model {
    fn default() -> Self {
        Self {
            ready: false,
            reach: Reach::Looking,
            relays: Relays::default(),
            rooms: Vec::new(),
            storage: None,
            not_kept: None,
            room: None,
            error: None,
            attempt: None,
        }
    }
}

impl Model {
    /// Takes in what happened, at the time `now`.
    pub fn apply(&mut self, event: Event, now: UnixMillis) {
        let Event { re, kind } = event;
        match kind {
            EventKind::Ready => self.ready = true,
            EventKind::Reach(reach) => self.reach = reach,
            EventKind::Relays(marks) => self.relays.heard(marks),
            EventKind::RelayRefuses(relay) => self.relays.refused(relay),
            EventKind::Rooms(rooms) => {
                if let Some(room) = &mut self.room {
                    room.named(&rooms);
                }
                self.rooms = rooms;
            }
            EventKind::Storage(storage) => self.storage = Some(storage),
            EventKind::NotKept { message, .. } => self.not_kept = Some(message),
            EventKind::Error(error) => self.refused(re, error),
            EventKind::Room { room, state, kept } => {
                self.error = None;
                match &mut self.room {
                    Some(known) if known.id == room => known.enter(state, now),
                    // The end of a room that was put away already.
                    _ if matches!(state, RoomState::Closed { .. }) && self.attempt.is_none() => {}
                    other => *other = Some(Room::new(room, state, now)),
                }
                let proposes = self.attempt == Some(Attempt::Create { kept: true });
                if let Some(known) = self.room.as_mut().filter(|known| known.id == room) {
                    known.keep_told(kept, proposes);
                    known.named(&self.rooms);
                    if known.close_reason().is_some() {
                        known.reach_at_end = Some(self.reach);
                    }
                }
            }
            kind => {
                if let Some(room) = &mut self.room {
                    room.apply(re, kind, now);
                }
            }
        }
    }

    fn refused(&mut self, re: Option<Tag>, error: CommandError) {
        let said = match (&mut self.room, re) {
            (Some(room), Some(tag)) => room.conversation.refused(tag, &error),
            _ => false,
        };
        if !said {
            self.error = Some(error);
        }
    }

    /// A room was asked for; what became of the last one is no longer shown.
    pub fn begin(&mut self, attempt: Attempt) {
        self.relays.ask_again();
        self.room = None;
        self.error = None;
        self.attempt = Some(attempt);
    }

    /// The room that waits is to be kept, or no longer.
    pub fn changes_kind(&mut self, kept: bool) {
        if let Some(Attempt::Create { kept: known }) = &mut self.attempt {
            *known = kept;
        }
    }

    /// What was asked for last.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempt.as_ref()
    }

    /// Puts the room away: back to the start.
    pub fn put_away(&mut self) {
        self.room = None;
        self.attempt = None;
        self.error = None;
    }

    /// The code that led nowhere, when that is how the last attempt ended.
    pub fn wrong_code(&self) -> Option<&RoomCode> {
        let led_nowhere = self
            .room
            .as_ref()
            .is_some_and(|room| room.close_reason() == Some(tincan_net::CloseReason::NoSuchRoom));
        match &self.attempt {
            Some(Attempt::Join(Invite::Code(code))) if led_nowhere => Some(code),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{CloseReason, DisplayName};

    use super::*;

    fn room(id: u64, state: RoomState) -> Event {
        Event {
            re: None,
            kind: EventKind::Room {
                room: RoomId(id),
                state,
                kept: false,
            },
        }
    }

    fn heron() -> DisplayName {
        "Brave Heron".parse().unwrap()
    }

    #[test]
    fn a_wrong_code_is_remembered_until_the_next_attempt() {
        let mut model = Model::default();
        let code: RoomCode = "47219".parse().unwrap();
        model.begin(Attempt::Join(Invite::Code(code.clone())));
        model.apply(room(1, RoomState::Joining), 0);
        assert_eq!(model.wrong_code(), None);
        let closed = RoomState::Closed {
            reason: CloseReason::NoSuchRoom,
            peer: None,
        };
        model.apply(room(1, closed), 1);
        assert_eq!(model.wrong_code(), Some(&code));
        model.begin(Attempt::Create { kept: false });
        assert_eq!(model.wrong_code(), None);
    }

    #[test]
    fn a_new_room_starts_empty_and_an_old_end_is_not_seen() {
        let mut model = Model::default();
        model.begin(Attempt::Create { kept: false });
        model.apply(room(1, RoomState::Connected { peer: heron() }), 0);
        model.put_away();
        let closed = RoomState::Closed {
            reason: CloseReason::Left,
            peer: Some(heron()),
        };
        model.apply(room(1, closed), 1);
        assert!(model.room.is_none());
    }

    #[test]
    fn a_refused_command_is_told_until_the_next_room_event() {
        let mut model = Model::default();
        model.apply(
            Event {
                re: Some(Tag(4)),
                kind: EventKind::Error(CommandError::RoomOpen),
            },
            0,
        );
        assert_eq!(model.error, Some(CommandError::RoomOpen));
        model.apply(room(1, RoomState::Creating), 1);
        assert_eq!(model.error, None);
    }
}

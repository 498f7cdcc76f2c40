//! Where a room is in its life, and why it ends.

use super::UnixMillis;
use crate::{code::RoomCode, link::InviteLink, name::DisplayName};

/// Where a room is in its life.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomState {
    /// Getting a code and a link.
    Creating,
    /// Waiting for somebody to come.
    Waiting {
        /// Digits to give away; `None` when the code is off.
        code: Option<CurrentCode>,
        /// The link to give away.
        link: InviteLink,
        /// Whether somebody who comes is asked about first.
        ask: bool,
    },
    /// In a kept room: waiting for the other to come again.
    Awaiting {
        /// What they called themselves last.
        peer: DisplayName,
    },
    /// On the way into somebody's room.
    Joining,
    /// The invitation was right; the host is being asked.
    Knocking,
    /// The two are together.
    Connected {
        /// What the other calls themselves.
        peer: DisplayName,
    },
    /// The line broke; the seat is held.
    Reconnecting {
        /// What the other calls themselves.
        peer: DisplayName,
        /// Until when the seat is held.
        until: UnixMillis,
    },
    /// Over.
    Closed {
        /// Why.
        reason: CloseReason,
        /// Who the other was, when it came that far.
        peer: Option<DisplayName>,
    },
}

/// A code and how long it is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentCode {
    /// The digits.
    pub code: RoomCode,
    /// When a new one takes its place.
    pub until: UnixMillis,
}

/// Why a room is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// We left.
    Left,
    /// The other left.
    PeerLeft,
    /// The line broke and did not come back in time.
    Lost,
    /// The host said no, or the two speak different versions.
    Refused,
    /// No relay answers, or none leads there, and nobody near answers.
    Unreachable,
    /// Wrong, used, expired, unknown and full alike: a relay, or whoever was found
    /// there, said so.
    NoSuchRoom,
}

impl CloseReason {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::PeerLeft => "peer_left",
            Self::Lost => "lost",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::NoSuchRoom => "no_such_room",
        }
    }
}

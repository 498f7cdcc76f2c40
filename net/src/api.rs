//! What the window and the headless mode say to the network side and hear back.
//!
//! [`Command`]s go in, [`Event`]s come out. A command may carry a [`Tag`]; its
//! answer and the events that it caused carry the same tag.

mod command;
mod error;
mod event;
mod invite;
mod kept;
mod message;
mod path;
mod reach;
mod state;
mod why;

use std::{fmt, str::FromStr};

pub use self::{
    command::{Command, Words},
    error::CommandError,
    event::{Event, EventKind, Warning},
    invite::{Invite, InviteError},
    kept::{
        BlockedPeer, Earlier, ExportFormat, Found, History, Keep, KeptRoom, KeyAt, Past,
        PastMessage, PastTransfer, Place, Reopen, RoomSummary, RoomsCommand, Storage,
    },
    message::{Delivery, MAX_TEXT_BYTES, Message, MessageId, Reaction, Side},
    path::{Path, PathKind, Stats, Transport},
    reach::{Reach, RelayHealth, RelayMark},
    state::{CloseReason, CurrentCode, RoomState},
    why::{Whose, WhyRelayed},
};

/// Milliseconds since the Unix epoch.
pub type UnixMillis = u64;

/// Chosen by the sender of a command to know its events by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tag(pub u64);

/// One room on this machine, for as long as the app runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoomId(pub u64);

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for RoomId {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let id = u64::from_str_radix(text, 16).map_err(|_| CommandError::UnknownRoom)?;
        Ok(Self(id))
    }
}

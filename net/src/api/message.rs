//! Messages, who wrote them, and how far they have come.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{CommandError, UnixMillis};
use crate::{emoji::Emoji, transfer::TransferId};

/// Longest text of a message, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// Which of the two a person is in a room: the host, who made it, or the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// Made the room.
    #[serde(rename = "h")]
    Host,
    /// Joined it.
    #[serde(rename = "g")]
    Guest,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Host => Self::Guest,
            Self::Guest => Self::Host,
        }
    }
}

/// Names a message for both people: who wrote it, and its number among theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageId {
    /// Who wrote it.
    pub side: Side,
    /// Its number among that person's messages, from 1.
    pub number: u64,
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Host => 'h',
            Side::Guest => 'g',
        };
        write!(f, "{side}{}", self.number)
    }
}

impl FromStr for MessageId {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let side = match text.as_bytes().first() {
            Some(b'h') => Side::Host,
            Some(b'g') => Side::Guest,
            _ => return Err(CommandError::UnknownMessage),
        };
        let number = text[1..]
            .parse()
            .map_err(|_| CommandError::UnknownMessage)?;
        Ok(Self { side, number })
    }
}

/// One message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name on both machines.
    pub id: MessageId,
    /// Whether we wrote it.
    pub mine: bool,
    /// What it says.
    pub text: String,
    /// When it was written, by the writer's clock.
    pub at: UnixMillis,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// What its writer handed over with these words. There may be no such
    /// transfer here, any more or at all.
    pub with: Option<TransferId>,
    /// Whether its text is another than at first.
    pub edited: bool,
    /// Whether its writer took it back; then its text is empty.
    pub deleted: bool,
}

/// What one of the two thinks of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Which message.
    pub message: MessageId,
    /// Whether it is ours.
    pub mine: bool,
    /// `None` when it was taken back.
    pub emoji: Option<Emoji>,
}

/// How far a message of ours has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// It is on the line.
    Sent,
    /// It is on their machine.
    Delivered,
    /// They have seen it.
    Read,
    /// It was not delivered, and will not be.
    Failed,
}

impl Delivery {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }
}

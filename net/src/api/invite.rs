//! The two ways to be given a room.

use std::str::FromStr;

use crate::{
    code::{CodeError, RoomCode},
    link::{InviteLink, LinkError},
};

/// What a person was given to come in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invite {
    /// Digits.
    Code(RoomCode),
    /// A link.
    Link(InviteLink),
}

/// Why a text is neither a code nor a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// It looks like digits.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// It looks like a link.
    #[error(transparent)]
    Link(#[from] LinkError),
}

impl FromStr for Invite {
    type Err = InviteError;

    /// A text with a colon is taken for a link, any other for a code.
    fn from_str(text: &str) -> Result<Self, InviteError> {
        if text.contains(':') {
            Ok(Self::Link(text.parse()?))
        } else {
            Ok(Self::Code(text.parse()?))
        }
    }
}

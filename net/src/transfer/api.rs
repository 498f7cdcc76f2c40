//! What the outside says and hears of transfers.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::api::{CommandError, Side};

/// Largest picture or GIF that is accepted by itself, in bytes. Larger ones are
/// asked about, as files are.
pub const MAX_ACCEPTED_BY_ITSELF: u64 = 20 * 1024 * 1024;

/// Most that pictures in memory may take in one room, in bytes: those that we
/// sent from memory and those that accepted themselves. Beyond it the oldest
/// are forgotten ([`crate::EventKind::Forgotten`]).
pub const MAX_HELD_BYTES: u64 = 64 * 1024 * 1024;

/// Largest file that is offered or asked about, in bytes: what no disk holds is
/// a lie.
pub const MAX_TRANSFER_BYTES: u64 = 1 << 50;

/// Most files that a folder is sent as.
pub const MAX_FILES_IN_FOLDER: usize = 4096;

/// Names a transfer for both people: who offered it, and its number among
/// theirs. Written `th3` or `tg3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TransferId {
    /// Who offered it.
    #[serde(rename = "s")]
    pub side: Side,
    /// Its number among that person's transfers, from 1.
    #[serde(rename = "n")]
    pub number: u64,
}

impl fmt::Display for TransferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Host => 'h',
            Side::Guest => 'g',
        };
        write!(f, "t{side}{}", self.number)
    }
}

impl FromStr for TransferId {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let (side, number) = match (text.strip_prefix("th"), text.strip_prefix("tg")) {
            (Some(number), _) => (Side::Host, number),
            (_, Some(number)) => (Side::Guest, number),
            _ => return Err(CommandError::UnknownTransfer),
        };
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let number = number.parse().ok().filter(|n| digits && *n > 0);
        let number = number.ok_or(CommandError::UnknownTransfer)?;
        Ok(Self { side, number })
    }
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A file, or a folder, which is sent as its files.
    Path(PathBuf),
    /// Something in memory.
    Memory {
        /// What it is to be called at the peer.
        name: String,
        /// What it is.
        bytes: Bytes,
    },
}

/// How a transfer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransferKind {
    /// As a file, whatever is in it.
    #[serde(rename = "file")]
    File,
    /// As a picture.
    #[serde(rename = "image")]
    Image,
    /// As an animation.
    #[serde(rename = "gif")]
    Gif,
}

impl TransferKind {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Image => "image",
            Self::Gif => "gif",
        }
    }

    /// What something is whose first bytes these are; 32 are enough.
    pub fn sniff(start: &[u8]) -> Self {
        let brand = start.get(4..8) == Some(b"ftyp");
        let brand = start.get(8..12).filter(|_| brand).unwrap_or_default();
        if start.starts_with(b"GIF87a") || start.starts_with(b"GIF89a") {
            Self::Gif
        } else if start.starts_with(b"\x89PNG\r\n\x1a\n")
            || start.starts_with(b"\xff\xd8\xff")
            || (start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"))
            || (start.starts_with(b"BM") && start.get(6..10) == Some(&[0; 4]))
            || start.starts_with(b"II*\0")
            || start.starts_with(b"MM\0*")
            || matches!(brand, b"avif" | b"avis")
        {
            Self::Image
        } else {
            Self::File
        }
    }
}

/// Which way a transfer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To us.
    In,
    /// To the peer.
    Out,
}

/// One of the two, as seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// We.
    Me,
    /// The other.
    Peer,
}

/// One transfer, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its name on both machines.
    pub id: TransferId,
    /// Which way it goes.
    pub direction: Direction,
    /// What it is called: a plain file name, fit for any system.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// How it is shown.
    pub kind: TransferKind,
    /// Where it is in its life.
    pub state: TransferState,
    /// Why it has ended or halts, when that was not somebody's wish.
    pub reason: Option<TransferReason>,
    /// Verified at the receiver.
    pub done_bytes: u64,
    /// Over the last seconds; 0 unless it runs.
    pub bytes_per_s: u64,
    /// How much longer it takes at this speed, while that can be told.
    pub left: Option<Duration>,
    /// What it is, when it is held in memory: sent from there, or whole after
    /// it was accepted by itself.
    pub bytes: Option<Bytes>,
}

/// Where a transfer is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferState {
    /// Not accepted yet.
    Offered,
    /// Accepted; it goes on whenever the two are connected.
    Running,
    /// Somebody halted it, and only they can let it go on.
    Paused(Who),
    /// Verified and whole.
    Done {
        /// Where it is on this machine, when it is in a file.
        path: Option<PathBuf>,
    },
    /// The receiver did not want it.
    Declined,
    /// Somebody ended it.
    Cancelled,
    /// It cannot go on: see [`Transfer::reason`].
    Failed,
}

impl TransferState {
    /// Its name on the command line.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Running => "running",
            Self::Paused(_) => "paused",
            Self::Done { .. } => "done",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more becomes of it by itself.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Done { .. } | Self::Declined | Self::Cancelled | Self::Failed
        )
    }
}

/// Why a transfer failed, halts, or was refused. Both sides hear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TransferReason {
    /// The sender's file is another than the one that was offered.
    #[error("The file was changed while it was being sent.")]
    Changed,
    /// The sender's file is no longer there.
    #[error("The file is no longer there.")]
    Gone,
    /// The sender's file cannot be read.
    #[error("The file cannot be read.")]
    Unreadable,
    /// The receiver's disk is full.
    #[error("The disk is full. Free some space, then resume.")]
    DiskFull,
    /// The receiver's folder takes no files.
    #[error("Nothing can be written to the folder.")]
    ReadOnly,
    /// The receiver's folder, or the part that was written, is gone.
    #[error("The folder or the part that had arrived is gone.")]
    FolderGone,
    /// The receiver cannot write.
    #[error("The file cannot be written.")]
    Unwritable,
    /// What arrives is not what was sent.
    #[error("What arrived is damaged.")]
    Damaged,
    /// So many wait already.
    #[error("Too many files wait already.")]
    TooMany,
    /// No disk holds so much.
    #[error("No disk holds a file of this size.")]
    TooBig,
    /// The room was closed before it was whole.
    #[error("The room was closed before the file was whole.")]
    RoomClosed,
    /// The peer's version knows no transfers.
    #[error("The other side runs a version of Tincan that takes no files.")]
    OtherVersion,
    /// Of a later version.
    #[error("Something went wrong at the other side.")]
    #[serde(other)]
    Other,
}

impl TransferReason {
    /// Whether a transfer that met this can go on from where it was.
    pub(super) fn passes(self) -> bool {
        self == Self::DiskFull
    }

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Unreadable => "unreadable",
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::FolderGone => "folder_gone",
            Self::Unwritable => "unwritable",
            Self::Damaged => "damaged",
            Self::TooMany => "too_many",
            Self::TooBig => "too_big",
            Self::RoomClosed => "room_closed",
            Self::OtherVersion => "other_version",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        for (start, kind) in [
            (&b"GIF89a......"[..], TransferKind::Gif),
            (b"\x89PNG\r\n\x1a\n", TransferKind::Image),
            (b"\xff\xd8\xff\xe0", TransferKind::Image),
            (b"RIFF....WEBPVP8 ", TransferKind::Image),
            (b"RIFF....WAVEfmt ", TransferKind::File),
            (b"BM......", TransferKind::File),
            (b"BM\x10\0\0\0\0\0\0\0\x36", TransferKind::Image),
            (b"II*\0", TransferKind::Image),
            (b"\0\0\0\x20ftypavif", TransferKind::Image),
            (b"\0\0\0\x20ftypisom", TransferKind::File),
            (b"GIF89", TransferKind::File),
            (b"", TransferKind::File),
        ] {
            assert_eq!(TransferKind::sniff(start), kind, "{start:?}");
        }
    }

    #[test]
    fn ids_are_read_as_they_are_written() {
        for side in [Side::Host, Side::Guest] {
            let id = TransferId { side, number: 12 };
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for wrong in [
            "",
            "t",
            "th",
            "th0",
            "th+1",
            "h1",
            "tx1",
            "th1 ",
            "th99999999999999999999",
        ] {
            assert_eq!(
                wrong.parse::<TransferId>(),
                Err(CommandError::UnknownTransfer)
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_id_or_none(text in ".{0,30}") {
            if let Ok(id) = text.parse::<TransferId>() {
                prop_assert_eq!(id.to_string().parse(), Ok(id));
            }
        }

        #[test]
        fn any_start_has_a_kind(start in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = TransferKind::sniff(&start);
        }
    }
}

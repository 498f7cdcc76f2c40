//! Rooms that both want to keep.

use std::{fmt, path::PathBuf};

use libp2p::Multiaddr;
use zeroize::Zeroizing;

use super::{Delivery, Message, Reaction, RoomId, Side, UnixMillis};
use crate::{
    name::DisplayName,
    transfer::{KeptTransfer, Transfer, TransferId},
};

/// How far the two are with keeping the room.
#[derive(Clone, Debug)]
pub enum Keep {
    /// The peer wants to keep it; answer by [`super::Command::Keep`].
    Proposed,
    /// Nobody wants to keep it any more.
    Off,
    /// Both do: write this down, and tell by [`super::Command::KeepWritten`].
    Agreed(Box<KeptRoom>),
}

/// What a kept room is met by.
#[derive(Clone)]
pub struct KeptRoom {
    /// Its name on this machine, from run to run.
    pub room: RoomId,
    /// Who of the two we are in the names of its messages.
    pub side: Side,
    /// Tells where to meet; the same on both sides.
    pub secret: Zeroizing<[u8; 32]>,
    /// The seed of our Ed25519 key.
    pub ours: Zeroizing<[u8; 32]>,
    /// The peer's Ed25519 public key.
    pub theirs: [u8; 32],
    /// The mark of the room's link ([`crate::LinkSecret::mark`]).
    pub link: [u8; 32],
    /// Relays by which the two have met, each ending in its `/p2p`.
    pub relays: Vec<Multiaddr>,
}

impl fmt::Debug for KeptRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptRoom({}, ···)", self.room)
    }
}

/// How many messages of a kept room there were before it was opened, numbered
/// from 1 on each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Of ours.
    pub ours: u64,
    /// Of the peer's.
    pub theirs: u64,
    /// Of ours, up to this number the peer has read.
    pub they_read: u64,
    /// Of the peer's, up to this number we have.
    pub we_read: u64,
}

/// A kept room as it is opened again.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// What it is met by.
    pub room: KeptRoom,
    /// What the other called themselves last.
    pub peer: DisplayName,
    /// What was said before.
    pub earlier: Earlier,
    /// Its transfers, as [`super::EventKind::Keeping`] had them written down.
    pub transfers: Vec<KeptTransfer>,
}

/// What a person wants of the rooms that are kept on this machine. Whoever keeps
/// them carries it out; without one it is not supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomsCommand {
    /// Say which there are.
    List,
    /// Open this one.
    Open(RoomId),
    /// Call it this, here only; `None` for the room at hand.
    Rename(Option<RoomId>, String),
    /// Take away all that was said, here only.
    Clear(Option<RoomId>),
    /// Keep it no longer, here only.
    Forget(Option<RoomId>),
    /// Never be with the other of it again.
    Block(Option<RoomId>),
    /// In the room at hand: show what was said before this place.
    Earlier {
        /// Where what is shown begins.
        before: Place,
        /// Go on to here at once, as far as a part reaches: somebody wants to
        /// see what is there.
        upto: Option<Place>,
    },
    /// In the room at hand: show the small picture that is kept of this.
    Preview(TransferId),
    /// In the room at hand: look for words in what was said and in the names of
    /// what was handed over, the newest first.
    Search {
        /// What to look for, whatever its case.
        words: String,
        /// Go on before this place.
        before: Option<Place>,
    },
    /// Write all that was said to a file, in place of what is in it.
    Export {
        /// In which room; `None` for the one at hand.
        room: Option<RoomId>,
        /// What we are called in it.
        me: DisplayName,
        /// Where.
        file: PathBuf,
        /// How.
        format: ExportFormat,
    },
    /// Say what is kept on this machine, and how.
    Storage,
    /// Take away all that was said in every room, here only.
    ClearAll,
    /// Be with the one who has this key again, should they come.
    Unblock([u8; 32]),
}

/// How a conversation is written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// To read.
    Text,
    /// For programs.
    Json,
}

/// What is kept on this machine, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Where the key is that seals it; `None` before anything was kept.
    pub key: Option<KeyAt>,
    /// How many rooms.
    pub rooms: u64,
    /// How many messages, and things that were handed over, are in them.
    pub messages: u64,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Who is blocked.
    pub blocked: Vec<BlockedPeer>,
}

/// Where the key of a profile is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAt {
    /// In the system's keyring.
    Keyring,
    /// In this file, which only this person may read.
    File(PathBuf),
}

/// Somebody who is blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedPeer {
    /// Their key in the room that was kept with them.
    pub key: [u8; 32],
    /// What they were called.
    pub name: String,
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// There, the newest first.
    pub items: Vec<Past>,
    /// Go on here, when there is more to look through.
    pub before: Option<Place>,
}

/// A place in the history of a room, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub i64);

/// One of the rooms that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomSummary {
    /// Which.
    pub room: RoomId,
    /// What the person calls it, or what the other calls themselves.
    pub name: String,
    /// When the two were last together.
    pub last_at: UnixMillis,
    /// Whether the other is there now; `None` while nobody looks.
    pub peer_here: Option<bool>,
    /// Messages of the other that were not seen yet.
    pub unread: u64,
    /// Whether the two compared their emoji.
    pub verified: bool,
}

/// Something of before, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Past {
    /// A message.
    Said(PastMessage),
    /// Something that was handed over.
    Handed(PastTransfer),
}

impl Past {
    /// Where it is shown.
    pub fn place(&self) -> Place {
        match self {
            Self::Said(said) => said.place,
            Self::Handed(handed) => handed.place,
        }
    }
}

/// A message of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastMessage {
    /// Where it is shown.
    pub place: Place,
    /// What it says.
    pub message: Message,
    /// Whether the person saw it then; what is ours always was.
    pub seen: bool,
    /// How far it has come, when it is ours.
    pub state: Option<Delivery>,
    /// What the two think of it.
    pub reactions: Vec<Reaction>,
}

/// Something that was handed over, or offered, before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTransfer {
    /// Where it is shown.
    pub place: Place,
    /// What became of it. Nothing of it is in memory.
    pub transfer: Transfer,
    /// When it was offered, by our clock.
    pub at: UnixMillis,
    /// Width and height of the small picture that is kept of it, if one is:
    /// [`RoomsCommand::Preview`] has it shown.
    pub preview: Option<(u32, u32)>,
}

/// A part of what happened before, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What was said and handed over.
    pub items: Vec<Past>,
    /// Ask for what comes before that, when there is more.
    pub earlier: Option<Place>,
    /// Shown from its beginning: this part is the last, and there were so many
    /// messages in all.
    pub whole: Option<u64>,
}

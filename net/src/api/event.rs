//! What the network side tells.

use std::path::PathBuf;

use bytes::Bytes;
use libp2p::PeerId;

use super::{
    CommandError, Delivery, Found, History, Keep, Message, MessageId, Path, Reach, Reaction,
    RelayMark, RoomId, RoomState, RoomSummary, Stats, Storage, Tag,
};
use crate::{
    call::Call,
    media::MediaLink,
    name::DisplayName,
    safety::SafetyEmoji,
    transfer::{Keeping, Transfer, TransferId},
};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// The tag of the command that caused it.
    pub re: Option<Tag>,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Commands are taken from now on.
    Ready,
    /// The room came into a new state, or something of its state changed.
    Room {
        /// Which room.
        room: RoomId,
        /// Its state now.
        state: RoomState,
        /// Whether both want to keep it.
        kept: bool,
    },
    /// About keeping the room.
    Keep(Keep),
    /// In a kept room: write down what came before, then tell by
    /// [`Command::Written`]. Until then it is not sent, or not acknowledged.
    Mark(u64),
    /// In a kept room: write this down about a transfer.
    Keeping(Keeping),
    /// Somebody with the right code or link asks to come in. The name is what
    /// they call themselves.
    Knock {
        /// What they call themselves.
        name: DisplayName,
    },
    /// The one who knocked has gone.
    KnockGone,
    /// Something to know of; the room goes on.
    Warning(Warning),
    /// How the two are connected.
    Path(Path),
    /// A message was said or came, or one was changed.
    Message(Message),
    /// In a kept room, a message of before it was opened was changed: another
    /// text, or none when it was taken back. Whoever keeps it knows the rest.
    Changed {
        /// Which.
        message: MessageId,
        /// Whether it is ours.
        mine: bool,
        /// What it says now.
        text: Option<String>,
    },
    /// In a kept room, of our messages of before it was opened the peer has
    /// none with a number above this; of those whose fate is not known the
    /// others have arrived.
    Settled(u64),
    /// How far a message of ours has come.
    Receipt {
        /// Which.
        message: MessageId,
        /// How far.
        state: Delivery,
    },
    /// The rooms that are kept, the latest first.
    Rooms(Vec<RoomSummary>),
    /// Of a kept room, what was said before.
    History(History),
    /// Of a kept room that is watched, whether the other is there now.
    Presence {
        /// Which.
        room: RoomId,
        /// Whether.
        here: bool,
    },
    /// Answer to [`RoomsCommand::Search`].
    Found(Found),
    /// Answer to [`RoomsCommand::Preview`].
    Preview {
        /// Of which transfer.
        transfer: TransferId,
        /// The file of the picture; nothing when none is kept.
        picture: Option<Bytes>,
    },
    /// Answer to [`RoomsCommand::Storage`], and to what changes it.
    Storage(Storage),
    /// A conversation was written to this file.
    Exported(PathBuf),
    /// Of a kept room, all that was said is gone here.
    Cleared,
    /// Something cannot be kept, in words, and its name on the command line.
    NotKept {
        /// Its name.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// Somebody shows what they think of a message.
    Reaction(Reaction),
    /// The emoji to compare are known, or were compared.
    Safety {
        /// The same on both screens when nobody sits in between.
        emoji: SafetyEmoji,
        /// Whether the person says that they match.
        verified: bool,
    },
    /// The peer types, or no longer does.
    Typing(bool),
    /// A transfer began, came further, or ended.
    Transfer(Transfer),
    /// What this transfer held in memory ([`Transfer::bytes`]) is held no
    /// longer: newer ones took its place, or it is to be saved no more.
    Forgotten(TransferId),
    /// A call began, changed, or ended.
    Call(Call),
    /// Before a call becomes active: where its media go and come from.
    CallMedia(MediaLink),
    /// Answer to [`Command::Stats`].
    Stats(Stats),
    /// Whether relays can be reached now, for the home page.
    Reach(Reach),
    /// How the relays are that the next room will use, all of them, for the
    /// list in the settings.
    Relays(Vec<RelayMark>),
    /// This relay gave the room at hand no seat: it is full, or for others.
    RelayRefuses(PeerId),
    /// The command that `re` names was not carried out; nothing changed.
    Error(CommandError),
}

/// Something that a person should know of while the room goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// Wrong proofs made us take a new code.
    #[error("Somebody was guessing your code, so here is a new one. Your link still works.")]
    Guessing,
    /// So many wrong proofs that there is no code until the person asks.
    #[error("Somebody keeps guessing, so your code is off. Your link still works.")]
    CodeOff,
    /// A relay that carried us is gone; we look for it again.
    #[error("The relay is out of reach. Tincan keeps trying to come back to it.")]
    RelayLost,
    /// A relay said no, or cut us off at its limits.
    #[error("The relay is full or limits what it passes on. Another relay may do better.")]
    RelayLimits,
    /// A meeting point has no free nameplate, or refused to list us.
    #[error("The meeting point gives out no code now. Your link still works.")]
    NoCode,
    /// The peer speaks another version of the protocol.
    #[error("The other side runs another version of Tincan. Update both, then try again.")]
    OtherVersion,
    /// The peer sent something that makes no sense.
    #[error("Something damaged came over the line and was left out.")]
    Garbled,
}

impl Warning {
    /// Its name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Guessing => "guessing",
            Self::CodeOff => "code_off",
            Self::RelayLost => "relay_lost",
            Self::RelayLimits => "relay_limits",
            Self::NoCode => "no_code",
            Self::OtherVersion => "other_version",
            Self::Garbled => "garbled",
        }
    }
}

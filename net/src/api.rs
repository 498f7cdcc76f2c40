//! What the window and the headless mode say to the network side and hear back.
//!
//! [`Command`]s go in, [`Event`]s come out. A command may carry a [`Tag`]; its
//! answer and the events that it caused carry the same tag.

mod kept;
mod why;

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use libp2p::{Multiaddr, PeerId};
use serde::{Deserialize, Serialize};

pub use self::{
    kept::{
        BlockedPeer, Earlier, ExportFormat, Found, History, Keep, KeptRoom, KeyAt, Past, Place,
        Reopen, RoomSummary, RoomsCommand, Storage,
    },
    why::{Whose, WhyRelayed},
};
use crate::{
    call::{Call, OnAir},
    code::{CodeError, RoomCode},
    emoji::Emoji,
    link::{InviteLink, LinkError},
    media::MediaLink,
    name::DisplayName,
    safety::SafetyEmoji,
    transfer::{Content, Keeping, Transfer, TransferId, TransferKind},
};

/// Longest text of a message, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

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

/// What a person wants done.
#[derive(Clone, Debug)]
pub enum Command {
    /// Make a room and wait for somebody.
    Create {
        /// Ask before letting somebody in.
        ask: bool,
        /// Propose to keep the room to whoever comes.
        kept: bool,
    },
    /// Come into a room.
    Join {
        /// By this.
        invite: Invite,
        /// Agree to keep the room, should the host propose it.
        kept: bool,
    },
    /// Something about the rooms that are kept.
    Rooms(RoomsCommand),
    /// Open a kept room: wait for the other there, or find them waiting.
    Open(Box<Reopen>),
    /// Of these kept rooms, at most [`crate::MAX_WATCHED`], tell whether the
    /// other is there, and let them see that we are; of no others any more.
    Watch(Vec<KeptRoom>),
    /// While waiting: ask before letting somebody in, or no longer.
    Ask(bool),
    /// While waiting: a new code in place of the present one.
    NewCode,
    /// Let the one who knocks in.
    Admit,
    /// Do not let the one who knocks in.
    Refuse,
    /// Say something.
    Say {
        /// At most [`MAX_TEXT_BYTES`], not blank.
        text: String,
        /// A message of this room that it answers.
        reply_to: Option<MessageId>,
    },
    /// Put another text in the place of a message of ours.
    Edit {
        /// Which.
        message: MessageId,
        /// As in [`Command::Say`].
        text: String,
    },
    /// Take a message of ours back.
    Delete(MessageId),
    /// Show what we think of a message, in place of what we showed before.
    React {
        /// Which, ours or the peer's.
        message: MessageId,
        /// `None` to show nothing any more.
        emoji: Option<Emoji>,
    },
    /// Propose to keep the room or agree to it; or take that back, or refuse.
    Keep(bool),
    /// What came in [`Keep::Agreed`] is written down; `false` when it cannot be.
    KeepWritten(bool),
    /// In a kept room: everything that came before this [`EventKind::Mark`] is
    /// written down.
    Written(u64),
    /// The person compared the five emoji: they match, or they do not.
    Verify(bool),
    /// Everything of the peer up to this message has been seen.
    Read(MessageId),
    /// Tell the peer what has been read from now on, or no longer: then
    /// [`Command::Read`] says nothing.
    TellRead(bool),
    /// Whether the person is typing now.
    Typing(bool),
    /// Offer a file, or a picture, to the peer. A folder is offered as its files.
    SendFile {
        /// What.
        content: Content,
        /// How it is shown; told by its content when absent.
        kind: Option<TransferKind>,
    },
    /// Take a file that was offered. What is held in memory is saved, and
    /// written to `dir` from then on when it is not whole yet.
    AcceptFile {
        /// Which.
        transfer: TransferId,
        /// Into which folder; nothing in it is overwritten.
        dir: PathBuf,
    },
    /// Do not take it.
    DeclineFile(TransferId),
    /// Halt a transfer, of either direction.
    Pause(TransferId),
    /// Let go on what we halted.
    Resume(TransferId),
    /// End a transfer, of either direction.
    Cancel(TransferId),
    /// Call the peer, with this on air; or answer, if the peer calls.
    Call(OnAir),
    /// Take the peer's call, with this on air.
    Answer(OnAir),
    /// Do not take it.
    DeclineCall,
    /// End a call, or stop ringing.
    HangUp,
    /// In a call: this is on air now.
    OnAir(OnAir),
    /// Ask for an [`Event::Stats`].
    Stats,
    /// Leave the room, and so close it.
    Leave,
    /// Be called this from the next room on.
    Name(DisplayName),
    /// Use these relays from the next room on, in place of those before.
    /// Each ends in its `/p2p`.
    Relays(Vec<Multiaddr>),
    /// From the next room on let relays carry everything, and tell nobody our
    /// IP address; or no longer.
    HideIp(bool),
    /// While a relay carries everything: look for a straight path at once.
    TryStraight,
}

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

/// How the two are connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// Straight, by a relay, or within a local network.
    pub kind: PathKind,
    /// What carries it.
    pub transport: Transport,
    /// Time there and back, when it has been measured.
    pub rtt: Option<Duration>,
    /// Why it is not straight, in an [`EventKind::Path`] that is relayed. A
    /// cause that is found later comes in another one.
    pub why: Option<WhyRelayed>,
}

/// What a connection runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// Straight to the peer.
    Direct,
    /// A relay passes everything on.
    Relayed,
    /// Straight, within one local network.
    Lan,
}

/// What carries a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// QUIC over UDP.
    Quic,
    /// TCP.
    Tcp,
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

/// Numbers for the curious.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How the two are connected, when they are.
    pub path: Option<Path>,
    /// Bytes that came from others over all streams of the room, on whatever path.
    pub bytes_in: u64,
    /// Bytes that went to them.
    pub bytes_out: u64,
}

/// Whether somebody can be met at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Still dialling.
    Looking,
    /// At least one relay answers.
    Ready,
    /// No relay answers; somebody on the same local network can be met.
    Lan,
    /// No relay answers, and there is no local network; we keep trying.
    Offline,
}

/// How one relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelayMark {
    /// Which: the key at the end of its addresses.
    pub relay: PeerId,
    /// How it is.
    pub health: RelayHealth,
}

/// What came of the last tries to reach a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayHealth {
    /// It is being dialled, and has not failed yet.
    Looking,
    /// It is connected.
    Answers {
        /// Time there and back.
        rtt: Duration,
    },
    /// It cannot be reached, or says nothing.
    NoAnswer,
    /// It is there and does not serve us: it hangs up, or is no relay.
    Refuses,
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The code or link does not parse.
    #[error(transparent)]
    Invite(#[from] InviteError),
    /// There is no room to do it in.
    #[error("There is no open room. Create or join one first.")]
    NoRoom,
    /// A room is open already.
    #[error("A room is open already. Leave it first.")]
    RoomOpen,
    /// The room is not waiting for anybody.
    #[error("This room is not waiting for anybody.")]
    NotWaiting,
    /// Nobody knocks.
    #[error("Nobody is at the door.")]
    NobodyKnocks,
    /// Nobody else is in the room yet.
    #[error("Nobody else is in the room yet.")]
    NotConnected,
    /// A blank message.
    #[error("There is nothing to say in this message.")]
    EmptyMessage,
    /// A message over [`MAX_TEXT_BYTES`].
    #[error("This message is too long. Send it in parts, or as a file.")]
    MessageTooLong,
    /// A message that this room does not know.
    #[error("This room knows no such message.")]
    UnknownMessage,
    /// A message of the peer, which only they may change.
    #[error("Only who wrote a message can change it.")]
    NotYours,
    /// A message that was taken back.
    #[error("This message was deleted.")]
    Deleted,
    /// A kept room that is not there, or no longer.
    #[error("There is no such kept room here.")]
    UnknownRoom,
    /// What can be done only in a kept room.
    #[error("This room is not kept.")]
    NotAKeptRoom,
    /// A kept room whose other was blocked.
    #[error("You blocked who was in this room. Unblock them first.")]
    Blocked,
    /// What is kept cannot be used.
    #[error("{message}")]
    Store {
        /// Its name on the command line.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// To refuse to keep a room that is kept.
    #[error("This room is kept already. Forget it to keep it no longer.")]
    AlreadyKept,
    /// The emoji are not known yet.
    #[error("The emoji to compare are not there yet.")]
    NoSafety,
    /// Too many messages wait to be delivered.
    #[error("Too many messages wait to be delivered. Wait until some have arrived.")]
    OutboxFull,
    /// A transfer that this room does not know.
    #[error("This room knows no such transfer.")]
    UnknownTransfer,
    /// A transfer that is over.
    #[error("This transfer is over.")]
    TransferOver,
    /// To accept or decline what is ours, or was accepted already.
    #[error("This transfer does not wait to be accepted.")]
    NotOffered,
    /// To halt or let go on what was not accepted yet.
    #[error("This transfer has not been accepted yet.")]
    NotAccepted,
    /// To let go on what the other halted.
    #[error("The other side paused this transfer, and only they can resume it.")]
    PausedByPeer,
    /// Too many transfers are not over.
    #[error("Too many files wait already. Send the rest once some have arrived.")]
    TooManyTransfers,
    /// A path at which there is nothing.
    #[error("There is no such file.")]
    NoSuchFile,
    /// A file that cannot be read, or something that is no file.
    #[error("This file cannot be read.")]
    Unreadable,
    /// A folder with no files in it.
    #[error("There is no file in this folder.")]
    EmptyFolder,
    /// A folder of more than [`crate::MAX_FILES_IN_FOLDER`] files.
    #[error("There are too many files in this folder. Put them into an archive first.")]
    TooManyFiles,
    /// A file over [`crate::MAX_TRANSFER_BYTES`].
    #[error("This file is too big.")]
    TooBig,
    /// A folder to put a file into that is not there.
    #[error("There is no such folder.")]
    NoSuchFolder,
    /// A folder that takes no files.
    #[error("Nothing can be written to this folder.")]
    ReadOnly,
    /// A disk with less free space than the file takes.
    #[error("There is not enough free space on this disk.")]
    NoSpace,
    /// To call while there is a call.
    #[error("You are in a call already.")]
    InCall,
    /// To answer, change or end a call that is not there.
    #[error("There is no call.")]
    NoCall,
    /// Something of a later version.
    #[error("This version of Tincan cannot do this yet.")]
    NotSupported,
    /// A relay address without its key, or one that we cannot dial.
    #[error("This is not the address of a relay. It ends in /p2p/ and the relay's key.")]
    BadRelay,
}

impl CommandError {
    /// Its name on the command line.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invite(InviteError::Code(_)) => "bad_code",
            Self::Invite(InviteError::Link(_)) => "bad_link",
            Self::NoRoom => "no_room",
            Self::RoomOpen => "room_open",
            Self::NotWaiting => "not_waiting",
            Self::NobodyKnocks => "nobody_knocks",
            Self::NotConnected => "not_connected",
            Self::EmptyMessage => "empty_message",
            Self::MessageTooLong => "message_too_long",
            Self::UnknownMessage => "unknown_message",
            Self::NotYours => "not_yours",
            Self::Deleted => "deleted",
            Self::UnknownRoom => "unknown_room",
            Self::NotAKeptRoom => "not_kept",
            Self::Blocked => "blocked",
            Self::Store { code, .. } => code,
            Self::AlreadyKept => "already_kept",
            Self::NoSafety => "no_safety",
            Self::OutboxFull => "outbox_full",
            Self::UnknownTransfer => "unknown_transfer",
            Self::TransferOver => "transfer_over",
            Self::NotOffered => "not_offered",
            Self::NotAccepted => "not_accepted",
            Self::PausedByPeer => "paused_by_peer",
            Self::TooManyTransfers => "too_many_transfers",
            Self::NoSuchFile => "no_such_file",
            Self::Unreadable => "unreadable",
            Self::EmptyFolder => "empty_folder",
            Self::TooManyFiles => "too_many_files",
            Self::TooBig => "too_big",
            Self::NoSuchFolder => "no_such_folder",
            Self::ReadOnly => "read_only",
            Self::NoSpace => "no_space",
            Self::InCall => "in_call",
            Self::NoCall => "no_call",
            Self::NotSupported => "not_supported",
            Self::BadRelay => "bad_relay",
        }
    }
}

//! What a person can have done.

use std::path::PathBuf;

use libp2p::Multiaddr;

use super::{Invite, KeptRoom, MessageId, Reopen, RoomsCommand};
use crate::{
    call::OnAir,
    emoji::Emoji,
    name::DisplayName,
    transfer::{Content, TransferId, TransferKind},
};

/// What is said with something that is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As in [`Command::Say`].
    pub text: String,
    /// As in [`Command::Say`].
    pub reply_to: Option<MessageId>,
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
        /// What is said with it: a message that names the first of what is
        /// offered. When it cannot be looked at, nothing is said either.
        words: Option<Words>,
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

//! Why a command was not carried out, in words and by a name.

use super::InviteError;

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

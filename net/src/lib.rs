//! Rooms, invites, admission, paths and the control channel of Tincan.
//!
//! The outside is small: start a [`Client`], send it [`Command`]s, hear
//! [`Event`]s. See ARCHITECTURE.md for what happens in between.

mod admission;
mod api;
mod call;
mod client;
mod code;
mod direct;
mod driver;
mod emoji;
mod engine;
mod kept;
mod lan;
mod link;
mod media;
mod meeting;
mod name;
mod paths;
mod pipe;
mod room;
mod safety;
mod session;
mod streams;
mod swarm;
mod time;
mod transfer;
mod wire;

pub use api::*;
pub use bytes::Bytes;
pub use call::{Call, CallEnd, CallState, OnAir};
pub use client::{Client, Commands, Config, Events};
pub use code::{CodeError, Nameplate, NameplateSize, RoomCode, SECRET_DIGITS};
pub use emoji::{Emoji, EmojiError};
pub use engine::MAX_WATCHED;
pub use libp2p::{Multiaddr, PeerId};
pub use link::{InviteLink, LinkError, LinkSecret, MAX_LINK_LEN, MAX_VIA, Via};
pub use media::{MAX_MEDIA_PACKET, MediaCounts, MediaLane, MediaLink, MediaPath, MediaReceive};
pub use meeting::MAX_RELAYS;
pub use name::{DisplayName, MAX_NAME_CHARS, NameError};
pub use safety::SafetyEmoji;
pub use transfer::{
    Content, Direction, Keeping, KeptTransfer, MAX_ACCEPTED_BY_ITSELF, MAX_FILES_IN_FOLDER,
    MAX_HELD_BYTES, MAX_TRANSFER_BYTES, Transfer, TransferId, TransferKind, TransferReason,
    TransferState, Who,
};

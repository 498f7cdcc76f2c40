//! Rooms that both want to keep.

use std::fmt;

use libp2p::Multiaddr;
use zeroize::Zeroizing;

use super::{RoomId, Side};

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

//! The keys of a kept room, and what they sign: each later admission, over all
//! that was proved in it, so that no secret alone opens the room.

use libp2p::identity::ed25519;
use zeroize::Zeroizing;

use super::place::Secret;
use crate::{
    api::{KeptRoom, Side},
    safety::Binding,
};

/// What both have of each other.
#[derive(Clone)]
pub(crate) struct Pinned {
    pub(crate) secret: Secret,
    /// The seed of our key.
    ours: Zeroizing<[u8; 32]>,
    /// The peer's public key.
    theirs: [u8; 32],
}

impl Pinned {
    pub(crate) fn of(room: &KeptRoom) -> Self {
        Self {
            secret: Secret::new(room.secret.clone()),
            ours: room.ours.clone(),
            theirs: room.theirs,
        }
    }

    /// Whether our key is the lower of the two.
    pub(crate) fn is_lower(&self) -> bool {
        public_of(&self.ours) < self.theirs
    }

    /// Our signature under an admission, as `role` in it.
    pub(crate) fn sign(&self, role: Side, binding: &Binding) -> Vec<u8> {
        let pair = pair_of(&self.ours);
        pair.map_or_else(Vec::new, |pair| pair.sign(&statement(role, binding)))
    }

    /// Whether the peer signed that admission, as `role` in it.
    pub(crate) fn check(&self, role: Side, binding: &Binding, signature: &[u8]) -> bool {
        ed25519::PublicKey::try_from_bytes(&self.theirs)
            .is_ok_and(|key| key.verify(&statement(role, binding), signature))
    }
}

/// The public key of a seed.
pub(crate) fn public_of(seed: &[u8; 32]) -> [u8; 32] {
    pair_of(seed).map_or([0; 32], |pair| pair.public().to_bytes())
}

fn pair_of(seed: &[u8; 32]) -> Option<ed25519::Keypair> {
    let secret = ed25519::SecretKey::try_from_bytes(*seed).ok()?;
    Some(ed25519::Keypair::from(secret))
}

fn statement(role: Side, binding: &Binding) -> Vec<u8> {
    let role: &[u8] = match role {
        Side::Host => b"host|",
        Side::Guest => b"guest|",
    };
    [b"tincan/1 kept admission|".as_slice(), role, &binding.0].concat()
}

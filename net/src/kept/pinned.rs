//! The keys of a kept room.

use libp2p::identity::ed25519;

/// The public key of a seed.
pub(crate) fn public_of(seed: &[u8; 32]) -> [u8; 32] {
    pair_of(seed).map_or([0; 32], |pair| pair.public().to_bytes())
}

fn pair_of(seed: &[u8; 32]) -> Option<ed25519::Keypair> {
    let secret = ed25519::SecretKey::try_from_bytes(*seed).ok()?;
    Some(ed25519::Keypair::from(secret))
}

//! Five emoji that two people compare to know that nobody sits between them.
//!
//! They are made of everything that was proved when the guest was admitted, and
//! of a nonce of each side. The guest commits to its nonce before it hears the
//! host's, and the host says its own before it hears the guest's, so that
//! somebody in the middle has one try at 30 bits and cannot look for nonces
//! that make both sides see the same (the short authentication string of
//! Vaudenay, *Secure Communications over Insecure Channels*, CRYPTO 2005, as
//! ZRTP and Matrix use it).
//!
//! ```text
//! guest                         host
//!   Commit(H(nonce))  ───────▶
//!                     ◀───────  Nonce(nonce)
//!   Open(nonce)       ───────▶  checks the commitment
//! ```

mod table;

use std::fmt;

use rand::{CryptoRng, RngCore};
use sha2::{Digest, Sha256};

use self::table::TABLE;
use crate::api::Side;

/// What an admission proved, for both sides the same: version, mode, both keys
/// and both messages of the exchange.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding(pub(crate) [u8; 32]);

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Binding")
    }
}

/// Five emoji, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafetyEmoji([u8; 5]);

impl SafetyEmoji {
    /// Those at five places of the table, counted around its 64: to show some
    /// where there is no room.
    pub fn from_indices(places: [u8; 5]) -> Self {
        Self(places.map(|place| place & 63))
    }

    /// The emoji themselves.
    pub fn emoji(&self) -> [&'static str; 5] {
        self.0.map(|n| TABLE[usize::from(n)].0)
    }

    /// What they are called, in English: one word each, in small letters.
    pub fn names(&self) -> [&'static str; 5] {
        self.0.map(|n| TABLE[usize::from(n)].1)
    }

    /// As numbers, to be kept.
    pub fn to_bytes(self) -> [u8; 5] {
        self.0
    }

    /// From such numbers; `None` when they are none of ours.
    pub fn from_bytes(numbers: [u8; 5]) -> Option<Self> {
        let all = numbers.iter().all(|n| usize::from(*n) < TABLE.len());
        all.then_some(Self(numbers))
    }

    /// The first 30 bits, six for each.
    fn of(hash: [u8; 32]) -> Self {
        let bits = u64::from_be_bytes([hash[0], hash[1], hash[2], hash[3], hash[4], 0, 0, 0]);
        Self([58, 52, 46, 40, 34].map(|shift| (bits >> shift & 63) as u8))
    }
}

/// What the two say to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The guest's commitment to its nonce.
    Commit([u8; 32]),
    /// The host's nonce.
    Nonce([u8; 32]),
    /// The guest's nonce.
    Open([u8; 32]),
}

/// A word that does not belong here, or a nonce that was not committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch;

/// What comes of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// What to say.
    pub(crate) answer: Option<Word>,
    /// What to show.
    pub(crate) emoji: Option<SafetyEmoji>,
}

/// One side of the exchange: once in a room.
pub(crate) struct Exchange {
    binding: Binding,
    ours: [u8; 32],
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// The guest's: its commitment is said.
    Committed,
    /// The host's.
    AwaitCommit,
    AwaitOpen {
        commitment: [u8; 32],
    },
    Over,
}

impl Exchange {
    /// For one side; the guest has the first word.
    pub(crate) fn new(
        side: Side,
        binding: Binding,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> (Self, Option<Word>) {
        let mut ours = [0; 32];
        rng.fill_bytes(&mut ours);
        let (state, word) = match side {
            Side::Guest => (State::Committed, Some(Word::Commit(commit(&ours)))),
            Side::Host => (State::AwaitCommit, None),
        };
        let exchange = Self {
            binding,
            ours,
            state,
        };
        (exchange, word)
    }

    /// A word of the peer.
    pub(crate) fn on_word(&mut self, word: Word) -> Result<Heard, Mismatch> {
        let (state, heard) = match (self.state, word) {
            (State::Committed, Word::Nonce(theirs)) => (
                State::Over,
                Heard {
                    answer: Some(Word::Open(self.ours)),
                    emoji: Some(self.emoji(&self.ours, &theirs)),
                },
            ),
            (State::AwaitCommit, Word::Commit(commitment)) => (
                State::AwaitOpen { commitment },
                Heard {
                    answer: Some(Word::Nonce(self.ours)),
                    emoji: None,
                },
            ),
            (State::AwaitOpen { commitment }, Word::Open(theirs))
                if commit(&theirs) == commitment =>
            {
                let emoji = self.emoji(&theirs, &self.ours);
                (
                    State::Over,
                    Heard {
                        answer: None,
                        emoji: Some(emoji),
                    },
                )
            }
            _ => return Err(Mismatch),
        };
        self.state = state;
        Ok(heard)
    }

    fn emoji(&self, guests: &[u8; 32], hosts: &[u8; 32]) -> SafetyEmoji {
        let hash = Sha256::new()
            .chain_update(b"tincan/1 safety emoji|")
            .chain_update(self.binding.0)
            .chain_update(guests)
            .chain_update(hosts);
        SafetyEmoji::of(hash.finalize().into())
    }
}

fn commit(nonce: &[u8; 32]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"tincan/1 safety commitment|")
        .chain_update(nonce)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    /// Runs an exchange; what each side sees.
    fn run(rng: &mut StdRng, guest: Binding, host: Binding) -> (SafetyEmoji, SafetyEmoji) {
        let (mut guest, commit) = Exchange::new(Side::Guest, guest, rng);
        let (mut host, nothing) = Exchange::new(Side::Host, host, rng);
        assert_eq!(nothing, None);
        let nonce = host.on_word(commit.unwrap()).unwrap();
        assert_eq!(nonce.emoji, None);
        let open = guest.on_word(nonce.answer.unwrap()).unwrap();
        let last = host.on_word(open.answer.unwrap()).unwrap();
        assert_eq!(last.answer, None);
        (open.emoji.unwrap(), last.emoji.unwrap())
    }

    #[test]
    fn both_see_the_same_and_every_room_is_another() {
        let mut rng = StdRng::seed_from_u64(3);
        let binding = Binding(rng.r#gen());
        let (guest, host) = run(&mut rng, binding, binding);
        assert_eq!(guest, host);
        let (again, _) = run(&mut rng, binding, binding);
        assert_ne!(guest, again);
    }

    #[test]
    fn who_sits_between_makes_them_differ() {
        let mut rng = StdRng::seed_from_u64(3);
        let bindings = (Binding(rng.r#gen()), Binding(rng.r#gen()));
        let (guest, host) = run(&mut rng, bindings.0, bindings.1);
        assert_ne!(guest, host);
    }

    #[test]
    fn another_nonce_than_was_committed_to_shows_nothing() {
        let mut rng = StdRng::seed_from_u64(3);
        let binding = Binding(rng.r#gen());
        let (_, commit) = Exchange::new(Side::Guest, binding, &mut rng);
        let (mut host, _) = Exchange::new(Side::Host, binding, &mut rng);
        assert_eq!(host.on_word(Word::Open([0; 32])), Err(Mismatch));
        host.on_word(commit.clone().unwrap()).unwrap();
        assert_eq!(host.on_word(commit.unwrap()), Err(Mismatch), "twice");
        assert_eq!(host.on_word(Word::Open([1; 32])), Err(Mismatch));
    }

    #[test]
    fn thirty_bits_name_five_of_sixty_four() {
        let all = SafetyEmoji::of([0xff; 32]);
        assert_eq!(all.0, [63; 5]);
        let mut hash = [0; 32];
        hash[0] = 0b0000_0100;
        assert_eq!(SafetyEmoji::of(hash).0, [1, 0, 0, 0, 0]);
        hash[0] = 0;
        hash[3] = 0b0000_0100;
        assert_eq!(SafetyEmoji::of(hash).0, [0, 0, 0, 0, 1]);
        let emoji: HashSet<_> = TABLE.iter().map(|row| row.0).collect();
        let names: HashSet<_> = TABLE.iter().map(|row| row.1).collect();
        assert_eq!((emoji.len(), names.len()), (64, 64));
        for (emoji, name) in TABLE {
            assert!(emojis::get(emoji).is_some(), "{name}");
            assert!(name.bytes().all(|b| b.is_ascii_lowercase()), "{name}");
        }
    }
}

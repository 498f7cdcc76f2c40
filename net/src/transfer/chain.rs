//! How chunks are verified: each has the BLAKE3 hash of its bytes chained to
//! those before it, so that who agrees on one link agrees on all that came
//! before, and a stream that goes on with another file is found out at once.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire;

/// Bytes of a chunk; the last one of a file may be shorter.
pub(crate) const CHUNK: usize = 1 << 20;

/// Keeps our hashes apart from those of others.
const CONTEXT: &str = "tincan 2026 transfer 1 chunks";

/// All chunks up to some offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Chain([u8; 32]);

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire::Bytes(bytes) = wire::Bytes::<32>::deserialize(deserializer)?;
        let bytes = bytes.try_into();
        bytes
            .map(Self)
            .map_err(|_| serde::de::Error::custom("not 32 bytes"))
    }
}

/// How far a file is verified: all that it takes to go on with it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Bytes from its beginning; a whole number of chunks, or all of it.
    pub(crate) offset: u64,
    /// Of all chunks up to there.
    pub(crate) chain: Chain,
}

impl Mark {
    /// The beginning of a file of so many bytes.
    pub(crate) fn start(size: u64) -> Self {
        Self {
            offset: 0,
            chain: Chain(blake3::derive_key(CONTEXT, &size.to_le_bytes())),
        }
    }

    /// With one chunk more.
    pub(crate) fn after(self, chunk: &[u8]) -> Self {
        let mut link = blake3::Hasher::new();
        link.update(&self.chain.0);
        link.update(blake3::hash(chunk).as_bytes());
        Self {
            offset: self.offset + chunk.len() as u64,
            chain: Chain(*link.finalize().as_bytes()),
        }
    }

    /// Whether it can be somewhere in a file of so many bytes.
    pub(crate) fn fits(self, size: u64) -> bool {
        self.offset == size || (self.offset < size && self.offset.is_multiple_of(CHUNK as u64))
    }

    /// How long the next chunk of a file of so many bytes is; 0 at its end.
    pub(crate) fn next_len(self, size: u64) -> usize {
        let left = size.saturating_sub(self.offset).min(CHUNK as u64);
        left as usize // At most a chunk.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_tells_files_apart_by_all_before() {
        let start = Mark::start(10);
        let (ab, ba) = (start.after(b"a").after(b"b"), start.after(b"b").after(b"a"));
        assert_eq!(ab, start.after(b"a").after(b"b"));
        assert_ne!(ab.chain, ba.chain);
        assert_ne!(start.after(b"ab").chain, ab.chain);
        assert_ne!(Mark::start(11).chain, start.chain);
    }

    #[test]
    fn marks_lie_between_chunks() {
        let at = |offset| Mark {
            offset,
            ..Mark::start(0)
        };
        let chunk = CHUNK as u64;
        assert!(at(0).fits(0) && at(0).fits(7) && at(7).fits(7) && at(chunk).fits(chunk + 1));
        assert!(!at(1).fits(7) && !at(8).fits(7) && !at(2 * chunk).fits(chunk));
        assert_eq!(at(0).next_len(7), 7);
        assert_eq!(at(chunk).next_len(chunk), 0);
        assert_eq!(at(0).next_len(u64::MAX), CHUNK);
    }

    #[test]
    fn a_mark_can_be_kept() {
        let mark = Mark::start(9).after(b"123456789");
        let kept = wire::encode(&mark);
        assert_eq!(wire::decode(&kept), Ok(mark));
        assert!(kept.len() < 80);
        let short = wire::encode(&wire::Bytes::<32>(vec![1; 31]));
        assert!(wire::decode::<Chain>(&short).is_err());
    }
}

//! What is on a stream of media.

use std::io;

use futures::{AsyncRead, AsyncReadExt};

use super::link::MediaLane;
use crate::{api::Side, call::CallId};

/// Longest packet, in bytes.
pub const MAX_MEDIA_PACKET: usize = 1200;
/// Stripes of sound and of pictures.
pub(super) const SOUND: u8 = 8;
pub(super) const PICTURES: u8 = 4;

const VERSION: u8 = 1;
/// Bytes of a header.
pub(super) const HEADER: usize = 7;
const ALL: u8 = 0xff;

/// What a stream is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// Reports.
    Feedback,
    /// One of eight.
    Sound(u8),
    /// One of four.
    Pictures(u8),
    /// Everything.
    All,
}

impl Slot {
    /// All stripes, in the order in which they are best opened.
    pub(crate) fn stripes() -> impl DoubleEndedIterator<Item = Self> {
        let feedback = std::iter::once(Self::Feedback);
        let sound = (0..SOUND).map(Self::Sound);
        feedback
            .chain(sound)
            .chain((0..PICTURES).map(Self::Pictures))
    }

    /// The lane whose stripe it is.
    pub(super) fn lane(self) -> MediaLane {
        match self {
            Self::Feedback => MediaLane::Feedback,
            Self::Sound(_) | Self::All => MediaLane::Sound,
            Self::Pictures(_) => MediaLane::Pictures,
        }
    }

    fn code(self) -> u8 {
        match self {
            Self::Feedback => 0,
            Self::Sound(n) => 1 + n,
            Self::Pictures(n) => 1 + SOUND + n,
            Self::All => ALL,
        }
    }

    fn of(code: u8) -> Option<Self> {
        match code {
            ALL => Some(Self::All),
            code => Self::stripes().nth(code.into()),
        }
    }
}

/// First on every stream: version (1), whose call (1) with its number (4), slot
/// (1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(super) call: CallId,
    pub(super) slot: Slot,
}

impl Header {
    pub(super) fn encode(self) -> [u8; HEADER] {
        let [a, b, c, d] = self.call.number.to_be_bytes();
        let side = match self.call.side {
            Side::Host => b'h',
            Side::Guest => b'g',
        };
        [VERSION, side, a, b, c, d, self.slot.code()]
    }

    pub(super) fn decode(bytes: [u8; HEADER]) -> Option<Self> {
        let [VERSION, side, a, b, c, d, slot] = bytes else {
            return None;
        };
        let side = match side {
            b'h' => Side::Host,
            b'g' => Side::Guest,
            _ => return None,
        };
        let number = u32::from_be_bytes([a, b, c, d]);
        let call = CallId { side, number };
        Slot::of(slot).map(|slot| Self { call, slot })
    }
}

/// Appends a packet as it is on a stream.
pub(super) fn put(packet: &[u8], to: &mut Vec<u8>) {
    let length = u16::try_from(packet.len()).unwrap_or_default();
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(packet);
}

/// Reads a packet; `None` at the end of the stream.
pub(super) async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 2];
    if let Err(error) = from.read_exact(&mut length).await {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof => Ok(None),
            _ => Err(error),
        };
    }
    let length = usize::from(u16::from_be_bytes(length));
    if !(1..=MAX_MEDIA_PACKET).contains(&length) {
        let what = "a media packet of no size that was agreed on";
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    let mut packet = vec![0; length];
    from.read_exact(&mut packet).await?;
    Ok(Some(packet))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headers_come_back() {
        for slot in Slot::stripes().chain([Slot::All]) {
            for side in [Side::Host, Side::Guest] {
                let call = CallId { side, number: 7 };
                let header = Header { call, slot };
                assert_eq!(Header::decode(header.encode()), Some(header));
            }
        }
        assert_eq!(Slot::stripes().count(), 13);
    }

    proptest! {
        #[test]
        fn any_header_is_one_or_none(bytes: [u8; HEADER]) {
            if let Some(header) = Header::decode(bytes) {
                prop_assert_eq!(header.encode(), bytes);
            }
        }

        #[test]
        fn any_bytes_are_packets_or_an_end(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
            futures::executor::block_on(async {
                let mut from = &bytes[..];
                while let Ok(Some(packet)) = read(&mut from).await {
                    assert!((1..=MAX_MEDIA_PACKET).contains(&packet.len()));
                }
            });
        }

        #[test]
        fn packets_come_back(packets in prop::collection::vec(
            prop::collection::vec(any::<u8>(), 1..MAX_MEDIA_PACKET), 0..8,
        )) {
            let mut bytes = Vec::new();
            packets.iter().for_each(|packet| put(packet, &mut bytes));
            let mut from = &bytes[..];
            for packet in packets {
                let read = futures::executor::block_on(read(&mut from)).unwrap();
                prop_assert_eq!(read, Some(packet));
            }
            prop_assert!(from.is_empty());
        }
    }
}

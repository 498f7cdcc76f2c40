//! Frames on a stream: a length of four bytes, big-endian, then one CBOR value.

use std::io;

use cbor4ii::{
    core::{dec::Read, utils::SliceReader},
    serde::Deserializer,
};
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use serde::{Serialize, de::DeserializeOwned};

/// Longest frame that is read or written, in bytes.
pub(crate) const MAX_FRAME: usize = 64 * 1024;

/// A frame that does not hold what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("garbled frame")]
pub(crate) struct Garbled;

/// The CBOR of `value`. Empty only when a `Serialize` of ours fails, which a
/// peer takes for a garbled frame.
pub(crate) fn encode(value: &impl Serialize) -> Vec<u8> {
    cbor4ii::serde::to_vec(Vec::new(), value).unwrap_or_default()
}

/// The value that `bytes` hold, all of them.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Garbled> {
    let mut deserializer = Deserializer::new(SliceReader::new(bytes));
    let value = T::deserialize(&mut deserializer).map_err(|_| Garbled)?;
    let mut rest = deserializer.into_inner();
    match rest.fill(1) {
        Ok(bytes) if bytes.as_ref().is_empty() => Ok(value),
        _ => Err(Garbled),
    }
}

/// How frames are told apart on a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// A length of four bytes, big-endian: our own protocols.
    Fixed,
    /// A length as a varint, as libp2p's own protocols have it.
    Varint,
}

impl Framing {
    /// Reads one frame; `None` at a clean end.
    pub(crate) async fn read(
        self,
        io: &mut (impl AsyncRead + Unpin),
    ) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::Fixed => read_frame(io).await,
            Self::Varint => read_varint_frame(io).await,
        }
    }

    /// Writes one frame, without flushing.
    pub(crate) async fn write(
        self,
        io: &mut (impl AsyncWrite + Unpin),
        frame: &[u8],
    ) -> io::Result<()> {
        match self {
            Self::Fixed => write_frame(io, frame).await,
            Self::Varint => {
                let mut bytes = Vec::with_capacity(frame.len() + 5);
                prost::encoding::encode_varint(frame.len() as u64, &mut bytes);
                bytes.extend_from_slice(frame);
                io.write_all(&bytes).await
            }
        }
    }
}

/// Longest frame with a varint length, in bytes.
const MAX_VARINT_FRAME: usize = 4096;

async fn read_varint_frame(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut length = 0usize;
    for shift in [0, 7, 14] {
        let mut byte = [0];
        if io.read(&mut byte).await? == 0 {
            let clean = shift == 0;
            return if clean {
                Ok(None)
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            };
        }
        length |= usize::from(byte[0] & 0x7f) << shift;
        if byte[0] & 0x80 == 0 {
            if length > MAX_VARINT_FRAME {
                break;
            }
            let mut frame = vec![0; length];
            io.read_exact(&mut frame).await?;
            return Ok(Some(frame));
        }
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "oversized frame",
    ))
}

/// Reads one frame of at most [`MAX_FRAME`] bytes; `None` at a clean end.
pub(crate) async fn read_frame(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let mut filled = 0;
    while filled < length.len() {
        match io.read(&mut length[filled..]).await? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => filled += n,
        }
    }
    let length = u32::from_be_bytes(length) as usize;
    if length > MAX_FRAME {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "oversized frame",
        ));
    }
    let mut frame = vec![0; length];
    io.read_exact(&mut frame).await?;
    Ok(Some(frame))
}

/// Writes one frame, without flushing.
pub(crate) async fn write_frame(
    io: &mut (impl AsyncWrite + Unpin),
    frame: &[u8],
) -> io::Result<()> {
    let length = u32::try_from(frame.len())
        .ok()
        .filter(|n| *n as usize <= MAX_FRAME)
        .ok_or(io::ErrorKind::InvalidInput)?;
    io.write_all(&length.to_be_bytes()).await?;
    io.write_all(frame).await
}

/// A byte string in CBOR, of bounded length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bytes<const MAX: usize>(pub(crate) Vec<u8>);

impl<const MAX: usize> Serialize for Bytes<MAX> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de, const MAX: usize> serde::Deserialize<'de> for Bytes<MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<const MAX: usize>;
        impl<const MAX: usize> serde::de::Visitor<'_> for Visitor<MAX> {
            type Value = Bytes<MAX>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "at most {MAX} bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes<MAX>, E> {
                if bytes.len() > MAX {
                    return Err(E::invalid_length(bytes.len(), &self));
                }
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Visitor::<MAX>)
    }
}

#[cfg(test)]
mod tests {
    use futures::{executor::block_on, io::Cursor};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn frames_survive_the_way() {
        block_on(async {
            let mut line = Cursor::new(Vec::new());
            write_frame(&mut line, b"one").await.unwrap();
            write_frame(&mut line, b"").await.unwrap();
            line.set_position(0);
            assert_eq!(read_frame(&mut line).await.unwrap().unwrap(), b"one");
            assert_eq!(read_frame(&mut line).await.unwrap().unwrap(), b"");
            assert_eq!(read_frame(&mut line).await.unwrap(), None);
        });
    }

    #[test]
    fn varint_frames_survive_the_way_too() {
        block_on(async {
            let mut line = Cursor::new(Vec::new());
            let long = vec![7; 300];
            Framing::Varint.write(&mut line, b"one").await.unwrap();
            Framing::Varint.write(&mut line, &long).await.unwrap();
            line.set_position(0);
            let read = Framing::Varint.read(&mut line).await.unwrap();
            assert_eq!(read.unwrap(), b"one");
            let read = Framing::Varint.read(&mut line).await.unwrap();
            assert_eq!(read.unwrap(), long);
            assert_eq!(Framing::Varint.read(&mut line).await.unwrap(), None);
            let mut huge = Cursor::new(vec![0xff; 9]);
            assert!(Framing::Varint.read(&mut huge).await.is_err());
        });
    }

    #[test]
    fn oversized_and_cut_frames_are_errors() {
        block_on(async {
            let mut huge = Cursor::new(u32::MAX.to_be_bytes().to_vec());
            assert_eq!(
                read_frame(&mut huge).await.unwrap_err().kind(),
                io::ErrorKind::InvalidData
            );
            let mut cut = Cursor::new(vec![0, 0, 0, 9, 1]);
            assert!(read_frame(&mut cut).await.is_err());
            let mut cut = Cursor::new(vec![0, 0]);
            assert!(read_frame(&mut cut).await.is_err());
            let mut sink = Cursor::new(Vec::new());
            assert!(
                write_frame(&mut sink, &vec![0; MAX_FRAME + 1])
                    .await
                    .is_err()
            );
        });
    }

    #[test]
    fn trailing_bytes_are_garbled() {
        let mut bytes = encode(&7u32);
        assert_eq!(decode::<u32>(&bytes), Ok(7));
        bytes.push(0);
        assert_eq!(decode::<u32>(&bytes), Err(Garbled));
    }

    #[test]
    fn byte_strings_are_bounded() {
        let bytes = encode(&Bytes::<8>(vec![1; 8]));
        assert_eq!(decode::<Bytes<8>>(&bytes), Ok(Bytes(vec![1; 8])));
        assert_eq!(decode::<Bytes<7>>(&bytes), Err(Garbled));
    }

    proptest! {
        #[test]
        fn any_line_reads_or_fails(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            block_on(async {
                let mut line = Cursor::new(bytes);
                while let Ok(Some(_)) = read_frame(&mut line).await {}
            });
        }
    }
}

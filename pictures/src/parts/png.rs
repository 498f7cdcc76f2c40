//! PNG: chunks (W3C PNG, third edition).

use super::{Reader, push};
use crate::PictureError;

pub(crate) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// A chunk. Its checksum is left to whoever uses what is in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) data: &'a [u8],
}

/// The chunks up to the last one; what follows it is not looked at.
pub(crate) fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, PictureError> {
    let mut reader = Reader::new(bytes);
    if reader.array()? != SIGNATURE {
        return Err(PictureError::NotAPicture);
    }
    let mut chunks = Vec::new();
    loop {
        let length = u32::from_be_bytes(reader.array()?);
        let kind = reader.array()?;
        let data = reader.take(length as usize)?;
        let _checksum: [u8; 4] = reader.array()?;
        push(&mut chunks, Chunk { kind, data })?;
        if kind == *b"IEND" {
            return Ok(chunks);
        }
    }
}

/// Frames that an APNG says it has; 1 for a still picture.
pub(crate) fn frames(chunks: &[Chunk<'_>]) -> u32 {
    let control = chunks.iter().find(|chunk| chunk.kind == *b"acTL");
    control
        .and_then(|chunk| chunk.data.first_chunk())
        .map_or(1, |count| u32::from_be_bytes(*count))
}

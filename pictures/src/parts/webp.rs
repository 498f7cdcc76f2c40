//! WebP: RIFF chunks (RFC 9649).

use super::{Reader, push};
use crate::PictureError;

/// A chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) data: &'a [u8],
}

/// The chunks of a file; what follows its end is not looked at.
pub(crate) fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, PictureError> {
    let mut reader = Reader::new(bytes);
    if &reader.array()? != b"RIFF" {
        return Err(PictureError::NotAPicture);
    }
    let length = u32::from_le_bytes(reader.array()?);
    let mut body = Reader::new(reader.take(length as usize)?);
    if &body.array()? != b"WEBP" {
        return Err(PictureError::NotAPicture);
    }
    riff(body.left())
}

/// The chunks that `bytes` consist of.
pub(crate) fn riff(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, PictureError> {
    let mut reader = Reader::new(bytes);
    let mut chunks = Vec::new();
    while !reader.left().is_empty() {
        let kind = reader.array()?;
        let length = u32::from_le_bytes(reader.array()?);
        let data = reader.take(length as usize)?;
        // The last one is not always padded, as it should be.
        if length % 2 == 1 && !reader.left().is_empty() {
            reader.byte()?;
        }
        push(&mut chunks, Chunk { kind, data })?;
    }
    Ok(chunks)
}

/// How many frames there are.
pub(crate) fn frames(chunks: &[Chunk<'_>]) -> u32 {
    let frames = chunks.iter().filter(|chunk| chunk.kind == *b"ANMF");
    (frames.count() as u32).max(1)
}

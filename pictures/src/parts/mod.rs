//! Files taken apart into their segments, chunks and blocks, nothing unpacked.
//!
//! Both sides of this crate stand on it: what is about to be decoded is looked
//! through first, so that decoders are not handed sizes that lie, and what is
//! about to be sent is put together again from the parts that are the picture.

pub(crate) mod gif;
pub(crate) mod jpeg;
pub(crate) mod png;
pub(crate) mod webp;

use crate::{PictureError, limits};

/// Bytes, read from the front.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub(crate) fn left(&self) -> &'a [u8] {
        self.left
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], PictureError> {
        let (taken, left) = self
            .left
            .split_at_checked(count)
            .ok_or(PictureError::Broken)?;
        self.left = left;
        Ok(taken)
    }

    pub(crate) fn array<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], PictureError> {
        let (taken, left) = self.left.split_first_chunk().ok_or(PictureError::Broken)?;
        self.left = left;
        Ok(*taken)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, PictureError> {
        self.array().map(|[byte]| byte)
    }
}

/// Adds to `parts`, which an honest file does not make endless.
fn push<T>(parts: &mut Vec<T>, part: T) -> Result<(), PictureError> {
    if parts.len() >= limits::PARTS {
        return Err(PictureError::TooComplex);
    }
    parts.push(part);
    Ok(())
}

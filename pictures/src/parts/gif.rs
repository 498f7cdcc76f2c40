//! GIF: blocks (GIF89a).

use super::{Reader, push};
use crate::PictureError;

/// A block.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Block<'a> {
    /// How the next frame is drawn, and for how long: 4 bytes.
    Control([u8; 4]),
    /// How often it all is played.
    Loop([u8; 2]),
    /// A frame, from after its separator to the end of its last sub-block.
    Frame(&'a [u8]),
}

/// A file.
#[derive(Debug)]
pub(crate) struct Gif<'a> {
    /// Signature, screen descriptor and the colours for all frames.
    pub(crate) head: &'a [u8],
    /// What is drawn, in order. Words and the rest are left out.
    pub(crate) blocks: Vec<Block<'a>>,
}

impl Gif<'_> {
    /// How many frames there are.
    pub(crate) fn frames(&self) -> u32 {
        let frames = |block: &&Block<'_>| matches!(block, Block::Frame(_));
        self.blocks.iter().filter(frames).count() as u32
    }
}

/// Takes a file apart; what follows its end is not looked at.
pub(crate) fn read(bytes: &[u8]) -> Result<Gif<'_>, PictureError> {
    let mut reader = Reader::new(bytes);
    let head: [u8; 13] = reader.array()?;
    if !matches!(&head[..6], b"GIF87a" | b"GIF89a") {
        return Err(PictureError::NotAPicture);
    }
    reader.take(colours(head[10]))?;
    let head = since(bytes, reader);
    let mut blocks = Vec::new();
    // Quite some files lack their end; what is there before it is whole.
    while let Ok(introducer) = reader.byte() {
        match introducer {
            0x21 => {
                if let Some(block) = extension(&mut reader)? {
                    push(&mut blocks, block)?;
                }
            }
            0x2C => {
                let frame = frame(&mut reader)?;
                push(&mut blocks, frame)?;
            }
            0x3B => break,
            // Padding between blocks.
            0 => {}
            _ => return Err(PictureError::Broken),
        }
    }
    let gif = Gif { head, blocks };
    if gif.frames() == 0 {
        return Err(PictureError::Broken);
    }
    Ok(gif)
}

/// Bytes of the table of colours that `packed` tells of.
fn colours(packed: u8) -> usize {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

fn extension<'a>(reader: &mut Reader<'a>) -> Result<Option<Block<'a>>, PictureError> {
    let label = reader.byte()?;
    let first = sub_block(reader)?;
    let second = if first.is_empty() {
        first
    } else {
        sub_block(reader)?
    };
    let mut last = second;
    while !last.is_empty() {
        last = sub_block(reader)?;
    }
    Ok(match (label, first, second) {
        (0xF9, &[packed, low, high, transparent], _) => {
            Some(Block::Control([packed, low, high, transparent]))
        }
        (0xFF, b"NETSCAPE2.0" | b"ANIMEXTS1.0", &[1, low, high]) => Some(Block::Loop([low, high])),
        _ => None,
    })
}

fn frame<'a>(reader: &mut Reader<'a>) -> Result<Block<'a>, PictureError> {
    let start = *reader;
    let descriptor: [u8; 9] = reader.array()?;
    reader.take(colours(descriptor[8]))?;
    let _code_size = reader.byte()?;
    while !sub_block(reader)?.is_empty() {}
    Ok(Block::Frame(since(start.left(), *reader)))
}

fn sub_block<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], PictureError> {
    let length = reader.byte()?;
    reader.take(length.into())
}

/// What was read of `bytes` until `now`.
fn since<'a>(bytes: &'a [u8], now: Reader<'_>) -> &'a [u8] {
    let read = bytes.len() - now.left().len();
    bytes.get(..read).unwrap_or_default()
}

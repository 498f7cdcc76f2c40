//! A GIF of its frames.

use crate::{
    PictureError,
    parts::gif::{self, Block},
};

pub(super) fn rebuild(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let gif = gif::read(bytes)?;
    let mut new = gif.head.to_vec();
    // Only the later version knows what is between frames.
    if let Some(version) = new.get_mut(4) {
        *version = b'9';
    }
    let (mut looped, mut control) = (false, None);
    for block in gif.blocks {
        match block {
            Block::Loop(times) => {
                if !std::mem::replace(&mut looped, true) {
                    new.extend(b"\x21\xFF\x0BNETSCAPE2.0\x03\x01");
                    new.extend(times);
                    new.push(0);
                }
            }
            // The words that it may have been for are gone.
            Block::Control(bytes) => control = Some(bytes),
            Block::Frame(frame) => {
                if let Some(control) = control.take() {
                    new.extend(b"\x21\xF9\x04");
                    new.extend(control);
                    new.push(0);
                }
                new.push(0x2C);
                new.extend(frame);
            }
        }
    }
    new.push(0x3B);
    Ok(new)
}

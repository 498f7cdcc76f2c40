//! Pictures that move.
//!
//! Frames are unpacked when they are asked for, so that a long animation holds
//! no more than a short one: the file, the frame and what the next one builds on.

use std::{fmt, io::Cursor, sync::Arc, time::Duration};

use image::{
    AnimationDecoder, Frames, ImageDecoder,
    codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder},
};

use crate::{
    Format, Info, PictureError, Pixels, Size,
    decode::{bounds, inspect},
    error::guarded,
    limits,
    scale::scale,
};

/// What is shorter was never meant: browsers take it for a tenth of a second.
const SHORTEST: Duration = Duration::from_millis(20);
const INSTEAD: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(60);

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The whole picture, as it is to be seen.
    pub pixels: Pixels,
    /// For how long.
    pub lasts: Duration,
}

/// A file being played, over and over.
pub struct Animation {
    bytes: Arc<[u8]>,
    format: Format,
    full: Size,
    to: Size,
    frames: Frames<'static>,
    played: u32,
}

impl Animation {
    /// Opens a file that [`inspect`] calls animated, to be shown within `within`.
    ///
    /// # Errors
    ///
    /// When [`inspect`] does not take it, or says that it stands still:
    /// [`PictureError::NotAPicture`].
    pub fn open(bytes: Arc<[u8]>, within: Size) -> Result<Self, PictureError> {
        let Info {
            format,
            size,
            animated,
        } = inspect(&bytes)?;
        if !animated {
            return Err(PictureError::NotAPicture);
        }
        let frames = guarded(|| frames(format, &bytes))?;
        Ok(Self {
            bytes,
            format,
            full: size,
            to: size.within(within),
            frames,
            played: 0,
        })
    }

    /// The size of its frames.
    pub fn size(&self) -> Size {
        self.to
    }

    /// Bytes that it holds at most, as long as it is open: the file, and two
    /// frames as large as they are in it.
    pub fn holds(&self) -> usize {
        self.bytes.len() + 2 * 4 * self.full.pixels() as usize
    }

    /// The frame that comes next: after the last, the first.
    ///
    /// # Errors
    ///
    /// When a frame is damaged, and so every time from then on.
    pub fn next_frame(&mut self) -> Result<Frame, PictureError> {
        guarded(|| {
            if self.played >= limits::FRAMES {
                self.rewind()?;
            }
            let frame = match self.frames.next() {
                Some(frame) => frame?,
                None if self.played == 0 => return Err(PictureError::Broken),
                None => {
                    self.rewind()?;
                    self.frames.next().ok_or(PictureError::Broken)??
                }
            };
            self.played += 1;
            let lasts = Duration::from(frame.delay()).min(LONGEST);
            Ok(Frame {
                pixels: scale(frame.into_buffer().into(), self.to)?,
                lasts: if lasts < SHORTEST { INSTEAD } else { lasts },
            })
        })
    }

    fn rewind(&mut self) -> Result<(), PictureError> {
        self.frames = frames(self.format, &self.bytes)?;
        self.played = 0;
        Ok(())
    }
}

impl fmt::Debug for Animation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Animation")
            .field("format", &self.format)
            .field("to", &self.to)
            .field("played", &self.played)
            .finish_non_exhaustive()
    }
}

fn frames(format: Format, bytes: &Arc<[u8]>) -> Result<Frames<'static>, PictureError> {
    let input = Cursor::new(Arc::clone(bytes));
    Ok(match format {
        Format::Gif => {
            let mut decoder = GifDecoder::new(input)?;
            decoder.set_limits(bounds(0))?;
            decoder.into_frames()
        }
        Format::Png => PngDecoder::with_limits(input, bounds(0))?
            .apng()?
            .into_frames(),
        Format::WebP => WebPDecoder::new(input)?.into_frames(),
        Format::Jpeg | Format::Bmp | Format::Tiff => return Err(PictureError::NotAPicture),
    })
}

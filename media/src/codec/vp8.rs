//! VP8: an encoder that follows the size of its pictures and a live rate, and a
//! decoder that takes bytes from anybody.
//!
//! Neither leaves the thread that made it.

use std::{fmt, time::Duration};

use super::vpx;
use crate::picture::{Picture, Size};

/// Longest encoded frame that is taken, in bytes. A keyframe of 720p at its
/// worst is a quarter of this.
pub const MAX_FRAME: usize = 1024 * 1024;

/// What pictures show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// What a camera sees: motion matters.
    Camera,
    /// What is on a screen: letters matter.
    Screen,
}

/// Why a frame was not encoded or decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VideoError {
    /// Not VP8, or cut short.
    #[error("garbled video frame")]
    Garbled,
    /// Nothing can be decoded before the next keyframe.
    #[error("waiting for a keyframe")]
    NeedsKey,
    /// A size that no call has.
    #[error("a video frame of a size that was not agreed")]
    Size,
    /// libvpx refused, with its words.
    #[error("video codec: {0}")]
    Codec(String),
}

/// One encoded frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The frame's bytes.
    pub data: Vec<u8>,
    /// Whether it can be decoded without the ones before it.
    pub key: bool,
}

/// Encodes pictures. A picture of another size starts anew with a keyframe.
pub struct VideoEncoder {
    content: Content,
    kilobits: u32,
    inner: Option<(Size, vpx::Encoder)>,
    /// When the next picture begins, in ticks, if each lasted as long as was said.
    at: i64,
}

impl VideoEncoder {
    /// An encoder for `bits_per_s`; it gets ready at the first picture.
    pub fn new(content: Content, bits_per_s: u32) -> Self {
        Self {
            content,
            kilobits: kilobits(bits_per_s),
            inner: None,
            at: 0,
        }
    }

    /// Changes the rate from the next picture on.
    ///
    /// # Errors
    /// When libvpx refuses; the old rate stays then.
    pub fn set_rate(&mut self, bits_per_s: u32) -> Result<(), VideoError> {
        let kilobits = kilobits(bits_per_s);
        if kilobits == self.kilobits {
            return Ok(());
        }
        if let Some((_, inner)) = &mut self.inner {
            inner.set_kilobits(kilobits)?;
        }
        self.kilobits = kilobits;
        Ok(())
    }

    /// Encodes a picture that lasts so long, as a keyframe when `key` says so.
    /// `None` when it was left out to keep to the rate.
    ///
    /// Its share of the bits is that time's. libvpx takes every uneven step for
    /// another frame rate and then sends half as much again as it may, so `lasts`
    /// should change slowly, whatever is left out between pictures.
    ///
    /// # Errors
    /// When libvpx refuses.
    pub fn encode(
        &mut self,
        picture: &Picture,
        lasts: Duration,
        key: bool,
    ) -> Result<Option<Encoded>, VideoError> {
        let (size, inner) = match self.inner.take() {
            Some((size, inner)) if size == picture.size() => (size, inner),
            _ => {
                let size = picture.size();
                (size, vpx::Encoder::new(size, self.kilobits, self.content)?)
            }
        };
        let (_, inner) = self.inner.insert((size, inner));
        let ticks = lasts.as_micros() * u128::from(vpx::TICKS) / 1_000_000;
        let duration = u32::try_from(ticks)
            .unwrap_or(vpx::TICKS)
            .clamp(1, vpx::TICKS);
        let at = self.at;
        self.at += i64::from(duration);
        let mut data = Vec::new();
        let key = inner.encode(picture, at, duration, key, &mut data)?;
        Ok(key.map(|key| Encoded { data, key }))
    }
}

impl fmt::Debug for VideoEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VideoEncoder({} kb/s)", self.kilobits)
    }
}

fn kilobits(bits_per_s: u32) -> u32 {
    (bits_per_s / 1000).clamp(10, 20_000)
}

/// Decodes frames, one after the other as they were encoded.
pub struct VideoDecoder {
    inner: vpx::Decoder,
    /// Whether a frame that builds on others can be decoded.
    primed: bool,
}

impl VideoDecoder {
    /// A decoder that waits for a keyframe.
    ///
    /// # Errors
    /// When libvpx refuses.
    pub fn new() -> Result<Self, VideoError> {
        Ok(Self {
            inner: vpx::Decoder::new()?,
            primed: false,
        })
    }

    /// Decodes one frame, whoever made it; `None` when it is not to be shown.
    ///
    /// # Errors
    /// When it cannot be decoded; then a keyframe is needed to go on.
    pub fn decode(&mut self, data: &[u8]) -> Result<Option<Picture>, VideoError> {
        let decoded = self.decode_checked(data);
        match &decoded {
            Err(VideoError::NeedsKey) | Ok(_) => {}
            Err(_) => self.primed = false,
        }
        decoded
    }

    fn decode_checked(&mut self, data: &[u8]) -> Result<Option<Picture>, VideoError> {
        if data.len() > MAX_FRAME {
            return Err(VideoError::Garbled);
        }
        match Header::parse(data)? {
            // The size is known before libvpx takes memory for it.
            Header::Key(_) => {
                // What a failed frame left behind is not built upon.
                if !self.primed {
                    self.inner = vpx::Decoder::new()?;
                }
                let picture = self.inner.decode(data)?;
                self.primed = true;
                Ok(picture)
            }
            Header::Inter if !self.primed => Err(VideoError::NeedsKey),
            Header::Inter => self.inner.decode(data),
        }
    }
}

impl fmt::Debug for VideoDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VideoDecoder(primed: {})", self.primed)
    }
}

/// The uncompressed beginning of a frame (RFC 6386, section 9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    /// Stands alone, and says how large it is.
    Key(Size),
    /// Builds on frames before it.
    Inter,
}

impl Header {
    fn parse(data: &[u8]) -> Result<Self, VideoError> {
        let [a, b, c, rest @ ..] = data else {
            return Err(VideoError::Garbled);
        };
        let tag = u32::from_le_bytes([*a, *b, *c, 0]);
        let first_part = (tag >> 5) as usize;
        if tag & 1 == 1 {
            let fits = first_part <= rest.len() && !rest.is_empty();
            return if fits {
                Ok(Self::Inter)
            } else {
                Err(VideoError::Garbled)
            };
        }
        let [0x9d, 0x01, 0x2a, w0, w1, h0, h1, rest @ ..] = rest else {
            return Err(VideoError::Garbled);
        };
        if first_part > rest.len() {
            return Err(VideoError::Garbled);
        }
        // The two bits above are a wish to be scaled, which nobody heeds.
        let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
        let size = Size::new(side(*w0, *w1), side(*h0, *h1)).map_err(|_| VideoError::Size)?;
        Ok(Self::Key(size))
    }
}

#[cfg(test)]
#[path = "vp8_tests.rs"]
mod tests;

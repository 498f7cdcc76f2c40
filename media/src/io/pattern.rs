//! A test pattern with a number in it that survives being encoded and scaled.
//!
//! The number is in two rows of blocks at the top left, black for 0 and white
//! for 1: its upper and its lower half, each followed by four bits to check
//! them. A block is a fortieth of the width, 16×16 pixels at 640×360. Below,
//! things move, so that an encoder has something to do.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{PictureSource, pace::Pace};
use crate::picture::{Picture, Size};

/// Blocks in a row: 16 bits, and 4 to check them.
const BITS: usize = 20;
/// Blocks that fit the width.
const ACROSS: usize = 40;

/// A test pattern, 30 pictures a second.
#[derive(Debug)]
pub struct TestPattern {
    size: Size,
    pace: Pace,
    number: u32,
}

impl TestPattern {
    /// A pattern of this size that counts from 0.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            pace: Pace::new(Duration::from_secs(1) / 30),
            number: 0,
        }
    }

    /// The picture that shows `number`.
    pub fn picture(size: Size, number: u32) -> Picture {
        let mut picture = Picture::black(size);
        let (width, height) = (size.width(), size.height());
        let shift = number as usize;
        let (y, u, v) = picture.split_mut();
        for (line, row) in y.chunks_exact_mut(width).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                let slope = (x + 2 * shift) * 160 / width + line * 60 / height;
                *pixel = 40 + (slope % 160) as u8;
            }
        }
        for (line, (u, v)) in u
            .chunks_exact_mut(width / 2)
            .zip(v.chunks_exact_mut(width / 2))
            .enumerate()
        {
            u.fill(96 + (line * 128 / height) as u8);
            v.fill(160 - (line * 128 / height) as u8);
        }
        ball(y, size, shift);
        let halves = [number >> 16, number & 0xffff];
        for (row, half) in halves.into_iter().enumerate() {
            let coded = half << 4 | check(half);
            for bit in 0..BITS {
                let white = coded >> (BITS - 1 - bit) & 1 == 1;
                block(y, size, (bit, row), if white { 235 } else { 16 });
            }
        }
        picture
    }
}

impl PictureSource for TestPattern {
    fn next(&mut self) -> Option<(Arc<Picture>, Instant)> {
        let at = self.pace.wait(Duration::ZERO)?;
        let picture = Self::picture(self.size, self.number);
        self.number = self.number.wrapping_add(1);
        Some((Arc::new(picture), at))
    }
}

/// A bright square that goes round.
fn ball(y: &mut [u8], size: Size, shift: usize) {
    let side = size.height() / 5;
    let angle = shift as f64 / 20.0;
    let place = |centre: f64, length: usize| {
        let span = (length - side) as f64 / 2.0;
        (span * (1.0 + 0.6 * centre)) as usize
    };
    let (left, top) = (
        place(angle.cos(), size.width()),
        place(angle.sin(), size.height()),
    );
    for line in top..top + side {
        let start = line * size.width() + left;
        for (x, pixel) in y[start..start + side].iter_mut().enumerate() {
            *pixel = if (x / 6 + line / 6) % 2 == 0 { 220 } else { 60 };
        }
    }
}

/// Where a block is, in pixels: left, top, side.
fn place(size: Size, (x, row): (usize, usize)) -> (usize, usize, usize) {
    let edge = |n: usize| n * size.width() / ACROSS;
    (edge(x), edge(row), edge(x + 1) - edge(x))
}

fn block(y: &mut [u8], size: Size, at: (usize, usize), brightness: u8) {
    let (left, top, side) = place(size, at);
    for line in top..top + side {
        let start = line * size.width() + left;
        y[start..start + side].fill(brightness);
    }
}

/// Four bits that a wrong bit changes.
fn check(half: u32) -> u32 {
    (half ^ half >> 4 ^ half >> 8 ^ half >> 12 ^ 0b1010) & 0xf
}

/// The number in a picture of the test pattern, whatever its size became; none
/// when it cannot be read.
pub fn read_counter(picture: &Picture) -> Option<u32> {
    let size = picture.size();
    let (y, _, _) = picture.split();
    let bit = |at| {
        let (left, top, side) = place(size, at);
        // The middle of the block: its edges blur.
        let middle = side / 4..(side * 3).div_ceil(4);
        let line = |line: usize| {
            let start = (top + line) * size.width() + left;
            y.get(start + middle.start..start + middle.end)
        };
        let pixels: Vec<u8> = middle.clone().filter_map(line).flatten().copied().collect();
        let sum: usize = pixels.iter().map(|pixel| usize::from(*pixel)).sum();
        match sum / pixels.len().max(1) {
            0..=90 => Some(0),
            160.. => Some(1),
            _ => None,
        }
    };
    let half = |row| {
        let coded = (0..BITS).try_fold(0u32, |coded, x| Some(coded << 1 | bit((x, row))?))?;
        let half = coded >> 4;
        (check(half) == coded & 0xf).then_some(half)
    };
    Some(half(0)? << 16 | half(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codec::{Content, VideoDecoder, VideoEncoder},
        picture::Scaler,
    };

    #[test]
    fn numbers_survive_sizes_and_the_codec() {
        let size = Size::new(1280, 720).unwrap();
        let mut scaler = Scaler::default();
        for number in [0, 1, 0xffff_ffff, 0x1234_5678, 90_000] {
            let picture = TestPattern::picture(size, number);
            assert_eq!(read_counter(&picture), Some(number));
            for lines in [540, 360, 270, 180] {
                let small = scaler.scale(&picture, size.within_lines(lines));
                assert_eq!(read_counter(&small), Some(number), "{lines} lines");
            }
        }
        let size = Size::new(640, 360).unwrap();
        let mut encoder = VideoEncoder::new(Content::Camera, 200_000);
        let mut decoder = VideoDecoder::new().unwrap();
        let mut read = 0;
        for number in 0..30 {
            let picture = TestPattern::picture(size, number);
            let lasts = Duration::from_millis(33);
            let Some(encoded) = encoder.encode(&picture, lasts, false).unwrap() else {
                continue;
            };
            let shown = decoder.decode(&encoded.data).unwrap().unwrap();
            assert_eq!(read_counter(&shown), Some(number));
            read += 1;
        }
        assert!(read > 10, "{read}");
    }

    #[test]
    fn what_is_no_pattern_has_no_number() {
        let size = Size::new(640, 360).unwrap();
        assert_eq!(read_counter(&Picture::black(size)), None);
        let mut picture = TestPattern::picture(size, 77);
        block(picture.split_mut().0, size, (15, 1), 16);
        assert_eq!(read_counter(&picture), None, "a wrong bit shows");
    }
}

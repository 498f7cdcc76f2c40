//! Garbled frames, one after the other, through one VP8 decoder.
#![no_main]

mod edits;

use std::{sync::LazyLock, time::Duration};

use libfuzzer_sys::fuzz_target;
use tincan_media::{
    Picture, Size,
    codec::{Content, VideoDecoder, VideoEncoder},
};

/// Keyframes and others, of two sizes.
static FRAMES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut encoder = VideoEncoder::new(Content::Camera, 300_000);
    let encode = |n: u16| {
        let (width, height) = if n < 12 { (96, 64) } else { (64, 48) };
        let mut picture = Picture::black(Size::new(width, height).ok()?);
        for (at, pixel) in picture.split_mut().0.iter_mut().enumerate() {
            *pixel = (at as u16).wrapping_mul(n) as u8;
        }
        let at = Duration::from_millis(100 * u64::from(n));
        let encoded = encoder.encode(&picture, at, n % 6 == 0).ok()??;
        Some(encoded.data)
    };
    (0..24).filter_map(encode).collect()
});

fuzz_target!(|data: &[u8]| {
    let Ok(mut decoder) = VideoDecoder::new() else {
        return;
    };
    let mut rest = data;
    while let Some(frame) = edits::next(&mut rest, &FRAMES) {
        if let Ok(Some(picture)) = decoder.decode(&frame) {
            let size = picture.size();
            assert!(size.width().max(size.height()) <= 1920);
        }
    }
});

//! Garbled frames, one after the other, through one Opus decoder.
#![no_main]

mod edits;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tincan_media::codec::{FRAME, SpeechDecoder, SpeechEncoder};

/// Frames of several rates, with copies of those before them in them.
static FRAMES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let rates = [6_000, 16_000, 32_000, 64_000].into_iter();
    let of = |rate| {
        let mut encoder = SpeechEncoder::new(rate).ok()?;
        encoder.set_loss(20).ok()?;
        let saw = |n: usize| std::array::from_fn(|at| ((n * FRAME + at) * 223 % 30_000) as i16);
        let frames = (0..20).filter_map(|n| encoder.encode(&saw(n)).ok());
        Some(frames.collect::<Vec<_>>())
    };
    rates.filter_map(of).flatten().collect()
});

fuzz_target!(|data: &[u8]| {
    let Ok(mut decoder) = SpeechDecoder::new() else {
        return;
    };
    let mut rest = data;
    while let Some(frame) = edits::next(&mut rest, &FRAMES) {
        let _ = decoder.recover(&frame);
        let _ = decoder.decode(&frame);
        assert!(decoder.conceal().is_ok());
    }
});

//! What a call costs: time of one core for each codec and for processing.

use std::time::{Duration, Instant};

use tincan_media::{
    Processing, Size,
    codec::{Content, FRAME, SpeechDecoder, SpeechEncoder, VideoDecoder, VideoEncoder},
    io::{CHUNK, TestPattern},
};

const FRAMES: u32 = 150;

/// Prints the table of costs.
pub(crate) fn print(speech: &[i16]) {
    println!("\n| cost on one core | encode, ms | decode, ms | both at 30 a second |");
    println!("|---|---|---|---|");
    for (width, height, rate) in [(640, 360, 700_000), (1280, 720, 1_500_000)] {
        let size = Size::new(width, height).expect("a size");
        let (encode, decode) = pictures(size, rate);
        let share = (encode + decode).as_secs_f64() * 30.0 * 100.0;
        let [encode, decode] = [encode, decode].map(|d| d.as_secs_f64() * 1000.0);
        let kilobits = rate / 1000;
        println!("| {size}, {kilobits} kb/s | {encode:.2} | {decode:.2} | {share:.1} % |");
    }
    let (encode, decode, processing) = sound(speech);
    let share = |d: Duration| d.as_secs_f64() * 100.0;
    let all = share(encode + decode + processing);
    println!(
        "| voice: Opus {:.2} + {:.2} %, echo and noise {:.2} % | | | {all:.2} % |",
        share(encode),
        share(decode),
        share(processing)
    );
}

/// For one picture.
fn pictures(size: Size, rate: u32) -> (Duration, Duration) {
    let mut encoder = VideoEncoder::new(Content::Camera, rate);
    let mut decoder = VideoDecoder::new().expect("libvpx");
    let (mut encoding, mut decoding) = (Duration::ZERO, Duration::ZERO);
    for n in 0..FRAMES {
        let picture = TestPattern::picture(size, n);
        let at = Instant::now();
        let encoded = encoder.encode(&picture, Duration::from_micros(33_333), false);
        encoding += at.elapsed();
        if let Some(encoded) = encoded.expect("libvpx") {
            let at = Instant::now();
            decoder.decode(&encoded.data).expect("libvpx");
            decoding += at.elapsed();
        }
    }
    (encoding / FRAMES, decoding / FRAMES)
}

/// For a second of talking: encode, decode, process.
fn sound(speech: &[i16]) -> (Duration, Duration, Duration) {
    let seconds = (speech.len() / 48_000).max(1) as u32;
    let mut encoder = SpeechEncoder::new(32_000).expect("libopus");
    let mut decoder = SpeechDecoder::new().expect("libopus");
    let mut processing = Processing::default();
    let [mut encode, mut decode, mut process] = [Duration::ZERO; 3];
    for frame in speech.as_chunks::<FRAME>().0 {
        let at = Instant::now();
        let data = encoder.encode(frame).expect("libopus");
        encode += at.elapsed();
        let at = Instant::now();
        decoder.decode(&data).expect("libopus");
        decode += at.elapsed();
        let at = Instant::now();
        for chunk in frame.as_chunks::<CHUNK>().0 {
            let mut chunk = *chunk;
            processing.render(&chunk);
            processing.capture(&mut chunk);
        }
        process += at.elapsed();
    }
    (encode / seconds, decode / seconds, process / seconds)
}

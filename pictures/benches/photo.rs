//! How long a photo of 4000 × 3000 takes on its way to being seen:
//! `cargo bench -p tincan-pictures`.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use tincan_pictures::{Size, clean, decode, inspect};

const ROUNDS: usize = 7;

fn main() {
    let photo = photo();
    println!(
        "a JPEG of 4000 × 3000, {} KB, {ROUNDS} rounds",
        photo.len() / 1000
    );
    let conversation = Size::new(320, 320);
    let window = Size::new(1068, 688);
    let whole = Size::new(4096, 4096);
    median("looked through", || inspect(&photo));
    median("rebuilt", || clean(&photo));
    median("for the conversation", || decode(&photo, conversation));
    median("for a window", || decode(&photo, window));
    median("whole", || decode(&photo, whole));
}

fn median<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "{what:>22}: {:6.1} ms",
        times[ROUNDS / 2].as_secs_f64() * 1e3
    );
}

/// Hills, and noise as a sensor makes it.
fn photo() -> Vec<u8> {
    let mut seed = 1_u32;
    let image = RgbImage::from_fn(4000, 3000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 28) as f32;
        let hill = (x as f32 / 310.0).sin() * 40.0 + (y as f32 / 170.0).cos() * 60.0;
        let part = |base: f32| (base + hill + noise).clamp(0.0, 255.0) as u8;
        Rgb([part(120.0), part(110.0), part(90.0)])
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(&image)
        .expect("memory");
    bytes
}

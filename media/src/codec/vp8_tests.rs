use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::io::TestPattern;

fn size(width: u32, height: u32) -> Size {
    Size::new(width, height).unwrap()
}

/// A gradient that moves on by `n`.
fn moving(size: Size, n: usize) -> Picture {
    let mut picture = Picture::black(size);
    let (y, u, _) = picture.split_mut();
    for (at, pixel) in y.iter_mut().enumerate() {
        let (x, line) = (at % size.width(), at / size.width());
        *pixel = (16 + (x + 3 * n + line / 2) % 200) as u8;
    }
    u.fill(100 + (n % 50) as u8);
    picture
}

/// Thirty a second.
const LASTS: Duration = Duration::from_micros(33_333);

fn difference(a: &Picture, b: &Picture) -> f64 {
    let pairs = a.planes().iter().zip(b.planes());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.planes().len() as f64
}

fn frames(of: Size, count: usize) -> Vec<Encoded> {
    let mut encoder = VideoEncoder::new(Content::Camera, 1_000_000);
    let encode = |n| encoder.encode(&moving(of, n), LASTS, false).unwrap();
    (0..count).filter_map(encode).collect()
}

#[test]
fn pictures_survive() {
    let size = size(320, 180);
    let mut encoder = VideoEncoder::new(Content::Camera, 1_500_000);
    let mut decoder = VideoDecoder::new().unwrap();
    let mut keys = 0;
    for n in 0..20 {
        let picture = moving(size, n);
        let Some(encoded) = encoder.encode(&picture, LASTS, false).unwrap() else {
            continue;
        };
        keys += usize::from(encoded.key);
        let decoded = decoder.decode(&encoded.data).unwrap().unwrap();
        assert!(difference(&picture, &decoded) < 6.0, "frame {n}");
    }
    assert_eq!(keys, 1, "keyframes come only when they are asked for");
}

#[test]
fn a_keyframe_comes_when_asked_for_and_with_another_size() {
    let mut encoder = VideoEncoder::new(Content::Screen, 500_000);
    let mut decoder = VideoDecoder::new().unwrap();
    let large = size(320, 180);
    let small = size(160, 90);
    let plan = [
        (large, false, true),
        (large, false, false),
        (large, true, true),
    ];
    let plan = plan
        .into_iter()
        .chain([(small, false, true), (small, false, false)]);
    for (n, (size, ask, key)) in plan.enumerate() {
        // A second apart, so that none is left out.
        let second = Duration::from_secs(1);
        let encoded = encoder
            .encode(&moving(size, n), second, ask)
            .unwrap()
            .unwrap();
        assert_eq!(encoded.key, key, "frame {n}");
        assert_eq!(decoder.decode(&encoded.data).unwrap().unwrap().size(), size);
    }
}

#[test]
fn the_rate_can_be_changed_at_any_time() {
    let size = size(320, 180);
    let mut random = StdRng::seed_from_u64(7);
    let mut encoder = VideoEncoder::new(Content::Camera, 1_000_000);
    let mut bytes = [0, 0];
    for n in 0..180 {
        if n == 90 {
            encoder.set_rate(150_000).unwrap();
        }
        let mut picture = moving(size, n);
        random.fill(&mut picture.split_mut().0[..8000]);
        if let Some(encoded) = encoder.encode(&picture, LASTS, false).unwrap() {
            bytes[n / 90] += encoded.data.len();
        }
    }
    let [before, after] = bytes.map(|bytes| bytes * 8 / 3);
    assert!((700_000..1_400_000).contains(&before), "{before} bit/s");
    assert!((75_000..300_000).contains(&after), "{after} bit/s");
}

#[test]
fn a_frame_that_is_missing_its_ground_waits_for_a_keyframe() {
    let frames = frames(size(160, 90), 4);
    let mut decoder = VideoDecoder::new().unwrap();
    let inter = &frames[1].data;
    assert_eq!(decoder.decode(inter), Err(VideoError::NeedsKey));
    assert!(decoder.decode(&frames[0].data).unwrap().is_some());
    assert!(decoder.decode(inter).unwrap().is_some());
    assert_eq!(decoder.decode(&[]), Err(VideoError::Garbled));
    assert_eq!(decoder.decode(inter), Err(VideoError::NeedsKey));
    assert!(decoder.decode(&frames[0].data).unwrap().is_some());
}

#[test]
fn sizes_that_were_not_agreed_are_refused_before_memory_is_taken() {
    let mut key = frames(size(160, 90), 1).remove(0).data;
    // The largest that can be said, and the same with the wish to be scaled.
    let largest = [(0x3fff, 0x3fff), (u16::MAX, u16::MAX), (160, 0x3fff)];
    for (width, height) in largest.into_iter().chain([(2u16, 2u16), (161, 90), (0, 0)]) {
        key[6..8].copy_from_slice(&width.to_le_bytes());
        key[8..10].copy_from_slice(&height.to_le_bytes());
        let mut decoder = VideoDecoder::new().unwrap();
        assert_eq!(decoder.decode(&key), Err(VideoError::Size));
    }
}

/// A garbled stream: real frames with bytes changed, cut, doubled and mixed.
#[test]
fn garbage_never_harms() {
    let frames = frames(size(160, 90), 6);
    let other = self::frames(size(320, 180), 2);
    let mut random = StdRng::seed_from_u64(20);
    let mut decoder = VideoDecoder::new().unwrap();
    let mut decoded = 0;
    for round in 0..3000 {
        let frame = match random.gen_range(0..10) {
            0 => &other[random.gen_range(0..other.len())],
            _ => &frames[round % frames.len()],
        };
        let mut data = frame.data.clone();
        // The first round of every ten is left whole, so that there is ground
        // to do harm on.
        if round % 10 != 0 {
            for _ in 0..random.gen_range(0..20) {
                let at = random.gen_range(0..data.len());
                data[at] = random.r#gen();
            }
            if random.gen_bool(0.2) {
                data.truncate(random.gen_range(0..data.len()));
            }
        }
        decoded += usize::from(matches!(decoder.decode(&data), Ok(Some(_))));
    }
    assert!(decoded > 300, "only {decoded} frames got as far as libvpx");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_decoded_or_refused(
        data in proptest::collection::vec(any::<u8>(), 0..2000),
        key in any::<bool>(),
    ) {
        let mut data = data;
        if key && data.len() > 10 {
            // As far as the header goes, a keyframe of 64×64.
            let first_part = (data.len() - 10) as u32 / 2;
            data[..3].copy_from_slice(&(first_part << 5 | 1 << 4).to_le_bytes()[..3]);
            data[3..10].copy_from_slice(&[0x9d, 0x01, 0x2a, 64, 0, 64, 0]);
        }
        let _ = VideoDecoder::new().unwrap().decode(&data);
    }
}

#[test]
fn pictures_that_are_left_out_take_their_bits_along() {
    let size = size(640, 360);
    let mut random = StdRng::seed_from_u64(1);
    for (left_out, expected) in [(0.0, 250..=290), (0.3, 150..=230), (0.5, 110..=170)] {
        let mut encoder = VideoEncoder::new(Content::Camera, 270_000);
        let mut bytes = 0;
        for n in 0..450 {
            if random.gen_bool(left_out) {
                continue;
            }
            let picture = TestPattern::picture(size, n);
            let encoded = encoder.encode(&picture, LASTS, false).unwrap();
            let length = encoded.map_or(0, |encoded| encoded.data.len());
            bytes += if n < 150 { 0 } else { length };
        }
        let kilobits = bytes * 8 / 10_000;
        assert!(expected.contains(&kilobits), "{kilobits}");
    }
}

#[test]
fn after_a_fall_of_the_rate_pictures_are_small_at_once() {
    let size = size(640, 360);
    for gap in [0, 12, 25] {
        let mut encoder = VideoEncoder::new(Content::Camera, 1_050_000);
        let bytes = |encoder: &mut VideoEncoder, n| {
            let picture = TestPattern::picture(size, n);
            let encoded = encoder.encode(&picture, LASTS, false).unwrap();
            encoded.map_or(0, |encoded| encoded.data.len())
        };
        for n in 0..100 {
            bytes(&mut encoder, n);
        }
        encoder.set_rate(190_000).unwrap();
        let sizes = (100 + gap..).map(|n| bytes(&mut encoder, n));
        // What so many may have at the rate is 7900.
        let ten: Vec<usize> = sizes.take(10).collect();
        assert!(ten.iter().sum::<usize>() < 13_000, "{gap}: {ten:?}");
        assert!(ten[0] < 3_000, "{gap}: {ten:?}");
    }
}

//! Sound in another rate.

use std::collections::VecDeque;

use tincan_resample::sound::Converter;

fn loudness(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    (sum / samples.len().max(1) as f64).sqrt()
}

#[test]
fn rates_are_converted_without_losing_sound_or_time() {
    for from in [
        8000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000,
    ] {
        for (from, to) in [(from, 48_000), (48_000, from)] {
            let mut converter = Converter::new(from, to).unwrap();
            let tone = |n: u32| {
                let t = f64::from(n) / f64::from(from);
                (8000.0 * (t * 440.0 * std::f64::consts::TAU).sin()) as i16
            };
            let samples: Vec<i16> = (0..from).map(tone).collect();
            let mut out = VecDeque::new();
            for piece in samples.chunks(333) {
                converter.push(piece, &mut out).unwrap();
            }
            let missing = to as usize - out.len().min(to as usize);
            assert!(
                missing < to as usize / 20,
                "{from} to {to}: {missing} missing"
            );
            let out: Vec<i16> = out.into_iter().skip(to as usize / 10).collect();
            let ratio = loudness(&out) / loudness(&samples);
            assert!((0.97..1.03).contains(&ratio), "{from} to {to}: {ratio}");
        }
    }
    assert!(Converter::new(0, 48_000).is_none());
}

//! Measures: quantiles, delay of sound by correlation, likeness of pictures.

use tincan_media::Picture;

/// The value that this percentage of all is not above.
pub(crate) fn quantile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// Samples are looked at this coarsely.
const COARSE: usize = 8;
const RATE: usize = 48_000 / COARSE;
/// A delay is found for pieces of this many seconds.
const PIECE: f64 = 0.3;
/// Delays up to this many seconds are looked for.
const MOST: f64 = 1.2;

/// Delays of what was heard against what was spoken, in milliseconds, one each
/// 200 ms of talking.
pub(crate) fn delays(spoken: &[i16], heard: &[i16]) -> Vec<f64> {
    let coarse = |samples: &[i16]| -> Vec<f32> {
        let mean = |chunk: &[i16]| chunk.iter().map(|s| f32::from(*s)).sum::<f32>();
        samples.chunks_exact(COARSE).map(mean).collect()
    };
    let (spoken, heard) = (coarse(spoken), coarse(heard));
    let length = (PIECE * RATE as f64) as usize;
    let most = (MOST * RATE as f64) as usize;
    let power = |part: &[f32]| part.iter().map(|s| s * s).sum::<f32>();
    let mut delays = Vec::new();
    for start in (0..spoken.len().saturating_sub(length + most)).step_by(RATE / 5) {
        let piece = &spoken[start..start + length];
        let loud = power(piece);
        if loud < length as f32 * 4000.0 * 4000.0 {
            continue;
        }
        let alike = |lag: usize| {
            let other = &heard[start + lag..start + lag + length];
            let product: f32 = piece.iter().zip(other).map(|(a, b)| a * b).sum();
            product / (loud * power(other)).sqrt().max(1.0)
        };
        let best = (0..most.min(heard.len().saturating_sub(start + length)))
            .map(|lag| (lag, alike(lag)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        // What was stretched or made up in the middle cannot be placed.
        if let Some((lag, alike)) = best
            && alike > 0.5
        {
            delays.push(lag as f64 * 1000.0 / RATE as f64);
        }
    }
    delays
}

/// How alike two pictures of one size are, at most 1: the structural similarity
/// of brightness in blocks of 8×8 (Wang et al., 2004).
pub(crate) fn ssim(a: &Picture, b: &Picture) -> f64 {
    let (width, height) = (a.size().width(), a.size().height());
    let (a, b) = (a.split().0, b.split().0);
    let (mut sum, mut blocks) = (0.0, 0.0);
    for top in (0..height - 7).step_by(8) {
        for left in (0..width - 7).step_by(8) {
            let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for line in top..top + 8 {
                let start = line * width + left;
                for (p, q) in a[start..start + 8].iter().zip(&b[start..start + 8]) {
                    let (p, q) = (f64::from(*p), f64::from(*q));
                    (x, y) = (x + p, y + q);
                    (xx, yy, xy) = (xx + p * p, yy + q * q, xy + p * q);
                }
            }
            let n = 64.0;
            let (x, y) = (x / n, y / n);
            let (vx, vy, cov) = (xx / n - x * x, yy / n - y * y, xy / n - x * y);
            let (c1, c2) = (6.5025, 58.5225);
            sum += (2.0 * x * y + c1) * (2.0 * cov + c2) / ((x * x + y * y + c1) * (vx + vy + c2));
            blocks += 1.0;
        }
    }
    sum / blocks
}

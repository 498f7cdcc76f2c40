//! Makes sound shorter or longer by one period of its pitch, so that nobody
//! hears it (time-domain overlap and add, as WSOLA and NetEq's `accelerate` and
//! `preemptive_expand` do it).

/// Shortest period that is looked for, in samples at 48 kHz: 400 Hz.
const MIN_LAG: usize = 120;
/// Longest period that is looked for: 100 Hz.
const MAX_LAG: usize = 480;
/// How much is compared, in samples.
const COMPARED: usize = 480;
/// How alike two periods must be for one to stand for the other.
const ALIKE: f32 = 0.88;
/// Below this mean square nobody hears what is done.
const FAINT: f32 = 150.0 * 150.0;
/// The coarse search looks at every so many samples.
const COARSE: usize = 4;

/// How much is done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Only where it cannot be heard.
    Unheard,
    /// Wherever it is.
    Now,
}

/// Takes one period out of `sound`, by how many samples it became shorter. It
/// must hold at least 960 samples for anything to be done.
pub fn shorten(sound: &mut Vec<i16>, urgency: Urgency) -> usize {
    let Some(lag) = period(sound, urgency) else {
        return 0;
    };
    for i in 0..lag {
        sound[i] = fade(sound[i], sound[lag + i], i, lag);
    }
    sound.drain(lag..2 * lag);
    lag
}

/// Puts one period more into `sound`, by how many samples it became longer. It
/// must hold at least 960 samples for anything to be done.
pub fn lengthen(sound: &mut Vec<i16>, urgency: Urgency) -> usize {
    let Some(lag) = period(sound, urgency) else {
        return 0;
    };
    let blend = (0..lag).map(|i| fade(sound[lag + i], sound[i], i, lag));
    let blend: Vec<i16> = blend.collect();
    sound.splice(lag..lag, blend);
    lag
}

/// From `a` at the beginning to `b` at the end.
fn fade(a: i16, b: i16, i: usize, length: usize) -> i16 {
    let (i, length) = (i as i32, length as i32);
    ((i32::from(a) * (length - i) + i32::from(b) * i) / length) as i16
}

/// The period of the pitch at the beginning of `sound`.
fn period(sound: &[i16], urgency: Urgency) -> Option<usize> {
    if sound.len() < MAX_LAG + COMPARED {
        return None;
    }
    let coarse: Vec<f32> = sound[..MAX_LAG + COMPARED]
        .chunks_exact(COARSE)
        .map(|chunk| chunk.iter().map(|s| f32::from(*s)).sum::<f32>() / COARSE as f32)
        .collect();
    let range = MIN_LAG / COARSE..=MAX_LAG / COARSE;
    let (lag, _) = most_alike(&coarse, COMPARED / COARSE, range)?;

    let fine: Vec<f32> = sound[..MAX_LAG + COMPARED]
        .iter()
        .map(|s| f32::from(*s))
        .collect();
    let around = lag * COARSE;
    let range = (around - COARSE).max(MIN_LAG)..=(around + COARSE).min(MAX_LAG);
    let (lag, alike) = most_alike(&fine, COMPARED, range)?;
    let power = fine.iter().map(|s| s * s).sum::<f32>() / fine.len() as f32;
    let unheard = alike > ALIKE || power < FAINT;
    (unheard || urgency == Urgency::Now).then_some(lag)
}

/// The lag at which the first `compared` of `sound` are most alike those that
/// follow `lag` later, and how alike, at most 1.
fn most_alike(
    sound: &[f32],
    compared: usize,
    lags: std::ops::RangeInclusive<usize>,
) -> Option<(usize, f32)> {
    let first = &sound[..compared];
    let power = |part: &[f32]| part.iter().map(|s| s * s).sum::<f32>();
    let first_power = power(first);
    let alike = |lag: usize| {
        let second = &sound[lag..lag + compared];
        let product: f32 = first.iter().zip(second).map(|(a, b)| a * b).sum();
        product / (first_power * power(second)).sqrt().max(1.0)
    };
    lags.map(|lag| (lag, alike(lag)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codec::FRAME, testing::voice};

    /// The largest step between neighbours.
    fn steepest(sound: &[i16]) -> u16 {
        let steps = sound.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
        steps.max().unwrap_or(0)
    }

    #[test]
    fn a_voice_loses_and_gains_whole_periods_without_a_click() {
        // In the middle of a syllable.
        let original = voice(2500, FRAME);
        for change in [shorten, lengthen] {
            let mut sound = original.clone();
            let by = change(&mut sound, Urgency::Unheard);
            // The pitch is around 130 to 150 Hz: 320 to 370 samples.
            assert!((300..=400).contains(&by), "{by}");
            assert_eq!(sound.len().abs_diff(original.len()), by);
            assert!(steepest(&sound) <= steepest(&original) + 300);
            assert_eq!(sound[0], original[0]);
            assert_eq!(sound.last(), original.last());
        }
    }

    #[test]
    fn noise_is_left_alone_unless_it_is_urgent_and_silence_is_not() {
        let mut random = 1u32;
        let mut noise: Vec<i16> = (0..FRAME)
            .map(|_| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 18) as i16 - 8192
            })
            .collect();
        assert_eq!(shorten(&mut noise, Urgency::Unheard), 0);
        assert_eq!(lengthen(&mut noise, Urgency::Unheard), 0);
        assert!(shorten(&mut noise.clone(), Urgency::Now) >= MIN_LAG);
        assert!(lengthen(&mut noise, Urgency::Now) >= MIN_LAG);
        let mut silence = vec![0; FRAME];
        assert!(shorten(&mut silence, Urgency::Unheard) >= MIN_LAG);
        let mut short = vec![0; FRAME - 1];
        assert_eq!(shorten(&mut short, Urgency::Now), 0);
    }
}

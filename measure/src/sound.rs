//! Sound in files, and how much later something is heard than it was said.

use std::{fs, io, path::Path};

/// Samples in a second.
pub const RATE: usize = 48_000;

/// Writes a WAV file of one channel.
///
/// # Errors
/// When it cannot be written.
pub fn write_wav(path: &Path, samples: &[i16]) -> io::Result<()> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let rate = RATE as u32;
    let mut file = Vec::with_capacity(samples.len() * 2 + 44);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(bytes + 36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend_from_slice(&rate.to_le_bytes());
    file.extend_from_slice(&(rate * 2).to_le_bytes());
    file.extend_from_slice(b"\x02\0\x10\0data");
    file.extend_from_slice(&bytes.to_le_bytes());
    samples
        .iter()
        .for_each(|sample| file.extend_from_slice(&sample.to_le_bytes()));
    fs::write(path, file)
}

/// Reads a WAV file of one channel and 16 bits, with its rate; what was cut off
/// is read as far as it goes.
///
/// # Errors
/// When it cannot be read, or is no such file.
pub fn read_wav(path: &Path) -> io::Result<(usize, Vec<i16>)> {
    let bytes = fs::read(path)?;
    let broken = || io::Error::new(io::ErrorKind::InvalidData, "not such a WAV file");
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(four.try_into().ok()?) as usize)
    };
    let (mut at, mut rate) = (12, 0);
    loop {
        let name = bytes.get(at..at + 4).ok_or_else(broken)?;
        let length = number(at + 4).ok_or_else(broken)?;
        match name {
            b"fmt " => rate = number(at + 12).ok_or_else(broken)?,
            b"data" => break,
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    let samples = bytes[at + 8..].as_chunks::<2>().0;
    Ok((
        rate,
        samples.iter().map(|s| i16::from_le_bytes(*s)).collect(),
    ))
}

/// The first of the times in a file, in milliseconds since 1970.
///
/// # Errors
/// When there is none.
pub fn first_time(path: &Path) -> io::Result<f64> {
    let times = times(path)?;
    let none = || io::Error::new(io::ErrorKind::UnexpectedEof, "no time");
    times.first().copied().ok_or_else(none)
}

/// All times in a file.
///
/// # Errors
/// When it cannot be read.
pub fn times(path: &Path) -> io::Result<Vec<f64>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().flat_map(str::parse).collect())
}

/// What was heard, beginning when what was said began.
pub fn aligned(heard: &[i16], heard_at: f64, said_at: f64) -> Vec<i16> {
    let shift = ((heard_at - said_at) * RATE as f64 / 1000.0).round();
    if shift >= 0.0 {
        let silence = std::iter::repeat_n(0, shift as usize);
        silence.chain(heard.iter().copied()).collect()
    } else {
        heard.iter().copied().skip(-shift as usize).collect()
    }
}

/// Samples are looked at this coarsely.
const COARSE: usize = 8;
const COARSE_RATE: usize = RATE / COARSE;
/// A delay is found for pieces of this many seconds.
const PIECE: f64 = 0.3;
/// Delays up to this many seconds are looked for.
const MOST: f64 = 1.2;
/// Pieces that are quieter than this on average have nothing in them.
const QUIET: f32 = 500.0;

/// Delays of what was heard against what was said, which begin at the same
/// moment: when each piece was said, in seconds, and by how many milliseconds it
/// was heard later. Pieces that cannot be found again are left out.
pub fn delays(said: &[i16], heard: &[i16]) -> Vec<(f64, f64)> {
    let coarse = |samples: &[i16]| -> Vec<f32> {
        let mean = |chunk: &[i16; COARSE]| {
            chunk.iter().map(|s| f32::from(*s)).sum::<f32>() / COARSE as f32
        };
        samples.as_chunks::<COARSE>().0.iter().map(mean).collect()
    };
    let (said, heard) = (coarse(said), coarse(heard));
    let length = (PIECE * COARSE_RATE as f64) as usize;
    let most = (MOST * COARSE_RATE as f64) as usize;
    let power = |part: &[f32]| part.iter().map(|s| s * s).sum::<f32>();
    let mut delays = Vec::new();
    for start in (0..said.len().saturating_sub(length)).step_by(COARSE_RATE / 5) {
        let piece = &said[start..start + length];
        let loud = power(piece);
        if loud < length as f32 * QUIET * QUIET {
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
            let at = start as f64 / COARSE_RATE as f64;
            delays.push((at, lag as f64 * 1000.0 / COARSE_RATE as f64));
        }
    }
    delays
}

/// The longest time in milliseconds in which something was said and nothing of it
/// heard, `late` milliseconds after. Pauses of the speaker do not end it, nor
/// count.
pub fn longest_silence(said: &[i16], heard: &[i16], late: f64) -> f64 {
    const STEP: usize = RATE / 100;
    const SAID: f32 = 800.0;
    const HEARD: f32 = 60.0;
    let level = |samples: &[i16]| {
        let power: f32 = samples.iter().map(|s| f32::from(*s).powi(2)).sum();
        (power / samples.len().max(1) as f32).sqrt()
    };
    let heard = aligned(heard, 0.0, late);
    let (mut longest, mut silent) = (0u32, 0u32);
    for (said, heard) in said.chunks_exact(STEP).zip(heard.chunks_exact(STEP)) {
        if level(heard) > HEARD {
            silent = 0;
        } else if level(said) > SAID {
            silent += 1;
        }
        longest = longest.max(silent);
    }
    f64::from(longest) * 10.0
}

/// Something like a voice that never says the same again: two tones that rise and
/// fall, in syllables.
pub fn babble(seconds: usize) -> Vec<i16> {
    let mut state = 7u32;
    let mut chance = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1u32 << 24)
    };
    let mut samples = Vec::with_capacity(seconds * RATE);
    let (mut phase, mut other) = (0.0f64, 0.0f64);
    while samples.len() < seconds * RATE {
        let length = RATE / 10 + (chance() * RATE as f64 * 0.15) as usize;
        let (from, to) = (120.0 + chance() * 200.0, 120.0 + chance() * 200.0);
        let formant = 500.0 + chance() * 1200.0;
        for n in 0..length {
            let part = n as f64 / length as f64;
            phase += (from + (to - from) * part) / RATE as f64;
            other += formant / RATE as f64;
            let turn = std::f64::consts::TAU;
            let wave = (phase * turn).sin() + 0.5 * (other * turn).sin() * (phase * turn).cos();
            let swell = (part * std::f64::consts::PI).sin();
            samples.push((wave * swell * 8000.0) as i16);
        }
        samples.extend(std::iter::repeat_n(0, RATE / 50));
    }
    samples.truncate(seconds * RATE);
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_found_and_a_pause_is_none() {
        let said = babble(3);
        let mut heard = aligned(&said, 80.0, 0.0);
        assert!(longest_silence(&said, &heard, 80.0) <= 20.0);
        heard[RATE..RATE + RATE / 2].fill(0);
        let gap = longest_silence(&said, &heard, 80.0);
        assert!((350.0..=500.0).contains(&gap), "{gap}");
    }

    #[test]
    fn delays_are_found_and_files_come_back() {
        let said = babble(3);
        let heard = aligned(&said, 1_123.0, 1_000.0);
        let delays = delays(&said, &heard);
        assert!(delays.len() > 8, "{delays:?}");
        assert!(delays.iter().all(|(_, ms)| (ms - 123.0).abs() < 0.5));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.wav");
        write_wav(&path, &heard).unwrap();
        assert_eq!(read_wav(&path).unwrap(), (RATE, heard));
    }
}

//! Speech to talk with, and how good it is after a call.

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    quantile,
    sound::{RATE, aligned, delays, read_wav, write_wav},
};

/// Ten of the Harvard sentences (IEEE, 1969) and a few more.
const TEXT: &str = "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue \
    background. It is easy to tell the depth of a well. These days a chicken leg is a rare dish. \
    Rice is often served in round bowls. The juice of lemons makes fine punch. The box was thrown \
    beside the parked truck. The hogs were fed chopped corn and garbage. Four hours of steady work \
    faced us. A large size in stockings is hard to sell. The boy was there when the sun rose. A \
    rod is used to catch pink salmon. The source of the huge river is the clear spring. Kick the \
    ball straight and follow through.";

/// Some half a minute of speech at 48 kHz, in whole seconds, made in `dir`.
///
/// # Errors
/// When there is no espeak-ng, or no space.
pub fn speech(dir: &Path) -> io::Result<Vec<i16>> {
    let path = dir.join("espeak.wav");
    let status = Command::new("espeak-ng")
        .args(["-s", "160", "-w"])
        .arg(&path)
        .arg(TEXT)
        .status()?;
    if !status.success() {
        return Err(io::Error::other("espeak-ng cannot speak"));
    }
    let (rate, samples) = read_wav(&path)?;
    let seconds = samples.len() / rate;
    let at = |n: usize| {
        let place = n as f64 * rate as f64 / RATE as f64;
        let (before, part) = (place as usize, place.fract());
        let sample = |n: usize| f64::from(samples[n % samples.len()]);
        (0.5 * (sample(before) * (1.0 - part) + sample(before + 1) * part)) as i16
    };
    fs::remove_file(path)?;
    Ok((0..seconds * RATE).map(at).collect())
}

/// How good speech is that was heard, compared with what was said: PESQ,
/// wideband (ITU-T P.862.2), the mean over pieces of eight seconds after the
/// first. The median of its delay is taken out before, so that a piece holds
/// the same words on both sides: PESQ is blind to delay, but not to words that
/// are cut off. Files for it are made in `dir`. None unless `PESQ_PYTHON` names a
/// Python with PyPI's `pesq`.
pub fn pesq(dir: &Path, said: &[i16], heard: &[i16]) -> Option<f64> {
    const SCRIPT: &str = "
import sys, wave, numpy as np
from pesq import pesq
def read(path):
    with wave.open(path) as w:
        x = np.frombuffer(w.readframes(w.getnframes()), dtype=np.int16).astype(np.float64)
    k = np.sinc(np.arange(-48, 49) / 3) * np.hamming(97) / 3
    return np.convolve(x, k, 'same')[::3]
a, b = read(sys.argv[1]), read(sys.argv[2])
n = 8 * 16000
scores = [pesq(16000, a[i:i+n].astype(np.int16), b[i:i+n].astype(np.int16), 'wb')
          for i in range(n, min(len(a), len(b)) - n + 1, n)]
print(np.mean(scores))
";
    let python = std::env::var_os("PESQ_PYTHON")?;
    let mut late: Vec<f64> = delays(said, heard).into_iter().map(|(_, ms)| ms).collect();
    let late = quantile(&mut late, 50);
    let heard = aligned(heard, 0.0, if late.is_finite() { late } else { 0.0 });
    let (a, b) = (dir.join("pesq-a.wav"), dir.join("pesq-b.wav"));
    let length = said.len().min(heard.len());
    write_wav(&a, &said[..length]).ok()?;
    write_wav(&b, &heard[..length]).ok()?;
    let output = Command::new(python)
        .args(["-c", SCRIPT])
        .args([&a, &b])
        .stderr(Stdio::inherit())
        .output()
        .ok()?;
    let _ = fs::remove_file(a).and_then(|()| fs::remove_file(b));
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

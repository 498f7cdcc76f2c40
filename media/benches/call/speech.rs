//! Speech to talk with, and how good it is after the call.

use std::{
    path::Path,
    process::{Command, Stdio},
};

const TEXT: &str = "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue \
    background. It is easy to tell the depth of a well. These days a chicken leg is a rare dish. \
    Rice is often served in round bowls. The juice of lemons makes fine punch. The box was thrown \
    beside the parked truck. The hogs were fed chopped corn and garbage. Four hours of steady work \
    faced us. A large size in stockings is hard to sell. The boy was there when the sun rose. A \
    rod is used to catch pink salmon. The source of the huge river is the clear spring. Kick the \
    ball straight and follow through.";

/// Some half a minute of speech at 48 kHz, in whole seconds.
pub(crate) fn speech() -> Vec<i16> {
    let dir = tempfile::tempdir().expect("a place for a file");
    let path = dir.path().join("speech.wav");
    let status = Command::new("espeak-ng")
        .args(["-s", "160", "-w"])
        .arg(&path)
        .arg(TEXT)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "espeak-ng is needed to have something to say: apt-get install espeak-ng"
    );
    let mut reader = hound::WavReader::open(&path).expect("espeak-ng writes WAV");
    let rate = f64::from(reader.spec().sample_rate);
    let samples: Vec<f64> = reader
        .samples::<i16>()
        .map(|s| f64::from(s.expect("a sample")))
        .collect();
    let count = (samples.len() as f64 / rate) as usize * 48_000;
    let at = |n: usize| {
        let place = n as f64 * rate / 48_000.0;
        let (before, part) = (place as usize, place.fract());
        let after = (before + 1).min(samples.len() - 1);
        (0.5 * (samples[before] * (1.0 - part) + samples[after] * part)) as i16
    };
    (0..count).map(at).collect()
}

fn write(path: &Path, samples: &[i16]) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).expect("a place for a file");
    for sample in samples {
        writer.write_sample(*sample).expect("a place for a file");
    }
    writer.finalize().expect("a place for a file");
}

/// PESQ, wideband, in pieces of eight seconds; none without a Python for it.
pub(crate) fn pesq(spoken: &[i16], heard: &[i16]) -> Option<f64> {
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
          for i in range(n, min(len(a), len(b)) - n, n)]
print(np.mean(scores))
";
    let python = std::env::var_os("PESQ_PYTHON")?;
    let dir = tempfile::tempdir().ok()?;
    let (a, b) = (dir.path().join("a.wav"), dir.path().join("b.wav"));
    let spoken: Vec<i16> = spoken.iter().copied().cycle().take(heard.len()).collect();
    write(&a, &spoken);
    write(&b, heard);
    let output = Command::new(python)
        .args(["-c", SCRIPT])
        .args([&a, &b])
        .stderr(Stdio::inherit())
        .output()
        .ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

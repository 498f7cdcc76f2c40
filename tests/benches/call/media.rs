//! What goes into a call and what is made of what came out.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use tincan_media::{
    Picture, Scaler, Size,
    io::{TestPattern, read_counter},
};
use tincan_tests::sound::{RATE, read_wav, write_wav};

/// Pictures in the file that is sent, again and again: ten seconds.
pub(crate) const PICTURES: u32 = 300;

const TEXT: &str = "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue \
    background. It is easy to tell the depth of a well. These days a chicken leg is a rare dish. \
    Rice is often served in round bowls. The juice of lemons makes fine punch. The box was thrown \
    beside the parked truck. The hogs were fed chopped corn and garbage. Four hours of steady work \
    faced us. A large size in stockings is hard to sell. The boy was there when the sun rose. A \
    rod is used to catch pink salmon. The source of the huge river is the clear spring. Kick the \
    ball straight and follow through.";

/// The value that this percentage of all is not above.
pub(crate) fn quantile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// Speech of so many seconds.
pub(crate) fn speech(dir: &Path, seconds: usize) -> Vec<i16> {
    let path = dir.join("espeak.wav");
    let status = Command::new("espeak-ng")
        .args(["-s", "160", "-w"])
        .arg(&path)
        .arg(TEXT)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "espeak-ng is needed to have something to say: apt-get install espeak-ng"
    );
    let (rate, samples) = read_wav(&path).expect("espeak-ng writes WAV");
    let at = |n: usize| {
        let place = n as f64 * rate as f64 / RATE as f64;
        let (before, part) = (place as usize, place.fract());
        let sample = |n: usize| f64::from(samples[n % samples.len()]);
        (0.5 * (sample(before) * (1.0 - part) + sample(before + 1) * part)) as i16
    };
    (0..seconds * RATE).map(at).collect()
}

/// Pictures that carry their numbers.
pub(crate) fn pattern(path: &Path, size: Size) {
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let (width, height) = (size.width(), size.height());
    let header = format!("YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg\n");
    file.write_all(header.as_bytes()).expect("a file");
    for number in 0..PICTURES {
        file.write_all(b"FRAME\n").expect("a file");
        let picture = TestPattern::picture(size, number);
        file.write_all(picture.planes()).expect("a file");
    }
}

/// The numbers of pictures that were shown, in order, and how alike each tenth is
/// to what was sent.
pub(crate) fn shown(path: &Path, sent: Size) -> (Vec<Option<u32>>, Vec<f64>) {
    let mut file = BufReader::new(File::open(path).expect("pictures that were shown"));
    let mut header = String::new();
    file.read_line(&mut header).expect("pictures");
    let field = |letter: char| {
        let word = header.split(' ').find(|word| word.starts_with(letter));
        word.and_then(|word| word[1..].parse().ok())
    };
    let size = field('W').zip(field('H')).map(|(w, h)| Size::new(w, h));
    let Some(Ok(size)) = size else {
        return (Vec::new(), Vec::new());
    };
    let (width, height) = (size.width(), size.height());
    let (mut numbers, mut ssim) = (Vec::new(), Vec::new());
    let mut scaler = Scaler::default();
    let mut picture = Picture::black(size);
    loop {
        let mut line = String::new();
        if file.read_line(&mut line).is_ok_and(|length| length == 0) {
            break;
        }
        let mut planes = vec![0; width * height * 3 / 2];
        if file.read_exact(&mut planes).is_err() {
            break;
        }
        let (y, u, v) = picture.split_mut();
        let (luma, chroma) = planes.split_at(width * height);
        y.copy_from_slice(luma);
        u.copy_from_slice(&chroma[..width * height / 4]);
        v.copy_from_slice(&chroma[width * height / 4..]);
        let number = read_counter(&picture);
        if let Some(number) = number.filter(|_| numbers.len() % 10 == 0) {
            let original = TestPattern::picture(sent, number);
            ssim.push(likeness(&original, &scaler.scale(&picture, sent)));
        }
        numbers.push(number);
    }
    (numbers, ssim)
}

/// How alike two pictures of one size are, at most 1: the structural similarity
/// of brightness in blocks of 8×8 (Wang et al., 2004).
fn likeness(a: &Picture, b: &Picture) -> f64 {
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

/// PESQ, wideband, in pieces of eight seconds; none without a Python for it.
pub(crate) fn pesq(dir: &Path, said: &[i16], heard: &[i16]) -> Option<f64> {
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

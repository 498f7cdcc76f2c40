//! The video codec under valgrind: real pictures, another size, another rate,
//! and garbage, with no invalid access, nothing uninitialised and no leak.
//!
//! Skipped, saying so, where there is no valgrind.

use std::{
    env,
    process::{Command, Stdio},
    time::Duration,
};

use tincan_media::{
    Picture, Size,
    codec::{Content, VideoDecoder, VideoEncoder},
};

/// What is done under valgrind; small, as valgrind takes fifty times as long.
#[test]
fn work() {
    let mut encoder = VideoEncoder::new(Content::Camera, 300_000);
    let mut decoder = VideoDecoder::new().unwrap();
    for n in 0..8u8 {
        let size = if n < 4 { (96, 64) } else { (64, 48) };
        let mut picture = Picture::black(Size::new(size.0, size.1).unwrap());
        for (at, pixel) in picture.split_mut().0.iter_mut().enumerate() {
            *pixel = (at as u8).wrapping_mul(n);
        }
        encoder.set_rate(300_000 - u32::from(n) * 10_000).unwrap();
        let at = Duration::from_millis(100 * u64::from(n));
        let encoded = encoder.encode(&picture, at, n == 2).unwrap().unwrap();
        assert!(decoder.decode(&encoded.data).unwrap().is_some());
        let mut other = VideoDecoder::new().unwrap();
        for at in (0..encoded.data.len()).step_by(7) {
            let mut garbled = encoded.data.clone();
            garbled[at] ^= 0x55;
            garbled.truncate(garbled.len() - at / 2);
            let _ = other.decode(&garbled);
        }
    }
}

#[test]
fn the_video_codec_is_clean_under_valgrind() {
    let there = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: there is no valgrind, so libvpx was not watched");
        return;
    }
    let output = Command::new("valgrind")
        .args([
            "--error-exitcode=99",
            "--leak-check=full",
            "--errors-for-leak-kinds=definite",
        ])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "work", "--test-threads=1"])
        .output()
        .unwrap();
    let (out, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{errors}");
    assert!(out.contains("1 passed"), "{out}\n{errors}");
    assert!(errors.contains("ERROR SUMMARY: 0 errors"), "{errors}");
}

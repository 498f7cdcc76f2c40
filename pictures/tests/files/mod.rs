//! The files beside this one.

use std::{fs, path::Path};

/// All of them. Those that are turned, and those with words in them, carry
/// `PLANTED-SECRET` wherever the program that wrote them let it in.
pub(crate) const ALL: [&str; 16] = [
    "alpha.png",
    "baseline.jpg",
    "cmyk.jpg",
    "deep.tiff",
    "grey.jpg",
    "lossless.webp",
    "lossy.webp",
    "lzw.tiff",
    "moving.gif",
    "moving.png",
    "moving.webp",
    "palette.bmp",
    "palette.png",
    "progressive.jpg",
    "text.png",
    "true.bmp",
];

/// What is in one of them.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    fs::read(path.join(name)).expect("it is there")
}

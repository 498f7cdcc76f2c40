//! What goes into a call and what is made of what came out.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

use tincan_measure::likeness;
use tincan_media::{
    Picture, Scaler, Size,
    io::{TestPattern, read_counter},
};

/// Pictures in the file that is sent, again and again: ten seconds.
pub(crate) const PICTURES: u32 = 300;

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
            ssim.push(likeness(
                original.split().0,
                scaler.scale(&picture, sent).split().0,
                sent.width(),
            ));
        }
        numbers.push(number);
    }
    (numbers, ssim)
}

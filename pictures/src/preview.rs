//! A small picture of a picture, to be kept when the file itself is not.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

use crate::{PictureError, Pixels, Size, clean::encode_png, decode, error::guarded};

/// Points along a side, as long as the file stays small enough: twice what a
/// conversation shows, for screens that have more points.
const SIDES: [u32; 5] = [640, 480, 320, 160, 80];
/// How carefully it is written, from the best on.
const QUALITIES: [u8; 3] = [82, 68, 50];

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its file, a JPEG or a PNG, with nothing in it but the picture.
    pub file: Vec<u8>,
    /// How large it is.
    pub size: Size,
}

/// A small picture of `bytes`, of the first frame of one that moves, in a file
/// of at most `most` bytes.
///
/// # Errors
///
/// As [`decode`], and [`PictureError::TooComplex`] when nothing of it fits.
pub fn preview(bytes: &[u8], most: usize) -> Result<Preview, PictureError> {
    let [first, smaller @ ..] = SIDES;
    let mut pixels = decode(bytes, Size::new(first, first))?;
    if let Some(preview) = written(&pixels, most)? {
        return Ok(preview);
    }
    for side in smaller {
        pixels = decode(&encode_png(&pixels)?, Size::new(side, side))?;
        if let Some(preview) = written(&pixels, most)? {
            return Ok(preview);
        }
    }
    Err(PictureError::TooComplex)
}

/// The best file of it that is small enough. What can be seen through stays so.
fn written(pixels: &Pixels, most: usize) -> Result<Option<Preview>, PictureError> {
    let fits = |file: Vec<u8>| {
        let size = pixels.size;
        (file.len() <= most).then_some(Preview { file, size })
    };
    if pixels.rgba.iter().skip(3).step_by(4).any(|a| *a < 255) {
        return Ok(fits(encode_png(pixels)?));
    }
    let points = pixels.rgba.chunks_exact(4);
    let rgb: Vec<u8> = points
        .flat_map(|rgba| [rgba[0], rgba[1], rgba[2]])
        .collect();
    let Size { width, height } = pixels.size;
    for quality in QUALITIES {
        let file = guarded(|| {
            let mut file = Vec::new();
            let mut encoder = JpegEncoder::new_with_quality(&mut file, quality);
            encoder.encode(&rgb, width, height, ExtendedColorType::Rgb8)?;
            Ok(file)
        })?;
        if let Some(preview) = fits(file) {
            return Ok(Some(preview));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 48 << 10;

    /// A picture whose points are as `point` says.
    fn picture(width: u32, height: u32, point: impl Fn(u32) -> [u8; 4]) -> Vec<u8> {
        let pixels = Pixels {
            size: Size::new(width, height),
            rgba: (0..width * height).flat_map(point).collect(),
        };
        encode_png(&pixels).unwrap()
    }

    /// Nothing in it is like what is beside it.
    fn noise(at: u32) -> [u8; 4] {
        let [r, g, b, _] = at.wrapping_mul(2_654_435_761).rotate_left(13).to_be_bytes();
        [r, g, b, 255]
    }

    #[test]
    fn it_is_small_and_has_the_shape_of_the_picture() {
        let sky = picture(1600, 1000, |at| [(at / 1600 / 4) as u8, 90, 200, 255]);
        let small = preview(&sky, MOST).unwrap();
        assert_eq!(small.size, Size::new(640, 400));
        assert!(small.file.len() <= MOST);
        assert!(small.file.starts_with(b"\xff\xd8\xff"), "a JPEG");
        let seen = decode(&small.file, Size::new(640, 640)).unwrap();
        assert_eq!(seen.size, small.size);
        let [r, g, b, _] = seen.rgba[..4] else {
            panic!()
        };
        assert!(r < 8 && g.abs_diff(90) < 8 && b.abs_diff(200) < 8);
    }

    #[test]
    fn one_that_nothing_can_be_left_out_of_is_smaller_still() {
        let small = preview(&picture(1200, 1200, noise), MOST).unwrap();
        assert!(small.file.len() <= MOST);
        assert!(small.size.width < 640, "{:?}", small.size);
        let nothing = preview(&picture(300, 300, noise), 200);
        assert_eq!(nothing, Err(PictureError::TooComplex));
    }

    #[test]
    fn what_can_be_seen_through_stays_so() {
        let glass = picture(64, 64, |at| [255, 0, 0, (at % 64 * 4) as u8]);
        let small = preview(&glass, MOST).unwrap();
        let seen = decode(&small.file, Size::new(64, 64)).unwrap();
        assert_eq!((seen.rgba[3], seen.rgba[4 * 63 + 3]), (0, 252));
    }

    #[test]
    fn what_is_no_picture_has_none() {
        assert_eq!(preview(b"no picture", MOST), Err(PictureError::NotAPicture));
    }
}

//! Pixels as cameras give them, made into pictures.

use yuv::{BufferStoreMut, YuvPackedImage, YuvPlanarImageMut};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

use crate::picture::{Picture, Size};

/// How pixels are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pixels {
    /// Two pixels in four bytes.
    Yuyv,
    /// Motion JPEG.
    Jpeg,
    /// Brightness, then both colours in turns, with half the lines.
    Nv12,
    /// Planes, as we have them.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "cameras give it on Linux only")
    )]
    I420,
}

/// What a camera's pictures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) pixels: Pixels,
    pub(super) size: Size,
    /// Bytes from one line to the next; less than a line has, where lines follow
    /// each other without a gap.
    pub(super) stride: usize,
}

/// The picture; none when it is damaged.
pub(super) fn to_picture(bytes: &[u8], format: Format) -> Option<Picture> {
    match format.pixels {
        Pixels::Yuyv => from_yuyv(bytes, format),
        Pixels::Jpeg => from_jpeg(bytes, format.size),
        Pixels::Nv12 => from_nv12(bytes, format),
        Pixels::I420 => Picture::from_planes(format.size, bytes.to_vec()),
    }
}

fn from_yuyv(bytes: &[u8], format: Format) -> Option<Picture> {
    let (width, height) = (format.size.width(), format.size.height());
    let stride = format.stride.max(2 * width);
    let packed = YuvPackedImage {
        yuy: bytes.get(..stride.checked_mul(height - 1)?.checked_add(2 * width)?)?,
        yuy_stride: u32::try_from(stride).ok()?,
        width: width as u32,
        height: height as u32,
    };
    let mut picture = Picture::black(format.size);
    let (y, u, v) = picture.split_mut();
    let mut planar = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(y),
        y_stride: width as u32,
        u_plane: BufferStoreMut::Borrowed(u),
        u_stride: width as u32 / 2,
        v_plane: BufferStoreMut::Borrowed(v),
        v_stride: width as u32 / 2,
        width: width as u32,
        height: height as u32,
    };
    yuv::yuyv422_to_yuv420(&mut planar, &packed).ok()?;
    Some(picture)
}

fn from_nv12(bytes: &[u8], format: Format) -> Option<Picture> {
    let (width, height) = (format.size.width(), format.size.height());
    let stride = format.stride.max(width);
    let (lines, colours) = bytes.split_at_checked(stride.checked_mul(height)?)?;
    let needed = stride.checked_mul(height / 2 - 1)?.checked_add(width)?;
    let colours = colours.get(..needed)?;
    let mut picture = Picture::black(format.size);
    let (y, u, v) = picture.split_mut();
    for (y, line) in y.chunks_exact_mut(width).zip(lines.chunks_exact(stride)) {
        y.copy_from_slice(line.get(..width)?);
    }
    let planes = u
        .chunks_exact_mut(width / 2)
        .zip(v.chunks_exact_mut(width / 2));
    for ((u, v), line) in planes.zip(colours.chunks(stride)) {
        let both = u.iter_mut().zip(v);
        for ((u, v), pair) in both.zip(line.as_chunks::<2>().0) {
            (*u, *v) = (pair[0], pair[1]);
        }
    }
    Some(picture)
}

fn from_jpeg(bytes: &[u8], size: Size) -> Option<Picture> {
    let (width, height) = (size.width(), size.height());
    let options = DecoderOptions::default()
        .set_max_width(width)
        .set_max_height(height)
        .set_strict_mode(false)
        .jpeg_set_out_colorspace(ColorSpace::YCbCr);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().ok()?;
    let found = decoder.dimensions();
    if found != Some((width, height)) || pixels.len() != width * height * 3 {
        return None;
    }
    let mut picture = Picture::black(size);
    let (y, u, v) = picture.split_mut();
    for (pixel, y) in pixels.as_chunks::<3>().0.iter().zip(y) {
        *y = limited(pixel[0], 219);
    }
    let rows = pixels.chunks_exact(width * 6);
    let colours = u
        .chunks_exact_mut(width / 2)
        .zip(v.chunks_exact_mut(width / 2));
    for (two, (u, v)) in rows.zip(colours) {
        for (x, (u, v)) in u.iter_mut().zip(v).enumerate() {
            let mean = |which: usize| {
                let at = x * 6 + which;
                let below = at + width * 3;
                let four = [two[at], two[at + 3], two[below], two[below + 3]];
                (four.map(u32::from).iter().sum::<u32>() / 4) as u8
            };
            (*u, *v) = (limited(mean(1), 224), limited(mean(2), 224));
        }
    }
    Some(picture)
}

/// JPEG uses all of a byte; video keeps away from its ends.
fn limited(full: u8, span: u32) -> u8 {
    (16 + (u32::from(full) * span + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn format(pixels: Pixels) -> Format {
        let size = Size::new(64, 32).unwrap();
        Format {
            pixels,
            size,
            stride: 128,
        }
    }

    #[test]
    fn packed_pixels_are_unpacked_and_short_ones_refused() {
        let bytes = [100, 90, 120, 240].repeat(32 * 32);
        let picture = to_picture(&bytes, format(Pixels::Yuyv)).unwrap();
        let (y, u, v) = picture.split();
        assert_eq!((y[0], y[1], u[0], v[0]), (100, 120, 90, 240));
        assert!(u.iter().all(|u| *u == 90) && v.iter().all(|v| *v == 240));
        assert!(to_picture(&bytes[..bytes.len() - 1], format(Pixels::Yuyv)).is_none());
        assert!(to_picture(&bytes, format(Pixels::I420)).is_none());
        assert!(to_picture(&[], format(Pixels::Yuyv)).is_none());
    }

    #[test]
    fn jpegs_are_decoded_and_damaged_ones_refused() {
        let red = image::RgbImage::from_pixel(64, 32, image::Rgb([255, 0, 0]));
        let mut jpeg = std::io::Cursor::new(Vec::new());
        red.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        let picture = to_picture(&jpeg, format(Pixels::Jpeg)).unwrap();
        let (y, u, v) = picture.split();
        let near = |a: u8, b: u8| a.abs_diff(b) <= 2;
        assert!(
            near(y[100], 81) && near(u[50], 90) && near(v[50], 240),
            "{}",
            y[100]
        );
        let rgba = picture.to_rgba();
        assert!(rgba[0] > 245 && rgba[1] < 10 && rgba[2] < 10);
        let other = Format {
            size: Size::new(32, 32).unwrap(),
            ..format(Pixels::Jpeg)
        };
        assert!(to_picture(&jpeg, other).is_none());
        for cut in [0, 1, 20, 200] {
            let _ = to_picture(&jpeg[..cut.min(jpeg.len())], format(Pixels::Jpeg));
        }
        for at in (0..jpeg.len()).step_by(3) {
            let mut damaged = jpeg.clone();
            damaged[at] ^= 0xff;
            let _ = to_picture(&damaged, format(Pixels::Jpeg));
        }
    }

    #[test]
    fn colours_in_turns_are_parted_and_gaps_left_out() {
        let size = Size::new(64, 32).unwrap();
        // Each line is known by its brightness; 16 bytes that are none follow it.
        let mut bytes = Vec::new();
        for line in 0..32 {
            bytes.extend([100 + line; 64]);
            bytes.extend([7; 16]);
        }
        for line in 0..16 {
            bytes.extend([90 + line, 240 - line].repeat(32));
            bytes.extend([7; 16]);
        }
        let gaps = Format {
            pixels: Pixels::Nv12,
            size,
            stride: 80,
        };
        let picture = to_picture(&bytes, gaps).unwrap();
        let (y, u, v) = picture.split();
        for line in 0..32 {
            let brightness = 100 + line as u8;
            assert!(y[line * 64..][..64].iter().all(|y| *y == brightness));
        }
        for line in 0..16 {
            let (blue, red) = (90 + line as u8, 240 - line as u8);
            assert!(u[line * 32..][..32].iter().all(|u| *u == blue));
            assert!(v[line * 32..][..32].iter().all(|v| *v == red));
        }
        // The last gap may be missing, and no byte more.
        let needed = bytes.len() - 16;
        assert_eq!(to_picture(&bytes[..needed], gaps), Some(picture));
        assert!(to_picture(&bytes[..needed - 1], gaps).is_none());
        // Without gaps, whatever is said of them.
        let whole = [vec![50; 64 * 32], vec![60; 64 * 16]].concat();
        for stride in [0, 64] {
            let none = Format { stride, ..gaps };
            let picture = to_picture(&whole, none).unwrap();
            assert!(picture.split().0.iter().all(|y| *y == 50));
            assert!(to_picture(&whole[1..], none).is_none());
        }
        let far = Format {
            stride: usize::MAX,
            ..gaps
        };
        assert!(to_picture(&whole, far).is_none());
    }

    proptest! {
        #[test]
        fn whatever_a_camera_gives_is_a_picture_of_its_size_or_none(
            bytes in proptest::collection::vec(any::<u8>(), 0..4000),
            pixels in prop::sample::select(vec![
                Pixels::Yuyv, Pixels::Jpeg, Pixels::Nv12, Pixels::I420,
            ]),
            half in (8..24_u32, 8..24_u32),
            stride in prop_oneof![0..120_usize, any::<usize>()],
        ) {
            let size = Size::new(half.0 * 2, half.1 * 2).unwrap();
            if let Some(picture) = to_picture(&bytes, Format { pixels, size, stride }) {
                prop_assert_eq!(picture.size(), size);
                prop_assert!(bytes.len() >= Picture::bytes_of(size));
            }
        }
    }
}

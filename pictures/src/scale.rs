//! Making a picture smaller without blur, moiré or darkened detail.
//!
//! Light adds up, numbers in sRGB do not: averaging them darkens fine detail.
//! So points are turned into linear light first. Whole blocks are averaged down
//! to at least twice the size that is wanted, which is quick and needs little
//! memory, and Lanczos does the rest.

use std::sync::LazyLock;

use image::DynamicImage;
use tincan_resample::picture;

use crate::{PictureError, Pixels, Size};

/// Points along a block's side; more would overflow the sums.
const BLOCK: u32 = 256;

/// sRGB to linear light, 16 bits. IEC 61966-2-1.
static LINEAR: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let s = value as f64 / 255.0;
        let light = if s <= 0.040_45 {
            s / 12.92
        } else {
            ((s + 0.055) / 1.055).powf(2.4)
        };
        (light * 65_535.0).round() as u16
    })
});

/// And back.
static ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..=u16::MAX)
        .map(|value| {
            let light = f64::from(value) / 65_535.0;
            let s = if light <= 0.003_130_8 {
                light * 12.92
            } else {
                1.055 * light.powf(1.0 / 2.4) - 0.055
            };
            (s * 255.0).round() as u8
        })
        .collect()
});

/// `image` in the size `to`, which is not larger.
pub(crate) fn scale(image: DynamicImage, to: Size) -> Result<Pixels, PictureError> {
    let from = Size::new(image.width(), image.height());
    if to.width >= from.width && to.height >= from.height {
        return Ok(Pixels {
            size: from,
            rgba: image.into_rgba8().into_raw(),
        });
    }
    let across = from.width / to.width;
    let down = from.height / to.height;
    let block = (across.min(down) / 2).clamp(1, BLOCK);
    let light = match &image {
        DynamicImage::ImageLuma8(luma) => averaged::<1>(luma.as_raw(), from, block),
        DynamicImage::ImageRgb8(rgb) => averaged::<3>(rgb.as_raw(), from, block),
        DynamicImage::ImageRgba8(rgba) => averaged::<4>(rgba.as_raw(), from, block),
        other => averaged::<4>(other.to_rgba8().as_raw(), from, block),
    };
    drop(image);
    lanczos(light, from, block, to)
}

/// Averages blocks of `block` × `block` points of `CHANNELS` bytes each into
/// linear light: red, green, blue, multiplied by the opacity, and the opacity.
fn averaged<const CHANNELS: usize>(bytes: &[u8], from: Size, block: u32) -> Vec<u16> {
    let linear = &*LINEAR;
    let block = block as usize;
    let row = from.width as usize * CHANNELS;
    let columns = (from.width as usize).div_ceil(block);
    let rows = (from.height as usize).div_ceil(block);
    let mut light = Vec::with_capacity(columns * rows * 4);
    let mut sums = vec![[0_u32; 4]; columns];
    for band in bytes.chunks(row * block) {
        sums.fill([0; 4]);
        for line in band.chunks_exact(row) {
            for (sum, points) in sums.iter_mut().zip(line.chunks(CHANNELS * block)) {
                for point in points.as_chunks::<CHANNELS>().0 {
                    for (part, value) in sum.iter_mut().zip(light_of(point, linear)) {
                        *part += u32::from(value);
                    }
                }
            }
        }
        let lines = band.len() / row;
        for (column, sum) in sums.iter().enumerate() {
            let width = block.min(from.width as usize - column * block);
            let count = (width * lines) as u32;
            light.extend(sum.map(|part| (part / count) as u16));
        }
    }
    light
}

fn light_of<const CHANNELS: usize>(point: &[u8; CHANNELS], linear: &[u16; 256]) -> [u16; 4] {
    let of = |at: usize| linear[usize::from(point[at.min(CHANNELS - 1)])];
    match CHANNELS {
        1 => [of(0), of(0), of(0), u16::MAX],
        3 => [of(0), of(1), of(2), u16::MAX],
        _ => {
            let opacity = u32::from(point[CHANNELS - 1]);
            let under = |at: usize| (u32::from(of(at)) * opacity / 255) as u16;
            [under(0), under(1), under(2), (opacity * 257) as u16]
        }
    }
}

fn lanczos(light: Vec<u16>, from: Size, block: u32, to: Size) -> Result<Pixels, PictureError> {
    let columns = from.width.div_ceil(block);
    let rows = from.height.div_ceil(block);
    let bytes = light.iter().flat_map(|part| part.to_ne_bytes()).collect();
    // The last block of a line may stand for fewer points than the others.
    let used = [from.width, from.height].map(|side| f64::from(side) / f64::from(block));
    let to_points = (to.width, to.height);
    let scaled = picture::lanczos(bytes, (columns, rows), used.into(), to_points)
        .map_err(|_| PictureError::Broken)?;
    let encoded = &*ENCODED;
    let mut rgba = Vec::with_capacity(to.pixels() as usize * 4);
    for point in scaled.as_chunks::<8>().0 {
        let part = |at: usize| u16::from_ne_bytes([point[at * 2], point[at * 2 + 1]]);
        let opacity = part(3);
        let of = |at: usize| {
            let light = match opacity {
                0 => 0,
                u16::MAX => part(at),
                some => (u32::from(part(at)) * 65_535 / u32::from(some)).min(65_535) as u16,
            };
            encoded[usize::from(light)]
        };
        rgba.extend([of(0), of(1), of(2), (opacity / 257) as u8]);
    }
    Ok(Pixels { size: to, rgba })
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn middle(pixels: &Pixels) -> [u8; 4] {
        let Size { width, height } = pixels.size;
        let at = (height / 2 * width + width / 2) as usize;
        pixels.rgba.as_chunks::<4>().0[at]
    }

    #[test]
    fn fine_detail_keeps_its_light() {
        // Black and white in turn is half the light: 188 in sRGB, not 128.
        let board = RgbImage::from_fn(400, 400, |x, y| Rgb([((x + y) % 2) as u8 * 255; 3]));
        for side in [200, 50, 37, 3] {
            let small = scale(board.clone().into(), Size::new(side, side)).unwrap();
            let [red, ..] = middle(&small);
            assert!((185..=190).contains(&red), "{side}: {red}");
        }
    }

    #[test]
    fn what_cannot_be_seen_has_no_colour_to_give() {
        // Red that is wholly transparent beside green: no brown edge.
        let halves = RgbaImage::from_fn(64, 64, |x, _| {
            Rgba(if x % 2 == 0 {
                [255, 0, 0, 0]
            } else {
                [0, 255, 0, 255]
            })
        });
        let small = scale(halves.into(), Size::new(8, 8)).unwrap();
        let [red, green, _, opacity] = middle(&small);
        assert!(red < 3 && green > 250, "{red} {green}");
        assert!((126..=129).contains(&opacity), "{opacity}");
    }

    #[test]
    fn an_edge_stays_where_it_is_and_sharp() {
        // 1001 is no multiple of any block: the last block is a narrow one.
        let edge = RgbImage::from_fn(1001, 10, |x, _| Rgb([if x < 500 { 0 } else { 255 }; 3]));
        let small = scale(edge.into(), Size::new(101, 1)).unwrap();
        let reds: Vec<u8> = small.rgba.as_chunks::<4>().0.iter().map(|p| p[0]).collect();
        assert!(reds[..49].iter().all(|&red| red < 40), "{reds:?}");
        assert!(reds[52..].iter().all(|&red| red > 240), "{reds:?}");
    }

    #[test]
    fn any_size_becomes_any_smaller_one() {
        for (width, height) in [(1, 1), (1, 5000), (5000, 1), (7, 3), (640, 480)] {
            let image = RgbImage::from_pixel(width, height, Rgb([9, 90, 200]));
            for (w, h) in [(1, 1), (2, 1), (300, 200)] {
                let to = Size::new(width.min(w), height.min(h));
                let small = scale(image.clone().into(), to).unwrap();
                assert_eq!(small.rgba.len() as u64, small.size.pixels() * 4);
                let [red, green, blue, opacity] = middle(&small);
                assert!(red.abs_diff(9) < 2 && green.abs_diff(90) < 2);
                assert!(blue.abs_diff(200) < 2 && opacity == 255);
            }
        }
    }
}

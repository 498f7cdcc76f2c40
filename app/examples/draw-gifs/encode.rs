//! Frames to a small GIF: one palette for all, and of each frame only what is
//! another than before.

use std::{collections::HashMap, error::Error};

use gif::{DisposalMethod, Encoder, Frame, Repeat};
use resvg::tiny_skia::Pixmap;

/// Colours of the palette; one more is see-through.
const COLORS: usize = 63;

/// An endless loop of `frames`, each shown for `delay` hundredths of a second.
pub(crate) fn gif(frames: &[Pixmap], delay: u16) -> Result<Vec<u8>, Box<dyn Error>> {
    let palette = palette(frames);
    let (width, height) = (frames[0].width() as u16, frames[0].height() as u16);
    let through = palette.len() as u8;
    let mut flat: Vec<u8> = palette.iter().flatten().copied().collect();
    flat.extend([0; 3]);
    let mut nearest = HashMap::new();
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, width, height, &flat)?;
    encoder.set_repeat(Repeat::Infinite)?;
    let mut before: Vec<u8> = Vec::new();
    for frame in frames {
        let now: Vec<u8> = rgb(frame)
            .map(|color| {
                *nearest
                    .entry(color)
                    .or_insert_with(|| closest(&palette, color))
            })
            .collect();
        encoder.write_frame(&difference(&before, &now, width, height, through, delay))?;
        before = now;
    }
    drop(encoder);
    Ok(out)
}

/// The part of `now` that is another than `before`.
fn difference(
    before: &[u8],
    now: &[u8],
    width: u16,
    height: u16,
    through: u8,
    delay: u16,
) -> Frame<'static> {
    let (w, h) = (usize::from(width), usize::from(height));
    let changed = |x: usize, y: usize| before.get(y * w + x) != Some(&now[y * w + x]);
    let rows: Vec<usize> = (0..h).filter(|&y| (0..w).any(|x| changed(x, y))).collect();
    let columns: Vec<usize> = (0..w).filter(|&x| (0..h).any(|y| changed(x, y))).collect();
    let span = |all: &[usize]| match (all.first(), all.last()) {
        (Some(first), Some(last)) => (*first, last - first + 1),
        _ => (0, 1),
    };
    let ((top, rows), (left, columns)) = (span(&rows), span(&columns));
    let pixel = |x: usize, y: usize| {
        if changed(x, y) {
            now[y * w + x]
        } else {
            through
        }
    };
    let buffer: Vec<u8> = (top..top + rows)
        .flat_map(|y| (left..left + columns).map(move |x| (x, y)))
        .map(|(x, y)| pixel(x, y))
        .collect();
    Frame {
        delay,
        dispose: DisposalMethod::Keep,
        transparent: Some(through),
        top: top as u16,
        left: left as u16,
        width: columns as u16,
        height: rows as u16,
        buffer: buffer.into(),
        ..Frame::default()
    }
}

/// The commonest colours first, then those that are far from what is there:
/// the fills are exact, and edges have enough between them.
fn palette(frames: &[Pixmap]) -> Vec<[u8; 3]> {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for frame in frames {
        for color in rgb(frame) {
            *counts.entry(color).or_default() += 1;
        }
    }
    let mut colors: Vec<([u8; 3], usize)> = counts.into_iter().collect();
    colors.sort_by_key(|(color, count)| (usize::MAX - count, *color));
    let mut palette: Vec<[u8; 3]> = colors.iter().take(12).map(|(color, _)| *color).collect();
    while palette.len() < COLORS {
        let worst = colors
            .iter()
            .map(|(color, count)| {
                let error = distance(palette[usize::from(closest(&palette, *color))], *color);
                (u64::from(error) * *count as u64, *color)
            })
            .max();
        match worst {
            Some((error, color)) if error > 0 => palette.push(color),
            _ => break,
        }
    }
    palette
}

fn rgb(frame: &Pixmap) -> impl Iterator<Item = [u8; 3]> {
    // Every picture has an opaque background.
    let pixels = frame.pixels().iter();
    pixels.map(|p| [p.red(), p.green(), p.blue()])
}

fn closest(palette: &[[u8; 3]], color: [u8; 3]) -> u8 {
    let by_distance = (0u8..).zip(palette);
    let nearest = by_distance.min_by_key(|(_, other)| distance(**other, color));
    nearest.map_or(0, |(index, _)| index)
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let square = |n: usize| u32::from(a[n].abs_diff(b[n])).pow(2);
    2 * square(0) + 4 * square(1) + square(2)
}

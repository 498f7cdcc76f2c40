//! Where pictures are unpacked, off the window's thread.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use egui::{ColorImage, Context};
use tincan_pictures::{Info, PictureError, Pixels, Size, decode, inspect};

use crate::source::Source;

/// Pictures that may wait to be unpacked.
const JOBS: usize = 64;
/// Pictures that wait to be taken.
const DONE: usize = 4;
/// Points along a side of the parts that a large picture is cut into. One is
/// 4 MB: little enough to hand to the graphics card within a frame.
pub(super) const TILE: u32 = 1024;

/// A picture to unpack.
pub(super) struct Job<Key> {
    pub(super) key: Key,
    pub(super) source: Source,
    pub(super) within: Size,
}

/// A picture that was unpacked.
pub(super) struct Done<Key> {
    pub(super) key: Key,
    pub(super) result: Result<Unpacked, PictureError>,
}

/// A picture as parts for the graphics card.
pub(super) struct Unpacked {
    pub(super) info: Info,
    pub(super) size: Size,
    pub(super) tiles: Vec<Tile>,
}

/// A part of a picture.
pub(super) struct Tile {
    /// Its left upper corner in the picture.
    pub(super) at: [u32; 2],
    pub(super) image: ColorImage,
}

/// A thread that unpacks one picture after the other.
pub(super) struct Decoder<Key> {
    jobs: SyncSender<Job<Key>>,
    done: Receiver<Done<Key>>,
}

impl<Key: Send + 'static> Decoder<Key> {
    pub(super) fn start(ctx: Context) -> Self {
        let (jobs, to_do) = sync_channel::<Job<Key>>(JOBS);
        let (tell, done) = sync_channel(DONE);
        let thread = thread::Builder::new().name("pictures".to_owned());
        let started = thread.spawn(move || {
            for Job {
                key,
                source,
                within,
            } in to_do
            {
                let result = unpack(&source, within);
                if tell.send(Done { key, result }).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        if let Err(error) = started {
            tracing::error!("pictures cannot be shown: {error}");
        }
        Self { jobs, done }
    }

    /// Hands a picture over; `false` when too many wait.
    pub(super) fn give(&self, job: Job<Key>) -> bool {
        self.jobs.try_send(job).is_ok()
    }

    /// A picture that was unpacked.
    pub(super) fn done(&self) -> Option<Done<Key>> {
        self.done.try_recv().ok()
    }
}

fn unpack(source: &Source, within: Size) -> Result<Unpacked, PictureError> {
    let read;
    let bytes: &[u8] = match source {
        Source::Memory(bytes) => bytes,
        Source::File(_) => {
            read = source.read().ok_or(PictureError::NotAPicture)?;
            &read
        }
    };
    let info = inspect(bytes)?;
    let pixels = decode(bytes, within)?;
    Ok(Unpacked {
        info,
        size: pixels.size,
        tiles: tiles(&pixels),
    })
}

fn tiles(pixels: &Pixels) -> Vec<Tile> {
    let Size { width, height } = pixels.size;
    if width <= 2 * TILE && height <= 2 * TILE {
        let image = image_of(pixels);
        return vec![Tile { at: [0, 0], image }];
    }
    let mut tiles = Vec::new();
    for top in (0..height).step_by(TILE as usize) {
        for left in (0..width).step_by(TILE as usize) {
            tiles.push(cut(pixels, left, top));
        }
    }
    tiles
}

fn cut(pixels: &Pixels, left: u32, top: u32) -> Tile {
    let width = TILE.min(pixels.size.width - left) as usize;
    let height = TILE.min(pixels.size.height - top) as usize;
    let row = pixels.size.width as usize * 4;
    let (start, length) = (left as usize * 4, width * 4);
    let mut rgba = Vec::with_capacity(length * height);
    let rows = pixels.rgba.chunks_exact(row).skip(top as usize);
    for line in rows.take(height) {
        rgba.extend(line.get(start..start + length).unwrap_or_default());
    }
    Tile {
        at: [left, top],
        image: ColorImage::from_rgba_unmultiplied([width, height], &rgba),
    }
}

/// A picture as egui takes it.
pub(super) fn image_of(pixels: &Pixels) -> ColorImage {
    let size = [pixels.size.width as usize, pixels.size.height as usize];
    ColorImage::from_rgba_unmultiplied(size, &pixels.rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_is_cut_without_loss() {
        let size = Size::new(2500, 1100);
        let rgba = (0..size.pixels())
            .flat_map(|at| [at as u8, (at >> 8) as u8, (at >> 16) as u8, 255])
            .collect();
        let pixels = Pixels { size, rgba };
        let tiles = tiles(&pixels);
        assert_eq!(tiles.len(), 6);
        let whole = image_of(&pixels);
        let mut points = 0;
        for Tile { at, image } in tiles {
            let [width, height] = image.size;
            points += width * height;
            for (x, y) in [(0, 0), (width - 1, height - 1), (width / 2, height / 3)] {
                let there = (at[0] as usize + x, at[1] as usize + y);
                assert_eq!(image[(x, y)], whole[there]);
            }
        }
        assert_eq!(points as u64, size.pixels());
    }
}

//! The thread on which emoji are drawn.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use egui::{Color32, ColorImage, Context};
use tincan_pictures::Size;
use twemoji_assets::png::PngTwemojiAsset;

/// Pictures that may be waited for at the same time.
const WAITING: usize = 256;

/// A picture to be drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) emoji: &'static str,
    /// Its pixels along an edge.
    pub(super) side: u32,
}

/// A picture that was drawn.
pub(super) struct Done {
    pub(super) task: Task,
    pub(super) image: ColorImage,
}

/// The thread, for as long as this is held.
pub(super) struct Artist {
    tasks: SyncSender<Task>,
    done: Receiver<Done>,
}

impl Artist {
    pub(super) fn start(ctx: &Context) -> Self {
        let (tasks, given) = sync_channel::<Task>(WAITING);
        let (finished, done) = sync_channel(WAITING);
        let ctx = ctx.clone();
        let work = move || {
            for task in given {
                let image = draw(task);
                if finished.send(Done { task, image }).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        };
        // Without a thread there are gaps in the text, which is all that fails.
        let _ = thread::Builder::new().name("emoji".to_owned()).spawn(work);
        Self { tasks, done }
    }

    /// Hands a task over; `false` when too many wait.
    pub(super) fn give(&self, task: Task) -> bool {
        self.tasks.try_send(task).is_ok()
    }

    pub(super) fn done(&self) -> Option<Done> {
        self.done.try_recv().ok()
    }
}

/// The file of `emoji`. Its name has no selectors where it needs none.
pub(super) fn picture(emoji: &str) -> Option<&'static [u8]> {
    let bare = || emoji.replace('\u{FE0F}', "");
    PngTwemojiAsset::from_emoji(emoji)
        .or_else(|| PngTwemojiAsset::from_emoji(&bare()))
        .map(|asset| asset.data.0)
}

fn draw(task: Task) -> ColorImage {
    let side = task.side as usize;
    let blank = || ColorImage::filled([side, side], Color32::TRANSPARENT);
    let within = Size::new(task.side, task.side);
    let pixels = picture(task.emoji).and_then(|file| tincan_pictures::decode(file, within).ok());
    match pixels {
        Some(pixels) if pixels.size == within => {
            ColorImage::from_rgba_unmultiplied([side, side], &pixels.rgba)
        }
        _ => blank(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_fills_its_square_and_has_colour() {
        for side in [14, 18, 36, 72] {
            let image = draw(Task {
                emoji: "👍", side
            });
            assert_eq!(image.size, [side as usize; 2]);
            let colourful = |c: &Color32| c.a() > 200 && c.r().abs_diff(c.b()) > 60;
            assert!(image.pixels.iter().any(colourful));
        }
    }
}

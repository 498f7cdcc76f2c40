//! What moves: frames are unpacked one ahead of what is seen, off the window's
//! thread, and only while it is seen.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use tincan_pictures::{Animation, Size};

use super::decoder::image_of;
use crate::source::Source;

/// Frames that may be asked for at once: one for each animation in sight.
const JOBS: usize = 32;
/// Animations that are kept open, and bytes that they may hold together; others
/// begin again when they are seen again.
const OPEN: usize = 48;
const OPEN_BYTES: usize = 96 << 20;
/// One whose next frame nobody wants so long after it is due is closed.
const RESTS: Duration = Duration::from_secs(2);

/// A frame that is wanted.
struct Job<Key> {
    key: Key,
    source: Source,
    within: Size,
}

/// A frame, and for how long it is seen. Nothing, when there is none any more.
type Frame = Option<(ColorImage, Duration)>;

/// A thread that unpacks frames.
pub(super) struct Player<Key> {
    jobs: SyncSender<Job<Key>>,
    frames: Receiver<(Key, Frame)>,
}

impl<Key: Copy + PartialEq + Send + 'static> Player<Key> {
    pub(super) fn start(ctx: Context) -> Self {
        let (jobs, to_do) = sync_channel::<Job<Key>>(JOBS);
        let (tell, frames) = sync_channel(JOBS);
        let thread = thread::Builder::new().name("animations".to_owned());
        let started = thread.spawn(move || {
            let mut open: Vec<Open<Key>> = Vec::new();
            loop {
                let job = match open.is_empty() {
                    true => to_do.recv().ok(),
                    false => match to_do.recv_timeout(RESTS) {
                        Err(RecvTimeoutError::Timeout) => {
                            close_resting(&mut open, Instant::now());
                            continue;
                        }
                        job => job.ok(),
                    },
                };
                let Some(job) = job else { return };
                let now = Instant::now();
                close_resting(&mut open, now);
                let frame = next_frame(&mut open, &job, now);
                if tell.send((job.key, frame)).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        if let Err(error) = started {
            tracing::error!("animations stand still: {error}");
        }
        Self { jobs, frames }
    }

    /// A frame that was unpacked.
    pub(super) fn frame(&self) -> Option<(Key, Frame)> {
        self.frames.try_recv().ok()
    }
}

/// An animation that is kept open.
struct Open<Key> {
    key: Key,
    animation: Animation,
    /// How long its last frame lasts.
    lasts: Duration,
    /// It is closed then, unless it is seen again.
    until: Instant,
}

/// Closes those that nobody has seen for long.
fn close_resting<Key>(open: &mut Vec<Open<Key>>, now: Instant) {
    open.retain(|open| now < open.until);
}

fn next_frame<Key: Copy + PartialEq>(
    open: &mut Vec<Open<Key>>,
    job: &Job<Key>,
    now: Instant,
) -> Frame {
    let known = open.iter().position(|open| open.key == job.key);
    // The one seen last is the last to be closed.
    let mut kept = match known {
        Some(at) => open.remove(at),
        None => {
            let bytes = job.source.read()?;
            let animation = Animation::open(bytes.into(), job.within).ok()?;
            Open {
                key: job.key,
                animation,
                lasts: Duration::ZERO,
                until: now,
            }
        }
    };
    let frame = kept.animation.next_frame().ok()?;
    // The frame before may still be seen, and this one after it.
    kept.until = now + kept.lasts.max(frame.lasts) + RESTS;
    kept.lasts = frame.lasts;
    let mut held = kept.animation.holds();
    held += open
        .iter()
        .map(|open| open.animation.holds())
        .sum::<usize>();
    while !open.is_empty() && (open.len() >= OPEN || held > OPEN_BYTES) {
        held -= open.remove(0).animation.holds();
    }
    open.push(kept);
    Some((image_of(&frame.pixels), frame.lasts))
}

/// Where an animation is.
#[derive(Default)]
pub(super) struct Motion {
    /// When the next frame is due, in seconds.
    due: Option<f64>,
    next: Option<(ColorImage, Duration)>,
    /// A frame is on its way; for ever, once there are no more.
    asked: bool,
}

impl Motion {
    /// A frame has come.
    pub(super) fn came(&mut self, frame: Frame) {
        self.asked = frame.is_none();
        self.next = frame;
    }

    /// It is seen now: shows the frame that is due and asks for the next.
    pub(super) fn play<Key: Copy + PartialEq + Send + 'static>(
        &mut self,
        ctx: &Context,
        player: &Player<Key>,
        key: Key,
        source: impl FnOnce() -> Source,
        texture: &mut TextureHandle,
    ) {
        let now = ctx.input(|input| input.time);
        if self.due.is_none_or(|due| now >= due)
            && let Some((image, lasts)) = self.next.take()
        {
            texture.set(image, TextureOptions::LINEAR);
            // In step, but never in a hurry after a pause.
            let late = self
                .due
                .map_or(0.0, |due| (now - due).min(lasts.as_secs_f64()));
            self.due = Some(now + lasts.as_secs_f64() - late);
        }
        if self.next.is_none() && !self.asked {
            let [width, height] = texture.size();
            let within = Size::new(width as u32, height as u32);
            let source = source();
            let job = Job {
                key,
                source,
                within,
            };
            self.asked = player.jobs.try_send(job).is_ok();
        }
        if let Some(due) = self.due.filter(|_| self.next.is_some() || !self.asked) {
            let wait = (due - now).max(0.005);
            ctx.request_repaint_after_secs(wait as f32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIF: &[u8] = include_bytes!("../../../../pictures/tests/files/moving.gif");

    #[test]
    fn what_is_not_seen_any_more_is_closed_and_what_is_seen_goes_on() {
        let job = |key| Job {
            key,
            source: Source::Memory(GIF.into()),
            within: Size::new(100, 100),
        };
        let (mut open, mut now) = (Vec::new(), Instant::now());
        let first = next_frame(&mut open, &job(1), now).expect("a frame");
        next_frame(&mut open, &job(2), now).expect("a frame");
        let mut frames = 1;
        // The second rests from now on.
        for _ in 0..100 {
            now += first.1;
            close_resting(&mut open, now);
            next_frame(&mut open, &job(1), now).expect("a frame");
            frames += 1;
        }
        assert!(first.1 * frames > 2 * RESTS, "that is long enough");
        let keys: Vec<i32> = open.iter().map(|open| open.key).collect();
        assert_eq!(keys, [1]);
        close_resting(&mut open, now + RESTS);
        assert_eq!(open.len(), 1, "its frame is still seen");
        close_resting(&mut open, now + 2 * RESTS);
        assert!(open.is_empty());
    }
}

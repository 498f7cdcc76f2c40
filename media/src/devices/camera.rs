//! A camera as a source of pictures: the newest one only.
//!
//! The device has a thread of its own, which keeps emptying its buffers; whoever
//! reads slowly gets fewer pictures, not older ones.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::{Change, Events, Kind, Wanted, backoff::Backoff};
use crate::{
    io::{PATIENCE, PictureSource},
    picture::Picture,
};

#[cfg(target_os = "linux")]
mod v4l;
#[cfg(target_os = "linux")]
use v4l as system;

#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(any(windows, target_os = "macos"))]
use native as system;

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
mod absent;
#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
use absent as system;

#[cfg_attr(
    not(any(target_os = "linux", windows, target_os = "macos")),
    allow(dead_code, reason = "there is no camera to give them")
)]
mod pixels;

/// A camera that gives no picture for so long is lost.
const SILENT: Duration = Duration::from_secs(3);
/// Closing may take so long: until the next picture.
const CLOSING: Duration = Duration::from_millis(500);

/// Cameras by name.
pub(super) fn names() -> Vec<String> {
    system::names()
}

/// A picture as the camera gave it.
struct Raw {
    bytes: Vec<u8>,
    format: pixels::Format,
    at: Instant,
}

#[derive(Default)]
struct Slot {
    newest: Option<Raw>,
    /// The device is open, since then.
    open: Option<Instant>,
    /// Nobody wants more.
    ended: bool,
    /// The device is closed, and will not be opened again.
    closed: bool,
}

#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    filled: Condvar,
}

impl Shared {
    fn put(&self, raw: Raw) -> bool {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        slot.newest = Some(raw);
        self.filled.notify_one();
        !slot.ended
    }

    /// Wants no more, and waits until the device is closed.
    fn end(&self) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        slot.ended = true;
        // One that is stuck is not waited for.
        let open = |slot: &mut Slot| !slot.closed;
        drop(self.filled.wait_timeout_while(slot, CLOSING, open));
    }

    fn close(&self) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        slot.closed = true;
        self.filled.notify_one();
    }

    fn set_open(&self, since: Option<Instant>) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        slot.open = since;
    }

    fn is_ended(&self) -> bool {
        self.slot
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ended
    }
}

/// A camera. It is opened in the background, and again when it is lost.
pub struct Camera {
    shared: Arc<Shared>,
    events: Events,
    last: Option<Instant>,
    said_lost: bool,
}

impl Camera {
    /// The wanted camera; what happens to it is said in `events`.
    pub fn new(wanted: Wanted, events: Events) -> Self {
        let shared = Arc::new(Shared::default());
        let (ours, said) = (shared.clone(), events.clone());
        let thread = thread::Builder::new().name("tincan-camera".to_owned());
        let work = move || {
            keep_open(&wanted, &ours, &said);
            ours.close();
        };
        if let Err(error) = thread.spawn(work) {
            tracing::warn!(%error, "no thread for a camera");
            shared.close();
        }
        Self {
            shared,
            events,
            last: None,
            said_lost: false,
        }
    }

    /// Says once that pictures have stopped, or never came from the device that is open
    /// since then, should the device itself not.
    fn watch(&mut self, now: Instant, open: Option<Instant>) {
        let since = self.last.max(open);
        if since.is_some_and(|since| now > since + SILENT) && !self.said_lost {
            self.said_lost = true;
            self.events.send(Kind::Camera, None, Change::Broken);
        }
    }
}

impl PictureSource for Camera {
    fn next(&mut self) -> Option<(Arc<Picture>, Instant)> {
        let slot = self
            .shared
            .slot
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .shared
            .filled
            .wait_timeout_while(slot, PATIENCE, |slot| slot.newest.is_none() && !slot.ended);
        let (mut slot, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let (raw, open) = (slot.newest.take(), slot.open);
        drop(slot);
        let now = Instant::now();
        let Some(raw) = raw else {
            self.watch(now, open);
            return None;
        };
        (self.last, self.said_lost) = (Some(now), false);
        match pixels::to_picture(&raw.bytes, raw.format) {
            Some(picture) => Some((Arc::new(picture), raw.at)),
            None => {
                // A USB cable that is loose cuts pictures in the middle.
                tracing::debug!("a camera's picture is damaged");
                None
            }
        }
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.shared.end();
    }
}

/// Opens the camera, reads it, and opens it again when it is lost.
fn keep_open(wanted: &Wanted, shared: &Shared, events: &Events) {
    let mut backoff = Backoff::new(Instant::now());
    let mut said = None;
    let mut say = |name: Option<&str>, change| {
        let known = said.replace(change);
        if known != Some(change) && !(known == Some(Change::Lost) && change == Change::Absent) {
            events.send(Kind::Camera, name.map(str::to_owned), change);
        }
    };
    while !shared.is_ended() {
        if !backoff.is_due(Instant::now()) {
            thread::sleep(PATIENCE);
            continue;
        }
        match system::Device::open(wanted) {
            Err(change) => {
                let name = match wanted {
                    Wanted::Named(name) => Some(name.as_str()),
                    Wanted::Default => None,
                };
                say(name, change);
            }
            Ok(device) => {
                let name = device.name().to_owned();
                let mut first = true;
                shared.set_open(Some(Instant::now()));
                let ended = device.run(|raw| {
                    if first {
                        first = false;
                        say(Some(&name), Change::Works);
                    }
                    shared.put(raw)
                });
                shared.set_open(None);
                backoff.on_success(Instant::now());
                if let Err(change) = ended {
                    say(Some(&name), change);
                }
            }
        }
        backoff.on_failure(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_that_is_open_and_gives_nothing_is_said_to_once() {
        let (events, said) = Events::channel();
        let mut camera = Camera {
            shared: Arc::new(Shared::default()),
            events,
            last: None,
            said_lost: false,
        };
        camera.shared.close();
        let open = Instant::now();
        // It is not open yet: it may be that the person is asked first.
        camera.watch(open + 10 * SILENT, None);
        camera.watch(open + SILENT, Some(open));
        assert_eq!(said.try_iter().count(), 0);
        let late = SILENT + Duration::from_millis(1);
        camera.watch(open + late, Some(open));
        camera.watch(open + 2 * late, Some(open));
        let changes: Vec<_> = said.try_iter().map(|event| event.change).collect();
        assert_eq!(changes, [Change::Broken]);
        // A picture came, and none after it.
        (camera.last, camera.said_lost) = (Some(open + 2 * late), false);
        camera.watch(open + 3 * late - Duration::from_millis(1), Some(open));
        assert_eq!(said.try_iter().count(), 0);
        camera.watch(open + 4 * late, Some(open));
        assert_eq!(said.try_iter().count(), 1);
    }
}

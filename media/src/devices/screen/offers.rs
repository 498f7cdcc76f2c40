//! What can be shared, with a small picture of each.

use std::{
    sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use tincan_resample::picture;

use super::{Change, Raw, Shared, system};
use crate::engine::Latest;

/// Time between two looks.
const EVERY: Duration = Duration::from_millis(700);
/// A small picture is no larger than this.
const WIDTH: u32 = 240;
const HEIGHT: u32 = 150;

/// Something that can be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub shared: Shared,
    /// What a window is called, safe to be shown; none when it has no name, or is
    /// a monitor.
    pub title: Option<String>,
    /// What it looks like now.
    pub preview: Option<Preview>,
}

/// A small picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// Pixels from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// Red, green, blue and alpha, in rows.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}×{}", self.width, self.height)
    }
}

impl Preview {
    pub(super) fn of(raw: &Raw) -> Option<Self> {
        let (wide, high) = (f64::from(raw.width), f64::from(raw.height));
        let scale = (f64::from(WIDTH) / wide).min(f64::from(HEIGHT) / high);
        let small = |side: f64| ((side * scale.min(1.0)) as u32).max(1);
        let (width, height) = (small(wide), small(high));
        let from = (raw.width, raw.height);
        let mut rgba = picture::sharp(&raw.bytes, from, (width, height)).ok()?;
        for pixel in rgba.as_chunks_mut::<4>().0 {
            let [blue, green, red, _] = *pixel;
            *pixel = [red, green, blue, 255];
        }
        Some(Self {
            width: width as usize,
            height: height as usize,
            rgba,
        })
    }
}

/// Looks at what can be shared, again and again until dropped.
#[derive(Debug)]
pub struct Offers {
    /// Ends the thread when dropped.
    _stop: SyncSender<()>,
    newest: Latest<Result<Vec<Offer>, Change>>,
}

impl Offers {
    /// Begins to look; `changed` is called from another thread after each look.
    pub fn new(changed: impl Fn() + Send + 'static) -> Self {
        let (stop, stopped) = sync_channel(0);
        let newest = Latest::default();
        let ours: Latest<_> = newest.clone();
        let look = move || {
            let mut lookout = None;
            loop {
                let opened = match lookout.take() {
                    Some(lookout) => Ok(lookout),
                    None => system::Lookout::open(),
                };
                ours.put(opened.and_then(|mut opened| {
                    let offers = opened.look()?;
                    lookout = Some(opened);
                    Ok(offers)
                }));
                changed();
                match stopped.recv_timeout(EVERY) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        };
        let thread = thread::Builder::new().name("tincan-offers".to_owned());
        if let Err(error) = thread.spawn(look) {
            tracing::warn!(%error, "no thread to look for what can be shared");
            newest.put(Err(Change::Broken));
        }
        Self {
            _stop: stop,
            newest,
        }
    }

    /// What there is, when it was looked at since the last time: monitors, then
    /// windows, what is in front first.
    pub fn poll(&self) -> Option<Result<Vec<Offer>, Change>> {
        self.newest.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_has_the_shape_and_colours_of_the_large_one() {
        for (from, to) in [
            ((1920, 1080), (240, 135)),
            ((300, 900), (50, 150)),
            ((100, 40), (100, 40)),
            ((5000, 3), (240, 1)),
        ] {
            let raw = Raw {
                bytes: [10, 200, 30, 0].repeat(from.0 * from.1),
                width: from.0 as u32,
                height: from.1 as u32,
            };
            let preview = Preview::of(&raw).unwrap();
            assert_eq!((preview.width, preview.height), to, "{from:?}");
            assert!(preview.rgba.chunks(4).all(|p| p == [30, 200, 10, 255]));
        }
    }
}

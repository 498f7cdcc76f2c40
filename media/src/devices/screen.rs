//! The screen as a source of pictures, for letters rather than for motion: few
//! pictures a second, each as large as the screen, and when nothing moves only
//! as many as it takes until they are sharp.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

mod offers;
mod title;

use super::{Change, Events, Kind, backoff::Backoff};
use crate::{
    io::{PATIENCE, Pace, PictureSource},
    picture::{Picture, Size},
};

#[cfg(all(target_os = "linux", feature = "screen"))]
mod x11;
#[cfg(all(target_os = "linux", feature = "screen"))]
use x11 as system;

#[cfg(all(any(windows, target_os = "macos"), feature = "screen"))]
mod other;
#[cfg(all(any(windows, target_os = "macos"), feature = "screen"))]
use other as system;

#[cfg(not(all(
    any(target_os = "linux", windows, target_os = "macos"),
    feature = "screen"
)))]
mod absent;
#[cfg(not(all(
    any(target_os = "linux", windows, target_os = "macos"),
    feature = "screen"
)))]
use absent as system;

#[cfg(all(target_os = "linux", feature = "wayland"))]
mod portal;
#[cfg(not(all(target_os = "linux", feature = "wayland")))]
#[path = "screen/no_portal.rs"]
mod portal;

pub use self::{
    offers::{Offer, Offers, Preview},
    portal::{Asking, Granted},
};

/// What is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shared {
    /// The monitor that the system prefers.
    #[default]
    Primary,
    /// The monitor that the system knows by this number.
    Monitor(u32),
    /// The window that the system knows by this number, covered or not.
    Window(u32),
    /// What was chosen when the desktop asked: a monitor or a window.
    Granted(Granted),
}

impl Shared {
    fn kind(&self) -> Kind {
        match self {
            Self::Primary | Self::Monitor(_) | Self::Granted(_) => Kind::Screen,
            Self::Window(_) => Kind::Window,
        }
    }

    /// Whether this is the end of it, so that it is not to be opened again.
    fn ends_with(&self, change: Change) -> bool {
        match self {
            Self::Primary | Self::Monitor(_) => false,
            Self::Window(_) => change == Change::Lost,
            Self::Granted(_) => change != Change::Works,
        }
    }
}

/// Time from one picture to the next.
const STEP: Duration = Duration::from_millis(100);
/// So many pictures of the same are given: an encoder at a low rate takes some
/// to make letters sharp.
const SHARPEN: u32 = 20;
/// Then every so many, so that the peer knows that it stands still.
const REMIND: u32 = 10;

/// Whether there is a screen to be shared, as far as can be told without
/// looking at it.
pub fn can_share_screen() -> bool {
    system::is_there() || desktop_asks()
}

/// Whether it is the desktop that asks what is to be shared, by [`Asking`]; the
/// app does elsewhere, by [`Offers`].
pub fn desktop_asks() -> bool {
    portal::is_there()
}

/// What is on the screen, as the system gives it.
#[derive(Debug, PartialEq, Eq)]
struct Raw {
    /// Blue, green, red and a byte of nothing for each pixel, in rows.
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

impl Raw {
    /// As a picture, shrunk when a call cannot carry it, and stretched when it is
    /// too small for one.
    fn to_picture(&self) -> Option<Picture> {
        let (width, height) = (self.width & !1, self.height & !1);
        let (long, short) = (width.max(height), width.min(height));
        // A call carries 1920×1088 at most, and 16 points either way at least.
        let scale = (1920.0 / f64::from(long)).min(1088.0 / f64::from(short));
        let fit = |side: u32| (((f64::from(side) * scale.min(1.0)) as u32) & !1).max(16);
        let size = Size::new(fit(width), fit(height)).ok()?;
        if (size.width(), size.height()) == (width as usize, height as usize) {
            return Picture::from_bgrx(size, &self.bytes, self.width as usize * 4);
        }
        let bytes = crate::picture::shrink_bgrx(&self.bytes, (self.width, self.height), size)?;
        Picture::from_bgrx(size, &bytes, size.width() * 4)
    }
}

/// Which pictures of a screen are worth giving.
#[derive(Debug, Default)]
struct Still(u32);

impl Still {
    fn is_worth(&mut self, changed: bool) -> bool {
        self.0 = if changed { 0 } else { self.0.saturating_add(1) };
        self.0 <= SHARPEN || self.0.is_multiple_of(REMIND)
    }
}

/// What is shared, open.
enum Capture {
    System(Box<system::Capture>),
    Portal(portal::Capture),
}

impl Capture {
    fn open(shared: &Shared) -> Result<Self, Change> {
        match shared {
            Shared::Granted(granted) => portal::Capture::open(granted).map(Self::Portal),
            _ => system::Capture::open(shared).map(|it| Self::System(Box::new(it))),
        }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::System(capture) => capture.name(),
            Self::Portal(_) => None,
        }
    }

    /// What it looks like now; none when that is not known yet.
    fn grab(&mut self) -> Result<Option<Arc<Raw>>, Change> {
        match self {
            Self::System(capture) => capture.grab().map(|raw| Some(Arc::new(raw))),
            Self::Portal(capture) => capture.grab(),
        }
    }
}

/// The screen, or a window on it. It is opened when the first picture is wanted,
/// and a screen again when it is lost. A window that is closed is shared no more,
/// nor is what the desktop has ended.
pub struct Screen {
    shared: Shared,
    /// What it is called, when that is known.
    name: Option<String>,
    over: bool,
    events: Events,
    backoff: Backoff,
    pace: Pace,
    capture: Option<Capture>,
    last: Option<(Arc<Raw>, Arc<Picture>)>,
    still: Still,
    said: Option<Change>,
}

impl Screen {
    /// What is shared; what happens to it is said in `events`.
    pub fn new(shared: Shared, events: Events) -> Self {
        Self {
            shared,
            name: None,
            over: false,
            events,
            backoff: Backoff::new(Instant::now()),
            pace: Pace::new(STEP),
            capture: None,
            last: None,
            still: Still::default(),
            said: None,
        }
    }

    fn grab(&mut self, now: Instant) -> Option<Arc<Raw>> {
        if self.over || (self.capture.is_none() && !self.backoff.is_due(now)) {
            return None;
        }
        let opened = match self.capture.take() {
            Some(capture) => Ok(capture),
            None => Capture::open(&self.shared),
        };
        let grabbed = opened.and_then(|mut capture| {
            self.name = capture.name().map(str::to_owned);
            let raw = capture.grab();
            // What is hidden will be seen again.
            if matches!(raw, Ok(_) | Err(Change::Hidden)) {
                self.capture = Some(capture);
            }
            raw
        });
        match grabbed {
            Ok(None) => None,
            Ok(Some(raw)) => {
                self.backoff.on_success(now);
                self.say(Change::Works);
                Some(raw)
            }
            Err(change) => {
                if change != Change::Hidden {
                    self.backoff.on_failure(now);
                }
                self.over = self.shared.ends_with(change);
                self.say(change);
                None
            }
        }
    }

    fn say(&mut self, change: Change) {
        if self.said.replace(change) != Some(change) {
            let (kind, name) = (self.shared.kind(), self.name.clone());
            self.events.send(kind, name, change);
        }
    }
}

impl PictureSource for Screen {
    fn next(&mut self) -> Option<(Arc<Picture>, Instant)> {
        self.pace.wait(Duration::ZERO)?;
        let at = Instant::now();
        let raw = self.grab(at)?;
        let same = self.last.take().filter(|(last, _)| *last == raw);
        if !self.still.is_worth(same.is_none()) {
            self.last = same;
            return None;
        }
        let picture = match same {
            Some((_, picture)) => picture,
            None => Arc::new(raw.to_picture()?),
        };
        self.last = Some((raw, picture.clone()));
        Some((picture, at))
    }
}

// A picture that is waited for comes soon enough for a call to end.
const _: () = assert!(STEP.as_millis() <= PATIENCE.as_millis());

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(width: u32, height: u32) -> Raw {
        let bytes = [10, 200, 30, 0].repeat((width * height) as usize);
        Raw {
            bytes,
            width,
            height,
        }
    }

    #[test]
    fn what_stands_still_is_given_until_it_is_sharp_and_then_seldom() {
        let mut still = Still::default();
        assert!(still.is_worth(true));
        let given = (0..100).filter(|_| still.is_worth(false)).count();
        assert_eq!(given, 20 + 8);
        assert!(still.is_worth(true));
        assert!(still.is_worth(false));
    }

    #[test]
    fn screens_of_any_size_become_pictures_that_a_call_carries() {
        for (from, to) in [
            ((1367, 769), (1366, 768)),
            ((1920, 1080), (1920, 1080)),
            ((2560, 1440), (1920, 1080)),
            ((1440, 2560), (1080, 1920)),
            ((3440, 1440), (1920, 802)),
            ((3000, 20), (1920, 16)),
            ((8, 8), (16, 16)),
        ] {
            let picture = raw(from.0, from.1).to_picture().unwrap();
            assert_eq!(picture.size(), Size::new(to.0, to.1).unwrap(), "{from:?}");
            let rgba = picture.to_rgba();
            let near = |a: u8, b: u8| a.abs_diff(b) < 6;
            assert!(near(rgba[0], 30) && near(rgba[1], 200) && near(rgba[2], 10));
        }
    }
}

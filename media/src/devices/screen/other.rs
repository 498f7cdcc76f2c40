//! Screens and windows of Windows and macOS, by `xcap`.

use std::process;

use xcap::{Monitor, Window, XCapError, image::RgbaImage};

use super::{Change, Offer, Preview, Raw, Shared, title};

/// Most windows that are offered.
const MOST: usize = 48;
/// Smaller ones are no windows to people.
const LEAST: u32 = 32;

/// Every such system has one.
pub(super) fn is_there() -> bool {
    true
}

/// What is shared, open: by its number, since the system's own handles stay on
/// the thread that got them.
pub(super) enum Capture {
    Monitor(u32),
    Window(u32, Option<String>),
}

impl Capture {
    pub(super) fn open(shared: &Shared) -> Result<Self, Change> {
        if let Shared::Window(id) = *shared {
            let title = window(id)?.title().ok();
            return Ok(Self::Window(id, title.and_then(|it| title::safe(&it))));
        }
        let wanted = |monitor: &Monitor| match *shared {
            Shared::Monitor(id) => is(monitor.id(), id),
            Shared::Primary | Shared::Window(_) | Shared::Granted(_) => {
                monitor.is_primary().unwrap_or_default()
            }
        };
        let found = monitors()?.into_iter().find(wanted).ok_or(Change::Lost)?;
        found.id().map(Self::Monitor).map_err(broken)
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Monitor(_) => None,
            Self::Window(_, title) => title.as_deref(),
        }
    }

    pub(super) fn grab(&mut self) -> Result<Raw, Change> {
        match *self {
            Self::Monitor(id) => {
                let mut monitors = monitors()?.into_iter();
                let monitor = monitors.find(|monitor| is(monitor.id(), id));
                let image = monitor.ok_or(Change::Lost)?.capture_image();
                image.map(raw).map_err(broken)
            }
            Self::Window(id, _) => {
                let window = window(id)?;
                if window.is_minimized().unwrap_or_default() {
                    return Err(Change::Hidden);
                }
                window.capture_image().map(raw).map_err(broken)
            }
        }
    }
}

/// Looks at screens and windows again and again.
pub(super) struct Lookout;

impl Lookout {
    pub(super) fn open() -> Result<Self, Change> {
        Ok(Self)
    }

    /// What there is now: monitors, then windows, what is in front first.
    pub(super) fn look(&mut self) -> Result<Vec<Offer>, Change> {
        let mut monitors = monitors()?;
        monitors.sort_by_key(|monitor| !monitor.is_primary().unwrap_or_default());
        let screens = monitors.into_iter().filter_map(|monitor| {
            let image = monitor.capture_image().map_err(broken).ok()?;
            Some(Offer {
                shared: Shared::Monitor(monitor.id().ok()?),
                title: None,
                preview: Preview::of(&raw(image)),
            })
        });
        let windows = windows()?.into_iter().filter(is_for_people).take(MOST);
        let windows = windows.filter_map(|window| {
            let image = window.capture_image().map_err(broken).ok()?;
            Some(Offer {
                shared: Shared::Window(window.id().ok()?),
                title: window.title().ok().and_then(|title| title::safe(&title)),
                preview: Preview::of(&raw(image)),
            })
        });
        Ok(screens.chain(windows).collect())
    }
}

/// Windows that people see, but for our own: it would show itself in itself.
fn is_for_people(window: &Window) -> bool {
    let large = |side: Result<u32, XCapError>| side.is_ok_and(|side| side >= LEAST);
    large(window.width())
        && large(window.height())
        && !window.is_minimized().unwrap_or_default()
        && !is(window.pid(), process::id())
}

fn monitors() -> Result<Vec<Monitor>, Change> {
    Monitor::all().map_err(broken)
}

fn windows() -> Result<Vec<Window>, Change> {
    Window::all().map_err(broken)
}

/// One that is closed is in no list any more.
fn window(id: u32) -> Result<Window, Change> {
    let mut windows = windows()?.into_iter();
    let found = windows.find(|window| is(window.id(), id));
    found.ok_or(Change::Lost)
}

fn is(found: Result<u32, XCapError>, wanted: u32) -> bool {
    found.is_ok_and(|found| found == wanted)
}

/// Red and blue are the other way round in a call.
fn raw(image: RgbaImage) -> Raw {
    let (width, height) = image.dimensions();
    let mut bytes = image.into_raw();
    for pixel in bytes.as_chunks_mut::<4>().0 {
        pixel.swap(0, 2);
    }
    Raw {
        bytes,
        width,
        height,
    }
}

fn broken(error: XCapError) -> Change {
    tracing::debug!(%error, "the screen");
    Change::Broken
}

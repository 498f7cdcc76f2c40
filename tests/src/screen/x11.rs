//! What only the display itself can tell or do.

use std::{
    error::Error,
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    connection::Connection,
    protocol::xproto::{ClientMessageEvent, ConnectionExt, EventMask, ImageFormat},
    rust_connection::RustConnection,
};

/// The part of the screen that is watched: left, top, width, height.
const WATCHED: (i16, i16, u16, u16) = (16, 16, 240, 64);

/// How often.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// A part of the screen as it was.
pub(super) struct Watch {
    display: RustConnection,
    root: u32,
    before: Vec<u8>,
}

impl Watch {
    /// Remembers what is there now.
    pub(super) fn new(display: &str) -> Result<Self, Box<dyn Error>> {
        let (display, screen) = x11rb::connect(Some(display))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let mut watch = Self {
            display,
            root,
            before: Vec::new(),
        };
        watch.before = watch.look()?;
        Ok(watch)
    }

    /// Waits until something else is there, and tells when.
    pub(super) fn changed(&self, limit: Duration) -> Result<Instant, Box<dyn Error>> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if self.look()? != self.before {
                return Ok(Instant::now());
            }
            thread::sleep(LOOK_AGAIN);
        }
        Err("nothing is drawn".into())
    }

    fn look(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let (x, y, width, height) = WATCHED;
        let format = ImageFormat::Z_PIXMAP;
        let image = self
            .display
            .get_image(format, self.root, x, y, width, height, u32::MAX)?;
        Ok(image.reply()?.data)
    }
}

/// Asks a window to close, as a window manager does.
pub(super) fn close_window(display: &str, window: u32) -> Result<(), Box<dyn Error>> {
    let (display, _) = x11rb::connect(Some(display))?;
    let atom = |name: &str| -> Result<u32, Box<dyn Error>> {
        Ok(display.intern_atom(false, name.as_bytes())?.reply()?.atom)
    };
    let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
    let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    display
        .send_event(false, window, EventMask::NO_EVENT, message)?
        .check()?;
    Ok(())
}

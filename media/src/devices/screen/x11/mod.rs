//! Screens and windows of X11.

mod monitor;
mod offers;
mod pointer;
mod window;

use std::env;

use x11rb::{
    connection::Connection,
    protocol::{
        randr::ConnectionExt as _,
        xfixes::ConnectionExt as _,
        xproto::{ConnectionExt as _, Drawable, Format, ImageFormat, ImageOrder},
    },
    rust_connection::{ConnectionError, ReplyError, RustConnection},
};

pub(super) use self::offers::Lookout;
use self::window::Window;
use super::{Change, Raw, Shared};

/// Whether this is X11: what Wayland shows to programs of X11 is black.
pub(super) fn is_there() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
}

/// A connection to the display.
struct Display {
    connection: RustConnection,
    root: u32,
    /// Whether the display says what its pointer looks like.
    has_pointer: bool,
}

/// A part of the display, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    left: i16,
    top: i16,
    width: u16,
    height: u16,
}

impl Display {
    fn open() -> Result<Self, Change> {
        if !is_there() {
            return Err(Change::Absent);
        }
        let (connection, number) = x11rb::connect(None).map_err(|_| Change::Absent)?;
        let setup = connection.setup();
        let screen = setup.roots.get(number).ok_or(Change::Absent)?;
        let (root, depth) = (screen.root, screen.root_depth);
        let wide = |format: &&Format| format.depth == depth;
        let format = setup.pixmap_formats.iter().find(wide);
        let usual = depth >= 24
            && setup.image_byte_order == ImageOrder::LSB_FIRST
            && format.is_some_and(|format| format.bits_per_pixel == 32);
        if !usual {
            tracing::warn!(depth, "a screen of colours that cannot be read");
            return Err(Change::Broken);
        }
        // Without these extensions there is one monitor, and no pointer.
        let versions = connection.randr_query_version(1, 5).map(drop);
        let pointer = connection.xfixes_query_version(4, 0);
        let has_pointer = pointer.is_ok_and(|version| version.reply().is_ok());
        versions.map_err(lost)?;
        Ok(Self {
            connection,
            root,
            has_pointer,
        })
    }

    /// What is in a part of a window, or of a picture that the display keeps.
    fn image(&self, of: Drawable, part: Part) -> Result<Raw, Change> {
        let Part {
            left,
            top,
            width,
            height,
        } = part;
        let format = ImageFormat::Z_PIXMAP;
        let image = self
            .connection
            .get_image(format, of, left, top, width, height, !0)
            .map_err(lost)?;
        let image = image.reply().map_err(broken)?;
        let (width, height) = (u32::from(width), u32::from(height));
        if image.data.len() != width as usize * height as usize * 4 {
            return Err(Change::Broken);
        }
        Ok(Raw {
            bytes: image.data,
            width,
            height,
        })
    }
}

/// What is shared, open.
pub(super) struct Capture {
    display: Display,
    /// None for a monitor.
    window: Option<Window>,
    shared: Shared,
}

impl Capture {
    pub(super) fn open(shared: &Shared) -> Result<Self, Change> {
        let display = Display::open()?;
        let window = match *shared {
            Shared::Window(id) => Some(Window::open(&display, id)?),
            Shared::Primary | Shared::Monitor(_) | Shared::Granted(_) => None,
        };
        Ok(Self {
            display,
            window,
            shared: shared.clone(),
        })
    }

    /// What it is called, where people know it by a name.
    pub(super) fn name(&self) -> Option<&str> {
        self.window.as_ref().and_then(Window::title)
    }

    pub(super) fn grab(&mut self) -> Result<Raw, Change> {
        let (part, mut raw) = match &self.window {
            Some(window) => window.grab(&self.display)?,
            None => {
                let part = monitor::part(&self.display, &self.shared)?;
                (part, self.display.image(self.display.root, part)?)
            }
        };
        if self.display.has_pointer {
            pointer::draw(&self.display, part, &mut raw);
        }
        Ok(raw)
    }
}

fn lost(error: ConnectionError) -> Change {
    tracing::debug!(%error, "the display");
    Change::Lost
}

fn broken(error: ReplyError) -> Change {
    tracing::debug!(%error, "the display");
    match error {
        ReplyError::ConnectionError(error) => lost(error),
        ReplyError::X11Error(_) => Change::Broken,
    }
}

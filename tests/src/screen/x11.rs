//! What only the display itself can tell or do.

use std::{
    error::Error,
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    connection::Connection,
    protocol::xproto::{
        AtomEnum, CONFIGURE_NOTIFY_EVENT, ClientMessageEvent, ConfigureNotifyEvent,
        ConfigureWindowAux, ConnectionExt, CreateGCAux, EventMask, ImageFormat, Rectangle,
    },
    rust_connection::RustConnection,
};

/// The part of the screen that is watched for a window: left, top, width, height.
const WATCHED: (i16, i16, u16, u16) = (16, 16, 240, 64);

/// How often.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// A part of the screen as it was.
pub(super) struct Watch {
    display: RustConnection,
    root: u32,
    part: (i16, i16, u16, u16),
    before: Vec<u8>,
}

impl Watch {
    /// Remembers what is in the corner now.
    pub(super) fn new(display: &str) -> Result<Self, Box<dyn Error>> {
        Self::begin(display, WATCHED)
    }

    /// Remembers what is there now, left, top, width and height in pixels.
    pub(super) fn of(display: &str, part: (i32, i32, i32, i32)) -> Result<Self, Box<dyn Error>> {
        let (left, top) = (part.0.try_into()?, part.1.try_into()?);
        Self::begin(display, (left, top, part.2.try_into()?, part.3.try_into()?))
    }

    fn begin(display: &str, part: (i16, i16, u16, u16)) -> Result<Self, Box<dyn Error>> {
        let (display, screen) = x11rb::connect(Some(display))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let mut watch = Self {
            display,
            root,
            part,
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
        let (x, y, width, height) = self.part;
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

/// Moves a window, and tells it where it is, as a window manager does: without that
/// it would not know, and its parts would be looked for where they are not.
/// <https://tronche.com/gui/x/icccm/sec-4.html#s-4.1.5>
pub(super) fn move_window(
    display: &str,
    window: u32,
    (x, y): (i32, i32),
) -> Result<(), Box<dyn Error>> {
    let (display, _) = x11rb::connect(Some(display))?;
    let place = ConfigureWindowAux::new().x(x).y(y);
    display.configure_window(window, &place)?.check()?;
    let size = display.get_geometry(window)?.reply()?;
    let told = ConfigureNotifyEvent {
        response_type: CONFIGURE_NOTIFY_EVENT,
        sequence: 0,
        event: window,
        window,
        above_sibling: x11rb::NONE,
        x: x.try_into()?,
        y: y.try_into()?,
        width: size.width,
        height: size.height,
        border_width: size.border_width,
        override_redirect: false,
    };
    display
        .send_event(false, window, EventMask::STRUCTURE_NOTIFY, told)?
        .check()?;
    Ok(())
}

/// Whether a window asks its window manager for attention.
/// <https://tronche.com/gui/x/icccm/sec-4.html#s-4.1.2.4>
pub(super) fn is_urgent(display: &str, window: u32) -> Result<bool, Box<dyn Error>> {
    const URGENCY: u32 = 1 << 8;
    let (display, _) = x11rb::connect(Some(display))?;
    let hints = AtomEnum::WM_HINTS;
    let hints = display
        .get_property(false, window, hints, hints, 0, 1)?
        .reply()?;
    let flags = hints.value32().and_then(|mut values| values.next());
    Ok(flags.is_some_and(|flags| flags & URGENCY != 0))
}

/// Paints a part of the screen behind all windows.
pub(super) fn paint(
    display: &str,
    (x, y, width, height): (i16, i16, u16, u16),
    color: u32,
) -> Result<(), Box<dyn Error>> {
    let (display, screen) = x11rb::connect(Some(display))?;
    let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
    let brush = display.generate_id()?;
    let color = CreateGCAux::new().foreground(color);
    display.create_gc(brush, root, &color)?;
    let part = Rectangle {
        x,
        y,
        width,
        height,
    };
    display.poly_fill_rectangle(root, brush, &[part])?.check()?;
    Ok(())
}

/// How light a point of the screen is, from 0 to 255.
pub(super) fn level(display: &str, x: i16, y: i16) -> Result<u8, Box<dyn Error>> {
    Ok(point(display, x, y)?.into_iter().max().unwrap_or_default())
}

/// Red, green and blue of a point of the screen.
pub(super) fn point(display: &str, x: i16, y: i16) -> Result<[u8; 3], Box<dyn Error>> {
    let (display, screen) = x11rb::connect(Some(display))?;
    let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
    let format = ImageFormat::Z_PIXMAP;
    let image = display.get_image(format, root, x, y, 1, 1, u32::MAX)?;
    match image.reply()?.data[..] {
        [blue, green, red, ..] => Ok([red, green, blue]),
        _ => Err("no point".into()),
    }
}

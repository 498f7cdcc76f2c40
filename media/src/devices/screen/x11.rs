//! A screen of X11: the primary monitor, with the pointer on it.

use std::env;

use x11rb::{
    connection::Connection,
    protocol::{
        randr::ConnectionExt as _,
        xfixes::ConnectionExt as _,
        xproto::{ConnectionExt as _, ImageFormat, ImageOrder},
    },
    rust_connection::{ConnectionError, ReplyError, RustConnection},
};

use super::{Change, Raw};

/// Whether this is X11: what Wayland shows to programs of X11 is black.
pub(super) fn is_there() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
}

/// A connection to the display.
pub(super) struct Capture {
    display: RustConnection,
    root: u32,
    /// Whether the display says what its pointer looks like.
    has_pointer: bool,
}

/// A part of the display.
struct Part {
    left: i16,
    top: i16,
    width: u16,
    height: u16,
}

impl Capture {
    pub(super) fn open() -> Result<Self, Change> {
        if !is_there() {
            return Err(Change::Absent);
        }
        let (display, number) = x11rb::connect(None).map_err(|_| Change::Absent)?;
        let setup = display.setup();
        let screen = setup.roots.get(number).ok_or(Change::Absent)?;
        let (root, depth) = (screen.root, screen.root_depth);
        let wide = |format: &&x11rb::protocol::xproto::Format| format.depth == depth;
        let format = setup.pixmap_formats.iter().find(wide);
        let usual = depth >= 24
            && setup.image_byte_order == ImageOrder::LSB_FIRST
            && format.is_some_and(|format| format.bits_per_pixel == 32);
        if !usual {
            tracing::warn!(depth, "a screen of colours that cannot be read");
            return Err(Change::Broken);
        }
        // Without these extensions there is one monitor, and no pointer.
        let versions = display.randr_query_version(1, 5).map(drop);
        let pointer = display.xfixes_query_version(4, 0);
        let has_pointer = pointer.is_ok_and(|version| version.reply().is_ok());
        versions.map_err(lost)?;
        Ok(Self {
            display,
            root,
            has_pointer,
        })
    }

    pub(super) fn grab(&mut self) -> Result<Raw, Change> {
        let part = self.part()?;
        let image = self
            .display
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                part.left,
                part.top,
                part.width,
                part.height,
                !0,
            )
            .map_err(lost)?;
        let image = image.reply().map_err(broken)?;
        let (width, height) = (u32::from(part.width), u32::from(part.height));
        if image.data.len() != width as usize * height as usize * 4 {
            return Err(Change::Broken);
        }
        let mut raw = Raw {
            bytes: image.data,
            width,
            height,
        };
        if self.has_pointer {
            self.draw_pointer(&part, &mut raw);
        }
        Ok(raw)
    }

    /// The primary monitor, or all there is.
    fn part(&self) -> Result<Part, Change> {
        let monitors = self.display.randr_get_monitors(self.root, true);
        let monitors = monitors.ok().and_then(|cookie| cookie.reply().ok());
        let monitors = monitors.map(|reply| reply.monitors).unwrap_or_default();
        let primary = monitors.iter().find(|monitor| monitor.primary);
        if let Some(monitor) = primary.or_else(|| monitors.first()) {
            return Ok(Part {
                left: monitor.x,
                top: monitor.y,
                width: monitor.width,
                height: monitor.height,
            });
        }
        let geometry = self.display.get_geometry(self.root).map_err(lost)?;
        let geometry = geometry.reply().map_err(broken)?;
        Ok(Part {
            left: 0,
            top: 0,
            width: geometry.width,
            height: geometry.height,
        })
    }

    /// The pointer is no part of the image that the display gives.
    fn draw_pointer(&self, part: &Part, raw: &mut Raw) {
        let pointer = self.display.xfixes_get_cursor_image();
        let Some(pointer) = pointer.ok().and_then(|cookie| cookie.reply().ok()) else {
            return;
        };
        let left = i32::from(pointer.x) - i32::from(pointer.xhot) - i32::from(part.left);
        let top = i32::from(pointer.y) - i32::from(pointer.yhot) - i32::from(part.top);
        let rows = pointer
            .cursor_image
            .chunks(usize::from(pointer.width).max(1));
        for (y, row) in (top..).zip(rows) {
            for (x, argb) in (left..).zip(row) {
                let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
                    continue;
                };
                if x < raw.width && y < raw.height {
                    let at = (y as usize * raw.width as usize + x as usize) * 4;
                    blend(&mut raw.bytes[at..at + 3], *argb);
                }
            }
        }
    }
}

/// Puts a point whose colours are multiplied by its alpha over one below.
fn blend(below: &mut [u8], argb: u32) {
    let [blue, green, red, alpha] = argb.to_le_bytes();
    for (below, over) in below.iter_mut().zip([blue, green, red]) {
        let rest = u16::from(*below) * u16::from(255 - alpha) / 255;
        *below = over.saturating_add(rest as u8);
    }
}

fn lost(error: ConnectionError) -> Change {
    tracing::debug!(%error, "the display");
    Change::Lost
}

fn broken(error: ReplyError) -> Change {
    tracing::debug!(%error, "the display");
    Change::Broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_covers_what_is_below_as_far_as_it_is_opaque() {
        let mut below = [100, 100, 100];
        blend(&mut below, 0);
        assert_eq!(below, [100; 3]);
        blend(&mut below, 0xff_ff_80_00);
        assert_eq!(below, [0, 0x80, 0xff]);
    }
}

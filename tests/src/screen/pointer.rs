//! The pointer where no window is, as a square of one colour.

use std::error::Error;

use x11rb::{
    connection::Connection,
    protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt as _, CreateGCAux, Rectangle},
    rust_connection::RustConnection,
};

/// From one edge to the other, in pixels.
const SIDE: u16 = 32;

/// Who has drawn the pointer: the display shows what it looks like to nobody once they
/// are gone.
#[derive(Debug)]
pub struct Pointer {
    display: RustConnection,
    root: u32,
}

impl Pointer {
    pub(super) fn draw(display: &str, color: [u8; 3]) -> Result<Self, Box<dyn Error>> {
        let (display, screen) = x11rb::connect(Some(display))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let (shape, brush) = (display.generate_id()?, display.generate_id()?);
        display.create_pixmap(1, shape, root, SIDE, SIDE)?;
        display.create_gc(brush, shape, &CreateGCAux::new().foreground(1))?;
        let all = Rectangle {
            x: 0,
            y: 0,
            width: SIDE,
            height: SIDE,
        };
        display.poly_fill_rectangle(shape, brush, &[all])?;
        let [red, green, blue] = color.map(|part| u16::from(part) * 0x101);
        let (pointer, middle) = (display.generate_id()?, SIDE / 2);
        display.create_cursor(
            pointer, shape, shape, red, green, blue, 0, 0, 0, middle, middle,
        )?;
        let shown = ChangeWindowAttributesAux::new().cursor(pointer);
        display.change_window_attributes(root, &shown)?.check()?;
        Ok(Self { display, root })
    }

    /// Moves its middle to this point of the screen.
    ///
    /// # Panics
    /// When the display is gone.
    pub fn move_to(&self, x: i16, y: i16) {
        let moved = self
            .display
            .warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, x, y);
        moved.expect("a display").check().expect("a pointer");
    }
}

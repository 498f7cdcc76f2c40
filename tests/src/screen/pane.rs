//! A window of another program: an area of one colour with a title.

use std::error::Error;

use x11rb::{
    connection::Connection,
    protocol::xproto::{
        AtomEnum, ChangeWindowAttributesAux, ConfigureWindowAux, ConnectionExt as _,
        CreateWindowAux, PropMode, StackMode, WindowClass,
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

type Done = Result<(), Box<dyn Error>>;

/// A window; it is closed when this is dropped.
#[derive(Debug)]
pub struct Pane {
    display: RustConnection,
    id: u32,
}

impl Pane {
    pub(super) fn open(
        display: &str,
        title: &str,
        (left, top, width, height): (i16, i16, u16, u16),
        color: u32,
    ) -> Result<Self, Box<dyn Error>> {
        let (display, screen) = x11rb::connect(Some(display))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let id = display.generate_id()?;
        let filled = CreateWindowAux::new().background_pixel(color);
        display
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                id,
                root,
                left,
                top,
                width,
                height,
                0,
                WindowClass::INPUT_OUTPUT,
                x11rb::COPY_FROM_PARENT,
                &filled,
            )?
            .check()?;
        let atom = |name: &[u8]| -> Result<u32, Box<dyn Error>> {
            Ok(display.intern_atom(false, name)?.reply()?.atom)
        };
        let (name, text) = (atom(b"_NET_WM_NAME")?, atom(b"UTF8_STRING")?);
        let replace = PropMode::REPLACE;
        display.change_property8(replace, id, name, text, title.as_bytes())?;
        let class = AtomEnum::WM_CLASS;
        display.change_property8(replace, id, class, AtomEnum::STRING, b"pane\0Pane\0")?;
        let pane = Self { display, id };
        pane.show().and_then(|()| pane.put(StackMode::BELOW))?;
        Ok(pane)
    }

    fn put(&self, mode: StackMode) -> Done {
        let stacked = ConfigureWindowAux::new().stack_mode(mode);
        Ok(self.display.configure_window(self.id, &stacked)?.check()?)
    }

    /// Makes it so large, and of this colour.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn change(&self, width: u32, height: u32, color: u32) -> Done {
        let size = ConfigureWindowAux::new().width(width).height(height);
        self.display.configure_window(self.id, &size)?.check()?;
        let filled = ChangeWindowAttributesAux::new().background_pixel(color);
        self.display.change_window_attributes(self.id, &filled)?;
        Ok(self
            .display
            .clear_area(false, self.id, 0, 0, 0, 0)?
            .check()?)
    }

    /// Takes it off the screen, as minimising does.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn hide(&self) -> Done {
        Ok(self.display.unmap_window(self.id)?.check()?)
    }

    /// Puts it back onto the screen.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn show(&self) -> Done {
        Ok(self.display.map_window(self.id)?.check()?)
    }
}

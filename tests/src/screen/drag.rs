//! A file that is dragged over a window and let go there, as a file manager does it.
//! <https://freedesktop.org/wiki/Specifications/XDND/>

use std::{
    error::Error,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    COPY_DEPTH_FROM_PARENT, CURRENT_TIME,
    connection::Connection,
    protocol::{
        Event,
        xproto::{
            ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use crate::app::PATIENCE;

/// The version of the protocol.
const VERSION: u32 = 5;
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A file over a window; it is gone from there when dropped by Rust.
#[derive(Debug)]
pub struct Drag {
    display: RustConnection,
    source: u32,
    target: u32,
    list: String,
}

impl Drag {
    /// Drags `file` over the window `target`, to the middle of a place on the screen.
    pub(super) fn over(
        display: &str,
        target: u32,
        (x, y): (i32, i32),
        file: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let (display, screen) = x11rb::connect(Some(display))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let source = display.generate_id()?;
        let nothing = CreateWindowAux::new();
        let (depth, class) = (COPY_DEPTH_FROM_PARENT, WindowClass::INPUT_OUTPUT);
        display.create_window(depth, source, root, 0, 0, 1, 1, 0, class, 0, &nothing)?;
        let drag = Self {
            display,
            source,
            target,
            list: format!("file://{}\r\n", file.display()),
        };
        let selection = drag.atom("XdndSelection")?;
        drag.display
            .set_selection_owner(source, selection, CURRENT_TIME)?
            .check()?;
        let kind = drag.atom("text/uri-list")?;
        drag.tell("XdndEnter", [VERSION << 24, kind, 0, 0])?;
        let at = (u32::try_from(x)? << 16) | u32::try_from(y)?;
        let copy = drag.atom("XdndActionCopy")?;
        drag.tell("XdndPosition", [0, at, CURRENT_TIME, copy])?;
        drag.answer_until("XdndStatus", true)?;
        Ok(drag)
    }

    /// Lets it go there.
    ///
    /// # Panics
    /// When the window does not take it.
    pub fn let_go(self) {
        self.tell("XdndDrop", [0, CURRENT_TIME, 0, 0])
            .and_then(|()| self.answer_until("XdndFinished", false))
            .expect("it is taken");
    }

    /// Drags it away again.
    ///
    /// # Panics
    /// When the display is gone.
    pub fn leave(self) {
        self.tell("XdndLeave", [0; 4]).expect("a display");
    }

    fn atom(&self, name: &str) -> Result<u32, Box<dyn Error>> {
        let asked = self.display.intern_atom(false, name.as_bytes())?;
        Ok(asked.reply()?.atom)
    }

    fn tell(&self, what: &str, [a, b, c, d]: [u32; 4]) -> Result<(), Box<dyn Error>> {
        let data = [self.source, a, b, c, d];
        let message = ClientMessageEvent::new(32, self.target, self.atom(what)?, data);
        self.display
            .send_event(false, self.target, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }

    /// Hands out what is dragged until the window has said so; `asked` says that it
    /// will ask for that.
    fn answer_until(&self, said: &str, mut asked: bool) -> Result<(), Box<dyn Error>> {
        let said = self.atom(said)?;
        let mut heard = false;
        let deadline = Instant::now() + PATIENCE;
        while asked || !heard {
            match self.display.poll_for_event()? {
                Some(Event::SelectionRequest(request)) => {
                    self.hand_out(&request)?;
                    asked = false;
                }
                Some(Event::ClientMessage(message)) => heard |= message.type_ == said,
                Some(_) => {}
                None if Instant::now() >= deadline => return Err("no answer".into()),
                None => thread::sleep(LOOK_AGAIN),
            }
        }
        Ok(())
    }

    fn hand_out(&self, request: &SelectionRequestEvent) -> Result<(), Box<dyn Error>> {
        let (to, property, kind) = (request.requestor, request.property, request.target);
        let list = self.list.as_bytes();
        self.display
            .change_property8(PropMode::REPLACE, to, property, kind, list)?
            .check()?;
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: to,
            selection: request.selection,
            target: kind,
            property,
        };
        self.display
            .send_event(false, to, EventMask::NO_EVENT, answer)?
            .check()?;
        Ok(())
    }
}

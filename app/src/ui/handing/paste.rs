//! Ctrl+V when there is a picture on the clipboard.
//!
//! egui takes the key itself, asks the clipboard for words, and says nothing
//! when there are none. What is left of it is that the key comes up again
//! without having gone down.

use egui::{Context, Event, Key};

/// What is known of the key.
#[derive(Debug, Default)]
pub(super) struct Pasting {
    /// It went down, as a letter.
    down: bool,
    /// Words came since it was pressed.
    words: bool,
}

impl Pasting {
    /// Whether something that is no words was pasted in this frame.
    pub(super) fn pasted(&mut self, ctx: &Context) -> bool {
        ctx.input(|input| {
            let mut pasted = false;
            for event in &input.raw.events {
                match event {
                    Event::Paste(_) => self.words = true,
                    Event::Key {
                        key: Key::V,
                        pressed,
                        ..
                    } => {
                        if !*pressed {
                            pasted |= !self.down && !self.words;
                            self.words = false;
                        }
                        self.down = *pressed;
                    }
                    _ => {}
                }
            }
            pasted
        })
    }
}

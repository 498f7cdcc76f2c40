//! Ctrl+V when there are files or a picture on the clipboard.
//!
//! egui takes the key itself, asks the clipboard for words, and says nothing
//! when there are none. What is left of it is that the key comes up again
//! without having gone down. Where files were copied, some file managers also
//! hand out words: the names of the files.

use egui::{Context, Event, Key};

/// Files that are copied at once, at most.
const FILES: usize = 4096;

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

/// Words that were pasted in this frame and name files: nobody else sees them.
pub(super) fn take_names(ctx: &Context) -> Option<String> {
    ctx.input_mut(|input| {
        let named = |event: &Event| matches!(event, Event::Paste(text) if name_files(text));
        let at = input.events.iter().position(named)?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

/// Whether every line is the place of a file.
fn name_files(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_place = |line: &str| line.starts_with("file://") || line.starts_with('/');
    let mut lines = lines.take(FILES).peekable();
    lines.peek().is_some() && lines.all(is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_of_files_are_taken_for_them() {
        for names in ["file:///tmp/a.png", "/home/ann/a b.txt\n/home/ann/c\n"] {
            assert!(name_files(names), "{names}");
        }
        for words in ["", "\n", "hello", "/join\nus", "https://example.org/a"] {
            assert!(!name_files(words), "{words}");
        }
    }
}

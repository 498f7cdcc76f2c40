//! Keys that work everywhere in the window.

use egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    /// The list of keys.
    Help,
    /// Into the settings, and back.
    Settings,
    /// A room.
    Create,
    /// Look for words in what was said.
    Search,
    /// Out of the room, after a question.
    Leave,
    /// Close the window.
    Quit,
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const KEYS: [(KeyboardShortcut, Shortcut); 7] = [
    (
        KeyboardShortcut::new(Modifiers::NONE, Key::F1),
        Shortcut::Help,
    ),
    (command(Key::Slash), Shortcut::Help),
    (command(Key::Comma), Shortcut::Settings),
    (command(Key::N), Shortcut::Create),
    (command(Key::F), Shortcut::Search),
    (command(Key::W), Shortcut::Leave),
    (command(Key::Q), Shortcut::Quit),
];

/// What was pressed since the last frame, if anything; taken before any widget
/// sees it.
pub(crate) fn pressed(ctx: &Context) -> Option<Shortcut> {
    // Who writes means the letter.
    let writing = ctx.text_edit_focused();
    ctx.input_mut(|input| {
        let key = KEYS
            .iter()
            .find(|(keys, _)| input.consume_shortcut(keys))
            .map(|(_, shortcut)| *shortcut);
        key.or_else(|| {
            let asks = |event: &Event| matches!(event, Event::Text(text) if text == "?");
            let asked = !writing && input.events.iter().any(asks);
            if asked {
                input.events.retain(|event| !asks(event));
            }
            asked.then_some(Shortcut::Help)
        })
    })
}

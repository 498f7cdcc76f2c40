//! The keys, and what they do.

/// Title.
pub const TITLE: &str = "Keyboard shortcuts";

/// A part of the list: where the keys work, and each with what it does.
pub type Part = (&'static str, &'static [(&'static str, &'static str)]);

/// The whole list.
pub const PARTS: [Part; 3] = [
    (
        "Everywhere",
        &[
            ("F1  Ctrl+/  ?", "This list"),
            ("Tab  Shift+Tab", "To the next, to the one before"),
            ("Enter  Space", "Press what has the ring"),
            ("Esc", "Close what is open, or go back"),
            ("Ctrl+,", "Settings"),
            ("Ctrl+N", "Create a room"),
            ("Ctrl+W", "Leave the room"),
            ("Ctrl+Q", "Close the window"),
            ("Ctrl++  Ctrl+−  Ctrl+0", "Larger, smaller, as it was"),
        ],
    ),
    (
        "In a room",
        &[
            ("Enter", "Send"),
            ("Shift+Enter", "A new line"),
            ("Ctrl+V", "Hand over a copied picture"),
            ("Page Up  Page Down", "Through the conversation"),
            ("Ctrl+End", "To the newest"),
        ],
    ),
    (
        "In a picture",
        &[
            ("+  −", "Closer, farther"),
            ("Esc", "Back to the conversation"),
        ],
    ),
];

/// Keys as this system writes them.
pub fn written(keys: &str) -> String {
    if cfg!(target_os = "macos") {
        keys.replace("Ctrl+", "⌘").replace("Shift+", "⇧")
    } else {
        keys.to_owned()
    }
}

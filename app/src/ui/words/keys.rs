//! The keys, and what they do.

use super::Word;

words! { "keys";
    /// Title.
    pub title;
    everywhere;
    list;
    tab;
    press;
    back;
    settings;
    create;
    leave;
    quit;
    scale;
    in_room;
    send;
    line;
    paste;
    pages;
    newest;
    walk;
    with_message;
    find;
    in_call;
    answer;
    answer_video;
    decline;
    talk;
    in_picture;
    zoom;
    conversation;
}

/// A part of the list: where the keys work, and each with what it does.
pub type Part = (Word, &'static [(&'static str, Word)]);

/// The whole list.
pub const PARTS: [Part; 4] = [
    (
        everywhere,
        &[
            ("F1  Ctrl+/  ?", list),
            ("Tab  Shift+Tab", tab),
            ("Enter  Space", press),
            ("Esc", back),
            ("Ctrl+,", settings),
            ("Ctrl+N", create),
            ("Ctrl+W", leave),
            ("Ctrl+Q", quit),
            ("Ctrl++  Ctrl+−  Ctrl+0", scale),
        ],
    ),
    (
        in_room,
        &[
            ("Enter", send),
            ("Shift+Enter", line),
            ("Ctrl+V", paste),
            ("Page Up  Page Down", pages),
            ("Ctrl+End", newest),
            ("Ctrl+F", find),
            ("↑  ↓", walk),
            ("R  E  Del", with_message),
        ],
    ),
    (
        in_call,
        &[
            ("Enter", answer),
            ("Ctrl+Enter", answer_video),
            ("Esc", decline),
            ("Space", talk),
        ],
    ),
    (in_picture, &[("+  −", zoom), ("Esc", conversation)]),
];

/// Keys as this system writes them.
pub fn written(keys: &str) -> String {
    if cfg!(target_os = "macos") {
        keys.replace("Ctrl+", "⌘").replace("Shift+", "⇧")
    } else {
        keys.to_owned()
    }
}

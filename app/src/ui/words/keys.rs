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
    copy;
    last;
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
            ("Ctrl+C", copy),
            ("↑", last),
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

/// Keys as they are written on the keyboards of this system, in the language
/// that is spoken.
pub fn written(keys: &str) -> String {
    let combinations: Vec<String> = keys.split("  ").map(combination).collect();
    combinations.join("  ")
}

fn combination(keys: &str) -> String {
    let mut written = String::new();
    let mut rest = keys;
    loop {
        let (mac, elsewhere, after) = if let Some(after) = rest.strip_prefix("Ctrl+") {
            ("⌘", named::ctrl(), after)
        } else if let Some(after) = rest.strip_prefix("Shift+") {
            ("⇧", named::shift(), after)
        } else {
            return written + named::key(rest);
        };
        rest = after;
        if cfg!(target_os = "macos") {
            written.push_str(mac);
        } else {
            written.push_str(elsewhere);
            written.push('+');
        }
    }
}

/// The key that is held for what the whole window does.
pub fn held() -> &'static str {
    if cfg!(target_os = "macos") {
        "⌘"
    } else {
        named::ctrl()
    }
}

/// What is printed on keys.
mod named {
    words! { "key";
        pub(super) ctrl;
        pub(super) shift;
        enter;
        space;
        escape;
        delete;
        end;
        page_up;
        page_down;
    }

    /// A key by the name that it has in the lists above.
    pub(super) fn key(name: &str) -> &str {
        match name {
            "Enter" => enter(),
            "Space" => space(),
            "Esc" => escape(),
            "Del" => delete(),
            "End" => end(),
            "Page Up" => page_up(),
            "Page Down" => page_down(),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Language, *};

    #[test]
    fn keys_are_called_what_is_printed_on_them() {
        let said = |language: Language, keys| {
            language.speak();
            written(keys)
        };
        if !cfg!(target_os = "macos") {
            let keys = "Ctrl++  Ctrl+−  Ctrl+0";
            assert_eq!(said(Language::English, keys), keys);
            assert_eq!(said(Language::German, keys), "Strg++  Strg+−  Strg+0");
            let line = said(Language::German, "Shift+Enter");
            assert_eq!(line, "Umschalt+Eingabe");
        }
        let press = said(Language::German, "Enter  Space");
        assert_eq!(press, "Eingabe  Leertaste");
        let pages = said(Language::French, "Page Up  Page Down");
        assert_eq!(pages, "Pg. préc.  Pg. suiv.");
        assert_eq!(said(Language::French, "R  E  Del"), "R  E  Suppr");
        assert_eq!(said(Language::Arabic, "F1  ?"), "F1  ?");
        Language::English.speak();
    }
}

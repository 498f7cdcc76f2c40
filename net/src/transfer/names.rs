//! File names that a peer may choose, made harmless.

use std::path::Path;

/// Longest name, in bytes: with a number and `.part` it fits any file system.
const MAX_BYTES: usize = 200;
/// Longest ending that is kept when a name is cut, in bytes, its dot included.
const MAX_ENDING: usize = 20;
/// What has no name is called.
const NAMELESS: &str = "file";

/// Names that Windows takes for devices, with any ending.
const RESERVED: [&str; 28] = [
    "CON", "PRN", "AUX", "NUL", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7",
    "COM8", "COM9", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    "CONIN$", "CONOUT$", "CLOCK$", "CONFIG$",
];

/// A plain file name made of `name`: one that stays in its folder, shows itself
/// as what it is, and is allowed on any system.
pub(crate) fn sanitise(name: &str) -> String {
    // What would not be looked at need not be walked through.
    let name: String = name
        .chars()
        .take(4 * MAX_BYTES)
        .filter_map(harmless)
        .collect();
    // Windows drops dots and spaces at the end, a dot in front hides a file.
    let name = name.trim_end_matches(is_dot_or_space);
    let name = name.trim_start_matches(is_dot_or_space);
    let name = cut(name);
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let reserved =
        RESERVED.iter().any(|r| r.eq_ignore_ascii_case(stem)) || is_numbered_device(stem);
    match name.as_str() {
        "" => NAMELESS.to_owned(),
        _ if reserved => format!("_{name}"),
        _ => name,
    }
}

/// The name of a file of ours, as it is offered.
pub(crate) fn of_path(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    sanitise(&name.to_string_lossy())
}

/// `name` for the first try, then `name (2)`, `name (3)`, with its ending last.
pub(crate) fn numbered(name: &str, number: u32) -> String {
    if number < 2 {
        return name.to_owned();
    }
    let (stem, ending) = name.split_at(ending_at(name));
    format!("{stem} ({number}){ending}")
}

fn is_dot_or_space(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

/// Windows takes these for COM1 to COM3 and LPT1 to LPT3 too.
fn is_numbered_device(stem: &str) -> bool {
    let device = stem.get(..3).unwrap_or_default();
    (device.eq_ignore_ascii_case("COM") || device.eq_ignore_ascii_case("LPT"))
        && matches!(&stem[3..], "¹" | "²" | "³")
}

/// What is kept of a character: separators and what Windows forbids become `_`,
/// what cannot be seen or turns the reading direction is left out.
fn harmless(c: char) -> Option<char> {
    match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => Some('_'),
        // Look like a slash.
        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' | '\u{ff3c}' => Some('_'),
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, zero
        // widths, marks and turns of direction, invisible operators, byte order
        // mark, interlinear and tag characters.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// At most [`MAX_BYTES`], with the ending kept.
fn cut(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, ending) = name.split_at(ending_at(name));
    let mut end = MAX_BYTES - ending.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = stem[..end].trim_end_matches(is_dot_or_space);
    format!("{stem}{ending}")
}

/// Where the ending begins, as `.gz` does; `.tar.gz` is kept whole.
fn ending_at(name: &str) -> usize {
    let Some(last) = name.rfind('.').filter(|at| *at > 0) else {
        return name.len();
    };
    let at = match name[..last].strip_suffix(".tar") {
        Some(stem) if !stem.is_empty() => stem.len(),
        _ => last,
    };
    if name.len() - at > MAX_ENDING {
        name.len()
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_names_become_plain_ones() {
        for (name, plain) in [
            ("report.pdf", "report.pdf"),
            ("Grüße aus Köln 🥫.jpeg", "Grüße aus Köln 🥫.jpeg"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("..", "file"),
            (".", "file"),
            ("", "file"),
            (" . . ", "file"),
            ("/etc/shadow", "_etc_shadow"),
            ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
            ("a\0b\nc\x1b[31m.txt", "abc[31m.txt"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("trailing. . ", "trailing"),
            (".bashrc", "bashrc"),
            ("CON", "_CON"),
            ("nul.tar.gz", "_nul.tar.gz"),
            ("com1 .txt", "_com1 .txt"),
            ("LPT¹", "_LPT¹"),
            ("console.log", "console.log"),
            ("a⁄b∕c", "a_b_c"),
            ("file:stream", "file_stream"),
        ] {
            assert_eq!(sanitise(name), plain, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let long = sanitise(&format!("{}.tar.gz", "ä".repeat(10_000)));
        assert!(long.len() <= MAX_BYTES);
        let long = sanitise(&format!("{}.jpeg", "x".repeat(300)));
        assert_eq!(long.len(), MAX_BYTES);
        assert!(long.ends_with(".jpeg"));
        let dots = sanitise(&format!("a.{}", "b".repeat(5_000)));
        assert_eq!(dots.len(), MAX_BYTES);
    }

    #[test]
    fn numbers_go_before_the_ending() {
        assert_eq!(numbered("a.txt", 1), "a.txt");
        assert_eq!(numbered("a.txt", 2), "a (2).txt");
        assert_eq!(numbered("a.tar.gz", 3), "a (3).tar.gz");
        assert_eq!(numbered("README", 2), "README (2)");
        assert_eq!(
            numbered("v1. a sentence that goes on", 2),
            "v1. a sentence that goes on (2)"
        );
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_plain_component(name in ".{0,400}", number in 1u32..10_000) {
            let plain = sanitise(&name);
            prop_assert!(!plain.is_empty() && plain.len() <= MAX_BYTES + 1);
            prop_assert_eq!(sanitise(&plain), plain.clone(), "once is enough");
            let part = format!("{}.part", numbered(&plain, number));
            prop_assert!(part.len() <= 255);
            for name in [&plain, &part] {
                let mut components = Path::new(name).components();
                prop_assert!(matches!(components.next(), Some(std::path::Component::Normal(_))));
                prop_assert!(components.next().is_none());
            }
            prop_assert!(!plain.chars().any(|c| c.is_control() || "/\\:*?\"<>|".contains(c)));
        }

        #[test]
        fn hostile_characters_too(name in "[./\\\\ \u{0}-\u{1f}\u{202a}-\u{202e}COMcon1:]{0,40}") {
            let plain = sanitise(&name);
            prop_assert!(!plain.starts_with('.') && !plain.ends_with('.') && plain != "CON");
        }
    }
}

//! Titles of windows, which whatever runs in them may have written.

/// Longer ones are cut.
const MOST: usize = 80;

/// A title as it can be shown: one line, none of the signs that turn the text
/// around them, not too long. None when nothing is left to be read.
pub(super) fn safe(title: &str) -> Option<String> {
    let kept = title.chars().map(|c| if c.is_control() { ' ' } else { c });
    let kept: String = kept.filter(|c| !turns_or_hides(*c)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let line = words.join(" ");
    let cut = line.char_indices().nth(MOST);
    let line = match cut {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    };
    (!line.is_empty()).then_some(line)
}

/// Marks of direction, and signs without a width of which a name of nothing can
/// be made.
fn turns_or_hides(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_deceive_is_left_out() {
        for (title, shown) in [
            ("Letter.odt - Writer", Some("Letter.odt - Writer")),
            ("a\u{202E}fdp.exe\u{2066}", Some("afdp.exe")),
            ("two\r\nlines\u{7}\tand more", Some("two lines and more")),
            ("رسالة", Some("رسالة")),
            ("  \u{200B}\u{FEFF}\n", None),
            ("", None),
        ] {
            assert_eq!(safe(title).as_deref(), shown, "{title:?}");
        }
        let long = safe(&"long ".repeat(100)).unwrap();
        assert!(long.ends_with("long…") && long.chars().count() <= MOST + 1);
    }

    proptest! {
        #[test]
        fn whatever_it_is_a_line_comes_of_it(title in ".*") {
            if let Some(shown) = safe(&title) {
                prop_assert!(!shown.is_empty() && shown.chars().count() <= MOST + 1);
                prop_assert!(!shown.chars().any(|c| c.is_control() || turns_or_hides(c)));
            }
        }
    }
}

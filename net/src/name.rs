//! Display names: what two people see of each other.

use std::{fmt, str::FromStr};

use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

/// Most characters of a display name.
pub const MAX_NAME_CHARS: usize = 40;

/// A name fit to be shown: trimmed, one line, no control or direction-changing
/// characters, 1 to [`MAX_NAME_CHARS`] characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisplayName(String);

impl DisplayName {
    /// A random friendly name such as "Quiet Otter".
    pub fn random(rng: &mut impl rand::Rng) -> Self {
        let first = FIRST.choose(rng).copied().unwrap_or("Quiet");
        let second = SECOND.choose(rng).copied().unwrap_or("Otter");
        Self(format!("{first} {second}"))
    }

    /// What can be shown of a name that a peer sent; "Somebody" when nothing can.
    pub fn from_peer(text: &str) -> Self {
        clean(text).map_or_else(|| Self("Somebody".to_owned()), Self)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name with nothing in it that could be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A name needs at least one letter.")]
pub struct NameError;

impl FromStr for DisplayName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        clean(text).map(Self).ok_or(NameError)
    }
}

impl TryFrom<String> for DisplayName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> Self {
        name.0
    }
}

fn clean(text: &str) -> Option<String> {
    let mut out = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    for word in words {
        let word: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
        if out.chars().count() >= MAX_NAME_CHARS {
            break;
        }
    }
    let out: String = out.chars().take(MAX_NAME_CHARS).collect();
    let out = out.trim_end().to_owned();
    (!out.is_empty()).then_some(out)
}

/// Characters that show nothing or turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

const FIRST: [&str; 32] = [
    "Amber", "Brave", "Bright", "Calm", "Clever", "Cosy", "Curious", "Eager", "Early", "Fair",
    "Gentle", "Golden", "Happy", "Honest", "Jolly", "Keen", "Kind", "Lively", "Lucky", "Mellow",
    "Merry", "Misty", "Nimble", "Patient", "Quick", "Quiet", "Silver", "Sunny", "Swift", "Tidy",
    "Warm", "Witty",
];

const SECOND: [&str; 32] = [
    "Badger", "Beaver", "Bison", "Crane", "Dolphin", "Falcon", "Finch", "Fox", "Hare", "Hedgehog",
    "Heron", "Ibex", "Jay", "Kite", "Lark", "Lynx", "Marten", "Mole", "Newt", "Otter", "Owl",
    "Panda", "Puffin", "Raven", "Robin", "Seal", "Sparrow", "Stork", "Swan", "Tern", "Whale",
    "Wren",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_made_fit_to_be_shown() {
        let shown = |text: &str| DisplayName::from_peer(text).to_string();
        assert_eq!(shown("  Brave \n Heron\t"), "Brave Heron");
        assert_eq!(shown("abc\u{202E}def"), "abcdef");
        assert_eq!(shown("\u{200B}\u{0007} "), "Somebody");
        assert_eq!(shown(&"x".repeat(500)).len(), MAX_NAME_CHARS);
        assert_eq!("".parse::<DisplayName>(), Err(NameError));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_bounded_and_stable(text in ".{0,200}") {
            let name = DisplayName::from_peer(&text);
            prop_assert!(name.as_str().chars().count() <= MAX_NAME_CHARS);
            prop_assert!(!name.as_str().chars().any(char::is_control));
            prop_assert_eq!(name.as_str().parse::<DisplayName>().unwrap(), name);
        }
    }
}

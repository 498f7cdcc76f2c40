//! One emoji, as a reaction is.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An emoji that Unicode recommends for interchange, fully qualified.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Emoji(&'static str);

/// A text is no emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an emoji")]
pub struct EmojiError;

impl Emoji {
    /// As text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromStr for Emoji {
    type Err = EmojiError;

    /// Also takes one without the selectors that make it fully qualified.
    fn from_str(text: &str) -> Result<Self, EmojiError> {
        emojis::get(text)
            .map(|emoji| Self(emoji.as_str()))
            .ok_or(EmojiError)
    }
}

impl TryFrom<String> for Emoji {
    type Error = EmojiError;

    fn try_from(text: String) -> Result<Self, EmojiError> {
        text.parse()
    }
}

impl From<Emoji> for &'static str {
    fn from(emoji: Emoji) -> Self {
        emoji.0
    }
}

impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_one_and_nothing_else() {
        for emoji in ["👍", "❤️", "👩‍🚀", "👍🏽", "🇳🇱", "1️⃣"] {
            assert_eq!(emoji.parse::<Emoji>().unwrap().as_str(), emoji);
        }
        assert_eq!("❤".parse::<Emoji>().unwrap().as_str(), "❤️");
        for text in ["", "a", "1", "👍👍", "👍 ", "\u{202e}", "<b>"] {
            assert_eq!(text.parse::<Emoji>(), Err(EmojiError), "{text:?}");
        }
    }
}

//! Animated GIFs to hand over: where they come from.
//!
//! The sender fetches a GIF and hands over its bytes, so that the receiver
//! talks to no provider. [`builtin`] works at once and offline; [`giphy`] only
//! with a key of the person's own.
//!
//! Providers block: they belong on a thread of their own, such as [`Gifs`]'s.

pub mod builtin;
mod cache;
pub mod giphy;
mod library;
mod service;

use std::{fmt, str::FromStr};

use bytes::Bytes;

pub use self::{
    library::{ApiKey, ApiKeyError, Library, Rating},
    service::{Answer, Ask, Gifs},
};

/// Largest GIF that is fetched, in bytes: more would not be accepted by itself.
pub const MAX_GIF_BYTES: u64 = 8 * 1024 * 1024;

/// Most items of a page.
pub const MAX_ITEMS: usize = 50;

/// Where GIFs come from.
pub trait Provider {
    /// A page of what is found for `query`, or of what people like now, from
    /// the `offset`th on.
    fn page(&mut self, query: Option<&Query>, offset: u32) -> Result<Page, GifError>;

    /// A small animation of an item of an earlier page.
    fn preview(&mut self, id: &GifId) -> Result<Bytes, GifError>;

    /// The GIF itself, of an item of an earlier page.
    fn gif(&mut self, id: &GifId) -> Result<Bytes, GifError>;
}

/// The providers there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// Tincan's own.
    #[default]
    Builtin,
    /// GIPHY.
    Giphy,
}

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        match text {
            "builtin" => Ok(Self::Builtin),
            "giphy" => Ok(Self::Giphy),
            _ => Err(UnknownSource),
        }
    }
}

/// A text names no provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("GIFs come from \"builtin\" or \"giphy\"")]
pub struct UnknownSource;

/// What is looked for: a few words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query(String);

/// Longest query, in characters: what GIPHY takes.
const MAX_QUERY_CHARS: usize = 50;

impl Query {
    /// The words of a text, cut where it is too long; `None` when there are
    /// none.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text: String = words.join(" ").chars().take(MAX_QUERY_CHARS).collect();
        let text = text.trim_end();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a GIF at its provider: at most 64 letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GifId(String);

impl FromStr for GifId {
    type Err = GifError;

    fn from_str(text: &str) -> Result<Self, GifError> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(GifError::Unknown)
        }
    }
}

impl fmt::Display for GifId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One GIF to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name at the provider.
    pub id: GifId,
    /// What it shows, for people.
    pub title: String,
    /// Of the GIF, in pixels.
    pub width: u32,
    /// Of the GIF, in pixels.
    pub height: u32,
}

/// Some GIFs to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// At most [`MAX_ITEMS`].
    pub items: Vec<Item>,
    /// Where the next page begins, when there is one.
    pub next: Option<u32>,
}

/// Why there are no GIFs, or not this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GifError {
    /// No page of this run had such an item.
    #[error("There is no such GIF.")]
    Unknown,
    /// There is no key.
    #[error("GIPHY needs a key of your own. Put one into Settings.")]
    NoKey,
    /// GIPHY refuses the key.
    #[error("GIPHY does not know this key. Check it in Settings.")]
    BadKey,
    /// GIPHY has answered this key too often.
    #[error(
        "GIPHY answers this key again in {minutes} {}. Tincan's own GIFs still work.",
        if *minutes == 1 { "minute" } else { "minutes" }
    )]
    TooOften {
        /// Until then, rounded up.
        minutes: u64,
    },
    /// GIPHY does not answer.
    #[error("GIPHY cannot be reached. Tincan's own GIFs still work.")]
    Unreachable,
    /// GIPHY answers something else than GIFs.
    #[error("GIPHY gave an answer that makes no sense. Tincan's own GIFs still work.")]
    Garbled,
    /// The GIF is over [`MAX_GIF_BYTES`].
    #[error("This GIF is too big.")]
    TooBig,
}

impl GifError {
    /// Its name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_gif",
            Self::NoKey => "no_key",
            Self::BadKey => "bad_key",
            Self::TooOften { .. } => "too_often",
            Self::Unreachable => "provider_unreachable",
            Self::Garbled => "provider_garbled",
            Self::TooBig => "too_big",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_a_few_words() {
        assert_eq!(Query::new(" \t "), None);
        assert_eq!(Query::new("  high \n five ").unwrap().as_str(), "high five");
        let long = Query::new(&"é".repeat(99)).unwrap();
        assert_eq!(long.as_str().chars().count(), MAX_QUERY_CHARS);
    }

    #[test]
    fn ids_are_plain() {
        assert!("high-five".parse::<GifId>().is_ok());
        for wrong in ["", "a/b", "..", "ä", &"a".repeat(65)] {
            assert_eq!(wrong.parse::<GifId>(), Err(GifError::Unknown));
        }
    }
}

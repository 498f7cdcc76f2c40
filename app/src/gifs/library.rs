//! All providers, by name.

use std::{fmt, str::FromStr};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use ureq::http::Uri;

use super::{
    GifError, GifId, Page, Provider, Query, Source,
    builtin::Builtin,
    giphy::{self, Giphy},
};

/// A key that GIPHY gave the person: at most 64 letters and digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiKey(String);

/// A text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a key of GIPHY's. One is made of letters and digits.")]
pub struct ApiKeyError;

impl ApiKey {
    /// As GIPHY knows it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApiKey {
    type Err = ApiKeyError;

    fn from_str(text: &str) -> Result<Self, ApiKeyError> {
        let text = text.trim();
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
        if plain && (1..=64).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ApiKeyError)
        }
    }
}

impl TryFrom<String> for ApiKey {
    type Error = ApiKeyError;

    fn try_from(text: String) -> Result<Self, ApiKeyError> {
        text.parse()
    }
}

impl From<ApiKey> for String {
    fn from(key: ApiKey) -> Self {
        key.0
    }
}

/// Not shown in logs.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey")
    }
}

/// Whom GIPHY's GIFs are fit for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// Everybody.
    #[default]
    G,
    /// Children with somebody beside them.
    Pg,
    /// Those of 13 years or more.
    Pg13,
    /// Adults.
    R,
}

impl Rating {
    /// All of them, the strictest first.
    pub const ALL: [Self; 4] = [Self::G, Self::Pg, Self::Pg13, Self::R];

    /// Its name at GIPHY.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::G => "g",
            Self::Pg => "pg",
            Self::Pg13 => "pg-13",
            Self::R => "r",
        }
    }
}

/// All providers that there are on this machine.
pub struct Library {
    builtin: Builtin,
    giphy: Option<Giphy>,
    giphys_api: Uri,
}

impl Default for Library {
    fn default() -> Self {
        Self::new(None, Rating::default())
    }
}

impl Library {
    /// Tincan's own, and GIPHY's when there is a key.
    pub fn new(key: Option<ApiKey>, rating: Rating) -> Self {
        Self::at(Uri::from_static(giphy::API), key, rating)
    }

    /// With GIPHY's API at another place, for tests: its media are there too.
    pub fn at(giphys_api: Uri, key: Option<ApiKey>, rating: Rating) -> Self {
        let mut library = Self {
            builtin: Builtin,
            giphy: None,
            giphys_api,
        };
        library.use_key(key, rating);
        library
    }

    /// From now on with this key of GIPHY's, or without GIPHY.
    pub fn use_key(&mut self, key: Option<ApiKey>, rating: Rating) {
        let api = || self.giphys_api.clone();
        self.giphy = key.map(|key| Giphy::at(api(), key, rating));
    }

    /// Asks GIPHY whether it knows a key, without using it from then on.
    ///
    /// # Errors
    ///
    /// [`GifError::BadKey`] when it does not, and others when that is not known.
    pub fn try_key(&self, key: ApiKey) -> Result<(), GifError> {
        let mut giphy = Giphy::at(self.giphys_api.clone(), key, Rating::default());
        giphy.page(None, 0).map(drop)
    }

    /// See [`Provider::page`].
    pub fn page(
        &mut self,
        source: Source,
        query: Option<&Query>,
        offset: u32,
    ) -> Result<Page, GifError> {
        self.provider(source)?.page(query, offset)
    }

    /// See [`Provider::preview`].
    pub fn preview(&mut self, source: Source, id: &GifId) -> Result<Bytes, GifError> {
        self.provider(source)?.preview(id)
    }

    /// See [`Provider::gif`].
    pub fn gif(&mut self, source: Source, id: &GifId) -> Result<Bytes, GifError> {
        self.provider(source)?.gif(id)
    }

    fn provider(&mut self, source: Source) -> Result<&mut dyn Provider, GifError> {
        match source {
            Source::Builtin => Ok(&mut self.builtin),
            Source::Giphy => match &mut self.giphy {
                Some(giphy) => Ok(giphy),
                None => Err(GifError::NoKey),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_kept_out_of_logs() {
        let key: ApiKey = " Abc123 ".parse().unwrap();
        assert_eq!(key.as_str(), "Abc123");
        assert!(!format!("{key:?}").contains("Abc"));
        for wrong in ["", "a b", "a&b=c", &"a".repeat(65)] {
            assert_eq!(wrong.parse::<ApiKey>(), Err(ApiKeyError));
        }
    }

    #[test]
    fn without_a_key_giphy_is_off() {
        let mut library = Library::new(None, Rating::G);
        assert_eq!(library.page(Source::Giphy, None, 0), Err(GifError::NoKey));
        assert!(library.page(Source::Builtin, None, 0).is_ok());
    }
}

//! What a registration is filed under.

use std::{fmt, str::FromStr};

/// The longest namespace that the specification allows, in bytes.
pub const MAX_NAMESPACE_BYTES: usize = 255;

/// A rendezvous namespace: 1 to [`MAX_NAMESPACE_BYTES`] bytes of UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Namespace(Box<str>);

/// A string is no [`Namespace`]: it is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a namespace has 1 to {MAX_NAMESPACE_BYTES} bytes, this has {0}")]
pub struct InvalidNamespace(usize);

impl Namespace {
    /// The namespace as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Namespace {
    type Error = InvalidNamespace;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.len() {
            1..=MAX_NAMESPACE_BYTES => Ok(Self(text.into())),
            length => Err(InvalidNamespace(length)),
        }
    }
}

impl FromStr for Namespace {
    type Err = InvalidNamespace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl From<Namespace> for String {
    fn from(namespace: Namespace) -> Self {
        namespace.0.into()
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_checked_in_bytes() {
        assert_eq!("".parse::<Namespace>(), Err(InvalidNamespace(0)));
        assert!("a".repeat(255).parse::<Namespace>().is_ok());
        assert_eq!(
            "é".repeat(128).parse::<Namespace>(),
            Err(InvalidNamespace(256))
        );
    }
}

//! What one who starts second says to the window that is open, as bytes.
//!
//! `tincan1`, two bytes of length (big-endian), and so many bytes of UTF-8: the
//! link it was started with, or nothing. Whoever may open the socket may have
//! written anything, so all of it is checked again.

use tincan_net::{InviteLink, LinkError, MAX_LINK_LEN};

const MAGIC: &[u8; 7] = b"tincan1";

/// Bytes before the text.
pub(super) const HEAD: usize = MAGIC.len() + 2;

/// A longer text is no link, and one byte more suffices to say so.
const LONGEST: usize = MAX_LINK_LEN + 1;

/// Come forward, and show this link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summons {
    text: String,
}

/// These bytes are no summons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not what a second Tincan says")]
pub struct SummonsError;

impl Summons {
    /// To show what is in `text`, which should be a link.
    pub fn with(text: &str) -> Self {
        let text = text.trim();
        let text = &text[..text.floor_char_boundary(LONGEST)];
        Self {
            text: text.trim_end().to_owned(),
        }
    }

    /// The link, or what is wrong with it.
    pub fn link(&self) -> Option<Result<InviteLink, LinkError>> {
        (!self.text.is_empty()).then(|| self.text.parse())
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let length = u16::try_from(self.text.len()).unwrap_or(0);
        [&MAGIC[..], &length.to_be_bytes(), self.text.as_bytes()].concat()
    }

    /// How many bytes of text follow a beginning.
    pub(super) fn length(head: [u8; HEAD]) -> Result<usize, SummonsError> {
        let rest = head.strip_prefix(MAGIC).ok_or(SummonsError)?;
        let length = rest.try_into().map_err(|_| SummonsError)?;
        let length = usize::from(u16::from_be_bytes(length));
        (length <= LONGEST).then_some(length).ok_or(SummonsError)
    }

    pub(super) fn from_text(bytes: Vec<u8>) -> Result<Self, SummonsError> {
        let text = String::from_utf8(bytes).map_err(|_| SummonsError)?;
        let summons = Self::with(&text);
        (summons.text == text)
            .then_some(summons)
            .ok_or(SummonsError)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(bytes: &[u8]) -> Result<Summons, SummonsError> {
        let head = bytes.first_chunk().ok_or(SummonsError)?;
        let text = &bytes[HEAD..];
        if Summons::length(*head)? != text.len() {
            return Err(SummonsError);
        }
        Summons::from_text(text.to_vec())
    }

    #[test]
    fn other_bytes_are_refused() {
        for wrong in [
            &b""[..],
            b"tincan1",
            b"tincan2\0\0",
            b"tincan1\0\x01\xFF",
            b"tincan1\0\x01 ",
            b"tincan1\xFF\xFF",
            b"GET / HTTP/1.1\r\n",
        ] {
            assert_eq!(parse(wrong), Err(SummonsError), "{wrong:?}");
        }
        assert_eq!(parse(b"tincan1\0\0").unwrap().link(), None);
        let cut = parse(b"tincan1\0\x0Ftincan://join/x").unwrap().link();
        assert_eq!(cut, Some(Err(LinkError::CutOff)));
    }

    proptest! {
        #[test]
        fn what_is_said_is_what_is_heard(text in ".{0,3000}") {
            let said = Summons::with(&text);
            prop_assert_eq!(parse(&said.to_bytes()), Ok(said));
        }

        #[test]
        fn any_bytes_parse_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse(&bytes);
        }
    }
}

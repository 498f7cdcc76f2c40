//! What an admission leaves with the two.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::safety::Binding;

/// What was proved, which both may compare, and a key that only the two have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bond {
    pub(crate) binding: Binding,
    pub(crate) key: SessionKey,
}

/// 256 bits that only the two of an admission know.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct SessionKey(pub(crate) [u8; 32]);

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}

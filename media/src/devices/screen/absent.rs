//! Systems whose screens cannot be shared yet.

use super::{Change, Raw};

pub(super) fn is_there() -> bool {
    false
}

/// There is none.
pub(super) enum Capture {}

impl Capture {
    pub(super) fn open() -> Result<Self, Change> {
        Err(Change::Absent)
    }

    pub(super) fn grab(&mut self) -> Result<Raw, Change> {
        match *self {}
    }
}

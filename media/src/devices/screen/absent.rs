//! Systems whose screens cannot be shared yet.

use super::{Change, Offer, Raw, Shared};

pub(super) fn is_there() -> bool {
    false
}

/// There is none.
pub(super) enum Capture {}

impl Capture {
    pub(super) fn open(_: &Shared) -> Result<Self, Change> {
        Err(Change::Absent)
    }

    pub(super) fn name(&self) -> Option<&str> {
        match *self {}
    }

    pub(super) fn grab(&mut self) -> Result<Raw, Change> {
        match *self {}
    }
}

/// There is none.
pub(super) enum Lookout {}

impl Lookout {
    pub(super) fn open() -> Result<Self, Change> {
        Err(Change::Absent)
    }

    pub(super) fn look(&mut self) -> Result<Vec<Offer>, Change> {
        match *self {}
    }
}

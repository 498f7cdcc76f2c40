//! Systems whose cameras are not built in yet.

use super::{Change, Raw, Wanted};

pub(super) fn names() -> Vec<String> {
    Vec::new()
}

/// There is none.
pub(super) enum Device {}

impl Device {
    pub(super) fn open(_: &Wanted) -> Result<Self, Change> {
        Err(Change::Absent)
    }

    pub(super) fn name(&self) -> &str {
        match *self {}
    }

    pub(super) fn run(self, _: impl FnMut(Raw) -> bool) -> Result<(), Change> {
        match self {}
    }
}

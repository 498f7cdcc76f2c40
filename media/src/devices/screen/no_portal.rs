//! Without a desktop that asks what is to be shared, or without the means to take
//! what it hands out.

use std::sync::Arc;

use super::{Change, Raw};

pub(super) fn is_there() -> bool {
    false
}

/// Nobody asks.
#[derive(Debug)]
pub struct Asking(());

impl Asking {
    /// Nobody asks.
    pub fn begin() -> Self {
        Self(())
    }

    /// That it cannot be.
    pub fn poll(&self) -> Option<Result<Granted, Change>> {
        Some(Err(Change::Absent))
    }
}

/// There is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Granted {}

/// There is none.
pub(super) enum Capture {}

impl Capture {
    pub(super) fn open(granted: &Granted) -> Result<Self, Change> {
        match *granted {}
    }

    pub(super) fn grab(&mut self) -> Result<Option<Arc<Raw>>, Change> {
        match *self {}
    }
}

//! Handing files and pictures over.

mod api;

pub use api::*;

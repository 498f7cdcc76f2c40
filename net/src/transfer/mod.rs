//! Handing files and pictures over.
//!
//! `machine` decides; what it says goes over the control channel (`message`).
//! Bytes go over streams of their own (`lane`), read from a `source` and written
//! to a `sink` by threads, verified chunk by chunk (`chain`), and no more of them
//! under way at once (`flow`) than leaves the path free for words (`pace`).

mod api;
mod chain;
mod flow;
mod kept;
mod lane;
mod machine;
mod message;
mod meter;
mod names;
mod pace;
mod report;
mod shelf;
mod sink;
mod source;
mod trail;
pub(crate) mod worker;

pub use api::*;
pub(crate) use chain::{CHUNK, Mark};
pub use kept::{Keeping, KeptTransfer};
pub(crate) use machine::{Heard, Job, Line, Output, Reclaimed, Transfers};
pub(crate) use message::Message;
pub(crate) use report::Report;
pub(crate) use sink::Found as PartFound;
pub(crate) use source::Found;

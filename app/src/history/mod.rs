//! Kept rooms and what was said in them: a thread of its own between the network
//! side and whoever shows it.
//!
//! Commands and events pass through it. What is said in a kept room is written
//! down here before it is shown, sent or acknowledged; what concerns the rooms
//! themselves is answered here. The conversation of a vanishing room is held in
//! memory, within bounds, in case the two agree to keep it.
//!
//! - [`keeper`]: the thread, and what waits to pass.
//! - [`desk`]: what is done with each command and event.
//! - [`book`]: the open room's changes until they are written.
//! - [`offers`]: what was handed over, as it is kept and shown again.
//! - [`previews`]: small pictures of that, made on a thread of their own.
//! - [`handed`]: what it takes to go on with its transfers, likewise.
//! - [`shelf`]: the database, opened when it is needed.

mod book;
mod desk;
mod handed;
mod keeper;
mod offers;
mod previews;
mod shelf;

pub use self::{
    desk::Shown,
    keeper::{Keeper, start},
};

//! Calls in the window: what rings, who is seen, what can be pressed.

mod bar;
mod canvas;
mod incoming;
mod numbers;
mod page;
mod telephone;

pub use self::telephone::Line;
pub(crate) use self::telephone::{Press, Telephone};

//! Calls in the window: what rings, who is seen, what can be pressed.

mod bar;
mod canvas;
mod chooser;
mod complaints;
mod devices;
mod incoming;
mod menus;
mod numbers;
mod own;
mod page;
mod parts;
mod plugged;
mod press;
mod telephone;
mod top;
mod voice;

pub use self::telephone::Line;
pub(crate) use self::{press::Press, telephone::Telephone};

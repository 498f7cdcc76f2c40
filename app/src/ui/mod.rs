//! The window.
//!
//! Every frame: take in what happened ([`crate::model`]), decide which screen is
//! shown (`route`), build what it shows, draw it, and carry out what the
//! person asked for. Nothing here waits for anything.

mod action;
mod app;
mod call;
pub mod cans;
mod clock;
pub mod emoji;
mod emoji_picker;
mod frames;
mod handing;
pub mod icons;
mod launch;
mod overlay;
mod picker;
mod place;
mod record;
mod renderer;
pub mod rich;
mod route;
mod screens;
mod shortcuts;
pub mod string;
mod system;
pub mod theme;
mod typing;
pub mod widgets;
mod wire;
pub mod words;

pub use app::TincanApp;
pub use call::Line as CallLine;
pub use clock::Clock;
pub use launch::{Launch, Preferences, SettingsChange, run};
pub use place::Place;
pub use renderer::Renderer;
pub use route::Route;
pub use wire::Outgoing;

//! Tincan: a private room for exactly two people.
//!
//! The window and the headless mode drive the same commands and events of
//! `tincan-net`; what they share is here.
//!
//! - [`cli`]: the command line.
//! - [`settings`]: what is kept between runs, in the profile directory.
//! - [`start`]: the network side, started and ended the same way for both.
//! - [`loopback`]: the meeting point on this machine when no relay is set.
//! - [`handover`]: what is done with a file before it is handed over.
//! - [`scheme`]: `tincan://` links as the system knows them.
//! - [`desktop`]: what the system around the window offers.
//! - [`calls`]: what a call is made with, and the thread that runs its media.
//! - [`gifs`]: animated GIFs to hand over, and where they come from.
//! - [`attention`]: what tells a person of news.
//! - [`instance`]: one window for each profile.
//! - [`history`]: kept rooms and what was said in them.
//! - [`headless`]: JSON lines instead of a window.
//! - [`window`]: the window's start and end; [`ui`] draws what [`model`] knows.
//! - [`logging`]: logs on standard error.

pub mod attention;
pub mod calls;
pub mod cli;
pub mod desktop;
pub mod gifs;
pub mod handover;
pub mod headless;
pub mod history;
pub mod instance;
pub mod logging;
pub mod loopback;
pub mod model;
pub mod relays;
pub mod scheme;
pub mod settings;
mod source;
pub mod start;
pub mod ui;
pub mod window;

//! What the end-to-end tests and benchmarks stand on: real processes on this
//! machine, and a line between them that can be slow or cut.
//!
//! - [`app`]: `tincan headless`, driven by JSON lines.
//! - [`bus`]: a session bus with nobody on it.
//! - [`disk`]: a small disk that can be filled up.
//! - [`frames`]: what frames of a window cost.
//! - [`hostile`]: relays and guests that misbehave.
//! - [`files`]: files to hand over, and folders to look into.
//! - [`keeping`]: two who keep a room.
//! - [`lab`]: homes behind NATs, and bad links, in network namespaces.
//! - [`relay`]: the program `tincan-relay`.
//! - [`proxy`]: a UDP and TCP line with a delay and a switch.
//! - [`ports`]: ports that no other test takes.
//! - [`screen`]: a display, and what is on it in words.
//! - [`sound_server`]: microphones and speakers without hardware.
//! - [`usage`]: what a process costs.
//! - [`wayland`]: a desktop whose portal shares its screen.
//! - [`process`]: programs that end with the test, whatever becomes of it.

pub mod app;
pub mod bus;
#[cfg(target_os = "linux")]
pub mod disk;
pub mod files;
pub mod frames;
pub mod hostile;
pub mod keeping;
#[cfg(target_os = "linux")]
pub mod lab;
pub mod ports;
pub mod process;
pub mod proxy;
pub mod relay;
pub mod screen;
pub mod sound_server;
pub mod usage;
#[cfg(all(target_os = "linux", feature = "wayland"))]
pub mod wayland;

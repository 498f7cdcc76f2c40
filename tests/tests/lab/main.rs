//! The network lab is what it says it is.
#![cfg(target_os = "linux")]

mod cleaning;
mod links;
mod missing;
mod moving;
mod nat;
mod sockets;
mod together;

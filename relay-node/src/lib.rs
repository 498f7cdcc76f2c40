//! The public relay and meeting point for Tincan rooms, as a library and as the
//! program `tincan-relay`.
//!
//! It introduces two peers to each other and, where no direct path exists,
//! carries their ciphertext. It learns IP addresses, times, volume and which two
//! peers talk; it learns neither codes nor names nor content.
//!
//! - [`node`]: a whole node, to be started and stopped.
//! - [`rendezvous`]: the libp2p rendezvous protocol, for both of its ends.
//! - [`key`]: the file that makes it the same peer after a restart.
//! - [`limits`]: what one network, one peer and everybody may take.

pub mod key;
pub mod limits;
pub mod node;
mod relay;
pub mod rendezvous;

pub use node::{Config, Node, StartError, Stats};

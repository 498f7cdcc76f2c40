//! The public relay and meeting point for Tincan rooms.
//!
//! - [`rendezvous`]: the libp2p rendezvous protocol, wire format and server.
pub mod rendezvous;

//! The libp2p rendezvous protocol, `/rendezvous/1.0.0`.
//!
//! A waiting room *registers* a signed record of its addresses under a
//! namespace; whoever knows the namespace *discovers* the record. The protocol
//! is that of the [libp2p specification], byte for byte, so the stock client of
//! rust-libp2p works against the server here and a client built on [`Codec`]
//! works against the stock server.
//!
//! The server differs from the stock one in what it allows: see
//! [`Registry`].
//!
//! [libp2p specification]: https://github.com/libp2p/specs/blob/master/rendezvous/README.md

mod convert;
mod cookie;
mod message;
mod nameplate;
mod namespace;
mod proto;
pub mod registry;
pub(crate) mod server;
mod shelf;
pub mod wire;

pub use message::{
    Cookie, CookieTooLong, Discovered, ErrorCode, MAX_COOKIE_BYTES, Message, NewRegistration,
    Registration,
};
pub use namespace::{InvalidNamespace, MAX_NAMESPACE_BYTES, Namespace};
pub use registry::{Registry, RegistryStats};
pub use wire::{Codec, PROTOCOL, ParseError};

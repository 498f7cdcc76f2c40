//! A libp2p transport over QUIC, made for conversations.
//!
//! On the wire it is libp2p's
//! [QUIC v1](https://github.com/libp2p/specs/tree/master/quic): the same ALPN,
//! certificates and streams. What differs from the stock transport is what one
//! side decides alone: congestion control, how much may wait to be sent, who is
//! answered, and that connections outlive an address.

mod address;
mod admission;
mod config;
pub mod congestion;
mod connection;
mod core;
mod endpoint;
mod error;
mod handshake;
mod listener;
mod meter;
mod pulse;
mod punch;
mod registry;
mod shared;
mod silence;
mod socket;
mod stats;
mod stream;
mod transport;
mod tuning;
mod watcher;

pub use self::{
    config::{Config, ConfigError, Congestion},
    connection::Connection,
    error::Error,
    registry::{Naming, NamingHandler, Registry},
    shared::{Handle, Inbound},
    socket::Traffic,
    stats::{Snapshot, Stats},
    stream::Stream,
    transport::Transport,
    tuning::{Tuning, URGENT, tune},
};

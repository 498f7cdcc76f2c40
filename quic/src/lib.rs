//! A libp2p transport over QUIC, made for conversations.
//!
//! On the wire it is libp2p's QUIC v1: the same ALPN, certificates and streams.

#![expect(dead_code, reason = "what the transport itself will use")]

mod config;
mod meter;
mod pulse;
mod stats;

pub use self::{
    config::{Config, ConfigError, Congestion},
    stats::{Snapshot, Stats},
};

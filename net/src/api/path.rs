//! How the two are connected.

use std::time::Duration;

use super::WhyRelayed;

/// How the two are connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// Straight, by a relay, or within a local network.
    pub kind: PathKind,
    /// What carries it.
    pub transport: Transport,
    /// Time there and back, when it has been measured.
    pub rtt: Option<Duration>,
    /// Why it is not straight, in an [`EventKind::Path`] that is relayed. A
    /// cause that is found later comes in another one.
    pub why: Option<WhyRelayed>,
}

/// What a connection runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// Straight to the peer.
    Direct,
    /// A relay passes everything on.
    Relayed,
    /// Straight, within one local network.
    Lan,
}

/// What carries a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// QUIC over UDP.
    Quic,
    /// TCP.
    Tcp,
}

/// Numbers for the curious.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How the two are connected, when they are.
    pub path: Option<Path>,
    /// Bytes that came from others over all streams of the room, on whatever path.
    pub bytes_in: u64,
    /// Bytes that went to them.
    pub bytes_out: u64,
}

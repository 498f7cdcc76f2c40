//! A relay that is there and says nothing, not even who it is.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};

use libp2p::PeerId;

/// A port that takes connections and packets, and answers none.
#[derive(Debug)]
pub struct Mute {
    tcp: TcpListener,
    udp: UdpSocket,
    key: PeerId,
}

impl Mute {
    /// Starts to be silent.
    ///
    /// # Panics
    /// When there is no port for it.
    pub fn start() -> Self {
        // The system finishes connections for whoever listens.
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("listen");
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("bind");
        let key = PeerId::random();
        Self { tcp, udp, key }
    }

    /// Its address for TCP.
    ///
    /// # Panics
    /// When the system does not know it.
    pub fn tcp(&self) -> String {
        let port = self.tcp.local_addr().expect("an address").port();
        format!("/ip4/127.0.0.1/tcp/{port}/p2p/{}", self.key)
    }

    /// Its address for QUIC.
    ///
    /// # Panics
    /// When the system does not know it.
    pub fn quic(&self) -> String {
        let port = self.udp.local_addr().expect("an address").port();
        format!("/ip4/127.0.0.1/udp/{port}/quic-v1/p2p/{}", self.key)
    }
}

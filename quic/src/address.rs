//! Multiaddrs of QUIC v1, and the sockets that they name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

/// An IP family. Each has sockets of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    pub(crate) fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }

    /// Every address of this machine.
    pub(crate) fn any(self) -> IpAddr {
        match self {
            Self::V4 => Ipv4Addr::UNSPECIFIED.into(),
            Self::V6 => Ipv6Addr::UNSPECIFIED.into(),
        }
    }
}

/// The socket that `/ip…/udp/…/quic-v1[/p2p/…]` names, and the peer; `None` for
/// everything else.
pub(crate) fn parse(address: &Multiaddr) -> Option<(SocketAddr, Option<PeerId>)> {
    let mut parts = address.iter();
    let ip: IpAddr = match parts.next()? {
        Protocol::Ip4(ip) => ip.into(),
        Protocol::Ip6(ip) => ip.into(),
        _ => return None,
    };
    let Protocol::Udp(port) = parts.next()? else {
        return None;
    };
    let Protocol::QuicV1 = parts.next()? else {
        return None;
    };
    let peer = match parts.next() {
        None => None,
        Some(Protocol::P2p(peer)) => Some(peer),
        Some(_) => return None,
    };
    parts
        .next()
        .is_none()
        .then_some((SocketAddr::new(ip, port), peer))
}

/// `/ip…/udp/…/quic-v1`.
pub(crate) fn of(socket: SocketAddr) -> Multiaddr {
    Multiaddr::from(socket.ip())
        .with(Protocol::Udp(socket.port()))
        .with(Protocol::QuicV1)
}

/// Whether an address is on a network around us, not out on the internet.
pub(crate) fn is_near(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unicast_link_local() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: &str = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

    fn parsed(text: &str) -> Option<(SocketAddr, Option<PeerId>)> {
        parse(&text.parse().unwrap())
    }

    #[test]
    fn only_quic_v1_is_ours() {
        let socket = "127.0.0.1:7".parse().unwrap();
        assert_eq!(parsed("/ip4/127.0.0.1/udp/7/quic-v1"), Some((socket, None)));
        assert_eq!(
            parsed(&format!("/ip4/127.0.0.1/udp/7/quic-v1/p2p/{PEER}")),
            Some((socket, Some(PEER.parse().unwrap())))
        );
        for other in [
            "/ip4/127.0.0.1/udp/7",
            "/ip4/127.0.0.1/udp/7/quic",
            "/ip4/127.0.0.1/tcp/7",
            "/dns4/localhost/udp/7/quic-v1",
            "/ip4/127.0.0.1/udp/7/quic-v1/webtransport",
            &format!("/ip4/127.0.0.1/udp/7/quic-v1/p2p/{PEER}/p2p-circuit"),
        ] {
            assert_eq!(parsed(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_named_is_parsed() {
        for text in ["1.2.3.4:5", "[2001:db8::1]:5"] {
            let socket = text.parse().unwrap();
            assert_eq!(parse(&of(socket)), Some((socket, None)));
        }
    }

    #[test]
    fn the_internet_is_not_near() {
        for near in ["127.0.0.1", "10.1.1.1", "::1", "fe80::1", "fd00::1"] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in ["1.1.1.1", "100.64.0.1", "2001:db8::1", "::ffff:1.1.1.1"] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}

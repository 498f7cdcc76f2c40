//! Which addresses may be told, and which of those told may be dialled.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use libp2p::{Multiaddr, multiaddr::Protocol};

/// A network that this machine is directly on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subnet {
    /// Our address there.
    pub(crate) ip: IpAddr,
    /// Leading bits that all addresses there share.
    pub(crate) prefix_len: u8,
}

impl Subnet {
    /// Whether `ip` is there too.
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        let same = |a: u128, b: u128, width: u32| {
            let shift = width.saturating_sub(u32::from(self.prefix_len));
            self.prefix_len > 0 && a.checked_shr(shift) == b.checked_shr(shift)
        };
        match (self.ip, ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(a.to_bits().into(), b.to_bits().into(), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128),
            _ => false,
        }
    }
}

/// The IP address and port of a QUIC or TCP address of ours or the peer's;
/// `None` for every other kind, relayed ones too.
pub(crate) fn socket_of(address: &Multiaddr) -> Option<SocketAddr> {
    let parts: Vec<Protocol<'_>> = address.iter().collect();
    let parts = match parts.as_slice() {
        [rest @ .., Protocol::P2p(_)] => rest,
        all => all,
    };
    let ip = match parts.first()? {
        Protocol::Ip4(ip) => IpAddr::V4(*ip),
        Protocol::Ip6(ip) => IpAddr::V6(*ip),
        _ => return None,
    };
    match &parts[1..] {
        [Protocol::Udp(port @ 1..), Protocol::QuicV1] | [Protocol::Tcp(port @ 1..)] => {
            Some(SocketAddr::new(ip, *port))
        }
        _ => None,
    }
}

/// The IP address of one that [`socket_of`] knows.
pub(crate) fn ip_of(address: &Multiaddr) -> Option<IpAddr> {
    socket_of(address).map(|socket| socket.ip())
}

/// Whether somebody else could make use of it: no loopback, nothing that is
/// only good on one link without naming it.
pub(crate) fn may_be_told(address: &Multiaddr) -> bool {
    ip_of(address).is_some_and(|ip| is_public(ip) || is_private(ip))
}

/// Whether it may be dialled on a peer's word: public, or on a network that we
/// are directly on ourselves. Never loopback, never other private networks.
pub(crate) fn may_be_dialled(address: &Multiaddr, subnets: &[Subnet]) -> bool {
    let Some(ip) = ip_of(address) else {
        return false;
    };
    let on_link = is_private(ip) && subnets.iter().any(|net| net.contains(ip));
    on_link || is_public(ip)
}

/// Whether an address is within a private network.
pub(crate) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private(),
        IpAddr::V6(ip) => ip.is_unique_local(),
    }
}

/// Whether an address of ours is one of a local network, which nobody further
/// away can reach; link-local IPv6 left out, as it is only good with its link.
pub(crate) fn is_local(ip: IpAddr) -> bool {
    is_private(ip) || matches!(ip, IpAddr::V4(ip) if ip.is_link_local())
}

/// Whether an address is one of the internet.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_unspecified()
        || ip.is_broadcast()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Carriers' shared addresses, RFC 6598.
        || (a == 100 && (64..128).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Global unicast is 2000::/3.
    ip.segments()[0] & 0xe000 == 0x2000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnets() -> [Subnet; 2] {
        [
            Subnet {
                ip: "192.168.1.4".parse().unwrap(),
                prefix_len: 24,
            },
            Subnet {
                ip: "fd00:1::4".parse().unwrap(),
                prefix_len: 64,
            },
        ]
    }

    #[test]
    fn only_public_and_on_link_addresses_are_dialled() {
        let may = |address: &str| may_be_dialled(&address.parse().unwrap(), &subnets());
        for good in [
            "/ip4/203.0.113.7/udp/4001/quic-v1",
            "/ip4/203.0.113.7/tcp/4001",
            "/ip4/192.168.1.9/udp/4001/quic-v1",
            "/ip6/2001:db8::1/udp/4001/quic-v1",
            "/ip6/fd00:1::9/tcp/4001",
        ] {
            assert!(may(good), "{good}");
        }
        for bad in [
            "/ip4/127.0.0.1/tcp/80",
            "/ip4/192.168.2.9/tcp/80",
            "/ip4/10.0.0.1/tcp/80",
            "/ip4/169.254.169.254/tcp/80",
            "/ip4/0.0.0.0/tcp/80",
            "/ip4/255.255.255.255/udp/9/quic-v1",
            "/ip4/224.0.0.1/udp/9/quic-v1",
            "/ip4/100.64.0.1/tcp/80",
            "/ip4/203.0.113.7/tcp/0",
            "/ip4/203.0.113.7/udp/53",
            "/ip6/::1/tcp/80",
            "/ip6/fe80::1/tcp/80",
            "/ip6/fd00:2::9/tcp/4001",
            "/dns4/example.org/tcp/80",
            "/ip4/203.0.113.7/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN/p2p-circuit",
        ] {
            assert!(!may(bad), "{bad}");
        }
    }

    #[test]
    fn a_subnet_without_bits_holds_nobody() {
        let everything = Subnet {
            ip: "10.0.0.1".parse().unwrap(),
            prefix_len: 0,
        };
        let address = "/ip4/192.168.2.9/tcp/80".parse().unwrap();
        assert!(!may_be_dialled(&address, &[everything]));
    }

    #[test]
    fn loopback_and_link_local_are_not_told() {
        let may = |address: &str| may_be_told(&address.parse().unwrap());
        assert!(may("/ip4/192.168.1.4/udp/4001/quic-v1"));
        assert!(may("/ip4/203.0.113.7/udp/4001/quic-v1"));
        assert!(!may("/ip4/127.0.0.1/udp/4001/quic-v1"));
        assert!(!may("/ip6/fe80::1/udp/4001/quic-v1"));
    }
}

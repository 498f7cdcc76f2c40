//! Who pays for what comes from an address.

use std::net::{IpAddr, Ipv6Addr};

use libp2p::{Multiaddr, multiaddr::Protocol};

/// The part of an IP address that one customer of a network is given and can
/// roam in freely: a whole IPv4 address, or the first 64 bits of an IPv6 one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prefix {
    /// An IPv4 address.
    V4([u8; 4]),
    /// The /64 of an IPv6 address.
    V6([u8; 8]),
}

impl Prefix {
    /// The prefix that the first IP address in a multiaddr belongs to; none if
    /// there is none in it.
    pub fn of(address: &Multiaddr) -> Option<Self> {
        ip_of(address).map(Self::from)
    }
}

impl From<IpAddr> for Prefix {
    fn from(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V4(ip) => Self::V4(ip.octets()),
            IpAddr::V6(ip) => {
                let [a, b, c, d, e, f, g, h, ..] = ip.octets();
                Self::V6([a, b, c, d, e, f, g, h])
            }
        }
    }
}

/// The first IP address in a multiaddr, an IPv4 one out of its IPv6 clothing.
pub(crate) fn ip_of(address: &Multiaddr) -> Option<IpAddr> {
    address.iter().find_map(|part| match part {
        Protocol::Ip4(ip) => Some(ip.into()),
        Protocol::Ip6(ip) => Some(IpAddr::V6(ip).to_canonical()),
        _ => None,
    })
}

/// Whether an address belongs to the public internet, as far as that can be
/// told from the address alone.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let benchmark = a == 198 && (b == 18 || b == 19);
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_documentation()
                || ip.is_multicast()
                || a == 0
                || a >= 240
                || shared
                || benchmark)
        }
        // Everything that is global unicast begins with the bits 001.
        IpAddr::V6(ip) => is_global_unicast(ip),
    }
}

fn is_global_unicast(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let documentation = first == 0x2001 && second == 0x0db8;
    // Tunnels whose far end is an IPv4 address written inside: 6to4, Teredo.
    let tunnel = first == 0x2002 || (first == 0x2001 && second == 0);
    first & 0xe000 == 0x2000 && !documentation && !tunnel
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(address: &str) -> Option<Prefix> {
        Prefix::of(&address.parse().unwrap())
    }

    #[test]
    fn ipv4_counts_whole_and_ipv6_by_its_first_64_bits() {
        assert_eq!(
            prefix("/ip4/203.0.113.7/udp/4001/quic-v1"),
            Some(Prefix::V4([203, 0, 113, 7]))
        );
        assert_eq!(
            prefix("/ip6/2001:db8:1:2:3:4:5:6/tcp/1"),
            prefix("/ip6/2001:db8:1:2:ffff::/udp/9/quic-v1")
        );
        assert_ne!(
            prefix("/ip6/2001:db8:1:2::1/tcp/1"),
            prefix("/ip6/2001:db8:1:3::1/tcp/1")
        );
        assert_eq!(
            prefix("/ip6/::ffff:203.0.113.7/tcp/1"),
            prefix("/ip4/203.0.113.7/tcp/1")
        );
        assert_eq!(prefix("/memory/5"), None);
    }

    #[test]
    fn only_the_internet_is_public() {
        for public in ["1.1.1.1", "203.0.112.1", "2a00:1450::1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }
}

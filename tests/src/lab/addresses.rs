//! Who has which address.
//!
//! The internet of the lab is made of blocks that are set aside for services
//! which anybody may run (AS112, AMT): public by every rule, unlike those for
//! documentation, and nobody's machines.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

/// The core router, as seen by traceroute.
pub(super) const CORE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// The same.
pub(super) const CORE_V6: Ipv6Addr = address_v6(0xffff, 1);

/// The core router on each of its links, and the other end of that link.
pub(super) const NEAR: &str = "fe80::1";
pub(super) const FAR: &str = "fe80::2";

/// An IPv4 network.
#[derive(Clone, Copy, Debug)]
pub(super) struct Net4 {
    base: Ipv4Addr,
    /// How many bits all its addresses share.
    pub(super) bits: u8,
}

impl Net4 {
    /// Its `number`th address.
    pub(super) fn address(self, number: u8) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.base.to_bits() + u32::from(number))
    }
}

impl fmt::Display for Net4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

/// The `number`th public host.
pub(super) fn public_v4(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(192, 31, 196, number)
}

/// The same.
pub(super) fn public_v6(number: u8) -> Ipv6Addr {
    address_v6(0xff00 + u16::from(number), 1)
}

/// The `number`th address of a router on the internet.
pub(super) fn router_v4(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(192, 52, 193, number)
}

/// The network of the `number`th home without a NAT.
pub(super) fn open_v4(number: u8) -> Net4 {
    assert!(number < 32, "too many homes without a NAT");
    let base = Ipv4Addr::new(192, 175, 48, number * 8);
    Net4 { base, bits: 29 }
}

/// What is between the `number`th home and its carrier's NAT.
pub(super) fn carrier_v4(number: u8) -> Net4 {
    let base = Ipv4Addr::new(100, 64, number, 0);
    Net4 { base, bits: 24 }
}

/// A private network.
pub(super) fn private_v4(third: u8) -> Net4 {
    let base = Ipv4Addr::new(192, 168, third, 0);
    Net4 { base, bits: 24 }
}

/// An address in the /64 of the `number`th home.
pub(super) fn home_v6(number: u8, host: u8) -> Ipv6Addr {
    address_v6(number.into(), host.into())
}

const fn address_v6(network: u16, host: u16) -> Ipv6Addr {
    Ipv6Addr::new(0x2620, 0x4f, 0x8000, network, 0, 0, 0, host)
}

//! What a home is to be like.

use super::{link::Wire, nat::Nat};

/// What a home's router makes of the packets of those behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Public addresses, no NAT, no firewall.
    Open,
    /// One public port for each port inside, the same one, whoever is talked
    /// to; lets in only those who were talked to, address and port.
    Cone,
    /// As `Cone`, but the port outside is another one than inside.
    Eim,
    /// Another public port for everybody who is talked to.
    Symmetric,
    /// A `Cone` that passes no UDP.
    UdpBlocked,
    /// A `Cone` behind a carrier's NAT, which is an `Eim`.
    DoubleNat,
    /// No IPv4, public IPv6 addresses behind a firewall.
    Ipv6Only,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Cone,
        Self::Eim,
        Self::Symmetric,
        Self::UdpBlocked,
        Self::DoubleNat,
        Self::Ipv6Only,
    ];

    /// What its routers do, from the home's own to the one on the internet.
    pub(super) fn nats(self) -> &'static [Nat] {
        match self {
            Self::Open => &[Nat::None],
            Self::Cone => &[Nat::Cone],
            Self::Eim => &[EIM],
            Self::Symmetric => &[Nat::Symmetric],
            Self::UdpBlocked => &[Nat::UdpBlocked],
            Self::DoubleNat => &[Nat::Cone, EIM],
            Self::Ipv6Only => &[Nat::Firewall],
        }
    }
}

/// Ports given by the system stay above 1024 with these bits flipped.
const EIM: Nat = Nat::Eim { mask: 0x1555 };

/// A home to be built.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) kind: Kind,
    pub(super) subnet: Option<u8>,
    pub(super) dual_stack: bool,
    pub(super) wire: Option<Wire>,
}

impl Plan {
    /// A home of this kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            subnet: None,
            dual_stack: false,
            wire: None,
        }
    }

    /// With the private network 192.168.`third`.0/24. Homes have different ones
    /// unless told otherwise; in the world many have the same.
    #[must_use]
    pub fn subnet(mut self, third: u8) -> Self {
        self.subnet = Some(third);
        self
    }

    /// With public IPv6 addresses behind a firewall as well.
    #[must_use]
    pub fn dual_stack(mut self) -> Self {
        self.dual_stack = true;
        self
    }

    /// With this link to the internet, in place of a perfect one.
    #[must_use]
    pub fn over(mut self, wire: Wire) -> Self {
        self.wire = Some(wire);
        self
    }
}

impl From<Kind> for Plan {
    fn from(kind: Kind) -> Self {
        Self::of(kind)
    }
}

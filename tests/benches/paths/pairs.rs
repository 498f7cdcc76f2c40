//! Kinds of homes, two by two, and what physics allows them.

use std::fmt;

use tincan_tests::lab::{Home, Kind, Lab, Plan, Shape, Wire};

use crate::ONE_WAY;

/// One side of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) kind: Kind,
    /// IPv6 as well, where it is not all there is.
    pub(crate) dual_stack: bool,
}

impl Side {
    pub(crate) fn of(kind: Kind) -> Self {
        Self {
            kind,
            dual_stack: false,
        }
    }

    pub(crate) fn home(self, lab: &Lab, name: &str) -> Home {
        let wire = Wire::both(Shape::perfect().delay(ONE_WAY));
        let plan = Plan::of(self.kind).over(wire);
        let plan = if self.dual_stack {
            plan.dual_stack()
        } else {
            plan
        };
        lab.home(name, plan)
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Open => "open",
            Kind::Cone => "cone",
            Kind::Eim => "eim",
            Kind::Symmetric => "symmetric",
            Kind::UdpBlocked => "UDP blocked",
            Kind::DoubleNat => "double NAT",
            Kind::Ipv6Only => "IPv6 only",
        })?;
        f.write_str(if self.dual_stack { " with IPv6" } else { "" })
    }
}

/// What physics allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hope {
    /// A straight path.
    Straight,
    /// One by TCP only, if both begin at the same moment.
    TcpPunch,
    /// None.
    No,
}

/// Two homes, or one with both in it.
#[derive(Clone, Copy)]
pub(crate) enum Pair {
    Apart(Side, Side),
    Together(Side),
}

impl Pair {
    pub(crate) fn every() -> Vec<Self> {
        let v4 = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Ipv6Only);
        let v4: Vec<Side> = v4.map(Side::of).collect();
        let mut pairs = Vec::new();
        for (number, one) in v4.iter().enumerate() {
            let others = v4[number..].iter();
            pairs.extend(others.map(|other| Self::Apart(*one, *other)));
        }
        let (v6, cone) = (Side::of(Kind::Ipv6Only), Side::of(Kind::Cone));
        let both = Side {
            dual_stack: true,
            ..cone
        };
        let with_v6 = [v6, both, cone].map(|other| Self::Apart(v6, other));
        pairs.extend(with_v6);
        pairs.extend([cone, v6].map(Self::Together));
        pairs
    }

    pub(crate) fn hope(self) -> Hope {
        use Kind::{Ipv6Only, Open, Symmetric, UdpBlocked};
        let Self::Apart(one, other) = self else {
            return Hope::Straight;
        };
        let either = |kind| one.kind == kind || other.kind == kind;
        let v6 = |side: Side| side.dual_stack || side.kind == Ipv6Only;
        match () {
            () if either(Ipv6Only) && !(v6(one) && v6(other)) => Hope::No,
            () if either(Open) => Hope::Straight,
            () if either(Symmetric) => Hope::No,
            () if either(UdpBlocked) => Hope::TcpPunch,
            () => Hope::Straight,
        }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apart(one, other) => write!(f, "{one} – {other}"),
            Self::Together(side) => write!(f, "same LAN ({side})"),
        }
    }
}

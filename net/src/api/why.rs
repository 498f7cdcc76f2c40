//! Why a relay carries what two people say.

/// What keeps two people from a straight path, as far as it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyRelayed {
    /// A straight path is being looked for; nothing is known to be in its way.
    Trying,
    /// Somebody wants nobody but relays to see an IP address.
    Hidden(Whose),
    /// A NAT that shows another port to everybody who is talked to, so that
    /// none can be told beforehand.
    SymmetricNat(Whose),
    /// A network that passes no UDP, and over TCP no way was found.
    UdpBlocked(Whose),
    /// No relay could say from what address somebody is seen.
    NoAddress(Whose),
    /// One has IPv4 only, the other IPv6 only.
    NoCommonFamily,
    /// Addresses were exchanged, and nothing came through: firewalls, say.
    NothingCameThrough,
}

/// Whose side something is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This one.
    Ours,
    /// The peer's.
    Theirs,
    /// Each.
    Both,
    /// One of the two, and it is not known which.
    Either,
}

impl WhyRelayed {
    /// Its name on the command line.
    pub fn code(self) -> &'static str {
        use Whose::{Both, Either, Ours, Theirs};
        match self {
            Self::Trying => "trying",
            Self::Hidden(Ours) => "hidden_by_us",
            Self::Hidden(Theirs) => "hidden_by_them",
            Self::Hidden(Both) => "hidden_by_both",
            Self::Hidden(Either) => "hidden_by_either",
            Self::SymmetricNat(Ours) => "symmetric_nat_ours",
            Self::SymmetricNat(Theirs) => "symmetric_nat_theirs",
            Self::SymmetricNat(Both) => "symmetric_nat_both",
            Self::SymmetricNat(Either) => "symmetric_nat_either",
            Self::UdpBlocked(Ours) => "udp_blocked_ours",
            Self::UdpBlocked(Theirs) => "udp_blocked_theirs",
            Self::UdpBlocked(Both) => "udp_blocked_both",
            Self::UdpBlocked(Either) => "udp_blocked_either",
            Self::NoAddress(Ours) => "no_address_ours",
            Self::NoAddress(Theirs) => "no_address_theirs",
            Self::NoAddress(Both) => "no_address_both",
            Self::NoAddress(Either) => "no_address_either",
            Self::NoCommonFamily => "no_common_family",
            Self::NothingCameThrough => "nothing_came_through",
        }
    }
}

//! What each side knows of its own way to the internet, and what the two
//! together say about why there is no straight path.

use serde::{Deserialize, Serialize};

use crate::api::{Whose, WhyRelayed};

/// One side's, as it is told to the other over the control channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Situation {
    /// Nobody but relays is to see an address: there is no point in trying.
    #[serde(default)]
    pub(crate) hidden: bool,
    /// What is known of UDP.
    #[serde(default)]
    pub(crate) udp: Udp,
    /// Whether there is a public address to tell, in each family.
    #[serde(default)]
    pub(crate) v4: bool,
    #[serde(default)]
    pub(crate) v6: bool,
    /// Counts the changes of this side's network: after one it is worth while
    /// to try again at once.
    #[serde(default)]
    pub(crate) change: u32,
}

/// What relays see of a side's listening socket for UDP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Udp {
    /// No relay sees it, perhaps since none speaks QUIC.
    #[serde(rename = "unseen")]
    Unseen,
    /// Relays speak QUIC, and answer over TCP only.
    #[serde(rename = "blocked")]
    Blocked,
    /// All see the same port, or the one that is listened on.
    #[serde(rename = "even")]
    Even,
    /// One relay sees another port than the one that is listened on; what
    /// others would see is not known.
    #[serde(rename = "moved")]
    Moved,
    /// Each sees another port.
    #[serde(rename = "symmetric")]
    Symmetric,
    /// Not known yet, or of a later version.
    #[default]
    #[serde(rename = "?", other)]
    Unknown,
}

impl Udp {
    /// Whether a path has to lead over TCP, for all that is known.
    pub(super) fn is_out(self) -> bool {
        matches!(self, Self::Unseen | Self::Blocked)
    }
}

impl Situation {
    fn has_no_address(&self) -> bool {
        !self.hidden && !self.v4 && !self.v6
    }
}

/// Why there is no straight path; `failed` once a whole attempt at one has.
pub(super) fn find(ours: Situation, theirs: Option<Situation>, failed: bool) -> WhyRelayed {
    let each = |what: fn(&Situation) -> bool| whose(what(&ours), theirs.as_ref().is_some_and(what));
    if let Some(whose) = each(|s| s.hidden) {
        return WhyRelayed::Hidden(whose);
    }
    if !failed {
        return WhyRelayed::Trying;
    }
    if let Some(whose) = each(Situation::has_no_address) {
        return WhyRelayed::NoAddress(whose);
    }
    if let Some(theirs) = theirs
        && !(ours.v4 && theirs.v4 || ours.v6 && theirs.v6)
    {
        return WhyRelayed::NoCommonFamily;
    }
    if let Some(whose) = each(|s| s.udp == Udp::Symmetric) {
        return WhyRelayed::SymmetricNat(whose);
    }
    if let Some(whose) = each(|s| s.udp == Udp::Blocked) {
        return WhyRelayed::UdpBlocked(whose);
    }
    // Ports that are the same for all can be punched to. Where that failed, who
    // has another port than its own has another for everybody.
    match (ours.udp, theirs.map(|s| s.udp)) {
        (Udp::Moved, Some(Udp::Moved)) => WhyRelayed::SymmetricNat(Whose::Either),
        (Udp::Moved, Some(Udp::Even)) => WhyRelayed::SymmetricNat(Whose::Ours),
        (Udp::Even, Some(Udp::Moved)) => WhyRelayed::SymmetricNat(Whose::Theirs),
        _ => WhyRelayed::NothingCameThrough,
    }
}

fn whose(ours: bool, theirs: bool) -> Option<Whose> {
    match (ours, theirs) {
        (true, true) => Some(Whose::Both),
        (true, false) => Some(Whose::Ours),
        (false, true) => Some(Whose::Theirs),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(udp: Udp) -> Situation {
        Situation {
            udp,
            v4: true,
            ..Situation::default()
        }
    }

    const HIDDEN: Situation = Situation {
        hidden: true,
        udp: Udp::Unknown,
        v4: false,
        v6: false,
        change: 0,
    };

    fn after_failing(ours: Udp, theirs: Udp) -> WhyRelayed {
        find(with(ours), Some(with(theirs)), true)
    }

    #[test]
    fn who_hides_is_known_at_once_and_the_rest_after_a_try() {
        let even = with(Udp::Even);
        for (ours, theirs, whose) in [
            (HIDDEN, even, Whose::Ours),
            (even, HIDDEN, Whose::Theirs),
            (HIDDEN, HIDDEN, Whose::Both),
        ] {
            for failed in [false, true] {
                let found = find(ours, Some(theirs), failed);
                assert_eq!(found, WhyRelayed::Hidden(whose));
            }
        }
        let symmetric = with(Udp::Symmetric);
        let found = find(symmetric, Some(symmetric), false);
        assert_eq!(found, WhyRelayed::Trying);
    }

    #[test]
    fn two_relays_prove_a_symmetric_nat_and_one_suggests_it() {
        use Udp::{Blocked, Even, Moved, Symmetric};
        use WhyRelayed::{NothingCameThrough, SymmetricNat, UdpBlocked};
        for (ours, theirs, why) in [
            (Symmetric, Symmetric, SymmetricNat(Whose::Both)),
            (Symmetric, Even, SymmetricNat(Whose::Ours)),
            (Moved, Symmetric, SymmetricNat(Whose::Theirs)),
            (Symmetric, Blocked, SymmetricNat(Whose::Ours)),
            (Moved, Moved, SymmetricNat(Whose::Either)),
            (Moved, Even, SymmetricNat(Whose::Ours)),
            (Even, Moved, SymmetricNat(Whose::Theirs)),
            (Blocked, Moved, UdpBlocked(Whose::Ours)),
            (Even, Blocked, UdpBlocked(Whose::Theirs)),
            (Blocked, Blocked, UdpBlocked(Whose::Both)),
            (Even, Even, NothingCameThrough),
            (Udp::Unseen, Even, NothingCameThrough),
        ] {
            assert_eq!(after_failing(ours, theirs), why, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn no_address_and_no_common_family_come_first() {
        let nowhere = Situation::default();
        let v6 = Situation {
            v4: false,
            v6: true,
            ..with(Udp::Even)
        };
        let found = find(nowhere, Some(with(Udp::Moved)), true);
        assert_eq!(found, WhyRelayed::NoAddress(Whose::Ours));
        let found = find(v6, Some(with(Udp::Symmetric)), true);
        assert_eq!(found, WhyRelayed::NoCommonFamily);
        // A peer of an older version says nothing.
        let found = find(with(Udp::Blocked), None, true);
        assert_eq!(found, WhyRelayed::UdpBlocked(Whose::Ours));
    }

    #[test]
    fn what_a_later_version_says_is_taken_for_unknown() {
        let bytes = crate::wire::encode(&std::collections::BTreeMap::from([("udp", "tunnelled")]));
        let read: Situation = crate::wire::decode(&bytes).unwrap();
        assert_eq!(read, Situation::default());
    }
}

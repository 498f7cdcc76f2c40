//! Why a relay carries what two people say.

use tincan_net::{Whose, WhyRelayed};

words! { "why";
    trying;
    hidden_ours;
    hidden_theirs;
    hidden_both;
    hidden_either;
    symmetric_ours;
    symmetric_theirs;
    symmetric_both;
    symmetric_either;
    blocked_ours;
    blocked_theirs;
    blocked_both;
    blocked_either;
    no_address_ours;
    no_address_theirs;
    no_address_both;
    no_address_either;
    no_common_family;
    nothing_came_through;
}

/// Words 2, first half: what keeps the two from a straight path.
pub fn why(why: Option<WhyRelayed>) -> &'static str {
    use Whose::{Both, Either, Ours, Theirs};
    use WhyRelayed::{
        Hidden, NoAddress, NoCommonFamily, NothingCameThrough, SymmetricNat, Trying, UdpBlocked,
    };
    match why {
        Some(Trying) => trying(),
        Some(Hidden(Ours)) => hidden_ours(),
        Some(Hidden(Theirs)) => hidden_theirs(),
        Some(Hidden(Both)) => hidden_both(),
        Some(Hidden(Either)) => hidden_either(),
        Some(SymmetricNat(Ours)) => symmetric_ours(),
        Some(SymmetricNat(Theirs)) => symmetric_theirs(),
        Some(SymmetricNat(Both)) => symmetric_both(),
        Some(SymmetricNat(Either)) => symmetric_either(),
        Some(UdpBlocked(Ours)) => blocked_ours(),
        Some(UdpBlocked(Theirs)) => blocked_theirs(),
        Some(UdpBlocked(Both)) => blocked_both(),
        Some(UdpBlocked(Either)) => blocked_either(),
        Some(NoAddress(Ours)) => no_address_ours(),
        Some(NoAddress(Theirs)) => no_address_theirs(),
        Some(NoAddress(Both)) => no_address_both(),
        Some(NoAddress(Either)) => no_address_either(),
        Some(NoCommonFamily) => no_common_family(),
        Some(NothingCameThrough) | None => nothing_came_through(),
    }
}

/// Whether there is anything to try: who hides wants a relay.
pub fn can_be_tried(why: Option<WhyRelayed>) -> bool {
    !matches!(why, Some(WhyRelayed::Hidden(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_is_said_without_the_words_of_the_trade() {
        let whose = [Whose::Ours, Whose::Theirs, Whose::Both, Whose::Either];
        let mut all = vec![
            None,
            Some(WhyRelayed::Trying),
            Some(WhyRelayed::NoCommonFamily),
            Some(WhyRelayed::NothingCameThrough),
        ];
        for whose in whose {
            all.push(Some(WhyRelayed::Hidden(whose)));
            all.push(Some(WhyRelayed::SymmetricNat(whose)));
            all.push(Some(WhyRelayed::UdpBlocked(whose)));
            all.push(Some(WhyRelayed::NoAddress(whose)));
        }
        for cause in all {
            let words = why(cause);
            assert!(words.ends_with("passes everything on."), "{words}");
            for word in ["NAT", "ICE", "DCUtR", "UDP", "TCP", "symmetric"] {
                assert!(!words.contains(word), "{words}");
            }
        }
    }
}

//! Why a relay carries what two people say.

use tincan_net::{Whose, WhyRelayed};

/// Words 2, first half: what keeps the two from a straight path.
pub fn why(why: Option<WhyRelayed>) -> String {
    use WhyRelayed::{
        Hidden, NoAddress, NoCommonFamily, NothingCameThrough, SymmetricNat, Trying, UdpBlocked,
    };
    let because = match why {
        Some(Trying) => {
            return "Tincan is still looking for a straight path. Until it has one, a relay passes \
                    everything on."
                .to_owned();
        }
        Some(Hidden(whose)) => match whose {
            Whose::Ours => "You hide your IP address".to_owned(),
            Whose::Theirs => "They hide their IP address".to_owned(),
            Whose::Both => "You both hide your IP addresses".to_owned(),
            Whose::Either => "One of you hides their IP address".to_owned(),
        },
        Some(SymmetricNat(whose)) => format!(
            "{} everybody a different way in, so nobody can be told which one to take",
            network(whose, "shows", "show")
        ),
        Some(UdpBlocked(whose)) => format!(
            "{} only the kind of traffic that web pages use",
            network(whose, "lets through", "let through")
        ),
        Some(NoAddress(whose)) => format!(
            "No relay could tell from where {} can be reached",
            match whose {
                Whose::Ours => "your network",
                Whose::Theirs => "their network",
                Whose::Both => "your two networks",
                Whose::Either => "one of your networks",
            }
        ),
        Some(NoCommonFamily) => {
            "One of you has an old kind of internet address and the other a new one, and those \
             two do not meet"
                .to_owned()
        }
        Some(NothingCameThrough) | None => {
            "Your two networks did not let a straight path through".to_owned()
        }
    };
    format!("{because}, so a relay passes everything on.")
}

fn network(whose: Whose, one: &str, several: &str) -> String {
    match whose {
        Whose::Ours => format!("Your network {one}"),
        Whose::Theirs => format!("Their network {one}"),
        Whose::Both => format!("Your two networks {several}"),
        Whose::Either => format!("One of your networks {one}"),
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

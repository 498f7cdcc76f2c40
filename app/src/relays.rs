//! The list of relays, as people change it: by pasting an address or a link.

use tincan_net::{InviteLink, LinkError, MAX_RELAYS, Multiaddr, Via};

use crate::settings::{RelayAddress, RelayAddressError};

/// Why a pasted text adds nothing to the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// It is no address of a relay.
    #[error(transparent)]
    Address(#[from] RelayAddressError),
    /// It is an invite link that cannot be read.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// It is an invite link without a relay in it.
    #[error("This link names no relay. Paste the address of one.")]
    NoRelayInLink,
    /// All of it is there.
    #[error("This relay is in the list already.")]
    Known,
    /// There are too many.
    #[error("Tincan keeps in touch with {MAX_RELAYS} relays at most. Remove one first.")]
    TooMany,
}

/// `list` with what `text` names: addresses of relays, or an invite link, whose
/// relays are meant.
pub fn add(list: &[RelayAddress], text: &str) -> Result<Vec<RelayAddress>, AddError> {
    let mut longer = list.to_vec();
    for new in named(text)? {
        if !longer.contains(&new) {
            longer.push(new);
        }
    }
    let mut keys: Vec<_> = longer.iter().map(RelayAddress::key).collect();
    keys.sort_unstable();
    keys.dedup();
    if longer.len() == list.len() {
        Err(AddError::Known)
    } else if keys.len() > MAX_RELAYS {
        Err(AddError::TooMany)
    } else {
        Ok(longer)
    }
}

/// What `text` names, at least one.
fn named(text: &str) -> Result<Vec<RelayAddress>, AddError> {
    if text.trim_start().starts_with("tincan:") {
        let link: InviteLink = text.parse()?;
        let relays = link.via().iter().filter_map(|via| match via {
            Via::Relay { address, relay } => {
                let address: Multiaddr = address.clone().with_p2p(*relay).ok()?;
                address.to_string().parse().ok()
            }
            _ => None,
        });
        let relays: Vec<RelayAddress> = relays.collect();
        return if relays.is_empty() {
            Err(AddError::NoRelayInLink)
        } else {
            Ok(relays)
        };
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Err(RelayAddressError.into());
    }
    let addresses = words.into_iter().map(|word| Ok(word.parse()?));
    addresses.collect()
}

/// The relays of a list, each with all of its addresses, in the order in which
/// they were named.
pub fn grouped(list: &[RelayAddress]) -> Vec<Vec<&RelayAddress>> {
    let mut groups: Vec<Vec<&RelayAddress>> = Vec::new();
    for address in list {
        match groups.iter_mut().find(|g| g[0].key() == address.key()) {
            Some(group) => group.push(address),
            None => groups.push(vec![address]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tincan_net::PeerId;

    use super::*;

    const QUIC: &str = "/dns4/relay.example/udp/4001/quic-v1/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";
    const TCP: &str =
        "/ip4/203.0.113.7/tcp/4001/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

    #[test]
    fn addresses_are_added_once_and_belong_to_their_relay() {
        let list = add(&[], &format!("  {QUIC}\n{TCP} ")).unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!(grouped(&list).len(), 1);
        assert_eq!(add(&list, QUIC), Err(AddError::Known));
        let other = format!("/ip6/2001:db8::1/tcp/4001/p2p/{}", PeerId::random());
        let list = add(&list, &other).unwrap();
        assert_eq!(grouped(&list).len(), 2);
        assert_eq!(list[2].to_string(), other);
    }

    #[test]
    fn an_invite_link_adds_the_relays_that_it_names() {
        let key = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
        let link = format!(
            "tincan://join/{key}?via={QUIC}/p2p-circuit&via={TCP}/p2p-circuit#AAECAwQFBgcICQoLDA0ODw"
        );
        let list = add(&[], &link).unwrap();
        let texts: Vec<String> = list.iter().map(ToString::to_string).collect();
        assert_eq!(texts, [QUIC, TCP]);
        let broken = &link[..link.len() - 3];
        assert!(matches!(add(&[], broken), Err(AddError::Link(_))));
    }

    #[test]
    fn what_is_no_relay_says_so() {
        for wrong in [
            "",
            " ",
            "relay.example:4001",
            "/ip4/203.0.113.7/tcp/4001",
            &format!("{QUIC} and more"),
            &format!("{QUIC}/p2p-circuit"),
        ] {
            let error = add(&[], wrong).unwrap_err();
            assert_eq!(error, AddError::Address(RelayAddressError), "{wrong:?}");
        }
    }

    #[test]
    fn there_is_a_most() {
        let mut list = Vec::new();
        let one = || format!("/ip4/203.0.113.7/tcp/4001/p2p/{}", PeerId::random());
        for _ in 0..MAX_RELAYS {
            list = add(&list, &one()).unwrap();
        }
        assert_eq!(add(&list, &one()), Err(AddError::TooMany));
    }

    proptest! {
        #[test]
        fn any_text_is_added_or_refused(text in ".{0,200}") {
            let _ = add(&[], &text);
        }
    }
}

//! Invite links: `tincan://join/<host PeerId>?via=<multiaddr>&via=…#<secret>`.

use std::{fmt, net::Ipv4Addr, net::Ipv6Addr, str::FromStr};

use data_encoding::BASE64URL_NOPAD;
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};
use rand::RngCore;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Addresses that one link may carry.
pub const MAX_VIA: usize = 4;
/// Longest link that is looked at, in bytes.
pub const MAX_LINK_LEN: usize = 2048;

const PREFIX: &str = "tincan://join/";

/// The 128-bit secret of a link, which proves the invitation.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct LinkSecret([u8; 16]);

impl LinkSecret {
    /// A fresh secret.
    pub fn random(rng: &mut impl RngCore) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Tells the room of a link without telling the link: in a kept room the
    /// same link is found again by it.
    pub fn mark(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"tincan/1 link|")
            .chain_update(self.0)
            .finalize()
            .into()
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(···)")
    }
}

/// One way to the host: a relay that holds a circuit to it, or an address of
/// its own on a local network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// `<relay address>/p2p/<relay>/p2p-circuit`.
    Relay {
        /// The relay's address, without its `/p2p`.
        address: Multiaddr,
        /// The relay's key.
        relay: PeerId,
    },
    /// `<address on a local network>/p2p/<host>`.
    Lan {
        /// The host's address, without its `/p2p`.
        address: Multiaddr,
    },
}

impl Via {
    /// The full multiaddr of `host` by this way, ready to be dialled.
    pub fn to_dial(&self, host: PeerId) -> Multiaddr {
        match self {
            Self::Relay { address, relay } => address
                .clone()
                .with(Protocol::P2p(*relay))
                .with(Protocol::P2pCircuit)
                .with(Protocol::P2p(host)),
            Self::Lan { address } => address.clone().with(Protocol::P2p(host)),
        }
    }

    fn parse(text: &str, host: PeerId) -> Option<Self> {
        let mut parts: Vec<Protocol<'_>> = Vec::new();
        let whole: Multiaddr = text.parse().ok()?;
        for part in whole.iter() {
            parts.push(part.acquire());
        }
        let circuit = matches!(parts.last(), Some(Protocol::P2pCircuit));
        if circuit {
            parts.pop();
        }
        let Some(Protocol::P2p(owner)) = parts.pop() else {
            return None;
        };
        if !is_transport(&parts) {
            return None;
        }
        let address = parts.iter().cloned().collect();
        if circuit {
            Some(Self::Relay {
                address,
                relay: owner,
            })
        } else {
            (owner == host && is_on_link(&parts)).then_some(Self::Lan { address })
        }
    }
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relay { address, relay } => write!(f, "{address}/p2p/{relay}/p2p-circuit"),
            Self::Lan { address } => write!(f, "{address}"),
        }
    }
}

/// Whether the parts are one host and one transport that we speak. The memory
/// transport reaches nothing outside this process; tests use it.
pub(crate) fn is_transport(parts: &[Protocol<'_>]) -> bool {
    use Protocol::{Dns, Dns4, Dns6, Ip4, Ip6, Memory, QuicV1, Tcp, Udp};
    matches!(
        parts,
        [Ip4(_) | Ip6(_) | Dns(_) | Dns4(_) | Dns6(_), Tcp(1..)]
            | [
                Ip4(_) | Ip6(_) | Dns(_) | Dns4(_) | Dns6(_),
                Udp(1..),
                QuicV1
            ]
            | [Memory(_)]
    )
}

fn is_on_link(parts: &[Protocol<'_>]) -> bool {
    match parts.first() {
        Some(Protocol::Ip4(ip)) => is_local_v4(*ip),
        Some(Protocol::Ip6(ip)) => is_local_v6(*ip),
        _ => false,
    }
}

fn is_local_v4(ip: Ipv4Addr) -> bool {
    ip.is_private() || ip.is_link_local()
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    ip.is_unique_local() || ip.is_unicast_link_local()
}

/// A parsed invite link. `Display` gives the link itself, `Debug` hides the
/// secret.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteLink {
    /// The host's transport key.
    pub host: PeerId,
    /// Ways to the host: 1 to [`MAX_VIA`].
    via: Vec<Via>,
    /// Proof of the invitation.
    pub secret: LinkSecret,
}

impl InviteLink {
    /// A link to `host` with the first [`MAX_VIA`] of `via`; `None` without any.
    pub fn new(host: PeerId, mut via: Vec<Via>, secret: LinkSecret) -> Option<Self> {
        via.truncate(MAX_VIA);
        (!via.is_empty()).then_some(Self { host, via, secret })
    }

    /// Ways to the host, at least one.
    pub fn via(&self) -> &[Via] {
        &self.via
    }
}

impl fmt::Display for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.host)?;
        for (i, via) in self.via.iter().enumerate() {
            write!(f, "{}via={via}", if i == 0 { '?' } else { '&' })?;
            if matches!(via, Via::Lan { .. }) {
                write!(f, "/p2p/{}", self.host)?;
            }
        }
        write!(f, "#{}", BASE64URL_NOPAD.encode(&self.secret.0))
    }
}

impl fmt::Debug for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InviteLink({}, ···)", self.host)
    }
}

/// Why a text is not an invite link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Does not begin with `tincan://join/`.
    #[error("This is not a Tincan link. It begins with tincan://join/.")]
    NotALink,
    /// Longer than [`MAX_LINK_LEN`].
    #[error("This link is too long to be one of ours. Ask for it again.")]
    TooLong,
    /// No secret, or not a whole one: the end was cut off.
    #[error("This link is not whole: its end is missing. Ask for it again.")]
    CutOff,
    /// The host's key does not parse.
    #[error("This link is damaged: it does not name whose room it is. Ask for it again.")]
    Host,
    /// No, too many, or unusable addresses.
    #[error("This link is damaged: it does not say where to meet. Ask for it again.")]
    Via,
}

impl FromStr for InviteLink {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.len() > MAX_LINK_LEN {
            return Err(LinkError::TooLong);
        }
        let rest = text.strip_prefix(PREFIX).ok_or(LinkError::NotALink)?;
        let (rest, secret) = rest.split_once('#').ok_or(LinkError::CutOff)?;
        let (host, query) = rest.split_once('?').ok_or(LinkError::Via)?;
        let host: PeerId = host.parse().map_err(|_| LinkError::Host)?;

        let mut via = Vec::new();
        for pair in query.split('&') {
            let address = pair.strip_prefix("via=").ok_or(LinkError::Via)?;
            if via.len() == MAX_VIA {
                return Err(LinkError::Via);
            }
            via.push(Via::parse(address, host).ok_or(LinkError::Via)?);
        }

        let bytes = BASE64URL_NOPAD
            .decode(secret.as_bytes())
            .map_err(|_| LinkError::CutOff)?;
        let secret = LinkSecret(bytes.try_into().map_err(|_| LinkError::CutOff)?);
        Ok(Self { host, via, secret })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOST: &str = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
    const RELAY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";
    const SECRET: &str = "AAECAwQFBgcICQoLDA0ODw";

    fn link(via: &[&str]) -> String {
        format!("tincan://join/{HOST}?{}#{SECRET}", via.join("&"))
    }

    #[test]
    fn a_link_survives_printing() {
        let text = link(&[
            &format!("via=/ip4/203.0.113.7/udp/4001/quic-v1/p2p/{RELAY}/p2p-circuit"),
            &format!("via=/dns4/relay.example/tcp/4001/p2p/{RELAY}/p2p-circuit"),
            &format!("via=/ip4/192.168.1.4/udp/5000/quic-v1/p2p/{HOST}"),
        ]);
        let parsed: InviteLink = text.parse().unwrap();
        assert_eq!(parsed.via().len(), 3);
        assert_eq!(parsed.to_string(), text);
        assert!(!format!("{parsed:?}").contains(SECRET));
        assert_eq!(
            parsed.via()[0].to_dial(parsed.host).to_string(),
            format!("/ip4/203.0.113.7/udp/4001/quic-v1/p2p/{RELAY}/p2p-circuit/p2p/{HOST}")
        );
    }

    #[test]
    fn broken_links_say_what_is_broken() {
        let good = link(&[&format!(
            "via=/ip4/203.0.113.7/tcp/4001/p2p/{RELAY}/p2p-circuit"
        )]);
        let parse = |text: &str| text.parse::<InviteLink>();
        assert!(parse(&good).is_ok());
        assert!(parse(&format!("  {good}\n")).is_ok());
        assert_eq!(parse("https://example.org"), Err(LinkError::NotALink));
        assert_eq!(parse(&good[..good.len() - 3]), Err(LinkError::CutOff));
        assert_eq!(
            parse(good.split_once('#').unwrap().0),
            Err(LinkError::CutOff)
        );
        assert_eq!(parse(&good.replace(HOST, "12D3")), Err(LinkError::Host));
        assert_eq!(parse(&link(&[])), Err(LinkError::Via));
        assert_eq!(parse(&link(&["to=x"])), Err(LinkError::Via));
        assert_eq!(parse(&"x".repeat(4000)), Err(LinkError::TooLong));
        let five = vec!["via=/ip4/203.0.113.7/tcp/1/p2p/R/p2p-circuit".replace('R', RELAY); 5];
        let five: Vec<&str> = five.iter().map(String::as_str).collect();
        assert_eq!(parse(&link(&five)), Err(LinkError::Via));
    }

    #[test]
    fn addresses_that_could_probe_others_are_refused() {
        for via in [
            format!("/ip4/127.0.0.1/tcp/80/p2p/{HOST}"),
            format!("/ip4/203.0.113.7/tcp/80/p2p/{HOST}"),
            format!("/ip4/192.168.1.4/tcp/80/p2p/{RELAY}"),
            format!("/dns4/example.org/tcp/80/p2p/{HOST}"),
            "/ip4/203.0.113.7/tcp/4001/p2p-circuit".to_owned(),
            format!("/ip4/203.0.113.7/tcp/0/p2p/{RELAY}/p2p-circuit"),
            format!("/ip4/203.0.113.7/tcp/1/p2p/{RELAY}/p2p-circuit/p2p/{HOST}"),
            format!("/ip4/203.0.113.7/tcp/1/ws/p2p/{RELAY}/p2p-circuit"),
        ] {
            let text = link(&[&format!("via={via}")]);
            assert_eq!(text.parse::<InviteLink>(), Err(LinkError::Via), "{via}");
        }
    }

    proptest! {
        #[test]
        fn any_text_parses_or_says_why(text in ".{0,256}") {
            let _ = text.parse::<InviteLink>();
        }

        #[test]
        fn damage_never_panics(at in 0usize..200, with: char) {
            let mut text: Vec<char> = link(&[&format!(
                "via=/ip4/203.0.113.7/tcp/4001/p2p/{RELAY}/p2p-circuit"
            )]).chars().collect();
            if let Some(c) = text.get_mut(at) { *c = with; }
            let text: String = text.into_iter().collect();
            if let Ok(link) = text.parse::<InviteLink>() {
                prop_assert_eq!(link.to_string().parse::<InviteLink>().unwrap(), link);
            }
        }
    }
}

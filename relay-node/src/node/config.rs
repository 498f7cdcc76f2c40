//! What a node is to do.

use std::{
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

use libp2p::{Multiaddr, identity::Keypair, multiaddr};

use crate::limits::Limits;

/// What a [`Node`](super::Node) is to do.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who it is: its PeerId is that of this key.
    pub key: Keypair,
    /// Where it listens.
    pub listen: Listen,
    /// Where it can be reached from outside. If this is empty, that is taken to
    /// be where it listens.
    pub external: Vec<External>,
    /// How much others may take of it.
    pub limits: Limits,
    /// Whether it dials peers back to tell them if they can be reached
    /// (AutoNAT v2).
    pub autonat: bool,
}

impl Config {
    /// A public node: QUIC and TCP on the port of each of these addresses.
    pub fn public(key: Keypair, ips: Vec<IpAddr>, port: u16) -> Self {
        Self {
            key,
            listen: Listen::Ports { ips, port },
            external: Vec::new(),
            limits: Limits::default(),
            autonat: true,
        }
    }

    /// A node for the programs on this machine: QUIC and TCP on the port of
    /// 127.0.0.1. With port 0 the system chooses.
    ///
    /// Nothing is limited by IP prefix there ([`Limits::limit_loopback`]).
    pub fn loopback(key: Keypair, port: u16) -> Self {
        Self {
            autonat: false,
            ..Self::public(key, vec![Ipv4Addr::LOCALHOST.into()], port)
        }
    }
}

/// Where a node listens.
#[derive(Debug, Clone)]
pub enum Listen {
    /// QUIC and TCP, on the same port number of every address.
    Ports {
        /// Addresses of this machine, or 0.0.0.0 or :: for all of a family.
        ips: Vec<IpAddr>,
        /// 0 lets the system choose; if it cannot give the same number twice,
        /// those of QUIC and TCP differ.
        port: u16,
    },
    /// Just here: QUIC, TCP or in-memory addresses.
    Addresses(Vec<Multiaddr>),
}

/// Where a node can be reached from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum External {
    /// On this address, with the ports on which it listens.
    Ip(IpAddr),
    /// Here, without `/p2p`.
    Address(Multiaddr),
}

/// A string is neither an IP address nor a multiaddr that can be dialled.
#[derive(Debug, thiserror::Error)]
pub enum InvalidExternal {
    /// Not even a multiaddr.
    #[error("neither an IP address nor a multiaddr")]
    Malformed(#[from] multiaddr::Error),
    /// A multiaddr that leads through a relay, to a peer, or nowhere.
    #[error("not the address of a transport (give it without /p2p)")]
    NoTransport,
}

impl FromStr for External {
    type Err = InvalidExternal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(ip) = text.parse() {
            return Ok(Self::Ip(ip));
        }
        let address: Multiaddr = text.parse()?;
        let leads_on = address.iter().any(|part| {
            use multiaddr::Protocol::{P2p, P2pCircuit};
            matches!(part, P2p(_) | P2pCircuit)
        });
        if leads_on || address.is_empty() {
            return Err(InvalidExternal::NoTransport);
        }
        Ok(Self::Address(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_addresses_are_ips_or_multiaddrs() {
        let ip: IpAddr = "2001:db8::1".parse().unwrap();
        assert_eq!("2001:db8::1".parse::<External>().unwrap(), External::Ip(ip));
        assert!(matches!(
            "/dns4/relay.example/tcp/4001".parse(),
            Ok(External::Address(_))
        ));
        for bad in [
            "",
            "relay.example",
            "/ip4/1.2.3",
            "/p2p-circuit",
            "/ip4/1.1.1.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
        ] {
            assert!(bad.parse::<External>().is_err(), "{bad}");
        }
    }
}

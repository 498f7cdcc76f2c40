//! From configured addresses to bound ones to those that people are given.

use std::{io, net::IpAddr, time::Duration};

use futures::{FutureExt, StreamExt};
use libp2p::{
    Multiaddr, PeerId, core::transport::ListenerId, multiaddr::Protocol, swarm::SwarmEvent,
};
use tokio::time::timeout;

use super::{External, Listen, StartError, probe, serve::Server};

/// How long the system may take to say where we listen.
const LISTEN_TIMEOUT: Duration = Duration::from_secs(5);

/// A listener that runs: the address it was bound to, with its true port but
/// still with the wildcard if it has one, and the addresses that this means.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) id: ListenerId,
    pub(super) address: Multiaddr,
    pub(super) concrete: Vec<Multiaddr>,
}

impl Server {
    /// Binds everything; fails if any of it cannot be bound.
    pub(super) async fn listen(&mut self, listen: &Listen) -> Result<(), StartError> {
        match listen {
            Listen::Ports { ips, port } => {
                for ip in ips {
                    self.listen_on_port(*ip, *port).await?;
                }
            }
            Listen::Addresses(addresses) => {
                for address in addresses {
                    self.bind(address.clone()).await?;
                }
            }
        }
        // A wildcard means several addresses, which come one by one.
        while let Some(Some(event)) = self.swarm.next().now_or_never() {
            self.on_event(event);
        }
        Ok(())
    }

    /// QUIC first: its sockets cannot be shared, so that a second node on the
    /// same port is always told.
    async fn listen_on_port(&mut self, ip: IpAddr, port: u16) -> Result<(), StartError> {
        let quic = |port| {
            Multiaddr::from(ip)
                .with(Protocol::Udp(port))
                .with(Protocol::QuicV1)
        };
        let tcp = |port| Multiaddr::from(ip).with(Protocol::Tcp(port));
        let taken = |address| move |source| StartError::Bind { address, source };

        probe::udp(ip, port).map_err(taken(quic(port)))?;
        if port != 0 {
            probe::tcp(ip, port).map_err(taken(tcp(port)))?;
        }
        let quic_port = port_of(&self.bind(quic(port)).await?).unwrap_or(port);
        // Libp2p shares TCP ports with whoever does so too, and we would get
        // half of the connections that are meant for somebody else.
        let tcp_port = match probe::tcp(ip, quic_port) {
            Err(_) if port == 0 => 0,
            _ => quic_port,
        };
        self.bind(tcp(tcp_port)).await?;
        Ok(())
    }

    /// Listens, and waits for the first address that this means.
    async fn bind(&mut self, address: Multiaddr) -> Result<Multiaddr, StartError> {
        let failed = |source| StartError::Bind {
            address: address.clone(),
            source,
        };
        let id = self
            .swarm
            .listen_on(address.clone())
            .map_err(|error| failed(io_error(error)))?;
        self.bound.push(Bound {
            id,
            address: address.clone(),
            concrete: Vec::new(),
        });
        let first = async {
            loop {
                let event = self.swarm.select_next_some().await;
                if let SwarmEvent::ListenerClosed {
                    listener_id,
                    reason,
                    ..
                } = &event
                    && *listener_id == id
                {
                    let reason = reason.as_ref().err().map(ToString::to_string);
                    return Err(io::Error::other(reason.unwrap_or_default()));
                }
                self.on_event(event);
                let bound = self.bound.iter_mut().find(|bound| bound.id == id);
                if let Some(bound) = bound
                    && let Some(first) = bound.concrete.first()
                {
                    bound.address = with_port_of(&bound.address, first);
                    return Ok(first.clone());
                }
            }
        };
        match timeout(LISTEN_TIMEOUT, first).await {
            Ok(outcome) => outcome.map_err(failed),
            Err(_) => Err(failed(io::ErrorKind::TimedOut.into())),
        }
    }

    /// Where the node says it can be reached.
    pub(super) fn external(&self, configured: &[External]) -> Vec<Multiaddr> {
        let mut all = Vec::new();
        for external in configured {
            match external {
                External::Address(address) => all.push(address.clone()),
                External::Ip(ip) => {
                    let bound = self.bound.iter().map(|bound| &bound.address);
                    let same_family: Vec<_> = bound
                        .clone()
                        .filter(|address| is_family_of(*ip, address))
                        .collect();
                    if same_family.is_empty() {
                        all.extend(bound.filter_map(|address| with_ip(address, *ip)));
                    } else {
                        all.extend(same_family.into_iter().filter_map(|a| with_ip(a, *ip)));
                    }
                }
            }
        }
        let mut seen = Vec::new();
        all.retain(|address| {
            !seen.contains(address) && {
                seen.push(address.clone());
                true
            }
        });
        all
    }

    /// Everything that people can be given: external addresses, then those of
    /// this machine that others can see, then loopback; each with `/p2p`.
    pub(super) fn advertised(&self, external: &[Multiaddr]) -> Vec<Multiaddr> {
        let peer = *self.swarm.local_peer_id();
        let mut local: Vec<_> = self
            .bound
            .iter()
            .flat_map(|bound| &bound.concrete)
            .filter(|address| !external.contains(address))
            .collect();
        local.sort_by_key(|address| is_loopback(address));
        external
            .iter()
            .chain(local)
            .map(|address| with_peer(address, peer))
            .collect()
    }
}

fn with_peer(address: &Multiaddr, peer: PeerId) -> Multiaddr {
    address.clone().with(Protocol::P2p(peer))
}

fn is_loopback(address: &Multiaddr) -> bool {
    crate::limits::ip_of(address).is_some_and(|ip| ip.is_loopback())
}

fn is_family_of(ip: IpAddr, address: &Multiaddr) -> bool {
    match address.iter().next() {
        Some(Protocol::Ip4(_)) => ip.is_ipv4(),
        Some(Protocol::Ip6(_)) => ip.is_ipv6(),
        _ => false,
    }
}

/// The address with another IP address; none if it has none to replace.
fn with_ip(address: &Multiaddr, ip: IpAddr) -> Option<Multiaddr> {
    address.replace(0, |first| {
        matches!(first, Protocol::Ip4(_) | Protocol::Ip6(_)).then(|| ip.into())
    })
}

fn port_of(address: &Multiaddr) -> Option<u16> {
    address.iter().find_map(|part| match part {
        Protocol::Udp(port) | Protocol::Tcp(port) => Some(port),
        _ => None,
    })
}

/// The address with the number (a port, or that of a memory address) that the
/// system chose for it.
fn with_port_of(address: &Multiaddr, chosen: &Multiaddr) -> Multiaddr {
    let parts = address.iter().zip(chosen.iter());
    parts
        .map(|(asked, got)| match asked {
            Protocol::Udp(0) | Protocol::Tcp(0) | Protocol::Memory(0) => got,
            other => other,
        })
        .collect()
}

fn io_error(error: libp2p::TransportError<io::Error>) -> io::Error {
    match error {
        libp2p::TransportError::Other(error) => error,
        unsupported => io::Error::new(io::ErrorKind::Unsupported, unsupported),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Multiaddr {
        text.parse().unwrap()
    }

    #[test]
    fn chosen_numbers_replace_zero() {
        assert_eq!(
            with_port_of(
                &address("/ip4/0.0.0.0/udp/0/quic-v1"),
                &address("/ip4/127.0.0.1/udp/77/quic-v1")
            ),
            address("/ip4/0.0.0.0/udp/77/quic-v1")
        );
        assert_eq!(
            with_port_of(&address("/memory/0"), &address("/memory/9")),
            address("/memory/9")
        );
    }

    #[test]
    fn an_external_ip_takes_the_place_of_the_local_one() {
        let ip = "203.0.113.1".parse().unwrap();
        assert_eq!(
            with_ip(&address("/ip4/0.0.0.0/udp/1/quic-v1"), ip),
            Some(address("/ip4/203.0.113.1/udp/1/quic-v1"))
        );
        assert_eq!(with_ip(&address("/memory/9"), ip), None);
    }
}

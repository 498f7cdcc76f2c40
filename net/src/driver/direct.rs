//! Sockets, relays' eyes and dials for a straight path.

use libp2p::{
    Multiaddr, PeerId,
    swarm::dial_opts::{DialOpts, PeerCondition},
};

use super::Driver;
use crate::direct::addresses::Subnet;

/// One QUIC and one TCP socket for each IP family; several QUIC listeners of
/// one family would break punching.
const LISTEN_ON: [&str; 4] = [
    "/ip4/0.0.0.0/udp/0/quic-v1",
    "/ip6/::/udp/0/quic-v1",
    "/ip4/0.0.0.0/tcp/0",
    "/ip6/::/tcp/0",
];

impl Driver {
    /// Opens the sockets, once, and says which networks we are on.
    pub(super) fn listen(&mut self) {
        self.room.set_subnets(subnets());
        if std::mem::replace(&mut self.listening, true) {
            return;
        }
        for address in LISTEN_ON {
            let listening = address.parse().map(|a| self.swarm.listen_on(a));
            // A machine without IPv6 listens on IPv4 all the same.
            if let Ok(Err(error)) = listening {
                tracing::debug!(address, %error, "cannot listen");
            }
        }
    }

    /// Connects to relays from the listening sockets: a NAT maps those anew.
    pub(super) fn observe(&mut self, relays: Vec<(PeerId, Vec<Multiaddr>)>) {
        for (relay, addresses) in relays {
            let dial = DialOpts::peer_id(relay)
                .addresses(addresses)
                .condition(PeerCondition::Always)
                .build();
            let id = dial.connection_id();
            if self.swarm.dial(dial).is_ok() {
                self.observers.push(id);
                self.unheard.push(id);
            }
        }
    }

    /// Dials the peer straight. Who punches keeps sending to those addresses
    /// until the peer's dial comes in.
    pub(super) fn dial_direct(&mut self, peer: PeerId, addresses: Vec<Multiaddr>, punch: bool) {
        let dial = DialOpts::peer_id(peer)
            .addresses(addresses)
            .condition(PeerCondition::Always);
        let dial = if punch {
            dial.override_role().build()
        } else {
            dial.build()
        };
        if let Err(error) = self.swarm.dial(dial) {
            tracing::debug!(%error, "cannot dial straight");
        }
    }
}

/// The networks that this machine is directly on.
fn subnets() -> Vec<Subnet> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces
        .into_iter()
        .filter(|i| !i.is_loopback())
        .map(|i| match i.addr {
            if_addrs::IfAddr::V4(v4) => Subnet {
                ip: v4.ip.into(),
                prefix_len: v4.prefixlen,
            },
            if_addrs::IfAddr::V6(v6) => Subnet {
                ip: v6.ip.into(),
                prefix_len: v6.prefixlen,
            },
        })
        .collect()
}

//! Sockets, relays' eyes and dials for a straight path.

use std::{io, net::IpAddr};

use if_watch::{IfEvent, tokio::IfWatcher};
use libp2p::{
    Multiaddr, PeerId,
    core::transport::ListenerId,
    multiaddr::Protocol,
    swarm::dial_opts::{DialOpts, PeerCondition},
};

use super::Driver;
use crate::{
    direct::{Dial, How},
    swarm::doorstep,
    time::Now,
};

/// One QUIC and one TCP socket for each IP family; several QUIC listeners of
/// one family would break punching.
const LISTEN_ON_QUIC: [&str; 2] = ["/ip4/0.0.0.0/udp/0/quic-v1", "/ip6/::/udp/0/quic-v1"];
const LISTEN_ON_TCP: [&str; 2] = ["/ip4/0.0.0.0/tcp/0", "/ip6/::/tcp/0"];

impl Driver {
    /// An address of this machine came or went.
    pub(super) fn on_interface(&mut self, change: io::Result<IfEvent>) {
        match change {
            Ok(IfEvent::Up(net)) => {
                self.read_networks();
                self.room.set_subnets(self.networks.clone());
                // The watcher begins with what is there already. Taken for news,
                // it would have every relay dialled a second time.
                if !self.take_had(net.addr()) {
                    self.room.on_address(Now::read(), net.addr());
                }
            }
            Ok(IfEvent::Down(net)) => {
                self.take_had(net.addr());
                self.room.on_address_gone(net.addr());
            }
            Err(error) => {
                tracing::debug!(%error, "interfaces are watched no longer");
                self.interfaces = None;
            }
        }
    }

    /// Whether this address was there at the start and was not told of since.
    fn take_had(&mut self, ip: IpAddr) -> bool {
        let had = self.had_at_start.iter().position(|had| *had == ip);
        had.map(|at| self.had_at_start.swap_remove(at)).is_some()
    }

    /// Opens the sockets, once, and says which networks we are on.
    pub(super) fn listen(&mut self) {
        self.read_networks();
        self.room.set_subnets(self.networks.clone());
        if std::mem::replace(&mut self.listening, true) {
            return;
        }
        let doorstep = &mut self.swarm.behaviour_mut().doorstep;
        doorstep.let_in(doorstep::From::Anywhere);
        self.listen_on(LISTEN_ON_QUIC);
        self.tcp_listeners = self.listen_on(LISTEN_ON_TCP);
    }

    fn listen_on(&mut self, addresses: [&str; 2]) -> Vec<ListenerId> {
        let mut listeners = Vec::new();
        for address in addresses {
            match address.parse().map(|a| self.swarm.listen_on(a)) {
                Ok(Ok(listener)) => listeners.push(listener),
                // A machine without IPv6 listens on IPv4 all the same.
                Ok(Err(error)) => tracing::debug!(address, %error, "cannot listen"),
                Err(error) => tracing::error!(address, %error, "not an address"),
            }
        }
        listeners
    }

    /// Connects to relays from the listening sockets: a NAT maps those anew.
    pub(super) fn observe(&mut self, relays: Vec<(PeerId, Multiaddr)>) {
        for (relay, address) in relays {
            let dial = DialOpts::peer_id(relay)
                .addresses(vec![address.clone()])
                .condition(PeerCondition::Always)
                .build();
            let id = dial.connection_id();
            if self.swarm.dial(dial).is_ok() {
                self.observers.insert(id, address);
            }
        }
    }

    /// Hangs up what [`Self::observe`] made, and dials that are not done yet
    /// with it. A TCP port that relays were dialled from is given up: for a
    /// while the system connects it to no place for a second time, and would
    /// quietly take another.
    pub(super) fn stop_observing(&mut self) {
        let mut used_tcp = false;
        for (connection, address) in std::mem::take(&mut self.observers) {
            used_tcp |= is_tcp(&address);
            self.swarm.close_connection(connection);
        }
        if used_tcp {
            for listener in std::mem::take(&mut self.tcp_listeners) {
                self.swarm.remove_listener(listener);
            }
            self.tcp_listeners = self.listen_on(LISTEN_ON_TCP);
        }
    }

    /// Dials the peer straight.
    pub(super) fn dial_direct(&mut self, peer: PeerId, dial: Dial) {
        let (tcp, quic): (Vec<_>, Vec<_>) = dial.addresses.into_iter().partition(is_tcp);
        for (addresses, tcp) in [(quic, false), (tcp, true)] {
            if addresses.is_empty() {
                continue;
            }
            let opts = DialOpts::peer_id(peer)
                .addresses(addresses)
                .condition(PeerCondition::Always);
            let opts = match (dial.how, tcp) {
                (How::Dial, _) | (How::Reach, false) => opts.build(),
                // Two of one port to one place cannot be: this one would take
                // the punch's.
                (How::Reach, true) => opts.allocate_new_port().build(),
                // Over QUIC the listener's role has packets sent until the peer's
                // dial comes in. Over TCP a simultaneous open has two dialling
                // ends, of which one has to speak second.
                (How::Punch, _) => opts.override_role().build(),
            };
            if let Err(error) = self.swarm.dial(opts) {
                tracing::debug!(%error, "cannot dial straight");
            }
        }
    }
}

fn is_tcp(address: &Multiaddr) -> bool {
    address.iter().any(|part| matches!(part, Protocol::Tcp(_)))
}

/// Watches the addresses of this machine, where the system allows it.
pub(super) fn watch_interfaces() -> Option<IfWatcher> {
    IfWatcher::new()
        .inspect_err(|error| tracing::debug!(%error, "cannot watch interfaces"))
        .ok()
}

//! Sockets on local networks.

use std::net::IpAddr;

use libp2p::{Multiaddr, core::transport::ListenerId, multiaddr::Protocol};

use super::Driver;
use crate::{
    lan::{self, networks},
    swarm::doorstep,
    time::Now,
};

impl Driver {
    /// Does what the room wants done on local networks.
    pub(super) fn on_lan(&mut self, output: lan::Output) {
        match output {
            lan::Output::Networks => {
                self.read_networks();
                self.room.on_networks(Now::read(), self.networks.clone());
            }
            lan::Output::Open(ips) => self.radio.open(ips),
            lan::Output::Listen(ips) => self.listen_near(&ips),
            lan::Output::Send { from, to, packet } => self.radio.send(from, to, &packet),
            // Told by the room.
            lan::Output::Found { .. } | lan::Output::Places => {}
        }
    }

    /// Looks which networks we are on.
    pub(super) fn read_networks(&mut self) {
        self.networks = networks::read();
    }

    /// Has a socket for guests at each of these addresses, and no others. Over
    /// TCP: a QUIC socket is opened for all networks at once, and only when a
    /// straight path is looked for.
    fn listen_near(&mut self, ips: &[IpAddr]) {
        let near = doorstep::From::Near(self.networks.clone());
        self.swarm.behaviour_mut().doorstep.let_in(near);
        let listening = &self.lan_listeners;
        let gone = listening.iter().filter(|(_, ip)| !ips.contains(ip));
        let gone: Vec<ListenerId> = gone.map(|(id, _)| *id).collect();
        for id in gone {
            self.swarm.remove_listener(id);
        }
        for ip in ips {
            if self.lan_listeners.values().any(|known| known == ip) {
                continue;
            }
            let address = Multiaddr::from(*ip).with(Protocol::Tcp(0));
            match self.swarm.listen_on(address) {
                Ok(id) => {
                    self.lan_listeners.insert(id, *ip);
                }
                Err(error) => tracing::debug!(%ip, %error, "cannot listen"),
            }
        }
    }

    /// A socket of ours listens.
    pub(super) fn on_listening(&mut self, now: Now, id: ListenerId, address: Multiaddr) {
        self.read_networks();
        self.room.on_lan_listening(now, &address);
        if !self.lan_listeners.contains_key(&id) {
            self.room.on_listening(address);
        }
    }

    /// A socket of ours listens there no longer.
    pub(super) fn on_not_listening(&mut self, now: Now, id: ListenerId, address: &Multiaddr) {
        self.read_networks();
        self.room.on_lan_not_listening(now, address);
        if !self.lan_listeners.contains_key(&id) {
            self.room.on_not_listening(address);
        }
    }
}

//! The room on local networks: being found there, finding there, and waiting
//! there alone when no relay answers.

use std::net::SocketAddr;

use libp2p::{Multiaddr, PeerId};

use super::{Output, Part, Room};
use crate::{
    api::{EventKind, PathKind, Reach, Side},
    direct::addresses::Subnet,
    lan,
    link::{MAX_VIA, Via},
    time::Now,
};

impl Room {
    /// The networks that we are on now.
    pub(crate) fn on_networks(&mut self, now: Now, networks: Vec<Subnet>) {
        self.lan.on_networks(now.mono, networks);
        if self.is_spare() && self.meeting.all_failed() {
            self.tell_offline();
        }
        self.drain(now);
    }

    /// A packet came over a local network.
    pub(crate) fn on_lan_packet(&mut self, now: Now, from: SocketAddr, packet: &[u8]) {
        self.lan.on_packet(now.mono, from, packet);
        self.drain(now);
    }

    /// A socket of ours listens there.
    pub(crate) fn on_lan_listening(&mut self, now: Now, address: &Multiaddr) {
        self.lan.on_listening(address);
        self.drain(now);
    }

    /// It does no longer.
    pub(crate) fn on_lan_not_listening(&mut self, now: Now, address: &Multiaddr) {
        self.lan.on_not_listening(address);
        self.drain(now);
    }

    /// Does what the local networks want done.
    pub(super) fn drain_lan(&mut self, now: Now) {
        while let Some(output) = self.lan.poll_output() {
            match output {
                lan::Output::Found { peer, address } => self.on_found(now, peer, address),
                lan::Output::Places => {
                    self.link_anew();
                    self.rely_on_lan(now);
                    self.give_up_if_hopeless();
                    self.try_link_near(now);
                }
                output => self.outputs.push_back(Output::Lan(output)),
            }
        }
    }

    /// No relay answers; whether that means nobody at all is known once the
    /// networks are read.
    pub(super) fn on_offline(&mut self, now: Now) {
        if self.lan.is_possible() {
            self.lan.read(now.mono);
        } else {
            self.tell_offline();
        }
    }

    fn tell_offline(&mut self) {
        let reach = if self.lan.is_possible() {
            Reach::Lan
        } else {
            Reach::Offline
        };
        self.tell(None, EventKind::Reach(reach));
    }

    /// Ways to us for the link: relays first, and what is near has its place
    /// whatever their number.
    pub(super) fn vias(&self) -> Vec<Via> {
        let (mut relays, near) = (self.meeting.vias(), self.lan.vias());
        relays.truncate(MAX_VIA - near.len().min(MAX_VIA));
        relays.into_iter().chain(near).collect()
    }

    fn on_found(&mut self, now: Now, peer: PeerId, address: Multiaddr) {
        match &mut self.part {
            Part::Joining(_) => self.on_host_near(now, peer, address),
            Part::Together(together)
                if together.peer == peer
                    && together.is_lost()
                    && together.dialing.iter().all(|(dialed, _)| *dialed != peer) =>
            {
                // Not over a relay: straight to the peer itself.
                together.dialing.push((peer, now.mono));
                self.outputs.push_back(Output::Dial {
                    peer,
                    addresses: vec![address],
                });
            }
            _ => self.on_again_near(now, peer, address),
        }
    }

    /// The line is gone. Two who talked on a local network may find each other
    /// there again; with the seat held, the host waits once more.
    pub(super) fn seek_near(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let peer = together.peer;
        together.dialing.retain(|(dialed, _)| *dialed != peer);
        if together.told.is_none_or(|path| path.kind != PathKind::Lan) {
            return;
        }
        match together.side {
            Side::Host => {
                self.outputs.push_back(Output::Listen);
                self.lan.answer(now.mono);
            }
            Side::Guest => self.lan.look(now.mono, Some(together.peer)),
        }
        self.drain_lan(now);
    }
}

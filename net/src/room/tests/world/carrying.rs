//! The relay, the lines and the local network: they carry out what rooms ask for.

use std::net::{IpAddr, SocketAddr};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};

use super::{
    Connection, World,
    happening::{End, Happening, Stream},
};
use crate::{
    api::PathKind,
    direct::addresses::Subnet,
    kept::board,
    lan, meeting,
    room::{Answer, Miss, Output},
    streams::{Purpose, StreamId},
};

impl World {
    pub(super) fn carry_out(&mut self, who: usize, output: Output) {
        match output {
            Output::Event(event) => self.people[who].events.push(event.kind),
            Output::Admit(peer) => self.people[who].admitted.push(peer),
            Output::ShutOut(peer) => self.people[who].admitted.retain(|p| *p != peer),
            Output::Meeting(output) => self.meet(who, output),
            Output::Board(output) => self.post(who, output),
            Output::Discover { nameplate, .. } => {
                let host = self.listed.get(&nameplate).map(|h| &self.people[*h]);
                let answer = match host {
                    Some(host) if host.up => Answer::Host(host.key),
                    Some(_) => Answer::Away,
                    None => Answer::Nobody,
                };
                self.soon(Happening::Discovered(who, answer));
            }
            Output::Dial { peer, addresses } | Output::DialBeside { peer, addresses } => {
                let other = self.people.iter().position(|p| p.key == peer);
                let at = |o: &usize| addresses.contains(&near_address(*o));
                let near = |o: &usize| self.near && self.people[*o].is_near() && at(o);
                let nearby = other.filter(near).is_some();
                let seated = |o: &usize| self.relay_up && self.people[*o].seated;
                let other = other.filter(|o| nearby || seated(o));
                match other {
                    Some(other) if nearby || self.people[who].up => {
                        let kind = if nearby {
                            PathKind::Lan
                        } else {
                            PathKind::Relayed
                        };
                        let us = self.people[who].key;
                        self.order += 1;
                        let connection = self.order;
                        // Who is dialled knows first: the dialer's last word of
                        // the handshake is not answered.
                        let at = self.now.mono + self.some_latency() + self.some_latency();
                        self.at(at, Happening::PeerConnected(other, us, connection, kind));
                        self.at(at, Happening::PeerConnected(who, peer, connection, kind));
                    }
                    _ => {
                        let asked = self.relay_up && self.people[who].up;
                        let miss = if asked { Miss::Absent } else { Miss::Broken };
                        self.soon(Happening::PeerFailed(who, peer, miss));
                    }
                }
            }
            Output::Hang(peer) => {
                let connections = self.people[who].peers.get(&peer).cloned();
                for connection in connections.unwrap_or_default() {
                    self.hang_up(who, peer, connection);
                }
            }
            Output::Close(id) => {
                let all = self.people[who].peers.iter();
                let mut all = all.flat_map(|(peer, c)| c.iter().map(|c| (*peer, *c)));
                let same =
                    |(_, c): &(PeerId, Connection)| ConnectionId::new_unchecked(*c as usize) == id;
                if let Some((peer, connection)) = all.find(same) {
                    self.hang_up(who, peer, connection);
                }
            }
            Output::Open {
                stream: id,
                peer,
                purpose,
                connection,
            } => {
                if self.mute_control && purpose == Purpose::Control {
                    return;
                }
                let stream = Stream {
                    opener: who,
                    id,
                    purpose,
                    connection,
                };
                let other = self.people.iter().position(|p| p.key == peer);
                let reached = |c: &Vec<Connection>| !c.is_empty();
                let reached = self.people[who].peers.get(&peer).is_some_and(reached);
                if let Some(other) = other.filter(|_| reached) {
                    // Negotiation is lazy: the opener writes at once.
                    let end = End::From(who, id);
                    self.people[who].streams.insert(id, (other, end));
                    self.on_line(who, other, Happening::Inbound(other, stream));
                    self.at(self.now.mono, Happening::Opened(who, id));
                }
            }
            Output::Send { stream, frame } => self.send(who, stream, frame),
            Output::Finish(stream) => {
                if let Some((other, end)) = self.people[who].streams.remove(&stream) {
                    self.on_line(who, other, Happening::Ended(other, end));
                }
            }
            Output::Lan(output) => self.on_lan(who, output),
            // Nobody here looks for a straight path.
            Output::Listen => {
                self.people[who].everywhere = true;
                self.soon(Happening::Listening(who));
            }
            Output::Observe(_)
            | Output::StopObserving
            | Output::DialDirect { .. }
            | Output::HangAll
            | Output::Job(_)
            | Output::Stats { .. }
            | Output::Media(_)
            | Output::Over => {}
        }
    }

    fn hang_up(&mut self, who: usize, peer: PeerId, connection: Connection) {
        let us = self.people[who].key;
        self.soon(Happening::PeerLost(who, peer, connection));
        if let Some(other) = self.people.iter().position(|p| p.key == peer) {
            self.soon(Happening::PeerLost(other, us, connection));
        }
    }

    fn on_lan(&mut self, who: usize, output: lan::Output) {
        match output {
            lan::Output::Networks => {
                let network = Subnet {
                    ip: near_ip(who),
                    prefix_len: 24,
                };
                let networks = self.near.then_some(network).into_iter().collect();
                self.people[who].room.on_networks(self.now, networks);
            }
            lan::Output::Open(ips) => self.people[who].hears = !ips.is_empty(),
            lan::Output::Listen(ips) => {
                self.people[who].listens = !ips.is_empty();
                self.soon(Happening::Listening(who));
            }
            lan::Output::Send { to, packet, .. } => {
                self.packets += 1;
                let from = SocketAddr::new(near_ip(who), 50_000);
                for other in 0..self.people.len() {
                    let heard = match to {
                        lan::To::All => other != who,
                        lan::To::One(to) => to.ip() == near_ip(other),
                    };
                    if heard {
                        self.soon(Happening::Packet(other, from, packet.clone()));
                    }
                }
            }
            lan::Output::Found { .. } | lan::Output::Places => unreachable!("the room's"),
        }
    }

    fn meet(&mut self, who: usize, output: meeting::Output) {
        match output {
            meeting::Output::Dial { .. } if self.relay_up => {
                self.soon(Happening::RelayConnected(who));
            }
            meeting::Output::Dial { .. } => self.soon(Happening::RelayFailed(who)),
            meeting::Output::Reserve { .. } => self.soon(Happening::Seat(who)),
            meeting::Output::Register { nameplate, .. } => {
                let holder = *self.listed.entry(nameplate).or_insert(who);
                self.soon(Happening::Registered(who, nameplate, holder == who));
            }
            meeting::Output::Unregister { nameplate, .. } => {
                self.listed.remove(&nameplate);
            }
            _ => {}
        }
    }

    fn post(&mut self, who: usize, output: board::Output) {
        match output {
            board::Output::Register { place, .. } => {
                if !self.board.contains(&(place.clone(), who)) {
                    self.board.push((place.clone(), who));
                }
                self.soon(Happening::ListedKept(who, place));
            }
            board::Output::Unregister { place, .. } => {
                self.board.retain(|listed| *listed != (place.clone(), who));
            }
            board::Output::Discover { place, .. } => {
                let here = self.board.iter().filter(|(at, _)| *at == place);
                let found = here.map(|(_, who)| self.people[*who].key).collect();
                self.soon(Happening::FoundKept(who, place, found));
            }
        }
    }

    pub(super) fn send(&mut self, who: usize, stream: StreamId, frame: Vec<u8>) {
        if let Some((other, end)) = self.people[who].streams.get(&stream).copied() {
            self.on_line(who, other, Happening::Frame(other, end, frame));
        }
    }
}

fn near_ip(who: usize) -> IpAddr {
    IpAddr::from([192, 168, 1, 10 + who as u8])
}

pub(super) fn near_address(who: usize) -> Multiaddr {
    let text = format!("/ip4/{}/tcp/{}", near_ip(who), 4000 + who);
    text.parse().unwrap()
}

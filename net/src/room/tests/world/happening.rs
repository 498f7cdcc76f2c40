//! What happens to the people: all that their rooms hear.

use std::net::SocketAddr;

use libp2p::{PeerId, swarm::ConnectionId};

use super::{Connection, World, carrying::near_address};
use crate::{
    api::{Path, PathKind, Transport},
    code::Nameplate,
    kept::place::Place,
    meeting::Refusal,
    room::{Answer, Miss},
    streams::{Purpose, StreamId},
};

/// What happens at some moment.
pub(super) enum Happening {
    RelayConnected(usize),
    RelayFailed(usize),
    RelayLost(usize),
    Seat(usize),
    Registered(usize, Nameplate, bool),
    ListedKept(usize, Place),
    FoundKept(usize, Place, Vec<PeerId>),
    Discovered(usize, Answer),
    PeerConnected(usize, PeerId, Connection, PathKind),
    PeerFailed(usize, PeerId, Miss),
    PeerLost(usize, PeerId, Connection),
    Opened(usize, StreamId),
    Inbound(usize, Stream),
    Frame(usize, End, Vec<u8>),
    Ended(usize, End),
    Listening(usize),
    Packet(usize, SocketAddr, Vec<u8>),
}

impl Happening {
    pub(super) fn who(&self) -> usize {
        match self {
            Self::RelayConnected(who)
            | Self::RelayFailed(who)
            | Self::RelayLost(who)
            | Self::Seat(who)
            | Self::Registered(who, ..)
            | Self::ListedKept(who, _)
            | Self::FoundKept(who, ..)
            | Self::Discovered(who, _)
            | Self::PeerConnected(who, ..)
            | Self::PeerFailed(who, ..)
            | Self::PeerLost(who, ..)
            | Self::Opened(who, _)
            | Self::Inbound(who, _)
            | Self::Frame(who, ..)
            | Self::Ended(who, _)
            | Self::Listening(who)
            | Self::Packet(who, ..) => *who,
        }
    }
}

/// Which of a person's streams something arrives on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    /// The one that it opened by this name.
    Own(StreamId),
    /// The one that this person opened by that name.
    From(usize, StreamId),
}

/// A stream as its opener knows it.
#[derive(Clone, Copy)]
pub(super) struct Stream {
    pub(super) opener: usize,
    pub(super) id: StreamId,
    pub(super) purpose: Purpose,
    pub(super) connection: ConnectionId,
}

impl World {
    pub(super) fn happen(&mut self, happening: Happening) {
        let (now, relay) = (self.now, self.relay);
        if self.people[happening.who()].dead {
            return;
        }
        match happening {
            Happening::ListedKept(who, place) => {
                let room = &mut self.people[who].room;
                room.on_kept_registered(now, relay, &place, Some(120));
            }
            Happening::FoundKept(who, place, found) => {
                let room = &mut self.people[who].room;
                room.on_kept_discovered(now, relay, &place, &found);
            }
            Happening::RelayConnected(who) => {
                self.people[who].up = true;
                self.people[who].room.on_relay_connected(now, relay);
            }
            Happening::RelayFailed(who) => self.people[who].room.on_relay_failed(now, relay),
            Happening::RelayLost(who) => {
                self.people[who].seated = false;
                if std::mem::take(&mut self.people[who].up) {
                    self.people[who].room.on_relay_disconnected(now, relay);
                }
            }
            Happening::Seat(who) => {
                self.people[who].seated = self.people[who].up;
                self.people[who].room.on_seat(now, relay);
            }
            Happening::Registered(who, at, true) => {
                self.people[who].room.on_registered(now, relay, at, 120);
            }
            Happening::Registered(who, at, false) => {
                self.people[who]
                    .room
                    .on_register_refused(now, relay, at, Refusal::Taken);
            }
            Happening::Discovered(who, answer) => {
                self.people[who].room.on_discovered(now, relay, answer);
            }
            Happening::PeerConnected(who, peer, connection, kind) => {
                let path = Path {
                    kind,
                    transport: Transport::Quic,
                    rtt: None,
                    why: None,
                };
                let connections = self.people[who].peers.entry(peer).or_default();
                connections.push(connection);
                let id = ConnectionId::new_unchecked(connection as usize);
                self.people[who].room.on_peer_connected(now, peer, id, path);
            }
            Happening::PeerFailed(who, peer, miss) => {
                self.people[who].room.on_peer_failed(now, peer, miss);
            }
            Happening::PeerLost(who, peer, connection) => {
                let connections = self.people[who].peers.entry(peer).or_default();
                if let Some(at) = connections.iter().position(|c| *c == connection) {
                    connections.remove(at);
                    let last = connections.is_empty();
                    let id = ConnectionId::new_unchecked(connection as usize);
                    self.people[who]
                        .room
                        .on_peer_disconnected(now, peer, id, last);
                }
            }
            Happening::Listening(who) => {
                let listens = self.people[who].is_near();
                let room = &mut self.people[who].room;
                if listens {
                    room.on_lan_listening(now, &near_address(who));
                } else {
                    room.on_lan_not_listening(now, &near_address(who));
                }
            }
            Happening::Packet(who, from, packet) => {
                if self.near && self.people[who].hears {
                    self.people[who].room.on_lan_packet(now, from, &packet);
                }
            }
            Happening::Opened(who, stream) => self.people[who].room.on_opened(now, stream),
            Happening::Inbound(who, stream) => {
                let peer = self.people[stream.opener].key;
                let room = &mut self.people[who].room;
                if let Some(id) = room.on_inbound(now, peer, stream.connection, stream.purpose) {
                    let other = (stream.opener, End::Own(stream.id));
                    self.people[who].streams.insert(id, other);
                }
            }
            Happening::Frame(who, end, frame) => {
                if let Some(stream) = self.find(who, end) {
                    self.people[who].room.on_frame(now, stream, &frame);
                }
            }
            Happening::Ended(who, end) => {
                if let Some(stream) = self.find(who, end) {
                    self.people[who].streams.remove(&stream);
                    self.people[who].room.on_stream_ended(now, stream);
                }
            }
        }
    }

    fn find(&self, who: usize, end: End) -> Option<StreamId> {
        let streams = &self.people[who].streams;
        match end {
            End::Own(id) => streams.contains_key(&id).then_some(id),
            End::From(other, id) => {
                let theirs = (other, End::Own(id));
                streams
                    .iter()
                    .find(|(_, o)| **o == theirs)
                    .map(|(id, _)| *id)
            }
        }
    }
}

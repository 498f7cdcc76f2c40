//! Connections to peers, as they come and go: whose they are decides what
//! becomes of them.

use std::time::Duration;

use libp2p::{PeerId, swarm::ConnectionId};

use super::{Output, Part, Room, hosts::Miss};
use crate::{
    api::{Path, PathKind, Transport},
    paths::Connection,
    time::Now,
};

impl Room {
    /// A connection to a peer that is no relay is there.
    pub(crate) fn on_peer_connected(
        &mut self,
        now: Now,
        peer: PeerId,
        id: ConnectionId,
        path: Path,
    ) {
        let connection = Connection {
            id,
            peer,
            path,
            doubted: false,
        };
        if !self.paths.add(connection) {
            self.outputs.push_back(Output::Close(id));
            return;
        }
        let relayed = path.kind == PathKind::Relayed;
        match &mut self.part {
            Part::Hosting(hosting) if relayed || path.kind == PathKind::Lan => {
                let door = &hosting.door;
                let over = hosting
                    .strangers
                    .arrived(now.mono, peer, |p| door.is_busy_with(p));
                self.outputs.extend(over.map(Output::Hang));
            }
            Part::Joining(joining) if joining.is_trying(peer) => {
                self.on_host_connected(now, peer, id);
            }
            Part::Together(together) if together.peer == peer => {
                self.on_together_connected(now, path.kind);
            }
            Part::Together(together)
                if relayed && together.door.is_some() && self.again.is_none() =>
            {
                let door = together.door.as_ref();
                let over = together.strangers.arrived(now.mono, peer, |p| {
                    door.is_some_and(|door| door.is_busy_with(p))
                });
                self.outputs.extend(over.map(Output::Hang));
            }
            Part::Waiting | Part::Together(_)
                if self.again.is_some() && (relayed || path.kind == PathKind::Lan) =>
            {
                self.on_again_connected(now, peer, id);
            }
            // Strangers come over relays, or from nearby to a room that waits.
            _ => self.outputs.push_back(Output::Close(id)),
        }
        self.drain(now);
    }

    /// A connection to a peer is gone; `last` when there is no other.
    pub(crate) fn on_peer_disconnected(
        &mut self,
        now: Now,
        peer: PeerId,
        id: ConnectionId,
        last: bool,
    ) {
        let kind = self.paths.get(id).map(|c| c.path.kind);
        self.paths.remove(id);
        match &mut self.part {
            Part::Hosting(hosting) if last => hosting.strangers.left(peer),
            Part::Joining(_) => self.on_host_lost(now, id),
            Part::Together(together) if together.peer == peer => {
                self.on_together_disconnected(now, id, kind);
            }
            Part::Together(together) if last => together.strangers.left(peer),
            _ => {}
        }
        if last {
            self.on_again_gone(now, peer);
        }
        self.drain(now);
    }

    /// The peer could not be connected to.
    pub(crate) fn on_peer_failed(&mut self, now: Now, peer: PeerId, miss: Miss) {
        if miss == Miss::Full {
            self.tell_limits();
        }
        match &mut self.part {
            Part::Joining(joining) if joining.is_trying(peer) => self.on_host_failed(now, miss),
            Part::Together(together) if together.peer == peer => together.dialing.clear(),
            _ => {}
        }
        self.on_again_gone(now, peer);
        self.drain(now);
    }

    /// The peer, or a relay, answered a ping.
    pub(crate) fn on_rtt(&mut self, now: Now, peer: PeerId, id: ConnectionId, rtt: Duration) {
        self.meeting.on_alive(now.mono, peer, rtt);
        self.drain_meeting(now);
        if self.paths.on_rtt(id, rtt) {
            self.move_to_better();
            self.close_worse();
            self.tell_path();
        }
    }

    /// How the two are connected, when they are.
    pub(super) fn path(&self) -> Option<Path> {
        self.line().map(|connection| connection.path)
    }

    /// The connection that the two talk on, when they do.
    pub(super) fn line(&self) -> Option<Connection> {
        let Part::Together(together) = &self.part else {
            return None;
        };
        let connection = together.line.lane()?.connection;
        self.paths.get(connection).copied()
    }

    /// Whether the peer may come straight, from wherever it is: as long as the
    /// two are together, and do not talk straight over QUIC already. (TCP may be
    /// there first, and QUIC is better.)
    pub(crate) fn expects_peer(&self) -> bool {
        let best = |path: Path| path.kind != PathKind::Relayed && path.transport == Transport::Quic;
        matches!(self.part, Part::Together(_)) && !self.path().is_some_and(best)
    }
}

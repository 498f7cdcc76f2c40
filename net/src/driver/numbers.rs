//! What the transport knows of connections, and what streams have carried.

use std::{sync::Arc, time::Duration};

use libp2p::swarm::ConnectionId;
use tincan_quic::Inbound;

use super::Driver;
use crate::{
    api::{Event, EventKind, Stats, Tag},
    paths::Connection,
};

impl Driver {
    /// Numbers of a connection, written by the transport as they change and
    /// read at any time; none of those over TCP and relays.
    pub(super) fn numbers(&self, connection: ConnectionId) -> Option<Arc<tincan_quic::Stats>> {
        self.quic.registry().get(connection)
    }

    /// Answers [`crate::Command::Stats`].
    pub(super) fn tell_stats(&mut self, re: Option<Tag>, line: Option<Connection>) {
        let path = line.map(|line| {
            let rtt = self.numbers(line.id).map(|n| n.read().smoothed_rtt);
            let measured = rtt.filter(|rtt| *rtt > Duration::ZERO);
            let mut path = line.path;
            path.rtt = measured.or(path.rtt);
            path
        });
        let stats = Stats {
            path,
            bytes_in: self.carried.came(),
            bytes_out: self.carried.went(),
        };
        let kind = EventKind::Stats(stats);
        self.untold.push_back(Event { re, kind });
    }

    /// Shakes hands with the internet only while the peer may be there.
    pub(super) fn mind_the_door(&self) {
        let inbound = match self.room.expects_peer() {
            true => Inbound::Everyone,
            false => Inbound::Near,
        };
        self.quic.set_inbound(inbound);
    }
}

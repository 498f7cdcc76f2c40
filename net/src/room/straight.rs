//! The search for a straight path, within a room in which two are together.

use libp2p::{Multiaddr, PeerId};

use super::{Output, Part, Room};
use crate::{
    api::{EventKind, Path, PathKind, Transport},
    direct::{self, Direct, Observation, Situation},
    streams::{Purpose, StreamId},
    time::Now,
};

/// Whether no better path is worth looking for.
fn is_settled(path: Path) -> bool {
    match path.kind {
        PathKind::Relayed => false,
        // Found before there was a socket for QUIC.
        PathKind::Lan => path.transport == Transport::Quic,
        PathKind::Direct => true,
    }
}

impl Room {
    /// The peer opened a stream to arrange a straight path.
    pub(super) fn on_inbound_punch(&mut self, now: Now, peer: PeerId) -> Option<StreamId> {
        if self.hide_ip || !matches!(&self.part, Part::Together(t) if t.peer == peer) {
            return None;
        }
        // It may have begun before its first word is here.
        self.seek_direct(now);
        let stream = self.next_stream();
        self.direct()?.on_inbound(now.mono, stream);
        self.drain_direct();
        Some(stream)
    }

    /// The peer said what its network is like; whether that is another than
    /// before.
    pub(super) fn on_their_situation(&mut self, now: Now, theirs: Situation) -> bool {
        let Some(direct) = self.direct() else {
            return false;
        };
        let moved = direct.on_their_situation(now.mono, theirs);
        self.drain_direct();
        moved
    }

    /// Looks for a straight path while there is only a relayed one, or a nearby
    /// one that could run over QUIC, once the peer has said whether it wants one.
    pub(super) fn seek_direct(&mut self, now: Now) {
        let relays = self.meeting.for_direct();
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let Some(lane) = together.line.lane() else {
            return;
        };
        together.direct.set_relays(relays);
        match self.paths.get(lane.connection).map(|c| c.path) {
            Some(path) if !is_settled(path) => {
                together.direct.set_rtt(path.rtt);
                together.direct.set_only_quic(path.kind == PathKind::Lan);
                together.direct.start(now.mono);
            }
            _ => together.direct.stop(),
        }
        self.drain_direct();
    }

    /// There may be a straight path now, where there was none before.
    pub(super) fn try_straight(&mut self, now: Now) {
        if let Some(direct) = self.direct() {
            direct.on_change(now.mono);
            self.drain_direct();
        }
    }

    /// Tells how the two are connected, when that has changed.
    pub(super) fn tell_path(&mut self) {
        let path = self.path();
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let path = path.map(|path| match path.kind {
            PathKind::Relayed => Path {
                why: Some(together.direct.why_relayed()),
                ..path
            },
            PathKind::Direct | PathKind::Lan => path,
        });
        if let Some(path) = path.filter(|p| together.connected && together.told != Some(*p)) {
            together.told = Some(path);
            self.tell(None, EventKind::Path(path));
        }
    }

    /// Does what the search for a straight path wants done.
    pub(super) fn drain_direct(&mut self) {
        loop {
            let Part::Together(together) = &mut self.part else {
                return;
            };
            let peer = together.peer;
            let Some(output) = together.direct.poll_output() else {
                break;
            };
            let output = match output {
                direct::Output::Open => match self.paths.to_arrange_over(peer).map(|c| c.id) {
                    Some(connection) => {
                        self.streams += 1;
                        let stream = StreamId(self.streams);
                        together.direct.on_named(stream);
                        Output::Open {
                            stream,
                            peer,
                            connection,
                            purpose: Purpose::Punch,
                        }
                    }
                    None => continue, // The exchange runs out of time.
                },
                direct::Output::Listen => Output::Listen,
                direct::Output::Observe(over) => Output::Observe(self.meeting.to_observe(over)),
                direct::Output::StopObserving => Output::StopObserving,
                direct::Output::Send { stream, frame } => Output::Send { stream, frame },
                direct::Output::Finish(stream) => Output::Finish(stream),
                direct::Output::Dial(dial) => Output::DialDirect { peer, dial },
            };
            self.outputs.push_back(output);
        }
        if let Part::Together(together) = &mut self.part {
            together.session.set_situation(together.direct.situation());
        }
        // What was found out may change why the path is relayed.
        self.tell_path();
    }

    /// The search for a straight path, when there is one.
    pub(super) fn direct(&mut self) -> Option<&mut Direct> {
        match &mut self.part {
            Part::Together(together) => Some(&mut together.direct),
            _ => None,
        }
    }

    /// We listen at this address now.
    pub(crate) fn on_listening(&mut self, address: Multiaddr) {
        if let Some(direct) = self.direct() {
            direct.on_listening(address);
            self.drain_direct();
        }
    }

    /// We no longer listen at this address.
    pub(crate) fn on_not_listening(&mut self, address: &Multiaddr) {
        if let Some(direct) = self.direct() {
            direct.on_not_listening(address);
            self.drain_direct();
        }
    }

    /// A relay saw a listening socket of ours.
    pub(crate) fn on_observed(&mut self, now: Now, observation: Observation) {
        if let Some(direct) = self.direct() {
            direct.on_observed(now.mono, observation);
            self.drain_direct();
        }
    }

    /// The networks that this machine is directly on.
    pub(crate) fn set_subnets(&mut self, subnets: Vec<direct::addresses::Subnet>) {
        if let Some(direct) = self.direct() {
            direct.set_subnets(subnets);
        }
    }
}

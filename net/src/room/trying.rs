//! One host that may be the right one: connected, and shown what we know.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};

use super::{
    Output, Part, Room,
    hosts::{Host, Miss},
    line::Lane,
};
use crate::{
    admission::guest::{GuestRun, Outcome, Step},
    api::{CloseReason, EventKind, Invite, RoomState, Warning},
    streams::{Purpose, StreamId},
    time::Now,
};

/// With others left to try a host has this long: one that stalls, or somebody
/// whom a relay made up, must not keep us from the right one.
const NEXT_WITHIN: Duration = Duration::from_secs(12);
/// With others left to try somebody near has this long.
const NEAR_NEXT_WITHIN: Duration = Duration::from_secs(5);
/// The host may pause for a minute after somebody guessed.
const HOST_WITHIN: Duration = Duration::from_secs(75);
/// The host's person has two minutes to answer a knock.
const KNOCK_WITHIN: Duration = Duration::from_secs(125);

pub(super) struct Trying {
    pub(super) host: Host,
    /// Only said to be near; no relay named it.
    pub(super) near: bool,
    pub(super) stage: Stage,
    /// Dials that are under way.
    pub(super) dials: usize,
    pub(super) until: Instant,
}

impl Trying {
    /// Whether it was shown what we know.
    pub(super) fn has_proved(&self) -> bool {
        matches!(&self.stage, Stage::Running(_, run) if run.has_proved())
    }

    /// The stream of admission, and its connection.
    fn lane(&self) -> Option<Lane> {
        match self.stage {
            Stage::Dialing => None,
            Stage::Opening(lane) | Stage::Running(lane, _) => Some(lane),
        }
    }
}

pub(super) enum Stage {
    Dialing,
    Opening(Lane),
    Running(Lane, Box<GuestRun>),
}

pub(super) fn next_within(near: bool) -> Duration {
    if near { NEAR_NEXT_WITHIN } else { NEXT_WITHIN }
}

impl Room {
    /// Dials who is tried, over those relays and near.
    pub(super) fn dial_host(&mut self, relays: &[PeerId], near: Vec<Multiaddr>) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let Some(trying) = &mut joining.trying else {
            return;
        };
        trying.dials += 1;
        let peer = trying.host.key;
        let mut circuits = self.meeting.circuits_to(peer);
        circuits.retain(|(relay, _)| relays.contains(relay));
        let circuits = circuits.into_iter().map(|(_, address)| address);
        let addresses = near.into_iter().chain(circuits).collect();
        // A connection of before may not be quite gone.
        self.outputs.push_back(if trying.host.is_again() {
            Output::DialBeside { peer, addresses }
        } else {
            Output::Dial { peer, addresses }
        });
    }

    /// Whether this peer is being dialled to get in, whatever connections there
    /// are to it.
    pub(crate) fn is_dialing(&self, peer: PeerId) -> bool {
        matches!(&self.part, Part::Joining(joining) if joining.dialing() == Some(peer))
    }

    /// A dial of who is tried has failed.
    pub(super) fn on_host_failed(&mut self, now: Now, miss: Miss) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Some(trying) = &mut joining.trying
            && trying.lane().is_none()
        {
            trying.dials = trying.dials.saturating_sub(1);
            if trying.dials == 0 {
                self.on_missed(now, miss);
            }
        }
    }

    /// A connection to who is tried is gone.
    pub(super) fn on_host_lost(&mut self, now: Now, connection: ConnectionId) {
        if let Part::Joining(joining) = &self.part
            && let Some(lane) = joining.trying.as_ref().and_then(Trying::lane)
            && lane.connection == connection
        {
            self.on_missed(now, Miss::Broken);
        }
    }

    pub(super) fn on_host_connected(&mut self, now: Now, host: PeerId, connection: ConnectionId) {
        let stream = self.next_stream();
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Some(trying) = &mut joining.trying
            && matches!(trying.stage, Stage::Dialing)
        {
            trying.stage = Stage::Opening(Lane { stream, connection });
            joining.hosts.on_met(host);
            trying.until = now.mono
                + if joining.hosts.is_empty() {
                    HOST_WITHIN
                } else {
                    next_within(trying.near)
                };
            self.outputs.push_back(Output::Open {
                stream,
                peer: host,
                connection,
                purpose: Purpose::Admit,
            });
        }
    }

    pub(super) fn on_admit_opened(&mut self, stream: StreamId) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let name = self.name.clone();
        if let Some(trying) = &mut joining.trying
            && let Stage::Opening(lane) = trying.stage
            && lane.stream == stream
        {
            let (us, host) = (self.us, trying.host.key);
            let (run, frame) = GuestRun::start(&joining.invite, name, us, host, &mut self.rng);
            trying.stage = Stage::Running(lane, Box::new(run));
            self.outputs.push_back(Output::Send { stream, frame });
        } else {
            self.outputs.push_back(Output::Finish(stream));
        }
    }

    pub(super) fn on_admit_frame(&mut self, now: Now, stream: StreamId, frame: &[u8]) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let re = joining.re;
        let Some(Trying {
            host,
            near,
            stage: Stage::Running(lane, run),
            until,
            ..
        }) = &mut joining.trying
        else {
            return;
        };
        if lane.stream != stream {
            return;
        }
        let (host, near) = (host.key, *near);
        if near {
            joining.near_answered = true;
        }
        match run.on_frame(frame) {
            Step::Send(frame) => {
                if near {
                    joining.hosts.on_near_proof();
                }
                self.outputs.push_back(Output::Send { stream, frame });
            }
            Step::Knock(frame) => {
                *until = now.mono + KNOCK_WITHIN;
                joining.knocks = true;
                self.outputs.push_back(Output::Send { stream, frame });
                self.tell_state(re, RoomState::Knocking);
            }
            Step::Done(Outcome::Admitted { name, bond }) => {
                self.outputs.push_back(Output::Finish(stream));
                self.outputs.push_back(Output::Admit(host));
                self.lan.stop();
                self.become_guest(now, host, name, bond, re);
            }
            Step::Done(Outcome::Refused) => self.close(re, CloseReason::Refused),
            Step::Done(Outcome::OtherVersion) => self.on_other_version(now),
            Step::Done(outcome @ (Outcome::No | Outcome::NotHere)) => {
                tracing::debug!(%host, near, ?outcome, "a host said no");
                joining.denied |= !near;
                self.next_host(now);
            }
        }
    }

    pub(super) fn on_admit_ended(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let lane = joining.trying.as_ref().and_then(Trying::lane);
        if lane.is_none_or(|lane| lane.stream != stream) {
            return;
        }
        if unsupported {
            self.on_other_version(now);
        } else {
            self.on_missed(now, Miss::Broken);
        }
    }

    /// Who is named by a relay or has the link's key is the host. Who is only
    /// near may be anybody, and is no reason to stop looking.
    fn on_other_version(&mut self, now: Now) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let near = joining.trying.as_ref().is_some_and(|t| t.near);
        if near && matches!(joining.invite, Invite::Code(_)) {
            return self.next_host(now);
        }
        let re = joining.re;
        self.tell(re, EventKind::Warning(Warning::OtherVersion));
        self.close(re, CloseReason::Refused);
    }
}

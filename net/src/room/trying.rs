//! One host that may be the right one: connected, and shown what we know.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};

use super::{Output, Part, Room};
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
    pub(super) host: PeerId,
    /// Only said to be near; no relay named it.
    pub(super) near: bool,
    pub(super) stage: Stage,
    pub(super) until: Instant,
}

pub(super) enum Stage {
    Dialing,
    Opening(StreamId),
    Running(StreamId, Box<GuestRun>),
}

pub(super) fn next_within(near: bool) -> Duration {
    if near { NEAR_NEXT_WITHIN } else { NEXT_WITHIN }
}

impl Room {
    pub(super) fn dial_host(&mut self, host: PeerId, relays: &[PeerId], near: Vec<Multiaddr>) {
        let mut circuits = self.meeting.circuits_to(host);
        circuits.retain(|(relay, _)| relays.contains(relay));
        self.outputs.push_back(Output::Dial {
            peer: host,
            addresses: near
                .into_iter()
                .chain(circuits.into_iter().map(|(_, address)| address))
                .collect(),
        });
    }

    pub(super) fn on_host_connected(&mut self, now: Now, host: PeerId, connection: ConnectionId) {
        let stream = self.next_stream();
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Some(trying) = &mut joining.trying
            && matches!(trying.stage, Stage::Dialing)
        {
            trying.stage = Stage::Opening(stream);
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
        match &mut joining.trying {
            Some(trying) if matches!(trying.stage, Stage::Opening(s) if s == stream) => {
                let (run, frame) =
                    GuestRun::start(&joining.invite, name, self.us, trying.host, &mut self.rng);
                trying.stage = Stage::Running(stream, Box::new(run));
                self.outputs.push_back(Output::Send { stream, frame });
            }
            _ => self.outputs.push_back(Output::Finish(stream)),
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
            stage: Stage::Running(running, run),
            until,
        }) = &mut joining.trying
        else {
            return;
        };
        if *running != stream {
            return;
        }
        let (host, near) = (*host, *near);
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
            Step::Done(Outcome::No | Outcome::NotHere) => self.next_host(now),
        }
    }

    pub(super) fn on_admit_ended(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let ours = joining.trying.as_ref().is_some_and(|t| match &t.stage {
            Stage::Dialing => false,
            Stage::Opening(s) | Stage::Running(s, _) => *s == stream,
        });
        if ours && unsupported {
            self.on_other_version(now);
        } else if ours {
            self.next_host(now);
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

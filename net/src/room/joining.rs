//! On the way into somebody's room.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{Output, Part, Room};
use crate::{
    admission::guest::{GuestRun, Outcome, Step},
    api::{CloseReason, EventKind, Invite, RoomState, Tag, Warning},
    link::Via,
    streams::{Purpose, StreamId},
    time::Now,
};

/// Relays that are asked who waits at a nameplate.
const ASK_AT_MOST: usize = 3;
/// Without a relay by then nobody can be reached.
const RELAY_WITHIN: Duration = Duration::from_secs(8);
/// The host may pause for a minute after somebody guessed.
const HOST_WITHIN: Duration = Duration::from_secs(75);
/// The host's person has two minutes to answer a knock.
const KNOCK_WITHIN: Duration = Duration::from_secs(125);

/// The guest's side until the two are together.
pub(super) struct Joining {
    invite: Invite,
    pub(super) re: Option<Tag>,
    deadline: Instant,
    /// Relays that were asked, and those of them that have not answered yet.
    asked: Vec<PeerId>,
    unanswered: Vec<PeerId>,
    /// Hosts to be tried, one after the other; none is tried twice.
    hosts: VecDeque<PeerId>,
    tried: Vec<PeerId>,
    trying: Option<Trying>,
}

struct Trying {
    host: PeerId,
    stage: Stage,
}

enum Stage {
    Dialing,
    Opening(StreamId),
    Running(StreamId, Box<GuestRun>),
}

impl Joining {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        Some(self.deadline)
    }

    pub(super) fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.host == peer)
    }
}

impl Room {
    pub(super) fn join(&mut self, now: Now, invite: Invite, re: Option<Tag>) {
        let mut hosts = VecDeque::new();
        if let Invite::Link(link) = &invite {
            hosts.push_back(link.host);
            for via in link.via() {
                if let Via::Relay { address, relay } = via {
                    let address: Multiaddr = address.clone().with(Protocol::P2p(*relay));
                    self.meeting.add_relay(now.mono, &address);
                }
            }
        }
        self.part = Part::Joining(Joining {
            invite,
            re,
            deadline: now.mono + RELAY_WITHIN,
            asked: Vec::new(),
            unanswered: Vec::new(),
            hosts,
            tried: Vec::new(),
            trying: None,
        });
        self.tell_state(re, RoomState::Joining);
        self.meeting.on_timeout(now.mono);
        self.look(now);
    }

    /// Goes on as far as the connected relays allow.
    pub(super) fn look(&mut self, now: Now) {
        let connected: Vec<PeerId> = self.meeting.connected().collect();
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Invite::Code(code) = &joining.invite {
            for relay in connected {
                if joining.asked.len() == ASK_AT_MOST || joining.asked.contains(&relay) {
                    continue;
                }
                joining.asked.push(relay);
                joining.unanswered.push(relay);
                joining.deadline = now.mono + RELAY_WITHIN;
                self.outputs.push_back(Output::Discover {
                    relay,
                    nameplate: code.nameplate(),
                });
            }
        }
        if joining.trying.is_none() {
            self.next_host(now);
        }
    }

    /// The relay said who waits at the nameplate, at most one.
    pub(crate) fn on_discovered(&mut self, now: Now, relay: PeerId, host: Option<PeerId>) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if !joining.unanswered.contains(&relay) {
            return;
        }
        joining.unanswered.retain(|r| *r != relay);
        if let Some(host) = host
            && host != self.us
            && !joining.tried.contains(&host)
            && !joining.hosts.contains(&host)
        {
            joining.hosts.push_back(host);
        }
        if joining.trying.is_none() {
            self.next_host(now);
        }
        self.drain(now);
    }

    /// Done with the present host, if any: tries the next, or gives up once
    /// nobody is left to ask.
    pub(super) fn next_host(&mut self, now: Now) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Some(trying) = joining.trying.take() {
            self.outputs.push_back(Output::Hang(trying.host));
        }
        let reachable = self.meeting.connected().next().is_some();
        if reachable && let Some(host) = joining.hosts.pop_front() {
            joining.tried.push(host);
            joining.deadline = now.mono + HOST_WITHIN;
            joining.trying = Some(Trying {
                host,
                stage: Stage::Dialing,
            });
            let addresses = self.meeting.circuits_to(host);
            self.outputs.push_back(Output::Dial {
                peer: host,
                addresses,
            });
            return;
        }
        let unasked = matches!(joining.invite, Invite::Code(_)) && joining.asked.is_empty();
        let waits = !joining.unanswered.is_empty() || !joining.hosts.is_empty() || unasked;
        if waits && !self.meeting.is_hopeless() {
            return;
        }
        let re = joining.re;
        let reason = if reachable {
            CloseReason::NoSuchRoom
        } else {
            CloseReason::Unreachable
        };
        self.close(re, reason);
    }

    pub(super) fn on_host_connected(&mut self, host: PeerId) {
        let stream = self.next_stream();
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if let Some(trying) = &mut joining.trying
            && matches!(trying.stage, Stage::Dialing)
        {
            trying.stage = Stage::Opening(stream);
            self.outputs.push_back(Output::Open {
                stream,
                peer: host,
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
            stage: Stage::Running(running, run),
        }) = &mut joining.trying
        else {
            return;
        };
        if *running != stream {
            return;
        }
        let host = *host;
        match run.on_frame(frame) {
            Step::Send(frame) => self.outputs.push_back(Output::Send { stream, frame }),
            Step::Knock(frame) => {
                joining.deadline = now.mono + KNOCK_WITHIN;
                self.outputs.push_back(Output::Send { stream, frame });
                self.tell_state(re, RoomState::Knocking);
            }
            Step::Done(Outcome::Admitted(name)) => {
                self.outputs.push_back(Output::Finish(stream));
                self.outputs.push_back(Output::Admit(host));
                self.become_guest(now, host, name, re);
            }
            Step::Done(Outcome::Refused) => self.close(re, CloseReason::Refused),
            Step::Done(Outcome::OtherVersion) => self.on_other_version(re),
            Step::Done(Outcome::No) => self.next_host(now),
        }
    }

    pub(super) fn on_admit_ended(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let re = joining.re;
        let ours = joining.trying.as_ref().is_some_and(|t| match &t.stage {
            Stage::Dialing => false,
            Stage::Opening(s) | Stage::Running(s, _) => *s == stream,
        });
        if ours && unsupported {
            self.on_other_version(re);
        } else if ours {
            self.next_host(now);
        }
    }

    pub(super) fn on_joining_timeout(&mut self, now: Now) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if joining.deadline > now.mono {
            return;
        }
        joining.deadline = now.mono + RELAY_WITHIN;
        joining.unanswered.clear();
        let re = joining.re;
        if self.meeting.connected().next().is_none() {
            return self.close(re, CloseReason::Unreachable);
        }
        self.next_host(now);
    }

    fn on_other_version(&mut self, re: Option<Tag>) {
        self.tell(re, EventKind::Warning(Warning::OtherVersion));
        self.close(re, CloseReason::Refused);
    }
}

//! On the way into somebody's room.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol, swarm::ConnectionId};

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
/// Relays that are not connected yet have this long to be, when others know of
/// nobody.
const OTHERS_WITHIN: Duration = Duration::from_millis(1500);
/// Without a relay by then nobody can be reached.
const RELAY_WITHIN: Duration = Duration::from_secs(8);
/// A circuit to the host that takes longer leads nowhere.
const DIAL_WITHIN: Duration = Duration::from_secs(8);
/// With others left to try a host has this long: one that stalls, or somebody
/// whom a relay made up, must not keep us from the right one.
const NEXT_WITHIN: Duration = Duration::from_secs(12);
/// The host may pause for a minute after somebody guessed.
const HOST_WITHIN: Duration = Duration::from_secs(75);
/// The host's person has two minutes to answer a knock.
const KNOCK_WITHIN: Duration = Duration::from_secs(125);

/// The guest's side until the two are together.
pub(super) struct Joining {
    invite: Invite,
    pub(super) re: Option<Tag>,
    deadline: Instant,
    /// Until when relays that are not connected yet are waited for.
    others_until: Instant,
    /// Relays that were asked, and those of them that have not answered yet.
    asked: Vec<PeerId>,
    unanswered: Vec<PeerId>,
    /// Hosts to be tried, one after the other; none is tried twice.
    hosts: VecDeque<Host>,
    tried: Vec<PeerId>,
    /// Somebody was dialled, whatever came of it.
    dialed: bool,
    trying: Option<Trying>,
    /// The right host was found, and asks its person.
    knocks: bool,
}

/// Somebody who may be the host, and the relays that are said to lead there.
struct Host {
    key: PeerId,
    relays: Vec<PeerId>,
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

    /// Who is being dialled and not there yet.
    fn dialing(&self) -> Option<PeerId> {
        let trying = self.trying.as_ref()?;
        matches!(trying.stage, Stage::Dialing).then_some(trying.host)
    }

    pub(super) fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.host == peer)
    }
}

impl Room {
    pub(super) fn join(&mut self, now: Now, invite: Invite, re: Option<Tag>) {
        let mut hosts = VecDeque::new();
        if let Invite::Link(link) = &invite {
            let mut relays = Vec::new();
            for via in link.via() {
                if let Via::Relay { address, relay } = via {
                    let address: Multiaddr = address.clone().with(Protocol::P2p(*relay));
                    self.meeting.add_relay(now.mono, &address);
                    relays.push(*relay);
                }
            }
            hosts.push_back(Host {
                key: link.host,
                relays,
            });
        }
        self.part = Part::Joining(Box::new(Joining {
            invite,
            re,
            deadline: now.mono + RELAY_WITHIN,
            others_until: now.mono + OTHERS_WITHIN,
            asked: Vec::new(),
            unanswered: Vec::new(),
            hosts,
            tried: Vec::new(),
            dialed: false,
            trying: None,
            knocks: false,
        }));
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
        let dialing = joining.dialing();
        if let Some(key) = host.filter(|key| dialing == Some(*key)) {
            // Another way there, should the first lead nowhere.
            self.dial_host(key, &[relay]);
        } else if let Some(key) = host.filter(|key| *key != self.us && !joining.tried.contains(key))
        {
            match joining.hosts.iter_mut().find(|h| h.key == key) {
                Some(known) => known.relays.push(relay),
                None => joining.hosts.push_back(Host {
                    key,
                    relays: vec![relay],
                }),
            }
            if !joining.knocks {
                joining.deadline = joining.deadline.min(now.mono + NEXT_WITHIN);
            }
        }
        if matches!(&self.part, Part::Joining(joining) if joining.trying.is_none()) {
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
        joining.knocks = false;
        if let Some(trying) = joining.trying.take() {
            self.outputs.push_back(Output::Hang(trying.host));
        }
        let connected: Vec<PeerId> = self.meeting.connected().collect();
        let leads_there = |h: &Host| h.relays.iter().any(|r| connected.contains(r));
        let ready = joining.hosts.iter().position(leads_there);
        if let Some(host) = ready.and_then(|at| joining.hosts.remove(at)) {
            joining.dialed = true;
            joining.deadline = now.mono + DIAL_WITHIN;
            joining.trying = Some(Trying {
                host: host.key,
                stage: Stage::Dialing,
            });
            self.dial_host(host.key, &host.relays);
            return;
        }
        let unasked = matches!(joining.invite, Invite::Code(_)) && joining.asked.is_empty();
        let waits = !joining.unanswered.is_empty() || !joining.hosts.is_empty() || unasked;
        let others = matches!(joining.invite, Invite::Code(_))
            && joining.asked.len() < ASK_AT_MOST
            && self.meeting.is_looking()
            && now.mono < joining.others_until;
        if !waits && others {
            joining.deadline = joining.others_until;
            return;
        }
        if !waits || self.meeting.is_hopeless() {
            self.give_up();
        }
    }

    fn dial_host(&mut self, host: PeerId, relays: &[PeerId]) {
        let mut circuits = self.meeting.circuits_to(host);
        circuits.retain(|(relay, _)| relays.contains(relay));
        self.outputs.push_back(Output::Dial {
            peer: host,
            addresses: circuits.into_iter().map(|(_, address)| address).collect(),
        });
    }

    fn give_up(&mut self) {
        let reachable = self.meeting.connected().next().is_some();
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let re = joining.re;
        // A host that no relay of its own leads to was never asked.
        let asked = joining.dialed || (reachable && joining.hosts.is_empty());
        let reason = if asked {
            CloseReason::NoSuchRoom
        } else {
            CloseReason::Unreachable
        };
        self.close(re, reason);
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
            joining.tried.push(host);
            joining.deadline = now.mono
                + if joining.hosts.is_empty() {
                    HOST_WITHIN
                } else {
                    NEXT_WITHIN
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
                joining.knocks = true;
                self.outputs.push_back(Output::Send { stream, frame });
                self.tell_state(re, RoomState::Knocking);
            }
            Step::Done(Outcome::Admitted { name, binding }) => {
                self.outputs.push_back(Output::Finish(stream));
                self.outputs.push_back(Output::Admit(host));
                self.become_guest(now, host, name, binding, re);
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
        if joining.trying.is_some() {
            self.next_host(now);
        } else {
            self.give_up();
        }
    }

    fn on_other_version(&mut self, re: Option<Tag>) {
        self.tell(re, EventKind::Warning(Warning::OtherVersion));
        self.close(re, CloseReason::Refused);
    }
}

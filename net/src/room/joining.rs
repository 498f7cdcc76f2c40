//! On the way into somebody's room: over relays, and near at hand. Who is found
//! near is often somebody else's host, and says so at once.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{
    Output, Part, Room,
    asking::{Answer, Asking},
    hosts::{Hosts, Miss},
    trying::{Stage, Trying, next_within},
};
use crate::{
    api::{CloseReason, Invite, RoomState, Tag},
    link::Via,
    time::{Now, earlier},
};

/// Relays that are not connected yet have this long to be, when others know of
/// nobody.
const OTHERS_WITHIN: Duration = Duration::from_millis(1500);
/// Without a relay by then nobody can be reached.
const RELAY_WITHIN: Duration = Duration::from_secs(8);
/// A circuit to the host that takes longer leads nowhere.
const DIAL_WITHIN: Duration = Duration::from_secs(8);
/// When somebody near has answered, relays that have been out of reach for so
/// long, from before the join, are not waited for.
const OFFLINE_AFTER: Duration = Duration::from_secs(4);
/// How long to look around before nobody counts as near.
const NEAR_WITHIN: Duration = Duration::from_millis(1800);
/// A dial to somebody near that takes longer has failed.
const NEAR_DIAL_WITHIN: Duration = Duration::from_millis(1500);
/// A host that was missed is there again within so long, or not at all.
const AGAIN_WITHIN: Duration = Duration::from_secs(3);

/// The guest's side until the two are together.
pub(super) struct Joining {
    pub(super) invite: Invite,
    /// The person agrees to keep the room, should the host want to.
    pub(super) agrees_to_keep: bool,
    pub(super) re: Option<Tag>,
    /// Without anybody to try by then there is nobody.
    deadline: Instant,
    /// Until when relays that are not connected yet are waited for.
    others_until: Instant,
    asking: Asking,
    pub(super) hosts: Hosts,
    /// A relay said that the host is not there, or somebody there said no.
    pub(super) denied: bool,
    /// A host that was shown our proof was lost before it had said yes or no, and
    /// is shown another: that chance to guess is given once.
    pub(super) proved_again: bool,
    pub(super) trying: Option<Trying>,
    /// The right host was found, and asks its person.
    pub(super) knocks: bool,
    /// Until then somebody near may still answer.
    near_until: Option<Instant>,
    /// Whether anybody near has.
    pub(super) near_answered: bool,
}

impl Joining {
    pub(super) fn poll_timeout(&self, is_connected: impl Fn(PeerId) -> bool) -> Option<Instant> {
        let asking = self.asking.poll_timeout(&is_connected);
        let next = match &self.trying {
            Some(trying) => Some(trying.until),
            None => earlier(self.hosts.poll_timeout(is_connected), Some(self.deadline)),
        };
        [asking, next, self.near_until]
            .into_iter()
            .fold(None, earlier)
    }

    /// Somebody else may be the host: the one who is tried has less time.
    fn make_haste(&mut self, now: Instant) {
        if let Some(trying) = &mut self.trying
            && !self.knocks
            && !self.hosts.is_empty()
        {
            trying.until = trying.until.min(now + next_within(trying.near));
        }
    }

    /// Who is being dialled and not there yet.
    pub(super) fn dialing(&self) -> Option<PeerId> {
        let trying = self.trying.as_ref()?;
        matches!(trying.stage, Stage::Dialing).then_some(trying.host.key)
    }

    pub(super) fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.host.key == peer)
    }

    fn talks_to(&self, peer: PeerId) -> bool {
        self.is_trying(peer) && self.dialing().is_none()
    }
}

impl Room {
    pub(super) fn join(&mut self, now: Now, invite: Invite, kept: bool, re: Option<Tag>) {
        let mut hosts = Hosts::new(now.mono);
        let mut only = None;
        if let Invite::Link(link) = &invite {
            let mut relays = Vec::new();
            for via in link.via() {
                if let Via::Relay { address, relay } = via {
                    let address: Multiaddr = address.clone().with(Protocol::P2p(*relay));
                    self.meeting.add_relay(now.mono, &address);
                    relays.push(*relay);
                }
            }
            hosts.add(link.host, relays);
            only = Some(link.host);
        }
        self.part = Part::Joining(Box::new(Joining {
            invite,
            agrees_to_keep: kept,
            re,
            deadline: now.mono + RELAY_WITHIN,
            others_until: now.mono + OTHERS_WITHIN,
            asking: Asking::default(),
            hosts,
            denied: false,
            proved_again: false,
            trying: None,
            knocks: false,
            near_until: self.lan.is_possible().then_some(now.mono + NEAR_WITHIN),
            near_answered: false,
        }));
        self.tell_state(re, RoomState::Joining);
        self.lan.look(now.mono, only);
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
            for relay in joining.asking.due(now.mono, &connected) {
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

    /// What the relay says of who waits at the nameplate.
    pub(crate) fn on_discovered(&mut self, now: Now, relay: PeerId, answer: Answer) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if !joining.asking.on_answer(now.mono, relay, answer) {
            return;
        }
        tracing::debug!(%relay, ?answer, "a meeting point was asked");
        let dialing = joining.dialing();
        match answer {
            // Another way there, should the first lead nowhere.
            Answer::Host(key) if dialing == Some(key) => {
                if let Some(trying) = &mut joining.trying {
                    trying.host.relays.push(relay);
                    if std::mem::take(&mut trying.near) {
                        trying.until = now.mono + DIAL_WITHIN;
                    }
                }
                self.dial_host(&[relay], Vec::new());
            }
            Answer::Host(key) if key != self.us => {
                joining.hosts.add(key, vec![relay]);
                joining.make_haste(now.mono);
            }
            Answer::Host(_) | Answer::Nobody | Answer::Away | Answer::Lost | Answer::Silence => {}
        }
        self.look(now);
        self.drain(now);
    }

    /// Somebody near may be the host.
    pub(super) fn on_host_near(&mut self, now: Now, key: PeerId, address: Multiaddr) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        if key != self.us && !joining.talks_to(key) {
            joining.hosts.add_near(key, address);
            joining.make_haste(now.mono);
        }
        if joining.trying.is_none() {
            self.next_host(now);
        }
    }

    /// The networks that we are on are known: what the link says of them can
    /// be tried.
    pub(super) fn try_link_near(&mut self, now: Now) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let Invite::Link(link) = &joining.invite else {
            return;
        };
        let host = link.host;
        let near = link.via().iter().filter_map(|via| match via {
            Via::Lan { address } if self.lan.is_near(address) => Some(address.clone()),
            _ => None,
        });
        for address in near.collect::<Vec<_>>() {
            self.on_host_near(now, host, address);
        }
    }

    /// The present host is not reached, or was lost before it had said yes or no.
    /// That may be for a moment only.
    pub(super) fn on_missed(&mut self, now: Now, miss: Miss) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let Some(trying) = &joining.trying else {
            return;
        };
        let proved = trying.has_proved();
        tracing::debug!(host = %trying.host.key, ?miss, proved, "a host was missed");
        let may = !proved || !std::mem::replace(&mut joining.proved_again, true);
        if may && joining.hosts.miss(now.mono, trying.host.clone(), miss) {
            joining.deadline = joining.deadline.max(now.mono + AGAIN_WITHIN);
        } else {
            joining.denied |= miss == Miss::Absent;
        }
        self.next_host(now);
    }

    /// Done with the present host, if any: tries the next, or gives up once
    /// nobody is left to ask.
    pub(super) fn next_host(&mut self, now: Now) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        joining.knocks = false;
        if let Some(trying) = joining.trying.take() {
            self.outputs.push_back(Output::Hang(trying.host.key));
        }
        let connected: Vec<PeerId> = self.meeting.connected().collect();
        if let Some((mut host, by_relay)) = joining.hosts.take_next(now.mono, &connected) {
            let dial_within = if by_relay {
                DIAL_WITHIN
            } else {
                NEAR_DIAL_WITHIN
            };
            let near = std::mem::take(&mut host.near);
            let relays = host.relays.clone();
            joining.trying = Some(Trying {
                host,
                near: !by_relay,
                stage: Stage::Dialing,
                dials: 0,
                until: now.mono + dial_within,
            });
            self.dial_host(&relays, near);
            return;
        }
        let by_code = matches!(joining.invite, Invite::Code(_));
        let unasked = by_code && joining.asking.is_empty();
        let waits = joining.asking.waits() || !joining.hosts.is_empty() || unasked;
        let others = by_code
            && joining.asking.has_room()
            && self.meeting.is_looking()
            && now.mono < joining.others_until;
        if !waits && others {
            joining.deadline = joining.others_until;
            return;
        }
        if joining.near_answered
            && let Some(since) = self.alone_since
        {
            let enough = (since + OFFLINE_AFTER).max(joining.near_until.unwrap_or(now.mono));
            joining.deadline = joining.deadline.min(enough);
        }
        let hopeless = !waits || self.meeting.is_hopeless();
        if hopeless && joining.near_until.is_none() {
            self.give_up();
        }
    }

    fn give_up(&mut self) {
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let denied = joining.denied || joining.asking.is_denied();
        let (re, near) = (joining.re, joining.near_answered);
        let reason = if denied || near {
            CloseReason::NoSuchRoom
        } else {
            CloseReason::Unreachable
        };
        let asking = &joining.asking;
        tracing::debug!(?reason, denied, near, ?asking, "nobody is left to ask");
        self.close(re, reason);
    }

    pub(super) fn on_joining_timeout(&mut self, now: Now) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let looked = joining.near_until.take_if(|t| *t <= now.mono).is_some();
        match &joining.trying {
            Some(trying) if trying.until <= now.mono => {
                tracing::debug!(host = %trying.host.key, "a host took too long");
                if !trying.near {
                    joining.deadline = now.mono + RELAY_WITHIN;
                    joining.asking.stop();
                }
                self.next_host(now);
            }
            None if joining.deadline <= now.mono => self.give_up(),
            None if looked => self.next_host(now),
            _ => {}
        }
        // Some are asked, or tried, again.
        self.look(now);
    }
}

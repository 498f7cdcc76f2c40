//! On the way into somebody's room: over relays, and near at hand. Who is found
//! near is often somebody else's host, and says so at once.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{
    Output, Part, Room,
    hosts::Hosts,
    trying::{Stage, Trying, next_within},
};
use crate::{
    api::{CloseReason, Invite, RoomState, Tag},
    link::Via,
    time::{Now, earlier},
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
/// When somebody near has answered, relays that have been out of reach for so
/// long, from before the join, are not waited for.
const OFFLINE_AFTER: Duration = Duration::from_secs(4);
/// How long to look around before nobody counts as near.
const NEAR_WITHIN: Duration = Duration::from_millis(1800);
/// A dial to somebody near that takes longer has failed.
const NEAR_DIAL_WITHIN: Duration = Duration::from_millis(1500);

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
    /// Relays that were asked, and those of them that have not answered yet.
    asked: Vec<PeerId>,
    unanswered: Vec<PeerId>,
    pub(super) hosts: Hosts,
    /// Somebody was dialled over a relay, whatever came of it.
    dialed: bool,
    pub(super) trying: Option<Trying>,
    /// The right host was found, and asks its person.
    pub(super) knocks: bool,
    /// Until then somebody near may still answer.
    near_until: Option<Instant>,
    /// Whether anybody near has.
    pub(super) near_answered: bool,
}

impl Joining {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let until = self.trying.as_ref().map_or(self.deadline, |t| t.until);
        earlier(self.near_until, Some(until))
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
    fn dialing(&self) -> Option<PeerId> {
        let trying = self.trying.as_ref()?;
        matches!(trying.stage, Stage::Dialing).then_some(trying.host)
    }

    pub(super) fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.host == peer)
    }

    fn talks_to(&self, peer: PeerId) -> bool {
        let trying = self.trying.as_ref().filter(|t| t.host == peer);
        trying.is_some_and(|t| !matches!(t.stage, Stage::Dialing))
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
            asked: Vec::new(),
            unanswered: Vec::new(),
            hosts,
            dialed: false,
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
            joining.dialed = true;
            if let Some(trying) = joining.trying.as_mut().filter(|t| t.near) {
                trying.near = false;
                trying.until = now.mono + DIAL_WITHIN;
            }
            self.dial_host(key, &[relay], Vec::new());
        } else if let Some(key) = host.filter(|key| *key != self.us) {
            joining.hosts.add(key, vec![relay]);
            joining.make_haste(now.mono);
        }
        if matches!(&self.part, Part::Joining(joining) if joining.trying.is_none()) {
            self.next_host(now);
        }
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
        if let Some((host, by_relay)) = joining.hosts.take_next(now.mono, &connected) {
            joining.dialed |= by_relay;
            let dial_within = if by_relay {
                DIAL_WITHIN
            } else {
                NEAR_DIAL_WITHIN
            };
            joining.trying = Some(Trying {
                host: host.key,
                near: !by_relay,
                stage: Stage::Dialing,
                until: now.mono + dial_within,
            });
            self.dial_host(host.key, &host.relays, host.near);
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
        let reachable = self.meeting.connected().next().is_some();
        let Part::Joining(joining) = &self.part else {
            return;
        };
        let re = joining.re;
        // A host that no relay of its own leads to was never asked.
        let asked = joining.dialed || (reachable && joining.hosts.is_empty());
        let reason = if asked || joining.near_answered {
            CloseReason::NoSuchRoom
        } else {
            CloseReason::Unreachable
        };
        self.close(re, reason);
    }

    pub(super) fn on_joining_timeout(&mut self, now: Now) {
        let Part::Joining(joining) = &mut self.part else {
            return;
        };
        let looked = joining.near_until.take_if(|t| *t <= now.mono).is_some();
        match &joining.trying {
            Some(trying) if trying.until <= now.mono => {
                if !trying.near {
                    joining.deadline = now.mono + RELAY_WITHIN;
                    joining.unanswered.clear();
                }
                self.next_host(now);
            }
            Some(_) => {}
            None if joining.deadline <= now.mono => {
                joining.unanswered.clear();
                self.give_up();
            }
            None if looked => self.next_host(now),
            None => {}
        }
    }
}

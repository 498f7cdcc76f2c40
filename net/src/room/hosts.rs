//! Who may be the host of the room that we want into, and who is tried next.
//!
//! A relay says of one at most that it waits at a nameplate. Near at hand
//! anybody may say so of himself: of those so many are dialled, and fewer are
//! shown a proof.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId};

use crate::direct::addresses::ip_of;

/// Addresses near us that are dialled for one invitation, in all and at one
/// machine, and for how long.
const NEAR_AT_MOST: usize = 64;
const NEAR_AT_ONE: usize = 4;
const NEAR_FOR: Duration = Duration::from_secs(20);
/// Proofs that are shown to somebody near: each is a chance to guess for who
/// poses as the host.
const NEAR_PROOFS: usize = 3;

/// Somebody who may be the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    pub(super) key: PeerId,
    /// Relays that are said to lead there.
    pub(super) relays: Vec<PeerId>,
    /// Addresses near us.
    pub(super) near: Vec<Multiaddr>,
}

/// Those to be tried, one after the other; none who was met is tried again.
#[derive(Debug)]
pub(super) struct Hosts {
    waiting: VecDeque<Host>,
    tried: Vec<PeerId>,
    /// Addresses near us that were dialled, or are to be.
    near: Vec<Multiaddr>,
    near_end: Instant,
    near_proofs: usize,
}

impl Hosts {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            waiting: VecDeque::new(),
            tried: Vec::new(),
            near: Vec::new(),
            near_end: now + NEAR_FOR,
            near_proofs: 0,
        }
    }

    /// These relays lead to it.
    pub(super) fn add(&mut self, key: PeerId, relays: Vec<PeerId>) {
        if self.tried.contains(&key) {
            return;
        }
        match self.waiting.iter_mut().find(|h| h.key == key) {
            Some(known) => known.relays.extend(relays),
            None => self.waiting.push_back(Host {
                key,
                relays,
                near: Vec::new(),
            }),
        }
    }

    /// It is said to be at this address near us.
    pub(super) fn add_near(&mut self, key: PeerId, address: Multiaddr) {
        let ip = ip_of(&address);
        let same = self.near.iter().filter(|a| ip_of(a) == ip).count();
        if self.tried.contains(&key)
            || self.near.contains(&address)
            || self.near.len() >= NEAR_AT_MOST
            || same >= NEAR_AT_ONE
        {
            return;
        }
        self.near.push(address.clone());
        match self.waiting.iter_mut().find(|h| h.key == key) {
            Some(known) => known.near.push(address),
            None => self.waiting.push_back(Host {
                key,
                relays: Vec::new(),
                near: vec![address],
            }),
        }
    }

    /// Whether nobody is left, here or behind a relay that may still come.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes the next to try, given the relays that are connected, and whether
    /// one of those leads there: these come first, since a relay names one at
    /// most. Who is tried near first keeps its place, for relays of its own.
    pub(super) fn take_next(&mut self, now: Instant, up: &[PeerId]) -> Option<(Host, bool)> {
        self.forget_hopeless(now);
        let leads = |h: &Host| h.relays.iter().any(|r| up.contains(r));
        if let Some(at) = self.waiting.iter().position(leads) {
            let mut host = self.waiting.remove(at)?;
            host.relays.retain(|r| up.contains(r));
            return Some((host, true));
        }
        let near = |h: &Host| !h.near.is_empty();
        let at = self.waiting.iter().position(near)?;
        let waiting = self.waiting.get_mut(at)?;
        let host = Host {
            key: waiting.key,
            relays: Vec::new(),
            near: std::mem::take(&mut waiting.near),
        };
        if waiting.relays.is_empty() {
            self.waiting.remove(at);
        }
        Some((host, false))
    }

    /// It is connected, and not tried again.
    pub(super) fn on_met(&mut self, key: PeerId) {
        if !self.tried.contains(&key) {
            self.tried.push(key);
        }
    }

    /// It may be tried again.
    pub(super) fn forget(&mut self, key: PeerId) {
        self.tried.retain(|tried| *tried != key);
    }

    /// Somebody near is shown a proof.
    pub(super) fn on_near_proof(&mut self) {
        self.near_proofs += 1;
    }

    fn forget_hopeless(&mut self, now: Instant) {
        if self.near_proofs >= NEAR_PROOFS || self.near_end <= now {
            self.waiting.iter_mut().for_each(|h| h.near.clear());
        }
        let tried = &self.tried;
        self.waiting.retain(|h| {
            let leads = !h.near.is_empty() || !h.relays.is_empty();
            leads && !tried.contains(&h.key)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8, port: u16) -> Multiaddr {
        let text = format!("/ip4/192.168.1.{last}/tcp/{port}");
        text.parse().unwrap()
    }

    #[test]
    fn relays_come_first_and_nobody_who_answered_comes_twice() {
        let now = Instant::now();
        let [near, by_relay, relay] = [(); 3].map(|()| PeerId::random());
        let mut hosts = Hosts::new(now);
        hosts.add_near(near, address(4, 1));
        hosts.add(by_relay, vec![relay]);
        let (host, leads) = hosts.take_next(now, &[relay]).unwrap();
        assert_eq!((host.key, leads), (by_relay, true));
        let (host, leads) = hosts.take_next(now, &[relay]).unwrap();
        assert_eq!((host.key, leads), (near, false));
        hosts.on_met(near);
        hosts.on_met(by_relay);
        hosts.add(by_relay, vec![relay]);
        hosts.add_near(near, address(4, 2));
        assert_eq!(hosts.take_next(now, &[relay]), None);
        assert!(hosts.is_empty());
    }

    #[test]
    fn who_is_not_found_near_is_still_tried_over_its_relay() {
        let now = Instant::now();
        let [host, relay] = [(); 2].map(|()| PeerId::random());
        let mut hosts = Hosts::new(now);
        hosts.add(host, vec![relay]);
        hosts.add_near(host, address(4, 1));
        assert!(!hosts.take_next(now, &[]).unwrap().1);
        assert_eq!(hosts.take_next(now, &[]), None);
        assert!(!hosts.is_empty());
        assert!(hosts.take_next(now, &[relay]).unwrap().1);
    }

    #[test]
    fn a_crowd_near_is_bounded_in_number_and_time() {
        let now = Instant::now();
        let mut hosts = Hosts::new(now);
        for n in 0..400u16 {
            let address = address((n % 200) as u8, n + 1);
            hosts.add_near(PeerId::random(), address);
        }
        assert_eq!(hosts.waiting.len(), NEAR_AT_MOST);
        let mut hosts = Hosts::new(now);
        for port in 1..10 {
            hosts.add_near(PeerId::random(), address(4, port));
        }
        assert_eq!(hosts.waiting.len(), NEAR_AT_ONE);
        assert_eq!(hosts.take_next(now + NEAR_FOR, &[]), None);
        assert!(hosts.is_empty());
    }
}

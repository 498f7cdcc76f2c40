//! Who may be the host of the room that we want into, and who is tried next.
//!
//! A relay says of one at most that it waits at a nameplate. Near at hand
//! anybody may say so of himself: of those so many are dialled, and fewer are
//! shown a proof. Whom a relay leads to and who is missed, because a connection
//! on the way broke, is tried again a little later.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId};

use crate::{direct::addresses::ip_of, time::earlier};

/// Addresses near us that are dialled for one invitation, in all and at one
/// machine, and for how long.
const NEAR_AT_MOST: usize = 64;
const NEAR_AT_ONE: usize = 4;
const NEAR_FOR: Duration = Duration::from_secs(20);
/// Proofs that are shown to somebody near: each is a chance to guess for who
/// poses as the host.
const NEAR_PROOFS: usize = 3;
/// Who is missed is tried again after these, and when a relay says that it is
/// absent, after the last of them.
const PAUSES: [Duration; 2] = [SOON, LATER];
const SOON: Duration = Duration::from_millis(250);
const LATER: Duration = Duration::from_secs(1);

/// Why a host was not reached, or was lost before it had said yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The relay is full, or passes nobody on to it.
    Full,
    /// The relay says that it is not there.
    Absent,
    /// A connection on the way broke, or was not made.
    Broken,
}

/// Somebody who may be the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    pub(super) key: PeerId,
    /// Relays that are said to lead there.
    pub(super) relays: Vec<PeerId>,
    /// Addresses near us.
    pub(super) near: Vec<Multiaddr>,
    /// How often it was missed, and whether a relay said once that it is absent.
    misses: usize,
    was_absent: bool,
    /// Not to be tried before.
    not_before: Option<Instant>,
}

impl Host {
    fn new(key: PeerId) -> Self {
        Self {
            key,
            relays: Vec::new(),
            near: Vec::new(),
            misses: 0,
            was_absent: false,
            not_before: None,
        }
    }

    /// Whether it was missed before.
    pub(super) fn is_again(&self) -> bool {
        self.misses > 0
    }
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
                relays,
                ..Host::new(key)
            }),
        }
    }

    /// It was missed: it is tried again after a pause, unless that was so too
    /// often; gives whether it is. (A host that moves, or whose line to the relay
    /// broke, is there again by then.)
    pub(super) fn miss(&mut self, now: Instant, host: Host, miss: Miss) -> bool {
        let said = miss != Miss::Broken;
        let Some(pause) = PAUSES.get(host.misses) else {
            return false;
        };
        // A relay that says so is believed the second time.
        let pause = match (said, host.was_absent) {
            (true, true) => return false,
            (true, false) => LATER,
            (false, _) => *pause,
        };
        self.forget(host.key);
        if host.relays.is_empty() {
            return false; // Near only; a relay that leads there has its place.
        }
        let known = self.waiting.iter().position(|h| h.key == host.key);
        let known = known.and_then(|at| self.waiting.remove(at));
        self.waiting.push_back(Host {
            near: known.map_or_else(Vec::new, |known| known.near),
            misses: host.misses + 1,
            was_absent: host.was_absent || said,
            not_before: Some(now + pause),
            ..host
        });
        true
    }

    /// When the next of those that were missed is to be tried, of whom a relay
    /// leads there that is connected.
    pub(super) fn poll_timeout(&self, is_connected: impl Fn(PeerId) -> bool) -> Option<Instant> {
        let leads = |h: &&Host| h.relays.iter().any(|r| is_connected(*r));
        let missed = self.waiting.iter().filter(leads);
        missed.map(|h| h.not_before).fold(None, earlier)
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
                near: vec![address],
                ..Host::new(key)
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
        let leads = |h: &Host| {
            h.relays.iter().any(|r| up.contains(r)) && h.not_before.is_none_or(|at| at <= now)
        };
        if let Some(at) = self.waiting.iter().position(leads) {
            let mut host = self.waiting.remove(at)?;
            host.relays.retain(|r| up.contains(r));
            return Some((host, true));
        }
        let near = |h: &Host| !h.near.is_empty();
        let at = self.waiting.iter().position(near)?;
        let waiting = self.waiting.get_mut(at)?;
        let host = Host {
            near: std::mem::take(&mut waiting.near),
            ..Host::new(waiting.key)
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
    fn who_is_missed_is_tried_again_and_not_without_end() {
        let now = Instant::now();
        let [key, relay] = [(); 2].map(|()| PeerId::random());
        for (miss, tries) in [(Miss::Broken, 3), (Miss::Absent, 2), (Miss::Full, 2)] {
            let (mut now, mut tried) = (now, 0);
            let mut hosts = Hosts::new(now);
            hosts.add(key, vec![relay]);
            while let Some((host, leads)) = hosts.take_next(now, &[relay]) {
                assert!(leads && host.is_again() == (tried > 0));
                tried += 1;
                hosts.on_met(key);
                hosts.miss(now, host, miss);
                if let Some(at) = hosts.poll_timeout(|_| true) {
                    assert!(hosts.take_next(now, &[relay]).is_none(), "a pause");
                    assert_eq!(hosts.poll_timeout(|_| false), None);
                    now = at;
                }
            }
            assert_eq!(tried, tries, "{miss:?}");
            assert!(hosts.is_empty());
        }
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

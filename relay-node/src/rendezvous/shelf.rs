//! The registrations themselves, under every index that is needed, with the
//! timers that end them. What may be put here is for the registry to decide.

use std::{
    collections::{BTreeSet, HashMap, hash_map},
    ops::Bound,
    time::{Duration, Instant},
};

use libp2p::PeerId;

use super::{message::Registration, nameplate::Kind, namespace::Namespace};
use crate::limits::Prefix;

/// A registration and what it is filed by.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) peer: PeerId,
    pub(super) payer: Option<Prefix>,
    pub(super) kind: Kind,
    pub(super) expires: Instant,
    pub(super) registration: Registration,
    /// In a response, in bytes.
    pub(super) encoded_len: usize,
}

/// How many registrations a prefix holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holding {
    pub(super) registrations: usize,
    pub(super) nameplates: usize,
}

/// Entries by number; numbers only grow.
#[derive(Debug)]
pub(super) struct Shelf {
    grace: Duration,
    last_number: u64,
    entries: HashMap<u64, Entry>,
    namespaces: HashMap<Namespace, BTreeSet<u64>>,
    /// Only peers that have entries.
    peers: HashMap<PeerId, Peer>,
    /// Only prefixes that have entries.
    holdings: HashMap<Prefix, Holding>,
    timers: BTreeSet<(Instant, Timer)>,
}

#[derive(Debug, Default)]
struct Peer {
    /// When what it has will be forgotten, if it is gone.
    forget_at: Option<Instant>,
    entries: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Timer {
    Expire(u64),
    Forget(PeerId),
}

impl Shelf {
    /// An empty shelf that keeps the entries of a peer who is gone for `grace`.
    pub(super) fn new(grace: Duration) -> Self {
        Self {
            grace,
            last_number: 0,
            entries: HashMap::new(),
            namespaces: HashMap::new(),
            peers: HashMap::new(),
            holdings: HashMap::new(),
            timers: BTreeSet::new(),
        }
    }

    pub(super) fn connected(&mut self, id: PeerId) {
        if let Some(peer) = self.peers.get_mut(&id)
            && let Some(due) = peer.forget_at.take()
        {
            self.timers.remove(&(due, Timer::Forget(id)));
        }
    }

    pub(super) fn disconnected(&mut self, now: Instant, id: PeerId) {
        if let Some(peer) = self.peers.get_mut(&id)
            && peer.forget_at.is_none()
        {
            let due = now + self.grace;
            peer.forget_at = Some(due);
            self.timers.insert((due, Timer::Forget(id)));
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.timers.first().map(|(due, _)| *due)
    }

    /// Removes what is due.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        while let Some((due, timer)) = self.timers.first().copied()
            && due <= now
        {
            self.timers.pop_first();
            match timer {
                Timer::Expire(number) => self.remove(number),
                Timer::Forget(peer) => {
                    let entries = self.peers.get(&peer).map(|peer| peer.entries.clone());
                    for number in entries.into_iter().flatten() {
                        self.remove(number);
                    }
                }
            }
        }
    }

    pub(super) fn entry(&self, number: u64) -> Option<&Entry> {
        self.entries.get(&number)
    }

    /// The entries in a namespace with numbers above `seen`, in order, but for
    /// those of peers who are gone.
    pub(super) fn shown(
        &self,
        namespace: &Namespace,
        seen: u64,
    ) -> impl Iterator<Item = (u64, &Entry)> {
        let numbers = self.namespaces.get(namespace).into_iter();
        numbers
            .flat_map(move |all| all.range((Bound::Excluded(seen), Bound::Unbounded)))
            .filter_map(|number| Some((*number, self.entries.get(number)?)))
            .filter(|(_, entry)| self.is_here(entry.peer))
    }

    /// What a peer has in a namespace.
    pub(super) fn held_by(&self, peer: PeerId, namespace: &Namespace) -> Option<u64> {
        let held = &self.peers.get(&peer)?.entries;
        held.iter().copied().find(|number| {
            self.entry(*number)
                .is_some_and(|entry| entry.registration.namespace == *namespace)
        })
    }

    pub(super) fn is_taken(&self, namespace: &Namespace) -> bool {
        self.namespaces.contains_key(namespace)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn len_of(&self, peer: PeerId) -> usize {
        self.peers.get(&peer).map_or(0, |peer| peer.entries.len())
    }

    pub(super) fn holding(&self, payer: Prefix) -> Holding {
        self.holdings.get(&payer).copied().unwrap_or_default()
    }

    pub(super) fn peers(&self) -> usize {
        self.peers.len()
    }

    pub(super) fn namespaces(&self) -> usize {
        self.namespaces.len()
    }

    pub(super) fn prefixes(&self) -> usize {
        self.holdings.len()
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        self.last_number += 1;
        let number = self.last_number;
        self.timers.insert((entry.expires, Timer::Expire(number)));
        let namespace = entry.registration.namespace.clone();
        self.namespaces.entry(namespace).or_default().insert(number);
        let peer = self.peers.entry(entry.peer).or_default();
        peer.entries.push(number);
        if let Some(payer) = entry.payer {
            let holding = self.holdings.entry(payer).or_default();
            holding.registrations += 1;
            holding.nameplates += usize::from(entry.kind == Kind::Nameplate);
        }
        self.entries.insert(number, entry);
    }

    pub(super) fn remove(&mut self, number: u64) {
        let Some(entry) = self.entries.remove(&number) else {
            return;
        };
        self.timers.remove(&(entry.expires, Timer::Expire(number)));
        let namespace = entry.registration.namespace;
        if let hash_map::Entry::Occupied(mut numbers) = self.namespaces.entry(namespace) {
            numbers.get_mut().remove(&number);
            if numbers.get().is_empty() {
                numbers.remove();
            }
        }
        if let hash_map::Entry::Occupied(mut peer) = self.peers.entry(entry.peer) {
            peer.get_mut().entries.retain(|held| *held != number);
            if peer.get().entries.is_empty()
                && let Some(due) = peer.remove().forget_at
            {
                self.timers.remove(&(due, Timer::Forget(entry.peer)));
            }
        }
        if let Some(payer) = entry.payer
            && let hash_map::Entry::Occupied(mut holding) = self.holdings.entry(payer)
        {
            holding.get_mut().registrations -= 1;
            holding.get_mut().nameplates -= usize::from(entry.kind == Kind::Nameplate);
            if holding.get().registrations == 0 {
                holding.remove();
            }
        }
    }

    fn is_here(&self, peer: PeerId) -> bool {
        self.peers
            .get(&peer)
            .is_some_and(|peer| peer.forget_at.is_none())
    }
}

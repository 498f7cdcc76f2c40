//! Who is connected from where, and whether one more may be: pure decisions.
//!
//! (The `connection_limits` of libp2p 0.57 keeps an entry for every PeerId that
//! was ever connected, so it cannot serve a node that runs for months.)

use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    time::Instant,
};

use libp2p::{PeerId, swarm::ConnectionId};

use super::{Limits, MAX_PREFIXES, Prefix, RateLimiter};

/// Connections that we dial, in the making and established. Only AutoNAT dials.
const MAX_DIALS: u32 = 32;
const MAX_DIALLED: u32 = 128;

/// Why a connection was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("too many connections in all")]
    Full,
    #[error("too many connections of this peer")]
    TooManyOfPeer,
    #[error("too many connections from this network")]
    TooManyOfPrefix,
    #[error("connections from this network come too fast")]
    TooFast,
}

/// Who began a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Somebody, for whom this prefix pays if it has to.
    They(Option<Prefix>),
    We,
}

/// Every connection, from its first byte on.
#[derive(Debug)]
pub(super) struct Ledger {
    limits: Limits,
    rate: RateLimiter<Prefix>,
    connections: HashMap<ConnectionId, Connection>,
    of_prefix: HashMap<Prefix, u32>,
    of_peer: HashMap<PeerId, HashMap<ConnectionId, Option<IpAddr>>>,
    totals: Totals,
}

#[derive(Debug)]
struct Connection {
    origin: Origin,
    /// Known once it is established.
    peer: Option<PeerId>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Totals {
    accepting: u32,
    dialling: u32,
    established: u32,
    /// Of the established ones.
    dialled: u32,
}

impl Ledger {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            rate: RateLimiter::new(limits.per_prefix.connects, MAX_PREFIXES),
            limits,
            connections: HashMap::new(),
            of_prefix: HashMap::new(),
            of_peer: HashMap::new(),
            totals: Totals::default(),
        }
    }

    /// A connection is being made. Nothing is taken from the rate yet: over UDP
    /// the address may still be a lie, told to use up the tokens of whoever
    /// lives there.
    pub(super) fn begin(
        &mut self,
        now: Instant,
        id: ConnectionId,
        origin: Origin,
    ) -> Result<(), Refused> {
        let (total, max) = match origin {
            Origin::They(_) => (&mut self.totals.accepting, self.limits.pending_connections),
            Origin::We => (&mut self.totals.dialling, MAX_DIALS),
        };
        if *total >= max {
            return Err(Refused::Full);
        }
        if let Origin::They(Some(payer)) = origin {
            if !self.rate.allows(now, &payer) {
                return Err(Refused::TooFast);
            }
            let count = self.of_prefix.get(&payer).copied().unwrap_or_default();
            if count >= self.limits.per_prefix.connections {
                return Err(Refused::TooManyOfPrefix);
            }
            self.of_prefix.insert(payer, count + 1);
        }
        *total += 1;
        self.connections
            .insert(id, Connection { origin, peer: None });
        Ok(())
    }

    /// The handshake is done, so peer and address are true. If this refuses, the
    /// connection still has to [`end`](Self::end).
    pub(super) fn establish(
        &mut self,
        now: Instant,
        id: ConnectionId,
        peer: PeerId,
        ip: Option<IpAddr>,
    ) -> Result<(), Refused> {
        let Some(connection) = self.connections.get_mut(&id) else {
            return Ok(());
        };
        let dialled = connection.origin == Origin::We;
        if self.totals.established >= self.limits.connections
            || (dialled && self.totals.dialled >= MAX_DIALLED)
        {
            return Err(Refused::Full);
        }
        let max = self.limits.connections_per_peer as usize;
        if self.of_peer.get(&peer).map_or(0, HashMap::len) >= max {
            return Err(Refused::TooManyOfPeer);
        }
        if let Origin::They(Some(payer)) = connection.origin
            && !self.rate.take(now, payer)
        {
            return Err(Refused::TooFast);
        }
        connection.peer = Some(peer);
        self.of_peer.entry(peer).or_default().insert(id, ip);
        self.totals.established += 1;
        if dialled {
            self.totals.dialling -= 1;
            self.totals.dialled += 1;
        } else {
            self.totals.accepting -= 1;
        }
        Ok(())
    }

    /// A connection is over, or was not made after all.
    pub(super) fn end(&mut self, id: ConnectionId) {
        let Some(Connection { origin, peer }) = self.connections.remove(&id) else {
            return;
        };
        match (origin, peer) {
            (Origin::They(_), None) => self.totals.accepting -= 1,
            (Origin::We, None) => self.totals.dialling -= 1,
            (Origin::They(_), Some(_)) => self.totals.established -= 1,
            (Origin::We, Some(_)) => {
                self.totals.established -= 1;
                self.totals.dialled -= 1;
            }
        }
        if let Some(peer) = peer
            && let Entry::Occupied(mut connections) = self.of_peer.entry(peer)
        {
            connections.get_mut().remove(&id);
            if connections.get().is_empty() {
                connections.remove();
            }
        }
        if let Origin::They(Some(payer)) = origin
            && let Entry::Occupied(mut count) = self.of_prefix.entry(payer)
        {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    /// Whether a peer is connected from this address.
    pub(super) fn is_from(&self, peer: PeerId, ip: IpAddr) -> bool {
        self.of_peer
            .get(&peer)
            .is_some_and(|connections| connections.values().any(|from| *from == Some(ip)))
    }

    /// How many prefixes are remembered.
    pub(super) fn prefixes(&self) -> usize {
        self.of_prefix.len() + self.rate.len()
    }

    pub(super) fn expire(&mut self, now: Instant) {
        self.rate.expire(now);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::limits::{PrefixLimits, Rate};

    fn ledger() -> Ledger {
        Ledger::new(Limits {
            connections: 4,
            pending_connections: 3,
            connections_per_peer: 2,
            per_prefix: PrefixLimits {
                connections: 2,
                connects: Rate::new(3, 60),
                ..PrefixLimits::default()
            },
            ..Limits::default()
        })
    }

    fn id(n: usize) -> ConnectionId {
        ConnectionId::new_unchecked(n)
    }

    const HERE: Origin = Origin::They(Some(Prefix::V4([203, 0, 113, 1])));
    const THERE: Origin = Origin::They(Some(Prefix::V6([0x20, 1, 0xd, 0xb8, 0, 0, 0, 1])));
    const NOWHERE: Origin = Origin::They(None);

    #[test]
    fn a_prefix_has_so_many_connections_at_a_time() {
        let now = Instant::now();
        let mut ledger = ledger();
        assert_eq!(ledger.begin(now, id(1), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(2), HERE), Ok(()));
        assert_eq!(
            ledger.begin(now, id(3), HERE),
            Err(Refused::TooManyOfPrefix)
        );
        assert_eq!(ledger.begin(now, id(4), THERE), Ok(()));
        ledger.end(id(3));
        ledger.end(id(1));
        ledger.end(id(1));
        assert_eq!(ledger.begin(now, id(5), HERE), Ok(()));
        ledger.end(id(4));
        assert_eq!(
            ledger.begin(now, id(6), HERE),
            Err(Refused::TooManyOfPrefix)
        );
    }

    #[test]
    fn only_true_addresses_pay_for_the_rate() {
        let mut now = Instant::now();
        let mut ledger = ledger();
        let peer = PeerId::random();
        for n in 0..100 {
            assert_eq!(ledger.begin(now, id(n), HERE), Ok(()));
            ledger.end(id(n));
        }
        for n in 0..3 {
            assert_eq!(ledger.begin(now, id(n), HERE), Ok(()));
            assert_eq!(ledger.establish(now, id(n), peer, None), Ok(()));
            ledger.end(id(n));
        }
        assert_eq!(ledger.begin(now, id(3), HERE), Err(Refused::TooFast));
        now += Duration::from_secs(1);
        assert_eq!(ledger.begin(now, id(4), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(5), HERE), Ok(()));
        assert_eq!(ledger.establish(now, id(4), peer, None), Ok(()));
        let outcome = ledger.establish(now, id(5), peer, None);
        assert_eq!(outcome, Err(Refused::TooFast));
    }

    #[test]
    fn peers_and_everybody_together_have_limits() {
        let now = Instant::now();
        let mut ledger = ledger();
        let peers = [PeerId::random(), PeerId::random(), PeerId::random()];
        let mut connect = |n, peer| {
            ledger.begin(now, id(n), NOWHERE)?;
            ledger.establish(now, id(n), peer, None)
        };
        assert_eq!(connect(0, peers[0]), Ok(()));
        assert_eq!(connect(1, peers[0]), Ok(()));
        assert_eq!(connect(2, peers[0]), Err(Refused::TooManyOfPeer));
        assert_eq!(connect(3, peers[1]), Ok(()));
        assert_eq!(connect(4, peers[1]), Ok(()));
        assert_eq!(connect(5, peers[2]), Err(Refused::Full));
        // The two that were refused have not ended yet.
        assert_eq!(ledger.begin(now, id(6), NOWHERE), Ok(()));
        assert_eq!(ledger.begin(now, id(7), NOWHERE), Err(Refused::Full));
        ledger.end(id(2));
        assert_eq!(ledger.begin(now, id(7), NOWHERE), Ok(()));
    }

    #[test]
    fn we_dial_no_more_than_so_many() {
        let now = Instant::now();
        let mut ledger = ledger();
        for n in 0..MAX_DIALS as usize {
            assert_eq!(ledger.begin(now, id(n), Origin::We), Ok(()));
        }
        assert_eq!(ledger.begin(now, id(99), Origin::We), Err(Refused::Full));
        assert_eq!(ledger.begin(now, id(99), HERE), Ok(()));
    }

    proptest! {
        /// Whatever happens in whatever order, nothing is left when it is over.
        #[test]
        fn nothing_is_remembered_of_who_left(
            steps in prop::collection::vec((0..3u8, 0..12usize, 0..4usize), 0..100),
        ) {
            let mut now = Instant::now();
            let mut ledger = ledger();
            let peers = [PeerId::random(), PeerId::random()];
            let origins = [HERE, THERE, NOWHERE, Origin::We];
            let mut begun = std::collections::HashSet::new();
            for (what, n, which) in steps {
                match what {
                    0 if begun.insert(n) => {
                        ledger.begin(now, id(n), origins[which]).ok();
                    }
                    1 if begun.contains(&n) => {
                        let known = ledger.connections.get(&id(n));
                        if known.is_some_and(|connection| connection.peer.is_none()) {
                            ledger.establish(now, id(n), peers[which / 2], None).ok();
                        }
                    }
                    _ => {
                        ledger.end(id(n));
                        begun.remove(&n);
                    }
                }
                prop_assert!(ledger.totals.established <= 4);
                prop_assert!(ledger.totals.accepting <= 3);
                prop_assert!(ledger.of_prefix.values().all(|count| *count <= 2));
                prop_assert!(ledger.of_peer.values().all(|all| all.len() <= 2));
            }
            for n in begun {
                ledger.end(id(n));
            }
            for _ in 0..2 {
                now += Duration::from_secs(60);
                ledger.expire(now);
            }
            prop_assert_eq!(ledger.prefixes(), 0);
            prop_assert!(ledger.connections.is_empty() && ledger.of_peer.is_empty());
            prop_assert_eq!(ledger.totals, Totals::default());
        }
    }
}

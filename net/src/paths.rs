//! Connections to peers: which are there, and which one carries new streams.

use std::time::Duration;

use libp2p::{PeerId, swarm::ConnectionId};

use crate::api::{Path, PathKind, Transport};

/// Connections that are remembered; a peer that makes more is hung up on.
const MAX_PER_PEER: usize = 8;

/// One connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) peer: PeerId,
    pub(crate) path: Path,
    /// It has not answered for longer than it should take, or the peer does not
    /// talk on it: it has to answer again.
    pub(crate) doubted: bool,
}

impl Connection {
    /// How good it is to talk on: how straight, then over what. A straight one
    /// has to answer a ping before anything is entrusted to it.
    fn rank(&self) -> (u8, u8) {
        let straight = match (self.path.kind, self.path.rtt) {
            _ if self.doubted => 0,
            (PathKind::Lan, Some(_)) => 3,
            (PathKind::Direct, Some(_)) => 2,
            (PathKind::Relayed, _) => 1,
            (PathKind::Lan | PathKind::Direct, None) => 0,
        };
        let over = match self.path.transport {
            Transport::Quic => 1,
            Transport::Tcp => 0,
        };
        (straight, over)
    }
}

/// All connections to peers that are no relays.
#[derive(Debug, Default)]
pub(crate) struct Paths(Vec<Connection>);

impl Paths {
    /// A connection is there; `false` when the peer has too many.
    pub(crate) fn add(&mut self, connection: Connection) -> bool {
        let same = |c: &&Connection| c.peer == connection.peer;
        if self.0.iter().filter(same).count() >= MAX_PER_PEER {
            return false;
        }
        self.0.push(connection);
        true
    }

    /// A connection is gone.
    pub(crate) fn remove(&mut self, id: ConnectionId) {
        self.0.retain(|c| c.id != id);
    }

    /// A ping was answered; whether that is worth a word.
    pub(crate) fn on_rtt(&mut self, id: ConnectionId, rtt: Duration) -> bool {
        let Some(connection) = self.0.iter_mut().find(|c| c.id == id) else {
            return false;
        };
        let trusted_again = std::mem::replace(&mut connection.doubted, false);
        let known = connection.path.rtt.unwrap_or(Duration::MAX);
        let worth_it =
            trusted_again || known.abs_diff(rtt) > Duration::from_millis(5).max(known / 5);
        if worth_it {
            connection.path.rtt = Some(rtt);
        }
        worth_it
    }

    /// From now on the connection has to answer before anything is entrusted to
    /// it.
    pub(crate) fn doubt(&mut self, id: ConnectionId) {
        if let Some(connection) = self.0.iter_mut().find(|c| c.id == id) {
            connection.doubted = true;
        }
    }

    /// The connection of this name.
    pub(crate) fn get(&self, id: ConnectionId) -> Option<&Connection> {
        self.0.iter().find(|c| c.id == id)
    }

    /// The best connection to `peer`; of equals the older, so that both sides
    /// do not change for nothing.
    pub(crate) fn best(&self, peer: PeerId) -> Option<&Connection> {
        let ours = self.0.iter().filter(|c| c.peer == peer);
        ours.rev().max_by_key(|c| c.rank())
    }

    /// Whether `a` is better than `b` by kind, not by a few milliseconds.
    pub(crate) fn is_better(&self, a: ConnectionId, b: ConnectionId) -> bool {
        let rank = |id| self.get(id).map(Connection::rank);
        rank(a) > rank(b)
    }

    /// The connection to `peer` over which a better one is arranged: relayed or
    /// near, rather one that answers.
    pub(crate) fn to_arrange_over(&self, peer: PeerId) -> Option<&Connection> {
        let of_peer = self.0.iter().filter(|c| c.peer == peer);
        let fits = of_peer.filter(|c| c.path.kind != PathKind::Direct);
        fits.min_by_key(|c| (c.doubted, c.path.kind != PathKind::Relayed))
    }

    /// Connections to `peer` that are no better than `id`, which is one too.
    /// A straight one that has not answered a ping yet may still turn out to be,
    /// and one in doubt will answer, or be given up.
    pub(crate) fn worse_than(&self, peer: PeerId, id: ConnectionId) -> Vec<ConnectionId> {
        let proven = |c: &&Connection| c.path.rtt.is_some() || c.path.kind == PathKind::Relayed;
        let others = self.0.iter().filter(|c| c.peer == peer && c.id != id);
        let others = others.filter(|c| !c.doubted);
        let worse = others.filter(proven).filter(|c| !self.is_better(c.id, id));
        worse.map(|c| c.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(id: usize, peer: PeerId, kind: PathKind) -> Connection {
        Connection {
            id: ConnectionId::new_unchecked(id),
            peer,
            path: Path {
                kind,
                transport: Transport::Quic,
                rtt: None,
                why: None,
            },
            doubted: false,
        }
    }

    #[test]
    fn one_in_doubt_has_to_answer_again() {
        let (peer, id) = (PeerId::random(), ConnectionId::new_unchecked);
        let mut paths = Paths::default();
        paths.add(connection(1, peer, PathKind::Relayed));
        paths.add(connection(2, peer, PathKind::Direct));
        paths.on_rtt(id(2), Duration::from_millis(20));
        paths.doubt(id(2));
        assert_eq!(paths.best(peer).map(|c| c.id), Some(id(1)));
        assert!(paths.worse_than(peer, id(1)).is_empty(), "nor is it closed");
        assert!(paths.on_rtt(id(2), Duration::from_millis(20)));
        assert_eq!(paths.best(peer).map(|c| c.id), Some(id(2)));
    }

    #[test]
    fn a_straight_connection_is_best_once_it_has_answered() {
        let peer = PeerId::random();
        let id = ConnectionId::new_unchecked;
        let mut paths = Paths::default();
        assert!(paths.best(peer).is_none());
        paths.add(connection(1, peer, PathKind::Relayed));
        paths.add(connection(2, peer, PathKind::Direct));
        paths.add(connection(3, peer, PathKind::Lan));
        let best = |paths: &Paths| paths.best(peer).map(|c| c.id);
        assert_eq!(best(&paths), Some(id(1)));
        assert!(paths.on_rtt(id(2), Duration::from_millis(20)));
        assert_eq!(best(&paths), Some(id(2)));
        assert!(paths.on_rtt(id(3), Duration::from_millis(90)));
        assert_eq!(best(&paths), Some(id(3)));
        assert!(paths.is_better(id(3), id(2)) && !paths.is_better(id(2), id(3)));
        paths.remove(id(3));
        assert_eq!(best(&paths), Some(id(2)));
        assert_eq!(paths.worse_than(peer, id(2)), [id(1)]);
        assert!(paths.worse_than(peer, id(1)).is_empty());
        assert_eq!(paths.to_arrange_over(peer).map(|c| c.id), Some(id(1)));
    }

    #[test]
    fn of_two_straight_ones_the_older_stays() {
        let peer = PeerId::random();
        let mut paths = Paths::default();
        for n in [1, 2] {
            paths.add(connection(n, peer, PathKind::Direct));
            paths.on_rtt(ConnectionId::new_unchecked(n), Duration::from_millis(20));
        }
        let best = paths.best(peer).map(|c| c.id);
        assert_eq!(best, Some(ConnectionId::new_unchecked(1)));
    }

    #[test]
    fn small_changes_are_not_worth_a_word_and_hoards_are_refused() {
        let peer = PeerId::random();
        let mut paths = Paths::default();
        for n in 0..MAX_PER_PEER {
            assert!(paths.add(connection(n, peer, PathKind::Relayed)));
        }
        assert!(!paths.add(connection(99, peer, PathKind::Relayed)));
        let id = ConnectionId::new_unchecked(0);
        assert!(paths.on_rtt(id, Duration::from_millis(20)));
        assert!(!paths.on_rtt(id, Duration::from_millis(24)));
        assert!(paths.on_rtt(id, Duration::from_millis(40)));
        assert!(!paths.on_rtt(ConnectionId::new_unchecked(77), Duration::ZERO));
    }
}

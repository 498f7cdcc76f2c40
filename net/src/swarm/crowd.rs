//! How many may be on their way in at the same time.
//!
//! A handshake that is under way costs memory for as long as its maker likes to
//! draw it out. What comes over a relay and what comes straight are counted
//! apart, and straight ones for each network too, so that a crowd at one door
//! does not keep the friend from the other.

use std::collections::HashMap;

use libp2p::{Multiaddr, multiaddr::Protocol, swarm::ConnectionId};
use tincan_relay::limits::Prefix;

/// Over relays.
const MOST_RELAYED: usize = 64;
/// Straight, and of those from one network.
const MOST_STRAIGHT: usize = 32;
const MOST_OF_ONE: usize = 8;

/// Counts who is on the way in. A pure machine.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    coming: HashMap<ConnectionId, Way>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Relayed,
    Straight(Option<Prefix>),
}

impl Crowd {
    /// Somebody comes; `false` when too many are on their way already.
    pub(super) fn comes(
        &mut self,
        id: ConnectionId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> bool {
        let way = way(local, remote);
        let has_room = self.has_room(way);
        if has_room {
            self.coming.insert(id, way);
        }
        has_room
    }

    /// Who came has arrived, or never will.
    pub(super) fn came(&mut self, id: ConnectionId) {
        self.coming.remove(&id);
    }

    fn has_room(&self, way: Way) -> bool {
        let same = |w: &&Way| **w == way;
        let straight = |w: &&Way| matches!(w, Way::Straight(_));
        let all = self.coming.values();
        match way {
            Way::Relayed => all.filter(same).count() < MOST_RELAYED,
            Way::Straight(_) => {
                all.clone().filter(straight).count() < MOST_STRAIGHT
                    && all.filter(same).count() < MOST_OF_ONE
            }
        }
    }
}

fn way(local: &Multiaddr, remote: &Multiaddr) -> Way {
    if is_relayed(local) {
        Way::Relayed
    } else {
        Way::Straight(Prefix::of(remote))
    }
}

/// Whether who comes to this address of ours comes over a relay.
pub(super) fn is_relayed(local: &Multiaddr) -> bool {
    local.iter().any(|part| part == Protocol::P2pCircuit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes(crowd: &mut Crowd, id: usize, local: &str, remote: &str) -> bool {
        let (local, remote) = (local.parse().unwrap(), remote.parse().unwrap());
        crowd.comes(ConnectionId::new_unchecked(id), &local, &remote)
    }

    #[test]
    fn a_crowd_at_one_door_leaves_the_others_open() {
        const HERE: &str = "/ip4/192.0.2.1/tcp/4001";
        let mut crowd = Crowd::default();
        let from = |network: usize, port: usize| format!("/ip4/198.51.100.{network}/tcp/{port}");
        let let_in = |crowd: &mut Crowd, network: usize| {
            let all = (0..40).filter(|n| {
                let id = network * 100 + n;
                comes(crowd, id, HERE, &from(network, 1000 + n))
            });
            all.count()
        };
        let each: Vec<usize> = (1..=6).map(|network| let_in(&mut crowd, network)).collect();
        assert_eq!(each, [8, 8, 8, 8, 0, 0]);
        let circuit = format!("{HERE}/p2p-circuit");
        let relayed = (1000..1100).filter(|id| comes(&mut crowd, *id, &circuit, "/p2p-circuit"));
        assert_eq!(relayed.count(), 64);
        // Who has arrived, or gone, makes room.
        crowd.came(ConnectionId::new_unchecked(100));
        assert!(comes(&mut crowd, 2000, HERE, &from(9, 1)));
        assert!(!comes(&mut crowd, 2001, HERE, &from(9, 2)));
    }
}

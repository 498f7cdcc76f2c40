//! A registry with a clock that only the test moves.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test may, and no test uses all of it"
)]

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use libp2p::{
    core::{PeerRecord, multiaddr::Multiaddr},
    identity::Keypair,
};
use tincan_relay::{
    limits::{Limits, Prefix, PrefixLimits, Rate},
    rendezvous::{
        Cookie, Discovered, ErrorCode, Message, NewRegistration, Registry, registry::Sender,
    },
};

pub fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// A registry with a clock and a handful of peers, each in a network of its own
/// unless it is moved.
pub struct World {
    pub registry: Registry,
    pub now: Instant,
    pub keys: Vec<Keypair>,
    pub payers: HashMap<usize, Prefix>,
}

impl World {
    pub fn new(limits: Limits, peers: u8) -> Self {
        let key = |n| Keypair::ed25519_from_bytes([n; 32]).unwrap();
        Self {
            registry: Registry::new(limits, 1),
            now: Instant::now(),
            keys: (1..=peers).map(key).collect(),
            payers: HashMap::new(),
        }
    }

    pub fn sender(&self, peer: usize) -> Sender {
        let own = Prefix::V4([10, 0, 0, u8::try_from(peer).unwrap()]);
        Sender {
            peer: self.keys[peer].public().to_peer_id(),
            payer: Some(self.payers.get(&peer).copied().unwrap_or(own)),
        }
    }

    pub fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    pub fn ask(&mut self, peer: usize, request: Message) -> Option<Message> {
        let sender = self.sender(peer);
        self.registry.handle(self.now, sender, request)
    }

    pub fn register(&mut self, peer: usize, ns: &str, ttl: Option<u64>) -> Result<u64, ErrorCode> {
        let address: Multiaddr = "/ip4/198.51.100.1/udp/4001/quic-v1".parse().unwrap();
        let record = PeerRecord::new(&self.keys[peer], vec![address]).unwrap();
        self.register_record(peer, ns, record, ttl)
    }

    pub fn register_record(
        &mut self,
        peer: usize,
        ns: &str,
        record: PeerRecord,
        ttl: Option<u64>,
    ) -> Result<u64, ErrorCode> {
        let request = Message::Register(NewRegistration {
            namespace: ns.parse().unwrap(),
            record,
            ttl,
        });
        match self.ask(peer, request) {
            Some(Message::RegisterResponse(outcome)) => outcome,
            other => panic!("{other:?}"),
        }
    }

    pub fn unregister(&mut self, peer: usize, ns: &str) {
        assert_eq!(
            self.ask(peer, Message::Unregister(ns.parse().unwrap())),
            None
        );
    }

    pub fn discover(
        &mut self,
        peer: usize,
        ns: Option<&str>,
        limit: Option<u64>,
        cookie: Option<Cookie>,
    ) -> Result<Discovered, ErrorCode> {
        let request = Message::Discover {
            namespace: ns.map(|ns| ns.parse().unwrap()),
            limit,
            cookie,
        };
        match self.ask(peer, request) {
            Some(Message::DiscoverResponse(outcome)) => outcome,
            other => panic!("{other:?}"),
        }
    }

    /// Which peers are found in a namespace, by somebody who is not limited.
    pub fn found(&mut self, ns: &str) -> Vec<usize> {
        let stranger = Sender {
            peer: self.keys[0].public().to_peer_id(),
            payer: None,
        };
        let request = Message::Discover {
            namespace: Some(ns.parse().unwrap()),
            limit: None,
            cookie: None,
        };
        match self.registry.handle(self.now, stranger, request) {
            Some(Message::DiscoverResponse(Ok(found))) => self.peers_in(&found),
            // Held for a host who is away.
            Some(Message::DiscoverResponse(Err(ErrorCode::Unavailable))) => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    pub fn peers_in(&self, found: &Discovered) -> Vec<usize> {
        let registrations = found.registrations.iter();
        registrations
            .map(|found| {
                let id = found.record.peer_id();
                let same = |key: &Keypair| key.public().to_peer_id() == id;
                self.keys.iter().position(same).unwrap()
            })
            .collect()
    }
}

/// Limits that are soon reached.
pub fn tight() -> Limits {
    Limits {
        registrations: 6,
        registrations_per_peer: 2,
        per_prefix: PrefixLimits {
            registrations: 4,
            nameplates: 2,
            registers: Rate::new(1000, 60_000),
            discovers: Rate::new(3, 60),
            nameplate_discovers: Rate::new(2, 60),
            ..PrefixLimits::default()
        },
        ..Limits::default()
    }
}

//! The meeting point's decisions, under a clock that only the test moves.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use libp2p::{
    core::{PeerRecord, multiaddr::Multiaddr},
    identity::Keypair,
};
use proptest::prelude::*;
use tincan_relay::{
    limits::{Limits, Prefix, PrefixLimits, Rate},
    rendezvous::{
        Cookie, Discovered, ErrorCode, Message, NewRegistration, Registry, registry::Sender,
    },
};

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// A registry with a clock and a handful of peers, each in a network of its own
/// unless it is moved.
struct World {
    registry: Registry,
    now: Instant,
    keys: Vec<Keypair>,
    payers: HashMap<usize, Prefix>,
}

impl World {
    fn new(limits: Limits, peers: u8) -> Self {
        let key = |n| Keypair::ed25519_from_bytes([n; 32]).unwrap();
        Self {
            registry: Registry::new(limits, 1),
            now: Instant::now(),
            keys: (1..=peers).map(key).collect(),
            payers: HashMap::new(),
        }
    }

    fn sender(&self, peer: usize) -> Sender {
        let own = Prefix::V4([10, 0, 0, u8::try_from(peer).unwrap()]);
        Sender {
            peer: self.keys[peer].public().to_peer_id(),
            payer: Some(self.payers.get(&peer).copied().unwrap_or(own)),
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    fn ask(&mut self, peer: usize, request: Message) -> Option<Message> {
        let sender = self.sender(peer);
        self.registry.handle(self.now, sender, request)
    }

    fn register(&mut self, peer: usize, ns: &str, ttl: Option<u64>) -> Result<u64, ErrorCode> {
        let address: Multiaddr = "/ip4/198.51.100.1/udp/4001/quic-v1".parse().unwrap();
        let record = PeerRecord::new(&self.keys[peer], vec![address]).unwrap();
        self.register_record(peer, ns, record, ttl)
    }

    fn register_record(
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

    fn unregister(&mut self, peer: usize, ns: &str) {
        assert_eq!(
            self.ask(peer, Message::Unregister(ns.parse().unwrap())),
            None
        );
    }

    fn discover(
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
    fn found(&mut self, ns: &str) -> Vec<usize> {
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
            other => panic!("{other:?}"),
        }
    }

    fn peers_in(&self, found: &Discovered) -> Vec<usize> {
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

const PLATE: &str = "tincan/1/47";

#[test]
fn a_nameplate_is_one_peers_at_a_time() {
    let mut world = World::new(Limits::default(), 3);
    assert_eq!(world.register(0, PLATE, Some(60)), Ok(60));
    assert_eq!(
        world.register(1, PLATE, Some(60)),
        Err(ErrorCode::NotAuthorized)
    );
    world.unregister(1, PLATE);
    assert_eq!(world.found(PLATE), [0]);
    assert_eq!(world.register(1, "tincan/1/48", None), Ok(7200));
    world.unregister(0, PLATE);
    assert_eq!(world.register(2, PLATE, None), Ok(7200));
    assert_eq!(world.found(PLATE), [2]);
}

#[test]
fn other_namespaces_are_anybodys() {
    let mut world = World::new(Limits::default(), 3);
    for peer in 0..3 {
        assert_eq!(world.register(peer, "elsewhere", None), Ok(7200));
    }
    assert_eq!(world.found("elsewhere"), [0, 1, 2]);
    assert_eq!(
        world.register(0, "tincan/1/4", None),
        Err(ErrorCode::InvalidNamespace)
    );
    assert_eq!(
        world.discover(0, Some("tincan/1/4"), None, None),
        Err(ErrorCode::InvalidNamespace)
    );
}

#[test]
fn nobody_is_told_all_namespaces() {
    let mut world = World::new(Limits::default(), 1);
    world.register(0, "elsewhere", None).unwrap();
    assert_eq!(
        world.discover(0, None, None, None),
        Err(ErrorCode::NotAuthorized)
    );
}

#[test]
fn times_to_live_have_bounds_and_end() {
    let mut world = World::new(Limits::default(), 1);
    for bad in [0, 59, 7201, u64::MAX] {
        let outcome = world.register(0, PLATE, Some(bad));
        assert_eq!(outcome, Err(ErrorCode::InvalidTtl));
    }
    world.register(0, PLATE, Some(60)).unwrap();
    assert_eq!(world.registry.poll_timeout(), Some(world.now + seconds(60)));
    world.pass(seconds(59));
    assert_eq!(world.found(PLATE), [0]);
    world.pass(seconds(1));
    assert_eq!(world.found(PLATE), []);
    assert_eq!(world.registry.poll_timeout(), None);
    assert_eq!(world.registry.stats().registrations, 0);
}

#[test]
fn registering_again_replaces() {
    let mut world = World::new(Limits::default(), 1);
    for _ in 0..20 {
        world.register(0, PLATE, Some(60)).unwrap();
        world.pass(seconds(30));
    }
    let stats = world.registry.stats();
    assert_eq!((stats.registrations, stats.namespaces), (1, 1));
    assert_eq!(world.found(PLATE), [0]);
    world.unregister(0, PLATE);
    assert_eq!(world.registry.poll_timeout(), None, "no timer is left");
}

#[test]
fn a_peer_that_is_gone_is_hidden_at_once_and_forgotten_after_a_grace() {
    let mut world = World::new(Limits::default(), 2);
    let host = world.sender(0).peer;
    world.registry.connected(world.now, host);
    world.register(0, PLATE, None).unwrap();

    world.registry.disconnected(world.now, host);
    assert_eq!(world.found(PLATE), [], "nobody could reach it");
    world.pass(seconds(29));
    assert_eq!(
        world.register(1, PLATE, None),
        Err(ErrorCode::NotAuthorized)
    );
    world.registry.connected(world.now, host);
    assert_eq!(world.found(PLATE), [0], "it is back in time");

    world.registry.disconnected(world.now, host);
    world.pass(seconds(30));
    assert_eq!(world.registry.poll_timeout(), Some(world.now));
    assert_eq!(world.register(1, PLATE, None), Ok(7200));
    world.registry.connected(world.now, host);
    assert_eq!(world.found(PLATE), [1]);
}

#[test]
fn a_cookie_brings_what_is_new() {
    let mut world = World::new(Limits::default(), 5);
    for peer in 0..3 {
        world.register(peer, "x", None).unwrap();
    }
    let first = world.discover(4, Some("x"), Some(2), None).unwrap();
    assert_eq!(world.peers_in(&first), [0, 1]);
    let second = world
        .discover(4, Some("x"), None, Some(first.cookie))
        .unwrap();
    assert_eq!(world.peers_in(&second), [2]);
    world.register(3, "x", None).unwrap();
    world.register(0, "x", None).unwrap();
    let third = world
        .discover(4, Some("x"), None, Some(second.cookie))
        .unwrap();
    assert_eq!(world.peers_in(&third), [3, 0], "news and renewals");
    assert_eq!(
        world.discover(4, Some("y"), None, Some(third.cookie)),
        Err(ErrorCode::InvalidCookie)
    );
}

#[test]
fn records_are_the_senders_own_and_of_reasonable_size() {
    let mut world = World::new(Limits::default(), 2);
    let stolen = PeerRecord::new(&world.keys[1], vec![]).unwrap();
    assert_eq!(
        world.register_record(0, PLATE, stolen, None),
        Err(ErrorCode::NotAuthorized)
    );
    let addresses = |n: usize, text: &str| {
        let address: Multiaddr = text.parse().unwrap();
        vec![address; n]
    };
    let long = format!("/dns4/{}/tcp/1", "a".repeat(200));
    for addresses in [addresses(33, "/memory/1"), addresses(20, &long)] {
        let record = PeerRecord::new(&world.keys[0], addresses).unwrap();
        assert_eq!(
            world.register_record(0, PLATE, record, None),
            Err(ErrorCode::InvalidSignedPeerRecord)
        );
    }
}

#[test]
fn a_full_response_still_fits_and_the_cookie_leads_on() {
    let mut world = World::new(Limits::default(), 90);
    let long: Multiaddr = format!("/dns4/{}/tcp/1", "a".repeat(200)).parse().unwrap();
    for peer in 0..90 {
        let record = PeerRecord::new(&world.keys[peer], vec![long.clone(); 7]).unwrap();
        world.register_record(peer, "x", record, None).unwrap();
    }
    let mut cookie = None;
    let mut all = HashSet::new();
    loop {
        let found = world.discover(0, Some("x"), None, cookie).unwrap();
        if found.registrations.is_empty() {
            break;
        }
        all.extend(world.peers_in(&found));
        cookie = Some(found.cookie.clone());
        let bytes = Message::DiscoverResponse(Ok(found)).encode();
        assert!(bytes.len() <= tincan_relay::rendezvous::wire::MAX_RESPONSE_BYTES);
    }
    assert_eq!(all.len(), 90);
}

fn tight() -> Limits {
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

#[test]
fn peers_prefixes_and_everybody_have_limits() {
    let mut world = World::new(tight(), 9);
    let busy = Err(ErrorCode::Unavailable);
    // Peers 0 to 2 share a network.
    for peer in 0..3 {
        world.payers.insert(peer, Prefix::V6([1; 8]));
    }
    assert_eq!(world.register(0, "tincan/1/10", None), Ok(7200));
    assert_eq!(world.register(0, "a", None), Ok(7200));
    assert_eq!(world.register(0, "b", None), busy, "two of one peer");
    assert_eq!(world.register(0, "a", None), Ok(7200), "a renewal");
    assert_eq!(world.register(1, "tincan/1/11", None), Ok(7200));
    assert_eq!(
        world.register(1, "tincan/1/12", None),
        busy,
        "two nameplates"
    );
    assert_eq!(world.register(1, "a", None), Ok(7200));
    assert_eq!(world.register(2, "a", None), busy, "four of one network");
    assert_eq!(world.register(3, "a", None), Ok(7200));
    assert_eq!(world.register(4, "a", None), Ok(7200));
    assert_eq!(world.register(5, "a", None), busy, "six of everybody");
    world.unregister(0, "a");
    assert_eq!(world.register(2, "a", None), Ok(7200));
    // Moving to another network moves what is held with it.
    world.payers.insert(2, Prefix::V6([2; 8]));
    assert_eq!(world.register(2, "a", None), Ok(7200));
    assert_eq!(world.register(0, "a", None), busy, "six of everybody");
    world.unregister(4, "a");
    assert_eq!(world.register(0, "a", None), Ok(7200));
}

#[test]
fn discoveries_have_a_rate_and_nameplates_a_lower_one() {
    let mut world = World::new(tight(), 2);
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
    world.pass(Duration::from_millis(500));
    assert_eq!(
        world.discover(0, Some(PLATE), None, None),
        Err(ErrorCode::Unavailable)
    );
    assert!(world.discover(1, Some(PLATE), None, None).is_ok());
    world.pass(seconds(1));
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
}

#[derive(Debug, Clone)]
enum Step {
    Register(usize, usize, Option<u64>),
    Unregister(usize, usize),
    Connect(usize),
    Disconnect(usize),
    Move(usize, u8),
    Pass(u64),
}

const NAMESPACES: [&str; 5] = ["tincan/1/00", "tincan/1/11", "tincan/1/222", "x", "y"];

fn step() -> impl Strategy<Value = Step> {
    let (peer, ns) = (0..6usize, 0..NAMESPACES.len());
    prop_oneof![
        6 => (peer.clone(), ns.clone(), prop::option::of(50..200u64))
            .prop_map(|(peer, ns, ttl)| Step::Register(peer, ns, ttl)),
        1 => (peer.clone(), ns).prop_map(|(peer, ns)| Step::Unregister(peer, ns)),
        1 => peer.clone().prop_map(Step::Connect),
        1 => peer.clone().prop_map(Step::Disconnect),
        1 => (peer, 0..3u8).prop_map(|(peer, net)| Step::Move(peer, net)),
        2 => (0..90u64).prop_map(Step::Pass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A plain model (a list of who has what until when) agrees with the
    /// registry after every step, and every limit holds.
    #[test]
    fn agrees_with_a_plain_model(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new(tight(), 6);
        let mut model: Vec<Held> = Vec::new();
        let mut gone: HashMap<usize, Instant> = HashMap::new();
        for step in steps {
            match step {
                // Whoever sends is connected.
                Step::Register(peer, ns, ttl) if !gone.contains_key(&peer) => {
                    let outcome = world.register(peer, NAMESPACES[ns], ttl);
                    if let Ok(ttl) = outcome {
                        model.retain(|held| (held.peer, held.ns) != (peer, ns));
                        let payer = world.sender(peer).payer;
                        let expires = world.now + seconds(ttl);
                        model.push(Held { peer, ns, payer, expires });
                    }
                    let bad_ttl = ttl.is_some_and(|ttl| ttl < 60);
                    prop_assert_eq!(outcome == Err(ErrorCode::InvalidTtl), bad_ttl);
                }
                Step::Unregister(peer, ns) => {
                    world.unregister(peer, NAMESPACES[ns]);
                    model.retain(|held| (held.peer, held.ns) != (peer, ns));
                }
                Step::Connect(peer) => {
                    world.registry.connected(world.now, world.sender(peer).peer);
                    gone.remove(&peer);
                }
                Step::Disconnect(peer) => {
                    world.registry.disconnected(world.now, world.sender(peer).peer);
                    gone.entry(peer).or_insert(world.now);
                }
                Step::Move(peer, net) => {
                    world.payers.insert(peer, Prefix::V4([192, 0, 2, net]));
                }
                Step::Pass(time) => world.pass(seconds(time)),
                Step::Register(..) => {}
            }
            let now = world.now;
            world.registry.handle_timeout(now);
            model.retain(|held| {
                let forgotten = gone.get(&held.peer).is_some_and(|at| *at + seconds(30) <= now);
                held.expires > now && !forgotten
            });

            for (ns, name) in NAMESPACES.iter().enumerate() {
                let found: HashSet<_> = world.found(name).into_iter().collect();
                let expected: HashSet<_> = model
                    .iter()
                    .filter(|held| held.ns == ns && !gone.contains_key(&held.peer))
                    .map(|held| held.peer)
                    .collect();
                prop_assert_eq!(found, expected);
            }
            check_limits(&model)?;
            let stats = world.registry.stats();
            prop_assert_eq!(stats.registrations, model.len());
            let distinct = |of: fn(&Held) -> usize| {
                model.iter().map(of).collect::<HashSet<_>>().len()
            };
            prop_assert_eq!(stats.peers, distinct(|held| held.peer));
            prop_assert_eq!(stats.namespaces, distinct(|held| held.ns));
        }
        // When everything is over, nothing is left.
        for _ in 0..2 {
            world.pass(seconds(7200));
            world.registry.handle_timeout(world.now);
            world.registry.expire_prefixes(world.now);
        }
        prop_assert_eq!(world.registry.stats(), Default::default());
        prop_assert_eq!(world.registry.poll_timeout(), None);
    }
}

#[derive(Debug)]
struct Held {
    peer: usize,
    ns: usize,
    payer: Option<Prefix>,
    expires: Instant,
}

fn check_limits(model: &[Held]) -> Result<(), TestCaseError> {
    let is_plate = |held: &&Held| held.ns < 3;
    let count = |of: &dyn Fn(&&Held) -> bool| model.iter().filter(of).count();
    prop_assert!(model.len() <= 6);
    for ns in 0..3 {
        prop_assert!(count(&|held| held.ns == ns) <= 1);
    }
    for held in model {
        prop_assert!(count(&|other| other.peer == held.peer) <= 2);
        let same = |other: &&Held| other.payer == held.payer;
        prop_assert!(count(&same) <= 4);
        prop_assert!(count(&|other| same(other) && is_plate(other)) <= 2);
    }
    Ok(())
}

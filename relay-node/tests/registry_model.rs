//! The meeting point's decisions, in any order, against a plain model.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod world;

use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};

use proptest::prelude::*;
use tincan_relay::{limits::Prefix, rendezvous::ErrorCode};
use world::{World, seconds, tight};

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

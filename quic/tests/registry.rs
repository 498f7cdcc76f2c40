//! Numbers are found by the names that libp2p gives to connections.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use futures::StreamExt;
use libp2p::{
    Multiaddr, PeerId, Swarm,
    identity::Keypair,
    multiaddr::Protocol,
    ping,
    swarm::{NetworkBehaviour, SwarmEvent, dial_opts::DialOpts},
};
use tincan_quic::{Config, Handle, Naming, Transport};
use tokio::time::timeout;

#[derive(NetworkBehaviour)]
struct Behaviour {
    naming: Naming,
    ping: ping::Behaviour,
}

fn swarm() -> (Swarm<Behaviour>, Handle) {
    let key = Keypair::generate_ed25519();
    let transport = Transport::new(Config::new(&key).unwrap());
    let handle = transport.handle();
    let naming = handle.registry().naming();
    let every = Duration::from_millis(20);
    let swarm = libp2p::SwarmBuilder::with_existing_identity(key)
        .with_tokio()
        .with_other_transport(|_| transport)
        .unwrap()
        .with_behaviour(|_| Behaviour {
            naming,
            ping: ping::Behaviour::new(ping::Config::new().with_interval(every)),
        })
        .unwrap()
        .with_swarm_config(|c| c.with_idle_connection_timeout(Duration::from_secs(60)))
        .build();
    (swarm, handle)
}

async fn listen(swarm: &mut Swarm<Behaviour>) -> Multiaddr {
    let any = "/ip4/127.0.0.1/udp/0/quic-v1".parse().unwrap();
    swarm.listen_on(any).unwrap();
    loop {
        if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
            return address.with(Protocol::P2p(*swarm.local_peer_id()));
        }
    }
}

/// Fifty dials at once, to peers that are sent different amounts.
#[tokio::test]
async fn each_of_fifty_connections_has_its_own() {
    const PEERS: usize = 50;
    let (mut dialler, handle) = swarm();
    let mut names = HashMap::new();
    let mut dials = HashMap::new();
    for _ in 0..PEERS {
        let (mut peer, at) = swarm();
        let address = listen(&mut peer).await;
        let id = *peer.local_peer_id();
        tokio::spawn(async move {
            loop {
                peer.select_next_some().await;
            }
        });
        let dial = DialOpts::from(address);
        dials.insert(dial.connection_id(), id);
        names.insert(id, at);
        dialler.dial(dial).unwrap();
    }
    let mut pinged: HashMap<PeerId, usize> = HashMap::new();
    let all_pinged = async {
        while pinged.len() < PEERS || pinged.values().any(|n| *n < 2) {
            if let SwarmEvent::Behaviour(BehaviourEvent::Ping(ping)) =
                dialler.select_next_some().await
            {
                assert_eq!(dials[&ping.connection], ping.peer);
                *pinged.entry(ping.peer).or_default() += 1;
            }
        }
    };
    timeout(Duration::from_secs(60), all_pinged).await.unwrap();
    let mut seen = Vec::new();
    for id in dials.keys() {
        let stats = handle.registry().get(*id).expect("numbers");
        assert!(
            seen.iter()
                .all(|other| !std::sync::Arc::ptr_eq(other, &stats))
        );
        let now = stats.read();
        assert!(
            now.delivered > 0 && now.smoothed_rtt > Duration::ZERO,
            "{now:?}"
        );
        assert!(now.min_rtt <= now.smoothed_rtt && now.window > 0);
        seen.push(stats);
    }
    // The numbers of those that are closed stand still, and only theirs; they
    // hold nothing open, and nothing is kept of what is over.
    for one in dials.keys().take(10) {
        let stats = handle.registry().get(*one).unwrap();
        dialler.close_connection(*one);
        let closed = |event: &_| matches!(event, SwarmEvent::ConnectionClosed { connection_id, .. } if connection_id == one);
        go_on(&mut dialler, closed).await;
        let at_the_end = stats.read();
        assert!(handle.registry().get(*one).is_none());
        let left: Vec<_> = dials
            .keys()
            .filter_map(|id| handle.registry().get(*id))
            .collect();
        let before: Vec<_> = left.iter().map(|stats| stats.read().sent).collect();
        let mut pinged = HashSet::new();
        go_on(&mut dialler, |event| {
            if let SwarmEvent::Behaviour(BehaviourEvent::Ping(ping)) = event {
                pinged.insert(ping.connection);
            }
            pinged.len() == left.len()
        })
        .await;
        for (stats, before) in left.iter().zip(before) {
            assert!(stats.read().sent > before);
        }
        assert_eq!(stats.read().delivered, at_the_end.delivered);
        assert!(names[&dials[one]].connections() <= 1);
    }
}

/// Handles events until one is what was waited for.
async fn go_on(
    swarm: &mut Swarm<Behaviour>,
    mut until: impl FnMut(&SwarmEvent<BehaviourEvent>) -> bool,
) {
    let events = async { while !until(&swarm.select_next_some().await) {} };
    timeout(Duration::from_secs(20), events).await.unwrap();
}

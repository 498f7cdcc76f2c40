//! Two swarms over the memory transport.

use std::time::Duration;

use futures::StreamExt;
use libp2p::{
    Multiaddr, PeerId, Swarm, identify,
    identity::Keypair,
    swarm::{ConnectionId, SwarmEvent, dial_opts::DialOpts},
};
use tokio::time::timeout;

use crate::swarm::{
    Behaviour, BehaviourEvent, GatedEvent, build, doorstep,
    streams::{self, OpenId},
};

const WITHIN: Duration = Duration::from_secs(10);

/// What a stranger gets to see of a host, in the order in which it happens.
#[derive(Debug, PartialEq)]
enum Seen {
    Identified,
    NotIdentified,
    Admit,
    Control,
    NoControl,
    Pinged,
    Cut,
}

async fn host() -> (Swarm<Behaviour>, Multiaddr) {
    let mut host = build(Keypair::generate_ed25519()).unwrap().swarm;
    let doorstep = &mut host.behaviour_mut().doorstep;
    doorstep.let_in(doorstep::From::Anywhere);
    host.listen_on("/memory/0".parse().unwrap()).unwrap();
    loop {
        if let SwarmEvent::NewListenAddr { address, .. } = host.select_next_some().await {
            let id = *host.local_peer_id();
            return (host, address.with_p2p(id).unwrap());
        }
    }
}

/// A stranger that offers and tries everything.
fn stranger(host: PeerId) -> Swarm<Behaviour> {
    let mut stranger = build(Keypair::generate_ed25519()).unwrap().swarm;
    stranger.behaviour_mut().gated.admit(host);
    stranger
}

fn dial(stranger: &mut Swarm<Behaviour>, address: Multiaddr) -> ConnectionId {
    let dial = DialOpts::from(address);
    let connection = dial.connection_id();
    stranger.dial(dial).unwrap();
    connection
}

fn seen(event: SwarmEvent<BehaviourEvent>) -> Option<Seen> {
    match event {
        SwarmEvent::Behaviour(event) => match event {
            BehaviourEvent::Gated(GatedEvent::Identify(event)) => match event {
                identify::Event::Received { .. } => Some(Seen::Identified),
                identify::Event::Error { .. } => Some(Seen::NotIdentified),
                _ => None,
            },
            BehaviourEvent::Gated(GatedEvent::Control(streams::Event::Opened { .. })) => {
                Some(Seen::Control)
            }
            BehaviourEvent::Gated(GatedEvent::Control(streams::Event::Failed { .. })) => {
                Some(Seen::NoControl)
            }
            BehaviourEvent::Admit(streams::Event::Opened { .. }) => Some(Seen::Admit),
            BehaviourEvent::Ping(_) => Some(Seen::Pinged),
            _ => None,
        },
        SwarmEvent::ConnectionClosed { .. } => Some(Seen::Cut),
        _ => None,
    }
}

/// Runs both until the stranger sees something that `pick` takes.
async fn until(
    host: &mut Swarm<Behaviour>,
    stranger: &mut Swarm<Behaviour>,
    mut pick: impl FnMut(&Seen) -> bool,
) -> Vec<Seen> {
    let mut all = Vec::new();
    let run = async {
        loop {
            tokio::select! {
                _ = host.select_next_some() => {}
                event = stranger.select_next_some() => {
                    if let Some(seen) = seen(event) {
                        let last = pick(&seen);
                        all.push(seen);
                        if last {
                            return;
                        }
                    }
                }
            }
        }
    };
    timeout(WITHIN, run).await.expect("it never happens");
    all
}

#[tokio::test]
async fn a_stranger_is_shown_admission_and_ping_only() {
    let (mut host, address) = host().await;
    let id = *host.local_peer_id();
    let mut stranger = stranger(id);
    let connection = dial(&mut stranger, address);
    let all = until(&mut host, &mut stranger, |s| *s == Seen::NotIdentified).await;
    assert!(!all.contains(&Seen::Identified));
    let admit = &mut stranger.behaviour_mut().admit;
    admit.open(OpenId(1), id, connection);
    until(&mut host, &mut stranger, |s| *s == Seen::Admit).await;
    until(&mut host, &mut stranger, |s| *s == Seen::Pinged).await;
}

#[tokio::test]
async fn the_gate_opens_on_the_same_connection() {
    use futures::{AsyncReadExt, AsyncWriteExt};

    let (mut host, address) = host().await;
    let id = *host.local_peer_id();
    let mut stranger = stranger(id);
    let us = *stranger.local_peer_id();
    let connection = dial(&mut stranger, address);
    until(&mut host, &mut stranger, |s| *s == Seen::NotIdentified).await;

    host.behaviour_mut().gated.admit(us);
    let control = &mut stranger.behaviour_mut().gated.inner_mut().control;
    control.open(OpenId(1), id, connection);
    let talk = async {
        let mut inbound = None;
        let mut outbound = None;
        while inbound.is_none() || outbound.is_none() {
            tokio::select! {
                event = host.select_next_some() => if let SwarmEvent::Behaviour(
                    BehaviourEvent::Gated(GatedEvent::Control(
                        streams::Event::Inbound { peer, stream, .. }))) = event {
                    assert_eq!(peer, us);
                    inbound = Some(stream);
                },
                event = stranger.select_next_some() => match event {
                    SwarmEvent::Behaviour(BehaviourEvent::Gated(GatedEvent::Control(
                        streams::Event::Opened { stream, .. }))) => {
                        // Negotiation is lazy: it goes out with the first word.
                        let mut stream = stream;
                        stream.write_all(b"word").await.unwrap();
                        stream.flush().await.unwrap();
                        outbound = Some(stream);
                    }
                    SwarmEvent::ConnectionClosed { .. } => panic!("closed"),
                    _ => {}
                },
            }
        }
        (inbound.unwrap(), outbound.unwrap())
    };
    let (mut inbound, _outbound) = timeout(WITHIN, talk).await.expect("it never opens");
    let mut word = [0; 4];
    let read = async {
        tokio::select! {
            read = inbound.read_exact(&mut word) => read.unwrap(),
            () = async { loop { host.select_next_some().await; } } => {}
            () = async { loop { stranger.select_next_some().await; } } => {}
        }
    };
    timeout(WITHIN, read).await.expect("it never arrives");
    assert_eq!(&word, b"word");
}

#[tokio::test]
async fn who_is_shut_out_is_a_stranger_on_the_next_connection() {
    let (mut host, address) = host().await;
    let id = *host.local_peer_id();
    let mut stranger = stranger(id);
    let us = *stranger.local_peer_id();
    host.behaviour_mut().gated.admit(us);
    stranger.dial(address.clone()).unwrap();
    until(&mut host, &mut stranger, |s| *s == Seen::Identified).await;

    host.behaviour_mut().gated.shut_out(us);
    host.disconnect_peer_id(us).unwrap();
    until(&mut host, &mut stranger, |s| *s == Seen::Cut).await;
    stranger.dial(address).unwrap();
    let all = until(&mut host, &mut stranger, |s| *s == Seen::NotIdentified).await;
    assert!(!all.contains(&Seen::Identified));
}

//! Two swarms over QUIC on loopback.

use std::{io, sync::Arc, time::Duration};

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
    Multiaddr, PeerId,
    identity::Keypair,
    swarm::{ConnectionId, SwarmEvent, dial_opts::DialOpts},
};
use tokio::time::timeout;

use super::{Carried, Event, OpenId, Stream};
use crate::swarm::{BehaviourEvent, Built, GatedEvent, build, doorstep};

const WITHIN: Duration = Duration::from_secs(20);

/// Two that have admitted each other, and a stream of the control channel
/// between them.
struct Pair {
    ours: Stream,
    theirs: Stream,
    connection: ConnectionId,
    quic: tincan_quic::Handle,
    carried: Arc<Carried>,
}

async fn host() -> (Built, PeerId, Multiaddr) {
    let mut host = build(Keypair::generate_ed25519()).unwrap();
    let doorstep = &mut host.swarm.behaviour_mut().doorstep;
    doorstep.let_in(doorstep::From::Anywhere);
    let any = "/ip4/127.0.0.1/udp/0/quic-v1".parse().unwrap();
    host.swarm.listen_on(any).unwrap();
    loop {
        if let SwarmEvent::NewListenAddr { address, .. } = host.swarm.select_next_some().await {
            let id = *host.swarm.local_peer_id();
            return (host, id, address.with_p2p(id).unwrap());
        }
    }
}

async fn pair() -> Pair {
    let (mut host, at, address) = host().await;
    let Built {
        mut swarm,
        quic,
        carried,
    } = build(Keypair::generate_ed25519()).unwrap();
    let us = *swarm.local_peer_id();
    host.swarm.behaviour_mut().gated.admit(us);
    swarm.behaviour_mut().gated.admit(at);
    let dial = DialOpts::from(address);
    let connection = dial.connection_id();
    swarm.dial(dial).unwrap();

    let (mut ours, mut theirs) = (None, None);
    let both = async {
        while ours.is_none() || theirs.is_none() {
            tokio::select! {
                event = swarm.select_next_some() => match event {
                    SwarmEvent::ConnectionEstablished { .. } => {
                        let control = &mut swarm.behaviour_mut().gated.inner_mut().control;
                        control.open(OpenId(1), at, connection);
                    }
                    SwarmEvent::Behaviour(BehaviourEvent::Gated(GatedEvent::Control(
                        Event::Opened { mut stream, .. },
                    ))) => {
                        stream.write_all(b"!").await.unwrap();
                        ours = Some(stream);
                    }
                    _ => {}
                },
                event = host.swarm.select_next_some() => {
                    if let SwarmEvent::Behaviour(BehaviourEvent::Gated(GatedEvent::Control(
                        Event::Inbound { stream, .. },
                    ))) = event
                    {
                        theirs = Some(stream);
                    }
                }
            }
        }
    };
    timeout(WITHIN, both).await.expect("a stream");
    tokio::spawn(async move { while host.swarm.next().await.is_some() {} });
    tokio::spawn(async move { while swarm.next().await.is_some() {} });
    Pair {
        ours: ours.unwrap(),
        theirs: theirs.unwrap(),
        connection,
        quic,
        carried,
    }
}

/// Reads to the end.
async fn read(stream: &mut Stream) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    let read = timeout(WITHIN, stream.read_to_end(&mut all)).await;
    read.expect("an end").map(|_| all)
}

#[tokio::test]
async fn a_reader_can_tell_an_end_from_a_stream_that_was_dropped() {
    let mut one = pair().await;
    one.ours.write_all(b"unfinished").await.unwrap();
    drop(one.ours);
    let error = read(&mut one.theirs).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "{error}");

    let mut other = pair().await;
    other.ours.write_all(b" the end").await.unwrap();
    other.ours.close().await.unwrap();
    drop(other.ours);
    assert_eq!(read(&mut other.theirs).await.unwrap(), b"! the end");
}

#[tokio::test]
async fn what_is_said_is_counted_and_its_connection_known() {
    let mut pair = pair().await;
    let word = vec![7; 100_000];
    pair.ours.write_all(&word).await.unwrap();
    pair.ours.close().await.unwrap();
    assert_eq!(read(&mut pair.theirs).await.unwrap().len(), 100_001);
    pair.theirs.write_all(b"four").await.unwrap();
    pair.theirs.close().await.unwrap();
    assert_eq!(read(&mut pair.ours).await.unwrap(), b"four");
    assert_eq!((pair.carried.went(), pair.carried.came()), (100_001, 4));

    let numbers = pair.quic.registry().get(pair.connection).expect("numbers");
    let now = numbers.read();
    assert!(
        now.sent > 100_000 && now.smoothed_rtt > Duration::ZERO,
        "{now:?}"
    );
    let other = ConnectionId::new_unchecked(usize::MAX);
    assert!(pair.quic.registry().get(other).is_none());
}

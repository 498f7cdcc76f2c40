//! What a room that waits offers to whoever reaches it through the relay.

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    net::{SocketAddr, TcpListener, UdpSocket},
    time::Duration,
};

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
    PeerId, Swarm, SwarmBuilder, identify,
    identity::PublicKey,
    multiaddr::Protocol,
    noise, ping, relay,
    swarm::{NetworkBehaviour, StreamUpgradeError, SwarmEvent},
    tcp, yamux,
};
use tincan_tests::lab::Kind;
use tokio::time::timeout;

use crate::{
    line::{Line, soon},
    multistream,
    secrets::Secrets,
    stranger::{Stranger, field, quic_at, tcp_at},
    world::{ANN, World, host_of},
};

/// All that a stranger is to be offered.
pub(crate) const OFFERED: [&str; 2] = ["/tincan/admit/1", "/ipfs/ping/1.0.0"];

const IDENTIFY: &str = "/ipfs/id/1.0.0";
const IDENTIFY_PUSH: &str = "/ipfs/id/push/1.0.0";
const DCUTR: &str = "/libp2p/dcutr";

/// What there could be besides.
const OTHERS: [&str; 20] = [
    "/tincan/control/1",
    "/tincan/transfer/1",
    "/tincan/media/1",
    "/tincan/admit/0",
    "/tincan/admit/2",
    "/tincan/1",
    IDENTIFY,
    IDENTIFY_PUSH,
    DCUTR,
    "/libp2p/autonat/1.0.0",
    "/libp2p/autonat/2/dial-request",
    "/libp2p/autonat/2/dial-back",
    "/rendezvous/1.0.0",
    "/libp2p/circuit/relay/0.2.0/hop",
    "/libp2p/circuit/relay/0.2.0/stop",
    "/libp2p/circuit/relay/0.1.0",
    "/ipfs/kad/1.0.0",
    "/meshsub/1.1.0",
    "/p2p/id/delta/1.0.0",
    "",
];

/// Checks that a connection offers what strangers are offered and nothing
/// else, however it is asked.
pub(crate) async fn offers_nothing_else(line: &Line) {
    for protocol in OFFERED {
        let stream = line.speak(protocol).await.expect(protocol);
        assert!(stream.is_some(), "{protocol} is not offered");
    }
    for protocol in OTHERS {
        // An empty name is a breach of the protocol: hanging up is an answer.
        let offered = match line.speak(protocol).await {
            Ok(stream) => stream.is_some(),
            Err(error) => {
                assert_ne!(error.kind(), ErrorKind::TimedOut, "{protocol}");
                false
            }
        };
        assert!(!offered, "{protocol} is offered");
    }
    let refused = soon(async {
        let mut stream = line.stream().await?;
        multistream::greet(&mut stream).await?;
        let mut refused = Vec::new();
        for protocol in OTHERS.into_iter().filter(|name| !name.is_empty()) {
            if !multistream::propose(&mut stream, protocol).await? {
                refused.push(protocol);
            }
        }
        Ok(refused)
    })
    .await
    .expect("a stream on which to ask for one after the other");
    assert_eq!(refused.len(), OTHERS.len() - 1, "only {refused:?}");
    let listed = list(line).await;
    let listed: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    assert_eq!(listed, BTreeSet::from(OFFERED));
    asks_nothing_else(line);
}

/// All that a connection says it offers; nothing once it has ended.
pub(crate) async fn list(line: &Line) -> Vec<String> {
    let listed = soon(async {
        let mut stream = line.stream().await?;
        multistream::greet(&mut stream).await?;
        multistream::list(&mut stream).await
    });
    listed.await.unwrap_or_default()
}

/// Checks the other way about: that we were asked whether we are there, and
/// nothing else.
pub(crate) fn asks_nothing_else(line: &Line) {
    let asked = line.asked();
    assert!(asked.iter().all(|name| name == OFFERED[1]), "{asked:?}");
}

/// A no to one who has taken a yes for granted.
fn is_no(answer: &[u8]) -> bool {
    answer == b"\x13/multistream/1.0.0\n\x03na\n"
}

#[test]
fn behind_the_door_are_admission_and_ping() {
    for kind in [Kind::Open, Kind::Symmetric] {
        let Some(world) = World::start() else { return };
        let mut ann = world.person(ANN, kind);
        let host = host_of(&ann.app.create());
        let stranger = &world.stranger;
        let heard = stranger.run(async {
            let relay = stranger.ring().await.expect("a relay");
            let line = stranger.dial(&relay, host).await.expect("a host");
            offers_nothing_else(&line).await;
            assert!(is_echoed(&line).await);
            [relay.heard(), line.heard()].concat()
        });
        ann.secrets(ANN).keep_out_of("the door", &heard);
    }
}

/// What is looked for above would be found: a relay has more to offer, and
/// more to ask.
#[test]
fn a_relay_has_no_such_door() {
    let Some(world) = World::start() else { return };
    let stranger = &world.stranger;
    stranger.run(async {
        let line = stranger.ring().await.expect("a relay");
        let listed = list(&line).await;
        assert!(listed.iter().any(|name| name == IDENTIFY), "{listed:?}");
        assert!(line.speak(IDENTIFY).await.is_ok_and(|s| s.is_some()));
        let said = line.blurt(IDENTIFY, &[]).await.expect("who it is");
        assert!(!is_no(&said));
        assert!(line.asked().iter().any(|name| name == IDENTIFY));
        let ip = world.relay.host().ip();
        let public = Secrets::default().ip(ip);
        assert!(!public.told_in(&line.heard()).is_empty());
    });
}

async fn is_echoed(line: &Line) -> bool {
    let word = [7; 32];
    let mut stream = line.speak(OFFERED[1]).await.expect("ping").expect("ping");
    let mut echo = [0; 32];
    let echoed = soon(async {
        stream.write_all(&word).await?;
        stream.flush().await?;
        stream.read_exact(&mut echo).await
    });
    echoed.await.expect("an echo");
    echo == word
}

/// Sockets of the stranger that a host could be lured to.
struct Lure {
    udp: UdpSocket,
    tcp: TcpListener,
}

impl Lure {
    fn set(stranger: &Stranger) -> Self {
        let any = (stranger.machine.ip(), 0);
        stranger.machine.run(|| {
            let udp = UdpSocket::bind(any).expect("bind");
            let tcp = TcpListener::bind(any).expect("listen");
            udp.set_nonblocking(true).expect("nonblocking");
            tcp.set_nonblocking(true).expect("nonblocking");
            Self { udp, tcp }
        })
    }

    fn addresses(&self) -> [Vec<u8>; 2] {
        let (udp, tcp) = (self.udp.local_addr(), self.tcp.local_addr());
        let address = |at: std::io::Result<SocketAddr>| at.expect("an address");
        [
            quic_at(address(udp)).to_vec(),
            tcp_at(address(tcp)).to_vec(),
        ]
    }

    fn has_caught(&self) -> bool {
        let udp = self.udp.recv_from(&mut [0; 2048]).map(|_| ());
        let tcp = self.tcp.accept().map(|_| ());
        [udp, tcp].iter().any(Result::is_ok)
    }
}

/// Where the host would come if it fell for it, and its IP address with it.
#[test]
fn addresses_that_a_stranger_tells_are_not_looked_at() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let host = host_of(&ann.app.create());
    let stranger = &world.stranger;
    let lure = Lure::set(stranger);
    let addresses = lure.addresses();
    let told = |tag: u8| -> Vec<u8> { addresses.iter().flat_map(|a| field(tag, a)).collect() };
    let framed = |message: Vec<u8>| [multistream::varint(message.len()), message].concat();
    const CONNECT: [u8; 2] = [8, 100];
    const SYNC: [u8; 3] = [8, 0xac, 2];
    let connect = framed([CONNECT.to_vec(), told(2)].concat());
    let punch = [connect, framed(SYNC.to_vec())].concat();
    let key = PublicKey::encode_protobuf(&stranger.key.public());
    let about_us = framed([field(1, &key), told(2), field(3, DCUTR.as_bytes())].concat());

    let heard = stranger.run(async {
        let relay = stranger.ring().await.expect("a relay");
        let line = stranger.dial(&relay, host).await.expect("a host");
        for (protocol, words) in [
            (IDENTIFY, [].as_slice()),
            (IDENTIFY_PUSH, &about_us),
            (DCUTR, &punch),
        ] {
            let answer = line.blurt(protocol, words).await.expect("an answer");
            assert!(is_no(&answer), "{protocol}: {answer:?}");
        }
        // It is there, and has had the time to go anywhere.
        offers_nothing_else(&line).await;
        assert!(is_echoed(&line).await);
        [relay.heard(), line.heard()].concat()
    });
    ann.secrets(ANN).keep_out_of("the door", &heard);
    assert!(!lure.has_caught(), "the host came");
}

#[derive(NetworkBehaviour)]
struct Stock {
    relay: relay::client::Behaviour,
    ping: ping::Behaviour,
    identify: identify::Behaviour,
}

fn stock(stranger: &Stranger) -> Swarm<Stock> {
    let identify = identify::Config::new("stranger/1".to_owned(), stranger.key.public());
    let ping = ping::Config::new().with_interval(Duration::from_millis(100));
    SwarmBuilder::with_existing_identity(stranger.key.clone())
        .with_tokio()
        .with_tcp(
            tcp::Config::default(),
            noise::Config::new,
            yamux::Config::default,
        )
        .expect("tcp")
        .with_quic()
        .with_relay_client(noise::Config::new, yamux::Config::default)
        .expect("a relay client")
        .with_behaviour(|_, relay| Stock {
            relay,
            ping: ping::Behaviour::new(ping),
            identify: identify::Behaviour::new(identify),
        })
        .expect("a behaviour")
        .with_swarm_config(|config| config.with_idle_connection_timeout(Duration::from_secs(60)))
        .build()
}

/// What comes of a host for one who has all that others have: pings answered,
/// or who it is.
async fn answers(swarm: &mut Swarm<Stock>, host: PeerId, pings: u32) -> bool {
    let (mut answered, mut refused) = (0, false);
    loop {
        match swarm.select_next_some().await {
            SwarmEvent::Behaviour(StockEvent::Ping(ping)) if ping.peer == host => {
                answered += u32::from(ping.result.is_ok());
            }
            SwarmEvent::Behaviour(StockEvent::Identify(event)) => match event {
                identify::Event::Error { peer_id, error, .. } if peer_id == host => {
                    refused = matches!(error, StreamUpgradeError::NegotiationFailed);
                }
                identify::Event::Received { peer_id, info, .. } if peer_id == host => {
                    panic!("the host says who it is: {info:?}");
                }
                _ => {}
            },
            SwarmEvent::ConnectionEstablished {
                peer_id, endpoint, ..
            } if peer_id == host => {
                assert!(endpoint.is_relayed(), "{endpoint:?}");
            }
            SwarmEvent::OutgoingConnectionError { error, .. } => panic!("{error}"),
            _ => {}
        }
        if answered >= pings && refused {
            return true;
        }
    }
}

#[test]
fn a_stock_node_is_told_no_more() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let host = host_of(&ann.app.create());
    let stranger = &world.stranger;
    let circuit = stranger.relay.clone().with(Protocol::P2pCircuit);
    let done = stranger.run(async {
        let mut swarm = stock(stranger);
        swarm
            .dial(circuit.with(Protocol::P2p(host)))
            .expect("a dial");
        timeout(Duration::from_secs(10), answers(&mut swarm, host, 10)).await
    });
    assert_eq!(done, Ok(true));
}

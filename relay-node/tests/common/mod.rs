//! A client made of stock libp2p parts only.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test may, and no test uses all of it"
)]

use std::{future::Future, time::Duration};

use futures::{FutureExt, StreamExt};
use libp2p::{
    Multiaddr, PeerId, StreamProtocol, Swarm, SwarmBuilder, Transport,
    core::{
        muxing::StreamMuxerBox,
        transport::{MemoryTransport, upgrade::Version},
    },
    identify,
    identity::Keypair,
    multiaddr::Protocol,
    noise, ping, relay, rendezvous,
    request_response::{self, ProtocolSupport},
    swarm::{NetworkBehaviour, SwarmEvent},
    tcp, yamux,
};
use tincan_relay::{Config, Node, Stats, node::Listen};

/// Long enough for a machine that is busy with other things; nothing waits for
/// it to pass.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What the future gives, unless it takes forever.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let outcome = tokio::time::timeout(PATIENCE, future).await;
    outcome.unwrap_or_else(|_| panic!("waited too long for {what}"))
}

/// Waits until the node's books satisfy a condition.
pub async fn until(node: &Node, what: &str, condition: impl FnMut(&Stats) -> bool) -> Stats {
    let mut stats = node.watch_stats();
    *soon(what, stats.wait_for(condition)).await.unwrap()
}

/// How a client reaches the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Memory,
    Quic,
    Tcp,
}

impl Via {
    /// A node that listens so. `adjust` gets its configuration first.
    pub async fn node(self, adjust: impl FnOnce(&mut Config)) -> Node {
        let mut config = Config::loopback(Keypair::generate_ed25519(), 0);
        if self == Self::Memory {
            config.listen = Listen::Addresses(vec!["/memory/0".parse().unwrap()]);
        }
        adjust(&mut config);
        Node::start(config).await.unwrap()
    }

    /// The address of a node.
    pub fn address(self, node: &Node) -> Multiaddr {
        let wanted = |part: &Protocol<'_>| match self {
            Self::Memory => matches!(part, Protocol::Memory(_)),
            Self::Quic => matches!(part, Protocol::QuicV1),
            Self::Tcp => matches!(part, Protocol::Tcp(_)),
        };
        let mut all = node.addresses().iter();
        let found = all.find(|address| address.iter().any(|part| wanted(&part)));
        found.unwrap().clone()
    }
}

#[derive(NetworkBehaviour)]
pub struct Stock {
    pub rendezvous: rendezvous::client::Behaviour,
    pub relay: relay::client::Behaviour,
    pub identify: identify::Behaviour,
    pub ping: ping::Behaviour,
    pub raw: request_response::Behaviour<Raw>,
    pub hop: request_response::Behaviour<Raw>,
}

pub type Event = SwarmEvent<StockEvent>;

/// A peer with stock behaviours.
pub struct Client {
    pub swarm: Swarm<Stock>,
}

impl Client {
    pub fn new() -> Self {
        let raw = |protocol| {
            let protocols = [(protocol, ProtocolSupport::Outbound)];
            request_response::Behaviour::new(protocols, request_response::Config::default())
        };
        let swarm = SwarmBuilder::with_new_identity()
            .with_tokio()
            .with_tcp(
                tcp::Config::default(),
                noise::Config::new,
                yamux::Config::default,
            )
            .unwrap()
            .with_quic()
            .with_other_transport(|key| {
                MemoryTransport::default()
                    .upgrade(Version::V1)
                    .authenticate(noise::Config::new(key).unwrap())
                    .multiplex(yamux::Config::default())
                    .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
            })
            .unwrap()
            .with_relay_client(noise::Config::new, yamux::Config::default)
            .unwrap()
            .with_behaviour(|key, relay| Stock {
                rendezvous: rendezvous::client::Behaviour::new(key.clone()),
                relay,
                identify: identify::Behaviour::new(identify::Config::new(
                    "test".into(),
                    key.public(),
                )),
                ping: ping::Behaviour::default(),
                raw: raw(rendezvous::PROTOCOL_NAME),
                hop: raw(relay::HOP_PROTOCOL_NAME),
            })
            .unwrap()
            .with_swarm_config(|swarm| swarm.with_idle_connection_timeout(PATIENCE))
            .build();
        Self { swarm }
    }

    pub fn id(&self) -> PeerId {
        *self.swarm.local_peer_id()
    }

    /// A client that is connected to a node and that the node knows to be.
    pub async fn connected(via: Via, node: &Node) -> Self {
        let mut client = Self::new();
        client.connect(via.address(node)).await;
        client
    }

    pub async fn connect(&mut self, address: Multiaddr) {
        self.swarm.dial(address).unwrap();
        self.wait("a connection", |event| {
            matches!(event, SwarmEvent::ConnectionEstablished { .. }).then_some(())
        })
        .await;
    }

    /// Handles events until one is what was waited for.
    pub async fn wait<T>(&mut self, what: &str, mut pick: impl FnMut(Event) -> Option<T>) -> T {
        let picked = async {
            loop {
                if let Some(picked) = pick(self.swarm.select_next_some().await) {
                    return picked;
                }
            }
        };
        soon(what, picked).await
    }

    /// Handles events until a future is done.
    pub async fn meanwhile<T>(&mut self, other: impl Future<Output = T>) -> T {
        let mut other = std::pin::pin!(other.fuse());
        loop {
            tokio::select! {
                outcome = &mut other => return outcome,
                _ = self.swarm.select_next_some() => {}
            }
        }
    }

    /// Goes on in the background until the handle is dropped or aborted.
    pub fn in_background(mut self) -> Background {
        Background(tokio::spawn(async move {
            loop {
                self.swarm.select_next_some().await;
            }
        }))
    }

    /// Has something to register.
    pub fn claim_address(&mut self) {
        let address = "/ip4/198.51.100.1/udp/9/quic-v1".parse().unwrap();
        self.swarm.add_external_address(address);
    }

    pub async fn register(
        &mut self,
        node: PeerId,
        ns: &str,
        ttl: Option<u64>,
    ) -> Result<u64, rendezvous::ErrorCode> {
        let namespace = rendezvous::Namespace::new(ns.to_owned()).unwrap();
        let behaviour = &mut self.swarm.behaviour_mut().rendezvous;
        behaviour.register(namespace, node, ttl).unwrap();
        self.wait("an answer to a registration", |event| match event {
            SwarmEvent::Behaviour(StockEvent::Rendezvous(event)) => match event {
                rendezvous::client::Event::Registered { ttl, .. } => Some(Ok(ttl)),
                rendezvous::client::Event::RegisterFailed { error, .. } => Some(Err(error)),
                _ => None,
            },
            _ => None,
        })
        .await
    }

    pub fn unregister(&mut self, node: PeerId, ns: &str) {
        let namespace = rendezvous::Namespace::new(ns.to_owned()).unwrap();
        let behaviour = &mut self.swarm.behaviour_mut().rendezvous;
        behaviour.unregister(namespace, node);
    }

    pub async fn discover(
        &mut self,
        node: PeerId,
        ns: Option<&str>,
        limit: Option<u64>,
        cookie: Option<rendezvous::Cookie>,
    ) -> Result<(Vec<PeerId>, rendezvous::Cookie), rendezvous::ErrorCode> {
        let namespace = ns.map(|ns| rendezvous::Namespace::new(ns.to_owned()).unwrap());
        let behaviour = &mut self.swarm.behaviour_mut().rendezvous;
        behaviour.discover(namespace, cookie, limit, node);
        self.wait("an answer to a discovery", |event| match event {
            SwarmEvent::Behaviour(StockEvent::Rendezvous(event)) => match event {
                rendezvous::client::Event::Discovered {
                    registrations,
                    cookie,
                    ..
                } => {
                    let found = registrations.iter().map(|found| found.record.peer_id());
                    Some(Ok((found.collect(), cookie)))
                }
                rendezvous::client::Event::DiscoverFailed { error, .. } => Some(Err(error)),
                _ => None,
            },
            _ => None,
        })
        .await
    }

    /// Reserves a place at the relay behind an address and returns the address
    /// through it.
    pub async fn reserve(&mut self, relay: Multiaddr) -> Multiaddr {
        let circuit = relay.with(Protocol::P2pCircuit);
        let listener = self.swarm.listen_on(circuit).unwrap();
        self.wait("a reservation", |event| match event {
            SwarmEvent::NewListenAddr {
                listener_id,
                address,
            } if listener_id == listener => Some(Ok(address)),
            SwarmEvent::ListenerClosed {
                listener_id,
                reason,
                ..
            } if listener_id == listener => Some(Err(reason)),
            _ => None,
        })
        .await
        .unwrap()
    }
}

/// A client that goes on until this is dropped.
pub struct Background(tokio::task::JoinHandle<()>);

impl Drop for Background {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends bytes as they are, and reads whatever comes until the stream ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct Raw;

impl request_response::Codec for Raw {
    type Protocol = StreamProtocol;
    type Request = Vec<u8>;
    type Response = Vec<u8>;

    async fn read_request<T: futures::AsyncRead + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
    ) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        futures::AsyncReadExt::read_to_end(io, &mut bytes).await?;
        Ok(bytes)
    }

    async fn read_response<T: futures::AsyncRead + Unpin + Send>(
        &mut self,
        protocol: &StreamProtocol,
        io: &mut T,
    ) -> std::io::Result<Vec<u8>> {
        self.read_request(protocol, io).await
    }

    async fn write_request<T: futures::AsyncWrite + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> std::io::Result<()> {
        futures::AsyncWriteExt::write_all(io, &bytes).await
    }

    async fn write_response<T: futures::AsyncWrite + Unpin + Send>(
        &mut self,
        protocol: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> std::io::Result<()> {
        self.write_request(protocol, io, bytes).await
    }
}

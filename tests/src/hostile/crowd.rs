//! A crowd of strangers that comes to a host over a relay, each with a key of
//! its own, and opens as many streams as it can.

use std::{
    future::pending,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::{AsyncRead, AsyncWrite, AsyncWriteExt, StreamExt};
use libp2p::{
    Multiaddr, PeerId, StreamProtocol, Swarm, SwarmBuilder,
    identity::Keypair,
    multiaddr::Protocol,
    noise, relay, request_response,
    swarm::{NetworkBehaviour, SwarmEvent, dial_opts::DialOpts},
    tcp, yamux,
};

use super::Running;

const ADMIT: StreamProtocol = StreamProtocol::new("/tincan/admit/1");

/// Streams opened and never said a whole word on: four bytes that promise a
/// long frame, then nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Codec;

impl request_response::Codec for Codec {
    type Protocol = StreamProtocol;
    type Request = ();
    type Response = ();

    async fn read_request<T>(&mut self, _: &StreamProtocol, _: &mut T) -> io::Result<()>
    where
        T: AsyncRead + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }

    async fn write_request<T>(&mut self, _: &StreamProtocol, io: &mut T, (): ()) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        io.write_all(&60_000_u32.to_be_bytes()).await?;
        io.flush().await?;
        pending().await
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, _: &mut T) -> io::Result<()>
    where
        T: AsyncRead + Unpin + Send,
    {
        pending().await
    }

    async fn write_response<T>(&mut self, _: &StreamProtocol, _: &mut T, (): ()) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[derive(NetworkBehaviour)]
struct Behaviour {
    relay: relay::client::Behaviour,
    admit: request_response::Behaviour<Codec>,
}

/// A running crowd. Everybody in it who is hung up on comes again.
#[derive(Debug)]
pub struct Crowd {
    arrivals: Arc<AtomicUsize>,
    _running: Running,
}

impl Crowd {
    /// `size` strangers come to `host` over the relay at `relay`, and open
    /// `streams` streams each.
    ///
    /// # Panics
    /// When `relay` is no address.
    pub fn start(size: usize, streams: usize, relay: &str, host: PeerId) -> Self {
        let relay: Multiaddr = relay.parse().expect("an address");
        let circuit = relay.with(Protocol::P2pCircuit).with(Protocol::P2p(host));
        let arrivals = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&arrivals);
        let ((), running) = Running::start(move || {
            let all =
                (0..size).map(move |_| stranger(circuit.clone(), host, streams, count.clone()));
            ((), async move {
                futures::future::join_all(all).await;
            })
        });
        Self {
            arrivals,
            _running: running,
        }
    }

    /// How often one of them was connected to the host so far.
    pub fn arrivals(&self) -> usize {
        self.arrivals.load(Ordering::Relaxed)
    }
}

async fn stranger(circuit: Multiaddr, host: PeerId, streams: usize, arrivals: Arc<AtomicUsize>) {
    let mut swarm = swarm();
    loop {
        let dial = DialOpts::peer_id(host)
            .addresses(vec![circuit.clone()])
            .build();
        // A dial that cannot be made now can be soon.
        let _ = swarm.dial(dial);
        loop {
            match swarm.select_next_some().await {
                SwarmEvent::ConnectionEstablished { peer_id, .. } if peer_id == host => {
                    arrivals.fetch_add(1, Ordering::Relaxed);
                    for _ in 0..streams {
                        swarm.behaviour_mut().admit.send_request(&host, ());
                    }
                }
                SwarmEvent::ConnectionClosed { peer_id, .. } if peer_id == host => break,
                SwarmEvent::OutgoingConnectionError { .. } => break,
                _ => {}
            }
        }
        // Fast enough for a flood, slow enough for a test machine.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn swarm() -> Swarm<Behaviour> {
    SwarmBuilder::with_existing_identity(Keypair::generate_ed25519())
        .with_tokio()
        .with_tcp(
            tcp::Config::default().nodelay(true),
            noise::Config::new,
            yamux::Config::default,
        )
        .expect("tcp")
        .with_relay_client(noise::Config::new, yamux::Config::default)
        .expect("a relay client")
        .with_behaviour(|_, relay| Behaviour {
            relay,
            admit: request_response::Behaviour::new(
                [(ADMIT, request_response::ProtocolSupport::Outbound)],
                request_response::Config::default()
                    .with_request_timeout(Duration::from_secs(60))
                    .with_max_concurrent_streams(1000),
            ),
        })
        .expect("a behaviour")
        .with_swarm_config(|swarm| swarm.with_idle_connection_timeout(Duration::from_secs(60)))
        .build()
}

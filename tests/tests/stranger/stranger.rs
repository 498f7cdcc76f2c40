//! The stranger: what anybody with a libp2p of one's own can do.

use std::{io, net::SocketAddr, time::Duration};

use futures::{AsyncReadExt, AsyncWriteExt, FutureExt, future::BoxFuture};
use libp2p::{
    Multiaddr, PeerId, Transport,
    core::{
        Endpoint,
        muxing::StreamMuxerBox,
        transport::{DialOpts, PortUse},
    },
    identity::Keypair,
    multiaddr::Protocol,
    quic, tcp,
};
use tincan_relay::rendezvous::{self, Discovered, ErrorCode, Message};
use tincan_tests::lab::{Host, PublicRelay};
use tokio::runtime::{Builder, Runtime};

use crate::{
    line::{Line, soon},
    multistream::{read_message, varint},
};

const HOP: &str = "/libp2p/circuit/relay/0.2.0/hop";

/// How long somebody has to shake hands who is dialled out of the blue.
const HANDSHAKE_WITHIN: Duration = Duration::from_millis(1500);

/// Somebody on the internet.
pub(crate) struct Stranger {
    pub(crate) key: Keypair,
    pub(crate) relay: Multiaddr,
    runtime: Runtime,
    pub(crate) machine: Host,
}

impl Stranger {
    /// Somebody on this machine who knows the relay.
    pub(crate) fn arrives(machine: Host, relay: &PublicRelay) -> Self {
        let there = machine.clone();
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .on_thread_start(move || there.enter())
            .enable_all()
            .build()
            .expect("a runtime");
        Self {
            key: Keypair::generate_ed25519(),
            relay: relay.tcp().parse().expect("an address"),
            runtime,
            machine,
        }
    }

    /// Does something on the stranger's machine. What it starts goes on after.
    pub(crate) fn run<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        self.machine.run(|| self.runtime.block_on(work))
    }

    /// Connects to the relay.
    pub(crate) async fn ring(&self) -> io::Result<Line> {
        let transport: Multiaddr = self.relay.iter().take(2).collect();
        let socket = soon(self.connect(transport)).await?;
        let (peer, line) = Line::over(socket, &self.key).await?;
        assert_eq!(self.relay.iter().last(), Some(Protocol::P2p(peer)));
        Ok(line)
    }

    /// Asks the meeting point who waits at a nameplate, or anywhere.
    pub(crate) async fn discover(
        &self,
        relay: &Line,
        nameplate: Option<&str>,
    ) -> io::Result<Result<Discovered, ErrorCode>> {
        let namespace = nameplate.map(|nameplate| format!("tincan/1/{nameplate}"));
        let request = Message::Discover {
            namespace: namespace.map(|name| name.try_into().expect("a namespace")),
            limit: None,
            cookie: None,
        };
        let protocol = rendezvous::PROTOCOL;
        let mut stream = spoken(relay.speak(protocol.as_ref()).await?)?;
        let answer = soon(ask(&mut stream, &request.encode())).await?;
        match Message::decode(&answer).map_err(io::Error::other)? {
            Message::DiscoverResponse(answer) => Ok(answer),
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// Has the relay connect us to somebody.
    pub(crate) async fn dial(&self, relay: &Line, peer: PeerId) -> io::Result<Line> {
        const CONNECT: [u8; 2] = [8, 1];
        const STATUS_IS_OK: [u8; 2] = [5 << 3, 100];
        let mut stream = spoken(relay.speak(HOP).await?)?;
        let peer_message = field(1, &peer.to_bytes());
        let request = [CONNECT.to_vec(), field(2, &peer_message)].concat();
        let answer = soon(ask(&mut stream, &request)).await?;
        if !answer.ends_with(&STATUS_IS_OK) {
            return Err(io::Error::other(format!("the relay says {answer:?}")));
        }
        let (reached, line) = Line::over(stream, &self.key).await?;
        assert_eq!(reached, peer);
        Ok(line)
    }

    /// Dials an address out of the blue; whoever shakes hands there.
    pub(crate) async fn surprise(&self, address: Multiaddr) -> io::Result<(PeerId, Line)> {
        let quic = address.iter().any(|part| part == Protocol::QuicV1);
        if !quic {
            let socket = soon(self.connect(address)).await?;
            return Line::over(socket, &self.key).await;
        }
        let mut config = quic::Config::new(&self.key);
        config.handshake_timeout = HANDSHAKE_WITHIN;
        let mut transport = quic::tokio::Transport::new(config);
        let dial = transport.dial(address, AFRESH).map_err(io::Error::other)?;
        let (peer, connection) = soon(dial.map(|done| done.map_err(io::Error::other))).await?;
        let line = Line::of(StreamMuxerBox::new(connection), std::sync::Arc::default());
        Ok((peer, line))
    }

    fn connect(&self, address: Multiaddr) -> BoxFuture<'static, io::Result<tcp::tokio::TcpStream>> {
        let mut transport = tcp::tokio::Transport::new(tcp::Config::default());
        match transport.dial(address, AFRESH) {
            Ok(dial) => dial.boxed(),
            Err(error) => async { Err(io::Error::other(error)) }.boxed(),
        }
    }
}

const AFRESH: DialOpts = DialOpts {
    role: Endpoint::Dialer,
    port_use: PortUse::New,
};

/// The multiaddrs at which a socket may be found.
pub(crate) fn quic_at(address: SocketAddr) -> Multiaddr {
    Multiaddr::from(address.ip())
        .with(Protocol::Udp(address.port()))
        .with(Protocol::QuicV1)
}

pub(crate) fn tcp_at(address: SocketAddr) -> Multiaddr {
    Multiaddr::from(address.ip()).with(Protocol::Tcp(address.port()))
}

/// A field of protobuf that holds bytes.
pub(crate) fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![tag << 3 | 2];
    field.extend(varint(bytes.len()));
    field.extend(bytes);
    field
}

/// Sends one message behind its length and reads one.
async fn ask(
    stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin),
    request: &[u8],
) -> io::Result<Vec<u8>> {
    stream.write_all(&varint(request.len())).await?;
    stream.write_all(request).await?;
    stream.flush().await?;
    let answer = read_message(stream).await?;
    answer.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn spoken<T>(stream: Option<T>) -> io::Result<T> {
    stream.ok_or_else(|| io::Error::other("the relay does not speak that"))
}

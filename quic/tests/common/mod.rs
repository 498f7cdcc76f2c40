//! Peers of both kinds, ours and stock, without a swarm.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test may, and no test uses all of it"
)]

pub(crate) mod proxy;

use std::{future::poll_fn, pin::Pin, task::Poll, time::Duration};

use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::{
    Multiaddr, PeerId, Transport as _,
    core::{
        Endpoint,
        muxing::{StreamMuxer, StreamMuxerBox, StreamMuxerEvent, SubstreamBox},
        transport::{Boxed, DialOpts, ListenerId, PortUse, TransportEvent},
    },
    identity::Keypair,
    multiaddr::Protocol,
    quic,
};
use tincan_quic::{Config, Handle, Transport};
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

/// No answer on loopback takes so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

type Output = (PeerId, StreamMuxerBox);

pub(crate) struct Peer {
    pub(crate) id: PeerId,
    transport: Boxed<Output>,
    handle: Option<Handle>,
}

impl Peer {
    pub(crate) fn ours() -> Self {
        Self::configured(|_| {})
    }

    pub(crate) fn configured(adjust: impl FnOnce(&mut Config)) -> Self {
        let key = Keypair::generate_ed25519();
        let mut config = Config::new(&key).unwrap();
        adjust(&mut config);
        let transport = Transport::new(config);
        Self {
            id: key.public().to_peer_id(),
            handle: Some(transport.handle()),
            transport: transport
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
                .boxed(),
        }
    }

    pub(crate) fn stock() -> Self {
        let key = Keypair::generate_ed25519();
        let transport = quic::tokio::Transport::new(quic::Config::new(&key));
        Self {
            id: key.public().to_peer_id(),
            handle: None,
            transport: transport
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
                .boxed(),
        }
    }

    pub(crate) fn handle(&self) -> &Handle {
        self.handle.as_ref().unwrap()
    }

    /// Listens on loopback; the address, with our name.
    pub(crate) async fn listen(&mut self) -> Multiaddr {
        self.listen_on("/ip4/127.0.0.1/udp/0/quic-v1").await
    }

    pub(crate) async fn listen_on(&mut self, at: &str) -> Multiaddr {
        let at: Multiaddr = at.parse().unwrap();
        let any = at.to_string().contains("/0.0.0.0/");
        self.transport.listen_on(ListenerId::next(), at).unwrap();
        let listening = poll_fn(|cx| match Pin::new(&mut self.transport).poll(cx) {
            Poll::Ready(TransportEvent::NewAddress { listen_addr, .. })
                if !any || is_loopback(&listen_addr) =>
            {
                Poll::Ready(listen_addr)
            }
            Poll::Ready(_) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        });
        let address = timeout(PATIENCE, listening).await.expect("an address");
        address.with(Protocol::P2p(self.id))
    }

    pub(crate) async fn dial(&mut self, to: &Multiaddr) -> Result<Line, String> {
        self.dial_as(to, Endpoint::Dialer).await
    }

    pub(crate) async fn dial_as(&mut self, to: &Multiaddr, role: Endpoint) -> Result<Line, String> {
        let opts = DialOpts {
            role,
            port_use: PortUse::Reuse,
        };
        let dial = self.transport.dial(to.clone(), opts);
        let mut dial = dial.map_err(|e| e.to_string())?;
        let dialled = poll_fn(|cx| {
            // It is the swarm's part to keep the transport going meanwhile.
            while let Poll::Ready(event) = Pin::new(&mut self.transport).poll(cx) {
                drop(event);
            }
            Pin::new(&mut dial).poll(cx)
        });
        let (peer, muxer) = timeout(PATIENCE, dialled)
            .await
            .map_err(|e| e.to_string())?
            .map_err(|e| e.to_string())?;
        Ok(Line::new(peer, muxer))
    }

    /// Many dials at once; those that came to something.
    pub(crate) async fn dial_many(&mut self, to: &Multiaddr, count: usize) -> Vec<Line> {
        let opts = DialOpts {
            role: Endpoint::Dialer,
            port_use: PortUse::Reuse,
        };
        let dials = (0..count).map(|_| self.transport.dial(to.clone(), opts).unwrap());
        let mut all = Box::pin(futures::future::join_all(dials.collect::<Vec<_>>()));
        let outcomes = poll_fn(|cx| {
            while let Poll::Ready(event) = Pin::new(&mut self.transport).poll(cx) {
                drop(event);
            }
            Pin::new(&mut all).poll(cx)
        });
        let outcomes = timeout(PATIENCE, outcomes).await.unwrap().into_iter();
        let lines = outcomes.filter_map(Result::ok);
        lines.map(|(peer, muxer)| Line::new(peer, muxer)).collect()
    }

    /// Lets the transport do what there is to do.
    pub(crate) async fn go_on(&mut self) {
        poll_fn(|cx| {
            while let Poll::Ready(event) = Pin::new(&mut self.transport).poll(cx) {
                drop(event);
            }
            Poll::Ready(())
        })
        .await;
    }

    /// Keeps the transport going, and never ends.
    pub(crate) async fn go_on_for_ever(&mut self) {
        loop {
            poll_fn(|cx| Pin::new(&mut self.transport).poll(cx)).await;
        }
    }

    /// The next who shakes hands with us.
    pub(crate) async fn accept(&mut self) -> Line {
        let incoming = poll_fn(|cx| {
            loop {
                match Pin::new(&mut self.transport).poll(cx) {
                    Poll::Ready(TransportEvent::Incoming { upgrade, .. }) => {
                        return Poll::Ready(upgrade);
                    }
                    Poll::Ready(_) => {}
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        let mut upgrade = incoming.await;
        let upgraded = poll_fn(|cx| {
            while let Poll::Ready(event) = Pin::new(&mut self.transport).poll(cx) {
                drop(event);
            }
            Pin::new(&mut upgrade).poll(cx)
        });
        let (peer, muxer) = upgraded.await.unwrap();
        Line::new(peer, muxer)
    }

    /// Goes on in the background, echoing whatever comes.
    pub(crate) fn echo_in_background(mut self) -> JoinHandle<()> {
        tokio::spawn(async move {
            let mut lines = Vec::new();
            let mut coming = futures::stream::FuturesUnordered::new();
            use futures::StreamExt;
            loop {
                tokio::select! {
                    event = poll_fn(|cx| Pin::new(&mut self.transport).poll(cx)) => {
                        if let TransportEvent::Incoming { upgrade, .. } = event {
                            coming.push(upgrade);
                        }
                    }
                    Some(outcome) = coming.next() => {
                        if let Ok((peer, muxer)) = outcome {
                            lines.retain(|line: &Line| !line.is_over());
                            lines.push(Line::new(peer, muxer).echoing());
                        }
                    }
                }
            }
        })
    }
}

fn is_loopback(address: &Multiaddr) -> bool {
    matches!(address.iter().next(), Some(Protocol::Ip4(ip)) if ip.is_loopback())
        || matches!(address.iter().next(), Some(Protocol::Ip6(ip)) if ip.is_loopback())
}

/// A connection that a task keeps going, as a swarm would.
pub(crate) struct Line {
    pub(crate) peer: PeerId,
    open: mpsc::Sender<tokio::sync::oneshot::Sender<SubstreamBox>>,
    inbound: Option<mpsc::Receiver<SubstreamBox>>,
    pub(crate) moves: mpsc::Receiver<Multiaddr>,
    task: JoinHandle<()>,
}

impl Line {
    fn new(peer: PeerId, mut muxer: StreamMuxerBox) -> Self {
        let (open, mut wanted) = mpsc::channel::<tokio::sync::oneshot::Sender<SubstreamBox>>(16);
        let (came, inbound) = mpsc::channel(512);
        let (moved, moves) = mpsc::channel(16);
        let mut opening: Option<tokio::sync::oneshot::Sender<SubstreamBox>> = None;
        let task = tokio::spawn(poll_fn(move |cx| {
            loop {
                match Pin::new(&mut muxer).poll(cx) {
                    Poll::Ready(Ok(StreamMuxerEvent::AddressChange(address))) => {
                        let _ = moved.try_send(address);
                        continue;
                    }
                    Poll::Ready(Err(_)) => return Poll::Ready(()),
                    Poll::Pending => {}
                }
                match Pin::new(&mut muxer).poll_inbound(cx) {
                    Poll::Ready(Ok(stream)) => {
                        let _ = came.try_send(stream);
                        continue;
                    }
                    Poll::Ready(Err(_)) => return Poll::Ready(()),
                    Poll::Pending => {}
                }
                if opening.is_none() {
                    match wanted.poll_recv(cx) {
                        Poll::Ready(Some(who)) => opening = Some(who),
                        // Nobody is interested any more.
                        Poll::Ready(None) => return Poll::Ready(()),
                        Poll::Pending => return Poll::Pending,
                    }
                }
                match Pin::new(&mut muxer).poll_outbound(cx) {
                    Poll::Ready(Ok(stream)) => {
                        let _ = opening.take().map(|who| who.send(stream));
                    }
                    Poll::Ready(Err(_)) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        }));
        Self {
            peer,
            open,
            inbound: Some(inbound),
            moves,
            task,
        }
    }

    pub(crate) async fn open(&self) -> SubstreamBox {
        let (who, stream) = tokio::sync::oneshot::channel();
        self.open.send(who).await.expect("a connection");
        timeout(PATIENCE, stream).await.unwrap().expect("a stream")
    }

    pub(crate) async fn accept(&mut self) -> SubstreamBox {
        let inbound = self.inbound.as_mut().unwrap();
        let stream = timeout(PATIENCE, inbound.recv()).await.unwrap();
        stream.expect("a connection")
    }

    /// Sends back what comes on every stream, and closes it after the other.
    pub(crate) fn echoing(mut self) -> Self {
        let mut inbound = self.inbound.take().unwrap();
        tokio::spawn(async move {
            while let Some(mut stream) = inbound.recv().await {
                tokio::spawn(async move {
                    let mut buffer = vec![0; 64 * 1024];
                    loop {
                        match stream.read(&mut buffer).await {
                            Ok(0) => break stream.close().await,
                            Ok(n) => stream.write_all(&buffer[..n]).await?,
                            Err(error) => break Err(error),
                        }
                    }
                });
            }
        });
        self
    }

    pub(crate) fn is_over(&self) -> bool {
        self.task.is_finished()
    }

    /// When the connection is over.
    pub(crate) async fn ended(self) {
        let Self { task, open, .. } = self;
        timeout(PATIENCE, task).await.expect("an end").unwrap();
        drop(open);
    }
}

/// Sends `bytes`, closes, and reads what comes back to the end.
pub(crate) async fn there_and_back(stream: SubstreamBox, bytes: &[u8]) -> Vec<u8> {
    let (mut read, mut write) = stream.split();
    let mut back = Vec::new();
    let send = async {
        write.write_all(bytes).await.unwrap();
        write.close().await.unwrap();
    };
    let both = futures::future::join(send, read.read_to_end(&mut back));
    let ((), outcome) = timeout(PATIENCE, both).await.expect("an echo");
    outcome.unwrap();
    back
}

/// Bytes that are not the same everywhere.
pub(crate) fn pattern(size: usize, seed: u8) -> Vec<u8> {
    (0..size)
        .map(|n| (n as u8).wrapping_mul(31).wrapping_add((n >> 8) as u8) ^ seed)
        .collect()
}

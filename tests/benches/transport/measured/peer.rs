//! One end: a transport of either make, kept going by a task of its host.

use std::{fmt, future::poll_fn, net::IpAddr, pin::Pin, sync::Arc, task::Poll, time::Duration};

use futures::{
    FutureExt, StreamExt,
    future::{BoxFuture, pending},
    stream::FuturesUnordered,
};
use libp2p::{
    Multiaddr, PeerId, Transport as _,
    core::{
        Endpoint,
        muxing::{StreamMuxer, StreamMuxerBox, SubstreamBox},
        transport::{Boxed, DialOpts, ListenerId, PortUse, TransportEvent},
    },
    identity::Keypair,
    multiaddr::Protocol,
    quic,
};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};

/// Connections outlive the longest outage.
const IDLE: Duration = Duration::from_secs(30);

/// Whose transport it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    Stock,
    Ours,
}

impl Make {
    pub(super) const BOTH: [Self; 2] = [Self::Stock, Self::Ours];
}

impl fmt::Display for Make {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Stock => "libp2p-quic",
            Self::Ours => "ours",
        })
    }
}

type Output = (PeerId, StreamMuxerBox);
type Transport = Boxed<Output>;

/// What is done with a stream that the other opened.
pub(super) type Serve = Arc<dyn Fn(SubstreamBox) -> BoxFuture<'static, ()> + Send + Sync>;

type Dialled = oneshot::Sender<Result<Line, String>>;

/// Ends, with its connections, when it is dropped.
pub(super) struct Peer {
    dials: mpsc::Sender<(Multiaddr, Dialled)>,
}

impl Peer {
    /// One that dials, in the tasks of `runtime`.
    pub(super) fn dialler(make: Make, runtime: &Handle) -> Self {
        let serve: Serve = Arc::new(|_| pending().boxed());
        Self::start(make, runtime, None, serve).0
    }

    /// One that listens; where, with its name.
    pub(super) async fn listener(
        make: Make,
        runtime: &Handle,
        ip: IpAddr,
        serve: Serve,
    ) -> (Self, Multiaddr) {
        let (peer, address) = Self::start(make, runtime, Some(ip), serve);
        (peer, address.await.expect("an address"))
    }

    fn start(
        make: Make,
        runtime: &Handle,
        ip: Option<IpAddr>,
        serve: Serve,
    ) -> (Self, oneshot::Receiver<Multiaddr>) {
        let (dials, wanted) = mpsc::channel(64);
        let (tell, address) = oneshot::channel();
        runtime.spawn(run(make, ip, serve, wanted, tell));
        (Self { dials }, address)
    }

    pub(super) async fn dial(&self, to: &Multiaddr) -> Result<Line, String> {
        let (who, line) = oneshot::channel();
        let sent = self.dials.send((to.clone(), who)).await;
        sent.map_err(|_| "the transport has ended")?;
        line.await.map_err(|e| e.to_string())?
    }
}

fn transport(make: Make, key: &Keypair) -> Transport {
    match make {
        Make::Stock => {
            let mut config = quic::Config::new(key);
            config.max_idle_timeout = IDLE.as_millis() as u32;
            let transport = quic::tokio::Transport::new(config);
            transport
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
                .boxed()
        }
        Make::Ours => {
            let mut config = tincan_quic::Config::new(key).expect("a certificate");
            config.idle_timeout = IDLE;
            let transport = tincan_quic::Transport::new(config);
            transport
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
                .boxed()
        }
    }
}

async fn run(
    make: Make,
    ip: Option<IpAddr>,
    serve: Serve,
    mut dials: mpsc::Receiver<(Multiaddr, Dialled)>,
    tell: oneshot::Sender<Multiaddr>,
) {
    let key = Keypair::generate_ed25519();
    let id = key.public().to_peer_id();
    let mut transport = transport(make, &key);
    if let Some(ip) = ip {
        let any = Multiaddr::from(ip)
            .with(Protocol::Udp(0))
            .with(Protocol::QuicV1);
        let listening = transport.listen_on(ListenerId::next(), any);
        listening.expect("a socket to listen on");
    }
    let mut tell = Some(tell);
    let mut coming = FuturesUnordered::new();
    loop {
        tokio::select! {
            event = poll_fn(|cx| Pin::new(&mut transport).poll(cx)) => match event {
                TransportEvent::NewAddress { listen_addr, .. } => {
                    let address = listen_addr.with(Protocol::P2p(id));
                    let _ = tell.take().map(|tell| tell.send(address));
                }
                TransportEvent::Incoming { upgrade, .. } => {
                    coming.push(upgrade.map(|outcome| (None, outcome)).boxed());
                }
                _ => {}
            },
            dial = dials.recv() => {
                let Some((to, who)) = dial else { return };
                let opts = DialOpts { role: Endpoint::Dialer, port_use: PortUse::Reuse };
                match transport.dial(to, opts) {
                    Ok(dial) => coming.push(dial.map(|outcome| (Some(who), outcome)).boxed()),
                    Err(error) => drop(who.send(Err(error.to_string()))),
                }
            }
            Some((who, outcome)) = coming.next() => match (outcome, who) {
                (Ok((_, muxer)), who) => {
                    let (open, wanted) = mpsc::channel(32);
                    // Those who came stay for as long as they like.
                    let kept = who.is_none().then(|| open.clone());
                    tokio::spawn(drive(muxer, wanted, serve.clone(), kept));
                    let _ = who.map(|who| who.send(Ok(Line { open })));
                }
                (Err(error), Some(who)) => drop(who.send(Err(error.to_string()))),
                (Err(_), None) => {}
            },
        }
    }
}

type Opened = oneshot::Sender<SubstreamBox>;

/// A connection. It is closed when this is dropped.
pub(super) struct Line {
    open: mpsc::Sender<Opened>,
}

impl Line {
    pub(super) async fn open(&self) -> Option<SubstreamBox> {
        let (who, stream) = oneshot::channel();
        self.open.send(who).await.ok()?;
        stream.await.ok()
    }
}

/// Keeps a connection going, as a swarm would, until nobody wants it.
async fn drive(
    mut muxer: StreamMuxerBox,
    mut wanted: mpsc::Receiver<Opened>,
    serve: Serve,
    _kept: Option<mpsc::Sender<Opened>>,
) {
    let mut opening: Option<Opened> = None;
    poll_fn(|cx| {
        loop {
            match Pin::new(&mut muxer).poll(cx) {
                Poll::Ready(Ok(_)) => continue,
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => {}
            }
            match Pin::new(&mut muxer).poll_inbound(cx) {
                Poll::Ready(Ok(stream)) => {
                    tokio::spawn(serve(stream));
                    continue;
                }
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => {}
            }
            if opening.is_none() {
                match wanted.poll_recv(cx) {
                    Poll::Ready(Some(who)) => opening = Some(who),
                    Poll::Ready(None) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
            match Pin::new(&mut muxer).poll_outbound(cx) {
                Poll::Ready(Ok(stream)) => drop(opening.take().map(|who| who.send(stream))),
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
}

//! libp2p's ping, `/ipfs/ping/1.0.0`, with a fresh stream for every ping.
//!
//! The stock behaviour keeps one stream, and the stock responder is not woken
//! by what comes on it after its first answer: a quiet connection then looks
//! dead. What opens a new stream is answered at once, by stock peers too.
//! Source: the [specification](https://github.com/libp2p/specs/blob/master/ping/ping.md).
//!
//! When to ping, and when silence means death, is said by [`Pulse`]. What the
//! peer acknowledged is a sign of life as well, where QUIC counts it: while much
//! is under way, pings wait in line. And QUIC knows when anything that was said
//! should have been acknowledged long ago.

use std::{
    collections::VecDeque,
    convert::Infallible,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use futures::{
    AsyncReadExt, AsyncWriteExt, FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered,
};
use libp2p::{
    Multiaddr, PeerId, StreamProtocol,
    core::{Endpoint, transport::PortUse, upgrade::ReadyUpgrade},
    multiaddr::Protocol,
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm,
        NetworkBehaviour, NotifyHandler, Stream, SubstreamProtocol, THandler, THandlerInEvent,
        THandlerOutEvent, ToSwarm,
        handler::{ConnectionEvent, FullyNegotiatedInbound, FullyNegotiatedOutbound},
    },
};
use tincan_quic::{Registry, Stats};
use tokio::time::{Sleep, sleep_until};

use super::pulse::{Beat, Pulse};

const PROTOCOL: StreamProtocol = StreamProtocol::new("/ipfs/ping/1.0.0");
/// Bytes of one ping.
const SIZE: usize = 32;
/// A ping that takes longer is given up.
const WITHIN: Duration = Duration::from_secs(5);
/// Streams of one peer that are echoed at a time.
const MAX_ECHOES: usize = 24;
/// A connection has at least so long to answer. Over TCP, where whatever comes
/// after a lost packet waits for it, it has longer.
const QUIC_PATIENCE: Duration = Duration::from_millis(800);
const TCP_PATIENCE: Duration = Duration::from_millis(1600);

/// What becomes of pings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) peer: PeerId,
    pub(crate) connection: ConnectionId,
    pub(crate) what: What,
}

/// What became of one connection's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// One was answered, after so long.
    Pong(Duration),
    /// None has been answered for a while: the connection may be dead.
    Suspect,
    /// None is answered: the connection is dead.
    Silent,
}

/// Pings every connection and answers pings.
#[derive(Default)]
pub(crate) struct Behaviour {
    numbers: Registry,
    connections: Vec<(PeerId, ConnectionId)>,
    events: VecDeque<Event>,
    /// Those that are to ping at once.
    urged: Vec<(PeerId, ConnectionId)>,
}

impl Behaviour {
    /// Reads there what QUIC connections were acknowledged.
    pub(crate) fn new(numbers: Registry) -> Self {
        Self {
            numbers,
            ..Self::default()
        }
    }

    fn handler(&mut self, peer: PeerId, id: ConnectionId, is_quic: bool) -> PingHandler {
        self.connections.push((peer, id));
        let patience = if is_quic { QUIC_PATIENCE } else { TCP_PATIENCE };
        PingHandler::new(id, self.numbers.clone(), patience)
    }
}

/// Whether it runs over QUIC, and not within a stream to a relay.
fn is_quic(address: &Multiaddr) -> bool {
    let has = |what| address.iter().any(|part| part == what);
    has(Protocol::QuicV1) && !has(Protocol::P2pCircuit)
}

/// To a connection: ping now.
#[derive(Debug)]
pub(crate) struct Urge;

/// From a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    What(What),
    /// An answer is overdue.
    Overdue,
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = PingHandler;
    type ToSwarm = Event;

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(peer, id, is_quic(local)))
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(peer, id, is_quic(address)))
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        let over = match event {
            FromSwarm::ConnectionClosed(event) => event.connection_id,
            FromSwarm::DialFailure(event) => event.connection_id,
            FromSwarm::ListenFailure(event) => event.connection_id,
            _ => return,
        };
        self.connections.retain(|(_, id)| *id != over);
        self.urged.retain(|(_, id)| *id != over);
    }

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        connection: ConnectionId,
        found: THandlerOutEvent<Self>,
    ) {
        match found {
            Found::What(what) => self.events.push_back(Event {
                peer,
                connection,
                what,
            }),
            // What cut this one off may have cut others off: they find out at
            // the same time, and not one after the other.
            Found::Overdue => {
                let others = self.connections.iter();
                let others = others.filter(|(_, id)| *id != connection);
                self.urged = others.copied().collect();
            }
        }
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        if let Some((peer_id, id)) = self.urged.pop() {
            return Poll::Ready(ToSwarm::NotifyHandler {
                peer_id,
                handler: NotifyHandler::One(id),
                event: Urge,
            });
        }
        match self.events.pop_front() {
            Some(event) => Poll::Ready(ToSwarm::GenerateEvent(event)),
            None => Poll::Pending,
        }
    }
}

/// One connection's pings.
pub(crate) struct PingHandler {
    id: ConnectionId,
    numbers: Registry,
    stats: Option<Arc<Stats>>,
    /// Bytes that the peer has acknowledged.
    delivered: u64,
    pulse: Pulse,
    timer: Pin<Box<Sleep>>,
    /// Pings whose streams are to be opened.
    due: usize,
    pings: FuturesUnordered<BoxFuture<'static, Option<Duration>>>,
    echoes: FuturesUnordered<BoxFuture<'static, io::Result<Infallible>>>,
}

impl PingHandler {
    fn new(id: ConnectionId, numbers: Registry, patience: Duration) -> Self {
        let now = Instant::now();
        Self {
            id,
            numbers,
            stats: None,
            delivered: 0,
            pulse: Pulse::new(now, patience),
            timer: Box::pin(sleep_until(now.into())),
            due: 0,
            pings: FuturesUnordered::new(),
            echoes: FuturesUnordered::new(),
        }
    }

    fn stats(&mut self) -> Option<&Stats> {
        if self.stats.is_none() {
            self.stats = self.numbers.get(self.id);
        }
        self.stats.as_deref()
    }

    /// Pays heed to what QUIC has long been waiting for an answer to.
    fn heed_overdue(&mut self, cx: &Context<'_>) {
        let Some(stats) = self.stats() else { return };
        stats.watch(cx.waker());
        if let Some(waited) = stats.overdue()
            && !self.pulse.is_worried()
        {
            // What was acknowledged was so before that.
            self.was_acknowledged();
            self.pulse.on_overdue(Instant::now(), waited);
        }
    }

    /// Whether the peer has acknowledged anything since this was asked last.
    fn was_acknowledged(&mut self) -> bool {
        let delivered = self.stats().map_or(0, |stats| stats.read().delivered);
        std::mem::replace(&mut self.delivered, delivered) != delivered
    }

    /// Does what is due; gives what to tell.
    fn beat(&mut self, cx: &mut Context<'_>) -> Option<Found> {
        loop {
            let now = Instant::now();
            if self.pulse.poll_timeout() <= now && self.was_acknowledged() {
                self.pulse.on_sign(now);
            }
            match self.pulse.poll(now) {
                Some(Beat::Probe) => self.due += 1,
                Some(Beat::Again) => {
                    self.due += 1;
                    return Some(Found::Overdue);
                }
                Some(Beat::Suspect) => return Some(Found::What(What::Suspect)),
                Some(Beat::Silent) => return Some(Found::What(What::Silent)),
                None => {
                    self.timer.as_mut().reset(self.pulse.poll_timeout().into());
                    if self.timer.as_mut().poll(cx).is_pending() {
                        return None;
                    }
                }
            }
        }
    }
}

impl ConnectionHandler for PingHandler {
    type FromBehaviour = Urge;
    type ToBehaviour = Found;
    type InboundProtocol = ReadyUpgrade<StreamProtocol>;
    type OutboundProtocol = ReadyUpgrade<StreamProtocol>;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = ();

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol> {
        SubstreamProtocol::new(ReadyUpgrade::new(PROTOCOL), ())
    }

    fn on_behaviour_event(&mut self, _: Urge) {
        self.pulse.urge(Instant::now());
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, (), Found>> {
        while let Poll::Ready(Some(_)) = self.echoes.poll_next_unpin(cx) {}
        while let Poll::Ready(Some(answer)) = self.pings.poll_next_unpin(cx) {
            if let Some(rtt) = answer {
                self.pulse.on_answer(Instant::now(), rtt);
                let pong = Found::What(What::Pong(rtt));
                return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(pong));
            }
        }
        self.heed_overdue(cx);
        if let Some(found) = self.beat(cx) {
            return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(found));
        }
        if self.due > 0 {
            self.due -= 1;
            let protocol = SubstreamProtocol::new(ReadyUpgrade::new(PROTOCOL), ());
            return Poll::Ready(ConnectionHandlerEvent::OutboundSubstreamRequest {
                protocol: protocol.with_timeout(WITHIN),
            });
        }
        Poll::Pending
    }

    fn on_connection_event(
        &mut self,
        event: ConnectionEvent<'_, Self::InboundProtocol, Self::OutboundProtocol>,
    ) {
        match event {
            ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
                protocol: stream,
                ..
            }) if self.echoes.len() < MAX_ECHOES => self.echoes.push(echo(stream).boxed()),
            ConnectionEvent::FullyNegotiatedOutbound(FullyNegotiatedOutbound {
                protocol: stream,
                ..
            }) => {
                let ping = tokio::time::timeout(WITHIN, ping(stream));
                let ping = ping.map(|answer| answer.ok()?.ok());
                self.pings.push(ping.boxed());
            }
            // Who does not speak it, or not now, is asked again later.
            _ => {}
        }
    }
}

/// One ping: random bytes there and back.
async fn ping(mut stream: Stream) -> io::Result<Duration> {
    let sent: [u8; SIZE] = rand::random();
    let started = Instant::now();
    stream.write_all(&sent).await?;
    stream.flush().await?;
    let mut came = [0; SIZE];
    stream.read_exact(&mut came).await?;
    let rtt = started.elapsed();
    if came != sent {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // The answer counts, whatever becomes of the stream.
    let _ = stream.close().await;
    Ok(rtt)
}

/// Sends back what comes until nothing does.
async fn echo(mut stream: Stream) -> io::Result<Infallible> {
    let mut bytes = [0; SIZE];
    loop {
        stream.read_exact(&mut bytes).await?;
        stream.write_all(&bytes).await?;
        stream.flush().await?;
    }
}

#[cfg(test)]
mod tests {
    use libp2p::{Swarm, identity::Keypair, swarm::SwarmEvent};
    use tincan_relay::{Config, Node};
    use tokio::time::timeout;

    use super::What;
    use crate::swarm::{self, BehaviourEvent};

    /// On a connection where nothing else happens.
    #[tokio::test]
    async fn a_stock_responder_answers_every_ping() {
        let config = Config::loopback(Keypair::generate_ed25519(), 0);
        let relay = Node::start(config).await.unwrap();
        let mut swarm: Swarm<_> = swarm::build(Keypair::generate_ed25519()).unwrap().swarm;
        swarm.dial(relay.addresses()[0].clone()).unwrap();
        let mut pongs = 0;
        let answers = async {
            while pongs < 12 {
                use futures::StreamExt;
                if let SwarmEvent::Behaviour(BehaviourEvent::Ping(event)) =
                    swarm.select_next_some().await
                {
                    assert_eq!(event.peer, relay.peer_id());
                    assert!(matches!(event.what, What::Pong(_)));
                    pongs += 1;
                }
            }
        };
        timeout(4 * super::WITHIN, answers)
            .await
            .expect("they stop");
        relay.shutdown().await;
    }
}

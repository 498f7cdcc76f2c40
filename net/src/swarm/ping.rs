//! libp2p's ping, `/ipfs/ping/1.0.0`, with a fresh stream for every ping.
//!
//! The stock behaviour keeps one stream, and the stock responder is not woken
//! by what comes on it after its first answer: a quiet connection then looks
//! dead. What opens a new stream is answered at once, by stock peers too.
//! Source: the [specification](https://github.com/libp2p/specs/blob/master/ping/ping.md).

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use futures::{
    AsyncReadExt, AsyncWriteExt, FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered,
};
use libp2p::{
    Multiaddr, PeerId, StreamProtocol,
    core::{Endpoint, transport::PortUse, upgrade::ReadyUpgrade},
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm,
        NetworkBehaviour, Stream, SubstreamProtocol, THandler, THandlerInEvent, THandlerOutEvent,
        ToSwarm,
        handler::{ConnectionEvent, FullyNegotiatedInbound, FullyNegotiatedOutbound},
    },
};
use tokio::time::{Sleep, sleep};

const PROTOCOL: StreamProtocol = StreamProtocol::new("/ipfs/ping/1.0.0");
/// Bytes of one ping.
const SIZE: usize = 32;
const EVERY: Duration = Duration::from_secs(1);
const WITHIN: Duration = Duration::from_secs(5);
/// Streams of one peer that are echoed at a time.
const MAX_ECHOES: usize = 4;

/// A ping was answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pong {
    pub(crate) peer: PeerId,
    pub(crate) connection: ConnectionId,
    pub(crate) rtt: Duration,
}

/// Pings every connection and answers pings.
#[derive(Default)]
pub(crate) struct Behaviour {
    pongs: Vec<Pong>,
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = PingHandler;
    type ToSwarm = Pong;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(PingHandler::new())
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(PingHandler::new())
    }

    fn on_swarm_event(&mut self, _: FromSwarm<'_>) {}

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        connection: ConnectionId,
        rtt: THandlerOutEvent<Self>,
    ) {
        self.pongs.push(Pong {
            peer,
            connection,
            rtt,
        });
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        match self.pongs.pop() {
            Some(pong) => Poll::Ready(ToSwarm::GenerateEvent(pong)),
            None => Poll::Pending,
        }
    }
}

/// One connection's pings.
pub(crate) struct PingHandler {
    state: State,
    echoes: FuturesUnordered<BoxFuture<'static, io::Result<Infallible>>>,
}

enum State {
    Waiting(Pin<Box<Sleep>>),
    Opening,
    Pinging(BoxFuture<'static, Option<Duration>>),
}

impl PingHandler {
    fn new() -> Self {
        Self {
            state: State::Waiting(Box::pin(sleep(Duration::ZERO))),
            echoes: FuturesUnordered::new(),
        }
    }

    fn wait(&mut self) {
        self.state = State::Waiting(Box::pin(sleep(EVERY)));
    }
}

impl ConnectionHandler for PingHandler {
    type FromBehaviour = Infallible;
    type ToBehaviour = Duration;
    type InboundProtocol = ReadyUpgrade<StreamProtocol>;
    type OutboundProtocol = ReadyUpgrade<StreamProtocol>;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = ();

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol> {
        SubstreamProtocol::new(ReadyUpgrade::new(PROTOCOL), ())
    }

    fn on_behaviour_event(&mut self, event: Infallible) {
        match event {}
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, (), Duration>> {
        while let Poll::Ready(Some(_)) = self.echoes.poll_next_unpin(cx) {}
        loop {
            match &mut self.state {
                State::Waiting(until) => {
                    if until.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    self.state = State::Opening;
                    let protocol = SubstreamProtocol::new(ReadyUpgrade::new(PROTOCOL), ());
                    return Poll::Ready(ConnectionHandlerEvent::OutboundSubstreamRequest {
                        protocol: protocol.with_timeout(WITHIN),
                    });
                }
                State::Opening => return Poll::Pending,
                State::Pinging(ping) => {
                    let Poll::Ready(rtt) = ping.poll_unpin(cx) else {
                        return Poll::Pending;
                    };
                    self.wait();
                    if let Some(rtt) = rtt {
                        return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(rtt));
                    }
                }
            }
        }
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
                self.state = State::Pinging(ping.boxed());
            }
            // Who does not speak it, or not now, is asked again later.
            ConnectionEvent::DialUpgradeError(_) => self.wait(),
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

    use crate::swarm::{self, BehaviourEvent};

    /// On a connection where nothing else happens.
    #[tokio::test]
    async fn a_stock_responder_answers_every_ping() {
        let config = Config::loopback(Keypair::generate_ed25519(), 0);
        let relay = Node::start(config).await.unwrap();
        let mut swarm: Swarm<_> = swarm::build(Keypair::generate_ed25519()).unwrap();
        swarm.dial(relay.addresses()[0].clone()).unwrap();
        let mut pongs = 0;
        let answers = async {
            while pongs < 5 {
                use futures::StreamExt;
                if let SwarmEvent::Behaviour(BehaviourEvent::Ping(pong)) =
                    swarm.select_next_some().await
                {
                    assert_eq!(pong.peer, relay.peer_id());
                    pongs += 1;
                }
            }
        };
        timeout(2 * super::WITHIN + 5 * super::EVERY, answers)
            .await
            .expect("they stop");
        relay.shutdown().await;
    }
}

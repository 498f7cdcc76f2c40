//! Streams of one protocol, opened on a connection that the caller chose and
//! handed over as they are. (The stock behaviour picks a connection at random
//! and drops bursts of inbound streams.)

mod handler;
mod stream;

use std::{
    collections::VecDeque,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use libp2p::{
    Multiaddr, PeerId, StreamProtocol,
    core::{Endpoint, transport::PortUse},
    swarm::{
        ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, NotifyHandler, THandler,
        THandlerInEvent, THandlerOutEvent, ToSwarm,
    },
};

use self::handler::{In, Out, StreamsHandler};
pub(crate) use self::stream::{Carried, Manners, Stream};

/// Names an attempt to open a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OpenId(pub(crate) u64);

/// What becomes of streams.
#[derive(Debug)]
pub(crate) enum Event {
    /// The peer opened one.
    Inbound {
        peer: PeerId,
        connection: ConnectionId,
        stream: Stream,
    },
    /// One that we asked for is open.
    Opened { id: OpenId, stream: Stream },
    /// One that we asked for did not open.
    Failed { id: OpenId, unsupported: bool },
}

/// Streams of one protocol.
pub(crate) struct Behaviour {
    protocol: StreamProtocol,
    manners: Manners,
    carried: Arc<Carried>,
    events: VecDeque<ToSwarm<Event, In>>,
    waker: Option<Waker>,
}

impl Behaviour {
    /// Streams of `protocol`, both ways; what they carry is counted.
    pub(crate) fn new(protocol: StreamProtocol, manners: Manners, carried: Arc<Carried>) -> Self {
        Self {
            protocol,
            manners,
            carried,
            events: VecDeque::new(),
            waker: None,
        }
    }

    /// Opens a stream on `connection`.
    pub(crate) fn open(&mut self, id: OpenId, peer: PeerId, connection: ConnectionId) {
        self.events.push_back(ToSwarm::NotifyHandler {
            peer_id: peer,
            handler: NotifyHandler::One(connection),
            event: In::Open(id),
        });
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn handler(&self) -> StreamsHandler {
        StreamsHandler::new(self.protocol.clone())
    }
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = StreamsHandler;
    type ToSwarm = Event;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler())
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler())
    }

    fn on_swarm_event(&mut self, _: FromSwarm<'_>) {}

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        connection: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        let ours = |stream| Stream::new(stream, self.manners, self.carried.clone());
        let event = match event {
            Out::Inbound(stream) => Event::Inbound {
                peer,
                connection,
                stream: ours(stream),
            },
            Out::Opened(id, stream) => Event::Opened {
                id,
                stream: ours(stream),
            },
            Out::Failed { id, unsupported } => Event::Failed { id, unsupported },
        };
        self.events.push_back(ToSwarm::GenerateEvent(event));
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        if let Some(event) = self.events.pop_front() {
            return Poll::Ready(event);
        }
        self.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

#[cfg(test)]
mod tests;

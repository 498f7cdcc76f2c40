//! From libp2p's connection ids to numbers.
//!
//! A muxer is not told its `ConnectionId`. But a swarm's connection polls its
//! handler and then its muxer in one call: the handler of [`Naming`] leaves the
//! id in a slot of the thread, and the muxer finds it there.

use std::{
    cell::RefCell,
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse, upgrade::DeniedUpgrade},
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm,
        NetworkBehaviour, SubstreamProtocol, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm,
        handler::ConnectionEvent,
    },
};

use crate::stats::Stats;

thread_local! {
    static POLLED: RefCell<Option<(Registry, ConnectionId)>> = const { RefCell::new(None) };
}

/// Numbers about the connections of one transport. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Registry(Arc<Mutex<HashMap<ConnectionId, Arc<Stats>>>>);

impl Registry {
    /// The numbers of a connection; `None` when it is over or not of this
    /// transport.
    pub fn get(&self, connection: ConnectionId) -> Option<Arc<Stats>> {
        self.lock().get(&connection).cloned()
    }

    /// A behaviour for the swarm of this transport, without which nothing is
    /// found here.
    pub fn naming(&self) -> Naming {
        Naming(self.clone())
    }

    /// Files the numbers of the connection that is being polled; whether it is
    /// known which that is.
    pub(crate) fn register(&self, stats: &Arc<Stats>) -> bool {
        let polled = POLLED.take().filter(|(registry, _)| registry == self);
        polled.is_some_and(|(_, id)| {
            self.lock().insert(id, stats.clone());
            true
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionId, Arc<Stats>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PartialEq for Registry {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Tells the transport's connections which ones they are.
#[derive(Debug)]
pub struct Naming(Registry);

/// The part of [`Naming`] in one connection.
#[derive(Debug)]
pub struct NamingHandler {
    registry: Registry,
    id: ConnectionId,
}

impl Naming {
    fn handler(&self, id: ConnectionId) -> NamingHandler {
        NamingHandler {
            registry: self.0.clone(),
            id,
        }
    }
}

impl NetworkBehaviour for Naming {
    type ConnectionHandler = NamingHandler;
    type ToSwarm = Infallible;

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(id))
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(id))
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        if let FromSwarm::ConnectionClosed(closed) = event {
            self.0.lock().remove(&closed.connection_id);
        }
    }

    fn on_connection_handler_event(
        &mut self,
        _: PeerId,
        _: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        match event {}
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

impl ConnectionHandler for NamingHandler {
    type FromBehaviour = Infallible;
    type ToBehaviour = Infallible;
    type InboundProtocol = DeniedUpgrade;
    type OutboundProtocol = DeniedUpgrade;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = ();

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol> {
        SubstreamProtocol::new(DeniedUpgrade, ())
    }

    fn on_behaviour_event(&mut self, event: Infallible) {
        match event {}
    }

    fn poll(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, (), Infallible>> {
        POLLED.set(Some((self.registry.clone(), self.id)));
        Poll::Pending
    }

    fn on_connection_event(
        &mut self,
        _: ConnectionEvent<'_, Self::InboundProtocol, Self::OutboundProtocol>,
    ) {
    }
}

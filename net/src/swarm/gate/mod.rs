//! The gate: protocols that a stranger is not even shown.
//!
//! The inner behaviour hears nothing of a connection, and offers nothing on it,
//! until its peer is admitted; then the gate opens on that same connection.
//! Relays are let through before they are dialled.

mod handler;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    task::{Context, Poll},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{ConnectedPoint, Endpoint, transport::PortUse},
    swarm::{
        CloseConnection, ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour,
        NotifyHandler, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm,
        behaviour::ConnectionEstablished,
    },
};

use self::handler::{GateHandler, In};

/// Keeps `inner` behind a gate.
pub(crate) struct Gate<B: NetworkBehaviour> {
    inner: B,
    /// Keys that are let through: the admitted one and our relays.
    open_to: HashSet<PeerId>,
    connections: HashMap<ConnectionId, Connection>,
    opening: VecDeque<ToSwarm<B::ToSwarm, In<THandler<B>>>>,
}

struct Connection {
    peer: PeerId,
    endpoint: ConnectedPoint,
    /// Whether the inner behaviour knows of it.
    open: bool,
}

impl<B: NetworkBehaviour> Gate<B> {
    /// A gate that is open to nobody.
    pub(crate) fn new(inner: B) -> Self {
        Self {
            inner,
            open_to: HashSet::new(),
            connections: HashMap::new(),
            opening: VecDeque::new(),
        }
    }

    /// The behaviour behind the gate.
    pub(crate) fn inner_mut(&mut self) -> &mut B {
        &mut self.inner
    }

    /// Opens to `peer`, on its present connections too.
    pub(crate) fn admit(&mut self, peer: PeerId) {
        if !self.open_to.insert(peer) {
            return;
        }
        let closed: Vec<ConnectionId> = self
            .connections
            .iter()
            .filter(|(_, c)| c.peer == peer && !c.open)
            .map(|(id, _)| *id)
            .collect();
        for id in closed {
            self.open(id, peer);
        }
    }

    /// Whether it is yet to open on a connection of somebody admitted.
    pub(crate) fn is_opening(&self) -> bool {
        !self.opening.is_empty()
    }

    /// Closes to `peer`: its next connection is a stranger's again.
    pub(crate) fn shut_out(&mut self, peer: PeerId) {
        self.open_to.remove(&peer);
    }

    fn open(&mut self, id: ConnectionId, peer: PeerId) {
        let others = self.open_connections(peer);
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let handler = match &connection.endpoint {
            ConnectedPoint::Listener {
                local_addr,
                send_back_addr,
            } => self.inner.handle_established_inbound_connection(
                id,
                peer,
                local_addr,
                send_back_addr,
            ),
            ConnectedPoint::Dialer {
                address,
                role_override,
                port_use,
            } => self.inner.handle_established_outbound_connection(
                id,
                peer,
                address,
                *role_override,
                *port_use,
            ),
        };
        let Ok(handler) = handler else {
            self.opening.push_back(ToSwarm::CloseConnection {
                peer_id: peer,
                connection: CloseConnection::One(id),
            });
            return;
        };
        connection.open = true;
        // Queued before anything that the inner behaviour says to the handler.
        self.opening.push_back(ToSwarm::NotifyHandler {
            peer_id: peer,
            handler: NotifyHandler::One(id),
            event: In::Open(Box::new(handler)),
        });
        self.inner
            .on_swarm_event(FromSwarm::ConnectionEstablished(ConnectionEstablished {
                peer_id: peer,
                connection_id: id,
                endpoint: &connection.endpoint,
                failed_addresses: &[],
                other_established: others,
            }));
    }

    fn open_connections(&self, peer: PeerId) -> usize {
        let open = |c: &&Connection| c.peer == peer && c.open;
        self.connections.values().filter(open).count()
    }
}

impl<B: NetworkBehaviour> NetworkBehaviour for Gate<B> {
    type ConnectionHandler = GateHandler<THandler<B>>;
    type ToSwarm = B::ToSwarm;

    fn handle_pending_inbound_connection(
        &mut self,
        id: ConnectionId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<(), ConnectionDenied> {
        self.inner
            .handle_pending_inbound_connection(id, local, remote)
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        if !self.open_to.contains(&peer) {
            return Ok(GateHandler::shut());
        }
        let handler = self
            .inner
            .handle_established_inbound_connection(id, peer, local, remote)?;
        Ok(GateHandler::open(handler))
    }

    fn handle_pending_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: Option<PeerId>,
        addresses: &[Multiaddr],
        role: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        self.inner
            .handle_pending_outbound_connection(id, peer, addresses, role)
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port_use: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        if !self.open_to.contains(&peer) {
            return Ok(GateHandler::shut());
        }
        let handler = self
            .inner
            .handle_established_outbound_connection(id, peer, address, role, port_use)?;
        Ok(GateHandler::open(handler))
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        match event {
            FromSwarm::ConnectionEstablished(mut established) => {
                let peer = established.peer_id;
                let open = self.open_to.contains(&peer);
                let others = self.open_connections(peer);
                self.connections.insert(
                    established.connection_id,
                    Connection {
                        peer,
                        endpoint: established.endpoint.clone(),
                        open,
                    },
                );
                if open {
                    established.other_established = others;
                    self.inner
                        .on_swarm_event(FromSwarm::ConnectionEstablished(established));
                }
            }
            FromSwarm::ConnectionClosed(mut closed) => {
                let known = self.connections.remove(&closed.connection_id);
                if known.is_some_and(|c| c.open) {
                    closed.remaining_established = self.open_connections(closed.peer_id);
                    self.inner
                        .on_swarm_event(FromSwarm::ConnectionClosed(closed));
                }
            }
            FromSwarm::AddressChange(change) => {
                if let Some(connection) = self.connections.get_mut(&change.connection_id) {
                    connection.endpoint = change.new.clone();
                    if connection.open {
                        self.inner.on_swarm_event(FromSwarm::AddressChange(change));
                    }
                }
            }
            other => self.inner.on_swarm_event(other),
        }
    }

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        id: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        if self.connections.get(&id).is_some_and(|c| c.open) {
            self.inner.on_connection_handler_event(peer, id, event);
        }
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        if let Some(event) = self.opening.pop_front() {
            return Poll::Ready(event);
        }
        self.inner.poll(cx).map(|event| event.map_in(In::Inner))
    }
}

#[cfg(test)]
mod tests;

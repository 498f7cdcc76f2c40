//! The relay of libp2p, with its books kept and one of its faults mended.
//!
//! The stock behaviour says neither which connection an event came from nor,
//! reliably, what ended. Here its queue is emptied after every event that is
//! put into it, so that what comes out can be ascribed to that connection.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{ConnectedPoint, Endpoint, transport::PortUse},
    relay,
    swarm::{
        CloseConnection, ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler,
        THandlerInEvent, THandlerOutEvent, ToSwarm, behaviour::ConnectionEstablished,
    },
};

use crate::limits::{Limits, MAX_PREFIXES, Prefix, RateLimiter};

/// Serves as a relay.
pub(crate) struct Behaviour {
    inner: relay::Behaviour,
    limits: Limits,
    queue: VecDeque<ToSwarm<(), THandlerInEvent<relay::Behaviour>>>,
    /// The connection on which each peer holds its reservation.
    reserved: HashMap<PeerId, ConnectionId>,
    payers: HashMap<ConnectionId, Prefix>,
    tolls: Arc<Mutex<Tolls>>,
}

/// What prefixes have taken of the relay. Shared with the closures that the
/// stock behaviour asks before it grants anything.
struct Tolls {
    reserves: RateLimiter<Prefix>,
    connects: RateLimiter<Prefix>,
    max_circuits: usize,
    circuits: Circuits,
}

/// Circuits by the connection that opened them.
#[derive(Debug, Default)]
struct Circuits {
    total: usize,
    of_connection: HashMap<ConnectionId, usize>,
    of_payer: HashMap<Prefix, usize>,
}

impl Circuits {
    fn opened(&mut self, id: ConnectionId, payer: Option<Prefix>) {
        self.total += 1;
        *self.of_connection.entry(id).or_default() += 1;
        if let Some(payer) = payer {
            *self.of_payer.entry(payer).or_default() += 1;
        }
    }

    fn closed(&mut self, id: ConnectionId, payer: Option<Prefix>) {
        self.forget(id, payer, 1);
    }

    fn connection_closed(&mut self, id: ConnectionId, payer: Option<Prefix>) {
        self.forget(id, payer, usize::MAX);
    }

    fn forget(&mut self, id: ConnectionId, payer: Option<Prefix>, most: usize) {
        let Entry::Occupied(mut open) = self.of_connection.entry(id) else {
            return;
        };
        let count = most.min(*open.get());
        *open.get_mut() -= count;
        if *open.get() == 0 {
            open.remove();
        }
        self.total -= count;
        if let Some(payer) = payer
            && let Entry::Occupied(mut open) = self.of_payer.entry(payer)
        {
            *open.get_mut() = open.get().saturating_sub(count);
            if *open.get() == 0 {
                open.remove();
            }
        }
    }
}

impl Tolls {
    fn may_reserve(&mut self, now: Instant, payer: Prefix) -> bool {
        self.reserves.take(now, payer)
    }

    fn may_connect(&mut self, now: Instant, payer: Prefix) -> bool {
        let open = self.circuits.of_payer.get(&payer).copied();
        open.unwrap_or_default() < self.max_circuits && self.connects.take(now, payer)
    }
}

/// Nothing that panics is done under the lock, so a poisoned one is sound.
fn lock(tolls: &Mutex<Tolls>) -> MutexGuard<'_, Tolls> {
    tolls.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Behaviour {
    pub(crate) fn new(local: PeerId, limits: Limits) -> Self {
        let rates = &limits.per_prefix;
        let tolls = Arc::new(Mutex::new(Tolls {
            reserves: RateLimiter::new(rates.reserves, MAX_PREFIXES),
            connects: RateLimiter::new(rates.circuit_connects, MAX_PREFIXES),
            max_circuits: rates.circuits,
            circuits: Circuits::default(),
        }));
        let config = relay::Config {
            max_reservations: limits.reservations,
            // The stock comparisons let one more through than they say.
            max_reservations_per_peer: limits.reservations_per_peer.saturating_sub(1),
            reservation_duration: Duration::from_secs(limits.reservation_seconds.into()),
            reservation_rate_limiters: vec![toll(&limits, &tolls, Tolls::may_reserve)],
            max_circuits: limits.circuits,
            max_circuits_per_peer: limits.circuits_per_peer.saturating_sub(1),
            max_circuit_duration: Duration::from_secs(limits.circuit_seconds.into()),
            max_circuit_bytes: limits.circuit_bytes,
            circuit_src_rate_limiters: vec![toll(&limits, &tolls, Tolls::may_connect)],
        };
        Self {
            inner: relay::Behaviour::new(local, config),
            limits,
            queue: VecDeque::new(),
            reserved: HashMap::new(),
            payers: HashMap::new(),
            tolls,
        }
    }

    /// Peers that hold a reservation.
    pub(crate) fn reservations(&self) -> usize {
        self.reserved.len()
    }

    /// Relayed connections.
    pub(crate) fn circuits(&self) -> usize {
        lock(&self.tolls).circuits.total
    }

    /// How many prefixes are remembered.
    pub(crate) fn prefixes(&self) -> usize {
        let tolls = lock(&self.tolls);
        tolls.reserves.len() + tolls.connects.len() + tolls.circuits.of_payer.len()
    }

    pub(crate) fn expire_prefixes(&mut self, now: Instant) {
        let mut tolls = lock(&self.tolls);
        tolls.reserves.expire(now);
        tolls.connects.expire(now);
    }

    /// Empties the queue of the inner behaviour: commands are passed on, events
    /// returned.
    fn drain(&mut self) -> Vec<relay::Event> {
        // It keeps a waker only for `set_status`, and gets a real one at the
        // next poll of ours, which follows every event.
        let mut cx = Context::from_waker(Waker::noop());
        let mut events = Vec::new();
        while let Poll::Ready(out) = self.inner.poll(&mut cx) {
            match out {
                ToSwarm::GenerateEvent(event) => events.push(event),
                command => self.queue.push_back(command.map_out(drop)),
            }
        }
        events
    }

    fn on_event(&mut self, peer: PeerId, id: ConnectionId, event: relay::Event) {
        let payer = self.payers.get(&id).copied();
        match event {
            relay::Event::ReservationReqAccepted { .. } => self.reserve(peer, id),
            relay::Event::ReservationTimedOut { .. } => {
                self.unreserve(peer, id);
                self.readmit(peer, id);
            }
            relay::Event::CircuitReqAccepted { .. } => {
                lock(&self.tolls).circuits.opened(id, payer);
            }
            relay::Event::CircuitClosed { .. } => {
                lock(&self.tolls).circuits.closed(id, payer);
            }
            refused => tracing::debug!(%peer, ?refused, "relay request"),
        }
    }

    /// Who reserves on a new connection has most likely lost the old one, and
    /// the stock behaviour would send circuits to either: the old one goes.
    fn reserve(&mut self, peer_id: PeerId, id: ConnectionId) {
        if let Some(older) = self.reserved.insert(peer_id, id)
            && older != id
        {
            self.queue.push_back(ToSwarm::CloseConnection {
                peer_id,
                connection: CloseConnection::One(older),
            });
        }
    }

    fn unreserve(&mut self, peer: PeerId, id: ConnectionId) {
        if self.reserved.get(&peer) == Some(&id) {
            self.reserved.remove(&peer);
        }
    }

    /// When a reservation times out, the stock behaviour forgets the connection
    /// with it, and panics if a renewal whose response was held up by the peer
    /// gets through afterwards. So the connection is made known again.
    fn readmit(&mut self, peer_id: PeerId, connection_id: ConnectionId) {
        let endpoint = ConnectedPoint::Listener {
            local_addr: Multiaddr::empty(),
            send_back_addr: Multiaddr::empty(),
        };
        let known_again = ConnectionEstablished {
            peer_id,
            connection_id,
            endpoint: &endpoint,
            failed_addresses: &[],
            other_established: 0,
        };
        self.inner
            .on_swarm_event(FromSwarm::ConnectionEstablished(known_again));
    }
}

fn toll(
    limits: &Limits,
    tolls: &Arc<Mutex<Tolls>>,
    pay: fn(&mut Tolls, Instant, Prefix) -> bool,
) -> Box<dyn relay::RateLimiter> {
    let (limits, tolls) = (limits.clone(), tolls.clone());
    Box::new(move |_: PeerId, address: &Multiaddr, now: Instant| {
        limits
            .payer(address)
            .is_none_or(|payer| pay(&mut lock(&tolls), now, payer))
    })
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = THandler<relay::Behaviour>;
    type ToSwarm = ();

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.inner
            .handle_established_inbound_connection(id, peer, local, remote)
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port_use: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.inner
            .handle_established_outbound_connection(id, peer, address, role, port_use)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        self.inner.on_swarm_event(event);
        // What the inner behaviour says has ended by this is no use: it names
        // neither connection, and says it again when the stream breaks.
        drop(self.drain());
        match event {
            FromSwarm::ConnectionEstablished(event) => {
                if let Some(payer) = self.limits.payer(event.endpoint.get_remote_address()) {
                    self.payers.insert(event.connection_id, payer);
                }
            }
            FromSwarm::ConnectionClosed(event) => {
                let id = event.connection_id;
                let payer = self.payers.remove(&id);
                self.unreserve(event.peer_id, id);
                lock(&self.tolls).circuits.connection_closed(id, payer);
            }
            _ => {}
        }
    }

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        id: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        self.inner.on_connection_handler_event(peer, id, event);
        for event in self.drain() {
            self.on_event(peer, id, event);
        }
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        if let Some(command) = self.queue.pop_front() {
            return Poll::Ready(command);
        }
        self.inner.poll(cx).map(|out| out.map_out(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{PrefixLimits, Rate};

    const HERE: Prefix = Prefix::V4([203, 0, 113, 1]);

    fn id(n: usize) -> ConnectionId {
        ConnectionId::new_unchecked(n)
    }

    #[test]
    fn circuits_end_once_each() {
        let mut circuits = Circuits::default();
        circuits.opened(id(1), Some(HERE));
        circuits.opened(id(1), Some(HERE));
        circuits.opened(id(2), None);
        circuits.closed(id(1), Some(HERE));
        assert_eq!(circuits.total, 2);
        circuits.connection_closed(id(1), Some(HERE));
        circuits.closed(id(1), Some(HERE));
        assert_eq!(circuits.total, 1);
        assert!(circuits.of_payer.is_empty());
        circuits.connection_closed(id(2), None);
        assert_eq!(circuits.total, 0);
        assert!(circuits.of_connection.is_empty());
    }

    #[test]
    fn a_prefix_has_so_many_circuits_at_a_time_and_a_minute() {
        let now = Instant::now();
        let limits = Limits {
            per_prefix: PrefixLimits {
                circuits: 2,
                circuit_connects: Rate::new(3, 60),
                ..PrefixLimits::default()
            },
            ..Limits::default()
        };
        let relay = Behaviour::new(PeerId::random(), limits);
        let mut tolls = lock(&relay.tolls);
        for n in 0..2 {
            assert!(tolls.may_connect(now, HERE));
            tolls.circuits.opened(id(n), Some(HERE));
        }
        assert!(!tolls.may_connect(now, HERE));
        tolls.circuits.connection_closed(id(0), Some(HERE));
        assert!(tolls.may_connect(now, HERE));
        assert!(!tolls.may_connect(now, HERE), "three at once are the burst");
        assert!(tolls.may_connect(now + Duration::from_secs(1), HERE));
    }
}

//! The transport: listeners, dials and what happens to them.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use futures::{
    FutureExt,
    future::{Either, select},
};
use libp2p::{
    Multiaddr, PeerId, TransportError,
    core::{
        Endpoint as Role,
        transport::{DialOpts, ListenerId, PortUse, TransportEvent},
    },
};
use tokio::time::{Sleep, sleep, timeout};

use crate::{
    Config, Error,
    address::{self, Family},
    connection::Connection,
    endpoint::Endpoint,
    handshake,
    listener::{Event, Listener, Upgrade},
    punch::punch,
    shared::{Handle, Shared},
    watcher::{Change, Watcher},
};

/// How often connections are looked after while something is in flight.
const TICK: Duration = Duration::from_millis(200);

/// A libp2p transport over QUIC v1, for a tokio runtime.
///
/// Dials start from the socket of their IP family, and a listener on all
/// addresses and any port takes that over. A dial in the listener's role
/// punches a hole from there and awaits the peer.
pub struct Transport {
    shared: Arc<Shared>,
    listeners: Vec<Listener>,
    watcher: Option<Watcher>,
    events: VecDeque<Event>,
    tick: Option<Pin<Box<Sleep>>>,
    waker: Option<Waker>,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

impl Transport {
    /// A transport without a socket yet.
    pub fn new(config: Config) -> Self {
        Self {
            shared: Shared::new(config),
            listeners: Vec::new(),
            watcher: None,
            events: VecDeque::new(),
            tick: None,
            waker: None,
        }
    }

    /// To steer and ask it later.
    pub fn handle(&self) -> Handle {
        Handle(self.shared.clone())
    }

    fn bind(&self, address: SocketAddr) -> Result<Endpoint, Error> {
        Endpoint::bind(address, self.shared.ours.clone())
    }

    /// The endpoint that dials of this family share as long as nobody listens.
    fn dialler(&mut self, family: Family) -> Result<Endpoint, Error> {
        let mut endpoints = self.shared.endpoints();
        let any = |e: &&Endpoint| e.family() == family && e.local().ip().is_unspecified();
        if let Some(endpoint) = endpoints.iter().find(any) {
            return Ok(endpoint.clone());
        }
        let endpoint = self.bind(SocketAddr::new(family.any(), 0))?;
        endpoints.push(endpoint.clone());
        Ok(endpoint)
    }

    /// What has been dialled from is what a NAT already knows: if any port will
    /// do, that one.
    fn endpoint_to_listen(&mut self, at: SocketAddr) -> Result<Endpoint, Error> {
        if at.port() == 0 && at.ip().is_unspecified() {
            let endpoint = self.dialler(Family::of(at.ip()))?;
            let local = endpoint.local();
            if self.listeners.iter().all(|l| l.endpoint.local() != local) {
                return Ok(endpoint);
            }
        }
        let endpoint = self.bind(at)?;
        self.shared.endpoints().push(endpoint.clone());
        Ok(endpoint)
    }

    fn dial_from(&mut self, to: SocketAddr, port: PortUse) -> Result<Endpoint, Error> {
        if port == PortUse::New {
            return self.bind(SocketAddr::new(Family::of(to.ip()).any(), 0));
        }
        match self.listener_for(to) {
            Some(listener) => Ok(listener.endpoint.clone()),
            None => self.dialler(Family::of(to.ip())),
        }
    }

    fn listener_for(&self, to: SocketAddr) -> Option<&Listener> {
        let fits = |listener: &&Listener| listener.can_dial(to);
        let mut fitting: Vec<_> = self.listeners.iter().filter(fits).collect();
        fitting.sort_by_key(|listener| !listener.is_any());
        fitting.first().copied()
    }

    /// Begins to watch the network, once.
    fn watch(&mut self) {
        if self.watcher.is_none() {
            match Watcher::new(self.shared.ours.clone()) {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(error) => tracing::warn!(%error, "cannot watch the network"),
            }
        }
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn on_change(&mut self, change: Change) {
        tracing::debug!(?change, "the network changed");
        for listener in &mut self.listeners {
            self.events.extend(listener.on_change(change));
        }
        let (Change::Came(ip) | Change::Went(ip)) = change;
        for endpoint in &*self.shared.endpoints() {
            if endpoint.family() == Family::of(ip) {
                endpoint.network_changed();
            }
        }
        self.shared.nudge_all();
    }

    fn punch(&mut self, to: SocketAddr, peer: PeerId) -> Result<Upgrade, Error> {
        let listener = self.listener_for(to).ok_or(Error::NotListening)?;
        let socket = listener.endpoint.socket()?;
        let awaited = self.shared.awaited.register(peer, to);
        let awaited = awaited.ok_or(Error::AlreadyAwaited)?;
        let within = self.shared.config.handshake_timeout;
        Ok(async move {
            let punching = pin!(punch(socket, to));
            let came = select(awaited, punching);
            match timeout(within, came).await {
                Ok(Either::Left((Ok(connection), _))) => Ok((peer, connection)),
                Ok(Either::Left((Err(_), _))) | Err(_) => Err(Error::NobodyCame),
                Ok(Either::Right((never, _))) => match never {},
            }
        }
        .boxed())
    }

    fn poll_tick(&mut self, cx: &mut Context<'_>) {
        self.shared.pulse.register(cx.waker());
        while self.shared.pulse.is_beating() {
            let tick = self.tick.get_or_insert_with(|| Box::pin(sleep(TICK)));
            if tick.as_mut().poll(cx).is_pending() {
                return;
            }
            self.tick = None;
            self.shared.look_after_all(Instant::now());
        }
        self.tick = None;
    }

    fn poll_network(&mut self, cx: &mut Context<'_>) {
        while let Some(watcher) = &mut self.watcher {
            match watcher.poll(cx) {
                Poll::Pending => return,
                Poll::Ready(Ok(change)) => self.on_change(change),
                Poll::Ready(Err(error)) => {
                    tracing::warn!(%error, "the network is no longer watched");
                    self.watcher = None;
                }
            }
        }
    }
}

impl libp2p::Transport for Transport {
    type Output = (PeerId, Connection);
    type Error = Error;
    type ListenerUpgrade = Upgrade;
    type Dial = Upgrade;

    fn listen_on(
        &mut self,
        id: ListenerId,
        address: Multiaddr,
    ) -> Result<(), TransportError<Self::Error>> {
        let (socket, _) =
            address::parse(&address).ok_or(TransportError::MultiaddrNotSupported(address))?;
        let endpoint = self.endpoint_to_listen(socket)?;
        let mut listener = Listener::new(id, endpoint, self.shared.clone());
        self.watch();
        if listener.is_any() {
            let ours = self.shared.ours.read();
            let ours = ours.unwrap_or_else(PoisonError::into_inner);
            self.events
                .extend(ours.iter().filter_map(|ip| listener.add(*ip)));
        } else {
            let ip = listener.endpoint.local().ip();
            self.events.extend(listener.add(ip));
        }
        self.listeners.push(listener);
        self.wake();
        Ok(())
    }

    fn remove_listener(&mut self, id: ListenerId) -> bool {
        let Some(at) = self.listeners.iter().position(|l| l.id == id) else {
            return false;
        };
        let listener = self.listeners.swap_remove(at);
        listener.endpoint.stop_listening();
        let local = listener.endpoint.local();
        self.shared.endpoints().retain(|e| e.local() != local);
        self.events.push_back(TransportEvent::ListenerClosed {
            listener_id: id,
            reason: Ok(()),
        });
        self.wake();
        true
    }

    fn dial(
        &mut self,
        address: Multiaddr,
        opts: DialOpts,
    ) -> Result<Self::Dial, TransportError<Self::Error>> {
        let parsed = address::parse(&address)
            .filter(|(socket, _)| socket.port() != 0 && !socket.ip().is_unspecified());
        match (parsed, opts.role) {
            (Some((socket, Some(peer))), Role::Listener) => Ok(self.punch(socket, peer)?),
            (Some((socket, _)), Role::Dialer) => {
                self.watch();
                let endpoint = self.dial_from(socket, opts.port_use)?;
                Ok(handshake::dial(self.shared.clone(), endpoint, socket).boxed())
            }
            _ => Err(TransportError::MultiaddrNotSupported(address)),
        }
    }

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<TransportEvent<Self::ListenerUpgrade, Self::Error>> {
        let this = &mut *self;
        this.poll_network(cx);
        this.poll_tick(cx);
        if let Some(event) = this.events.pop_front() {
            return Poll::Ready(event);
        }
        for listener in &mut this.listeners {
            if let Poll::Ready(event) = listener.poll(cx) {
                return Poll::Ready(event);
            }
        }
        this.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

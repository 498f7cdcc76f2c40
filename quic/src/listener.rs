//! One address that is listened on: which addresses of this machine that
//! means, and who comes.

use std::{
    collections::HashSet,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    task::{Context, Poll},
};

use futures::{
    FutureExt, StreamExt,
    future::{BoxFuture, ready},
    stream::FuturesUnordered,
};
use libp2p::{
    Multiaddr, PeerId,
    core::transport::{ListenerId, TransportEvent},
};
use quinn::Incoming;

use crate::{
    Error, address, address::Family, connection::Connection, endpoint::Endpoint,
    handshake::Arrival, shared::Shared, watcher::Change,
};

/// A handshake, to its connection.
pub(crate) type Upgrade = BoxFuture<'static, Result<(PeerId, Connection), Error>>;
pub(crate) type Event = TransportEvent<Upgrade, Error>;

pub(crate) struct Listener {
    pub(crate) id: ListenerId,
    pub(crate) endpoint: Endpoint,
    shared: Arc<Shared>,
    next: BoxFuture<'static, Option<Incoming>>,
    /// Handshakes that may be those of somebody who is awaited.
    arriving: FuturesUnordered<Upgrade>,
    addresses: HashSet<IpAddr>,
}

impl Listener {
    pub(crate) fn new(id: ListenerId, endpoint: Endpoint, shared: Arc<Shared>) -> Self {
        endpoint.listen(&shared.config);
        Self {
            id,
            next: next(&endpoint),
            endpoint,
            shared,
            arriving: FuturesUnordered::new(),
            addresses: HashSet::new(),
        }
    }

    /// Whether it listens on whatever addresses this machine has.
    pub(crate) fn is_any(&self) -> bool {
        self.endpoint.local().ip().is_unspecified()
    }

    /// This machine has this address.
    pub(crate) fn add(&mut self, ip: IpAddr) -> Option<Event> {
        (self.is_of(ip) && self.addresses.insert(ip)).then(|| TransportEvent::NewAddress {
            listener_id: self.id,
            listen_addr: self.address(ip),
        })
    }

    /// An address came or went.
    pub(crate) fn on_change(&mut self, change: Change) -> Option<Event> {
        match change {
            Change::Came(ip) if self.is_any() => self.add(ip),
            Change::Went(ip) if self.is_any() && self.addresses.remove(&ip) => {
                Some(TransportEvent::AddressExpired {
                    listener_id: self.id,
                    listen_addr: self.address(ip),
                })
            }
            _ => None,
        }
    }

    /// Whether a dial to there can start from here.
    pub(crate) fn can_dial(&self, to: SocketAddr) -> bool {
        let local = self.endpoint.local().ip();
        self.is_of(to.ip()) && (self.is_any() || local.is_loopback() == to.ip().is_loopback())
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        loop {
            if let Poll::Ready(Some(outcome)) = self.arriving.poll_next_unpin(cx) {
                match outcome {
                    Ok((peer, connection)) => {
                        if let Some(event) = self.on_arrived(peer, connection) {
                            return Poll::Ready(event);
                        }
                    }
                    Err(error) => tracing::debug!(%error, "a handshake came to nothing"),
                }
                continue;
            }
            let Poll::Ready(incoming) = self.next.poll_unpin(cx) else {
                return Poll::Pending;
            };
            let Some(incoming) = incoming else {
                // Its driver is gone with the socket: nothing comes any more.
                self.next = futures::future::pending().boxed();
                return Poll::Ready(TransportEvent::ListenerError {
                    listener_id: self.id,
                    error: std::io::Error::from(std::io::ErrorKind::BrokenPipe).into(),
                });
            };
            self.next = next(&self.endpoint);
            if !self.shared.wants(incoming.remote_address().ip()) {
                incoming.ignore();
                continue;
            }
            let Some(arrival) = Arrival::admit(incoming, &self.shared.admission) else {
                continue;
            };
            let remote = arrival.remote();
            let upgrade = arrival.accept(self.shared.clone()).boxed();
            // While somebody is awaited, who comes has to be known before it is
            // known whose it is.
            if self.shared.awaited.is_any() {
                self.arriving.push(upgrade);
            } else {
                return Poll::Ready(self.incoming(remote, upgrade));
            }
        }
    }

    fn on_arrived(&self, peer: PeerId, connection: Connection) -> Option<Event> {
        let remote = connection.remote();
        let awaited = &self.shared.awaited;
        let connection = awaited.hand_over(peer, remote, connection)?;
        Some(self.incoming(remote, ready(Ok((peer, connection))).boxed()))
    }

    fn incoming(&self, remote: SocketAddr, upgrade: Upgrade) -> Event {
        TransportEvent::Incoming {
            listener_id: self.id,
            upgrade,
            local_addr: address::of(self.endpoint.local()),
            send_back_addr: address::of(remote),
        }
    }

    fn is_of(&self, ip: IpAddr) -> bool {
        self.endpoint.family() == Family::of(ip)
    }

    fn address(&self, ip: IpAddr) -> Multiaddr {
        address::of(SocketAddr::new(ip, self.endpoint.local().port()))
    }
}

fn next(endpoint: &Endpoint) -> BoxFuture<'static, Option<Incoming>> {
    let quinn = endpoint.quinn().clone();
    async move { quinn.accept().await }.boxed()
}

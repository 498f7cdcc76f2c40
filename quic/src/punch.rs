//! Holes in NATs: who is awaited, and the packets that open the way.
//!
//! Source: libp2p's [DCUtR](https://github.com/libp2p/specs/blob/master/relay/DCUtR.md).
//! The side that punches is QUIC's server: it sends packets that mean nothing
//! from the socket that it listens on, until the peer's handshake comes in. The
//! peer is known by its PeerId, not by its address, which a NAT may have
//! changed.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::channel::oneshot;
use libp2p::PeerId;
use rand::Rng;
use tokio::time::sleep;

use crate::{connection::Connection, socket::Socket};

/// Addresses at which one peer may be awaited at a time.
const MAX_ADDRESSES: usize = 16;
/// Peers that may be awaited at a time.
const MAX_PEERS: usize = 16;
/// Too short to be taken for anything of QUIC, by whatever stack.
const PACKET: usize = 8;
/// Between packets, first and later. (DCUtR: 10 to 200 ms at random.)
const OFTEN: (u64, u64) = (10, 50);
const RARELY: (u64, u64) = (100, 200);
const OFTEN_FOR: u32 = 20;

/// Who is awaited.
#[derive(Debug, Clone, Default)]
pub(crate) struct Awaited(Arc<Mutex<HashMap<PeerId, Vec<Attempt>>>>);

#[derive(Debug)]
struct Attempt {
    address: SocketAddr,
    sender: oneshot::Sender<Connection>,
}

impl Awaited {
    /// Awaits `peer`, perhaps from `address`; `None` when that is done already.
    pub(crate) fn register(
        &self,
        peer: PeerId,
        address: SocketAddr,
    ) -> Option<oneshot::Receiver<Connection>> {
        let mut all = self.lock();
        all.retain(|_, attempts| {
            attempts.retain(|attempt| !attempt.sender.is_canceled());
            !attempts.is_empty()
        });
        let room = all.len() < MAX_PEERS || all.contains_key(&peer);
        let attempts = all.get(&peer).map_or(&[][..], Vec::as_slice);
        let known = attempts.iter().any(|attempt| attempt.address == address);
        if !room || known || attempts.len() >= MAX_ADDRESSES {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        let attempt = Attempt { address, sender };
        all.entry(peer).or_default().push(attempt);
        Some(receiver)
    }

    /// Whether anybody is awaited.
    pub(crate) fn is_any(&self) -> bool {
        self.lock().values().flatten().any(Attempt::is_open)
    }

    /// Whether somebody is awaited from this IP address.
    pub(crate) fn is_from(&self, ip: IpAddr) -> bool {
        let all = self.lock();
        let mut open = all.values().flatten().filter(|a| a.is_open());
        open.any(|attempt| attempt.address.ip() == ip)
    }

    /// Hands the connection to who awaits its peer, best to the one who awaits
    /// it from there; gives it back when nobody does.
    pub(crate) fn hand_over(
        &self,
        peer: PeerId,
        address: SocketAddr,
        mut connection: Connection,
    ) -> Option<Connection> {
        let mut attempts = self.lock().remove(&peer).unwrap_or_default();
        attempts.sort_by_key(|attempt| attempt.address != address);
        for attempt in attempts {
            match attempt.sender.send(connection) {
                Ok(()) => return None,
                Err(back) => connection = back,
            }
        }
        Some(connection)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PeerId, Vec<Attempt>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    fn is_open(&self) -> bool {
        !self.sender.is_canceled()
    }
}

/// Sends packets to `address` for as long as it is polled.
pub(crate) async fn punch(socket: Arc<Socket>, address: SocketAddr) -> Infallible {
    let mut sent = 0;
    loop {
        let packet: [u8; PACKET] = rand::random();
        socket.send(address, &packet);
        sent += 1;
        let (from, to) = if sent < OFTEN_FOR { OFTEN } else { RARELY };
        let pause = rand::thread_rng().gen_range(from..=to);
        sleep(Duration::from_millis(pause)).await;
    }
}

//! A relay and meeting point that runs inside this process.

mod config;
mod listen;
mod probe;
mod serve;
mod swarm;

use std::{error::Error, io};

use libp2p::{Multiaddr, PeerId, noise};
use tokio::{sync::watch, task::JoinHandle};

pub use self::config::{Config, External, InvalidExternal, Listen};
use self::serve::{Server, serve_on};
use crate::limits::InvalidLimits;

/// A running node. It stops when this is dropped; [`Node::shutdown`] also waits
/// for that.
#[derive(Debug)]
pub struct Node {
    peer_id: PeerId,
    addresses: Vec<Multiaddr>,
    stats: watch::Receiver<Stats>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// What a node holds at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Established connections.
    pub connections: usize,
    /// Connections that hold a relay reservation.
    pub reservations: usize,
    /// Relayed connections.
    pub circuits: usize,
    /// Rendezvous registrations.
    pub registrations: usize,
    /// Entries about IP prefixes, in all tables together.
    pub prefixes: usize,
    /// How often the node broke and was started again.
    pub restarts: usize,
}

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The limits contradict each other.
    #[error("invalid limits: {0}")]
    Limits(#[from] InvalidLimits),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: Multiaddr,
        /// What the system says.
        source: io::Error,
    },
    /// There is nothing to listen on.
    #[error("there is no address to listen on")]
    NoAddress,
    /// The transports could not be set up with this key.
    #[error("cannot set up the transports: {0}")]
    Transport(Box<dyn Error + Send + Sync>),
}

impl StartError {
    /// Whether somebody else (perhaps another node) has the port.
    pub fn is_port_taken(&self) -> bool {
        matches!(self, Self::Bind { source, .. } if source.kind() == io::ErrorKind::AddrInUse)
    }

    fn from_any(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Transport(error.into())
    }
}

impl From<noise::Error> for StartError {
    fn from(error: noise::Error) -> Self {
        Self::from_any(error)
    }
}

impl Node {
    /// Starts a node on the current tokio runtime.
    ///
    /// # Errors
    /// [`StartError`] if any address cannot be listened on or the limits make
    /// no sense.
    pub async fn start(mut config: Config) -> Result<Self, StartError> {
        config.limits.check()?;
        let (stats, watched) = watch::channel(Stats::default());
        let (stop, stopped) = watch::channel(false);
        let peer_id = config.key.public().to_peer_id();
        let (server, addresses) = Server::start(&config, stats.clone()).await?;
        if server.bound.is_empty() {
            return Err(StartError::NoAddress);
        }
        // A restart has to find the ports that were chosen.
        config.listen = server.where_bound();
        let task = tokio::spawn(serve_on(server, config, stats, stopped));
        Ok(Self {
            peer_id,
            addresses,
            stats: watched,
            stop,
            task,
        })
    }

    /// The PeerId of the key it was started with.
    pub fn peer_id(&self) -> PeerId {
        self.peer_id
    }

    /// The full addresses to give to people, with `/p2p/…`: external ones first,
    /// then those it listens on, loopback last.
    pub fn addresses(&self) -> &[Multiaddr] {
        &self.addresses
    }

    /// What it holds at the moment.
    pub fn stats(&self) -> Stats {
        *self.stats.borrow()
    }

    /// What it holds, as that changes.
    pub fn watch_stats(&self) -> watch::Receiver<Stats> {
        self.stats.clone()
    }

    /// Takes leave of all peers and waits until the ports can be bound again:
    /// mostly well under a second, at most twelve.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        // It ends in no other way than by returning.
        self.task.await.ok();
    }
}

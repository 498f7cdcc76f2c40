//! A relay and meeting point with chosen manners.

use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use libp2p::{Multiaddr, PeerId, identity::Keypair};

use super::{Running, serve};

/// How a relay behaves. The default is well-behaved, and gives everybody as
/// much as they like.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    /// What comes of seats and circuits.
    pub hop: Hop,
    /// What comes of being listed.
    pub registers: Registers,
    /// What comes of asking who waits somewhere.
    pub finds: Finds,
    /// Says to everybody that this is where it sees them.
    pub observed: Option<Multiaddr>,
    /// Hangs up on everybody after so long.
    pub hangs_up_after: Option<Duration>,
    /// Hangs up once, on the first to come so far.
    pub hangs_up_at: Option<Moment>,
}

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It was just given a seat.
    Seated,
    /// It asks to be listed.
    Lists,
    /// It asks who waits somewhere.
    Asks,
    /// It was just given a circuit to somebody.
    Dials,
    /// Somebody was just given a circuit to it.
    IsDialed,
}

impl Moment {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Seated,
        Self::Lists,
        Self::Asks,
        Self::Dials,
        Self::IsDialed,
    ];
}

/// What comes of seats and circuits.
#[derive(Clone, Debug, Default)]
pub enum Hop {
    /// They are given, and last.
    #[default]
    Ample,
    /// They are given; a circuit ends after so long or so many bytes.
    Cuts {
        /// The longest that it lasts.
        time: Duration,
        /// The most that it carries, both ways together.
        bytes: u64,
    },
    /// Everybody is told that it is full.
    Full,
    /// Whoever asks gets no answer, ever.
    Silent,
    /// Seats and circuits are given, and nothing is passed on. The seat is said
    /// to last so many seconds.
    Hollow(u64),
    /// It knows of no such thing.
    Unknown,
}

/// What comes of being listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registers {
    /// Whoever came last is listed.
    #[default]
    Anybody,
    /// Whoever asks gets no answer.
    Silent,
    /// Somebody else is there already, wherever it is.
    Taken,
}

/// What comes of asking who waits somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finds {
    /// Whoever is listed there.
    #[default]
    Listed,
    /// Whoever asks gets no answer.
    Silent,
    /// So many keys of nobody, each well signed.
    Strangers(usize),
    /// Whoever was listed last, wherever that was.
    Somebody,
}

/// What a relay has seen so far.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Requests for a seat.
    pub reserves: usize,
    /// Requests for a circuit, and the keys they were for.
    pub circuits: usize,
    /// The keys that they were for.
    pub wanted: HashSet<PeerId>,
    /// Requests to be listed.
    pub registers: usize,
    /// Questions who waits somewhere.
    pub discovers: usize,
    /// Connections that were made.
    pub connections: usize,
    /// How often it hung up at a moment of its choice.
    pub hung_up: usize,
}

/// A running relay.
pub struct Relay {
    key: PeerId,
    tcp: Multiaddr,
    seen: Arc<Mutex<Seen>>,
    _running: Running,
}

impl Relay {
    /// Starts a relay on a port of 127.0.0.1.
    pub fn start(manners: Manners) -> Self {
        let keypair = Keypair::generate_ed25519();
        let key = keypair.public().to_peer_id();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let books = Arc::clone(&seen);
        let (tcp, running) = Running::start(move || serve::start(keypair, manners, books));
        Self {
            key,
            tcp,
            seen,
            _running: running,
        }
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("{}/p2p/{}", self.tcp, self.key)
    }

    /// What it has seen so far.
    pub fn seen(&self) -> Seen {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("tcp", &self.tcp)
            .finish_non_exhaustive()
    }
}

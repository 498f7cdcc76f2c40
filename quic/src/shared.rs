//! What a transport shares with its connections and with whoever steers it.

use std::{
    collections::HashSet,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak,
        atomic::{
            AtomicU8,
            Ordering::{Acquire, Release},
        },
    },
    time::Instant,
};

use crate::{
    Config, address::is_near, admission::Admission, core::Core, endpoint::Endpoint, pulse::Pulse,
    punch::Awaited, registry::Registry, socket::Traffic,
};

/// Who may begin a handshake with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Inbound {
    /// Everybody.
    Everyone = 0,
    /// Those on the networks around us, and who is awaited.
    Near = 1,
    /// Who is awaited: those whom we punch a hole for.
    Awaited = 2,
}

/// What belongs to all of a transport.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) registry: Registry,
    pub(crate) pulse: Arc<Pulse>,
    pub(crate) awaited: Awaited,
    pub(crate) admission: Arc<Mutex<Admission>>,
    /// The addresses of this machine.
    pub(crate) ours: Arc<RwLock<HashSet<IpAddr>>>,
    inbound: AtomicU8,
    live: Mutex<Vec<Weak<Core>>>,
    endpoints: Mutex<Vec<Endpoint>>,
}

impl Shared {
    pub(crate) fn new(config: Config) -> Arc<Self> {
        Arc::new(Self {
            config,
            registry: Registry::default(),
            pulse: Arc::default(),
            awaited: Awaited::default(),
            admission: Arc::default(),
            ours: Arc::default(),
            inbound: AtomicU8::new(Inbound::Everyone as u8),
            live: Mutex::default(),
            endpoints: Mutex::default(),
        })
    }

    /// Whether a handshake from there is wanted.
    pub(crate) fn wants(&self, ip: IpAddr) -> bool {
        let inbound = self.inbound.load(Acquire);
        inbound == Inbound::Everyone as u8
            || (inbound == Inbound::Near as u8 && is_near(ip))
            || self.awaited.is_from(ip)
    }

    pub(crate) fn look_after(&self, core: &Arc<Core>) {
        self.live().push(Arc::downgrade(core));
    }

    /// Looks after all connections.
    pub(crate) fn look_after_all(&self, now: Instant) {
        let mut busy = false;
        self.live().retain(|core| {
            let Some(core) = core.upgrade() else {
                return false;
            };
            busy |= core.look_after(now);
            true
        });
        if !busy {
            self.pulse.stop();
        }
    }

    /// Has every connection find out now whether its path still carries.
    pub(crate) fn nudge_all(&self) {
        for core in self.live().iter().filter_map(Weak::upgrade) {
            core.nudge();
        }
    }

    fn live(&self) -> MutexGuard<'_, Vec<Weak<Core>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The endpoints that are not bound to one dial.
    pub(crate) fn endpoints(&self) -> MutexGuard<'_, Vec<Endpoint>> {
        self.endpoints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Steers a transport, and asks it, after a swarm has swallowed it. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct Handle(pub(crate) Arc<Shared>);

impl Handle {
    /// Who may begin a handshake from now on. Others are not answered, and see
    /// no certificate.
    pub fn set_inbound(&self, inbound: Inbound) {
        self.0.inbound.store(inbound as u8, Release);
    }

    /// Numbers about connections.
    pub fn registry(&self) -> Registry {
        self.0.registry.clone()
    }

    /// Connections that there are, those that are being made and those that
    /// are being taken leave of too.
    pub fn connections(&self) -> usize {
        let endpoints = self.0.endpoints();
        endpoints.iter().map(|e| e.quinn().open_connections()).sum()
    }

    /// Where the sockets that listen or are shared by dials are bound.
    pub fn ports(&self) -> Vec<SocketAddr> {
        self.0.endpoints().iter().map(Endpoint::local).collect()
    }

    /// What went through the sockets that listen or are shared by dials.
    pub fn traffic(&self) -> Traffic {
        let endpoints = self.0.endpoints();
        let all = endpoints.iter().map(Endpoint::traffic);
        all.fold(Traffic::default(), |sum, traffic| sum + traffic)
    }
}

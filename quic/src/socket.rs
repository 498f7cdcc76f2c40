//! The UDP socket under an endpoint.
//!
//! It forwards to quinn's own, all of it: a wrapper that keeps quiet about
//! segments and fragmentation turns off segmentation offload and MTU discovery.
//! What it adds: it counts; it can be deaf to everybody whom we did not dial
//! ourselves; and it can be made anew over the same port when the network has
//! changed, since one error switches offload off for good.

use std::{
    collections::{HashMap, HashSet},
    fmt, io,
    net::{IpAddr, SocketAddr, UdpSocket},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    task::{Context, Poll, ready},
};

use quinn::{
    AsyncUdpSocket, Runtime, TokioRuntime, UdpPoller,
    udp::{RecvMeta, Transmit},
};
use socket2::{Domain, Socket as RawSocket, Type};

/// Bytes that the system is asked to hold of what comes in before it is read, and
/// of what is sent: some milliseconds of a fast path, or a reader that has to wait
/// for a core loses packets. (Linux gives a tenth if not told otherwise.)
const BUFFERS: usize = 2 << 20;

/// What went through a socket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Calls of the system that sent.
    pub sends: u64,
    /// Datagrams that they sent.
    pub datagrams_sent: u64,
    /// Calls of the system that received, counting a batch that it merged as
    /// one.
    pub receives: u64,
    /// Datagrams that they received.
    pub datagrams_received: u64,
    /// Datagrams that were dropped unread, from addresses that we did not dial.
    pub strangers: u64,
}

impl std::ops::Add for Traffic {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            sends: self.sends + other.sends,
            datagrams_sent: self.datagrams_sent + other.datagrams_sent,
            receives: self.receives + other.receives,
            datagrams_received: self.datagrams_received + other.datagrams_received,
            strangers: self.strangers + other.strangers,
        }
    }
}

#[derive(Debug, Default)]
struct Counters {
    sends: AtomicU64,
    datagrams_sent: AtomicU64,
    receives: AtomicU64,
    datagrams_received: AtomicU64,
    strangers: AtomicU64,
}

/// One port, whatever becomes of the sockets over it.
#[derive(Debug)]
pub(crate) struct Port {
    raw: UdpSocket,
    local: SocketAddr,
    counters: Counters,
    /// Whether only those are heard whom we dialled.
    deaf: AtomicBool,
    dialled: Mutex<HashMap<SocketAddr, usize>>,
    /// The addresses of this machine, once they are known.
    ours: Arc<RwLock<HashSet<IpAddr>>>,
}

/// As long as it lives, a deaf socket hears this address.
pub(crate) struct Dialled {
    port: Arc<Port>,
    address: SocketAddr,
}

impl Port {
    /// Binds. A socket of one family leaves the other alone.
    pub(crate) fn bind(
        address: SocketAddr,
        ours: Arc<RwLock<HashSet<IpAddr>>>,
    ) -> io::Result<Arc<Self>> {
        let socket = RawSocket::new(
            Domain::for_address(address),
            Type::DGRAM,
            Some(socket2::Protocol::UDP),
        )?;
        if address.is_ipv6() {
            socket.set_only_v6(true)?;
        }
        // Where the system forbids it, with less.
        let _ = socket.set_recv_buffer_size(BUFFERS);
        let _ = socket.set_send_buffer_size(BUFFERS);
        socket.bind(&address.into())?;
        let raw: UdpSocket = socket.into();
        Ok(Arc::new(Self {
            local: raw.local_addr()?,
            raw,
            counters: Counters::default(),
            deaf: AtomicBool::new(false),
            dialled: Mutex::default(),
            ours,
        }))
    }

    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    pub(crate) fn set_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Release);
    }

    /// Lets a deaf socket hear `address`.
    pub(crate) fn dial(self: &Arc<Self>, address: SocketAddr) -> Dialled {
        let address = plain(address);
        *self.dialled().entry(address).or_default() += 1;
        Dialled {
            port: self.clone(),
            address,
        }
    }

    /// What went through it.
    pub(crate) fn traffic(&self) -> Traffic {
        let counters = &self.counters;
        Traffic {
            sends: counters.sends.load(Relaxed),
            datagrams_sent: counters.datagrams_sent.load(Relaxed),
            receives: counters.receives.load(Relaxed),
            datagrams_received: counters.datagrams_received.load(Relaxed),
            strangers: counters.strangers.load(Relaxed),
        }
    }

    fn dialled(&self) -> MutexGuard<'_, HashMap<SocketAddr, usize>> {
        self.dialled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this machine has lost the address that a packet would be sent
    /// from: the error would switch offload off for everybody.
    fn has_lost(&self, source: IpAddr) -> bool {
        let ours = self.ours.read().unwrap_or_else(PoisonError::into_inner);
        !ours.is_empty() && !source.is_loopback() && !ours.contains(&source)
    }
}

impl Drop for Dialled {
    fn drop(&mut self) {
        let mut dialled = self.port.dialled();
        if let Some(count) = dialled.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                dialled.remove(&self.address);
            }
        }
    }
}

impl fmt::Debug for Dialled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dialled").field(&self.address).finish()
    }
}

/// What quinn sends and receives with.
#[derive(Debug)]
pub(crate) struct Socket {
    inner: Arc<dyn AsyncUdpSocket>,
    port: Arc<Port>,
}

impl Socket {
    /// A fresh socket over `port`, which keeps its number.
    pub(crate) fn new(port: Arc<Port>) -> io::Result<Arc<Self>> {
        let inner = TokioRuntime.wrap_udp_socket(port.raw.try_clone()?)?;
        Ok(Arc::new(Self { inner, port }))
    }

    /// Sends a single datagram, if the system will take it now.
    pub(crate) fn send(&self, destination: SocketAddr, contents: &[u8]) {
        let transmit = Transmit {
            destination,
            ecn: None,
            contents,
            segment_size: None,
            src_ip: None,
        };
        // As good as lost on the way.
        let _ = self.try_send(&transmit);
    }

    /// Empties what comes from strangers.
    fn forget_strangers(&self, metas: &mut [RecvMeta]) {
        let dialled = self.port.dialled();
        for meta in metas {
            if !dialled.contains_key(&plain(meta.addr)) {
                let count = datagrams(meta.len, meta.stride);
                self.port.counters.strangers.fetch_add(count, Relaxed);
                meta.len = 0;
            }
        }
    }
}

impl AsyncUdpSocket for Socket {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        self.inner.clone().create_io_poller()
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        if transmit.src_ip.is_some_and(|ip| self.port.has_lost(ip)) {
            return Ok(());
        }
        self.inner.try_send(transmit)?;
        let size = transmit.contents.len();
        let count = datagrams(size, transmit.segment_size.unwrap_or(size));
        self.port.counters.sends.fetch_add(1, Relaxed);
        self.port.counters.datagrams_sent.fetch_add(count, Relaxed);
        Ok(())
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [io::IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let count = ready!(self.inner.poll_recv(cx, bufs, meta))?;
        let received = &mut meta[..count];
        let counters = &self.port.counters;
        for meta in &*received {
            counters.receives.fetch_add(1, Relaxed);
            let count = datagrams(meta.len, meta.stride);
            counters.datagrams_received.fetch_add(count, Relaxed);
        }
        if self.port.deaf.load(Acquire) {
            self.forget_strangers(received);
        }
        Poll::Ready(Ok(count))
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.port.local)
    }

    fn max_transmit_segments(&self) -> usize {
        self.inner.max_transmit_segments()
    }

    fn max_receive_segments(&self) -> usize {
        self.inner.max_receive_segments()
    }

    fn may_fragment(&self) -> bool {
        self.inner.may_fragment()
    }
}

fn datagrams(size: usize, each: usize) -> u64 {
    size.div_ceil(each.max(1)) as u64
}

/// The address without what the system adds to some of IPv6.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port())
}

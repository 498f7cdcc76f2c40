//! The two ends of a call's media as the app holds them.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::sync::{Notify, mpsc, watch};

use super::{
    MAX_MEDIA_PACKET,
    backlog::Backlog,
    budget::Budget,
    credit::Credit,
    queue::Queue,
    share::Share,
    wire::{PICTURES, SOUND, Slot},
};

/// Bits per second of a call that the transport leaves room for whatever it thinks
/// of the path: sound, and small pictures. Beyond that its window counts.
const PROMISED: u32 = 350_000;
/// What is around packets: QUIC, UDP and IP.
const AROUND: f64 = 1.3;

/// What a packet is, in order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaLane {
    /// Small and rare.
    Feedback,
    /// Small and many.
    Sound,
    /// Whatever the path carries besides.
    Pictures,
}

/// How the way to the peer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MediaPath {
    /// Bytes of the call handed over that the peer's machine has not acknowledged.
    /// Where files go by the same connection, about so many.
    pub in_flight: usize,
    /// Time to the peer and back of late.
    pub rtt: Duration,
    /// The same at its least.
    pub least_rtt: Duration,
}

/// What comes from the peer. Neither may wait.
pub trait MediaReceive: Send + Sync + 'static {
    /// A packet came.
    fn packet(&self, packet: Vec<u8>);

    /// The way to the peer is another one, or carries again.
    fn moved(&self);
}

/// What was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MediaCounts {
    /// Packets of ours that waited for too long to be of use.
    pub late: u64,
    /// Packets of the peer beyond what was agreed.
    pub flooded: u64,
    /// Streams of the peer that were too many or made no sense.
    pub refused: u64,
}

/// A packet that waits for its stripe.
pub(super) type Queued = (Instant, Vec<u8>);

/// The media of a call, in both directions. Cheap to clone; when the call is over
/// it takes and gives nothing any more.
#[derive(Clone, Debug)]
pub struct MediaLink(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    epoch: Instant,
    /// Whether sound and pictures may be sent.
    open: AtomicBool,
    ways: Mutex<Ways>,
    /// Bytes that wait for stripes, and that were written to them.
    waiting: AtomicU64,
    written: AtomicU64,
    share: Mutex<Share>,
    backlog: Mutex<Backlog>,
    /// In microseconds.
    rtt: AtomicU64,
    /// Microseconds from the epoch to the last packet, and one more.
    heard: AtomicU64,
    budget: Mutex<Budget>,
    counts: [AtomicU64; 3],
    receiver: watch::Sender<Receiver>,
    numbers: Mutex<Option<Arc<tincan_quic::Stats>>>,
}

/// Who takes what comes.
#[derive(Clone, Default)]
enum Receiver {
    /// It is yet to be said.
    #[default]
    Awaited,
    There(Arc<dyn MediaReceive>),
    Gone,
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Awaited => "Awaited",
            Self::There(_) => "There",
            Self::Gone => "Gone",
        })
    }
}

/// Streams that packets can go by.
#[derive(Debug, Default)]
enum Ways {
    #[default]
    None,
    Stripes(Box<Stripes>),
    One(Arc<One>),
}

#[derive(Debug, Default)]
struct Stripes {
    feedback: Option<mpsc::Sender<Queued>>,
    sound: [Option<mpsc::Sender<Queued>>; SOUND as usize],
    pictures: [Option<mpsc::Sender<Queued>>; PICTURES as usize],
    next: [usize; 2],
}

impl Stripes {
    /// The stripe whose turn it is, of those that are open.
    fn next(&mut self, lane: MediaLane) -> Option<&mpsc::Sender<Queued>> {
        let (stripes, next) = match lane {
            MediaLane::Feedback => return self.feedback.as_ref(),
            MediaLane::Sound => (&self.sound[..], &mut self.next[0]),
            MediaLane::Pictures => (&self.pictures[..], &mut self.next[1]),
        };
        for _ in 0..stripes.len() {
            *next = (*next + 1) % stripes.len();
            if let Some(stripe) = stripes[*next].as_ref().filter(|s| !s.is_closed()) {
                return Some(stripe);
            }
        }
        None
    }
}

/// One stream for everything.
#[derive(Debug)]
pub(super) struct One {
    pub(super) queue: Mutex<Queue>,
    pub(super) credit: Mutex<Credit>,
    /// Told when something waits, or more may be written.
    pub(super) more: Notify,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MediaLink {
    /// A link that leads nowhere yet.
    pub(crate) fn new(now: Instant) -> Self {
        Self(Arc::new(Shared {
            epoch: now,
            open: AtomicBool::new(false),
            ways: Mutex::default(),
            waiting: AtomicU64::new(0),
            written: AtomicU64::new(0),
            share: Mutex::default(),
            backlog: Mutex::default(),
            rtt: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            budget: Mutex::new(Budget::new(now)),
            counts: Default::default(),
            receiver: watch::Sender::new(Receiver::Awaited),
            numbers: Mutex::new(None),
        }))
    }

    /// Takes a packet for the peer, never waiting; `false` when it cannot be sent
    /// now: there is no way to the peer, or too much waits already. Then it is
    /// dropped.
    pub fn send(&self, lane: MediaLane, packet: Vec<u8>) -> bool {
        let fits = (1..=MAX_MEDIA_PACKET).contains(&packet.len());
        if !fits || (lane > MediaLane::Feedback && !self.0.open.load(Relaxed)) {
            return false;
        }
        let (now, length) = (Instant::now(), packet.len() as u64);
        match &mut *lock(&self.0.ways) {
            Ways::None => false,
            Ways::Stripes(stripes) => {
                let stripe = stripes.next(lane);
                self.0.waiting.fetch_add(length, Relaxed);
                let sent = stripe.is_some_and(|s| s.try_send((now, packet)).is_ok());
                if !sent {
                    self.waited(length, false);
                }
                sent
            }
            Ways::One(one) => {
                let fits = lock(&one.queue).push(now, lane, packet);
                one.more.notify_one();
                fits
            }
        }
    }

    /// How the way to the peer is.
    pub fn path(&self) -> MediaPath {
        let shared = &self.0;
        let rtt = Duration::from_micros(shared.rtt.load(Relaxed));
        if let Ways::One(one) = &*lock(&shared.ways) {
            let credit = lock(&one.credit);
            let rtt = credit.rtt().unwrap_or(rtt);
            return MediaPath {
                in_flight: credit.in_flight() + lock(&one.queue).bytes(),
                rtt,
                least_rtt: rtt,
            };
        }
        let numbers = lock(&shared.numbers).as_ref().map(|stats| stats.read());
        let (in_flight, round_trips) = numbers.map_or((0, None), |n| {
            let written = shared.written.load(Relaxed);
            let part = lock(&shared.share).of(Instant::now(), written, n.sent);
            let known = !n.smoothed_rtt.is_zero();
            let round_trips = known.then_some((n.smoothed_rtt, n.min_rtt));
            let waits = lock(&shared.backlog).of(written, &n, part);
            ((n.in_flight as f64 * part) as u64 + waits, round_trips)
        });
        let bytes = in_flight + shared.waiting.load(Relaxed);
        MediaPath {
            in_flight: usize::try_from(bytes).unwrap_or(usize::MAX),
            rtt: round_trips.map_or(rtt, |(smoothed, _)| smoothed),
            least_rtt: round_trips.map_or(rtt, |(_, least)| least),
        }
    }

    /// So many bits per second are sent, as far as the peer's reports allow: the
    /// transport leaves room for them, up to [`PROMISED`].
    pub fn set_rate(&self, bits_per_s: u32) {
        if let Some(stats) = &*lock(&self.0.numbers) {
            let bits = f64::from(bits_per_s.min(PROMISED)) * AROUND;
            stats.promise((bits / 8.0) as u64);
            tracing::trace!(bits_per_s, path = ?stats.read(), "rate");
        }
    }

    /// Who takes what comes. What came before waits, as far as streams hold it.
    pub fn receive(&self, receiver: Arc<dyn MediaReceive>) {
        self.0.receiver.send_if_modified(|current| {
            let first = matches!(current, Receiver::Awaited);
            if first {
                *current = Receiver::There(receiver);
            }
            first
        });
    }

    /// What was dropped.
    pub fn counts(&self) -> MediaCounts {
        let [late, flooded, refused] = self.0.counts.each_ref().map(|n| n.load(Relaxed));
        MediaCounts {
            late,
            flooded,
            refused,
        }
    }

    /// When something of the peer came last.
    pub(crate) fn heard(&self) -> Option<Instant> {
        let micros = self.0.heard.load(Relaxed).checked_sub(1)?;
        Some(self.0.epoch + Duration::from_micros(micros))
    }

    pub(crate) fn hear_at(&self, now: Instant) {
        let micros = now.saturating_duration_since(self.0.epoch).as_micros();
        let micros = u64::try_from(micros).unwrap_or(u64::MAX - 1);
        self.0.heard.fetch_max(micros + 1, Relaxed);
    }

    #[cfg(test)]
    pub(crate) fn is_open(&self) -> bool {
        self.0.open.load(Relaxed)
    }

    pub(crate) fn set_open(&self, open: bool) {
        self.0.open.store(open, Relaxed);
    }

    pub(crate) fn set_rtt(&self, rtt: Option<Duration>) {
        let micros = rtt.unwrap_or_default().as_micros();
        let micros = u64::try_from(micros).unwrap_or(u64::MAX);
        self.0.rtt.store(micros, Relaxed);
    }

    /// The way is another one.
    pub(crate) fn moved(&self) {
        if let Receiver::There(receiver) = &*self.0.receiver.borrow() {
            receiver.moved();
        }
    }

    /// Numbers about the connection that leads to the peer.
    pub(super) fn set_numbers(&self, numbers: Option<Arc<tincan_quic::Stats>>) {
        *lock(&self.0.share) = Share::default();
        let before = std::mem::replace(&mut *lock(&self.0.numbers), numbers);
        if let Some(before) = before {
            before.promise(0);
        }
    }

    /// Forgets all streams of ours, and what waits for them.
    pub(super) fn detach(&self) {
        *lock(&self.0.ways) = Ways::None;
    }

    /// A stream takes packets of this slot, by this queue.
    pub(super) fn attach(&self, slot: Slot, queue: mpsc::Sender<Queued>) {
        let mut ways = lock(&self.0.ways);
        if !matches!(*ways, Ways::Stripes(_)) {
            *ways = Ways::Stripes(Box::default());
        }
        if let Ways::Stripes(stripes) = &mut *ways {
            let place = match slot {
                Slot::Feedback => Some(&mut stripes.feedback),
                Slot::Sound(n) => stripes.sound.get_mut(usize::from(n)),
                Slot::Pictures(n) => stripes.pictures.get_mut(usize::from(n)),
                Slot::All => None,
            };
            if let Some(place) = place {
                *place = Some(queue);
            }
        }
    }

    /// One stream takes all packets.
    pub(super) fn attach_one(&self) -> Arc<One> {
        let one = Arc::new(One {
            queue: Mutex::default(),
            credit: Mutex::new(Credit::new()),
            more: Notify::new(),
        });
        *lock(&self.0.ways) = Ways::One(one.clone());
        one
    }

    /// So many bytes wait no longer: they are written, or too late.
    pub(super) fn waited(&self, bytes: u64, written: bool) {
        self.0.waiting.fetch_sub(bytes, Relaxed);
        if written {
            self.0.written.fetch_add(bytes, Relaxed);
        }
    }

    pub(super) fn count_late(&self, packets: u64) {
        self.0.counts[0].fetch_add(packets, Relaxed);
    }

    pub(super) fn count_refused(&self) {
        self.0.counts[2].fetch_add(1, Relaxed);
    }

    /// Waits until somebody takes what comes; `false` when nobody will.
    pub(super) async fn wanted(&self) -> bool {
        let mut receiver = self.0.receiver.subscribe();
        let decided = |r: &Receiver| !matches!(r, Receiver::Awaited);
        let decided = receiver.wait_for(decided).await;
        decided.is_ok_and(|receiver| matches!(*receiver, Receiver::There(_)))
    }

    /// Hands a packet of the peer on; `false` when it is beyond what was agreed.
    pub(super) fn deliver(&self, now: Instant, packet: Vec<u8>) -> bool {
        if !lock(&self.0.budget).allows(now, packet.len()) {
            self.0.counts[1].fetch_add(1, Relaxed);
            return false;
        }
        self.hear_at(now);
        let receiver = self.0.receiver.borrow().clone();
        if let Receiver::There(receiver) = receiver {
            receiver.packet(packet);
        }
        true
    }

    /// The call is over.
    pub(super) fn close(&self) {
        self.set_open(false);
        self.detach();
        self.set_numbers(None);
        self.0.receiver.send_replace(Receiver::Gone);
    }
}

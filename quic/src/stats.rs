//! What the sender of a connection knows about its path.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    task::Waker,
    time::Duration,
};

use futures::task::AtomicWaker;

/// Numbers about one connection, written by its congestion control and read by
/// anybody at any time. Whoever has them does not hold the connection open.
#[derive(Debug, Default)]
pub struct Stats {
    smoothed_rtt: AtomicU64,
    min_rtt: AtomicU64,
    latest_rtt: AtomicU64,
    window: AtomicU64,
    in_flight: AtomicU64,
    delivery_rate: AtomicU64,
    sent: AtomicU64,
    delivered: AtomicU64,
    lost: AtomicU64,
    loss: AtomicU64,
    mtu: AtomicU64,
    paths: AtomicU64,
    nudge: AtomicBool,
    overdue: AtomicU64,
    send_window: AtomicU64,
    promised: AtomicU64,
    received: AtomicU64,
    waker: AtomicWaker,
    watcher: AtomicWaker,
}

/// [`Stats`] of one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Snapshot {
    /// Smoothed round-trip time; zero before the first measurement.
    pub smoothed_rtt: Duration,
    /// The least round-trip time seen on this path.
    pub min_rtt: Duration,
    /// The last round-trip time that was measured.
    pub latest_rtt: Duration,
    /// Bytes that the congestion control lets be in flight.
    pub window: u64,
    /// Bytes that were sent and neither acknowledged nor given up.
    pub in_flight: u64,
    /// Bytes a second that the path was seen to deliver.
    pub delivery_rate: u64,
    /// Bytes sent, with what was sent again.
    pub sent: u64,
    /// Bytes acknowledged.
    pub delivered: u64,
    /// Bytes given up for lost.
    pub lost: u64,
    /// The share that was lost lately, from 0 to 1, if the congestion control
    /// says.
    pub loss: f64,
    /// Bytes in the largest datagram that the path is known to carry.
    pub mtu: u64,
    /// How often the peer was heard from an address that it proved to be at,
    /// after the first.
    pub moves: u64,
}

impl Stats {
    /// What they are now.
    pub fn read(&self) -> Snapshot {
        let time = |at: &AtomicU64| Duration::from_micros(at.load(Relaxed));
        Snapshot {
            smoothed_rtt: time(&self.smoothed_rtt),
            min_rtt: time(&self.min_rtt),
            latest_rtt: time(&self.latest_rtt),
            window: self.window.load(Relaxed),
            in_flight: self.in_flight.load(Relaxed),
            delivery_rate: self.delivery_rate(),
            sent: self.sent.load(Relaxed),
            delivered: self.delivered.load(Relaxed),
            lost: self.lost.load(Relaxed),
            loss: f64::from_bits(self.loss.load(Relaxed)),
            mtu: self.mtu.load(Relaxed),
            moves: self.paths.load(Relaxed),
        }
    }

    /// How long an answer to what was sent has been awaited, once that is far
    /// longer than answers take on this path (three round trips, and at least
    /// 0.4 s): it may not carry any more.
    pub fn overdue(&self) -> Option<Duration> {
        let waited = self.overdue.load(Relaxed);
        (waited > 0).then(|| Duration::from_micros(waited))
    }

    /// Who is woken when an answer becomes overdue; one at a time.
    pub fn watch(&self, waker: &Waker) {
        self.watcher.register(waker);
    }

    /// Bytes a second that the path was seen to deliver: what the congestion
    /// control says, or a window for each round trip if it says nothing.
    pub fn delivery_rate(&self) -> u64 {
        let rate = self.delivery_rate.load(Relaxed);
        let round_trip = self.smoothed_rtt.load(Relaxed);
        if rate > 0 || round_trip == 0 {
            return rate;
        }
        self.window
            .load(Relaxed)
            .saturating_mul(1_000_000)
            .checked_div(round_trip)
            .unwrap_or_default()
    }

    /// For a congestion control that measures it, in bytes a second. What it
    /// cannot say is written for it.
    pub fn set_delivery_rate(&self, bytes_a_second: u64) {
        self.delivery_rate.store(bytes_a_second, Relaxed);
    }

    /// For a congestion control that measures it: the share that was lost
    /// lately, from 0 to 1.
    pub fn set_loss(&self, share: f64) {
        self.loss.store(share.to_bits(), Relaxed);
    }

    pub(crate) fn set_rtt(&self, smoothed: Duration, min: Duration, latest: Duration) {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.smoothed_rtt.store(micros(smoothed), Relaxed);
        self.min_rtt.store(micros(min), Relaxed);
        self.latest_rtt.store(micros(latest), Relaxed);
    }

    pub(crate) fn set_window(&self, bytes: u64) {
        self.window.store(bytes, Relaxed);
    }

    pub(crate) fn set_in_flight(&self, bytes: u64) {
        self.in_flight.store(bytes, Relaxed);
    }

    pub(crate) fn set_mtu(&self, bytes: u16) {
        self.mtu.store(bytes.into(), Relaxed);
    }

    pub(crate) fn add_sent(&self, bytes: u64) {
        self.sent.fetch_add(bytes, Relaxed);
    }

    pub(crate) fn add_delivered(&self, bytes: u64) {
        self.delivered.fetch_add(bytes, Relaxed);
    }

    pub(crate) fn add_lost(&self, bytes: u64) {
        self.lost.fetch_add(bytes, Relaxed);
    }

    /// The peer has proved to be at another address than before.
    pub(crate) fn moved(&self) {
        self.paths.fetch_add(1, Relaxed);
        self.waker.wake();
    }

    pub(crate) fn moves(&self) -> u64 {
        self.paths.load(Relaxed)
    }

    /// Promises somebody who watches over their own rate, as calls do by how long
    /// their packets take one way, that the window has room for so many bytes a
    /// second; zero takes it back. (A queue on the way back of acknowledgements
    /// looks like one on the way there, and two ends that are both wary of it
    /// would starve each other.)
    pub fn promise(&self, bytes_a_second: u64) {
        self.promised.store(bytes_a_second, Relaxed);
    }

    /// Bytes of streams came.
    pub(crate) fn add_received(&self, bytes: u64) {
        self.received.fetch_add(bytes, Relaxed);
    }

    pub(crate) fn received(&self) -> u64 {
        self.received.load(Relaxed)
    }

    pub(crate) fn promised(&self) -> u64 {
        self.promised.load(Relaxed)
    }

    /// Bytes that may be written and not yet be acknowledged, as quinn was told.
    pub(crate) fn send_window(&self) -> u64 {
        self.send_window.load(Relaxed)
    }

    pub(crate) fn set_send_window(&self, bytes: u64) {
        self.send_window.store(bytes, Relaxed);
    }

    /// More may be written than quinn was told.
    pub(crate) fn outgrown(&self) {
        self.waker.wake();
    }

    /// Who is told of moves, and when more may be written.
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    pub(crate) fn set_overdue(&self, waited: Option<Duration>) {
        let micros = waited.map_or(0, |t| u64::try_from(t.as_micros()).unwrap_or(u64::MAX));
        if self.overdue.swap(micros, Relaxed) == 0 && micros > 0 {
            self.watcher.wake();
        }
    }

    /// Asks for a packet beyond the window, to find out whether the path
    /// carries again.
    pub(crate) fn nudge(&self) {
        self.nudge.store(true, Relaxed);
    }

    pub(crate) fn take_nudge(&self) -> bool {
        self.nudge.swap(false, Relaxed)
    }
}

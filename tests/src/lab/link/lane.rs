//! What becomes of each packet of one direction, and when: without a clock, a
//! socket or a thread.
//!
//! Packets wait in a queue, leave it one by one at the rate, and then either are
//! lost or fly for as long as the delay says.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    time::Instant,
};

use super::{
    dice::Dice,
    shape::{Loss, Rate, Shape},
};

/// What may fly at a time, on a link with a delay but no rate.
const FLYING_BYTES: usize = 256 << 20;

/// One direction of a link.
#[derive(Debug)]
pub(super) struct Lane<P> {
    shape: Shape,
    losses: Dice,
    jitters: Dice,
    /// Whether things are bad, when losses come in bursts.
    bad: bool,

    queue: VecDeque<P>,
    queued_bytes: usize,
    /// How much of the first in the queue is still to be sent…
    bits_left: u64,
    /// …from this moment on.
    since: Instant,

    flights: BinaryHeap<Reverse<Flight<P>>>,
    flying_bytes: usize,
    launched: u64,
    last_due: Instant,

    counts: Counts,
}

/// What became of packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They came out at the other end.
    pub arrived: u64,
    /// Their bytes.
    pub arrived_bytes: u64,
    /// They were lost on the way.
    pub lost: u64,
    /// They found no place in the queue.
    pub dropped: u64,
    /// Bytes that wait in the queue now.
    pub queued_bytes: usize,
    /// The most that ever waited.
    pub queued_bytes_most: usize,
}

#[derive(Debug)]
struct Flight<P> {
    due: Instant,
    /// In order of launch where they are due at the same time.
    number: u64,
    packet: P,
}

impl<P: AsRef<[u8]>> Lane<P> {
    /// A lane on which nothing is yet.
    pub(super) fn new(shape: Shape, seed: u64, now: Instant) -> Self {
        Self {
            shape,
            losses: Dice::new(seed, 0),
            jitters: Dice::new(seed, 1),
            bad: false,
            queue: VecDeque::new(),
            queued_bytes: 0,
            bits_left: 0,
            since: now,
            flights: BinaryHeap::new(),
            flying_bytes: 0,
            launched: 0,
            last_due: now,
            counts: Counts::default(),
        }
    }

    /// What it does to packets.
    pub(super) fn shape(&self) -> Shape {
        self.shape
    }

    /// Does something else from now on. What flies goes on as it was.
    pub(super) fn set(&mut self, shape: Shape, now: Instant) {
        self.advance(now);
        if let (Some(rate), false) = (self.shape.rate, self.queue.is_empty()) {
            let sent = rate.bits_in(now.saturating_duration_since(self.since));
            self.bits_left = self.bits_left.saturating_sub(sent);
        }
        self.since = self.since.max(now);
        self.shape = shape;
    }

    /// What became of packets so far.
    pub(super) fn counts(&self) -> Counts {
        Counts {
            queued_bytes: self.queued_bytes,
            ..self.counts
        }
    }

    /// A packet comes in.
    pub(super) fn take(&mut self, packet: P, now: Instant) {
        self.advance(now);
        let bytes = packet.as_ref().len();
        if let Some(Rate { queue_bytes, .. }) = self.shape.rate {
            // However small the queue, one may always be on its way.
            if !self.queue.is_empty() && self.queued_bytes + bytes > queue_bytes {
                self.counts.dropped += 1;
                return;
            }
        }
        if self.queue.is_empty() {
            self.begin(bytes, now);
        }
        self.queue.push_back(packet);
        self.queued_bytes += bytes;
        self.counts.queued_bytes_most = self.counts.queued_bytes_most.max(self.queued_bytes);
        self.advance(now);
    }

    /// The next packet that comes out, and when it should have.
    pub(super) fn next(&mut self, now: Instant) -> Option<(P, Instant)> {
        self.advance(now);
        if self.flights.peek()?.0.due > now {
            return None;
        }
        let Flight { due, packet, .. } = self.flights.pop()?.0;
        let bytes = packet.as_ref().len();
        self.flying_bytes -= bytes;
        self.counts.arrived += 1;
        self.counts.arrived_bytes += bytes as u64;
        Some((packet, due))
    }

    /// When something happens next, if nothing comes in before.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        let landing = self.flights.peek().map(|flight| flight.0.due);
        landing.into_iter().chain(self.sent_at()).min()
    }

    /// When the first in the queue is sent.
    fn sent_at(&self) -> Option<Instant> {
        self.queue.front()?;
        let time = self.shape.rate.map(|rate| rate.time_for(self.bits_left));
        Some(self.since + time.unwrap_or_default())
    }

    fn begin(&mut self, bytes: usize, at: Instant) {
        self.bits_left = bytes as u64 * 8;
        self.since = at;
    }

    fn advance(&mut self, now: Instant) {
        while let Some(at) = self.sent_at().filter(|at| *at <= now) {
            let Some(packet) = self.queue.pop_front() else {
                return;
            };
            self.queued_bytes -= packet.as_ref().len();
            if let Some(next) = self.queue.front() {
                self.begin(next.as_ref().len(), at);
            }
            self.launch(packet, at);
        }
    }

    fn launch(&mut self, packet: P, at: Instant) {
        // Thrown for every packet, so that one decision does not shift others.
        let jitter = self.shape.jitter.mul_f64(self.jitters.share());
        if self.loses() {
            self.counts.lost += 1;
            return;
        }
        let bytes = packet.as_ref().len();
        if self.flying_bytes + bytes > FLYING_BYTES {
            self.counts.dropped += 1;
            return;
        }
        let mut due = at + self.shape.delay + jitter;
        if !self.shape.reorder {
            due = due.max(self.last_due);
            self.last_due = due;
        }
        self.flying_bytes += bytes;
        self.launched += 1;
        self.flights.push(Reverse(Flight {
            due,
            number: self.launched,
            packet,
        }));
    }

    fn loses(&mut self) -> bool {
        let chance = match self.shape.loss {
            Loss::None => 0.0,
            Loss::Random { share } => share,
            // Left after `length` packets on average, and entered as often as
            // makes `share` of all.
            Loss::Burst { length, .. } if self.bad => 1.0 - 1.0 / length,
            Loss::Burst { share, length } => share / (length * (1.0 - share)),
        };
        self.bad = self.losses.chance(chance);
        self.bad
    }
}

impl<P> Flight<P> {
    fn order(&self) -> (Instant, u64) {
        (self.due, self.number)
    }
}

impl<P> PartialEq for Flight<P> {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl<P> Eq for Flight<P> {}

impl<P> PartialOrd for Flight<P> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<P> Ord for Flight<P> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

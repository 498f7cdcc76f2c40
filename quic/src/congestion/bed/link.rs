//! One direction of an emulated link: a queue, a rate, loss and delay.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};

/// What IPv4 and UDP add to a datagram.
const HEADERS: usize = 28;

/// A datagram under way.
pub(super) struct Packet {
    /// Whose it is.
    pub(super) flow: usize,
    pub(super) payload: Vec<u8>,
}

/// What a link does to packets. Times are each way.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Shape {
    /// Bits per second, headers included.
    pub(in super::super) rate: u64,
    /// Bytes that may wait, headers included.
    pub(in super::super) queue: usize,
    pub(in super::super) delay: Duration,
    /// Up to this much more, in order.
    pub(in super::super) jitter: Duration,
    /// The share that is lost after it was sent.
    pub(in super::super) loss: f64,
    /// How many in a row are lost on average.
    pub(in super::super) burst: f64,
}

impl Shape {
    /// A rate, a round-trip time that the delays are half of, and a queue of so
    /// many times what is under way on a full link.
    pub(in super::super) fn new(rate: u64, rtt: Duration, bdps: f64) -> Self {
        let bdp = rate as f64 / 8.0 * rtt.as_secs_f64();
        Self {
            rate,
            queue: (bdp * bdps) as usize,
            delay: rtt / 2,
            jitter: Duration::ZERO,
            loss: 0.0,
            burst: 1.0,
        }
    }

    pub(in super::super) fn loss(self, loss: f64) -> Self {
        Self { loss, ..self }
    }

    pub(in super::super) fn burst(self, burst: f64) -> Self {
        Self { burst, ..self }
    }

    pub(in super::super) fn jitter(self, jitter: Duration) -> Self {
        Self { jitter, ..self }
    }

    pub(in super::super) fn queue(self, queue: usize) -> Self {
        Self { queue, ..self }
    }

    fn time_for(&self, bytes: f64) -> Duration {
        Duration::from_secs_f64(bytes * 8.0 / self.rate as f64)
    }
}

pub(in super::super) struct Link {
    shape: Shape,
    /// Whether anything comes out.
    pub(super) up: bool,
    rng: StdRng,
    bad: bool,
    queue: VecDeque<Packet>,
    queued: usize,
    /// Bytes of the first in the queue that are still to be sent, from `since` on.
    left: f64,
    since: Instant,
    flights: VecDeque<(Instant, Packet)>,
    /// How long the queue was, each time that a packet had left it.
    pub(super) delays: Vec<(Instant, Duration)>,
    pub(in super::super) dropped: usize,
}

impl Link {
    pub(super) fn new(shape: Shape, seed: u64, now: Instant) -> Self {
        Self {
            shape,
            up: true,
            rng: StdRng::seed_from_u64(seed),
            bad: false,
            queue: VecDeque::new(),
            queued: 0,
            left: 0.0,
            since: now,
            flights: VecDeque::new(),
            delays: Vec::new(),
            dropped: 0,
        }
    }

    pub(super) fn shape(&self) -> Shape {
        self.shape
    }

    pub(super) fn set(&mut self, shape: Shape, now: Instant) {
        self.advance(now);
        if !self.queue.is_empty() {
            let sent = now.saturating_duration_since(self.since).as_secs_f64();
            self.left = (self.left - sent * self.shape.rate as f64 / 8.0).max(0.0);
        }
        self.since = self.since.max(now);
        self.shape = shape;
    }

    pub(super) fn take(&mut self, packet: Packet, now: Instant) {
        self.advance(now);
        let size = packet.payload.len() + HEADERS;
        if !self.queue.is_empty() && self.queued + size > self.shape.queue {
            self.dropped += 1;
            return;
        }
        if self.queue.is_empty() {
            self.left = size as f64;
            self.since = now;
        }
        self.queued += size;
        self.queue.push_back(packet);
    }

    /// The next packet that has come out by now.
    pub(super) fn next(&mut self, now: Instant) -> Option<Packet> {
        self.advance(now);
        self.flights.front().filter(|(due, _)| *due <= now)?;
        self.flights.pop_front().map(|(_, packet)| packet)
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        let landing = self.flights.front().map(|(due, _)| *due);
        landing.into_iter().chain(self.sent_at()).min()
    }

    fn sent_at(&self) -> Option<Instant> {
        self.queue.front()?;
        // Rounded up, or it would be sent a moment after it was looked for.
        let time = self.shape.time_for(self.left) + Duration::from_nanos(1);
        Some(self.since + time)
    }

    fn advance(&mut self, now: Instant) {
        while let Some(at) = self.sent_at().filter(|at| *at <= now) {
            let Some(packet) = self.queue.pop_front() else {
                return;
            };
            self.queued -= packet.payload.len() + HEADERS;
            self.since = at;
            if let Some(next) = self.queue.front() {
                self.left = (next.payload.len() + HEADERS) as f64;
            }
            let waits = self.shape.time_for(self.queued as f64);
            self.delays.push((at, waits));
            if self.is_lost() {
                continue;
            }
            let jitter = self.shape.jitter.mul_f64(self.rng.r#gen::<f64>());
            let due = at + self.shape.delay + jitter;
            let due = self.flights.back().map_or(due, |(last, _)| due.max(*last));
            self.flights.push_back((due, packet));
        }
    }

    fn is_lost(&mut self) -> bool {
        let Shape { loss, burst, .. } = self.shape;
        // Gilbert–Elliott: everything is lost while things are bad.
        let chance = match self.bad {
            true => 1.0 - 1.0 / burst,
            false => loss / (burst * (1.0 - loss)),
        };
        let chance = if burst > 1.0 { chance } else { loss };
        self.bad = self.rng.r#gen::<f64>() < chance;
        self.bad || !self.up
    }
}

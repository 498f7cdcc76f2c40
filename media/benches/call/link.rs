//! An emulated way between two ends: a bottleneck with a queue, delay, and loss
//! of datagrams that come again a round trip later; streams ("stripes") on which
//! what is lost holds up only what comes after it on the same one. The other
//! direction is believed to be as full: acknowledgements stand in a queue as long.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rand::{Rng, rngs::StdRng};
use tincan_media::{engine::Lane, send::Path};

/// Bytes of UDP, IP and QUIC around each packet.
const OVERHEAD: usize = 60;

/// What a way is like.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) delay: Duration,
    pub(crate) loss: f64,
    /// Bits per second of the bottleneck.
    pub(crate) rate: f64,
}

struct Flying {
    stripe: usize,
    /// Place in the order of its stripe.
    place: u64,
    packet: Vec<u8>,
    sent: Instant,
}

/// One direction.
pub(crate) struct Link {
    pub(crate) way: Way,
    random: StdRng,
    /// When the bottleneck is free again.
    free: Instant,
    flying: BTreeMap<(Instant, u64), Flying>,
    /// To be sent again.
    lost: BTreeMap<(Instant, u64), Flying>,
    /// For each stripe: places given, the next to be delivered, and what came
    /// before its turn.
    stripes: Vec<(u64, u64, BTreeMap<u64, Vec<u8>>)>,
    /// Packets of sound and of pictures: each lane takes its stripes in turn.
    turns: [usize; 2],
    /// Acknowledgements on their way back: bytes, and when they were sent.
    acknowledged: BTreeMap<(Instant, u64), (usize, Instant)>,
    /// There and back, smoothed (RFC 9002, 5.3), in seconds.
    smoothed: f64,
    in_flight: usize,
    /// Bytes of sound and pictures.
    pub(crate) sent: u64,
    count: u64,
}

impl Link {
    pub(crate) fn new(now: Instant, way: Way, random: StdRng) -> Self {
        Self {
            way,
            random,
            free: now,
            flying: BTreeMap::new(),
            lost: BTreeMap::new(),
            stripes: (0..13).map(|_| (0, 0, BTreeMap::new())).collect(),
            turns: [0; 2],
            acknowledged: BTreeMap::new(),
            smoothed: 2.0 * way.delay.as_secs_f64(),
            in_flight: 0,
            sent: 0,
            count: 0,
        }
    }

    /// How long what is sent now stands in the queue.
    pub(crate) fn queue(&self, now: Instant) -> Duration {
        self.free.saturating_duration_since(now)
    }

    /// Time there and back, without a queue.
    fn rtt(&self) -> Duration {
        self.way.delay * 2
    }

    /// What the sender knows of it, with so many bytes that wait before it, where so
    /// long a queue back is known of.
    pub(crate) fn path(&self, waiting: usize, queue_back: Duration) -> Path {
        Path {
            in_flight: self.in_flight + waiting,
            rtt: Duration::from_secs_f64(self.smoothed),
            least_rtt: self.rtt(),
            queue_back,
        }
    }

    /// Its queue is at least as long as that of the other direction.
    pub(crate) fn be_as_full_as(&mut self, other: &Self) {
        self.free = self.free.max(other.free);
    }

    /// Sends a packet: 8 stripes for sound, 4 for pictures, 1 for feedback.
    pub(crate) fn send(&mut self, now: Instant, lane: Lane, packet: Vec<u8>) {
        let (turn, first, stripes) = match lane {
            Lane::Sound => (&mut self.turns[0], 0, 8),
            Lane::Pictures => (&mut self.turns[1], 8, 4),
            Lane::Feedback => (&mut 0, 12, 1),
        };
        let stripe = first + *turn % stripes;
        *turn += 1;
        if lane != Lane::Feedback {
            self.sent += packet.len() as u64;
        }
        let place = self.stripes[stripe].0;
        self.stripes[stripe].0 += 1;
        self.in_flight += packet.len();
        let flying = Flying {
            stripe,
            place,
            packet,
            sent: now,
        };
        self.fly(now, flying);
    }

    fn fly(&mut self, now: Instant, flying: Flying) {
        let bits = (flying.packet.len() + OVERHEAD) as f64 * 8.0;
        let through = self.free.max(now) + Duration::from_secs_f64(bits / self.way.rate);
        self.free = through;
        self.count += 1;
        if self.random.gen_bool(self.way.loss) {
            // Noticed when later ones were acknowledged (RFC 9002, 6.1.2).
            let noticed = through + self.rtt().mul_f64(1.125) + Duration::from_millis(2);
            self.lost.insert((noticed, self.count), flying);
        } else {
            self.flying
                .insert((through + self.way.delay, self.count), flying);
        }
    }

    /// What has come by now, in order on each stripe, and when.
    pub(crate) fn poll(&mut self, now: Instant) -> Vec<(Instant, Vec<u8>)> {
        while let Some(first) = self.lost.first_entry()
            && first.key().0 <= now
        {
            let ((at, _), flying) = first.remove_entry();
            self.fly(at, flying);
        }
        let mut come = Vec::new();
        while let Some(first) = self.flying.first_entry()
            && first.key().0 <= now
        {
            let ((at, _), flying) = first.remove_entry();
            self.count += 1;
            let acknowledged = (at + self.queue(at) + self.way.delay, self.count);
            let length = flying.packet.len();
            self.acknowledged
                .insert(acknowledged, (length, flying.sent));
            let (_, next, early) = &mut self.stripes[flying.stripe];
            early.insert(flying.place, flying.packet);
            while let Some(packet) = early.remove(next) {
                *next += 1;
                come.push((at, packet));
            }
        }
        while let Some(first) = self.acknowledged.first_entry()
            && first.key().0 <= now
        {
            let ((at, _), (length, sent)) = first.remove_entry();
            self.in_flight -= length;
            self.smoothed += ((at - sent).as_secs_f64() - self.smoothed) / 8.0;
        }
        come
    }
}

//! How much may be in flight.
//!
//! The window holds the queue at a target: it is the rate times the round trip
//! with such a queue, as in FAST TCP (Wei, Jin, Low and Hegde, IEEE/ACM ToN
//! 14(6), 2006), with the rate measured. Without a queue it grows, ever faster,
//! until there is one; so start-up and finding a higher rate are the same. Loss
//! without a queue says nothing.

use std::time::{Duration, Instant};

use quinn_proto::RttEstimator;

use super::{
    growth::Growth,
    model::{Model, Round, View},
    rival::{Rival, Sight, Suspicion},
};

/// Packets in flight before anything is known.
const FIRST: f64 = 6.0;

/// In the start quinn's pacer is told of a larger window: at 1.25 windows a round
/// trip one could not double in a round trip, at 1.6 it does. (BBR's start paces
/// faster for the same reason.)
const START_PACE: f64 = 1.3;

/// Packets in flight at least.
const LEAST: f64 = 3.0;

/// How long an acknowledgement may be held back, as we ask of the peer.
const ACK_DELAY: Duration = Duration::from_millis(5);

/// After a look at the path without a queue, there is none for so long.
const LOOK_PAUSE: Duration = Duration::from_secs(4);

/// What the window is for a look, of what fills the path.
const LOOK: f64 = 0.75;

/// The same in company, of what it was.
const LOOK_IN_COMPANY: f64 = 0.6;

/// Others' queues keep us from seeing the shortest round trip. It is believed
/// for so long nevertheless; then the path has become longer.
const HOLD_FLOOR: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub(super) struct Window {
    bytes: f64,
    mtu: f64,
    model: Model,
    growth: Growth,
    phase: Phase,
    suspicion: Suspicion,
    rival: Option<Rival>,
    looked: Option<Instant>,
    last_delivered: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// Doubling every round.
    Start,
    /// Holding the queue at its target, or keeping up with others.
    Hold,
    /// Looking for two rounds how long the path is without a queue of ours.
    Look {
        resume: f64,
        /// How long the queue was before.
        queue: Duration,
        is_second: bool,
    },
}

impl Window {
    pub(super) fn new(mtu: u64) -> Self {
        let mtu = mtu as f64;
        Self {
            bytes: FIRST * mtu,
            mtu,
            model: Model::new(mtu),
            growth: Growth::new(),
            phase: Phase::Start,
            suspicion: Suspicion::default(),
            rival: None,
            looked: None,
            last_delivered: 0.0,
        }
    }

    /// Whether it doubles every round.
    pub(super) fn is_starting(&self) -> bool {
        self.phase == Phase::Start
    }

    pub(super) fn get(&self) -> u64 {
        match self.phase {
            Phase::Start => (self.bytes * START_PACE) as u64,
            Phase::Hold | Phase::Look { .. } => self.bytes as u64,
        }
    }

    /// The round trip without a queue.
    pub(super) fn floor(&self) -> Option<Duration> {
        self.model.floor.get()
    }

    /// Bytes a second.
    pub(super) fn rate(&self) -> f64 {
        self.model.rate()
    }

    pub(super) fn set_mtu(&mut self, mtu: u64) {
        self.mtu = mtu as f64;
        self.model.set_mtu(self.mtu);
        if let Some(rival) = &mut self.rival {
            rival.set_mtu(self.mtu);
        }
        self.set(self.bytes);
    }

    pub(super) fn add_rtt(&mut self, sample: Duration, now: Instant) {
        self.model.floor.add(sample, now);
    }

    /// Bytes were acknowledged in a round with a full window. `least_rtt` is the
    /// least of this round, once it means something.
    pub(super) fn acked(
        &mut self,
        (now, sent): (Instant, Instant),
        bytes: u64,
        least_rtt: Option<Duration>,
        rtt: &RttEstimator,
    ) {
        if let Some(rival) = &mut self.rival {
            rival.acked(now, sent, bytes, rtt);
            self.keep_up();
        } else if self.phase == Phase::Start {
            let most = self.model.floor.get().zip(self.model.target());
            let most = most.map(|(floor, target)| floor + target);
            // As HyStart++ (RFC 9406), not to wait for the end of the round.
            let has_queue = least_rtt
                .zip(most)
                .is_some_and(|(least, most)| least > most);
            if !has_queue {
                self.set(self.bytes + bytes as f64);
            }
        }
    }

    /// Bytes were lost that had been sent at `sent` at the latest.
    pub(super) fn lost(&mut self, now: Instant, sent: Instant) {
        if let Some(rival) = &mut self.rival {
            rival.lost(now, sent);
            self.keep_up();
        }
    }

    fn keep_up(&mut self) {
        if let (Some(rival), Phase::Hold) = (&self.rival, self.phase) {
            self.set(rival.window());
        }
    }

    /// After a round. Who is `modest` is no rival to others: delay counts for more.
    pub(super) fn end_round(&mut self, round: &Round, modest: bool) {
        let Some(view) = self.model.learn(round) else {
            return;
        };
        match self.phase {
            Phase::Start => self.start(&view, round),
            Phase::Hold if self.rival.is_some() => self.beside_others(&view, round, modest),
            Phase::Hold => self.hold(&view, round, modest),
            Phase::Look {
                resume,
                queue,
                is_second: false,
            } => {
                self.phase = Phase::Look {
                    resume,
                    queue,
                    is_second: true,
                };
            }
            Phase::Look { resume, queue, .. } => self.end_look(&view, resume, queue),
        }
        self.last_delivered = view.delivered;
    }

    fn start(&mut self, view: &View, round: &Round) {
        // Jitter can look like a queue, but the rate does not double beside one.
        let is_full = view.queue > view.target && view.delivered < 1.6 * self.last_delivered;
        let is_vain = round.is_full && self.growth.round(view.delivered, round.now).is_none();
        if is_full || view.is_overflowing || is_vain {
            self.growth.stop();
            self.set(self.bytes.min(view.target_window()));
            self.phase = Phase::Hold;
        }
    }

    fn hold(&mut self, view: &View, round: &Round, modest: bool) {
        let before = self.bytes;
        if view.queue > view.target || view.is_crowded {
            self.growth.stop();
            self.set(self.bytes.min(view.target_window()));
        } else if round.is_full {
            self.grow(view, round.now);
        } else {
            self.growth.stop();
        }

        let sight = Sight {
            queue: view.queue,
            limit: view.target.mul_f64(1.5) + view.packet,
            delivered: view.delivered,
            window: before,
        };
        let suspected = self.suspicion.round(&sight).filter(|_| !modest);
        if let Some(window) = suspected {
            // Half of what the path gave lately, if that is near.
            let half = self.model.peak() / 2.0 * round.least_rtt.as_secs_f64();
            let window = half.clamp(window, 2.0 * window);
            self.suspicion = Suspicion::default();
            let rate = self.model.peak();
            self.rival = Some(Rival::new(window, rate, self.mtu, round.now));
            self.set(window);
        } else if round.is_full && self.has_to_look(view, round.now) {
            self.looked = Some(round.now);
            self.look(view.queue, view.window(Duration::ZERO) * LOOK);
        }
    }

    fn grow(&mut self, view: &View, now: Instant) {
        if view.queue > view.target / 2 || !self.growth.is_allowed(now) {
            self.growth.stop();
            self.set(self.bytes.max(view.target_window()));
        } else if view.is_overflowing {
            self.growth.rest(now);
            self.set(self.bytes.min(view.target_window()));
        } else if let Some(share) = self.growth.round(view.delivered, now) {
            if share < 1.0 {
                self.set(view.target_window().max(self.bytes * (1.0 + share)));
            } else {
                // From here on as in the start, which stops in the middle of a
                // round when it finds a queue.
                self.set(view.target_window().max(self.bytes));
                self.phase = Phase::Start;
            }
        } else {
            self.set(view.target_window());
        }
    }

    /// Whether the shortest round trip is about to be forgotten, because our own
    /// queue has been in the way.
    fn has_to_look(&self, view: &View, now: Instant) -> bool {
        let margin = view.target / 4 + view.packet + ACK_DELAY;
        let is_due = |at: Instant| now.saturating_duration_since(at) > LOOK_PAUSE;
        self.looked.is_none_or(is_due) && self.model.floor.is_fading(margin, now)
    }

    fn look(&mut self, queue: Duration, window: f64) {
        self.phase = Phase::Look {
            resume: self.bytes,
            queue,
            is_second: false,
        };
        self.set(window);
    }

    fn end_look(&mut self, view: &View, resume: f64, queue: Duration) {
        // By so much the queue becomes shorter, if it is all ours.
        let ours = (resume - self.bytes) / view.rate.max(1.0);
        let drained = queue.saturating_sub(view.queue).as_secs_f64();
        let is_alone = view.queue <= view.target / 2 + view.packet || drained > 0.75 * ours;
        self.phase = Phase::Hold;
        self.set(resume);
        if is_alone && self.rival.take().is_some() {
            self.set(view.target_window());
        }
    }

    fn beside_others(&mut self, view: &View, round: &Round, modest: bool) {
        let now = round.now;
        let Some(rival) = &mut self.rival else {
            return;
        };
        if modest || view.queue <= (view.target + view.packet) / 2 {
            self.rival = None;
            self.set(view.target_window());
        } else if rival.has_to_look(now) {
            self.look(view.queue, self.bytes * LOOK_IN_COMPANY);
        } else {
            if rival.age(now) < HOLD_FLOOR {
                self.model.floor.hold(now);
            }
            rival.round(round.least_rtt, now);
            self.keep_up();
        }
    }

    fn set(&mut self, bytes: f64) {
        self.bytes = bytes.max(LEAST * self.mtu);
    }
}

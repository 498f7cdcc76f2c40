//! What is known of a path: its rate, its round-trip time without a queue, and
//! what it loses at random.
//!
//! Rate and shortest round-trip time are the two that BBR keeps (Cardwell et al.,
//! "BBR: Congestion-Based Congestion Control", ACM Queue 14(5), 2016), with one
//! difference: while the queue never emptied, what was delivered is all that the
//! path gives, and higher rates of before are forgotten at once.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::floor::{Floor, Peak};

/// How long a rate is believed, or four round trips if that is longer.
const MEMORY: Duration = Duration::from_secs(1);

/// Rates that are remembered at most.
const RATES: usize = 128;

/// The queue that is aimed at: a quarter of the round trip, within these.
const TARGET: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(25)];

/// At least a packet, but for no longer than this.
const LONGEST_PACKET: Duration = Duration::from_millis(40);

/// More is not lost at random.
const MOST_RANDOM_LOSS: f64 = 0.15;

/// A round that loses more was crowded, if there was a queue; on top of what is
/// lost at random, which varies by half of itself.
const CROWDED_LOSS: f64 = 0.01;
const MORE_THAN_RANDOM: f64 = 1.5;

/// A round that loses so much more than usual is more than the path takes.
const OVERFLOW_LOSS: f64 = 0.1;

/// What was seen in one round: from a packet that was sent to its
/// acknowledgement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// Its end.
    pub(super) now: Instant,
    pub(super) time: Duration,
    /// Bytes.
    pub(super) delivered: u64,
    /// Bytes.
    pub(super) lost: u64,
    pub(super) least_rtt: Duration,
    /// Whether the window was full at any moment.
    pub(super) is_full: bool,
}

/// What the last round says of the path. Rates are in bytes a second.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// How long the queue was when it was shortest.
    pub(super) queue: Duration,
    /// How long it should be.
    pub(super) target: Duration,
    /// How long a packet takes to be sent.
    pub(super) packet: Duration,
    /// What the round delivered.
    pub(super) delivered: f64,
    /// What the path is believed to deliver.
    pub(super) rate: f64,
    /// Whether packets were dropped while there was a queue.
    pub(super) is_crowded: bool,
    /// Whether far more were lost than are at random.
    pub(super) is_overflowing: bool,
    floor: Duration,
    /// Of what is in flight, the share that arrives.
    kept: f64,
}

impl View {
    /// The window that keeps the queue at this length.
    pub(super) fn window(&self, queue: Duration) -> f64 {
        self.rate * (self.floor + queue).as_secs_f64() / self.kept
    }

    /// The window that keeps the queue at its target.
    pub(super) fn target_window(&self) -> f64 {
        self.window(self.target)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Model {
    mtu: f64,
    pub(super) floor: Floor,
    /// What rounds delivered, in bytes a second.
    rates: VecDeque<(Instant, f64)>,
    peak: Peak,
    /// Of bytes that are lost while there is no queue.
    random_loss: f64,
    /// Scales the target down where queues are short.
    headroom: f64,
}

impl Model {
    pub(super) fn new(mtu: f64) -> Self {
        Self {
            mtu,
            floor: Floor::default(),
            rates: VecDeque::new(),
            peak: Peak::default(),
            random_loss: 0.0,
            headroom: 1.0,
        }
    }

    pub(super) fn set_mtu(&mut self, mtu: f64) {
        self.mtu = mtu;
    }

    /// Bytes a second that the path is believed to deliver.
    pub(super) fn rate(&self) -> f64 {
        self.rates.iter().map(|(_, rate)| *rate).fold(0.0, f64::max)
    }

    /// The most that it delivered in the last seconds.
    pub(super) fn peak(&self) -> f64 {
        self.peak.get()
    }

    /// How long the queue should be, once there is a round-trip time.
    pub(super) fn target(&self) -> Option<Duration> {
        let floor = self.floor.get()?;
        let [least, most] = TARGET;
        let target = (floor / 4).clamp(least, most).mul_f64(self.headroom);
        Some(target.max(self.packet().min(LONGEST_PACKET)))
    }

    fn packet(&self) -> Duration {
        Duration::from_secs_f64(self.mtu / self.rate().max(1.0))
    }

    /// After a round.
    pub(super) fn learn(&mut self, round: &Round) -> Option<View> {
        let floor = self.floor.get()?;
        let target = self.target()?;
        let delivered = round.delivered as f64 / round.time.as_secs_f64().max(1e-6);
        let queue = round.least_rtt.saturating_sub(floor);
        let loss = round.lost as f64 / (round.lost + round.delivered).max(1) as f64;

        let is_overflowing =
            round.lost as f64 >= 4.0 * self.mtu && loss > self.random_loss + OVERFLOW_LOSS;
        if queue <= target / 2 {
            // What one round says counts no more than an overflow.
            let more = (loss - self.random_loss).min(OVERFLOW_LOSS);
            self.random_loss += more / 8.0;
        }
        let is_crowded =
            loss > CROWDED_LOSS + MORE_THAN_RANDOM * self.random_loss && queue > target / 4;
        self.headroom = match is_crowded {
            true => (self.headroom * 0.8).max(0.25),
            false => (self.headroom + 0.01).min(1.0),
        };
        let was_never_idle = queue > 3 * target + Duration::from_millis(20);
        self.add_rate(delivered, was_never_idle, round);

        let target = self.target()?;
        let kept = match queue <= target / 4 {
            true => 1.0 - self.random_loss.min(MOST_RANDOM_LOSS),
            // The path is full as it is.
            false => 1.0,
        };
        Some(View {
            queue,
            target,
            packet: self.packet(),
            delivered,
            rate: self.rate(),
            is_crowded,
            is_overflowing,
            floor,
            kept,
        })
    }

    fn add_rate(&mut self, rate: f64, was_never_idle: bool, round: &Round) {
        self.peak.add(rate, round.now);
        if was_never_idle {
            self.rates.clear();
        }
        // Where little is sent, nothing newer is known.
        if round.is_full || rate > self.rate() {
            let memory = MEMORY.max(4 * round.least_rtt);
            self.rates
                .retain(|(at, _)| round.now.saturating_duration_since(*at) < memory);
        }
        self.rates.push_back((round.now, rate));
        if self.rates.len() > RATES {
            self.rates.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn round(now: Instant, delivered: u64, rtt: Duration, is_full: bool) -> Round {
        Round {
            now,
            time: 50 * MS,
            delivered,
            lost: 0,
            least_rtt: rtt,
            is_full,
        }
    }

    fn model(now: Instant) -> Model {
        let mut model = Model::new(1200.0);
        model.floor.add(50 * MS, now);
        model
    }

    #[test]
    fn a_low_rate_is_believed_at_once_when_the_queue_never_emptied() {
        let start = Instant::now();
        let mut model = model(start);
        model.learn(&round(start, 50_000, 55 * MS, true));
        assert_eq!(model.rate() as u64, 1_000_000);
        let view = model.learn(&round(start + 50 * MS, 10_000, 50 * MS, true));
        assert_eq!(view.map(|view| view.rate as u64), Some(1_000_000));
        let view = model.learn(&round(start + 100 * MS, 10_000, 200 * MS, true));
        assert_eq!(view.map(|view| view.rate as u64), Some(200_000));
    }

    #[test]
    fn a_rate_is_kept_while_little_is_sent() {
        let start = Instant::now();
        let mut model = model(start);
        model.learn(&round(start, 50_000, 55 * MS, true));
        model.learn(&round(start + 5000 * MS, 1000, 50 * MS, false));
        assert_eq!(model.rate() as u64, 1_000_000);
        model.learn(&round(start + 5050 * MS, 1000, 50 * MS, true));
        assert_eq!(model.rate() as u64, 20_000);
    }

    #[test]
    fn the_target_is_a_quarter_of_the_way() {
        let start = Instant::now();
        let mut model = model(start);
        model.learn(&round(start, 500_000, 50 * MS, true));
        assert_eq!(model.target(), Some(Duration::from_micros(12_500)));
        // Unless a packet takes longer.
        let mut slow = Model::new(1200.0);
        slow.floor.add(50 * MS, start);
        slow.learn(&round(start, 2_000, 50 * MS, true));
        assert_eq!(slow.target(), Some(30 * MS));
    }
}

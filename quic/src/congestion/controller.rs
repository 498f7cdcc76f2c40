//! What quinn calls: counts bytes, cuts time into rounds, and has the window
//! decided.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use quinn::congestion::{Controller, ControllerMetrics};
use quinn_proto::RttEstimator;

use crate::{meter::ACK_ONLY, stats::Stats};

use super::{model::Round, window::Window};

/// A round takes at least this long: less is noise.
const SHORTEST_ROUND: Duration = Duration::from_millis(10);

/// Over how long loss is averaged.
const LOSS_MEMORY: Duration = Duration::from_secs(2);

/// So many acknowledgements in a row show a queue before a round is over, as in
/// HyStart++ (RFC 9406).
const SAMPLES: u32 = 8;

/// When nothing comes back for so long, and two round trips, the path was gone:
/// about what RFC 9002, section 6.2, waits before it probes.
const OUTAGE: Duration = Duration::from_millis(100);

/// What is promised holds for round trips that a queue makes longer, up to this.
const PROMISED_QUEUE: Duration = Duration::from_millis(100);

/// And for what comes at once: a picture that is larger than others. Whoever was
/// promised room would take its waiting here for a queue on the path.
const PROMISED_BURST: Duration = Duration::from_millis(60);

/// What quinn's pacer makes of a window.
const PACE: f64 = 1.25;

#[derive(Clone, Debug)]
pub(super) struct Conversational {
    stats: Arc<Stats>,
    window: Window,
    mtu: u64,
    in_flight: u64,
    sent: u64,
    delivered: u64,
    lost: u64,
    loss: f64,
    smoothed_rtt: Duration,
    round: Started,
    recent: Recent,
    /// Since when an answer is due.
    waiting: Option<Instant>,
    /// When the path came back from its last outage.
    back: Option<Instant>,
}

/// The least round-trip time of the last [`SAMPLES`] acknowledgements, and up to
/// as many after them.
#[derive(Clone, Copy, Debug, Default)]
struct Recent {
    least: Option<Duration>,
    next: Option<Duration>,
    samples: u32,
}

impl Recent {
    fn add(&mut self, sample: Duration) {
        self.next = Some(self.next.map_or(sample, |least| least.min(sample)));
        self.samples += 1;
        if self.samples == SAMPLES {
            *self = Self {
                least: self.next,
                ..Self::default()
            };
        }
    }
}

/// The round that runs.
#[derive(Clone, Copy, Debug)]
struct Started {
    at: Instant,
    delivered: u64,
    lost: u64,
    least_rtt: Option<Duration>,
    samples: u32,
    is_full: bool,
    /// Whether the round before was. Acknowledgements come in bursts: those at
    /// the beginning of a round are for what filled the window in the last one.
    was_full: bool,
    acked: bool,
}

impl Conversational {
    pub(super) fn new(stats: Arc<Stats>, mtu: u16, now: Instant) -> Self {
        Self {
            stats,
            window: Window::new(mtu.into()),
            mtu: mtu.into(),
            in_flight: 0,
            sent: 0,
            delivered: 0,
            lost: 0,
            loss: 0.0,
            smoothed_rtt: Duration::ZERO,
            round: Started::new(now, 0, 0, false),
            recent: Recent::default(),
            waiting: None,
            back: None,
        }
    }

    /// Whether nothing came back for so long that the path must have been gone.
    /// What was seen meanwhile says nothing of the path that is back, so that
    /// one goes on as before (as BBR restores its window after a timeout).
    fn was_gone(&mut self, now: Instant, in_flight: u64) -> bool {
        let waited = self
            .waiting
            .map(|since| now.saturating_duration_since(since));
        self.waiting = (in_flight > 0).then_some(now);
        let was_gone = waited.is_some_and(|waited| waited > 2 * self.smoothed_rtt + OUTAGE);
        if was_gone {
            self.back = Some(now);
            self.round = Started::new(now, self.delivered, self.lost, false);
        }
        was_gone
    }

    fn end_round(&mut self, now: Instant) {
        let time = now.saturating_duration_since(self.round.at);
        let Some(least_rtt) = self.round.least_rtt else {
            return;
        };
        let delivered = self.delivered - self.round.delivered;
        let lost = self.lost - self.round.lost;
        let round = Round {
            now,
            time,
            delivered,
            lost,
            least_rtt,
            is_full: self.round.is_limited(),
        };
        let share = lost as f64 / (lost + delivered).max(1) as f64;
        let weight = (time.as_secs_f64() / LOSS_MEMORY.as_secs_f64()).min(0.25);
        self.loss += (share - self.loss) * weight;
        self.window.end_round(&round, self.stats.promised() > 0);
        self.round = Started::new(now, self.delivered, self.lost, self.round.is_full);
    }

    /// Bytes in flight that make what somebody was promised.
    fn promised(&self) -> u64 {
        let bytes_a_second = self.stats.promised();
        let longest = self.window.floor().unwrap_or_default() + PROMISED_QUEUE;
        let time = self.smoothed_rtt.min(longest) + PROMISED_BURST;
        (bytes_a_second as f64 * time.as_secs_f64()) as u64
    }

    fn tell(&self) {
        self.stats.set_delivery_rate(self.window.rate() as u64);
        self.stats.set_loss(self.loss);
    }

    fn pacing_rate(&self) -> u64 {
        if self.smoothed_rtt.is_zero() {
            return 0;
        }
        (self.window() as f64 * PACE / self.smoothed_rtt.as_secs_f64()) as u64
    }
}

impl Started {
    fn new(at: Instant, delivered: u64, lost: u64, was_full: bool) -> Self {
        Self {
            at,
            delivered,
            lost,
            least_rtt: None,
            samples: 0,
            is_full: false,
            was_full,
            acked: false,
        }
    }

    /// Whether it was the window that held us back.
    fn is_limited(&self) -> bool {
        self.is_full || self.was_full
    }
}

impl Controller for Conversational {
    fn on_sent(&mut self, now: Instant, bytes: u64, _: u64) {
        if bytes > ACK_ONLY {
            self.waiting.get_or_insert(now);
        }
        self.sent += bytes;
        self.in_flight += bytes;
        self.round.is_full |= self.in_flight + self.mtu >= self.window();
        self.tell();
    }

    fn on_ack(&mut self, now: Instant, sent: Instant, bytes: u64, _: bool, rtt: &RttEstimator) {
        self.delivered += bytes;
        self.smoothed_rtt = rtt.get();
        let sample = now.saturating_duration_since(sent);
        self.window.add_rtt(sample, now);
        let round = &mut self.round;
        round.least_rtt = Some(round.least_rtt.map_or(sample, |least| least.min(sample)));
        round.acked |= sent >= round.at;
        round.samples += 1;
        self.recent.add(sample);
        if round.is_limited() {
            self.window
                .acked((now, sent), bytes, self.recent.least, rtt);
        }
    }

    fn on_end_acks(&mut self, now: Instant, in_flight: u64, app_limited: bool, _: Option<u64>) {
        self.in_flight = in_flight;
        // The pacer holds us back before the window does.
        self.round.is_full |= self.window.is_starting() && !app_limited;
        if self.was_gone(now, in_flight) {
            return;
        }
        let time = now.saturating_duration_since(self.round.at);
        if self.round.acked && time >= SHORTEST_ROUND {
            self.end_round(now);
        }
        self.tell();
    }

    fn on_congestion_event(&mut self, now: Instant, sent: Instant, _: bool, bytes: u64) {
        self.in_flight = self.in_flight.saturating_sub(bytes);
        // What an outage took is known just after it is over.
        if self.back.is_none_or(|back| sent > back) {
            self.lost += bytes;
            self.window.lost(now, sent);
        }
        self.tell();
    }

    fn on_mtu_update(&mut self, mtu: u16) {
        self.mtu = mtu.into();
        self.window.set_mtu(self.mtu);
        self.tell();
    }

    fn window(&self) -> u64 {
        // Quinn sends while another packet keeps below it.
        self.window.get().max(self.promised()) + 1
    }

    fn metrics(&self) -> ControllerMetrics {
        let mut metrics = ControllerMetrics::default();
        metrics.congestion_window = self.window();
        metrics.pacing_rate = Some(self.pacing_rate() * 8);
        metrics
    }

    fn clone_box(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }

    fn initial_window(&self) -> u64 {
        Window::new(self.mtu).get() + 1
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_is_that_of_the_last_few() {
        let mut recent = Recent::default();
        for millis in (1..).take(SAMPLES as usize - 1) {
            recent.add(Duration::from_millis(millis));
        }
        assert_eq!(recent.least, None);
        for _ in 0..SAMPLES {
            recent.add(Duration::from_millis(50));
        }
        assert_eq!(recent.least, Some(Duration::from_millis(1)));
        recent.add(Duration::from_millis(50));
        for _ in 0..SAMPLES {
            recent.add(Duration::from_millis(60));
        }
        assert_eq!(recent.least, Some(Duration::from_millis(60)));
    }
}

//! What quinn calls: counts bytes, cuts time into rounds, and has the window
//! decided.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use quinn::congestion::{Controller, ControllerMetrics};
use quinn_proto::RttEstimator;

use crate::stats::Stats;

use super::{model::Round, window::Window};

/// A round takes at least this long: less is noise.
const SHORTEST_ROUND: Duration = Duration::from_millis(10);

/// Over how long loss is averaged.
const LOSS_MEMORY: Duration = Duration::from_secs(2);

/// So many acknowledgements show a queue before a round is over.
const SAMPLES: u32 = 8;

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
        }
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
        self.window.end_round(&round);
        self.round = Started::new(now, self.delivered, self.lost, self.round.is_full);
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
    fn on_sent(&mut self, _: Instant, bytes: u64, _: u64) {
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
        if round.is_limited() {
            let rising = (round.samples >= SAMPLES)
                .then_some(round.least_rtt)
                .flatten();
            self.window.acked((now, sent), bytes, rising, rtt);
        }
    }

    fn on_end_acks(&mut self, now: Instant, in_flight: u64, _: bool, _: Option<u64>) {
        self.in_flight = in_flight;
        let time = now.saturating_duration_since(self.round.at);
        if self.round.acked && time >= SHORTEST_ROUND {
            self.end_round(now);
        }
        self.tell();
    }

    fn on_congestion_event(&mut self, now: Instant, sent: Instant, _: bool, bytes: u64) {
        self.lost += bytes;
        self.in_flight = self.in_flight.saturating_sub(bytes);
        self.window.lost(now, sent);
        self.tell();
    }

    fn on_mtu_update(&mut self, mtu: u16) {
        self.mtu = mtu.into();
        self.window.set_mtu(self.mtu);
        self.tell();
    }

    fn window(&self) -> u64 {
        // Quinn sends while another packet keeps below it.
        self.window.get() + 1
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

//! Stands between quinn and a congestion control: writes down what happens, and
//! opens the window by a packet when a path may have come back.
//!
//! It is also how a migration is noticed, of which quinn tells nothing: for a
//! new path quinn has the controller cloned (same IP address) or built anew
//! (another), and lets it hear of acknowledgements once the peer has proved to
//! be there (quinn-proto 0.11, `Connection::migrate` and `on_packet_acked`).

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use quinn::congestion::{Controller, ControllerFactory, ControllerMetrics};
use quinn_proto::RttEstimator;

use crate::{core::is_outgrown, pulse::Pulse, stats::Stats};

/// Datagrams that a nudge lets through.
const NUDGE: u64 = 2;
/// Quinn sends no acknowledgement either while anything waits for its window
/// (quinn-proto 0.11, `Connection::poll_transmit`; RFC 9002, section 7, lets them
/// go). Two ends that both have more to say than their windows let through would
/// each wait for the other's. So where something has come and nothing was sent
/// since, one packet at a time goes to carry the acknowledgement, so many beyond
/// the window at most.
const ANSWERS: u64 = 2;
/// For so long an acknowledgement may wait for company, a little longer than what
/// we ask of the peer (`config`).
const ANSWER_AFTER: Duration = Duration::from_millis(6);
/// By so much quinn's count of what is in flight may be above ours: it has small
/// packets in it, of which an outage sees many.
const UNCOUNTED: u64 = 64 * 1024;
/// What is no larger carries an acknowledgement and nothing else, and is never
/// in flight. (A short header, a tag and a few ranges.)
pub(crate) const ACK_ONLY: u64 = 64;

/// Builds [`Meter`]s around the controllers of another factory.
pub(crate) struct MeterFactory {
    inner: Arc<dyn ControllerFactory + Send + Sync>,
    stats: Arc<Stats>,
    pulse: Arc<Pulse>,
    built: AtomicBool,
}

impl MeterFactory {
    /// Writes to `stats`, and starts the pulse when something is sent.
    pub(crate) fn new(
        inner: Arc<dyn ControllerFactory + Send + Sync>,
        stats: Arc<Stats>,
        pulse: Arc<Pulse>,
    ) -> Self {
        Self {
            inner,
            stats,
            pulse,
            built: AtomicBool::new(false),
        }
    }
}

impl ControllerFactory for MeterFactory {
    fn build(self: Arc<Self>, now: Instant, current_mtu: u16) -> Box<dyn Controller> {
        let inner = self.inner.clone().build(now, current_mtu);
        self.stats.set_window(inner.window());
        self.stats.set_in_flight(0);
        self.stats.set_mtu(current_mtu);
        Box::new(Meter {
            inner,
            stats: self.stats.clone(),
            pulse: self.pulse.clone(),
            unproven: self.built.swap(true, Relaxed),
            in_flight: 0,
            mtu: current_mtu.into(),
            nudged_until: AtomicU64::new(0),
            answered: None,
            sent: 0,
        })
    }
}

struct Meter {
    inner: Box<dyn Controller>,
    stats: Arc<Stats>,
    pulse: Arc<Pulse>,
    /// Whether this is another path, on which nothing was acknowledged yet.
    unproven: bool,
    in_flight: u64,
    mtu: u64,
    sent: u64,
    /// A nudge is in force until so much was sent.
    nudged_until: AtomicU64,
    /// When something was sent last, and what had come by then.
    answered: Option<(Instant, u64)>,
}

impl Meter {
    /// Whether an acknowledgement is due that the window would hold back.
    fn owes_an_answer(&self) -> bool {
        self.answered.is_some_and(|(at, received)| {
            self.stats.received() != received && at.elapsed() >= ANSWER_AFTER
        })
    }

    fn flying(&mut self, bytes: u64) {
        self.in_flight = bytes;
        self.stats.set_in_flight(bytes);
        self.stats.set_window(self.inner.window());
    }
}

impl Controller for Meter {
    fn on_sent(&mut self, now: Instant, bytes: u64, last_packet_number: u64) {
        self.inner.on_sent(now, bytes, last_packet_number);
        self.sent += bytes;
        self.answered = Some((now, self.stats.received()));
        self.stats.add_sent(bytes);
        if bytes > ACK_ONLY {
            self.flying(self.in_flight + bytes);
        }
        self.pulse.start();
    }

    fn on_ack(
        &mut self,
        now: Instant,
        sent: Instant,
        bytes: u64,
        app_limited: bool,
        rtt: &RttEstimator,
    ) {
        self.inner.on_ack(now, sent, bytes, app_limited, rtt);
        self.nudged_until.store(0, Relaxed);
        let latest = now.saturating_duration_since(sent);
        self.stats.set_rtt(rtt.get(), rtt.min(), latest);
        self.stats.add_delivered(bytes);
        if std::mem::take(&mut self.unproven) {
            self.stats.moved();
        }
    }

    fn on_end_acks(
        &mut self,
        now: Instant,
        in_flight: u64,
        app_limited: bool,
        largest_packet_num_acked: Option<u64>,
    ) {
        self.inner
            .on_end_acks(now, in_flight, app_limited, largest_packet_num_acked);
        self.flying(in_flight);
        if is_outgrown(&self.stats) {
            self.stats.outgrown();
        }
    }

    fn on_congestion_event(
        &mut self,
        now: Instant,
        sent: Instant,
        is_persistent_congestion: bool,
        lost_bytes: u64,
    ) {
        self.inner
            .on_congestion_event(now, sent, is_persistent_congestion, lost_bytes);
        self.stats.add_lost(lost_bytes);
        self.flying(self.in_flight.saturating_sub(lost_bytes));
    }

    fn on_mtu_update(&mut self, new_mtu: u16) {
        self.inner.on_mtu_update(new_mtu);
        self.mtu = new_mtu.into();
        self.stats.set_mtu(new_mtu);
    }

    fn window(&self) -> u64 {
        let window = self.inner.window();
        let beyond = NUDGE * self.mtu;
        if self.stats.take_nudge() {
            self.nudged_until.store(self.sent + beyond, Relaxed);
        }
        if self.sent < self.nudged_until.load(Relaxed) {
            window.max(self.in_flight + beyond + UNCOUNTED)
        } else if self.in_flight < window + ANSWERS * self.mtu && self.owes_an_answer() {
            window.max(self.in_flight + self.mtu + 1)
        } else {
            window
        }
    }

    fn metrics(&self) -> ControllerMetrics {
        self.inner.metrics()
    }

    fn clone_box(&self) -> Box<dyn Controller> {
        self.stats.set_in_flight(0);
        Box::new(Self {
            inner: self.inner.clone_box(),
            stats: self.stats.clone(),
            pulse: self.pulse.clone(),
            unproven: true,
            in_flight: 0,
            mtu: self.mtu,
            sent: 0,
            nudged_until: AtomicU64::new(0),
            answered: None,
        })
    }

    fn initial_window(&self) -> u64 {
        self.inner.initial_window()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self.inner.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::congestion::Conversation;

    const PACKET: u64 = 1452;

    #[test]
    fn an_answer_goes_by_the_window_one_packet_at_a_time() {
        let stats = Arc::new(Stats::default());
        let factory = Conversation::new(stats.clone());
        let factory = MeterFactory::new(Arc::new(factory), stats.clone(), Arc::default());
        let sent = Instant::now() - 2 * ANSWER_AFTER;
        let mut meter = Arc::new(factory).build(sent, PACKET as u16);
        let window = meter.window();
        let (mut in_flight, mut number) = (0, 0);
        let mut send = |meter: &mut Box<dyn Controller>, at| {
            meter.on_sent(at, PACKET, number);
            (in_flight, number) = (in_flight + PACKET, number + 1);
            in_flight
        };
        while send(&mut meter, sent) <= window {}
        assert_eq!(meter.window(), window, "nothing has come");
        for _ in 0..ANSWERS {
            stats.add_received(100);
            let full = send(&mut meter, sent);
            stats.add_received(100);
            if full < window + ANSWERS * PACKET {
                assert!(meter.window() > full + PACKET, "one more");
                assert!(meter.window() < full + 2 * PACKET, "and no more");
            }
        }
        stats.add_received(100);
        assert_eq!(meter.window(), window, "too many already");
        meter.on_end_acks(sent, window, false, None);
        meter.on_sent(Instant::now(), PACKET, number);
        stats.add_received(100);
        assert_eq!(meter.window(), window, "it may wait for company");
    }
}

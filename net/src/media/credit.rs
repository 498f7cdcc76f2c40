//! How much may be under way on a single stream: what the path carries in its
//! least round-trip time and a little more, so that no queue grows that would
//! hold sound up.
//!
//! After BBR's model of a path (draft-ietf-ccwg-bbr, 2.1): the highest rate of
//! delivery of late times the least round-trip time.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// A queue of so long is let stand.
const QUEUE: Duration = Duration::from_millis(60);
/// At least so many bytes, and at most.
const LEAST: f64 = 16_000.0;
const MOST: f64 = 400_000.0;
/// Rates are measured over this, and count for that long.
const SPAN: Duration = Duration::from_millis(200);
const COUNTS: Duration = Duration::from_secs(3);
/// A least round-trip time counts for so long.
const RTT_COUNTS: Duration = Duration::from_secs(10);
/// Bytes that are neither written nor acknowledged are at most so many pieces.
const MOST_MARKS: usize = 1024;

/// What is under way.
#[derive(Debug)]
pub(super) struct Credit {
    sent: u64,
    acked: u64,
    /// When so much had been written.
    marks: VecDeque<(u64, Instant)>,
    /// Acknowledged by then.
    acks: VecDeque<(Instant, u64)>,
    rates: VecDeque<(Instant, f64)>,
    least_rtt: Option<(Duration, Instant)>,
    window: f64,
}

impl Credit {
    pub(super) fn new() -> Self {
        Self {
            sent: 0,
            acked: 0,
            marks: VecDeque::new(),
            acks: VecDeque::new(),
            rates: VecDeque::new(),
            least_rtt: None,
            window: LEAST * 2.0,
        }
    }

    /// Bytes that were written and are not acknowledged.
    pub(super) fn in_flight(&self) -> usize {
        usize::try_from(self.sent - self.acked).unwrap_or(usize::MAX)
    }

    /// Time to the reader and back, at its least.
    pub(super) fn rtt(&self) -> Option<Duration> {
        self.least_rtt.map(|(rtt, _)| rtt)
    }

    /// Whether more may be written.
    pub(super) fn allows(&self) -> bool {
        (self.in_flight() as f64) < self.window && self.marks.len() < MOST_MARKS
    }

    /// So many bytes are written now.
    pub(super) fn write(&mut self, now: Instant, bytes: usize) {
        self.sent += bytes as u64;
        self.marks.push_back((self.sent, now));
    }

    /// The reader got so much in all; `false` when that cannot be.
    pub(super) fn on_ack(&mut self, now: Instant, total: u64) -> bool {
        if total < self.acked || total > self.sent {
            return false;
        }
        self.acked = total;
        let mut written = None;
        while self.marks.front().is_some_and(|(sent, _)| *sent <= total) {
            written = self.marks.pop_front();
        }
        if let Some((_, at)) = written {
            let rtt = now.saturating_duration_since(at);
            let old = |since: Instant| since + RTT_COUNTS <= now;
            if self
                .least_rtt
                .is_none_or(|(least, at)| rtt <= least || old(at))
            {
                self.least_rtt = Some((rtt, now));
            }
        }
        self.acks.push_back((now, total));
        while self.acks.len() > 2 && self.acks[1].0 + SPAN <= now {
            self.acks.pop_front();
        }
        if let (Some(first), Some(last)) = (self.acks.front(), self.acks.back()) {
            let span = last.0 - first.0;
            if span >= SPAN / 2 {
                let rate = (last.1 - first.1) as f64 / span.as_secs_f64();
                while self.rates.back().is_some_and(|(_, less)| *less <= rate) {
                    self.rates.pop_back();
                }
                self.rates.push_back((now, rate));
            }
        }
        while self
            .rates
            .front()
            .is_some_and(|(at, _)| *at + COUNTS <= now)
        {
            self.rates.pop_front();
        }
        if let (Some((_, rate)), Some(rtt)) = (self.rates.front(), self.rtt()) {
            self.window = (rate * (rtt + QUEUE).as_secs_f64()).clamp(LEAST, MOST);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes as much as may be for ten seconds over a way that passes `rate`
    /// bytes a second on; the longest that something waited in the last half,
    /// and what got through.
    fn greedy(rate: f64, delay: Duration) -> (Duration, f64) {
        let start = Instant::now();
        let mut credit = Credit::new();
        let (mut free, mut total, mut longest) = (start, 0u64, Duration::ZERO);
        let mut acks: VecDeque<(Instant, u64)> = VecDeque::new();
        for millisecond in 0..10_000 {
            let now = start + Duration::from_millis(millisecond);
            while acks.front().is_some_and(|(at, _)| *at <= now) {
                let (_, total) = acks.pop_front().unwrap();
                assert!(credit.on_ack(now, total));
            }
            while credit.allows() {
                credit.write(now, 1000);
                total += 1000;
                free = free.max(now) + Duration::from_secs_f64(1000.0 / rate);
                acks.push_back((free + delay * 2, total));
                if millisecond > 5000 {
                    longest = longest.max(free - now);
                }
            }
        }
        (longest, credit.acked as f64 / 10.0)
    }

    #[test]
    fn a_path_is_filled_and_its_queue_stays_short() {
        for (rate, delay) in [(50_000.0, 25), (250_000.0, 25), (250_000.0, 100)] {
            let (queue, through) = greedy(rate, Duration::from_millis(delay));
            assert!(through > 0.85 * rate, "{rate} {delay}: {through}");
            let floor = Duration::from_secs_f64(LEAST / rate);
            let most = floor.max(QUEUE) + Duration::from_millis(60);
            assert!(queue < most, "{rate} {delay}: {queue:?}");
        }
    }

    #[test]
    fn acknowledgements_that_cannot_be_are_refused() {
        let now = Instant::now();
        let mut credit = Credit::new();
        credit.write(now, 100);
        assert!(!credit.on_ack(now, 101));
        assert!(credit.on_ack(now, 60));
        assert!(!credit.on_ack(now, 59));
        assert_eq!(credit.in_flight(), 40);
    }
}

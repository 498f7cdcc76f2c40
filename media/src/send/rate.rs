//! How much may be sent: an estimate from the peer's reports, and how it is
//! shared between sound and pictures.
//!
//! Delay tells first: a queue that stands and grows means that more is sent than
//! gets through, and then the estimate falls below what did get through. Loss
//! alone tells little, since radio loses without being full; only heavy loss
//! counts. Upwards it goes fast while nothing is known, and carefully around the
//! rate at which a queue built up before.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::{Path, trend::Trend};
use crate::{receive::clock::WindowedMin, wire::Report};

/// The estimate at the beginning, and its bounds, in bits per second of what is
/// inside packets.
const START: f64 = 400_000.0;
const FLOOR: f64 = 24_000.0;
const CEILING: f64 = 6_000_000.0;
/// A queue that is longer than this, and growing, is one too many; in
/// milliseconds, and milliseconds a second.
const QUEUE: f64 = 30.0;
const GROWING: f64 = 20.0;
/// A queue that is longer than this need not grow.
const LONG_QUEUE: f64 = 90.0;
/// Pictures that take so much longer than there and back wait in a queue that
/// sound passes: on this machine, or by its priority on the way.
const BEHIND: Duration = Duration::from_millis(60);
/// Below this there is no queue to speak of.
const NO_QUEUE: f64 = 22.0;
/// A path that is nearly full has a longer queue than this after each picture. So many
/// reports in a row without, and a limit is none any more.
const EMPTY: f64 = 5.0;
const EMPTY_IN_A_ROW: u32 = 5;
/// What is left of what got through when there was a queue.
const BACK_OFF: f64 = 0.85;
/// A queue needs time to shrink before it is answered again.
const AGAIN: Duration = Duration::from_millis(350);
/// Growth for each report, far from any known limit, and close to one.
const FAST: f64 = 1.08;
const CAREFUL: f64 = 1.01;
/// What is known of a limit is forgotten after this.
const FORGET: Duration = Duration::from_secs(15);
/// More of sound than this lost, and the estimate falls for that alone.
const HEAVY_LOSS: f64 = 0.18;
/// No report for so long means that nothing gets through.
const NO_REPORT: Duration = Duration::from_millis(500);
/// More of sound than this lost, and it is sent so that losses are made up for,
/// until less than that is: what is sent anew by turns comes when it is not
/// expected.
const LOSSY: f64 = 0.006;
const LOSSLESS: f64 = 0.002;
/// From here on there is enough for sending sound twice, in bits per second.
const AGAIN_FROM: f64 = 450_000.0;
/// And for the best sound. A call without pictures never proves that there is more
/// than it begins with.
const BEST_FROM: f64 = 390_000.0;
/// Who sends less than this part of the estimate, gets all of it through as it is sent,
/// and has no more bytes than this on their way, did not make a queue: it is others', or
/// jitter. Nothing is learned of the path then, and the estimate does not fall below
/// this, in bits per second.
const IDLE: f64 = 0.5;
const IDLE_IN_FLIGHT: usize = 4_000;
const IDLE_FLOOR: f64 = 200_000.0;
/// So many reports tell what comes through a queue, unless it is less than so much of
/// what came before: then something held everything up.
const LAST: usize = 2;
const LAST_PART: f64 = 0.4;
/// What got through is measured over this, and so many reports at most.
const MEASURED: Duration = Duration::from_millis(500);
const REPORTS: usize = 64;

/// What this side knows itself when a report comes.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// The way to the peer.
    pub path: Path,
    /// Bytes that were sent so far, of what reports count.
    pub sent: u64,
    /// How long pieces of pictures waited here at most, of late.
    pub waited: Duration,
}

/// Bytes that had come, and that had been sent, when a report was made and came.
#[derive(Clone, Copy, Debug)]
struct Reported {
    /// On the peer's clock: reports may be late.
    made: Duration,
    came: Instant,
    received: u64,
    here: Here,
}

/// The estimate.
#[derive(Debug)]
pub struct RateController {
    estimate: f64,
    fastest: WindowedMin,
    trend: Trend,
    reported: VecDeque<Reported>,
    queue: f64,
    /// Whether pictures wait where sound does not.
    behind: bool,
    loss: f64,
    lossy: bool,
    /// Where a queue built up, and when.
    limit: Option<(f64, Instant)>,
    lowered: Option<Instant>,
    /// Reports in a row with a queue too many, and with none.
    over: u32,
    empty: u32,
    heard: Instant,
}

impl RateController {
    /// Before any report.
    pub fn new(now: Instant) -> Self {
        Self {
            estimate: START,
            fastest: WindowedMin::new(Duration::from_secs(20), Duration::from_secs(1)),
            trend: Trend::new(Duration::from_millis(600)),
            reported: VecDeque::new(),
            queue: 0.0,
            behind: false,
            loss: 0.0,
            lossy: false,
            limit: None,
            lowered: None,
            over: 0,
            empty: 0,
            heard: now,
        }
    }

    /// Bits per second that may be sent.
    pub fn estimate(&self) -> u32 {
        self.estimate as u32
    }

    /// The part of sound that is lost on the way, of late.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// How long packets stand in a queue on the way, of late.
    pub fn queue(&self) -> Duration {
        Duration::from_secs_f64(self.queue.clamp(0.0, 60_000.0) / 1000.0)
    }

    /// Whether pictures wait on their way, of late, where sound does not.
    pub fn is_behind(&self) -> bool {
        self.behind
    }

    /// The peer says what came.
    pub fn on_report(&mut self, now: Instant, report: &Report, here: Here) {
        self.heard = now;
        let window = Duration::from_millis(report.window_ms.into());
        let before = self
            .reported
            .back()
            .map_or(Duration::ZERO, |last| last.made);
        let made = before.saturating_add(window);
        self.reported.push_back(Reported {
            made,
            came: now,
            received: report.bytes,
            here,
        });
        let old = |then: &Reported| then.made.saturating_add(MEASURED) <= made;
        while self.reported.get(1).is_some_and(old) || self.reported.len() > REPORTS {
            self.reported.pop_front();
        }
        if let Some(fastest) = report.fastest_us {
            self.fastest.add(now, fastest);
            let least = self.fastest.least().unwrap_or(fastest);
            self.queue = fastest.saturating_sub(least) as f64 / 1000.0;
            self.trend.add(now, self.queue);
            self.behind = report.pictures_us.is_some_and(|way| {
                let longest = here.path.rtt + BEHIND + here.waited;
                way.saturating_sub(least) > i64::try_from(longest.as_micros()).unwrap_or(i64::MAX)
            });
        }
        if report.fastest_us.is_none() && here.path.in_flight <= IDLE_IN_FLIGHT {
            // Nothing came since nothing is on its way, and so no queue is known any
            // more: whoever held back for the last one would do so for ever.
            (self.queue, self.behind, self.over, self.empty) = (0.0, false, 0, 0);
        }
        // What is late behind a queue is not lost.
        if self.queue < QUEUE {
            self.hear_loss(report);
        }
        tracing::trace!(
            estimate = self.estimate as u32,
            queue_ms = self.queue as u32,
            behind = self.behind,
            loss = self.loss,
            through = self.got_through().unwrap_or(0.0) as u32,
            held_ms = report.held_ms,
            late = report.late,
            "reported"
        );
        let growing = self.queue > QUEUE && self.trend.slope() > GROWING;
        let too_long = self.queue > LONG_QUEUE;
        self.over = if growing || too_long || self.behind {
            self.over + 1
        } else {
            0
        };
        self.empty = if self.queue < EMPTY {
            self.empty + 1
        } else {
            0
        };
        let again = self.lowered.is_none_or(|at| now >= at + AGAIN);
        if (self.over >= 2 || (growing && too_long)) && again {
            self.lower(now);
        } else if self.loss > HEAVY_LOSS && again {
            self.lowered = Some(now);
            self.set(self.estimate * (1.0 - self.loss / 2.0));
        } else if self.queue < NO_QUEUE && !self.behind && again {
            self.raise(now);
        }
    }

    fn hear_loss(&mut self, report: &Report) {
        let late = f64::from(report.late);
        let all = late + f64::from(report.in_time);
        if all > 0.0 {
            // Over some five seconds of talking.
            let weight = (all * 0.004).min(0.2);
            self.loss += weight * (late / all - self.loss);
            self.lossy = self.loss > if self.lossy { LOSSLESS } else { LOSSY };
        }
    }

    /// Bits per second that got through of late.
    fn got_through(&self) -> Option<f64> {
        self.got_through_over(REPORTS)
    }

    /// The same over so many reports.
    fn got_through_over(&self, reports: usize) -> Option<f64> {
        let last = self.reported.back()?;
        let first = self.reported.iter().rev().take(reports + 1).next_back()?;
        let time = last.made.saturating_sub(first.made);
        bits_per_s(last.received.saturating_sub(first.received), time)
    }

    /// Bits per second that were sent of late.
    fn sent(&self) -> Option<f64> {
        let (first, last) = (self.reported.front()?, self.reported.back()?);
        let time = last.came.saturating_duration_since(first.came);
        bits_per_s(last.here.sent.saturating_sub(first.here.sent), time)
    }

    /// Whether so little is sent that a queue is not of that.
    fn is_idle(&self, through: f64) -> bool {
        let in_flight = self.reported.iter().map(|then| then.here.path.in_flight);
        if in_flight.max().is_none_or(|most| most > IDLE_IN_FLIGHT) {
            return false;
        }
        self.sent().is_some_and(|sent| {
            let piles_up = sent > 1.2 * through + 5_000.0;
            let drains = through > 1.2 * sent + 5_000.0;
            sent < IDLE * self.estimate && !piles_up && !drains
        })
    }

    fn lower(&mut self, now: Instant) {
        let through = self.got_through().unwrap_or(self.estimate);
        self.lowered = Some(now);
        if self.is_idle(through) {
            let floor = self.estimate.min(IDLE_FLOOR);
            self.set((self.estimate * BACK_OFF).max(floor));
        } else {
            // Behind a queue, what came last is what the path carries now.
            let last = self.got_through_over(LAST).unwrap_or(through);
            let through = through.min(last.max(through * LAST_PART));
            self.limit = Some((through, now));
            self.set(self.estimate.min(through) * BACK_OFF);
        }
    }

    fn raise(&mut self, now: Instant) {
        if self.limit.is_some_and(|(_, at)| now > at + FORGET) {
            self.limit = None;
        }
        let through = self.got_through().unwrap_or(0.0);
        let is_gone = |limit: f64| {
            let beyond = self.estimate > 1.15 * limit || through > 1.1 * limit;
            beyond || self.empty >= EMPTY_IN_A_ROW
        };
        let factor = match self.limit {
            Some((limit, _)) if is_gone(limit) => {
                // It was no limit after all, or is none any more.
                self.limit = None;
                FAST
            }
            Some((limit, _)) if self.estimate > 0.9 * limit => CAREFUL,
            _ => FAST,
        };
        // Who sends less than may be learns nothing about more.
        let proven = self
            .got_through()
            .map_or(START, |bits| 1.4 * bits + 80_000.0);
        let raised = (self.estimate * factor).min(proven);
        if raised > self.estimate {
            self.set(raised);
        }
    }

    /// To be called now and then: without reports the estimate falls.
    pub fn on_tick(&mut self, now: Instant) {
        if now >= self.heard + NO_REPORT {
            self.heard = now;
            self.set(self.estimate * 0.6);
        }
    }

    fn set(&mut self, estimate: f64) {
        self.estimate = estimate.clamp(FLOOR, CEILING);
    }

    /// What sound is to cost.
    pub fn sound(&self) -> SoundTarget {
        let bits_per_s = match self.estimate {
            bits if bits < 60_000.0 => 16_000,
            bits if bits < 120_000.0 => 24_000,
            bits if bits < BEST_FROM => 32_000,
            _ => 48_000,
        };
        let again = self.lossy && self.estimate > AGAIN_FROM;
        let carried = match (self.lossy, self.estimate) {
            (true, bits) if bits > 200_000.0 && !again => 2,
            (lossy, bits) if lossy || bits > 120_000.0 => 1,
            _ => 0,
        };
        SoundTarget {
            bits_per_s,
            carried,
            again,
            // What is carried whole need not be there once more in a coarse copy.
            loss_percent: match carried {
                0 => (self.loss * 100.0).ceil().clamp(1.0, 30.0) as u8,
                _ => 0,
            },
        }
    }

    /// What is left for pictures, in bits per second.
    pub fn pictures(&self) -> u32 {
        let sound = f64::from(self.sound().cost());
        (self.estimate - sound).max(0.0) as u32
    }
}

/// Nothing when that is too short to tell.
fn bits_per_s(bytes: u64, time: Duration) -> Option<f64> {
    let seconds = time.as_secs_f64();
    (seconds >= 0.15).then(|| bytes as f64 * 8.0 / seconds)
}

/// How sound is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundTarget {
    /// Rate of the encoder.
    pub bits_per_s: u32,
    /// How many frames before it each packet carries.
    pub carried: usize,
    /// Whether each packet is sent twice.
    pub again: bool,
    /// Loss that the encoder is to expect: none when frames are carried.
    pub loss_percent: u8,
}

impl Default for SoundTarget {
    fn default() -> Self {
        Self {
            bits_per_s: 48_000,
            carried: 1,
            again: false,
            loss_percent: 0,
        }
    }
}

impl SoundTarget {
    /// Bits per second of packets of sound.
    pub fn cost(self) -> u32 {
        let copies = self.carried as u32 + 1;
        let packets = if self.again { 2 } else { 1 };
        packets * (copies * self.bits_per_s + 50 * 8 * (11 + 2 * copies))
    }
}

#[cfg(test)]
#[path = "rate_tests.rs"]
mod tests;

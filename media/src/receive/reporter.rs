//! Tells the sender every 100 ms what came of what it sent.

use std::time::{Duration, Instant};

use super::jitter_buffer::SoundCounts;
use crate::wire::{MediaTime, Report};

/// Time between two reports.
pub const EVERY: Duration = Duration::from_millis(100);

/// Gathers what a report says.
#[derive(Debug)]
pub struct Reporter {
    began: Instant,
    number: u32,
    bytes: u64,
    newest: MediaTime,
    /// Of anything, and of pictures.
    fastest: [Option<i64>; 2],
    counts: SoundCounts,
}

impl Reporter {
    /// The first window begins.
    pub fn new(now: Instant) -> Self {
        Self {
            began: now,
            number: 0,
            bytes: 0,
            newest: MediaTime::default(),
            fastest: [None; 2],
            counts: SoundCounts::default(),
        }
    }

    /// A packet of so many bytes came that was complete at `time`, and was `way`
    /// microseconds on its way (see [`Report::fastest_us`]); whether it is a piece
    /// of a picture.
    pub fn arrived(&mut self, bytes: usize, time: MediaTime, way: i64, picture: bool) {
        self.bytes += bytes as u64;
        self.newest = self.newest.max(time);
        let kinds = if picture { 2 } else { 1 };
        for fastest in self.fastest.iter_mut().take(kinds) {
            *fastest = Some(fastest.map_or(way, |fastest| fastest.min(way)));
        }
    }

    /// When the next report is due.
    pub fn next(&self) -> Instant {
        self.began + EVERY
    }

    /// The report, when it is due.
    pub fn poll(&mut self, now: Instant, counts: SoundCounts, held: Duration) -> Option<Report> {
        let window = now.saturating_duration_since(self.began);
        if window < EVERY {
            return None;
        }
        let since = |new: u64, old: u64| u16::try_from(new.saturating_sub(old)).unwrap_or(u16::MAX);
        let in_time = |counts: &SoundCounts| counts.in_time + counts.overtaken;
        let ms = |duration: Duration| u16::try_from(duration.as_millis()).unwrap_or(u16::MAX);
        let report = Report {
            number: self.number,
            window_ms: ms(window),
            bytes: self.bytes,
            newest: self.newest,
            fastest_us: self.fastest[0].take(),
            pictures_us: self.fastest[1].take(),
            in_time: since(in_time(&counts), in_time(&self.counts)),
            late: since(counts.late(), self.counts.late()),
            held_ms: ms(held),
        };
        self.number = self.number.wrapping_add(1);
        self.began = now;
        self.counts = counts;
        Some(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_window_is_reported_once() {
        let start = Instant::now();
        let mut reporter = Reporter::new(start);
        let time = |ms| MediaTime::after(Duration::from_millis(ms));
        reporter.arrived(100, time(40), 7000, true);
        reporter.arrived(200, time(20), 5000, false);
        let counts = SoundCounts {
            in_time: 4,
            repaired: 1,
            ..SoundCounts::default()
        };
        let held = Duration::from_millis(30);
        assert_eq!(reporter.poll(start + EVERY / 2, counts, held), None);
        let report = reporter.poll(start + EVERY, counts, held).unwrap();
        assert_eq!(
            (report.number, report.bytes, report.window_ms),
            (0, 300, 100)
        );
        assert_eq!((report.newest, report.fastest_us), (time(40), Some(5000)));
        assert_eq!(report.pictures_us, Some(7000));
        assert_eq!((report.in_time, report.late, report.held_ms), (4, 1, 30));
        let report = reporter.poll(start + 2 * EVERY, counts, held).unwrap();
        assert_eq!(
            (report.number, report.bytes, report.fastest_us),
            (1, 300, None)
        );
        assert_eq!((report.in_time, report.late), (0, 0));
    }
}

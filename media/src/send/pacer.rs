//! Pieces of pictures, spread over time, so that sound finds gaps between them
//! and queues on the way stay short; and held back while more is on its way than the
//! path was believed to carry. That tells of a path that suddenly carries less after a
//! round trip, long before the peer can report it.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::Path;
use crate::wire::Piece;

/// Pieces go this much faster than they come on the whole, so that a picture is
/// through before the next one comes.
const FASTER: f64 = 2.0;
/// Nothing waits longer than this for its turn: better a queue on the way than
/// here.
const LONGEST: Duration = Duration::from_millis(60);
/// Pieces are held back while so many bytes are on their way beyond what fills the
/// path, but no longer and no shorter than the times. With less, pieces that wait for
/// what was lost cost voices 0.2 to 0.5 of PESQ at 5 % loss.
const BEYOND: f64 = 5_000.0;
const BEYOND_TIME: [f64; 2] = [0.01, 0.05];
/// So many bytes may always be on their way.
const IN_FLIGHT: f64 = 2_000.0;
/// Nothing is held back for longer than this, nor looked at less often than that.
const HELD: Duration = Duration::from_millis(500);
const LOOK: Duration = Duration::from_millis(4);
/// What was held back is told of for so long.
const TOLD: Duration = Duration::from_millis(600);
/// So many bytes may go at once.
const BURST: f64 = 2_500.0;
/// Most bytes that wait, beyond which something is wrong.
const MOST: usize = 2 * 1024 * 1024;

/// Hands out pieces when it is their turn.
#[derive(Debug)]
pub struct Pacer {
    waiting: VecDeque<(Instant, Piece)>,
    bytes: usize,
    /// Bytes that may go now, and when that was.
    credit: f64,
    at: Instant,
    /// Bits per second that are sent on the whole.
    load: u32,
    /// Whether the first piece is held back.
    held: bool,
    /// When a piece went that had waited long, and how long.
    waited: (Instant, Duration),
}

impl Pacer {
    /// Nothing waits.
    pub fn new(now: Instant) -> Self {
        Self {
            waiting: VecDeque::new(),
            bytes: 0,
            credit: BURST,
            at: now,
            load: 160_000,
            held: false,
            waited: (now, Duration::ZERO),
        }
    }

    /// Bytes that wait.
    pub fn backlog(&self) -> usize {
        self.bytes
    }

    /// Whether a piece still waits that should have gone: another picture would too.
    pub fn is_stuck(&self, now: Instant) -> bool {
        let first = self.waiting.front();
        first.is_some_and(|(since, _)| now > *since + LONGEST)
    }

    /// A picture's pieces are to go, where `load` bits per second are sent on the
    /// whole. `false` when there are far too many, and none was taken.
    pub fn push(&mut self, now: Instant, pieces: Vec<Piece>, load: u32) -> bool {
        self.load = load;
        let bytes: usize = pieces.iter().map(|piece| piece.data.len()).sum();
        if self.bytes + bytes > MOST {
            return false;
        }
        self.bytes += bytes;
        self.waiting
            .extend(pieces.into_iter().map(|piece| (now, piece)));
        true
    }

    /// Bytes a second at which pieces go.
    fn rate(&self) -> f64 {
        f64::from(self.load) / 8.0 * FASTER
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.credit = (self.credit + passed * self.rate()).min(BURST);
    }

    /// Whether more is on its way than the path was believed to carry.
    fn is_full(&self, path: Path) -> bool {
        let carried = path.holds(self.load, BEYOND, BEYOND_TIME);
        path.in_flight as f64 > carried.max(IN_FLIGHT)
    }

    /// The next piece whose turn it is, when the way is `path`.
    pub fn poll(&mut self, now: Instant, path: Path) -> Option<Piece> {
        self.refill(now);
        let (since, _) = self.waiting.front()?;
        self.held = now < *since + HELD && self.is_full(path);
        if self.held || (self.credit <= 0.0 && now < *since + LONGEST) {
            return None;
        }
        let (since, piece) = self.waiting.pop_front()?;
        let waited = now.saturating_duration_since(since);
        if waited >= self.waited(now) {
            self.waited = (now, waited);
        }
        self.bytes -= piece.data.len();
        self.credit = (self.credit - piece.data.len() as f64).max(-BURST);
        Some(piece)
    }

    /// How long pieces waited here at most, of late.
    pub fn waited(&self, now: Instant) -> Duration {
        let (at, waited) = self.waited;
        let first = self.waiting.front();
        let waits = first.map_or(Duration::ZERO, |(since, _)| {
            now.saturating_duration_since(*since)
        });
        if now < at + TOLD {
            waited.max(waits)
        } else {
            waits
        }
    }

    /// When it may be the next piece's turn; none when nothing waits.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let (since, _) = self.waiting.front()?;
        if self.held {
            return Some((self.at + LOOK).min(*since + HELD));
        }
        let wait = (-self.credit).max(0.0) / self.rate().max(1.0);
        let turn = self.at + Duration::from_secs_f64(wait) + Duration::from_micros(100);
        Some(turn.min(*since + LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{MAX_PIECE, MediaTime};

    fn pieces(count: u16) -> Vec<Piece> {
        let piece = |piece| Piece {
            frame: 1,
            time: MediaTime::default(),
            piece,
            pieces: count,
            key: false,
            data: vec![0; MAX_PIECE],
        };
        (0..count).map(piece).collect()
    }

    /// When each piece went, in milliseconds.
    fn drain(pacer: &mut Pacer, start: Instant) -> Vec<u128> {
        let (mut now, mut went) = (start, Vec::new());
        loop {
            while pacer.poll(now, Path::default()).is_some() {
                went.push((now - start).as_millis());
            }
            match pacer.poll_timeout() {
                Some(next) => now = next.max(now),
                None => return went,
            }
        }
    }

    #[test]
    fn pieces_are_spread_at_twice_the_rate() {
        let start = Instant::now();
        let mut pacer = Pacer::new(start);
        // A piece takes 17 ms at 500 kb/s.
        assert!(pacer.push(start, pieces(6), 500_000));
        assert_eq!(pacer.backlog(), 6 * MAX_PIECE);
        let went = drain(&mut pacer, start);
        assert_eq!(went[..3], [0, 0, 0]);
        for pair in went[3..].windows(2) {
            assert!((7..=10).contains(&(pair[1] - pair[0])), "{went:?}");
        }
        assert_eq!((went.len(), pacer.backlog()), (6, 0));
    }

    #[test]
    fn pieces_are_held_back_while_more_is_on_its_way_than_the_path_carries() {
        let start = Instant::now();
        let mut pacer = Pacer::new(start);
        let path = |in_flight, queue_back| Path {
            in_flight,
            rtt: Duration::from_millis(if queue_back > 0 { 150 } else { 50 }),
            least_rtt: Duration::from_millis(50),
            queue_back: Duration::from_millis(queue_back),
        };
        // 6250 bytes fill the path, and 5000 beyond it are allowed.
        assert!(pacer.push(start, pieces(3), 1_000_000));
        assert!(pacer.poll(start, path(11_200, 0)).is_some());
        assert_eq!(pacer.poll(start, path(11_300, 0)), None);
        let later = |ms| start + Duration::from_millis(ms);
        assert!((later(4)..=later(5)).contains(&pacer.poll_timeout().unwrap()));
        assert!(!pacer.is_stuck(later(60)) && pacer.is_stuck(later(61)));
        // Their queue holds acknowledgements up, ours would not be longer for it.
        assert_eq!(pacer.poll(later(70), path(14_000, 0)), None);
        assert!(pacer.poll(later(70), path(14_000, 100)).is_some());
        assert_eq!(pacer.waited(later(80)), Duration::from_millis(80));
        // In the end it goes whatever is on its way.
        assert!(pacer.poll(later(500), path(1_000_000, 0)).is_some());
        assert_eq!(pacer.waited(later(600)), Duration::from_millis(500));
        assert_eq!(pacer.waited(later(1_200)), Duration::ZERO);
    }

    #[test]
    fn nothing_waits_long_and_too_much_is_refused() {
        let start = Instant::now();
        let mut pacer = Pacer::new(start);
        assert!(pacer.push(start, pieces(50), 30_000));
        let went = drain(&mut pacer, start);
        assert_eq!(went.last(), Some(&LONGEST.as_millis()));
        for _ in 0..10 {
            pacer.push(start, pieces(1000), 30_000);
        }
        assert!(pacer.backlog() <= MOST);
        assert!(!pacer.push(start, pieces(1000), 30_000));
    }
}

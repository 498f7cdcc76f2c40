//! Pieces of pictures, spread over time, so that sound finds gaps between them
//! and queues on the way stay short.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::wire::Piece;

/// Pieces go this much faster than they come on the whole, so that a picture is
/// through before the next one comes.
const FASTER: f64 = 2.0;
/// Nothing waits longer than this for its turn: better a queue on the way than
/// here.
const LONGEST: Duration = Duration::from_millis(60);
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
    rate: f64,
}

impl Pacer {
    /// Nothing waits.
    pub fn new(now: Instant) -> Self {
        Self {
            waiting: VecDeque::new(),
            bytes: 0,
            credit: BURST,
            at: now,
            rate: 40_000.0,
        }
    }

    /// Bytes that wait.
    pub fn backlog(&self) -> usize {
        self.bytes
    }

    /// A picture's pieces are to go, where `load` bits per second are sent on the
    /// whole. `false` when there are far too many, and none was taken.
    pub fn push(&mut self, now: Instant, pieces: Vec<Piece>, load: u32) -> bool {
        self.rate = f64::from(load) / 8.0 * FASTER;
        let bytes: usize = pieces.iter().map(|piece| piece.data.len()).sum();
        if self.bytes + bytes > MOST {
            return false;
        }
        self.bytes += bytes;
        self.waiting
            .extend(pieces.into_iter().map(|piece| (now, piece)));
        true
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.credit = (self.credit + passed * self.rate).min(BURST);
    }

    /// The next piece whose turn it is.
    pub fn poll(&mut self, now: Instant) -> Option<Piece> {
        self.refill(now);
        let (since, _) = self.waiting.front()?;
        if self.credit <= 0.0 && now < *since + LONGEST {
            return None;
        }
        let (_, piece) = self.waiting.pop_front()?;
        self.bytes -= piece.data.len();
        self.credit = (self.credit - piece.data.len() as f64).max(-BURST);
        Some(piece)
    }

    /// When it is the next piece's turn; none when nothing waits.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let (since, _) = self.waiting.front()?;
        let wait = (-self.credit).max(0.0) / self.rate.max(1.0);
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
            while pacer.poll(now).is_some() {
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

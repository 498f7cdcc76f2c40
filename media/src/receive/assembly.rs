//! Encoded pictures, put together again from their pieces and handed out in
//! order.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::{
    codec::MAX_FRAME,
    wire::{MediaTime, Piece},
};

/// Most pictures that are put together at once: two seconds at 30 a second.
const MAX_OPEN: usize = 60;
/// Most bytes of them all.
const MAX_BYTES: usize = 4 * MAX_FRAME;
/// A picture that is missing so long, while later ones are whole, is given up.
const GIVE_UP: Duration = Duration::from_millis(1000);
/// A keyframe is asked for at most once in this time.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// An encoded picture, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// When it was taken.
    pub time: MediaTime,
    /// Its bytes.
    pub data: Vec<u8>,
}

#[derive(Debug)]
struct Open {
    time: MediaTime,
    key: bool,
    pieces: Vec<Option<Vec<u8>>>,
    missing: usize,
    bytes: usize,
}

/// What is put together, and what is asked for.
#[derive(Debug, Default)]
pub struct Assembly {
    open: BTreeMap<u32, Open>,
    bytes: usize,
    /// The picture that the decoder takes next; none while only a keyframe will
    /// do.
    next: Option<u32>,
    /// The first picture that is still of use.
    oldest: u32,
    /// Since when a later picture is whole and the next one is not.
    stuck: Option<Instant>,
    asked: Option<Instant>,
    wants_key: bool,
    dropped: u64,
}

impl Assembly {
    /// Nothing yet; a keyframe comes first.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pieces that were of no use: garbled, doubled, too old or too many.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// A piece came.
    pub fn insert(&mut self, piece: Piece) {
        if !self.fits(&piece) {
            self.dropped += 1;
            return;
        }
        let open = self.open.entry(piece.frame).or_insert_with(|| Open {
            time: piece.time,
            key: piece.key,
            pieces: vec![None; usize::from(piece.pieces)],
            missing: usize::from(piece.pieces),
            bytes: 0,
        });
        let same = open.time == piece.time
            && open.key == piece.key
            && open.pieces.len() == usize::from(piece.pieces);
        match open.pieces.get_mut(usize::from(piece.piece)) {
            Some(place @ None) if same => {
                open.missing -= 1;
                open.bytes += piece.data.len();
                self.bytes += piece.data.len();
                *place = Some(piece.data);
            }
            _ => self.dropped += 1,
        }
        while self.open.len() > MAX_OPEN || self.bytes > MAX_BYTES {
            // The oldest has been waited for long enough.
            if let Some((number, _)) = self.open.pop_first() {
                self.dropped += 1;
                self.forget_before(number + 1);
                self.lose();
            }
        }
    }

    fn fits(&self, piece: &Piece) -> bool {
        let frame_bytes = self.open.get(&piece.frame).map_or(0, |open| open.bytes);
        // A number that leaps would make everything after it too old.
        let newest = self.open.last_key_value().map_or(self.oldest, |(n, _)| *n);
        let leap = piece.frame.saturating_sub(newest.max(self.oldest));
        let bounded = frame_bytes + piece.data.len() <= MAX_FRAME;
        piece.frame >= self.oldest && piece.frame != u32::MAX && leap < 10_000 && bounded
    }

    /// The next picture for the decoder, when it is there.
    pub fn poll(&mut self, now: Instant) -> Option<Whole> {
        if let Some(next) = self.next
            && self.open.get(&next).is_some_and(|open| open.missing == 0)
        {
            return self.take(next);
        }
        // From a keyframe on, nothing before it matters.
        let mut whole = self.open.iter().filter(|(_, open)| open.missing == 0);
        let key = whole.clone().find(|(_, open)| open.key).map(|(n, _)| *n);
        if let Some(key) = key {
            return self.take(key);
        }
        // While only a keyframe will do, nothing is waited for.
        self.next?;
        match (whole.next().is_some(), self.stuck) {
            (false, _) => self.stuck = None,
            (true, None) => self.stuck = Some(now),
            (true, Some(since)) if now >= since + GIVE_UP => self.lose(),
            (true, Some(_)) => {}
        }
        None
    }

    fn take(&mut self, number: u32) -> Option<Whole> {
        let open = self.open.remove(&number)?;
        self.bytes -= open.bytes;
        self.forget_before(number + 1);
        self.next = Some(number + 1);
        self.stuck = None;
        self.wants_key = false;
        let mut data = Vec::with_capacity(open.bytes);
        for piece in open.pieces.iter().flatten() {
            data.extend_from_slice(piece);
        }
        Some(Whole {
            time: open.time,
            data,
        })
    }

    fn forget_before(&mut self, number: u32) {
        self.oldest = number;
        self.open = self.open.split_off(&number);
        self.bytes = self.open.values().map(|open| open.bytes).sum();
    }

    /// The decoder cannot go on without a keyframe.
    pub fn lose(&mut self) {
        self.next = None;
        self.stuck = None;
        self.wants_key = true;
    }

    /// Whether a keyframe is to be asked for now.
    pub fn wants_key(&mut self, now: Instant) -> bool {
        let soon = self.asked.is_some_and(|asked| now < asked + ASK_AGAIN);
        if !self.wants_key || soon {
            return false;
        }
        self.asked = Some(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

    use super::*;

    fn pieces(frame: u32, count: u16, key: bool) -> Vec<Piece> {
        let piece = |piece| Piece {
            frame,
            time: MediaTime::after(Duration::from_millis(u64::from(frame) * 33)),
            piece,
            pieces: count,
            key,
            data: vec![frame as u8, piece as u8],
        };
        (0..count).map(piece).collect()
    }

    fn insert(assembly: &mut Assembly, pieces: Vec<Piece>) {
        for piece in pieces {
            assembly.insert(piece);
        }
    }

    #[test]
    fn pieces_in_any_order_make_pictures_in_order() {
        let now = Instant::now();
        let mut all: Vec<_> = (0..20).flat_map(|n| pieces(n, 5, n == 0)).collect();
        all.shuffle(&mut StdRng::seed_from_u64(1));
        let mut assembly = Assembly::new();
        let mut out = Vec::new();
        for piece in all {
            assembly.insert(piece);
            while let Some(whole) = assembly.poll(now) {
                out.push(whole);
            }
        }
        assert_eq!(out.len(), 20);
        for (n, whole) in (0u8..).zip(out) {
            assert_eq!(whole.data, [n, 0, n, 1, n, 2, n, 3, n, 4]);
        }
        assert!(!assembly.wants_key(now) && assembly.bytes == 0);
    }

    #[test]
    fn a_gap_that_lasts_leads_to_a_keyframe_asked_for_once_a_second() {
        let now = Instant::now();
        let mut assembly = Assembly::new();
        insert(&mut assembly, pieces(0, 1, true));
        assert!(assembly.poll(now).is_some());
        insert(&mut assembly, pieces(2, 1, false));
        assert!(assembly.poll(now).is_none());
        assert!(assembly.poll(now + GIVE_UP / 2).is_none());
        assert!(!assembly.wants_key(now + GIVE_UP / 2));
        let late = now + GIVE_UP;
        assert!(assembly.poll(late).is_none());
        assert!(assembly.wants_key(late) && !assembly.wants_key(late + ASK_AGAIN / 2));
        assert!(assembly.wants_key(late + ASK_AGAIN));
        insert(&mut assembly, pieces(3, 1, false));
        assert!(assembly.poll(late).is_none(), "only a keyframe will do");
        insert(&mut assembly, pieces(9, 1, true));
        assert_eq!(assembly.poll(late).unwrap().data, [9, 0]);
        insert(&mut assembly, pieces(10, 1, false));
        assert!(assembly.poll(late).is_some());
        assert!(!assembly.wants_key(late + 5 * ASK_AGAIN));
    }

    #[test]
    fn a_keyframe_makes_up_for_what_is_missing() {
        let now = Instant::now();
        let mut assembly = Assembly::new();
        insert(&mut assembly, pieces(0, 1, true));
        assert!(assembly.poll(now).is_some());
        insert(&mut assembly, pieces(5, 3, true));
        assert_eq!(assembly.poll(now).unwrap().data[0], 5);
        insert(&mut assembly, pieces(1, 1, false));
        assert_eq!(assembly.dropped(), 1, "too old now");
    }

    #[test]
    fn a_hostile_peer_fills_no_memory() {
        let mut assembly = Assembly::new();
        for frame in 0..5000 {
            let mut all = pieces(frame * 7, 1000, frame % 2 == 0);
            for piece in &mut all[..20] {
                piece.data = vec![0; crate::wire::MAX_PIECE];
            }
            all.truncate(20);
            insert(&mut assembly, all);
            assert!(assembly.open.len() <= MAX_OPEN && assembly.bytes <= MAX_BYTES);
        }
        let mut assembly = Assembly::new();
        let mut disagreeing = pieces(5, 3, true);
        disagreeing[1].pieces = 2;
        disagreeing[2].key = false;
        insert(&mut assembly, disagreeing);
        assert_eq!(assembly.dropped(), 2);
        insert(&mut assembly, pieces(u32::MAX, 1, true));
        insert(&mut assembly, pieces(u32::MAX - 1, 1, true));
        assert_eq!(assembly.dropped(), 4, "leaps are refused");
    }
}

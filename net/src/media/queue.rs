//! Packets that wait for one stream: what is urgent first, what is late not at
//! all.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::link::MediaLane;

/// Most packets that wait in one lane.
const MOST: usize = 64;

impl MediaLane {
    /// How long a packet may wait before it is written: later it is of no use.
    pub(super) fn patience(self) -> Duration {
        Duration::from_millis(match self {
            Self::Feedback => 500,
            Self::Sound => 200,
            Self::Pictures => 300,
        })
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Queue {
    lanes: [VecDeque<(Instant, Vec<u8>)>; 3],
    bytes: usize,
}

impl Queue {
    /// Bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes a packet, unless too many wait.
    pub(super) fn push(&mut self, now: Instant, lane: MediaLane, packet: Vec<u8>) -> bool {
        let waiting = &mut self.lanes[lane as usize];
        let fits = waiting.len() < MOST;
        if fits {
            self.bytes += packet.len();
            waiting.push_back((now, packet));
        }
        fits
    }

    /// The packet to write next; counts those that were too late.
    pub(super) fn pop(&mut self, now: Instant, late: &mut u64) -> Option<Vec<u8>> {
        let order = [MediaLane::Feedback, MediaLane::Sound, MediaLane::Pictures];
        for lane in order {
            while let Some((at, packet)) = self.lanes[lane as usize].pop_front() {
                self.bytes -= packet.len();
                if at + lane.patience() >= now {
                    return Some(packet);
                }
                *late += 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_goes_before_pictures_and_nothing_goes_late() {
        let now = Instant::now();
        let (mut queue, mut late) = (Queue::default(), 0);
        let later = |ms| now + Duration::from_millis(ms);
        for n in 0..3 {
            assert!(queue.push(now, MediaLane::Pictures, vec![n; 100]));
        }
        assert!(queue.push(later(50), MediaLane::Sound, vec![7]));
        assert_eq!(queue.bytes(), 301);
        assert_eq!(queue.pop(later(60), &mut late), Some(vec![7]));
        assert_eq!(queue.pop(later(60), &mut late), Some(vec![0; 100]));
        assert!(queue.push(later(250), MediaLane::Pictures, vec![9]));
        assert_eq!(queue.pop(later(301), &mut late), Some(vec![9]));
        assert_eq!((late, queue.bytes()), (2, 0));
        assert_eq!(queue.pop(later(301), &mut late), None);
    }

    #[test]
    fn what_waits_is_bounded() {
        let now = Instant::now();
        let mut queue = Queue::default();
        let taken = (0..1000).filter(|_| queue.push(now, MediaLane::Sound, vec![0; 10]));
        assert_eq!(taken.count(), MOST);
        assert!(queue.push(now, MediaLane::Feedback, vec![0]), "each lane");
    }
}

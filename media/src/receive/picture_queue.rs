//! Pictures that wait for their moment.
//!
//! They are on the same clock as sound. A picture is held back for as long as
//! most pictures need to come, and never shown much before the sound that
//! belongs to it; one that comes later than that is shown at once.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::{clock::PlayoutClock, delay::DelayTarget};
use crate::{codec::Content, wire::MediaTime};

/// Most pictures that wait.
const MAX_WAITING: usize = 10;
/// So much before its sound nobody minds a picture (ITU-R BT.1359: 45 ms).
const BEFORE_SOUND: Duration = Duration::from_millis(40);
/// Pictures are not held back for longer than this for their own sake.
const LONGEST: Duration = Duration::from_millis(250);
/// No new picture for so long is a freeze.
pub const FREEZE: Duration = Duration::from_millis(200);
/// What was due before this belongs to what the peer showed before.
const OLD: Duration = Duration::from_millis(500);

/// What was shown so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureCounts {
    /// Pictures shown.
    pub shown: u64,
    /// Pictures that were passed over, because a newer one was due as well.
    pub skipped: u64,
    /// Times that nothing new was shown for [`FREEZE`].
    pub freezes: u64,
    /// How long pictures stood still in those, in all.
    pub frozen: Duration,
}

/// Pictures of the peer that are decoded and not shown yet.
#[derive(Debug)]
pub struct PictureQueue<P> {
    waiting: VecDeque<(MediaTime, P)>,
    target: DelayTarget,
    shown: Option<Instant>,
    /// What the peer says that it shows.
    peer: Option<Content>,
    counts: PictureCounts,
}

impl<P> Default for PictureQueue<P> {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            target: DelayTarget::new(Duration::from_millis(10), 0.7, 150, LONGEST),
            shown: None,
            // Pictures may be here before the word about them.
            peer: Some(Content::Camera),
            counts: PictureCounts::default(),
        }
    }
}

impl<P> PictureQueue<P> {
    /// What was shown so far.
    pub fn counts(&self) -> PictureCounts {
        self.counts
    }

    /// What the peer says that it shows, if anything.
    pub fn peer_shows(&self) -> Option<Content> {
        self.peer
    }

    /// A picture of this time was whole `late` after it was due, and is decoded.
    pub fn insert(&mut self, time: MediaTime, late: Duration, picture: P) {
        self.target.add(late);
        if self.waiting.back().is_some_and(|(last, _)| *last >= time) {
            self.counts.skipped += 1;
            return;
        }
        self.waiting.push_back((time, picture));
        let most = self.peer.map_or(1, |_| MAX_WAITING);
        if self.waiting.len() > most {
            self.waiting.pop_front();
            self.counts.skipped += 1;
        }
    }

    /// How long after it was due a picture is shown, when sound is heard `sound`
    /// after it was due.
    fn hold(&self, sound: Option<Duration>) -> Duration {
        let with_sound = sound.map_or(Duration::ZERO, |s| s.saturating_sub(BEFORE_SOUND));
        self.target.target().max(with_sound)
    }

    /// The picture to show now, the newest that is due; none while the peer shows
    /// nothing.
    pub fn poll(
        &mut self,
        now: Instant,
        clock: &PlayoutClock,
        sound: Option<Duration>,
    ) -> Option<(MediaTime, P)> {
        let content = self.peer?;
        let hold = self.hold(sound);
        let due = |time: MediaTime| clock.due(time).is_none_or(|due| due + hold <= now);
        let count = self
            .waiting
            .iter()
            .take_while(|(time, _)| due(*time))
            .count();
        let last = count.checked_sub(1)?;
        self.counts.skipped += last as u64;
        let picture = self.waiting.drain(..count).next_back()?;
        if let Some(shown) = self.shown.replace(now) {
            let still = now.saturating_duration_since(shown);
            if still > FREEZE && content == Content::Camera {
                self.counts.freezes += 1;
                self.counts.frozen += still;
            }
        }
        self.counts.shown += 1;
        Some(picture)
    }

    /// When the next picture is to be shown.
    pub fn next(&self, clock: &PlayoutClock, sound: Option<Duration>) -> Option<Instant> {
        self.peer?;
        let (time, _) = self.waiting.front()?;
        Some(clock.due(*time)? + self.hold(sound))
    }

    /// The peer says that it shows something else, or nothing: the next picture
    /// ends no freeze. Those of a screen may stand still at any time.
    ///
    /// Words and pictures overtake each other: what comes after the word that it
    /// was the last is not shown, what came before the word that it is the first
    /// waits.
    pub fn on_peer_shows(&mut self, now: Instant, clock: &PlayoutClock, what: Option<Content>) {
        self.waiting
            .retain(|(time, _)| clock.since_due(now, *time) < OLD);
        self.shown = None;
        self.peer = what;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn time(n: u64) -> MediaTime {
        MediaTime::after(ms(n))
    }

    #[test]
    fn pictures_are_held_for_sound_and_late_ones_are_shown_at_once() {
        let start = Instant::now();
        let mut clock = PlayoutClock::new(start);
        let mut queue = PictureQueue::default();
        clock.arrived(start, time(0));
        queue.insert(time(0), ms(0), 'a');
        let sound = Some(ms(90));
        assert_eq!(queue.next(&clock, sound), Some(start + ms(50)));
        assert_eq!(queue.poll(start + ms(49), &clock, sound), None);
        assert_eq!(
            queue.poll(start + ms(50), &clock, sound),
            Some((time(0), 'a'))
        );
        queue.insert(time(33), ms(120), 'b');
        queue.insert(time(66), ms(90), 'c');
        assert_eq!(
            queue.poll(start + ms(200), &clock, sound),
            Some((time(66), 'c'))
        );
        assert_eq!(queue.counts().skipped, 1);
        assert_eq!(queue.next(&clock, sound), None);
    }

    #[test]
    fn standing_still_is_counted_unless_it_was_meant() {
        let start = Instant::now();
        let clock = PlayoutClock::new(start);
        let mut queue = PictureQueue::default();
        let show = |queue: &mut PictureQueue<()>, at| {
            queue.insert(time(at), ms(0), ());
            assert!(queue.poll(start + ms(at), &clock, None).is_some());
        };
        show(&mut queue, 0);
        show(&mut queue, 150);
        show(&mut queue, 400);
        let counts = queue.counts();
        assert_eq!((counts.freezes, counts.frozen), (1, ms(250)));
        queue.on_peer_shows(start, &clock, Some(Content::Camera));
        show(&mut queue, 9000);
        assert_eq!(queue.counts().freezes, 1);
        queue.on_peer_shows(start, &clock, Some(Content::Screen));
        show(&mut queue, 10_000);
        show(&mut queue, 12_000);
        assert_eq!(queue.counts().freezes, 1, "a screen stands still");
    }

    #[test]
    fn words_and_pictures_overtake_each_other() {
        let start = Instant::now();
        let mut clock = PlayoutClock::new(start);
        clock.arrived(start, time(0));
        let mut queue = PictureQueue::default();
        queue.on_peer_shows(start, &clock, None);
        queue.insert(time(33), ms(0), "late");
        assert_eq!(queue.next(&clock, None), None);
        assert_eq!(queue.poll(start + ms(600), &clock, None), None);
        queue.on_peer_shows(start + ms(600), &clock, Some(Content::Camera));
        assert_eq!(queue.poll(start + ms(600), &clock, None), None);
        queue.on_peer_shows(start + ms(700), &clock, None);
        queue.insert(time(800), ms(0), "late again");
        queue.insert(time(1000), ms(0), "early");
        queue.on_peer_shows(start + ms(1010), &clock, Some(Content::Screen));
        let shown = queue.poll(start + ms(1100), &clock, None);
        assert_eq!(shown, Some((time(1000), "early")));
    }

    #[test]
    fn old_and_too_many_pictures_are_passed_over() {
        let clock = PlayoutClock::new(Instant::now());
        let mut queue = PictureQueue::default();
        for n in 0..30 {
            queue.insert(time(n * 33), ms(0), n);
        }
        queue.insert(time(33), ms(0), 99);
        assert_eq!(queue.waiting.len(), MAX_WAITING);
        assert_eq!(queue.poll(Instant::now(), &clock, None).unwrap().1, 29);
        assert_eq!(queue.counts().skipped, 30);
    }
}

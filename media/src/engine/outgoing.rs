//! How much is sent: what the peer reports, made into targets for both encoders.

use std::time::{Duration, Instant};

use crate::{
    codec::Content,
    picture::Size,
    send::{
        ladder::{Ladder, Rung},
        rate::{Here, RateController, SoundTarget},
    },
    wire::Report,
};

/// An encoder that takes longer than this for a picture, at 30 a second, leaves
/// too little for everything else.
const SLOW: Duration = Duration::from_millis(24);
/// So many in a row, and pictures become smaller.
const SLOW_IN_A_ROW: u32 = 20;

/// The sending half's decisions.
#[derive(Debug)]
pub struct Outgoing {
    rate: RateController,
    ladder: Option<(Content, Size, Ladder)>,
    key_wanted: bool,
    slow: u32,
}

impl Outgoing {
    /// Before anything was reported.
    pub fn new(now: Instant) -> Self {
        Self {
            rate: RateController::new(now),
            ladder: None,
            key_wanted: false,
            slow: 0,
        }
    }

    /// The peer reports.
    pub fn on_report(&mut self, now: Instant, report: &Report, here: Here) {
        self.rate.on_report(now, report, here);
    }

    /// Whether another picture would wait on its way behind others.
    pub fn is_behind(&self) -> bool {
        self.rate.is_behind()
    }

    /// The peer needs a keyframe.
    pub fn on_keyframe_please(&mut self) {
        self.key_wanted = true;
    }

    /// The way to the peer is another one: nothing that was learned of the old
    /// one holds, and what was on it is lost.
    pub fn on_path_change(&mut self, now: Instant) {
        self.rate = RateController::new(now);
        self.key_wanted = true;
    }

    /// To be called now and then.
    pub fn on_tick(&mut self, now: Instant) {
        self.rate.on_tick(now);
    }

    /// Whether a keyframe is wanted since this was last asked.
    pub fn take_key_wanted(&mut self) -> bool {
        std::mem::take(&mut self.key_wanted)
    }

    /// Bits per second that the path carries.
    pub fn estimate(&self) -> u32 {
        self.rate.estimate()
    }

    /// Bits per second that sound takes together with so many for pictures, as far as
    /// the path carries them: less than the estimate where pictures need no more.
    pub fn load(&self, pictures: u32) -> u32 {
        let sound = self.rate.sound().cost();
        pictures.saturating_add(sound).min(self.rate.estimate())
    }

    /// How long packets stand in a queue on the way.
    pub fn queue(&self) -> Duration {
        self.rate.queue()
    }

    /// The part of sound that is lost on the way.
    pub fn loss(&self) -> f64 {
        self.rate.loss()
    }

    /// How sound is to be sent.
    pub fn sound(&self) -> SoundTarget {
        self.rate.sound()
    }

    /// How pictures of a source of this size are to be sent, if at all.
    pub fn pictures(
        &mut self,
        now: Instant,
        source: Size,
        content: Content,
    ) -> Option<(Rung, u32)> {
        let bits = self.rate.pictures();
        let (_, known, ladder) = match &mut self.ladder {
            Some(ladder) if ladder.0 == content => ladder,
            other => other.insert((content, source, Ladder::new(source, content))),
        };
        if *known != source {
            *known = source;
            ladder.set_source(source);
        }
        ladder.poll(now, bits)
    }

    /// How long the encoder took for a picture.
    pub fn on_encoded(&mut self, took: Duration) {
        self.slow = if took > SLOW { self.slow + 1 } else { 0 };
        if self.slow >= SLOW_IN_A_ROW {
            self.slow = 0;
            if let Some((_, _, ladder)) = &mut self.ladder {
                ladder.limit();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_machine_gets_smaller_pictures() {
        let now = Instant::now();
        let mut outgoing = Outgoing::new(now);
        let source = Size::new(1280, 720).unwrap();
        let lines = |outgoing: &mut Outgoing| {
            let target = outgoing.pictures(now, source, Content::Camera);
            target.unwrap().0.lines
        };
        assert_eq!(lines(&mut outgoing), 360);
        for _ in 0..SLOW_IN_A_ROW * 2 {
            outgoing.on_encoded(SLOW * 2);
        }
        assert!(lines(&mut outgoing) < 360);
    }

    #[test]
    fn what_is_sent_is_no_more_than_pictures_need_and_the_path_carries() {
        let now = Instant::now();
        let outgoing = Outgoing::new(now);
        let estimate = outgoing.estimate();
        assert!((130_000..250_000).contains(&outgoing.load(100_000)));
        assert_eq!(outgoing.load(estimate), estimate);
        assert_eq!(outgoing.load(u32::MAX), estimate);
    }

    #[test]
    fn another_way_wants_a_keyframe_and_begins_anew() {
        let now = Instant::now();
        let mut outgoing = Outgoing::new(now);
        let first = outgoing.estimate();
        for n in 0..100 {
            outgoing.on_tick(now + Duration::from_millis(100) * n);
        }
        assert!(outgoing.estimate() < first && !outgoing.take_key_wanted());
        outgoing.on_path_change(now);
        assert_eq!(outgoing.estimate(), first);
        assert!(outgoing.take_key_wanted() && !outgoing.take_key_wanted());
    }
}

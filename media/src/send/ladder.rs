//! How large pictures are and how many a second, for the bits that there are.
//!
//! Bits are shed first, then pictures a second, then size, then pictures
//! altogether; down after half a second, up after four, or sooner when there is
//! plenty. The ranges are those of libwebrtc's simulcast layers for VP8, with more
//! rungs between.

use std::time::{Duration, Instant};

use crate::{codec::Content, picture::Size};

/// Too little for the rung so long, and it goes down.
const DOWN_AFTER: Duration = Duration::from_millis(500);
/// Enough for the next rung so long, and it goes up.
const UP_AFTER: Duration = Duration::from_secs(4);
/// More than twice of what the next rung needs so long, and it goes up as well.
const UP_SOON: Duration = Duration::from_millis(700);
/// The largest rung of a source may take this many times its share. With more
/// than it can use, libvpx's rate control loses its way for seconds.
const TOP: f64 = 1.5;

/// Lines of a picture, pictures a second, and bits per second for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Height of pictures; the width follows from the source's shape.
    pub lines: usize,
    /// Pictures a second, at most.
    pub fps: u32,
    /// Fewest bits per second that look acceptable.
    pub least: u32,
    /// Bits per second beyond which nothing gets better.
    pub most: u32,
}

const fn rung(lines: usize, fps: u32, least: u32, most: u32) -> Rung {
    Rung {
        lines,
        fps,
        least: least * 1000,
        most: most * 1000,
    }
}

/// From the poorest to the best.
const RUNGS: [Rung; 10] = [
    rung(180, 10, 30, 80),
    rung(180, 20, 50, 150),
    rung(270, 20, 80, 250),
    rung(360, 15, 110, 300),
    rung(360, 30, 150, 700),
    rung(540, 20, 280, 800),
    rung(540, 30, 350, 1200),
    rung(720, 20, 480, 1500),
    rung(720, 30, 600, 2500),
    rung(1080, 30, 1600, 4500),
];
/// Where a call begins: 360 lines.
const FIRST: usize = 4;

/// As many lines as any screen has: letters that are shrunk cannot be read, so
/// of a screen there are fewer pictures a second rather than smaller ones.
const ALL: usize = 1920;
/// Those of a screen.
const SCREEN: [Rung; 5] = [
    rung(540, 2, 30, 150),
    rung(ALL, 1, 60, 400),
    rung(ALL, 3, 130, 1200),
    rung(ALL, 5, 300, 2500),
    rung(ALL, 10, 800, 5000),
];
/// Where a screen begins.
const FIRST_OF_SCREEN: usize = 2;

/// Where on the ladder pictures are.
#[derive(Debug)]
pub struct Ladder {
    rungs: &'static [Rung],
    /// How many rungs the source reaches.
    reach: usize,
    at: usize,
    /// None while there are too few bits for any picture.
    on: bool,
    too_few: Option<Instant>,
    enough: Option<Instant>,
    plenty: Option<Instant>,
}

impl Ladder {
    /// For a source with pictures of this size.
    pub fn new(source: Size, content: Content) -> Self {
        let (rungs, at): (&[_], _) = match content {
            Content::Camera => (&RUNGS, FIRST),
            Content::Screen => (&SCREEN, FIRST_OF_SCREEN),
        };
        let mut ladder = Self {
            rungs,
            reach: rungs.len(),
            at,
            on: true,
            too_few: None,
            enough: None,
            plenty: None,
        };
        ladder.set_source(source);
        ladder
    }

    /// The source has pictures of another size.
    pub fn set_source(&mut self, source: Size) {
        let lines = source.height().min(source.width());
        // Rungs above the source's own would only enlarge; none of a screen does,
        // and what is shared may be a small window.
        let screen = self.rungs.iter().any(|rung| rung.lines == ALL);
        let fits = |rung: &&Rung| screen || rung.lines <= lines;
        let reach = self.rungs.iter().take_while(fits).count();
        self.reach = reach.max(2);
        self.at = self.at.min(self.reach - 1);
    }

    /// Too slow a machine: no rung above this one until the ladder is made anew.
    pub fn limit(&mut self) {
        if self.at > 0 {
            self.reach = self.at;
            self.at -= 1;
        }
    }

    /// The rung for so many bits per second, and bits for the encoder; none when
    /// there should be no pictures.
    pub fn poll(&mut self, now: Instant, bits: u32) -> Option<(Rung, u32)> {
        let next = if self.on { self.at + 1 } else { self.at };
        let too_few = self.on && bits < self.rungs[self.at].least;
        let least = |rung: &Rung| rung.least + rung.least / 5;
        let enough = next < self.reach && bits > least(&self.rungs[next]);
        if since(&mut self.too_few, too_few, now) >= Some(DOWN_AFTER) {
            self.too_few = None;
            match self.at.checked_sub(1) {
                Some(below) => self.at = below,
                None => self.on = false,
            }
        }
        let plenty = next < self.reach && bits > 2 * self.rungs[next].least;
        let enough = since(&mut self.enough, enough, now) >= Some(UP_AFTER);
        let plenty = since(&mut self.plenty, plenty, now) >= Some(UP_SOON);
        if enough || plenty {
            (self.enough, self.plenty) = (None, None);
            self.at = next;
            self.on = true;
        }
        let rung = self.rungs[self.at];
        let top = self.at + 1 == self.reach;
        let most = if top { TOP } else { 1.0 } * f64::from(rung.most);
        self.on
            .then(|| (rung, bits.clamp(rung.least / 2, most as u32)))
    }
}

/// How long `holds` has held.
fn since(mark: &mut Option<Instant>, holds: bool, now: Instant) -> Option<Duration> {
    if !holds {
        *mark = None;
        return None;
    }
    Some(now.saturating_duration_since(*mark.get_or_insert(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Size {
        Size::new(1280, 720).unwrap()
    }

    /// The rungs that it comes by in `seconds` with so many bits.
    fn run(ladder: &mut Ladder, now: &mut Instant, bits: u32, seconds: u64) -> Vec<(usize, u32)> {
        let mut rungs = Vec::new();
        for _ in 0..seconds * 10 {
            *now += Duration::from_millis(100);
            let at = ladder
                .poll(*now, bits)
                .map_or((0, 0), |(r, _)| (r.lines, r.fps));
            if rungs.last() != Some(&at) {
                rungs.push(at);
            }
        }
        rungs
    }

    #[test]
    fn it_begins_at_360_lines_and_climbs_after_four_seconds() {
        let (mut ladder, mut now) = (Ladder::new(source(), Content::Camera), Instant::now());
        assert_eq!(run(&mut ladder, &mut now, 300_000, 20), [(360, 30)]);
        let climbed = run(&mut ladder, &mut now, 2_000_000, 30);
        assert_eq!(climbed[0], (360, 30));
        assert_eq!(
            climbed.last(),
            Some(&(720, 30)),
            "no larger than the source"
        );
        assert_eq!(ladder.poll(now, 9_000_000).unwrap().1, 3_750_000);
    }

    #[test]
    fn it_sheds_pictures_a_second_then_size_then_all() {
        let (mut ladder, mut now) = (Ladder::new(source(), Content::Camera), Instant::now());
        let shed = run(&mut ladder, &mut now, 20_000, 10);
        let expected = [
            (360, 30),
            (360, 15),
            (270, 20),
            (180, 20),
            (180, 10),
            (0, 0),
        ];
        assert_eq!(shed, expected);
        let back = run(&mut ladder, &mut now, 40_000, 10);
        assert_eq!(back, [(0, 0), (180, 10)]);
    }

    #[test]
    fn it_is_soon_up_again_when_there_is_plenty() {
        let (mut ladder, mut now) = (Ladder::new(source(), Content::Camera), Instant::now());
        run(&mut ladder, &mut now, 60_000, 10);
        let climbed = run(&mut ladder, &mut now, 1_500_000, 7);
        assert_eq!(climbed.last(), Some(&(720, 30)), "{climbed:?}");
    }

    #[test]
    fn a_short_dip_changes_nothing() {
        let (mut ladder, mut now) = (Ladder::new(source(), Content::Camera), Instant::now());
        for _ in 0..20 {
            now += Duration::from_millis(300);
            assert_eq!(ladder.poll(now, 50_000).unwrap().0.fps, 30);
            now += Duration::from_millis(100);
            assert_eq!(ladder.poll(now, 300_000).unwrap().0.fps, 30);
        }
    }

    #[test]
    fn a_screen_stays_as_large_as_it_is_and_sheds_pictures_a_second() {
        let screen = Size::new(1920, 1080).unwrap();
        let (mut ladder, mut now) = (Ladder::new(screen, Content::Screen), Instant::now());
        let shed = run(&mut ladder, &mut now, 20_000, 10);
        assert_eq!(shed, [(ALL, 3), (ALL, 1), (540, 2), (0, 0)]);
        let climbed = run(&mut ladder, &mut now, 5_000_000, 30);
        assert_eq!(climbed.last(), Some(&(ALL, 10)));
        assert_eq!(screen.within_lines(ALL), screen);
        let window = Size::new(600, 400).unwrap();
        let mut ladder = Ladder::new(window, Content::Screen);
        let climbed = run(&mut ladder, &mut now, 5_000_000, 30);
        assert_eq!(climbed.first(), Some(&(ALL, 3)), "however small it is");
        assert_eq!(climbed.last(), Some(&(ALL, 10)));
    }

    #[test]
    fn a_small_source_or_a_slow_machine_ends_it_below() {
        let mut now = Instant::now();
        let mut small = Ladder::new(Size::new(320, 240).unwrap(), Content::Camera);
        let rungs = run(&mut small, &mut now, 2_000_000, 30);
        assert_eq!(rungs.last(), Some(&(180, 20)));
        let mut slow = Ladder::new(source(), Content::Camera);
        run(&mut slow, &mut now, 5_000_000, 40);
        slow.limit();
        assert_eq!(run(&mut slow, &mut now, 5_000_000, 40), [(720, 20)]);
    }
}

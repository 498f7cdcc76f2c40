//! Sound of the peer, from packets that come as they like to samples when the
//! speaker asks for them.
//!
//! Frames are kept by number. The speaker's demand pulls them out; each is to be
//! played a target time after it was due ([`PlayoutClock`], [`DelayTarget`]).
//! When that is off, sound is stretched by single periods, which also makes up
//! for clocks that differ. A frame that is missing comes from the copies in
//! later packets; concealing is the last resort.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use super::{
    clock::PlayoutClock,
    delay::DelayTarget,
    stretch::{self, Urgency},
};
use crate::{
    codec::{FRAME, FRAME_TIME, RATE, SpeechDecoder, SpeechError, is_quiet},
    wire::{MediaTime, Sound},
};

/// Most frames that are kept: three seconds.
const MAX_FRAMES: usize = 150;
/// What is answered to the speaker when there is nothing: 10 ms.
const HALF: usize = FRAME / 2;
/// Played so much later than the target (microseconds), sound is shortened; so
/// much earlier, it is made longer: what is played too early soon runs dry.
const TOO_LATE: i64 = 15_000;
const TOO_EARLY: i64 = -3_000;
/// Played so much later throughout this many frames, it is shortened as well:
/// a period is about as long.
const LATE_THROUGHOUT: i64 = 7_000;
const THROUGHOUT: u32 = 25;
/// Played so much later, it is shortened wherever it is, and at last cut.
const FAR_TOO_LATE: i64 = 80_000;
const HOPELESS: i64 = 1_000_000;
/// Played so much later, with nothing after it, it is one of a queue that grows.
const RUNNING_DRY: i64 = 40_000;
/// A missing frame is waited for as long as it is this much before its time.
const WORTH_WAITING: i64 = -5_000;
/// A gap longer than this many frames is passed in one leap.
const LEAP: u32 = 25;
/// After so many concealed pieces of 10 ms in a row the voice is gone.
const GONE: u32 = 100;
/// A frame that came as a copy came a frame later than by itself, or half a frame
/// where packets are sent twice. Who had to take one holds sound back at least so
/// long, for so long after: the next loss is sure to come, and would otherwise be
/// heard.
const REPAIRABLE: Duration = Duration::from_millis(30);
const SOON_REPAIRABLE: Duration = Duration::from_millis(15);
const REPAIRED_LATELY: Duration = Duration::from_secs(45);
/// After so many packets in a row that came once, packets are not sent twice any
/// more.
const ONCE_IN_A_ROW: u32 = 25;
/// A packet that comes so soon after a copy of its frame was only overtaken.
const OVERTAKEN: Duration = Duration::from_millis(15);
/// After so many packets in a row that are older than what is played, the peer
/// has begun anew.
const OLD_IN_A_ROW: u32 = 100;

/// What became of frames and samples so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoundCounts {
    /// Frames that came by themselves, in time.
    pub in_time: u64,
    /// Frames that came only as a copy in a later packet, in time.
    pub repaired: u64,
    /// Of these, those that came by themselves just after: nothing was lost.
    pub overtaken: u64,
    /// Frames that did not come in time.
    pub missed: u64,
    /// Packets that were garbled, old, or of a wild time.
    pub dropped: u64,
    /// Samples played since the voice began.
    pub played: u64,
    /// Of these, made up.
    pub concealed: u64,
    /// Samples that were taken out or put in to play at the right time.
    pub stretched: u64,
}

impl SoundCounts {
    /// Frames that were lost or came too late by themselves. That one was only
    /// overtaken is known a little later, and then there is one less.
    pub fn late(&self) -> u64 {
        (self.repaired + self.missed).saturating_sub(self.overtaken)
    }
}

#[derive(Debug)]
struct Frame {
    time: MediaTime,
    data: Vec<u8>,
    /// When it came as a copy, unless it came by itself.
    copied: Option<Instant>,
}

/// Where playing is.
#[derive(Clone, Copy, Debug)]
struct Position {
    /// The frame that is to be decoded next.
    next: u32,
    /// Its time.
    time: MediaTime,
    /// Whether the last frame said that nobody speaks.
    quiet: bool,
    /// Pieces concealed in a row while nothing was there.
    concealed: u32,
    /// Frames since sound was stretched.
    unstretched: u32,
    /// The least that a frame was late since then, in microseconds.
    least_off: i64,
}

/// The jitter buffer.
#[derive(Debug)]
pub struct JitterBuffer {
    decoder: SpeechDecoder,
    frames: BTreeMap<u32, Frame>,
    position: Option<Position>,
    /// Decoded, and not asked for yet.
    ready: VecDeque<i16>,
    target: DelayTarget,
    held: Duration,
    /// When a frame came as a copy.
    repaired: Option<Instant>,
    /// So many packets may come once before none is expected to come twice.
    twice: u32,
    old_in_a_row: u32,
    counts: SoundCounts,
}

impl JitterBuffer {
    /// An empty one.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn new() -> Result<Self, SpeechError> {
        let expected = Duration::from_millis(20);
        // The quantile decides what is paid for what: with copies in the next
        // packet, a loss of 10 % leaves 1 % that comes later than 20 ms.
        let target = DelayTarget::new(expected, 0.985, 750, Duration::from_millis(600));
        // What is lost holds up its own stripe alone.
        let target = target.forgetting_spikes();
        Ok(Self {
            decoder: SpeechDecoder::new()?,
            frames: BTreeMap::new(),
            position: None,
            ready: VecDeque::new(),
            target,
            held: Duration::ZERO,
            repaired: None,
            twice: 0,
            old_in_a_row: 0,
            counts: SoundCounts::default(),
        })
    }

    /// What became of frames and samples so far.
    pub fn counts(&self) -> SoundCounts {
        self.counts
    }

    /// How long after it was due sound is played now.
    pub fn held(&self) -> Duration {
        self.held
    }

    /// How long after it was due sound is meant to be played.
    pub fn target(&self) -> Duration {
        let least = match self.repaired {
            None => Duration::ZERO,
            Some(_) if self.twice > 0 => SOON_REPAIRABLE,
            Some(_) => REPAIRABLE,
        };
        self.target.target().max(least)
    }

    /// A packet came.
    pub fn insert(&mut self, now: Instant, sound: Sound, clock: &mut PlayoutClock) {
        // A frame is complete, and can be sent, when its last sample was heard.
        let believed = clock.arrived(now, later(sound.time, 1)).is_some();
        // Nothing could follow the last number.
        if !believed || sound.number == u32::MAX || self.is_old(sound.number) {
            self.counts.dropped += 1;
            return;
        }
        self.twice = match sound.again {
            true => ONCE_IN_A_ROW,
            false => self.twice.saturating_sub(1),
        };
        for (age, data) in (0..).zip(sound.frames) {
            let Some(number) = sound.number.checked_sub(age) else {
                break;
            };
            let before = self.position.is_some_and(|at| number < at.next);
            let itself = age == 0 && !sound.again;
            if let Some(frame) = self.frames.get_mut(&number) {
                let copied = frame.copied.take_if(|_| itself);
                if copied.is_some_and(|at| now < at + OVERTAKEN) {
                    self.counts.overtaken += 1;
                }
                continue;
            }
            if before {
                continue;
            }
            let time = earlier(sound.time, age);
            // Copies of frames that say nothing were never sent by themselves.
            let sent = age == 0 || !is_quiet(&data);
            let repairs = !itself && self.position.is_some() && sent;
            if itself {
                self.counts.in_time += 1;
            } else if repairs {
                self.counts.repaired += 1;
                self.repaired = Some(now);
            }
            let late = clock.since_due(now, later(time, 1));
            // Nothing is held back for so long: it is the clock that jumped.
            if sent && late.as_micros() < HOPELESS as u128 {
                self.target.add(late);
            }
            let copied = repairs.then_some(now);
            self.frames.insert(number, Frame { time, data, copied });
        }
        self.repaired = self.repaired.filter(|at| now < *at + REPAIRED_LATELY);
        while self.frames.len() > MAX_FRAMES {
            self.frames.pop_first();
            self.counts.missed += 1;
        }
    }

    /// Whether the number is before what is played. A peer that keeps to such
    /// numbers has begun anew, and so do we.
    fn is_old(&mut self, number: u32) -> bool {
        let old = self.position.is_some_and(|at| number < at.next);
        self.old_in_a_row = if old { self.old_in_a_row + 1 } else { 0 };
        if self.old_in_a_row > OLD_IN_A_ROW {
            self.old_in_a_row = 0;
            self.frames.clear();
            self.position = None;
        }
        old && self.position.is_some()
    }

    /// Fills `out` with what is to be heard from `now` on.
    pub fn pull(&mut self, now: Instant, clock: &PlayoutClock, out: &mut [i16]) {
        // Each turn makes sound or uses up a frame.
        while self.ready.len() < out.len() {
            let at = now + time_of(self.ready.len());
            self.advance(at, clock);
        }
        let ready = self.ready.drain(..out.len());
        for (sample, ready) in out.iter_mut().zip(ready) {
            *sample = ready;
        }
        if self.position.is_some() {
            self.counts.played += out.len() as u64;
        }
    }

    /// One step at `at`, when what is ready will have been played.
    fn advance(&mut self, at: Instant, clock: &PlayoutClock) {
        let off = |time| self.off(at, time, clock);
        let first = self.frames.first_key_value();
        let first = first.map(|(number, frame)| (*number, frame.time, off(frame.time)));
        let Some(position) = &mut self.position else {
            match first {
                Some((next, time, off)) if off >= 0 => {
                    self.position = Some(Position {
                        next,
                        time,
                        quiet: false,
                        concealed: 0,
                        unstretched: 0,
                        least_off: i64::MAX,
                    });
                }
                _ => self.ready.extend([0; HALF]),
            }
            return;
        };
        match first {
            None if position.quiet => self.conceal_half(),
            None if position.concealed >= GONE => {
                self.position = None;
                self.ready.extend([0; HALF]);
            }
            None => {
                position.concealed += 1;
                self.counts.concealed += HALF as u64;
                self.conceal_half();
            }
            // After a silence the voice goes on when it is time.
            Some((_, _, off)) if position.quiet && off < TOO_EARLY => self.conceal_half(),
            Some((number, _, off)) if number == position.next => self.play(number, off),
            Some((number, time, off)) => {
                let far = number - position.next > LEAP;
                if position.quiet || (far && off >= 0) {
                    (position.next, position.time) = (number, time);
                } else if far || self.off_position(at, clock) < WORTH_WAITING {
                    self.counts.concealed += HALF as u64;
                    self.conceal_half();
                } else {
                    self.pass_over(number);
                }
            }
        }
    }

    /// How much later than at its target time something is played at `at`, in
    /// microseconds.
    fn off(&self, at: Instant, time: MediaTime, clock: &PlayoutClock) -> i64 {
        let Some(due) = clock.due(later(time, 1)) else {
            return 0;
        };
        let planned = due + self.target();
        let micros = |duration: Duration| i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        if at >= planned {
            micros(at - planned)
        } else {
            -micros(planned - at)
        }
    }

    fn off_position(&self, at: Instant, clock: &PlayoutClock) -> i64 {
        self.position.map_or(0, |p| self.off(at, p.time, clock))
    }

    /// Decodes and plays the frame that is next, `off` from its target.
    fn play(&mut self, number: u32, off: i64) {
        let target = self.target().as_micros() as i64;
        let (Some(frame), Some(position)) = (self.frames.remove(&number), &mut self.position)
        else {
            return;
        };
        position.next = number + 1;
        position.time = later(frame.time, 1);
        position.concealed = 0;
        position.unstretched += 1;
        position.least_off = position.least_off.min(off);
        let throughout = position.unstretched > THROUGHOUT;
        position.quiet = is_quiet(&frame.data);
        self.held = Duration::from_micros((target + off).max(0) as u64);

        let skip = off > HOPELESS || (position.quiet && off > TOO_LATE);
        let decoded = match self.decoder.decode(&frame.data) {
            Ok(_) if skip => {
                self.counts.stretched += FRAME as u64;
                return;
            }
            Ok(samples) => samples,
            Err(_) => {
                self.counts.dropped += 1;
                self.counts.concealed += FRAME as u64;
                self.decoder.conceal().unwrap_or([0; FRAME])
            }
        };
        let mut sound = decoded.to_vec();
        let dry = self.frames.is_empty();
        let changed = if dry && off > RUNNING_DRY {
            // Later than expected, and what follows is not there: it is later still.
            stretch::lengthen(&mut sound, Urgency::Unheard)
        } else if off > FAR_TOO_LATE {
            stretch::shorten(&mut sound, Urgency::Now)
        } else if position.unstretched < 2 {
            0
        } else if off > TOO_LATE || (throughout && position.least_off > LATE_THROUGHOUT) {
            stretch::shorten(&mut sound, Urgency::Unheard)
        } else if off < TOO_EARLY {
            stretch::lengthen(&mut sound, Urgency::Unheard)
        } else {
            0
        };
        if changed > 0 || throughout {
            position.unstretched = 0;
            position.least_off = i64::MAX;
        }
        self.counts.stretched += changed as u64;
        self.ready.extend(sound);
    }

    /// The frame that is next is missing, and it is time. Some of it may be in
    /// the one after it.
    fn pass_over(&mut self, following: u32) {
        let Some(position) = &mut self.position else {
            return;
        };
        let next = (following == position.next + 1).then(|| self.frames.get(&following));
        let made_up = match next.flatten() {
            Some(frame) => self.decoder.recover(&frame.data),
            None => self.decoder.conceal(),
        };
        self.ready.extend(made_up.unwrap_or([0; FRAME]));
        position.next += 1;
        position.time = later(position.time, 1);
        self.counts.missed += 1;
        self.counts.concealed += FRAME as u64;
    }

    fn conceal_half(&mut self) {
        let samples = self.decoder.conceal_half().unwrap_or([0; HALF]);
        self.ready.extend(samples);
    }
}

/// How long so many samples sound.
fn time_of(samples: usize) -> Duration {
    Duration::from_micros(samples as u64 * 1_000_000 / RATE as u64)
}

/// The time of the frame that many later.
fn later(time: MediaTime, frames: u32) -> MediaTime {
    MediaTime::after(Duration::from_micros(time.micros()) + FRAME_TIME * frames)
}

/// The time of the frame that many earlier.
fn earlier(time: MediaTime, frames: u32) -> MediaTime {
    let time = Duration::from_micros(time.micros());
    MediaTime::after(time.saturating_sub(FRAME_TIME * frames))
}

#[cfg(test)]
#[path = "jitter_buffer_tests.rs"]
mod tests;

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::{
    codec::SpeechEncoder,
    testing::{loudness, voice_frame},
    wire::MAX_CARRIED,
};

/// How packets come: all are sent; one that is lost comes again a round trip
/// later, as on a stream.
#[derive(Clone, Copy)]
struct Line {
    delay: Duration,
    jitter: Duration,
    loss: f64,
    /// What the sender's clock runs fast, in parts of a million.
    drift: f64,
    carried: usize,
}

const HOME: Line = Line {
    delay: Duration::from_millis(25),
    jitter: Duration::from_millis(5),
    loss: 0.0,
    drift: 0.0,
    carried: 2,
};

/// A call in one direction, on a clock that only jumps.
struct Call {
    buffer: JitterBuffer,
    clock: PlayoutClock,
    start: Instant,
    /// What is on its way, by arrival.
    under_way: BTreeMap<(Instant, u32), Sound>,
    frames: Vec<Vec<u8>>,
    random: StdRng,
    sent: u32,
    pulled: u32,
    /// Nothing comes before this.
    stalled_until: Option<Instant>,
    /// How long after being spoken frames were played, of late.
    delays: Vec<Duration>,
    heard: Vec<i16>,
}

impl Call {
    fn new(seed: u64, frames: Vec<Vec<u8>>) -> Self {
        let start = Instant::now();
        Self {
            buffer: JitterBuffer::new().unwrap(),
            clock: PlayoutClock::new(start),
            start,
            under_way: BTreeMap::new(),
            frames,
            random: StdRng::seed_from_u64(seed),
            sent: 0,
            pulled: 0,
            stalled_until: None,
            delays: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// Goes on for `time`: frames are sent every 20 ms of the sender's clock,
    /// and pulled every 10 ms of ours.
    fn run(&mut self, line: Line, time: Duration) {
        let end = self.pulled + (time.as_millis() / 10) as u32;
        while self.pulled < end {
            let now = self.start + Duration::from_millis(10) * self.pulled;
            let fast = 1.0 + line.drift / 1e6;
            let theirs = (now - self.start).mul_f64(fast);
            while FRAME_TIME * (self.sent + 1) <= theirs {
                self.send(now, line);
            }
            while let Some(first) = self.under_way.first_entry()
                && first.key().0 <= now
            {
                let ((at, _), sound) = first.remove_entry();
                self.buffer.insert(at, sound, &mut self.clock);
            }
            let mut out = [0; HALF];
            self.buffer.pull(now, &self.clock, &mut out);
            self.heard.extend(out);
            if self.heard.len() > 20 * FRAME {
                self.heard.drain(..FRAME);
            }
            self.delays.push(self.delay(now, fast));
            self.pulled += 1;
        }
    }

    fn send(&mut self, now: Instant, line: Line) {
        let frame = |n: u32| self.frames[n as usize % self.frames.len()].clone();
        let carried = (0..MAX_CARRIED.min(line.carried + 1) as u32).filter_map(|age| {
            let number = self.sent.checked_sub(age)?;
            Some(frame(number))
        });
        let sound = Sound {
            number: self.sent,
            time: MediaTime::after(FRAME_TIME * self.sent),
            frames: carried.collect(),
            again: false,
        };
        let jitter = line.jitter.mul_f64(self.random.r#gen::<f64>());
        let mut arrival = now + line.delay + jitter;
        while self.random.gen_bool(line.loss) {
            arrival += line.delay * 2 + Duration::from_millis(20);
        }
        let arrival = arrival.max(self.stalled_until.unwrap_or(arrival));
        self.under_way.insert((arrival, self.sent), sound);
        self.sent += 1;
    }

    /// How old what is heard now is.
    fn delay(&self, now: Instant, fast: f64) -> Duration {
        let Some(position) = self.buffer.position else {
            return Duration::ZERO;
        };
        let ready = time_of(self.buffer.ready.len() + HALF);
        let spoken = Duration::from_micros(position.time.micros()).saturating_sub(ready);
        (now - self.start).mul_f64(fast).saturating_sub(spoken)
    }

    /// Quantiles of the delay of late, in milliseconds.
    fn delays(&mut self) -> [u128; 2] {
        let mut delays = std::mem::take(&mut self.delays);
        delays.sort();
        [50, 95].map(|percent| delays[delays.len() * percent / 100].as_millis())
    }

    fn concealed(&self, since: SoundCounts) -> f64 {
        let counts = self.buffer.counts();
        let played = counts.played - since.played;
        (counts.concealed - since.concealed) as f64 / played as f64
    }
}

/// A voice without end, in frames of a loop of four seconds.
fn talking() -> Vec<Vec<u8>> {
    let mut encoder = SpeechEncoder::new(32_000).unwrap();
    let encode = |n| encoder.encode(&voice_frame(n)).unwrap();
    (0..200).map(encode).collect()
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_good_line_is_played_soon_and_whole() {
    let mut call = Call::new(1, talking());
    call.run(HOME, SECOND);
    let warm = call.buffer.counts();
    call.delays();
    call.run(HOME, 20 * SECOND);
    assert_eq!(call.concealed(warm), 0.0);
    // 20 ms to speak a frame, 25 on the way, at most 5 of jitter.
    let [half, most] = call.delays();
    assert!(half <= 70 && most <= 80, "{half} {most}");
    assert!(loudness(&call.heard) > 500.0);
}

/// What is lost comes in the next packet, and that is waited for.
#[test]
fn lost_frames_are_repaired_from_the_packets_after_them() {
    for (loss, allowed) in [(0.02, 0.001), (0.05, 0.003), (0.1, 0.01)] {
        let line = Line { loss, ..HOME };
        let mut concealed = 0.0;
        for seed in 0..5 {
            let mut call = Call::new(seed, talking());
            call.run(line, 5 * SECOND);
            let warm = call.buffer.counts();
            call.delays();
            call.run(line, 60 * SECOND);
            concealed += call.concealed(warm) / 5.0;
            let [half, most] = call.delays();
            assert!(half <= 90 && most <= 120, "{loss}: {half} {most}");
            let counts = call.buffer.counts();
            let share = counts.repaired as f64 / (counts.in_time + counts.repaired) as f64;
            assert!((share - loss).abs() < 0.02, "{share} of {loss}");
        }
        assert!(concealed <= allowed, "{loss}: {concealed}");
    }
}

#[test]
fn a_stall_is_made_up_for_without_losing_a_word() {
    let mut call = Call::new(3, talking());
    call.run(HOME, 5 * SECOND);
    let before = call.buffer.counts();
    call.stalled_until = Some(call.start + Duration::from_millis(5300));
    call.run(HOME, Duration::from_millis(300));
    call.run(HOME, Duration::from_millis(700));
    call.delays();
    call.run(HOME, 4 * SECOND);
    let after = call.buffer.counts();
    let [half, _] = call.delays();
    assert!(half < 250, "{half}");
    call.run(HOME, 30 * SECOND);
    call.delays();
    call.run(HOME, SECOND);
    assert_eq!(after.missed, before.missed, "what came late was played");
    assert!(after.stretched > before.stretched);
    let [half, _] = call.delays();
    assert!(half <= 80, "{half}");
}

#[test]
fn while_a_queue_grows_what_comes_late_is_not_played_faster() {
    let mut call = Call::new(3, talking());
    call.run(HOME, Duration::from_secs(10));
    let before = call.buffer.counts();
    // A path that suddenly carries a quarter: each frame takes longer than the last.
    let ms = Duration::from_millis;
    let line = |longer| Line {
        delay: HOME.delay + ms(longer),
        ..HOME
    };
    for n in 1..=12 {
        call.run(line(20 * n), ms(20));
    }
    call.run(line(240), ms(1000));
    let concealed = call.buffer.counts().concealed - before.concealed;
    assert!(concealed <= 48 * 230, "{} ms", concealed / 48);
}

#[test]
fn growing_jitter_is_met_with_a_longer_hold_and_forgotten_again() {
    let mut call = Call::new(4, talking());
    call.run(HOME, 5 * SECOND);
    let calm = call.buffer.target();
    let shaky = Line {
        jitter: Duration::from_millis(120),
        ..HOME
    };
    call.run(shaky, 10 * SECOND);
    let held = call.buffer.target();
    assert!(held > Duration::from_millis(60) && held > calm, "{held:?}");
    let warm = call.buffer.counts();
    call.run(shaky, 10 * SECOND);
    let concealed = call.concealed(warm);
    assert!(concealed < 0.03, "{concealed}");
    call.run(HOME, 60 * SECOND);
    assert!(call.buffer.target() <= calm + Duration::from_millis(10));
}

/// An hour with clocks that differ as much as bad quartzes do.
fn one_hour_of_drift(drift: f64) {
    let line = Line { drift, ..HOME };
    let mut call = Call::new(5, talking());
    call.run(line, 20 * SECOND);
    let [first, _] = call.delays();
    let warm = call.buffer.counts();
    for _ in 0..60 {
        call.run(line, 59 * SECOND);
        call.delays();
        call.run(line, SECOND);
        let [now, _] = call.delays();
        assert!(now <= first + 10, "{first} ms became {now}");
    }
    let counts = call.buffer.counts();
    assert!(call.concealed(warm) < 0.0005, "{}", call.concealed(warm));
    // 200 ppm of an hour are 0.72 s.
    let stretched = time_of((counts.stretched - warm.stretched) as usize);
    assert!(stretched > SECOND / 2, "{stretched:?}");
}

#[test]
fn an_hour_with_a_clock_that_is_fast_adds_no_delay() {
    one_hour_of_drift(200.0);
}

#[test]
fn an_hour_with_a_clock_that_is_slow_adds_no_delay() {
    one_hour_of_drift(-200.0);
}

#[test]
fn silence_is_passed_without_concealing_and_the_voice_comes_back_whole() {
    // The encoder says once that nobody speaks; such frames are not sent.
    let mut encoder = SpeechEncoder::new(32_000).unwrap();
    let mut call = Call::new(6, talking());
    call.run(HOME, 3 * SECOND);
    let before = call.buffer.counts();
    let mut last = call.sent;
    for n in 0..50 {
        let data = encoder.encode(&[0; FRAME]).unwrap();
        let quiet = is_quiet(&data);
        let number = call.sent + n;
        let sound = Sound {
            number,
            time: MediaTime::after(FRAME_TIME * number),
            frames: vec![data],
            again: false,
        };
        let now = call.start + FRAME_TIME * (number + 1) + HOME.delay;
        call.under_way.insert((now, number), sound);
        last = number;
        if quiet {
            break;
        }
    }
    // Two seconds pass in silence, then the voice is there again.
    let pause = 100;
    call.sent = last + 1 + pause;
    call.run(HOME, FRAME_TIME * (pause + 30));
    call.run(HOME, 3 * SECOND);
    let after = call.buffer.counts();
    assert_eq!(
        (after.missed, after.dropped),
        (before.missed, before.dropped)
    );
    assert_eq!(after.concealed, before.concealed);
    assert!(loudness(&call.heard) > 500.0);
}

#[test]
fn a_peer_that_vanishes_fades_and_one_that_begins_anew_is_heard() {
    let mut call = Call::new(7, talking());
    call.run(HOME, 3 * SECOND);
    let gone = Line {
        delay: Duration::from_secs(1000),
        ..HOME
    };
    call.run(gone, 3 * SECOND);
    assert!(call.buffer.position.is_none());
    assert!(loudness(&call.heard) < 1.0);
    call.under_way.clear();
    call.run(HOME, SECOND);
    assert!(loudness(&call.heard[call.heard.len() - FRAME * 5..]) > 300.0);
}

#[test]
fn hostile_numbers_and_times_are_dropped_and_bounded() {
    let mut call = Call::new(8, talking());
    call.run(HOME, 2 * SECOND);
    let now = call.start + 2 * SECOND;
    let mut random = StdRng::seed_from_u64(9);
    let frame = call.frames[0].clone();
    for n in 0..20_000u32 {
        let time = match n % 3 {
            0 => Duration::from_secs(random.gen_range(0..u64::from(u32::MAX))),
            _ => Duration::from_millis(random.gen_range(0..10_000)),
        };
        let sound = Sound {
            number: if n % 2 == 0 { random.r#gen() } else { n },
            time: MediaTime::after(time),
            frames: vec![frame.clone(); 3],
            again: n % 5 == 0,
        };
        call.buffer.insert(now, sound, &mut call.clock);
        assert!(call.buffer.frames.len() <= MAX_FRAMES);
        call.buffer.pull(now, &call.clock, &mut [0; HALF]);
        assert!(call.buffer.ready.len() < 4 * FRAME);
    }
    assert!(call.buffer.counts().dropped > 5000);
}

#[test]
fn who_had_to_take_a_copy_once_is_ready_for_the_next_loss() {
    let mut call = Call::new(9, talking());
    let rare = Line {
        loss: 0.005,
        ..HOME
    };
    call.run(rare, 20 * SECOND);
    let before = call.buffer.counts();
    assert!(before.repaired > 0, "{before:?}");
    call.run(rare, 60 * SECOND);
    let counts = call.buffer.counts();
    assert!(counts.repaired > before.repaired + 5, "{counts:?}");
    let concealed = call.concealed(before);
    assert!(concealed < 0.0005, "{concealed} {counts:?}");
    // Long after the last one sound is played sooner again.
    call.delays();
    call.run(HOME, 90 * SECOND);
    call.delays();
    call.run(HOME, 10 * SECOND);
    let [median, _] = call.delays();
    assert!(median < 70, "{median} ms");
}

/// A packet that carries the frame before its own.
fn carrying(frames: &[Vec<u8>], number: u32, again: bool) -> Sound {
    Sound {
        number,
        time: MediaTime::after(FRAME_TIME * number),
        frames: [number, number - 1]
            .map(|n| frames[n as usize].clone())
            .into(),
        again,
    }
}

#[test]
fn who_was_only_overtaken_is_not_lost() {
    let frames = talking();
    let start = Instant::now();
    let (mut buffer, mut clock) = (JitterBuffer::new().unwrap(), PlayoutClock::new(start));
    let packet = |number| carrying(&frames, number, false);
    let at = |number: u32| start + FRAME_TIME * number;
    let mut out = [0; HALF];
    for number in 10..20 {
        buffer.insert(at(number), packet(number), &mut clock);
    }
    buffer.pull(at(20), &clock, &mut out);
    let late = |buffer: &JitterBuffer| buffer.counts().late();
    let before = late(&buffer);
    buffer.insert(at(21), packet(21), &mut clock);
    assert_eq!(late(&buffer), before + 1);
    buffer.insert(at(21) + OVERTAKEN / 2, packet(20), &mut clock);
    assert_eq!(late(&buffer), before);
    buffer.insert(at(23), packet(23), &mut clock);
    buffer.insert(at(23) + OVERTAKEN, packet(22), &mut clock);
    assert_eq!(late(&buffer), before + 1, "that long it had been given up");
}

#[test]
fn where_packets_come_once_again_copies_are_waited_for_as_long_as_they_take() {
    let frames = talking();
    let start = Instant::now();
    let (mut buffer, mut clock) = (JitterBuffer::new().unwrap(), PlayoutClock::new(start));
    let mut insert = |buffer: &mut JitterBuffer, number: u32, again| {
        let sound = carrying(&frames, number, again);
        buffer.insert(start + FRAME_TIME * number, sound, &mut clock);
    };
    buffer.repaired = Some(start);
    for number in 1..100 {
        insert(&mut buffer, number, false);
    }
    assert!(buffer.target() >= REPAIRABLE);
    insert(&mut buffer, 100, true);
    assert!(buffer.target() < REPAIRABLE);
    for number in 101..101 + ONCE_IN_A_ROW {
        insert(&mut buffer, number, false);
    }
    assert!(buffer.target() >= REPAIRABLE);
}

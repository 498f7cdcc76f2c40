use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;

/// A link with a queue before it, in steps of 10 ms; what is sent is the
/// estimate, `greed` times.
struct Link {
    controller: RateController,
    start: Instant,
    steps: u32,
    /// Bits that wait.
    queue: f64,
    /// Bytes that came.
    bytes: f64,
    greed: f64,
    random: StdRng,
    loss: f64,
    number: u32,
    /// The longest that anything stood in the queue, in milliseconds.
    longest: f64,
    sent: f64,
    /// Bits sent in all.
    total: f64,
    /// The most that a packet is late at random, in milliseconds.
    jitter: f64,
    /// What had come, and when reports say so.
    reports: VecDeque<(u32, Report)>,
}

impl Link {
    fn new(loss: f64) -> Self {
        let start = Instant::now();
        Self {
            controller: RateController::new(start),
            start,
            steps: 0,
            queue: 0.0,
            bytes: 0.0,
            greed: 1.0,
            random: StdRng::seed_from_u64(3),
            loss,
            number: 0,
            longest: 0.0,
            sent: 0.0,
            total: 0.0,
            jitter: 6.0,
            reports: VecDeque::new(),
        }
    }

    /// Goes on for so many seconds with so many bits per second.
    fn run(&mut self, bits: f64, seconds: f64) {
        let (mut fastest, mut late) = (f64::MAX, 0);
        self.sent = 0.0;
        self.longest = 0.0;
        let steps = (seconds * 100.0) as u32;
        for _ in 0..steps {
            let now = self.start + Duration::from_millis(10) * self.steps;
            // As pictures do, nothing is sent while the way is full.
            let full = self.queue > self.estimate() * 0.06 + 48_000.0;
            let greed = if full { 0.0 } else { self.greed };
            let sent = self.estimate() * greed / 100.0;
            self.sent += sent;
            self.total += sent;
            self.queue += sent;
            let through = self.queue.min(bits / 100.0);
            self.queue -= through;
            self.bytes += through / 8.0;
            let delay = self.queue / bits * 1000.0;
            self.longest = self.longest.max(delay);
            let jitter = self.random.gen_range(0.0..self.jitter);
            // A packet for each step, or for several.
            if sent > 800.0 || self.steps.is_multiple_of(10) {
                fastest = fastest.min(25.0 + delay + jitter);
            }
            late += u16::from(self.steps.is_multiple_of(2) && self.random.gen_bool(self.loss));
            self.steps += 1;
            if self.steps.is_multiple_of(10) {
                let report = Report {
                    number: self.number,
                    window_ms: 100,
                    bytes: self.bytes as u64,
                    fastest_us: Some((fastest * 1000.0) as i64 + 123_456_789),
                    in_time: 5 - late.min(5),
                    late,
                    ..Report::default()
                };
                self.reports.push_back((self.steps + 3, report));
                (fastest, late) = (f64::MAX, 0);
                self.number += 1;
            }
            if let Some((_, report)) = self.reports.pop_front_if(|(at, _)| *at <= self.steps) {
                let here = Here {
                    path: path((self.queue / 8.0) as usize),
                    sent: (self.total / 8.0) as u64,
                    waited: Duration::ZERO,
                };
                self.controller.on_report(now, &report, here);
            }
            self.controller.on_tick(now);
        }
        self.sent /= seconds;
    }

    fn estimate(&self) -> f64 {
        f64::from(self.controller.estimate())
    }
}

/// There and back, on all links here.
const RTT: Duration = Duration::from_millis(50);

fn path(in_flight: usize) -> Path {
    Path {
        in_flight,
        rtt: RTT,
        least_rtt: RTT,
        queue_back: Duration::ZERO,
    }
}

#[test]
fn pictures_that_wait_where_sound_does_not_are_too_many() {
    let start = Instant::now();
    let mut controller = RateController::new(start);
    let mut report = Report::default();
    let mut tell = |controller: &mut RateController, pictures_ms: i64| {
        for _ in 0..10 {
            report.number += 1;
            report.bytes += 5_000;
            report.window_ms = 100;
            report.fastest_us = Some(25_000);
            report.pictures_us = Some(pictures_ms * 1000);
            let now = start + Duration::from_millis(100) * report.number;
            let here = Here {
                path: path(0),
                sent: report.bytes,
                waited: Duration::ZERO,
            };
            controller.on_report(now, &report, here);
        }
        f64::from(controller.estimate())
    };
    let before = tell(&mut controller, 90);
    assert!(before > START && !controller.is_behind());
    let after = tell(&mut controller, 400);
    assert!(after < 400_000.0 && controller.is_behind(), "{after}");
    tell(&mut controller, 90);
    assert!(!controller.is_behind());
}

/// Of a still screen without a voice nothing comes once pictures are held back.
#[test]
fn who_holds_back_all_there_is_goes_on_once_nothing_is_on_its_way() {
    let start = Instant::now();
    let mut controller = RateController::new(start);
    let mut report = Report::default();
    let mut tell = |controller: &mut RateController, way_ms: Option<i64>, in_flight: usize| {
        for _ in 0..30 {
            report.number += 1;
            report.bytes += way_ms.map_or(0, |_| 200);
            report.window_ms = 100;
            report.fastest_us = way_ms.map(|ms| ms * 1000);
            report.pictures_us = report.fastest_us;
            let now = start + Duration::from_millis(100) * report.number;
            let here = Here {
                path: path(in_flight),
                sent: report.bytes,
                waited: Duration::ZERO,
            };
            controller.on_report(now, &report, here);
        }
    };
    tell(&mut controller, Some(25), 0);
    tell(&mut controller, Some(400), 20_000);
    assert!(controller.is_behind());
    // They are on their way still.
    tell(&mut controller, None, 20_000);
    assert!(controller.is_behind());
    let before = controller.estimate();
    tell(&mut controller, None, 0);
    assert!(!controller.is_behind() && controller.queue() == Duration::ZERO);
    // Enough for the smallest pictures of a screen, and not for a guess.
    let after = controller.estimate();
    assert!(
        after >= before && (60_000..=100_000).contains(&after),
        "{before} {after}"
    );
}

#[test]
fn it_finds_what_a_link_carries_and_keeps_the_queue_short() {
    for bits in [150e3, 600e3, 2e6] {
        let mut link = Link::new(0.0);
        link.run(bits, 10.0);
        link.run(bits, 30.0);
        assert!(
            link.sent > 0.8 * bits && link.sent < 1.02 * bits,
            "{} of {bits}",
            link.sent
        );
        assert!(link.longest < 160.0, "{bits}: {} ms", link.longest);
    }
}

#[test]
fn loss_that_is_no_queue_is_borne() {
    for loss in [0.02, 0.05, 0.1] {
        let mut link = Link::new(loss);
        link.run(2e6, 10.0);
        link.run(2e6, 20.0);
        assert!(link.sent > 0.75 * 2e6, "{loss}: {}", link.sent);
        assert!((link.controller.loss() - loss).abs() < 0.05);
    }
    let mut link = Link::new(0.4);
    link.run(2e6, 20.0);
    assert!(link.estimate() < 400e3, "{}", link.estimate());
}

#[test]
fn it_falls_with_the_link_and_is_back_within_five_seconds() {
    let mut link = Link::new(0.0);
    link.run(2e6, 15.0);
    assert!(link.estimate() > 1.4e6, "{}", link.estimate());
    link.run(300e3, 2.0);
    assert!(link.longest < 700.0, "{} ms", link.longest);
    assert!(link.estimate() < 320e3, "{}", link.estimate());
    link.run(300e3, 10.0);
    assert!(link.estimate() > 200e3, "{}", link.estimate());
    assert!(link.longest < 250.0, "{} ms", link.longest);
    link.run(2e6, 5.0);
    assert!(link.estimate() > 1.6e6, "{}", link.estimate());
}

#[test]
fn who_sends_less_than_may_be_does_not_dream_of_more() {
    let mut link = Link::new(0.0);
    link.greed = 0.1;
    link.run(2e6, 30.0);
    assert!(link.estimate() < 1e6, "{}", link.estimate());
}

#[test]
fn without_reports_it_falls_and_sound_gets_cheaper_last() {
    let start = Instant::now();
    let mut controller = RateController::new(start);
    assert_eq!(controller.sound(), SoundTarget::default());
    assert!(controller.pictures() > 250_000);
    for n in 0..100 {
        controller.on_tick(start + Duration::from_millis(100) * n);
    }
    assert_eq!(controller.estimate(), FLOOR as u32);
    assert!(controller.pictures() < 10_000, "too few for any");
    assert_eq!(controller.sound().bits_per_s, 16_000);
}

#[test]
fn who_sends_almost_nothing_learns_nothing_from_jitter() {
    let mut link = Link::new(0.0);
    link.run(2e6, 15.0);
    (link.greed, link.jitter) = (0.01, 60.0);
    link.run(2e6, 30.0);
    assert!(link.estimate() >= IDLE_FLOOR, "{}", link.estimate());
    (link.greed, link.jitter) = (1.0, 6.0);
    link.run(2e6, 4.0);
    assert!(link.estimate() > 1e6, "{}", link.estimate());
}

#[test]
fn a_voice_alone_is_sent_at_its_best() {
    let mut link = Link::new(0.0);
    link.greed = 0.25;
    link.run(3_000_000.0, 20.0);
    assert_eq!(link.controller.sound().bits_per_s, 48_000);
}

#[test]
fn hostile_reports_stay_within_bounds() {
    let start = Instant::now();
    let mut controller = RateController::new(start);
    let mut random = StdRng::seed_from_u64(5);
    for n in 0..10_000 {
        let report = Report {
            number: random.r#gen(),
            window_ms: random.r#gen(),
            bytes: random.r#gen(),
            fastest_us: random.gen_bool(0.9).then(|| random.r#gen()),
            pictures_us: random.gen_bool(0.9).then(|| random.r#gen()),
            in_time: random.r#gen(),
            late: random.r#gen(),
            ..Report::default()
        };
        let now = start + Duration::from_millis(random.gen_range(0..3)) * n;
        let here = Here {
            path: path(random.r#gen()),
            sent: random.r#gen(),
            waited: Duration::ZERO,
        };
        controller.on_report(now.max(controller.heard), &report, here);
        assert!((FLOOR..=CEILING).contains(&f64::from(controller.estimate())));
        assert!((0.0..=1.0).contains(&controller.loss()));
        assert!(controller.reported.len() <= REPORTS);
        controller.queue();
    }
}

#[test]
fn sound_is_sent_twice_from_a_little_loss_on_and_not_by_turns() {
    let mut link = Link::new(0.02);
    link.run(3_000_000.0, 20.0);
    let mut turns = 0;
    let mut before = link.controller.sound().again;
    for _ in 0..600 {
        link.run(3_000_000.0, 0.1);
        let again = link.controller.sound().again;
        turns += u32::from(again != before);
        before = again;
    }
    assert!(before && turns <= 2, "{turns}");
    link.loss = 0.0;
    link.run(3_000_000.0, 30.0);
    assert!(!link.controller.sound().again);
}

//! Lanes under a fake clock.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{
    lane::{Counts, Lane},
    shape::{Loss, Shape},
};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// A lane, and the time that passes on it.
struct World {
    start: Instant,
    lane: Lane<Vec<u8>>,
}

/// A packet that came out: its number, and when it should have.
type Arrival = (u32, Duration);

impl World {
    fn new(shape: Shape, seed: u64) -> Self {
        let start = Instant::now();
        let lane = Lane::new(shape, seed, start);
        Self { start, lane }
    }

    /// Sends packet `number` of `bytes` at a time.
    fn send(&mut self, number: u32, bytes: usize, at: Duration) {
        let mut packet = vec![0; bytes.max(4)];
        packet[..4].copy_from_slice(&number.to_le_bytes());
        self.lane.take(packet, self.start + at);
    }

    fn arrivals(&mut self, until: Duration) -> Vec<Arrival> {
        let now = self.start + until;
        let arrivals = std::iter::from_fn(|| self.lane.next(now));
        arrivals
            .map(|(packet, due)| {
                let number = u32::from_le_bytes([packet[0], packet[1], packet[2], packet[3]]);
                (number, due - self.start)
            })
            .collect()
    }

    /// Everything that ever comes out, the clock jumping from one event to the
    /// next.
    fn all(&mut self) -> Vec<Arrival> {
        let mut arrivals = Vec::new();
        while let Some(at) = self.lane.wake_at() {
            arrivals.extend(self.arrivals(at - self.start));
        }
        arrivals
    }
}

#[test]
fn a_perfect_lane_does_nothing() {
    let mut world = World::new(Shape::perfect(), 1);
    for number in 0..3 {
        world.send(number, 1000, ms(5));
    }
    assert_eq!(world.arrivals(ms(5)), [(0, ms(5)), (1, ms(5)), (2, ms(5))]);
    assert_eq!(world.lane.wake_at(), None);
}

#[test]
fn a_delay_is_kept_exactly() {
    let mut world = World::new(Shape::perfect().delay(ms(40)), 1);
    world.send(0, 1000, ms(0));
    world.send(1, 1000, ms(7));
    assert_eq!(world.arrivals(ms(39)), []);
    assert_eq!(world.arrivals(ms(40)), [(0, ms(40))]);
    assert_eq!(world.all(), [(1, ms(47))]);
}

#[test]
fn packets_leave_one_by_one_at_the_rate() {
    // 1,000 bytes take 8 ms.
    let shape = Shape::perfect().rate(1_000_000, 10_000).delay(ms(3));
    let mut world = World::new(shape, 1);
    for number in 0..3 {
        world.send(number, 1000, ms(0));
    }
    world.send(3, 1000, ms(100));
    let expected = [(0, ms(11)), (1, ms(19)), (2, ms(27)), (3, ms(111))];
    assert_eq!(world.all(), expected);
}

#[test]
fn what_finds_no_place_in_the_queue_is_dropped() {
    let mut world = World::new(Shape::perfect().rate(1_000_000, 2_500), 1);
    for number in 0..5 {
        world.send(number, 1000, ms(0));
    }
    // The first has left, and there is room for another.
    world.send(5, 1000, ms(8));
    let numbers: Vec<u32> = world.all().iter().map(|arrival| arrival.0).collect();
    assert_eq!(numbers, [0, 1, 5]);
    assert_eq!(world.lane.counts().dropped, 3);
    assert_eq!(world.lane.counts().queued_bytes_most, 2000);
}

#[test]
fn a_packet_larger_than_the_queue_passes_alone() {
    let mut world = World::new(Shape::perfect().rate(1_000_000, 100), 1);
    world.send(0, 1000, ms(0));
    world.send(1, 1000, ms(1));
    assert_eq!(world.all(), [(0, ms(8))]);
}

#[test]
fn another_rate_holds_from_the_middle_of_a_packet_on() {
    let at = |bits| Shape::perfect().rate(bits, 100_000);
    let mut world = World::new(at(1_000_000), 1);
    world.send(0, 1000, ms(0));
    world.send(1, 1000, ms(0));
    // Half is sent; the other half takes twice as long.
    world.lane.set(at(500_000), world.start + ms(4));
    assert_eq!(world.arrivals(ms(11)), []);
    assert_eq!(world.arrivals(ms(12)), [(0, ms(12))]);
    // Without a rate the rest goes at once.
    world.lane.set(Shape::perfect(), world.start + ms(13));
    assert_eq!(world.all(), [(1, ms(13))]);
}

#[test]
fn another_delay_reorders_nothing() {
    let mut world = World::new(Shape::perfect().delay(ms(100)), 1);
    world.send(0, 100, ms(0));
    world
        .lane
        .set(Shape::perfect().delay(ms(10)), world.start + ms(1));
    world.send(1, 100, ms(1));
    assert_eq!(world.all(), [(0, ms(100)), (1, ms(100))]);
}

#[test]
fn jitter_keeps_order_unless_told_otherwise() {
    let shape = Shape::perfect().delay(ms(10)).jitter(ms(20));
    let times = |shape| {
        let mut world = World::new(shape, 3);
        for number in 0..1000 {
            world.send(number, 100, ms(number.into()));
        }
        world.all()
    };
    let in_order = times(shape);
    assert!(in_order.is_sorted_by_key(|(number, _)| *number));
    let reordered = times(shape.reorder());
    assert!(!reordered.is_sorted_by_key(|(number, _)| *number));
    assert!(reordered.is_sorted_by_key(|(_, at)| *at));
    for (number, at) in in_order.into_iter().chain(reordered) {
        let took = at - ms(number.into());
        assert!((ms(10)..=ms(30)).contains(&took), "{number} took {took:?}");
    }
}

/// The share that was lost, and how many in a row on average.
fn losses(loss: Loss, seed: u64) -> (f64, f64) {
    const PACKETS: u32 = 100_000;
    let mut world = World::new(Shape::perfect().loss(loss), seed);
    let mut lost = Vec::new();
    for number in 0..PACKETS {
        world.send(number, 100, ms(number.into()));
        lost.push(world.arrivals(ms(number.into())).is_empty());
    }
    let all = lost.iter().filter(|lost| **lost).count();
    let runs = lost.chunk_by(|a, b| a == b).filter(|run| run[0]).count();
    (all as f64 / f64::from(PACKETS), all as f64 / runs as f64)
}

#[test]
fn losses_have_the_share_and_length_that_were_asked_for() {
    for seed in 0..5 {
        assert_eq!(losses(Loss::None, seed).0, 0.0);
        let (share, _) = losses(Loss::Random { share: 0.03 }, seed);
        assert!((0.027..0.033).contains(&share), "{share}");
        let burst = Loss::Burst {
            share: 0.05,
            length: 8.0,
        };
        let (share, length) = losses(burst, seed);
        assert!((0.042..0.058).contains(&share), "{share}");
        assert!((7.2..8.8).contains(&length), "{length}");
        // On average two in a row is more than chance makes of it.
        let (_, length) = losses(Loss::Random { share: 0.05 }, seed);
        assert!((1.0..1.1).contains(&length), "{length}");
    }
    let all = Loss::Random { share: 1.0 };
    assert_eq!(losses(all, 1).0, 1.0);
}

#[test]
fn jitter_does_not_change_which_are_lost() {
    let survivors = |jitter| {
        let loss = Loss::Random { share: 0.3 };
        let mut world = World::new(Shape::perfect().loss(loss).jitter(jitter), 9);
        for number in 0..100 {
            world.send(number, 100, ms(0));
        }
        let arrivals = world.all();
        arrivals.iter().map(|arrival| arrival.0).collect::<Vec<_>>()
    };
    assert_eq!(survivors(ms(0)), survivors(ms(50)));
}

#[test]
#[should_panic(expected = "Burst")]
fn bursts_that_would_touch_are_refused() {
    let _ = Shape::perfect().loss(Loss::Burst {
        share: 0.9,
        length: 2.0,
    });
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let loss = prop_oneof![
        Just(Loss::None),
        (0.0..=1.0).prop_map(|share| Loss::Random { share }),
        (0.0..0.5, 1.0..20.0).prop_map(|(share, length)| Loss::Burst { share, length }),
    ];
    let rate = proptest::option::of((10_000_u64..100_000_000, 0_usize..50_000));
    (0_u64..200, 0_u64..100, any::<bool>(), loss, rate).prop_map(
        |(delay, jitter, reorder, loss, rate)| {
            let shape = Shape::perfect()
                .delay(ms(delay))
                .jitter(ms(jitter))
                .loss(loss);
            let shape = if reorder { shape.reorder() } else { shape };
            match rate {
                Some((bits, queue)) => shape.rate(bits, queue),
                None => shape,
            }
        },
    )
}

/// Packets: milliseconds since the one before, and bytes.
fn any_traffic() -> impl Strategy<Value = Vec<(u64, usize)>> {
    proptest::collection::vec((0_u64..20, 20_usize..1500), 1..200)
}

struct Run {
    sent: Vec<(Duration, usize)>,
    arrivals: Vec<Arrival>,
    counts: Counts,
}

fn run(shape: Shape, seed: u64, traffic: &[(u64, usize)], look_between: bool) -> Run {
    let mut world = World::new(shape, seed);
    let (mut at, mut sent, mut arrivals) = (Duration::ZERO, Vec::new(), Vec::new());
    for (number, (pause, bytes)) in (0..).zip(traffic) {
        at += ms(*pause);
        if look_between {
            arrivals.extend(world.arrivals(at));
        }
        world.send(number, *bytes, at);
        sent.push((at, *bytes));
    }
    arrivals.extend(world.all());
    let counts = world.lane.counts();
    Run {
        sent,
        arrivals,
        counts,
    }
}

proptest! {
    #[test]
    fn every_packet_is_accounted_for(
        shape in any_shape(), seed: u64, traffic in any_traffic(),
    ) {
        let Run { arrivals, counts, .. } = run(shape, seed, &traffic, true);
        prop_assert_eq!(counts.arrived, arrivals.len() as u64);
        let all = counts.arrived + counts.lost + counts.dropped;
        prop_assert_eq!(all, traffic.len() as u64);
        prop_assert_eq!(counts.queued_bytes, 0);
        if let Some(rate) = shape.rate {
            prop_assert!(counts.queued_bytes_most <= rate.queue_bytes.max(1500));
        }
    }

    #[test]
    fn nothing_is_early_and_nothing_later_than_queue_and_jitter_allow(
        shape in any_shape(), seed: u64, traffic in any_traffic(),
    ) {
        let Run { sent, arrivals, .. } = run(shape, seed, &traffic, true);
        for (number, arrived) in arrivals {
            let (at, bytes) = sent[number as usize];
            let sending = |bytes| shape.rate.map_or(Duration::ZERO, |rate| {
                rate.time_for(bytes as u64 * 8)
            });
            let queue = shape.rate.map_or(0, |rate| rate.queue_bytes.max(1500));
            // Each packet's time is rounded up by less than a nanosecond.
            let most = sending(queue) + Duration::from_micros(1) + shape.delay + shape.jitter;
            prop_assert!(arrived >= at + sending(bytes) + shape.delay);
            prop_assert!(arrived <= at + most);
        }
    }

    #[test]
    fn order_is_kept_and_the_rate_never_exceeded(
        shape in any_shape(), seed: u64, traffic in any_traffic(),
    ) {
        prop_assume!(!shape.reorder);
        let Run { sent, arrivals, .. } = run(shape.jitter(Duration::ZERO), seed, &traffic, true);
        for pair in arrivals.windows(2) {
            let [(one, first), (two, second)] = [pair[0], pair[1]];
            prop_assert!(one < two && first <= second);
            if let Some(rate) = shape.rate {
                let (_, bytes) = sent[two as usize];
                prop_assert!(second - first >= rate.time_for(bytes as u64 * 8));
            }
        }
    }

    #[test]
    fn what_happens_does_not_depend_on_who_looks_when(
        shape in any_shape(), seed: u64, traffic in any_traffic(),
    ) {
        let often = run(shape, seed, &traffic, true);
        let once = run(shape, seed, &traffic, false);
        prop_assert_eq!(often.arrivals, once.arrivals);
        prop_assert_eq!(often.counts, once.counts);
    }
}

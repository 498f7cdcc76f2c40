//! What the controller promises, on emulated paths.

use std::{sync::Arc, time::Duration};

use quinn_proto::congestion::CubicConfig;

use super::{
    Conversation,
    bed::{Bed, Shape, Traffic},
};
use crate::stats::Stats;

const RTT: Duration = Duration::from_millis(50);

fn s(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn ours(bed: &mut Bed) -> (usize, Arc<Stats>) {
    let stats = Arc::new(Stats::default());
    let factory = Arc::new(Conversation::new(Arc::clone(&stats)));
    (bed.flow(factory, Some(Arc::clone(&stats))), stats)
}

fn cubic(bed: &mut Bed) -> usize {
    bed.flow(Arc::new(CubicConfig::default()), None)
}

/// A transfer of ours, over a path of its own.
fn bulk(shape: Shape, seconds: f64) -> Bed {
    let mut bed = Bed::new(shape, 7);
    ours(&mut bed);
    bed.say(0, Traffic::Bulk);
    bed.run_for(s(seconds));
    bed
}

/// For how many seconds in a row the first flow had less than 30 % of all, or more
/// than 70 %, at worst.
fn unfair_seconds(bed: &Bed, from: u32, to: u32) -> u32 {
    let (mut worst, mut row) = (0, 0);
    for at in (from..to).map(f64::from) {
        let [one, other] = [0, 1].map(|flow| bed.rate(flow, s(at), s(at + 1.0)));
        let is_fair = (0.3..0.7).contains(&(one / (one + other)));
        row = if is_fair { 0 } else { row + 1 };
        worst = worst.max(row);
    }
    worst
}

#[test]
fn a_queue_stays_short() {
    for (rate, rtt) in [
        (300_000, 20),
        (300_000, 200),
        (1_000_000, 50),
        (10_000_000, 50),
        (50_000_000, 20),
    ] {
        let shape = Shape::new(rate, Duration::from_millis(rtt), 4.0);
        let shape = shape.queue(shape.queue.max(40_000));
        let bed = bulk(shape, 8.0);
        let two_packets = s(2.0 * 1480.0 * 8.0 / rate as f64);
        let queue = bed.standing_queue(s(3.0), s(8.0));
        assert!(
            queue <= two_packets.max(RTT),
            "{queue:?} at {rate} bit/s, RTT {rtt} ms"
        );
        let used = bed.rate(0, s(3.0), s(8.0)) / rate as f64;
        assert!(used > 0.85, "{used:.2} of {rate} bit/s, RTT {rtt} ms");
    }
}

#[test]
fn random_loss_is_no_reason_to_slow_down() {
    for (loss, burst, least) in [
        (0.01, 1.0, 0.88),
        (0.03, 1.0, 0.85),
        (0.1, 1.0, 0.75),
        (0.05, 4.0, 0.8),
    ] {
        let shape = Shape::new(10_000_000, RTT, 2.0).loss(loss).burst(burst);
        let bed = bulk(shape, 10.0);
        let used = bed.rate(0, s(2.0), s(10.0)) / 10e6;
        assert!(used > least, "{used:.2} with {loss} lost, {burst} in a row");
    }
}

#[test]
fn a_fast_path_is_filled() {
    for loss in [0.0, 0.03] {
        let bed = bulk(Shape::new(100_000_000, RTT, 1.0).loss(loss), 4.0);
        let rate = bed.rate(0, s(1.5), s(4.0));
        assert!(rate > 85e6, "{rate:.0} bit/s with {loss} lost");
    }
}

#[test]
fn jitter_is_not_taken_for_a_queue() {
    let shape = Shape::new(10_000_000, RTT, 2.0).jitter(Duration::from_millis(15));
    let bed = bulk(shape, 8.0);
    let used = bed.rate(0, s(2.0), s(8.0)) / 10e6;
    assert!(used > 0.8, "{used:.2}");
}

#[test]
fn a_short_queue_is_found_by_its_drops() {
    let bed = bulk(Shape::new(10_000_000, RTT, 0.2), 10.0);
    let used = bed.rate(0, s(2.0), s(10.0)) / 10e6;
    assert!(used > 0.8, "{used:.2}");
    let dropped = bed.there.dropped as f64 * 1480.0 * 8.0 / (10e6 * 10.0);
    assert!(dropped < 0.25, "{dropped:.2} of all were dropped");
}

#[test]
fn another_rate_is_found_within_two_seconds() {
    for (before, after) in [(2_000_000, 10_000_000), (10_000_000, 2_000_000)] {
        let mut bed = Bed::new(Shape::new(before, RTT, 1.0).queue(125_000), 3);
        ours(&mut bed);
        bed.say(0, Traffic::Bulk);
        bed.run_for(s(6.0));
        bed.shape(|shape| Shape {
            rate: after,
            ..shape
        });
        bed.run_for(s(6.0));
        let used = bed.rate(0, s(8.0), s(12.0)) / after as f64;
        assert!(used > 0.85, "{used:.2} of {after} bit/s");
        let queue = bed.standing_queue(s(8.0), s(12.0));
        assert!(queue <= RTT, "{queue:?} at {after} bit/s");
    }
}

/// Seconds of unfair shares within 25 that a Cubic flow is there, come when ours
/// had been alone for so many.
fn beside_cubic(shape: Shape, alone: f64) -> u32 {
    let mut bed = Bed::new(shape, 1);
    ours(&mut bed);
    bed.say(0, Traffic::Bulk);
    bed.run_for(s(alone));
    let other = cubic(&mut bed);
    bed.say(other, Traffic::Bulk);
    bed.run_for(s(25.0));
    unfair_seconds(&bed, 5, 30)
}

#[test]
fn a_cubic_flow_leaves_room_and_is_left_some() {
    for (rate, bdps, alone) in [
        (10_000_000, 1.0, 5.0),
        (10_000_000, 2.0, 6.1),
        (10_000_000, 4.0, 5.0),
        (10_000_000, 4.0, 6.1),
        (50_000_000, 4.0, 5.4),
    ] {
        let unfair = beside_cubic(Shape::new(rate, RTT, bdps), alone);
        assert!(unfair <= 5, "{unfair} s at {rate} bit/s, a queue of {bdps}");
    }
}

#[test]
fn a_slow_line_is_shared_too() {
    const RATE: u64 = 2_000_000;
    // Without a packet's time of chance, drops fall on one flow again and again
    // (Floyd and Jacobson, "On Traffic Phase Effects in Packet-Switched
    // Gateways", 1992).
    let chance = s(1500.0 * 8.0 / RATE as f64);
    for (bdps, alone) in [(2.0, 5.0), (2.0, 5.4), (4.0, 5.4)] {
        let unfair = beside_cubic(Shape::new(RATE, RTT, bdps).jitter(chance), alone);
        assert!(unfair <= 5, "{unfair} s with a queue of {bdps}, {alone} s");
    }
}

#[test]
fn who_says_little_gains_no_window() {
    let mut bed = Bed::new(Shape::new(10_000_000, RTT, 2.0), 5);
    let (_, stats) = ours(&mut bed);
    bed.say(0, Traffic::Call { video: 300_000 });
    bed.run_for(s(3.0));
    let early = stats.read().window;
    bed.run_for(s(60.0));
    let late = stats.read().window;
    assert!(late <= early, "{early} became {late}");
}

#[test]
fn a_call_is_heard_in_time_under_loss() {
    for (rtt, loss, most) in [(50, 0.05, 0.08), (50, 0.1, 0.15), (200, 0.05, 0.08)] {
        let rtt = Duration::from_millis(rtt);
        let shape = Shape::new(10_000_000, rtt, 2.0).loss(loss);
        let mut bed = Bed::new(shape, 11);
        ours(&mut bed);
        bed.say(0, Traffic::Call { video: 600_000 });
        bed.run_for(s(30.0));
        let heard = &bed.flows[0].heard;
        let fastest = *heard.iter().min().unwrap();
        let budget = Duration::from_millis(if rtt > RTT { 75 } else { 45 });
        let late = heard
            .iter()
            .filter(|took| **took > fastest + budget)
            .count();
        let late = late as f64 / heard.len() as f64;
        assert!(late < most, "{late:.3} with {loss} lost, RTT {rtt:?}");
    }
}

#[test]
fn after_an_outage_it_goes_on_at_once() {
    for outage in [0.3, 1.0, 5.0, 10.0, 15.0] {
        let mut bed = Bed::new(Shape::new(10_000_000, RTT, 2.0), 9);
        ours(&mut bed);
        bed.say(0, Traffic::Bulk);
        bed.run_for(s(4.0));
        bed.set_up(false);
        let end = bed.elapsed() + s(outage);
        while bed.elapsed() < end {
            bed.nudge(0);
            bed.run_for(s(0.2));
        }
        bed.set_up(true);
        for _ in 0..10 {
            bed.nudge(0);
            bed.run_for(s(0.2));
        }
        let rate = bed.rate(0, end + s(0.5), end + s(1.5));
        assert!(rate > 8e6, "{rate:.0} bit/s after {outage} s");
    }
}

#[test]
fn a_run_is_like_the_one_before() {
    let run = || {
        let bed = bulk(Shape::new(2_000_000, RTT, 1.0).loss(0.02), 5.0);
        (bed.got(0, s(0.0), s(5.0)), bed.there.dropped)
    };
    assert_eq!(run(), run());
}

//! How long the queue at a bottleneck is that a transfer fills by itself.

use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};

use tincan_tests::lab::{Direction, Link};

use super::{
    path::{Kind, Path},
    peer::Make,
    traffic::{Counter, pour},
};

const RATES: [u64; 4] = [300_000, 2_000_000, 10_000_000, 50_000_000];
const RTT: Duration = Duration::from_millis(50);
/// Not looked at: finding out how fast the path is.
const START: Duration = Duration::from_secs(4);
const OVER: Duration = Duration::from_secs(8);
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// A transfer alone, RTT 50 ms, and room for four BDP.
pub(super) fn standing() {
    println!("### Standing queue: the most that never drained for 1 s (and how full the path was)");
    println!("| bottleneck | libp2p-quic | ours | goal |");
    println!("|---|---|---|---|");
    let results = Make::BOTH.map(|make| {
        thread::scope(|scope| {
            let all = RATES.map(|rate| scope.spawn(move || one(make, rate)));
            all.map(|one| one.join().expect("a run"))
        })
    });
    for (at, rate) in RATES.iter().enumerate() {
        let cells = results.each_ref().map(|cells| match cells[at] {
            Some((queue, used)) => format!("{:.0} ms ({:.0} %)", ms(queue), used * 100.0),
            None => String::new(),
        });
        let packets = Duration::from_secs_f64(2.0 * 1500.0 * 8.0 / *rate as f64);
        let [stock, ours] = cells;
        let goal = ms(packets.max(RTT));
        println!(
            "| {} Mbit/s | {stock} | {ours} | {goal:.0} ms |",
            *rate as f64 / 1e6
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The standing queue, and the share of the path that was used.
fn one(make: Make, bits_per_second: u64) -> Option<(Duration, f64)> {
    let path = Path::new(Some(Kind {
        bits_per_second,
        rtt: RTT,
        queue: 4.0,
        loss: 0.0,
    }))?;
    let counter = Counter::default();
    let connected = path.connect(make, counter.serve());
    pour(&connected.line, path.sender());
    thread::sleep(START);
    let before = counter.read();
    let bytes = standing_bytes(&path.link(), OVER);
    let used = (counter.read() - before) as f64 * 8.0 / OVER.as_secs_f64();
    let queue = Duration::from_secs_f64(bytes as f64 * 8.0 / bits_per_second as f64);
    Some((queue, used / bits_per_second as f64))
}

/// The most that the least of any second was.
fn standing_bytes(link: &Link, over: Duration) -> usize {
    let begin = Instant::now();
    // In the order of their bytes: the least of the last second comes first.
    let mut least: VecDeque<(Instant, usize)> = VecDeque::new();
    let mut worst = 0;
    while begin.elapsed() < over {
        let now = Instant::now();
        let bytes = link.stats(Direction::Up).counts.queued_bytes;
        while least.back().is_some_and(|(_, more)| *more >= bytes) {
            least.pop_back();
        }
        least.push_back((now, bytes));
        let old = |at: Instant| at + Duration::from_secs(1) < now;
        while least.front().is_some_and(|(at, _)| old(*at)) {
            least.pop_front();
        }
        if begin.elapsed() > Duration::from_secs(1) {
            worst = worst.max(least.front().map_or(0, |(_, bytes)| *bytes));
        }
        thread::sleep(LOOK_EVERY);
    }
    worst
}

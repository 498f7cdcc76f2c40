//! Beside one flow of Cubic on the same bottleneck.

use std::{thread, time::Duration};

use super::{
    path::{Kind, Path},
    peer::Make,
    traffic::{Counter, pour},
};

const PATHS: [(u64, f64); 4] = [
    (2_000_000, 1.0),
    (2_000_000, 4.0),
    (10_000_000, 1.0),
    (10_000_000, 4.0),
];
const ALONE: Duration = Duration::from_secs(5);
const TOGETHER: u32 = 30;
/// Of all, what is a fair share.
const FAIR: std::ops::Range<f64> = 0.3..0.7;

/// What a flow gets beside libp2p-quic's Cubic, which comes five seconds later.
pub(super) fn beside_cubic() {
    println!("### Beside one Cubic flow that comes 5 s later, RTT 50 ms, over 30 s");
    println!("share of all (goal 30 to 70 %), longest time outside of that (goal 5 s)");
    println!("| bottleneck, queue | libp2p-quic | ours |");
    println!("|---|---|---|");
    let results = Make::BOTH.map(|make| {
        thread::scope(|scope| {
            let all = PATHS.map(|path| scope.spawn(move || one(make, path)));
            all.map(|one| one.join().expect("a run"))
        })
    });
    for (at, (rate, queue)) in PATHS.iter().enumerate() {
        let cells = results.each_ref().map(|cells| match cells[at] {
            Some((share, outside)) => format!("{:.0} %, {outside} s", share * 100.0),
            None => String::new(),
        });
        let [stock, ours] = cells;
        println!(
            "| {} Mbit/s, {queue} BDP | {stock} | {ours} |",
            *rate as f64 / 1e6
        );
    }
}

/// Its share, and for how many seconds in a row that was not fair.
fn one(make: Make, (bits_per_second, queue): (u64, f64)) -> Option<(f64, u32)> {
    let path = Path::new(Some(Kind {
        bits_per_second,
        rtt: Duration::from_millis(50),
        queue,
        loss: 0.0,
    }))?;
    let [flow, cubic] = [Counter::default(), Counter::default()];
    let one = path.connect(make, flow.serve());
    pour(&one.line, path.sender());
    thread::sleep(ALONE);
    let other = path.connect(Make::Stock, cubic.serve());
    pour(&other.line, path.sender());

    let (mut row, mut worst) = (0, 0);
    let start = [flow.read(), cubic.read()];
    let mut before = start;
    for _ in 0..TOGETHER {
        thread::sleep(Duration::from_secs(1));
        let now = [flow.read(), cubic.read()];
        row = if FAIR.contains(&share(before, now)) {
            0
        } else {
            row + 1
        };
        worst = worst.max(row);
        before = now;
    }
    Some((share(start, before), worst))
}

fn share(before: [u64; 2], after: [u64; 2]) -> f64 {
    let [one, other] = [0, 1].map(|at| (after[at] - before[at]) as f64);
    one / (one + other).max(1.0)
}

//! A path that carries nothing for a while, with as much under way as goes.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    path::{Kind, Path},
    peer::Make,
    traffic::{Counter, pour},
};

const OUTAGES: [u64; 4] = [1, 4, 10, 20];
const RATE: u64 = 10_000_000;
const PATIENCE: Duration = Duration::from_secs(25);
/// As good as before: so much of the path's rate over so long.
const GOOD: f64 = 0.7;
const GOOD_OVER: Duration = Duration::from_millis(300);

/// How long after the path carries again something comes, and all that it can.
pub(super) fn recovery() {
    println!("### After an outage with a full window, 10 Mbit/s, RTT 50 ms");
    println!(
        "first bytes after, back at {:.0} % of the rate after (goal: under 1 s)",
        GOOD * 100.0
    );
    println!("| outage | libp2p-quic | ours |");
    println!("|---|---|---|");
    let results = Make::BOTH.map(|make| {
        thread::scope(|scope| {
            let all = OUTAGES.map(|seconds| scope.spawn(move || one(make, seconds)));
            all.map(|one| one.join().expect("a run"))
        })
    });
    for (at, seconds) in OUTAGES.iter().enumerate() {
        let [stock, ours] = results.each_ref().map(|cells| cells[at].clone());
        println!("| {seconds} s | {stock} | {ours} |");
    }
}

fn one(make: Make, seconds: u64) -> String {
    let kind = Kind {
        bits_per_second: RATE,
        rtt: Duration::from_millis(50),
        queue: 2.0,
        loss: 0.0,
    };
    let Some(path) = Path::new(Some(kind)) else {
        return String::new();
    };
    let counter = Counter::default();
    let connected = path.connect(make, counter.serve());
    pour(&connected.line, path.sender());
    thread::sleep(Duration::from_secs(4));
    path.sender.cut();
    thread::sleep(Duration::from_secs(seconds));
    path.sender.mend();
    let mended = Instant::now();
    let Some(first) = counter.next_within(PATIENCE) else {
        return "never".to_owned();
    };
    while counter.rate_over(GOOD_OVER) < GOOD * RATE as f64 {
        if mended.elapsed() > PATIENCE {
            return format!("{:.2} s, never", first.as_secs_f64());
        }
    }
    let full = mended.elapsed().saturating_sub(GOOD_OVER);
    format!("{:.2} s, {:.2} s", first.as_secs_f64(), full.as_secs_f64())
}

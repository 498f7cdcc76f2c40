//! How much goes through one stream, and what that costs.

use std::{process, thread, time::Duration};

use tincan_tests::usage::Usage;

use super::{
    path::{Kind, Path},
    peer::Make,
    traffic::{Counter, pour},
};

const ROUNDS: usize = 3;
const OVER: Duration = Duration::from_secs(4);
/// Not counted: finding out how fast it may go.
const START: Duration = Duration::from_secs(1);

/// Between two hosts with a cable between them.
pub(super) fn unshaped() {
    println!("### Bulk, unshaped: one stream between two hosts of one machine");
    println!("| | MB/s, {ROUNDS} runs in turn | seconds of a core for 1 GB, both ends |");
    println!("|---|---|---|");
    let mut rows = Make::BOTH.map(|make| (make, Vec::new(), Vec::new()));
    for _ in 0..ROUNDS {
        for (make, rates, costs) in &mut rows {
            let Some(path) = Path::new(None) else { return };
            let counter = Counter::default();
            let connected = path.connect(*make, counter.serve());
            pour(&connected.line, path.sender());
            thread::sleep(START);
            let before = counter.read();
            let usage = Usage::over(process::id(), OVER).expect("this process");
            let gigabytes = (counter.read() - before) as f64 / 1e9;
            rates.push(gigabytes * 1e3 / OVER.as_secs_f64());
            costs.push(usage.core * OVER.as_secs_f64() / gigabytes);
        }
    }
    let median = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    for (make, rates, costs) in &rows {
        let all: Vec<String> = rates.iter().map(|rate| format!("{rate:.0}")).collect();
        println!("| {make} | {} | {:.1} |", all.join(", "), median(costs));
    }
    let [stock, ours] = rows.map(|(_, rates, _)| median(&rates));
    println!("\nours is {:.2} times stock (goal 1.2)", ours / stock);
}

/// Over 100 Mbit/s and 50 ms there and back, with packets lost both ways.
pub(super) fn lossy() {
    const RATE: u64 = 100_000_000;
    const LONG: Duration = Duration::from_secs(8);
    println!("### Bulk, 100 Mbit/s, RTT 50 ms, a queue of one BDP: Mbit/s over the first 8 s");
    println!("| loss | libp2p-quic | ours (goal 85) |");
    println!("|---|---|---|");
    for loss in [0.0, 0.01, 0.03] {
        let kind = Kind {
            bits_per_second: RATE,
            rtt: Duration::from_millis(50),
            queue: 1.0,
            loss,
        };
        let mut cells = Vec::new();
        for make in Make::BOTH {
            let Some(path) = Path::new(Some(kind)) else {
                return;
            };
            let counter = Counter::default();
            let connected = path.connect(make, counter.serve());
            pour(&connected.line, path.sender());
            cells.push(counter.rate_over(LONG) / 1e6);
        }
        println!("| {} % | {:.1} | {:.1} |", loss * 100.0, cells[0], cells[1]);
    }
}

//! Making connections.

use std::time::{Duration, Instant};

use futures::{FutureExt, StreamExt, stream::FuturesUnordered};

use super::{
    path::{Kind, Path},
    peer::Make,
};

const HANDSHAKES: usize = 21;
const AT_A_TIME: usize = 32;
const OVER: Duration = Duration::from_secs(4);

/// How long a handshake takes, and how many there may be in a second.
pub(super) fn handshakes() {
    println!(
        "### Handshakes (and how many connections a second, {AT_A_TIME} at a time, both ends on this machine)"
    );
    println!(
        "| | no distance, median | RTT 50 ms, median, worst of {HANDSHAKES} | connections a second |"
    );
    println!("|---|---|---|---|");
    for make in Make::BOTH {
        let Some(near) = Path::new(None) else { return };
        let far = Path::new(Some(Kind {
            bits_per_second: 100_000_000,
            rtt: Duration::from_millis(50),
            queue: 1.0,
            loss: 0.0,
        }));
        let Some(far) = far else { return };
        let [near_times, far_times] = [&near, &far].map(|path| times(make, path));
        println!(
            "| {make} | {:.1} ms | {:.1} ms, {:.1} ms | {:.0} |",
            near_times[HANDSHAKES / 2],
            far_times[HANDSHAKES / 2],
            far_times[HANDSHAKES - 1],
            rate(make, &near)
        );
    }
}

/// In order of length, in milliseconds.
fn times(make: Make, path: &Path) -> Vec<f64> {
    let (_listener, address) = path.listener(make, std::sync::Arc::new(|_| async {}.boxed()));
    let mut times: Vec<f64> = (0..HANDSHAKES)
        .map(|_| {
            let dialler = path.dialler(make);
            let begin = Instant::now();
            let line = path.sender().block_on(dialler.dial(&address));
            line.expect("a connection");
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn rate(make: Make, path: &Path) -> f64 {
    let (_listener, address) = path.listener(make, std::sync::Arc::new(|_| async {}.boxed()));
    let dialler = path.dialler(make);
    let begin = Instant::now();
    let made = path.sender().block_on(async {
        let mut dials: FuturesUnordered<_> =
            (0..AT_A_TIME).map(|_| dialler.dial(&address)).collect();
        let mut made = 0;
        while begin.elapsed() < OVER {
            if let Some(Ok(_)) = dials.next().await {
                made += 1;
            }
            dials.push(dialler.dial(&address));
        }
        made
    });
    f64::from(made) / begin.elapsed().as_secs_f64()
}

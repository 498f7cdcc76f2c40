//! A call on striped streams: audio on eight and video on four beside it, so
//! that what is lost stalls a stripe and not the call.

use std::{
    sync::{Arc, LazyLock, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use futures::{AsyncReadExt, AsyncWriteExt, FutureExt};
use libp2p::core::muxing::SubstreamBox;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use super::{
    path::{Connected, Kind, Path},
    peer::{Make, Serve},
};

const LOSSES: [f64; 4] = [0.0, 0.02, 0.05, 0.1];
const RTTS: [u64; 3] = [10, 50, 200];
/// Of each run, without the first packets.
const LONG: Duration = Duration::from_secs(24);
const FIRST: Duration = Duration::from_secs(3);
/// What may still come.
const REST: Duration = Duration::from_secs(3);

static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A flow of packets, on so many stripes in turn.
#[derive(Clone, Copy)]
struct Flow {
    number: u8,
    stripes: usize,
    every: Duration,
    bytes: usize,
    priority: i32,
}

/// 20 ms of speech, with the two frames before it.
const AUDIO: Flow = Flow {
    number: 0,
    stripes: 8,
    every: Duration::from_millis(20),
    bytes: 240,
    priority: 2,
};
/// 600 kbit/s.
const VIDEO: Flow = Flow {
    number: 1,
    stripes: 4,
    every: Duration::from_micros(33_333),
    bytes: 2500,
    priority: 1,
};

/// A packet that came: which one, when it was to leave and when it came, since
/// the epoch.
#[derive(Clone, Copy)]
struct Came {
    index: u64,
    left: Duration,
    came: Duration,
}

/// What came of both flows.
type Heard = Arc<[Mutex<Vec<Came>>; 2]>;

/// Share of audio packets that come too late, for loss and distance.
pub(super) fn audio() {
    println!(
        "### A call: audio packets that come later than the fastest and 45 ms (75 ms at RTT 200)"
    );
    println!("10 Mbit/s; alone / repaired by the next / by the next two; video p50, p95");
    println!("| RTT, loss each way | libp2p-quic | ours |");
    println!("|---|---|---|");
    let kinds: Vec<(u64, f64)> = RTTS
        .iter()
        .flat_map(|rtt| LOSSES.map(|loss| (*rtt, loss)))
        .collect();
    let results = Make::BOTH.map(|make| {
        thread::scope(|scope| {
            let spawn = |(rtt, loss)| scope.spawn(move || one(make, rtt, loss));
            let all: Vec<_> = kinds.iter().copied().map(spawn).collect();
            let cells = all.into_iter().map(|one| one.join().expect("a run"));
            cells.collect::<Vec<String>>()
        })
    });
    for (at, (rtt, loss)) in kinds.iter().enumerate() {
        let [stock, ours] = results.each_ref().map(|cells| &cells[at]);
        println!("| {rtt} ms, {} % | {stock} | {ours} |", loss * 100.0);
    }
}

fn one(make: Make, rtt: u64, loss: f64) -> String {
    let kind = Kind {
        bits_per_second: 10_000_000,
        rtt: Duration::from_millis(rtt),
        queue: 2.0,
        loss,
    };
    let Some(path) = Path::new(Some(kind)) else {
        return String::new();
    };
    let heard = Heard::default();
    let connected = path.connect(make, hear(&heard));
    for flow in [AUDIO, VIDEO] {
        speak(&path, &connected, flow);
    }
    thread::sleep(LONG + REST);
    let [audio, video] = [AUDIO, VIDEO].map(|flow| {
        let all = heard[usize::from(flow.number)].lock();
        in_order(&all.unwrap_or_else(PoisonError::into_inner), flow)
    });
    let budget = Duration::from_millis(if rtt < 200 { 45 } else { 75 });
    let late = [0, 1, 2].map(|carried| late(&audio, carried, budget) * 100.0);
    let [half, most] = [0.5, 0.95].map(|share| match quantile(&video, share) {
        Some(time) => format!("{:.0}", time.as_secs_f64() * 1e3),
        None => "∞".to_owned(),
    });
    let [alone, one, two] = late.map(|share| format!("{share:.1}"));
    format!("{alone} / {one} / {two} %; {half}, {most} ms")
}

/// Says what there is to say on one flow, in time, whatever becomes of it.
fn speak(path: &Path, connected: &Connected, flow: Flow) {
    let stripes: Vec<mpsc::Sender<Vec<u8>>> = (0..flow.stripes)
        .map(|_| {
            let stream = path.sender().block_on(connected.line.open());
            let mut stream = stream.expect("a stream");
            if let Some(tuning) = tincan_quic::tune(&mut stream) {
                tuning.set_priority(flow.priority);
            }
            let (stripe, packets) = mpsc::channel(4096);
            path.sender().spawn(write_all(stream, flow, packets));
            stripe
        })
        .collect();
    path.sender().spawn(async move {
        let mut clock = interval(flow.every);
        clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let begin = EPOCH.elapsed();
        for index in 0_u32.. {
            let left = begin + flow.every * index;
            if left > begin + LONG {
                return;
            }
            clock.tick().await;
            let mut packet = vec![0; flow.bytes];
            packet[..8].copy_from_slice(&u64::from(index).to_be_bytes());
            let nanos = EPOCH.elapsed().as_nanos() as u64;
            packet[8..16].copy_from_slice(&nanos.to_be_bytes());
            let _ = stripes[index as usize % flow.stripes].try_send(packet);
        }
    });
}

async fn write_all(mut stream: SubstreamBox, flow: Flow, mut packets: mpsc::Receiver<Vec<u8>>) {
    if stream.write_all(&[flow.number]).await.is_err() {
        return;
    }
    while let Some(packet) = packets.recv().await {
        if stream.write_all(&packet).await.is_err() {
            return;
        }
    }
    // Held open until what was written has come.
    tokio::time::sleep(REST).await;
}

fn hear(heard: &Heard) -> Serve {
    let heard = heard.clone();
    Arc::new(move |mut stream| {
        let heard = heard.clone();
        async move {
            let mut number = [0];
            if stream.read_exact(&mut number).await.is_err() {
                return;
            }
            let flow = if number[0] == AUDIO.number {
                AUDIO
            } else {
                VIDEO
            };
            let mut packet = vec![0; flow.bytes];
            while stream.read_exact(&mut packet).await.is_ok() {
                let came = EPOCH.elapsed();
                let number = |at: usize| {
                    let bytes = packet[at..at + 8].try_into();
                    bytes.map_or(0, u64::from_be_bytes)
                };
                let packet = Came {
                    index: number(0),
                    left: Duration::from_nanos(number(8)),
                    came,
                };
                let all = heard[usize::from(flow.number)].lock();
                all.unwrap_or_else(PoisonError::into_inner).push(packet);
            }
        }
        .boxed()
    })
}

/// Each packet by its number, but the first ones, if it came.
fn in_order(heard: &[Came], flow: Flow) -> Vec<Option<Came>> {
    let count = |time: Duration| (time.as_nanos() / flow.every.as_nanos()) as usize;
    let mut all = vec![None; count(LONG)];
    for came in heard {
        if let Some(slot) = all.get_mut(came.index as usize) {
            *slot = Some(*came);
        }
    }
    all.split_off(count(FIRST))
}

/// The share that was later than the fastest and `budget`, if each packet also
/// carries the `carried` before it.
fn late(all: &[Option<Came>], carried: usize, budget: Duration) -> f64 {
    let took = |came: &Came| came.came.saturating_sub(came.left);
    let Some(fastest) = all.iter().flatten().map(took).min() else {
        return 1.0;
    };
    let every = AUDIO.every.as_secs_f64();
    let late = (0..all.len() - carried).filter(|at| {
        let in_time = |ahead: usize| {
            let later = Duration::from_secs_f64(every * ahead as f64);
            all[at + ahead].is_some_and(|came| took(&came) + later <= fastest + budget)
        };
        !(0..=carried).any(in_time)
    });
    late.count() as f64 / (all.len() - carried) as f64
}

/// How long the fastest `share` of all took at most; none if they did not all come.
fn quantile(all: &[Option<Came>], share: f64) -> Option<Duration> {
    let took = |came: &Option<Came>| came.map(|c| c.came.saturating_sub(c.left));
    let mut times: Vec<Option<Duration>> = all.iter().map(took).collect();
    times.sort_by_key(|time| time.unwrap_or(Duration::MAX));
    *times.get((times.len() as f64 * share) as usize)?
}

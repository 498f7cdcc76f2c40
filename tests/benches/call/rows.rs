//! The rows of the table.

use std::{ops::Range, time::Duration};

use tincan_measure::quantile;
use tincan_tests::lab::Lab;

use crate::run::{Outcome, run};

/// What a call goes over, and what goes over it.
pub(crate) struct Row {
    name: &'static str,
    /// Time there and back, in milliseconds.
    pub(crate) rtt: u64,
    /// Of the whole way.
    pub(crate) loss: f64,
    /// Bits per second, each for a third of the time.
    pub(crate) rates: &'static [u64],
    pub(crate) video: Video,
    /// A file is handed over meanwhile.
    pub(crate) transfer: bool,
    /// Ben moves to another network in the middle.
    pub(crate) moves: bool,
    goal: &'static str,
}

/// What is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Video {
    None,
    /// 640×360.
    Small,
    /// 1280×720.
    Large,
}

const ROW: Row = Row {
    name: "",
    rtt: 50,
    loss: 0.0,
    rates: &[],
    video: Video::Small,
    transfer: false,
    moves: false,
    goal: "",
};

const ROWS: [Row; 11] = [
    Row {
        name: "RTT 50, no loss",
        goal: "video 80 / 110, audio 90 / 120, no freeze, sound in 300 ms, picture in 500",
        ..ROW
    },
    Row {
        name: "RTT 50, 2 % loss",
        loss: 0.02,
        goal: "concealed 0.1 %, audio 90 / 120, no freeze",
        ..ROW
    },
    Row {
        name: "RTT 50, 5 % loss",
        loss: 0.05,
        goal: "concealed 0.3 %, audio 90 / 120, video 120 / 160, PESQ 3.8, no freeze",
        ..ROW
    },
    Row {
        name: "RTT 50, 10 % loss",
        loss: 0.1,
        goal: "concealed 1 %, audio 90 / 120, at most 2 freezes in 40 s",
        ..ROW
    },
    Row {
        name: "RTT 50, 600 kbit/s",
        rates: &[600_000],
        goal: "WebRTC: video 173 / 265, audio 196 / 245, 0.3 %, 1 freeze",
        ..ROW
    },
    Row {
        name: "RTT 200, 5 % loss",
        rtt: 200,
        loss: 0.05,
        goal: "WebRTC: video 357 / 393, audio 300 / 328, 4.4 %, 30 freezes",
        ..ROW
    },
    Row {
        name: "drop 2 → 0.3 → 2 Mbit/s",
        rates: &[2_000_000, 300_000, 2_000_000],
        goal: "audio never interrupted, video at 80 % within 5 s, delay under 300",
        ..ROW
    },
    Row {
        name: "transfer on 20 Mbit/s",
        rates: &[20_000_000],
        transfer: true,
        goal: "concealed 0.5 %, delay p95 200",
        ..ROW
    },
    Row {
        name: "another network",
        video: Video::None,
        moves: true,
        goal: "at most 300 ms of silence",
        ..ROW
    },
    Row {
        name: "720p",
        video: Video::Large,
        goal: "60 % of a core for each end",
        ..ROW
    },
    Row {
        name: "sound only",
        video: Video::None,
        goal: "5 % of a core for each end",
        ..ROW
    },
];

pub(crate) fn all() {
    let arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let (numbers, words): (Vec<String>, Vec<String>) =
        arguments.partition(|word| word.parse::<u64>().is_ok());
    let number = |n: usize, usual| numbers.get(n).map_or(usual, |n| n.parse().unwrap_or(usual));
    let (seconds, seeds, first) = (number(0, 60), number(1, 3), number(2, 0));
    let Some(lab) = Lab::start() else { return };
    println!("{seconds} s, seeds {first} to {}", first + seeds - 1);
    println!(
        "\n| way | video p50 / p95, ms | audio p50 / p95, ms | concealed | PESQ | shown a second \
         | freezes in 40 s | SSIM | kb/s sound + pictures | cores, each end | first sound, picture, \
         ms | goal |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for row in &ROWS {
        let wanted = words.iter().all(|word| row.name.contains(word.as_str()));
        if wanted {
            let runs = (first..first + seeds).map(|seed| run(&lab, row, seconds, seed));
            print(row, &runs.collect::<Vec<_>>(), seconds);
        }
    }
}

fn print(row: &Row, runs: &[Outcome], seconds: u64) {
    let all = |of: fn(&Outcome) -> &[(f64, f64)]| -> Vec<f64> {
        let delays = runs.iter().flat_map(of);
        delays.map(|(_, delay)| *delay).collect()
    };
    let mean = |of: fn(&Outcome) -> f64| {
        let known: Vec<f64> = runs.iter().map(of).filter(|n| n.is_finite()).collect();
        known.iter().sum::<f64>() / known.len() as f64
    };
    let (mut video, mut audio) = (all(|run| &run.pictures), all(|run| &run.sound));
    println!(
        "| {} | {:.0} / {:.0} | {:.0} / {:.0} | {:.2} % | {:.2} | {:.1} | {:.1} | {:.3} | {:.0} + \
         {:.0} | {:.2}, {:.2} | {:.0}, {:.0} | {} |",
        row.name,
        quantile(&mut video, 50),
        quantile(&mut video, 95),
        quantile(&mut audio, 50),
        quantile(&mut audio, 95),
        100.0 * mean(|run| run.concealed),
        mean(|run| run.pesq),
        mean(|run| run.shown),
        mean(|run| run.freezes) * 40.0 / seconds as f64,
        mean(|run| run.ssim),
        mean(|run| run.kilobits[0]),
        mean(|run| run.kilobits[1]),
        mean(|run| run.cores[0]),
        mean(|run| run.cores[1]),
        mean(|run| run.first[0]),
        mean(|run| run.first[1]),
        row.goal,
    );
    if row.moves {
        let silences: Vec<String> = runs
            .iter()
            .map(|run| format!("{:.0}", run.silence))
            .collect();
        println!("\nlongest silence, ms: {}\n", silences.join(", "));
    }
    if row.rates.len() > 1 || row.transfer {
        for run in runs {
            by_second(run, seconds);
        }
    }
}

/// What a way that changes does to a call, second by second.
fn by_second(run: &Outcome, seconds: u64) {
    let worst = |delays: &[(f64, f64)], span: Range<f64>| {
        let in_span = delays.iter().filter(|(at, _)| span.contains(at));
        in_span.map(|(_, delay)| *delay).fold(f64::NAN, f64::max)
    };
    println!("\nby second: kb/s of pictures, pictures shown, worst delay of pictures and of sound");
    for second in 0..seconds {
        let span = second as f64..(second + 1) as f64;
        let shown = run.shown_at.iter().filter(|at| span.contains(at)).count();
        let bits = run.by_second.get(second as usize).copied();
        println!(
            "{second}: {:.0}, {shown}, {:.0}, {:.0}",
            bits.unwrap_or(f64::NAN),
            worst(&run.pictures, span.clone()),
            worst(&run.sound, span),
        );
    }
    println!();
}

/// Each of two wires that make a way that takes this long there and back.
pub(crate) fn one_way(rtt: u64) -> Duration {
    Duration::from_micros(rtt * 1000 / 4)
}

/// The share that each of two wires loses.
pub(crate) fn share(loss: f64) -> f64 {
    1.0 - (1.0 - loss).sqrt()
}

//! Meetings of one pair of homes, and the row of the table that they make.

use std::{
    collections::BTreeMap,
    fmt, thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_tests::{
    app::{App, Event, Setup},
    lab::{Host, Lab, PublicRelay},
};

use crate::{
    numbers::{attempt, median_and_p95, median_and_worst, milliseconds},
    pairs::{Hope, Pair},
};

/// What a person takes at least to type a code into an app that has started.
pub(crate) const TYPING: Duration = Duration::from_secs(1);

/// A second try at a straight path begins no earlier after the meeting.
const FIRST_TRY: Duration = Duration::from_secs(5);

/// How long a straight path is waited for: some tries.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often it is looked for.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What a meeting should take to become a straight path.
const GOAL: Duration = Duration::from_millis(1500);

/// Of a hundred, how many should manage at the first try.
const GOAL_OF_100: usize = 95;

/// One meeting.
struct Run {
    /// From the code to the first word that was heard.
    word: Duration,
    /// From the meeting to a straight path on both sides.
    straight: Option<Duration>,
    /// What it was in the end.
    path: String,
}

impl Run {
    fn is_first_try(&self) -> bool {
        self.straight.is_some_and(|took| took < FIRST_TRY)
    }
}

/// All meetings of one pair.
pub(crate) struct Row {
    pair: Pair,
    runs: Vec<Run>,
    failed: usize,
}

impl Row {
    /// Meets so often; none where there is no lab.
    pub(crate) fn measure(pair: Pair, runs: usize) -> Option<Self> {
        let lab = Lab::start()?;
        let relay = lab.relay();
        let (homes, hosts) = match pair {
            Pair::Apart(one, other) => {
                let homes = vec![one.home(&lab, "one"), other.home(&lab, "two")];
                let hosts = [homes[0].host("one"), homes[1].host("two")];
                (homes, hosts)
            }
            Pair::Together(side) => {
                let home = side.home(&lab, "one");
                let hosts = [home.host("one"), home.host("two")];
                (vec![home], hosts)
            }
        };
        let mut row = Self {
            pair,
            runs: Vec::new(),
            failed: 0,
        };
        for number in 0..runs {
            let [one, two] = &hosts;
            let turn = if number % 2 == 0 {
                (one, two)
            } else {
                (two, one)
            };
            match attempt(|| meet(turn, &relay, pair.hope())) {
                Some(run) => row.runs.push(run),
                None => row.failed += 1,
            }
        }
        drop(homes);
        Some(row)
    }

    fn straight(&self) -> Vec<Duration> {
        self.runs.iter().filter_map(|run| run.straight).collect()
    }

    /// How often each path was what it came to.
    fn paths(&self) -> String {
        let mut counts = BTreeMap::<&str, usize>::new();
        for run in &self.runs {
            *counts.entry(&run.path).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| usize::MAX - count);
        let all: Vec<String> = match counts.as_slice() {
            [(path, _)] => vec![(*path).to_owned()],
            several => several.iter().map(|(p, n)| format!("{p} {n}×")).collect(),
        };
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(", **failed {failed}×**"),
        };
        all.join(", ") + &failed
    }

    fn first_tries(&self) -> usize {
        self.runs.iter().filter(|run| run.is_first_try()).count()
    }

    fn tries(&self) -> usize {
        self.runs.len() + self.failed
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.runs.iter().map(|run| run.word).collect();
        let (word, late_word) = median_and_worst(words);
        let (straight, late) = median_and_worst(self.straight());
        let first = match self.pair.hope() {
            Hope::No => "*relayed*".to_owned(),
            hope => format!(
                "{} of {}{}",
                self.first_tries(),
                self.tries(),
                if hope == Hope::TcpPunch { " †" } else { "" }
            ),
        };
        let (pair, paths) = (self.pair, self.paths());
        write!(
            f,
            "| {pair} | {word} | {late_word} | {paths} | {straight} | {late} | {first} |"
        )
    }
}

pub(crate) fn app(host: &Host, name: &str, relay: &PublicRelay) -> App {
    let setup = setup(name, relay);
    host.run(|| setup.start())
}

pub(crate) fn setup(name: &str, relay: &PublicRelay) -> Setup {
    let addresses = relay.addresses().iter();
    addresses.fold(Setup::new(name), |setup, address| setup.relay(address))
}

fn meet(hosts: (&Host, &Host), relay: &PublicRelay, hope: Hope) -> Run {
    let mut ann = app(hosts.0, "Ann", relay);
    let mut ben = app(hosts.1, "Ben", relay);
    let invite = ann.create();
    thread::sleep(TYPING);

    let typed = Instant::now();
    ben.join(&invite.code);
    let guest = ben.connected().at;
    ben.say("word");
    let word = ann.hear("word").at - typed;
    let host = connected(&ann).unwrap_or(guest);
    let met = guest.max(host);

    let patience = match hope {
        Hope::No => FIRST_TRY,
        Hope::Straight | Hope::TcpPunch => PATIENCE,
    };
    let straight = loop {
        look(&mut ann);
        look(&mut ben);
        if let (Some(one), Some(other)) = (straight(&ann), straight(&ben)) {
            break Some(one.max(other).saturating_duration_since(met));
        }
        if met.elapsed() > patience {
            break None;
        }
        thread::sleep(LOOK_EVERY);
    };
    Run {
        word,
        straight,
        path: path(&ben),
    }
}

/// Takes in what an app has said so far.
pub(crate) fn look(app: &mut App) {
    app.send(json!({"do": "stats"}));
    app.expect(json!({"event": "stats"}));
}

fn connected(app: &App) -> Option<Instant> {
    let connected = json!({"event": "room", "state": "connected"});
    let event = app.seen().iter().find(|event| event.matches(&connected));
    event.map(|event| event.at)
}

pub(crate) fn paths(app: &App) -> impl DoubleEndedIterator<Item = &Event> {
    app.seen().iter().filter(|event| event["event"] == "path")
}

fn straight(app: &App) -> Option<Instant> {
    let straight = paths(app).find(|event| event["path"] != "relayed");
    straight.map(|event| event.at)
}

fn path(app: &App) -> String {
    let Some(event) = paths(app).next_back() else {
        return "unknown".to_owned();
    };
    // What leads to the relay says nothing about the way to each other.
    match (event.text("path"), event.text("transport")) {
        ("relayed", _) => "relayed".to_owned(),
        (path, "quic") => format!("{path}, QUIC"),
        (path, "tcp") => format!("{path}, TCP"),
        (path, other) => format!("{path}, {other}"),
    }
}

/// One line about all pairs of which the same can be hoped.
pub(crate) fn summary(what: &str, rows: &[Row], hope: Hope) {
    let rows = rows.iter().filter(|row| row.pair.hope() == hope);
    let rows: Vec<&Row> = rows.collect();
    let tries: usize = rows.iter().map(|row| row.tries()).sum();
    if tries == 0 {
        return;
    }
    let first: usize = rows.iter().map(|row| row.first_tries()).sum();
    let times: Vec<Duration> = rows.iter().flat_map(|row| row.straight()).collect();
    let in_time = times.iter().filter(|took| **took <= GOAL).count();
    let (median, p95) = median_and_p95(times);
    println!(
        "- {what}: at the first try {first} of {tries} ({:.1} of 100, goal {GOAL_OF_100}); \
         within {} of the meeting {in_time} of {tries}; median {median}, p95 {p95}",
        100.0 * first as f64 / tries as f64,
        milliseconds(GOAL),
    );
}

//! Which path two homes come to, and how fast, for every pair of kinds of
//! homes: a table in Markdown. Prints numbers beside their goals; asserts
//! nothing.
//!
//! `cargo bench -p tincan-tests --bench paths -- 5 eim` makes 5 runs in place
//! of 20, of the pairs with "eim" in their names.

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("No network lab here: it takes Linux.");
}

#[cfg(target_os = "linux")]
fn main() {
    measured::all();
}

#[cfg(target_os = "linux")]
mod measured {
    use std::{
        collections::BTreeMap,
        fmt, thread,
        time::{Duration, Instant},
    };

    use serde_json::json;
    use tincan_tests::{
        app::{App, Event, Setup},
        lab::{Home, Host, Kind, Lab, Plan, PublicRelay, Shape, Wire},
    };

    const RUNS: usize = 20;

    /// Each way between a home and the internet, so that two homes are four of
    /// these from each other and back.
    const ONE_WAY: Duration = Duration::from_micros(12_500);

    /// What a person takes at least to type a code into an app that has started.
    const TYPING: Duration = Duration::from_secs(1);

    /// A second try at a straight path begins no earlier after the meeting.
    const FIRST_TRY: Duration = Duration::from_secs(5);

    /// How long a straight path is waited for: some tries.
    const PATIENCE: Duration = Duration::from_secs(15);

    /// How often it is looked for.
    const LOOK_EVERY: Duration = Duration::from_millis(50);

    /// What a meeting should take to become a straight path.
    const GOAL: Duration = Duration::from_millis(1500);

    /// Of a hundred, how many should manage at the first try.
    const GOAL_OF_100: usize = 95;

    /// One side of a pair.
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Side {
        kind: Kind,
        /// IPv6 as well, where it is not all there is.
        dual_stack: bool,
    }

    impl Side {
        fn of(kind: Kind) -> Self {
            Self {
                kind,
                dual_stack: false,
            }
        }

        fn home(self, lab: &Lab, name: &str) -> Home {
            let wire = Wire::both(Shape::perfect().delay(ONE_WAY));
            let plan = Plan::of(self.kind).over(wire);
            let plan = if self.dual_stack {
                plan.dual_stack()
            } else {
                plan
            };
            lab.home(name, plan)
        }
    }

    impl fmt::Display for Side {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(match self.kind {
                Kind::Open => "open",
                Kind::Cone => "cone",
                Kind::Eim => "eim",
                Kind::Symmetric => "symmetric",
                Kind::UdpBlocked => "UDP blocked",
                Kind::DoubleNat => "double NAT",
                Kind::Ipv6Only => "IPv6 only",
            })?;
            f.write_str(if self.dual_stack { " with IPv6" } else { "" })
        }
    }

    /// What physics allows.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Hope {
        /// A straight path.
        Straight,
        /// One by TCP only, if both begin at the same moment.
        TcpPunch,
        /// None.
        No,
    }

    /// Two homes, or one with both in it.
    #[derive(Clone, Copy)]
    enum Pair {
        Apart(Side, Side),
        Together(Side),
    }

    impl Pair {
        fn every() -> Vec<Self> {
            let v4 = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Ipv6Only);
            let v4: Vec<Side> = v4.map(Side::of).collect();
            let mut pairs = Vec::new();
            for (number, one) in v4.iter().enumerate() {
                let others = v4[number..].iter();
                pairs.extend(others.map(|other| Self::Apart(*one, *other)));
            }
            let (v6, cone) = (Side::of(Kind::Ipv6Only), Side::of(Kind::Cone));
            let both = Side {
                dual_stack: true,
                ..cone
            };
            let with_v6 = [v6, both, cone].map(|other| Self::Apart(v6, other));
            pairs.extend(with_v6);
            pairs.extend([cone, v6].map(Self::Together));
            pairs
        }

        fn hope(self) -> Hope {
            use Kind::{Ipv6Only, Open, Symmetric, UdpBlocked};
            let Self::Apart(one, other) = self else {
                return Hope::Straight;
            };
            let either = |kind| one.kind == kind || other.kind == kind;
            let v6 = |side: Side| side.dual_stack || side.kind == Ipv6Only;
            match () {
                () if either(Ipv6Only) && !(v6(one) && v6(other)) => Hope::No,
                () if either(Open) => Hope::Straight,
                () if either(Symmetric) => Hope::No,
                () if either(UdpBlocked) => Hope::TcpPunch,
                () => Hope::Straight,
            }
        }
    }

    impl fmt::Display for Pair {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Self::Apart(one, other) => write!(f, "{one} – {other}"),
                Self::Together(side) => write!(f, "same LAN ({side})"),
            }
        }
    }

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
    struct Row {
        pair: Pair,
        runs: Vec<Run>,
        failed: usize,
    }

    /// Measures every pair that was asked for.
    pub(super) fn all() {
        let wanted = Wanted::read();
        println!(
            "Each home one round trip of {} from the relay, two homes twice that; \
             {} runs, in turn with either as the host. {}\n",
            milliseconds(2 * ONE_WAY),
            wanted.runs,
            load()
        );
        println!(
            "| homes | join → first word: median | worst | path | connected → direct: median \
             | worst | direct at first try |"
        );
        println!("|---|---:|---:|---|---:|---:|---:|");
        let mut rows = Vec::new();
        for pair in Pair::every() {
            if !wanted.includes(&pair.to_string()) {
                continue;
            }
            let Some(row) = Row::measure(pair, wanted.runs) else {
                return;
            };
            println!("{row}");
            rows.push(row);
        }
        println!(
            "\n† a path by TCP only, if both begin at the same moment. \
             *relayed*: nothing else can exist.\n"
        );
        summary("where a direct path can exist", &rows, Hope::Straight);
        summary("where it takes a TCP punch", &rows, Hope::TcpPunch);
    }

    /// What the command line asks for.
    struct Wanted {
        runs: usize,
        pairs: Vec<String>,
    }

    impl Wanted {
        fn read() -> Self {
            let mut wanted = Self {
                runs: RUNS,
                pairs: Vec::new(),
            };
            // Cargo adds flags of its own.
            for word in std::env::args().skip(1).filter(|w| !w.starts_with('-')) {
                match word.parse() {
                    Ok(runs) => wanted.runs = runs,
                    Err(_) => wanted.pairs.push(word.to_lowercase()),
                }
            }
            wanted
        }

        fn includes(&self, pair: &str) -> bool {
            let pair = pair.to_lowercase();
            self.pairs.is_empty() || self.pairs.iter().any(|part| pair.contains(part))
        }
    }

    impl Row {
        fn measure(pair: Pair, runs: usize) -> Option<Self> {
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
                // One that fails is one number less, and its log on the screen.
                let meeting = || meet(turn, &relay, pair.hope());
                match thread::scope(|scope| scope.spawn(meeting).join()) {
                    Ok(run) => row.runs.push(run),
                    Err(_) => row.failed += 1,
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
            let (word, slowest_word) = median_and_worst(words);
            let (straight, slowest) = median_and_worst(self.straight());
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
                "| {pair} | {word} | {slowest_word} | {paths} | {straight} | {slowest} | {first} |"
            )
        }
    }

    fn app(host: &Host, name: &str, relay: &PublicRelay) -> App {
        let addresses = relay.addresses().iter();
        let setup = addresses.fold(Setup::new(name), |setup, address| setup.relay(address));
        host.run(|| setup.start())
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
    fn look(app: &mut App) {
        app.send(json!({"do": "stats"}));
        app.expect(json!({"event": "stats"}));
    }

    fn connected(app: &App) -> Option<Instant> {
        let connected = json!({"event": "room", "state": "connected"});
        let event = app.seen().iter().find(|event| event.matches(&connected));
        event.map(|event| event.at)
    }

    fn paths(app: &App) -> impl DoubleEndedIterator<Item = &Event> {
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

    fn summary(what: &str, rows: &[Row], hope: Hope) {
        let rows = rows.iter().filter(|row| row.pair.hope() == hope);
        let rows: Vec<&Row> = rows.collect();
        let tries: usize = rows.iter().map(|row| row.tries()).sum();
        if tries == 0 {
            return;
        }
        let first: usize = rows.iter().map(|row| row.first_tries()).sum();
        let times: Vec<Duration> = rows.iter().flat_map(|row| row.straight()).collect();
        let in_time = times.iter().filter(|took| **took <= GOAL).count();
        let (median, worst) = median_and_worst(times);
        println!(
            "- {what}: at the first try {first} of {tries} ({:.1} of 100, goal {GOAL_OF_100}); \
             within {} of the meeting {in_time} of {tries}; median {median}, worst {worst}",
            100.0 * first as f64 / tries as f64,
            milliseconds(GOAL),
        );
    }

    fn median_and_worst(mut times: Vec<Duration>) -> (String, String) {
        times.sort_unstable();
        let Some(worst) = times.last() else {
            return ("–".to_owned(), "–".to_owned());
        };
        // Between the two in the middle, when there are two.
        let median = (times[(times.len() - 1) / 2] + times[times.len() / 2]) / 2;
        (milliseconds(median), milliseconds(*worst))
    }

    /// What else this machine is doing.
    fn load() -> String {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let load = load.split(' ').next().unwrap_or_default();
        format!("{cores} cores, load {load} at the start.")
    }

    fn milliseconds(time: Duration) -> String {
        format!("{:.0} ms", time.as_secs_f64() * 1e3)
    }
}

//! How fast files go, what that costs, and how long words take meanwhile.
//! Prints numbers beside their goals; asserts nothing.
//!
//! `cargo bench -p tincan-tests --bench transfer -- lab` runs only what has
//! "lab" in its name: lab, loopback, lossy, words. Only by its name: large, which
//! takes 10 GB of disk.

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
        fs::{self, File},
        io::Write,
        path::Path,
        process::Stdio,
        sync::{
            Arc,
            atomic::{AtomicBool, AtomicU64, Ordering},
        },
        thread::{self, JoinHandle},
        time::{Duration, Instant},
    };

    use serde_json::{Value, json};
    use tempfile::TempDir;
    use tincan_tests::{
        app::{App, Setup},
        lab::{Host, Lab, Loss, PublicRelay, Shape, Wire},
        relay::Relay,
        usage::Usage,
    };

    const MB: f64 = 1e6;

    /// How long one transfer may take.
    const PATIENCE: Duration = Duration::from_secs(120);

    /// The same for 10 GB.
    const LARGE_PATIENCE: Duration = Duration::from_secs(600);

    /// How long a straight path is waited for.
    const STRAIGHT_WITHIN: Duration = Duration::from_secs(10);

    pub(super) fn all() {
        let wanted: Vec<String> = std::env::args()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
            .collect();
        let benches: [(&str, fn()); 4] = [
            ("lab", lab),
            ("loopback", loopback),
            ("lossy", lossy),
            ("words", words),
        ];
        if wanted.iter().any(|word| word == "large") {
            large();
        }
        for (name, run) in benches {
            if wanted.is_empty() || wanted.iter().any(|word| name.contains(word)) {
                run();
            }
        }
    }

    /// Two people on hosts of their own, on a straight path.
    struct Pair {
        ann: App,
        ben: App,
        home: TempDir,
    }

    impl Pair {
        fn meet(mut ann: App, mut ben: App) -> Self {
            let invite = ann.create();
            ben.join(&invite.code);
            ann.connected();
            ben.connected();
            let home = tempfile::tempdir().expect("a folder");
            fs::create_dir(home.path().join("in")).expect("a folder");
            Self { ann, ben, home }
        }

        fn on(hosts: [&Host; 2], relay: &PublicRelay) -> Self {
            let start = |host: &Host, name: &str| {
                let setup = Setup::new(name).relay(relay.quic());
                host.run(|| setup.start())
            };
            let mut pair = Self::meet(start(hosts[0], "Ann"), start(hosts[1], "Ben"));
            let direct = json!({"event": "path", "path": "direct"});
            for app in [&mut pair.ann, &mut pair.ben] {
                app.expect_within(STRAIGHT_WITHIN, &direct);
            }
            // What the meeting left to be done is done by then.
            thread::sleep(Duration::from_secs(1));
            pair
        }

        /// Sends a file of so many bytes, and gives how long it took from the
        /// offer until it was verified and had its name.
        fn send(&mut self, name: &str, bytes: u64) -> Duration {
            let path = self.home.path().join(name);
            noise(&path, bytes);
            let begin = Instant::now();
            self.ann
                .send(json!({"do": "send_file", "path": path, "as": "file"}));
            let id = self.accept();
            let done = json!({"event": "transfer", "transfer": id, "state": "done"});
            let done = self.ben.expect_within(PATIENCE, &done).at;
            self.ann.expect_within(
                PATIENCE,
                &json!({"event": "transfer", "transfer": id, "state": "done"}),
            );
            let arrived = self.home.path().join("in").join(name);
            assert!(same(&path, &arrived), "another file arrived");
            for path in [path, arrived] {
                fs::remove_file(path).expect("it is there");
            }
            done - begin
        }

        fn accept(&mut self) -> String {
            let offered = json!({"event": "transfer", "state": "offered", "direction": "in"});
            let id = self.ben.expect(offered).text("transfer").to_owned();
            let dir = self.home.path().join("in");
            self.ben
                .send(json!({"do": "accept_file", "transfer": id, "dir": dir}));
            id
        }
    }

    /// 1 GB between two hosts over an unshaped straight path.
    fn lab() {
        let Some(lab) = Lab::start() else { return };
        let relay = lab.relay();
        let hosts = [lab.public("ann"), lab.public("ben")];
        println!("## 1 GB between two hosts, unshaped, straight");
        let iperf = iperf3(&hosts, 3);
        let mut pair = Pair::on([&hosts[0], &hosts[1]], &relay);
        let sides = [("sender", pair.ann.id()), ("receiver", pair.ben.id())];
        let idle = sides.map(|(_, id)| memory(id));
        for run in 0..3 {
            let watches = sides.map(|(_, id)| Watch::start(id));
            let took = pair.send(&format!("{run}.bin"), 1_000_000_000);
            println!(
                "{:.0} MB/s (goal 250) from offer to verified and renamed; iperf3 TCP: {iperf}",
                1e9 / MB / took.as_secs_f64()
            );
            for ((side, _), (watch, idle)) in sides.iter().zip(watches.into_iter().zip(idle)) {
                let peak = watch.peak();
                println!(
                    "  {side}: {:.0} MB above idle at most (goal under 60)",
                    peak.saturating_sub(idle) as f64 / MB
                );
            }
        }
    }

    /// 500 MiB between two processes of one machine.
    fn loopback() {
        println!("## 500 MiB between two processes of one machine");
        let relay = Relay::start();
        for hidden in [false, true] {
            let start = |name: &str| {
                let setup = Setup::new(name).relay(relay.quic());
                let setup = if hidden {
                    setup.argument("--hide-ip")
                } else {
                    setup
                };
                setup.start()
            };
            let mut pair = Pair::meet(start("Ann"), start("Ben"));
            thread::sleep(Duration::from_secs(2));
            pair.ann.send(json!({"do": "stats", "id": "path"}));
            let path = pair.ann.expect(json!({"event": "stats"}))["path"].clone();
            let size = 500 * 1024 * 1024;
            for run in 0..3 {
                let took = pair.send(&format!("{run}.bin"), size);
                let goal = if hidden { "" } else { " (goal 252)" };
                println!(
                    "{:.0} MB/s{goal}, path {path}",
                    size as f64 / MB / took.as_secs_f64()
                );
            }
        }
    }

    /// 10 GB between two hosts. Nothing is in them: the source takes no space.
    fn large() {
        const SIZE: u64 = 10_000_000_000;
        let Some(lab) = Lab::start() else { return };
        println!("## 10 GB between two hosts, unshaped, straight");
        let relay = lab.relay();
        let hosts = [lab.public("ann"), lab.public("ben")];
        let mut pair = Pair::on([&hosts[0], &hosts[1]], &relay);
        let path = pair.home.path().join("large.bin");
        let source = File::create(&path).and_then(|file| file.set_len(SIZE));
        source.expect("a file");
        let sides = [("sender", pair.ann.id()), ("receiver", pair.ben.id())];
        let watches = sides.map(|(_, id)| (memory(id), Watch::start(id)));
        let begin = Instant::now();
        pair.ann
            .send(json!({"do": "send_file", "path": path, "as": "file"}));
        let id = pair.accept();
        let done = json!({"event": "transfer", "transfer": id, "state": "done"});
        let took = pair.ben.expect_within(LARGE_PATIENCE, &done).at - begin;
        println!("{:.0} MB/s", SIZE as f64 / MB / took.as_secs_f64());
        for ((side, _), (idle, watch)) in sides.iter().zip(watches) {
            let above = watch.peak().saturating_sub(idle) as f64 / MB;
            println!("  {side}: {above:.0} MB above idle at most (goal under 60)");
        }
        let arrived = pair.home.path().join("in").join("large.bin");
        let size = fs::metadata(arrived).map(|arrived| arrived.len());
        assert_eq!(size.ok(), Some(SIZE));
    }

    /// Over 100 Mbit/s, 50 ms there and back, with 1 % of all packets lost.
    fn lossy() {
        let Some(lab) = Lab::start() else { return };
        println!("## 30 MB over 100 Mbit/s, 50 ms, 1 % loss");
        let relay = lab.relay();
        let near = Shape::perfect().delay(Duration::from_micros(12_500));
        let thin = near.rate(100_000_000, 512 * 1024);
        let lossy = thin.loss(Loss::Random { share: 0.01 });
        let hosts = [
            lab.public_over("ann", &Wire::new(lossy, lossy)),
            lab.public_over("ben", &Wire::both(near)),
        ];
        let iperf = iperf3(&hosts, 5);
        let mut pair = Pair::on([&hosts[0], &hosts[1]], &relay);
        for run in 0..2 {
            let size = 30_000_000;
            let took = pair.send(&format!("{run}.bin"), size);
            println!(
                "{:.1} Mbit/s of 100; iperf3 TCP: {iperf}",
                8.0 * size as f64 / MB / took.as_secs_f64()
            );
        }
    }

    /// Words on a path of 25 ms that two files saturate.
    fn words() {
        let Some(lab) = Lab::start() else { return };
        let relay = lab.relay();
        for (mbits, queue) in [(20, 64), (20, 1024), (100, 1024)] {
            let near = Shape::perfect().delay(Duration::from_micros(6_250));
            let thin = near.rate(mbits * 1_000_000, queue * 1024);
            let hosts = [
                lab.public_over("ann", &Wire::both(thin)),
                lab.public_over("ben", &Wire::both(near)),
            ];
            let mut pair = Pair::on([&hosts[0], &hosts[1]], &relay);
            println!(
                "## Words one way, {mbits} Mbit/s, 25 ms there and back, a queue of {queue} KiB"
            );
            print_times("quiet", times(&mut pair, 20));
            let size = mbits * 1_000_000 / 8 * 8;
            for n in 0..2 {
                let path = pair.home.path().join(format!("{n}.bin"));
                noise(&path, size);
                pair.ann
                    .send(json!({"do": "send_file", "path": path, "as": "file"}));
                pair.accept();
            }
            let begin = Instant::now();
            let first = times(&mut pair, 10);
            thread::sleep(Duration::from_secs(2));
            let later = times(&mut pair, 40);
            let (done, took) = (done_bytes(&pair.ben), begin.elapsed());
            print_times("in the first second of two files", first);
            print_times("with two files (goal: all under 100 ms)", later);
            println!(
                "  the files went at {:.1} Mbit/s meanwhile",
                8.0 * done as f64 / MB / took.as_secs_f64()
            );
        }
    }

    /// How long words take from one to the other, in turn.
    fn times(pair: &mut Pair, count: usize) -> Vec<Duration> {
        let mut times = Vec::new();
        for n in 0..count {
            for to_ben in [true, false] {
                let (from, to) = if to_ben {
                    (&mut pair.ann, &mut pair.ben)
                } else {
                    (&mut pair.ben, &mut pair.ann)
                };
                let text = format!("{n} {to_ben} {}", from.seen().len());
                let begin = Instant::now();
                from.say(&text);
                times.push(to.hear(&text).at - begin);
                thread::sleep(Duration::from_millis(30));
            }
        }
        times
    }

    fn done_bytes(app: &App) -> u64 {
        let mut files = std::collections::BTreeMap::new();
        for event in app.seen().iter().filter(|e| e["event"] == "transfer") {
            files.insert(event.text("transfer"), event["done_bytes"].as_u64());
        }
        files.values().flatten().sum()
    }

    fn print_times(what: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (Some(worst), Some(median)) = (times.last(), times.get(times.len() / 2)) else {
            return;
        };
        println!(
            "  {what}: median {:.0} ms, worst {:.0} ms",
            ms(*median),
            ms(*worst)
        );
    }

    /// What TCP makes of the same path.
    fn iperf3(hosts: &[Host; 2], seconds: u32) -> String {
        let [from, to] = hosts;
        let server = to
            .command("iperf3")
            .args(["-s", "-1"])
            .stdout(Stdio::null())
            .spawn();
        let Ok(mut server) = server else {
            return "not installed".to_owned();
        };
        thread::sleep(Duration::from_millis(300));
        let address = to.ip().to_string();
        let client = from
            .command("iperf3")
            .args(["-c", &address, "-J", "-t", &seconds.to_string()])
            .output();
        let _ = server.kill();
        let _ = server.wait();
        let report: Value = client
            .ok()
            .and_then(|output| serde_json::from_slice(&output.stdout).ok())
            .unwrap_or_default();
        match report["end"]["sum_received"]["bits_per_second"].as_f64() {
            Some(bits) => format!("{:.0} MB/s ({:.1} Mbit/s)", bits / 8.0 / MB, bits / MB),
            None => "no result".to_owned(),
        }
    }

    /// The most memory that a process takes over some time.
    struct Watch {
        stop: Arc<AtomicBool>,
        peak: Arc<AtomicU64>,
        thread: JoinHandle<()>,
    }

    impl Watch {
        fn start(process: u32) -> Self {
            let (stop, peak) = (
                Arc::new(AtomicBool::new(false)),
                Arc::new(AtomicU64::new(0)),
            );
            let (stopped, most) = (Arc::clone(&stop), Arc::clone(&peak));
            let thread = thread::spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    most.fetch_max(memory(process), Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(50));
                }
            });
            Self { stop, peak, thread }
        }

        fn peak(self) -> u64 {
            self.stop.store(true, Ordering::Relaxed);
            let _ = self.thread.join();
            self.peak.load(Ordering::Relaxed)
        }
    }

    fn memory(process: u32) -> u64 {
        Usage::over(process, Duration::ZERO).map_or(0, |usage| usage.resident)
    }

    /// A file that nothing compresses.
    fn noise(path: &Path, bytes: u64) {
        let mut file = File::create(path).expect("a file");
        let mut state = bytes | 1;
        let mut block = vec![0u8; 1 << 20];
        let mut left = bytes;
        while left > 0 {
            for word in block.chunks_exact_mut(8) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                word.copy_from_slice(&state.to_le_bytes());
            }
            let part = left.min(block.len() as u64);
            file.write_all(&block[..part as usize]).expect("space");
            left -= part;
        }
        // It is not still being written to disk while it is measured.
        file.sync_all().expect("a disk");
    }

    fn same(one: &Path, other: &Path) -> bool {
        let compared = std::process::Command::new("cmp")
            .arg(one)
            .arg(other)
            .status();
        compared.is_ok_and(|status| status.success())
    }
}

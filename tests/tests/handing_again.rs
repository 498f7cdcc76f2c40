//! Files that outlive the apps of both, in a kept room: real processes, which
//! end in the middle.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tincan_tests::{
    app::{App, Event},
    files::{names, noise},
    keeping::{Pair, keeping, kept, open},
};

const MIB: usize = 1 << 20;
/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(60);

/// Ann, who sends, and Ben, who receives.
struct Two {
    pair: Pair,
    apps: [App; 2],
    home: TempDir,
}

const ANN: usize = 0;
const BEN: usize = 1;

/// A file on its way.
struct Sent {
    id: String,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Two {
    fn together() -> Self {
        let (pair, ann, ben) = keeping();
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("ben")).expect("a folder");
        let apps = [ann, ben];
        Self { pair, apps, home }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("ben")
    }

    /// Ann offers a file, which Ben takes.
    fn send(&mut self, name: &str, size: usize) -> Sent {
        let path = self.home.path().join(name);
        let bytes = noise(size, name.len() as u64);
        fs::write(&path, &bytes).expect("a file");
        self.apps[ANN].send(json!({"do": "send_file", "path": path}));
        let offered = json!({"event": "transfer", "state": "offered"});
        let id = self.apps[BEN].expect(offered).text("transfer").to_owned();
        let dir = self.folder();
        self.apps[BEN].send(json!({"do": "accept_file", "transfer": id, "dir": dir}));
        self.says(BEN, &id, "running");
        Sent { id, path, bytes }
    }

    fn says(&mut self, who: usize, id: &str, state: &str) -> Event {
        let pattern = json!({"event": "transfer", "transfer": id, "state": state});
        self.apps[who].expect_within(LIMIT, &pattern)
    }

    /// Starts the app of one of them again, whose room is open then.
    fn start(&mut self, who: usize) {
        let person = [&self.pair.ann, &self.pair.ben][who];
        self.apps[who] = person.start();
        open(&mut self.apps[who], &self.pair.rooms[who]);
    }

    fn meet(&mut self) {
        for app in &mut self.apps {
            kept(app);
        }
    }

    /// Waits until some of it is verified.
    fn is_on_its_way(&mut self, sent: &Sent) {
        let pattern = json!({"event": "transfer", "transfer": sent.id, "state": "running"});
        while self.apps[BEN].expect_within(LIMIT, &pattern)["done_bytes"] == 0 {}
    }

    /// Whether something is not whole yet.
    fn is_under_way(&self) -> bool {
        let is_part = |name: &String| name.ends_with(".part");
        names(&self.folder()).iter().any(is_part)
    }

    /// Waits until it is there, and checks it.
    fn arrives(&mut self, sent: &Sent) {
        let done = self.says(BEN, &sent.id, "done");
        let path = PathBuf::from(done.text("path"));
        assert!(fs::read(path).expect("a file") == sent.bytes);
        self.says(ANN, &sent.id, "done");
    }
}

/// How much of a transfer an app has said to be verified.
fn verified(app: &App, id: &str) -> Vec<u64> {
    let pattern = json!({"event": "transfer", "transfer": id});
    let of_it = app.seen().iter().filter(|event| event.matches(&pattern));
    let bytes = |event: &Event| event["done_bytes"].as_u64();
    of_it.filter_map(bytes).collect()
}

fn nothing_is_left(folder: &Path) {
    let deadline = Instant::now() + LIMIT;
    while !names(folder).is_empty() {
        assert!(Instant::now() < deadline, "{:?}", names(folder));
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ten_kills_at_random_points_change_nothing() {
    ten_kills_change_nothing(11);
}

#[test]
fn ten_more_kills_at_random_points_change_nothing() {
    ten_kills_change_nothing(12);
}

/// Whoever is killed, at whatever moment of a transfer: it goes on by itself
/// where it was, and what arrives is what was sent.
fn ten_kills_change_nothing(seed: u64) {
    const SIZE: usize = 96 * MIB;
    let mut two = Two::together();
    let mut sent = vec![two.send("1", SIZE)];
    for round in noise(20, seed).chunks(2) {
        if !two.is_under_way() {
            let name = (sent.len() + 1).to_string();
            sent.push(two.send(&name, SIZE));
        }
        thread::sleep(Duration::from_millis(u64::from(round[1])));
        let victim = usize::from(round[0] & 1);
        two.apps[victim].kill();
        two.apps[victim].ended();
        let id = &sent.last().expect("a file").id;
        let known = verified(&two.apps[BEN], id);
        assert!(known.is_sorted(), "{known:?}");
        let goes_on = two.is_under_way();
        two.start(victim);
        if victim == BEN && goes_on {
            let of_it = json!({"event": "transfer", "transfer": id});
            let mut seen = two.apps[BEN].seen().iter();
            let found = match seen.find(|event| event.matches(&of_it)) {
                Some(event) => event.clone(),
                None => two.apps[BEN].expect_within(LIMIT, &of_it),
            };
            let least = known.last().copied().unwrap_or_default();
            let found = found["done_bytes"].as_u64().expect("bytes");
            assert!(found >= least, "{found} of {least} are left");
        }
        two.meet();
    }
    // And one that nothing happens to.
    sent.push(two.send("the last", MIB));
    two.arrives(sent.last().expect("a file"));
    let deadline = Instant::now() + LIMIT;
    while two.is_under_way() {
        assert!(Instant::now() < deadline, "it never ends");
        thread::sleep(Duration::from_millis(5));
    }
    for sent in &sent {
        let arrived = fs::read(two.folder().join(sent.path.file_name().expect("a name")));
        assert!(arrived.expect("a file") == sent.bytes, "{}", sent.id);
    }
    assert_eq!(names(&two.folder()).len(), sent.len());
}

#[test]
fn a_source_that_changed_or_vanished_meanwhile_ends_it_with_a_reason() {
    for reason in ["changed", "gone"] {
        let mut two = Two::together();
        let sent = two.send("long.bin", 256 * MIB);
        two.is_on_its_way(&sent);
        two.apps[ANN].kill();
        if reason == "gone" {
            fs::remove_file(&sent.path).unwrap();
        } else {
            fs::write(&sent.path, &sent.bytes[1..]).unwrap();
        }
        two.start(ANN);
        two.meet();
        for who in [ANN, BEN] {
            assert_eq!(two.says(who, &sent.id, "failed")["reason"], reason);
        }
        nothing_is_left(&two.folder());
    }
}

#[test]
fn what_is_halted_or_cancelled_stays_so_over_the_end_of_both() {
    let mut two = Two::together();
    let sent = two.send("long.bin", 256 * MIB);
    two.is_on_its_way(&sent);
    two.apps[BEN].send(json!({"do": "pause", "transfer": sent.id}));
    two.says(ANN, &sent.id, "paused");
    for app in &mut two.apps {
        app.quit();
    }
    assert_eq!(names(&two.folder()), ["long.bin.part"]);
    two.start(BEN);
    let paused = two.says(BEN, &sent.id, "paused");
    assert_eq!(paused["paused_by"], "me");
    two.start(ANN);
    two.meet();
    assert_eq!(two.says(ANN, &sent.id, "paused")["paused_by"], "peer");
    two.apps[BEN].quit();
    // Ben does not want it any more, while Ann is not there.
    two.apps[ANN].quit();
    two.start(BEN);
    two.says(BEN, &sent.id, "paused");
    two.apps[BEN].send(json!({"do": "cancel", "transfer": sent.id}));
    two.says(BEN, &sent.id, "cancelled");
    nothing_is_left(&two.folder());
    two.start(ANN);
    two.meet();
    let cancelled = two.says(ANN, &sent.id, "cancelled");
    assert_eq!(cancelled["reason"], Value::Null);
}

#[test]
fn a_room_that_is_forgotten_leaves_no_part_behind() {
    for here in [true, false] {
        let mut two = Two::together();
        let sent = two.send("long.bin", 256 * MIB);
        two.is_on_its_way(&sent);
        if !here {
            two.apps[BEN].send(json!({"do": "leave"}));
            two.apps[BEN].closed("left");
            assert_eq!(names(&two.folder()), ["long.bin.part"]);
        }
        let room = two.pair.rooms[BEN].clone();
        let forget = if here {
            json!({"do": "forget"})
        } else {
            json!({"do": "forget", "room": room})
        };
        two.apps[BEN].send(forget);
        nothing_is_left(&two.folder());
    }
}

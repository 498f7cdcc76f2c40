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
use tincan_store::{Author, Ended, Item, ProfileKey, Store};
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

/// What is kept of it on one's machine: who offered it, its name, how it ended,
/// whether there is a file, and whether there is a small picture.
fn in_history(profile: &Path) -> Vec<(Author, String, Option<Ended>, bool, bool)> {
    let key = ProfileKey::find_or_make(profile).expect("a key");
    let store = Store::open(profile, key).expect("a database");
    let room = store.rooms().expect("rooms")[0].room;
    let page = store.page(room, None, 100).expect("a page");
    let handed = page.into_iter().filter_map(|stored| match stored.item {
        Item::Handed(handed) => Some(handed),
        Item::Said(_) => None,
    });
    handed
        .map(|handed| {
            let (author, number) = (handed.author, handed.number);
            let small = store.preview(room, author, number).expect("it is whole");
            let has_file = handed.path().is_some_and(Path::is_file);
            (author, handed.name, handed.ended, has_file, small.is_some())
        })
        .collect()
}

#[test]
fn what_was_handed_over_stands_in_the_history_of_both() {
    let mut two = Two::together();
    let picture = two.home.path().join("lake.png");
    image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .save(&picture)
        .expect("a picture");
    two.apps[ANN].send(json!({"do": "send_file", "path": picture, "as": "image"}));
    let done = json!({"event": "transfer", "state": "done", "kind": "image"});
    let seen = two.apps[BEN].expect(done.clone());
    two.apps[ANN].expect(done);
    let sent = two.send("notes.bin", MIB);
    two.arrives(&sent);
    two.apps[ANN].say("that is all");
    two.apps[BEN].hear("that is all");
    for app in &mut two.apps {
        app.quit();
    }
    let name = seen.text("name").to_owned();
    let (done, notes) = (Some(Ended::Done), "notes.bin".to_owned());
    let ben = in_history(two.pair.ben.path());
    let theirs = [
        (Author::Peer, name.clone(), done, false, true),
        (Author::Peer, notes.clone(), done, true, false),
    ];
    assert_eq!(ben, theirs);
    let ann = in_history(two.pair.ann.path());
    let pictures = ann[0].3;
    let ours = [
        (Author::Me, name, done, pictures, true),
        (Author::Me, notes, done, true, false),
    ];
    assert_eq!(ann, ours);

    // The contract of the command line knows messages only.
    two.start(BEN);
    let history = two.apps[BEN].expect(json!({"event": "history"}));
    assert_eq!(history["count"], 1);
    let transfer = |event: &&Event| event["event"] == "transfer";
    assert_eq!(two.apps[BEN].seen().iter().filter(transfer).count(), 0);
}

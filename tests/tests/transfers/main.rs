//! Handing files and pictures over, between real processes.

mod breaking;
mod failing;
mod halting;
mod handing;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;
use tincan_tests::{
    app::{App, Event},
    files::{names, noise},
    relay::Relay,
};

const MIB: usize = 1 << 20;

/// How long a transfer over broken lines may take.
const AGAIN: Duration = Duration::from_secs(60);

/// Two who are together, and a folder for each.
struct Two {
    relay: Relay,
    ann: App,
    ben: App,
    home: TempDir,
}

fn two() -> Two {
    let relay = Relay::start();
    let address = relay.quic().to_owned();
    two_by(relay, &address, &address)
}

fn two_by(relay: Relay, ann_by: &str, ben_by: &str) -> Two {
    let mut ann = App::start("Ann", ann_by);
    let mut ben = App::start("Ben", ben_by);
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    let home = home();
    Two {
        relay,
        ann,
        ben,
        home,
    }
}

fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for name in ["ann", "ben"] {
        fs::create_dir(home.path().join(name)).expect("a folder");
    }
    home
}

impl Two {
    fn ann_dir(&self) -> PathBuf {
        self.home.path().join("ann")
    }

    fn ben_dir(&self) -> PathBuf {
        self.home.path().join("ben")
    }

    fn file(&self, name: &str, size: usize) -> (PathBuf, Vec<u8>) {
        file(self.home.path(), name, size)
    }

    /// A file of Ann's that Ben has accepted.
    fn running(&mut self, size: usize) -> (String, PathBuf, Vec<u8>) {
        let (path, bytes) = self.file("long.bin", size);
        let id = offer(&mut self.ann, &mut self.ben, &path);
        let dir = self.ben_dir();
        accept(&mut self.ben, &id, &dir);
        comes_to(&mut self.ben, &id, "running");
        comes_to(&mut self.ann, &id, "running");
        (id, path, bytes)
    }
}

/// Something to send, and what is in it.
fn file(home: &Path, name: &str, size: usize) -> (PathBuf, Vec<u8>) {
    let path = home.join(name);
    let bytes = noise(size, name.len() as u64 + size as u64);
    fs::write(&path, &bytes).expect("a file");
    (path, bytes)
}

fn offer(from: &mut App, to: &mut App, path: &Path) -> String {
    from.send(json!({"do": "send_file", "path": path, "id": "send"}));
    let ours = from.expect(json!({"event": "transfer", "state": "offered", "direction": "out"}));
    assert_eq!(ours["re"], "send");
    let id = ours.text("transfer").to_owned();
    let theirs = to.expect(json!({"event": "transfer", "state": "offered", "transfer": id}));
    assert_eq!(theirs["direction"], "in");
    for field in ["name", "size", "kind", "done_bytes"] {
        assert_eq!(theirs[field], ours[field]);
    }
    id
}

fn accept(app: &mut App, id: &str, dir: &Path) {
    app.send(json!({"do": "accept_file", "transfer": id, "dir": dir, "id": "accept"}));
}

/// Waits for a state of a transfer, unless it came to it already.
fn comes_to(app: &mut App, id: &str, state: &str) -> Event {
    let pattern = json!({"event": "transfer", "transfer": id, "state": state});
    let before = app
        .seen()
        .iter()
        .rev()
        .find(|event| event.matches(&pattern));
    match before.cloned() {
        Some(event) => event,
        None => app.expect_within(AGAIN, &pattern),
    }
}

/// Waits for the next event of a transfer that says this.
fn says(app: &mut App, id: &str, state: &str) -> Event {
    app.expect_within(
        AGAIN,
        &json!({"event": "transfer", "transfer": id, "state": state}),
    )
}

/// Waits until it is done, and checks what arrived.
fn arrives(app: &mut App, id: &str, bytes: &[u8]) -> PathBuf {
    let done = comes_to(app, id, "done");
    let path = PathBuf::from(done.text("path"));
    let arrived = fs::read(&path).expect("a file");
    assert!(arrived == bytes, "{} is another file", path.display());
    path
}

/// What an app was told that a transfer had verified never shrinks.
fn never_goes_back(app: &App, id: &str) {
    let pattern = json!({"event": "transfer", "transfer": id});
    let of_it = app.seen().iter().filter(|event| event.matches(&pattern));
    let done: Vec<u64> = of_it
        .map(|e| e["done_bytes"].as_u64().expect("bytes"))
        .collect();
    assert!(done.is_sorted(), "{done:?}");
}

/// Parts are removed by threads of their own.
fn nothing_is_left(folder: &Path) {
    let deadline = Instant::now() + AGAIN;
    while !names(folder).is_empty() {
        assert!(Instant::now() < deadline, "{:?}", names(folder));
        thread::sleep(Duration::from_millis(5));
    }
}

//! Handing files and pictures over, between real processes.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
#[cfg(target_os = "linux")]
use tincan_tests::disk::Disk;
use tincan_tests::{
    app::{App, Event},
    files::{names, noise},
    proxy::Proxy,
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

#[test]
fn a_file_arrives_as_it_was() {
    let mut two = two();
    let (path, bytes) = two.file("report.pdf", 5 * MIB + 7);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    let dir = two.ben_dir();
    accept(&mut two.ben, &id, &dir);
    let running = comes_to(&mut two.ben, &id, "running");
    assert_eq!(running["re"], "accept");
    let arrived = arrives(&mut two.ben, &id, &bytes);
    assert_eq!(arrived, dir.join("report.pdf"));
    let done = comes_to(&mut two.ben, &id, "done");
    assert_eq!(
        (&done["re"], &done["kind"]),
        (&json!("accept"), &json!("file"))
    );
    assert_eq!(done["done_bytes"], bytes.len());
    comes_to(&mut two.ann, &id, "running");
    let done = comes_to(&mut two.ann, &id, "done");
    assert_eq!(done["re"], "send");
    assert_eq!(done["done_bytes"], bytes.len());
    assert_eq!(names(&dir), ["report.pdf"]);

    // The same once more is another file beside it; an empty one is one too.
    let id = offer(&mut two.ann, &mut two.ben, &path);
    accept(&mut two.ben, &id, &dir);
    arrives(&mut two.ben, &id, &bytes);
    let (path, _) = two.file("empty", 0);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    accept(&mut two.ben, &id, &dir);
    arrives(&mut two.ben, &id, b"");
    assert_eq!(names(&dir), ["empty", "report (2).pdf", "report.pdf"]);
}

#[test]
fn several_go_both_ways_at_once() {
    let mut two = two();
    let mut expected = Vec::new();
    for n in 0..3 {
        let (path, bytes) = two.file(&format!("ann {n}"), (n + 1) * 3 * MIB + n);
        let id = offer(&mut two.ann, &mut two.ben, &path);
        expected.push((true, id, bytes));
        let (path, bytes) = two.file(&format!("ben {n}"), (n + 1) * 2 * MIB + n);
        let id = offer(&mut two.ben, &mut two.ann, &path);
        expected.push((false, id, bytes));
    }
    for (to_ben, id, _) in &expected {
        let dir = if *to_ben {
            two.ben_dir()
        } else {
            two.ann_dir()
        };
        let app = if *to_ben { &mut two.ben } else { &mut two.ann };
        accept(app, id, &dir);
    }
    two.ann.say("meanwhile");
    two.ben.hear("meanwhile");
    for (to_ben, id, bytes) in &expected {
        let (from, to) = if *to_ben {
            (&mut two.ann, &mut two.ben)
        } else {
            (&mut two.ben, &mut two.ann)
        };
        arrives(to, id, bytes);
        comes_to(from, id, "done");
    }
}

/// Words go with a file as one: what says so is there on both sides, over a
/// change and a break of the line, and a file that is none says nothing.
#[test]
fn words_go_with_a_file() {
    let mut two = two();
    two.ann.send(json!({
        "do": "send_file", "path": "/nowhere", "text": "not said", "id": 1
    }));
    two.ann
        .expect(json!({"event": "error", "re": 1, "code": "no_such_file"}));
    let (path, bytes) = two.file("report.pdf", 5);
    two.ann
        .send(json!({"do": "send_file", "path": path, "text": " ", "id": 2}));
    two.ann
        .expect(json!({"event": "error", "re": 2, "code": "empty_message"}));
    two.ann
        .send(json!({"do": "send_file", "path": path, "text": "for Monday", "id": 3}));
    let ours = two
        .ann
        .expect(json!({"event": "message", "text": "for Monday", "from": "me"}));
    assert_eq!((&ours["re"], &ours["message"]), (&json!(3), &json!("h1")));
    let theirs = two.ben.expect(json!({"event": "message", "from": "peer"}));
    assert_eq!(
        (&theirs["text"], &theirs["with"]),
        (&json!("for Monday"), &ours["with"])
    );
    let id = ours.text("with").to_owned();
    two.ben
        .expect(json!({"event": "transfer", "transfer": id, "state": "offered"}));
    let dir = two.ben_dir();
    accept(&mut two.ben, &id, &dir);
    arrives(&mut two.ben, &id, &bytes);
    two.relay.kill();
    two.relay.start_again();
    two.ann
        .send(json!({"do": "edit", "message": "h1", "text": "for Tuesday"}));
    let changed = json!({"event": "message", "message": "h1", "text": "for Tuesday", "with": id});
    two.ben.expect_within(AGAIN, &changed);
    two.ann.send(json!({"do": "delete", "message": "h1"}));
    two.ben
        .expect(json!({"event": "message", "message": "h1", "deleted": true, "with": id}));
}

#[test]
fn an_offer_is_declined_or_taken_back() {
    let mut two = two();
    let (path, _) = two.file("no.txt", 10);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    two.ben
        .send(json!({"do": "decline_file", "transfer": id, "id": "no"}));
    assert_eq!(comes_to(&mut two.ben, &id, "declined")["re"], "no");
    let declined = comes_to(&mut two.ann, &id, "declined");
    assert!(declined["reason"].is_null());

    let id = offer(&mut two.ann, &mut two.ben, &path);
    two.ann.send(json!({"do": "cancel", "transfer": id}));
    comes_to(&mut two.ann, &id, "cancelled");
    comes_to(&mut two.ben, &id, "cancelled");
    let dir = two.ben_dir();
    accept(&mut two.ben, &id, &dir);
    two.ben
        .expect(json!({"event": "error", "re": "accept", "code": "transfer_over"}));
    assert!(names(&dir).is_empty());
}

#[test]
fn either_pauses_and_only_they_resume() {
    let mut two = two();
    let (id, _, bytes) = two.running(64 * MIB);
    for ann_pauses in [true, false] {
        let (one, other) = if ann_pauses {
            (&mut two.ann, &mut two.ben)
        } else {
            (&mut two.ben, &mut two.ann)
        };
        one.send(json!({"do": "pause", "transfer": id, "id": "pause"}));
        let paused = says(one, &id, "paused");
        assert_eq!(
            (&paused["re"], &paused["paused_by"]),
            (&json!("pause"), &json!("me"))
        );
        assert_eq!(says(other, &id, "paused")["paused_by"], "peer");
        other.send(json!({"do": "resume", "transfer": id, "id": "resume"}));
        other.expect(json!({"event": "error", "re": "resume", "code": "paused_by_peer"}));
        one.send(json!({"do": "resume", "transfer": id, "id": "resume"}));
        assert_eq!(says(one, &id, "running")["re"], "resume");
        says(other, &id, "running");
    }
    let path = arrives(&mut two.ben, &id, &bytes);
    assert_eq!(path, two.ben_dir().join("long.bin"));
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
}

#[test]
fn what_is_cancelled_leaves_nothing() {
    let mut two = two();
    for ann_cancels in [true, false] {
        let (id, path, _) = two.running(64 * MIB);
        let by = if ann_cancels {
            &mut two.ann
        } else {
            &mut two.ben
        };
        by.send(json!({"do": "cancel", "transfer": id}));
        comes_to(&mut two.ann, &id, "cancelled");
        comes_to(&mut two.ben, &id, "cancelled");
        fs::remove_file(path).unwrap();
        nothing_is_left(&two.ben_dir());
    }
    // And a room that is left leaves nothing either.
    two.running(64 * MIB);
    two.ann.send(json!({"do": "leave"}));
    let failed = json!({"event": "transfer", "state": "failed", "reason": "room_closed"});
    two.ann.expect_within(AGAIN, &failed);
    two.ben.expect_within(AGAIN, &failed);
    two.ben.closed("peer_left");
    nothing_is_left(&two.ben_dir());
}

/// Parts are removed by threads of their own.
fn nothing_is_left(folder: &Path) {
    let deadline = Instant::now() + AGAIN;
    while !names(folder).is_empty() {
        assert!(Instant::now() < deadline, "{:?}", names(folder));
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn pictures_accept_themselves_and_are_saved_when_asked_for() {
    let mut two = two();
    let (path, _) = two.file("otter.dat", 0);
    // There is nothing in it that would be taken out before it is sent.
    let bytes = include_bytes!("../../assets/gifs/party.gif");
    fs::write(&path, bytes).unwrap();
    let id = offer(&mut two.ann, &mut two.ben, &path);
    comes_to(&mut two.ann, &id, "done");
    let done = comes_to(&mut two.ben, &id, "done");
    assert_eq!(done["kind"], "gif");
    assert!(done["path"].is_null());
    let dir = two.ben_dir();
    assert!(names(&dir).is_empty(), "nothing is written unasked");
    accept(&mut two.ben, &id, &dir);
    let done = says(&mut two.ben, &id, "done");
    assert_eq!(done["re"], "accept");
    assert_eq!(fs::read(done.text("path")).unwrap(), bytes);

    // As a file it waits to be asked about.
    two.ann
        .send(json!({"do": "send_file", "path": path, "as": "file"}));
    let offered = two
        .ben
        .expect(json!({"event": "transfer", "state": "offered"}));
    assert_eq!(offered["kind"], "file");
}

#[test]
fn a_folder_is_sent_as_its_files() {
    let mut two = two();
    let folder = two.home.path().join("holiday");
    fs::create_dir_all(folder.join("day 1")).unwrap();
    for name in ["a.txt", "b.txt", "day 1/a.txt"] {
        fs::write(folder.join(name), name).unwrap();
    }
    two.ann
        .send(json!({"do": "send_file", "path": folder, "id": "folder"}));
    let dir = two.ben_dir();
    let ids = [(); 3].map(|()| {
        let offered = json!({"event": "transfer", "state": "offered"});
        two.ben.expect(offered).text("transfer").to_owned()
    });
    for id in ids {
        accept(&mut two.ben, &id, &dir);
        comes_to(&mut two.ben, &id, "done");
        assert_eq!(comes_to(&mut two.ann, &id, "done")["re"], "folder");
    }
    assert_eq!(names(&dir), ["a (2).txt", "a.txt", "b.txt"]);
}

#[test]
fn what_cannot_be_done_has_a_code() {
    let mut two = two();
    let mut refused = |command: Value, code: &str| {
        two.ann.send(command);
        let error = two.ann.expect(json!({"event": "error"}));
        assert_eq!(error["code"], code, "{}", error.fields);
    };
    let missing = two.home.path().join("missing");
    refused(json!({"do": "send_file", "path": missing}), "no_such_file");
    let empty = two.home.path().join("ben");
    refused(json!({"do": "send_file", "path": empty}), "empty_folder");
    refused(
        json!({"do": "send_file", "path": "/dev/zero"}),
        "unreadable",
    );
    refused(
        json!({"do": "pause", "transfer": "tg1"}),
        "unknown_transfer",
    );

    let (path, bytes) = two.file("x", 100);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    for (dir, code, reason) in [
        (missing.as_path(), "no_such_folder", "folder_gone"),
        (path.as_path(), "no_such_folder", "folder_gone"),
        (Path::new("/sys"), "read_only", "read_only"),
    ] {
        accept(&mut two.ben, &id, dir);
        let error = two.ben.expect(json!({"event": "error", "re": "accept"}));
        assert_eq!(error["code"], code);
        // The offer stands, and both know why nothing happens.
        assert_eq!(says(&mut two.ben, &id, "offered")["reason"], reason);
        assert_eq!(says(&mut two.ann, &id, "offered")["reason"], reason);
    }
    two.ben.send(json!({"do": "pause", "transfer": id}));
    two.ben
        .expect(json!({"event": "error", "code": "not_accepted"}));
    two.ann.send(json!({"do": "decline_file", "transfer": id}));
    two.ann
        .expect(json!({"event": "error", "code": "not_offered"}));
    let dir = two.ben_dir();
    accept(&mut two.ben, &id, &dir);
    arrives(&mut two.ben, &id, &bytes);
}

#[test]
fn a_file_that_changes_or_vanishes_fails_with_a_reason() {
    let mut two = two();
    for reason in ["changed", "gone"] {
        let (id, path, _) = two.running(256 * MIB);
        if reason == "gone" {
            fs::remove_file(&path).unwrap();
        } else {
            let file = fs::OpenOptions::new().append(true).open(&path);
            std::io::Write::write_all(&mut file.unwrap(), b"more").unwrap();
        }
        for app in [&mut two.ann, &mut two.ben] {
            assert_eq!(comes_to(app, &id, "failed")["reason"], reason);
        }
        nothing_is_left(&two.ben_dir());
    }
}

#[test]
fn hostile_names_stay_in_their_folder() {
    let mut two = two();
    let dir = two.ben_dir();
    for (name, plain) in [
        ("..\\..\\evil", "_.._evil"),
        ("line\nbreak\u{1b}[2J", "linebreak[2J"),
        ("con.txt", "_con.txt"),
        ("photo\u{202e}gpj.exe", "photogpj.exe"),
        (" . trailing. ", "trailing"),
    ] {
        let (path, bytes) = two.file(name, 20);
        let id = offer(&mut two.ann, &mut two.ben, &path);
        accept(&mut two.ben, &id, &dir);
        assert_eq!(arrives(&mut two.ben, &id, &bytes), dir.join(plain));
    }
}

#[test]
fn a_transfer_outlives_its_relay() {
    let mut two = two();
    let (id, _, bytes) = two.running(64 * MIB);
    two.relay.kill();
    two.ann
        .expect_within(AGAIN, &json!({"event": "room", "state": "reconnecting"}));
    two.relay.start_again();
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
}

#[test]
fn a_transfer_outlives_a_network_that_goes_away() {
    let relay = Relay::start();
    let line = Proxy::start(relay.port(), Duration::from_millis(2));
    let (by_line, straight) = (line.address(relay.quic()), relay.quic().to_owned());
    let mut two = two_by(relay, &by_line, &straight);
    let (id, _, bytes) = two.running(32 * MIB);
    line.cut();
    two.ben
        .expect_within(AGAIN, &json!({"event": "room", "state": "reconnecting"}));
    line.mend();
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
}

/// Connections over TCP break at once when the relay ends.
#[test]
fn twenty_cuts_at_random_points_change_nothing() {
    let relay = Relay::start();
    let address = relay.tcp().to_owned();
    let mut two = two_by(relay, &address, &address);
    let (id, _, bytes) = two.running(192 * MIB);
    let mut cuts = 0;
    for random in noise(20, 7) {
        thread::sleep(Duration::from_millis(u64::from(random)));
        if two.ben.seen().iter().any(|event| event["state"] == "done") {
            break;
        }
        two.relay.kill();
        two.relay.start_again();
        cuts += 1;
        two.ann.say(&format!("cut {cuts}"));
        let text = format!("cut {cuts}");
        let heard = json!({"event": "message", "from": "peer", "text": text});
        two.ben.expect_within(AGAIN, &heard);
    }
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
    assert_eq!(cuts, 20, "it was over before");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_halts_it_and_it_goes_on_once_there_is_space() {
    let Some(disk) = Disk::of(24) else { return };
    let mut two = two();
    let (path, _) = two.file("too big", 25 * MIB);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    accept(&mut two.ben, &id, disk.path());
    two.ben
        .expect(json!({"event": "error", "code": "no_space", "re": "accept"}));
    assert_eq!(says(&mut two.ann, &id, "offered")["reason"], "disk_full");

    // Each of them would fit, but not both.
    let (path, bytes) = two.file("x", 16 * MIB);
    let ids = [(); 2].map(|()| offer(&mut two.ann, &mut two.ben, &path));
    for id in &ids {
        accept(&mut two.ben, id, disk.path());
    }
    let paused = json!({"event": "transfer", "state": "paused", "reason": "disk_full"});
    let halted = two.ben.expect_within(AGAIN, &paused);
    assert_eq!(halted["paused_by"], "me");
    let id = halted.text("transfer").to_owned();
    let theirs = two.ann.expect_within(AGAIN, &paused);
    assert_eq!(
        (&theirs["transfer"], &theirs["paused_by"]),
        (&json!(id), &json!("peer"))
    );
    // The other one may have found it full as well: then that one goes first.
    let other = ids.iter().find(|other| **other != id).expect("two").clone();
    two.ben.send(json!({"do": "cancel", "transfer": other}));
    let end = |event: &Event| {
        event["transfer"] == json!(other)
            && (event["state"] == "cancelled" || event["state"] == "done")
    };
    while !two.ben.seen().iter().any(end) {
        two.ben
            .expect_within(AGAIN, &json!({"event": "transfer", "transfer": other}));
    }
    let deadline = Instant::now() + AGAIN;
    while names(disk.path()) != ["x.part"] && names(disk.path()) != ["x (2).part"] {
        if let Some(whole) = names(disk.path())
            .iter()
            .find(|name| !name.ends_with(".part"))
        {
            fs::remove_file(disk.path().join(whole)).unwrap();
        }
        assert!(Instant::now() < deadline, "{:?}", names(disk.path()));
    }
    two.ben.send(json!({"do": "resume", "transfer": id}));
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
}

/// The part takes the only name that the disk has room for.
#[cfg(target_os = "linux")]
#[test]
fn a_whole_file_that_finds_no_room_for_its_name_is_over_for_both() {
    let Some(disk) = Disk::of_names(24, 1) else {
        return;
    };
    let mut two = two();
    let (path, _) = two.file("x", 2 * MIB);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    accept(&mut two.ben, &id, disk.path());
    for app in [&mut two.ann, &mut two.ben] {
        assert_eq!(comes_to(app, &id, "failed")["reason"], "unwritable");
    }
    nothing_is_left(disk.path());
}

/// Two homes with a straight path between them, and one who moves to another
/// network while a file is on its way.
#[cfg(target_os = "linux")]
#[test]
fn a_transfer_moves_along_when_the_path_changes() {
    use tincan_tests::{
        app::Setup,
        lab::{Kind, Lab, Plan, Shape, Wire},
    };
    let Some(lab) = Lab::start() else { return };
    let relay = lab.relay();
    // Some 10 MB a second, so that there is time to change something.
    let wire = Wire::both(Shape::perfect().rate(80_000_000, 256 * 1024));
    let homes = [
        ("ann", Kind::Cone),
        ("ben", Kind::Eim),
        ("tether", Kind::Cone),
    ];
    let homes = homes.map(|(name, kind)| lab.home(name, Plan::of(kind).over(wire)));
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let start = |who: usize, name| {
        let setup = Setup::new(name).relay(relay.quic());
        hosts[who].run(|| setup.start())
    };
    let (mut ann, mut ben) = (start(0, "Ann"), start(1, "Ben"));
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    // It begins over the relay, and goes on straight.
    let home = home();
    let (path, bytes) = file(home.path(), "moving.bin", 40 * MIB);
    let id = offer(&mut ann, &mut ben, &path);
    accept(&mut ben, &id, &home.path().join("ben"));
    comes_to(&mut ben, &id, "running");
    let direct = json!({"event": "path", "path": "direct"});
    if !ben.seen().iter().any(|event| event.matches(&direct)) {
        ben.expect_within(AGAIN, &direct);
    }
    hosts[1].move_to(&homes[2]);
    arrives(&mut ben, &id, &bytes);
    never_goes_back(&ben, &id);
    comes_to(&mut ann, &id, "done");
}

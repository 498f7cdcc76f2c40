//! A vanishing room leaves nothing on the disk: not while it is used, not after
//! it, and not when the app is killed.

use std::{fs, path::Path, time::Duration};

use serde_json::json;
use tincan_tests::{app::Setup, relay::Relay};

/// Nobody else writes this.
const MARKER: &str = "xylophone-marzipan-quokka";

/// Whether a file in here, or a name of one, has these bytes in it.
fn has(folder: &Path, bytes: &[u8]) -> bool {
    let within = |all: &[u8]| all.windows(bytes.len()).any(|window| window == bytes);
    fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if within(path.as_os_str().as_encoded_bytes()) {
            return true;
        }
        match fs::symlink_metadata(&path).expect("an entry").file_type() {
            kind if kind.is_dir() => has(&path, bytes),
            kind if kind.is_file() => within(&fs::read(&path).unwrap_or_default()),
            _ => false,
        }
    })
}

#[test]
fn a_vanishing_room_leaves_nothing_even_when_it_is_killed() {
    let relay = Relay::start();
    let home = tempfile::tempdir().expect("a home");
    // Its home, its runtime folder, its temporary folder and where it runs.
    let person = |name: &str| {
        let setup = Setup::new(name).relay(relay.quic()).argument("--hide-ip");
        setup.at_home().temp_in(home.path())
    };
    for killed in [false, true] {
        let mut ann = person("Ann").start_at(home.path());
        let mut ben = person("Ben").start_at(home.path());
        let invite = ann.create();
        ben.join(&invite.code);
        ann.connected();
        ben.connected();
        for _ in 0..50 {
            ann.say(MARKER);
        }
        for _ in 0..50 {
            ben.hear(MARKER);
        }
        let picture = home.path().join("picture.gif");
        fs::write(&picture, gif()).expect("a picture");
        ann.send(json!({"do": "send_file", "path": picture, "as": "gif"}));
        ben.expect(json!({"event": "transfer", "state": "done"}));
        fs::remove_file(&picture).expect("a picture");
        assert!(!has(home.path(), MARKER.as_bytes()), "while it is used");
        if killed {
            ann.kill();
            ben.kill();
        } else {
            ann.quit();
            ben.quit();
        }
        std::thread::sleep(Duration::from_millis(100));
        assert!(!has(home.path(), MARKER.as_bytes()), "killed: {killed}");
    }
}

#[test]
fn no_memory_is_written_when_it_crashes() {
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--hide-ip");
    let ann = setup.start();
    let limits = fs::read_to_string(format!("/proc/{}/limits", ann.id())).expect("limits");
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = line.expect("a limit").split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"]);
}

/// A picture of one point.
fn gif() -> Vec<u8> {
    let mut gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff".to_vec();
    gif.extend(b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b");
    gif
}

//! What cannot be done, and disks that are full.

use std::{fs, path::Path, time::Instant};

use serde_json::{Value, json};
#[cfg(target_os = "linux")]
use tincan_tests::disk::Disk;
use tincan_tests::{app::Event, files::names};

use super::{
    AGAIN, MIB, accept, arrives, comes_to, never_goes_back, nothing_is_left, offer, says, two,
};

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

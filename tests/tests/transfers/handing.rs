//! Files and pictures that arrive as they were, and words with them.

use std::fs;

use serde_json::json;
use tincan_tests::files::names;

use super::{AGAIN, MIB, accept, arrives, comes_to, offer, says, two};

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
fn pictures_accept_themselves_and_are_saved_when_asked_for() {
    let mut two = two();
    let (path, _) = two.file("otter.dat", 0);
    // There is nothing in it that would be taken out before it is sent.
    let bytes = include_bytes!("../../../assets/gifs/party.gif");
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

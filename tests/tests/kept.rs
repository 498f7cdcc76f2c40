//! Rooms that both keep: real processes, which end in every way.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tincan_tests::{
    app::App,
    keeping::{Person, keeping, kept, open},
    relay::Relay,
};

/// What was said before, as it is shown after `open`; by the name of a message.
fn history(app: &mut App) -> BTreeMap<String, Value> {
    let start = app.seen().len();
    let end = app.expect(json!({"event": "history"}));
    let shown: Vec<Value> = app.seen()[start..]
        .iter()
        .filter(|event| event.matches(&json!({"event": "message", "history": true})))
        .map(|event| event.fields.clone())
        .collect();
    assert_eq!(end["count"], shown.len());
    let by_name: BTreeMap<String, Value> = shown
        .iter()
        .map(|event| {
            (
                event["message"].as_str().expect("a name").to_owned(),
                event.clone(),
            )
        })
        .collect();
    assert_eq!(by_name.len(), shown.len(), "none twice");
    by_name
}

fn delivered(app: &mut App, message: &Value) {
    app.expect(json!({"event": "receipt", "message": message, "state": "delivered"}));
}

#[test]
fn a_room_is_kept_from_the_start_and_met_again_in_either_order() {
    let (pair, mut ann, mut ben) = keeping();
    ann.say("before");
    let said = ben.hear("before")["message"].clone();
    delivered(&mut ann, &said);
    ann.quit();
    ben.quit();
    for first in [0, 1] {
        let (mut ann, mut ben) = (pair.ann.start(), pair.ben.start());
        let both = [&mut ann, &mut ben];
        for who in [first, 1 - first] {
            open(both[who], &pair.rooms[who]);
            let before = history(both[who]);
            assert_eq!(before["h1"]["text"], "before");
        }
        kept(&mut ann);
        kept(&mut ben);
        let text = format!("again {first}");
        ben.say(&text);
        assert_eq!(ann.hear(&text)["message"], format!("g{}", first + 1));
        ann.send(json!({"do": "rooms"}));
        let rooms = ann.expect(json!({"event": "rooms"}));
        assert_eq!(rooms["rooms"][0]["room"], pair.rooms[0].as_str());
        assert_eq!(rooms["rooms"][0]["name"], "Ben");
        assert_eq!(rooms["rooms"][0]["peer_here"], true);
        ann.quit();
        ben.quit();
    }
}

#[test]
fn the_same_link_finds_the_room_on_both_sides_and_nobody_else() {
    let (pair, mut ann, mut ben) = keeping();
    ann.quit();
    ben.quit();
    let (mut ann, mut ben) = (pair.ann.start(), pair.ben.start());
    let join = json!({"do": "join", "link": pair.link});
    ann.send(join.clone());
    ann.expect(json!({"event": "room", "state": "waiting", "kept": true}));
    // Who has the link only is no part of it.
    let mut carol = Person::new("Carol", &pair.relay).start();
    carol.send(join.clone());
    carol.expect(json!({"event": "room", "state": "closed"}));
    ben.send(join);
    kept(&mut ann);
    kept(&mut ben);
}

#[test]
fn a_vanishing_room_is_kept_later_with_all_that_was_said() {
    let relay = Relay::start();
    let (ann, ben) = (Person::new("Ann", &relay), Person::new("Ben", &relay));
    let (mut host, mut guest) = (ann.start(), ben.start());
    let invite = host.create();
    guest.join(&invite.code);
    host.connected();
    guest.connected();
    host.say("first");
    guest.hear("first");
    guest.send(json!({"do": "keep", "agree": true}));
    assert_eq!(host.expect(json!({"event": "keep"}))["from"], "peer");
    host.send(json!({"do": "keep", "agree": false}));
    host.say("not yet");
    guest.hear("not yet");
    guest.send(json!({"do": "keep", "agree": true}));
    host.expect(json!({"event": "keep"}));
    host.send(json!({"do": "keep", "agree": true, "id": 7}));
    let room = kept(&mut host);
    assert_eq!(room["re"], 7);
    kept(&mut guest);

    guest.say("second");
    let second = host.hear("second")["message"].clone();
    delivered(&mut guest, &second);
    guest.send(json!({"do": "edit", "message": second, "text": "second, better"}));
    host.expect(json!({"event": "message", "message": second, "edited": true}));
    host.say("third");
    let third = guest.hear("third")["message"].clone();
    delivered(&mut host, &third);
    host.send(json!({"do": "delete", "message": third}));
    guest.expect(json!({"event": "message", "message": third, "deleted": true}));
    guest.say("to be sure");
    host.hear("to be sure");
    host.kill();
    guest.kill();

    for (person, is_host) in [(&ann, true), (&ben, false)] {
        let mut app = person.start();
        app.send(json!({"do": "rooms"}));
        let rooms = app.expect(json!({"event": "rooms"}));
        open(&mut app, rooms["rooms"][0]["room"].as_str().unwrap());
        let before = history(&mut app);
        assert_eq!(before.len(), 5);
        assert_eq!(before["h1"]["text"], "first");
        assert_eq!(before["h1"]["from"] == "me", is_host);
        assert_eq!(before["g1"]["text"], "second, better");
        assert_eq!(before["g1"]["edited"], true);
        assert_eq!(before["h3"]["deleted"], true);
        assert_eq!(before["h3"]["text"], "");
        app.quit();
    }
}

#[test]
fn what_was_said_before_is_changed_in_a_later_run() {
    let (pair, mut ann, mut ben) = keeping();
    ann.say("tpyo");
    ben.hear("tpyo");
    delivered(&mut ann, &json!("h1"));
    ann.quit();
    ben.quit();
    let (mut ann, mut ben) = (pair.ann.start(), pair.ben.start());
    open(&mut ann, &pair.rooms[0]);
    open(&mut ben, &pair.rooms[1]);
    kept(&mut ann);
    kept(&mut ben);
    ann.send(json!({"do": "edit", "message": "h1", "text": "typo", "id": 1}));
    let changed = json!({"event": "message", "message": "h1", "text": "typo", "edited": true});
    assert_eq!(ann.expect(changed.clone())["re"], 1);
    ben.expect(changed);
    ben.send(json!({"do": "react", "message": "h1", "emoji": "👍"}));
    ann.expect(json!({"event": "reaction", "message": "h1", "from": "peer", "emoji": "👍"}));
    ben.send(json!({"do": "say", "text": "yes", "reply_to": "h1"}));
    assert_eq!(ann.hear("yes")["reply_to"], "h1");
    let file = tempfile::NamedTempFile::new().expect("a file");
    ben.send(json!({"do": "send_file", "path": file.path(), "text": "and this"}));
    let with = ann.hear("and this")["with"].clone();
    assert_eq!(with, "tg1");
    delivered(&mut ben, &json!("g2"));
    ann.quit();
    ben.quit();
    for (person, room) in [(&pair.ann, 0), (&pair.ben, 1)] {
        let mut app = person.start();
        open(&mut app, &pair.rooms[room]);
        let before = history(&mut app);
        assert_eq!(before["h1"]["text"], "typo");
        assert_eq!(before["g1"]["reply_to"], "h1");
        assert_eq!(before["g1"]["with"], Value::Null);
        assert_eq!(before["g2"]["with"], with);
        app.quit();
    }
}

/// Whoever is killed at whatever moment: what was acknowledged is there after
/// it, once, on both sides.
#[test]
fn no_kill_loses_or_doubles_what_was_acknowledged() {
    let (pair, mut ann, mut ben) = keeping();
    // Acknowledged to its sender, by the name of the message.
    let mut acknowledged: BTreeMap<String, String> = BTreeMap::new();
    let mut number = 0;
    for round in 0..6 {
        let pause = Duration::from_millis([5, 90, 37, 160, 1, 61][round]);
        let deadline = Instant::now() + pause;
        loop {
            for app in [&mut ann, &mut ben] {
                number += 1;
                app.say(&format!("message {number}"));
            }
            if Instant::now() >= deadline {
                break;
            }
        }
        let (victim, witness) = if round % 2 == 0 {
            (&mut ann, &mut ben)
        } else {
            (&mut ben, &mut ann)
        };
        victim.kill();
        witness.expect(json!({"event": "room", "state": "reconnecting"}));
        let (_, last) = victim.ended();
        drop(last);
        let both = [victim.seen().to_vec(), witness.seen().to_vec()];
        for seen in &both {
            let mut said = BTreeMap::new();
            for event in seen {
                if event.matches(&json!({"event": "message", "from": "me"})) {
                    said.insert(event.text("message"), event.text("text").to_owned());
                }
                if event.matches(&json!({"event": "receipt", "state": "delivered"}))
                    && let Some(text) = said.get(event.text("message"))
                {
                    acknowledged.insert(event.text("message").to_owned(), text.clone());
                }
            }
        }
        // The one that was killed comes back to the one that stayed.
        let (who, person) = if round % 2 == 0 {
            (0, &pair.ann)
        } else {
            (1, &pair.ben)
        };
        let mut again = person.start();
        open(&mut again, &pair.rooms[who]);
        let before = history(&mut again);
        for (name, text) in &acknowledged {
            let kept = before.get(name).map(|event| &event["text"]);
            assert_eq!(kept, Some(&json!(text)), "round {round}: {name}");
        }
        kept(&mut again);
        if who == 0 {
            ann = again;
            kept(&mut ben);
        } else {
            ben = again;
            kept(&mut ann);
        }
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    ann.quit();
    ben.quit();
    let (mut ann, mut ben) = (pair.ann.start(), pair.ben.start());
    open(&mut ann, &pair.rooms[0]);
    open(&mut ben, &pair.rooms[1]);
    let (ours, theirs) = (history(&mut ann), history(&mut ben));
    for (name, text) in &acknowledged {
        assert_eq!(&ours[name]["text"], text);
        assert_eq!(&theirs[name]["text"], text);
    }
}

#[test]
fn rooms_are_renamed_cleared_forgotten_and_blocked() {
    let (pair, mut ann, mut ben) = keeping();
    ann.say("one");
    ben.hear("one");
    delivered(&mut ann, &json!("h1"));
    ann.send(json!({"do": "rename", "name": " The lake ", "id": 1}));
    ann.expect(json!({"event": "room", "re": 1}));
    ann.send(json!({"do": "rooms", "id": 2}));
    let rooms = ann.expect(json!({"event": "rooms", "re": 2}));
    assert_eq!(rooms["rooms"][0]["name"], "The lake");
    ann.send(json!({"do": "clear", "id": 3}));
    ann.expect(json!({"event": "room", "re": 3}));
    ann.say("two");
    assert_eq!(ben.hear("two")["message"], "h2", "numbers go on");
    delivered(&mut ann, &json!("h2"));
    ann.quit();
    ben.quit();

    let (mut ann, mut ben) = (pair.ann.start(), pair.ben.start());
    open(&mut ann, &pair.rooms[0]);
    assert_eq!(history(&mut ann).keys().collect::<Vec<_>>(), ["h2"]);
    open(&mut ben, &pair.rooms[1]);
    assert_eq!(history(&mut ben).len(), 2, "cleared here only");
    kept(&mut ann);
    kept(&mut ben);
    ann.send(json!({"do": "block"}));
    ann.closed("left");
    ann.send(json!({"do": "open", "room": pair.rooms[0], "id": 5}));
    assert_eq!(
        ann.expect(json!({"event": "error", "re": 5}))["code"],
        "blocked"
    );
    ben.send(json!({"do": "forget"}));
    ben.closed("left");
    ben.send(json!({"do": "rooms", "id": 6}));
    assert_eq!(
        ben.expect(json!({"event": "rooms", "re": 6}))["rooms"],
        json!([])
    );
    ben.send(json!({"do": "open", "room": pair.rooms[1], "id": 7}));
    let error = ben.expect(json!({"event": "error", "re": 7}));
    assert_eq!(error["code"], "unknown_room");
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_overwritten() {
    let (pair, mut ann, mut ben) = keeping();
    ann.say("still there");
    ben.hear("still there");
    delivered(&mut ann, &json!("h1"));
    // The first app still has the profile.
    let mut second = pair.ann.start();
    second.send(json!({"do": "rooms", "id": 1}));
    let error = second.expect(json!({"event": "error", "re": 1}));
    assert_eq!(error["code"], "profile_in_use");
    second.create();
    second.quit();
    ann.quit();
    ben.quit();
    let file = |name: &str| pair.ann.path().join(name);
    let (key, rooms) = (std::fs::read(file("key")).unwrap(), file("rooms.sqlite"));
    for (name, bytes, code) in [
        ("key", vec![7; 32], "wrong_key"),
        ("key", vec![7; 3], "key_damaged"),
        (
            "rooms.sqlite",
            b"not a database, but long enough to be looked at".repeat(99),
            "damaged_file",
        ),
    ] {
        let before = std::fs::read(file(name)).unwrap();
        std::fs::write(file(name), &bytes).unwrap();
        let mut app = pair.ann.start();
        app.send(json!({"do": "rooms", "id": 1}));
        assert_eq!(app.expect(json!({"event": "error", "re": 1}))["code"], code);
        app.create();
        app.quit();
        assert_eq!(std::fs::read(file(name)).unwrap(), bytes, "left as it was");
        std::fs::write(file(name), before).unwrap();
    }
    std::fs::remove_file(file("key")).unwrap();
    let mut app = pair.ann.start();
    app.send(json!({"do": "rooms", "id": 1}));
    assert_eq!(
        app.expect(json!({"event": "error", "re": 1}))["code"],
        "key_gone"
    );
    app.quit();
    assert!(!file("key").exists() && rooms.exists());
    std::fs::write(file("key"), key).unwrap();
    let mut app = pair.ann.start();
    open(&mut app, &pair.rooms[0]);
    assert_eq!(history(&mut app)["h1"]["text"], "still there");
}

/// The version of the schema in the header of the database (the field
/// `user_version`, at byte 60).
fn with_schema(database: &[u8], version: u32) -> Vec<u8> {
    let mut newer = database.to_vec();
    newer[60..64].copy_from_slice(&version.to_be_bytes());
    newer
}

#[test]
fn rooms_of_a_later_version_are_left_as_they_are() {
    let (pair, mut ann, mut ben) = keeping();
    ann.say("still there");
    ben.hear("still there");
    delivered(&mut ann, &json!("h1"));
    ann.quit();
    ben.quit();
    let file = pair.ann.path().join("rooms.sqlite");
    let before = std::fs::read(&file).unwrap();
    let newer = with_schema(&before, 99);
    std::fs::write(&file, &newer).unwrap();
    let mut app = pair.ann.start();
    app.send(json!({"do": "rooms", "id": 1}));
    let error = app.expect(json!({"event": "error", "re": 1}));
    assert_eq!(error["code"], "newer_file");
    assert!(error.text("message").contains("Update it"), "{error:?}");
    // A room that vanishes is as good as ever.
    app.create();
    app.quit();
    assert_eq!(std::fs::read(&file).unwrap(), newer, "nothing was written");
    std::fs::write(&file, before).unwrap();
    let mut app = pair.ann.start();
    open(&mut app, &pair.rooms[0]);
    assert_eq!(history(&mut app)["h1"]["text"], "still there");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_lost_once_there_is_space() {
    use std::io::Write;

    let Some(disk) = tincan_tests::disk::Disk::of(16) else {
        return;
    };
    let relay = Relay::start();
    let (ann, ben) = (Person::new("Ann", &relay), Person::new("Ben", &relay));
    let profile = disk.path().join("ann");
    let start = || ann.start_at(&profile);
    std::fs::create_dir(&profile).unwrap();
    let (mut host, mut guest) = (start(), ben.start());
    let invite = host.create_with(json!({"do": "create", "kept": true}));
    guest.send(json!({"do": "join", "link": invite.link, "kept": true}));
    let room = kept(&mut host).text("room").to_owned();
    kept(&mut guest);
    host.say("before");
    guest.hear("before");
    delivered(&mut host, &json!("h1"));

    let filler = disk.path().join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while file.write_all(&[7; 4096]).is_ok() {}
    // Larger than what the database still has in hand.
    let long = "a long word ".repeat(1300);
    for _ in 0..20 {
        host.say(&long);
    }
    host.expect(json!({"event": "warning", "code": "disk_full"}));
    host.say("after it");
    drop(file);
    std::fs::remove_file(&filler).unwrap();
    // It is written, and only then sent.
    guest.hear("after it");
    delivered(&mut host, &json!("h22"));
    host.kill();
    guest.quit();

    let mut again = start();
    open(&mut again, &room);
    let before = history(&mut again);
    assert_eq!(before.len(), 22);
    assert_eq!(before["h1"]["text"], "before");
    assert_eq!(before["h22"]["text"], "after it");
    again.quit();
}

/// Whoever has the app open is seen by the other, in rooms that are not open,
/// and not once they are gone.
#[test]
fn somebody_who_has_the_app_open_is_seen_to_be_here() {
    let (pair, mut ann, mut ben) = keeping();
    ann.send(json!({"do": "leave"}));
    ann.closed("left");
    ben.quit();
    let here = |app: &mut App, wanted: bool| {
        let deadline = Instant::now() + Duration::from_secs(60);
        for number in 0.. {
            let id = format!("rooms {number} {wanted}");
            app.send(json!({"do": "rooms", "id": id}));
            let rooms = app.expect(json!({"event": "rooms", "re": id}));
            if rooms["rooms"][0]["peer_here"] == wanted {
                return;
            }
            assert!(Instant::now() < deadline, "{rooms:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    };
    here(&mut ann, false);
    let mut ben = pair.ben.start();
    // Who comes sees the other at once; who was there first at the next look.
    here(&mut ben, true);
    here(&mut ann, true);
    ben.quit();
    here(&mut ann, false);
}

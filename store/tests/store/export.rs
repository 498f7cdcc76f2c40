//! A conversation in a file: whole, and nobody can write another's words into it.

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tincan_store::{
    Author::{Me, Peer},
    Ended, Entry, Handed, Item, Reaction, RoomNumber, State, Store,
    export::{self, Copy, Format, Words},
};

use crate::common::{about, entry, handed, keys, open, profile, say};

/// 2025-11-21 18:42 UTC.
const AT: u64 = 1_763_750_520_000;

fn written(store: &Store, room: RoomNumber, format: Format) -> String {
    let words = Words {
        title: "Conversation".to_owned(),
        about: "Saved today.".to_owned(),
        edited: "edited".to_owned(),
        deleted: "deleted".to_owned(),
        with: "with a file".to_owned(),
        not_delivered: "not delivered".to_owned(),
        answers: "answers".to_owned(),
        handed: |handed| {
            let what = format!("{:?}, {:?}", handed.kind, handed.ended);
            (what, format!("{}, {} B", handed.name, handed.size))
        },
    };
    let copy = Copy {
        me: "Quiet Otter",
        at: AT,
        zone: TimeZone::UTC,
        words: &words,
    };
    let mut out = Vec::new();
    export::export(store, room, &copy, format, &mut out).expect("it is written");
    String::from_utf8(out).expect("text")
}

fn room_with(store: &mut Store, peer: &str, said: &[Entry]) -> RoomNumber {
    let room = store.keep(b"link", &keys(1), &about(peer, 1));
    let room = room.expect("a room");
    say(store, room, said);
    room
}

/// Everything that can be said of a message.
fn conversation() -> Vec<Entry> {
    let at = |entry: Entry, minutes: u64| Entry {
        at: AT + minutes * 60_000,
        ..entry
    };
    vec![
        at(entry(Me, 1, "Made it to the lake\nbefore dark."), 0),
        Entry {
            reply_to: Some((Me, 1)),
            edited: true,
            reactions: vec![Reaction {
                from: Me,
                emoji: "👍".to_owned(),
            }],
            ..at(entry(Peer, 1, "Is the stove working?"), 1)
        },
        Entry {
            deleted: true,
            ..at(entry(Peer, 2, ""), 2)
        },
        Entry {
            state: State::Failed,
            reply_to: Some((Peer, 2)),
            ..at(entry(Me, 2, "Like a dream."), 3)
        },
        Entry {
            with: Some(3),
            ..at(entry(Peer, 3, "שלום, 12!"), 4)
        },
    ]
}

#[test]
fn a_text_says_who_said_what_to_which_words_and_what_became_of_it() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room_with(&mut store, "Brave Heron", &conversation());
    let text = written(&store, room, Format::Text);
    let expected = "Conversation
Saved today.

[2025-11-21 18:42] Quiet Otter: Made it to the lake
    before dark.
[2025-11-21 18:43] Brave Heron (edited): Is the stove working?
  ↳ answers: Quiet Otter: Made it to the lake before dark.
  👍 Quiet Otter
[2025-11-21 18:44] Brave Heron: (deleted)
[2025-11-21 18:45] Quiet Otter (not delivered): Like a dream.
  ↳ answers: Brave Heron: (deleted)
[2025-11-21 18:46] Brave Heron (with a file): \u{2068}שלום, 12!\u{2069}
";
    assert_eq!(text, expected);
}

#[test]
fn json_has_all_that_is_known_of_each_message() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room_with(&mut store, "Brave \"Heron\"", &conversation());
    let json: Value = serde_json::from_str(&written(&store, room, Format::Json)).unwrap();
    assert_eq!(json["format"], "tincan-conversation");
    assert_eq!(json["version"], 2);
    assert_eq!(json["saved_at"], AT);
    assert_eq!(
        (&json["me"], &json["peer"]),
        (&json!("Quiet Otter"), &json!("Brave \"Heron\""))
    );
    let messages = json["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 5);
    assert_eq!(
        messages[1],
        json!({
            "from": "peer",
            "number": 1,
            "at": AT + 60_000,
            "text": "Is the stove working?",
            "reply_to": {"from": "me", "number": 1},
            "with": null,
            "edited": true,
            "deleted": false,
            "state": null,
            "reactions": [{"from": "me", "emoji": "👍"}],
        })
    );
    assert_eq!(messages[3]["state"], "failed");
    assert_eq!(messages[4]["with"], 3);
    assert_eq!(messages[4]["text"], "שלום, 12!", "as it was written");
}

#[test]
fn what_was_handed_over_is_told_with_what_became_of_it() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room_with(&mut store, "Brave Heron", &[entry(Me, 1, "look")]);
    let at = |minutes: u64, item: Handed| Handed {
        at: AT + minutes * 60_000,
        ..item
    };
    let ours = Handed {
        ended: Some(Ended::Declined),
        path: Some("/home/otter/private/plan.png".into()),
        ..handed(Me, 1, "plan.png")
    };
    let theirs = Handed {
        ended: Some(Ended::Done),
        path: Some("/home/otter/Downloads/lake.jpg".into()),
        ..handed(Peer, 1, "lake.jpg\n[2025-11-21 18:42] Quiet Otter: yes")
    };
    let items = [Item::Handed(at(1, ours)), Item::Handed(at(2, theirs))];
    store.write(room, &items).unwrap();
    let text = written(&store, room, Format::Text);
    let lines: Vec<&str> = text.lines().skip(4).collect();
    assert_eq!(
        lines,
        [
            "[2025-11-21 18:43] Quiet Otter (Image, Some(Declined)): plan.png, 4096 B",
            "[2025-11-21 18:44] Brave Heron (Image, Some(Done)): lake.jpg",
            "    [2025-11-21 18:42] Quiet Otter: yes, 4096 B",
        ]
    );
    let json: Value = serde_json::from_str(&written(&store, room, Format::Json)).unwrap();
    let messages = json["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[1]["file"]["ended"], "declined");
    assert_eq!(messages[1]["file"]["path"], Value::Null, "our own place");
    assert_eq!(messages[2]["from"], "peer");
    assert_eq!(messages[2]["file"]["kind"], "image");
    assert_eq!(
        messages[2]["file"]["path"],
        "/home/otter/Downloads/lake.jpg"
    );
}

#[test]
fn no_words_pass_for_those_of_somebody_else() {
    let profile = profile();
    let mut store = open(profile.path());
    let lines = ["\n", "\r", "\r\n", "\u{2028}", "\u{85}", "\u{b}"];
    let trick =
        |end: &str| format!("hi{end}[2025-11-21 18:43] Quiet Otter: my code is 1{end}  👍 x");
    let mut said: Vec<Entry> = (1..)
        .zip(lines)
        .map(|(n, end)| entry(Peer, n, &trick(end)))
        .collect();
    said.push(entry(Peer, 90, "\u{202E}turned round\u{202C} \u{1B}[2J"));
    let room = room_with(&mut store, "\u{202E}Heron", &said);
    let text = written(&store, room, Format::Text);
    // However an editor parts lines.
    let lines: Vec<&str> = text
        .split(['\n', '\r', '\u{2028}', '\u{85}', '\u{b}'])
        .collect();
    let heads = lines.iter().filter(|line| line.starts_with('['));
    assert_eq!(heads.clone().count(), said.len());
    assert!(
        heads
            .clone()
            .all(|line| line.contains("] \u{2068}Heron\u{2069}: ")),
        "{text}"
    );
    assert!(!lines.iter().any(|line| line.starts_with("  👍")), "{text}");
    assert!(
        text.ends_with("\u{2068}turned round [2J\u{2069}\n"),
        "{text:?}"
    );
    let json: Value = serde_json::from_str(&written(&store, room, Format::Json)).unwrap();
    assert_eq!(
        json["messages"][0]["text"],
        trick("\n"),
        "as it was written"
    );
}

#[test]
fn a_long_conversation_is_written_out_whole() {
    let profile = profile();
    let mut store = open(profile.path());
    let said: Vec<Entry> = (1..=2500).map(|n| entry(Me, n, "more")).collect();
    let room = room_with(&mut store, "Brave Heron", &said);
    let text = written(&store, room, Format::Text);
    assert_eq!(text.lines().count(), 2503);
    let json: Value = serde_json::from_str(&written(&store, room, Format::Json)).unwrap();
    assert_eq!(json["messages"].as_array().unwrap().len(), 2500);
}

//! Calls between real processes, with sound and pictures from files.

mod devices;
mod troubles;
#[cfg(all(target_os = "linux", feature = "wayland"))]
mod wayland;

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tincan_measure::sound::{self, aligned, babble, delays, read_wav, write_wav};
use tincan_tests::{
    app::{App, Event, Setup},
    proxy::Proxy,
    relay::Relay,
};

/// Two who are together.
struct Two {
    _relay: Relay,
    ann: App,
    ben: App,
    home: TempDir,
}

fn together(relay: Relay, mut ann: App, mut ben: App) -> Two {
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    Two {
        _relay: relay,
        ann,
        ben,
        home: tempfile::tempdir().expect("a folder"),
    }
}

/// All goes over the relay, in one stream.
fn relayed() -> Two {
    let relay = Relay::start();
    let (ann, ben) = (
        App::start("Ann", relay.quic()),
        App::start("Ben", relay.quic()),
    );
    together(relay, ann, ben)
}

fn state(app: &mut App, state: &str) -> Event {
    app.expect(json!({"event": "call", "state": state}))
}

fn silent() -> Value {
    json!({"audio_in": "none", "audio_out": "none", "video_in": "none"})
}

/// A command with these fields.
fn with(name: &str, fields: &Value) -> Value {
    let mut command = fields.clone();
    command["do"] = name.into();
    command["id"] = name.into();
    command
}

fn call(two: &mut Two, ann: &Value, ben: &Value) {
    two.ann.send(with("call", ann));
    assert_eq!(state(&mut two.ann, "ringing")["re"], "call");
    state(&mut two.ben, "incoming");
    two.ben.send(with("answer", ben));
    assert_eq!(state(&mut two.ben, "active")["re"], "answer");
    assert_eq!(state(&mut two.ann, "active")["re"], "call");
}

fn hang_up(two: &mut Two) {
    two.ann.send(json!({"do": "hang_up", "id": "end"}));
    let ended = state(&mut two.ann, "ended");
    assert_eq!(
        (&ended["reason"], &ended["re"]),
        (&json!("hung_up"), &json!("end"))
    );
    assert_eq!(state(&mut two.ben, "ended")["reason"], "peer_hung_up");
}

/// Files of one end.
struct Files {
    said: PathBuf,
    heard: PathBuf,
    said_at: PathBuf,
    heard_at: PathBuf,
    shown: PathBuf,
    shown_at: PathBuf,
}

impl Files {
    fn of(home: &Path, who: &str) -> Self {
        let file = |name: &str| home.join(format!("{who}-{name}"));
        Self {
            said: file("said.wav"),
            heard: file("heard.wav"),
            said_at: file("said.txt"),
            heard_at: file("heard.txt"),
            shown: file("shown.y4m"),
            shown_at: file("shown.txt"),
        }
    }

    fn fields(&self, video: bool) -> Value {
        json!({
            "video": video,
            "audio_in": {"file": self.said, "times": self.said_at},
            "audio_out": {"file": self.heard, "times": self.heard_at},
            "video_in": "pattern",
            "video_out": {"file": self.shown, "times": self.shown_at},
            "audio_processing": false,
        })
    }
}

/// Delays from what `from` said to what `to` heard, when it was said and in ms.
fn heard(from: &Files, to: &Files) -> Vec<(f64, f64)> {
    let (_, said) = read_wav(&from.said).expect("what was said");
    let (_, heard) = read_wav(&to.heard).expect("what was heard");
    let at = |path| sound::first_time(path).expect("a time");
    delays(&said, &aligned(&heard, at(&to.heard_at), at(&from.said_at)))
}

#[test]
fn each_hears_and_sees_the_other() {
    let mut two = relayed();
    let (ann, ben) = (
        Files::of(two.home.path(), "ann"),
        Files::of(two.home.path(), "ben"),
    );
    // Longer than the call: who is asked late still hears something.
    let said = babble(10);
    write_wav(&ann.said, &said).expect("a file");
    write_wav(&ben.said, &said).expect("a file");
    call(&mut two, &ann.fields(true), &ben.fields(true));
    thread::sleep(Duration::from_secs(5));
    for app in [&mut two.ann, &mut two.ben] {
        app.send(json!({"do": "stats", "id": 7}));
        let stats = app.expect(json!({"event": "stats", "re": 7}));
        let number = |part: &str, field: &str| {
            let number = stats[part][field].as_f64();
            number.unwrap_or_else(|| panic!("no {part}.{field} in {}", stats.fields))
        };
        for field in ["bitrate_in", "bitrate_out", "jitter_ms", "delay_ms"] {
            assert!(number("audio", field) >= 0.0);
        }
        for field in ["concealed_ratio", "repaired_ratio", "late_ratio"] {
            assert!((0.0..=1.0).contains(&number("audio", field)));
        }
        assert!(number("audio", "bitrate_in") > 1000.0);
        assert_eq!(
            (number("video", "width"), number("video", "height")),
            (640.0, 360.0)
        );
        for field in ["fps_in", "fps_out", "bitrate_in", "bitrate_out"] {
            assert!(number("video", field) > 0.0, "{field} in {}", stats.fields);
        }
        for field in ["freezes", "frozen_ms", "dropped", "encode_ms", "decode_ms"] {
            assert!(number("video", field) >= 0.0);
        }
        assert!(
            stats["estimate_bps"]
                .as_f64()
                .is_some_and(|bits| bits > 100_000.0)
        );
    }
    hang_up(&mut two);
    two.ann.quit();
    two.ben.quit();
    for (from, to) in [(&ann, &ben), (&ben, &ann)] {
        let found = heard(from, to);
        assert!(found.len() > 10, "most of it was heard: {found:?}");
        let shown = sound::times(&to.shown_at).expect("times");
        assert!(shown.len() > 60, "{} pictures", shown.len());
        assert!(shown.is_sorted());
        let size = std::fs::metadata(&to.shown).expect("pictures").len();
        let picture = 640 * 360 * 3 / 2 + 6;
        assert_eq!(size / picture, shown.len() as u64, "a line for each");
    }
}

#[test]
fn a_call_is_declined_missed_and_ended_by_leaving() {
    let mut two = relayed();
    two.ann.send(with("call", &silent()));
    let ringing = state(&mut two.ann, "ringing");
    assert_eq!(
        (&ringing["audio"], &ringing["video"]),
        (&json!(true), &json!(false))
    );
    let incoming = state(&mut two.ben, "incoming");
    assert_eq!(
        (
            &incoming["audio"],
            &incoming["video"],
            &incoming["peer_mic"]
        ),
        (&json!(true), &json!(false), &json!(true))
    );
    two.ann.send(json!({"do": "call", "id": "again"}));
    let again = two.ann.expect(json!({"event": "error", "re": "again"}));
    assert_eq!(again["code"], "in_call");
    two.ben.send(json!({"do": "decline_call", "id": "no"}));
    let declined = state(&mut two.ben, "ended");
    assert_eq!(
        (&declined["reason"], &declined["re"]),
        (&json!("declined"), &json!("no"))
    );
    let declined = state(&mut two.ann, "ended");
    assert_eq!(
        (&declined["reason"], &declined["re"]),
        (&json!("declined"), &json!("call"))
    );
    for command in ["answer", "hang_up", "decline_call"] {
        two.ben.send(json!({"do": command, "id": command}));
        let error = two.ben.expect(json!({"event": "error", "re": command}));
        assert_eq!(error["code"], "no_call");
    }
    two.ben.send(with("call", &silent()));
    state(&mut two.ann, "incoming");
    two.ben.send(json!({"do": "hang_up"}));
    assert_eq!(state(&mut two.ann, "ended")["reason"], "missed");
    two.ann
        .send(json!({"do": "call", "audio_in": {"file": "/no/such.wav"}, "id": "file"}));
    let error = two.ann.expect(json!({"event": "error", "re": "file"}));
    assert_eq!(error["code"], "cannot_use");
    call(&mut two, &silent(), &silent());
    two.ben.send(json!({"do": "leave"}));
    assert_eq!(state(&mut two.ann, "ended")["reason"], "peer_hung_up");
    two.ann.closed("peer_left");
}

#[test]
fn two_who_call_each_other_at_once_talk() {
    let mut two = relayed();
    for _ in 0..3 {
        two.ann.send(with("call", &silent()));
        two.ben.send(with("call", &silent()));
        state(&mut two.ann, "active");
        state(&mut two.ben, "active");
        hang_up(&mut two);
    }
    let ended = |app: &App| {
        let ended = json!({"event": "call", "state": "ended"});
        app.seen()
            .iter()
            .filter(|event| event.matches(&ended))
            .count()
    };
    assert_eq!((ended(&two.ann), ended(&two.ben)), (3, 3));
}

#[test]
fn what_is_switched_off_is_told_and_not_sent() {
    let mut two = relayed();
    let loud =
        json!({"audio_in": "tone", "audio_out": "none", "video": true, "video_in": "pattern"});
    call(&mut two, &loud, &silent());
    let bits = |two: &mut Two, part: &str| {
        two.ben.send(json!({"do": "stats", "id": "stats"}));
        let stats = two.ben.expect(json!({"event": "stats", "re": "stats"}));
        stats[part]["bitrate_in"]
            .as_f64()
            .expect("numbers of a call")
    };
    // Numbers are of the last second.
    let settle = || thread::sleep(Duration::from_millis(2300));
    settle();
    assert!(bits(&mut two, "audio") > 5000.0 && bits(&mut two, "video") > 20_000.0);
    two.ann
        .send(json!({"do": "set", "mic": false, "camera": false, "id": "off"}));
    let off = two.ann.expect(json!({"event": "call", "re": "off"}));
    assert_eq!(
        (&off["audio"], &off["video"]),
        (&json!(false), &json!(false))
    );
    two.ben
        .expect(json!({"event": "call", "peer_mic": false, "peer_camera": false}));
    settle();
    assert!(bits(&mut two, "video") < 1.0);
    assert!(bits(&mut two, "audio") < 3000.0, "silence, now and then");
    two.ann
        .send(json!({"do": "set", "mic": true, "camera": true}));
    two.ben
        .expect(json!({"event": "call", "peer_mic": true, "peer_camera": true}));
    settle();
    assert!(bits(&mut two, "audio") > 5000.0 && bits(&mut two, "video") > 20_000.0);
}

/// Two whose ways to the relay can be cut.
fn by_proxy() -> (Two, Proxy) {
    let relay = Relay::start();
    let proxy = Proxy::start(relay.port(), Duration::from_millis(2));
    let ann = App::start("Ann", relay.quic());
    let ben = Setup::new("Ben")
        .relay(&proxy.address(relay.quic()))
        .argument("--hide-ip")
        .start();
    (together(relay, ann, ben), proxy)
}

#[test]
fn a_broken_line_is_said_and_the_call_goes_on_after_it() {
    let (mut two, proxy) = by_proxy();
    let (ann, ben) = (
        Files::of(two.home.path(), "ann"),
        Files::of(two.home.path(), "ben"),
    );
    write_wav(&ann.said, &babble(25)).expect("a file");
    write_wav(&ben.said, &babble(25)).expect("a file");
    call(&mut two, &ann.fields(false), &ben.fields(false));
    thread::sleep(Duration::from_secs(2));
    proxy.cut();
    state(&mut two.ann, "reconnecting");
    state(&mut two.ben, "reconnecting");
    proxy.mend();
    state(&mut two.ann, "active");
    state(&mut two.ben, "active");
    thread::sleep(Duration::from_secs(3));
    hang_up(&mut two);
    two.ann.quit();
    two.ben.quit();
    for (from, to) in [(&ann, &ben), (&ben, &ann)] {
        let heard = heard(from, to);
        let last = heard.last().map_or(0.0, |(at, _)| *at);
        let end = sound::first_time(&to.heard_at).expect("a time");
        assert!(last > 4.0, "heard again: {last} {end} {heard:?}");
    }
}

#[test]
fn a_call_with_somebody_who_is_killed_reconnects_and_ends_with_the_room() {
    let mut two = relayed();
    call(&mut two, &silent(), &silent());
    two.ben.kill();
    state(&mut two.ann, "reconnecting");
    two.ann.send(json!({"do": "hang_up", "id": "enough"}));
    let ended = two.ann.expect(json!({"event": "call", "state": "ended"}));
    assert_eq!(
        (&ended["reason"], &ended["re"]),
        (&json!("hung_up"), &json!("enough"))
    );
    two.ann.quit();
}

//! What a real window tells somebody who looks elsewhere: notifications, its title,
//! and sounds, which can be turned off.

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{
    app::{App, PATIENCE, Setup},
    relay::Relay,
    screen::{Screen, Window, notices::Notices},
    sound_server::{Recording, SoundServer},
};

/// Ann's window, and another that somebody looks at instead.
struct Two<'a> {
    ann: Window<'a>,
    other: Window<'a>,
    notices: Notices,
}

impl<'a> Two<'a> {
    /// Ann's has a room with this code, and asks who comes in.
    fn open(
        screen: &'a Screen,
        sounds: &SoundServer,
        relay: &Relay,
        settings: &str,
    ) -> (Self, String) {
        let notices = screen.notices();
        let setup = Setup::new("Ann").argument("--no-lan").relay(relay.quic());
        let setup = setup.variable("PULSE_SERVER", sounds.address());
        let ann = screen.open(&setup.settings(settings), 0);
        ann.click("Create room");
        let code = ann.wait_for_code();
        ann.click("Ask before letting someone in");
        let other = screen.open(&Setup::new("Cleo").argument("--no-lan"), 1120);
        let two = Self {
            ann,
            other,
            notices,
        };
        two.look_elsewhere();
        (two, code)
    }

    fn look_elsewhere(&self) {
        self.other.click("Room code");
        self.other.take_keyboard();
    }

    /// Waits until the system shows nothing but `words`.
    fn told(&self, words: &str) {
        self.ann.wait_until(words, |_| {
            let shown = self.notices.shown();
            shown.len() == 1 && shown[0].words == words
        });
    }

    /// Waits until Ann's window is called so.
    fn titled(&self, title: &str) {
        self.ann.wait_until(title, |ann| ann.title() == title);
    }
}

/// Waits until something was heard after the first `before` samples, and it is
/// silent again; how many there are by then.
fn heard(recording: &Recording, before: usize) -> usize {
    /// A quarter of a second.
    const SILENCE: usize = 12_000;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (_, heard) = recording.so_far();
        let loud = |sample: &i16| *sample != 0;
        let begun = heard.iter().skip(before).any(loud);
        if begun && !heard.iter().rev().take(SILENCE).any(loud) {
            return heard.len();
        }
        assert!(Instant::now() < deadline, "nothing is heard");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn who_looks_elsewhere_is_told_of_a_knock_words_a_file_and_a_call() {
    let Some((screen, sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relay = Relay::start();
    let folder = tempfile::tempdir().expect("a folder");
    let (two, code) = Two::open(&screen, &sounds, &relay, "");
    let recording = sounds.record(&folder.path().join("heard"));
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    two.told("Somebody is at your door");
    let mut at = heard(&recording, 0);
    two.ann.click("Let in");
    ben.connected();
    two.ann.wait_for("Message");
    two.ann
        .wait_until("it was seen", |_| two.notices.shown().is_empty());

    two.look_elsewhere();
    ben.say("The key is under the mat.");
    two.told("New message");
    two.titled("(1) Tincan");
    at = heard(&recording, at);
    let file = folder.path().join("way.pdf");
    std::fs::write(&file, "to the hut").expect("space");
    ben.send(json!({"do": "send_file", "path": file}));
    two.titled("(2) Tincan");
    two.told("New message");
    two.ann.click("Message");
    two.titled("Tincan");
    two.ann
        .wait_until("it was seen", |_| two.notices.shown().is_empty());

    two.look_elsewhere();
    ben.send(json!({
        "do": "call", "video": false, "audio_in": "tone", "audio_out": "none",
    }));
    two.told("Somebody calls you");
    heard(&recording, at);
    two.ann.wait_for("With camera");
    two.ann.key("Escape");
    ben.expect(json!({"event": "call", "state": "ended"}));
    two.ann
        .wait_until("it was seen", |_| two.notices.shown().is_empty());
}

#[test]
fn sounds_that_are_turned_off_are_not_heard() {
    /// How long the only one that is left sounds, in samples, and a little more.
    const LAST: usize = 24_000 + 9_600;
    let Some((screen, sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relay = Relay::start();
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "[notifications]\nsilent = [\"knock\", \"arrived\", \"message\", \"ring\"]\n";
    let (two, code) = Two::open(&screen, &sounds, &relay, settings);
    let recording = sounds.record(&folder.path().join("heard"));
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    two.told("Somebody is at your door");
    two.ann.click("Let in");
    ben.connected();
    two.ann.wait_for("Message");
    two.look_elsewhere();
    ben.say("The key is under the mat.");
    two.told("New message");
    ben.send(json!({
        "do": "call", "video": false, "audio_in": "tone", "audio_out": "none",
    }));
    two.told("Somebody calls you");
    let (_, silence) = recording.so_far();
    // Sounds come one after the other: when this one is heard, none is to come.
    ben.send(json!({"do": "hang_up"}));
    heard(&recording, silence.len());
    let (_, all) = recording.so_far();
    let first = all.iter().position(|sample| *sample != 0);
    let last = all.iter().rposition(|sample| *sample != 0);
    let (Some(first), Some(last)) = (first, last) else {
        panic!("it was heard");
    };
    assert!(first >= silence.len(), "something was heard before");
    assert!(last - first < LAST, "it was not the only one");
}

#[test]
fn a_file_that_is_dragged_over_the_window_shows_where_it_would_go() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").argument("--no-lan").relay(relay.quic());
    let ann = screen.open(&setup, 0);
    ann.click("Create room");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&ann.wait_for_code());
    ben.connected();
    ann.wait_for("Message");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("way.txt");
    std::fs::write(&file, "to the hut").expect("space");

    let drag = ann.drag(&file);
    ann.wait_for("Drop to send");
    screen.picture("drop-target");
    drag.leave();
    ann.wait_until("it is gone", |ann| {
        !ann.nodes().iter().any(|node| node.name == "Drop to send")
    });
    ann.drag(&file).let_go();
    ann.wait_for("way.txt");
    ben.expect(json!({"event": "transfer", "direction": "in", "name": "way.txt"}));
}

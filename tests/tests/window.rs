//! Real windows on a screen of their own. Pictures of them are kept in the
//! target directory, under `screenshots`.

use std::path::Path;

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    ports::Port,
    relay::Relay,
    screen::{Screen, Window},
};

/// Nobody else's machine hears of it.
fn on_this_machine(name: &str) -> Setup {
    Setup::new(name).argument("--no-lan")
}

/// Where those meet who have nothing but this machine.
struct Here {
    settings: String,
    _port: Port,
}

impl Here {
    fn new() -> Self {
        let port = Port::claim();
        Self {
            settings: format!("loopback_port = {}\n", port.number()),
            _port: port,
        }
    }

    fn setup(&self, name: &str) -> Setup {
        on_this_machine(name).settings(&self.settings)
    }

    /// Ann's window in a room, with an app that is Ben's.
    fn meet<'a>(&self, screen: &'a Screen) -> (Window<'a>, App) {
        let ann = screen.open(&self.setup("Ann"), 0);
        let mut ben = self.setup("Ben").start();
        ann.click("Create room");
        ben.join(&ann.wait_for_code());
        ben.connected();
        ann.wait_for("Ben");
        (ann, ben)
    }
}

/// Types a code on the first screen, and goes in.
fn join(window: &Window<'_>, code: &str) {
    window.click("Room code");
    window.write(code);
    window.key("Return");
}

#[test]
fn two_windows_meet_and_talk() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let ann = screen.open(&on_this_machine("Ann").relay(relay.quic()), 0);
    let ben = screen.open(&on_this_machine("Ben").relay(relay.quic()), 1120);
    ann.wait_for("Create room");
    ben.wait_for("Join a room");
    screen.picture("home");

    ann.click("Create room");
    let code = ann.wait_for_code();
    screen.picture("waiting");

    join(&ben, &code);
    ann.wait_for("Ben");
    ben.wait_for("Ann");

    for (from, to, text) in [
        (&ann, &ben, "Can you hear me?"),
        (&ben, &ann, "Loud and clear. Is it just us?"),
        (&ann, &ben, "Just us. Nobody else can enter now."),
        (&ben, &ann, "And when we leave?"),
        (&ann, &ben, "Then nothing is kept"),
    ] {
        from.click("Message");
        from.write(text);
        from.key("Return");
        to.wait_for(text);
    }
    // What is in a window that nobody looks at has not been read.
    ann.wait_for("Delivered");
    ben.click("Message");
    ann.wait_for("Read");
    screen.picture("talking");

    ben.click("Leave");
    ben.wait_for("Leave this room?");
    ben.click("Leave");
    ann.wait_for("Ben has left");
    screen.picture("left");
}

#[test]
fn two_windows_keep_a_room_and_meet_again_in_it() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let [ann_is, ben_is] = ["Ann", "Ben"].map(|name| on_this_machine(name).relay(relay.quic()));
    let ann = screen.open(&ann_is, 0);
    let ben = screen.open(&ben_is, 1120);
    ann.click("Create room");
    let code = ann.wait_for_code();
    ben.click("Room code");
    ben.write(&code);
    ben.key("Return");
    ann.wait_for("Ben");
    ben.wait_for("Ann");
    ann.click("Message");
    ann.write("before it was kept");
    ann.key("Return");
    ben.wait_for("before it was kept");

    ann.click("About this room");
    ann.click("Keep this room…");
    ann.click("Ask them");
    ben.wait_for("Ann wants to keep this room");
    screen.picture("proposal");
    ben.click("Keep it");
    ann.wait_for("You both keep this room");
    ben.wait_for("You both keep this room");
    ann.ask_to_close();
    ann.wait_for("Leave for now?");
    // Who asks again means it.
    let ann = ann.close();
    ben.wait_for("Ann has left. The room stays");
    screen.picture("kept-left");
    ben.click("Leave");
    ben.wait_for("Open Ann");
    screen.picture("recent");

    let ann = screen.open_in(&ann_is, ann);
    ann.click("Open Ben");
    ann.wait_for("before it was kept");
    ann.wait_for("Nobody here yet");
    ben.click("Open Ann");
    ann.wait_for("Kept room · just the two of you");
    ben.click("Message");
    ben.write("and after");
    ben.key("Return");
    ann.wait_for("and after");
    screen.picture("met-again");
    ann.key("ctrl+f");
    ann.write("kept");
    ann.wait_for("You, Today");
    screen.picture("found");
}

#[test]
fn a_window_and_a_headless_app_meet_with_nothing_configured() {
    let Some(screen) = Screen::here() else { return };
    let here = Here::new();
    let (ann, mut ben) = here.meet(&screen);
    ann.ask_to_close();
    ann.wait_for("Leave this room?");
    ann.click("Leave");
    // The window served the meeting point, and left all the same.
    ann.ended();
    ben.closed("peer_left");

    let ann = screen.open(&here.setup("Ann"), 0);
    join(&ann, &ben.create().code);
    ben.connected();
    ann.terminate();
    ann.ended();
    ben.closed("peer_left");
}

#[test]
fn a_dead_key_and_a_letter_make_one() {
    let Some(screen) = Screen::here() else { return };
    screen.keyboard("us", "intl");
    let here = Here::new();
    let (ann, mut ben) = here.meet(&screen);
    ann.click("Message");
    // The key of the apostrophe, by its place: an acute accent there.
    ann.key("48");
    ann.key("e");
    ann.key("Return");
    ben.hear("é");
}

#[test]
fn hebrew_is_written_on_its_own_keys_and_they_lead_where_they_point() {
    let Some(screen) = Screen::here() else { return };
    screen.keyboard("il", "");
    let here = Here::new();
    let (ann, mut ben) = here.meet(&screen);
    ann.click("Message");
    // By their places: shin, lamed, vav, final mem.
    for key in ["38", "45", "30", "32", "Right", "38", "Left", "38"] {
        ann.key(key);
    }
    ann.key("Return");
    ben.hear("שלושםש");
}

#[test]
fn a_relay_that_is_added_in_the_window_is_used_at_once_and_kept() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let here = Here::new();
    let ann = screen.open(&here.setup("Ann"), 0);
    ann.click("Settings");
    ann.click("Relays");
    ann.wait_for("None: the meeting point on this computer");
    ann.click("Link or address");
    ann.write(relay.quic());
    ann.key("Return");
    ann.wait_for("Remove 127.0.0.1");
    ann.wait_for("Answers · ");
    screen.picture("relays");

    ann.click("Back");
    ann.click("Create room");
    let code = ann.wait_for_code();
    // By that relay alone.
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    ann.wait_for("Ben");
    ben.quit();
    ann.wait_for("has left");
    let kept = std::fs::read_to_string(ann.profile().join("settings.toml"));
    let kept = kept.expect("settings");
    assert!(kept.contains(relay.quic()), "{kept}");
}

#[test]
fn a_link_opens_a_window_and_waits_for_a_word() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let mut ben = App::start("Ben", relay.quic());
    let link = ben.create().link;
    let ann = screen.open(
        &on_this_machine("Ann").relay(relay.quic()).argument(&link),
        0,
    );
    ann.wait_for("Join this room");
    screen.picture("link");
    // Nothing was dialled, so the room still waits: somebody else may come in.
    let mut cleo = App::start("Cleo", relay.quic());
    cleo.send(json!({"do": "join", "link": link}));
    ben.connected();
    cleo.connected();
    // And then it is full.
    ann.click("Join this room");
    ann.wait_for("Back to start");
    screen.picture("full");
}

#[test]
fn pictures_and_files_go_from_window_to_window_and_back() {
    let Some(screen) = Screen::here() else { return };
    let here = Here::new();
    let ann = screen.open(&here.setup("Ann"), 0);
    let ben = screen.open(&here.setup("Ben"), 1120);
    ann.click("Create room");
    let code = ann.wait_for_code();
    join(&ben, &code);
    ann.wait_for("Ben");
    ben.wait_for("Ann");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/screenshots/light/room.png");
    screen.copy_picture(&file);
    ann.write("Here is how it looks.");
    ann.key("Return");
    ann.key("ctrl+v");
    ann.wait_for("Picture from you");
    ben.wait_for("Picture from Ann");
    ann.wait_for("Delivered");
    screen.picture("handed");
    ben.click("Picture from Ann");
    ben.wait_for("Close picture");
    ben.wait_for("Zoom in");
    screen.picture("closely");
    ben.key("Escape");
    ben.wait_for("Send pictures or files");
    ben.click("Send pictures or files");
    ben.wait_for("A folder…");
    screen.picture("attach");
    ben.key("Escape");

    // What is pasted while one writes goes with the words.
    ann.click("Message");
    ann.write("The lake, before dark");
    ann.key("ctrl+v");
    ann.wait_for("picture.png goes with your words");
    screen.picture("staged");
    ann.key("Return");
    ben.wait_until("the picture is in the bubble of its words", |ben| {
        let nodes = ben.nodes();
        let mut pictures = nodes.iter().filter(|node| node.name == "Picture from Ann");
        pictures.next_back().is_some_and(|picture| {
            let bubble = ben.wait_for("Ann: The lake, before dark").bounds;
            is_within(picture.bounds, bubble)
        })
    });
    screen.picture("captioned");
}

/// Whether one place, by its corner and size, is in another.
fn is_within(one: (i32, i32, i32, i32), other: (i32, i32, i32, i32)) -> bool {
    let (right, bottom) = (one.0 + one.2, one.1 + one.3);
    one.0 >= other.0
        && one.1 >= other.1
        && right <= other.0 + other.2
        && bottom <= other.1 + other.3
}

#[test]
fn a_window_takes_pictures_and_asks_about_files() {
    let Some(screen) = Screen::here() else { return };
    let here = Here::new();
    let (ann, mut ben) = here.meet(&screen);
    let folder = tempfile::TempDir::new().expect("a folder");
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pictures/tests/files/baseline.jpg");
    let gif = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/gifs/party.gif");
    let zip = folder.path().join("lake-weekend.zip");
    std::fs::write(&zip, vec![7; 3_000_000]).expect("space");
    ben.send(json!({"do": "send_file", "path": photo}));
    // What the file tells of Ben does not go with it, nor does its name.
    let sent = ben.expect(json!({"event": "transfer", "direction": "out", "kind": "image"}));
    assert_eq!(sent.text("name"), "picture.jpg");
    let size = sent["size"].as_u64().expect("a size");
    assert!(size < std::fs::metadata(&photo).expect("a file").len());
    ann.wait_for("Picture from Ben");
    ben.send(json!({"do": "send_file", "path": gif}));
    ben.expect(json!({"event": "transfer", "kind": "gif", "state": "done"}));
    ben.send(json!({"do": "send_file", "path": zip}));
    ann.wait_for("lake-weekend.zip: 3.0 MB");
    screen.picture("offered");
    ann.resize(400, 700);
    ann.click("Decline");
    ben.expect(json!({"event": "transfer", "kind": "file", "state": "declined"}));
    ann.wait_for("You declined it");
    screen.picture("handed-narrow");
}

#[test]
fn a_gif_is_found_by_a_word_and_sent_with_the_keyboard() {
    let Some(screen) = Screen::here() else { return };
    let here = Here::new();
    let (ann, mut ben) = here.meet(&screen);
    ann.click("Send a GIF");
    ann.wait_for("Laughing");
    ann.key("Down");
    ann.key("Right");
    screen.picture("gifs");
    ann.write("birth");
    ann.wait_for("Happy birthday");
    ann.key("Down");
    ann.key("Return");
    let came = ben.expect(json!({"event": "transfer", "kind": "gif", "state": "done"}));
    assert_eq!(came.text("name"), "birthday.gif");
    ann.wait_for("Picture from you");

    ann.click("Send a GIF");
    ann.click("GIPHY");
    ann.wait_for("GIPHY is off until you give it a key.");
    screen.picture("gifs-off");
    ann.click("Open settings");
    ann.wait_for("Your key for GIPHY");
    ann.click("Key");
    ann.write("k3y");
    ann.key("Return");
    ann.wait_for("Saved");
    screen.picture("settings-gifs");
    ann.click("Back");
    ann.wait_for("Send a GIF");
    let kept = std::fs::read_to_string(ann.profile().join("settings.toml"));
    assert!(kept.expect("settings").contains("giphy_key = \"k3y\""));
}

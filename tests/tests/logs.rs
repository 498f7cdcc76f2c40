//! Logs and panics tell nothing of what people say, however much is logged.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;
use tincan_tests::{
    app::{App, Invite, Setup},
    keeping::{kept, open},
    relay::Relay,
    screen::Screen,
};

/// Nobody else writes these: what is said, and what is called so.
const WORDS: &str = "xylophone-marzipan-quokka";
const CHANGED: &str = "bassoon-nougat-wombat";
const NAMES: [&str; 2] = ["Zyzzyva Marzipan", "Quokka Nougat"];
const ROOM: &str = "triangle-praline-numbat";
const FILE: &str = "celesta-fondant-dugong";
const WISH: &str = "theremin-caramel-bilby";

/// Everything that a program can log, from whatever part of it.
const ALL: &str = "trace";

/// A room whose code is no number that stands in a log by itself: no port and
/// no year begins with a naught.
fn create(app: &mut App, kept: bool) -> Invite {
    for _ in 0..300 {
        let invite = app.create_with(json!({"do": "create", "kept": kept}));
        if invite.code.starts_with('0') {
            return invite;
        }
        app.send(json!({"do": "leave"}));
        app.closed("left");
    }
    panic!("no code begins with 0");
}

/// Whether `word` stands in `text` by itself.
fn has_word(text: &str, word: &str) -> bool {
    let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    parts.any(|part| part == word)
}

/// Where a secret is said, in letters or as bytes, if it is.
fn told<'a>(log: &'a str, secret: &str) -> Option<&'a str> {
    let bytes = &secret.as_bytes()[..9];
    let decimal: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let decimal = decimal.join(", ");
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    place(log, |line| {
        [secret, &decimal, &hex]
            .iter()
            .any(|form| line.contains(*form))
    })
}

/// Where it is said, if it is.
fn place(log: &str, said: impl Fn(&str) -> bool) -> Option<&str> {
    log.lines().find(|line| said(line))
}

/// The two say everything that can be said.
fn talk(ann: &mut App, ben: &mut App, file: &Path) {
    ann.say(WORDS);
    let message = ben.hear(WORDS)["message"].clone();
    ann.send(json!({"do": "edit", "message": message, "text": CHANGED}));
    ben.hear(CHANGED);
    ben.send(json!({"do": "react", "message": message, "emoji": "🦘"}));
    ben.send(json!({"do": "say", "text": WORDS, "reply_to": message}));
    ann.hear(WORDS);
    ann.send(json!({"do": "typing", "on": true}));
    ben.expect(json!({"event": "typing", "on": true}));
    ann.send(json!({"do": "send_file", "path": file, "text": WORDS}));
    let offered = ben.expect(json!({"event": "transfer", "state": "offered"}));
    let (transfer, dir) = (offered["transfer"].clone(), file.parent());
    let into = dir.expect("a folder").join(format!("into {FILE}"));
    fs::create_dir_all(&into).expect("a folder");
    ben.send(json!({"do": "accept_file", "transfer": transfer, "dir": into}));
    ann.expect(json!({"event": "transfer", "state": "done"}));
    ben.expect(json!({"event": "transfer", "state": "done"}));
    // What is not understood is words of people, too.
    ann.send_line(WORDS);
    ann.send(json!({"do": WORDS}));
    ann.send(json!({"do": "edit", "message": WORDS, "text": CHANGED}));
    ann.send(json!({"do": "send_file", "path": format!("/nowhere/{FILE}")}));
    ann.send(json!({"do": "gifs", "query": WISH, "provider": "builtin"}));
    ann.expect(json!({"event": "gifs"}));
}

#[test]
fn no_log_has_words_names_codes_or_links_in_it() {
    let relay = Relay::start();
    let place_of_all = tempfile::tempdir().expect("a folder");
    let file = place_of_all.path().join(format!("{FILE}.bin"));
    fs::write(&file, WORDS.repeat(1000)).expect("a file");
    let log = place_of_all.path().join("log");
    let profiles = [(); 2].map(|()| tempfile::tempdir().expect("a profile"));
    let start = |who: usize| {
        let setup = Setup::new(NAMES[who]).relay(relay.quic());
        let setup = setup.argument("--hide-ip").log(ALL).log_to(&log);
        setup.start_at(profiles[who].path())
    };
    let (mut ann, mut ben) = (start(0), start(1));
    // A wrong code is words of people, too.
    ben.join("00007");
    ben.expect(json!({"event": "room", "state": "closed"}));
    let vanishing = create(&mut ann, false);
    ben.join(&vanishing.code);
    ann.connected();
    ben.connected();
    talk(&mut ann, &mut ben, &file);
    ann.send(json!({"do": "leave"}));
    ann.closed("left");
    ben.closed("peer_left");

    let lasting = create(&mut ann, true);
    ben.send(json!({"do": "join", "link": lasting.link, "kept": true}));
    let room = kept(&mut ann).text("room").to_owned();
    kept(&mut ben);
    talk(&mut ann, &mut ben, &file);
    ann.send(json!({"do": "rename", "name": ROOM}));
    ann.send(json!({"do": "rooms"}));
    ann.expect(json!({"event": "rooms"}));
    ann.quit();
    let mut ann = start(0);
    open(&mut ann, &room);
    ann.expect(json!({"event": "history"}));
    kept(&mut ann);
    ann.say(WORDS);
    ben.hear(WORDS);
    ann.quit();
    ben.kill();

    let bytes = fs::read(&log).expect("a log");
    let log = String::from_utf8_lossy(&bytes);
    assert!(log.lines().count() > 1000, "much is logged");
    assert!(log.contains("TRACE"), "all of it");
    for secret in [WORDS, CHANGED, NAMES[0], NAMES[1], ROOM, FILE, WISH] {
        assert_eq!(told(&log, secret), None);
    }
    for Invite { code, link } in [&vanishing, &lasting] {
        assert_eq!(place(&log, |line| has_word(line, code)), None);
        let (_, secret) = link.split_once('#').expect("a secret");
        assert_eq!(told(&log, secret), None);
    }
    assert_eq!(place(&log, |line| has_word(line, "00007")), None);
}

#[test]
fn no_log_of_a_window_has_words_or_names_in_it() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let somebody = |who: usize| {
        let setup = Setup::new(NAMES[who]).relay(relay.quic());
        setup.argument("--hide-ip").log(ALL).log_to(&log)
    };
    let ann = screen.open(&somebody(0), 0);
    let mut ben = somebody(1).start();
    ann.click("Create room");
    let code = ann.wait_for_code();
    ben.join(&code);
    ben.connected();
    ann.wait_for(NAMES[1]);
    ben.say(WORDS);
    ann.wait_for(&format!("{}: {WORDS}", NAMES[1]));
    ann.click("Message");
    ann.write(CHANGED);
    ann.key("Return");
    ben.hear(CHANGED);
    ann.terminate();
    ann.ended();
    ben.kill();
    let bytes = fs::read(&log).expect("a log");
    let log = String::from_utf8_lossy(&bytes);
    assert!(log.lines().count() > 1000, "much is logged");
    for secret in [WORDS, CHANGED, NAMES[0], NAMES[1]] {
        assert_eq!(told(&log, secret), None);
    }
}

const PANICS: &str = "TINCAN_TEST_PANICS";

/// Not a test by itself: what the next one starts.
#[test]
fn somebody_who_panics() {
    if env::var_os(PANICS).is_some() {
        tincan::logging::start();
        panic!("could not send {WORDS}");
    }
}

#[test]
fn a_panic_says_where_it_was_and_not_about_what() {
    let panicked = Command::new(env::current_exe().expect("this test"))
        .args(["somebody_who_panics", "--exact", "--nocapture"])
        .env(PANICS, "1")
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::null())
        .output()
        .expect("it starts");
    assert!(!panicked.status.success());
    let said = String::from_utf8_lossy(&panicked.stderr);
    assert!(said.contains("panicked at tests/tests/logs.rs"), "{said}");
    let all = [panicked.stdout, panicked.stderr].concat();
    let all = String::from_utf8_lossy(&all);
    // The test harness tells of its own, in the words of Rust.
    assert!(!all.contains(WORDS), "{all}");
}

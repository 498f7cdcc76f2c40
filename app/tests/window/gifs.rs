use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::json;
use tincan::{
    gifs::{Library, Rating},
    ui::{Route, SettingsChange},
};
use tincan_net::{Command, Content, TransferKind};

use super::stage::{Stage, Start};

fn waits_for(stage: &mut Stage, words: &str) {
    stage.until(|stage| stage.shows(words).then_some(()));
}

/// The next thing that is sent: its name.
fn sent(stage: &mut Stage) -> String {
    stage.until(|stage| {
        stage.asked().into_iter().find_map(|command| match command {
            Command::SendFile {
                content: Content::Memory { name, .. },
                kind: Some(TransferKind::Gif),
                words: None,
            } => Some(name),
            _ => None,
        })
    })
}

fn picking() -> Stage {
    let mut stage = Stage::together();
    stage.press("Send a GIF");
    waits_for(&mut stage, "Laughing");
    stage
}

/// What has the keyboard.
fn focused(stage: &Stage) -> Option<String> {
    let mut nodes = stage.window.root().children_recursive();
    let node = nodes.find(|node| node.accesskit_node().is_focused())?;
    node.accesskit_node().label()
}

fn key(stage: &mut Stage, key: Key) {
    stage.window.key_press(key);
    // It may not come to rest yet: every GIF that arrives is drawn.
    stage.window.run_ok();
}

#[test]
fn a_gif_is_picked_by_the_arrow_keys() {
    let mut stage = picking();
    for (pressed, title) in [
        (Key::ArrowDown, "Hello"),
        (Key::ArrowRight, "Laughing"),
        (Key::ArrowDown, "In love"),
        (Key::ArrowLeft, "Party"),
        (Key::End, "Bye"),
        (Key::Home, "Hello"),
        (Key::ArrowUp, "Search GIFs"),
        (Key::ArrowDown, "Hello"),
    ] {
        key(&mut stage, pressed);
        assert_eq!(focused(&stage).as_deref(), Some(title), "{pressed:?}");
    }
    key(&mut stage, Key::Enter);
    assert_eq!(sent(&mut stage), "hello.gif");
    assert!(!stage.shows("Made for Tincan"));
}

#[test]
fn whoever_types_among_the_gifs_looks_for_others() {
    let mut stage = picking();
    key(&mut stage, Key::ArrowDown);
    stage.types("birth");
    waits_for(&mut stage, "Happy birthday");
    stage.until(|stage| (!stage.shows("Laughing")).then_some(()));
    stage.types("x");
    waits_for(&mut stage, "Nothing found.");
    key(&mut stage, Key::Escape);
    assert!(!stage.shows("Nothing found."));
    assert_eq!(focused(&stage).as_deref(), Some("Message"));
    // It opens again with nothing looked for, and closes by its button.
    stage.press("Send a GIF");
    waits_for(&mut stage, "Laughing");
    assert_eq!(focused(&stage).as_deref(), Some("Search GIFs"));
    stage.press("Send a GIF");
    assert!(!stage.shows("Laughing"));
}

#[test]
fn giphy_is_off_until_there_is_a_key() {
    let mut stage = picking();
    stage
        .window
        .get_by_role_and_label(Role::Tab, "GIPHY")
        .click();
    waits_for(&mut stage, "GIPHY is off until you give it a key.");
    stage.press("Open settings");
    assert_eq!(stage.route(), Route::Settings);
    assert!(stage.shows("Off. GIPHY is asked nothing."));
    let field = stage
        .window
        .get_by_role_and_label(Role::PasswordInput, "Key");
    field.focus();
    stage.window.run();
    stage.types("no key");
    assert!(stage.shows("This is not a key of GIPHY's."));
    for _ in 0..3 {
        key(&mut stage, Key::Backspace);
    }
    key(&mut stage, Key::Backspace);
    stage.types("1");
    stage.press("Save");
    assert!(stage.shows("On. GIPHY is asked when you open its tab."));
    let radio = |stage: &Stage, label: &str| {
        let node = stage.window.get_by_role_and_label(Role::RadioButton, label);
        node.click();
    };
    radio(&stage, "13 years and older");
    stage.window.run();
    stage.press("Remove");
    let key = Some("no1".parse().expect("made here"));
    assert_eq!(
        stage.settings(),
        [
            SettingsChange::GiphyKey(key),
            SettingsChange::GifRating(Rating::Pg13),
            SettingsChange::GiphyKey(None),
        ]
    );
    // What is shown is the value of no key.
    assert!(!stage.shows("no1"));
}

/// A GIPHY on this machine: answers whatever is asked with what `answer` says
/// to the first line of a request, and tells what was asked.
fn giphy(
    answer: impl Fn(&str, &str) -> (&'static str, Vec<u8>) + Send + 'static,
) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("made here");
    let base = format!("http://{}", listener.local_addr().expect("made here"));
    let (tell, asked) = sync_channel(1000);
    let here = base.clone();
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let mut lines = BufReader::new(&stream).lines();
            let Some(Ok(request)) = lines.next() else {
                continue;
            };
            for line in lines {
                if line.is_ok_and(|line| line.is_empty()) {
                    break;
                }
            }
            let (status, body) = answer(&here, &request);
            let head = format!(
                "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            if tell.send(request).is_err() {
                return;
            }
            let _ = (&stream).write_all(head.as_bytes());
            let _ = (&stream).write_all(&body);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = (&stream).read(&mut [0]);
        }
    });
    (base, asked)
}

const GIF: &[u8] = include_bytes!("../../../assets/gifs/yes.gif");

/// Twenty-four cats a page, and as many pages as there are.
fn cats(base: &str, request: &str) -> (&'static str, Vec<u8>) {
    if request.contains("/media/") {
        return ("200 OK", GIF.to_vec());
    }
    let offset = request.split("offset=").nth(1).unwrap_or("0");
    let digits: String = offset.chars().take_while(char::is_ascii_digit).collect();
    let offset: usize = digits.parse().expect("made here");
    let image = |number: usize| json!({"url": format!("{base}/media/{number}"), "width": "320", "height": "224"});
    let data: Vec<_> = (offset..offset + 24)
        .map(|number| json!({"id": format!("cat{number}"), "title": format!("Cat {number}"), "images": {"original": image(number)}}))
        .collect();
    let body = json!({"data": data, "pagination": {"total_count": 1000, "count": 24}});
    ("200 OK", body.to_string().into_bytes())
}

fn with_giphy(base: &str, hide_ip: bool) -> Stage {
    let api = format!("{base}/v1/gifs").parse().expect("made here");
    let key: tincan::gifs::ApiKey = "k3y".parse().expect("made here");
    let mut stage = Start {
        change: Box::new(move |launch| {
            launch.gifs = Library::at(api, Some(key.clone()), Rating::G);
            launch.preferences.giphy_key = Some(key);
            launch.preferences.hide_ip = hide_ip;
        }),
        ..Start::default()
    }
    .go();
    stage.meets();
    stage.press("Send a GIF");
    waits_for(&mut stage, "Laughing");
    stage
        .window
        .get_by_role_and_label(Role::Tab, "GIPHY")
        .click();
    stage.window.run();
    stage
}

#[test]
fn giphy_comes_page_by_page_and_only_what_is_in_sight_is_fetched() {
    let (base, asked) = giphy(cats);
    let mut stage = with_giphy(&base, false);
    waits_for(&mut stage, "Cat 3");
    assert!(stage.shows("Powered by GIPHY"));
    assert!(!stage.shows("Cat 23"));
    // To the end, and what lies behind it.
    assert_eq!(focused(&stage).as_deref(), Some("Search GIFs"));
    key(&mut stage, Key::ArrowDown);
    assert_eq!(focused(&stage).as_deref(), Some("Cat 0"));
    key(&mut stage, Key::End);
    waits_for(&mut stage, "Cat 23");
    let more = stage.until(|_| {
        asked
            .try_iter()
            .find(|request| request.contains("offset=24"))
    });
    assert!(more.contains("/v1/gifs/trending") && more.contains("api_key=k3y"));
    stage.until(|stage| {
        key(stage, Key::End);
        stage.shows("Cat 47").then_some(())
    });
    // The one that has the keyboard goes, once its bytes are here.
    key(&mut stage, Key::Enter);
    assert_eq!(sent(&mut stage), "cat47.gif");
}

#[test]
fn whoever_hides_their_address_is_asked_before_giphy_is() {
    let may_be_asked = Arc::new(AtomicBool::new(false));
    let may = Arc::clone(&may_be_asked);
    let (base, _asked) = giphy(move |base, request| {
        if may.load(Ordering::Acquire) {
            cats(base, request)
        } else {
            ("403 Forbidden", Vec::new())
        }
    });
    let mut stage = with_giphy(&base, true);
    assert!(stage.shows("You hide your IP address, but GIPHY would see it."));
    stage.types("cat");
    // Longer than it waits for another letter, by the window's own clock.
    let typed_at = stage.window.ctx.input(|input| input.time);
    while stage.window.ctx.input(|input| input.time) < typed_at + 2.0 {
        stage.window.step();
    }
    assert!(stage.shows("You hide your IP address, but GIPHY would see it."));
    may_be_asked.store(true, Ordering::Release);
    stage.press("Go to GIPHY");
    // Whoever had asked before would show that it was forbidden.
    waits_for(&mut stage, "Cat 3");
}

#[test]
fn what_giphy_refuses_is_said_in_words() {
    let (base, _asked) = giphy(|_, _| ("429 Too Many Requests", Vec::new()));
    let mut stage = with_giphy(&base, false);
    waits_for(&mut stage, "GIPHY answers this key again in");
    let (base, _asked) = giphy(|_, _| ("403 Forbidden", Vec::new()));
    let mut stage = with_giphy(&base, false);
    waits_for(
        &mut stage,
        "GIPHY does not know this key. Check it in Settings.",
    );
    stage.press("Open settings");
    stage.press("Test");
    waits_for(&mut stage, "GIPHY does not know this key.");
}

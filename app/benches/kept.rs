//! What kept rooms cost in the window: a start page with 500 of them, and a
//! conversation of 100,000 messages, with 5,000 pictures and files between, that is opened, scrolled through, searched
//! and gone back to the beginning of. The database, the thread in front of it and
//! the window are the real ones; the network side says only that the room is open.
//!
//! `cargo bench -p tincan --bench kept`

mod frames;
#[path = "../tests/window/profile.rs"]
mod profile;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::{Harness, HarnessBuilder, kittest::Queryable};
use frames::{GOAL_MS, ms_since, report};
use profile::Profile;
use tincan::ui::{
    Launch, TincanApp,
    theme::{self, Appearance},
};
use tincan_net::{Event, EventKind};
use tincan_pictures::{Pixels, Size, encode_png, preview};
use tincan_store::{Author, Ended, Entry, Handed, Item, Kind, MAX_PREVIEW_BYTES, State};

const ROOMS: u64 = 500;
const MESSAGES: u64 = 100_000;
const OPEN_GOAL_MS: f64 = 200.0;
/// Words of the 17th message, and of no other.
const WANTED: &str = "message 17 Like";
/// How it is called among what was found, and in the conversation.
const OLD: &str = ": message 17 Like";
/// Longer than this nothing may take.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let Profile {
        front,
        events,
        keeper: _keeper,
        happens: tell,
    } = profile::start(folder.path(), runtime.handle());
    let launch = Launch::new(front, events, "Quiet Otter".parse().expect("a name"));
    let mut window = HarnessBuilder::default()
        .with_size(Vec2::new(1100.0, 720.0))
        .with_max_steps(60)
        .build_eframe(move |cc| {
            theme::install(&cc.egui_ctx, Appearance::default());
            TincanApp::new(launch)
        });

    println!("{ROOMS} rooms, {MESSAGES} messages, 1100x720, goals {GOAL_MS} ms a frame and");
    println!("{OPEN_GOAL_MS} ms to open");
    let begin = Instant::now();
    let ready = Event {
        re: None,
        kind: EventKind::Ready,
    };
    tell.try_send(ready).expect("room");
    until(&mut window, "Open Room 1");
    took("start page with all rooms", begin);
    // The pointer is over the list.
    window.hover_at(egui::pos2(700.0, 400.0));
    report("start page, scrolled", &mut window, |window, frame| {
        let down = (frame / 100).is_multiple_of(2);
        scroll(window, if down { -400.0 } else { 400.0 });
    });
    for _ in 0..400 {
        scroll(&mut window, 400.0);
        window.step();
    }

    let row = window.get_by_role_and_label(Role::Button, "Open Room 1");
    row.click();
    let begin = Instant::now();
    until(&mut window, &format!("message {MESSAGES} "));
    took("conversation opened", begin);
    println!("{:34} {:8.1} MB", "memory then", resident());
    report("scrolled up, a page a frame", &mut window, |window, _| {
        window.key_press(Key::PageUp);
    });
    println!("{:34} {:8.1} MB", "memory then", resident());
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    window.step();

    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.step();
    window.step();
    window.event(egui::Event::Text(WANTED.to_owned()));
    let begin = Instant::now();
    until(&mut window, OLD);
    took("words found, the oldest of all", begin);
    let found = window.query_all_by_label_contains(OLD).last();
    found.expect("a result").click();
    let begin = Instant::now();
    let count = |window: &Harness<'_, TincanApp>| window.query_all_by_label_contains(OLD).count();
    while count(&window) < 2 {
        window.step();
        assert!(begin.elapsed() < PATIENCE, "it is not shown");
    }
    took("and shown, all between read", begin);
    println!("{:34} {:8.1} MB", "memory then", resident());
    report("all here, at rest", &mut window, |_, _| {});
    window.key_press(Key::Escape);
    window.step();
    report("all here, a page a frame", &mut window, |window, frame| {
        let down = (frame / 100).is_multiple_of(2);
        window.key_press(if down { Key::PageDown } else { Key::PageUp });
    });
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    for _ in 0..10 {
        window.step();
    }
    println!("{:34} {:8.1} MB", "memory, back at the newest", resident());
}

/// Runs frames until something is called so.
fn until(window: &mut Harness<'static, TincanApp>, part: &str) {
    let begin = Instant::now();
    loop {
        window.step();
        if window.query_all_by_label_contains(part).next().is_some() {
            return;
        }
        assert!(begin.elapsed() < PATIENCE, "no {part}");
    }
}

fn scroll(window: &mut Harness<'static, TincanApp>, by: f32) {
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, by),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
}

fn took(what: &str, begin: Instant) {
    println!("{what:34} {:8.1} ms", ms_since(begin));
}

/// What this process has in memory, in MB.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) * 1024.0 / 1e6
}

fn fill(folder: &Path) {
    let mut store = profile::store(folder);
    let at = |number| 1_763_750_520_000 - number * 3_600_000;
    let happened: Vec<Item> = (1..=MESSAGES).flat_map(items).collect();
    let room = profile::keep(&mut store, 1, at(1), &happened);
    for number in 2..=ROOMS {
        profile::keep(&mut store, number, at(number), &[]);
    }
    let small = preview(&sunset(), MAX_PREVIEW_BYTES).expect("a picture");
    let size = (small.size.width, small.size.height);
    // Of the newest, and of all that one comes to in this benchmark.
    for number in (MESSAGES - 20_000..=MESSAGES).filter(|n| n.is_multiple_of(40)) {
        let which = (Author::Peer, number);
        store
            .set_preview(room, which, size, &small.file)
            .expect("it is kept");
    }
}

/// A message, and every twentieth time a picture or a file after it.
fn items(number: u64) -> Vec<Item> {
    let mut items = vec![Item::Said(entry(number))];
    if number.is_multiple_of(20) {
        let picture = number.is_multiple_of(40);
        items.push(Item::Handed(Handed {
            author: Author::Peer,
            number,
            at: 1_700_000_000_000 + number * 600_000,
            name: format!("{number}.{}", if picture { "jpg" } else { "pdf" }),
            size: 3_000_000,
            kind: if picture { Kind::Image } else { Kind::File },
            ended: Some(Ended::Done),
            reason: None,
            path: (!picture).then(|| "/nowhere/at.all".into()),
            preview: None,
        }));
    }
    items
}

fn sunset() -> Vec<u8> {
    let size = Size::new(1600, 1200);
    let point = |at: u64| {
        let (x, y) = (at % 1600, at / 1600);
        [(255 - y / 8) as u8, (y / 8) as u8, (x ^ y) as u8 / 4, 255]
    };
    let rgba = (0..size.pixels()).flat_map(point).collect();
    encode_png(&Pixels { size, rgba }).expect("a picture")
}

fn entry(number: u64) -> Entry {
    const SAID: [&str; 5] = [
        "Look at that light! 🌅 Is the stove working?",
        "👍🏽🎉",
        "Like a dream 👨‍👩‍👧‍👦, and here is the rest of the weekend: https://example.org/lake",
        "Yes",
        "🇳🇱 to 🇳🇴 and back in five days. We slept in the tent ⛺ but for one night, when the rain \
         came in from the side and everything that could get wet got wet 🌧️🌧️🌧️",
    ];
    let author = |number: u64| match number.is_multiple_of(3) {
        true => Author::Me,
        false => Author::Peer,
    };
    Entry {
        author: author(number),
        number,
        at: 1_700_000_000_000 + number * 600_000,
        text: format!("message {number} {}", SAID[number as usize % SAID.len()]),
        reply_to: number
            .is_multiple_of(7)
            .then(|| (author(number - 5), number - 5)),
        with: None,
        edited: number.is_multiple_of(11),
        deleted: false,
        state: State::Read,
        reactions: Vec::new(),
    }
}

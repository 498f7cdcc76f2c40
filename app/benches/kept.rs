//! What kept rooms cost in the window: a start page with 500 of them, and a
//! conversation of 100,000 messages that is opened, scrolled through, searched
//! and gone back to the beginning of. The database, the thread in front of it and
//! the window are the real ones; the network side says only that the room is open.
//!
//! `cargo bench -p tincan --bench kept`

mod frames;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::{Harness, HarnessBuilder, kittest::Queryable};
use frames::{GOAL_MS, ms_since, report};
use tincan::{
    history::{self, Shown},
    ui::{
        Launch, TincanApp,
        theme::{self, Appearance},
    },
};
use tincan_net::{Client, Command, Event, EventKind, RoomState};
use tincan_store::{About, Author, Entry, Keys, ProfileKey, State, Store};
use tokio::sync::mpsc;

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
    let (net, mut asked) = Client::through();
    let (tell, happens) = mpsc::channel(1024);
    let directory = folder.path().to_owned();
    let started = history::start(net, happens, directory, Shown::Pages, runtime.handle());
    let (front, events, _keeper) = started.expect("a thread");
    let say = tell.clone();
    runtime.spawn(async move {
        while let Some((re, command)) = asked.recv().await {
            if let Command::Open(reopen) = command {
                let kind = EventKind::Room {
                    room: reopen.room.room,
                    state: RoomState::Awaiting { peer: reopen.peer },
                    kept: true,
                };
                let _ = say.send(Event { re, kind }).await;
            }
        }
    });
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
    let key = ProfileKey::find_or_make(folder).expect("a key");
    let mut store = Store::open(folder, key).expect("a database");
    let mut first = None;
    for number in 1..=ROOMS {
        let about = About {
            name: Some(format!("Room {number}")),
            peer: "Brave Heron".to_owned(),
            last_at: 1_763_750_520_000 - number * 3_600_000,
            verified: number.is_multiple_of(2),
            read: MESSAGES,
            id: number,
            host: true,
            relays: Vec::new(),
            safety: None,
            they_read: 0,
            settled: MESSAGES,
            newest: (MESSAGES, MESSAGES),
        };
        let keys = Keys {
            secret: [number as u8; 32],
            ours: [1; 32],
            theirs: [2; 32],
        };
        let room = store.keep(&number.to_be_bytes(), &keys, &about);
        first = first.or(Some(room.expect("it is kept")));
    }
    let room = first.expect("a room");
    let numbers: Vec<u64> = (1..=MESSAGES).collect();
    for part in numbers.chunks(5_000) {
        let entries: Vec<Entry> = part.iter().map(|number| entry(*number)).collect();
        store.write(room, &entries).expect("it is kept");
    }
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

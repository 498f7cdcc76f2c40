//! What a frame of a long conversation costs: 10,000 messages with emoji, links,
//! answers and thoughts, at rest, while they are scrolled through, and as one
//! more comes.
//!
//! `cargo bench -p tincan --bench conversation`

mod frames;

use egui::{Key, Vec2};
use egui_kittest::{Harness, HarnessBuilder};
use frames::{GOAL_MS, report};
use tincan::ui::{
    Launch, TincanApp,
    theme::{self, Appearance},
};
use tincan_net::{
    Command, Event, EventKind, Message, MessageId, Reaction, RoomId, RoomState, Side, Tag,
};
use tokio::sync::mpsc;

const MESSAGES: u64 = 10_000;

fn main() {
    let (events, heard) = mpsc::channel(16_384);
    let (says, mut asked) = mpsc::channel::<(Option<Tag>, Command)>(1_024);
    let mut window = window(says, heard);
    let tell = |kind| {
        events.try_send(Event { re: None, kind }).expect("room");
    };
    tell(EventKind::Ready);
    tell(EventKind::Room {
        room: RoomId(1),
        state: RoomState::Connected {
            peer: "Brave Heron 🦩".parse().expect("a name"),
        },
        kept: false,
    });
    for number in 1..=MESSAGES {
        tell(message(number));
        if number.is_multiple_of(3) {
            tell(EventKind::Reaction(Reaction {
                message: id(number),
                mine: number.is_multiple_of(2),
                emoji: "👍".parse().ok(),
            }));
        }
        if number % 1_000 == 0 {
            window.step();
        }
        while asked.try_recv().is_ok() {}
    }
    for _ in 0..60 {
        window.step();
    }

    println!("{MESSAGES} messages, 1100x720, goal {GOAL_MS} ms a frame");
    report("at rest", &mut window, |_, _| {});
    report("scrolled, a page a frame", &mut window, |window, frame| {
        let up = (frame / 100).is_multiple_of(2);
        window.key_press(if up { Key::PageUp } else { Key::PageDown });
    });
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::End);
    window.step();
    report("as words come", &mut window, |_, frame| {
        tell(message(MESSAGES + 1 + frame as u64));
    });
}

fn window(
    says: mpsc::Sender<(Option<Tag>, Command)>,
    heard: mpsc::Receiver<Event>,
) -> Harness<'static, TincanApp> {
    let name = "Quiet Otter".parse().expect("a name");
    let launch = Launch::new(says, heard, name);
    HarnessBuilder::default()
        .with_size(Vec2::new(1100.0, 720.0))
        .with_max_steps(60)
        .build_eframe(move |cc| {
            theme::install(&cc.egui_ctx, Appearance::default());
            TincanApp::new(launch)
        })
}

fn id(number: u64) -> MessageId {
    let side = if number.is_multiple_of(3) {
        Side::Host
    } else {
        Side::Guest
    };
    MessageId { side, number }
}

fn message(number: u64) -> EventKind {
    const SAID: [&str; 6] = [
        "Look at that light! 🌅 Is the stove working?",
        "👍🏽🎉",
        "Like a dream 👨‍👩‍👧‍👦, and here is the rest of the weekend: https://example.org/lake",
        "Yes",
        "🇳🇱 to 🇳🇴 and back in five days. We slept in the tent ⛺ but for one night, when the rain \
         came in from the side and everything that could get wet got wet 🌧️🌧️🌧️",
        "שלום וערב טוב 👋",
    ];
    let text = format!("{number} {}", SAID[number as usize % SAID.len()]);
    EventKind::Message(Message {
        id: id(number),
        mine: number.is_multiple_of(3),
        text,
        at: 1_763_750_520_000 + number * 20_000,
        reply_to: number.is_multiple_of(7).then(|| id(number - 5)),
        with: None,
        edited: number.is_multiple_of(11),
        deleted: number.is_multiple_of(97),
    })
}

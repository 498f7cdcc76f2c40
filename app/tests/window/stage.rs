//! The app without a window: events go in by hand, commands come out by hand.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use egui::{Vec2, ViewportCommand};
use egui_kittest::{Harness, HarnessBuilder, Node, kittest::Queryable};
use tincan::ui::{
    Clock, Launch, Route, SettingsChange, TincanApp,
    theme::{self, Appearance},
};
use tincan_net::{
    Command, CommandError, CurrentCode, Delivery, DisplayName, Event, EventKind, InviteLink,
    Message, MessageId, Path, PathKind, RoomId, RoomState, Side, Tag, Transport,
};
use tokio::sync::mpsc;

/// 2025-11-21 18:42 UTC.
pub(crate) const NOW: u64 = 1_763_750_520_000;

pub(crate) const LINK: &str = "tincan://join/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN\
    ?via=/dns4/relay.example/udp/4001/quic-v1/p2p/\
    12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X/p2p-circuit#AAECAwQFBgcICQoLDA0ODw";

pub(crate) const RELAY: &str =
    "/dns4/relay.example/tcp/4001/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

pub(crate) struct Stage {
    pub(crate) window: Harness<'static, TincanApp>,
    events: mpsc::Sender<Event>,
    commands: mpsc::Receiver<(Option<Tag>, Command)>,
    now: Arc<AtomicU64>,
    settings: Arc<Mutex<Vec<SettingsChange>>>,
}

/// How the app is started.
pub(crate) struct Start {
    pub(crate) size: Vec2,
    pub(crate) appearance: Appearance,
    pub(crate) change: Box<dyn FnOnce(&mut Launch)>,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            size: Vec2::new(1100.0, 720.0),
            appearance: Appearance {
                theme: egui::ThemePreference::Light,
                high_contrast: false,
                less_motion: true,
            },
            change: Box::new(|launch| {
                launch.known_relays = vec![RELAY.parse().expect("a relay")];
            }),
        }
    }
}

impl Start {
    pub(crate) fn go(self) -> Stage {
        let (events, heard) = mpsc::channel(16_384);
        let (says, commands) = mpsc::channel(64);
        let now = Arc::new(AtomicU64::new(NOW));
        let settings = Arc::new(Mutex::new(Vec::new()));

        let mut launch = Launch::new(says, heard, name("Quiet Otter"));
        let (clock, kept) = (Arc::clone(&now), Arc::clone(&settings));
        launch.clock = Clock::manual(move || clock.load(Ordering::Relaxed));
        launch.on_settings = Box::new(move |change| kept.lock().expect("no panic").push(change));
        launch.appearance = self.appearance;
        (self.change)(&mut launch);

        let theme = match self.appearance.theme {
            egui::ThemePreference::Dark => egui::Theme::Dark,
            _ => egui::Theme::Light,
        };
        let window = HarnessBuilder::default()
            .with_size(self.size)
            .with_theme(theme)
            // A page of GIFs that arrive one by one wants a frame for each, and then
            // comes to rest.
            .with_max_steps(120)
            .build_eframe(|cc| {
                theme::install(&cc.egui_ctx, launch.appearance);
                TincanApp::new(launch)
            });
        let mut stage = Stage {
            window,
            events,
            commands,
            now,
            settings,
        };
        stage.happens(EventKind::Ready);
        stage
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        Start::default().go()
    }

    /// In a room with Brave Heron.
    pub(crate) fn together() -> Self {
        let mut stage = Self::new();
        stage.meets();
        stage
    }

    pub(crate) fn meets(&mut self) {
        self.enters(RoomState::Connected {
            peer: name("Brave Heron"),
        });
        self.happens(path(PathKind::Direct, 23));
    }

    pub(crate) fn waits(&mut self) {
        self.enters(waiting(Some("47213"), false));
    }

    pub(crate) fn enters(&mut self, state: RoomState) {
        self.happens(EventKind::Room {
            room: RoomId(1),
            state,
            kept: false,
        });
    }

    pub(crate) fn happens(&mut self, kind: EventKind) {
        self.tell(None, kind);
        self.window.run();
    }

    /// Something happens that the next frame will hear of.
    pub(crate) fn tell(&self, re: Option<Tag>, kind: EventKind) {
        self.events.try_send(Event { re, kind }).expect("room");
    }

    pub(crate) fn refuses(&mut self, tag: Tag, error: CommandError) {
        self.tell(Some(tag), EventKind::Error(error));
        self.window.run();
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&mut self) -> Vec<Command> {
        self.asked_with_tags()
            .into_iter()
            .map(|(_, command)| command)
            .collect()
    }

    pub(crate) fn asked_with_tags(&mut self) -> Vec<(Option<Tag>, Command)> {
        std::iter::from_fn(|| self.commands.try_recv().ok()).collect()
    }

    pub(crate) fn settings(&self) -> Vec<SettingsChange> {
        self.settings.lock().expect("no panic").clone()
    }

    /// Lets the threads behind the window work until `done`.
    pub(crate) fn until<T>(&mut self, done: impl FnMut(&mut Self) -> Option<T>) -> T {
        until(self, |stage| &mut stage.window, done)
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).expect("not so long");
        self.now.fetch_add(ms, Ordering::Relaxed);
        self.window.run();
    }

    pub(crate) fn route(&self) -> Route {
        self.window.state().route()
    }

    /// Presses the button called `label`.
    pub(crate) fn press(&mut self, label: &str) {
        self.button(label).click();
        self.window.run();
    }

    /// Presses the one of several buttons called `label` that is in front.
    pub(crate) fn press_last(&mut self, label: &str) {
        let role = egui::accesskit::Role::Button;
        let buttons = self.window.query_all_by_role_and_label(role, label);
        buttons.last().expect("a button").click();
        self.window.run();
    }

    pub(crate) fn button<'a>(&'a self, label: &'a str) -> Node<'a> {
        self.window
            .get_by_role_and_label(egui::accesskit::Role::Button, label)
    }

    /// Goes on with Tab until what is called `label` has the keyboard; where it is.
    pub(crate) fn walk_to(&mut self, label: &str) -> egui::Rect {
        /// Steps after which it must have come.
        const MOST: usize = 100;
        for _ in 0..MOST {
            self.window.key_press(egui::Key::Tab);
            self.window.run();
            let found = self.window.query_by_label(label);
            if found.is_some_and(|node| node.is_focused()) {
                // It is brought into sight.
                self.window.run();
                return self.window.get_by_label(label).rect();
            }
        }
        panic!("no Tab leads to {label}");
    }

    /// Whether a text is shown that has `part` in it.
    pub(crate) fn shows(&self, part: &str) -> bool {
        self.window
            .query_all_by_label_contains(part)
            .next()
            .is_some()
    }

    /// Types into whatever has the keyboard.
    pub(crate) fn types(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    pub(crate) fn pastes(&mut self, text: &str) {
        self.window.event(egui::Event::Paste(text.to_owned()));
        self.window.run();
    }

    /// The person closes the window; what it answers.
    pub(crate) fn closes(&mut self) -> Vec<ViewportCommand> {
        let viewport = &mut self.window.input_mut().viewports;
        if let Some(root) = viewport.get_mut(&egui::ViewportId::ROOT) {
            root.events.push(egui::ViewportEvent::Close);
        }
        self.window.step();
        self.window_commands()
    }

    /// What the window system was told in the last frame.
    pub(crate) fn window_commands(&self) -> Vec<ViewportCommand> {
        let root = &self.window.output().viewport_output[&egui::ViewportId::ROOT];
        root.commands.clone()
    }

    /// What was put on the clipboard in the last frame.
    pub(crate) fn copied(&self) -> Option<String> {
        let commands = &self.window.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }
}

/// Lets the threads behind the `window` of something work until it is `done`.
pub(crate) fn until<S, T>(
    of: &mut S,
    window: fn(&mut S) -> &mut Harness<'static, TincanApp>,
    mut done: impl FnMut(&mut S) -> Option<T>,
) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        window(of).step();
        if let Some(done) = done(of) {
            return done;
        }
        if Instant::now() >= deadline {
            panic!("it does not come: {:#?}", window(of).root());
        }
        // They tell nobody else when they are done.
        thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn name(text: &str) -> DisplayName {
    text.parse().expect("a name")
}

pub(crate) fn waiting(code: Option<&str>, ask: bool) -> RoomState {
    let link: InviteLink = LINK.parse().expect("a link");
    RoomState::Waiting {
        code: code.map(|code| CurrentCode {
            code: code.parse().expect("a code"),
            until: NOW + 8 * 60_000,
        }),
        link,
        ask,
    }
}

pub(crate) fn path(kind: PathKind, rtt_ms: u64) -> EventKind {
    EventKind::Path(Path {
        kind,
        transport: Transport::Quic,
        rtt: Some(Duration::from_millis(rtt_ms)),
        why: None,
    })
}

pub(crate) fn message(mine: bool, number: u64, text: &str) -> EventKind {
    EventKind::Message(Message {
        id: id(mine, number),
        mine,
        text: text.to_owned(),
        at: NOW,
        reply_to: None,
        with: None,
        edited: false,
        deleted: false,
    })
}

pub(crate) fn receipt(number: u64, state: Delivery) -> EventKind {
    EventKind::Receipt {
        message: id(true, number),
        state,
    }
}

pub(crate) fn id(mine: bool, number: u64) -> MessageId {
    MessageId {
        side: if mine { Side::Host } else { Side::Guest },
        number,
    }
}

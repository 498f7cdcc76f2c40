//! What was handed over in a kept room, seen again after a restart: by the thread
//! that has the database, and in a window before it.

use std::{fs, path::Path, time::Duration};

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::{Harness, HarnessBuilder, kittest::Queryable};
use tincan::ui::{
    Launch, TincanApp,
    theme::{self, Appearance},
};
use tincan_net::{
    Bytes, Command, Direction, Event, EventKind, ExportFormat, Past, PastTransfer, RoomsCommand,
    Side, Transfer, TransferId, TransferKind, TransferState,
};
use tincan_pictures::{Pixels, Size, encode_png, inspect, preview};
use tincan_store::{Author, Ended, Entry, Handed, Item, Kind, MAX_PREVIEW_BYTES, State};
use tokio::{runtime::Runtime, time::timeout};

use super::{
    profile::{self, Profile},
    stage::{self, NOW, name},
};

fn said(author: Author, number: u64, text: &str, with: Option<u64>) -> Item {
    Item::Said(Entry {
        author,
        number,
        at: NOW - 600_000 + number,
        text: text.to_owned(),
        reply_to: None,
        with,
        edited: false,
        deleted: false,
        state: State::Read,
        reactions: Vec::new(),
    })
}

fn handed(number: u64, name: &str, kind: Kind, path: Option<&Path>) -> Handed {
    Handed {
        author: Author::Peer,
        number,
        at: NOW - 600_000 + number,
        name: name.to_owned(),
        size: 1_200_000,
        kind,
        ended: Some(Ended::Done),
        reason: None,
        path: path.map(Into::into),
        preview: None,
    }
}

/// A picture of 800 by 500 points.
fn sunset() -> Vec<u8> {
    let size = Size::new(800, 500);
    let point = |at: u64| [255, (at / 800 / 2) as u8, 40, 255];
    let rgba = (0..size.pixels()).flat_map(point).collect();
    encode_png(&Pixels { size, rgba }).expect("a picture")
}

fn id(number: u64) -> TransferId {
    TransferId {
        side: Side::Guest,
        number,
    }
}

fn transfer(number: u64, name: &str, kind: TransferKind, state: TransferState) -> Transfer {
    Transfer {
        id: id(number),
        direction: Direction::In,
        name: name.to_owned(),
        size: 9000,
        kind,
        state,
        reason: None,
        done_bytes: 9000,
        bytes_per_s: 0,
        left: None,
        bytes: None,
    }
}

/// The room of a profile, with who asks for it.
struct Opened {
    profile: Profile,
    /// What was there when it was opened.
    past: Vec<Past>,
}

impl Opened {
    async fn of(folder: &Path, runtime: &Runtime) -> Self {
        let mut opened = Self {
            profile: profile::start(folder, runtime.handle()),
            past: Vec::new(),
        };
        opened.ask(RoomsCommand::List);
        let rooms = opened
            .answer(|kind| match kind {
                EventKind::Rooms(rooms) => Some(rooms),
                _ => None,
            })
            .await;
        opened.ask(RoomsCommand::Open(rooms[0].room));
        opened.past = opened
            .answer(|kind| match kind {
                EventKind::History(history) => Some(history.items),
                _ => None,
            })
            .await;
        opened
    }

    fn ask(&self, command: RoomsCommand) {
        assert!(self.profile.front.send(None, Command::Rooms(command)));
    }

    async fn answer<T>(&mut self, mut wanted: impl FnMut(EventKind) -> Option<T>) -> T {
        loop {
            let event = timeout(Duration::from_secs(30), self.profile.events.recv()).await;
            match event.expect("in time").expect("an event").kind {
                EventKind::Error(error) => panic!("{error}"),
                kind => {
                    if let Some(found) = wanted(kind) {
                        return found;
                    }
                }
            }
        }
    }

    /// A transfer began, came further, or ended, and that is shown.
    async fn happens(&mut self, transfer: Transfer) {
        let kind = EventKind::Transfer(transfer.clone());
        let event = Event { re: None, kind };
        self.profile.happens.send(event).await.expect("it is open");
        self.answer(|kind| match kind {
            EventKind::Transfer(shown) => (shown == transfer).then_some(()),
            _ => None,
        })
        .await;
    }

    async fn small_picture(&mut self, number: u64) -> Option<Bytes> {
        self.ask(RoomsCommand::Preview(id(number)));
        self.answer(|kind| match kind {
            EventKind::Preview { picture, .. } => Some(picture),
            _ => None,
        })
        .await
    }

    /// As when the app ends.
    async fn end(self) {
        let Profile {
            front,
            events,
            keeper,
            happens,
        } = self.profile;
        drop((front, happens));
        let ended = tokio::task::spawn_blocking(move || {
            keeper.end();
            drop(events);
        });
        ended.await.expect("it ends");
    }
}

fn files(past: &[Past]) -> Vec<&PastTransfer> {
    let file = |past: &'_ Past| matches!(past, Past::Handed(_));
    let files = past.iter().filter(|past| file(past));
    files
        .map(|past| match past {
            Past::Handed(handed) => handed,
            Past::Said(said) => panic!("{said:?}"),
        })
        .collect()
}

#[test]
fn what_is_handed_over_is_kept_as_it_ended_with_a_small_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let talk = [said(Author::Me, 1, "look", None)];
    profile::keep(&mut profile::store(folder.path()), 1, NOW, &talk);
    let runtime = Runtime::new().expect("a runtime");
    let saved = folder.path().join("map.pdf");
    runtime.block_on(async {
        let mut room = Opened::of(folder.path(), &runtime).await;
        let (file, image) = (TransferKind::File, TransferKind::Image);
        for state in [TransferState::Offered, TransferState::Running] {
            room.happens(transfer(1, "lake.png", image, state)).await;
        }
        let path = Some(saved.clone());
        let done = TransferState::Done { path };
        room.happens(transfer(2, "map.pdf", file, done)).await;
        room.happens(transfer(3, "no.zip", file, TransferState::Declined))
            .await;
        room.happens(transfer(4, "never.zip", file, TransferState::Offered))
            .await;
        let seen = Transfer {
            bytes: Some(sunset().into()),
            ..transfer(1, "lake.png", image, TransferState::Done { path: None })
        };
        room.happens(seen).await;
        // It is made beside all else.
        let mut small = None;
        while small.is_none() {
            small = room.small_picture(1).await;
        }
        room.end().await;
    });
    runtime.block_on(async {
        let mut room = Opened::of(folder.path(), &runtime).await;
        let names: Vec<(u64, &str, &str)> = files(&room.past)
            .iter()
            .map(|one| {
                let transfer = &one.transfer;
                let state = transfer.state.as_str();
                (transfer.id.number, transfer.name.as_str(), state)
            })
            .collect();
        assert_eq!(
            names,
            [
                (1, "lake.png", "done"),
                (2, "map.pdf", "done"),
                (3, "no.zip", "declined"),
                (4, "never.zip", "failed"),
            ]
        );
        let lake = files(&room.past)[0];
        assert_eq!(lake.preview, Some((640, 400)));
        let path = Some(saved);
        let map = &files(&room.past)[1].transfer.state;
        assert_eq!(*map, TransferState::Done { path });
        let small = room.small_picture(1).await.expect("it is kept");
        assert!(small.len() <= MAX_PREVIEW_BYTES);
        assert_eq!(inspect(&small).unwrap().size, Size::new(640, 400));
        assert_eq!(room.small_picture(2).await, None);

        room.ask(RoomsCommand::Search {
            words: "LAKE".to_owned(),
            before: None,
        });
        let found = room
            .answer(|kind| match kind {
                EventKind::Found(found) => Some(found.items),
                _ => None,
            })
            .await;
        assert_eq!(files(&found)[0].transfer.name, "lake.png");

        let out = folder.path().join("out.json");
        room.ask(RoomsCommand::Export {
            room: None,
            me: name("Quiet Otter"),
            file: out.clone(),
            format: ExportFormat::Json,
        });
        room.answer(|kind| matches!(kind, EventKind::Exported(_)).then_some(()))
            .await;
        let json = fs::read_to_string(out).unwrap();
        assert!(json.contains("map.pdf") && json.contains("\"declined\""));

        room.ask(RoomsCommand::Clear(None));
        room.answer(|kind| matches!(kind, EventKind::Cleared).then_some(()))
            .await;
        assert_eq!(room.small_picture(1).await, None);
        room.end().await;
        let room = Opened::of(folder.path(), &runtime).await;
        assert_eq!(room.past, []);
        room.end().await;
    });
}

/// A window on the profile, until it shows something called so.
struct Window {
    window: Harness<'static, TincanApp>,
    // Ends after the window.
    _runtime: Runtime,
    _happens: tokio::sync::mpsc::Sender<Event>,
}

impl Window {
    fn on(folder: &Path) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let Profile {
            front,
            events,
            keeper: _,
            happens,
        } = profile::start(folder, runtime.handle());
        let launch = Launch::new(front, events, name("Quiet Otter"));
        let window = HarnessBuilder::default()
            .with_size(Vec2::new(1100.0, 900.0))
            .with_max_steps(120)
            .build_eframe(move |cc| {
                theme::install(&cc.egui_ctx, Appearance::default());
                TincanApp::new(launch)
            });
        let kind = EventKind::Ready;
        happens.try_send(Event { re: None, kind }).expect("room");
        let mut window = Self {
            window,
            _runtime: runtime,
            _happens: happens,
        };
        window.until(|window| window.shows("Open Room 1"));
        window.press("Open Room 1");
        window
    }

    fn until(&mut self, mut done: impl FnMut(&Self) -> bool) {
        stage::until(self, |of| &mut of.window, |of| done(of).then_some(()));
    }

    fn shows(&self, part: &str) -> bool {
        let mut all = self.window.query_all_by_label_contains(part);
        all.next().is_some()
    }

    fn press(&mut self, label: &str) {
        let button = self.window.get_by_role_and_label(Role::Button, label);
        button.click();
        self.window.step();
    }

    fn size_of(&self, label: &str) -> Option<Vec2> {
        let node = self.window.query_by_role_and_label(Role::Button, label)?;
        Some(node.rect().size())
    }
}

/// Keeps a room in which this was said and handed over; the first thing that the peer
/// handed over is the sunset.
fn keep(profile: &Path, talk: &[Item]) {
    let mut store = profile::store(profile);
    let room = profile::keep(&mut store, 1, NOW, talk);
    let small = preview(&sunset(), MAX_PREVIEW_BYTES).expect("a picture");
    let size = (small.size.width, small.size.height);
    let first = (Author::Peer, 1);
    store
        .set_preview(room, first, size, &small.file)
        .expect("it is kept");
}

#[test]
fn pictures_are_seen_again_and_files_say_whether_they_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path().join("hut.pdf");
    fs::write(&here, "the way").expect("space");
    let gone = folder.path().join("gone.pdf");
    let talk = [
        said(Author::Peer, 1, "The evening we came", Some(1)),
        Item::Handed(handed(1, "lake.jpg", Kind::Image, None)),
        said(Author::Me, 1, "Lovely!", None),
        Item::Handed(handed(2, "hut.pdf", Kind::File, Some(&here))),
        Item::Handed(handed(3, "gone.pdf", Kind::File, Some(&gone))),
        Item::Handed(handed(4, "unseen.jpg", Kind::Image, None)),
    ];
    keep(folder.path(), &talk);
    let mut window = Window::on(folder.path());
    let picture = "Picture from Brave Heron";
    window.until(|window| window.size_of(picture).is_some());
    let size = window.size_of(picture).expect("it is there");
    assert_eq!(size, Vec2::new(320.0, 200.0), "at once as large as it is");
    window.until(|window| window.shows("gone.pdf: No longer where it was saved"));
    assert!(window.shows("hut.pdf: Checked and complete"));
    assert!(window.shows("unseen.jpg: Seen, but not saved"));
    let shows = window
        .window
        .query_all_by_role_and_label(Role::Button, "Show");
    assert_eq!(shows.count(), 1, "of the one that is there");
    // Words and the picture that came with them are one.
    let words = window
        .window
        .get_by_label("Brave Heron: The evening we came");
    let place = window.window.get_by_role_and_label(Role::Button, picture);
    assert!(words.rect().contains_rect(place.rect()));
    assert!(!window.shows("with a picture or file"));

    window.press(picture);
    window.until(|window| window.shows("only this small picture of it is kept"));
    window.until(|window| window.shows("Close picture"));
    assert!(
        !window.shows("Save to downloads"),
        "there is nothing to save"
    );
    window.press("Close picture");

    window
        .window
        .key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.window.step();
    window.window.step();
    window.window.event(egui::Event::Text("GONE".to_owned()));
    window.until(|window| window.shows(": gone.pdf"));
}

#[test]
fn a_picture_whose_file_is_there_is_looked_at_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path().join("sunset.png");
    fs::write(&here, sunset()).expect("space");
    let talk = [Item::Handed(handed(
        1,
        "sunset.png",
        Kind::Image,
        Some(&here),
    ))];
    keep(folder.path(), &talk);
    let mut window = Window::on(folder.path());
    let picture = "Picture from Brave Heron";
    window.until(|window| window.size_of(picture).is_some());
    window.press(picture);
    window.until(|window| window.shows("Close picture"));
    assert!(window.shows("Show in folder"));
    assert!(!window.shows("only this small picture"));
}

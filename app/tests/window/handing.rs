use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tempfile::TempDir;
use tincan::desktop::{Choose, Desktop};
use tincan_net::{
    Bytes, Command, CommandError, Content, Direction, EventKind, Side, Transfer, TransferId,
    TransferKind, TransferReason, TransferState, Who, Words,
};
use tincan_pictures::{Pixels, Size, encode_png};

use super::stage::{self, Stage, Start, message};

const SECRET: &[u8] = b"PLANTED-SECRET";
const GIF: &[u8] = include_bytes!("../../../pictures/tests/files/moving.gif");

/// The person at the dialogs, and what they have on the clipboard.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) chooses: Mutex<Vec<PathBuf>>,
    copied: Mutex<Option<Pixels>>,
    files: Mutex<Vec<PathBuf>>,
    shown: Mutex<Vec<PathBuf>>,
    pub(crate) opened: Mutex<Vec<String>>,
    pub(crate) said: Mutex<Option<String>>,
}

impl Desktop for Person {
    fn choose(&self, _what: Choose) -> Vec<PathBuf> {
        self.chooses.lock().expect("no panic").clone()
    }

    fn choose_new(&self, _name: &str) -> Option<PathBuf> {
        self.chooses.lock().expect("no panic").first().cloned()
    }

    fn open_link(&self, address: &str) -> bool {
        self.opened
            .lock()
            .expect("no panic")
            .push(address.to_owned());
        true
    }

    fn copied_files(&self) -> Vec<PathBuf> {
        self.files.lock().expect("no panic").clone()
    }

    fn copied_picture(&self) -> Option<Pixels> {
        self.copied.lock().expect("no panic").clone()
    }

    fn copy_picture(&self, picture: Pixels) -> bool {
        *self.copied.lock().expect("no panic") = Some(picture);
        true
    }

    fn copy_words(&self, words: &str) -> bool {
        *self.said.lock().expect("no panic") = Some(words.to_owned());
        true
    }

    fn show_folder_of(&self, file: &Path) -> bool {
        self.shown.lock().expect("no panic").push(file.to_owned());
        true
    }
}

struct Scene {
    stage: Stage,
    person: Arc<Person>,
    folder: TempDir,
}

impl Scene {
    fn new() -> Self {
        Self::of(Start::default())
    }

    fn of(start: Start) -> Self {
        let person = Arc::new(Person::default());
        let folder = TempDir::new().expect("a folder");
        let (desktop, downloads) = (Arc::clone(&person), folder.path().join("downloads"));
        let mut stage = Start {
            change: Box::new(move |launch| {
                launch.desktop = desktop;
                launch.downloads = downloads;
            }),
            ..start
        }
        .go();
        stage.meets();
        Self {
            stage,
            person,
            folder,
        }
    }

    /// A file called `name`.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).expect("space");
        path
    }

    fn chooses(&self, paths: &[PathBuf]) {
        *self.person.chooses.lock().expect("no panic") = paths.to_vec();
    }

    /// Lets the workers work until `done`.
    fn until<T>(&mut self, done: impl FnMut(&mut Stage) -> Option<T>) -> T {
        self.stage.until(done)
    }

    /// The next `count` things that are sent.
    fn sent(&mut self, count: usize) -> Vec<(Content, Option<TransferKind>)> {
        let mut sent = Vec::new();
        self.until(|stage| {
            for command in stage.asked() {
                if let Command::SendFile { content, kind, .. } = command {
                    sent.push((content, kind));
                }
            }
            (sent.len() >= count).then_some(())
        });
        assert_eq!(sent.len(), count);
        sent
    }

    fn waits_for(&mut self, words: &str) {
        self.until(|stage| stage.shows(words).then_some(()));
    }
}

/// A picture with words in it, as its file.
fn picture() -> Vec<u8> {
    let size = Size::new(60, 40);
    let rgba = vec![200; 60 * 40 * 4];
    let mut png = encode_png(&Pixels { size, rgba }).expect("a picture");
    // Behind the head: 13 bytes, framed by 12, after a signature of 8.
    let mut chunk = (SECRET.len() as u32 + 2).to_be_bytes().to_vec();
    chunk.extend(b"tEXtA\0");
    chunk.extend(SECRET);
    chunk.extend(crc(&chunk[4..]).to_be_bytes());
    png.splice(33..33, chunk);
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

fn tells(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|part| part == SECRET)
}

fn id(number: u64) -> TransferId {
    TransferId {
        side: Side::Guest,
        number,
    }
}

fn transfer(number: u64, direction: Direction, state: TransferState) -> Transfer {
    Transfer {
        id: id(number),
        direction,
        name: "lake-weekend.zip".to_owned(),
        size: 200_000_000,
        kind: TransferKind::File,
        state,
        reason: None,
        done_bytes: 142_000_000,
        bytes_per_s: 38_000_000,
        left: Some(Duration::from_millis(1526)),
        bytes: None,
    }
}

fn handed(number: u64, kind: TransferKind, bytes: &[u8]) -> EventKind {
    EventKind::Transfer(Transfer {
        name: "picture.png".to_owned(),
        size: bytes.len() as u64,
        kind,
        done_bytes: bytes.len() as u64,
        bytes: Some(Bytes::copy_from_slice(bytes)),
        ..transfer(number, Direction::In, TransferState::Done { path: None })
    })
}

#[test]
fn a_chosen_picture_goes_without_what_it_tells() {
    let mut scene = Scene::new();
    let path = scene.file("Ben on holiday.png", &picture());
    let words = scene.file("notes.txt", b"words");
    scene.chooses(&[path, words.clone()]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(2);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "picture.png");
    assert!(!tells(bytes));
    assert_eq!(sent[1], (Content::Path(words), Some(TransferKind::File)));
}

#[test]
fn whoever_wants_to_send_everything_is_told_so() {
    let mut scene = Scene::new();
    let path = scene.file("Ben on holiday.png", &picture());
    scene.chooses(std::slice::from_ref(&path));
    scene.stage.press("Send pictures or files");
    scene.stage.press("As files, with everything in them…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(path), Some(TransferKind::File)));

    scene.stage.press("Send pictures or files");
    assert!(scene.stage.shows("Pictures are sent without where, when"));
    let switch = |stage: &Stage| {
        let switch = stage
            .window
            .get_by_role_and_label(Role::CheckBox, "Remove location and camera data");
        switch.click();
    };
    switch(&scene.stage);
    scene.stage.window.run();
    assert!(
        scene
            .stage
            .shows("Pictures are sent with everything in them")
    );
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(1);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "Ben on holiday.png");
    assert!(tells(bytes));
    assert!(
        scene
            .stage
            .shows("Sent with everything that is in the file.")
    );
}

#[test]
fn what_is_dropped_is_counted_and_sent() {
    let mut scene = Scene::new();
    let paths = [
        scene.file("a.png", &picture()),
        scene.file("b.gif", GIF),
        scene.file("c.txt", &[0; 5000]),
    ];
    let held = |path: &PathBuf| egui::HoveredFile {
        path: Some(path.clone()),
        ..Default::default()
    };
    scene.stage.window.input_mut().hovered_files = paths.iter().map(held).collect();
    scene.waits_for("Drop to send");
    scene.waits_for("2 pictures, 1 file");
    let dropped = |path: &PathBuf| egui::DroppedFile {
        path: Some(path.clone()),
        ..Default::default()
    };
    scene.stage.window.input_mut().hovered_files.clear();
    scene.stage.window.input_mut().dropped_files = paths.iter().map(dropped).collect();
    let sent = scene.sent(3);
    let kinds: Vec<_> = sent.iter().map(|(_, kind)| kind.expect("a kind")).collect();
    assert_eq!(
        kinds,
        [TransferKind::Image, TransferKind::Gif, TransferKind::File]
    );
    assert!(!scene.stage.shows("Drop to send"));
}

#[test]
fn a_picture_is_pasted_and_words_are_words() {
    let mut scene = Scene::new();
    *scene.person.copied.lock().unwrap() = Some(Pixels {
        size: Size::new(5, 4),
        rgba: vec![9; 80],
    });
    // The window system keeps the key that goes down, and tells of words only.
    let comes_up = egui::Event::Key {
        key: Key::V,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    scene
        .stage
        .window
        .event(egui::Event::Paste("hi".to_owned()));
    scene.stage.window.event(comes_up.clone());
    scene.stage.window.run();
    scene.stage.window.event(comes_up);
    scene.waits_for("picture.png goes with your words");
    scene.stage.press("Send");
    let sent = scene.sent(1);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "picture.png");
    let pasted = tincan_pictures::decode(bytes, Size::new(9, 9)).unwrap();
    assert_eq!(pasted.size, Size::new(5, 4));
}

#[test]
fn copied_files_are_sent_and_not_pasted_as_their_names() {
    let mut scene = Scene::new();
    let file = scene.file("notes.txt", b"words");
    *scene.person.files.lock().unwrap() = vec![file.clone()];
    let name = format!("file://{}", file.display());
    scene.stage.pastes(&name);
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(file), Some(TransferKind::File)));
    // A path that only looks like it is pasted as it is.
    scene.person.files.lock().unwrap().clear();
    scene.stage.pastes("/etc/hostname is a file");
    scene.until(|stage| {
        let composer = stage
            .window
            .get_by_role_and_label(Role::MultilineTextInput, "Message");
        (composer.value().as_deref() == Some("/etc/hostname is a file")).then_some(())
    });
}

#[test]
fn what_cannot_be_shown_goes_as_a_file_and_says_so() {
    let mut scene = Scene::new();
    let avif = scene.file("a.avif", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf and more");
    scene.chooses(std::slice::from_ref(&avif));
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(avif), Some(TransferKind::File)));
    scene.waits_for("AVIF and HEIC cannot be shown");
    let folder = scene.folder.path().to_owned();
    scene.chooses(std::slice::from_ref(&folder));
    scene.stage.press("Send pictures or files");
    scene.stage.press("A folder…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(folder), Some(TransferKind::File)));
    scene.waits_for("What is in the folder goes as files");
}

#[test]
fn a_file_goes_into_the_folder_that_is_chosen() {
    let mut scene = Scene::new();
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    let folder = scene.folder.path().join("elsewhere");
    scene.chooses(std::slice::from_ref(&folder));
    scene.stage.press("Accept into another folder…");
    let chosen = scene.until(|stage| {
        stage.asked().into_iter().find_map(|command| match command {
            Command::AcceptFile { transfer, dir } => Some((transfer, dir)),
            _ => None,
        })
    });
    assert_eq!(chosen, (id(1), folder));
}

#[test]
fn a_file_asks_and_a_bead_tells_how_far_it_is() {
    let mut scene = Scene::new();
    let stage = &mut scene.stage;
    stage.happens(EventKind::Transfer(transfer(
        1,
        Direction::In,
        TransferState::Offered,
    )));
    assert!(stage.shows("lake-weekend.zip: 200 MB"));
    stage.press("Decline");
    assert!(matches!(stage.asked()[..], [Command::DeclineFile(of)] if of == id(1)));
    stage.press("Accept");
    let asked = stage.asked();
    let [Command::AcceptFile { transfer: of, dir }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*of, id(1));
    assert_eq!(*dir, scene.folder.path().join("downloads"));

    let running = transfer(1, Direction::In, TransferState::Running);
    stage.happens(EventKind::Transfer(running));
    assert!(stage.shows("lake-weekend.zip: 142 of 200 MB · 38 MB/s · 2 s left"));
    let bead = stage
        .window
        .get_by_role_and_label(Role::ProgressIndicator, "142 of 200 MB");
    assert!(bead.rect().width() > 300.0);
    stage.press("Pause");
    assert!(matches!(stage.asked()[..], [Command::Pause(of)] if of == id(1)));

    let state = TransferState::Paused(Who::Me);
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    stage.press("Resume");
    assert!(matches!(stage.asked()[..], [Command::Resume(of)] if of == id(1)));

    let state = TransferState::Paused(Who::Peer);
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    assert!(stage.shows("Paused by Brave Heron · 142 of 200 MB"));
    assert!(
        stage
            .window
            .query_by_role_and_label(Role::Button, "Resume")
            .is_none(),
        "only they can"
    );
    stage.press("Cancel");
    assert!(matches!(stage.asked()[..], [Command::Cancel(of)] if of == id(1)));

    let path = scene.folder.path().join("lake-weekend.zip");
    let state = TransferState::Done {
        path: Some(path.clone()),
    };
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    assert!(stage.shows("lake-weekend.zip: Checked and complete"));
    assert!(
        scene.person.shown.lock().unwrap().is_empty(),
        "not by itself"
    );
    stage.press("Show");
    let person = Arc::clone(&scene.person);
    scene.until(|_| (!person.shown.lock().unwrap().is_empty()).then_some(()));
    assert_eq!(*person.shown.lock().unwrap(), [path]);
}

#[test]
fn a_full_disk_says_what_to_do() {
    let mut scene = Scene::new();
    scene.stage.happens(EventKind::Transfer(Transfer {
        reason: Some(TransferReason::DiskFull),
        ..transfer(1, Direction::In, TransferState::Paused(Who::Me))
    }));
    assert!(
        scene
            .stage
            .shows("Your disk is full. Free 58 MB and go on.")
    );
    scene.stage.press("Go on");
    assert!(matches!(scene.stage.asked()[..], [Command::Resume(of)] if of == id(1)));
}

#[test]
fn a_refusal_is_told_until_it_was_read() {
    let mut scene = Scene::new();
    let path = scene.file("c.txt", b"words");
    scene.chooses(&[path]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let tag = scene.until(|stage| {
        let asked = stage.asked_with_tags();
        let sends = |(_, command): &&(_, Command)| matches!(command, Command::SendFile { .. });
        asked.iter().find(sends).and_then(|(tag, _)| *tag)
    });
    scene.stage.refuses(tag, CommandError::TooManyTransfers);
    assert!(scene.stage.shows("Too many files wait already."));
    scene.stage.press("OK");
    assert!(!scene.stage.shows("Too many files wait already."));
}

#[test]
fn everything_stands_in_the_order_in_which_it_happened() {
    let mut scene = Scene::new();
    scene.stage.happens(message(false, 1, "one"));
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    scene.stage.happens(message(false, 2, "two"));
    let top = |label: &str| {
        let node = scene.stage.window.get_by_label_contains(label);
        node.rect().top()
    };
    assert!(top("Heron: one") < top("lake-weekend.zip"));
    assert!(top("lake-weekend.zip") < top("Heron: two"));
}

#[test]
fn a_picture_is_shown_looked_at_copied_and_saved() {
    let mut scene = Scene::new();
    scene
        .stage
        .happens(handed(1, TransferKind::Image, &picture()));
    // Once it is there it is as large as it is.
    scene.until(|stage| {
        let rect = stage.button("Picture from Brave Heron").rect();
        (rect.width() == 60.0).then_some(())
    });
    scene.stage.press("Picture from Brave Heron");
    scene.waits_for("Zoom in");
    scene.stage.press("Zoom in");
    scene.stage.press("Fit the window");
    scene.stage.press("Copy picture");
    let person = Arc::clone(&scene.person);
    let copied = scene.until(|_| person.copied.lock().unwrap().clone());
    assert_eq!(copied.size, Size::new(60, 40));
    scene.stage.asked();
    scene.stage.press("Save to downloads");
    let asked = scene.stage.asked();
    assert!(
        matches!(&asked[..], [Command::AcceptFile { transfer, .. }] if *transfer == id(1)),
        "{asked:?}"
    );
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();
    assert!(!scene.stage.shows("Fit the window") && !scene.stage.shows("Zoom in"));
}

#[test]
fn a_damaged_picture_is_a_card_that_says_so() {
    let mut scene = Scene::new();
    let half = &picture()[..60];
    scene.stage.happens(handed(1, TransferKind::Image, half));
    scene.waits_for("picture.png: This picture is damaged.");
    scene.stage.happens(message(false, 1, "sorry"));
    assert!(scene.stage.shows("Heron: sorry"));
}

#[test]
fn what_moves_rests_when_nobody_looks() {
    let mut start = Start::default();
    start.appearance.less_motion = false;
    let mut scene = Scene::of(start);
    scene.stage.happens(handed(1, TransferKind::Gif, GIF));
    let delay = |stage: &Stage| {
        let output = &stage.window.output().viewport_output[&egui::ViewportId::ROOT];
        output.repaint_delay
    };
    // Frame after frame goes to the graphics card, more than there are.
    let mut frames = 0;
    scene.until(|stage| {
        frames += usize::from(!stage.window.output().textures_delta.set.is_empty());
        (frames > 6).then_some(())
    });
    scene.stage.window.input_mut().focused = false;
    scene.until(|stage| (delay(stage) == Duration::MAX).then_some(()));
    scene.stage.window.input_mut().focused = true;
    scene.until(|stage| (delay(stage) < Duration::MAX).then_some(()));
}

#[test]
fn a_narrow_window_has_room_for_it_all() {
    let mut scene = Scene::of(Start {
        size: Vec2::new(400.0, 700.0),
        ..Start::default()
    });
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    scene
        .stage
        .happens(handed(2, TransferKind::Image, &picture()));
    for label in ["Accept", "Decline", "Picture from Brave Heron", "Send"] {
        let rect = scene.stage.button(label).rect();
        assert!(
            rect.left() >= 8.0 && rect.right() <= 392.0,
            "{label}: {rect}"
        );
    }
}

/// The next thing that is sent, and what is said with it.
fn sent_with(scene: &mut Scene) -> (Option<tincan_net::Tag>, String, Option<Words>) {
    scene.until(|stage| {
        let asked = stage.asked_with_tags();
        asked.into_iter().find_map(|(tag, command)| match command {
            Command::SendFile { content, words, .. } => {
                let name = match content {
                    Content::Path(path) => path.display().to_string(),
                    Content::Memory { name, .. } => name,
                };
                Some((tag, name, words))
            }
            _ => None,
        })
    })
}

fn composed(stage: &Stage) -> Option<String> {
    stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message")
        .value()
}

#[test]
fn what_is_chosen_while_one_writes_goes_with_the_words() {
    let mut scene = Scene::new();
    let paths = [
        scene.file("a.png", &picture()),
        scene.file("b.txt", b"words"),
    ];
    scene.stage.types("the lake");
    scene.chooses(&paths);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("2 files and pictures go with your words");
    let asked = scene.stage.asked();
    let sends = |command: &Command| matches!(command, Command::SendFile { .. });
    assert!(!asked.iter().any(sends), "not before they are sent");
    // One can think better of it.
    scene.stage.press("Do not send");
    assert!(!scene.stage.shows("go with your words"));
    scene.chooses(&paths[..1]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("picture.png goes with your words");
    scene.stage.press("Send");
    let (tag, name, words) = sent_with(&mut scene);
    let text = "the lake".to_owned();
    let reply_to = None;
    assert_eq!(
        (name.as_str(), words),
        ("picture.png", Some(Words { text, reply_to }))
    );
    assert_eq!(composed(&scene.stage).as_deref(), Some(""));
    // What is not taken comes back.
    let tag = tag.expect("a tag");
    scene.stage.refuses(tag, CommandError::TooManyTransfers);
    assert_eq!(composed(&scene.stage).as_deref(), Some("the lake"));
    assert!(scene.stage.shows("Too many files wait already."));
}

#[test]
fn an_answer_takes_a_picture_along_and_an_edit_does_not() {
    let mut scene = Scene::new();
    scene.stage.happens(message(false, 1, "where were you?"));
    scene.stage.happens(message(true, 1, "at the lake"));
    let path = scene.file("b.txt", b"words");
    scene.chooses(std::slice::from_ref(&path));
    // Nothing is written: it goes at once.
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let (_, name, words) = sent_with(&mut scene);
    assert_eq!((name, words), (path.display().to_string(), None));
    // Other words for what was said take nothing along.
    let composer = scene
        .stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message");
    composer.click();
    scene.stage.window.run();
    scene.stage.window.key_press(Key::ArrowUp);
    scene.stage.window.run();
    let was = "at the lake".to_owned();
    assert_eq!(composed(&scene.stage), Some(was));
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let (_, _, words) = sent_with(&mut scene);
    assert_eq!(words, None);
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();

    let question = scene
        .stage
        .window
        .get_by_label("Brave Heron: where were you?");
    let at = question.rect().center();
    scene.stage.window.event(egui::Event::PointerMoved(at));
    scene.stage.window.run();
    scene.stage.press("Reply");
    scene.stage.types("here");
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("b.txt goes with your words");
    scene.stage.press("Send");
    let (_, _, words) = sent_with(&mut scene);
    let (text, reply_to) = ("here".to_owned(), Some(stage::id(false, 1)));
    assert_eq!(words, Some(Words { text, reply_to }));
}

fn caption(number: u64, text: &str, with: u64) -> EventKind {
    let EventKind::Message(message) = message(false, number, text) else {
        unreachable!("words")
    };
    EventKind::Message(tincan_net::Message {
        with: Some(id(with)),
        ..message
    })
}

#[test]
fn a_picture_and_its_words_are_one_bubble() {
    let mut scene = Scene::new();
    scene.stage.happens(caption(1, "look", 1));
    assert!(scene.stage.shows("Heron: look"));
    scene
        .stage
        .happens(handed(1, TransferKind::Image, &picture()));
    scene.until(|stage| {
        let rect = stage.button("Picture from Brave Heron").rect();
        (rect.width() == 60.0).then_some(())
    });
    let bubble = |stage: &Stage| stage.window.get_by_label("Brave Heron: look").rect();
    let picture = scene.stage.button("Picture from Brave Heron").rect();
    let around = bubble(&scene.stage);
    assert!(
        around.contains_rect(picture.expand(3.0)),
        "{around} {picture}"
    );
    assert_eq!(picture.min - around.min, Vec2::splat(4.0));
    // Looked at, answered, and changed as others are.
    scene.stage.press("Picture from Brave Heron");
    scene.waits_for("Zoom in");
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();
    scene.stage.happens(EventKind::Message(tincan_net::Message {
        id: stage::id(false, 1),
        mine: false,
        text: "look here".to_owned(),
        at: stage::NOW,
        reply_to: None,
        with: Some(id(1)),
        edited: true,
        deleted: false,
    }));
    let around = scene.stage.window.get_by_label("Brave Heron: look here");
    let picture = scene.stage.button("Picture from Brave Heron").rect();
    assert!(around.rect().contains_rect(picture));
    scene.stage.happens(EventKind::Changed {
        message: stage::id(false, 1),
        mine: false,
        text: None,
    });
    assert!(!scene.stage.shows("Heron: look"));
    scene.stage.button("Picture from Brave Heron");
}

#[test]
fn words_of_what_is_not_here_say_so() {
    let mut scene = Scene::new();
    scene.stage.happens(caption(1, "look", 7));
    let bare = scene.stage.window.get_by_label("Brave Heron: look").rect();
    // A file comes later into the same bubble.
    let offered = transfer(7, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    let around = scene.stage.window.get_by_label("Brave Heron: look").rect();
    assert!(around.height() > bare.height() + 60.0, "{around} {bare}");
    let card = scene.stage.window.get_by_label_contains("lake-weekend.zip");
    assert!(around.contains_rect(card.rect()));
    scene.stage.press("Accept");
    let asked = scene.stage.asked();
    assert!(
        matches!(&asked[..], [.., Command::AcceptFile { transfer, .. }] if *transfer == id(7)),
        "{asked:?}"
    );
}

//! Files and pictures that are handed over.

mod captions;
mod offers;
mod pictures;
mod sending;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use tempfile::TempDir;
use tincan::desktop::{Choose, Desktop};
use tincan_net::{
    Bytes, Command, Content, Direction, EventKind, Side, Transfer, TransferId, TransferKind,
    TransferState,
};
use tincan_pictures::{Pixels, Size, encode_png};

use super::stage::{Stage, Start};

pub(super) const SECRET: &[u8] = b"PLANTED-SECRET";
pub(super) const GIF: &[u8] = include_bytes!("../../../../pictures/tests/files/moving.gif");

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

pub(super) struct Scene {
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
pub(super) fn picture() -> Vec<u8> {
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

pub(super) fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

pub(super) fn tells(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|part| part == SECRET)
}

pub(super) fn id(number: u64) -> TransferId {
    TransferId {
        side: Side::Guest,
        number,
    }
}

pub(super) fn transfer(number: u64, direction: Direction, state: TransferState) -> Transfer {
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

pub(super) fn handed(number: u64, kind: TransferKind, bytes: &[u8]) -> EventKind {
    EventKind::Transfer(Transfer {
        name: "picture.png".to_owned(),
        size: bytes.len() as u64,
        kind,
        done_bytes: bytes.len() as u64,
        bytes: Some(Bytes::copy_from_slice(bytes)),
        ..transfer(number, Direction::In, TransferState::Done { path: None })
    })
}

//! A profile in a folder of its own.

use std::{fs, path::Path};

use tempfile::TempDir;
use tincan_store::{
    About, Author, Entry, Handed, Item, Keys, Kind, ProfileKey, RoomNumber, State, Store,
};

/// A folder whose key is in a file, as on a machine without a keyring.
pub(crate) fn profile() -> TempDir {
    let directory = tempfile::tempdir().expect("a profile");
    with_key(directory.path(), [7; 32]);
    directory
}

/// Puts a key into a profile.
pub(crate) fn with_key(directory: &Path, key: [u8; 32]) {
    fs::write(directory.join("key"), key).expect("a profile");
    fs::write(directory.join("key-place"), "file\n").expect("a profile");
}

pub(crate) fn open(directory: &Path) -> Store {
    Store::open(directory, key(directory)).expect("a profile")
}

pub(crate) fn key(directory: &Path) -> ProfileKey {
    ProfileKey::find_or_make(directory).expect("a profile")
}

pub(crate) fn keys(n: u8) -> Keys {
    Keys {
        secret: [n; 32],
        ours: [n + 1; 32],
        theirs: [n + 2; 32],
    }
}

pub(crate) fn about(peer: &str, last_at: u64) -> About {
    About {
        name: None,
        peer: peer.to_owned(),
        last_at,
        verified: false,
        read: 0,
        id: 1,
        host: true,
        relays: Vec::new(),
        safety: None,
        they_read: 0,
        settled: 0,
        newest: (0, 0),
    }
}

pub(crate) fn room(store: &mut Store) -> RoomNumber {
    let about = about("Brave Heron", 1);
    store.keep(b"link", &keys(1), &about).expect("a profile")
}

pub(crate) fn entry(author: Author, number: u64, text: &str) -> Entry {
    Entry {
        author,
        number,
        at: 1_700_000_000_000 + number,
        text: text.to_owned(),
        reply_to: None,
        with: None,
        edited: false,
        deleted: false,
        state: State::Sent,
        reactions: Vec::new(),
    }
}

/// A picture that is still on its way.
pub(crate) fn handed(author: Author, number: u64, name: &str) -> Handed {
    Handed {
        author,
        number,
        at: 1_700_000_000_000 + number,
        name: name.to_owned(),
        size: 4096,
        kind: Kind::Image,
        ended: None,
        reason: None,
        path: None,
        preview: None,
    }
}

/// Keeps messages.
pub(crate) fn say(store: &mut Store, room: RoomNumber, said: &[Entry]) {
    let items: Vec<Item> = said.iter().cloned().map(Item::Said).collect();
    store.write(room, &items).expect("they are kept");
}

/// What is said in a message.
pub(crate) fn said(item: &Item) -> &Entry {
    match item {
        Item::Said(entry) => entry,
        Item::Handed(handed) => panic!("{handed:?}"),
    }
}

/// Whether any file of the profile has these bytes in it.
pub(crate) fn on_disk(directory: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(directory).expect("a profile").any(|file| {
        let contents = fs::read(file.expect("a profile").path()).expect("a profile");
        contents.windows(bytes.len()).any(|window| window == bytes)
    })
}

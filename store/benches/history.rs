//! How long a long history takes: `cargo bench --package tincan-store`.

use std::{fs, path::Path, time::Instant};

use tincan_store::{About, Author, Entry, Item, Keys, ProfileKey, State, Store};

const MESSAGES: u64 = 100_000;

fn main() {
    let profile = tempfile::tempdir().expect("a folder");
    fs::write(profile.path().join("key"), [7; 32]).expect("a key");
    fs::write(profile.path().join("key-place"), "file\n").expect("its place");
    let room = {
        let mut store = open(profile.path());
        for n in 0..500_u32 {
            store
                .keep(&n.to_be_bytes(), &keys(), &about())
                .expect("kept");
        }
        let room = store.keep(b"long", &keys(), &about()).expect("kept");
        let text = "Some words, about as many as people say at a time, and then a few more.";
        let said: Vec<Item> = (1..=MESSAGES)
            .map(|number| Item::Said(entry(Author::Peer, number, text)))
            .collect();
        let start = Instant::now();
        for part in said.chunks(1000) {
            store.write(room, part).expect("written");
        }
        println!(
            "write {MESSAGES} messages, 1000 at a time: {:?}",
            start.elapsed()
        );
        let start = Instant::now();
        for number in 1..=100 {
            store
                .write(room, &[Item::Said(entry(Author::Me, number, text))])
                .expect("written");
        }
        println!(
            "write one, safe from a power cut: {:?}",
            start.elapsed() / 100
        );
        room
    };
    let start = Instant::now();
    let store = open(profile.path());
    println!("open: {:?}", start.elapsed());
    let start = Instant::now();
    println!(
        "list {} rooms: {:?}",
        store.rooms().expect("rooms").len(),
        start.elapsed()
    );
    let start = Instant::now();
    let page = store.page(room, None, 200).expect("a page");
    println!("newest {}: {:?}", page.len(), start.elapsed());
    let start = Instant::now();
    let (mut before, mut parts) = (None, 0);
    loop {
        let found = store.search(room, "nowhere", before).expect("a part");
        parts += 1;
        before = found.before;
        if before.is_none() {
            break;
        }
    }
    println!("search all, in {parts} parts: {:?}", start.elapsed());
}

fn open(profile: &Path) -> Store {
    let key = ProfileKey::find_or_make(profile).expect("a key");
    Store::open(profile, key).expect("open")
}

fn keys() -> Keys {
    Keys {
        secret: [1; 32],
        ours: [2; 32],
        theirs: [3; 32],
    }
}

fn about() -> About {
    About {
        name: None,
        peer: "Brave Heron".to_owned(),
        last_at: 1,
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

fn entry(author: Author, number: u64, text: &str) -> Entry {
    Entry {
        author,
        number,
        at: number,
        text: text.to_owned(),
        reply_to: None,
        with: None,
        edited: false,
        deleted: false,
        state: State::Sent,
        reactions: Vec::new(),
    }
}

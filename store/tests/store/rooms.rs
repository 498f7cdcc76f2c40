//! Kept rooms: found again, renamed, forgotten without a trace.

use crate::common::{about, entry, keys, on_disk, open, profile, say};
use tincan_store::{About, Author, StoreError};

#[test]
fn rooms_are_found_by_their_link_and_come_latest_first() {
    let profile = profile();
    let (first, second) = {
        let mut store = open(profile.path());
        let first = store
            .keep(b"one", &keys(1), &about("Brave Heron", 5))
            .unwrap();
        let second = store
            .keep(b"two", &keys(9), &about("Calm Badger", 7))
            .unwrap();
        let again = store
            .keep(b"one", &keys(20), &about("Somebody", 1))
            .unwrap();
        assert_eq!(again, first, "it stays as it is");
        (first, second)
    };
    let mut store = open(profile.path());
    assert_eq!(store.find_room(b"two").unwrap(), Some(second));
    assert_eq!(store.find_room(b"three").unwrap(), None);
    assert!(store.keys(first).unwrap() == keys(1));
    let order = |store: &tincan_store::Store| -> Vec<_> {
        let rooms = store.rooms().unwrap();
        rooms
            .into_iter()
            .map(|kept| (kept.room, kept.about.name))
            .collect()
    };
    assert_eq!(order(&store), [(second, None), (first, None)]);
    let renamed = About {
        name: Some("The lake".to_owned()),
        ..about("Brave Heron", 9)
    };
    store.set_about(first, &renamed).unwrap();
    assert_eq!(store.about(first).unwrap(), renamed);
    assert_eq!(order(&store)[0], (first, Some("The lake".to_owned())));
}

#[test]
fn nothing_can_be_read_from_the_files_and_nothing_is_left_of_a_forgotten_room() {
    let profile = profile();
    let mut store = open(profile.path());
    let heron = about("Brave Heron", 5);
    let room = store
        .keep(b"the secret of a link", &keys(100), &heron)
        .unwrap();
    let other = store
        .keep(b"other", &keys(1), &about("Calm Badger", 5))
        .unwrap();
    for number in 1..200 {
        let said = entry(Author::Peer, number, "a word in confidence");
        say(&mut store, room, &[said]);
    }
    for secret in [
        b"Brave Heron".as_slice(),
        &[100; 32],
        b"confidence",
        b"secret of a link",
    ] {
        assert!(!on_disk(profile.path(), secret));
    }
    let sealed = {
        let file = std::fs::read(profile.path().join("rooms.sqlite-wal")).unwrap();
        // Somewhere in the middle of what is sealed.
        file[file.len() / 2..][..24].to_vec()
    };
    store.forget(room).unwrap();
    assert!(matches!(store.about(room), Err(StoreError::NoSuchRoom)));
    assert!(matches!(store.forget(room), Err(StoreError::NoSuchRoom)));
    assert_eq!(store.find_room(b"the secret of a link").unwrap(), None);
    assert!(!on_disk(profile.path(), &sealed), "not even sealed");
    assert_eq!(store.rooms().unwrap().len(), 1);
    let next = store
        .keep(b"next", &keys(1), &about("Quiet Otter", 5))
        .unwrap();
    assert!(
        next != room && next != other,
        "numbers are never given twice"
    );
}

#[test]
fn blocked_keys_are_known_again() {
    let profile = profile();
    let mut store = open(profile.path());
    store.block(&[3; 32], "Rude Magpie").unwrap();
    store.block(&[4; 32], "Loud Goose").unwrap();
    assert!(store.is_blocked(&[3; 32]).unwrap() && !store.is_blocked(&[5; 32]).unwrap());
    let names: Vec<String> = store.blocked().unwrap().into_iter().map(|b| b.1).collect();
    assert_eq!(names, ["Loud Goose", "Rude Magpie"]);
    store.unblock(&[3; 32]).unwrap();
    assert!(!store.is_blocked(&[3; 32]).unwrap());
    assert!(!on_disk(profile.path(), b"Goose"));
}

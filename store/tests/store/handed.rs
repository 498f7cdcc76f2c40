//! What was handed over: in its place between the words, found by its name,
//! seen again, cleared.

use rusqlite::Connection;
use tincan_store::{
    Author::{Me, Peer},
    Ended, Handed, Item, MAX_PREVIEW_BYTES, RoomNumber, Seq, Store,
};

use crate::common::{entry, handed, on_disk, open, profile, room, say};

/// What stands where: words as they are, files by their names.
fn names(store: &Store, room: RoomNumber, before: Option<Seq>, limit: usize) -> Vec<String> {
    let page = store.page(room, before, limit).expect("a page");
    let name = |item| match item {
        Item::Said(entry) => entry.text,
        Item::Handed(handed) => handed.name,
    };
    page.into_iter().map(|stored| name(stored.item)).collect()
}

fn between(store: &mut Store) -> RoomNumber {
    let room = room(store);
    let items = [
        Item::Said(entry(Me, 1, "one")),
        Item::Handed(handed(Me, 1, "Sunrise.JPG")),
        Item::Handed(handed(Peer, 1, "map.pdf")),
        Item::Said(entry(Peer, 1, "two")),
    ];
    store.write(room, &items).expect("they are kept");
    say(store, room, &[entry(Me, 2, "three")]);
    let last = Item::Handed(handed(Me, 2, "last.gif"));
    store.write(room, &[last]).expect("it is kept");
    room
}

#[test]
fn it_stands_between_the_words_and_is_changed_in_its_place() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = between(&mut store);
    let all = ["one", "Sunrise.JPG", "map.pdf", "two", "three", "last.gif"];
    assert_eq!(names(&store, room, None, 9), all);
    for limit in 1..7 {
        let mut read: Vec<String> = Vec::new();
        let mut before = None;
        loop {
            let part = names(&store, room, before, limit);
            let page = store.page(room, before, limit).unwrap();
            let Some(first) = page.first() else { break };
            before = Some(first.seq);
            read.splice(0..0, part);
        }
        assert_eq!(read, all, "{limit} at a time");
        let after = store.page_after(room, Seq(0), limit).unwrap();
        let page = store.page(room, Some(Seq(limit as i64 + 1)), 9).unwrap();
        assert_eq!(after, page, "forwards");
    }
    let whole = Handed {
        ended: Some(Ended::Done),
        path: Some("/home/otter/Downloads/map.pdf".into()),
        ..handed(Peer, 1, "map.pdf")
    };
    let change = [Item::Handed(whole.clone())];
    store.write(room, &change).unwrap();
    drop(store);
    let store = open(profile.path());
    assert_eq!(names(&store, room, None, 9), all);
    assert_eq!(store.handed(room, Peer, 1).unwrap(), Some(whole));
    assert_eq!(store.handed(room, Peer, 7).unwrap(), None);
    assert_eq!(store.newest_number(room, Peer).unwrap(), 1, "of messages");
    assert_eq!(store.count().unwrap(), 6);
    for secret in [&b"map.pdf"[..], b"/home/otter"] {
        assert!(!on_disk(profile.path(), secret));
    }
}

#[test]
fn it_is_found_by_its_name() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = between(&mut store);
    let found = store.search(room, "SUNRISE", None).unwrap();
    assert_eq!(found.items.len(), 1);
    assert!(matches!(&found.items[0].item, Item::Handed(h) if h.name == "Sunrise.JPG"));
}

#[test]
fn a_small_picture_of_it_is_seen_again_and_goes_with_the_rest() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = between(&mut store);
    let picture = vec![0xA7; MAX_PREVIEW_BYTES];
    let first = (Me, 1);
    store
        .set_preview(room, first, (320, 200), &picture)
        .unwrap();
    let larger = vec![1; MAX_PREVIEW_BYTES + 1];
    store.set_preview(room, (Peer, 1), (9, 9), &larger).unwrap();
    store
        .set_preview(room, (Peer, 9), (9, 9), &picture)
        .unwrap();
    drop(store);
    let mut store = open(profile.path());
    let known = store.handed(room, Me, 1).unwrap().unwrap();
    assert_eq!(known.preview, Some((320, 200)));
    let seen = |store: &Store, (author, number)| {
        let seen = store.preview(room, author, number).unwrap();
        seen.map(|picture| picture.to_vec())
    };
    assert_eq!(seen(&store, first), Some(picture.clone()));
    assert_eq!(seen(&store, (Peer, 1)), None, "too large");
    assert_eq!(seen(&store, (Peer, 9)), None, "of nothing");
    assert!(!on_disk(profile.path(), &picture[..64]));
    // A later change of the rest leaves it alone.
    store.write(room, &[Item::Handed(known)]).unwrap();
    assert_eq!(seen(&store, first), Some(picture));
    store.clear(room).unwrap();
    assert!(names(&store, room, None, 9).is_empty());
    assert_eq!((seen(&store, first), store.count().unwrap()), (None, 0));
}

#[test]
fn one_picture_in_the_place_of_another_is_damaged() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = between(&mut store);
    for number in [1, 2] {
        let picture = [number as u8; 40];
        store
            .set_preview(room, (Me, number), (4, 4), &picture)
            .unwrap();
    }
    drop(store);
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    file.execute(
        "UPDATE handed SET preview =
        (SELECT preview FROM handed WHERE author = 0 AND number = 2) WHERE number = 1",
        [],
    )
    .unwrap();
    drop(file);
    let store = open(profile.path());
    assert!(store.preview(room, Me, 1).is_err());
    assert!(store.preview(room, Me, 2).unwrap().is_some());
}

#[test]
fn a_profile_of_the_second_version_is_brought_up_to_date_with_all_its_words() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    say(
        &mut store,
        room,
        &[entry(Me, 1, "of before"), entry(Peer, 1, "too")],
    );
    drop(store);
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    file.execute_batch("DROP TABLE handed; PRAGMA user_version = 2")
        .unwrap();
    drop(file);
    let mut store = open(profile.path());
    assert_eq!(names(&store, room, None, 9), ["of before", "too"]);
    let new = Item::Handed(handed(Peer, 1, "new.png"));
    store.write(room, &[new]).unwrap();
    assert_eq!(
        names(&store, room, None, 9),
        ["of before", "too", "new.png"]
    );
    store.clear_all().unwrap();
    assert_eq!(store.count().unwrap(), 0);
}

#[test]
fn of_very_many_small_pictures_the_newest_stay() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    let name = |number| handed(Peer, number, &format!("{number}.jpg"));
    let items: Vec<Item> = (1..=2002).map(name).map(Item::Handed).collect();
    store.write(room, &items).unwrap();
    let put = |store: &mut Store, number| {
        let which = (Peer, number);
        store
            .set_preview(room, which, (2, 2), b"a picture")
            .unwrap();
    };
    put(&mut store, 1);
    drop(store);
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    let many = "UPDATE handed SET preview = x'00' WHERE number BETWEEN 2 AND 2000";
    file.execute(many, []).unwrap();
    drop(file);
    let mut store = open(profile.path());
    assert!(
        store.preview(room, Peer, 1).unwrap().is_some(),
        "so many do"
    );
    put(&mut store, 2001);
    assert_eq!(store.preview(room, Peer, 1).unwrap(), None);
    assert!(store.preview(room, Peer, 2001).unwrap().is_some());
    drop(store);
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    let count = "SELECT count(*) FROM handed WHERE preview IS NOT NULL";
    let count: i64 = file.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2000);
}

//! What was said: in order, changed in place, found, cleared.

use crate::common::{entry, on_disk, open, profile, room, said, say};
use proptest::prelude::*;
use tincan_store::{
    Author::{self, Me, Peer},
    Entry, Reaction, RoomNumber, Seq, State, Store,
};

fn texts(store: &Store, room: RoomNumber, before: Option<Seq>, limit: usize) -> Vec<String> {
    let page = store.page(room, before, limit).expect("a page");
    page.iter()
        .map(|stored| said(&stored.item).text.clone())
        .collect()
}

#[test]
fn pages_go_back_from_the_newest() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    let all: Vec<Entry> = (1..=5).map(|n| entry(Me, n, &format!("m{n}"))).collect();
    say(&mut store, room, &all);
    assert_eq!(texts(&store, room, None, 2), ["m4", "m5"]);
    let before = store.page(room, None, 2).unwrap()[0].seq;
    assert_eq!(texts(&store, room, Some(before), 10), ["m1", "m2", "m3"]);
    assert!(texts(&store, room, Some(Seq(0)), 10).is_empty());
    assert_eq!(store.newest_number(room, Me).unwrap(), 5);
    assert_eq!(store.newest_number(room, Peer).unwrap(), 0);
}

#[test]
fn a_message_is_changed_in_its_place() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    say(
        &mut store,
        room,
        &[entry(Me, 1, "first"), entry(Peer, 1, "second")],
    );
    let changed = Entry {
        edited: true,
        state: State::Read,
        reply_to: Some((Peer, 1)),
        with: None,
        reactions: vec![Reaction {
            from: Peer,
            emoji: "👍".to_owned(),
        }],
        ..entry(Me, 1, "first, better")
    };
    say(&mut store, room, std::slice::from_ref(&changed));
    assert_eq!(texts(&store, room, None, 9), ["first, better", "second"]);
    assert_eq!(store.message(room, Me, 1).unwrap(), Some(changed));
    assert_eq!(store.message(room, Me, 2).unwrap(), None);
    assert_eq!(store.message(room, Me, u64::MAX).unwrap(), None);
}

#[test]
fn words_are_found_whatever_their_case_part_by_part() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    let mut all: Vec<Entry> = (1..=5000).map(|n| entry(Me, n, "nothing")).collect();
    all[0].text = "Über den See".to_owned();
    all[4900].text = "der über alles".to_owned();
    all[4901].text = "über".to_owned();
    all[4901].deleted = true;
    say(&mut store, room, &all);
    let found = store.search(room, "ÜBER", None).unwrap();
    let number = |found: &tincan_store::Found| -> Vec<u64> {
        found.items.iter().map(|m| said(&m.item).number).collect()
    };
    assert_eq!(number(&found), [4901]);
    let rest = store.search(room, "ÜBER", found.before).unwrap();
    assert_eq!(number(&rest), [1]);
    assert_eq!(rest.before, None);
}

#[test]
fn cleared_means_gone_from_the_disk() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    say(&mut store, room, &[entry(Me, 1, &"x".repeat(9000))]);
    let wal = std::fs::read(profile.path().join("rooms.sqlite-wal")).unwrap();
    let sealed = wal[wal.len() - 200..][..32].to_vec();
    assert!(on_disk(profile.path(), &sealed));
    store.clear(room).unwrap();
    assert!(texts(&store, room, None, 9).is_empty());
    assert!(!on_disk(profile.path(), &sealed));
}

fn anybody() -> impl Strategy<Value = Author> {
    prop_oneof![Just(Me), Just(Peer)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Against a plain list.
    #[test]
    fn any_writes_are_kept_in_order(
        writes in prop::collection::vec((anybody(), 1_u64..20, ".{0,30}"), 1..60),
        limit in 1_usize..7,
    ) {
        let profile = profile();
        let mut store = open(profile.path());
        let room = room(&mut store);
        let mut expected: Vec<Entry> = Vec::new();
        for (author, number, text) in writes {
            let new = entry(author, number, &text);
            let known = |e: &&mut Entry| e.author == author && e.number == number;
            match expected.iter_mut().find(known) {
                Some(known) => *known = new.clone(),
                None => expected.push(new.clone()),
            }
            say(&mut store, room, &[new]);
        }
        drop(store);
        let store = open(profile.path());
        let mut read: Vec<Entry> = Vec::new();
        let mut before = None;
        loop {
            let page = store.page(room, before, limit).unwrap();
            let Some(first) = page.first() else { break };
            before = Some(first.seq);
            read.splice(0..0, page.iter().map(|stored| said(&stored.item).clone()));
        }
        prop_assert_eq!(read, expected);
    }
}

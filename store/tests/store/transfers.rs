//! Transfers that are to go on: found again, changed, forgotten, never readable.

use crate::common::{on_disk, open, profile, room};
use rusqlite::Connection;
use tincan_store::{Store, TransferKey};

fn key(mine: bool, number: u64) -> TransferKey {
    TransferKey { mine, number }
}

fn all(store: &Store, room: tincan_store::RoomNumber) -> Vec<Vec<u8>> {
    let transfers = store.transfers(room).expect("a profile");
    transfers.into_iter().map(|value| value.to_vec()).collect()
}

#[test]
fn transfers_are_found_again_as_they_were_last() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    assert!(all(&store, room).is_empty());
    let changes = [
        (key(true, 2), Some(b"/home/otter/a secret".to_vec())),
        (key(false, 1), Some(b"theirs".to_vec())),
        (key(true, 1), Some(b"first".to_vec())),
    ];
    store.write_transfers(room, &changes).unwrap();
    let changes = [
        (key(true, 1), None),
        (key(true, 7), None),
        (key(false, 1), Some(b"further".to_vec())),
    ];
    store.write_transfers(room, &changes).unwrap();
    drop(store);
    let mut store = open(profile.path());
    let expected = [b"further".to_vec(), b"/home/otter/a secret".to_vec()];
    assert_eq!(all(&store, room), expected);
    assert!(!on_disk(profile.path(), b"/home/otter"));
    store.forget(room).unwrap();
    assert!(store.transfers(room).is_err());
    let rows = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    let rows: i64 = rows
        .query_row("SELECT count(*) FROM transfers", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn one_that_was_put_in_the_place_of_another_is_left_out() {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    let changes = [
        (key(true, 1), Some(b"ours".to_vec())),
        (key(false, 1), Some(b"theirs".to_vec())),
    ];
    store.write_transfers(room, &changes).unwrap();
    drop(store);
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    file.execute(
        "UPDATE transfers SET body = (SELECT body FROM transfers WHERE mine = 0) WHERE mine = 1",
        [],
    )
    .unwrap();
    drop(file);
    assert_eq!(all(&open(profile.path()), room), [b"theirs".to_vec()]);
}

#[test]
fn a_profile_of_the_first_version_is_brought_up_to_date() {
    let profile = profile();
    let room = room(&mut open(profile.path()));
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    file.execute_batch("DROP TABLE handed; DROP TABLE transfers; PRAGMA user_version = 1")
        .unwrap();
    drop(file);
    let mut store = open(profile.path());
    assert!(all(&store, room).is_empty());
    let changes = [(key(true, 1), Some(b"ours".to_vec()))];
    store.write_transfers(room, &changes).unwrap();
    assert_eq!(all(&store, room).len(), 1);
}

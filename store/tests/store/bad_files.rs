//! Files that are not as they should be: a clear word, and nothing overwritten.

use std::{fs, path::Path};

use crate::common::{entry, key, open, profile, room, say, with_key};
use rusqlite::Connection;
use tincan_store::{Author::Me, Store, StoreError};

fn refused(directory: &Path) -> StoreError {
    let file = directory.join("rooms.sqlite");
    let before = fs::read(&file).expect("a profile");
    let error = Store::open(directory, key(directory))
        .err()
        .expect("a profile");
    assert_eq!(fs::read(&file).expect("a profile"), before, "{error}");
    error
}

/// A profile with a room in it, closed.
fn used() -> tempfile::TempDir {
    let profile = profile();
    let mut store = open(profile.path());
    let room = room(&mut store);
    say(&mut store, room, &[entry(Me, 1, "a word")]);
    profile
}

#[test]
fn two_at_a_time_are_one_too_many() {
    let profile = used();
    let _open = open(profile.path());
    assert!(matches!(refused(profile.path()), StoreError::InUse));
}

#[test]
fn another_key_opens_nothing_and_ruins_nothing() {
    let profile = used();
    with_key(profile.path(), [8; 32]);
    assert!(matches!(refused(profile.path()), StoreError::WrongKey));
    with_key(profile.path(), [7; 32]);
    assert_eq!(open(profile.path()).rooms().unwrap().len(), 1);
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let profile = profile();
    let file = profile.path().join("rooms.sqlite");
    let foreign = Connection::open(&file).unwrap();
    foreign
        .execute_batch("CREATE TABLE recipes (name TEXT)")
        .unwrap();
    drop(foreign);
    assert!(matches!(refused(profile.path()), StoreError::Foreign));
    fs::write(&file, "Dear diary, this is no database at all.".repeat(100)).unwrap();
    assert!(matches!(refused(profile.path()), StoreError::Damaged));
}

#[test]
fn a_later_version_is_not_touched() {
    let profile = used();
    let file = Connection::open(profile.path().join("rooms.sqlite")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    file.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(file);
    assert!(matches!(refused(profile.path()), StoreError::Newer));
}

#[test]
fn a_damaged_file_never_panics() {
    let profile = used();
    let file = profile.path().join("rooms.sqlite");
    let whole = fs::read(&file).unwrap();
    let mut told = 0;
    for at in (0..whole.len()).step_by(97) {
        let mut damaged = whole.clone();
        for byte in &mut damaged[at..(at + 40).min(whole.len())] {
            *byte ^= 0xa5;
        }
        fs::write(&file, &damaged).unwrap();
        let looked = Store::open(profile.path(), key(profile.path())).and_then(|store| {
            for kept in store.rooms()? {
                store.page(kept.room, None, 10)?;
                store.search(kept.room, "word", None)?;
            }
            Ok(())
        });
        told += usize::from(looked.is_err());
    }
    assert!(told > 10, "{told}");
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let half = Store::open(profile.path(), key(profile.path()));
    assert!(half.and_then(|store| store.rooms().map(drop)).is_err());
}

#[test]
fn a_place_that_cannot_be_written_is_said() {
    let profile = profile();
    let file = profile.path().join("a file");
    fs::write(&file, "").unwrap();
    let key = key(profile.path());
    assert!(Store::open(&file.join("profile"), key).is_err());
}

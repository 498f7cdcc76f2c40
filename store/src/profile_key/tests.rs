use super::*;

/// As on a machine whose keyring cannot be used: recorded to be in a file.
fn made_in_a_file(directory: &Path) -> ProfileKey {
    let bytes = random_key();
    let file = file::write_new(directory, &bytes).unwrap();
    file::write_private(&directory.join(PLACE), b"file\n").unwrap();
    ProfileKey {
        bytes,
        place: KeyPlace::File(file),
    }
}

#[test]
fn a_key_is_made_once_and_found_again() {
    let directory = tempfile::tempdir().unwrap();
    let made = made_in_a_file(directory.path());
    let found = ProfileKey::find_or_make(directory.path()).unwrap();
    assert_eq!(made.bytes(), found.bytes());
    assert_eq!(made.place(), found.place());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["key", PLACE] {
            let mode = fs::metadata(directory.path().join(name))
                .unwrap()
                .permissions();
            assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
        }
    }
}

#[test]
fn a_key_that_is_lost_or_damaged_is_said_so_and_never_made_again() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name| directory.path().join(name);
    made_in_a_file(directory.path());
    fs::write(at("key"), b"short").unwrap();
    let found = ProfileKey::find_or_make(directory.path());
    assert!(matches!(found, Err(ProfileKeyError::Damaged)));
    fs::remove_file(at("key")).unwrap();
    let found = ProfileKey::find_or_make(directory.path());
    assert!(matches!(found, Err(ProfileKeyError::Gone)));
    assert!(!at("key").exists());
    for record in ["", "elsewhere\n", "file file\n", "\u{0}"] {
        fs::write(at(PLACE), record).unwrap();
        let found = ProfileKey::find_or_make(directory.path());
        assert!(matches!(found, Err(ProfileKeyError::Damaged)), "{record:?}");
    }
}

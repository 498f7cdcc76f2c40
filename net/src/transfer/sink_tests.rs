use super::*;

fn begin(folder: &Path, name: &str, size: u64) -> Result<Part, CommandError> {
    Part::create(folder, name, size, Stays::default())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |e: io::Result<fs::DirEntry>| e.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_part_gets_its_name_once_it_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut sink = Sink::Part(begin(dir.path(), "a.txt", 6).unwrap());
    sink.write(b"abc").unwrap();
    assert_eq!(names(dir.path()), ["a.txt.part"]);
    sink.write(b"def").unwrap();
    let path = dir.path().join("a.txt");
    assert_eq!(sink.finish(), Ok(Whole::File(path.clone())));
    assert_eq!(names(dir.path()), ["a.txt"]);
    assert_eq!(fs::read(path).unwrap(), b"abcdef");
}

#[test]
fn nothing_is_overwritten_and_nothing_followed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "mine").unwrap();
    fs::write(dir.path().join("a.txt.part"), "mine too").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere/at/all", dir.path().join("a (2).txt")).unwrap();
    let saved = save(dir.path(), "a.txt", b"theirs").unwrap();
    let expected = if cfg!(unix) { "a (3).txt" } else { "a (2).txt" };
    assert_eq!(saved, dir.path().join(expected));
    assert_eq!(fs::read(saved).unwrap(), b"theirs");
    assert_eq!(fs::read(dir.path().join("a.txt")).unwrap(), b"mine");
    assert_eq!(
        fs::read(dir.path().join("a.txt.part")).unwrap(),
        b"mine too"
    );
}

#[test]
fn two_of_one_name_both_arrive() {
    let dir = tempfile::tempdir().unwrap();
    let parts = [1, 2].map(|_| Sink::Part(begin(dir.path(), "x", 1).unwrap()));
    for mut part in parts {
        part.write(b"y").unwrap();
        part.finish().unwrap();
    }
    assert_eq!(names(dir.path()), ["x", "x (2)"]);
}

#[test]
fn what_is_not_whole_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut sink = Sink::Part(begin(dir.path(), "a", 9).unwrap());
    sink.write(b"abc").unwrap();
    drop(sink);
    assert!(names(dir.path()).is_empty());
}

#[test]
fn folders_that_will_not_do_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let error = |folder: &Path, size| begin(folder, "x", size).unwrap_err();
    let missing = dir.path().join("missing");
    assert_eq!(error(&missing, 1), CommandError::NoSuchFolder);
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(error(&file, 1), CommandError::NoSuchFolder);
    if cfg!(unix) {
        assert_eq!(error(dir.path(), u64::MAX), CommandError::NoSpace);
    }
    #[cfg(target_os = "linux")]
    assert_eq!(error(Path::new("/sys"), 9), CommandError::ReadOnly);
}

/// `/dev/full` is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_the_chunk_can_be_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut part = begin(dir.path(), "a", 6).unwrap();
    part.write(b"abc").unwrap();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let file = part.file.replace(full);
    let mut sink = Sink::Part(part);
    assert_eq!(sink.write(b"def"), Err(TransferReason::DiskFull));
    let Sink::Part(part) = &mut sink else {
        panic!()
    };
    let mut file = file.unwrap();
    // Half of the chunk had still found room.
    file.write_all(b"d").unwrap();
    part.file = Some(file);
    sink.write(b"def").unwrap();
    let Ok(Whole::File(path)) = sink.finish() else {
        panic!()
    };
    assert_eq!(fs::read(path).unwrap(), b"abcdef");
}

#[test]
fn a_folder_that_goes_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("f");
    fs::create_dir(&folder).unwrap();
    let mut sink = Sink::Part(begin(&folder, "x", 1).unwrap());
    sink.write(b"y").unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(sink.finish(), Err(TransferReason::FolderGone));
}

/// Writes so much of a file of two chunks and a bit as if the run had then
/// ended.
fn left_behind(dir: &Path, bytes: &[u8], written: usize) -> Begun {
    let stays = Stays::default();
    stays.set(true);
    let part = Part::create(dir, "x.bin", bytes.len() as u64, stays).unwrap();
    let begun = part.begun();
    let mut sink = Sink::Part(part);
    sink.write(&bytes[..written]).unwrap();
    drop(sink);
    begun
}

fn find(begun: &Begun, size: usize) -> Result<Found, TransferReason> {
    Part::find(begun, "x.bin", size as u64, Stays::default())
}

#[test]
fn a_part_of_an_earlier_run_goes_on_behind_its_last_whole_chunk() {
    let bytes: Vec<u8> = (0..2 * CHUNK + 9).map(|n| (n / 7) as u8).collect();
    let marks = [
        Mark::start(bytes.len() as u64),
        Mark::start(bytes.len() as u64).after(&bytes[..CHUNK]),
    ];
    for (written, chunks) in [(0, 0), (CHUNK - 1, 0), (CHUNK, 1), (2 * CHUNK - 1, 1)] {
        let dir = tempfile::tempdir().unwrap();
        let begun = left_behind(dir.path(), &bytes, written);
        let Ok(Found::Part(mut sink, mark)) = find(&begun, bytes.len()) else {
            panic!("{written}");
        };
        assert_eq!(mark, marks[chunks]);
        for chunk in bytes[mark.offset as usize..].chunks(CHUNK) {
            sink.write(chunk).unwrap();
        }
        let path = dir.path().join("x.bin");
        assert_eq!(sink.finish(), Ok(Whole::File(path.clone())));
        assert!(fs::read(path).unwrap() == bytes);
        assert_eq!(names(dir.path()), ["x.bin"]);
    }
}

#[test]
fn what_had_its_name_already_is_found_whole() {
    for part_is_there in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("x.bin"), "mine").unwrap();
        let begun = left_behind(dir.path(), b"theirs", 6);
        let path = dir.path().join("x (2).bin");
        fs::hard_link(begun.part(), &path).unwrap();
        if !part_is_there {
            fs::remove_file(begun.part()).unwrap();
        }
        let found = find(&begun, 6);
        if cfg!(unix) {
            assert!(matches!(found, Ok(Found::Whole(found)) if found == path));
            assert_eq!(names(dir.path()), ["x (2).bin", "x.bin"]);
        }
    }
}

#[test]
fn a_part_that_is_another_is_not_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let begun = left_behind(dir.path(), b"theirs", 3);
    // Longer than it can be.
    assert_eq!(find(&begun, 2).unwrap_err(), TransferReason::Damaged);
    fs::rename(begun.part(), dir.path().join("elsewhere")).unwrap();
    let gone = TransferReason::FolderGone;
    assert_eq!(find(&begun, 6).unwrap_err(), gone);
    #[cfg(unix)]
    {
        fs::write(begun.part(), "the").unwrap();
        assert_eq!(find(&begun, 6).unwrap_err(), gone);
        assert_eq!(fs::read(begun.part()).unwrap(), b"the");
    }
}

#[test]
fn in_a_kept_room_only_what_is_over_goes() {
    let dir = tempfile::tempdir().unwrap();
    let stays = Stays::default();
    let part = |name| Part::create(dir.path(), name, 1, stays.clone()).unwrap();
    let parts = ["a", "b"].map(part);
    // It becomes kept while they are being written.
    stays.set(true);
    let [a, b] = parts.map(Sink::Part);
    drop(a);
    b.remove();
    assert_eq!(names(dir.path()), ["a.part"]);
}

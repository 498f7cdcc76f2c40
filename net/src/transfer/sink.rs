//! Where a transfer goes: a `.part` that gets its name once it is whole, or
//! memory. Everything here may block, and runs on threads of its own.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;

use super::{CHUNK, Mark, TransferReason, kept::Begun, names, source};
use crate::api::CommandError;

/// Files of one name that a folder may hold.
const MAX_OF_ONE_NAME: u32 = 10_000;

/// Takes the bytes of a transfer, in order. Dropped before it is whole, it
/// leaves nothing behind, except in a kept room.
#[derive(Debug)]
pub(crate) enum Sink {
    /// A file.
    Part(Part),
    /// Memory.
    Memory(Vec<u8>),
}

/// Something whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// A file under its final name.
    File(PathBuf),
    /// In memory.
    Memory(Bytes),
}

impl Sink {
    /// Takes one chunk; after an error the same one may be tried again.
    pub(super) fn write(&mut self, chunk: &[u8]) -> Result<(), TransferReason> {
        match self {
            Self::Part(part) => part.write(chunk).map_err(|e| unwritable(&e)),
            Self::Memory(bytes) => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    /// Where it is, when it is a file.
    pub(crate) fn begun(&self) -> Option<Begun> {
        match self {
            Self::Part(part) => Some(part.begun()),
            Self::Memory(_) => None,
        }
    }

    /// It will not be whole, in whatever room: leaves nothing behind.
    pub(super) fn remove(self) {
        if let Self::Part(mut part) = self {
            part.stays = Stays::default();
        }
    }

    /// Nothing more comes: gives it its final name.
    pub(super) fn finish(self) -> Result<Whole, TransferReason> {
        match self {
            Self::Part(part) => part.finish().map(Whole::File).map_err(|e| unwritable(&e)),
            Self::Memory(bytes) => Ok(Whole::Memory(bytes.into())),
        }
    }
}

/// Whether what is not whole yet stays when nobody works on it any more: in a
/// kept room it does, and one may become kept in the middle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stays(Arc<AtomicBool>);

impl Stays {
    pub(super) fn set(&self, on: bool) {
        self.0.store(on, Ordering::Release);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// What there is of a file that was begun in an earlier run.
#[derive(Debug)]
pub(crate) enum Found {
    /// A part, verified this far.
    Part(Sink, Mark),
    /// All of it, under its final name.
    Whole(PathBuf),
}

/// A file that is not whole yet, as `<name>.part`.
#[derive(Debug)]
pub(crate) struct Part {
    /// Open until it is whole.
    file: Option<File>,
    path: PathBuf,
    folder: PathBuf,
    name: String,
    written: u64,
    /// An error left something behind the part that counts.
    torn: bool,
    node: Option<(u64, u64)>,
    stays: Stays,
}

impl Part {
    /// Begins a file of `size` bytes that will be `name` in `folder`. The name
    /// has to be a plain one.
    pub(crate) fn create(
        folder: &Path,
        name: &str,
        size: u64,
        stays: Stays,
    ) -> Result<Self, CommandError> {
        if !fs::metadata(folder).is_ok_and(|m| m.is_dir()) {
            return Err(CommandError::NoSuchFolder);
        }
        if free_space(folder).is_some_and(|free| free < size) {
            return Err(CommandError::NoSpace);
        }
        for number in 1..=MAX_OF_ONE_NAME {
            let path = folder.join(format!("{}.part", names::numbered(name, number)));
            // Never one that is there, nor one that a link leads to.
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let node = file.metadata().ok().and_then(|m| source::node(&m));
                    return Ok(Self {
                        file: Some(file),
                        path,
                        folder: folder.to_owned(),
                        name: name.to_owned(),
                        written: 0,
                        torn: false,
                        node,
                        stays,
                    });
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::AlreadyExists => {}
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        return Err(CommandError::NoSpace);
                    }
                    io::ErrorKind::NotFound => return Err(CommandError::NoSuchFolder),
                    _ => return Err(CommandError::ReadOnly),
                },
            }
        }
        Err(CommandError::ReadOnly)
    }

    /// Finds the part of an earlier run, hashes again what there is of it, and
    /// goes on behind its last whole chunk.
    pub(crate) fn find(
        begun: &Begun,
        name: &str,
        size: u64,
        stays: Stays,
    ) -> Result<Found, TransferReason> {
        // The run may have ended between giving the name and saying so.
        if let Some(path) = named(begun, name, size) {
            let _ = fs::remove_file(begun.part());
            return Ok(Found::Whole(path));
        }
        let open = OpenOptions::new().read(true).write(true).open(begun.part());
        let mut file = open.map_err(|e| unwritable(&e))?;
        let metadata = file.metadata().map_err(|e| unwritable(&e))?;
        if !metadata.is_file() || source::node(&metadata) != begun.node {
            return Err(TransferReason::FolderGone);
        }
        if metadata.len() > size {
            return Err(TransferReason::Damaged);
        }
        let mut mark = Mark::start(size);
        let mut chunk = vec![0; CHUNK];
        loop {
            let len = mark.next_len(size);
            if len == 0 || mark.offset + len as u64 > metadata.len() {
                break;
            }
            let chunk = &mut chunk[..len];
            file.read_exact(chunk).map_err(|e| unwritable(&e))?;
            mark = mark.after(chunk);
        }
        let cut = file
            .set_len(mark.offset)
            .and_then(|()| file.seek(SeekFrom::Start(mark.offset)));
        cut.map_err(|e| unwritable(&e))?;
        let part = Self {
            file: Some(file),
            path: begun.part().to_owned(),
            folder: begun.folder(),
            name: name.to_owned(),
            written: mark.offset,
            torn: false,
            node: begun.node,
            stays,
        };
        Ok(Found::Part(Sink::Part(part), mark))
    }

    fn begun(&self) -> Begun {
        Begun::new(&self.path, &self.folder, self.node)
    }

    fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        if std::mem::replace(&mut self.torn, true) {
            file.seek(SeekFrom::Start(self.written))?;
        }
        file.write_all(chunk)?;
        self.torn = false;
        self.written += chunk.len() as u64;
        Ok(())
    }

    fn finish(mut self) -> io::Result<PathBuf> {
        // Some systems rename no open file.
        self.file = None;
        // What gets no name is over.
        self.stays = Stays::default();
        for number in 1..=MAX_OF_ONE_NAME {
            let path = self.folder.join(names::numbered(&self.name, number));
            match give_name(&self.path, &path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    self.path = PathBuf::new();
                    return Ok(path);
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.file = None;
        if !self.path.as_os_str().is_empty() && !self.stays.get() {
            // It may be gone, or never have been ours to remove.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Saves what is in memory as a file.
pub(crate) fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, CommandError> {
    let size = bytes.len() as u64;
    let mut part = Part::create(folder, name, size, Stays::default())?;
    let saved = part.write(bytes).and_then(|()| part.finish());
    saved.map_err(|error| match unwritable(&error) {
        TransferReason::DiskFull => CommandError::NoSpace,
        _ => CommandError::ReadOnly,
    })
}

/// The final name of what was begun, if it has one already.
fn named(begun: &Begun, name: &str, size: u64) -> Option<PathBuf> {
    begun.node?;
    for number in 1..=MAX_OF_ONE_NAME {
        let path = begun.folder().join(names::numbered(name, number));
        // Names are taken in order.
        let metadata = fs::symlink_metadata(&path).ok()?;
        if source::node(&metadata) == begun.node && metadata.len() == size {
            return Some(path);
        }
    }
    None
}

/// Renames without overwriting. A second name for the file, then without the
/// first, is the only way of `std` that never overwrites; where files have one
/// name only, an empty file of ours keeps the place.
fn give_name(part: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(part, path) {
        Ok(()) => fs::remove_file(part),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => {
            OpenOptions::new().write(true).create_new(true).open(path)?;
            let renamed = fs::rename(part, path);
            if renamed.is_err() {
                let _ = fs::remove_file(path);
            }
            renamed
        }
    }
}

/// What may still be written below `folder`, in bytes, where the system says.
fn free_space(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let stats = rustix::fs::statvfs(folder).ok()?;
        // What is no disk has no size, and says nothing of its space.
        let disk = stats.f_blocks > 0;
        stats.f_bavail.checked_mul(stats.f_frsize).filter(|_| disk)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

fn unwritable(error: &io::Error) -> TransferReason {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => TransferReason::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            TransferReason::ReadOnly
        }
        io::ErrorKind::NotFound => TransferReason::FolderGone,
        _ => TransferReason::Unwritable,
    }
}

#[cfg(test)]
mod tests {
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
}

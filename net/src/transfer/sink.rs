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
    #[cfg(windows)]
    {
        let mut free = 0;
        winsafe::GetDiskFreeSpaceEx(folder.to_str(), Some(&mut free), None, None).ok()?;
        Some(free)
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
#[path = "sink_tests.rs"]
mod tests;

//! What is sent: finding it, and reading it chunk by chunk. Everything here may
//! block, and runs on threads of its own.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{
    Content, MAX_FILES_IN_FOLDER, MAX_TRANSFER_BYTES, TransferKind, TransferReason, names,
};
use crate::api::CommandError;

/// Deepest folder within a folder that is looked into.
const MAX_DEPTH: usize = 32;
/// First bytes that tell a kind.
const START: u64 = 32;

/// Where the bytes of a transfer come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A file, as it was when it was offered.
    File { path: PathBuf, identity: Identity },
    /// Memory.
    Memory(Bytes),
}

/// What tells a file from another one at the same path, or from itself after a
/// change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(super) size: u64,
    /// Since the Unix epoch.
    pub(super) modified: Option<Duration>,
    pub(super) node: Option<(u64, u64)>,
}

impl Identity {
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok();
        Self {
            size: metadata.len(),
            modified: modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok()),
            node: node(metadata),
        }
    }
}

/// Device and inode of a file, where there are such.
pub(super) fn node(metadata: &Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// Something that can be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) kind: TransferKind,
    pub(crate) source: Source,
}

/// What is at hand to be offered: one file, or those of a folder by name.
pub(crate) fn look(
    content: Content,
    kind: Option<TransferKind>,
) -> Result<Vec<Found>, CommandError> {
    match content {
        Content::Memory { name, bytes } => Ok(vec![Found {
            name: names::sanitise(&name),
            size: bytes.len() as u64,
            kind: kind.unwrap_or_else(|| TransferKind::sniff(&bytes)),
            source: Source::Memory(bytes),
        }]),
        Content::Path(path) => {
            let metadata = fs::metadata(&path).map_err(|e| no_file(&e))?;
            if metadata.is_file() {
                return Ok(vec![look_at(path, &metadata, kind)?]);
            }
            if !metadata.is_dir() {
                return Err(CommandError::Unreadable);
            }
            let mut files = Vec::new();
            walk(&path, kind, MAX_DEPTH, &mut files)?;
            if files.is_empty() {
                return Err(CommandError::EmptyFolder);
            }
            Ok(files)
        }
    }
}

fn look_at(
    path: PathBuf,
    metadata: &Metadata,
    kind: Option<TransferKind>,
) -> Result<Found, CommandError> {
    if metadata.len() > MAX_TRANSFER_BYTES {
        return Err(CommandError::TooBig);
    }
    let file = File::open(&path).map_err(|e| no_file(&e))?;
    let mut start = Vec::new();
    let read = file.take(START).read_to_end(&mut start);
    read.map_err(|e| no_file(&e))?;
    Ok(Found {
        name: names::of_path(&path),
        size: metadata.len(),
        kind: kind.unwrap_or_else(|| TransferKind::sniff(&start)),
        source: Source::File {
            path,
            identity: Identity::of(metadata),
        },
    })
}

/// All files below `folder`. Links are not followed: they may lead anywhere.
fn walk(
    folder: &Path,
    kind: Option<TransferKind>,
    depth: usize,
    files: &mut Vec<Found>,
) -> Result<(), CommandError> {
    let entries = fs::read_dir(folder).map_err(|e| no_file(&e))?;
    let mut paths = Vec::new();
    for entry in entries.take(MAX_FILES_IN_FOLDER + 1) {
        paths.push(entry.map_err(|e| no_file(&e))?.path());
    }
    if paths.len() > MAX_FILES_IN_FOLDER {
        return Err(CommandError::TooManyFiles);
    }
    paths.sort_unstable();
    for path in paths {
        let metadata = fs::symlink_metadata(&path).map_err(|e| no_file(&e))?;
        if metadata.is_file() {
            if files.len() >= MAX_FILES_IN_FOLDER {
                return Err(CommandError::TooManyFiles);
            }
            files.push(look_at(path, &metadata, kind)?);
        } else if metadata.is_dir() && depth > 0 {
            walk(&path, kind, depth - 1, files)?;
        }
    }
    Ok(())
}

fn no_file(error: &io::Error) -> CommandError {
    match error.kind() {
        io::ErrorKind::NotFound => CommandError::NoSuchFile,
        _ => CommandError::Unreadable,
    }
}

/// Reads a source from some offset on.
pub(super) enum Reader {
    File { file: File, identity: Identity },
    Memory { bytes: Bytes, at: usize },
}

impl Reader {
    /// Opens what was offered, if it is still the same.
    pub(super) fn open(source: &Source) -> Result<Self, TransferReason> {
        match source {
            Source::Memory(bytes) => Ok(Self::Memory {
                bytes: bytes.clone(),
                at: 0,
            }),
            Source::File { path, identity } => {
                let file = File::open(path).map_err(|e| unreadable(&e))?;
                let reader = Self::File {
                    file,
                    identity: *identity,
                };
                reader.check()?;
                Ok(reader)
            }
        }
    }

    /// Goes on from this offset.
    pub(super) fn seek(&mut self, offset: u64) -> Result<(), TransferReason> {
        match self {
            Self::Memory { at, .. } => {
                *at = usize::try_from(offset).unwrap_or(usize::MAX);
                Ok(())
            }
            Self::File { file, .. } => match file.seek(SeekFrom::Start(offset)) {
                Ok(_) => Ok(()),
                Err(error) => Err(unreadable(&error)),
            },
        }
    }

    /// Fills `chunk` with what comes next.
    pub(super) fn read(&mut self, chunk: &mut [u8]) -> Result<(), TransferReason> {
        match self {
            Self::Memory { bytes, at } => {
                let end = at.saturating_add(chunk.len());
                let next = bytes.get(*at..end).ok_or(TransferReason::Changed)?;
                chunk.copy_from_slice(next);
                *at = end;
                Ok(())
            }
            Self::File { file, .. } => {
                file.read_exact(chunk).map_err(|e| unreadable(&e))?;
                self.check()
            }
        }
    }

    /// What was read is of the file that was offered.
    fn check(&self) -> Result<(), TransferReason> {
        let Self::File { file, identity } = self else {
            return Ok(());
        };
        let metadata = file.metadata().map_err(|e| unreadable(&e))?;
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::nlink(&metadata) == 0 {
            return Err(TransferReason::Gone);
        }
        if Identity::of(&metadata) == *identity {
            Ok(())
        } else {
            Err(TransferReason::Changed)
        }
    }
}

fn unreadable(error: &io::Error) -> TransferReason {
    match error.kind() {
        io::ErrorKind::NotFound => TransferReason::Gone,
        // It has become shorter.
        io::ErrorKind::UnexpectedEof => TransferReason::Changed,
        _ => TransferReason::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &Path) -> Source {
        let mut found = look(Content::Path(path.to_owned()), None).unwrap();
        found.remove(0).source
    }

    #[test]
    fn a_file_is_found_with_its_kind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("otter.bin");
        fs::write(&path, b"GIF89a and so on").unwrap();
        let found = look(Content::Path(path.clone()), None).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "otter.bin");
        assert_eq!((found[0].size, found[0].kind), (16, TransferKind::Gif));
        let as_file = look(Content::Path(path), Some(TransferKind::File)).unwrap();
        assert_eq!(as_file[0].kind, TransferKind::File);
    }

    #[test]
    fn a_folder_is_its_files_and_links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let look_in = |dir: &Path| look(Content::Path(dir.to_owned()), None);
        assert_eq!(look_in(dir.path()), Err(CommandError::EmptyFolder));
        fs::create_dir_all(dir.path().join("b/c")).unwrap();
        for name in ["z", "a", "b/c/deep", "b/same"] {
            fs::write(dir.path().join(name), name).unwrap();
        }
        #[cfg(unix)]
        for (to, name) in [("/etc/passwd", "link"), ("..", "b/up")] {
            std::os::unix::fs::symlink(to, dir.path().join(name)).unwrap();
        }
        let found = look_in(dir.path()).unwrap();
        let names: Vec<&str> = found.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["a", "deep", "same", "z"]);
        assert_eq!(
            look_in(&dir.path().join("no")),
            Err(CommandError::NoSuchFile)
        );
        #[cfg(unix)]
        assert_eq!(
            look_in(Path::new("/dev/null")),
            Err(CommandError::Unreadable)
        );
    }

    #[test]
    fn too_many_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..=MAX_FILES_IN_FOLDER {
            File::create(dir.path().join(number.to_string())).unwrap();
        }
        let found = look(Content::Path(dir.path().to_owned()), None);
        assert_eq!(found, Err(CommandError::TooManyFiles));
    }

    #[test]
    fn a_file_that_changes_or_goes_is_found_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        let mut chunk = [0; 4];
        fs::write(&path, b"12345678").unwrap();
        let before = source(&path);
        let mut reader = Reader::open(&before).unwrap();
        reader.read(&mut chunk).unwrap();
        assert_eq!(&chunk, b"1234");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(reader.read(&mut chunk), Err(TransferReason::Changed));
        assert!(matches!(
            Reader::open(&before),
            Err(TransferReason::Changed)
        ));

        let before = source(&path);
        reader = Reader::open(&before).unwrap();
        reader.seek(1).unwrap();
        fs::remove_file(&path).unwrap();
        let gone = reader.read(&mut chunk);
        if cfg!(unix) {
            assert_eq!(gone, Err(TransferReason::Gone));
        }
        // Elsewhere its name may be there as long as somebody reads it.
        drop(reader);
        assert!(matches!(Reader::open(&before), Err(TransferReason::Gone)));
        // Another one at its place is not it, even if it looks alike.
        fs::write(&path, b"12345").unwrap();
        assert!(matches!(
            Reader::open(&before),
            Err(TransferReason::Changed)
        ));
    }

    #[test]
    fn memory_is_read_to_its_end() {
        let content = Content::Memory {
            name: "../x.gif".into(),
            bytes: Bytes::from_static(b"GIF89a!"),
        };
        let found = look(content, None).unwrap().remove(0);
        assert_eq!(found.name, "_x.gif");
        let mut reader = Reader::open(&found.source).unwrap();
        let mut chunk = [0; 4];
        reader.seek(3).unwrap();
        reader.read(&mut chunk).unwrap();
        assert_eq!(&chunk, b"89a!");
        assert_eq!(reader.read(&mut chunk), Err(TransferReason::Changed));
    }
}

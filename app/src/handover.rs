//! What is done with a file before it is handed over.
//!
//! A picture is rebuilt so that it tells nothing but what it shows; it goes out
//! of memory, under a name that says nothing. Everything else, and a picture
//! that is sent as a file, goes as it is. This reads files and unpacks pictures:
//! it belongs off the window's thread and off the network's.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use tincan_net::{Bytes, Command, Content, TransferKind};
use tincan_pictures::{Format, PictureError, clean, limits};

/// As much of a file as its kind shows in.
const START_BYTES: u64 = 32;

/// A picture was asked for that cannot be sent as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} It can be sent as a file, with everything that is in it.")]
pub struct NotAPicture(#[from] pub PictureError);

/// What to send for `command`: the same, but that a picture it would send from
/// a file is rebuilt first.
///
/// A file whose kind nobody has named is a picture when it can be rebuilt, and
/// else a file. What is in a folder is always sent as files.
///
/// # Errors
///
/// When a picture is named as one, and cannot be rebuilt.
pub fn prepared(command: Command) -> Result<Command, NotAPicture> {
    let Command::SendFile {
        content: Content::Path(path),
        kind,
        words,
    } = command
    else {
        return Ok(command);
    };
    let (content, kind) = match rebuilt(&path, kind)? {
        Some((content, found)) => (content, kind.unwrap_or(found)),
        None => (Content::Path(path), TransferKind::File),
    };
    Ok(Command::SendFile {
        content,
        kind: Some(kind),
        words,
    })
}

fn rebuilt(
    path: &Path,
    kind: Option<TransferKind>,
) -> Result<Option<(Content, TransferKind)>, NotAPicture> {
    if kind == Some(TransferKind::File) || path.is_dir() {
        return Ok(None);
    }
    // What cannot be read is for the network side to complain about.
    let Ok(start) = read(path, START_BYTES) else {
        return Ok(None);
    };
    if kind.is_none() && TransferKind::sniff(&start) == TransferKind::File {
        return Ok(None);
    }
    let Ok(bytes) = read(path, limits::FILE_BYTES as u64 + 1) else {
        return Ok(None);
    };
    match from_memory(&bytes) {
        Ok(picture) => Ok(Some(picture)),
        Err(_) if kind.is_none() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A picture that is in memory, rebuilt.
///
/// # Errors
///
/// As [`clean`].
pub fn from_memory(bytes: &[u8]) -> Result<(Content, TransferKind), PictureError> {
    let picture = clean(bytes)?;
    let kind = match picture.format {
        Format::Gif => TransferKind::Gif,
        _ => TransferKind::Image,
    };
    let content = Content::Memory {
        name: picture.name(),
        bytes: Bytes::from(picture.bytes),
    };
    Ok((content, kind))
}

/// The first bytes of a file, at most `most`.
fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // Pipes and the like would keep us waiting.
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use tempfile::TempDir;

    use super::*;

    const SECRET: &[u8] = b"PLANTED-SECRET";

    /// A GIF of one point with a comment.
    fn gif() -> Vec<u8> {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF".to_vec();
        gif.extend(b"\x21\xFE\x0E");
        gif.extend(SECRET);
        gif.extend(b"\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x4C\x01\0;");
        gif
    }

    fn send(path: PathBuf, kind: Option<TransferKind>) -> Result<Command, NotAPicture> {
        prepared(Command::SendFile {
            content: Content::Path(path),
            kind,
            words: None,
        })
    }

    fn sent(dir: &TempDir, bytes: &[u8], kind: Option<TransferKind>) -> (Content, TransferKind) {
        let path = dir.path().join("holiday with Ben.gif");
        fs::write(&path, bytes).unwrap();
        match send(path, kind) {
            Ok(Command::SendFile {
                content,
                kind: Some(kind),
                words: None,
            }) => (content, kind),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_picture_tells_nothing_but_what_it_shows() {
        let dir = TempDir::new().unwrap();
        for kind in [None, Some(TransferKind::Gif), Some(TransferKind::Image)] {
            let (content, found) = sent(&dir, &gif(), kind);
            assert_eq!(found, kind.unwrap_or(TransferKind::Gif));
            let Content::Memory { name, bytes } = content else {
                panic!("{content:?}")
            };
            assert_eq!(name, "picture.gif");
            assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET));
        }
    }

    #[test]
    fn as_a_file_it_goes_as_it_is() {
        let dir = TempDir::new().unwrap();
        let (content, kind) = sent(&dir, &gif(), Some(TransferKind::File));
        assert!(matches!(content, Content::Path(_)));
        assert_eq!(kind, TransferKind::File);
        // So does what is in a folder, and what only looks like a picture.
        let folder = send(dir.path().to_owned(), None).unwrap();
        let is_file = |command: &Command| {
            matches!(
                command,
                Command::SendFile {
                    content: Content::Path(_),
                    kind: Some(TransferKind::File),
                    words: None
                }
            )
        };
        assert!(is_file(&folder));
        let (content, kind) = sent(&dir, &gif()[..20], None);
        assert!(matches!(content, Content::Path(_)));
        assert_eq!(kind, TransferKind::File);
        assert!(is_file(&send("/nowhere/at/all".into(), None).unwrap()));
    }

    #[test]
    fn a_picture_that_is_none_is_refused() {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("a.jpg");
        fs::write(&path, b"words").unwrap();
        let error = send(path, Some(TransferKind::Image)).unwrap_err();
        assert_eq!(error, NotAPicture(PictureError::NotAPicture));
    }
}

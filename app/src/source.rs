//! Where the file of a picture is, and what can be said of it at a glance.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use tincan_net::{Bytes, Transfer, TransferKind, TransferState};
use tincan_pictures::{Format, limits};

/// Where the file of a picture is.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// Here.
    Memory(Bytes),
    /// On disk.
    File(PathBuf),
}

impl Source {
    /// Of a picture that was handed over; nothing when there is none to show.
    pub(crate) fn of(transfer: &Transfer) -> Option<Self> {
        if transfer.kind == TransferKind::File {
            return None;
        }
        match (&transfer.bytes, &transfer.state) {
            (Some(bytes), _) => Some(Self::Memory(bytes.clone())),
            (None, TransferState::Done { path: Some(path) }) => Some(Self::File(path.clone())),
            _ => None,
        }
    }

    /// The whole file, if it is no larger than a picture may be.
    pub(crate) fn read(&self) -> Option<Vec<u8>> {
        match self {
            Self::Memory(bytes) => Some(bytes.to_vec()),
            Self::File(path) => {
                let most = limits::FILE_BYTES as u64;
                let file = File::open(path).ok()?;
                let metadata = file.metadata().ok()?;
                if !metadata.is_file() || metadata.len() > most {
                    return None;
                }
                let mut bytes = Vec::new();
                file.take(most).read_to_end(&mut bytes).ok()?;
                Some(bytes)
            }
        }
    }

    /// Whether its first bytes are those of a picture.
    pub(crate) fn looks_like_a_picture(&self) -> bool {
        match self {
            Self::Memory(_) => true,
            Self::File(path) => start(path).is_some_and(|start| Format::sniff(&start).is_some()),
        }
    }

    /// Whether it is an AVIF or HEIC picture: AV1 and HEVC have no decoder here.
    pub(crate) fn is_of_a_kind_not_shown(&self) -> bool {
        const KINDS: [&[u8]; 6] = [b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1"];
        let Self::File(path) = self else { return false };
        start(path).is_some_and(|start| {
            let kind = start.get(8..12).unwrap_or_default();
            start.get(4..8) == Some(b"ftyp") && KINDS.contains(&kind)
        })
    }
}

/// The first bytes of a file.
fn start(path: &Path) -> Option<[u8; Format::SNIFFED_BYTES]> {
    let mut start = [0; Format::SNIFFED_BYTES];
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    File::open(path).ok()?.read_exact(&mut start).ok()?;
    Some(start)
}

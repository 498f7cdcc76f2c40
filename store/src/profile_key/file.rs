//! A key in a file that only this person may read.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::ProfileKeyError;
use crate::seal::KEY_BYTES;

pub(super) fn path(directory: &Path) -> PathBuf {
    directory.join("key")
}

pub(super) fn read(file: &Path) -> Result<Zeroizing<[u8; KEY_BYTES]>, ProfileKeyError> {
    let bytes = match fs::read(file) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ProfileKeyError::Gone);
        }
        Err(error) => return Err(error.into()),
    };
    let key: Result<[u8; KEY_BYTES], _> = bytes.as_slice().try_into();
    key.map(Zeroizing::new)
        .map_err(|_| ProfileKeyError::Damaged)
}

/// A file of a start that broke off before it was recorded is of no use to
/// anybody, and is replaced.
pub(super) fn write_new(directory: &Path, key: &[u8; KEY_BYTES]) -> io::Result<PathBuf> {
    let file = path(directory);
    write_private(&file, key)?;
    Ok(file)
}

/// Writes a file whole or not at all, for this person only.
pub(super) fn write_private(file: &Path, contents: &[u8]) -> io::Result<()> {
    let new = file.with_extension("new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&new)?;
    out.write_all(contents)?;
    out.sync_all()?;
    fs::rename(&new, file)
}

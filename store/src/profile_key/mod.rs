//! The key that seals what a profile keeps.
//!
//! It is in the system's keyring, or, where there is none, in a file that only
//! this person may read. Which of the two is decided once, when the key is
//! made, and recorded: a keyring that is locked or gone later is an error in
//! words, never the reason for another key.

mod file;
mod keyring;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::seal::{KEY_BYTES, random_key};

/// Says where the key is: `keyring <account>` or `file`.
const PLACE: &str = "key-place";

/// A profile's key.
pub struct ProfileKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    place: KeyPlace,
}

/// Where a key is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// The system's keyring, under this name.
    Keyring {
        /// What the entry is called there.
        account: String,
    },
    /// A file that only this person may read.
    File(PathBuf),
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum ProfileKeyError {
    /// The keyring had it, and does not give it out now.
    #[error(
        "The key of the kept rooms is in the system's keyring, which does not give it out. \
         Unlock the keyring, then start Tincan again."
    )]
    KeyringShut(#[source] ::keyring::Error),
    /// The keyring or the file has it no longer.
    #[error("The key of the kept rooms is gone, so they cannot be opened.")]
    Gone,
    /// It is there and makes no sense.
    #[error("The key of the kept rooms is damaged, so they cannot be opened.")]
    Damaged,
    /// The profile's folder cannot be read or written.
    #[error("The key of the kept rooms cannot be kept here: {0}.")]
    Io(#[from] io::Error),
}

impl ProfileKey {
    /// The key of the profile in `directory`; made and recorded when there has
    /// been none.
    pub fn find_or_make(directory: &Path) -> Result<Self, ProfileKeyError> {
        match read_place(directory)? {
            Some(place) => Self::read(place),
            None => Self::make(directory),
        }
    }

    /// Where it is kept: to be said in Settings.
    pub fn place(&self) -> &KeyPlace {
        &self.place
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.bytes
    }

    fn read(place: KeyPlace) -> Result<Self, ProfileKeyError> {
        let bytes = match &place {
            KeyPlace::Keyring { account } => keyring::read(account)?,
            KeyPlace::File(file) => file::read(file)?,
        };
        Ok(Self { bytes, place })
    }

    fn make(directory: &Path) -> Result<Self, ProfileKeyError> {
        fs::create_dir_all(directory)?;
        let bytes = random_key();
        let place = match keyring::write_new(&bytes) {
            Ok(account) => KeyPlace::Keyring { account },
            Err(error) => {
                tracing::info!(%error, "no keyring: the key goes into a file");
                KeyPlace::File(file::write_new(directory, &bytes)?)
            }
        };
        // The record comes last: without it the next start makes another key,
        // and nothing was sealed under this one.
        let record = match &place {
            KeyPlace::Keyring { account } => format!("keyring {account}\n"),
            KeyPlace::File(_) => "file\n".to_owned(),
        };
        file::write_private(&directory.join(PLACE), record.as_bytes())?;
        Ok(Self { bytes, place })
    }
}

fn read_place(directory: &Path) -> Result<Option<KeyPlace>, ProfileKeyError> {
    let record = match fs::read_to_string(directory.join(PLACE)) {
        Ok(record) => record,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(ProfileKeyError::Damaged);
        }
        Err(error) => return Err(error.into()),
    };
    let words: Vec<&str> = record.split_whitespace().collect();
    match words.as_slice() {
        ["file"] => Ok(Some(KeyPlace::File(file::path(directory)))),
        ["keyring", account] => Ok(Some(KeyPlace::Keyring {
            account: (*account).to_owned(),
        })),
        _ => Err(ProfileKeyError::Damaged),
    }
}

#[cfg(test)]
mod tests;

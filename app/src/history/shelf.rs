//! The database of a profile, opened when it is needed.

use std::path::PathBuf;

use tincan_net::{CommandError, RoomId};
use tincan_store::{About, ProfileKey, ProfileKeyError, RoomNumber, Store, StoreError};

/// Where rooms are kept.
pub(super) struct Shelf {
    directory: PathBuf,
    store: Option<Store>,
}

/// Why something cannot be kept, in words, and its name on the command line.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl From<Trouble> for CommandError {
    fn from(Trouble { code, message }: Trouble) -> Self {
        Self::Store { code, message }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::InUse => "profile_in_use",
            StoreError::WrongKey => "wrong_key",
            StoreError::Foreign => "foreign_file",
            StoreError::Newer => "newer_file",
            StoreError::Damaged => "damaged_file",
            StoreError::DiskFull => "disk_full",
            StoreError::ReadOnly => "read_only",
            StoreError::NoSuchRoom => "unknown_room",
            StoreError::Io(_) | StoreError::Database(_) => "not_kept",
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}

impl From<ProfileKeyError> for Trouble {
    fn from(error: ProfileKeyError) -> Self {
        let code = match error {
            ProfileKeyError::KeyringShut(_) => "keyring_shut",
            ProfileKeyError::Gone => "key_gone",
            ProfileKeyError::Damaged => "key_damaged",
            ProfileKeyError::Io(_) => "not_kept",
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}

impl Shelf {
    pub(super) fn new(directory: PathBuf) -> Self {
        Self {
            directory,
            store: None,
        }
    }

    /// What there is; `None` when nothing was ever kept.
    pub(super) fn find(&mut self) -> Result<Option<&mut Store>, Trouble> {
        if self.store.is_none() && !Store::exists(&self.directory) {
            return Ok(None);
        }
        self.get().map(Some)
    }

    /// The database, which is made when there is none. What went wrong once is
    /// tried again: a disk may have space again, another process may be gone.
    pub(super) fn get(&mut self) -> Result<&mut Store, Trouble> {
        let store = match self.store.take() {
            Some(store) => store,
            None => {
                // A database whose key is gone is no reason for another key.
                let key = ProfileKey::find_or_make(&self.directory)?;
                Store::open(&self.directory, key)?
            }
        };
        Ok(self.store.insert(store))
    }

    /// The room of this name, and what is shown of it.
    pub(super) fn room(&mut self, id: RoomId) -> Result<Option<(RoomNumber, About)>, Trouble> {
        let Some(store) = self.find()? else {
            return Ok(None);
        };
        let mut rooms = store.rooms()?.into_iter();
        let found = rooms.find(|kept| kept.about.id == id.0);
        Ok(found.map(|kept| (kept.room, kept.about)))
    }
}

//! The open database of a profile.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use hmac::{Hmac, Mac};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use sha2::Sha256;

use crate::{
    error::StoreError,
    profile_key::{KeyPlace, ProfileKey},
    schema,
    seal::{Place, Sealer},
};

const DATABASE: &str = "rooms.sqlite";
const LOCK: &str = "rooms.lock";

const PROOF: Place = Place {
    table: "meta",
    column: "proof",
    room: 0,
    row: 0,
};

/// The kept rooms of a profile, for as long as this is open. One process at a
/// time has it.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) sealer: Sealer,
    key: ProfileKey,
    file: PathBuf,
    /// Held for as long as the database is open.
    _lock: File,
}

impl Store {
    /// Opens the kept rooms in `directory`, or begins with none.
    pub fn open(directory: &Path, key: ProfileKey) -> Result<Self, StoreError> {
        fs::create_dir_all(directory).map_err(cannot_write)?;
        let lock = lock(&directory.join(LOCK))?;
        let file = directory.join(DATABASE);
        private(&file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&file, flags)?;
        schema::prepare(&mut connection)?;
        let store = Self {
            connection,
            sealer: Sealer::new(key.bytes()),
            key,
            file,
            _lock: lock,
        };
        store.prove_key()?;
        Ok(store)
    }

    /// Whether there is anything to open in `directory`: without, no key is
    /// needed yet.
    pub fn exists(directory: &Path) -> bool {
        directory.join(DATABASE).exists()
    }

    fn prove_key(&self) -> Result<(), StoreError> {
        let proof: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT proof FROM meta", [], |row| row.get(0))
            .optional()?;
        match proof {
            Some(proof) => {
                let opened = self.sealer.open_bytes(PROOF, &proof);
                opened.map(drop).map_err(|_| StoreError::WrongKey)
            }
            None => {
                let proof = self.sealer.seal_bytes(PROOF, b"")?;
                let add = "INSERT INTO meta (only, proof) VALUES (0, ?1)";
                self.connection.execute(add, [proof])?;
                Ok(())
            }
        }
    }

    /// Where the key is that seals everything here.
    pub fn key_place(&self) -> &KeyPlace {
        self.key.place()
    }

    /// What it takes on the disk, in bytes.
    pub fn bytes(&self) -> u64 {
        let size = |file: &Path| fs::metadata(file).map_or(0, |about| about.len());
        let beside = |ending: &str| self.file.with_extension(ending);
        size(&self.file) + size(&beside("sqlite-wal")) + size(&beside("sqlite-shm"))
    }

    /// A mark of `value` that tells nothing of it to who has no key.
    pub(crate) fn mark(&self, kind: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mac = Hmac::<Sha256>::new_from_slice(self.key.bytes());
        let mut mac = mac.map_err(|_| StoreError::Damaged)?;
        mac.update(b"tincan store 1|mark|");
        mac.update(kind.as_bytes());
        mac.update(b"|");
        mac.update(value);
        Ok(mac.finalize().into_bytes().to_vec())
    }

    /// Takes what was deleted out of the log too.
    pub(crate) fn scrub(&self) -> Result<(), StoreError> {
        let mut checkpoint = self.connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)")?;
        checkpoint.query_row([], |_| Ok(()))?;
        Ok(())
    }
}

/// Takes the profile for this process.
fn lock(file: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    let options = options.create(true).truncate(false).write(true);
    let file = options.open(file).map_err(cannot_write)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(StoreError::Io(error)),
    }
}

/// Makes the file so that only this person may read it; SQLite gives its other
/// files the same mode.
fn private(file: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop).map_err(cannot_write)
}

fn cannot_write(error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Io(error),
    }
}

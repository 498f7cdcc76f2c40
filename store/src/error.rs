//! What can go wrong with the database, in words.

use std::io;

use rusqlite::ErrorCode;

/// Why something was not kept, or is not shown. Nothing was overwritten.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has this profile open.
    #[error("Another Tincan uses this profile. Close it, or name another profile.")]
    InUse,
    /// It was sealed under another key.
    #[error("The kept rooms were sealed with another key, so they cannot be opened here.")]
    WrongKey,
    /// Some other program's database.
    #[error("The file of the kept rooms is not Tincan's, so it was left as it is.")]
    Foreign,
    /// Written by a later version.
    #[error("The kept rooms are of a later version of Tincan. Update it to open them.")]
    Newer,
    /// Something in it makes no sense.
    #[error("The file of the kept rooms is damaged, so it was left as it is.")]
    Damaged,
    /// No space left.
    #[error("The disk is full, so this was not kept. Free some space.")]
    DiskFull,
    /// A read-only folder, or no permission.
    #[error("The kept rooms cannot be written here.")]
    ReadOnly,
    /// A room that is not kept, or no longer.
    #[error("This room is not kept here.")]
    NoSuchRoom,
    /// The disk fails.
    #[error("The file of the kept rooms cannot be read: {0}.")]
    Io(#[source] io::Error),
    /// Anything else that SQLite says.
    #[error("The kept rooms cannot be used: {0}.")]
    Database(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            _ => Self::Database(error),
        }
    }
}

//! What a profile keeps of rooms that both people wanted to keep: who they are
//! met by, and what was said. All of it is on this machine only, and sealed.
//!
//! SQLite holds it. What it shows to somebody who reads the file is how many
//! rooms there are, how many messages and transfers each has, in which order they
//! came, and about how long each is; texts, names, times, places of files, small
//! pictures and keys are sealed
//! by XChaCha20-Poly1305, a key for each room under the profile's.
//!
//! - [`ProfileKey`]: the key of a profile, from the system's keyring or a file.
//! - [`Store`]: opens the database; rooms, history, transfers, search, blocked
//!   keys.
//! - [`export`]: a conversation as text or JSON.
//!
//! Everything here blocks: it belongs on a thread of its own.

mod blocked;
mod error;
pub mod export;
mod handed;
mod history;
mod profile_key;
mod rooms;
mod schema;
mod seal;
mod store;
mod transfers;

pub use self::{
    error::StoreError,
    handed::{Ended, Handed, Kind, MAX_PREVIEW_BYTES},
    history::{Author, Entry, Found, Item, Reaction, Seq, State, Stored},
    profile_key::{KeyPlace, ProfileKey, ProfileKeyError},
    rooms::{About, KeptRoom, Keys, RoomNumber},
    store::Store,
    transfers::TransferKey,
};

/// Milliseconds since the Unix epoch.
pub type UnixMillis = u64;

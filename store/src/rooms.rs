//! Kept rooms: the keys they are met by, and what is shown of them.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    UnixMillis,
    error::StoreError,
    seal::{KEY_BYTES, Place, Sealer, random_key},
    store::Store,
};

/// A kept room on this machine. Numbers are never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomNumber(pub(crate) i64);

/// What a room is met by.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Keys {
    /// Tells where to meet; the same on both sides.
    pub secret: [u8; 32],
    /// The seed of our Ed25519 key, which signs our admissions.
    pub ours: [u8; 32],
    /// The peer's Ed25519 public key: nobody else is admitted.
    pub theirs: [u8; 32],
}

/// What is shown of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What the person calls it; seen only here.
    pub name: Option<String>,
    /// What the other called themselves last.
    pub peer: String,
    /// When the two were last together.
    pub last_at: UnixMillis,
    /// Whether the two compared their emoji.
    pub verified: bool,
    /// Of the other's messages, up to this number were seen.
    pub read: u64,
    /// Names the room from run to run.
    pub id: u64,
    /// Whether we made it.
    pub host: bool,
    /// Relays by which the two meet.
    pub relays: Vec<String>,
    /// The emoji that the two could compare, as numbers.
    pub safety: Option<[u8; 5]>,
    /// Of our messages, up to this number the other has seen.
    pub they_read: u64,
    /// Of our messages, up to this number it is known what became of them.
    pub settled: u64,
    /// The highest numbers of our messages and of the other's, whatever was
    /// cleared since.
    pub newest: (u64, u64),
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRoom {
    /// Its number.
    pub room: RoomNumber,
    /// What is shown of it.
    pub about: About,
}

impl Store {
    /// Keeps a room that is met by `keys` and was begun with the link of this
    /// secret. A room that is kept already by that link stays as it is.
    pub fn keep(
        &mut self,
        link_secret: &[u8],
        keys: &Keys,
        about: &About,
    ) -> Result<RoomNumber, StoreError> {
        if let Some(room) = self.find_room(link_secret)? {
            return Ok(room);
        }
        let link = self.mark("link", link_secret)?;
        let key = random_key();
        let change = self.connection.transaction()?;
        let add = "INSERT INTO rooms (key, link, keys, about) VALUES (x'', ?1, x'', x'')";
        change.execute(add, [link])?;
        let room = change.last_insert_rowid();
        let sealer = Sealer::new(&key);
        let fill = "UPDATE rooms SET key = ?2, keys = ?3, about = ?4 WHERE room = ?1";
        change.execute(
            fill,
            params![
                room,
                self.sealer.seal_bytes(place(room, "key"), key.as_slice())?,
                sealer.seal(place(room, "keys"), keys)?,
                sealer.seal(place(room, "about"), about)?,
            ],
        )?;
        change.commit()?;
        Ok(RoomNumber(room))
    }

    /// All of them, the latest first. One that is damaged is left out.
    pub fn rooms(&self) -> Result<Vec<KeptRoom>, StoreError> {
        let mut query = self
            .connection
            .prepare("SELECT room, key, about FROM rooms")?;
        let rows = query.query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, Vec<u8>>(2)?,
            ))
        })?;
        let mut rooms = Vec::new();
        for row in rows {
            let (room, key, about) = row?;
            let about = self
                .unwrap_key(room, &key)
                .and_then(|sealer| sealer.open(place(room, "about"), &about));
            match about {
                Ok(about) => rooms.push(KeptRoom {
                    room: RoomNumber(room),
                    about,
                }),
                Err(_) => tracing::warn!(room, "a kept room is damaged"),
            }
        }
        rooms.sort_by_key(|kept| std::cmp::Reverse((kept.about.last_at, kept.room)));
        Ok(rooms)
    }

    /// The room that was begun with the link of this secret.
    pub fn find_room(&self, link_secret: &[u8]) -> Result<Option<RoomNumber>, StoreError> {
        let link = self.mark("link", link_secret)?;
        let find = "SELECT room FROM rooms WHERE link = ?1";
        let room = self.connection.query_row(find, [link], |row| row.get(0));
        Ok(room.optional()?.map(RoomNumber))
    }

    /// What the room is met by.
    pub fn keys(&self, room: RoomNumber) -> Result<Keys, StoreError> {
        let sealed: Vec<u8> = self.column(room, "SELECT keys FROM rooms WHERE room = ?1")?;
        self.room_sealer(room)?.open(place(room.0, "keys"), &sealed)
    }

    /// What is shown of the room.
    pub fn about(&self, room: RoomNumber) -> Result<About, StoreError> {
        let sealed: Vec<u8> = self.column(room, "SELECT about FROM rooms WHERE room = ?1")?;
        self.room_sealer(room)?
            .open(place(room.0, "about"), &sealed)
    }

    /// Changes what is shown of the room.
    pub fn set_about(&mut self, room: RoomNumber, about: &About) -> Result<(), StoreError> {
        let sealed = self
            .room_sealer(room)?
            .seal(place(room.0, "about"), about)?;
        let change = "UPDATE rooms SET about = ?2 WHERE room = ?1";
        self.connection.execute(change, params![room.0, sealed])?;
        Ok(())
    }

    /// Forgets the room and all that was said in it: its key is destroyed.
    pub fn forget(&mut self, room: RoomNumber) -> Result<(), StoreError> {
        let forget = "DELETE FROM rooms WHERE room = ?1";
        if self.connection.execute(forget, [room.0])? == 0 {
            return Err(StoreError::NoSuchRoom);
        }
        self.scrub()
    }

    /// Seals and opens what belongs to the room.
    pub(crate) fn room_sealer(&self, room: RoomNumber) -> Result<Sealer, StoreError> {
        let wrapped = self.column(room, "SELECT key FROM rooms WHERE room = ?1")?;
        self.unwrap_key(room.0, &wrapped)
    }

    fn unwrap_key(&self, room: i64, wrapped: &[u8]) -> Result<Sealer, StoreError> {
        let key = self.sealer.open_bytes(place(room, "key"), wrapped)?;
        let key: [u8; KEY_BYTES] = key.as_slice().try_into().map_err(|_| StoreError::Damaged)?;
        Ok(Sealer::new(&Zeroizing::new(key)))
    }

    fn column(&self, room: RoomNumber, query: &str) -> Result<Vec<u8>, StoreError> {
        let mut query = self.connection.prepare_cached(query)?;
        let value = query.query_row([room.0], |row| row.get(0)).optional()?;
        value.ok_or(StoreError::NoSuchRoom)
    }
}

fn place(room: i64, column: &'static str) -> Place {
    Place {
        table: "rooms",
        column,
        room,
        row: 0,
    }
}

//! What was said in a kept room.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::{
    UnixMillis,
    error::StoreError,
    rooms::RoomNumber,
    seal::{Place, Sealer},
    store::Store,
};

/// A place in the order in which the messages of a room are shown here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seq(pub i64);

/// Who wrote a message, as seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// We.
    Me,
    /// The other.
    Peer,
}

impl Author {
    fn column(self) -> i64 {
        match self {
            Self::Me => 0,
            Self::Peer => 1,
        }
    }

    fn of_column(column: i64) -> Result<Self, StoreError> {
        match column {
            0 => Ok(Self::Me),
            1 => Ok(Self::Peer),
            _ => Err(StoreError::Damaged),
        }
    }
}

/// How far a message of ours has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not known to have arrived.
    #[default]
    Sent,
    /// It arrived.
    Delivered,
    /// It was seen.
    Read,
    /// It did not arrive, and will not.
    Failed,
}

/// Somebody's reaction to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Whose.
    pub from: Author,
    /// Which.
    pub emoji: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Who wrote it.
    pub author: Author,
    /// Its number among that person's messages.
    pub number: u64,
    /// When it was written, by the writer's clock.
    pub at: UnixMillis,
    /// What it says; nothing once it was deleted.
    pub text: String,
    /// The message that it answers: whose, and its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<(Author, u64)>,
    /// The number of the writer's transfer that the words belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<u64>,
    /// Whether it was changed.
    #[serde(default)]
    pub edited: bool,
    /// Whether its writer took it back.
    #[serde(default)]
    pub deleted: bool,
    /// How far it has come, when it is ours.
    #[serde(default)]
    pub state: State,
    /// What the two think of it.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
}

/// A message and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where it is shown.
    pub seq: Seq,
    /// What it is.
    pub entry: Entry,
}

/// A part of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Messages with the words, the newest first.
    pub messages: Vec<Stored>,
    /// Where to go on, when there is more to look through.
    pub before: Option<Seq>,
}

/// Messages that are looked through at a time.
const SEARCHED_AT_ONCE: usize = 4096;

impl Store {
    /// Keeps messages, in this order, after all others; all of them or none.
    /// Once it returns they survive whatever happens. A message that is there
    /// already is changed in its place.
    pub fn write(&mut self, room: RoomNumber, entries: &[Entry]) -> Result<(), StoreError> {
        let sealer = self.room_sealer(room)?;
        let change = self.connection.transaction()?;
        for entry in entries {
            let number = i64::try_from(entry.number).map_err(|_| StoreError::Damaged)?;
            let author = entry.author.column();
            let mut find = change.prepare_cached(
                "SELECT seq FROM messages WHERE room = ?1 AND author = ?2 AND number = ?3",
            )?;
            let known: Option<i64> = find
                .query_row(params![room.0, author, number], |row| row.get(0))
                .optional()?;
            let seq = match known {
                Some(seq) => seq,
                None => {
                    let mut last = change.prepare_cached(
                        "SELECT coalesce(max(seq), 0) + 1 FROM messages WHERE room = ?1",
                    )?;
                    last.query_row([room.0], |row| row.get(0))?
                }
            };
            let body = sealer.seal(place(room, seq), entry)?;
            let mut put = change.prepare_cached(
                "INSERT INTO messages (room, seq, author, number, body) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (room, seq) DO UPDATE SET body = excluded.body",
            )?;
            put.execute(params![room.0, seq, author, number, body])?;
        }
        change.commit()?;
        Ok(())
    }

    /// At most `limit` messages before `before`, or the newest ones; the newest
    /// of them last.
    pub fn page(
        &self,
        room: RoomNumber,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut page = self.read_back(room, before, limit)?;
        page.reverse();
        Ok(page)
    }

    /// At most `limit` messages after `after`, the oldest first.
    pub fn page_after(
        &self,
        room: RoomNumber,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let mut query = self.connection.prepare_cached(
            "SELECT seq, author, number, body FROM messages
            WHERE room = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![room.0, after.0, limit], Row::read)?;
        rows.map(|row| row?.open(room, &sealer)).collect()
    }

    /// One message.
    pub fn message(
        &self,
        room: RoomNumber,
        author: Author,
        number: u64,
    ) -> Result<Option<Stored>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let Ok(number) = i64::try_from(number) else {
            return Ok(None);
        };
        let mut find = self.connection.prepare_cached(
            "SELECT seq, author, number, body FROM messages
            WHERE room = ?1 AND author = ?2 AND number = ?3",
        )?;
        let row = find
            .query_row(params![room.0, author.column(), number], Row::read)
            .optional()?;
        row.map(|row| row.open(room, &sealer)).transpose()
    }

    /// The number of the newest message of `author`, or 0.
    pub fn newest_number(&self, room: RoomNumber, author: Author) -> Result<u64, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(max(number), 0) FROM messages WHERE room = ?1 AND author = ?2",
        )?;
        let newest: i64 = query.query_row(params![room.0, author.column()], |row| row.get(0))?;
        u64::try_from(newest).map_err(|_| StoreError::Damaged)
    }

    /// Looks for messages with `words` in them, whatever their case, from
    /// `before` backwards. Looks through a part only, so that who waits can be
    /// shown what there is, or stop: go on from [`Found::before`].
    pub fn search(
        &self,
        room: RoomNumber,
        words: &str,
        before: Option<Seq>,
    ) -> Result<Found, StoreError> {
        let words = words.to_lowercase();
        let looked_through = self.read_back(room, before, SEARCHED_AT_ONCE)?;
        let whole = looked_through.len() == SEARCHED_AT_ONCE;
        let before = looked_through.last().map(|m| m.seq).filter(|_| whole);
        let has_words = |stored: &Stored| {
            !stored.entry.deleted && stored.entry.text.to_lowercase().contains(&words)
        };
        Ok(Found {
            messages: looked_through.into_iter().filter(has_words).collect(),
            before,
        })
    }

    /// How many messages there are in all rooms together.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count = "SELECT count(*) FROM messages";
        let count: i64 = self.connection.query_row(count, [], |row| row.get(0))?;
        u64::try_from(count).map_err(|_| StoreError::Damaged)
    }

    /// Takes away all that was said in every room, here only.
    pub fn clear_all(&mut self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM messages", [])?;
        // What they took on the disk is free again.
        self.connection.execute_batch("VACUUM")?;
        self.scrub()
    }

    /// Takes away all that was said, here only.
    pub fn clear(&mut self, room: RoomNumber) -> Result<(), StoreError> {
        let clear = "DELETE FROM messages WHERE room = ?1";
        self.connection.execute(clear, [room.0])?;
        self.scrub()
    }

    /// Backwards from `before`, the newest first.
    fn read_back(
        &self,
        room: RoomNumber,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let mut query = self.connection.prepare_cached(
            "SELECT seq, author, number, body FROM messages
            WHERE room = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        )?;
        let before = before.map_or(i64::MAX, |seq| seq.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![room.0, before, limit], Row::read)?;
        rows.map(|row| row?.open(room, &sealer)).collect()
    }
}

/// A row, still sealed.
struct Row {
    seq: i64,
    author: i64,
    number: i64,
    body: Vec<u8>,
}

impl Row {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            author: row.get(1)?,
            number: row.get(2)?,
            body: row.get(3)?,
        })
    }

    fn open(self, room: RoomNumber, sealer: &Sealer) -> Result<Stored, StoreError> {
        let entry: Entry = sealer.open(place(room, self.seq), &self.body)?;
        let same_author = Author::of_column(self.author)? == entry.author;
        if !same_author || i64::try_from(entry.number) != Ok(self.number) {
            return Err(StoreError::Damaged);
        }
        Ok(Stored {
            seq: Seq(self.seq),
            entry,
        })
    }
}

fn place(room: RoomNumber, seq: i64) -> Place {
    Place {
        table: "messages",
        column: "body",
        room: room.0,
        row: seq,
    }
}

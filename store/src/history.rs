//! What was said in a kept room, and what was handed over between.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::{
    UnixMillis,
    error::StoreError,
    handed::{self, Handed},
    rooms::RoomNumber,
    seal::{Place, Sealer},
    store::Store,
};

/// A place in the order in which what happened in a room is shown here.
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
    pub(crate) fn column(self) -> i64 {
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

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A message.
    Said(Entry),
    /// Something that was handed over.
    Handed(Handed),
}

impl Item {
    /// Whether `words`, in small letters, are in what it says or is called.
    fn has(&self, words: &str) -> bool {
        match self {
            Self::Said(entry) => !entry.deleted && entry.text.to_lowercase().contains(words),
            Self::Handed(handed) => handed.name.to_lowercase().contains(words),
        }
    }
}

/// One thing and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where it is shown.
    pub seq: Seq,
    /// What it is.
    pub item: Item,
}

/// A part of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What has the words, the newest first.
    pub items: Vec<Stored>,
    /// Where to go on, when there is more to look through.
    pub before: Option<Seq>,
}

/// Things that are looked through at a time.
const SEARCHED_AT_ONCE: usize = 4096;

impl Store {
    /// Keeps what happened, in this order, after all else; all of it or none.
    /// Once it returns it survives whatever happens. What is there already is
    /// changed in its place.
    pub fn write(&mut self, room: RoomNumber, items: &[Item]) -> Result<(), StoreError> {
        let sealer = self.room_sealer(room)?;
        let change = self.connection.transaction()?;
        for item in items {
            let (author, number, find, put) = match item {
                Item::Said(said) => (said.author, said.number, FIND_SAID, PUT_SAID),
                Item::Handed(handed) => (handed.author, handed.number, FIND_HANDED, PUT_HANDED),
            };
            let author = author.column();
            let number = i64::try_from(number).map_err(|_| StoreError::Damaged)?;
            let known: Option<i64> = change
                .prepare_cached(find)?
                .query_row(params![room.0, author, number], |row| row.get(0))
                .optional()?;
            let seq = match known {
                Some(seq) => seq,
                None => {
                    let mut next = change.prepare_cached(NEXT)?;
                    next.query_row([room.0], |row| row.get(0))?
                }
            };
            let body = match item {
                Item::Said(said) => sealer.seal(place(room, seq), said)?,
                Item::Handed(handed) => sealer.seal(handed::place(room, "body", seq), handed)?,
            };
            let mut put = change.prepare_cached(put)?;
            put.execute(params![room.0, seq, author, number, body])?;
        }
        change.commit()?;
        Ok(())
    }

    /// At most `limit` things before `before`, or the newest ones; the newest of
    /// them last.
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

    /// At most `limit` things after `after`, the oldest first.
    pub fn page_after(
        &self,
        room: RoomNumber,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let mut query = self.connection.prepare_cached(
            "SELECT 0, seq, author, number, body FROM messages WHERE room = ?1 AND seq > ?2
            UNION ALL
            SELECT 1, seq, author, number, body FROM handed WHERE room = ?1 AND seq > ?2
            ORDER BY 2 LIMIT ?3",
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
    ) -> Result<Option<Entry>, StoreError> {
        let find = "SELECT 0, seq, author, number, body FROM messages
            WHERE room = ?1 AND author = ?2 AND number = ?3";
        match self.item(find, room, author, number)? {
            Some(Item::Said(entry)) => Ok(Some(entry)),
            Some(Item::Handed(_)) => Err(StoreError::Damaged),
            None => Ok(None),
        }
    }

    /// What `find` gives for a room, an author and a number.
    pub(crate) fn item(
        &self,
        find: &str,
        room: RoomNumber,
        author: Author,
        number: u64,
    ) -> Result<Option<Item>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let Ok(number) = i64::try_from(number) else {
            return Ok(None);
        };
        let mut find = self.connection.prepare_cached(find)?;
        let row = find
            .query_row(params![room.0, author.column(), number], Row::read)
            .optional()?;
        let stored = row.map(|row| row.open(room, &sealer)).transpose()?;
        Ok(stored.map(|stored| stored.item))
    }

    /// The number of the newest message of `author`, or 0.
    pub fn newest_number(&self, room: RoomNumber, author: Author) -> Result<u64, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(max(number), 0) FROM messages WHERE room = ?1 AND author = ?2",
        )?;
        let newest: i64 = query.query_row(params![room.0, author.column()], |row| row.get(0))?;
        u64::try_from(newest).map_err(|_| StoreError::Damaged)
    }

    /// Looks for what has `words` in it or in its name, whatever their case, from
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
        let has_words = |stored: &Stored| stored.item.has(&words);
        Ok(Found {
            items: looked_through.into_iter().filter(has_words).collect(),
            before,
        })
    }

    /// How many messages there are in all rooms together, and things that were
    /// handed over.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count = "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM handed)";
        let count: i64 = self.connection.query_row(count, [], |row| row.get(0))?;
        u64::try_from(count).map_err(|_| StoreError::Damaged)
    }

    /// Takes away all that was said and handed over in every room, here only.
    pub fn clear_all(&mut self) -> Result<(), StoreError> {
        let change = self.connection.transaction()?;
        change.execute("DELETE FROM messages", [])?;
        change.execute("DELETE FROM handed", [])?;
        change.commit()?;
        // What they took on the disk is free again.
        self.connection.execute_batch("VACUUM")?;
        self.scrub()
    }

    /// Takes away all that was said and handed over, here only.
    pub fn clear(&mut self, room: RoomNumber) -> Result<(), StoreError> {
        let change = self.connection.transaction()?;
        change.execute("DELETE FROM messages WHERE room = ?1", [room.0])?;
        change.execute("DELETE FROM handed WHERE room = ?1", [room.0])?;
        change.commit()?;
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
            "SELECT 0, seq, author, number, body FROM messages WHERE room = ?1 AND seq < ?2
            UNION ALL
            SELECT 1, seq, author, number, body FROM handed WHERE room = ?1 AND seq < ?2
            ORDER BY 2 DESC LIMIT ?3",
        )?;
        let before = before.map_or(i64::MAX, |seq| seq.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![room.0, before, limit], Row::read)?;
        rows.map(|row| row?.open(room, &sealer)).collect()
    }
}

const FIND_SAID: &str = "SELECT seq FROM messages WHERE room = ?1 AND author = ?2 AND number = ?3";
const FIND_HANDED: &str = "SELECT seq FROM handed WHERE room = ?1 AND author = ?2 AND number = ?3";
const PUT_SAID: &str =
    "INSERT INTO messages (room, seq, author, number, body) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (room, seq) DO UPDATE SET body = excluded.body";
const PUT_HANDED: &str =
    "INSERT INTO handed (room, seq, author, number, body) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (room, seq) DO UPDATE SET body = excluded.body";
/// After all that is there.
const NEXT: &str = "SELECT 1 + max(
    coalesce((SELECT max(seq) FROM messages WHERE room = ?1), 0),
    coalesce((SELECT max(seq) FROM handed WHERE room = ?1), 0))";

/// A row, still sealed.
struct Row {
    handed: bool,
    seq: i64,
    author: i64,
    number: i64,
    body: Vec<u8>,
}

impl Row {
    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            handed: row.get(0)?,
            seq: row.get(1)?,
            author: row.get(2)?,
            number: row.get(3)?,
            body: row.get(4)?,
        })
    }

    pub(crate) fn open(self, room: RoomNumber, sealer: &Sealer) -> Result<Stored, StoreError> {
        let (item, author, number) = if self.handed {
            let place = handed::place(room, "body", self.seq);
            let handed: Handed = sealer.open(place, &self.body)?;
            let (author, number) = (handed.author, handed.number);
            (Item::Handed(handed), author, number)
        } else {
            let entry: Entry = sealer.open(place(room, self.seq), &self.body)?;
            let (author, number) = (entry.author, entry.number);
            (Item::Said(entry), author, number)
        };
        let same_author = Author::of_column(self.author)? == author;
        if !same_author || i64::try_from(number) != Ok(self.number) {
            return Err(StoreError::Damaged);
        }
        Ok(Stored {
            seq: Seq(self.seq),
            item,
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

//! What was handed over in a kept room: what it was, what became of it, where it
//! is, and a small picture of it when it was one.

use std::{ffi::OsString, path::Path};

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    UnixMillis,
    error::StoreError,
    history::{Author, Item},
    rooms::RoomNumber,
    seal::Place,
    store::Store,
};

/// Largest small picture that is kept, in bytes.
pub const MAX_PREVIEW_BYTES: usize = 48 << 10;

/// Of a room so many small pictures are kept; the oldest go.
const MAX_PREVIEWS: i64 = 2000;

/// Something that was handed over, or offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Who offered it.
    pub author: Author,
    /// Its number among what that person offered.
    pub number: u64,
    /// When it was offered, by our clock.
    pub at: UnixMillis,
    /// What it is called.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// How it is shown.
    pub kind: Kind,
    /// How it has ended; nothing while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Why, when that was nobody's wish: a word for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where its file is on this machine, when it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<OsString>,
    /// Width and height of the small picture that is kept of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<(u32, u32)>,
}

impl Handed {
    /// Where its file is on this machine, when it is in one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref().map(Path::new)
    }
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// As a file, whatever is in it.
    File,
    /// As a picture.
    Image,
    /// As an animation.
    Gif,
}

/// How it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// Whole.
    Done,
    /// The receiver did not want it.
    Declined,
    /// Somebody ended it.
    Cancelled,
    /// It could not go on.
    Failed,
}

impl Store {
    /// One thing that was handed over.
    pub fn handed(
        &self,
        room: RoomNumber,
        author: Author,
        number: u64,
    ) -> Result<Option<Handed>, StoreError> {
        let find = "SELECT 1, seq, author, number, body FROM handed
            WHERE room = ?1 AND author = ?2 AND number = ?3";
        match self.item(find, room, author, number)? {
            Some(Item::Handed(handed)) => Ok(Some(handed)),
            Some(Item::Said(_)) => Err(StoreError::Damaged),
            None => Ok(None),
        }
    }

    /// Keeps a small picture, of this width and height, of something that is
    /// kept already. One that is too large is not kept.
    pub fn set_preview(
        &mut self,
        room: RoomNumber,
        (author, number): (Author, u64),
        size: (u32, u32),
        picture: &[u8],
    ) -> Result<(), StoreError> {
        let Some(mut handed) = self.handed(room, author, number)? else {
            return Ok(());
        };
        if picture.len() > MAX_PREVIEW_BYTES {
            return Ok(());
        }
        handed.preview = Some(size);
        let sealer = self.room_sealer(room)?;
        let change = self.connection.transaction()?;
        let number = i64::try_from(number).map_err(|_| StoreError::Damaged)?;
        let seq: i64 = change.query_row(
            "SELECT seq FROM handed WHERE room = ?1 AND author = ?2 AND number = ?3",
            params![room.0, author.column(), number],
            |row| row.get(0),
        )?;
        change.execute(
            "UPDATE handed SET body = ?3, preview = ?4 WHERE room = ?1 AND seq = ?2",
            params![
                room.0,
                seq,
                sealer.seal(place(room, "body", seq), &handed)?,
                sealer.seal_bytes(place(room, "preview", seq), picture)?,
            ],
        )?;
        change.execute(
            "UPDATE handed SET preview = NULL WHERE room = ?1 AND preview IS NOT NULL AND seq <=
            (SELECT seq FROM handed WHERE room = ?1 AND preview IS NOT NULL
            ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
            params![room.0, MAX_PREVIEWS],
        )?;
        change.commit()?;
        Ok(())
    }

    /// The small picture that is kept of something; nothing when none is.
    pub fn preview(
        &self,
        room: RoomNumber,
        author: Author,
        number: u64,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let Ok(number) = i64::try_from(number) else {
            return Ok(None);
        };
        let mut find = self.connection.prepare_cached(
            "SELECT seq, preview FROM handed WHERE room = ?1 AND author = ?2 AND number = ?3",
        )?;
        let row: Option<(i64, Option<Vec<u8>>)> = find
            .query_row(params![room.0, author.column(), number], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((seq, Some(sealed))) = row else {
            return Ok(None);
        };
        let opened = sealer.open_bytes(place(room, "preview", seq), &sealed)?;
        Ok(Some(opened))
    }
}

pub(crate) fn place(room: RoomNumber, column: &'static str, seq: i64) -> Place {
    Place {
        table: "handed",
        column,
        room: room.0,
        row: seq,
    }
}

//! Transfers of a kept room, as whoever carries them out wants them back.

use rusqlite::params;
use zeroize::Zeroizing;

use crate::{error::StoreError, rooms::RoomNumber, seal::Place, store::Store};

/// Names a transfer of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TransferKey {
    /// Whether we offered it.
    pub mine: bool,
    /// Its number among those of who offered it.
    pub number: u64,
}

impl TransferKey {
    fn number(self) -> Result<i64, StoreError> {
        i64::try_from(self.number).map_err(|_| StoreError::Damaged)
    }
}

impl Store {
    /// Writes down how transfers are now, and forgets those without a value; all
    /// of it or nothing.
    pub fn write_transfers(
        &mut self,
        room: RoomNumber,
        changes: &[(TransferKey, Option<Vec<u8>>)],
    ) -> Result<(), StoreError> {
        let sealer = self.room_sealer(room)?;
        let change = self.connection.transaction()?;
        for (key, value) in changes {
            let number = key.number()?;
            if let Some(value) = value {
                let body = sealer.seal_bytes(place(room, key.mine, number), value)?;
                let mut put = change.prepare_cached(
                    "INSERT INTO transfers (room, mine, number, body) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (room, mine, number) DO UPDATE SET body = excluded.body",
                )?;
                put.execute(params![room.0, key.mine, number, body])?;
            } else {
                let mut forget = change.prepare_cached(
                    "DELETE FROM transfers WHERE room = ?1 AND mine = ?2 AND number = ?3",
                )?;
                forget.execute(params![room.0, key.mine, number])?;
            }
        }
        change.commit()?;
        Ok(())
    }

    /// All that are written down, in order. One that is damaged is left out.
    pub fn transfers(&self, room: RoomNumber) -> Result<Vec<Zeroizing<Vec<u8>>>, StoreError> {
        let sealer = self.room_sealer(room)?;
        let mut query = self.connection.prepare_cached(
            "SELECT mine, number, body FROM transfers WHERE room = ?1 ORDER BY mine, number",
        )?;
        let rows = query.query_map([room.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        let mut transfers = Vec::new();
        for row in rows {
            let (mine, number, body) = row?;
            match sealer.open_bytes(place(room, mine, number), &body) {
                Ok(value) => transfers.push(value),
                Err(_) => tracing::warn!(number, "a transfer is damaged"),
            }
        }
        Ok(transfers)
    }
}

fn place(room: RoomNumber, mine: bool, number: i64) -> Place {
    Place {
        table: "transfers",
        column: if mine { "ours" } else { "theirs" },
        room: room.0,
        row: number,
    }
}

//! Keys that are not admitted again.

use rusqlite::{OptionalExtension, params};

use crate::{error::StoreError, seal::Place, store::Store};

const ABOUT: Place = Place {
    table: "blocked",
    column: "about",
    room: 0,
    row: 0,
};

impl Store {
    /// Blocks the key of somebody who was called `name`.
    pub fn block(&mut self, key: &[u8; 32], name: &str) -> Result<(), StoreError> {
        let about = self.sealer.seal(ABOUT, &(key, name))?;
        let add = "INSERT OR REPLACE INTO blocked (mark, about) VALUES (?1, ?2)";
        let mark = self.mark("blocked", key)?;
        self.connection.execute(add, params![mark, about])?;
        Ok(())
    }

    /// Lets the key in again.
    pub fn unblock(&mut self, key: &[u8; 32]) -> Result<(), StoreError> {
        let mark = self.mark("blocked", key)?;
        let remove = "DELETE FROM blocked WHERE mark = ?1";
        self.connection.execute(remove, [mark])?;
        self.scrub()
    }

    /// Whether the key is blocked.
    pub fn is_blocked(&self, key: &[u8; 32]) -> Result<bool, StoreError> {
        let mark = self.mark("blocked", key)?;
        let find = "SELECT 1 FROM blocked WHERE mark = ?1";
        let found = self.connection.query_row(find, [mark], |_| Ok(()));
        Ok(found.optional()?.is_some())
    }

    /// All blocked keys, and what their people were called, by name.
    pub fn blocked(&self) -> Result<Vec<([u8; 32], String)>, StoreError> {
        let mut query = self.connection.prepare("SELECT about FROM blocked")?;
        let rows = query.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let all: Result<Vec<([u8; 32], String)>, StoreError> =
            rows.map(|row| self.sealer.open(ABOUT, &row?)).collect();
        let mut all = all?;
        all.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(all)
    }
}

//! The tables, and how older ones become newer ones.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// Marks the file as ours: "TinC".
const APPLICATION_ID: i64 = 0x5469_6e43;

/// Each brings the schema one version further, the first an empty file.
const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE meta (
        only INTEGER PRIMARY KEY CHECK (only = 0),
        -- Sealed under the profile's key: tells the right one.
        proof BLOB NOT NULL
    ) STRICT;
    CREATE TABLE rooms (
        room INTEGER PRIMARY KEY AUTOINCREMENT,
        -- The room's own key, sealed under the profile's.
        key BLOB NOT NULL,
        -- Tells a link's room without telling the link.
        link BLOB NOT NULL UNIQUE,
        keys BLOB NOT NULL,
        about BLOB NOT NULL
    ) STRICT;
    CREATE TABLE messages (
        room INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        author INTEGER NOT NULL,
        number INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (room, seq),
        UNIQUE (room, author, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE blocked (
        -- Tells a key without telling it.
        mark BLOB PRIMARY KEY,
        about BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE transfers (
        room INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
        -- Whether we offered it.
        mine INTEGER NOT NULL,
        number INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (room, mine, number)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- What was handed over, in one order with the messages.
    CREATE TABLE handed (
        room INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        author INTEGER NOT NULL,
        number INTEGER NOT NULL,
        body BLOB NOT NULL,
        -- A small picture of it: read only when it is seen.
        preview BLOB,
        PRIMARY KEY (room, seq),
        UNIQUE (room, author, number)
    ) STRICT;
    CREATE INDEX previews ON handed (room, seq) WHERE preview IS NOT NULL;
",
];

/// The version that this program writes.
const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Checks whose file it is, and brings it up to date.
pub(crate) fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    let application_id = pragma(connection, "application_id")?;
    let version = pragma(connection, "user_version")?;
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let is_new = objects == 0 && application_id == 0 && version == 0;
    if !is_new && application_id != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    if version > NEWEST {
        return Err(StoreError::Newer);
    }
    let done = usize::try_from(version).map_err(|_| StoreError::Damaged)?;
    // What was deleted is overwritten with zeros.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What was acknowledged to the peer must survive a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if done < MIGRATIONS.len() {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for migration in &MIGRATIONS[done..] {
            change.execute_batch(migration)?;
        }
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", NEWEST)?;
        change.commit()?;
    }
    Ok(())
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

//! A conversation as a file of the person's own: text to read, or JSON.

use std::io::{self, Write};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use crate::{
    error::StoreError,
    history::{Author, Entry, Seq, State, Stored},
    rooms::{About, RoomNumber},
    store::Store,
};

/// Messages that are held at a time.
const AT_ONCE: usize = 1024;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line or more for each message, in the time zone of this machine.
    Text,
    /// One object: `peer` and `messages`, times in milliseconds.
    Json,
}

/// Why it was not written to the end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written.
    #[error("The conversation cannot be written there: {0}.")]
    Write(#[from] io::Error),
}

/// Writes all that was said in a room to `out`, the oldest first. `me` is what
/// we are called.
pub fn export(
    store: &Store,
    room: RoomNumber,
    me: &str,
    format: Format,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let about = store.about(room)?;
    let zone = TimeZone::system();
    let mut first = true;
    if format == Format::Json {
        let peer = serde_json::Value::from(about.peer.as_str());
        write!(out, "{{\"peer\":{peer},\"messages\":[")?;
    }
    let mut after = Seq(0);
    loop {
        let page = store.page_after(room, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for Stored { entry, .. } in &page {
            match format {
                Format::Text => write_text(out, entry, me, &about, &zone)?,
                Format::Json => {
                    let comma = if first { "" } else { "," };
                    write!(out, "{comma}\n{}", to_json(entry))?;
                }
            }
            first = false;
        }
    }
    if format == Format::Json {
        writeln!(out, "\n]}}")?;
    }
    Ok(out.flush()?)
}

fn write_text(
    out: &mut impl Write,
    entry: &Entry,
    me: &str,
    about: &About,
    zone: &TimeZone,
) -> io::Result<()> {
    let millis = i64::try_from(entry.at).unwrap_or(i64::MAX);
    let at = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX);
    let at = at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
    let from = match entry.author {
        Author::Me => me,
        Author::Peer => &about.peer,
    };
    let text = if entry.deleted {
        "(deleted)"
    } else {
        &entry.text
    };
    let edited = if entry.edited { " (edited)" } else { "" };
    let lost = if entry.state == State::Failed {
        " (not delivered)"
    } else {
        ""
    };
    // Lines that go on are set in: a text cannot pass for another message.
    let text = text.replace('\n', "\n    ");
    writeln!(out, "[{at}] {from}: {text}{edited}{lost}")
}

fn to_json(entry: &Entry) -> serde_json::Value {
    json!({
        "from": entry.author,
        "number": entry.number,
        "at": entry.at,
        "text": entry.text,
        "reply_to": entry.reply_to.map(|(from, number)| json!({"from": from, "number": number})),
        "edited": entry.edited,
        "deleted": entry.deleted,
        "state": (entry.author == Author::Me).then_some(entry.state),
        "reactions": entry.reactions,
    })
}

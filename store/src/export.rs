//! A conversation as a file of the person's own: text to read, or JSON.

use std::{
    borrow::Cow,
    io::{self, Write},
    path::Path,
};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    UnixMillis,
    error::StoreError,
    handed::Handed,
    history::{Author, Entry, Item, Seq, State},
    rooms::RoomNumber,
    store::Store,
};

/// Things that are held at a time.
const AT_ONCE: usize = 1024;
/// Shown of a message that is answered, in characters.
const QUOTED: usize = 80;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line or more for each message and for what was handed over, in the time
    /// zone of this machine.
    Text,
    /// One object: who the two are, when it was saved, and `messages` with all
    /// that is known of each, times in Unix milliseconds. What was handed over
    /// stands between them and has a `file` in place of a `text`.
    Json,
}

/// What a text says besides what the two said, in the person's language.
#[derive(Clone, Debug)]
pub struct Words {
    /// What it is: its first line.
    pub title: String,
    /// Whose times these are, and that nobody vouches for it.
    pub about: String,
    /// Of a message that was changed.
    pub edited: String,
    /// In the place of a message that was taken back.
    pub deleted: String,
    /// Of a message that belongs to something that was handed over.
    pub with: String,
    /// Of a message that did not arrive.
    pub not_delivered: String,
    /// Before what is answered.
    pub answers: String,
    /// What was handed over and what became of it; what it is called, and how
    /// large it is.
    pub handed: fn(&Handed) -> (String, String),
}

/// Who writes it out, and when.
#[derive(Clone, Debug)]
pub struct Copy<'a> {
    /// What we are called.
    pub me: &'a str,
    /// Now.
    pub at: UnixMillis,
    /// The zone that times of a text are in.
    pub zone: TimeZone,
    /// What a text says.
    pub words: &'a Words,
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

/// Writes all that was said in a room to `out`, the oldest first.
pub fn export(
    store: &Store,
    room: RoomNumber,
    copy: &Copy<'_>,
    format: Format,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let about = store.about(room)?;
    let writer = Writer {
        store,
        room,
        copy,
        peer: &about.peer,
    };
    match format {
        Format::Text => writer.text(out)?,
        Format::Json => writer.json(out)?,
    }
    Ok(out.flush()?)
}

/// `2025-11-21 18:42`, as times stand in a text.
pub fn stamp(at: UnixMillis, zone: &TimeZone) -> String {
    let millis = i64::try_from(at).unwrap_or(i64::MAX);
    let at = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX);
    let at = at.to_zoned(zone.clone());
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

struct Writer<'a> {
    store: &'a Store,
    room: RoomNumber,
    copy: &'a Copy<'a>,
    peer: &'a str,
}

impl Writer<'_> {
    /// Hands over each thing in turn.
    fn each(
        &self,
        mut take: impl FnMut(&Item) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut after = Seq(0);
        loop {
            let page = self.store.page_after(self.room, after, AT_ONCE)?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.seq;
            for stored in &page {
                take(&stored.item)?;
            }
        }
    }

    fn name(&self, author: Author) -> Cow<'_, str> {
        isolated(match author {
            Author::Me => self.copy.me,
            Author::Peer => self.peer,
        })
    }

    /// A message begins with its time in brackets, goes on four blanks in, and
    /// what belongs to it stands two blanks in: so no text passes for another
    /// message, for an answer or for what somebody thinks of it.
    fn text(&self, out: &mut impl Write) -> Result<(), ExportError> {
        let words = self.copy.words;
        writeln!(out, "{}\n{}\n", words.title, words.about)?;
        self.each(|item| match item {
            Item::Said(entry) => self.said(entry, out),
            Item::Handed(handed) => {
                let (what, called) = (words.handed)(handed);
                let at = stamp(handed.at, &self.copy.zone);
                let (name, called) = (self.name(handed.author), set_in(&called));
                Ok(writeln!(out, "[{at}] {name} ({what}): {called}")?)
            }
        })
    }

    fn said(&self, entry: &Entry, out: &mut impl Write) -> Result<(), ExportError> {
        let words = self.copy.words;
        let mut marks = String::new();
        if entry.edited {
            marks = format!(" ({})", words.edited);
        }
        if entry.with.is_some() && !entry.deleted {
            marks += &format!(" ({})", words.with);
        }
        if entry.state == State::Failed {
            marks += &format!(" ({})", words.not_delivered);
        }
        let said = if entry.deleted {
            format!("({})", words.deleted)
        } else {
            set_in(&entry.text)
        };
        let at = stamp(entry.at, &self.copy.zone);
        let name = self.name(entry.author);
        writeln!(out, "[{at}] {name}{marks}: {said}")?;
        if let Some((author, number)) = entry.reply_to {
            let answered = self.store.message(self.room, author, number)?;
            let quote = answered.map(|answered| match answered.deleted {
                true => format!("({})", words.deleted),
                false => quoted(&answered.text),
            });
            let (name, quote) = (self.name(author), quote.unwrap_or_default());
            writeln!(out, "  ↳ {}: {name}: {quote}", words.answers)?;
        }
        for reaction in &entry.reactions {
            let (emoji, name) = (quoted(&reaction.emoji), self.name(reaction.from));
            writeln!(out, "  {emoji} {name}")?;
        }
        Ok(())
    }

    fn json(&self, out: &mut impl Write) -> Result<(), ExportError> {
        let (me, peer) = (Value::from(self.copy.me), Value::from(self.peer));
        write!(
            out,
            "{{\"format\":\"tincan-conversation\",\"version\":2,\"me\":{me},\"peer\":{peer},\
             \"saved_at\":{},\"messages\":[",
            self.copy.at
        )?;
        let mut between = "";
        self.each(|item| {
            let json = match item {
                Item::Said(entry) => to_json(entry),
                Item::Handed(handed) => handed_to_json(handed),
            };
            write!(out, "{between}\n{json}")?;
            between = ",";
            Ok(())
        })?;
        Ok(writeln!(out, "\n]}}")?)
    }
}

fn to_json(entry: &Entry) -> Value {
    json!({
        "from": entry.author,
        "number": entry.number,
        "at": entry.at,
        "text": entry.text,
        "reply_to": entry.reply_to.map(|(from, number)| json!({"from": from, "number": number})),
        "with": entry.with,
        "edited": entry.edited,
        "deleted": entry.deleted,
        "state": (entry.author == Author::Me).then_some(entry.state),
        "reactions": entry.reactions,
    })
}

/// Where our own files are says nothing about the conversation.
fn handed_to_json(handed: &Handed) -> Value {
    let path = handed.path().filter(|_| handed.author == Author::Peer);
    json!({
        "from": handed.author,
        "number": handed.number,
        "at": handed.at,
        "file": {
            "name": handed.name,
            "size": handed.size,
            "kind": handed.kind,
            "ended": handed.ended,
            "reason": handed.reason,
            "path": path.map(Path::to_string_lossy),
        },
    })
}

/// Lines that go on are set in, however they were parted. What no terminal
/// should be told is left out.
fn set_in(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut lines = text.split(ends_line).map(|line| {
        let line: String = line.chars().filter(|c| !is_control(*c)).collect();
        isolated(&line).into_owned()
    });
    let mut set = lines.next().unwrap_or_default();
    for line in lines {
        set.push_str("\n    ");
        set.push_str(&line);
    }
    set
}

/// The beginning of a text, on one line.
fn quoted(text: &str) -> String {
    let mut letters = text.chars().map(|c| if ends_line(c) { ' ' } else { c });
    let mut quote: String = letters.by_ref().take(QUOTED).collect();
    quote.retain(|c| !is_control(c));
    if letters.next().is_some() {
        quote.push('…');
    }
    isolated(&quote).into_owned()
}

fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t'
}

/// A text that is read from the right turns nothing round beside it (UAX #9:
/// first strong isolate).
fn isolated(text: &str) -> Cow<'_, str> {
    let from_right = |c: char| {
        matches!(c as u32,
            0x0590..=0x08FF | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFB1D..=0xFDFF
            | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    };
    if !text.chars().any(from_right) {
        return Cow::Borrowed(text);
    }
    // What only orders ends with what it was written in.
    let inner = text
        .chars()
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
    let mut isolated = String::from('\u{2068}');
    isolated.extend(inner);
    isolated.push('\u{2069}');
    Cow::Owned(isolated)
}

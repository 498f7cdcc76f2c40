//! Numbered frames until the peer has heard them.

use std::collections::VecDeque;

use super::frames::{Body, Frame};
use crate::{api::Tag, wire};

/// Most frames that wait to be heard.
const MAX_ENTRIES: usize = 16 * 1024;
/// Most bytes that wait to be heard.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// What an entry means to those who wait for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The message that it carries, by number.
    pub(super) message: Option<u64>,
    /// The command that caused it.
    pub(super) re: Option<Tag>,
}

/// Numbered frames, oldest first: some sent, the rest still to be.
#[derive(Default)]
pub(super) struct Outbox {
    entries: VecDeque<(Entry, Vec<u8>)>,
    bytes: usize,
    /// Frames that were heard and dropped, so the first entry is the next one.
    dropped: u64,
    /// Of `entries`, how many went out on the present stream.
    on_stream: usize,
    /// The highest number that ever went out.
    last_sent: u64,
}

impl Outbox {
    /// Numbers `body` and keeps it; `false` when too much waits already.
    pub(super) fn push(&mut self, body: &Body, entry: Entry) -> bool {
        let n = self.dropped + self.entries.len() as u64 + 1;
        let frame = wire::encode(&Frame::Data {
            n,
            body: body.clone(),
        });
        if self.entries.len() >= MAX_ENTRIES || self.bytes + frame.len() > MAX_BYTES {
            return false;
        }
        self.bytes += frame.len();
        self.entries.push_back((entry, frame));
        true
    }

    /// Whether half of what may wait does not.
    pub(super) fn has_room(&self) -> bool {
        self.entries.len() < MAX_ENTRIES / 2 && self.bytes < MAX_BYTES / 2
    }

    /// The next frame to write of those up to `upto`, and its entry when it goes
    /// out for the first time ever.
    pub(super) fn next_frame(&mut self, upto: u64) -> Option<(Vec<u8>, Option<Entry>)> {
        let n = self.dropped + self.on_stream as u64 + 1;
        let (entry, frame) = self.entries.get(self.on_stream).filter(|_| n <= upto)?;
        self.on_stream += 1;
        let first_time = n > self.last_sent;
        self.last_sent = self.last_sent.max(n);
        Some((frame.clone(), first_time.then_some(*entry)))
    }

    /// A new stream: everything that was not heard goes out again.
    pub(super) fn rewind(&mut self) {
        self.on_stream = 0;
    }

    /// Forgets the oldest entry, since it was heard or never will be.
    pub(super) fn drop_first(&mut self) -> Option<Entry> {
        let (entry, frame) = self.entries.pop_front()?;
        self.bytes -= frame.len();
        self.dropped += 1;
        self.on_stream = self.on_stream.saturating_sub(1);
        Some(entry)
    }

    /// The number of the oldest entry.
    pub(super) fn first_number(&self) -> Option<u64> {
        (!self.entries.is_empty()).then_some(self.dropped + 1)
    }

    /// The highest number that was given.
    pub(super) fn newest(&self) -> u64 {
        self.dropped + self.entries.len() as u64
    }

    /// The highest number that ever went out.
    pub(super) fn last_sent(&self) -> u64 {
        self.last_sent
    }
}

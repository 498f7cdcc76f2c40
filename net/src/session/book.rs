//! What is known of messages that were said: enough to change them.

use crate::{
    api::{Message, MessageId, Side, UnixMillis},
    transfer::TransferId,
};

/// Everything that one of the two has said, by number from 1.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// In a kept room: so many were said before it was opened, of which nothing
    /// is known here.
    earlier: u64,
    known: Vec<Known>,
    /// The newest of the writer's transfers that words of these belong to.
    named: u64,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    at: UnixMillis,
    reply_to: Option<MessageId>,
    with: Option<u64>,
    deleted: bool,
}

impl Book {
    /// How many there are.
    pub(super) fn newest(&self) -> u64 {
        self.earlier + self.known.len() as u64
    }

    pub(super) fn has(&self, number: u64) -> bool {
        (1..=self.newest()).contains(&number)
    }

    /// The next one, and the transfer that it belongs to: that is named once,
    /// and by the order in which they are numbered.
    pub(super) fn add(
        &mut self,
        at: UnixMillis,
        reply_to: Option<MessageId>,
        with: Option<u64>,
    ) -> Option<u64> {
        let with = with.filter(|number| *number > self.named);
        self.named = with.unwrap_or(self.named);
        self.known.push(Known {
            at,
            reply_to,
            with,
            deleted: false,
        });
        with
    }

    /// So many were said before.
    pub(super) fn begin_after(&mut self, earlier: u64) {
        self.earlier = earlier;
    }

    /// Whether it was said before the room was opened.
    pub(super) fn is_earlier(&self, number: u64) -> bool {
        (1..=self.earlier).contains(&number)
    }

    /// Whether nothing was said yet since.
    pub(super) fn is_fresh(&self) -> bool {
        self.known.is_empty()
    }

    /// Whether it was taken back, when there is such a message. Of those from
    /// before that is not known.
    pub(super) fn is_deleted(&self, number: u64) -> Option<bool> {
        if self.is_earlier(number) {
            return Some(false);
        }
        self.get(number).map(|known| known.deleted)
    }

    /// What becomes of a message with another text, or with none.
    pub(super) fn change(
        &mut self,
        id: MessageId,
        mine: bool,
        text: Option<String>,
    ) -> Option<Message> {
        let at = self.index(id.number)?;
        let known = self.known.get_mut(at)?;
        known.deleted |= text.is_none();
        Some(Message {
            id,
            mine,
            edited: text.is_some(),
            deleted: text.is_none(),
            text: text.unwrap_or_default(),
            at: known.at,
            reply_to: known.reply_to,
            with: known.with.map(|number| TransferId {
                side: id.side,
                number,
            }),
        })
    }

    fn get(&self, number: u64) -> Option<&Known> {
        self.known.get(self.index(number)?)
    }

    fn index(&self, number: u64) -> Option<usize> {
        let at = number.checked_sub(self.earlier)?.checked_sub(1)?;
        usize::try_from(at).ok()
    }
}

/// One for each of the two.
#[derive(Debug, Default)]
pub(super) struct Books {
    host: Book,
    guest: Book,
}

impl Books {
    pub(super) fn of(&self, side: Side) -> &Book {
        match side {
            Side::Host => &self.host,
            Side::Guest => &self.guest,
        }
    }

    pub(super) fn of_mut(&mut self, side: Side) -> &mut Book {
        match side {
            Side::Host => &mut self.host,
            Side::Guest => &mut self.guest,
        }
    }

    pub(super) fn has(&self, id: MessageId) -> bool {
        self.of(id.side).has(id.number)
    }
}

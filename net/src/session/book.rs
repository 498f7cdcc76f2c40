//! What is known of messages that were said: enough to change them.

use crate::api::{Message, MessageId, Side, UnixMillis};

/// Everything that one of the two has said, by number from 1.
#[derive(Debug, Default)]
pub(super) struct Book(Vec<Known>);

#[derive(Clone, Copy, Debug)]
struct Known {
    at: UnixMillis,
    reply_to: Option<MessageId>,
    deleted: bool,
}

impl Book {
    /// How many there are.
    pub(super) fn newest(&self) -> u64 {
        self.0.len() as u64
    }

    pub(super) fn has(&self, number: u64) -> bool {
        (1..=self.newest()).contains(&number)
    }

    /// The next one.
    pub(super) fn add(&mut self, at: UnixMillis, reply_to: Option<MessageId>) {
        self.0.push(Known {
            at,
            reply_to,
            deleted: false,
        });
    }

    /// Whether it was taken back, when there is such a message.
    pub(super) fn is_deleted(&self, number: u64) -> Option<bool> {
        self.get(number).map(|known| known.deleted)
    }

    /// What becomes of a message with another text, or with none.
    pub(super) fn change(
        &mut self,
        id: MessageId,
        mine: bool,
        text: Option<String>,
    ) -> Option<Message> {
        let at = usize::try_from(id.number).ok()?.checked_sub(1)?;
        let known = self.0.get_mut(at)?;
        known.deleted |= text.is_none();
        Some(Message {
            id,
            mine,
            edited: text.is_some(),
            deleted: text.is_none(),
            text: text.unwrap_or_default(),
            at: known.at,
            reply_to: known.reply_to,
        })
    }

    fn get(&self, number: u64) -> Option<&Known> {
        self.0.get(usize::try_from(number).ok()?.checked_sub(1)?)
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

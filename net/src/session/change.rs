//! Changing what was said, and showing what one thinks of it.

use super::{
    Fault, Output, Session,
    frames::{Body, SafetyWord},
    outbox::Entry,
};
use crate::{
    api::{CommandError, MAX_TEXT_BYTES, Message, MessageId, Reaction},
    emoji::Emoji,
    safety::Word,
    wire::Bytes,
};

/// What became of a message that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// All of it.
    Message(Message),
    /// Only what has changed, of a message from before the room was opened.
    Earlier {
        id: MessageId,
        mine: bool,
        text: Option<String>,
    },
}

/// A frame that carries no message.
const UNMARKED: Entry = Entry {
    message: None,
    re: None,
};

impl Session {
    /// Puts another text in the place of a message of ours.
    pub(crate) fn edit(&mut self, id: MessageId, text: String) -> Result<Changed, CommandError> {
        self.check_ours(id)?;
        check_text(&text)?;
        let body = Body::Edit {
            number: id.number,
            text: text.clone(),
        };
        self.change_ours(id, &body, Some(text))
    }

    /// Takes a message of ours back.
    pub(crate) fn delete(&mut self, id: MessageId) -> Result<Changed, CommandError> {
        self.check_ours(id)?;
        self.change_ours(id, &Body::Delete { number: id.number }, None)
    }

    /// Shows what we think of a message.
    pub(crate) fn react(
        &mut self,
        id: MessageId,
        emoji: Option<Emoji>,
    ) -> Result<Reaction, CommandError> {
        match self.books.of(id.side).is_deleted(id.number) {
            None => return Err(CommandError::UnknownMessage),
            Some(true) => return Err(CommandError::Deleted),
            Some(false) => {}
        }
        let body = Body::React {
            to: id,
            emoji: emoji.map(|emoji| emoji.to_string()),
        };
        if !self.outbox.push(&body, UNMARKED) {
            return Err(CommandError::OutboxFull);
        }
        self.hold_back();
        Ok(Reaction {
            message: id,
            mine: true,
            emoji,
        })
    }

    /// The peer changed a message of theirs.
    pub(super) fn on_change(&mut self, number: u64, text: Option<String>) -> Result<(), Fault> {
        let id = MessageId {
            side: self.side.other(),
            number,
        };
        let sensible = text.as_deref().is_none_or(|t| check_text(t).is_ok());
        match self.books.of(id.side).is_deleted(number) {
            Some(false) if sensible => {}
            // It was taken back before; nothing is lost.
            Some(true) => return Ok(()),
            _ => return Err(Fault::Garbled),
        }
        if let Some(changed) = self.change(id, false, text) {
            self.outputs.push_back(Output::Changed(changed));
        }
        Ok(())
    }

    /// The peer shows what they think of a message.
    pub(super) fn on_react(&mut self, to: MessageId, emoji: Option<String>) -> Result<(), Fault> {
        let emoji = match emoji.map(|text| text.parse::<Emoji>()).transpose() {
            Ok(emoji) => emoji,
            // One that a later Unicode has.
            Err(_) => return Ok(()),
        };
        match self.books.of(to.side).is_deleted(to.number) {
            None => return Err(Fault::Garbled),
            Some(true) => return Ok(()),
            Some(false) => {}
        }
        self.outputs.push_back(Output::Reaction(Reaction {
            message: to,
            mine: false,
            emoji,
        }));
        Ok(())
    }

    /// The peer's part of the exchange of safety emoji.
    pub(super) fn on_safety(&mut self, word: SafetyWord, value: &[u8]) -> Result<(), Fault> {
        let value: [u8; 32] = value.try_into().map_err(|_| Fault::Garbled)?;
        let word = match word {
            SafetyWord::Commit => Word::Commit(value),
            SafetyWord::Nonce => Word::Nonce(value),
            SafetyWord::Open => Word::Open(value),
        };
        // Once in a room: not when it is opened again.
        let Some(safety) = &mut self.safety else {
            return Err(Fault::Garbled);
        };
        let heard = safety.on_word(word).map_err(|_| Fault::Garbled)?;
        if let Some(answer) = heard.answer {
            self.push_safety(answer);
        }
        self.outputs.extend(heard.emoji.map(Output::Safety));
        Ok(())
    }

    /// Says our part of it. There is room for it: it comes before all else, or
    /// at once after the peer's.
    pub(super) fn push_safety(&mut self, word: Word) {
        let (word, value) = match word {
            Word::Commit(value) => (SafetyWord::Commit, value),
            Word::Nonce(value) => (SafetyWord::Nonce, value),
            Word::Open(value) => (SafetyWord::Open, value),
        };
        let value = Bytes(value.to_vec());
        self.outbox.push(&Body::Safety { word, value }, UNMARKED);
    }

    fn check_ours(&self, id: MessageId) -> Result<(), CommandError> {
        match self.books.of(id.side).is_deleted(id.number) {
            None => Err(CommandError::UnknownMessage),
            Some(_) if id.side != self.side => Err(CommandError::NotYours),
            Some(true) => Err(CommandError::Deleted),
            Some(false) => Ok(()),
        }
    }

    fn change_ours(
        &mut self,
        id: MessageId,
        body: &Body,
        text: Option<String>,
    ) -> Result<Changed, CommandError> {
        if !self.outbox.push(body, UNMARKED) {
            return Err(CommandError::OutboxFull);
        }
        self.hold_back();
        let changed = self.change(id, true, text);
        changed.ok_or(CommandError::UnknownMessage)
    }

    fn change(&mut self, id: MessageId, mine: bool, text: Option<String>) -> Option<Changed> {
        let book = self.books.of_mut(id.side);
        if book.is_earlier(id.number) {
            return Some(Changed::Earlier { id, mine, text });
        }
        book.change(id, mine, text).map(Changed::Message)
    }
}

/// Whether a text may be said.
pub(super) fn check_text(text: &str) -> Result<(), CommandError> {
    if text.trim().is_empty() {
        return Err(CommandError::EmptyMessage);
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(CommandError::MessageTooLong);
    }
    Ok(())
}

//! What was said, in order, and how far it has come.
//!
//! A vanishing room keeps its words for as long as it is open, here and nowhere
//! else. How much a peer can make us hold is bounded by the network side. Of a
//! kept room the newest words are here, and older ones when somebody goes back to
//! them.

use std::collections::{HashMap, VecDeque};

use tincan_net::{
    CommandError, Delivery, Emoji, Message, MessageId, PastMessage, Place, Reaction, Tag,
    TransferId,
};

/// One message and what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The message.
    pub message: Message,
    /// How far it has come, when it is ours and we know.
    pub delivery: Option<Delivery>,
    /// What the two think of it.
    pub reactions: Reactions,
    /// How often it was changed.
    pub revision: u32,
    /// Where it is kept, when it is of before the room was opened.
    pub place: Option<Place>,
}

impl Line {
    fn new(message: Message, place: Option<Place>) -> Self {
        Self {
            message,
            delivery: None,
            reactions: Reactions::default(),
            revision: 0,
            place,
        }
    }
}

/// What each of the two thinks of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reactions {
    /// We.
    pub mine: Option<Emoji>,
    /// The other.
    pub theirs: Option<Emoji>,
}

/// Words that the network side did not take.
#[derive(Clone, Debug)]
pub struct Unsent {
    /// The command that carried them.
    pub tag: Tag,
    /// The words.
    pub text: String,
    /// What they answered.
    pub reply_to: Option<MessageId>,
    /// Why, once it was said.
    pub error: Option<CommandError>,
}

/// A conversation of two.
#[derive(Debug, Default)]
pub struct Conversation {
    /// Whether the other types now.
    pub peer_typing: bool,
    lines: VecDeque<Line>,
    /// Where the first line stands, in the numbers of `places`: lines go and come
    /// at both ends.
    begin: i64,
    places: HashMap<MessageId, i64>,
    /// Said, and neither confirmed nor refused yet; or refused.
    unsent: Vec<Unsent>,
    unread: usize,
    /// Handed over without words, and not seen either.
    unseen: usize,
    first_unread: Option<MessageId>,
    seen: Option<MessageId>,
    removals: u64,
}

impl Conversation {
    /// Everything that is here of what was said, oldest first.
    pub fn lines(&self) -> &VecDeque<Line> {
        &self.lines
    }

    /// The message called `id`.
    pub fn find(&self, id: MessageId) -> Option<&Line> {
        self.lines.get(self.at(id)?)
    }

    fn at(&self, id: MessageId) -> Option<usize> {
        usize::try_from(self.places.get(&id)? - self.begin).ok()
    }

    fn line(&mut self, id: MessageId) -> Option<&mut Line> {
        let at = self.at(id)?;
        self.lines.get_mut(at)
    }

    /// Changes whenever a line goes and the others move up.
    pub fn removals(&self) -> u64 {
        self.removals
    }

    /// What the other said or handed over and has not been seen.
    pub fn unread(&self) -> usize {
        self.unread + self.unseen
    }

    /// The first message of the other that has not been seen.
    pub fn first_unread(&self) -> Option<MessageId> {
        self.first_unread
    }

    /// Our last message that can still be changed.
    pub fn last_to_edit(&self) -> Option<&Message> {
        self.lines
            .iter()
            .rev()
            .filter(|line| line.delivery != Some(Delivery::Failed))
            .map(|line| &line.message)
            .find(|message| message.mine && !message.deleted)
    }

    /// Words that were refused.
    pub fn unsent(&self) -> impl Iterator<Item = &Unsent> {
        self.unsent.iter().filter(|words| words.error.is_some())
    }

    /// Words were handed over under `tag`; they are kept until they come back
    /// as a message, so that none is lost.
    pub fn saying(&mut self, tag: Tag, text: String, reply_to: Option<MessageId>) {
        self.unsent.push(Unsent {
            tag,
            text,
            reply_to,
            error: None,
        });
    }

    /// Takes refused words out, to say them again or not at all.
    pub fn take_unsent(&mut self, tag: Tag) -> Option<Unsent> {
        let at = self.unsent.iter().position(|words| words.tag == tag)?;
        Some(self.unsent.remove(at))
    }

    /// Marks the words of `tag` as refused; `false` when there are none.
    pub(super) fn refused(&mut self, tag: Tag, error: &CommandError) -> bool {
        let words = self.unsent.iter_mut().find(|words| words.tag == tag);
        if let Some(words) = words {
            words.error = Some(error.clone());
            return true;
        }
        false
    }

    /// Takes a message in; whether it is a new one.
    pub(super) fn take(&mut self, re: Option<Tag>, message: Message) -> bool {
        if let Some(tag) = re {
            self.unsent.retain(|words| words.tag != tag);
        }
        if let Some(line) = self.line(message.id) {
            if message.deleted {
                line.reactions = Reactions::default();
            }
            line.message = message;
            line.revision += 1;
            return false;
        }
        if !message.mine {
            if self.unread == 0 {
                self.first_unread = Some(message.id);
            }
            self.unread += 1;
            self.peer_typing = false;
        }
        let end = self.begin + self.lines.len() as i64;
        self.places.insert(message.id, end);
        self.lines.push_back(Line::new(message, None));
        true
    }

    /// The other hands something over. With words it was counted when they came.
    pub(super) fn hand_over(&mut self, what: TransferId) {
        /// Words stand just before it; others may have come meanwhile.
        const NEAR: usize = 16;
        let near = self.lines.iter().rev().take(NEAR);
        let has_words = near
            .map(|line| line.message.with)
            .any(|with| with == Some(what));
        if !has_words {
            self.unseen += 1;
        }
    }

    /// Takes in a message of before, which stands before all that is here;
    /// whether it was not here yet.
    pub(super) fn take_past(&mut self, past: PastMessage) -> bool {
        let id = past.message.id;
        if self.places.contains_key(&id) {
            return false;
        }
        if !past.seen && !past.message.deleted {
            self.unread += 1;
            self.first_unread = Some(id);
        }
        self.begin -= 1;
        self.places.insert(id, self.begin);
        let mut line = Line::new(past.message, Some(past.place));
        line.delivery = past.state;
        self.lines.push_front(line);
        past.reactions.into_iter().for_each(|one| self.react(one));
        true
    }

    /// Lets go of the oldest line, if it is kept elsewhere; where that was.
    pub(super) fn let_go(&mut self) -> Option<(Message, Place)> {
        let place = self.lines.front()?.place?;
        let message = self.lines.pop_front()?.message;
        self.places.remove(&message.id);
        self.begin += 1;
        Some((message, place))
    }

    /// Something beside the lines went, and others moved up.
    pub(super) fn moved_up(&mut self) {
        self.removals += 1;
    }

    /// All that was said is gone.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.places.clear();
        self.unread = 0;
        self.unseen = 0;
        self.first_unread = None;
        self.removals += 1;
    }

    /// A message of before was changed, which may not be here.
    pub(super) fn change(&mut self, id: MessageId, text: Option<String>) {
        let Some(line) = self.line(id) else { return };
        if text.is_none() {
            line.reactions = Reactions::default();
        }
        line.message.edited = text.is_some();
        line.message.deleted = text.is_none();
        line.message.text = text.unwrap_or_default();
        line.revision += 1;
    }

    pub(super) fn react(&mut self, reaction: Reaction) {
        if let Some(line) = self.line(reaction.message) {
            let whose = if reaction.mine {
                &mut line.reactions.mine
            } else {
                &mut line.reactions.theirs
            };
            *whose = reaction.emoji;
        }
    }

    pub(super) fn receipt(&mut self, id: MessageId, state: Delivery) {
        let Some(line) = self.line(id) else {
            return;
        };
        // Receipts may overtake one another; what has arrived stays arrived.
        let arrived = line.delivery >= Some(Delivery::Delivered);
        if line.delivery < Some(state) && !(arrived && state == Delivery::Failed) {
            line.delivery = Some(state);
        }
    }

    /// Takes away a message of ours that was not delivered; its words.
    pub(super) fn take_failed(&mut self, id: MessageId) -> Option<Message> {
        let at = self.at(id)?;
        if self.lines.get(at)?.delivery != Some(Delivery::Failed) {
            return None;
        }
        let line = self.lines.remove(at)?;
        self.removals += 1;
        let names = self.lines.iter().map(|line| line.message.id);
        self.places = names.zip(self.begin..).collect();
        Some(line.message)
    }

    /// Everything has been seen. The newest message of the other, when that is
    /// news to them.
    pub fn see_all(&mut self) -> Option<MessageId> {
        self.unseen = 0;
        if self.unread == 0 {
            return None;
        }
        self.unread = 0;
        self.first_unread = None;
        let newest = self.lines.iter().rev().find(|line| !line.message.mine)?;
        let id = newest.message.id;
        if self.seen == Some(id) {
            return None;
        }
        self.seen = Some(id);
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::Side;

    use super::*;

    fn message(number: u64, mine: bool) -> Message {
        Message {
            id: MessageId {
                side: if mine { Side::Host } else { Side::Guest },
                number,
            },
            mine,
            text: format!("message {number}"),
            at: number,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        }
    }

    #[test]
    fn words_are_kept_until_they_come_back_as_a_message() {
        let mut talk = Conversation::default();
        talk.saying(Tag(1), "one".into(), None);
        talk.saying(Tag(2), "two".into(), None);
        assert_eq!(talk.unsent().count(), 0, "nothing was refused yet");
        talk.take(Some(Tag(1)), message(1, true));
        assert!(talk.refused(Tag(2), &CommandError::OutboxFull));
        assert!(!talk.refused(Tag(1), &CommandError::OutboxFull));
        let left: Vec<&str> = talk.unsent().map(|words| words.text.as_str()).collect();
        assert_eq!(left, ["two"]);
        assert_eq!(talk.take_unsent(Tag(2)).unwrap().text, "two");
        assert_eq!(talk.unsent().count(), 0);
    }

    #[test]
    fn receipts_only_go_forward() {
        let mut talk = Conversation::default();
        let sent = message(1, true);
        let id = sent.id;
        talk.take(None, sent);
        for state in [
            Delivery::Sent,
            Delivery::Read,
            Delivery::Delivered,
            Delivery::Failed,
        ] {
            talk.receipt(id, state);
        }
        assert_eq!(talk.find(id).unwrap().delivery, Some(Delivery::Read));
    }

    #[test]
    fn unread_counts_theirs_until_they_are_seen() {
        let mut talk = Conversation::default();
        talk.take(None, message(1, false));
        talk.take(None, message(1, true));
        talk.take(None, message(2, false));
        talk.take(None, message(2, false));
        assert_eq!(talk.unread(), 2, "a message that comes again is one");
        assert_eq!(talk.first_unread(), Some(message(1, false).id));
        assert_eq!(talk.see_all(), Some(message(2, false).id));
        assert_eq!(talk.see_all(), None);
        assert_eq!((talk.unread(), talk.first_unread()), (0, None));
    }

    #[test]
    fn what_is_handed_over_waits_too_and_counts_once_with_its_words() {
        let file = |number| TransferId {
            side: Side::Guest,
            number,
        };
        let mut talk = Conversation::default();
        talk.hand_over(file(1));
        assert_eq!((talk.unread(), talk.first_unread()), (1, None));
        let words = Message {
            with: Some(file(2)),
            ..message(1, false)
        };
        talk.take(None, words);
        talk.hand_over(file(2));
        assert_eq!(talk.unread(), 2);
        assert_eq!(talk.see_all(), Some(message(1, false).id));
        assert_eq!(talk.unread(), 0);
        talk.hand_over(file(3));
        assert_eq!(talk.see_all(), None, "there are no words to be read");
        assert_eq!(talk.unread(), 0);
    }

    #[test]
    fn only_what_failed_can_be_taken_away() {
        let mut talk = Conversation::default();
        for number in 1..=3 {
            talk.take(None, message(number, true));
        }
        let second = message(2, true).id;
        assert_eq!(talk.take_failed(second), None);
        talk.receipt(second, Delivery::Failed);
        assert_eq!(talk.take_failed(second).unwrap().text, "message 2");
        assert_eq!(talk.lines().len(), 2);
        assert_eq!(talk.find(message(3, true).id).unwrap().message.at, 3);
        assert_eq!(talk.removals(), 1);
    }

    #[test]
    fn changes_and_thoughts_find_their_message() {
        let mut talk = Conversation::default();
        talk.take(None, message(1, false));
        talk.take(None, message(1, true));
        let thumb = "👍".parse().ok();
        let about = |mine, emoji| Reaction {
            message: message(1, false).id,
            mine,
            emoji,
        };
        talk.react(about(true, thumb));
        talk.react(about(false, thumb));
        talk.react(about(false, None));
        talk.react(Reaction {
            message: message(9, true).id,
            ..about(true, thumb)
        });
        let reactions = |talk: &Conversation| talk.lines()[0].reactions;
        assert_eq!(
            (reactions(&talk).mine, reactions(&talk).theirs),
            (thumb, None)
        );
        talk.take(
            None,
            Message {
                text: String::new(),
                deleted: true,
                ..message(1, false)
            },
        );
        assert!(talk.lines()[0].message.deleted);
        assert_eq!(talk.lines()[0].revision, 1);
        assert_eq!(talk.last_to_edit().unwrap().id, message(1, true).id);
        assert_eq!((talk.lines().len(), talk.unread()), (2, 1));
        assert_eq!(reactions(&talk), Reactions::default());
    }
}

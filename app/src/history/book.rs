//! The open room's conversation: in memory while it vanishes, on its way to the
//! database once it is kept.

use std::collections::HashMap;

use tincan_net::{
    Delivery, Message, MessageId, Past, PastMessage, Place, Reaction, Side, Transfer, TransferId,
    UnixMillis,
};
use tincan_store::{Author, Entry, Handed, Item, RoomNumber, State, Store, StoreError, Stored};

use super::offers::{self, Going};

/// Things of a vanishing room that are held, and the bytes of their texts and
/// names.
const MOST_HELD: usize = 10_000;
const MOST_BYTES: usize = 16 << 20;

/// Entries that are not in the database yet, in order.
#[derive(Default)]
pub(super) struct Book {
    side: Option<Side>,
    items: Vec<Item>,
    places: HashMap<Key, usize>,
    bytes: usize,
}

/// Tells one thing from all others.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Said(Author, u64),
    Handed(Author, u64),
}

impl Key {
    fn of(item: &Item) -> Self {
        match item {
            Item::Said(said) => Self::Said(said.author, said.number),
            Item::Handed(handed) => Self::Handed(handed.author, handed.number),
        }
    }
}

impl Book {
    /// Of somebody who is `side` in the names of messages.
    pub(super) fn of(side: Side) -> Self {
        Self {
            side: Some(side),
            ..Self::default()
        }
    }

    /// Who of the two we are, once that is known.
    pub(super) fn side(&self) -> Option<Side> {
        self.side
    }

    /// A message came, was said, or was changed by all that it is now.
    pub(super) fn take(&mut self, message: &Message, known: Option<Entry>) {
        let theirs = if message.mine {
            message.id.side
        } else {
            message.id.side.other()
        };
        self.side = Some(theirs);
        let author = author(message.mine);
        let entry = match known {
            Some(known) => Entry {
                text: message.text.clone(),
                edited: message.edited,
                deleted: message.deleted,
                ..known
            },
            None => Entry {
                author,
                number: message.id.number,
                at: message.at,
                text: message.text.clone(),
                reply_to: message.reply_to.map(|id| self.names(id)),
                with: message.with.map(|transfer| transfer.number),
                edited: message.edited,
                deleted: message.deleted,
                state: State::Sent,
                reactions: Vec::new(),
            },
        };
        self.put(entry);
    }

    /// Puts a message, in place of what there is of it.
    pub(super) fn put(&mut self, mut entry: Entry) {
        if entry.deleted {
            entry.text.clear();
            entry.reactions.clear();
        }
        self.put_item(Item::Said(entry));
    }

    /// How a transfer is now, in place of what is `known` of it. Whether that
    /// changes anything of what is kept.
    pub(super) fn hand(
        &mut self,
        transfer: &Transfer,
        known: Option<&Handed>,
        now: UnixMillis,
    ) -> bool {
        let handed = offers::handed(transfer, known, now);
        let changes = known != Some(&handed);
        if changes {
            self.put_item(Item::Handed(handed));
        }
        changes
    }

    fn put_item(&mut self, item: Item) {
        self.bytes += bytes(&item);
        let key = Key::of(&item);
        match self.places.get(&key).copied() {
            Some(at) => {
                let before = std::mem::replace(&mut self.items[at], item);
                self.bytes -= bytes(&before);
            }
            None => {
                self.places.insert(key, self.items.len());
                self.items.push(item);
            }
        }
    }

    /// What is held of a message here.
    pub(super) fn held(&self, author: Author, number: u64) -> Option<Entry> {
        match self
            .items
            .get(*self.places.get(&Key::Said(author, number))?)?
        {
            Item::Said(entry) => Some(entry.clone()),
            Item::Handed(_) => None,
        }
    }

    /// What is held of something that was handed over.
    pub(super) fn held_handed(&self, author: Author, number: u64) -> Option<Handed> {
        let key = Key::Handed(author, number);
        match self.items.get(*self.places.get(&key)?)? {
            Item::Handed(handed) => Some(handed.clone()),
            Item::Said(_) => None,
        }
    }

    /// Lets go of the oldest when too much is held of a vanishing room.
    pub(super) fn bound(&mut self) {
        if self.items.len() <= MOST_HELD && self.bytes <= MOST_BYTES {
            return;
        }
        let older = self.items.len() / 2;
        let kept = self.items.split_off(older);
        let side = self.side;
        *self = Self {
            side,
            ..Self::default()
        };
        kept.into_iter().for_each(|item| self.put_item(item));
    }

    /// Writes all that is held; it is held no longer then.
    pub(super) fn write(&mut self, store: &mut Store, room: RoomNumber) -> Result<(), StoreError> {
        if self.items.is_empty() {
            return Ok(());
        }
        store.write(room, &self.items)?;
        self.forget();
        Ok(())
    }

    /// Forgets all that is held.
    pub(super) fn forget(&mut self) {
        self.items.clear();
        self.places.clear();
        self.bytes = 0;
    }

    /// The highest numbers, of ours and of the other's.
    pub(super) fn newest(&self) -> (u64, u64) {
        let of = |author| {
            let numbers = self.items.iter().filter_map(|item| match item {
                Item::Said(said) => (said.author == author).then_some(said.number),
                Item::Handed(_) => None,
            });
            numbers.max().unwrap_or(0)
        };
        (of(Author::Me), of(Author::Peer))
    }

    /// Whose message this is, and its number among theirs.
    pub(super) fn names(&self, id: MessageId) -> (Author, u64) {
        (author(Some(id.side) == self.side), id.number)
    }
}

fn bytes(item: &Item) -> usize {
    match item {
        Item::Said(said) => said.text.len(),
        Item::Handed(handed) => handed.name.len(),
    }
}

/// Something as it is shown again, to somebody who saw the other's messages up to
/// `read`.
pub(super) fn past(Stored { seq, item }: Stored, side: Side, read: u64, going: &Going) -> Past {
    match item {
        Item::Said(entry) => Past::Said(said(Place(seq.0), entry, side, read)),
        Item::Handed(handed) => Past::Handed(offers::past(seq, handed, side, going)),
    }
}

fn said(place: Place, entry: Entry, side: Side, read: u64) -> PastMessage {
    let id = |author: Author, number| MessageId {
        side: match author {
            Author::Me => side,
            Author::Peer => side.other(),
        },
        number,
    };
    let this = id(entry.author, entry.number);
    let mine = entry.author == Author::Me;
    PastMessage {
        place,
        seen: mine || entry.number <= read,
        state: mine.then(|| delivery(entry.state)),
        reactions: entry
            .reactions
            .iter()
            .filter_map(|reaction| {
                Some(Reaction {
                    message: this,
                    mine: reaction.from == Author::Me,
                    emoji: Some(reaction.emoji.parse().ok()?),
                })
            })
            .collect(),
        message: message(entry, side),
    }
}

/// A message as it is now.
pub(super) fn message(entry: Entry, side: Side) -> Message {
    let id = |author: Author, number| MessageId {
        side: match author {
            Author::Me => side,
            Author::Peer => side.other(),
        },
        number,
    };
    let this = id(entry.author, entry.number);
    Message {
        id: this,
        mine: entry.author == Author::Me,
        text: entry.text,
        at: entry.at,
        reply_to: entry.reply_to.map(|(author, number)| id(author, number)),
        with: entry.with.map(|number| TransferId {
            side: this.side,
            number,
        }),
        edited: entry.edited,
        deleted: entry.deleted,
    }
}

/// Puts what one of the two thinks in place of what they thought before.
pub(super) fn react(entry: &mut Entry, from: Author, emoji: Option<String>) {
    entry.reactions.retain(|reaction| reaction.from != from);
    if let Some(emoji) = emoji {
        entry.reactions.push(tincan_store::Reaction { from, emoji });
    }
}

pub(super) fn author(mine: bool) -> Author {
    if mine { Author::Me } else { Author::Peer }
}

pub(super) fn state(delivery: Delivery) -> State {
    match delivery {
        Delivery::Sent => State::Sent,
        Delivery::Delivered => State::Delivered,
        Delivery::Read => State::Read,
        Delivery::Failed => State::Failed,
    }
}

fn delivery(state: State) -> Delivery {
    match state {
        State::Sent => Delivery::Sent,
        State::Delivered => Delivery::Delivered,
        State::Read => Delivery::Read,
        State::Failed => Delivery::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(number: u64, text: &str) -> Message {
        Message {
            id: MessageId {
                side: Side::Guest,
                number,
            },
            mine: false,
            text: text.to_owned(),
            at: number,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        }
    }

    #[test]
    fn of_ten_thousand_reactions_the_last_of_each_is_held() {
        let mut book = Book::of(Side::Host);
        book.take(&said(1, "look"), None);
        for n in 0..10_000 {
            let mut entry = book.held(Author::Peer, 1).unwrap();
            let emoji = if n % 2 == 0 { "👍" } else { "🔥" };
            let from = if n % 3 == 0 { Author::Me } else { Author::Peer };
            react(&mut entry, from, Some(emoji.to_owned()));
            book.put(entry);
        }
        assert_eq!(book.items.len(), 1);
        let held = book.held(Author::Peer, 1).unwrap();
        assert_eq!(held.reactions.len(), 2);
    }

    #[test]
    fn what_a_vanishing_room_holds_is_bounded_however_it_came() {
        let long = "x".repeat(MOST_BYTES / 100);
        let mut book = Book::of(Side::Host);
        for number in 1..=1_000 {
            book.take(&said(number, "x"), None);
            // Made long only afterwards.
            let known = book.held(Author::Peer, number);
            book.take(&said(number, &long), known);
            book.bound();
        }
        let held: usize = book.items.iter().map(bytes).sum();
        assert_eq!(book.bytes, held);
        assert!(held <= MOST_BYTES, "{held}");
        let last = book.held(Author::Peer, 1_000);
        assert_eq!(last.map(|entry| entry.text), Some(long));
    }
}

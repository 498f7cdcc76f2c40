//! The room at hand, once it is agreed to keep it.

use tincan_net::{
    CommandError, Delivery, EventKind, KeptRoom, Multiaddr, RoomState, SafetyEmoji, Side, Tag,
};
use tincan_store::{About, Author, Keys, State};

use super::{
    super::{keeper::Way, offers::Going, shelf::Trouble},
    Desk, Kept, now, side_of, tell,
};

/// Of our messages from before, so many are looked at to say what became of them.
const MOST_SETTLED: u64 = 10_000;

impl Desk {
    /// Both agreed to keep the room at hand: it and what was said so far.
    pub(super) fn keep(&mut self, room: &KeptRoom) -> Result<(), Trouble> {
        let Some(open) = &mut self.open else {
            return Err(tincan_store::StoreError::NoSuchRoom.into());
        };
        let peer = match &open.state {
            RoomState::Connected { peer } | RoomState::Reconnecting { peer, .. } => {
                peer.to_string()
            }
            _ => String::new(),
        };
        let about = About {
            name: None,
            peer,
            last_at: now(),
            verified: open.safety.is_some_and(|(_, verified)| verified),
            read: 0,
            id: room.room.0,
            host: room.side == Side::Host,
            relays: room.relays.iter().map(Multiaddr::to_string).collect(),
            safety: open.safety.map(|(emoji, _)| emoji.to_bytes()),
            they_read: 0,
            settled: 0,
            newest: open.book.newest(),
        };
        let keys = Keys {
            secret: *room.secret,
            ours: *room.ours,
            theirs: room.theirs,
        };
        let store = self.shelf.get()?;
        // The same link once more is another room: the one before is over.
        if let Some(older) = store.find_room(&room.link)? {
            store.forget(older)?;
        }
        let number = store.keep(&room.link, &keys, &about)?;
        if let Err(error) = open.book.write(store, number) {
            store.forget(number)?;
            return Err(error.into());
        }
        open.kept = Some(Kept {
            number,
            about,
            about_changed: false,
            reopened: false,
            earlier: 0,
            going: Going::default(),
        });
        self.keep_pictures(number);
        Ok(())
    }

    /// It was agreed, and is no longer.
    pub(super) fn keep_no_longer(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.is_kept)
            && let Some(kept) = open.kept.take()
            && let Ok(store) = self.shelf.get()
            && let Err(error) = store.forget(kept.number)
        {
            tracing::warn!("{error}");
        }
    }

    /// What the other has of our messages from before is known.
    pub(super) fn settle(&mut self, upto: u64, way: &mut Way) {
        let Some(open) = self.open.as_ref() else {
            return;
        };
        let Some(kept) = open.kept.as_ref() else {
            return;
        };
        let (from, to) = (
            kept.about.settled + 1,
            kept.earlier.max(kept.about.newest.0),
        );
        let side = side_of(&kept.about);
        for number in from.max(to.saturating_sub(MOST_SETTLED))..=to {
            let Some(mut entry) = self.entry(Author::Me, number) else {
                continue;
            };
            let (state, delivery) = match entry.state {
                State::Delivered | State::Read => continue,
                _ if number <= upto => (State::Delivered, Delivery::Delivered),
                _ => (State::Failed, Delivery::Failed),
            };
            entry.state = state;
            if let Some(open) = &mut self.open {
                open.book.put(entry);
            }
            let message = tincan_net::MessageId { side, number };
            let receipt = EventKind::Receipt {
                message,
                state: delivery,
            };
            tell(way, None, receipt);
        }
        if let Some(kept) = self.open.as_mut().and_then(|open| open.kept.as_mut()) {
            kept.about.settled = to;
            kept.about_changed = true;
        }
    }

    /// Answers whether the emoji match in a room that was opened again; `false`
    /// when that is for the network side.
    pub(super) fn verify(&mut self, re: Option<Tag>, verified: bool, way: &mut Way) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let Some(kept) = open.kept.as_mut().filter(|kept| kept.reopened) else {
            return false;
        };
        let emoji = kept.about.safety.and_then(SafetyEmoji::from_bytes);
        let Some(emoji) = emoji else {
            tell(way, re, EventKind::Error(CommandError::NoSafety));
            return true;
        };
        kept.about.verified = verified;
        kept.about_changed = true;
        self.write(way);
        tell(way, re, EventKind::Safety { emoji, verified });
        true
    }
}

//! What we send.

use std::time::Instant;

use super::{
    Direction, Entry, EventKind, Job, MAX_LOOKS, MAX_OFFERED, MAX_OUT, Message, Part, Transfers,
};
use crate::{
    api::{CommandError, Tag, Words},
    transfer::{
        Content, TransferId, TransferKind, TransferReason, TransferState,
        source::{Found, Source},
    },
};

impl Transfers {
    /// Offers something, once it was looked at.
    pub(crate) fn send(
        &mut self,
        content: Content,
        kind: Option<TransferKind>,
        words: Option<Words>,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        if self.looks >= MAX_LOOKS || self.count(Direction::Out) >= MAX_OUT {
            return Err(CommandError::TooManyTransfers);
        }
        self.looks += 1;
        self.job(Job::Look {
            content,
            kind,
            words,
            re,
        });
        Ok(())
    }

    /// What was to be sent was looked at. The number of the first that is
    /// offered now.
    pub(crate) fn on_looked(
        &mut self,
        now: Instant,
        re: Option<Tag>,
        found: Result<Vec<Found>, CommandError>,
    ) -> Option<u64> {
        self.looks = self.looks.saturating_sub(1);
        let before = self.ours;
        let offered = found.and_then(|found| {
            if self.count(Direction::Out) + found.len() > MAX_OUT {
                return Err(CommandError::TooManyTransfers);
            }
            for found in found {
                self.begin(now, re, found)?;
            }
            Ok(())
        });
        if let Err(error) = offered {
            self.put(re, EventKind::Error(error));
        }
        self.offer_more(now);
        (self.ours > before).then_some(before + 1)
    }

    fn begin(&mut self, now: Instant, re: Option<Tag>, found: Found) -> Result<(), CommandError> {
        let id = TransferId {
            side: self.side,
            number: self.ours + 1,
        };
        if let Source::Memory(bytes) = &found.source {
            let forgotten = self.shelf.promise(id, bytes.len() as u64);
            self.forgotten(forgotten.ok_or(CommandError::TooManyTransfers)?);
        }
        self.ours = id.number;
        let side = Part::sends(found.source, now);
        let entry = Entry {
            re,
            ..Entry::new(id, found.name, found.size, found.kind, side)
        };
        self.entries.insert(id, entry);
        self.tell(now, id, None);
        Ok(())
    }

    /// Tells the peer of as many as it may be told of at once.
    pub(super) fn offer_more(&mut self, now: Instant) {
        if self.notes.apart {
            return;
        }
        let mut told = 0;
        let mut offers = Vec::new();
        for entry in self.entries.values_mut() {
            let Part::Out { offered, .. } = &mut entry.side else {
                continue;
            };
            if told >= MAX_OFFERED {
                break;
            }
            told += 1;
            if !std::mem::replace(offered, true) {
                let offer = Message::Offer {
                    n: entry.id.number,
                    name: entry.name.clone(),
                    size: entry.size,
                    kind: entry.kind,
                };
                offers.push((entry.id, offer));
            }
        }
        for (id, offer) in offers {
            self.note(id);
            self.say(offer);
        }
        self.open_lanes(now);
    }

    /// The peer takes it.
    pub(super) fn on_accepted(&mut self, now: Instant, id: TransferId) {
        let Some(entry) = self.ours(id).filter(|e| !e.agreed) else {
            return;
        };
        let again = std::mem::replace(&mut entry.accepted, true);
        entry.agreed = true;
        entry.reason = None;
        if entry.paused_by_me {
            self.say(Message::Pause { t: id, why: None });
        }
        if !again {
            self.note(id);
        }
        self.tell(now, id, None);
    }

    /// The peer does not take it.
    pub(super) fn on_declined(
        &mut self,
        now: Instant,
        id: TransferId,
        why: Option<TransferReason>,
    ) {
        if self.ours(id).is_some_and(|e| !e.agreed) {
            self.end(id, TransferState::Declined, why, None);
            self.offer_more(now);
        }
    }

    /// The peer would take it, but cannot now.
    pub(super) fn on_trouble(&mut self, now: Instant, id: TransferId, why: TransferReason) {
        if let Some(entry) = self.ours(id).filter(|e| !e.agreed) {
            entry.reason = Some(why);
            self.tell(now, id, None);
        }
    }

    /// The peer has all of it.
    pub(super) fn on_peer_done(&mut self, now: Instant, id: TransferId) {
        // That it was accepted may not have been written down.
        let kept = self.is_kept();
        let Some(entry) = self.ours(id).filter(|e| e.accepted || kept) else {
            return;
        };
        let path = match &entry.side {
            Part::Out {
                source: Source::File { path, .. },
                ..
            } => Some(path.clone()),
            _ => None,
        };
        self.end(id, TransferState::Done { path }, None, None);
        self.offer_more(now);
    }

    /// One of ours that the peer was told of.
    fn ours(&mut self, id: TransferId) -> Option<&mut Entry> {
        let entry = self.entries.get_mut(&id)?;
        (entry.direction() == Direction::Out && entry.is_known_to_peer()).then_some(entry)
    }
}

impl Entry {
    /// Whether the peer was told of it, or told us.
    pub(super) fn is_known_to_peer(&self) -> bool {
        !matches!(self.side, Part::Out { offered: false, .. })
    }
}

//! What we receive.

use std::{path::PathBuf, time::Instant};

use super::{Direction, Entry, EventKind, Job, MAX_IN, Message, Part, Place, Transfers};
use crate::{
    api::{CommandError, Tag},
    transfer::{
        MAX_ACCEPTED_BY_ITSELF, MAX_TRANSFER_BYTES, Transfer, TransferId, TransferKind,
        TransferReason, TransferState, kept::Begun, names, sink::Whole,
    },
};

impl Transfers {
    /// The peer offers something.
    pub(super) fn on_offer(
        &mut self,
        now: Instant,
        n: u64,
        name: &str,
        size: u64,
        kind: TransferKind,
    ) {
        let id = TransferId {
            side: self.side.other(),
            number: n,
        };
        if self.on_offered_again(now, id, size) {
            return;
        }
        // Those that the sender gave up before we heard of them leave gaps.
        if n <= self.theirs && !self.notes.catching_up {
            return;
        }
        self.theirs = self.theirs.max(n);
        let refusal = if size > MAX_TRANSFER_BYTES {
            Some(TransferReason::TooBig)
        } else if self.count(Direction::In) >= MAX_IN {
            Some(TransferReason::TooMany)
        } else {
            None
        };
        if refusal.is_some() {
            // Of thousands not even the refusals are worth showing.
            return self.say(Message::Decline {
                t: id,
                why: refusal,
            });
        }
        let (name, side) = (names::sanitise(name), Part::receives(Place::Unknown));
        let entry = Entry {
            agreed: true,
            ..Entry::new(id, name, size, kind, side)
        };
        self.entries.insert(id, entry);
        self.tell(now, id, None);
        if kind != TransferKind::File && size <= MAX_ACCEPTED_BY_ITSELF {
            self.accept_by_itself(now, id, size);
        }
    }

    fn accept_by_itself(&mut self, now: Instant, id: TransferId, size: u64) {
        // When so many are on their way that there is no room, it is asked about.
        let Some(forgotten) = self.shelf.promise(id, size) else {
            return;
        };
        self.forgotten(forgotten);
        self.set_place(id, Place::Memory(None));
        self.job(Job::Hold { id, size });
        self.take(now, id, None);
    }

    /// Takes what was offered into this folder, or saves what is held.
    pub(crate) fn accept(
        &mut self,
        now: Instant,
        id: TransferId,
        folder: PathBuf,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        if let Some(held) = self.shelf.find(id)
            && let Some(bytes) = held.bytes.clone()
        {
            let name = held.name.clone();
            self.job(Job::Save {
                id,
                folder,
                name,
                bytes,
                re,
            });
            return Ok(());
        }
        let entry = self.entry(id)?;
        let (name, size) = (entry.name.clone(), entry.size);
        let Part::In { place, .. } = &mut entry.side else {
            return Err(CommandError::NotOffered);
        };
        match place {
            Place::Unknown => *place = Place::Claiming(re),
            Place::Memory(save) => {
                *save = Some((folder, re));
                self.tell(now, id, re);
                return Ok(());
            }
            Place::Claiming(_) | Place::File(_) | Place::Reclaiming(_) => {
                return Err(CommandError::NotOffered);
            }
        }
        self.job(Job::Claim {
            id,
            folder,
            name,
            size,
        });
        Ok(())
    }

    /// The file was begun, or why it was not: then the offer stands, and both
    /// sides hear why nothing happens.
    pub(crate) fn on_claimed(
        &mut self,
        now: Instant,
        id: TransferId,
        claimed: Result<Option<Begun>, CommandError>,
    ) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return self.job(Job::Forget(id)); // It was ended meanwhile.
        };
        let Part::In { place, .. } = &mut entry.side else {
            return;
        };
        let Place::Claiming(re) = *place else {
            return;
        };
        match claimed {
            Ok(begun) => {
                *place = begun.map_or(Place::Memory(None), Place::File);
                self.take(now, id, re);
            }
            Err(error) => {
                *place = Place::Unknown;
                let why = match error {
                    CommandError::NoSpace => TransferReason::DiskFull,
                    CommandError::NoSuchFolder => TransferReason::FolderGone,
                    _ => TransferReason::ReadOnly,
                };
                entry.reason = Some(why);
                self.put(re, EventKind::Error(error));
                self.say(Message::Trouble { t: id, why });
                self.tell(now, id, re);
            }
        }
    }

    /// It is accepted.
    fn take(&mut self, now: Instant, id: TransferId, re: Option<Tag>) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.accepted = true;
            entry.reason = None;
            entry.re = re;
        }
        self.note(id);
        self.say(Message::Accept { t: id });
        self.tell(now, id, re);
    }

    /// Does not take what was offered.
    pub(crate) fn decline(&mut self, id: TransferId, re: Option<Tag>) -> Result<(), CommandError> {
        let entry = self.entry(id)?;
        if entry.direction() == Direction::Out || entry.accepted {
            return Err(CommandError::NotOffered);
        }
        self.end(id, TransferState::Declined, None, re);
        self.say(Message::Decline { t: id, why: None });
        Ok(())
    }

    /// All of it is there.
    pub(super) fn on_whole(&mut self, id: TransferId, whole: Whole) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        let save = match &mut entry.side {
            Part::In {
                place: Place::Memory(save),
                ..
            } => save.take(),
            _ => None,
        };
        match whole {
            Whole::File(path) => {
                let path = Some(path);
                self.end(id, TransferState::Done { path }, None, None);
            }
            Whole::Memory(bytes) => self.on_whole_in_memory(id, bytes, save),
        }
        self.say(Message::Done { t: id });
    }

    fn on_whole_in_memory(
        &mut self,
        id: TransferId,
        bytes: bytes::Bytes,
        save: Option<(PathBuf, Option<Tag>)>,
    ) {
        let Some(entry) = self.entries.remove(&id) else {
            return;
        };
        self.job(Job::Forget(id));
        let state = TransferState::Done { path: None };
        self.note_end(&entry, &state, None);
        let transfer = Transfer {
            state,
            done_bytes: entry.size,
            bytes: Some(bytes.clone()),
            ..entry.resting()
        };
        let name = transfer.name.clone();
        self.shelf.hold(transfer.clone());
        match save {
            // It is done once it is saved.
            Some((folder, re)) => self.job(Job::Save {
                id,
                folder,
                name,
                bytes,
                re,
            }),
            None => self.put(entry.re, EventKind::Transfer(transfer)),
        }
    }

    /// What was held in memory is a file now, or why it is not.
    pub(crate) fn on_saved(
        &mut self,
        id: TransferId,
        re: Option<Tag>,
        saved: Result<PathBuf, CommandError>,
    ) {
        let held = self.shelf.find(id);
        let saved = saved.map(|path| {
            held.map(|held| {
                held.state = TransferState::Done { path: Some(path) };
                held.clone()
            })
        });
        match saved {
            Ok(Some(transfer)) => self.put(re, EventKind::Transfer(transfer)),
            Ok(None) => {}
            Err(error) => {
                self.put(re, EventKind::Error(error));
                if let Some(held) = self.shelf.find(id) {
                    let transfer = held.clone();
                    self.put(re, EventKind::Transfer(transfer));
                }
            }
        }
    }

    fn set_place(&mut self, id: TransferId, to: Place) {
        if let Some(entry) = self.entries.get_mut(&id)
            && let Part::In { place, .. } = &mut entry.side
        {
            *place = to;
        }
    }
}

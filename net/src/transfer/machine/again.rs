//! Transfers of a kept room, from one meeting of the two to the next.
//!
//! What goes on is written down before it is spoken of. When the two meet again,
//! on the same machine state or on what was written down, the sender offers what
//! it still has once more; the receiver takes what it had taken, or says what
//! became of it. What is not offered again the sender no longer has.

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use super::{
    Direction, Entry, EventKind, Job, Lane, MAX_IN, MAX_OUT, Message, Output, Part, Place, Side,
    Transfers,
};
use crate::transfer::{
    TransferId, TransferKind, TransferReason, TransferState,
    kept::{End, Keeping, KeptTransfer, Stage},
    sink::Whole,
    source::Source,
};

/// Of those that are over, so many of each side are remembered: more than can
/// end between two meetings without the peer hearing of it.
const MAX_OVER: usize = 2 * MAX_IN;

/// What a kept room adds to its transfers.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What goes on is to be written down.
    on: bool,
    /// Between two meetings.
    pub(super) apart: bool,
    /// The peer is yet to say what it still has.
    pub(super) catching_up: bool,
    over: BTreeMap<TransferId, KeptTransfer>,
}

/// What there is of a file that was begun in an earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reclaimed {
    /// So many bytes, verified.
    Part(u64),
    /// All of it, here.
    Whole(PathBuf),
}

impl Transfers {
    /// Of a kept room that is opened again, before the two meet.
    pub(crate) fn again(side: Side, now: Instant, kept: Vec<KeptTransfer>) -> Self {
        let mut transfers = Self::new(side);
        transfers.notes.on = true;
        transfers.notes.apart = true;
        transfers.job(Job::Stay(true));
        for kept in kept.into_iter().take(MAX_IN + MAX_OUT + 2 * MAX_OVER) {
            transfers.restore(now, kept);
        }
        transfers
    }

    fn restore(&mut self, now: Instant, kept: KeptTransfer) {
        let id = kept.id;
        let numbered = match id.side == self.side {
            true => &mut self.ours,
            false => &mut self.theirs,
        };
        *numbered = (*numbered).max(id.number);
        let (side, accepted) = match kept.stage.clone() {
            Stage::Over(_) => {
                self.notes.over.insert(id, kept);
                return;
            }
            Stage::Out {
                path,
                identity,
                accepted,
            } => {
                let source = Source::File {
                    path: path.into(),
                    identity,
                };
                (Part::sends(source, now), accepted)
            }
            Stage::In(begun) => {
                self.job(Job::Reclaim {
                    id,
                    begun: begun.clone(),
                    name: kept.name.clone(),
                    size: kept.size,
                });
                (Part::receives(Place::Reclaiming(begun)), true)
            }
        };
        let entry = Entry {
            accepted,
            paused_by_me: kept.paused,
            ..Entry::new(id, kept.name, kept.size, kept.kind, side)
        };
        let outgoing = entry.direction() == Direction::Out;
        self.entries.insert(id, entry);
        if outgoing {
            self.tell(now, id, None);
        }
    }

    /// What there is of a file that was begun in an earlier run, or why there is
    /// nothing to go on with.
    pub(crate) fn on_reclaimed(
        &mut self,
        now: Instant,
        id: TransferId,
        found: Result<Reclaimed, TransferReason>,
    ) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return self.job(Job::Forget(id)); // It was ended meanwhile.
        };
        let Part::In { place, .. } = &mut entry.side else {
            return;
        };
        let Place::Reclaiming(begun) = place else {
            return;
        };
        match found {
            Ok(Reclaimed::Part(verified)) => {
                *place = Place::File(begun.clone());
                entry.verified = verified;
                self.tell(now, id, None);
                self.take_again(id);
            }
            Ok(Reclaimed::Whole(path)) => {
                *place = Place::File(begun.clone());
                self.on_whole(id, Whole::File(path));
            }
            Err(reason) => self.fail(now, id, reason),
        }
    }

    /// Whether what goes on is written down from now on.
    pub(crate) fn keep(&mut self, on: bool) {
        self.notes.on = on;
        self.job(Job::Stay(on));
        let ids: Vec<TransferId> = self.entries.keys().copied().collect();
        for id in ids {
            self.note(id);
        }
        self.note_newest();
    }

    /// Whether what goes on is written down.
    pub(super) fn is_kept(&self) -> bool {
        self.notes.on
    }

    /// What was over before the room was kept is not written down, but its
    /// number is not given again.
    fn note_newest(&mut self) {
        let id = TransferId {
            side: self.side,
            number: self.ours,
        };
        if self.notes.on && self.ours > 0 && !self.entries.contains_key(&id) {
            let kept = KeptTransfer {
                id,
                name: String::new(),
                size: 0,
                kind: TransferKind::File,
                paused: false,
                stage: Stage::Over(End::Done),
            };
            self.notes.over.insert(id, kept.clone());
            self.put_kept(kept);
        }
    }

    /// The two are no longer together, and meet again later.
    pub(crate) fn part(&mut self) {
        self.notes.apart = true;
        self.notes.catching_up = false;
        self.up = false;
        self.heard.clear();
        for lane in std::mem::take(&mut self.greeting) {
            self.job(Job::Drop(lane));
        }
        let ids: Vec<TransferId> = self.entries.keys().copied().collect();
        for id in ids {
            self.part_with(id);
        }
    }

    fn part_with(&mut self, id: TransferId) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        entry.agreed = false;
        entry.paused_by_peer = false;
        entry.meter.halt();
        let lane = entry.lane.stream();
        let next = match &mut entry.side {
            Part::In { next_lane, .. } => next_lane.take(),
            Part::Out { offered, whole, .. } => {
                // Of an incoming one the thread that writes still reports.
                (entry.lane, *offered, *whole) = (Lane::None, false, false);
                None
            }
        };
        for stream in lane.into_iter().chain(next) {
            self.lanes_came.remove(&stream);
            self.job(Job::Drop(stream));
        }
    }

    /// The two have met again.
    pub(crate) fn meet(&mut self, now: Instant) {
        self.notes.apart = false;
        self.notes.catching_up = true;
        let over = self.notes.over.values();
        let ours = over.filter(|kept| kept.id.side == self.side);
        let cancelled: Vec<Message> = ours.filter_map(cancel).collect();
        for message in cancelled {
            self.say(message);
        }
        self.offer_more(now);
        self.say(Message::Again);
    }

    /// The room is over: what goes on is left as it is.
    pub(crate) fn leave(&mut self) {
        self.part();
        while let Some((id, _)) = self.entries.pop_first() {
            self.job(Job::Leave(id));
        }
    }

    /// Whether an offer is of something that we know from before, and then what
    /// we had to say about it.
    pub(super) fn on_offered_again(&mut self, now: Instant, id: TransferId, size: u64) -> bool {
        if let Some(entry) = self.entries.get_mut(&id) {
            if entry.size != size {
                self.fail(now, id, TransferReason::Changed);
            } else if !std::mem::replace(&mut entry.agreed, true) {
                self.take_again(id);
            }
            return true;
        }
        let Some(over) = self.notes.over.get(&id) else {
            return false;
        };
        let said = match over.stage {
            Stage::Over(End::Done) => Message::Done { t: id },
            Stage::Over(End::Declined) => Message::Decline { t: id, why: None },
            _ => cancel(over).unwrap_or(Message::Cancel { t: id, why: None }),
        };
        if over.size == size {
            self.say(said);
        }
        true
    }

    /// Takes once more what was taken before, when it is at hand and offered.
    fn take_again(&mut self, id: TransferId) {
        let Some(entry) = self.entries.get(&id) else {
            return;
        };
        let ready = matches!(
            entry.side,
            Part::In {
                place: Place::File(_) | Place::Memory(_),
                ..
            }
        );
        if !(ready && entry.agreed && entry.accepted) {
            return;
        }
        let paused = entry.paused_by_me.then_some(entry.reason);
        self.say(Message::Accept { t: id });
        if let Some(why) = paused {
            self.say(Message::Pause { t: id, why });
        }
    }

    /// The sender has offered all that it still has.
    pub(super) fn on_all_offered(&mut self) {
        if !std::mem::take(&mut self.notes.catching_up) {
            return;
        }
        let theirs = self.entries.values();
        let theirs = theirs.filter(|e| e.direction() == Direction::In && !e.agreed);
        let lost: Vec<TransferId> = theirs.map(|e| e.id).collect();
        for id in lost {
            let gone = Some(TransferReason::Gone);
            self.end(id, TransferState::Failed, gone, None);
        }
    }

    /// Has it written down how a transfer is now, in a kept room.
    pub(super) fn note(&mut self, id: TransferId) {
        if !self.notes.on {
            return;
        }
        let Some(entry) = self.entries.get(&id) else {
            return;
        };
        let stage = match &entry.side {
            Part::Out { offered: false, .. } => return,
            Part::Out {
                source: Source::File { path, identity },
                ..
            } => Stage::Out {
                path: path.into(),
                identity: *identity,
                accepted: entry.accepted,
            },
            // What was in memory does not outlive it.
            Part::Out { .. } => Stage::Over(End::Failed(TransferReason::Gone)),
            Part::In {
                place: Place::File(begun) | Place::Reclaiming(begun),
                ..
            } => Stage::In(begun.clone()),
            Part::In { .. } => return,
        };
        let kept = entry.kept(stage);
        self.put_kept(kept);
    }

    /// As [`Transfers::note`], when it is over.
    pub(super) fn note_end(
        &mut self,
        entry: &Entry,
        state: &TransferState,
        reason: Option<TransferReason>,
    ) {
        if !self.notes.on || !entry.is_known_to_peer() && !self.notes.apart {
            return;
        }
        let end = match state {
            TransferState::Done { .. } => End::Done,
            TransferState::Declined => End::Declined,
            TransferState::Failed => End::Failed(reason.unwrap_or(TransferReason::Other)),
            _ => End::Cancelled,
        };
        // What it was called stands in the history, and goes with that.
        let kept = KeptTransfer {
            name: String::new(),
            ..entry.kept(Stage::Over(end))
        };
        self.notes.over.insert(kept.id, kept.clone());
        self.put_kept(kept);
        // The newest is never forgotten, so that no number is given twice.
        let side = entry.id.side;
        let of_side = self.notes.over.keys().filter(|id| id.side == side);
        if of_side.count() > MAX_OVER
            && let Some(oldest) = self.notes.over.keys().find(|id| id.side == side).copied()
        {
            self.notes.over.remove(&oldest);
            self.put(None, EventKind::Keeping(Keeping::Drop(oldest)));
        }
    }

    fn put_kept(&mut self, kept: KeptTransfer) {
        let keeping = Keeping::Put(Box::new(kept));
        self.outputs
            .push_back(Output::Tell(None, EventKind::Keeping(keeping)));
    }
}

/// What the peer is told of something that will not come.
fn cancel(over: &KeptTransfer) -> Option<Message> {
    let why = match over.stage {
        Stage::Over(End::Cancelled) => None,
        Stage::Over(End::Failed(reason)) => Some(reason),
        _ => return None,
    };
    Some(Message::Cancel { t: over.id, why })
}

impl Entry {
    fn kept(&self, stage: Stage) -> KeptTransfer {
        KeptTransfer {
            id: self.id,
            name: self.name.clone(),
            size: self.size,
            kind: self.kind,
            paused: self.paused_by_me,
            stage,
        }
    }
}

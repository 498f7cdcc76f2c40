//! All transfers of one room: what is offered, accepted, halted and over, and
//! which streams carry them. A pure machine: it is told what happened and when,
//! and says what is to be done.
//!
//! What it says to the peer is numbered by the session and arrives once, in
//! order, whatever becomes of the connection. The bytes go over lanes: streams
//! that the sender opens on the connection of the moment. When a lane breaks, or
//! the conversation has moved to another connection, the next lane goes on from
//! what the receiver has verified.
//!
//! In a kept room what goes on is written down, and gone on with when the two
//! meet again (`again`).

mod again;
mod entry;
mod incoming;
mod lanes;
mod outgoing;

use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
    time::{Duration, Instant},
};

use bytes::Bytes;

use self::{
    again::Notes,
    entry::{Entry, Lane, Place, Side as Part},
};
pub(crate) use self::{again::Reclaimed, lanes::Line};
use super::{
    Content, Direction, Transfer, TransferId, TransferKind, TransferReason, TransferState,
    kept::Begun, message::Message, pace::Pace, shelf::Shelf, source::Source,
};
use crate::{
    api::{CommandError, EventKind, Side, Tag, Words},
    streams::StreamId,
    time::earlier,
};

/// Transfers of the peer that may wait or run at once; more are declined.
const MAX_IN: usize = 256;
/// Transfers of ours that the peer is told of at once: well below what it takes.
const MAX_OFFERED: usize = 128;
/// Transfers of ours that are not over.
const MAX_OUT: usize = 2 * super::MAX_FILES_IN_FOLDER;
/// What waits to be looked at.
const MAX_LOOKS: usize = 64;
/// Streams that carry transfers of ours at once.
const MAX_LANES: usize = 4;
/// Streams of the peer that have not said what they are for.
const MAX_GREETING: usize = 32;
/// The person is told of progress no more often than this for one transfer…
const TELL_EVERY: Duration = Duration::from_millis(100);
/// …and, when several run, for all of them together.
const TELL_ALL_EVERY: Duration = Duration::from_millis(40);

/// What is to be done, in this order.
#[derive(Debug)]
pub(crate) enum Output {
    /// Say this on the control channel.
    Say(Message),
    /// Send a probe of this number on the control channel.
    Probe(u64),
    /// Tell the person.
    Tell(Option<Tag>, EventKind),
    /// Open a stream, and say what it is called by [`Transfers::on_named`].
    Open(TransferId),
    /// Something for threads and tasks.
    Job(Job),
}

/// What threads and tasks are to do; each reports what came of it.
#[derive(Debug)]
pub(crate) enum Job {
    /// Look at what is to be sent.
    Look {
        content: Content,
        kind: Option<TransferKind>,
        words: Option<Words>,
        re: Option<Tag>,
    },
    /// Begin a file.
    Claim {
        id: TransferId,
        folder: PathBuf,
        name: String,
        size: u64,
    },
    /// Find what there is of a file that was begun in an earlier run.
    Reclaim {
        id: TransferId,
        begun: Begun,
        name: String,
        size: u64,
    },
    /// Take it into memory.
    Hold { id: TransferId, size: u64 },
    /// Send over this lane.
    Send {
        id: TransferId,
        lane: StreamId,
        size: u64,
        source: Source,
    },
    /// Receive over this lane.
    Receive {
        id: TransferId,
        lane: StreamId,
        size: u64,
    },
    /// Let this lane end after the chunk at hand.
    Stop(StreamId),
    /// Break this lane off.
    Drop(StreamId),
    /// It is over: drop what is still held of it.
    Forget(TransferId),
    /// The room is over, this is not: let go of it as it is.
    Leave(TransferId),
    /// Whether what is not whole stays when nobody works on it any more.
    Stay(bool),
    /// Save what is held in memory.
    Save {
        id: TransferId,
        folder: PathBuf,
        name: String,
        bytes: Bytes,
        re: Option<Tag>,
    },
    /// So many bytes of all lanes may be under way.
    Limit(u64),
}

/// All transfers of a room. See the module.
#[derive(Debug)]
pub(crate) struct Transfers {
    side: Side,
    entries: BTreeMap<TransferId, Entry>,
    shelf: Shelf,
    /// Numbers our transfers.
    ours: u64,
    /// The peer's newest.
    theirs: u64,
    /// Whether the two can talk now.
    up: bool,
    looks: usize,
    greeting: Vec<StreamId>,
    pace: Pace,
    /// Bytes of ours that came at the peer, of all lanes.
    came: u64,
    /// How far each lane of ours was heard of.
    lanes_came: BTreeMap<StreamId, u64>,
    heard: VecDeque<Heard>,
    notes: Notes,
    outputs: VecDeque<Output>,
}

/// What comes over the control channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A word about a transfer.
    Message(Message),
    /// The probe of this number, back again.
    Probe(u64),
}

impl Transfers {
    /// Of a room in which we are `side`.
    pub(crate) fn new(side: Side) -> Self {
        Self {
            side,
            entries: BTreeMap::new(),
            shelf: Shelf::default(),
            ours: 0,
            theirs: 0,
            up: false,
            looks: 0,
            greeting: Vec::new(),
            pace: Pace::default(),
            came: 0,
            lanes_came: BTreeMap::new(),
            heard: VecDeque::new(),
            notes: Notes::default(),
            outputs: VecDeque::new(),
        }
    }

    /// Which of the two we are.
    pub(crate) fn side(&self) -> Side {
        self.side
    }

    /// What is to be done next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Transfers::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        earlier(self.next_lane_at(), self.pace.poll_timeout())
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        if self.pace.on_timeout(now) {
            self.tell_limit();
        }
        self.open_lanes(now);
        self.probe(now);
    }

    /// Halts a transfer.
    pub(crate) fn pause(
        &mut self,
        now: Instant,
        id: TransferId,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let entry = self.entry(id)?;
        if !entry.accepted {
            return Err(CommandError::NotAccepted);
        }
        if !std::mem::replace(&mut entry.paused_by_me, true) {
            entry.reason = None;
            self.say(Message::Pause { t: id, why: None });
            self.on_halted(id);
            self.note(id);
        }
        self.tell(now, id, re);
        self.open_lanes(now);
        Ok(())
    }

    /// Lets go on what we halted.
    pub(crate) fn resume(
        &mut self,
        now: Instant,
        id: TransferId,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let entry = self.entry(id)?;
        if !entry.accepted {
            return Err(CommandError::NotAccepted);
        }
        if std::mem::take(&mut entry.paused_by_me) {
            entry.reason = None;
            self.say(Message::Resume { t: id });
            self.note(id);
        } else if entry.paused_by_peer {
            return Err(CommandError::PausedByPeer);
        }
        self.tell(now, id, re);
        self.open_lanes(now);
        Ok(())
    }

    /// Ends a transfer.
    pub(crate) fn cancel(
        &mut self,
        now: Instant,
        id: TransferId,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let known = self.entry(id)?.is_known_to_peer();
        self.end(id, TransferState::Cancelled, None, re);
        if known {
            self.say(Message::Cancel { t: id, why: None });
        }
        self.offer_more(now);
        self.open_lanes(now);
        Ok(())
    }

    /// Something came over the control channel; looked at by
    /// [`Transfers::on_heard`], which is told when that is.
    pub(crate) fn hear(&mut self, heard: Heard) {
        self.heard.push_back(heard);
    }

    /// Looks at what came.
    pub(crate) fn on_heard(&mut self, now: Instant) {
        while let Some(heard) = self.heard.pop_front() {
            match heard {
                Heard::Message(message) => self.on_message(now, message),
                Heard::Probe(number) => self.on_probe_back(now, number),
            }
        }
    }

    /// Something that the peer says about a transfer. What makes no sense is
    /// left out: both sides may have ended it at the same time.
    fn on_message(&mut self, now: Instant, message: Message) {
        match message {
            Message::Offer {
                n,
                name,
                size,
                kind,
            } => self.on_offer(now, n, &name, size, kind),
            Message::Accept { t } => self.on_accepted(now, t),
            Message::Decline { t, why } => self.on_declined(now, t, why),
            Message::Trouble { t, why } => self.on_trouble(now, t, why),
            Message::Done { t } => self.on_peer_done(now, t),
            Message::Pause { t, why } => {
                if let Some(entry) = self.entries.get_mut(&t).filter(|e| e.accepted) {
                    entry.paused_by_peer = true;
                    entry.reason = why;
                    self.on_halted(t);
                    self.tell(now, t, None);
                }
            }
            Message::Resume { t } => {
                if let Some(entry) = self.entries.get_mut(&t).filter(|e| e.paused_by_peer) {
                    entry.paused_by_peer = false;
                    if !entry.paused_by_me {
                        entry.reason = None;
                    }
                    self.tell(now, t, None);
                }
            }
            Message::Cancel { t, why } => {
                if self.entries.contains_key(&t) {
                    let state = match why {
                        Some(_) => TransferState::Failed,
                        None => TransferState::Cancelled,
                    };
                    self.end(t, state, why, None);
                    self.offer_more(now);
                }
            }
            Message::Again => self.on_all_offered(),
            Message::Unknown => {}
        }
        self.open_lanes(now);
    }

    /// The room closes: nothing that is not whole will ever be.
    pub(crate) fn close(&mut self) {
        let ids: Vec<TransferId> = self.entries.keys().copied().collect();
        for id in ids {
            let reason = Some(TransferReason::RoomClosed);
            self.end(id, TransferState::Failed, reason, None);
        }
    }

    /// It cannot go on, and the peer hears why.
    fn fail(&mut self, now: Instant, id: TransferId, reason: TransferReason) {
        let why = Some(reason);
        self.end(id, TransferState::Failed, why, None);
        self.say(Message::Cancel { t: id, why });
        self.offer_more(now);
        self.open_lanes(now);
    }

    /// It is over.
    fn end(
        &mut self,
        id: TransferId,
        state: TransferState,
        reason: Option<TransferReason>,
        re: Option<Tag>,
    ) {
        let Some(mut entry) = self.entries.remove(&id) else {
            return;
        };
        self.drop_lane(&mut entry);
        self.job(Job::Forget(id));
        self.note_end(&entry, &state, reason);
        let re = re.or(entry.re);
        let done = matches!(state, TransferState::Done { .. });
        if done {
            entry.verified = entry.size;
        }
        let transfer = Transfer {
            state,
            reason,
            ..entry.resting()
        };
        if done {
            self.shelf.hold(transfer.clone());
        } else {
            self.shelf.release(id);
        }
        self.put(re, EventKind::Transfer(transfer));
    }

    fn entry(&mut self, id: TransferId) -> Result<&mut Entry, CommandError> {
        let numbered = match id.side == self.side {
            true => self.ours,
            false => self.theirs,
        };
        match self.entries.get_mut(&id) {
            Some(entry) => Ok(entry),
            None if (1..=numbered).contains(&id.number) => Err(CommandError::TransferOver),
            None => Err(CommandError::UnknownTransfer),
        }
    }

    fn count(&self, direction: Direction) -> usize {
        let all = self.entries.values();
        all.filter(|e| e.direction() == direction).count()
    }

    /// Tells the person how it is, by `re` or by the command that began it.
    fn tell(&mut self, now: Instant, id: TransferId, re: Option<Tag>) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.told = Some(now);
            let re = re.or(entry.re);
            let transfer = entry.transfer(now);
            self.put(re, EventKind::Transfer(transfer));
        }
    }

    fn forgotten(&mut self, ids: Vec<TransferId>) {
        for id in ids {
            self.put(None, EventKind::Forgotten(id));
        }
    }

    fn put(&mut self, re: Option<Tag>, kind: EventKind) {
        self.outputs.push_back(Output::Tell(re, kind));
    }

    /// Without the peer nothing is said: what counts is told when the two meet.
    fn say(&mut self, message: Message) {
        if !self.notes.apart {
            self.outputs.push_back(Output::Say(message));
        }
    }

    fn job(&mut self, job: Job) {
        self.outputs.push_back(Output::Job(job));
    }

    fn tell_limit(&mut self) {
        let limit = self.pace.limit();
        self.job(Job::Limit(limit));
    }
}

#[cfg(test)]
mod tests;

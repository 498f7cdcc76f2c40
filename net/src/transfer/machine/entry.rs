//! One transfer that is not over.

use std::{path::PathBuf, time::Instant};

use crate::{
    api::Tag,
    streams::StreamId,
    transfer::{
        Direction, Transfer, TransferId, TransferKind, TransferReason, TransferState, Who,
        kept::Begun, meter::Meter, source::Source,
    },
};

/// A transfer and all we know of it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: TransferId,
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) kind: TransferKind,
    pub(super) side: Side,
    pub(super) accepted: bool,
    /// Since the two met last the peer has said that it has it, too.
    pub(super) agreed: bool,
    pub(super) paused_by_me: bool,
    pub(super) paused_by_peer: bool,
    pub(super) reason: Option<TransferReason>,
    pub(super) verified: u64,
    pub(super) meter: Meter,
    pub(super) lane: Lane,
    /// The command that began it here.
    pub(super) re: Option<Tag>,
    /// When the person was last told of it.
    pub(super) told: Option<Instant>,
}

/// What only one of the two sides has.
#[derive(Debug)]
pub(super) enum Side {
    /// We send it.
    Out {
        source: Source,
        /// Whether the peer was told of it.
        offered: bool,
        /// Whether the receiver has all of it.
        whole: bool,
        /// When to open the next lane, and how many have broken in a row.
        open_at: Instant,
        broken: u32,
    },
    /// We receive it.
    In {
        place: Place,
        /// A lane that came while another one still ends.
        next_lane: Option<StreamId>,
    },
}

/// Where what comes goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nobody has said yet.
    Unknown,
    /// A file that is being begun, by this command.
    Claiming(Option<Tag>),
    /// A file.
    File(Begun),
    /// A file of an earlier run that is being looked for.
    Reclaiming(Begun),
    /// Memory; and the folder in which it is to be saved once it is whole, by
    /// that command.
    Memory(Option<(PathBuf, Option<Tag>)>),
}

/// The stream that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// None.
    None,
    /// Asked for; it has no name yet.
    Asked,
    /// Asked for.
    Opening(StreamId),
    /// Open.
    Open(StreamId),
    /// Open, and to end soon.
    Ending(StreamId),
}

impl Lane {
    pub(super) fn stream(self) -> Option<StreamId> {
        match self {
            Self::None | Self::Asked => None,
            Self::Opening(stream) | Self::Open(stream) | Self::Ending(stream) => Some(stream),
        }
    }
}

impl Side {
    /// We send it, and have told nobody yet.
    pub(super) fn sends(source: Source, now: Instant) -> Self {
        Self::Out {
            source,
            offered: false,
            whole: false,
            open_at: now,
            broken: 0,
        }
    }

    /// We receive it, into this.
    pub(super) fn receives(place: Place) -> Self {
        Self::In {
            place,
            next_lane: None,
        }
    }
}

impl Entry {
    /// One of which nothing has been said or sent yet.
    pub(super) fn new(
        id: TransferId,
        name: String,
        size: u64,
        kind: TransferKind,
        side: Side,
    ) -> Self {
        Self {
            id,
            name,
            size,
            kind,
            side,
            accepted: false,
            agreed: false,
            paused_by_me: false,
            paused_by_peer: false,
            reason: None,
            verified: 0,
            meter: Meter::default(),
            lane: Lane::None,
            re: None,
            told: None,
        }
    }

    pub(super) fn direction(&self) -> Direction {
        match self.side {
            Side::Out { .. } => Direction::Out,
            Side::In { .. } => Direction::In,
        }
    }

    /// Who halted it, ourselves first.
    pub(super) fn paused(&self) -> Option<Who> {
        if self.paused_by_me {
            Some(Who::Me)
        } else if self.paused_by_peer {
            Some(Who::Peer)
        } else {
            None
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.accepted && self.paused().is_none()
    }

    fn state(&self) -> TransferState {
        match self.paused() {
            _ if !self.accepted => TransferState::Offered,
            Some(who) => TransferState::Paused(who),
            None => TransferState::Running,
        }
    }

    /// As it is now.
    pub(super) fn transfer(&self, now: Instant) -> Transfer {
        let mut transfer = self.resting();
        if self.is_running() {
            let left = self.size - self.verified.min(self.size);
            transfer.bytes_per_s = self.meter.speed(now);
            transfer.left = self.meter.left(now, left);
        }
        transfer
    }

    /// As it is, without a speed.
    pub(super) fn resting(&self) -> Transfer {
        let bytes = match &self.side {
            Side::Out {
                source: Source::Memory(bytes),
                ..
            } => Some(bytes.clone()),
            _ => None,
        };
        Transfer {
            id: self.id,
            direction: self.direction(),
            name: self.name.clone(),
            size: self.size,
            kind: self.kind,
            state: self.state(),
            reason: self.reason,
            done_bytes: self.verified,
            bytes_per_s: 0,
            left: None,
            bytes,
        }
    }
}

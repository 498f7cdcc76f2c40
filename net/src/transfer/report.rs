//! What the threads and tasks of transfers report to their driver.

use super::{
    Mark, TransferId, TransferReason,
    sink::{Found as FoundPart, Sink, Whole},
    source::Found,
};
use crate::{
    api::{CommandError, Tag, Words},
    streams::StreamId,
    swarm::streams::Stream,
};

/// Something that was done, or could not be.
#[derive(Debug)]
pub(crate) enum Report {
    /// What was to be sent was looked at.
    Looked {
        re: Option<Tag>,
        words: Option<Words>,
        found: Result<Vec<Found>, CommandError>,
    },
    /// A file of so many bytes was begun, or not.
    Claimed {
        id: TransferId,
        size: u64,
        sink: Result<Sink, CommandError>,
    },
    /// A file that was begun in an earlier run was looked for.
    Reclaimed {
        id: TransferId,
        found: Result<FoundPart, TransferReason>,
    },
    /// A stream that the peer opened has said which transfer it is for; or it
    /// never will.
    Greeted {
        lane: StreamId,
        hello: Option<(u64, Stream)>,
    },
    /// A lane came further.
    Progress {
        id: TransferId,
        lane: StreamId,
        /// Bytes from the beginning that are verified…
        verified: u64,
        /// …and those that came.
        came: u64,
        /// Whether the limit held the sender back.
        limited: bool,
    },
    /// A sender's lane has ended.
    Sent {
        lane: StreamId,
        id: TransferId,
        end: SendEnd,
    },
    /// A receiver's lane has ended.
    Received {
        lane: StreamId,
        id: TransferId,
        mark: Mark,
        end: ReceiveEnd,
        /// What was written so far, unless it is whole.
        sink: Option<Sink>,
    },
    /// What was held in memory was saved, or not.
    Saved {
        id: TransferId,
        re: Option<Tag>,
        path: Result<std::path::PathBuf, CommandError>,
    },
}

/// How a sender's lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendEnd {
    /// The receiver has all of it, verified.
    Whole,
    /// It was told to stop, and all that it had sent is verified.
    Stopped,
    /// The stream broke, or the receiver wants no more of it.
    Broken,
    /// The source has no more to give.
    Failed(TransferReason),
}

/// How a receiver's lane ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReceiveEnd {
    /// All of it is there.
    Whole(Whole),
    /// Not all of it yet.
    Open,
    /// It cannot go on as it is.
    Failed(TransferReason),
}

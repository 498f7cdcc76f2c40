//! Transfers of a kept room as they are written down: what it takes to go on
//! with them when the room is opened again.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{TransferId, TransferKind, TransferReason, TransferState, source::Identity};
use crate::wire;

/// What is to be written down about transfers in a kept room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// This, in place of what there is of that transfer.
    Put(Box<KeptTransfer>),
    /// Nothing any more.
    Drop(TransferId),
}

/// A transfer of a kept room as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTransfer {
    /// Its name on both machines.
    pub id: TransferId,
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) kind: TransferKind,
    /// We halted it.
    pub(super) paused: bool,
    pub(super) stage: Stage,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// We send it, from a file.
    Out {
        path: OsString,
        identity: Identity,
        accepted: bool,
    },
    /// We receive it, into a file.
    In(Begun),
    /// It is over, which the peer may not have heard.
    Over(End),
}

/// A file that is not whole yet, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begun {
    part: OsString,
    folder: OsString,
    /// Device and inode, where there are such: tells it from another.
    pub(super) node: Option<(u64, u64)>,
}

impl Begun {
    pub(super) fn new(part: &Path, folder: &Path, node: Option<(u64, u64)>) -> Self {
        Self {
            part: part.into(),
            folder: folder.into(),
            node,
        }
    }

    pub(super) fn part(&self) -> &Path {
        Path::new(&self.part)
    }

    pub(super) fn folder(&self) -> PathBuf {
        PathBuf::from(&self.folder)
    }
}

/// How it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum End {
    Done,
    Declined,
    Cancelled,
    Failed(TransferReason),
}

impl KeptTransfer {
    /// As it is to be written down.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// What was written down; `None` when it makes no sense.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        wire::decode(bytes).ok()
    }

    /// How it has ended, and why when that was nobody's wish; nothing while it
    /// goes on.
    pub fn ended(&self) -> Option<(TransferState, Option<TransferReason>)> {
        let Stage::Over(end) = &self.stage else {
            return None;
        };
        Some(match end {
            End::Done => (TransferState::Done { path: None }, None),
            End::Declined => (TransferState::Declined, None),
            End::Cancelled => (TransferState::Cancelled, None),
            End::Failed(reason) => (TransferState::Failed, Some(*reason)),
        })
    }

    /// The part of a file that is there so far, on this machine.
    pub fn part(&self) -> Option<&Path> {
        match &self.stage {
            Stage::In(begun) => Some(begun.part()),
            Stage::Out { .. } | Stage::Over(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::api::Side;

    #[test]
    fn what_is_written_down_is_read_again() {
        #[cfg(unix)]
        let odd: OsString = std::os::unix::ffi::OsStringExt::from_vec(b"/h\xffme/x".to_vec());
        #[cfg(not(unix))]
        let odd = OsString::from("C:\\x");
        let out = Stage::Out {
            path: odd.clone(),
            identity: Identity {
                size: 7,
                modified: Some(Duration::from_nanos(1_700_000_000_000_000_001)),
                node: Some((1, u64::MAX)),
            },
            accepted: true,
        };
        let begun = Begun {
            part: odd,
            folder: "/tmp".into(),
            node: None,
        };
        let ends = [End::Done, End::Declined, End::Cancelled];
        let failed = End::Failed(TransferReason::Gone);
        let over = ends.into_iter().chain([failed]).map(Stage::Over);
        for stage in [out, Stage::In(begun)].into_iter().chain(over) {
            let kept = KeptTransfer {
                id: TransferId {
                    side: Side::Guest,
                    number: 3,
                },
                name: "x.bin".to_owned(),
                size: 7,
                kind: TransferKind::File,
                paused: true,
                stage,
            };
            let bytes = kept.to_bytes();
            assert_eq!(KeptTransfer::from_bytes(&bytes), Some(kept));
            for end in 0..bytes.len() {
                assert_eq!(KeptTransfer::from_bytes(&bytes[..end]), None);
            }
        }
    }
}

//! What was handed over, between the two forms it has: as the network side tells
//! of it, and as it is kept.

use std::{collections::HashMap, ffi::OsString, sync::Arc};

use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use tincan_net::{
    Direction, KeptTransfer, PastTransfer, Place, Side, Transfer, TransferId, TransferKind,
    TransferReason, TransferState, UnixMillis,
};
use tincan_store::{Author, Ended, Handed, Kind, Seq};

use super::book::author;

/// What the network side had written down when the room was opened: how each has
/// ended, or that it goes on.
pub(super) type Going = Arc<HashMap<TransferId, Option<(TransferState, Option<TransferReason>)>>>;

pub(super) fn going(transfers: &[KeptTransfer]) -> Going {
    let each = transfers.iter().map(|kept| (kept.id, kept.ended()));
    Arc::new(each.collect())
}

/// Who offered it.
pub(super) fn offered_by(transfer: &Transfer) -> Author {
    author(transfer.direction == Direction::Out)
}

/// A transfer as it is kept, in place of what is `known` of it.
pub(super) fn handed(transfer: &Transfer, known: Option<&Handed>, now: UnixMillis) -> Handed {
    let (ended, path) = match &transfer.state {
        TransferState::Offered | TransferState::Running | TransferState::Paused(_) => (None, None),
        TransferState::Done { path } => (Some(Ended::Done), path.clone()),
        TransferState::Declined => (Some(Ended::Declined), None),
        TransferState::Cancelled => (Some(Ended::Cancelled), None),
        TransferState::Failed => (Some(Ended::Failed), None),
    };
    let reason = transfer.reason.filter(|_| ended.is_some());
    Handed {
        author: offered_by(transfer),
        number: transfer.id.number,
        at: known.map_or(now, |known| known.at),
        name: transfer.name.clone(),
        size: transfer.size,
        kind: match transfer.kind {
            TransferKind::File => Kind::File,
            TransferKind::Image => Kind::Image,
            TransferKind::Gif => Kind::Gif,
        },
        ended,
        reason: reason.map(|reason| reason.as_str().to_owned()),
        path: path.map(OsString::from),
        preview: known.and_then(|known| known.preview),
    }
}

/// What was handed over as it is shown again to somebody who is `side`.
pub(super) fn past(Seq(seq): Seq, handed: Handed, side: Side, going: &Going) -> PastTransfer {
    let mine = handed.author == Author::Me;
    let id = TransferId {
        side: if mine { side } else { side.other() },
        number: handed.number,
    };
    let why = |code: String| {
        let code: value::StringDeserializer<value::Error> = code.into_deserializer();
        TransferReason::deserialize(code).ok()
    };
    let reason = handed.reason.and_then(why);
    let (state, reason) = match handed.ended {
        Some(Ended::Done) => {
            let path = handed.path.map(Into::into);
            (TransferState::Done { path }, None)
        }
        Some(Ended::Declined) => (TransferState::Declined, reason),
        Some(Ended::Cancelled) => (TransferState::Cancelled, reason),
        Some(Ended::Failed) => (TransferState::Failed, reason),
        None => match going.get(&id) {
            Some(Some(ended)) => ended.clone(),
            // The network side tells how far it is.
            Some(None) => (TransferState::Running, None),
            None => (TransferState::Failed, Some(TransferReason::RoomClosed)),
        },
    };
    let done = matches!(state, TransferState::Done { .. });
    PastTransfer {
        place: Place(seq),
        at: handed.at,
        preview: handed.preview,
        transfer: Transfer {
            id,
            direction: if mine { Direction::Out } else { Direction::In },
            name: handed.name,
            size: handed.size,
            kind: match handed.kind {
                Kind::File => TransferKind::File,
                Kind::Image => TransferKind::Image,
                Kind::Gif => TransferKind::Gif,
            },
            state,
            reason,
            done_bytes: if done { handed.size } else { 0 },
            bytes_per_s: 0,
            left: None,
            bytes: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn transfer(state: TransferState, reason: Option<TransferReason>) -> Transfer {
        Transfer {
            id: TransferId {
                side: Side::Guest,
                number: 3,
            },
            direction: Direction::In,
            name: "lake.jpg".to_owned(),
            size: 9,
            kind: TransferKind::Image,
            state,
            reason,
            done_bytes: 9,
            bytes_per_s: 0,
            left: None,
            bytes: None,
        }
    }

    #[test]
    fn what_is_over_is_shown_again_as_it_was() {
        let path = Some(PathBuf::from("/downloads/lake.jpg"));
        for (state, reason) in [
            (TransferState::Done { path }, None),
            (TransferState::Done { path: None }, None),
            (TransferState::Declined, Some(TransferReason::TooMany)),
            (TransferState::Failed, Some(TransferReason::DiskFull)),
        ] {
            let was = transfer(state, reason);
            let kept = handed(&was, None, 7);
            let past = past(Seq(1), kept, Side::Host, &Going::default());
            let done_bytes = past.transfer.done_bytes;
            assert_eq!(past.transfer, Transfer { done_bytes, ..was });
            assert_eq!((past.at, past.place), (7, Place(1)));
        }
    }

    #[test]
    fn what_did_not_end_is_what_the_network_side_says() {
        let kept = handed(&transfer(TransferState::Offered, None), None, 7);
        let id = transfer(TransferState::Offered, None).id;
        let shown = |going: Going| {
            let past = past(Seq(1), kept.clone(), Side::Host, &going);
            (past.transfer.state, past.transfer.reason)
        };
        let gone = (TransferState::Failed, Some(TransferReason::RoomClosed));
        assert_eq!(shown(Going::default()), gone);
        let running = Arc::new(HashMap::from([(id, None)]));
        assert_eq!(shown(running), (TransferState::Running, None));
        let ended = (TransferState::Cancelled, None);
        let cancelled = Arc::new(HashMap::from([(id, Some(ended.clone()))]));
        assert_eq!(shown(cancelled), ended);
    }

    #[test]
    fn progress_changes_nothing_of_what_is_kept() {
        let running = transfer(TransferState::Running, None);
        let first = handed(&running, None, 7);
        let further = Transfer {
            done_bytes: 1,
            bytes_per_s: 9,
            ..running
        };
        assert_eq!(handed(&further, Some(&first), 99), first);
    }
}

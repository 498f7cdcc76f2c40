//! What was handed over in a room, or is being.

use std::collections::HashMap;

use tincan_net::{PastTransfer, Place, Transfer, TransferId, TransferState, UnixMillis};

/// One transfer, and when it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// As it is now.
    pub transfer: Transfer,
    /// When it was offered, by our clock.
    pub at: UnixMillis,
    /// Where it is kept, when it is of before the room was opened.
    pub place: Option<Place>,
    /// Width and height of the small picture that is kept of it.
    pub preview: Option<(u32, u32)>,
}

/// The transfers of a room.
#[derive(Debug, Default)]
pub struct Transfers {
    handovers: HashMap<TransferId, Handover>,
}

impl Transfers {
    /// The transfer of this name.
    pub fn find(&self, id: TransferId) -> Option<&Handover> {
        self.handovers.get(&id)
    }

    /// How far all that moves now has come, in percent; nothing when nothing
    /// does.
    pub fn percent(&self) -> Option<u8> {
        let moves = |one: &&Handover| one.transfer.state == TransferState::Running;
        let all = self.handovers.values().filter(moves);
        let (done, size) = all.fold((0_u128, 0_u128), |(done, size), one| {
            let transfer = &one.transfer;
            (
                done + u128::from(transfer.done_bytes),
                size + u128::from(transfer.size),
            )
        });
        let percent = (done * 100).checked_div(size)?;
        Some(u8::try_from(percent).unwrap_or(100).min(100))
    }

    /// How a transfer is now; whether it is a new one.
    pub(super) fn take(&mut self, transfer: Transfer, now: UnixMillis) -> bool {
        if let Some(known) = self.handovers.get_mut(&transfer.id) {
            known.transfer = transfer;
            return false;
        }
        let handover = Handover {
            transfer,
            at: now,
            place: None,
            preview: None,
        };
        self.handovers.insert(handover.transfer.id, handover);
        true
    }

    /// Takes in one of before; whether it is a new one. How one is that goes on
    /// is known better here.
    pub(super) fn take_past(&mut self, past: PastTransfer) -> bool {
        let place = Some(past.place);
        if let Some(known) = self.handovers.get_mut(&past.transfer.id) {
            known.at = past.at;
            known.place = place;
            known.preview = past.preview;
            return false;
        }
        let handover = Handover {
            transfer: past.transfer,
            at: past.at,
            place,
            preview: past.preview,
        };
        self.handovers.insert(handover.transfer.id, handover);
        true
    }

    /// Lets go of one that is over and kept elsewhere.
    pub(super) fn let_go(&mut self, id: TransferId) {
        let over = |known: &Handover| known.place.is_some() && known.transfer.state.is_over();
        if self.handovers.get(&id).is_some_and(over) {
            self.handovers.remove(&id);
        }
    }

    /// What is over is gone, and nothing is kept elsewhere.
    pub(super) fn clear(&mut self) {
        self.handovers
            .retain(|_, known| !known.transfer.state.is_over());
        for known in self.handovers.values_mut() {
            known.place = None;
        }
    }

    /// What was held in memory is held no longer.
    pub(super) fn forget(&mut self, id: TransferId) {
        if let Some(known) = self.handovers.get_mut(&id) {
            known.transfer.bytes = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{Bytes, Direction, Side, TransferKind};

    use super::*;

    fn transfer(number: u64, done_bytes: u64) -> Transfer {
        let side = Side::Host;
        Transfer {
            id: TransferId { side, number },
            direction: Direction::In,
            name: "otter.gif".to_owned(),
            size: 9,
            kind: TransferKind::Gif,
            state: TransferState::Running,
            reason: None,
            done_bytes,
            bytes_per_s: 0,
            left: None,
            bytes: Some(Bytes::from_static(b"GIF89a")),
        }
    }

    #[test]
    fn a_transfer_is_as_it_was_last() {
        let mut transfers = Transfers::default();
        assert!(transfers.take(transfer(1, 0), 10));
        assert!(transfers.take(transfer(2, 0), 20));
        assert!(!transfers.take(transfer(1, 5), 30));
        let first = transfers.find(transfer(1, 0).id).unwrap();
        assert_eq!((first.at, first.transfer.done_bytes), (10, 5));
        assert_eq!(transfers.find(transfer(2, 0).id).unwrap().at, 20);
    }

    #[test]
    fn one_of_before_that_goes_on_is_as_it_is_now_and_where_it_was() {
        let mut transfers = Transfers::default();
        transfers.take(transfer(1, 5), 30);
        let past = PastTransfer {
            place: Place(7),
            transfer: Transfer {
                state: TransferState::Failed,
                bytes: None,
                ..transfer(1, 0)
            },
            at: 10,
            preview: Some((3, 2)),
        };
        let id = past.transfer.id;
        assert!(!transfers.take_past(past.clone()));
        let known = transfers.find(id).unwrap();
        assert_eq!((known.at, known.place), (10, Some(Place(7))));
        assert_eq!(known.transfer, transfer(1, 5));
        transfers.let_go(id);
        assert!(transfers.find(id).is_some(), "it goes on");
        let mut over = transfer(1, 9);
        over.state = TransferState::Cancelled;
        transfers.take(over, 40);
        transfers.let_go(id);
        assert_eq!(transfers.find(id), None);
        assert!(transfers.take_past(past));
    }

    #[test]
    fn all_that_moves_counts_and_nothing_else() {
        let mut transfers = Transfers::default();
        assert_eq!(transfers.percent(), None);
        transfers.take(transfer(1, 3), 0);
        assert_eq!(transfers.percent(), Some(33));
        transfers.take(transfer(2, 9), 0);
        assert_eq!(transfers.percent(), Some(66));
        let mut over = transfer(1, 3);
        over.state = TransferState::Declined;
        transfers.take(over, 0);
        assert_eq!(transfers.percent(), Some(100));
        let mut empty = transfer(2, 0);
        empty.size = 0;
        transfers.take(empty, 0);
        assert_eq!(transfers.percent(), None);
    }

    #[test]
    fn what_is_forgotten_is_not_held() {
        let mut transfers = Transfers::default();
        transfers.take(transfer(1, 9), 0);
        let id = transfer(1, 0).id;
        transfers.forget(id);
        transfers.forget(transfer(7, 0).id);
        assert_eq!(transfers.find(id).unwrap().transfer.bytes, None);
    }
}

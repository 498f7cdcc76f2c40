//! What was handed over in a room, or is being.

use std::collections::HashMap;

use tincan_net::{Transfer, TransferId, TransferState, UnixMillis};

/// One transfer, and when it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// As it is now.
    pub transfer: Transfer,
    /// When it was offered, by our clock.
    pub at: UnixMillis,
}

/// All transfers of a room, in the order in which they were offered.
#[derive(Debug, Default)]
pub struct Transfers {
    handovers: Vec<Handover>,
    places: HashMap<TransferId, usize>,
}

impl Transfers {
    /// In the order in which they were offered.
    pub fn all(&self) -> &[Handover] {
        &self.handovers
    }

    /// The transfer of this name.
    pub fn find(&self, id: TransferId) -> Option<&Handover> {
        self.handovers.get(*self.places.get(&id)?)
    }

    /// How far all that moves now has come, in percent; nothing when nothing
    /// does.
    pub fn percent(&self) -> Option<u8> {
        let moves = |one: &&Handover| one.transfer.state == TransferState::Running;
        let all = self.handovers.iter().filter(moves);
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
        if let Some(place) = self.places.get(&transfer.id) {
            if let Some(known) = self.handovers.get_mut(*place) {
                known.transfer = transfer;
            }
            return false;
        }
        self.places.insert(transfer.id, self.handovers.len());
        self.handovers.push(Handover { transfer, at: now });
        true
    }

    /// What was held in memory is held no longer.
    pub(super) fn forget(&mut self, id: TransferId) {
        let place = self.places.get(&id).copied();
        if let Some(known) = place.and_then(|place| self.handovers.get_mut(place)) {
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
    fn a_transfer_keeps_its_place_and_is_as_it_was_last() {
        let mut transfers = Transfers::default();
        assert!(transfers.take(transfer(1, 0), 10));
        assert!(transfers.take(transfer(2, 0), 20));
        assert!(!transfers.take(transfer(1, 5), 30));
        let all = transfers.all();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].at, all[0].transfer.done_bytes), (10, 5));
        assert_eq!(transfers.find(transfer(2, 0).id).unwrap().at, 20);
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
        transfers.forget(transfer(1, 0).id);
        transfers.forget(transfer(7, 0).id);
        assert_eq!(transfers.all()[0].transfer.bytes, None);
    }
}

//! Pictures that are held in memory, and how much they may take.

use std::collections::VecDeque;

use super::{MAX_HELD_BYTES, Transfer, TransferId};

/// What is whole and held, oldest first, and what is promised to those that
/// are on their way.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    held: VecDeque<Transfer>,
    held_bytes: u64,
    promised: Vec<(TransferId, u64)>,
}

impl Shelf {
    /// Makes room for one more of so many bytes, at the cost of the oldest;
    /// gives those, or `None` when those on their way leave no room.
    pub(super) fn promise(&mut self, id: TransferId, bytes: u64) -> Option<Vec<TransferId>> {
        let promised: u64 = self.promised.iter().map(|(_, bytes)| bytes).sum();
        let room = MAX_HELD_BYTES.checked_sub(promised.checked_add(bytes)?)?;
        self.promised.push((id, bytes));
        let mut forgotten = Vec::new();
        while self.held_bytes > room {
            let Some(oldest) = self.held.pop_front() else {
                break;
            };
            self.held_bytes -= oldest.size;
            forgotten.push(oldest.id);
        }
        Some(forgotten)
    }

    /// It will not come.
    pub(super) fn release(&mut self, id: TransferId) {
        self.promised.retain(|(promised, _)| *promised != id);
    }

    /// It is there; only what was promised is held.
    pub(super) fn hold(&mut self, transfer: Transfer) {
        let promised = self.promised.iter().any(|(id, _)| *id == transfer.id);
        self.release(transfer.id);
        if promised && transfer.bytes.is_some() {
            self.held_bytes += transfer.size;
            self.held.push_back(transfer);
        }
    }

    /// What is held under this name.
    pub(super) fn find(&mut self, id: TransferId) -> Option<&mut Transfer> {
        self.held.iter_mut().find(|transfer| transfer.id == id)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        api::Side,
        transfer::{Direction, TransferKind, TransferState},
    };

    fn id(number: u64) -> TransferId {
        TransferId {
            side: Side::Host,
            number,
        }
    }

    fn whole(number: u64, size: u64) -> Transfer {
        Transfer {
            id: id(number),
            direction: Direction::In,
            name: "x.png".to_owned(),
            size,
            kind: TransferKind::Image,
            state: TransferState::Done { path: None },
            reason: None,
            done_bytes: size,
            bytes_per_s: 0,
            left: None,
            bytes: Some(Bytes::new()),
        }
    }

    #[test]
    fn the_oldest_make_room() {
        let mut shelf = Shelf::default();
        let third = MAX_HELD_BYTES / 3;
        for number in 1..=3 {
            assert_eq!(shelf.promise(id(number), third), Some(vec![]));
            shelf.hold(whole(number, third));
        }
        assert_eq!(shelf.promise(id(4), third + 1), Some(vec![id(1)]));
        assert!(shelf.find(id(1)).is_none() && shelf.find(id(2)).is_some());
        assert_eq!(shelf.promise(id(5), MAX_HELD_BYTES), None);
        shelf.release(id(4));
        assert_eq!(
            shelf.promise(id(6), MAX_HELD_BYTES),
            Some(vec![id(2), id(3)])
        );
        assert_eq!(shelf.promise(id(7), u64::MAX), None);
    }

    proptest! {
        #[test]
        fn it_never_holds_too_much(steps in proptest::collection::vec(
            (0..MAX_HELD_BYTES, any::<bool>()), 0..60))
        {
            let mut shelf = Shelf::default();
            for (number, (size, comes)) in steps.into_iter().enumerate() {
                let number = number as u64;
                if shelf.promise(id(number), size).is_some() {
                    if comes {
                        shelf.hold(whole(number, size));
                    } else if number.is_multiple_of(2) {
                        shelf.release(id(number));
                    }
                }
                let promised: u64 = shelf.promised.iter().map(|(_, b)| b).sum();
                let held: u64 = shelf.held.iter().map(|t| t.size).sum();
                prop_assert_eq!(held, shelf.held_bytes);
                prop_assert!(held + promised <= MAX_HELD_BYTES);
            }
        }
    }
}

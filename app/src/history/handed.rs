//! Transfers of the room at hand, on their way to the database.

use std::{collections::BTreeMap, fs};

use tincan_net::{Command, Keeping, KeptTransfer, Side, TransferId};
use tincan_store::{RoomNumber, Store, StoreError, TransferKey};

use super::keeper::Way;

/// What is to be written down of each transfer, the latest only.
#[derive(Default)]
pub(super) struct Handed {
    waiting: BTreeMap<TransferId, Option<Box<KeptTransfer>>>,
}

impl Handed {
    pub(super) fn take(&mut self, keeping: Keeping) {
        match keeping {
            Keeping::Put(kept) => self.waiting.insert(kept.id, Some(kept)),
            Keeping::Drop(id) => self.waiting.insert(id, None),
        };
    }

    /// Writes down what waits, of somebody who is `side` in the names of
    /// transfers; it waits no longer then.
    pub(super) fn write(
        &mut self,
        store: &mut Store,
        room: RoomNumber,
        side: Side,
    ) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let change = |(id, kept): (&TransferId, &Option<Box<KeptTransfer>>)| {
            let key = TransferKey {
                mine: id.side == side,
                number: id.number,
            };
            (key, kept.as_ref().map(|kept| kept.to_bytes()))
        };
        let changes: Vec<_> = self.waiting.iter().map(change).collect();
        store.write_transfers(room, &changes)?;
        self.waiting.clear();
        Ok(())
    }
}

/// Those of a room that is opened again.
pub(super) fn of_room(store: &Store, room: RoomNumber) -> Result<Vec<KeptTransfer>, StoreError> {
    let transfers = store.transfers(room)?;
    let read = transfers
        .iter()
        .map(|bytes| KeptTransfer::from_bytes(bytes));
    Ok(read.flatten().collect())
}

/// The room is to be forgotten: nothing that is not whole is left on the disk.
/// In the one at hand the network side sees to it.
pub(super) fn forget(store: &Store, room: RoomNumber, at_hand: bool, way: &mut Way) {
    // A room that is damaged is forgotten all the same.
    for kept in of_room(store, room).unwrap_or_default() {
        let Some(part) = kept.part() else {
            continue;
        };
        if at_hand {
            way.to_net.push_back((None, Command::Cancel(kept.id)));
        } else if let Err(error) = fs::remove_file(part) {
            tracing::debug!(%error, "the part of a file is not there any more");
        }
    }
}

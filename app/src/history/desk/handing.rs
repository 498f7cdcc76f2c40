//! What is handed over in the room at hand, and small pictures of it.

use tincan_net::{Bytes, CommandError, EventKind, Tag, Transfer, TransferId, TransferState};
use tincan_pictures::Preview;
use tincan_store::{Author, Handed, RoomNumber};

use super::{
    super::{book, keeper::Way, offers, previews::Which},
    Desk, now, side_of, tell,
};
use crate::source::Source;

/// Pictures of a vanishing room of which small ones are made should it be kept.
const MOST_PICTURES: usize = 1000;

impl Desk {
    /// A transfer began, came further, or ended.
    pub(super) fn hand(&mut self, transfer: &Transfer) {
        let author = offers::offered_by(transfer);
        let known = self.handed(author, transfer.id.number);
        let Some(open) = &mut self.open else { return };
        let changes = open.book.hand(transfer, known.as_ref(), now());
        let has_one = known.is_some_and(|known| known.preview.is_some());
        if !changes || has_one || !matches!(transfer.state, TransferState::Done { .. }) {
            return;
        }
        let Some(picture) = Source::of(transfer) else {
            return;
        };
        match &open.kept {
            Some(kept) => {
                let which = (kept.number, author, transfer.id.number);
                self.previews.want(which, picture);
            }
            None => {
                open.pictures.retain(|(known, _)| *known != transfer.id);
                open.pictures.push_back((transfer.id, picture));
                if open.pictures.len() > MOST_PICTURES {
                    open.pictures.pop_front();
                }
            }
        }
    }

    /// The room at hand is kept from now on, as this one.
    pub(super) fn keep_pictures(&mut self, room: RoomNumber) {
        let Some(open) = &mut self.open else { return };
        let Some(kept) = &open.kept else { return };
        let side = side_of(&kept.about);
        for (id, picture) in open.pictures.drain(..) {
            let which = (room, book::author(id.side == side), id.number);
            self.previews.want(which, picture);
        }
    }

    /// Whether small pictures are being made.
    pub(in super::super) fn makes_previews(&self) -> bool {
        self.previews.is_at_work()
    }

    /// The next one that is made; never, while none is.
    pub(in super::super) async fn preview_made(&mut self) -> (Which, Preview) {
        self.previews.made().await
    }

    /// A small picture is made.
    pub(in super::super) fn on_preview(&mut self, (which, preview): (Which, Preview)) {
        let (room, author, number) = which;
        let size = (preview.size.width, preview.size.height);
        let written = self.shelf.get().and_then(|store| {
            Ok(store.set_preview(room, (author, number), size, &preview.file)?)
        });
        if let Err(trouble) = written {
            tracing::debug!(code = trouble.code, "no small picture is kept");
        }
    }

    /// Shows the small picture that is kept of something.
    pub(super) fn show_preview(
        &mut self,
        re: Option<Tag>,
        transfer: TransferId,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        let (room, reader) = self.reader()?;
        let author = book::author(transfer.side == reader.side);
        let store = self.shelf.get()?;
        let picture = match store.preview(room, author, transfer.number) {
            Ok(picture) => picture.map(|picture| Bytes::copy_from_slice(&picture)),
            Err(error) => {
                tracing::warn!("a small picture cannot be shown: {error}");
                None
            }
        };
        tell(way, re, EventKind::Preview { transfer, picture });
        Ok(())
    }

    /// What is known of something that was handed over, wherever it is held.
    fn handed(&mut self, author: Author, number: u64) -> Option<Handed> {
        let open = self.open.as_ref()?;
        if let Some(held) = open.book.held_handed(author, number) {
            return Some(held);
        }
        let room = open.kept.as_ref()?.number;
        self.shelf.get().ok()?.handed(room, author, number).ok()?
    }
}

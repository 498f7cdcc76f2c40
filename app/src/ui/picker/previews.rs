//! The previews in sight: their files while they are, and what is drawn of
//! them.

use std::collections::HashMap;

use bytes::Bytes;
use egui::{Context, Vec2};

use crate::{
    gifs::GifError,
    source::Source as File,
    ui::handing::{Place, Seen, Shelf},
};

/// Bytes of files that are kept. Those not seen for longest go first, and are
/// asked for again when they are seen again.
const KEPT_BYTES: usize = 24 << 20;

#[derive(Default)]
pub(super) struct Previews {
    files: HashMap<u32, Preview>,
    shelf: Shelf<u32>,
    frame: u64,
}

struct Preview {
    file: Result<Option<Bytes>, GifError>,
    /// When it was seen last.
    used: u64,
}

impl Previews {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether the file of `number` is neither here nor asked for.
    pub(super) fn wants(&self, number: u32) -> bool {
        !self.files.contains_key(&number)
    }

    pub(super) fn asked(&mut self, number: u32) {
        let preview = Preview {
            file: Ok(None),
            used: self.frame,
        };
        self.files.insert(number, preview);
    }

    pub(super) fn came(&mut self, number: u32, file: Result<Bytes, GifError>) {
        if let Some(preview) = self.files.get_mut(&number) {
            preview.file = file.map(Some);
        }
    }

    /// Takes in what was unpacked, and makes room.
    pub(super) fn take_in(&mut self, ctx: &Context) {
        self.frame += 1;
        self.shelf.take_in(ctx);
        let bytes = |preview: &Preview| match &preview.file {
            Ok(Some(bytes)) => bytes.len(),
            _ => 0,
        };
        let mut held: usize = self.files.values().map(bytes).sum();
        while held > KEPT_BYTES {
            let unseen = self
                .files
                .iter()
                .filter(|(_, preview)| preview.used + 1 < self.frame && bytes(preview) > 0);
            let Some((&oldest, preview)) = unseen.min_by_key(|(_, preview)| preview.used) else {
                return;
            };
            held -= bytes(preview);
            self.files.remove(&oldest);
        }
    }

    /// The preview of `number` as it can be drawn now, at most `most` points
    /// large. It moves on if it `plays`.
    pub(super) fn see(&mut self, ctx: &Context, number: u32, most: Vec2, plays: bool) -> Seen {
        let Some(preview) = self.files.get_mut(&number) else {
            return Seen::Coming(None);
        };
        preview.used = self.frame;
        let bytes = match &preview.file {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Seen::Coming(None),
            Err(_) => return Seen::Broken(tincan_pictures::PictureError::NotAPicture),
        };
        let file = || File::Memory(bytes.clone());
        let seen = self
            .shelf
            .see(ctx, number, Place::Talk, most, || Some(file()));
        if plays && matches!(seen, Seen::Picture { animated: true, .. }) {
            self.shelf.play(ctx, number, Place::Talk, file);
        }
        seen
    }
}

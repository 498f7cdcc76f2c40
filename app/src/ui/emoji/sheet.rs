//! Many small pictures of one size on one texture. When it is full, the one
//! that was seen longest ago makes room.

use std::collections::HashMap;

use egui::{ColorImage, Context, Rect, TextureHandle, TextureId, TextureOptions, pos2, vec2};

/// Pixels along an edge of a sheet.
const SHEET: u32 = 1024;
/// Empty pixels between pictures, so that none bleeds into another.
const GAP: u32 = 2;

/// A sheet of pictures `side` pixels high.
pub(super) struct Sheet {
    side: u32,
    texture: TextureHandle,
    slots: Slots,
}

/// Where a picture is.
pub(super) struct Place {
    /// Its part of the texture, once it was drawn.
    pub(super) uv: Option<Rect>,
    /// It has to be asked for.
    pub(super) wanted: bool,
}

impl Sheet {
    pub(super) fn new(ctx: &Context, side: u32) -> Self {
        let blank = ColorImage::filled([SHEET as usize; 2], egui::Color32::TRANSPARENT);
        let per_row = SHEET / (side + GAP);
        Self {
            side,
            texture: ctx.load_texture("emoji", blank, TextureOptions::LINEAR),
            slots: Slots::new(per_row * per_row),
        }
    }

    pub(super) fn side(&self) -> u32 {
        self.side
    }

    pub(super) fn texture(&self) -> TextureId {
        self.texture.id()
    }

    /// When anything on it was seen last.
    pub(super) fn used(&self) -> u64 {
        self.slots.used
    }

    /// Finds a place for `emoji`, which is seen `now`.
    pub(super) fn place(&mut self, emoji: &'static str, now: u64) -> Place {
        let Some(kept) = self.slots.take(emoji, now) else {
            // More at once than a sheet holds.
            return Place {
                uv: None,
                wanted: false,
            };
        };
        let (slot, state) = (kept.slot, kept.state);
        Place {
            uv: (state == State::Drawn).then(|| self.uv(slot)),
            wanted: state == State::Wanted,
        }
    }

    pub(super) fn asked(&mut self, emoji: &'static str) {
        if let Some(kept) = self.slots.kept.get_mut(emoji) {
            kept.state = State::Asked;
        }
    }

    /// Its picture has come.
    pub(super) fn drawn(&mut self, emoji: &'static str, image: ColorImage) {
        let Some(kept) = self.slots.kept.get_mut(emoji) else {
            return; // It had to make room meanwhile.
        };
        kept.state = State::Drawn;
        let slot = kept.slot;
        let [x, y] = self.corner(slot);
        let at = [x as usize, y as usize];
        self.texture.set_partial(at, image, TextureOptions::LINEAR);
    }

    fn corner(&self, slot: u32) -> [u32; 2] {
        let pitch = self.side + GAP;
        let per_row = SHEET / pitch;
        [slot % per_row * pitch, slot / per_row * pitch]
    }

    fn uv(&self, slot: u32) -> Rect {
        let [x, y] = self.corner(slot);
        let part = |pixels: u32| pixels as f32 / SHEET as f32;
        let side = part(self.side);
        Rect::from_min_size(pos2(part(x), part(y)), vec2(side, side))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Wanted,
    Asked,
    Drawn,
}

#[derive(Debug)]
struct Kept {
    slot: u32,
    used: u64,
    state: State,
}

/// Who sits where. Pure.
#[derive(Debug)]
struct Slots {
    kept: HashMap<&'static str, Kept>,
    count: u32,
    used: u64,
}

impl Slots {
    fn new(count: u32) -> Self {
        Self {
            kept: HashMap::new(),
            count,
            used: 0,
        }
    }

    /// The slot of `emoji`; that of another, if need be, but of none that is
    /// seen now as well.
    fn take(&mut self, emoji: &'static str, now: u64) -> Option<&mut Kept> {
        self.used = now;
        if !self.kept.contains_key(emoji) {
            let slot = self.free(now)?;
            let kept = Kept {
                slot,
                used: now,
                state: State::Wanted,
            };
            self.kept.insert(emoji, kept);
        }
        let kept = self.kept.get_mut(emoji)?;
        kept.used = now;
        Some(kept)
    }

    fn free(&mut self, now: u64) -> Option<u32> {
        let taken = self.kept.len() as u32;
        if taken < self.count {
            return Some(taken);
        }
        let oldest = self
            .kept
            .iter()
            .filter(|(_, kept)| kept.used < now)
            .min_by_key(|(_, kept)| kept.used);
        let (&emoji, _) = oldest?;
        self.kept.remove(emoji).map(|kept| kept.slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_longest_ago_makes_room() {
        let mut slots = Slots::new(2);
        let slot = |slots: &mut Slots, emoji, now| slots.take(emoji, now).map(|kept| kept.slot);
        assert_eq!(slot(&mut slots, "👍", 1), Some(0));
        assert_eq!(slot(&mut slots, "👎", 2), Some(1));
        assert_eq!(slot(&mut slots, "👍", 3), Some(0));
        assert_eq!(slot(&mut slots, "🎉", 4), Some(1), "in the place of 👎");
        assert_eq!(slot(&mut slots, "👍", 5), Some(0));
        assert_eq!(slot(&mut slots, "👎", 5), Some(1));
        assert_eq!(slot(&mut slots, "🎉", 5), None, "all are seen now");
        assert_eq!(slots.kept.len(), 2);
    }
}

//! Pictures as textures: unpacked when they are first seen, in the size in which
//! they are seen; the ones not seen for longest go when there are too many.

use std::{collections::HashMap, hash::Hash};

use egui::{Context, TextureHandle, TextureId, TextureOptions, Vec2, vec2};
use tincan_pictures::{Info, PictureError, Size};

use super::{
    decoder::{Decoder, Done, Job, Unpacked},
    moving::{Motion, Player},
};
use crate::source::Source;

/// Bytes of textures that are kept.
const KEPT_BYTES: usize = 96 << 20;
/// Bytes that are handed to the graphics card in one frame.
const FRAME_BYTES: usize = 8 << 20;

/// Where a picture is seen; each place has a size of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Among the words.
    Talk,
    /// Closely.
    View,
}

/// A picture as it can be drawn now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Seen {
    /// Not unpacked yet; of this size, once that is known.
    Coming(Option<Vec2>),
    /// Here.
    Picture {
        texture: TextureId,
        /// Its size in points.
        size: Vec2,
        /// Whether it moves.
        animated: bool,
    },
    /// It cannot be shown.
    Broken(PictureError),
}

/// The pictures, by their names.
pub(crate) struct Shelf<Id> {
    kept: HashMap<(Id, Place), Kept>,
    /// Kept when the picture is not, so that nothing jumps when it comes again.
    known: HashMap<Id, Info>,
    decoder: Option<Decoder<(Id, Place)>>,
    player: Option<Player<(Id, Place)>>,
    frame: u64,
}

impl<Id> Default for Shelf<Id> {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            known: HashMap::new(),
            decoder: None,
            player: None,
            frame: 0,
        }
    }
}

#[derive(Default)]
struct Kept {
    asked: bool,
    picture: Option<Result<Shown, PictureError>>,
    /// When it was seen last.
    used: u64,
}

struct Shown {
    info: Info,
    size: Size,
    texture: TextureHandle,
    motion: Motion,
}

impl Shown {
    fn bytes(&self) -> usize {
        self.size.pixels() as usize * 4
    }
}

impl<Id: Copy + Eq + Hash + Send + 'static> Shelf<Id> {
    /// Forgets everything, and ends what is still at work.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes in what was unpacked, and makes room.
    pub(crate) fn take_in(&mut self, ctx: &Context) {
        self.frame += 1;
        let mut bytes = 0;
        while bytes < FRAME_BYTES {
            let Some(done) = self.decoder.as_ref().and_then(Decoder::done) else {
                break;
            };
            bytes += self.take(ctx, done);
        }
        if bytes >= FRAME_BYTES {
            ctx.request_repaint();
        }
        while let Some((key, frame)) = self.player.as_ref().and_then(Player::frame) {
            if let Some(Ok(shown)) = self
                .kept
                .get_mut(&key)
                .and_then(|kept| kept.picture.as_mut())
            {
                shown.motion.came(frame);
            }
        }
        self.make_room();
    }

    fn take(&mut self, ctx: &Context, done: Done<(Id, Place)>) -> usize {
        let Some(kept) = self.kept.get_mut(&done.key) else {
            return 0;
        };
        kept.asked = false;
        let (picture, bytes) = match done.result {
            Ok(Unpacked {
                info, size, tiles, ..
            }) => {
                self.known.insert(done.key.0, info);
                // In a conversation every picture is a single part.
                let Some(tile) = tiles.into_iter().next() else {
                    return 0;
                };
                let texture = ctx.load_texture("picture", tile.image, TextureOptions::LINEAR);
                tracing::trace!(target: "tincan::frames", "a picture is shown from now on");
                let shown = Shown {
                    info,
                    size,
                    texture,
                    motion: Motion::default(),
                };
                let bytes = shown.bytes();
                (Ok(shown), bytes)
            }
            Err(error) => (Err(error), 0),
        };
        kept.picture = Some(picture);
        bytes
    }

    fn make_room(&mut self) {
        let bytes = |kept: &Kept| match &kept.picture {
            Some(Ok(shown)) => shown.bytes(),
            _ => 0,
        };
        let mut held: usize = self.kept.values().map(bytes).sum();
        while held > KEPT_BYTES {
            let oldest = self
                .kept
                .iter()
                .filter(|(_, kept)| kept.used + 1 < self.frame && !kept.asked)
                .min_by_key(|(_, kept)| kept.used);
            let Some((&key, kept)) = oldest else { return };
            held -= bytes(kept);
            self.kept.remove(&key);
        }
    }

    /// The picture of `id` as it can be drawn now, at most `most` points large; of
    /// a `source` that is not known yet, what there was of it before.
    pub(crate) fn see(
        &mut self,
        ctx: &Context,
        id: Id,
        place: Place,
        most: Vec2,
        source: impl FnOnce() -> Option<Source>,
    ) -> Seen {
        let scale = ctx.pixels_per_point();
        let side = |points: f32| (points * scale).floor().clamp(1.0, 2048.0) as u32;
        let within = Size::new(side(most.x), side(most.y));
        let key = (id, place);
        let kept = self.kept.entry(key).or_default();
        kept.used = self.frame;
        let stale = match &kept.picture {
            None => true,
            // Of another size than it is to be seen in.
            Some(Ok(shown)) => shown.info.size.within(within) != shown.size,
            Some(Err(_)) => false,
        };
        if stale
            && !kept.asked
            && let Some(source) = source()
        {
            let decoder = self
                .decoder
                .get_or_insert_with(|| Decoder::start(ctx.clone()));
            kept.asked = decoder.give(Job {
                key,
                source,
                within,
            });
            if !kept.asked {
                ctx.request_repaint_after_secs(0.1);
            }
        }
        match &kept.picture {
            None => Seen::Coming(
                self.known
                    .get(&id)
                    .map(|info| points(info.size, most, scale)),
            ),
            Some(Ok(shown)) => Seen::Picture {
                texture: shown.texture.id(),
                size: points(shown.info.size, most, scale),
                animated: shown.info.animated,
            },
            Some(Err(error)) => Seen::Broken(*error),
        }
    }

    /// A picture that moves is seen now: it goes on.
    pub(crate) fn play(
        &mut self,
        ctx: &Context,
        id: Id,
        place: Place,
        source: impl FnOnce() -> Source,
    ) {
        let key = (id, place);
        let Some(Ok(shown)) = self
            .kept
            .get_mut(&key)
            .and_then(|kept| kept.picture.as_mut())
        else {
            return;
        };
        let player = self
            .player
            .get_or_insert_with(|| Player::start(ctx.clone()));
        shown
            .motion
            .play(ctx, player, key, source, &mut shown.texture);
    }

    /// Why the picture of `id` cannot be shown, when it cannot.
    pub(crate) fn broken(&self, id: Id) -> Option<PictureError> {
        match &self.kept.get(&(id, Place::Talk))?.picture {
            Some(Err(error)) => Some(*error),
            _ => None,
        }
    }
}

/// How large a picture is drawn: no larger than it is, and on whole pixels.
fn points(size: Size, most: Vec2, scale: f32) -> Vec2 {
    let natural = vec2(size.width as f32, size.height as f32);
    let shrink = (most.x / natural.x).min(most.y / natural.y).min(1.0);
    let on_pixels = |points: f32| (points * scale).round().max(1.0) / scale;
    vec2(on_pixels(natural.x * shrink), on_pixels(natural.y * shrink))
}

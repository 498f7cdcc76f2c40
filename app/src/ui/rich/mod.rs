//! Text that people write: emoji in colour, right-to-left scripts in their order.
//!
//! egui lays out letters of one colour, from left to right. So a text is laid
//! out with others in the place of some of its letters, one for one: a gap for
//! an emoji, the joined forms of Arabic. What comes of it gets the true letters
//! back, for the clipboard and for screen readers, and its letters are moved to
//! where they are read.

mod arabic;
mod caret;
pub(crate) mod clusters;
mod edit;
mod links;
mod marking;
mod order;
mod stand_in;

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
    sync::Arc,
};

use egui::{
    Color32, Context, Galley, Id, Painter, Pos2, Rect, Vec2,
    mutex::Mutex,
    pos2,
    text::{LayoutJob, LayoutSection},
    vec2,
};

pub(crate) use self::edit::{Lines, edit, is_composing};
pub use self::links::{Link, find as find_links};
pub(crate) use self::marking::mark;
use self::{
    order::Order,
    stand_in::{GAP, StandIn, WIDE},
};
use super::{emoji, words::Language};

/// Height of an emoji, for each point of the letters beside it.
const HIGH: f32 = 1.2;
/// Letters that are no further apart than this stand together.
const TOGETHER: f32 = 1.0;
/// Texts that are kept laid out.
const KEPT: usize = 512;

/// A text that has been laid out.
#[derive(Clone, Debug)]
pub struct Rich {
    galley: Arc<Galley>,
    spots: Arc<[Spot]>,
    rtl: bool,
    /// In which its letters stand, when they were moved.
    order: Option<Arc<Order>>,
}

/// An emoji, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    emoji: &'static str,
    rect: Rect,
}

impl std::ops::Deref for Rich {
    type Target = Galley;

    fn deref(&self) -> &Galley {
        &self.galley
    }
}

impl Rich {
    fn plain(galley: Arc<Galley>) -> Self {
        Self {
            galley,
            spots: Arc::default(),
            rtl: false,
            order: None,
        }
    }

    /// The letters, with gaps where emoji go.
    pub fn galley(&self) -> Arc<Galley> {
        Arc::clone(&self.galley)
    }

    /// Whether some of it is read from the right.
    pub fn has_rtl(&self) -> bool {
        self.rtl
    }

    /// Whether some of its letters stand where egui does not look for them.
    pub(crate) fn is_moved(&self) -> bool {
        self.order.is_some()
    }

    /// Draws it.
    pub fn paint(&self, painter: &Painter, at: Pos2, color: Color32) {
        painter.galley(at, self.galley(), color);
        self.paint_emoji(painter, at);
    }

    /// Draws its emoji; the letters are drawn by somebody else.
    pub fn paint_emoji(&self, painter: &Painter, at: Pos2) {
        let seen = painter.clip_rect();
        for spot in self.spots.iter() {
            let rect = spot.rect.translate(at.to_vec2());
            if seen.intersects(rect) {
                emoji::paint(painter, spot.emoji, rect);
            }
        }
    }

    /// Where the letters of `range` are: on each row a rectangle for those that
    /// stand together, from left to right.
    pub fn rects(&self, range: Range<usize>) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        let mut first = 0;
        for placed in &self.galley.rows {
            let glyphs = placed.row.glyphs.iter().enumerate();
            let within = glyphs.filter(|(column, _)| range.contains(&(first + column)));
            let mut own: Vec<Rect> = within
                .map(|(_, glyph)| {
                    let at = pos2(placed.pos.x + glyph.pos.x, placed.pos.y);
                    let size = vec2(glyph.advance_width, placed.row.size.y);
                    Rect::from_min_size(at, size)
                })
                .collect();
            own.sort_by(|a, b| a.left().total_cmp(&b.left()));
            let here = rects.len();
            for rect in own {
                match rects[here..].last_mut() {
                    Some(last) if rect.left() - last.right() < TOGETHER => *last = last.union(rect),
                    _ => rects.push(rect),
                }
            }
            first += placed.char_count_including_newline().0;
        }
        rects
    }
}

/// Lays out `job`.
pub fn layout(painter: &Painter, job: LayoutJob) -> Rich {
    if is_plain(&job.text) {
        return Rich::plain(painter.layout_job(job));
    }
    let cache = cache(painter.ctx());
    let mut cache = cache.lock();
    cache.layout(painter, job)
}

/// `text` for a line with other words on it, whose order it neither changes nor
/// takes over.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if is_plain(text) && !Language::spoken().is_rtl() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("\u{2068}{text}\u{2069}"))
    }
}

/// Whether nothing in `text` is an emoji or read from the right.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        || !text.chars().any(|c| {
            matches!(c as u32,
                0x0590..=0x08FF | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0x20E3 | 0x2300..=0x2BFF | 0x3030 | 0x303D | 0x3297
                | 0x3299 | 0xFB1D..=0xFDFF | 0xFE0F | 0xFE70..=0xFEFC | 0x10800..=0x10FFF
                | 0x1E800..=0x1EFFF | 0x1F000..=0x1FBFF)
        })
}

/// The emoji of a text that is nothing else, when there are at most `most`.
pub fn only_emoji(text: &str, most: usize) -> Option<usize> {
    use unicode_segmentation::UnicodeSegmentation as _;
    let text = text.trim();
    if text.is_empty() || is_plain(text) {
        return None;
    }
    let mut count = 0;
    for cluster in text.graphemes(true).filter(|part| !part.trim().is_empty()) {
        emoji::known(cluster)?;
        count += 1;
        if count > most {
            return None;
        }
    }
    Some(count)
}

type Shared = Arc<Mutex<Cache>>;

fn cache(ctx: &Context) -> Shared {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Shared>(Id::NULL).clone())
}

/// What was laid out of late.
#[derive(Default)]
struct Cache {
    /// By the hash of what was asked for.
    kept: HashMap<u64, Kept>,
}

struct Kept {
    job: LayoutJob,
    stand_in: StandIn,
    /// What egui made of it: another one when fonts or sizes have changed.
    base: Arc<Galley>,
    rich: Rich,
    used: u64,
}

impl Cache {
    fn layout(&mut self, painter: &Painter, job: LayoutJob) -> Rich {
        let now = painter.ctx().cumulative_pass_nr();
        let key = hash(&job);
        if let Some(kept) = self.kept.get_mut(&key).filter(|kept| kept.job == job) {
            kept.used = now;
            let base = painter.layout_job(kept.stand_in.job.clone());
            if !Arc::ptr_eq(&base, &kept.base) {
                kept.rich = finish(&base, &job, &kept.stand_in);
                kept.base = base;
            }
            return kept.rich.clone();
        }
        if self.kept.len() >= KEPT {
            self.kept.retain(|_, kept| kept.used + 1 >= now);
        }
        let stand_in = StandIn::of(&job, |font| {
            painter.fonts_mut(|fonts| fonts.glyph_width(font, GAP))
        });
        let base = painter.layout_job(stand_in.job.clone());
        let rich = finish(&base, &job, &stand_in);
        let kept = Kept {
            job,
            stand_in,
            base,
            rich: rich.clone(),
            used: now,
        };
        self.kept.insert(key, kept);
        rich
    }
}

fn hash(job: &LayoutJob) -> u64 {
    let mut hasher = DefaultHasher::new();
    job.hash(&mut hasher);
    hasher.finish()
}

/// Gives the true letters back to what was laid out in their place.
fn finish(base: &Galley, job: &LayoutJob, stand_in: &StandIn) -> Rich {
    let mut galley = base.clone();
    galley.job = Arc::new(job.clone());
    let letters: Vec<char> = job.text.chars().collect();
    let laid_out: usize = galley
        .rows
        .iter()
        .map(|placed| placed.row.glyphs.len() + usize::from(placed.ends_with_newline))
        .sum();
    // A font may make more of a letter than one; then nothing is moved.
    let even = galley.elided || laid_out == letters.len();
    let order = stand_in.order.as_ref().filter(|_| even);
    let moved = order.filter(|_| !galley.elided).cloned();
    let mut emoji = stand_in.emoji.iter();
    let mut spots = Vec::new();
    let mut first = 0;
    let width = galley.rect.width();
    let last = galley.rows.len().saturating_sub(1);
    for (number, placed) in galley.rows.iter_mut().enumerate() {
        let row = Arc::make_mut(&mut placed.row);
        let cut = usize::from(galley.elided && number == last);
        let count = row.glyphs.len().saturating_sub(cut);
        if even {
            for (glyph, letter) in row.glyphs[..count]
                .iter_mut()
                .zip(&letters[first.min(letters.len())..])
            {
                // Gaps are told from the letters until their emoji are found.
                if glyph.chr != GAP {
                    glyph.chr = *letter;
                }
            }
        }
        if let Some(order) = order {
            let from_right = order::arrange(row, first..first + count, order);
            if from_right && job.halign == egui::Align::LEFT {
                placed.pos.x = width - row.size.x;
            }
        }
        for glyph in &mut row.glyphs[..count] {
            if glyph.chr != GAP {
                continue;
            }
            if glyph.advance_width > 0.0
                && let Some(found) = emoji.next()
            {
                let high = glyph.advance_width / WIDE * HIGH;
                let left = placed.pos.x + glyph.pos.x + (glyph.advance_width - high) / 2.0;
                spots.push(Spot {
                    emoji: found.emoji,
                    rect: Rect::from_min_size(pos2(left, placed.pos.y), Vec2::splat(high)),
                });
            }
        }
        if even {
            for (glyph, letter) in row.glyphs[..count]
                .iter_mut()
                .zip(&letters[first.min(letters.len())..])
            {
                glyph.chr = *letter;
            }
        }
        first += row.glyphs.len() - cut + usize::from(placed.ends_with_newline);
    }
    Rich {
        galley: Arc::new(galley),
        spots: spots.into(),
        rtl: stand_in.order.is_some(),
        order: moved,
    }
}

/// A job like `job` with another text.
fn emptied(job: &LayoutJob) -> LayoutJob {
    LayoutJob {
        text: String::new(),
        sections: Vec::<LayoutSection>::new(),
        ..job.clone()
    }
}

#[cfg(test)]
mod tests;

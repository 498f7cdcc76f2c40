//! What is laid out in the place of a text: as many letters, of which some are
//! others.

use std::sync::Arc;

use egui::{
    FontId,
    epaint::text::{ByteIndex, ByteRangeExt},
    text::{LayoutJob, LayoutSection, TextFormat},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{arabic, emptied, order::Order};
use crate::ui::emoji;

/// Stands for an emoji: blank, and a place to begin a line after.
pub(super) const GAP: char = '\u{2003}';
/// Stands for the rest of an emoji's letters: blank, and of no width.
const NOTHING: char = '\u{200D}';
/// Width of the gap, for each point of the letters beside it.
pub(super) const WIDE: f32 = 1.3;

/// A text in the place of another.
#[derive(Clone, Debug)]
pub(super) struct StandIn {
    pub(super) job: LayoutJob,
    /// Emoji, as they come.
    pub(super) emoji: Vec<Found>,
    /// How it is read, when some of it is read from the right.
    pub(super) order: Option<Arc<Order>>,
}

/// An emoji in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) emoji: &'static str,
}

impl StandIn {
    /// Of `job`; `gap_width` tells how wide [`GAP`] is in a font.
    pub(super) fn of(job: &LayoutJob, mut gap_width: impl FnMut(&FontId) -> f32) -> Self {
        let order = Order::of(&job.text);
        let shaped = order.as_ref().map(|_| arabic::shape(&job.text));
        let mut made = Maker {
            job: emptied(job),
            emoji: Vec::new(),
            open: String::new(),
            leading: 0.0,
        };
        let mut at = 0; // in letters
        for section in &job.sections {
            made.leading = section.leading_space;
            let format = &section.format;
            let text = &job.text[section.byte_range.as_usize()];
            let mut clusters = text.graphemes(true).peekable();
            while let Some(cluster) = clusters.next() {
                let from = at;
                let mut letters = cluster.chars().count();
                at += letters;
                if let Some(emoji) = emoji::known(cluster) {
                    made.close(format);
                    let mut wide = format.clone();
                    let own = gap_width(&format.font_id).max(1.0) / format.font_id.size;
                    wide.font_id.size = WIDE * format.font_id.size / own;
                    made.emoji.push(Found { emoji });
                    made.open.push(GAP);
                    made.open.extend(std::iter::repeat_n(NOTHING, letters - 1));
                    made.close(&wide);
                    continue;
                }
                let (Some(order), Some(shaped)) = (&order, &shaped) else {
                    made.open.extend(cluster.chars().map(plain));
                    continue;
                };
                if !order.is_from_right(from) {
                    made.open.extend(cluster.chars().map(plain));
                    continue;
                }
                // By itself, or egui would turn it round once more.
                made.close(format);
                while shaped.get(at) == Some(&arabic::TAKEN) && clusters.next().is_some() {
                    at += 1;
                    letters += 1;
                }
                let forms = shaped.iter().skip(from).take(letters);
                made.open.extend(forms.map(|&c| match c {
                    arabic::TAKEN => NOTHING,
                    c => mirrored(c),
                }));
                made.close(format);
            }
            made.close(format);
        }
        Self {
            job: made.job,
            emoji: made.emoji,
            order: order.map(Arc::new),
        }
    }
}

struct Maker {
    job: LayoutJob,
    emoji: Vec<Found>,
    open: String,
    leading: f32,
}

impl Maker {
    /// What was written so far is set in `format`.
    fn close(&mut self, format: &TextFormat) {
        if !self.open.is_empty() {
            // Not by `append`, which makes one of two that look alike.
            let start = self.job.text.len();
            self.job.text.push_str(&self.open);
            self.job.sections.push(LayoutSection {
                leading_space: std::mem::take(&mut self.leading),
                byte_range: ByteIndex(start)..ByteIndex(self.job.text.len()),
                format: format.clone(),
            });
            self.open.clear();
        }
    }
}

/// A gap that somebody wrote is no emoji, and what only orders is not seen.
fn plain(c: char) -> char {
    match c {
        GAP => ' ',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => NOTHING,
        c => c,
    }
}

/// Brackets open the other way when they are read from the right.
fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 6] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
    ];
    for (left, right) in PAIRS {
        if c == left {
            return right;
        }
        if c == right {
            return left;
        }
    }
    plain(c)
}

//! In which order letters stand on a row: the Unicode Bidirectional Algorithm
//! (UAX #9, by the crate `unicode-bidi`), and its last step, done to a row that
//! has been laid out.

use std::ops::Range;

use egui::epaint::text::Row;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

/// How a text is read.
#[derive(Clone, Debug)]
pub(super) struct Order {
    letters: Vec<Letter>,
}

#[derive(Clone, Copy, Debug)]
struct Letter {
    level: Level,
    /// That of its paragraph.
    base: Level,
    /// It begins a cluster.
    begins: bool,
    blank: bool,
}

impl Order {
    /// Of `text`, when some of it is read from the right.
    pub(super) fn of(text: &str) -> Option<Self> {
        let info = BidiInfo::new(text, None);
        if !info.has_rtl() {
            return None;
        }
        let mut letters = Vec::with_capacity(text.len());
        let mut paragraphs = info.paragraphs.iter().peekable();
        for (start, cluster) in text.grapheme_indices(true) {
            while paragraphs.next_if(|one| one.range.end <= start).is_some() {}
            let base = paragraphs.peek().map_or(Level::ltr(), |one| one.level);
            let level = info.levels.get(start).copied().unwrap_or(base);
            letters.extend(cluster.chars().enumerate().map(|(at, c)| Letter {
                level,
                base,
                begins: at == 0,
                blank: c.is_whitespace(),
            }));
        }
        Some(Self { letters })
    }

    /// Whether the `at`th letter is read from the right.
    pub(super) fn is_from_right(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(|one| one.level.is_rtl())
    }
}

/// Moves what is on `row`, the `letters` of the text, to where it is read.
/// Whether the paragraph is one that begins at the right.
pub(super) fn arrange(row: &mut Row, letters: Range<usize>, order: &Order) -> bool {
    let Some(letters) = order.letters.get(letters) else {
        return false;
    };
    let Some(base) = letters.first().map(|one| one.base) else {
        return false;
    };
    // Blanks at the end belong to the paragraph (rule L1).
    let full = letters.len() - letters.iter().rev().take_while(|one| one.blank).count();
    let mut clusters: Vec<(usize, usize, Level)> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let level = if at < full { letter.level } else { base };
        match clusters.last_mut() {
            Some((_, end, _)) if !letter.begins => *end = at + 1,
            _ => clusters.push((at, at + 1, level)),
        }
    }
    if clusters.iter().all(|(.., level)| level.is_ltr()) {
        return false;
    }
    let levels: Vec<Level> = clusters.iter().map(|(.., level)| *level).collect();
    let width = |row: &Row, from: usize, to: usize| -> f32 {
        let glyphs = row.glyphs.get(from..to).unwrap_or_default();
        glyphs.iter().map(|glyph| glyph.advance_width).sum()
    };
    let mut stood = vec![0.0; clusters.len()];
    let mut x = row.glyphs.first().map_or(0.0, |glyph| glyph.pos.x);
    let left = x;
    for (at, &(from, to, _)) in clusters.iter().enumerate() {
        stood[at] = x;
        x += width(row, from, to);
    }
    let mut x = left;
    for at in BidiInfo::reorder_visual(&levels) {
        let (from, to, _) = clusters[at];
        let wide = width(row, from, to);
        shift(row, from, to, x - stood[at]);
        x += wide;
    }
    row.visuals.mesh_bounds = row.visuals.mesh.calc_bounds();
    base.is_rtl()
}

/// Moves the letters `from..to` by `way`.
fn shift(row: &mut Row, from: usize, to: usize, way: f32) {
    let vertex = |row: &Row, at: usize| {
        let end = row.visuals.glyph_vertex_range.end;
        row.glyphs
            .get(at)
            .map_or(end, |glyph| glyph.first_vertex as usize)
    };
    let vertices = vertex(row, from)..vertex(row, to);
    for glyph in row.glyphs.get_mut(from..to).unwrap_or_default() {
        glyph.pos.x += way;
    }
    for vertex in row
        .visuals
        .mesh
        .vertices
        .get_mut(vertices)
        .unwrap_or_default()
    {
        vertex.pos.x += way;
    }
}

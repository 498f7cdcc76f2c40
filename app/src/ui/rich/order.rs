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

    /// Whether the paragraph of the `at`th letter begins at the right.
    pub(super) fn is_in_rtl(&self, at: usize) -> bool {
        let letter = self.letters.get(at).or(self.letters.last());
        letter.is_some_and(|one| one.base.is_rtl())
    }

    /// Whether the text begins at the right.
    pub(super) fn begins_right(&self) -> bool {
        self.is_in_rtl(0)
    }

    /// The clusters of a row that has these letters, in its own numbers.
    pub(super) fn clusters(&self, letters: Range<usize>) -> Vec<(Range<usize>, Level)> {
        let letters = self.letters.get(letters).unwrap_or_default();
        // Blanks at the end belong to the paragraph (rule L1).
        let full = letters.len() - letters.iter().rev().take_while(|one| one.blank).count();
        let mut clusters: Vec<(Range<usize>, Level)> = Vec::new();
        for (at, letter) in letters.iter().enumerate() {
            let level = if at < full { letter.level } else { letter.base };
            match clusters.last_mut() {
                Some((cluster, _)) if !letter.begins => cluster.end = at + 1,
                _ => clusters.push((at..at + 1, level)),
            }
        }
        clusters
    }
}

/// Moves what is on `row`, the `letters` of the text, to where it is read.
/// Whether the paragraph is one that begins at the right.
pub(super) fn arrange(row: &mut Row, letters: Range<usize>, order: &Order) -> bool {
    let clusters = order.clusters(letters.clone());
    if clusters.iter().all(|(_, level)| level.is_ltr()) {
        return false;
    }
    let levels: Vec<Level> = clusters.iter().map(|(_, level)| *level).collect();
    let width = |row: &Row, letters: &Range<usize>| -> f32 {
        let glyphs = row.glyphs.get(letters.clone()).unwrap_or_default();
        glyphs.iter().map(|glyph| glyph.advance_width).sum()
    };
    let mut stood = vec![0.0; clusters.len()];
    let mut x = row.glyphs.first().map_or(0.0, |glyph| glyph.pos.x);
    let left = x;
    for (at, (letters, _)) in clusters.iter().enumerate() {
        stood[at] = x;
        x += width(row, letters);
    }
    let mut x = left;
    for at in BidiInfo::reorder_visual(&levels) {
        let (letters, _) = &clusters[at];
        let wide = width(row, letters);
        shift(row, letters.clone(), x - stood[at]);
        x += wide;
    }
    row.visuals.mesh_bounds = row.visuals.mesh.calc_bounds();
    order.is_in_rtl(letters.start)
}

/// Moves `letters` by `way`.
fn shift(row: &mut Row, letters: Range<usize>, way: f32) {
    let vertex = |row: &Row, at: usize| {
        let end = row.visuals.glyph_vertex_range.end;
        row.glyphs
            .get(at)
            .map_or(end, |glyph| glyph.first_vertex as usize)
    };
    let vertices = vertex(row, letters.start)..vertex(row, letters.end);
    for glyph in row.glyphs.get_mut(letters).unwrap_or_default() {
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

//! Where the caret stands among letters that were moved to where they are read,
//! and which letter is under the pointer: egui takes each row to run from left to
//! right.
//!
//! The caret stands behind the letter that was written last, on the side to which
//! one reads on. Where the way of reading changes, the next letter may go to
//! another place, which is shown too, by a shorter caret.

use std::ops::Range;

use egui::{
    Rect, Vec2, pos2,
    text::{CCursor, CharIndex},
    vec2,
};

use super::{Rich, order::Order};

/// Letters stand at whole pixels, so that those beside each other may be so far
/// apart.
const BESIDE: f32 = 2.0;

/// Letters that are one, as they stand on a row.
struct Standing {
    /// In the row.
    letters: Range<usize>,
    left: f32,
    right: f32,
    from_right: bool,
}

impl Standing {
    /// The edge at which one begins or ends to read it.
    fn edge(&self, end: bool) -> f32 {
        if end == self.from_right {
            self.left
        } else {
            self.right
        }
    }
}

impl Rich {
    /// The caret at `at`, and where the next letter begins when that is not there;
    /// nothing when all is read from the left.
    pub(super) fn carets(&self, at: CCursor) -> Option<(Rect, Option<Rect>)> {
        let order = self.order.as_deref()?;
        let place = self.galley.layout_from_cursor(at);
        let placed = self.galley.rows.get(place.row)?;
        let standing = self.standing(place.row, order);
        let column = place.column.0;
        let before = standing
            .iter()
            .rfind(|one| one.letters.end <= column)
            .map(|one| one.edge(true));
        let after = standing
            .iter()
            .find(|one| one.letters.start >= column)
            .map(|one| one.edge(false));
        // A line with nothing on it begins where its text does.
        let blank = if order.begins_right() {
            self.galley.rect.width()
        } else {
            0.0
        };
        let stands = |x: f32| {
            let top = pos2(placed.pos.x + x, placed.pos.y);
            Rect::from_min_size(top, vec2(0.0, placed.row.size.y))
        };
        let Some(x) = before.or(after) else {
            return Some((stands(blank - placed.pos.x), None));
        };
        let other = after.filter(|other| (other - x).abs() > BESIDE);
        Some((stands(x), other.map(stands)))
    }

    /// Where the caret goes when one points to `at`; nothing when all is read from
    /// the left.
    pub(super) fn pointed(&self, at: Vec2) -> Option<CCursor> {
        let order = self.order.as_deref()?;
        let first = self.galley.cursor_from_pos(vec2(f32::NEG_INFINITY, at.y));
        let last = self.galley.cursor_from_pos(vec2(f32::INFINITY, at.y));
        if first.index == last.index {
            return Some(first); // Above or below all, or nothing is there.
        }
        let row = self.galley.layout_from_cursor(first).row;
        let placed = self.galley.rows.get(row)?;
        let x = at.x - placed.pos.x;
        let standing = self.standing(row, order);
        let nearest = standing
            .iter()
            .min_by(|a, b| away(a, x).total_cmp(&away(b, x)))?;
        let at_left = x < (nearest.left + nearest.right) / 2.0;
        let column = if at_left == nearest.from_right {
            nearest.letters.end
        } else {
            nearest.letters.start
        };
        Some(CCursor {
            index: first.index + CharIndex(column),
            prefer_next_row: column < placed.row.glyphs.len(),
        })
    }

    /// One row up or down from `at`, at the same place of the row; nothing when
    /// there is none, or when all is read from the left.
    pub(super) fn beside(&self, at: CCursor, down: bool) -> Option<CCursor> {
        let (caret, _) = self.carets(at)?;
        let row = self.galley.layout_from_cursor(at).row;
        let row = if down { row + 1 } else { row.checked_sub(1)? };
        let middle = self.galley.rows.get(row)?.rect().center().y;
        self.pointed(vec2(caret.left(), middle))
    }

    /// Whether the paragraph of the `at`th letter is read from the right.
    pub(super) fn is_from_right(&self, at: usize) -> bool {
        let order = self.order.as_deref();
        order.is_some_and(|order| order.is_in_rtl(at))
    }

    /// Whether the text begins at the right.
    pub(super) fn begins_right(&self) -> bool {
        self.order.as_deref().is_some_and(Order::begins_right)
    }

    fn standing(&self, row: usize, order: &Order) -> Vec<Standing> {
        let before = self.galley.rows.iter().take(row);
        let first: usize = before.map(|row| row.char_count_including_newline().0).sum();
        let Some(placed) = self.galley.rows.get(row) else {
            return Vec::new();
        };
        let glyphs = &placed.row.glyphs;
        let clusters = order.clusters(first..first + glyphs.len());
        let stands = |(letters, level): (Range<usize>, unicode_bidi::Level)| {
            let own = glyphs.get(letters.clone())?;
            let left = own.first()?.pos.x;
            let wide: f32 = own.iter().map(|glyph| glyph.advance_width).sum();
            Some(Standing {
                letters,
                left,
                right: left + wide,
                from_right: level.is_rtl(),
            })
        };
        clusters.into_iter().filter_map(stands).collect()
    }
}

/// How far `x` is from it.
fn away(one: &Standing, x: f32) -> f32 {
    (one.left - x).max(x - one.right).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::tests::laid_out;
    use super::*;

    fn caret(rich: &Rich, at: usize) -> (f32, Option<f32>) {
        let (one, other) = rich.carets(CCursor::new(at)).expect("read from the right");
        (one.left(), other.map(|other| other.left()))
    }

    fn pointed(rich: &Rich, x: f32) -> usize {
        rich.pointed(vec2(x, 5.0))
            .expect("read from the right")
            .index
            .0
    }

    /// Left and right edge of the `at`th letter.
    fn edges(rich: &Rich, at: usize) -> (f32, f32) {
        let rect = rich.rects(at..at + 1)[0];
        (rect.left(), rect.right())
    }

    #[test]
    fn it_goes_left_as_hebrew_is_written() {
        let rich = laid_out("שלום", 500.0);
        let stands: Vec<f32> = (0..=4).map(|at| caret(&rich, at).0).collect();
        assert!(stands.windows(2).all(|two| two[0] > two[1]), "{stands:?}");
        assert_eq!(stands[0], edges(&rich, 0).1, "first at the right");
        assert_eq!(stands[4], edges(&rich, 3).0, "last at the left");
        assert!((0..=4).all(|at| caret(&rich, at).1.is_none()));
        for (at, x) in stands.into_iter().enumerate() {
            assert_eq!(pointed(&rich, x), at);
        }
        assert_eq!(pointed(&rich, -50.0), 4);
        assert_eq!(pointed(&rich, 450.0), 0);
    }

    #[test]
    fn where_the_way_of_reading_changes_both_places_are_shown() {
        let rich = laid_out("abc שלום xyz", 500.0);
        // Behind the blank, and where Hebrew begins.
        assert_eq!(
            caret(&rich, 4),
            (edges(&rich, 3).1, Some(edges(&rich, 4).1))
        );
        // Behind the last letter of Hebrew, and where Latin goes on.
        assert_eq!(
            caret(&rich, 8),
            (edges(&rich, 7).0, Some(edges(&rich, 8).0))
        );
        assert_eq!(caret(&rich, 2), (edges(&rich, 1).1, None));
        assert_eq!(caret(&rich, 6), (edges(&rich, 5).0, None));
        for at in [0, 1, 2, 5, 6, 7, 10, 11, 12] {
            assert_eq!(pointed(&rich, caret(&rich, at).0), at);
        }
    }

    #[test]
    fn letters_that_are_one_are_not_parted() {
        // A letter with a mark, an emoji of several letters.
        for (text, one) in [("בּא", 0..2), ("א 👩‍🚀", 2..5)] {
            let rich = laid_out(text, 500.0);
            let before = caret(&rich, one.start).0;
            let after = caret(&rich, one.end).0;
            assert!(before > after, "{text}: {before} {after}");
        }
    }

    #[test]
    fn up_and_down_stay_where_one_looks() {
        let rich = laid_out("אבגד\nהוזח", 500.0);
        let below = |at| rich.beside(CCursor::new(at), true).map(|to| to.index.0);
        assert_eq!(below(0), Some(5));
        assert_eq!(below(4), Some(9));
        let above = |at| rich.beside(CCursor::new(at), false).map(|to| to.index.0);
        assert_eq!((above(5), above(0)), (Some(0), None));
        let blank = laid_out("אבג\n", 500.0);
        let (end, _) = blank.carets(CCursor::new(4)).expect("read from the right");
        assert_eq!(
            end.left(),
            blank.rect.width(),
            "a new line begins at the right"
        );
    }

    #[test]
    fn what_is_read_from_the_left_is_left_to_egui() {
        let rich = laid_out("abc 👍", 500.0);
        assert!(rich.carets(CCursor::new(1)).is_none());
        assert!(rich.pointed(vec2(1.0, 1.0)).is_none());
    }
}

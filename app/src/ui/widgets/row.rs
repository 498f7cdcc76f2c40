//! Where things stand on a row: what leads is at the left, or at the right in a
//! language that is read from there.

use egui::{Align, Layout, Pos2, Rect, RectAlign, Ui, pos2};

use crate::ui::words::Language;

/// Things below each other, each where lines begin.
pub(crate) fn column() -> Layout {
    if Language::spoken().is_rtl() {
        Layout::top_down(Align::Max)
    } else {
        Layout::top_down(Align::Min)
    }
}

/// Things beside each other, from where a row ends.
pub(crate) fn from_end() -> Layout {
    if Language::spoken().is_rtl() {
        Layout::left_to_right(Align::Center)
    } else {
        Layout::right_to_left(Align::Center)
    }
}

/// Things beside each other, from where a row begins.
pub(crate) fn from_start() -> Layout {
    if Language::spoken().is_rtl() {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    }
}

/// Draws parts beside each other where a row is only as wide as they are, the first
/// where lines begin.
pub(crate) fn beside<const N: usize>(ui: &mut Ui, mut parts: [&mut dyn FnMut(&mut Ui); N]) {
    if Language::spoken().is_rtl() {
        parts.reverse();
    }
    for part in parts {
        part(ui);
    }
}

/// The left edge of what is `wide` and `gap` in from where the row begins.
pub(crate) fn lead(row: Rect, gap: f32, wide: f32) -> f32 {
    at(row, gap, wide, Language::spoken().is_rtl())
}

/// The left edge of what is `wide` and `gap` in from where the row ends.
pub(crate) fn trail(row: Rect, gap: f32, wide: f32) -> f32 {
    at(row, gap, wide, !Language::spoken().is_rtl())
}

/// `part` of `row`, on the other side of it in a language that is read from the
/// right.
pub(crate) fn mirrored(row: Rect, part: Rect) -> Rect {
    if !Language::spoken().is_rtl() {
        return part;
    }
    let left = row.left() + row.right() - part.right();
    Rect::from_min_size(pos2(left, part.top()), part.size())
}

/// `point` of `row`, likewise.
pub(crate) fn mirrored_point(row: Rect, point: Pos2) -> Pos2 {
    mirrored(row, Rect::from_min_max(point, point)).min
}

/// Where a panel goes that stands above something, at its end.
pub(crate) fn above_end() -> RectAlign {
    if Language::spoken().is_rtl() {
        RectAlign::TOP_START
    } else {
        RectAlign::TOP_END
    }
}

/// Whether words stand at the right: yours do where lines begin at the left.
pub(crate) fn stands_right(mine: bool) -> bool {
    mine != Language::spoken().is_rtl()
}

fn at(row: Rect, gap: f32, wide: f32, from_right: bool) -> f32 {
    if from_right {
        row.right() - gap - wide
    } else {
        row.left() + gap
    }
}

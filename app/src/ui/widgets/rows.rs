//! Long lists of equal rows: only those are drawn that somebody may come to next.

use std::collections::BTreeSet;

use egui::{Rect, Ui, pos2, vec2};

/// The rows, each with its number and its place, of a list of `count` rows `high`
/// each in `area` that are to be drawn: what is seen, a row before and after that,
/// and both ends of the list. The keyboard goes on to what is drawn, so it comes in
/// from everywhere and to everything.
pub fn rows(
    ui: &Ui,
    area: Rect,
    high: f32,
    count: usize,
) -> impl Iterator<Item = (usize, Rect)> + use<> {
    let drawn = drawn(area.top(), ui.clip_rect().y_range(), high, count);
    drawn.into_iter().map(move |at| {
        let top = area.top() + at as f32 * high;
        let place = Rect::from_min_size(pos2(area.left(), top), vec2(area.width(), high));
        (at, place)
    })
}

fn drawn(top: f32, seen: egui::Rangef, high: f32, count: usize) -> BTreeSet<usize> {
    let Some(last) = count.checked_sub(1) else {
        return BTreeSet::new();
    };
    // Floats beyond the range end at its ends.
    let row = |y: f32| ((y - top) / high).floor().max(0.0) as usize;
    let from = row(seen.min - high).min(last);
    let to = row(seen.max + high).min(last);
    (from..=to).chain([0, last]).collect()
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;

    #[test]
    fn what_is_seen_its_neighbours_and_both_ends_are_drawn() {
        let rows = |top, count| -> Vec<usize> {
            let seen = Rangef::new(0.0, 100.0);
            drawn(top, seen, 20.0, count).into_iter().collect()
        };
        assert!(rows(0.0, 0).is_empty());
        assert_eq!(rows(0.0, 3), [0, 1, 2]);
        assert_eq!(rows(0.0, 500), [0, 1, 2, 3, 4, 5, 6, 499]);
        assert_eq!(rows(-200.0, 500), [0, 9, 10, 11, 12, 13, 14, 15, 16, 499]);
        assert_eq!(rows(900.0, 500), [0, 499], "it is further down");
        assert_eq!(rows(-9000.0, 5), [0, 4], "it is further up");
    }
}

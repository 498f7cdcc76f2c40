//! The caret among emoji: one that is several letters is passed over, and
//! deleted, as the one thing that it looks like.

use egui::{
    Context, Id, Key, Modifiers, Ui,
    text::{CCursor, CCursorRange},
    widgets::text_edit::TextEditState,
};
use unicode_segmentation::UnicodeSegmentation;

/// Puts the caret before the `at`th letter.
pub(crate) fn set_caret(ctx: &Context, id: Id, at: usize) {
    mark(ctx, id, at, at);
}

/// Marks the letters `from..to`, with the caret at `to`.
fn mark(ctx: &Context, id: Id, from: usize, to: usize) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(from), CCursor::new(to));
    state.cursor.set_char_range(Some(range));
    state.store(ctx, id);
}

/// The letters that are marked, the caret among them when there are none.
fn marked(ctx: &Context, id: Id) -> Option<(usize, usize)> {
    let range = TextEditState::load(ctx, id)?.cursor.char_range()?;
    let (one, other) = (range.primary.index.0, range.secondary.index.0);
    Some((one.min(other), one.max(other)))
}

/// Puts `what` in the place of what is marked in `text`.
pub(crate) fn insert(ctx: &Context, id: Id, text: &mut String, what: &str) {
    let end = text.chars().count();
    let (from, to) = marked(ctx, id).unwrap_or((end, end));
    let byte = |at: usize| {
        text.char_indices()
            .nth(at)
            .map_or(text.len(), |(byte, _)| byte)
    };
    text.replace_range(byte(from)..byte(to), what);
    set_caret(ctx, id, from.min(end) + what.chars().count());
}

/// Before the field hears of keys: one that deletes deletes all of an emoji.
pub(super) fn before_keys(ui: &Ui, id: Id, text: &str) {
    if text.is_ascii() {
        return;
    }
    let back = ui.input(|input| {
        let plain = input.modifiers == Modifiers::NONE;
        let back = input.key_pressed(Key::Backspace);
        (plain && (back || input.key_pressed(Key::Delete))).then_some(back)
    });
    let (Some(back), Some((from, to))) = (back, marked(ui.ctx(), id)) else {
        return;
    };
    if from != to {
        return;
    }
    let side = if back {
        from.checked_sub(1)
    } else {
        Some(from)
    };
    if let Some((start, end)) = side.and_then(|letter| around(text, letter))
        && end - start > 1
    {
        mark(ui.ctx(), id, start, end);
    }
}

/// After the field has heard of keys: out of an emoji, on in the way from
/// `before`. Where the caret is.
pub(super) fn after_keys(ui: &Ui, id: Id, text: &str, before: usize) -> usize {
    let Some((from, to)) = marked(ui.ctx(), id) else {
        return before;
    };
    if from != to || text.is_ascii() {
        return to;
    }
    match around(text, to) {
        Some((start, end)) if start < to && to < end => {
            let out = if before < to { end } else { start };
            set_caret(ui.ctx(), id, out);
            out
        }
        _ => to,
    }
}

/// Where what the `letter`th letter is part of begins and ends, when it is one
/// of several.
fn around(text: &str, letter: usize) -> Option<(usize, usize)> {
    let mut start = 0;
    for cluster in text.graphemes(true) {
        let end = start + cluster.chars().count();
        if letter < end {
            return Some((start, end));
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_belong_to_what_is_seen_as_one() {
        let text = "a👩‍🚀b";
        assert_eq!(around(text, 0), Some((0, 1)));
        for inside in 1..=3 {
            assert_eq!(around(text, inside), Some((1, 4)));
        }
        assert_eq!(around(text, 4), Some((4, 5)));
        assert_eq!(around(text, 5), None);
    }
}

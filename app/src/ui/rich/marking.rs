//! Marking a part of a text whose letters were moved, with the pointer, to be
//! copied. What egui marks of a label runs from left to right on each row; here a
//! part of the text is marked, which may stand in several places.

use egui::{
    Context, CursorIcon, Event, Id, Pos2, Response, Shape, Ui,
    text_selection::{LabelSelectionState, TextCursorState},
};

use super::Rich;

/// What is marked, in the whole window: there is one such part at most.
#[derive(Clone, Copy)]
struct Marked {
    /// Of which text.
    id: Id,
    cursor: TextCursorState,
}

fn place() -> Id {
    Id::new("marked in a moved text")
}

fn marked(ctx: &Context, id: Id) -> TextCursorState {
    let known = ctx.data(|data| data.get_temp::<Marked>(place()));
    let own = known.filter(|known| known.id == id);
    own.map(|known| known.cursor).unwrap_or_default()
}

/// Hears what is marked of `words`, which are drawn at `at` afterwards, and
/// copied; draws what is.
pub(crate) fn mark(ui: &Ui, response: &Response, at: Pos2, words: &Rich) {
    let ctx = ui.ctx();
    let mut cursor = marked(ctx, response.id);
    if response.hovered() {
        ctx.set_cursor_icon(CursorIcon::Text);
    }
    let pressed = ui.input(|input| input.pointer.any_pressed());
    if pressed && !response.contains_pointer() {
        if cursor.char_range().is_some() {
            ctx.data_mut(|data| data.remove::<Marked>(place()));
        }
        return;
    }
    if let Some(pointer) = response.interact_pointer_pos()
        && let Some(under) = words.pointed(pointer - at)
        && cursor.pointer_interaction(ui, response, under, words, response.dragged())
    {
        // Of the two, what was marked last is meant.
        ctx.plugin::<LabelSelectionState>().lock().clear_selection();
        let marked = Marked {
            id: response.id,
            cursor,
        };
        ctx.data_mut(|data| data.insert_temp(place(), marked));
    }
    let Some(range) = cursor.range(words).filter(|range| !range.is_empty()) else {
        return;
    };
    let letters = range.as_sorted_char_range();
    let letters = letters.start.0..letters.end.0;
    let fill = ui.visuals().selection.bg_fill;
    for rect in words.rects(letters.clone()) {
        let rect = rect.translate(at.to_vec2());
        ui.painter().add(Shape::rect_filled(rect, 0.0, fill));
    }
    if ui.input(|input| input.events.contains(&Event::Copy)) {
        let all = words.text().chars();
        let part: String = all.skip(letters.start).take(letters.len()).collect();
        ctx.copy_text(part);
    }
}

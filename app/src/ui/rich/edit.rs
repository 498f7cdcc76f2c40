//! A field for what people write. Emoji are shown in colour and are one thing to
//! the caret, and among letters that are read from the right the caret stands,
//! moves and is put where one reads.
//!
//! It is egui's field: where it takes a row to run from left to right, its caret
//! and marking are not drawn but ours are, and keys and the pointer are heard
//! first or once more. A single line of such letters is scrolled here too, and so
//! drawn here: egui would follow a caret that stands elsewhere.

use std::{cell::RefCell, sync::Arc};

use egui::{
    Align, Color32, Context, Event, Galley, Id, ImeEvent, Key, Modifiers, Rect, Shape, Stroke,
    TextEdit, Ui,
    epaint::text::cursor::CCursor,
    pos2,
    text::{CCursorRange, LayoutJob},
    text_selection::visuals::paint_cursor_end,
    widgets::text_edit::{TextEditOutput, TextEditState},
};

use super::{Rich, clusters, layout};
use crate::ui::words::Language;

/// How far the caret stands out of its row, above and below.
const OUT: f32 = 1.5;

/// What is known of a field from the last frame.
#[derive(Clone, Default)]
struct Known {
    words: Option<Rich>,
    /// Where the caret was, so that it passes over whole emoji.
    caret: usize,
    /// An input method was putting letters together.
    composing: bool,
    /// How far a single line is scrolled, in points from its left end.
    scrolled: Option<f32>,
}

/// Whether an input method was putting letters together in a field when this frame
/// began: keys are its own then.
pub(crate) fn is_composing(ctx: &Context, id: Id) -> bool {
    let known = ctx.data(|data| data.get_temp::<Known>(known_id(id)));
    known.is_some_and(|known| known.composing)
}

fn known_id(id: Id) -> Id {
    id.with("known")
}

/// How many lines one may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// One; it is scrolled along.
    One,
    /// As many as one likes.
    Many,
}

/// Draws a field over `text`: as `lay` lays out its letters within a width, and
/// as `set` sets it up.
pub(crate) fn edit(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    lines: Lines,
    lay: impl Fn(&str, f32) -> LayoutJob,
    set: impl for<'t> FnOnce(TextEdit<'t>) -> TextEdit<'t>,
) -> TextEditOutput {
    let known = ui.data(|data| data.get_temp::<Known>(known_id(id)));
    let known = known.unwrap_or_default();
    let before = known.words.filter(|words| words.text() == *text);
    let focused = ui.memory(|memory| memory.has_focus(id));
    if focused {
        clusters::before_keys(ui, id, text);
        if let Some(before) = &before {
            hear_keys(ui, id, before);
        }
    }
    let ours = before.as_ref().is_some_and(Rich::is_moved);
    let own = ours && lines == Lines::One;
    let from_right = match &before {
        Some(before) if !text.is_empty() => before.begins_right(),
        _ => text.is_empty() && Language::spoken().is_rtl(),
    };
    let marking = ui.painter().add(Shape::Noop);
    let stood = TextEditState::load(ui.ctx(), id).unwrap_or_default().cursor;

    let shown = RefCell::new(None);
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
        let mut job = lay(text.as_str(), width);
        // Blanks at the end are seen as they are written.
        job.keep_trailing_whitespace = true;
        if lines == Lines::One {
            job.wrap.max_width = f32::INFINITY;
            job.break_on_newline = false;
        }
        let words = layout(ui.painter(), job);
        let galley = words.galley();
        shown.replace(Some(words));
        if own { unseen(&galley) } else { galley }
    };
    let mut output = ui
        .scope(|ui| {
            if ours {
                let visuals = ui.visuals_mut();
                visuals.text_cursor.stroke = Stroke::NONE;
                visuals.selection.bg_fill = Color32::TRANSPARENT;
            }
            let field = match lines {
                Lines::One => TextEdit::singleline(text),
                Lines::Many => TextEdit::multiline(text),
            };
            let side = if from_right {
                Align::RIGHT
            } else {
                Align::LEFT
            };
            set(field.id(id).horizontal_align(side))
                .layouter(&mut layouter)
                .show(ui)
        })
        .inner;
    let words = shown.into_inner();
    let mut scrolled = None;
    if let Some(words) = words.as_ref().filter(|_| own) {
        let (way, from_left) = scroll(ui, &output, words, known.scrolled);
        scrolled = way;
        output.galley_pos.x = from_left;
    }
    if let Some(words) = &words {
        let painter = ui.painter().with_clip_rect(output.text_clip_rect);
        words.paint_emoji(&painter, output.galley_pos);
        if let Some(pointer) = output.response.response.interact_pointer_pos()
            && let Some(at) = words.pointed(pointer - output.galley_pos)
        {
            let mut cursor = stood;
            let response = &output.response.response;
            let dragged = ui.ctx().is_being_dragged(id);
            if cursor.pointer_interaction(ui, response, at, words, dragged) {
                let mut state = output.state.clone();
                state.cursor = cursor;
                state.store(ui.ctx(), id);
            }
        }
        if output.response.response.changed() && words.is_moved() != ours {
            ui.ctx().request_repaint();
        }
    }
    let caret = clusters::after_keys(ui, id, text, known.caret);
    if let Some(words) = words.as_ref().filter(|_| ours) {
        let marks = if focused {
            marks(ui, &output, words)
        } else {
            Shape::Noop
        };
        let painter = ui
            .painter()
            .with_clip_rect(output.text_clip_rect.expand(1.0));
        if own {
            painter.add(marks);
            words.paint(&painter, output.galley_pos, ui.visuals().text_color());
        } else {
            painter.set(marking, marks);
        }
        if focused {
            draw_caret(ui, &output, words);
        }
    }
    let composing = ui.input(|input| composes(known.composing, &input.events));
    let known = Known {
        words,
        caret,
        composing: composing && ui.memory(|memory| memory.has_focus(id)),
        scrolled,
    };
    ui.data_mut(|data| data.insert_temp(known_id(id), known));
    output
}

/// Whether letters are still being put together after these events.
fn composes(before: bool, events: &[Event]) -> bool {
    events.iter().fold(before, |composing, event| match event {
        Event::Ime(ImeEvent::Preedit { text, .. }) => !text.is_empty(),
        Event::Ime(ImeEvent::Commit(_)) => false,
        _ => composing,
    })
}

/// The same letters, which nobody sees.
fn unseen(galley: &Arc<Galley>) -> Arc<Galley> {
    let mut galley = Galley::clone(galley);
    for placed in &mut galley.rows {
        let row = Arc::make_mut(&mut placed.row);
        for vertex in &mut row.visuals.mesh.vertices {
            vertex.color = Color32::TRANSPARENT;
        }
    }
    Arc::new(galley)
}

/// How far a line that does not fit is scrolled, so that the caret is in sight or,
/// while nobody writes, the beginning; and where its left end is on the screen.
fn scroll(
    ui: &Ui,
    output: &TextEditOutput,
    words: &Rich,
    before: Option<f32>,
) -> (Option<f32>, f32) {
    let seen = output.text_clip_rect;
    let most = words.rect.width() - seen.width();
    if most <= 0.0 {
        return (None, output.galley_pos.x);
    }
    let begin = if words.begins_right() { most } else { 0.0 };
    let id = output.response.response.id;
    let focused = ui.memory(|memory| memory.has_focus(id));
    let state = TextEditState::load(ui.ctx(), id).filter(|_| focused);
    let range = state.and_then(|state| state.cursor.range(words));
    let caret = range.and_then(|range| words.carets(range.primary));
    let way = match caret {
        Some((caret, _)) => {
            let x = caret.left();
            let way = before.unwrap_or(begin);
            way.min(x).max(x - seen.width())
        }
        None => begin,
    };
    let way = way.clamp(0.0, most);
    (Some(way), seen.left() - way)
}

/// What is marked.
fn marks(ui: &Ui, output: &TextEditOutput, words: &Rich) -> Shape {
    let state = TextEditState::load(ui.ctx(), output.response.response.id);
    let range = state.and_then(|state| state.cursor.range(words));
    let Some(range) = range.filter(|range| !range.is_empty()) else {
        return Shape::Noop;
    };
    let clip = output.text_clip_rect.expand(1.0);
    let letters = range.as_sorted_char_range();
    let rects = words.rects(letters.start.0..letters.end.0);
    let fill = ui.visuals().selection.bg_fill;
    let marks = rects.into_iter().map(|rect| {
        let seen = rect.translate(output.galley_pos.to_vec2()).intersect(clip);
        Shape::rect_filled(seen, 0.0, fill)
    });
    Shape::Vec(marks.collect())
}

fn draw_caret(ui: &Ui, output: &TextEditOutput, words: &Rich) {
    let state = TextEditState::load(ui.ctx(), output.response.response.id);
    let Some(range) = state.and_then(|state| state.cursor.range(words)) else {
        return;
    };
    let painter = ui
        .painter()
        .with_clip_rect(output.text_clip_rect.expand(1.0));
    let at = output.galley_pos.to_vec2();
    let Some((caret, other)) = words.carets(range.primary) else {
        return;
    };
    let caret = out(caret.translate(at));
    ui.output_mut(|out| {
        if let Some(ime) = &mut out.ime {
            ime.cursor_rect = caret;
        }
    });
    if !ui.input(|input| input.focused) {
        return;
    }
    paint_cursor_end(&painter, ui.visuals(), caret);
    if let Some(other) = other.filter(|_| range.is_empty()) {
        let other = out(other.translate(at));
        let half = Rect::from_min_max(pos2(other.left(), other.center().y), other.max);
        paint_cursor_end(&painter, ui.visuals(), half);
    }
}

fn out(caret: Rect) -> Rect {
    caret.expand2(egui::vec2(0.0, OUT))
}

/// Before the field hears of keys: in a paragraph that is read from the right, one
/// goes on to the left; and up or down is where one looks.
fn hear_keys(ui: &Ui, id: Id, words: &Rich) {
    if !words.is_moved() {
        return;
    }
    let state = TextEditState::load(ui.ctx(), id);
    let Some(range) = state.and_then(|state| state.cursor.range(words)) else {
        return;
    };
    for (key, down) in [(Key::ArrowUp, false), (Key::ArrowDown, true)] {
        for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
            let Some(to) = words.beside(range.primary, down) else {
                continue;
            };
            if ui.input_mut(|input| take(&mut input.events, key, modifiers)) {
                let from = if modifiers.shift { range.secondary } else { to };
                put(ui.ctx(), id, to, from);
                return;
            }
        }
    }
    if words.is_from_right(range.primary.index.0) {
        ui.input_mut(|input| input.events.iter_mut().for_each(turn));
    }
}

/// Takes a key that is pressed, with just these modifiers.
fn take(events: &mut Vec<Event>, wanted: Key, with: Modifiers) -> bool {
    let is_it = |event: &Event| {
        matches!(event, Event::Key { key, pressed: true, modifiers, .. }
            if *key == wanted && *modifiers == with)
    };
    let found = events.iter().position(is_it);
    found.map(|at| events.remove(at)).is_some()
}

fn turn(event: &mut Event) {
    if let Event::Key { key, .. } = event {
        *key = match *key {
            Key::ArrowLeft => Key::ArrowRight,
            Key::ArrowRight => Key::ArrowLeft,
            other => other,
        };
    }
}

fn put(ctx: &Context, id: Id, primary: CCursor, secondary: CCursor) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange {
        primary,
        secondary,
        h_pos: None,
    }));
    state.store(ctx, id);
}

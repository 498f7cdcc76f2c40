//! A line to write in, with its name above and what is wrong below.

use egui::{
    CornerRadius, Frame, Id, Margin, Rect, Response, Stroke, TextEdit, Ui, Widget, pos2, vec2,
};

use super::{
    row,
    text::{self, Text},
};
use crate::ui::{
    rich,
    theme::{Type, height, look, radius},
    words::Language,
};

/// What a field shows.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its name.
    pub label: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// What is wrong with what is in it.
    pub error: Option<&'a str>,
    /// Most characters.
    pub limit: usize,
}

/// Draws a field over `text`.
pub fn field(ui: &mut Ui, id: Id, field: Field<'_>, text: &mut String) -> Response {
    draw(ui, id, field, text, false)
}

/// The same for what nobody who looks over a shoulder should read.
pub fn secret_field(ui: &mut Ui, id: Id, field: Field<'_>, text: &mut String) -> Response {
    draw(ui, id, field, text, true)
}

fn draw(ui: &mut Ui, id: Id, field: Field<'_>, text: &mut String, secret: bool) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    Text::colored(field.label, Type::SmallStrong, t.ink_2).ui(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let stroke = match (field.error, focused) {
        (Some(_), _) => Stroke::new(2.0, t.danger),
        (None, true) => Stroke::new(2.0, t.you_ink),
        (None, false) => Stroke::new(1.0, t.line_strong),
    };
    let natural = ui.fonts_mut(|fonts| fonts.row_height(&Type::Body.font()));
    let vertical = ((height::FIELD - natural) / 2.0 - stroke.width).round() as i8;
    let frame = Frame::new()
        .fill(t.surface)
        .stroke(stroke)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin::symmetric(14 - stroke.width as i8, vertical));
    let empty = text.is_empty();
    let response = if secret {
        TextEdit::singleline(text)
            .id(id)
            .password(true)
            .font(Type::Body.font())
            .text_color(t.ink)
            .hint_text(own_hint(field.hint))
            .char_limit(field.limit)
            .frame(frame)
            .desired_width(f32::INFINITY)
            .ui(ui)
    } else {
        line(ui, id, text, field.hint, field.limit, frame)
    };
    if empty {
        paint_hint(ui, response.rect.shrink2(vec2(14.0, 0.0)), field.hint);
    }
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(field.label));
    if let Some(error) = field.error {
        Text::colored(error, Type::SmallStrong, t.danger_ink).ui(ui);
    }
    response
}

/// A line to write in, in this frame.
pub(super) fn line(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    hint: &str,
    limit: usize,
    frame: Frame,
) -> Response {
    let ink = look(ui.ctx()).tokens.ink;
    let natural = ui.fonts_mut(|fonts| fonts.row_height(&Type::Body.font()));
    let lay = |text: &str, width: f32| {
        let mut job = Type::Body.job(text, ink, width);
        // The frame is around letters of their own height.
        for section in &mut job.sections {
            section.format.line_height = Some(natural);
        }
        job
    };
    let edit = rich::edit(ui, id, text, rich::Lines::One, lay, |edit| {
        edit.font(Type::Body.font())
            .text_color(ink)
            .hint_text(own_hint(hint))
            .char_limit(limit)
            .frame(frame)
            .desired_width(f32::INFINITY)
    });
    edit.response.response
}

/// What egui shows while nothing is written. It knows nothing of letters that
/// are read from the right.
pub(super) fn own_hint(hint: &str) -> &str {
    if Language::spoken().is_rtl() {
        ""
    } else {
        hint
    }
}

/// Shows `hint` within `area` where egui cannot.
pub(super) fn paint_hint(ui: &Ui, area: Rect, hint: &str) {
    if !Language::spoken().is_rtl() {
        return;
    }
    let ink = look(ui.ctx()).tokens.ink_3;
    let words = text::galley(ui, hint, Type::Body, ink);
    let at = row::lead(area, 0.0, words.size().x);
    let at = pos2(at, area.center().y - Type::Body.line() / 2.0);
    text::paint_galley(ui.painter(), at, words, Type::Body);
}

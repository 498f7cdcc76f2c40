//! A line to write in, with its name above and what is wrong below.

use egui::{CornerRadius, Frame, Id, Margin, Response, Stroke, TextEdit, Ui, Widget};

use super::text::Text;
use crate::ui::theme::{Type, height, look, radius};

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
    let response = TextEdit::singleline(text)
        .id(id)
        .password(secret)
        .font(Type::Body.font())
        .text_color(t.ink)
        .hint_text(field.hint)
        .char_limit(field.limit)
        .frame(frame)
        .desired_width(f32::INFINITY)
        .ui(ui);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(field.label));
    if let Some(error) = field.error {
        Text::colored(error, Type::SmallStrong, t.danger_ink).ui(ui);
    }
    response
}

//! The tag on the string: words for what its shape says.

use egui::{
    CornerRadius, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2,
};

use super::{focus::paint_ring, text};
use crate::ui::theme::{Type, look};

/// Draws the tag with its middle at `center`. Figures are not all of one width,
/// so it keeps the room of the widest and does not jump as they change.
pub fn tag(ui: &mut Ui, center: Pos2, words: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let kind = Type::SmallStrong;
    let galley = text::galley(ui, words, kind, t.ink);
    let widest: String = words
        .chars()
        .map(|c| if c.is_ascii_digit() { '4' } else { c })
        .collect();
    let room = text::galley(ui, widest, kind, t.ink).size().x;
    let size = vec2(room.max(galley.size().x).ceil() + 24.0, 26.0);
    let rect = Rect::from_center_size(center, size);
    let id = ui.id().with("tag");
    // Easy to hit: 28 high at least.
    let response = ui.interact(rect.expand2(vec2(0.0, 2.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), words));
    let fill = if response.is_pointer_button_down_on() {
        t.sunken
    } else if response.hovered() {
        t.you_tint
    } else {
        t.surface
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(13),
        fill,
        Stroke::new(1.5, t.twine),
        StrokeKind::Inside,
    );
    let at = center - vec2(galley.size().x / 2.0, kind.line() / 2.0);
    text::paint_galley(ui.painter(), at, galley, kind);
    paint_ring(ui.painter(), &response, rect, 13, &look);
    response
}

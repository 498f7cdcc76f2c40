//! A row of a menu: an icon, words, and the keys that do the same.

use egui::{CornerRadius, Response, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{focus::paint_ring, row, text};
use crate::ui::{
    icons::{self, Icon},
    theme::{Type, look, radius},
    words::keys,
};

/// Draws a row as wide as there is room.
pub fn menu_row(ui: &mut Ui, icon: Icon, label: &str, pressed: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let size = vec2(ui.available_width(), 34.0);
    let response = ui.allocate_response(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), label));
    let rect = response.rect;
    let marked = response.hovered() || (response.has_focus() && look.keys_last);
    let (fill, ink) = if response.is_pointer_button_down_on() {
        (t.sunken, t.ink)
    } else if marked {
        (t.you_tint, t.you_ink)
    } else {
        (egui::Color32::TRANSPARENT, t.ink)
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::SMALL), fill);
    let middle = rect.center().y;
    let icon_at = pos2(row::lead(rect, 11.0, 18.0) + 9.0, middle);
    icons::paint(ui.painter(), icon, icon_at, 18.0, ink);
    let words = text::galley(ui, label, Type::Body, ink);
    let at = pos2(row::lead(rect, 40.0, words.size().x), middle - 10.0);
    text::paint_galley(ui.painter(), at, words, Type::Body);
    let keys = text::galley(ui, keys::written(pressed), Type::Small, t.ink_3);
    let at = pos2(row::trail(rect, 10.0, keys.size().x), middle - 8.0);
    text::paint_galley(ui.painter(), at, keys, Type::Small);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

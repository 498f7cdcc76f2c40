//! A square button with an emoji on it.

use egui::{
    CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use super::focus::paint_ring;
use crate::ui::{
    emoji,
    theme::{look, radius},
};

/// Draws a button of `side`; `label` names it, and `chosen` says that it is the
/// one that is shown now.
pub fn emoji_button(
    ui: &mut Ui,
    emoji: &'static str,
    side: f32,
    label: &str,
    chosen: bool,
) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let response = ui.allocate_response(Vec2::splat(side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), label));
    let rect = response.rect;
    let fill = if response.is_pointer_button_down_on() {
        t.sunken
    } else if chosen || response.hovered() {
        t.you_tint
    } else {
        egui::Color32::TRANSPARENT
    };
    let edge = if chosen || (look.high_contrast && response.hovered()) {
        Stroke::new(if look.high_contrast { 1.5 } else { 1.0 }, t.you_ink)
    } else {
        Stroke::NONE
    };
    let round = CornerRadius::same(radius::SMALL);
    ui.painter()
        .rect(rect, round, fill, edge, StrokeKind::Inside);
    let place = Rect::from_center_size(rect.center(), Vec2::splat((side * 0.7).round()));
    emoji::paint(ui.painter(), emoji, place);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

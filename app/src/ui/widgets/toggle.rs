//! A switch: on or off, at once.

use egui::{
    CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, lerp, pos2, vec2,
};

use super::{button::mix, focus::paint_ring};
use crate::ui::theme::{look, motion};

/// A switch that `label` names. The caller changes the value when it was
/// clicked.
pub fn toggle(ui: &mut Ui, on: bool, label: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let response = ui.allocate_response(vec2(40.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), on, label));
    let way = ui
        .ctx()
        .animate_bool_with_time(response.id, on, look.motion(motion::COLOUR));
    let rect = response.rect;
    let edge = if response.hovered() {
        t.you_ink
    } else {
        t.line_strong
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(12),
        mix(t.surface, t.you, way),
        Stroke::new(1.0, mix(edge, t.you, way)),
        StrokeKind::Inside,
    );
    let knob = pos2(
        lerp(rect.left() + 12.0..=rect.right() - 12.0, way),
        rect.center().y,
    );
    ui.painter().circle_filled(
        knob,
        lerp(7.0..=8.0, way),
        mix(t.line_strong, t.on_fill, way),
    );
    paint_ring(ui.painter(), &response, rect, 12, &look);
    response
}

//! A few choices side by side, of which one is made.

use egui::{CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{focus::paint_ring, row, text};
use crate::ui::theme::{Type, look, radius};

/// As high as a button.
const HEIGHT: f32 = 36.0;

/// Draws them over the width that there is; the number of another one that was
/// pressed.
pub fn segments(ui: &mut Ui, names: &[&str], chosen: usize) -> Option<usize> {
    let look = look(ui.ctx());
    let t = look.tokens;
    let (_, track) = ui.allocate_space(vec2(ui.available_width(), HEIGHT));
    let corner = CornerRadius::same(radius::CONTROL);
    let edge = Stroke::new(1.0, t.line_strong);
    ui.painter()
        .rect(track, corner, t.surface, edge, StrokeKind::Inside);
    let widths = widths(ui, names, track.width());
    let mut pressed = None;
    let mut left = track.left();
    for (number, (name, width)) in names.iter().zip(widths).enumerate() {
        let part = Rect::from_min_size(pos2(left, track.top()), vec2(width, track.height()));
        left = part.right();
        let part = row::mirrored(track, part);
        let response = ui.interact(part, ui.id().with(("segment", name)), Sense::click());
        let is_chosen = number == chosen;
        response
            .widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, *name));
        let (fill, ink, kind) = if is_chosen {
            (t.you_tint, t.you_ink, Type::Strong)
        } else if response.hovered() {
            (t.you_tint.gamma_multiply(0.5), t.ink, Type::Body)
        } else {
            (egui::Color32::TRANSPARENT, t.ink, Type::Body)
        };
        let edge = if is_chosen {
            Stroke::new(if look.high_contrast { 2.0 } else { 1.0 }, t.you_ink)
        } else {
            Stroke::NONE
        };
        ui.painter()
            .rect(part, corner, fill, edge, StrokeKind::Inside);
        let galley = text::galley(ui, *name, kind, ink);
        let at = part.center() - vec2(galley.size().x / 2.0, kind.line() / 2.0);
        text::paint_galley(ui.painter(), at, galley, kind);
        paint_ring(ui.painter(), &response, part, radius::CONTROL, &look);
        if response.clicked() && !is_chosen {
            pressed = Some(number);
        }
    }
    pressed
}

/// How wide each is: all the same, unless a name needs more than that.
fn widths(ui: &Ui, names: &[&str], track: f32) -> Vec<f32> {
    let same = track / names.len().max(1) as f32;
    let ink = look(ui.ctx()).tokens.ink;
    let needs = |name: &&str| text::galley(ui, *name, Type::Strong, ink).size().x + 16.0;
    let needed: Vec<f32> = names.iter().map(needs).collect();
    if needed.iter().all(|wide| *wide <= same) {
        return vec![same; names.len()];
    }
    let all: f32 = needed.iter().sum();
    needed.into_iter().map(|wide| wide * track / all).collect()
}

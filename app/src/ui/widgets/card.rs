//! A card: a surface with a line around it and no shadow.

use egui::{CornerRadius, Frame, InnerResponse, Margin, Stroke, Ui};

use crate::ui::theme::{look, radius};

/// Draws a card as wide as there is room, with `padding` around what is in it.
pub fn card<R>(ui: &mut Ui, padding: i8, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = look(ui.ctx()).tokens;
    Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(padding))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
}

//! The ring around what has the keyboard.

use egui::{CornerRadius, Painter, Rect, Response, Stroke, StrokeKind};

use crate::ui::theme::Look;

/// Draws the focus ring around `rect` when `response` has the keyboard and a
/// key was used last.
pub fn paint_ring(painter: &Painter, response: &Response, rect: Rect, radius: u8, look: &Look) {
    if !response.has_focus() || !look.keys_last {
        return;
    }
    painter.rect_stroke(
        rect.expand(3.0),
        CornerRadius::same(radius + 3),
        Stroke::new(2.0, look.tokens.focus),
        StrokeKind::Middle,
    );
}

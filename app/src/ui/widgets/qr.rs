//! A QR code, drawn as squares of whole pixels: dark on white in every theme,
//! since that is what cameras read.

use egui::{
    Color32, Mesh, Rect, Response, Sense, Shape, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use fast_qr::{ECL, QRBuilder};

use crate::ui::theme::LIGHT;

/// Light modules around the code, so that a camera finds it.
const QUIET: usize = 4;

/// A text as a pattern of squares.
#[derive(Clone, Debug)]
pub struct QrCode {
    side: usize,
    dark: Vec<bool>,
}

impl QrCode {
    /// The pattern of `text`; `None` when it is too long for one.
    pub fn new(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
        let dark = code.data.iter().take(code.size * code.size);
        Some(Self {
            side: code.size,
            dark: dark.map(|module| module.value()).collect(),
        })
    }

    /// Draws it on white, as large as fits into a square of `side` points.
    pub fn ui(&self, ui: &mut Ui, side: f32, label: &str) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, label));
        ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
        let scale = ui.pixels_per_point();
        let pixels = (side * scale / (self.side + 2 * QUIET) as f32).floor();
        let module = pixels.max(1.0) / scale;
        let free = (side - module * self.side as f32) / 2.0;
        let snap = |v: f32| (v * scale).round() / scale;
        let origin = pos2(snap(rect.left() + free), snap(rect.top() + free));
        let mut mesh = Mesh::default();
        for (i, _) in self.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (x, y) = ((i % self.side) as f32, (i / self.side) as f32);
            let min = origin + vec2(x, y) * module;
            mesh.add_colored_rect(Rect::from_min_size(min, Vec2::splat(module)), LIGHT.ink);
        }
        ui.painter().add(Shape::mesh(mesh));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes() {
        let code = QrCode::new("tincan://join/x").unwrap();
        let at = |x: usize, y: usize| code.dark[y * code.side + x];
        let last = code.side - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last)] {
            assert!(at(x, y));
        }
        assert!(!at(last - 7, 0), "the eye ends");
    }

    #[test]
    fn too_long_a_text_is_no_code() {
        assert!(QrCode::new(&"x".repeat(2048)).is_some());
        assert!(QrCode::new(&"x".repeat(10_000)).is_none());
    }
}

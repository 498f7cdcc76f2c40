//! A QR code, drawn as squares of whole pixels: dark on white in every theme,
//! since that is what cameras read.

use egui::{Mesh, Rect, Response, Sense, Shape, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2};
use fast_qr::{ECL, QRBuilder};

use crate::ui::theme::LIGHT;

/// Light modules around the code, so that a camera finds it.
const QUIET: usize = 4;
/// Widest side, in points.
const MOST: f32 = 260.0;

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

    /// How wide it is with the light around it, in points: modules are whole
    /// pixels, as large as there is room.
    pub fn side(&self, scale: f32) -> f32 {
        self.module(scale) * (self.side + 2 * QUIET) as f32
    }

    fn module(&self, scale: f32) -> f32 {
        let pixels = (MOST * scale / (self.side + 2 * QUIET) as f32).floor();
        pixels.max(1.0) / scale
    }

    /// Draws it on white, which the caller has painted at `rect`.
    pub fn ui(&self, ui: &Ui, rect: Rect, label: &str) -> Response {
        let response = ui.interact(rect, ui.id().with("qr"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, label));
        let scale = ui.pixels_per_point();
        let module = self.module(scale);
        let snap = |v: f32| (v * scale).round() / scale;
        let quiet = QUIET as f32 * module;
        let origin = pos2(snap(rect.left() + quiet), snap(rect.top() + quiet));
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

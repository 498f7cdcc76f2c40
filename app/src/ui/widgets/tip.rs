//! What is said while the pointer rests on something.

use egui::{Response, Widget};

use super::Text;
use crate::ui::theme::Type;

/// As wide as one gets.
const WIDTH: f32 = 320.0;

/// Shows `text` beside what the pointer rests on.
pub fn tip(response: Response, text: &str) -> Response {
    response.on_hover_ui(|ui| {
        ui.set_max_width(WIDTH);
        Text::new(text, Type::Body).ui(ui);
    })
}

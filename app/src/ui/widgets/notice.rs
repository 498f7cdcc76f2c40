//! A sentence or two that a person should see now, with at most one thing to do
//! about it.

use egui::{CornerRadius, Frame, Layout, Margin, Ui, UiBuilder, Vec2, Widget, pos2, vec2};

use super::{
    button::{Button, Size},
    chip::Tone,
    row,
    text::Text,
};
use crate::ui::{
    icons::{self, Icon},
    theme::{Type, look, radius},
    words::Language,
};

/// What a notice says.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// What it means.
    pub tone: Tone,
    /// At most two sentences; parts between `*` are strong.
    pub text: &'a str,
    /// What its button says.
    pub action: Option<&'a str>,
    /// Roomier, as on a page of its own.
    pub large: bool,
}

impl<'a> Notice<'a> {
    /// A notice without anything to do.
    pub fn new(tone: Tone, text: &'a str) -> Self {
        Self {
            tone,
            text,
            action: None,
            large: false,
        }
    }

    /// With a button.
    pub fn action(self, action: &'a str) -> Self {
        Self {
            action: Some(action),
            ..self
        }
    }

    /// Roomier.
    pub fn large(self) -> Self {
        Self {
            large: true,
            ..self
        }
    }
}

/// Draws a notice as wide as there is room; whether its button was pressed.
pub fn notice(ui: &mut Ui, notice: Notice<'_>) -> bool {
    let look = look(ui.ctx());
    let (fill, ink) = notice.tone.colors(&look);
    let icon = match notice.tone {
        Tone::You => Icon::Info,
        Tone::Them | Tone::Danger => Icon::Alert,
        Tone::Ok => Icon::Check,
    };
    let (side, indent, vertical) = if notice.large {
        (20, 52.0, 14)
    } else {
        (12, 38.0, 8)
    };
    let frame = Frame::new()
        .fill(fill)
        .stroke(notice.tone.edge(&look))
        .corner_radius(CornerRadius::same(radius::LARGE))
        .inner_margin(Margin::symmetric(side, vertical));
    let mut pressed = false;
    frame.show(ui, |ui| {
        let whole = ui.available_rect_before_wrap();
        let button = notice.action.map(|action| {
            let size = if notice.large {
                Size::Normal
            } else {
                Size::Small
            };
            Button::quiet(action).size(size)
        });
        let reserved = notice.action.map_or(0.0, |_| 96.0);
        let left = whole.left() - f32::from(side) + indent;
        let column = egui::Rect::from_min_max(
            pos2(left, whole.top()),
            pos2(whole.right() - reserved, whole.bottom()),
        );
        let outer = whole.expand2(vec2(f32::from(side), 0.0));
        let column = row::mirrored(outer, column);
        let text = ui
            .scope_builder(UiBuilder::new().max_rect(column), |ui| {
                Text::marked(notice.text, Type::Body, look.tokens.ink, look.tokens.ink).ui(ui)
            })
            .inner;
        let middle = text.rect.center().y;
        ui.expand_to_include_x(whole.left());
        ui.expand_to_include_x(whole.right());
        let (before, size) = if notice.large {
            (22.0, 20.0)
        } else {
            (18.0, 17.0)
        };
        let mark = egui::Rect::from_center_size(pos2(left - before, middle), Vec2::splat(size));
        let mark = row::mirrored(outer, mark).center();
        icons::paint(ui.painter(), icon, mark, size, ink);
        if let Some(button) = button {
            let beside = row::mirrored(outer, text.rect).right();
            let end = egui::Rect::from_min_max(
                pos2(beside, middle - 18.0),
                pos2(whole.right() + 4.0, middle + 18.0),
            );
            let layout = if Language::spoken().is_rtl() {
                Layout::left_to_right(egui::Align::Center)
            } else {
                Layout::right_to_left(egui::Align::Center)
            };
            // Beside the text, and never a reason for the notice to grow.
            let mut side = ui.new_child(
                UiBuilder::new()
                    .max_rect(row::mirrored(outer, end))
                    .layout(layout),
            );
            pressed = side.add(button).clicked();
        }
    });
    ui.allocate_space(vec2(0.0, 0.0));
    pressed
}

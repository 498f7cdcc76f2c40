//! A word at the lower edge for four seconds, for what went well.

use egui::{Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, Widget, vec2};

use super::text::Text;
use crate::ui::theme::{Type, look, radius};

const SHOWN_S: f64 = 4.0;

/// The toast that is shown, if any.
#[derive(Debug, Default)]
pub struct Toasts {
    text: Option<(&'static str, f64)>,
}

impl Toasts {
    /// Shows `text` from now on, in place of what was there.
    pub fn show(&mut self, ctx: &Context, text: &'static str) {
        self.text = Some((text, ctx.input(|input| input.time)));
    }

    /// Draws it for as long as it lasts.
    pub fn ui(&mut self, ctx: &Context) {
        let Some((text, since)) = self.text else {
            return;
        };
        let left = since + SHOWN_S - ctx.input(|input| input.time);
        if left <= 0.0 {
            self.text = None;
            return;
        }
        ctx.request_repaint_after_secs(left as f32);
        let t = look(ctx).tokens;
        Area::new(Id::new("toast"))
            .order(Order::Tooltip)
            .interactable(false)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -24.0))
            .show(ctx, |ui| {
                Frame::new()
                    .fill(t.ink)
                    .corner_radius(CornerRadius::same(radius::SMALL))
                    .inner_margin(Margin::symmetric(10, 6))
                    .show(ui, |ui| {
                        let words = Text::colored(text, Type::Small, t.canvas).ui(ui);
                        ui.ctx().accesskit_node_builder(words.id, |node| {
                            node.set_live(egui::accesskit::Live::Polite);
                        });
                    });
            });
    }
}

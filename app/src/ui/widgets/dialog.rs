//! A dialog: a question or an explanation, over everything else.

use egui::{
    Context, CornerRadius, Frame, Id, Margin, Modal, Response, ScrollArea, Stroke, Ui, Widget,
    WidgetInfo, WidgetType,
};

use super::{row, text::Text};
use crate::ui::theme::{Type, look, radius};

/// A window of this height holds every dialog; in a lower one they scroll.
const ROOMY: f32 = 700.0;

/// Draws a dialog called `title` while it is open. The second part of the
/// answer says that it was sent away by Escape or a click beside it.
pub fn dialog<R>(
    ctx: &Context,
    title: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    let look = look(ctx);
    let t = look.tokens;
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(20));
    let room = ctx.content_rect().width() - 72.0;
    let modal = Modal::new(Id::new("dialog").with(title))
        .backdrop_color(t.scrim.gamma_multiply(0.72))
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(width.min(room));
            ui.spacing_mut().item_spacing.y = 8.0;
            let add = |ui: &mut Ui| {
                Text::new(title, Type::Heading).ui(ui);
                add(ui)
            };
            let window = ctx.content_rect().height();
            if window >= ROOMY {
                return ui.with_layout(row::column(), add).inner;
            }
            ScrollArea::vertical()
                .max_height(window - 72.0)
                .show(ui, |ui| ui.with_layout(row::column(), add).inner)
                .inner
        });
    is_dialog(&modal.response, title);
    let away = modal.should_close();
    (modal.inner, away)
}

/// Says to those who read the screen aloud that this is a dialog called `title`.
pub fn is_dialog(response: &Response, title: &str) {
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Window, true, title));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Dialog);
        node.set_modal();
    });
}

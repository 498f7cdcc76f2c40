//! A dialog: a question or an explanation, over everything else.

use egui::{
    Context, CornerRadius, Frame, Id, Margin, Modal, Response, ScrollArea, Stroke, Ui, Widget,
    WidgetInfo, WidgetType,
};

use super::{focus::scroll_by_pages, row, text::Text};
use crate::ui::theme::{Type, look, radius};

/// Between a dialog and the edges of the window, on both sides together.
const AROUND: f32 = 32.0;
/// Of its frame, above and below together.
const FRAME: f32 = 40.0;
/// Between its parts.
const BETWEEN: f32 = 8.0;
/// Of what stands below, until that was seen.
const FOOT: f32 = 36.0;
/// In the lowest window there is still so much to see.
const LEAST: f32 = 64.0;

/// Draws a dialog called `title` while it is open: what `body` says, which scrolls
/// where the window is low, and below it, always in sight, the ways out that `foot`
/// draws with what `body` knows. The second part of the answer says that it was
/// sent away by Escape or a click beside it.
pub fn dialog<B, R>(
    ctx: &Context,
    title: &str,
    width: f32,
    body: impl FnOnce(&mut Ui) -> B,
    foot: impl FnOnce(&mut Ui, B) -> R,
) -> (R, bool) {
    let look = look(ctx);
    let t = look.tokens;
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(20));
    let window = ctx.content_rect().size();
    let id = Id::new("dialog").with(title);
    let foot_high = ctx.data(|data| data.get_temp(id)).unwrap_or(FOOT);
    let high = window.y - AROUND - FRAME - foot_high - 2.0 * BETWEEN;
    let modal = Modal::new(id)
        .backdrop_color(t.scrim.gamma_multiply(0.72))
        .frame(frame)
        .show(ctx, |ui| {
            draw_in_place(ui);
            ui.set_width(width.min(window.x - AROUND - FRAME));
            // Not what it had in the last frame.
            ui.set_max_height(window.y - AROUND - FRAME);
            ui.spacing_mut().item_spacing.y = BETWEEN;
            let known = ScrollArea::vertical()
                .max_height(high.max(LEAST))
                .show(ui, |ui| {
                    scroll_by_pages(ui);
                    let add = |ui: &mut Ui| {
                        Text::new(title, Type::Heading).ui(ui);
                        body(ui)
                    };
                    ui.with_layout(row::column(), add).inner
                })
                .inner;
            ui.add_space(BETWEEN / 2.0);
            let foot = ui.with_layout(row::column(), |ui| foot(ui, known));
            let high = foot.response.rect.height() + BETWEEN / 2.0;
            ctx.data_mut(|data| data.insert_temp(id, high));
            foot.inner
        });
    is_dialog(&modal.response, title);
    let away = modal.should_close();
    (modal.inner, away)
}

/// Has what is centred drawn once more at once when it is drawn for the first time:
/// how large it is, and so where it is, is known only then, and for as long as a frame
/// takes it would be told to be where it is not.
pub fn draw_in_place(ui: &Ui) {
    if ui.is_sizing_pass() {
        ui.ctx().request_discard("its size is known now");
    }
}

/// Says to those who read the screen aloud that this is a dialog called `title`.
pub fn is_dialog(response: &Response, title: &str) {
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Window, true, title));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Dialog);
        node.set_modal();
    });
}

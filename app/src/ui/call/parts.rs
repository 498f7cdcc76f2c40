//! What the pages of a call are made of: pictures, and words on a surface of
//! their own.

use egui::{
    Align2, Color32, Context, CornerRadius, Id, Rect, Sense, Stroke, TextureId, Ui, Vec2,
    WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_media::engine::Quality;

use crate::ui::{
    icons::Icon,
    theme::{Look, Type, look, radius},
    widgets,
};

/// From the window's edge to what lies over a picture.
pub(super) const EDGE: f32 = 16.0;

/// How a picture is put into a place of another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// All of it.
    Whole,
    /// As much as fills the place.
    Filling { mirrored: bool },
}

/// A picture in `area`, with round corners.
pub(super) fn picture(
    ui: &Ui,
    area: Rect,
    corner: u8,
    (id, size): (TextureId, Vec2),
    shape: Shape,
) {
    let scales = area.size() / size;
    let corner = CornerRadius::same(corner);
    let Shape::Filling { mirrored } = shape else {
        let shown = Rect::from_center_size(area.center(), size * scales.min_elem());
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let filled = egui::epaint::RectShape::filled(shown, corner, Color32::WHITE);
        ui.painter().add(filled.with_texture(id, whole));
        return;
    };
    let part = scales / scales.max_elem();
    let cut = (vec2(1.0, 1.0) - part) / 2.0;
    let (left, right) = match mirrored {
        true => (1.0 - cut.x, cut.x),
        false => (cut.x, 1.0 - cut.x),
    };
    let part = Rect::from_min_max(pos2(left, cut.y), pos2(right, 1.0 - cut.y));
    let filled = egui::epaint::RectShape::filled(area, corner, Color32::WHITE);
    ui.painter().add(filled.with_texture(id, part));
}

/// A surface for what lies over a picture.
pub(super) fn surface(ui: &Ui, rect: Rect) {
    let t = look(ui.ctx()).tokens;
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::LARGE),
        t.surface,
        Stroke::new(1.0, t.line),
        egui::StrokeKind::Inside,
    );
}

/// Words on a surface of their own; where they are.
pub(super) fn label(ui: &Ui, anchor: Align2, at: egui::Pos2, words: &str, ink: Color32) -> Rect {
    let small = anchor == Align2::LEFT_BOTTOM;
    let (kind, padding) = match small {
        true => (Type::SmallStrong, vec2(8.0, 3.0)),
        false => (Type::Strong, vec2(14.0, 12.0)),
    };
    let galley = widgets::galley(ui, words, kind, ink);
    let rect = anchor.anchor_size(at, galley.size() + 2.0 * padding);
    surface(ui, rect);
    widgets::paint_galley(ui.painter(), rect.min + padding, galley, kind);
    said(ui, rect, words);
    rect
}

/// Words that were painted at `rect`, for those who do not see them.
pub(super) fn said(ui: &Ui, rect: Rect, words: &str) {
    let id = ui.id().with(("said", rect.min.x as i32, rect.min.y as i32));
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
}

/// How the line is, besides the word: a sign and its colour.
pub(super) fn sign(quality: Option<Quality>, look: &Look) -> (Icon, Color32) {
    let t = look.tokens;
    match quality {
        Some(Quality::Clear) => (Icon::Check, t.ok),
        Some(Quality::Good) => (Icon::Check, t.ink),
        Some(Quality::Rough | Quality::SoundOnly) => (Icon::Alert, t.them_ink),
        None => (Icon::Refresh, t.them_ink),
    }
}

/// A strip below what is at the top.
pub(super) fn strip(
    ctx: &Context,
    name: &str,
    (side, at): (Align2, Vec2),
    add: impl FnOnce(&mut Ui),
) {
    let t = look(ctx).tokens;
    egui::Area::new(Id::new(name))
        .anchor(side, at)
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(t.raised)
                .stroke(Stroke::new(1.0, t.line))
                .corner_radius(CornerRadius::same(radius::LARGE))
                .inner_margin(8)
                .show(ui, |ui| ui.horizontal(add));
        });
}

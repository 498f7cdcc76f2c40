//! Files that are held above the conversation, and those that are let go.

use egui::{
    Align2, CornerRadius, Id, LayerId, Order, Rangef, Rect, Sense, Shape, Stroke, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use crate::ui::{
    action::{Action, Actions},
    handing::{Hand, Handing},
    icons::{self, Icon},
    rich,
    theme::{Type, look, radius, space},
    widgets,
    words::handover,
};

/// Shows where they can be dropped, and takes those that are.
pub(super) fn ui(
    ui: &Ui,
    list: Rect,
    column: Rangef,
    handing: &mut Handing,
    actions: &mut Actions,
) {
    let (hovered, dropped) = ui.input(|input| {
        let hovered = input.raw.hovered_files.iter();
        let dropped = input.raw.dropped_files.iter();
        (
            hovered.filter_map(|file| file.path.clone()).collect(),
            dropped.filter_map(|file| file.path.clone()).collect(),
        )
    });
    let dropped: Vec<std::path::PathBuf> = dropped;
    handing.hover(ui.ctx(), hovered);
    if !dropped.is_empty() {
        actions.push(Action::Hand(Hand::Send(dropped)));
    }
    if !handing.hovered.any() {
        return;
    }
    let count = handing.hovered.count.as_ref().map(handover::count);
    let area = Rect::from_min_max(
        pos2(column.min, list.top() + space::L),
        pos2(column.max, list.bottom() - space::S),
    );
    target(ui, area, count.unwrap_or_default());
}

fn target(ui: &Ui, area: Rect, count: String) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let layer = LayerId::new(Order::Foreground, Id::new("drop"));
    let painter = ui.ctx().layer_painter(layer);
    painter.rect_filled(area, CornerRadius::same(radius::CARD), t.you_tint);
    let stroke = Stroke::new(2.0, t.you_ink);
    painter.extend(dashed(area.shrink(1.0), stroke));
    let middle = area.center();
    icons::paint(
        &painter,
        Icon::Download,
        middle - vec2(0.0, 36.0),
        28.0,
        t.you_ink,
    );
    for (words, kind, ink, down) in [
        (handover::drop().to_owned(), Type::Heading, t.ink, -12.0),
        (count, Type::Small, t.ink_2, 20.0),
    ] {
        let galley = rich::layout(&painter, kind.job(words.as_str(), ink, f32::INFINITY));
        let at = middle + vec2(0.0, down);
        let rect = Align2::CENTER_TOP.anchor_size(at, galley.size());
        widgets::paint_galley(&painter, rect.min, galley, kind);
        let response = ui.interact(rect, Id::new(("drop", kind)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &words));
    }
}

/// A dashed line around `area`, round at its corners.
fn dashed(area: Rect, stroke: Stroke) -> Vec<Shape> {
    const STEPS: usize = 8;
    let round = f32::from(radius::CARD);
    let inner = area.shrink(round);
    let mut points = Vec::with_capacity(4 * (STEPS + 1) + 1);
    let corners = [
        (inner.right_top(), -90.0_f32),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), 90.0),
        (inner.left_top(), 180.0),
    ];
    for (center, from) in corners {
        for step in 0..=STEPS {
            let angle = (from + 90.0 * step as f32 / STEPS as f32).to_radians();
            points.push(center + round * vec2(angle.cos(), angle.sin()));
        }
    }
    points.extend(points.first().copied());
    Shape::dashed_line(&points, stroke, 7.0, 5.0)
}

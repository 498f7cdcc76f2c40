//! Oneself in a corner of a call, who can be pulled to another one.

use egui::{
    Align2, Context, CornerRadius, Id, Key, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::{
    bar,
    canvas::Whose,
    parts::{EDGE, Shape, label, picture},
    telephone::Telephone,
};
use crate::ui::{
    theme::{look, radius},
    widgets,
    words::{Language, call},
};

/// One's own picture.
const SIZE: Vec2 = vec2(216.0, 138.0);
/// In a narrow window.
const SMALL: Vec2 = vec2(128.0, 82.0);
/// A window narrower than this is narrow.
const NARROW: f32 = 560.0;

/// Where one's own picture is; at first where lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corner {
    right: bool,
    bottom: bool,
}

impl Default for Corner {
    fn default() -> Self {
        Self {
            right: !Language::spoken().is_rtl(),
            bottom: true,
        }
    }
}

impl Corner {
    /// The corner that a point is nearest to.
    fn of(area: Rect, at: egui::Pos2) -> Self {
        Self {
            right: at.x > area.center().x,
            bottom: at.y > area.center().y,
        }
    }

    fn place(self, area: Rect) -> Rect {
        let narrow = area.width() < NARROW;
        let size = if narrow { SMALL } else { SIZE };
        let x = match self.right {
            true => area.right() - EDGE - size.x,
            false => area.left() + EDGE,
        };
        // Clear of what is at the top and at the bottom.
        let top = if narrow { 108.0 } else { 60.0 };
        let y = match self.bottom {
            true => area.bottom() - EDGE - bar::HEIGHT - 24.0 - size.y,
            false => area.top() + EDGE + top,
        };
        Rect::from_min_size(pos2(x, y), size)
    }

    /// How much of the window's lower end it takes, with what is below it.
    pub(super) fn below(self, area: Rect) -> f32 {
        match self.bottom {
            true => area.bottom() - self.place(area).top(),
            false => 0.0,
        }
    }

    /// Where the arrow keys that are pressed send it.
    fn sent(self, ctx: &Context) -> Self {
        let pressed = |key| ctx.input(|input| input.key_pressed(key));
        Self {
            right: (self.right && !pressed(Key::ArrowLeft)) || pressed(Key::ArrowRight),
            bottom: (self.bottom && !pressed(Key::ArrowUp)) || pressed(Key::ArrowDown),
        }
    }
}

impl Telephone {
    /// Draws what the other sees of oneself.
    pub(super) fn own(&mut self, ui: &Ui, area: Rect) {
        let look = look(ui.ctx());
        let t = look.tokens;
        let screen = self.chosen.switches.screen;
        let words = match screen {
            true if self.shares_window() => call::your_window(),
            true => call::your_screen(),
            false => call::you(),
        };
        let place = self.corner.place(area);
        let id = ui.id().with("own picture");
        let response = ui.interact(place, id, Sense::drag() | Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, words));
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let filter = egui::EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    ..egui::EventFilter::default()
                };
                memory.set_focus_lock_filter(id, filter);
            });
            self.corner = self.corner.sent(ui.ctx());
        }
        let moved = match response.dragged() || response.drag_stopped() {
            true => pull(ui.ctx(), id, response.drag_delta(), response.drag_started()),
            false => Vec2::ZERO,
        };
        let shown = place.translate(moved);
        if response.drag_stopped() {
            self.corner = Corner::of(area, shown.center());
        }
        let corner = CornerRadius::same(radius::LARGE);
        ui.painter().rect_filled(shown, corner, t.sunken);
        let mirrored = self.kept.mirror;
        let texture = self
            .canvas()
            .and_then(|canvas| canvas.texture(ui.ctx(), Whose::Own))
            .map(|texture| (texture.id(), texture.size_vec2()));
        if let Some((id, size)) = texture {
            // Letters that are mirrored cannot be read.
            let shape = match screen {
                true => Shape::Whole,
                false => Shape::Filling { mirrored },
            };
            picture(ui, shown, radius::LARGE, (id, size), shape);
        }
        let edge = Stroke::new(3.0, t.surface);
        ui.painter()
            .rect_stroke(shown, corner, edge, StrokeKind::Inside);
        let at = shown.left_bottom() + vec2(8.0, -8.0);
        label(ui, Align2::LEFT_BOTTOM, at, words, t.ink);
        widgets::paint_ring(ui.painter(), &response, shown, radius::LARGE, &look);
    }
}

/// How far one's picture has been pulled.
fn pull(ctx: &Context, id: Id, delta: Vec2, begun: bool) -> Vec2 {
    ctx.data_mut(|data| {
        let pulled = data.get_temp_mut_or_default::<Vec2>(id);
        if begun {
            *pulled = Vec2::ZERO;
        }
        *pulled += delta;
        *pulled
    })
}

//! Oneself in a corner of a call, who can be pulled to another one.

use egui::{
    Align2, Context, CornerRadius, Id, Key, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    WidgetType, vec2,
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
/// Where a window is narrow, without its edges.
const NARROW: f32 = 560.0 - 2.0 * EDGE;
/// A lower one would show nothing.
const LEAST: f32 = 40.0;

/// How large it is where so much is free.
fn size(free: Rect) -> Vec2 {
    if free.width() < NARROW { SMALL } else { SIZE }
}

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

    /// Where it is in what is `free` of a window, unless there is no room.
    fn place(self, free: Rect) -> Option<Rect> {
        let whole = size(free);
        let size = whole * (free.height() / whole.y).min(1.0);
        let align = match (self.right, self.bottom) {
            (true, true) => Align2::RIGHT_BOTTOM,
            (true, false) => Align2::RIGHT_TOP,
            (false, true) => Align2::LEFT_BOTTOM,
            (false, false) => Align2::LEFT_TOP,
        };
        (size.y >= LEAST).then(|| align.align_size_within_rect(size, free))
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
    /// What of the window is clear of what is at the top, at the bottom, and of
    /// `complaint` where that is in the way.
    fn free(&self, area: Rect, seen: bool, complaint: Option<Rect>) -> Rect {
        let top = self.lowest_at_top(area, seen);
        let bottom = EDGE + bar::HEIGHT;
        let gap = match area.height() - top - bottom < 2.0 * SMALL.y {
            true => 8.0,
            false => EDGE,
        };
        let mut free = area.shrink2(vec2(EDGE, 0.0));
        free.min.y += top + gap;
        free.max.y -= bottom + gap;
        let wide = size(free).x;
        let above = complaint.filter(|rect| match self.corner.right {
            true => rect.right() > free.right() - wide,
            false => rect.left() < free.left() + wide,
        });
        if let Some(complaint) = above {
            free.max.y = free.max.y.min(complaint.top() - gap);
        }
        free
    }

    /// How much of the window's lower end one's own picture takes, with what is below
    /// it.
    pub(super) fn own_below(&self, area: Rect, seen: bool, complaint: Option<Rect>) -> f32 {
        let place = self.corner.place(self.free(area, seen, complaint));
        match place.filter(|_| self.corner.bottom) {
            Some(place) => area.bottom() - place.top(),
            None => 0.0,
        }
    }

    /// Draws what the other sees of oneself.
    pub(super) fn own(&mut self, ui: &Ui, area: Rect, seen: bool, complaint: Option<Rect>) {
        let Some(place) = self.corner.place(self.free(area, seen, complaint)) else {
            return;
        };
        let look = look(ui.ctx());
        let t = look.tokens;
        let screen = self.chosen.switches.screen;
        let words = match screen {
            true if self.shares_window() => call::your_window(),
            true => call::your_screen(),
            false => call::you(),
        };
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

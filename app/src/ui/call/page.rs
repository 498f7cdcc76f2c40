//! A call that takes the window: their picture, or the two cans; oneself in a
//! corner; and what can be pressed.

use egui::{
    Align2, Color32, Context, CornerRadius, Id, Rect, Sense, Stroke, StrokeKind, TextureId, Ui,
    Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_media::engine::Quality;
use tincan_net::{CallState, DisplayName, PathKind, UnixMillis};

use super::{
    bar,
    canvas::Whose as Picture,
    incoming, numbers,
    telephone::{Press, Telephone},
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        cans::{Can, Whose},
        icons::Icon,
        theme::{Look, Type, look, radius},
        widgets::{self, Button, icon_button},
        words::{self, call, path},
    },
};

/// One's own picture.
const SELF: Vec2 = vec2(216.0, 138.0);
const EDGE: f32 = 16.0;

/// Where one's own picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corner {
    right: bool,
    bottom: bool,
}

impl Default for Corner {
    fn default() -> Self {
        Self {
            right: true,
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
        let x = match self.right {
            true => area.right() - EDGE - SELF.x,
            false => area.left() + EDGE,
        };
        // Clear of what is at the top and at the bottom.
        let y = match self.bottom {
            true => area.bottom() - EDGE - bar::HEIGHT - 24.0 - SELF.y,
            false => area.top() + EDGE + 60.0,
        };
        Rect::from_min_size(pos2(x, y), SELF)
    }
}

impl Telephone {
    /// Draws the call as it takes the window.
    pub(crate) fn page(
        &mut self,
        ui: &mut Ui,
        room: &Room,
        now: UnixMillis,
        actions: &mut Actions,
    ) {
        let (Some(call), Some(peer)) = (self.call(), room.peer()) else {
            return;
        };
        let area = ui.available_rect_before_wrap();
        let look = look(ui.ctx());
        let shown = self
            .canvas()
            .and_then(|canvas| canvas.texture(ui.ctx(), Picture::Peer))
            .map(|texture| (texture.id(), texture.size_vec2()));
        match shown.filter(|_| call.theirs.camera || call.theirs.screen) {
            Some((id, size)) => {
                ui.painter().rect_filled(area, 0.0, Color32::BLACK);
                picture(ui, area, id, size, false);
            }
            None => self.cans(ui, area, room, peer, &look),
        }
        self.top(ui, area, room, peer, now, actions);
        if call.ours.camera {
            self.own(ui, area);
        }
        bar::ui(ui, area.center_bottom() - vec2(0.0, EDGE), self, actions);
        if self.shows_numbers {
            numbers::ui(ui, area, self, room.path.as_ref());
        }
        self.say(ui, area, actions);
        ui.expand_to_include_rect(area);
    }

    /// The big string between the two: it swings with the voice.
    fn cans(&self, ui: &Ui, area: Rect, room: &Room, peer: &DisplayName, look: &Look) {
        let Some(state) = self.call() else { return };
        let width = area.width().min(940.0) - 80.0;
        let size = vec2(104.0, 120.0);
        let letter = words::letter(peer);
        let you = Can::lying(Whose::You, size).text(call::you(), 24.0);
        let them = Can::lying(Whose::Them, size).text(&letter, 34.0);
        let half = (width - you.length()).max(60.0) / 2.0;
        let (left, right) = (
            area.center() - vec2(half, 0.0),
            area.center() + vec2(half, 0.0),
        );
        let muted = !self.chosen.switches.mic;
        let ringing = state.state == CallState::Ringing;
        let swing = match (ringing, muted) {
            (true, _) => 12.0,
            (false, true) => 0.0,
            (false, false) => 46.0 * (self.level() * 3.0).min(1.0),
        };
        let time = ui.input(|input| input.time);
        let beat = match look.motion(1.0) > 0.0 {
            true => (time * 30.0).sin() as f32,
            false => 1.0,
        };
        let dashed = room.path.is_some_and(|path| path.kind == PathKind::Relayed);
        incoming::wave(
            ui,
            you.knot(left),
            them.knot(right),
            swing * beat,
            6.0,
            dashed,
        );
        you.paint(ui.painter(), left, look);
        them.paint(ui.painter(), right, look);
        let t = look.tokens;
        let below = |at: egui::Pos2, line: f32, words: &str, kind: Type, ink: Color32| {
            let galley = widgets::galley(ui, words, kind, ink);
            let at = at + vec2(-galley.size().x / 2.0, 100.0 + line);
            widgets::paint_galley(ui.painter(), at, galley, kind);
        };
        below(left, 0.0, call::you(), Type::Strong, t.ink);
        below(right, 0.0, &words::name(peer), Type::Strong, t.ink);
        if !ringing && !state.theirs.mic {
            below(right, 22.0, call::they_are_muted(), Type::Small, t.ink_2);
        }
    }

    /// Who, for how long and how, and how good it is.
    fn top(
        &self,
        ui: &mut Ui,
        area: Rect,
        room: &Room,
        peer: &DisplayName,
        now: UnixMillis,
        actions: &mut Actions,
    ) {
        let Some((state, since)) = room.call else {
            return;
        };
        let t = look(ui.ctx()).tokens;
        let name = words::name(peer);
        let left = area.left_top() + vec2(EDGE, EDGE);
        label(ui, Align2::LEFT_TOP, left, &name, t.ink);
        let way = path::tag(room.path.as_ref());
        let lasting = call::lasting(now.saturating_sub(since) / 1000);
        let middle = match state.state {
            CallState::Ringing => call::ringing(&name),
            CallState::Reconnecting => path::broken().to_owned(),
            _ => format!("{lasting} · {way}"),
        };
        let center = area.center_top() + vec2(0.0, EDGE);
        label(ui, Align2::CENTER_TOP, center, &middle, t.ink);
        if state.state == CallState::Ringing {
            return;
        }
        let right = area.right_top() + vec2(-EDGE, EDGE);
        let button = Rect::from_min_size(right - vec2(40.0, 0.0), vec2(40.0, 40.0));
        ui.painter()
            .rect_filled(button, CornerRadius::same(radius::LARGE), t.surface);
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(button.shrink(2.0)));
        if icon_button(&mut child, Icon::Expand, call::full_screen(), 36.0, t.ink).clicked() {
            actions.push(Action::Phone(Press::FullScreen));
        }
        let quality = self.quality();
        let ink = match quality {
            Some(Quality::Clear) => t.ok,
            Some(Quality::Good) => t.ink,
            _ => t.them_ink,
        };
        let at = button.left_top() - vec2(8.0, 0.0);
        label(ui, Align2::RIGHT_TOP, at, call::quality(quality), ink);
    }

    /// Oneself, who can be pulled to another corner.
    fn own(&mut self, ui: &Ui, area: Rect) {
        let place = self.corner.place(area);
        let id = ui.id().with("own picture");
        let response = ui.interact(place, id, Sense::drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, call::you()));
        let moved = match response.dragged() || response.drag_stopped() {
            true => pull(ui.ctx(), id, response.drag_delta(), response.drag_started()),
            false => Vec2::ZERO,
        };
        let shown = place.translate(moved);
        if response.drag_stopped() {
            self.corner = Corner::of(area, shown.center());
        }
        let t = look(ui.ctx()).tokens;
        let corner = CornerRadius::same(radius::LARGE);
        ui.painter().rect_filled(shown, corner, t.sunken);
        let texture = self
            .canvas()
            .and_then(|canvas| canvas.texture(ui.ctx(), Picture::Own))
            .map(|texture| (texture.id(), texture.size_vec2()));
        if let Some((id, size)) = texture {
            picture(ui, shown, id, size, true);
        }
        let edge = Stroke::new(3.0, t.surface);
        ui.painter()
            .rect_stroke(shown, corner, edge, StrokeKind::Inside);
        let at = shown.left_bottom() + vec2(8.0, -8.0);
        label(ui, Align2::LEFT_BOTTOM, at, call::you(), t.ink);
    }

    /// What is wrong, in words, above the bar.
    fn say(&self, ui: &mut Ui, area: Rect, actions: &mut Actions) {
        let weak = self.quality() == Some(Quality::SoundOnly);
        let weak = weak.then_some(call::weak());
        let Some(words) = self.complaint.as_deref().or(weak) else {
            return;
        };
        let t = look(ui.ctx()).tokens;
        let at = area.center_bottom() - vec2(0.0, EDGE + bar::HEIGHT + 12.0);
        let place = label(ui, Align2::CENTER_BOTTOM, at, words, t.danger_ink);
        let response = ui.interact(place, ui.id().with("complaint"), Sense::click());
        if response.clicked() {
            actions.push(Action::Phone(Press::Understood));
        }
    }

    /// What is over the conversation: a ring, a look at oneself, or the way back
    /// to the call.
    pub(crate) fn over(&mut self, ctx: &Context, room: &Room, actions: &mut Actions) {
        let Some(peer) = room.peer() else { return };
        if let Some(video) = self.preview {
            return incoming::preview(ctx, self, video, actions);
        }
        match self.call() {
            Some(call) if call.state == CallState::Incoming => {
                incoming::ui(ctx, peer, call.theirs, actions);
            }
            Some(_) if self.chat => back(ctx, actions),
            None if self.complaint.is_some() => self.what_became(ctx, actions),
            _ => {}
        }
    }

    /// Why the last call is over, until that was read.
    fn what_became(&self, ctx: &Context, actions: &mut Actions) {
        let Some(words) = &self.complaint else { return };
        card(ctx, "after call", |ui| {
            ui.label(words.as_str());
            if ui.add(Button::second(call::ok())).clicked() {
                actions.push(Action::Phone(Press::Understood));
            }
        });
    }
}

fn back(ctx: &Context, actions: &mut Actions) {
    card(ctx, "call", |ui| {
        if ui.add(Button::primary(call::back())).clicked() {
            actions.push(Action::Phone(Press::Chat));
        }
        if ui.add(Button::second(call::hang_up())).clicked() {
            actions.push(Action::Phone(Press::HangUp));
        }
    });
}

/// A strip below the header.
fn card(ctx: &Context, name: &str, add: impl FnOnce(&mut Ui)) {
    let t = look(ctx).tokens;
    egui::Area::new(Id::new(name))
        .anchor(Align2::CENTER_TOP, vec2(0.0, 76.0))
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(t.raised)
                .stroke(Stroke::new(1.0, t.line))
                .corner_radius(CornerRadius::same(radius::LARGE))
                .inner_margin(8)
                .show(ui, |ui| ui.horizontal(add));
        });
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

/// A picture in `area`, all of it, or as much as fills it; mirrored for oneself.
pub(super) fn picture(ui: &Ui, area: Rect, id: TextureId, size: Vec2, own: bool) {
    let scales = area.size() / size;
    if !own {
        let shown = Rect::from_center_size(area.center(), size * scales.min_elem());
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(id, shown, whole, Color32::WHITE);
        return;
    }
    let part = scales / scales.max_elem();
    let cut = (vec2(1.0, 1.0) - part) / 2.0;
    let mirrored = Rect::from_min_max(pos2(1.0 - cut.x, cut.y), pos2(cut.x, 1.0 - cut.y));
    ui.painter().image(id, area, mirrored, Color32::WHITE);
}

/// Words on a surface of their own; where they are.
fn label(ui: &Ui, anchor: Align2, at: egui::Pos2, words: &str, ink: Color32) -> Rect {
    let t = look(ui.ctx()).tokens;
    let galley = widgets::galley(ui, words, Type::Strong, ink);
    let small = anchor == Align2::LEFT_BOTTOM;
    let padding = if small {
        vec2(8.0, 3.0)
    } else {
        vec2(14.0, 10.0)
    };
    let rect = anchor.anchor_size(at, galley.size() + 2.0 * padding);
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::LARGE), t.surface);
    widgets::paint_galley(ui.painter(), rect.min + padding, galley, Type::Strong);
    let place = ui.id().with(("label", format!("{anchor:?}")));
    let response = ui.interact(rect, place, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
    rect
}

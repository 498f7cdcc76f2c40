//! A call that takes the window: their picture, or the two cans; oneself in a
//! corner; and what can be pressed.

use egui::{Align2, Color32, Context, Id, Rect, Ui, Vec2, vec2};
use tincan_media::engine::Quality;
use tincan_net::{CallState, UnixMillis};

use super::{
    bar,
    canvas::Whose as Picture,
    incoming, numbers,
    parts::{EDGE, Shape, label, picture, strip},
    press::Press,
    telephone::Telephone,
    voice,
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        screens::room::header_height,
        theme::{Type, look, space},
        widgets::{Button, Notice, Text, Tone, notice, row},
        words::call,
    },
};

/// What is said over a call is no wider than this.
const WIDEST: f32 = 560.0;
/// Where that is.
const COMPLAINT: &str = "complaint";
/// The two cans need so much below the upper end, with what is above them.
const LEAST: f32 = 464.0;

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
        let shown = self
            .canvas()
            .and_then(|canvas| canvas.texture(ui.ctx(), Picture::Peer))
            .map(|texture| (texture.id(), texture.size_vec2()));
        let shown = shown.filter(|_| call.theirs.camera || call.theirs.screen);
        let complaint = self.complaint(ui.ctx());
        match shown {
            Some((id, size)) => {
                ui.painter().rect_filled(area, 0.0, Color32::BLACK);
                let shape = shape(area.size(), size, call.theirs.screen);
                picture(ui, area, 0, (id, size), shape);
            }
            None => {
                // Beside the numbers, where there is room.
                let beside = self.shows_numbers && area.width() > numbers::BESIDE;
                let right = if beside { numbers::WIDTH + EDGE } else { 0.0 };
                let rest = row::mirrored(area, area.with_max_x(area.right() - right));
                let covered = self.covered(area, complaint);
                let low = area.height() < voice::LOW;
                let lowest = match low {
                    true => area.bottom() - covered.max(EDGE + bar::HEIGHT),
                    false => (area.bottom() - covered).max(area.top() + LEAST),
                };
                let rest = rest.with_max_y(lowest.min(area.bottom()));
                let place = voice::Place {
                    area: rest,
                    low,
                    top: self.top_height(area, false),
                };
                self.cans(ui, place, room, peer);
                self.how_it_is(ui, place, room, peer, now, actions);
            }
        }
        let seen = shown.is_some();
        self.top(ui, area, room, peer, (now, seen), actions);
        if call.ours.camera || call.ours.screen {
            self.own(ui, area, seen, complaint);
        }
        let unread = room.conversation.unread();
        let bottom = area.center_bottom() - vec2(0.0, EDGE);
        bar::ui(ui, bottom, self, unread, actions);
        if self.shows_numbers {
            let top = self.top_height(area, seen) + EDGE;
            let above_bar = area.bottom() - bar::HEIGHT - 2.0 * EDGE;
            numbers::ui(
                ui,
                area.with_min_y(area.top() + top).with_max_y(above_bar),
                self,
                room.path.as_ref(),
            );
        }
        self.shared(ui, area, seen, peer, actions);
        self.say(ui, area, actions);
        self.choice(ui.ctx(), actions);
        ui.expand_to_include_rect(area);
    }

    /// How much of the lower end is covered by oneself or by what is wrong: the
    /// two cans with their names are above it.
    fn covered(&self, area: Rect, complaint: Option<Rect>) -> f32 {
        let ours = self.call().map(|call| call.ours);
        let own = ours.is_some_and(|ours| ours.camera || ours.screen);
        let own = match own {
            true => self.own_below(area, false, complaint),
            false => 0.0,
        };
        let complaint = complaint.map_or(0.0, |rect| area.bottom() - rect.top());
        own.max(complaint)
    }

    /// Where it is said what is wrong, as it was in the last frame.
    fn complaint(&self, ctx: &Context) -> Option<Rect> {
        let said = self.complaints.newest().is_some() || self.is_weak();
        let rect = ctx.memory(|memory| memory.area_rect(Id::new(COMPLAINT)));
        rect.filter(|_| said)
    }

    fn is_weak(&self) -> bool {
        self.quality() == Some(Quality::SoundOnly)
    }

    /// What is wrong, in words, above the bar.
    fn say(&self, ui: &mut Ui, area: Rect, actions: &mut Actions) {
        let weak = self.is_weak().then_some(call::weak());
        let Some(words) = self.complaints.newest().or(weak) else {
            if self.waits_for_space() {
                let t = look(ui.ctx()).tokens;
                let above = area.center_bottom() - vec2(0.0, EDGE + bar::HEIGHT + 12.0);
                let words = call::push_to_talk();
                label(ui, Align2::CENTER_BOTTOM, above, words, t.ink);
            }
            return;
        };
        let wide = WIDEST.min(area.width() - 2.0 * EDGE);
        let above = vec2(0.0, -(EDGE + bar::HEIGHT + 12.0));
        let place = egui::Area::new(Id::new(COMPLAINT)).anchor(Align2::CENTER_BOTTOM, above);
        place.show(ui.ctx(), |ui| {
            ui.set_width(wide);
            let said = Notice::new(Tone::Them, words);
            // What is weak passes by itself.
            let said = match self.complaints.newest() {
                Some(_) => said.action(call::ok()),
                None => said,
            };
            if notice(ui, said) {
                actions.push(Action::Phone(Press::Understood));
            }
        });
    }

    /// What is over the conversation: a ring, a look at oneself, or the way back
    /// to the call.
    pub(crate) fn over(&mut self, ctx: &Context, room: &Room, actions: &mut Actions) {
        if let Some(video) = self.preview {
            return incoming::preview(ctx, self, video, actions);
        }
        match self.call() {
            Some(call) if call.state == CallState::Incoming => {
                incoming::ui(ctx, self, room, call.theirs, actions);
            }
            Some(_) if self.chat => self.back(ctx, actions),
            None => self.what_became(ctx, actions),
            _ => {}
        }
    }

    /// Why the last call is over, until that was read.
    fn what_became(&self, ctx: &Context, actions: &mut Actions) {
        let Some(words) = self.complaints.newest() else {
            return;
        };
        strip(ctx, "after call", below_header(ctx), |ui| {
            row::beside(
                ui,
                [
                    &mut |ui| ui.add_space(6.0),
                    &mut |ui| {
                        ui.add(Text::new(words, Type::Body));
                    },
                    &mut |ui| {
                        if ui.add(Button::second(call::ok())).clicked() {
                            actions.push(Action::Phone(Press::Understood));
                        }
                    },
                ],
            );
        });
    }

    /// Over the conversation: the way back to the call, and out of it.
    fn back(&self, ctx: &Context, actions: &mut Actions) {
        let screen = self.call().is_some_and(|call| call.ours.screen);
        strip(ctx, "call", below_header(ctx), |ui| {
            let mut pressed = [false; 3];
            let [back, stop, hang_up] = &mut pressed;
            row::beside(
                ui,
                [
                    &mut |ui| *back = ui.add(Button::primary(call::back())).clicked(),
                    &mut |ui| {
                        *stop = screen && ui.add(Button::second(call::stop_sharing())).clicked();
                    },
                    &mut |ui| *hang_up = ui.add(Button::second(call::hang_up())).clicked(),
                ],
            );
            let presses = [Press::Chat, Press::Screen, Press::HangUp];
            let pressed = presses.into_iter().zip(pressed).filter(|each| each.1);
            actions.extend(pressed.map(|(press, _)| Action::Phone(press)));
        });
    }
}

/// Where a strip is over the conversation.
fn below_header(ctx: &Context) -> (Align2, Vec2) {
    let header = header_height(ctx.content_rect().width());
    (Align2::CENTER_TOP, vec2(0.0, header + space::M))
}

/// Their picture fills the window where little is cut off by that; of a screen
/// all is shown.
fn shape(window: Vec2, picture: Vec2, screen: bool) -> Shape {
    let scales = window / picture;
    let cut = 1.0 - scales.min_elem() / scales.max_elem();
    if screen || cut > 0.2 {
        Shape::Whole
    } else {
        Shape::Filling { mirrored: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_fills_the_window_and_a_screen_is_whole() {
        let (window, wide) = (vec2(1100.0, 720.0), vec2(640.0, 360.0));
        let filling = Shape::Filling { mirrored: false };
        assert_eq!(shape(window, wide, false), filling);
        assert_eq!(shape(window, wide, true), Shape::Whole);
        assert_eq!(shape(vec2(400.0, 720.0), wide, false), Shape::Whole);
    }
}

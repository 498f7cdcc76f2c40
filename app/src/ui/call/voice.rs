//! A call in which nobody is seen: two cans, and a string that swings with
//! whoever speaks.

use egui::{Align, Align2, Color32, Pos2, Rect, Ui, UiBuilder, pos2, text::TextWrapping, vec2};
use tincan_net::{CallState, DisplayName, PathKind, UnixMillis};

use super::{
    incoming::{self, Swing},
    parts::{EDGE, said, sign},
    telephone::Telephone,
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        cans::{Can, Whose},
        icons,
        overlay::Dialog,
        rich,
        theme::{Type, look},
        widgets::{self, Button, row},
        words::{self, call, explain, path},
    },
};

/// Louder than this is speaking.
const SPEAKING: f32 = 0.02;
/// As high as the string swings.
const HIGHEST: f32 = 46.0;
/// In a window that is lower than this all of it moves together.
pub(super) const LOW: f32 = 560.0;
/// What is above the cans then ends so far below where it begins,
const ABOVE: f32 = 68.0;
/// and they take so much with their names, or are left out.
const SMALL: f32 = 146.0;
/// Names are so far from the edges, and from the middle.
const BESIDE: f32 = 8.0;

/// What a voice call has of a window.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) area: Rect,
    /// The window is a low one.
    pub(super) low: bool,
    /// How much of the upper end is taken.
    pub(super) top: f32,
}

impl Place {
    /// How far down the call begins.
    fn title(self) -> f32 {
        let (usual, gap) = if self.low { (64.0, 4.0) } else { (96.0, 12.0) };
        f32::max(usual, self.top + gap)
    }
}

impl Telephone {
    /// The big string between the two.
    pub(super) fn cans(&self, ui: &Ui, place: Place, room: &Room, peer: &DisplayName) {
        let Place { area, low, .. } = place;
        let Some(state) = self.call() else { return };
        let middle = match low {
            true => {
                let above = place.title() + ABOVE;
                let free = area.height() - above - SMALL;
                if free < 0.0 {
                    return;
                }
                area.center_top() + vec2(0.0, above + 36.0 + free / 2.0)
            }
            false => area.center(),
        };
        let look = &look(ui.ctx());
        let t = look.tokens;
        let narrow = area.width() < 560.0;
        let size = if narrow || low {
            vec2(64.0, 72.0)
        } else {
            vec2(104.0, 120.0)
        };
        let width = area.width().min(940.0) - if narrow { 32.0 } else { 80.0 };
        let letter = words::letter(peer);
        let you = Can::lying(Whose::You, size).text(call::you(), size.y * 0.2);
        let them = Can::lying(Whose::Them, size).text(&letter, size.y * 0.28);
        let half = (width - you.length()).max(60.0) / 2.0;
        let [left, right] = [-half, half].map(|x| row::mirrored_point(area, middle + vec2(x, 0.0)));
        let ringing = state.state == CallState::Ringing;
        let live = state.state == CallState::Active;
        // Whoever is muted does not move it, whatever noise there is.
        let level = |on: bool, level: f32| if live && on { level } else { 0.0 };
        let mine = level(self.chosen.switches.mic, self.level());
        let theirs = level(state.theirs.mic, self.heard());
        if live && mine.max(theirs) > 0.0 {
            ui.ctx().request_repaint_after_secs(1.0 / 30.0);
        }
        let time = ui.input(|input| input.time);
        let beat = match look.motion(1.0) > 0.0 {
            true => (time * 30.0).sin() as f32,
            false => 1.0,
        };
        let (loudest, at) = if theirs > mine {
            (theirs, 0.72)
        } else {
            (mine, 0.28)
        };
        let swing = match ringing {
            true => Swing::ringing(ui),
            false => Swing {
                height: beat * HIGHEST * (loudest * 3.0).min(1.0),
                waves: 9.0,
                bulge: Some(at),
            },
        };
        let dashed = room.path.is_some_and(|path| path.kind == PathKind::Relayed);
        let sag = match state.state {
            CallState::Reconnecting => 60.0,
            _ => 0.0,
        };
        let (from, to) = (you.knot(left), them.knot(right));
        incoming::wave(ui, from, to, swing, dashed, sag);
        you.paint(ui.painter(), left, look);
        them.paint(ui.painter(), right, look);
        let gap = size.x / 2.0 + if low { 40.0 } else { 48.0 };
        let below = |at: Pos2, line: f32, words: &str, kind: Type, ink: Color32| {
            let mut job = kind.job(words, ink, f32::INFINITY);
            job.wrap = TextWrapping::truncate_at_width(area.width() / 2.0 - 2.0 * BESIDE);
            let galley = rich::layout(ui.painter(), job);
            let half = galley.size().x / 2.0;
            // Not beyond the edge, however long a name is.
            let middle =
                at.x.clamp(area.left() + BESIDE + half, area.right() - BESIDE - half);
            let at = pos2(middle - half, at.y + gap + line);
            said(ui, Rect::from_min_size(at, galley.size()), words);
            widgets::paint_galley(ui.painter(), at, galley, kind);
        };
        below(left, 0.0, call::you(), Type::Strong, t.ink);
        below(right, 0.0, &words::name(peer), Type::Strong, t.ink);
        let small = |at, words| below(at, 22.0, words, Type::Small, t.ink_2);
        if live && !self.chosen.switches.mic {
            small(left, call::they_are_muted());
        }
        if live && !state.theirs.mic {
            small(right, call::they_are_muted());
        } else if theirs > SPEAKING {
            small(right, call::speaking());
        }
    }

    /// For how long, how good, and how the two are connected, above it.
    pub(super) fn how_it_is(
        &self,
        ui: &mut Ui,
        place: Place,
        room: &Room,
        peer: &DisplayName,
        now: UnixMillis,
        actions: &mut Actions,
    ) {
        let Some((state, since)) = room.call else {
            return;
        };
        let area = place.area;
        let look = look(ui.ctx());
        let t = look.tokens;
        let top = area.center_top() + vec2(0.0, place.title());
        let title = match state.state {
            CallState::Ringing => call::calling(&words::name(peer)),
            _ => call::lasting(now.saturating_sub(since) / 1000),
        };
        let wide = area.width() - 2.0 * EDGE;
        let lay = |kind: Type| {
            let mut job = kind.job(title.as_str(), t.ink, wide);
            job.halign = Align::Center;
            rich::layout(ui.painter(), job)
        };
        let (galley, kind) = match lay(Type::Title) {
            // A third line would be over the cans.
            long if long.galley().rows.len() > 2 => (lay(Type::Heading), Type::Heading),
            title => (title, Type::Title),
        };
        let at = Align2::CENTER_TOP.anchor_size(top, galley.size());
        widgets::paint_galley(ui.painter(), top, galley, kind);
        said(ui, at, &title);
        if state.state == CallState::Ringing {
            return;
        }
        let quality = self.quality();
        let (icon, ink) = sign(quality, &look);
        let words = match quality {
            Some(_) => format!(
                "{} · {}",
                call::quality(quality),
                path::tag(room.path.as_ref())
            ),
            None => path::broken().to_owned(),
        };
        let galley = widgets::galley(ui, words.as_str(), Type::Body, t.ink_2);
        let relayed = room.path.is_some_and(|path| path.kind == PathKind::Relayed);
        let link = Button::quiet(explain::why_relayed());
        let link_width = match relayed && quality.is_some() {
            true => link.natural_width(ui),
            false => 0.0,
        };
        let size = vec2(24.0 + galley.size().x + link_width, Type::Body.line());
        let line = Align2::CENTER_TOP.anchor_size(top + vec2(0.0, 44.0), size);
        let middle = pos2(row::lead(line, 0.0, 18.0) + 9.0, line.center().y);
        icons::paint(ui.painter(), icon, middle, 18.0, ink);
        let at = pos2(row::lead(line, 24.0, galley.size().x), line.top());
        said(ui, Rect::from_min_size(at, galley.size()), &words);
        widgets::paint_galley(ui.painter(), at, galley, Type::Body);
        if link_width > 0.0 {
            let left = row::trail(line, 0.0, link_width);
            let place = Rect::from_min_size(pos2(left, line.top() - 8.0), vec2(link_width, 36.0));
            let mut child = ui.new_child(UiBuilder::new().id_salt("why").max_rect(place));
            if child.add(link).clicked() {
                actions.push(Action::Open(Dialog::WhyRelayed));
            }
        }
    }
}

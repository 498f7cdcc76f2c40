//! At the top of a call: who, how the two are connected, how good it is, and
//! what is shared.

use egui::{Align2, Pos2, Rect, Stroke, Ui, UiBuilder, Vec2, pos2, text::TextWrapping, vec2};
use tincan_media::devices::Shared;
use tincan_net::{CallState, DisplayName, PathKind, UnixMillis};

use super::{
    chooser,
    parts::{EDGE, said, sign, strip, surface},
    press::Press,
    telephone::Telephone,
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        cans::{Can, Whose},
        icons::{self, Icon},
        overlay::Dialog,
        rich,
        string::{Line, SLACK},
        theme::{Type, look},
        widgets::{self, Button, Text, icon_button, row, tag},
        words::{self, Language, call, path, safety},
    },
};

const HEIGHT: f32 = 44.0;
const BUTTON: f32 = 36.0;
/// The string with its tag.
const STRING: f32 = 274.0;
/// In a window narrower than this the string has a row of its own.
const NARROW: f32 = 860.0;
/// In one narrower than this it is not said if they are verified.
const NARROWEST: f32 = 560.0;
/// The longest name.
const NAME: f32 = 190.0;

/// Signs of a window's title.
const TITLE: usize = 20;

/// From one row to the next.
const GAP: f32 = 8.0;
/// What is shared, as a row.
const SHARED: f32 = GAP + 54.0;

/// In a narrow window that is lower than this there is room for one row only: the bar
/// says that something is shared, and the numbers by which way.
const LOW: f32 = 440.0;

fn is_cramped(area: Rect) -> bool {
    area.width() < NARROW && area.height() < LOW
}

/// How high the rows at the top are: the string has its own in a narrow window.
fn rows(area: Rect, seen: bool) -> f32 {
    let second = seen && area.width() < NARROW && !is_cramped(area);
    EDGE + HEIGHT + if second { GAP + HEIGHT } else { 0.0 }
}

impl Telephone {
    /// Draws it; `seen` says that it lies over their picture.
    pub(super) fn top(
        &self,
        ui: &mut Ui,
        area: Rect,
        room: &Room,
        peer: &DisplayName,
        (now, seen): (UnixMillis, bool),
        actions: &mut Actions,
    ) {
        let Some((state, since)) = room.call else {
            return;
        };
        if state.state == CallState::Ringing {
            who(ui, area, area.width() - 2.0 * EDGE, room, peer);
            return;
        }
        let how = self.how(ui, area, seen, actions);
        let beside = area.width() - 2.0 * EDGE - how - GAP;
        let room_for_name = match seen && area.width() >= NARROW {
            true => beside.min((area.width() - STRING) / 2.0 - GAP - EDGE),
            false => beside,
        };
        who(ui, area, room_for_name, room, peer);
        if seen && !is_cramped(area) {
            let line = rows(area, seen) - EDGE - HEIGHT;
            let top = area.center_top() + vec2(0.0, EDGE + line);
            let lasting = call::lasting(now.saturating_sub(since) / 1000);
            let broken = state.state == CallState::Reconnecting;
            let words = match broken {
                true => path::broken().to_owned(),
                false => format!("{lasting} · {}", path::tag(room.path.as_ref())),
            };
            connection(ui, top, room, (broken, &words), actions);
        }
    }

    /// How good it is, and the buttons for numbers and for all of the screen, in the
    /// upper corner where lines end. How wide that is.
    fn how(&self, ui: &mut Ui, area: Rect, seen: bool, actions: &mut Actions) -> f32 {
        let look = look(ui.ctx());
        let t = look.tokens;
        let quality = self.quality();
        let (icon, ink) = sign(quality, &look);
        let words = call::quality(quality);
        let galley = widgets::galley(ui, words, Type::Strong, t.ink);
        let words_width = match seen {
            true => 14.0 + 24.0 + galley.size().x,
            false => 0.0,
        };
        let width = words_width + 2.0 * (BUTTON + 4.0) + 4.0;
        let left = row::trail(area, EDGE, width);
        let bar = Rect::from_min_size(pos2(left, area.top() + EDGE), vec2(width, HEIGHT));
        surface(ui, bar);
        if seen {
            let middle = pos2(row::lead(bar, 14.0, 18.0) + 9.0, bar.center().y);
            icons::paint(ui.painter(), icon, middle, 18.0, ink);
            let at = pos2(
                row::lead(bar, 38.0, galley.size().x),
                bar.center().y - Type::Strong.line() / 2.0,
            );
            said(ui, Rect::from_min_size(at, galley.size()), words);
            widgets::paint_galley(ui.painter(), at, galley, Type::Strong);
        }
        let numbers = if self.shows_numbers { t.you_ink } else { t.ink };
        let buttons = [
            (Icon::Chart, call::numbers(), numbers, Press::Numbers),
            (Icon::Expand, call::full_screen(), t.ink, Press::FullScreen),
        ];
        let mut along = words_width + 4.0;
        for (icon, word, ink, press) in buttons {
            let place = pos2(row::lead(bar, along, BUTTON), bar.top() + 4.0);
            let place = Rect::from_min_size(place, Vec2::splat(BUTTON));
            along += BUTTON + 4.0;
            let builder = UiBuilder::new().max_rect(place).id_salt(word);
            let mut child = ui.new_child(builder);
            if icon_button(&mut child, icon, word, BUTTON, ink).clicked() {
                actions.push(Action::Phone(press));
            }
        }
        width
    }

    /// How high what is at the top is, with what is shared where that has a row of
    /// its own.
    pub(super) fn top_height(&self, area: Rect, seen: bool) -> f32 {
        let shared = area.width() < NARROW && self.says_what_is_shared(area);
        rows(area, seen) + if shared { SHARED } else { 0.0 }
    }

    /// How much of the window's upper end is taken somewhere.
    pub(super) fn lowest_at_top(&self, area: Rect, seen: bool) -> f32 {
        let shared = self.says_what_is_shared(area);
        rows(area, seen) + if shared { SHARED } else { 0.0 }
    }

    fn says_what_is_shared(&self, area: Rect) -> bool {
        self.shares().is_some() && !is_cramped(area)
    }

    /// Whether what we share is one window.
    pub(super) fn shares_window(&self) -> bool {
        matches!(self.chosen.shared, Shared::Window(_))
    }

    /// Whether a screen is shared, and whether it is ours.
    fn shares(&self) -> Option<bool> {
        let call = self.call()?;
        (call.ours.screen || call.theirs.screen).then_some(call.ours.screen)
    }

    /// What is shared, and how to end it.
    pub(super) fn shared(
        &self,
        ui: &Ui,
        area: Rect,
        seen: bool,
        peer: &DisplayName,
        actions: &mut Actions,
    ) {
        let Some(ours) = self.shares().filter(|_| !is_cramped(area)) else {
            return;
        };
        let t = look(ui.ctx()).tokens;
        let at = match area.width() < NARROW {
            true => (Align2::CENTER_TOP, vec2(0.0, rows(area, seen) + GAP)),
            false if Language::spoken().is_rtl() => {
                (Align2::RIGHT_TOP, vec2(-EDGE, rows(area, seen) + GAP))
            }
            false => (Align2::LEFT_TOP, vec2(EDGE, rows(area, seen) + GAP)),
        };
        strip(ui.ctx(), "shared", at, |ui| {
            let words = match ours {
                true if self.shares_window() => {
                    let title = self.title.as_deref();
                    let title = title.map(|title| words::shortened(title, TITLE));
                    call::you_share_window(&chooser::title(title.as_deref()))
                }
                true => call::you_share().to_owned(),
                false => call::they_share(&words::name(peer)),
            };
            row::beside(
                ui,
                [
                    &mut |ui| {
                        let (_, place) = ui.allocate_space(vec2(28.0, 36.0));
                        let middle = place.center();
                        icons::paint(ui.painter(), Icon::Screen, middle, 20.0, t.ink_2);
                    },
                    &mut |ui| {
                        ui.add(Text::new(words.as_str(), Type::Strong));
                    },
                    &mut |ui| match ours {
                        true => {
                            if ui.add(Button::second(call::stop_sharing())).clicked() {
                                actions.push(Action::Phone(Press::Screen));
                            }
                        }
                        false => ui.add_space(8.0),
                    },
                ],
            );
        });
    }
}

/// Their can, their name, and whether they are verified, in the upper corner where
/// lines begin.
fn who(ui: &Ui, area: Rect, widest: f32, room: &Room, peer: &DisplayName) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let name = words::name(peer);
    let verified = room.safety.map(|(_, verified)| verified);
    // Not where there is no room.
    let verified = verified.filter(|_| ui.max_rect().width() >= NARROWEST);
    let chip = verified.map(|verified| match verified {
        true => (Icon::Verified, safety::verified(), t.ok),
        false => (Icon::NotVerified, safety::not_verified(), t.them_ink),
    });
    let chip = chip.map(|(icon, word, ink)| {
        let galley = widgets::galley(ui, word, Type::SmallStrong, ink);
        (icon, word, ink, galley)
    });
    let more = chip
        .as_ref()
        .map_or(0.0, |(.., galley)| 12.0 + 20.0 + galley.size().x);
    let mut job = Type::Name.job(name.as_str(), t.ink, f32::INFINITY);
    job.wrap = TextWrapping::truncate_at_width(NAME.min(widest - 46.0 - more - 14.0));
    let galley = rich::layout(ui.painter(), job);
    let named = galley.size().x;
    let width = 46.0 + named + more + 14.0;
    let left = row::lead(area, EDGE, width);
    let bar = Rect::from_min_size(pos2(left, area.top() + EDGE), vec2(width, HEIGHT));
    surface(ui, bar);
    let can = row::mirrored_point(bar, pos2(bar.left() + 23.0, bar.center().y));
    Can::avatar(Whose::Them, 30.0, &words::letter(peer)).paint(ui.painter(), can, &look);
    let left = row::lead(bar, 46.0, named);
    let at = pos2(left, bar.center().y - Type::Name.line() / 2.0);
    let place = Rect::from_min_size(at, vec2(named, Type::Name.line()));
    said(ui, place, &name);
    widgets::paint_galley(ui.painter(), at, galley, Type::Name);
    if let Some((icon, word, ink, galley)) = chip {
        let along = 46.0 + named + 12.0;
        let middle = pos2(row::lead(bar, along, 16.0) + 8.0, bar.center().y);
        icons::paint(ui.painter(), icon, middle, 16.0, ink);
        let left = row::lead(bar, along + 20.0, galley.size().x);
        let at = pos2(left, bar.center().y - Type::SmallStrong.line() / 2.0);
        said(ui, Rect::from_min_size(at, galley.size()), word);
        widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    }
}

/// The string between the two; its tag tells more about it when pressed.
fn connection(
    ui: &mut Ui,
    top: Pos2,
    room: &Room,
    (broken, words): (bool, &str),
    actions: &mut Actions,
) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let galley = widgets::galley(ui, words, Type::SmallStrong, t.ink);
    let width = STRING.max(galley.size().x + 150.0);
    let bar = Align2::CENTER_TOP.anchor_size(top, vec2(width, HEIGHT));
    surface(ui, bar);
    let size = vec2(17.0, 18.0);
    let (you, them) = (Can::lying(Whose::You, size), Can::lying(Whose::Them, size));
    let half = you.length() / 2.0 + 12.0;
    let [left, right] = [bar.left() + half, bar.right() - half]
        .map(|x| row::mirrored_point(bar, pos2(x, bar.center().y)));
    let sag = if broken { SLACK / 2.0 } else { 0.0 };
    let line = Line {
        from: you.knot(left),
        to: them.knot(right),
        sag,
        inset: 0.2,
    };
    let stroke = Stroke::new(look.string_width(2.25), t.twine);
    let relayed = room.path.is_some_and(|path| path.kind == PathKind::Relayed);
    match relayed && !broken {
        true => line.paint_dashed(ui.painter(), stroke),
        false => line.paint(ui.painter(), stroke),
    }
    you.paint(ui.painter(), left, &look);
    them.paint(ui.painter(), right, &look);
    if tag(ui, bar.center() + vec2(0.0, 0.75 * sag), words).clicked() {
        actions.push(Action::Open(match relayed {
            true => Dialog::WhyRelayed,
            false => Dialog::IsPrivate,
        }));
    }
}

//! The first page: start a room, join one, or come back to one.

mod join;
mod recent;

use egui::{Rect, Ui, UiBuilder, Widget, pos2, vec2};
use tincan_net::{Reach, RoomSummary};

use self::join::{join, wrong};
use super::page::{self, Corner};
use crate::{
    model::{Attempt, Model},
    ui::{
        action::{Action, Actions},
        app::{You, reachable},
        cans::{Can, Whose},
        clock::Clock,
        icons::{self, Icon},
        overlay::{Dialog, KeptDialog},
        string,
        theme::{Type, look, space, width},
        widgets::{Button, CodeCells, Notice, Size, Text, Tone, card, notice, row},
        words::{self, handover, home, kept},
    },
};

/// What the page shows.
pub(crate) struct View<'a> {
    you: &'a You,
    clock: &'a Clock,
    rooms: &'a [RoomSummary],
    reach: Reach,
    creating: bool,
    /// The next room is to be kept.
    kept: bool,
    /// Why something is not kept, or a kept room was not opened.
    not_kept: Option<String>,
    /// What is wrong with what was typed, pasted or asked for.
    wrong: Option<String>,
    /// The digits themselves were wrong: red edges.
    wrong_digits: bool,
}

/// Builds it.
pub(crate) fn view<'a>(model: &'a Model, you: &'a You, clock: &'a Clock, kept: bool) -> View<'a> {
    let wrong_code = model.wrong_code().map(words::wrong_code);
    let error = model.error.as_ref().map(ToString::to_string);
    let (opening, error) = match model.attempt() {
        Some(Attempt::Open(_)) => (error, None),
        _ => (None, error),
    };
    View {
        you,
        clock,
        rooms: &model.rooms,
        kept,
        not_kept: opening.or_else(|| model.not_kept.clone()),
        reach: model.reach,
        creating: matches!(model.attempt(), Some(Attempt::Create { .. }))
            && model.error.is_none()
            && model
                .room
                .as_ref()
                .is_none_or(|room| room.close_reason().is_none()),
        wrong_digits: wrong_code.is_some(),
        wrong: wrong_code.or(error),
    }
}

/// What it remembers.
#[derive(Debug, Default)]
pub(crate) struct State {
    cells: CodeCells,
    /// Why what was pasted or entered cannot be used.
    wrong: Option<String>,
    /// The person has begun to type anew since the last answer.
    edited: bool,
    fresh: bool,
    recent: recent::State,
}

impl State {
    pub(crate) fn enter(&mut self) {
        self.wrong = None;
        self.edited = false;
        self.fresh = true;
    }

    /// The code has done its work.
    pub(crate) fn forget_code(&mut self) {
        self.cells.clear();
    }

    /// What was asked for was not taken.
    pub(crate) fn refuse(&mut self, why: &str) {
        self.wrong = Some(why.to_owned());
    }
}

const CARD_GAP: f32 = 96.0;
/// Beside a list: the cards, the gap, and all of it.
const SIDE: f32 = 348.0;
const LIST_GAP: f32 = 32.0;
const WITH_LIST: f32 = 1020.0;
/// The cans of the wide page and of the narrow one.
const CANS: [egui::Vec2; 2] = [vec2(68.0, 92.0), vec2(60.0, 76.0)];

/// Draws it.
pub(crate) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut State, actions: &mut Actions) {
    let wide = ui.available_width() >= width::WIDE;
    let again = !view.rooms.is_empty();
    let column = match (wide, again) {
        (true, true) => WITH_LIST,
        (true, false) => width::PAGE,
        (false, true) => 560.0,
        (false, false) => 440.0,
    };
    let mut hint_read = false;
    let mut open = Actions::new();
    page::page(
        ui,
        column,
        |ui| {
            page::top_bar(ui, &Corner::Logo, view.you, actions);
            if let Some(why) = &view.not_kept {
                ui.add_space(space::M);
                if notice(ui, Notice::new(Tone::Danger, why).action(handover::ok())) {
                    actions.push(Action::NotKeptKnown);
                }
            }
            if wide && again {
                beside_list(ui, view, state, actions);
            } else {
                ui.add_space(if wide { 36.0 } else { 20.0 });
                page::heading(ui, home::title(), 8.0, home::subtitle());
                if wide {
                    two_columns(ui, view, state, actions);
                } else {
                    one_column(ui, view, state, actions);
                }
                if again {
                    ui.add_space(space::XL);
                    recent::ui(ui, view.rooms, view.clock, &mut state.recent, actions);
                }
            }
            // Who keeps a room is no newcomer.
            if !view.you.hint_seen && !again {
                ui.add_space(26.0);
                let hint = Notice::new(Tone::You, home::hint()).action(home::got_it());
                hint_read = notice(ui, if wide { hint.large() } else { hint });
            }
            if ui.ctx().content_rect().width() < width::NARROW {
                ui.add_space(12.0);
                page::footer_explanations(ui, actions);
            }
            ui.add_space(24.0);
        },
        |ui| footer(ui, view, &mut open),
    );
    actions.append(&mut open);
    if hint_read {
        actions.push(Action::HintSeen);
    }
    state.fresh = false;
}

/// The cards at the left, the rooms that are kept at the right (picture 02).
fn beside_list(ui: &mut Ui, view: &View<'_>, state: &mut State, actions: &mut Actions) {
    let (_, above) = ui.allocate_space(vec2(ui.available_width(), 96.0));
    let top = above.bottom();
    let side = Rect::from_min_size(pos2(above.left(), top), vec2(SIDE, 0.0));
    // The heading stands above the card, the card beside the others.
    let list = Rect::from_min_max(
        pos2(side.right() + LIST_GAP, top - 48.0),
        pos2(above.right(), top),
    );
    let [side, list] = [side, list].map(|part| row::mirrored(above, part));
    let left = ui.scope_builder(UiBuilder::new().id_salt("cards").max_rect(side), |ui| {
        card(ui, 20, |ui| start(ui, view, actions));
        ui.add_space(space::L);
        card(ui, 20, |ui| join(ui, view, state, actions));
    });
    let size = CANS[1];
    let reach = Can::lying(Whose::You, size).length() / 2.0;
    let lies = top - size.x / 2.0;
    let ends = [side.left() + 26.0 + reach, side.right() - 26.0 - reach].map(|x| pos2(x, lies));
    paint_cans(ui, ends, size, 31.0, 16.0);
    let right = ui.scope_builder(UiBuilder::new().id_salt("rooms").max_rect(list), |ui| {
        recent::ui(ui, view.rooms, view.clock, &mut state.recent, actions);
    });
    let whole = left.response.rect.union(right.response.rect);
    ui.advance_cursor_after_rect(whole);
}

fn two_columns(ui: &mut Ui, view: &View<'_>, state: &mut State, actions: &mut Actions) {
    // The cans lie on the cards, so their room comes first.
    let (_, above) = ui.allocate_space(vec2(ui.available_width(), 100.0));
    let side = (ui.available_width() - CARD_GAP) / 2.0;
    let top = above.bottom();
    let column = |left: f32| Rect::from_min_size(pos2(left, top), vec2(side, 228.0));
    let [left, right] =
        [above.left(), above.right() - side].map(|left| row::mirrored(above, column(left)));
    // A long sentence about a wrong code takes room, in both cards.
    let sentence = wrong(view, state).map_or(16.0, |words| {
        let job = Type::SmallStrong.job(words, egui::Color32::WHITE, side - 72.0);
        ui.painter().layout_job(job).size().y
    });
    let inner = 162.0 + sentence;
    ui.scope_builder(UiBuilder::new().id_salt("start").max_rect(left), |ui| {
        card(ui, 24, |ui| {
            ui.set_min_height(inner);
            start(ui, view, actions);
        });
    });
    ui.scope_builder(UiBuilder::new().id_salt("join").max_rect(right), |ui| {
        card(ui, 24, |ui| {
            ui.set_min_height(inner);
            join(ui, view, state, actions);
        });
    });
    let size = CANS[0];
    let reach = Can::lying(Whose::You, size).length() / 2.0;
    let lies = top - size.x / 2.0;
    let middle = above.center().x;
    let apart = 63.0;
    let ends = [middle - apart - reach, middle + apart + reach].map(|x| pos2(x, lies));
    paint_cans(ui, ends, size, 124.0, 18.0);
}

fn one_column(ui: &mut Ui, view: &View<'_>, state: &mut State, actions: &mut Actions) {
    let (_, above) = ui.allocate_space(vec2(ui.available_width(), 92.0));
    let size = CANS[1];
    card(ui, 20, |ui| start(ui, view, actions));
    let reach = Can::lying(Whose::You, size).length() / 2.0;
    let lies = above.bottom() - size.x / 2.0;
    let middle = above.center().x;
    let ends = [middle - 52.0 - reach, middle + 52.0 + reach].map(|x| pos2(x, lies));
    paint_cans(ui, ends, size, 31.0, 16.0);
    ui.add_space(16.0);
    card(ui, 20, |ui| join(ui, view, state, actions));
}

/// Two cans at these places, from left to right, and the string between them.
fn paint_cans(ui: &Ui, ends: [egui::Pos2; 2], size: egui::Vec2, depth: f32, text: f32) {
    let look = look(ui.ctx());
    let whole = Rect::from_two_pos(ends[0], ends[1]);
    let [you, them] = ends.map(|end| row::mirrored_point(whole, end));
    let left = Can::lying(Whose::You, size).text(home::you(), text);
    let right = Can::lying(Whose::Them, size).text(home::friend(), text);
    left.paint(ui.painter(), you, &look);
    right.paint(ui.painter(), them, &look);
    let stroke = egui::Stroke::new(look.string_width(3.0), look.tokens.twine);
    string::paint_between(
        ui.painter(),
        left.knot(you),
        right.knot(them),
        depth,
        stroke,
    );
}

fn start(ui: &mut Ui, view: &View<'_>, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    Text::new(home::start(), Type::Heading).ui(ui);
    ui.add_space(6.0);
    let short = ui.available_width() < 320.0 && !view.rooms.is_empty();
    let (text, gap) = if short {
        (kept::start_short(), 16.0)
    } else {
        (home::start_text(), 30.0)
    };
    Text::colored(text, Type::Body, t.ink_2).ui(ui);
    ui.add_space(gap);
    let create = Button::primary(home::create())
        .height(48.0)
        .width(ui.available_width())
        .busy(view.creating.then_some(home::creating()));
    if ui.add(create).clicked() {
        actions.push(Action::Create { kept: view.kept });
    }
    ui.add_space(14.0);
    let change = Button::quiet(kept::change()).size(Size::Small);
    let row = ui.available_rect_before_wrap();
    // The words, not their hit area, end at the edge of the card.
    let wide = change.natural_width(ui);
    let place = Rect::from_min_size(
        pos2(row.right() + 11.0 - wide, row.top() - 6.0),
        vec2(wide, 28.0),
    );
    let words = row::mirrored(row, row.with_max_x(place.left()));
    let place = row::mirrored(row, place);
    ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        if view.kept {
            remark(ui, Icon::Kept, kept::next_kept());
        } else {
            remark(ui, Icon::Vanishing, home::vanishing());
        }
    });
    let mut corner = ui.new_child(UiBuilder::new().id_salt("kind").max_rect(place));
    if corner.add(change).clicked() {
        let dialog = KeptDialog::Kind { kept: view.kept };
        actions.push(Action::Open(Dialog::Kept(dialog)));
    }
}

/// An icon and a small line.
fn remark(ui: &mut Ui, icon: Icon, words: &str) {
    let t = look(ui.ctx()).tokens;
    line(ui, icon, t.ink_2, |ui| {
        Text::marked(words, Type::Small, t.ink_2, t.ink_2).ui(ui);
    });
}

fn line(
    ui: &mut Ui,
    icon: Icon,
    color: egui::Color32,
    add: impl FnOnce(&mut Ui),
) -> egui::Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (_, rect) = ui.allocate_space(vec2(16.0, 16.0));
        icons::paint(ui.painter(), icon, rect.center(), 16.0, color);
        ui.with_layout(row::column(), add);
    })
    .response
}

fn footer(ui: &mut Ui, view: &View<'_>, actions: &mut Actions) {
    let look = look(ui.ctx());
    let narrow = ui.ctx().content_rect().width() < width::NARROW;
    let (_, glyph) = ui.allocate_space(vec2(34.0, 20.0));
    let left = pos2(glyph.left(), glyph.center().y - 2.0);
    string::paint_glyph(ui.painter(), left, reachable(view.reach), &look);
    Text::colored(words::reach(view.reach), Type::Small, look.tokens.ink_2).ui(ui);
    if !narrow {
        // The words, not their hit area, end at the edge of the page.
        let whole = ui.max_rect();
        ui.expand_to_include_rect(whole.with_max_y(whole.top()));
        let rest = row::mirrored(whole, ui.available_rect_before_wrap());
        let rest = row::mirrored(whole, rest.with_max_x(rest.right() + 11.0));
        let mut rest = ui.new_child(UiBuilder::new().max_rect(rest).layout(*ui.layout()));
        page::footer_explanations(&mut rest, actions);
    }
}

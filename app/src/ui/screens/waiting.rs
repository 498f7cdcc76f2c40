//! A room that waits for somebody: code, link, and what happens next.

mod footer;

use std::{cell::Cell, time::Duration};

use egui::{
    Align, Align2, CornerRadius, Layout, Pos2, Rect, Stroke, StrokeKind, Ui, UiBuilder, Widget,
    WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::{Command, RoomState, UnixMillis, Via, Warning};

use self::footer::{fits_beside, footer, kind};
use super::page::{self, Corner};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        app::You,
        cans::{Can, Whose},
        icons::{self, Icon},
        string::{self, Line},
        theme::{Type, look, radius, space, width},
        widgets::{Button, Notice, QrCode, Size, Text, Tone, card, notice, row},
        words::{self, home, waiting},
    },
};

/// What the page shows.
pub(crate) struct View {
    code: Option<Code>,
    link: String,
    ask: bool,
    /// It is to be kept.
    kept: bool,
    /// No relay answers: whoever comes is on the same network.
    only_near: bool,
    warnings: Vec<Warning>,
}

struct Code {
    spaced: String,
    good_for: Duration,
}

/// Builds it.
pub(crate) fn view(room: &Room, kept: bool, now: UnixMillis) -> View {
    let RoomState::Waiting { code, link, ask } = &room.state else {
        return View {
            code: None,
            link: String::new(),
            ask: false,
            kept,
            only_near: false,
            warnings: Vec::new(),
        };
    };
    View {
        code: code.as_ref().map(|code| Code {
            spaced: code.code.spaced(),
            good_for: Duration::from_millis(code.until.saturating_sub(now)),
        }),
        link: link.to_string(),
        ask: *ask,
        kept,
        only_near: link.via().iter().all(|via| matches!(via, Via::Lan { .. })),
        warnings: room.warnings().to_vec(),
    }
}

/// What it remembers: the pattern of the link, and the wish to be asked, for
/// the next room too.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) ask: bool,
    pattern: Option<(String, Option<QrCode>)>,
}

impl State {
    fn pattern(&mut self, link: &str) -> Option<&QrCode> {
        if self.pattern.as_ref().is_none_or(|(known, _)| known != link) {
            self.pattern = Some((link.to_owned(), QrCode::new(link)));
        }
        self.pattern.as_ref().and_then(|(_, code)| code.as_ref())
    }
}

/// Everything in the left half of the card but the space above the buttons.
const CODE_HEIGHT: f32 = 200.0;

/// Draws it.
pub(crate) fn ui(ui: &mut Ui, view: &View, state: &mut State, you: &You, actions: &mut Actions) {
    let mut asked = None;
    let beside = Cell::new(true);
    let mut opened = Actions::new();
    page::page(
        ui,
        width::PAGE,
        |ui| {
            let back = page::top_bar(ui, &Corner::Back(waiting::close()), you, actions);
            if back {
                actions.push(Command::Leave.into());
            }
            ui.add_space(8.0);
            page::heading(ui, waiting::title(), 6.0, waiting::subtitle());
            ui.add_space(24.0);
            if view.only_near {
                notice(ui, Notice::new(Tone::Them, words::only_near()));
                ui.add_space(space::S);
            }
            page::warnings(ui, &view.warnings, actions);
            invitation(ui, view, state, actions);
            if ui.available_width() >= 640.0 {
                steps(ui);
            } else {
                ui.add_space(24.0);
            }
            beside.set(fits_beside(ui, view));
            if !beside.get() {
                kind(ui, view, actions);
            }
        },
        |ui| asked = footer(ui, view, beside.get(), &mut opened),
    );
    actions.append(&mut opened);
    if let Some(ask) = asked {
        state.ask = ask;
        actions.push(Command::Ask(ask).into());
    }
}

fn invitation(ui: &mut Ui, view: &View, state: &mut State, actions: &mut Actions) {
    let beside = ui.available_width() >= 700.0;
    let pattern = state.pattern(&view.link);
    card(ui, 28, |ui| {
        if !beside {
            code_and_buttons(ui, view, 24.0, actions);
            if let Some(pattern) = pattern {
                ui.add_space(20.0);
                ui.vertical_centered(|ui| qr(ui, pattern));
            }
            return;
        }
        let room = ui.available_rect_before_wrap();
        let side = pattern.map_or(0.0, |pattern| pattern.side(ui.pixels_per_point()));
        let left = Rect::from_min_size(room.min, vec2(room.width() - side - 62.0, 0.0));
        let right = Rect::from_min_size(
            pos2(room.right() - side, room.top()),
            vec2(side, side + 24.0),
        );
        // The code, the buttons and the link spread over the height of the
        // pattern.
        let spread = (side + 24.0 - CODE_HEIGHT).max(24.0);
        let [left, right] = [left, right].map(|half| row::mirrored(room, half));
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
            code_and_buttons(ui, view, spread, actions);
        });
        if let Some(pattern) = pattern {
            let builder = UiBuilder::new()
                .max_rect(right)
                .layout(Layout::top_down(Align::Center));
            ui.scope_builder(builder, |ui| qr(ui, pattern));
        }
    });
}

fn code_and_buttons(ui: &mut Ui, view: &View, spread: f32, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let inset = if ui.available_width() >= 400.0 {
        4.0
    } else {
        0.0
    };
    let area = ui.available_rect_before_wrap();
    let area = row::mirrored(area, area.with_min_x(area.left() + inset));
    ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        match &view.code {
            Some(code) => {
                Text::colored(waiting::code(), Type::SmallStrong, t.ink_2).ui(ui);
                ui.add_space(4.0);
                digits(ui, &code.spaced);
                ui.add_space(2.0);
                clock(ui, code.good_for);
                ui.add_space(spread);
            }
            None => {
                Text::new(waiting::code_off(), Type::Title).ui(ui);
                ui.add_space(6.0);
                Text::colored(waiting::code_off_text(), Type::Body, t.ink_2).ui(ui);
                ui.add_space(24.0);
            }
        }
        buttons(ui, view, actions);
        ui.add_space(14.0);
        Text::colored(view.link.as_str(), Type::Small, t.ink_2)
            .elided()
            .ui(ui);
    });
}

/// One digit in each cell, so that they stand still when they change.
fn digits(ui: &mut Ui, spaced: &str) {
    let t = look(ui.ctx()).tokens;
    let count = spaced.chars().filter(char::is_ascii_digit).count() as f32;
    let room = ui.available_width() + 6.0;
    let cell = ((room - 28.0) / count).min(56.0);
    let scale = cell / 56.0;
    let height = Type::Code.line() * scale;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, ui.id().with("digits"), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, spaced));
    let mut font = Type::Code.font();
    font.size *= scale;
    // Digits are read from the left everywhere.
    let wide = cell * count + 28.0 * scale;
    let mut x = row::lead(rect, -6.0 * scale, wide);
    for digit in spaced.chars() {
        if digit == ' ' {
            x += 28.0 * scale;
            continue;
        }
        ui.painter().text(
            pos2(x + cell / 2.0, rect.center().y),
            Align2::CENTER_CENTER,
            digit,
            font.clone(),
            t.ink,
        );
        x += cell;
    }
}

fn clock(ui: &mut Ui, left: Duration) {
    let t = look(ui.ctx()).tokens;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (_, rect) = ui.allocate_space(vec2(16.0, 16.0));
        icons::paint(ui.painter(), Icon::Clock, rect.center(), 16.0, t.ink_2);
        ui.with_layout(row::column(), |ui| {
            Text::colored(words::code_is_good_for(left), Type::Small, t.ink_2).ui(ui);
        });
    });
}

fn buttons(ui: &mut Ui, view: &View, actions: &mut Actions) {
    let copy_link = Button::second(waiting::copy_link())
        .icon(Icon::Link)
        .size(Size::Large);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        match &view.code {
            Some(code) => {
                let copy = Button::primary(waiting::copy_code())
                    .icon(Icon::Copy)
                    .size(Size::Large);
                if ui.add(copy).clicked() {
                    actions.push(Action::Copy(code.spaced.clone()));
                }
            }
            None => {
                let new = Button::primary(waiting::new_code())
                    .icon(Icon::Refresh)
                    .size(Size::Large);
                if ui.add(new).clicked() {
                    actions.push(Command::NewCode.into());
                }
            }
        }
        if ui.add(copy_link).clicked() {
            actions.push(Action::Copy(view.link.clone()));
        }
    });
}

fn qr(ui: &mut Ui, code: &QrCode) {
    let t = look(ui.ctx()).tokens;
    let side = code.side(ui.pixels_per_point());
    let (_, frame) = ui.allocate_space(vec2(side, side));
    ui.painter().rect(
        frame,
        CornerRadius::same(radius::LARGE),
        egui::Color32::WHITE,
        Stroke::new(1.0, t.line),
        StrokeKind::Inside,
    );
    code.ui(ui, frame, waiting::scan());
    ui.add_space(8.0);
    Text::colored(waiting::scan(), Type::Small, t.ink_2)
        .centered()
        .ui(ui);
}

fn steps(ui: &mut Ui) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 160.0));
    let painter = ui.painter().clone();
    let painter = &painter;
    let size = vec2(56.0, 72.0);
    let tilt = 5.0_f32.to_radians();
    let you = Can::lying(Whose::You, size)
        .text(home::you(), 16.0)
        .tilt(tilt);
    let them = Can::lying(Whose::Absent, size).tilt(-tilt);
    let at = |x: f32| row::mirrored_point(rect, pos2(x, rect.top() + 58.0));
    let (left, right) = (at(rect.left() + 54.0), at(rect.right() - 54.0));
    let way = (right.x - left.x).signum();
    you.paint(painter, left, &look);
    them.paint(painter, right, &look);
    let stroke = Stroke::new(look.string_width(3.0), t.twine);
    let line = Line {
        from: you.knot(left) - vec2(0.0, 3.0),
        to: them.knot(right) + vec2(4.0 * way, -3.0),
        sag: 44.0,
        inset: 1.0 / 3.0,
    };
    line.paint(painter, stroke);
    string::paint_knot(painter, line.from, t.twine);
    for (i, (what, how)) in waiting::steps().into_iter().enumerate() {
        let bead = on_line(&line, rect.center().x + (i as f32 - 1.0) * 204.0 * way);
        painter.circle(bead, 14.0, t.canvas, Stroke::new(2.25, t.twine));
        let mut font = Type::Heading.font();
        font.size = 14.0;
        let number = (i + 1).to_string();
        painter.text(bead, Align2::CENTER_CENTER, number, font, t.ink);
        let column =
            Rect::from_min_size(pos2(bead.x - 100.0, rect.top() + 116.0), vec2(200.0, 40.0));
        ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
            Text::new(what, Type::Strong).centered().ui(ui);
            ui.add_space(2.0);
            Text::colored(how, Type::Small, t.ink_2).centered().ui(ui);
        });
    }
}

/// The point of the line above `x`.
fn on_line(line: &Line, x: f32) -> Pos2 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..16 {
        let middle = f32::midpoint(low, high);
        // Yours may be at the right.
        if (line.at(middle).x < x) == (line.from.x < line.to.x) {
            low = middle;
        } else {
            high = middle;
        }
    }
    line.at(low)
}

//! Beside the conversation: five emoji to compare, and what the path means.

use egui::{
    CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, Widget,
    WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::{Path, PathKind, SafetyEmoji};

use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        emoji,
        icons::{self, Icon},
        overlay::Dialog,
        rich,
        screens::settings::Section,
        theme::{Type, look, radius, space},
        widgets::{self, Button, Notice, Text, Tone, icon_button, notice, paint_ring, row, tip},
        words::{explain, home, safety as words, signs},
    },
};

/// How wide it is beside the conversation.
pub(super) const WIDTH: f32 = 348.0;

/// What it shows.
pub(super) struct View {
    /// The emoji, and whether the person says that they match.
    safety: Option<(SafetyEmoji, bool)>,
    /// The person said that they do not.
    differ: bool,
    path: Option<Path>,
    hidden: bool,
}

/// Builds it.
pub(super) fn view(room: &Room, differ: bool, hidden: bool) -> View {
    View {
        safety: room.safety,
        differ,
        path: room.path,
        hidden,
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Match,
    Differ,
    Close,
    Save,
}

/// Draws it into `area`.
pub(super) fn ui(ui: &mut Ui, area: Rect, view: &View, actions: &mut Actions) -> Option<Answer> {
    let t = look(ui.ctx()).tokens;
    let painter = ui.painter();
    painter.rect_filled(area, 0.0, t.surface);
    let edge = Stroke::new(1.0, t.line);
    let inner = row::mirrored_point(area, pos2(area.left() + 0.5, area.top()));
    painter.vline(inner.x, area.y_range(), edge);
    let mut answer = None;
    let foot = Rect::from_min_max(pos2(area.left(), area.bottom() - 52.0), area.max);
    let inner = Rect::from_min_max(area.min, pos2(area.right(), foot.top()));
    let builder = UiBuilder::new().id_salt("side").max_rect(inner);
    let mut body = ui.new_child(builder);
    body.set_clip_rect(body.clip_rect().intersect(inner));
    ScrollArea::vertical()
        .id_salt("side scroll")
        .auto_shrink(false)
        .show(&mut body, |ui| {
            egui::Frame::new()
                .inner_margin(egui::Margin::symmetric(20, 14))
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                    answer = content(ui, view, actions);
                });
        });
    ui.painter().hline(area.x_range(), foot.top(), edge);
    let builder = UiBuilder::new()
        .id_salt("side foot")
        .max_rect(foot.shrink2(vec2(9.0, 8.0)))
        .layout(row::from_start());
    let mut row = ui.new_child(builder);
    let save = row.add(
        Button::quiet(words::save())
            .icon(Icon::File)
            .size(widgets::Size::Small),
    );
    if tip(save, words::save_text()).clicked() {
        answer = Some(Answer::Save);
    }
    answer
}

fn content(ui: &mut Ui, view: &View, actions: &mut Actions) -> Option<Answer> {
    let t = look(ui.ctx()).tokens;
    let mut answer = None;
    let top = ui.available_rect_before_wrap();
    Text::new(words::title(), Type::Heading).ui(ui);
    let close = Rect::from_min_size(pos2(top.right() - 28.0, top.top() - 2.0), Vec2::splat(28.0));
    let close = row::mirrored(top, close);
    let mut corner = ui.new_child(UiBuilder::new().id_salt("close side").max_rect(close));
    if icon_button(&mut corner, Icon::Close, explain::close(), 28.0, t.ink_2).clicked() {
        answer = Some(Answer::Close);
    }
    Text::colored(words::text(), Type::Body, t.ink_2).ui(ui);
    ui.add_space(space::S);
    let Some((emoji, verified)) = view.safety else {
        Text::colored(words::coming(), Type::Body, t.ink_2).ui(ui);
        return answer;
    };
    tiles(ui, &emoji);
    ui.add_space(space::S);
    if verified {
        notice(ui, Notice::new(Tone::Ok, words::matched()));
        if ui.add(Button::quiet(words::take_back())).clicked() {
            answer = Some(Answer::Differ);
        }
    } else {
        if view.differ {
            let stop = Notice::new(Tone::Danger, words::differ_now()).action(words::leave());
            if notice(ui, stop) {
                actions.push(Action::Open(Dialog::Leave { quit: false }));
            }
            ui.add_space(space::XS);
        }
        let half = (ui.available_width() - space::S) / 2.0;
        ui.horizontal(|ui| {
            let yes = Button::primary(words::matching()).icon(Icon::Verified);
            if ui.add(yes.size(widgets::Size::Large).width(half)).clicked() {
                answer = Some(Answer::Match);
            }
            let no = Button::second(words::differ());
            if ui.add(no.size(widgets::Size::Large).width(half)).clicked() {
                answer = Some(Answer::Differ);
            }
        });
        Text::marked(words::until(), Type::Small, t.ink_2, t.them_ink).ui(ui);
    }
    ui.add_space(space::M);
    rule(ui, true);
    ui.add_space(space::M);
    path(ui, view, actions);
    for (title, dialog) in [
        (home::is_private(), Dialog::IsPrivate),
        (words::meeting_point(), Dialog::MeetingPoint),
        (home::when_i_leave(), Dialog::WhenILeave),
    ] {
        rule(ui, false);
        if more(ui, title) {
            actions.push(Action::Open(dialog));
        }
    }
    rule(ui, false);
    answer
}

/// The five, each with its name.
fn tiles(ui: &mut Ui, five: &SafetyEmoji) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let gap = 7.0;
    let wide = ((ui.available_width() - 4.0 * gap) / 5.0).min(64.0);
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), wide + 24.0));
    for (number, (text, name)) in five.emoji().into_iter().zip(five.names()).enumerate() {
        let left = row.left() + number as f32 * (wide + gap);
        let tile = Rect::from_min_size(pos2(left, row.top()), Vec2::splat(wide));
        let tile = row::mirrored(row, tile);
        let edge = if look.high_contrast {
            Stroke::new(1.5, t.line_strong)
        } else {
            Stroke::new(1.0, t.line)
        };
        let round = CornerRadius::same(radius::LARGE);
        let painter = ui.painter();
        painter.rect(tile, round, t.raised, edge, StrokeKind::Inside);
        if let Some(emoji) = emoji::known(text) {
            let place = Rect::from_center_size(tile.center(), Vec2::splat(36.0));
            emoji::paint(painter, emoji, place);
        }
        let name = signs::sign(name);
        let mut words = widgets::galley(ui, name, Type::SmallStrong, t.ink);
        let most = wide + gap - 2.0;
        if words.size().x > most {
            // Whole and smaller: it is read aloud.
            let mut job = Type::SmallStrong.job(name, t.ink, f32::INFINITY);
            for section in &mut job.sections {
                section.format.font_id.size *= most / words.size().x;
            }
            words = rich::layout(ui.painter(), job);
        }
        let at = pos2(tile.center().x - words.size().x / 2.0, tile.bottom() + 6.0);
        widgets::paint_galley(ui.painter(), at, words, Type::SmallStrong);
        let whole = tile.with_max_y(row.bottom());
        let response = ui.interact(whole, ui.id().with(("five", number)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, name));
    }
}

fn path(ui: &mut Ui, view: &View, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let kind = view.path.map(|path| path.kind);
    ui.horizontal(|ui| {
        let (_, rect) = ui.allocate_space(vec2(18.0, 20.0));
        icons::paint(ui.painter(), Icon::Lock, rect.center(), 18.0, t.you_ink);
        Text::new(words::path_title(kind), Type::Strong).ui(ui);
    });
    Text::colored(words::path_text(kind), Type::Small, t.ink_2).ui(ui);
    let straight = matches!(kind, Some(PathKind::Direct | PathKind::Lan));
    if straight && !view.hidden {
        let hide = Button::quiet(words::hide_mine()).size(widgets::Size::Small);
        if ui.add(hide).clicked() {
            actions.push(Action::Settings(Some(Section::Privacy)));
        }
    }
    ui.add_space(space::S);
}

fn rule(ui: &mut Ui, whole: bool) {
    let t = look(ui.ctx()).tokens;
    let area = ui.available_rect_before_wrap();
    let x = if whole {
        area.x_range().expand(20.0)
    } else {
        area.x_range()
    };
    ui.painter().hline(x, area.top(), Stroke::new(1.0, t.line));
}

/// A line that opens an explanation.
fn more(ui: &mut Ui, title: &str) -> bool {
    let look = look(ui.ctx());
    let t = look.tokens;
    let size = vec2(ui.available_width(), 30.0);
    let response = ui.allocate_response(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    let rect = response.rect;
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::SMALL), t.you_tint);
    }
    let words = widgets::galley(ui, title, Type::Strong, t.you_ink);
    let at = pos2(row::lead(rect, 0.0, words.size().x), rect.center().y - 10.0);
    widgets::paint_galley(ui.painter(), at, words, Type::Strong);
    let arrow = row::mirrored_point(rect, pos2(rect.right() - 8.0, rect.center().y));
    icons::paint(ui.painter(), Icon::Right, arrow, 16.0, t.ink_2);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response.clicked()
}

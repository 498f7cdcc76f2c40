//! One row of the conversation: the day, the bubble, what stands below it.

use egui::{
    Align, Align2, Layout, Painter, Rect, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType, pos2, text_selection::LabelSelectionState, vec2,
};
use tincan_net::{Delivery, Message, TransferState, UnixMillis};

use super::{
    handed,
    rows::{BELOW_BUTTONS, Below, DAY, Row},
    timeline::Scene,
};
use crate::{
    model::{Handover, Item, Line},
    ui::{
        action::{Action, Actions},
        icons::{self, Icon},
        theme::Type,
        widgets::{self, Bubble, Button, Kind, Quote, Size, Speaker, Words, menu_row},
        words::{self, room},
    },
};

/// A row, and where it goes.
pub(super) struct Drawn<'a> {
    pub(super) item: Item<'a>,
    pub(super) row: Row,
    pub(super) rect: Rect,
    /// How far it has come in, from 0 to 1.
    pub(super) coming: f32,
    /// Nothing was said since.
    pub(super) newest: bool,
}

/// Lays out the bubble of `line`.
pub(super) fn bubble(painter: &Painter, scene: &Scene<'_>, line: &Line) -> Bubble {
    let message = &line.message;
    let quote = message.reply_to.map(|id| {
        let quoted = scene.room.conversation.find(id).map(|line| &line.message);
        quote(scene, quoted)
    });
    let text = if message.deleted {
        gone(scene, message)
    } else {
        presentable(&message.text)
    };
    let words = Words {
        speaker: speaker(message),
        text: &text,
        quote: quote.filter(|_| !message.deleted),
        mark: (message.edited && !message.deleted).then_some(room::EDITED),
        gone: message.deleted,
    };
    Bubble::new(painter, &words, scene.bubble(), &scene.look)
}

/// What stands in the place of a message that was taken back.
fn gone(scene: &Scene<'_>, message: &Message) -> String {
    if message.mine {
        room::YOU_DELETED.to_owned()
    } else {
        room::they_deleted(&words::name(scene.peer))
    }
}

fn speaker(message: &Message) -> Speaker {
    if message.mine {
        Speaker::You
    } else {
        Speaker::Them
    }
}

fn quote(scene: &Scene<'_>, quoted: Option<&Message>) -> Quote {
    match quoted {
        Some(message) => Quote {
            of: speaker(message),
            name: who(scene, message),
            text: if message.deleted {
                room::DELETED.to_owned()
            } else {
                first_line(&message.text)
            },
        },
        None => Quote {
            of: Speaker::Them,
            name: words::name(scene.peer),
            text: room::NOT_HERE.to_owned(),
        },
    }
}

fn who(scene: &Scene<'_>, message: &Message) -> String {
    if message.mine {
        room::YOU.to_owned()
    } else {
        words::name(scene.peer)
    }
}

fn first_line(text: &str) -> String {
    presentable(text.lines().next().unwrap_or_default())
        .chars()
        .take(120)
        .collect()
}

/// Words of a peer without what has no form or turns the direction of others.
fn presentable(text: &str) -> String {
    text.chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

/// Draws a row.
pub(super) fn row(ui: &mut Ui, scene: &Scene<'_>, drawn: &Drawn<'_>, actions: &mut Actions) {
    let item = &drawn.item;
    let mut top = drawn.rect.top();
    let builder = UiBuilder::new().max_rect(drawn.rect);
    let mut inner = match item {
        Item::Said(line) => ui.new_child(builder.id_salt(line.message.id)),
        Item::Handed(handover) => ui.new_child(builder.id_salt(handover.transfer.id)),
    };
    if drawn.row.day {
        let line = Rect::from_min_size(pos2(drawn.rect.left(), top), vec2(drawn.rect.width(), DAY));
        day(&inner, scene, line, item.at());
        top += DAY;
    }
    top += drawn.row.gap;
    let at = |size: Vec2| {
        let left = if item.mine() {
            drawn.rect.right() - size.x
        } else {
            drawn.rect.left()
        };
        let rest = Rect::from_min_size(pos2(left, top), size);
        (rest, rest.translate(vec2(0.0, 8.0 * (1.0 - drawn.coming))))
    };
    inner.multiply_opacity(drawn.coming);
    match item {
        Item::Said(line) => {
            let mut bubble = bubble(inner.painter(), scene, line);
            bubble.tail = drawn.row.tail;
            let (rest, area) = at(bubble.size());
            words_in(&mut inner, scene, drawn, line, &bubble, area, actions);
            below(&mut inner, scene, drawn, rest.bottom(), actions);
        }
        Item::Handed(handover) => {
            let (_, size) = handed::shape(&inner, scene, handover);
            let (rest, area) = at(size);
            handed::ui(&mut inner, scene, handover, area, drawn.row.tail, actions);
            below(&mut inner, scene, drawn, rest.bottom(), actions);
        }
    }
}

fn day(ui: &Ui, scene: &Scene<'_>, line: Rect, when: UnixMillis) {
    let t = scene.look.tokens;
    let words = scene.clock.day_words(when);
    let galley = widgets::galley(ui, words.as_str(), Type::Small, t.ink_2);
    let middle = line.center();
    let half = galley.size().x / 2.0;
    let stroke = Stroke::new(1.0, t.line);
    let rule = 96.0_f32.min(line.width() / 2.0 - half - 12.0).max(0.0);
    let painter = ui.painter();
    for side in [-1.0, 1.0] {
        let near = middle.x + side * (half + 12.0);
        painter.line_segment(
            [pos2(near, middle.y), pos2(near + side * rule, middle.y)],
            stroke,
        );
    }
    let at = middle - vec2(half, Type::Small.line() / 2.0);
    widgets::paint_galley(painter, at, galley, Type::Small);
    let id = ui.id().with("day");
    let place = Rect::from_center_size(middle, vec2(2.0 * half, 16.0));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &words));
}

fn words_in(
    ui: &mut Ui,
    scene: &Scene<'_>,
    drawn: &Drawn<'_>,
    line: &Line,
    bubble: &Bubble,
    area: Rect,
    actions: &mut Actions,
) {
    let message = &line.message;
    bubble.paint(ui, area, &scene.look);
    let sense = Sense::click_and_drag() - Sense::FOCUSABLE;
    let response = ui.interact(area, ui.id().with("words"), sense);
    let label = if message.deleted {
        gone(scene, message)
    } else {
        format!("{}: {}", who(scene, message), message.text)
    };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    if drawn.newest && !message.mine {
        // Read out as it comes.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    }
    let (at, text) = bubble.words(area);
    // Nothing that a peer writes is drawn outside of their bubble.
    let outer = ui.clip_rect();
    ui.set_clip_rect(outer.intersect(area));
    let ink = scene.look.tokens.ink;
    if text.has_rtl() || message.deleted {
        // egui marks from left to right only; the whole can be copied.
        text.paint(ui.painter(), at, ink);
    } else {
        let galley = text.galley();
        LabelSelectionState::label_text_selection(ui, &response, at, galley, ink, Stroke::NONE);
        text.paint_emoji(ui.painter(), at);
    }
    ui.set_clip_rect(outer);
    if response.hovered() && drawn.row.below == Below::Nothing {
        time_beside(ui, scene, message, area);
    }
    response.context_menu(|ui| {
        ui.set_width(200.0);
        if menu_row(ui, Icon::Copy, room::COPY, "").clicked() {
            actions.push(Action::CopyQuietly(message.text.clone()));
            ui.close();
        }
    });
}

/// The time of a message, beside its bubble, while the pointer is on it.
fn time_beside(ui: &Ui, scene: &Scene<'_>, message: &Message, area: Rect) {
    let t = scene.look.tokens;
    let (at, align) = if message.mine {
        (area.left_bottom() + vec2(-8.0, -8.0), Align2::RIGHT_BOTTOM)
    } else {
        (area.right_bottom() + vec2(8.0, -8.0), Align2::LEFT_BOTTOM)
    };
    let time = scene.clock.time(message.at);
    ui.painter()
        .text(at, align, time, Type::Small.font(), t.ink_3);
}

fn below(ui: &mut Ui, scene: &Scene<'_>, drawn: &Drawn<'_>, top: f32, actions: &mut Actions) {
    let item = &drawn.item;
    let area = Rect::from_min_max(pos2(drawn.rect.left(), top), drawn.rect.max);
    match (drawn.row.below, item) {
        (Below::Nothing, _) => {}
        (Below::Time, _) => {
            let time = scene.clock.time(item.at());
            caption(ui, scene, item.mine(), area, &time, None);
        }
        (Below::Receipt, _) => {
            let (state, icon) = match item {
                Item::Said(line) => receipt(line.delivery),
                Item::Handed(handover) => arrival(handover),
            };
            let time = scene.clock.time(item.at());
            let words = format!("{time} · {state}");
            caption(ui, scene, item.mine(), area, &words, icon);
        }
        (Below::Failed, Item::Said(line)) => {
            let id = line.message.id;
            let why = room::not_delivered(&words::name(scene.peer));
            let choice = failed_line(ui, scene, area, room::FAILED, &why);
            match choice {
                Some(Choice::Again) => actions.push(Action::SayAgain(id)),
                Some(Choice::Forget) => actions.push(Action::Forget(id)),
                None => {}
            }
        }
        // A card says so itself.
        (Below::Failed, Item::Handed(_)) => {}
    }
}

fn receipt(delivery: Option<Delivery>) -> (&'static str, Option<Icon>) {
    match delivery {
        None => (room::WAITING, None),
        Some(Delivery::Sent) => (room::SENT, None),
        Some(Delivery::Delivered) => (room::DELIVERED, Some(Icon::Check)),
        Some(Delivery::Read) => (room::READ, Some(Icon::Read)),
        Some(Delivery::Failed) => (room::FAILED, None),
    }
}

fn arrival(handover: &Handover) -> (&'static str, Option<Icon>) {
    match handover.transfer.state {
        TransferState::Done { .. } => (room::DELIVERED, Some(Icon::Check)),
        TransferState::Offered | TransferState::Running | TransferState::Paused(_) => {
            (words::handover::SENDING, None)
        }
        TransferState::Declined | TransferState::Cancelled | TransferState::Failed => {
            (words::handover::NOT_SENT, None)
        }
    }
}

fn caption(ui: &Ui, scene: &Scene<'_>, mine: bool, area: Rect, words: &str, icon: Option<Icon>) {
    let t = scene.look.tokens;
    let galley = widgets::galley(ui, words, Type::Small, t.ink_2);
    let width = galley.size().x;
    let icon_room = if icon.is_some() { 20.0 } else { 0.0 };
    let left = if mine {
        area.right() - 2.0 - icon_room - width
    } else {
        area.left() + 2.0
    };
    let at = pos2(left, area.top() + 4.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::Small);
    if let Some(icon) = icon {
        let center = pos2(left + width + 12.0, at.y + 8.0);
        icons::paint(ui.painter(), icon, center, 14.0, t.ink_2);
    }
    let place = Rect::from_min_size(at, vec2(width, 16.0));
    let response = ui.interact(place, ui.id().with("caption"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
}

/// What to do with words that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Again,
    Forget,
}

/// The line below words that did not arrive.
pub(super) fn failed_line(
    ui: &mut Ui,
    scene: &Scene<'_>,
    area: Rect,
    what: &str,
    why: &str,
) -> Option<Choice> {
    let t = scene.look.tokens;
    let row = Rect::from_min_size(area.min, Vec2::new(area.width(), BELOW_BUTTONS));
    let builder = UiBuilder::new()
        .id_salt("failed")
        .max_rect(row)
        .layout(Layout::right_to_left(Align::Center));
    let mut line = ui.new_child(builder);
    line.spacing_mut().item_spacing.x = 2.0;
    let mut choice = None;
    let forget = Button::quiet(room::DELETE).size(Size::Small);
    if line.add(forget).clicked() {
        choice = Some(Choice::Forget);
    }
    let again = Button::new(Kind::Quiet, room::TRY_AGAIN).size(Size::Small);
    if line.add(again).clicked() {
        choice = Some(Choice::Again);
    }
    line.add_space(4.0);
    let words = widgets::Text::colored(what, Type::SmallStrong, t.danger_ink).tooltip(why);
    line.add(words);
    let (_, place) = line.allocate_space(vec2(18.0, 16.0));
    icons::paint(
        line.painter(),
        Icon::Alert,
        place.center(),
        16.0,
        t.danger_ink,
    );
    choice
}

//! One row of the conversation: the day, the bubble, what stands below it.

use egui::{Color32, Rect, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2};
use tincan_net::{Delivery, TransferState};

use super::{
    handed,
    rows::{BELOW_BUTTONS, Below, CHIPS, DAY, NEW, Row},
    said,
    timeline::Scene,
};
use crate::{
    model::{Handover, Item},
    ui::{
        action::{Action, Actions},
        icons::{self, Icon},
        theme::Type,
        widgets::{self, Button, Kind, Size, row},
        words::{self, room, talk},
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

/// Draws a row.
pub(super) fn one(ui: &mut Ui, scene: &Scene<'_>, drawn: &Drawn<'_>, actions: &mut Actions) {
    let item = &drawn.item;
    let mut top = drawn.rect.top();
    let builder = UiBuilder::new().max_rect(drawn.rect);
    let mut inner = match item {
        Item::Said(line, _) => ui.new_child(builder.id_salt(line.message.id)),
        Item::Handed(handover) => ui.new_child(builder.id_salt(handover.transfer.id)),
    };
    if drawn.row.day {
        let line = Rect::from_min_size(pos2(drawn.rect.left(), top), vec2(drawn.rect.width(), DAY));
        let words = scene.clock.day_words(item.at());
        let t = scene.look.tokens;
        divider(&inner, line, &words, (Type::Small, t.ink_2), t.line);
        top += DAY;
    }
    if drawn.row.fresh {
        let line = Rect::from_min_size(pos2(drawn.rect.left(), top), vec2(drawn.rect.width(), NEW));
        let ink = scene.look.tokens.you_ink;
        divider(&inner, line, talk::new(), (Type::SmallStrong, ink), ink);
        top += NEW;
    }
    top += drawn.row.gap;
    let at = |size: Vec2| {
        let left = if item.mine() {
            drawn.rect.right() - size.x
        } else {
            drawn.rect.left()
        };
        let rest = row::mirrored(drawn.rect, Rect::from_min_size(pos2(left, top), size));
        (rest, rest.translate(vec2(0.0, 8.0 * (1.0 - drawn.coming))))
    };
    inner.multiply_opacity(drawn.coming);
    match item {
        Item::Said(line, handover) => {
            let above = handover.map(|handover| handed::shape(&inner, scene, handover).1);
            let mut bubble = said::bubble(inner.painter(), scene, line, above);
            bubble.tail = drawn.row.tail;
            let (rest, area) = at(bubble.size());
            said::ui(&mut inner, scene, drawn, line, &bubble, area, actions);
            let chips = if drawn.row.chips { CHIPS } else { 0.0 };
            below(&mut inner, scene, drawn, rest.bottom() + chips, actions);
        }
        Item::Handed(handover) => {
            let (_, size) = handed::shape(&inner, scene, handover);
            let (rest, area) = at(size);
            let corner = handed::corners(handover, drawn.row.tail);
            handed::ui(&mut inner, scene, handover, area, corner, actions);
            below(&mut inner, scene, drawn, rest.bottom(), actions);
        }
    }
}

/// Words in the middle of a line across the conversation.
fn divider(ui: &Ui, line: Rect, words: &str, (kind, ink): (Type, Color32), rules: Color32) {
    let galley = widgets::galley(ui, words, kind, ink);
    let middle = line.center();
    let half = galley.size().x / 2.0;
    let stroke = Stroke::new(1.0, rules);
    let rule = 96.0_f32.min(line.width() / 2.0 - half - 12.0).max(0.0);
    let painter = ui.painter();
    for side in [-1.0, 1.0] {
        let near = middle.x + side * (half + 12.0);
        painter.line_segment(
            [pos2(near, middle.y), pos2(near + side * rule, middle.y)],
            stroke,
        );
    }
    let at = middle - vec2(half, kind.line() / 2.0);
    widgets::paint_galley(painter, at, galley, kind);
    let id = ui.id().with(("divider", words));
    let place = Rect::from_center_size(middle, vec2(2.0 * half, 16.0));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
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
                Item::Said(_, Some(handover)) if !is_done(handover) => arrival(handover),
                Item::Said(line, _) => receipt(line.delivery),
                Item::Handed(handover) => arrival(handover),
            };
            let time = scene.clock.time(item.at());
            let words = format!("{time} · {state}");
            caption(ui, scene, item.mine(), area, &words, icon);
        }
        (Below::Failed, Item::Said(line, _)) => {
            let id = line.message.id;
            let why = room::not_delivered(&words::name(scene.peer));
            let choice = failed_line(ui, scene, area, room::failed(), &why);
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
        None => (room::waiting(), None),
        Some(Delivery::Sent) => (room::sent(), None),
        Some(Delivery::Delivered) => (room::delivered(), Some(Icon::Check)),
        Some(Delivery::Read) => (room::read(), Some(Icon::Read)),
        Some(Delivery::Failed) => (room::failed(), None),
    }
}

fn is_done(handover: &Handover) -> bool {
    matches!(handover.transfer.state, TransferState::Done { .. })
}

fn arrival(handover: &Handover) -> (&'static str, Option<Icon>) {
    match handover.transfer.state {
        TransferState::Done { .. } => (room::delivered(), Some(Icon::Check)),
        TransferState::Offered | TransferState::Running | TransferState::Paused(_) => {
            (words::handover::sending(), None)
        }
        TransferState::Declined | TransferState::Cancelled | TransferState::Failed => {
            (words::handover::not_sent(), None)
        }
    }
}

fn caption(ui: &Ui, scene: &Scene<'_>, mine: bool, area: Rect, words: &str, icon: Option<Icon>) {
    let t = scene.look.tokens;
    let galley = widgets::galley(ui, words, Type::Small, t.ink_2);
    let width = galley.size().x;
    let icon_room = if icon.is_some() { 20.0 } else { 0.0 };
    let left = if mine {
        row::trail(area, 2.0 + icon_room, width)
    } else {
        row::lead(area, 2.0, width)
    };
    let at = pos2(left, area.top() + 4.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::Small);
    if let Some(icon) = icon {
        let center = pos2(row::trail(area, 2.0, 16.0) + 8.0, at.y + 8.0);
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
    let line = Rect::from_min_size(area.min, Vec2::new(area.width(), BELOW_BUTTONS));
    let builder = UiBuilder::new()
        .id_salt("failed")
        .max_rect(line)
        .layout(row::from_end());
    let mut line = ui.new_child(builder);
    line.spacing_mut().item_spacing.x = 2.0;
    let mut choice = None;
    let forget = Button::quiet(room::delete()).size(Size::Small);
    if line.add(forget).clicked() {
        choice = Some(Choice::Forget);
    }
    let again = Button::new(Kind::Quiet, room::try_again()).size(Size::Small);
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

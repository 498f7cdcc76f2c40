//! The two together: header, conversation, composer.

mod attach;
mod composer;
mod draw;
mod drop;
mod gifs;
pub(in crate::ui) mod handed;
mod header;
mod heights;
mod rows;
mod steady;
mod timeline;

use std::cell::RefCell;

use egui::{Align2, Id, Key, Modifiers, Rangef, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use tincan_net::{DisplayName, MessageId};

use self::{
    composer::Composer,
    steady::Steady,
    timeline::{Scene, Timeline},
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        clock::Clock,
        handing::{Hand, Handing},
        icons::Icon,
        screens::page,
        string,
        theme::{Type, look, space, width},
        widgets::{self, Button, Notice, Size, Text, Tone},
        words::{self, handover, room},
    },
};

/// What the screen remembers.
#[derive(Debug, Default)]
pub(crate) struct State {
    timeline: Timeline,
    composer: Composer,
    tag: Steady,
}

impl State {
    /// What is being written.
    pub(crate) fn draft(&self) -> &str {
        self.composer.text()
    }

    /// Words that were not taken.
    pub(crate) fn give_back(&mut self, text: String) {
        self.composer.give_back(text);
    }

    /// Rows that were laid out for the last frame.
    pub(crate) fn rows_laid_out(&self) -> usize {
        self.timeline.laid_out()
    }
}

/// Height of the line that says who is typing.
const TYPING: f32 = 28.0;

/// Draws the screen. A message of the other that has now been seen.
pub(crate) fn ui(
    ui: &mut Ui,
    room: &mut Room,
    state: &mut State,
    handing: &mut Handing,
    clock: &Clock,
    leaving: bool,
    actions: &mut Actions,
) -> Option<MessageId> {
    let peer = room.peer()?.clone();
    let whole = ui.available_rect_before_wrap();
    let narrow = whole.width() < width::NARROW;
    let mut header = header::view(room, peer.clone(), clock.now(), leaving);
    let now = ui.input(|input| input.time);
    let (tag, again) = state.tag.show(&header.tag, now);
    header.tag = tag.to_owned();
    if let Some(again) = again {
        ui.ctx().request_repaint_after_secs(again as f32);
    }
    let head = Rect::from_min_size(
        whole.min,
        vec2(whole.width(), header::height(whole.width())),
    );
    let margin = if narrow { 8.0 } else { 24.0 };
    let column = column(whole, margin);
    let (side, bottom) = if narrow { (0.0, 8.0) } else { (0.0, space::L) };
    let box_height = state.composer.height();
    let composer = Rect::from_min_max(
        pos2(column.min - side, whole.bottom() - bottom - box_height),
        pos2(column.max + side, whole.bottom() - bottom),
    );
    let typing = Rect::from_min_max(
        pos2(column.min, composer.top() - TYPING),
        pos2(column.max, composer.top()),
    );
    let mut list = Rect::from_min_max(
        pos2(whole.left(), head.bottom()),
        pos2(whole.right(), typing.top()),
    );

    list.min.y = notices(
        ui,
        list,
        column,
        room,
        handing.complaint.as_deref(),
        actions,
    );
    let inset = if narrow { 4.0 } else { 0.0 };
    let scene = Scene {
        room,
        shelf: RefCell::new(&mut handing.shelf),
        clock,
        peer: &peer,
        look: look(ui.ctx()),
        column: Rangef::new(column.min + inset, column.max - inset),
    };
    conversation(ui, list, &scene, &mut state.timeline, actions);
    if room.conversation.peer_typing {
        typing_line(ui, typing, &peer);
    }
    state.composer.ui(ui, composer, handing, actions);
    header::ui(ui, head, &header, actions);
    drop::ui(ui, list, column, handing, actions);
    ui.expand_to_include_rect(whole);

    let said = actions
        .iter()
        .any(|action| matches!(action, Action::Say(_)));
    if said {
        state.timeline.follow();
    }
    let looks = ui.input(|input| input.focused) && state.timeline.at_newest();
    if looks {
        room.conversation.see_all()
    } else {
        None
    }
}

fn column(whole: Rect, margin: f32) -> Rangef {
    let width = (whole.width() - 2.0 * margin).min(width::CONVERSATION);
    let left = whole.center().x - width / 2.0;
    Rangef::new(left.round(), (left + width).round())
}

/// What a person should know now, above the conversation. Where that begins.
fn notices(
    ui: &mut Ui,
    list: Rect,
    column: Rangef,
    room: &Room,
    complaint: Option<&str>,
    actions: &mut Actions,
) -> f32 {
    if room.warnings().is_empty() && complaint.is_none() {
        return list.top();
    }
    let area = Rect::from_min_max(
        pos2(column.min, list.top() + space::S),
        pos2(column.max, list.bottom()),
    );
    let shown = ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        page::warnings(ui, room.warnings(), actions);
        if let Some(why) = complaint {
            let notice = Notice::new(Tone::Danger, why).action(handover::OK);
            if widgets::notice(ui, notice) {
                actions.push(Action::Hand(Hand::Understood));
            }
        }
    });
    shown.response.rect.bottom()
}

fn conversation(
    ui: &mut Ui,
    list: Rect,
    scene: &Scene<'_>,
    timeline: &mut Timeline,
    actions: &mut Actions,
) {
    let unsent: Vec<_> = scene.room.conversation.unsent().collect();
    if scene.room.is_empty() && unsent.is_empty() {
        let t = scene.look.tokens;
        let column = Rect::from_min_max(
            pos2(scene.column.min, list.center().y - 11.0),
            pos2(scene.column.max, list.bottom()),
        );
        ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
            ui.add(Text::colored(room::EMPTY, Type::Message, t.ink_2).centered());
        });
        return;
    }
    let mut list = list;
    // Words that were refused stand below, where they would have come.
    list.max.y -= unsent_lines(ui, list, scene, actions);
    scroll_keys(ui, timeline);
    let mut area = ui.new_child(UiBuilder::new().id_salt("conversation").max_rect(list));
    area.set_clip_rect(area.clip_rect().intersect(list));
    timeline.ui(&mut area, scene, actions);
    if !timeline.at_newest() {
        down_button(ui, list, scene.room.conversation.unread(), timeline);
    }
}

/// The keys that scroll, while one writes.
fn scroll_keys(ui: &Ui, timeline: &mut Timeline) {
    let end = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::End));
    if end {
        timeline.follow();
    }
    let page = ui.input_mut(|input| {
        let up = input.consume_key(Modifiers::NONE, Key::PageUp);
        let down = input.consume_key(Modifiers::NONE, Key::PageDown);
        i8::from(down) - i8::from(up)
    });
    if page != 0 {
        timeline.page(f64::from(page));
    }
}

fn unsent_lines(ui: &mut Ui, list: Rect, scene: &Scene<'_>, actions: &mut Actions) -> f32 {
    const ROW: f32 = 36.0;
    let mut bottom = list.bottom();
    // The last few: more than these would push the conversation out.
    for words in scene
        .room
        .conversation
        .unsent()
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .take(4)
    {
        let row = Rect::from_min_max(
            pos2(scene.column.min, bottom - ROW),
            pos2(scene.column.max, bottom),
        );
        let why = words.error.as_ref().map(ToString::to_string);
        let what: String = words.text.chars().take(32).collect();
        let mut line = ui.new_child(UiBuilder::new().id_salt(words.tag).max_rect(row));
        let what = format!("{}: {what}", room::WAITING);
        match draw::failed_line(
            &mut line,
            scene,
            row,
            &what,
            why.as_deref().unwrap_or_default(),
        ) {
            Some(draw::Choice::Again) => actions.push(Action::RetryUnsent(words.tag)),
            Some(draw::Choice::Forget) => actions.push(Action::ForgetUnsent(words.tag)),
            None => {}
        }
        bottom -= ROW;
    }
    list.bottom() - bottom
}

/// Back to the newest, when one has scrolled up.
fn down_button(ui: &mut Ui, list: Rect, unread: usize, timeline: &mut Timeline) {
    let words = room::new_messages(unread);
    let button = Button::second(&words).icon(Icon::Down).size(Size::Normal);
    let size = vec2(button.natural_width(ui), 36.0);
    let at = pos2(list.center().x, list.bottom() - 12.0);
    let rect = Align2::CENTER_BOTTOM.anchor_size(at, size);
    // Above the rows, which take clicks too.
    let mut layer = ui.new_child(UiBuilder::new().id_salt("down").max_rect(rect));
    if layer.add(button).clicked() {
        timeline.follow();
        ui.ctx().request_repaint();
    }
}

fn typing_line(ui: &mut Ui, area: Rect, peer: &DisplayName) {
    let look = look(ui.ctx());
    let middle = area.center().y - 4.0;
    string::paint_typing(ui.painter(), pos2(area.left() + 1.0, middle), &look);
    let words = room::typing(&words::name(peer));
    let galley = widgets::galley(ui, words.as_str(), Type::Small, look.tokens.ink_2);
    let at = pos2(area.left() + 42.0, middle - 8.0);
    let place = Rect::from_min_size(at, galley.size());
    widgets::paint_galley(ui.painter(), at, galley, Type::Small);
    let response = ui.interact(place, Id::new("typing"), Sense::hover());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, words.as_str()));
}

//! The two together: header, conversation, composer.

mod around;
mod attach;
mod card;
mod composer;
mod draw;
mod drop;
mod gifs;
pub(in crate::ui) mod handed;
mod header;
mod heights;
mod intent;
mod keeping;
mod reactions;
mod rows;
mod said;
mod search;
mod side;
mod steady;
mod timeline;
mod tools;
mod wishes;

pub(crate) use self::header::height as header_height;

use std::cell::RefCell;

use egui::{Area, Id, Key, Modifiers, Order, Rangef, Rect, Ui, UiBuilder, pos2, vec2};
use tincan_net::{Command, MessageId};

use self::{
    composer::Composer,
    intent::Intent,
    side::Answer,
    steady::Steady,
    timeline::{Scene, Timeline, Wish},
    wishes::{grant, pick, said_at, show},
};
use crate::{
    model::{Entry, Room},
    ui::{
        action::{Action, Actions},
        clock::Clock,
        emoji_picker::EmojiPicker,
        handing::{Hand, Handing},
        theme::{Type, look, space, width},
        widgets::{Text, row},
        words::{self, kept, room},
    },
};

/// What the screen remembers.
#[derive(Debug, Default)]
pub(crate) struct State {
    timeline: Timeline,
    composer: Composer,
    tag: Steady,
    /// The message that keys have come to.
    at: Option<MessageId>,
    /// It takes the keyboard as soon as it is in sight.
    takes_keys: bool,
    /// What was looked for, and until when that shows.
    shown: Option<(Entry, f64)>,
    /// The first message that nobody saw come.
    fresh: Option<MessageId>,
    /// Somebody looked at the newest in the last frame.
    looked: bool,
    /// What is beside the conversation, if anything is.
    side: Option<Beside>,
    search: search::State,
    /// The room was seen as it was when it was opened.
    begun: bool,
    /// The person said that the five emoji differ.
    differ: bool,
    emoji: EmojiPicker,
    picking: Option<Picking>,
    /// Why something was not done, until it was read.
    complaint: Option<String>,
}

/// What is beside the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// Whether it is really them.
    Safety,
    /// What was said before.
    Search,
}

/// What an emoji is picked for.
#[derive(Clone, Copy, Debug)]
struct Picking {
    /// To react to this; to write with otherwise.
    message: Option<MessageId>,
    /// What the panel stands above.
    anchor: Rect,
}

/// What the screen needs from around it.
pub(crate) struct Around<'a> {
    pub(crate) handing: &'a mut Handing,
    pub(crate) clock: &'a Clock,
    pub(crate) leaving: bool,
    /// The person hides their address.
    pub(crate) hidden: bool,
}

impl State {
    /// For the next room: of this one, only what was picked is known.
    pub(crate) fn next(self) -> Self {
        Self {
            emoji: self.emoji,
            ..Self::default()
        }
    }

    /// Something was not done.
    pub(crate) fn complain(&mut self, why: String) {
        self.complaint = Some(why);
    }

    /// The complaint was read.
    pub(crate) fn understood(&mut self) {
        self.complaint = None;
    }

    /// Words are looked for in what was said.
    pub(crate) fn open_search(&mut self) {
        self.side = Some(Beside::Search);
        self.search.open();
    }

    /// What is being written.
    pub(crate) fn draft(&self) -> &str {
        self.composer.text()
    }

    /// Whether something new is being written.
    pub(crate) fn writes(&self) -> bool {
        self.composer.writes()
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
/// How long a message that was looked for stands out, in seconds.
const SHOWN_S: f64 = 1.6;

/// Draws the screen. A message of the other that has now been seen.
pub(crate) fn ui(
    ui: &mut Ui,
    room: &mut Room,
    state: &mut State,
    around: Around<'_>,
    actions: &mut Actions,
) -> Option<MessageId> {
    let Around {
        handing,
        clock,
        leaving,
        hidden,
    } = around;
    let peer = room.peer()?.clone();
    let window = ui.available_rect_before_wrap();
    let narrow = window.width() < width::NARROW;
    let docked = state.side.is_some() && window.width() >= width::DOCKED;
    let mut whole = window;
    if docked {
        whole = row::mirrored(window, whole.with_max_x(whole.right() - side::WIDTH));
    }
    let mut header = header::view(room, peer.clone(), clock.now(), leaving);
    let now = ui.input(|input| input.time);
    let (tag, again) = state.tag.show(&header.tag, now);
    header.tag = tag.to_owned();
    if let Some(again) = again {
        ui.ctx().request_repaint_after_secs(again as f32);
    }
    let head = Rect::from_min_size(
        window.min,
        vec2(window.width(), header::height(window.width())),
    );
    let margin = if narrow { 8.0 } else { 24.0 };
    let column = column(whole, margin);
    let (side, bottom) = if narrow { (0.0, 8.0) } else { (0.0, space::L) };
    if state.composer.intent() != Intent::Say && about(room, state).is_none() {
        state.composer.cancel(); // What it was about is gone.
    }
    let box_height = state.composer.height(&handing.staged);
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

    open_at_unread(room, state);
    list.min.y = around::notices(
        ui,
        list,
        column,
        room,
        (handing.complaint.as_deref(), state.complaint.as_deref()),
        actions,
    );
    if room.conversation.unread() > 0 && !state.looked {
        state.fresh = room.conversation.first_unread();
    }
    state.shown.take_if(|(_, until)| *until <= now);
    if let Some((_, until)) = state.shown {
        ui.ctx().request_repaint_after_secs((until - now) as f32);
    }
    let newest = (0..room.len()).rev().find_map(|at| said_at(room, at));
    let inset = if narrow { 4.0 } else { 0.0 };
    let scene = Scene {
        room,
        shelf: RefCell::new(&mut handing.shelf),
        remains: RefCell::new(&mut handing.remains),
        clock,
        peer: &peer,
        look: look(ui.ctx()),
        column: Rangef::new(column.min + inset, column.max - inset),
        fresh: state.fresh,
        at: state.at.or(newest),
        takes_keys: std::mem::take(&mut state.takes_keys),
        shown: state.shown.map(|(entry, _)| entry),
        wishes: RefCell::default(),
    };
    conversation(ui, list, &scene, &mut state.timeline, actions);
    if scene.remains.borrow().wants_any() {
        ui.ctx().request_repaint();
    }
    // What is above the conversation may take all of a low window.
    if room.conversation.peer_typing && list.height() > 0.0 {
        around::typing_line(ui, typing, &peer);
    }
    let about = about(room, state).map(|message| said::quote(&scene, Some(message)));
    let wishes = scene.wishes;
    state
        .composer
        .ui(ui, composer, handing, about.as_ref(), &wishes, actions);
    let wishes = wishes.into_inner();
    let safety = state.side == Some(Beside::Safety);
    if header::ui(ui, head, &header, safety, actions) {
        state.side = (!safety).then_some(Beside::Safety);
    }
    drop::ui(ui, list, column, handing, actions);
    if let Some(beside) = state.side {
        let area = Rect::from_min_max(
            pos2(
                if narrow {
                    window.left()
                } else {
                    window.right() - side::WIDTH
                },
                head.bottom(),
            ),
            window.max,
        );
        let area = row::mirrored(window, area);
        let view = side::view(room, state.differ, hidden);
        let search = &mut state.search;
        let mut draw = |ui: &mut Ui| match beside {
            Beside::Safety => side::ui(ui, area, &view, actions),
            Beside::Search => {
                let away = search::ui(ui, area, room, clock, search, actions);
                away.then_some(Answer::Close)
            }
        };
        let answer = if docked {
            draw(ui)
        } else {
            // Over the conversation.
            Area::new(Id::new("side"))
                .order(Order::Middle)
                .fixed_pos(area.min)
                .show(ui.ctx(), |ui| {
                    ui.set_min_size(area.size());
                    draw(ui)
                })
                .inner
        };
        answered(state, answer, actions);
    }
    if let Some(entry) = room.take_wanted() {
        grant(ui, room, state, Wish::Show(entry), false);
    }
    if room.can_ask_earlier() && state.timeline.near_begin() {
        actions.push(Action::Earlier);
    }
    let was_picking = state.picking.is_some();
    pick(ui, room, state, actions);
    for wish in wishes {
        grant(ui, room, state, wish, was_picking);
    }
    ui.expand_to_include_rect(window);

    let said = actions.iter().any(|action| {
        matches!(
            action,
            Action::Tell(Command::Say { .. }) | Action::Hand(Hand::SendStaged(_))
        )
    });
    if said {
        state.timeline.follow();
        state.fresh = None;
    }
    let looks = ui.input(|input| input.focused) && state.timeline.at_newest();
    state.looked = looks;
    if looks {
        room.let_go();
        room.conversation.see_all()
    } else {
        None
    }
}

/// A kept room opens where one has not read on.
fn open_at_unread(room: &Room, state: &mut State) {
    if state.begun || room.is_empty() {
        return;
    }
    state.begun = true;
    if let Some(first) = room.conversation.first_unread().filter(|_| room.kept) {
        show(room, state, Entry::Said(first));
        state.fresh = Some(first);
    }
}

/// The message that what is being written is about.
fn about<'a>(room: &'a Room, state: &State) -> Option<&'a tincan_net::Message> {
    let id = state.composer.intent().about()?;
    let message = &room.conversation.find(id)?.message;
    (!message.deleted).then_some(message)
}

fn answered(state: &mut State, answer: Option<Answer>, actions: &mut Actions) {
    match answer {
        Some(Answer::Match) => {
            state.differ = false;
            actions.push(Command::Verify(true).into());
        }
        Some(Answer::Differ) => {
            state.differ = true;
            actions.push(Command::Verify(false).into());
        }
        Some(Answer::Close) => state.side = None,
        Some(Answer::Save) => actions.push(Action::SaveRecord),
        None => {}
    }
}

fn column(whole: Rect, margin: f32) -> Rangef {
    let width = (whole.width() - 2.0 * margin).min(width::CONVERSATION);
    let left = whole.center().x - width / 2.0;
    Rangef::new(left.round(), (left + width).round())
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
            let says = match scene.room.kept {
                true => kept::nothing_yet(&words::name(scene.peer)),
                false => room::empty().to_owned(),
            };
            ui.add(Text::colored(says, Type::Message, t.ink_2).centered());
        });
        return;
    }
    let mut list = list;
    // Words that were refused stand below, where they would have come.
    list.max.y -= around::unsent_lines(ui, list, scene, actions);
    scroll_keys(ui, timeline);
    let mut area = ui.new_child(UiBuilder::new().id_salt("conversation").max_rect(list));
    area.set_clip_rect(area.clip_rect().intersect(list));
    timeline.ui(&mut area, scene, actions);
    if !timeline.at_newest() {
        around::down_button(ui, list, scene.room.conversation.unread(), timeline);
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

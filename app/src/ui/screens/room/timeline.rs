//! The conversation as a list that costs the same however long it is: only the
//! rows in sight are laid out, the others have a known or a guessed height.

use std::cell::RefCell;

use egui::{Pos2, Rect, ScrollArea, Stroke, Ui, pos2};
use tincan_net::{DisplayName, MessageId, TransferId};

use super::{
    draw::{self, Drawn},
    handed,
    heights::Heights,
    rows::{self, Row},
    said,
};
use crate::{
    model::{Entry, Item, Room},
    ui::{
        action::Actions,
        clock::Clock,
        handing::{Remains, Shelf},
        theme::{Look, motion, radius, width},
    },
};

/// What rows need to be drawn.
pub(super) struct Scene<'a> {
    pub(super) room: &'a Room,
    pub(super) shelf: RefCell<&'a mut Shelf<TransferId>>,
    pub(super) remains: RefCell<&'a mut Remains>,
    pub(super) clock: &'a Clock,
    pub(super) peer: &'a DisplayName,
    pub(super) look: Look,
    /// The column of the conversation.
    pub(super) column: egui::Rangef,
    /// The first message that was not seen when it came.
    pub(super) fresh: Option<MessageId>,
    /// The message that keys have come to, or come to next.
    pub(super) at: Option<MessageId>,
    /// It takes the keyboard.
    pub(super) takes_keys: bool,
    /// What was just looked for.
    pub(super) shown: Option<Entry>,
    pub(super) wishes: RefCell<Vec<Wish>>,
}

/// Something that a person wants of the screen itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wish {
    /// Answer this.
    Reply(MessageId),
    /// Write it anew.
    Edit(MessageId),
    /// Bring it into sight.
    Show(Entry),
    /// On to the next, or back, by keys.
    Walk(MessageId, i8),
    /// All emoji, to react with; opened from here.
    Pick(MessageId, Rect),
    /// All emoji, to write with.
    Write(Rect),
    /// Write the last message of one's own anew.
    EditLast,
}

impl Scene<'_> {
    pub(super) fn wish(&self, wish: Wish) {
        self.wishes.borrow_mut().push(wish);
    }

    /// What was just looked for stands out.
    pub(super) fn mark_shown(&self, ui: &Ui, entry: Entry, area: Rect) {
        if self.shown == Some(entry) {
            let stroke = Stroke::new(2.0, self.look.tokens.focus);
            let kind = egui::StrokeKind::Outside;
            ui.painter()
                .rect_stroke(area.expand(2.0), radius::CARD + 2, stroke, kind);
        }
    }

    /// The widest bubble.
    pub(super) fn bubble(&self) -> f32 {
        (self.column.span() * 0.78).min(width::BUBBLE)
    }
}

/// What the view holds on to while heights around it become known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Anchor {
    /// The newest, as it comes.
    #[default]
    Newest,
    /// This row, scrolled past by this much.
    Row { row: usize, past: f64 },
}

/// What heights depend on, apart from the words.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Measure {
    bubble: f32,
    scale: f32,
    fonts: usize,
    removals: u64,
}

/// The list, between frames.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    heights: Heights,
    rows: Vec<Kept>,
    anchor: Anchor,
    measure: Option<Measure>,
    last_mine: Option<usize>,
    /// The number of the first row, which falls as older ones come.
    begin: i64,
    laid_out: usize,
    window: f64,
}

/// More rows than this that come at once stand as they may until they are seen.
const MANY: usize = 64;

#[derive(Clone, Copy, Debug)]
struct Kept {
    row: Row,
    /// Height of the bubble, once it was laid out. What was handed over is
    /// measured anew every time, as it changes.
    bubble: Option<f32>,
    /// Of which words that is the height.
    revision: u32,
    /// When it came, while it still comes in.
    born: Option<f64>,
}

impl Kept {
    fn new(row: Row, born: Option<f64>) -> Self {
        Self {
            row,
            bubble: None,
            revision: 0,
            born,
        }
    }
}

impl Timeline {
    /// Whether the newest message is in sight.
    pub(super) fn at_newest(&self) -> bool {
        self.anchor == Anchor::Newest
    }

    /// Back to the newest.
    pub(super) fn follow(&mut self) {
        self.anchor = Anchor::Newest;
    }

    /// A page down, or up when `pages` is negative.
    pub(super) fn page(&mut self, pages: f64) {
        let top = self.top(self.window);
        let to = top + pages * (self.window - 44.0).max(44.0);
        self.hold(to.max(0.0), self.heights.total(), 0.0, self.window);
    }

    /// Brings a row into sight, unless it is: about a third down.
    pub(super) fn reveal(&mut self, row: usize) {
        let top = self.top(self.window);
        let known = row < self.rows.len();
        let whole =
            known && self.heights.top(row) >= top && self.heights.top(row + 1) <= top + self.window;
        if !whole {
            let past = -self.window / 3.0;
            self.anchor = Anchor::Row { row, past };
        }
    }

    /// Whether it is time for older words to come.
    pub(super) fn near_begin(&self) -> bool {
        self.top(self.window) < 2.0 * self.window
    }

    /// Rows that were laid out for the last frame.
    pub(super) fn laid_out(&self) -> usize {
        self.laid_out
    }

    /// Draws what is in sight.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Actions) {
        self.laid_out = 0;
        let window = ui.available_height();
        self.window = f64::from(window);
        self.sync(ui, scene);
        let top = self.settle(ui, scene, f64::from(window));
        // Few words stand at the lower edge, where one writes.
        let total = self.heights.total().max(f64::from(window));
        let lead = total - self.heights.total();

        let area = ScrollArea::vertical()
            .auto_shrink(false)
            .vertical_scroll_offset(top as f32)
            .show_viewport(ui, |ui, viewport| {
                ui.set_height(total as f32);
                let origin = ui.max_rect().min;
                self.draw(ui, scene, origin, viewport, lead, actions);
            });
        let scrolled = f64::from(area.state.offset.y);
        self.hold(scrolled, total, lead, f64::from(area.inner_rect.height()));
    }

    /// Brings the rows up to the conversation.
    fn sync(&mut self, ui: &Ui, scene: &Scene<'_>) {
        let room = scene.room;
        let measure = Measure {
            bubble: scene.bubble(),
            scale: ui.pixels_per_point(),
            fonts: ui.fonts(|fonts| fonts.definitions().font_data.len()),
            removals: room.conversation.removals(),
        };
        if self.measure != Some(measure) || self.rows.len() > room.len() {
            let gone = self
                .measure
                .is_some_and(|known| known.removals != measure.removals);
            self.measure = Some(measure);
            self.rows.clear();
            self.heights.clear();
            if gone {
                self.last_mine = None;
            }
            self.begin = room.begin();
        }
        self.shift(scene);
        let known = self.rows.len();
        let last_mine = room.last_mine();
        // A few that come while one looks slide in; a flood does not.
        let few = known > 0 && room.len() - known <= 3 && self.at_newest();
        let born =
            (few && scene.look.motion(motion::PANEL) > 0.0).then(|| ui.input(|input| input.time));
        let many = room.len() - known > MANY;
        for at in known..room.len() {
            let row = if many {
                Row::guess()
            } else {
                rows::row(room, at, last_mine, scene.fresh, scene.clock)
            };
            let kept = Kept::new(row, born);
            self.rows.push(kept);
            let height = row.extra() + guess(room.item(at), measure.bubble);
            self.heights.push(height);
        }
        // What is new changes how its neighbours stand.
        let moved = [known.checked_sub(1), self.last_mine, last_mine];
        for at in moved.into_iter().flatten() {
            self.restand(at, last_mine, scene, measure.bubble);
        }
        self.last_mine = last_mine;
    }

    /// Rows came before the first, or went there: what was held on to stays where
    /// it is.
    fn shift(&mut self, scene: &Scene<'_>) {
        let came = self.begin - scene.room.begin();
        self.begin = scene.room.begin();
        let count = usize::try_from(came.unsigned_abs()).unwrap_or(usize::MAX);
        let moved = |row: usize| match came > 0 {
            true => row + count,
            false => row.saturating_sub(count),
        };
        match came {
            0 => return,
            1.. => {
                let row = Kept::new(Row::guess(), None);
                self.rows.splice(0..0, std::iter::repeat_n(row, count));
            }
            _ => drop(self.rows.drain(..count.min(self.rows.len()))),
        }
        let width = scene.bubble();
        let heights = self.rows.iter().enumerate().map(|(at, kept)| {
            let bubble = kept
                .bubble
                .unwrap_or_else(|| guess(scene.room.item(at), width));
            kept.row.extra() + bubble
        });
        self.heights.put(heights);
        self.last_mine = self.last_mine.map(moved);
        if let Anchor::Row { row, .. } = &mut self.anchor {
            *row = moved(*row);
        }
    }

    fn restand(&mut self, at: usize, last_mine: Option<usize>, scene: &Scene<'_>, width: f32) {
        if let Some(kept) = self.rows.get_mut(at) {
            kept.row = rows::row(scene.room, at, last_mine, scene.fresh, scene.clock);
            let bubble = kept
                .bubble
                .unwrap_or_else(|| guess(scene.room.item(at), width));
            self.heights.set(at, kept.row.extra() + bubble);
        }
    }

    /// Lays out the rows that will be seen, so that none jumps as it appears.
    /// Where the view begins then.
    fn settle(&mut self, ui: &Ui, scene: &Scene<'_>, window: f64) -> f64 {
        let mut top = self.top(window);
        for _ in 0..8 {
            let (first, last) = self.in_sight(top, window);
            let mut changed = false;
            for at in first..=last {
                changed |= self.lay_out(ui, scene, at);
            }
            top = self.top(window);
            if !changed {
                break;
            }
        }
        top
    }

    /// Measures a row that was only guessed, and sees whether it stands
    /// otherwise than before. Whether its height changed.
    fn lay_out(&mut self, ui: &Ui, scene: &Scene<'_>, at: usize) -> bool {
        let Some(item) = scene.room.item(at) else {
            return false;
        };
        let row = rows::row(scene.room, at, self.last_mine, scene.fresh, scene.clock);
        let Some(kept) = self.rows.get_mut(at) else {
            return false;
        };
        kept.row = row;
        match item {
            Item::Said(line, Some(handover)) => {
                self.laid_out += 1;
                let above = handed::shape(ui, scene, handover).1;
                let bubble = said::bubble(ui.painter(), scene, line, Some(above));
                kept.bubble = Some(bubble.size().y);
            }
            Item::Said(line, None) if kept.bubble.is_none() || kept.revision != line.revision => {
                self.laid_out += 1;
                kept.revision = line.revision;
                let bubble = said::bubble(ui.painter(), scene, line, None);
                kept.bubble = Some(bubble.size().y);
            }
            Item::Said(_, None) => {}
            Item::Handed(handover) => kept.bubble = Some(handed::shape(ui, scene, handover).1.y),
        }
        let height = row.extra() + kept.bubble.unwrap_or_default();
        let before = self.heights.get(at);
        self.heights.set(at, height);
        before != height
    }

    fn in_sight(&self, top: f64, window: f64) -> (usize, usize) {
        if self.heights.len() == 0 {
            return (1, 0);
        }
        let first = self.heights.row_at(top);
        (first, self.heights.row_at(top + window))
    }

    fn top(&self, window: f64) -> f64 {
        let most = (self.heights.total() - window).max(0.0);
        match self.anchor {
            Anchor::Newest => most,
            Anchor::Row { row, past } => (self.heights.top(row) + past).clamp(0.0, most),
        }
    }

    /// Holds on to what the person has scrolled to.
    fn hold(&mut self, scrolled: f64, total: f64, lead: f64, window: f64) {
        self.anchor = if scrolled + window >= total - 2.0 {
            Anchor::Newest
        } else {
            let at = scrolled - lead;
            let row = self.heights.row_at(at);
            Anchor::Row {
                row,
                past: at - self.heights.top(row),
            }
        };
    }

    fn draw(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        origin: Pos2,
        viewport: Rect,
        lead: f64,
        actions: &mut Actions,
    ) {
        let room = scene.room;
        let top = f64::from(viewport.top()) - lead;
        let (first, last) = self.in_sight(top, f64::from(viewport.height()));
        for at in first..=last {
            let (Some(item), Some(kept)) = (room.item(at), self.rows.get_mut(at)) else {
                continue;
            };
            self.laid_out += 1;
            let y = origin.y + (self.heights.top(at) + lead) as f32;
            let rect = Rect::from_min_max(
                pos2(scene.column.min, y),
                pos2(scene.column.max, y + self.heights.get(at)),
            );
            let coming = coming(ui, &mut kept.born, &scene.look);
            let drawn = Drawn {
                item,
                row: kept.row,
                rect,
                coming,
                newest: at + 1 == room.len(),
            };
            draw::one(ui, scene, &drawn, actions);
        }
    }
}

/// How far a new row has come in, from 0 to 1.
fn coming(ui: &Ui, born: &mut Option<f64>, look: &Look) -> f32 {
    let Some(since) = *born else { return 1.0 };
    let age = (ui.input(|input| input.time) - since) as f32;
    let way = age / look.motion(motion::PANEL).max(f32::EPSILON);
    if way >= 1.0 {
        *born = None;
        return 1.0;
    }
    ui.ctx().request_repaint();
    // Ease out.
    1.0 - (1.0 - way) * (1.0 - way)
}

/// About how high a bubble will be, for rows that are not in sight.
fn guess(item: Option<Item<'_>>, width: f32) -> f32 {
    const LETTER: f32 = 7.4;
    let line = match item {
        Some(Item::Said(line, _)) => line,
        Some(Item::Handed(_)) => return 160.0,
        None => return 0.0,
    };
    let letters_a_line = ((width - 28.0) / LETTER).max(8.0);
    let text = &line.message.text;
    let lines: f32 = text
        .split('\n')
        .take(200)
        .map(|part| (part.len() as f32 / letters_a_line).ceil().max(1.0))
        .sum();
    let quote = if line.message.reply_to.is_some() {
        28.0
    } else {
        0.0
    };
    lines * 22.0 + 16.0 + quote
}

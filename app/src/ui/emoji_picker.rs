//! The panel that emoji are picked from: by looking, by name, by keys.

mod found;

use std::collections::VecDeque;

use egui::{
    Id, Key, Modifiers, Popup, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType, pos2,
    vec2,
};
use emojis::{Group, SkinTone};

use self::found::{Grid, Move};
use crate::ui::{
    emoji,
    theme::{Type, look, radius, space},
    widgets::{self, Text, emoji_button, panel, search, tip},
    words::{
        Word,
        talk::{self, groups, tones},
    },
};

/// How wide the panel is.
const WIDTH: f32 = 306.0;
/// A cell.
const CELL: f32 = 34.0;
/// Cells side by side.
const COLUMNS: usize = 8;
/// Rows in sight.
const ROWS: f32 = 6.0;
/// Letters of a search.
const QUERY: usize = 40;
/// Emoji that are remembered.
const RECENT: usize = 2 * COLUMNS;

const TONES: [(SkinTone, Word); 6] = [
    (SkinTone::Default, tones::default),
    (SkinTone::Light, tones::light),
    (SkinTone::MediumLight, tones::medium_light),
    (SkinTone::Medium, tones::medium),
    (SkinTone::MediumDark, tones::medium_dark),
    (SkinTone::Dark, tones::dark),
];

/// Groups, each by an emoji of it.
const GROUPS: [(Group, &str, Word); 9] = [
    (Group::SmileysAndEmotion, "😀", groups::smileys),
    (Group::PeopleAndBody, "👋", groups::people),
    (Group::AnimalsAndNature, "🐶", groups::nature),
    (Group::FoodAndDrink, "🍎", groups::food),
    (Group::TravelAndPlaces, "🚲", groups::travel),
    (Group::Activities, "⚽", groups::activities),
    (Group::Objects, "💡", groups::objects),
    (Group::Symbols, "❤️", groups::symbols),
    (Group::Flags, "🏁", groups::flags),
];

/// What the panel remembers while the app runs, and nowhere else.
#[derive(Debug, Default)]
pub(crate) struct EmojiPicker {
    query: String,
    tone: usize,
    recent: VecDeque<&'static str>,
    grid: Option<Grid>,
    /// The cell that keys have come to.
    at: Option<usize>,
    /// What the pointer is on.
    hovered: Option<&'static str>,
    /// To be brought into sight: a row.
    reveal: Option<usize>,
    fresh: bool,
}

impl EmojiPicker {
    /// It is opened.
    pub(crate) fn open(&mut self) {
        self.query.clear();
        self.grid = None;
        self.at = None;
        self.hovered = None;
        self.reveal = Some(0);
        self.fresh = true;
    }

    /// Draws the panel in `popup` while it is open; what was picked.
    pub(crate) fn ui(&mut self, popup: Popup<'_>) -> Option<&'static str> {
        let picked = panel(popup, talk::emoji(), WIDTH, |ui| self.content(ui))?;
        if let Some(emoji) = picked {
            self.recent.retain(|known| *known != emoji);
            self.recent.push_front(emoji);
            self.recent.truncate(RECENT);
            if self.query.is_empty() && self.at.is_none() {
                self.grid = None;
            }
        }
        picked
    }

    fn content(&mut self, ui: &mut Ui) -> Option<&'static str> {
        let field = Id::new("emoji search");
        let keys = self.keys(ui, field);
        let response = search(ui, field, talk::search_emoji(), QUERY, &mut self.query);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        if response.changed() {
            self.grid = None;
            self.reveal = Some(0);
        }
        let tone = TONES
            .get(self.tone)
            .map_or(SkinTone::Default, |tone| tone.0);
        let recent = &self.recent;
        let query = self.query.trim();
        let grid = self
            .grid
            .get_or_insert_with(|| Grid::of(query, tone, recent, COLUMNS));
        if response.changed() {
            self.at = (!query.is_empty() && grid.len() > 0).then_some(0);
        }
        let mut picked = None;
        match keys {
            Some(Keys::Move(to)) => {
                self.at = grid.step(self.at, to);
                self.hovered = None;
                self.reveal = self.at.map(|at| grid.row_of(at));
            }
            Some(Keys::Pick) => picked = self.at.and_then(|at| grid.emoji(at)),
            None => {}
        }
        if query.is_empty() {
            self.groups(ui);
        }
        picked = self.cells(ui).or(picked);
        self.foot(ui);
        picked
    }

    /// Keys that walk the grid are taken before the field sees them.
    fn keys(&self, ui: &Ui, field: Id) -> Option<Keys> {
        if !ui.memory(|memory| memory.has_focus(field)) {
            return None;
        }
        let sideways = self.at.is_some();
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            if pressed(Key::ArrowDown) {
                Some(Keys::Move(Move::Down))
            } else if pressed(Key::ArrowUp) {
                Some(Keys::Move(Move::Up))
            } else if sideways && pressed(Key::ArrowLeft) {
                Some(Keys::Move(Move::Left))
            } else if sideways && pressed(Key::ArrowRight) {
                Some(Keys::Move(Move::Right))
            } else if sideways && pressed(Key::Enter) {
                Some(Keys::Pick)
            } else {
                None
            }
        })
    }

    fn groups(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 1.0;
            let side = ((ui.available_width() - 8.0) / 9.0).floor().min(30.0);
            for (group, sign, name) in GROUPS {
                let Some(sign) = emoji::known(sign) else {
                    continue;
                };
                let response = emoji_button(ui, sign, side, name(), false);
                if tip(response, name()).clicked() {
                    let grid = self.grid.as_ref();
                    self.reveal = grid.and_then(|grid| grid.row_of_group(group));
                }
            }
        });
    }

    fn cells(&mut self, ui: &mut Ui) -> Option<&'static str> {
        let look = look(ui.ctx());
        let t = look.tokens;
        let grid = self.grid.as_ref()?;
        let mut picked = None;
        if grid.len() == 0 {
            ui.add(Text::colored(talk::no_emoji(), Type::Body, t.ink_2));
            return None;
        }
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let high = (ROWS * CELL).min((ui.available_height() - 34.0).max(2.0 * CELL));
        let mut area = ScrollArea::vertical()
            .id_salt("emoji cells")
            .auto_shrink([false, true])
            .max_height(high);
        if let Some(row) = self.reveal.take() {
            let now = ui.data(|data| data.get_temp::<f32>(Id::new("emoji scroll")).unwrap_or(0.0));
            let top = row as f32 * CELL;
            let inside = self.at.is_some() && top >= now && top + CELL <= now + high;
            if !inside {
                let offset = if self.at.is_some() && top > now {
                    top + CELL - high
                } else {
                    top
                };
                area = area.vertical_scroll_offset(offset.max(0.0));
            }
        }
        let mut hovered = None;
        let shown = area.show_rows(ui, CELL, grid.rows(), |ui, rows| {
            for row in rows {
                let (_, rect) = ui.allocate_space(vec2(ui.available_width(), CELL));
                if let Some(title) = grid.title(row) {
                    let words = widgets::galley(ui, title, Type::Small, t.ink_2);
                    let at = pos2(rect.left() + 4.0, rect.bottom() - 20.0);
                    widgets::paint_galley(ui.painter(), at, words, Type::Small);
                    continue;
                }
                for (column, (number, emoji)) in grid.cells(row).enumerate() {
                    let min = pos2(rect.left() + column as f32 * CELL, rect.top());
                    let cell = Rect::from_min_size(min, Vec2::splat(CELL));
                    let sense = Sense::CLICK;
                    let response = ui.interact(cell, ui.id().with(number), sense);
                    let name = emoji::name(emoji);
                    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
                    if response.hovered() {
                        hovered = Some(emoji);
                    }
                    if response.hovered() || self.at == Some(number) {
                        let ground = cell.shrink(1.0);
                        ui.painter()
                            .rect_filled(ground, f32::from(radius::SMALL), t.you_tint);
                        if self.at == Some(number) {
                            let stroke = egui::Stroke::new(2.0, t.focus);
                            let kind = egui::StrokeKind::Inside;
                            ui.painter()
                                .rect_stroke(ground, radius::SMALL, stroke, kind);
                        }
                    }
                    let place = Rect::from_center_size(cell.center(), Vec2::splat(24.0));
                    emoji::paint(ui.painter(), emoji, place);
                    if response.clicked() {
                        picked = Some(emoji);
                    }
                }
            }
        });
        let offset = shown.state.offset.y;
        ui.data_mut(|data| data.insert_temp(Id::new("emoji scroll"), offset));
        self.hovered = hovered;
        picked
    }

    /// What it is called, and the tone of hands and faces.
    fn foot(&mut self, ui: &mut Ui) {
        let t = look(ui.ctx()).tokens;
        ui.add_space(space::XS);
        let at = self.at.and_then(|at| self.grid.as_ref()?.emoji(at));
        let name = self.hovered.or(at).map_or("", emoji::name);
        ui.horizontal(|ui| {
            ui.set_height(28.0);
            let room = ui.available_width() - 34.0;
            let (_, rect) = ui.allocate_space(vec2(room, 28.0));
            let mut job = Type::Small.job(name, t.ink_2, room);
            job.wrap = egui::text::TextWrapping::truncate_at_width(room);
            let words = crate::ui::rich::layout(ui.painter(), job);
            let place = pos2(rect.left(), rect.center().y - 8.0);
            widgets::paint_galley(ui.painter(), place, words, Type::Small);
            if !name.is_empty() {
                let response = ui.interact(rect, ui.id().with("called"), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, name));
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
            }
            let hand = emojis::get("✋").and_then(|hand| hand.with_skin_tone(TONES[self.tone].0));
            let hand = hand.and_then(|hand| emoji::known(hand.as_str()));
            if let Some(hand) = hand {
                let label = talk::skin_tone(TONES[self.tone].1());
                let response = emoji_button(ui, hand, 28.0, &label, false);
                if tip(response, label.as_str()).clicked() {
                    self.tone = (self.tone + 1) % TONES.len();
                    self.grid = None;
                }
            }
        });
    }
}

enum Keys {
    Move(Move),
    Pick,
}

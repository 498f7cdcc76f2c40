//! Cells for the digits of a room code. Digits are typed or pasted, spaces do
//! not matter, and a pasted link is taken as a link.

use egui::{
    Color32, CornerRadius, Event, EventFilter, Id, Key, Rect, Response, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};
use tincan_net::{InviteError, InviteLink, RoomCode};

use super::focus::typed_nowhere;
use crate::ui::theme::{Type, look, radius};

/// Most digits of a code.
const MOST: usize = 6;
/// Digits of most codes.
const USUAL: usize = 5;
/// Digits after the wide gap.
const SECRET: usize = 3;

const CELL: f32 = 40.0;
const GAP: f32 = 6.0;
const WIDE_GAP: f32 = 14.0;

/// What came out of the cells.
#[derive(Debug)]
pub enum Entered {
    /// Enter was pressed on a whole code.
    Code(RoomCode),
    /// A link was pasted.
    Link(InviteLink),
    /// Something else was pasted, or Enter came too early.
    Wrong(InviteError),
    /// A digit came or went.
    Changed,
}

/// The digits so far.
#[derive(Clone, Debug, Default)]
pub struct CodeCells {
    digits: String,
}

impl CodeCells {
    /// The code, when it is whole.
    pub fn code(&self) -> Option<RoomCode> {
        self.digits.parse().ok()
    }

    /// Whether nothing was typed yet.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Back to empty cells.
    pub fn clear(&mut self) {
        self.digits.clear();
    }

    /// The cells, `room` points wide at most; red when `wrong`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        id: Id,
        label: &str,
        room: f32,
        wrong: bool,
    ) -> (Response, Option<Entered>) {
        let count = self.digits.len().clamp(USUAL, MOST);
        let gaps = GAP * (count - 2) as f32 + WIDE_GAP;
        let cell = ((room - gaps) / count as f32).min(CELL).floor();
        let size = vec2(cell * count as f32 + gaps, 48.0);
        let (_, rect) = ui.allocate_space(size);
        let mut response = ui.interact(rect, id, Sense::click());
        if response.clicked() || typed_nowhere(ui) {
            response.request_focus();
        }
        let focused = response.has_focus();
        let before = self.digits.clone();
        let entered = if focused {
            self.take_input(ui, id)
        } else {
            None
        };
        if self.digits != before {
            response.mark_changed();
        }
        response.widget_info(|| WidgetInfo::text_edit(ui.is_enabled(), &before, &self.digits, ""));
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_label(label));
        self.paint(ui, rect, cell, count, focused, wrong);
        (response, entered)
    }

    fn take_input(&mut self, ui: &Ui, id: Id) -> Option<Entered> {
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let events = ui.input(|input| input.filtered_events(&filter));
        let mut entered = None;
        for event in events {
            let one = match event {
                Event::Text(text) => self.type_digits(&text),
                Event::Paste(text) => self.paste(&text),
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => self.press(key, modifiers.command),
                _ => None,
            };
            entered = one.or(entered);
        }
        entered
    }

    fn type_digits(&mut self, text: &str) -> Option<Entered> {
        let room = MOST - self.digits.len();
        let before = self.digits.len();
        let digits = text.chars().filter(char::is_ascii_digit).take(room);
        self.digits.extend(digits);
        (self.digits.len() != before).then_some(Entered::Changed)
    }

    fn paste(&mut self, text: &str) -> Option<Entered> {
        let text = text.trim();
        if text.contains(':') {
            return Some(match text.parse::<InviteLink>() {
                Ok(link) => Entered::Link(link),
                Err(error) => Entered::Wrong(error.into()),
            });
        }
        match text.parse::<RoomCode>() {
            Ok(code) => {
                self.digits = code.to_string();
                Some(Entered::Changed)
            }
            // Part of a code may be pasted too.
            Err(error) => match self.type_digits(text) {
                Some(changed) => Some(changed),
                None => Some(Entered::Wrong(error.into())),
            },
        }
    }

    fn press(&mut self, key: Key, command: bool) -> Option<Entered> {
        match key {
            Key::Backspace if command => self.digits.clear(),
            Key::Backspace => drop(self.digits.pop()),
            Key::Delete => self.digits.clear(),
            Key::Enter => {
                return Some(match self.digits.parse::<RoomCode>() {
                    Ok(code) => Entered::Code(code),
                    Err(error) => Entered::Wrong(error.into()),
                });
            }
            _ => return None,
        }
        Some(Entered::Changed)
    }

    fn paint(&self, ui: &Ui, rect: Rect, cell: f32, count: usize, focused: bool, wrong: bool) {
        let t = look(ui.ctx()).tokens;
        let current = self.digits.len().min(count - 1);
        let mut x = rect.left();
        for i in 0..count {
            let area = Rect::from_min_size(pos2(x, rect.top()), vec2(cell, rect.height()));
            let at_caret = focused && i == current;
            let stroke = if wrong {
                Stroke::new(2.0, t.danger)
            } else if at_caret {
                Stroke::new(2.0, t.you_ink)
            } else {
                Stroke::new(1.0, t.line_strong)
            };
            ui.painter().rect(
                area,
                CornerRadius::same(radius::CONTROL),
                t.surface,
                stroke,
                StrokeKind::Inside,
            );
            let center = area.center();
            if let Some(digit) = self.digits.get(i..=i) {
                let ink = if wrong { t.danger_ink } else { t.ink };
                paint_digit(ui, center, digit, ink);
            } else if at_caret {
                let half = vec2(0.0, 11.0);
                let caret = Stroke::new(2.0, t.you_ink);
                ui.painter()
                    .line_segment([center - half, center + half], caret);
            }
            let wide = count - i - 1 == SECRET;
            x += cell + if wide { WIDE_GAP } else { GAP };
        }
    }
}

fn paint_digit(ui: &Ui, center: egui::Pos2, digit: &str, ink: Color32) {
    let mut font = Type::Title.font();
    font.size = 24.0;
    let galley = ui.painter().layout_no_wrap(digit.to_owned(), font, ink);
    let at = center - galley.size() / 2.0;
    ui.painter().galley(at, galley, ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_whatever_way() {
        let mut cells = CodeCells::default();
        cells.type_digits("4 7a2");
        cells.type_digits("13");
        assert_eq!(cells.code().unwrap().to_string(), "47213");
        cells.type_digits("99");
        assert_eq!(cells.digits, "472139", "six at most");
        cells.press(Key::Backspace, false);
        assert_eq!(cells.digits, "47213");
        cells.paste(" 47-219 ");
        assert_eq!(cells.digits, "47219");
        assert!(matches!(
            cells.press(Key::Enter, false),
            Some(Entered::Code(_))
        ));
    }

    #[test]
    fn what_is_neither_says_so() {
        let mut cells = CodeCells::default();
        assert!(matches!(cells.paste("hello"), Some(Entered::Wrong(_))));
        assert!(matches!(
            cells.paste("tincan://join/x"),
            Some(Entered::Wrong(_))
        ));
        assert!(matches!(
            cells.press(Key::Enter, false),
            Some(Entered::Wrong(_))
        ));
        assert!(cells.is_empty());
    }
}

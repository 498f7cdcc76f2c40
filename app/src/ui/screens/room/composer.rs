//! Where words are written: Enter sends, Shift+Enter begins a line.

use std::cell::RefCell;

use egui::{
    Context, CornerRadius, Frame, Id, Key, KeyboardShortcut, Modifiers, Rect, Response, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::{Command, MAX_TEXT_BYTES};

use super::{
    attach, gifs,
    intent::{self, Intent},
    timeline::Wish,
};
use crate::ui::{
    action::{Action, Actions},
    handing::{Hand, Handing, Staged},
    icons::{self, Icon},
    rich::{self, clusters},
    theme::{Type, height, look, radius},
    widgets::{self, Quote, icon_button, paint_ring, row, typed_nowhere},
    words::{gifs as gif_words, room, talk},
};

/// Lines that are shown before it scrolls.
const MOST_LINES: f32 = 6.0;
/// A tool after the words, and the gap beside it.
const TOOL: f32 = 40.0;
/// Tools and the button that sends.
const RIGHT: f32 = 48.0 + 2.0 * TOOL;

/// What is being written.
#[derive(Debug, Default)]
pub(super) struct Composer {
    text: String,
    /// Why it was not taken.
    refused: bool,
    /// Lines in the last frame, for the height of this one.
    lines: f32,
    /// The pass of egui in which it was shown last.
    shown_at: Option<u64>,
    /// It is here anew, and has not had the keyboard yet.
    wants_focus: bool,
    intent: Intent,
    /// What was being written before words were edited.
    aside: Option<String>,
}

fn id() -> Id {
    Id::new("composer")
}

impl Composer {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether something new is being written, or an answer.
    pub(super) fn writes(&self) -> bool {
        !matches!(self.intent, Intent::Edit(_)) && !self.text.trim().is_empty()
    }

    /// Whether what is staged goes with the words.
    fn takes(&self, staged: &Staged) -> bool {
        !matches!(self.intent, Intent::Edit(_)) && !staged.is_empty()
    }

    /// What is being written.
    pub(super) fn intent(&self) -> Intent {
        self.intent
    }

    /// Begins an answer, or to write `text` anew.
    pub(super) fn begin(&mut self, ctx: &Context, intent: Intent, text: Option<String>) {
        self.cancel();
        self.intent = intent;
        if let Some(text) = text {
            let end = text.chars().count();
            self.aside = Some(std::mem::replace(&mut self.text, text));
            clusters::set_caret(ctx, id(), end);
        }
        self.focus(ctx);
    }

    /// Something new is written again.
    pub(super) fn cancel(&mut self) {
        self.intent = Intent::Say;
        if let Some(aside) = self.aside.take() {
            self.text = aside;
        }
    }

    /// What is typed goes here.
    pub(super) fn focus(&self, ctx: &Context) {
        ctx.memory_mut(|memory| memory.request_focus(id()));
    }

    /// Puts `emoji` where the caret is.
    pub(super) fn insert(&mut self, ctx: &Context, emoji: &str) {
        clusters::insert(ctx, id(), &mut self.text, emoji);
        self.refused = false;
    }

    /// Words that were not taken come back, before what was written since.
    pub(super) fn give_back(&mut self, text: String) {
        let since = std::mem::replace(&mut self.text, text);
        if !since.is_empty() {
            self.text.push('\n');
            self.text.push_str(&since);
        }
        self.refused = true;
    }

    /// What is wrong with it, in words.
    fn complaint(&self) -> Option<&'static str> {
        if self.text.len() > MAX_TEXT_BYTES {
            Some(room::too_long())
        } else if self.refused {
            Some(room::busy())
        } else {
            None
        }
    }

    /// How high it will be.
    pub(super) fn height(&self, staged: &Staged) -> f32 {
        let lines = self.lines.clamp(1.0, MOST_LINES);
        let complaint = self.complaint().map_or(0.0, |_| 20.0);
        let strip = if self.intent == Intent::Say {
            0.0
        } else {
            intent::STRIP
        };
        let strip = if self.takes(staged) {
            strip + intent::STRIP
        } else {
            strip
        };
        height::COMPOSER + (lines - 1.0) * Type::Message.line() + complaint + strip
    }

    /// Draws it into `area`; `about` is what the words are about.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        handing: &mut Handing,
        about: Option<&Quote>,
        wishes: &RefCell<Vec<Wish>>,
        actions: &mut Actions,
    ) {
        let look = look(ui.ctx());
        let t = look.tokens;
        let mut area = area;
        if let Some(words) = self.complaint() {
            let galley = widgets::galley(ui, words, Type::SmallStrong, t.danger_ink);
            let at = pos2(row::lead(area, 4.0, galley.size().x), area.top());
            let place = Rect::from_min_size(at, galley.size());
            widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
            let response = ui.interact(place, Id::new("complaint"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
            area.min.y += 20.0;
        }
        let id = id();
        // A click beside the words is meant for them.
        if ui.interact(area, id.with("ground"), Sense::CLICK).clicked() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let elsewhere = handing.picker.is_open();
        // Whoever comes here, or comes back, begins to write.
        let pass = ui.ctx().cumulative_pass_nr();
        self.wants_focus |= self.shown_at.replace(pass).is_none_or(|at| at + 1 < pass);
        let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        if (self.wants_focus && !covered) || (typed_nowhere(ui) && !elsewhere) {
            self.wants_focus = false;
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let focused = ui.memory(|memory| memory.has_focus(id));
        let stroke = match (self.complaint(), focused) {
            (Some(_), _) => Stroke::new(2.0, t.danger),
            (None, true) => Stroke::new(2.0, t.you_ink),
            (None, false) => Stroke::new(1.0, t.line_strong),
        };
        ui.painter().rect(
            area,
            CornerRadius::same(radius::CARD),
            t.surface,
            stroke,
            StrokeKind::Inside,
        );
        if let Some(about) = about {
            let strip = Rect::from_min_size(area.min, vec2(area.width(), intent::STRIP));
            let away = intent::strip(ui, strip, self.intent, about);
            if away || escaped(ui) {
                self.cancel();
                self.focus(ui.ctx());
            }
            area.min.y = strip.bottom();
        }
        if self.takes(&handing.staged) {
            let strip = Rect::from_min_size(area.min, vec2(area.width(), intent::STRIP));
            let (name, count) = (handing.staged.name(), handing.staged.count());
            if intent::staged(ui, strip, &name, count) {
                actions.push(Action::Hand(Hand::Unstage));
                self.focus(ui.ctx());
            }
            area.min.y = strip.bottom();
        }
        let composing = rich::is_composing(ui.ctx(), id);
        let sends = focused && !composing && take_enter(ui);
        if focused && self.text.is_empty() && self.intent == Intent::Say && take_up(ui) {
            wishes.borrow_mut().push(Wish::EditLast);
        }
        attach::ui(ui, area, handing.clean, actions);
        self.edit(ui, area, id, actions);
        let gif = tool(ui, area, 1, Icon::Gif, gif_words::pick());
        gifs::ui(ui, area, &gif, &mut handing.picker, actions);
        let smile = tool(ui, area, 0, Icon::Smile, talk::emoji());
        if smile.clicked() {
            wishes.borrow_mut().push(Wish::Write(smile.rect));
        }
        let blank = self.text.trim().is_empty();
        let with = self.takes(&handing.staged);
        let can_send = (!blank || with) && self.text.len() <= MAX_TEXT_BYTES;
        let clicked = send_button(ui, area, can_send).clicked();
        if can_send && (sends || clicked) {
            self.refused = false;
            self.lines = 1.0;
            let text = std::mem::take(&mut self.text);
            let intent = std::mem::take(&mut self.intent);
            let reply_to = intent.about();
            actions.push(match intent {
                Intent::Edit(message) => Command::Edit { message, text }.into(),
                _ if with => {
                    let words = (!blank).then_some(tincan_net::Words { text, reply_to });
                    Action::Hand(Hand::SendStaged(words))
                }
                _ => Command::Say { text, reply_to }.into(),
            });
            self.text = self.aside.take().unwrap_or_default();
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
    }

    fn edit(&mut self, ui: &mut Ui, area: Rect, id: Id, actions: &mut Actions) {
        let t = look(ui.ctx()).tokens;
        let inner = Rect::from_min_max(
            pos2(area.left() + 15.0 + attach::WIDTH, area.top() + 6.0),
            pos2(area.right() - RIGHT, area.bottom() - 6.0),
        );
        let inner = row::mirrored(area, inner);
        let natural = ui.fonts_mut(|fonts| fonts.row_height(&Type::Message.font()));
        let line = Type::Message.line();
        // Letters stand in the middle of their line, and one line in the
        // middle of the box.
        let above = (36.0 - line) / 2.0 + ((line - natural) / 2.0).floor();
        let below = (36.0 - line - above).round();
        let lay = |text: &str, width: f32| Type::Message.job(text, t.ink, width);
        ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
            ScrollArea::vertical()
                .id_salt("composer scroll")
                .auto_shrink(false)
                .show(ui, |ui| {
                    let margin = egui::Margin {
                        left: 0,
                        right: 0,
                        top: above as i8,
                        bottom: below as i8,
                    };
                    let edit = rich::edit(ui, id, &mut self.text, rich::Lines::Many, lay, |edit| {
                        edit.desired_rows(1)
                            .desired_width(f32::INFINITY)
                            .frame(Frame::NONE.inner_margin(margin))
                            .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
                    });
                    let lines = edit.galley.rows.len() as f32;
                    if lines != self.lines {
                        self.lines = lines;
                        ui.ctx().request_repaint();
                    }
                    let response = &edit.response.response;
                    if response.changed() {
                        self.refused = false;
                        actions.push(Action::Typed {
                            nothing: self.text.is_empty(),
                        });
                    }
                    if self.text.is_empty() {
                        let hint = widgets::galley(ui, room::hint(), Type::Message, t.ink_3);
                        let at = row::lead(response.rect, 0.0, hint.size().x);
                        let at = pos2(at, response.rect.top() + (36.0 - line) / 2.0);
                        widgets::paint_galley(ui.painter(), at, hint, Type::Message);
                    }
                    ui.ctx().accesskit_node_builder(id, |node| {
                        node.set_label(room::composer());
                        node.set_placeholder(room::hint());
                    });
                });
        });
    }
}

/// Escape, which egui has taken as leaving the field already, when nothing is
/// over the screen that it would close.
fn escaped(ui: &Ui) -> bool {
    let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
    !covered
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.input(|input| input.key_pressed(Key::Escape))
}

/// The key that goes back to what was said last.
fn take_up(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowUp))
}

/// Enter without Shift sends; the field must not see it.
fn take_enter(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        if input.modifiers.shift {
            return false;
        }
        input.consume_key(Modifiers::NONE, Key::Enter)
    })
}

/// The button of the `number`th tool, from the end.
fn tool(ui: &mut Ui, area: Rect, number: u8, icon: Icon, label: &str) -> Response {
    let ink = look(ui.ctx()).tokens.ink_2;
    let right = area.right() - 42.0 - f32::from(number) * TOOL;
    let at = pos2(right - TOOL, area.bottom() - 42.0);
    let rect = row::mirrored(area, Rect::from_min_size(at, vec2(36.0, 36.0)));
    let builder = UiBuilder::new().id_salt(label).max_rect(rect);
    let mut place = ui.new_child(builder);
    icon_button(&mut place, icon, label, 36.0, ink)
}

fn send_button(ui: &mut Ui, area: Rect, enabled: bool) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let rect = Rect::from_min_size(
        pos2(area.right() - 42.0, area.bottom() - 42.0),
        vec2(36.0, 36.0),
    );
    let rect = row::mirrored(area, rect);
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, Id::new("send"), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, room::send()));
    let fill = if response.is_pointer_button_down_on() {
        t.you_press
    } else if response.hovered() {
        t.you_hover
    } else {
        t.you
    };
    let (fill, ink) = if enabled {
        (fill, t.on_fill)
    } else {
        (t.you.gamma_multiply(0.45), t.on_fill)
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::CONTROL), fill);
    icons::paint(ui.painter(), Icon::Send, rect.center(), 20.0, ink);
    paint_ring(ui.painter(), &response, rect, radius::CONTROL, &look);
    response
}

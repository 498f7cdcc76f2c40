//! Lines of text at the sizes of the scale, set in the middle of their line
//! height.

use egui::{
    Align, Color32, FontId, Painter, Pos2, Response, Sense, TextWrapMode, Ui, Widget, WidgetInfo,
    WidgetType,
    text::{LayoutJob, TextWrapping},
    text_selection::LabelSelectionState,
    vec2,
};

use super::tip;
use crate::ui::{
    rich::{self, Rich},
    theme::{Type, look},
    words::Language,
};

/// Lays out `text` on one line.
pub fn galley(ui: &Ui, text: impl Into<String>, kind: Type, color: Color32) -> Rich {
    rich::layout(ui.painter(), kind.job(text, color, f32::INFINITY))
}

/// Draws a laid out text. egui puts letters at the top of their line; we put
/// them in its middle, as designers and browsers do.
pub fn paint_galley(painter: &Painter, at: Pos2, galley: Rich, kind: Type) {
    let lift = lift(painter, kind);
    galley.paint(painter, at + vec2(0.0, lift), Color32::PLACEHOLDER);
}

/// How far below the top of its line a text of this kind begins.
pub(super) fn lift(painter: &Painter, kind: Type) -> f32 {
    lift_of(painter, &kind.font(), kind.line())
}

/// The same for letters of `font` on lines so far apart.
pub(super) fn lift_of(painter: &Painter, font: &FontId, line: f32) -> f32 {
    let natural = painter.fonts_mut(|fonts| fonts.row_height(font));
    let scale = painter.pixels_per_point();
    ((line - natural) / 2.0 * scale).floor() / scale
}

/// A text that is read.
#[must_use = "add it to a ui"]
pub struct Text {
    job: LayoutJob,
    kind: Type,
    align: Align,
    wrap: TextWrapMode,
    selectable: bool,
    tooltip: Option<String>,
}

impl Text {
    /// `text` in the ink of the theme.
    pub fn new(text: impl Into<String>, kind: Type) -> Self {
        Self::colored(text, kind, Color32::PLACEHOLDER)
    }

    /// `text` in `color`.
    pub fn colored(text: impl Into<String>, kind: Type, color: Color32) -> Self {
        Self::job(kind.job(text, color, f32::INFINITY), kind)
    }

    /// Text of several colours or weights; parts between `*` are strong.
    pub fn marked(text: &str, kind: Type, color: Color32, strong: Color32) -> Self {
        let mut job = LayoutJob::default();
        for (i, part) in text.split('*').enumerate() {
            let format = if i % 2 == 1 {
                kind.strong().format(strong)
            } else {
                kind.format(color)
            };
            job.append(part, 0.0, format);
        }
        Self::job(job, kind)
    }

    fn job(job: LayoutJob, kind: Type) -> Self {
        Self {
            job,
            kind,
            align: Align::LEFT,
            wrap: TextWrapMode::Wrap,
            selectable: false,
            tooltip: None,
        }
    }

    /// Every line in the middle.
    pub fn centered(mut self) -> Self {
        self.align = Align::Center;
        self
    }

    /// One line, cut with an ellipsis where the room ends.
    pub fn elided(mut self) -> Self {
        self.wrap = TextWrapMode::Truncate;
        self
    }

    /// Can be marked and copied.
    pub fn selectable(mut self) -> Self {
        self.selectable = true;
        self
    }

    /// Shown when the pointer rests on it.
    pub fn tooltip(mut self, text: impl Into<String>) -> Self {
        self.tooltip = Some(text.into());
        self
    }
}

impl Widget for Text {
    fn ui(mut self, ui: &mut Ui) -> Response {
        let width = ui.available_width();
        if self.align == Align::LEFT && Language::spoken().is_rtl() {
            self.align = Align::RIGHT;
        }
        self.job.halign = self.align;
        self.job.wrap = TextWrapping::from_wrap_mode_and_width(self.wrap, width);
        let galley = rich::layout(ui.painter(), self.job);
        let size = if self.align == Align::Center {
            vec2(width, galley.size().y)
        } else {
            galley.size()
        };
        let sense = if self.selectable {
            Sense::click_and_drag() - Sense::FOCUSABLE
        } else {
            Sense::hover()
        };
        let (rect, mut response) = ui.allocate_exact_size(size, sense);
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Label, ui.is_enabled(), galley.text()));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let x = match self.align {
            Align::Min => rect.left(),
            Align::Center => rect.center().x,
            Align::Max => rect.right(),
        };
        let at = egui::pos2(x, rect.top() + lift(ui.painter(), self.kind));
        let ink = look(ui.ctx()).tokens.ink;
        if let Some(tooltip) = self.tooltip {
            response = tip(response, &tooltip);
        }
        if self.selectable {
            LabelSelectionState::label_text_selection(
                ui,
                &response,
                at,
                galley.galley(),
                ink,
                egui::Stroke::NONE,
            );
            galley.paint_emoji(ui.painter(), at);
        } else {
            galley.paint(ui.painter(), at, ink);
        }
        response
    }
}

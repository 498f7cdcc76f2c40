//! An icon and a word on a tint.

use egui::{
    Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2,
    vec2,
};

use super::{focus::paint_ring, row, text};
use crate::ui::{
    icons::{self, Icon},
    theme::{Look, Type, height, look},
};

/// What something means for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// News.
    You,
    /// Caution.
    Them,
    /// Stop.
    Danger,
    /// Good.
    Ok,
}

impl Tone {
    /// Fill and ink.
    pub(super) fn colors(self, look: &Look) -> (Color32, Color32) {
        let t = look.tokens;
        match self {
            Self::You => (t.you_tint, t.you_ink),
            Self::Them => (t.them_tint, t.them_ink),
            Self::Danger => (t.danger_tint, t.danger_ink),
            Self::Ok => (t.ok_tint, t.ok),
        }
    }

    /// Tints are outlines in high contrast.
    pub(super) fn edge(self, look: &Look) -> Stroke {
        if look.high_contrast {
            Stroke::new(1.5, self.colors(look).1)
        } else {
            Stroke::NONE
        }
    }
}

/// What a chip shows.
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    /// What it means.
    pub tone: Tone,
    /// Its icon.
    pub icon: Icon,
    /// Its word.
    pub text: &'a str,
}

/// Draws a chip; it can be clicked when `sense` says so.
pub fn chip(ui: &mut Ui, chip: Chip<'_>, sense: Sense) -> Response {
    let look = look(ui.ctx());
    let (fill, ink) = chip.tone.colors(&look);
    let galley = text::galley(ui, chip.text, Type::SmallStrong, ink);
    let size = vec2(galley.size().x + 40.0, height::CHIP);
    let response = ui.allocate_response(size, sense);
    let kind = if sense.senses_click() {
        WidgetType::Button
    } else {
        WidgetType::Label
    };
    response.widget_info(|| WidgetInfo::labeled(kind, true, chip.text));
    let rect = response.rect;
    ui.painter().rect(
        rect,
        CornerRadius::same(12),
        fill,
        chip.tone.edge(&look),
        StrokeKind::Inside,
    );
    let icon = pos2(row::lead(rect, 10.0, 15.0) + 7.5, rect.center().y);
    icons::paint(ui.painter(), chip.icon, icon, 15.0, ink);
    let x = row::lead(rect, 29.0, galley.size().x);
    let at = pos2(x, rect.center().y - 8.0);
    text::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    paint_ring(ui.painter(), &response, rect, 12, &look);
    response
}

//! What can be pressed in a call.

use super::{menus, parts::said, press::Press, telephone::Telephone};
use crate::ui::{
    action::{Action, Actions},
    icons::{self, Icon},
    theme::{LIGHT, Type, look, radius},
    widgets::{self, row},
    words::call as words,
};
use egui::{
    Align2, Color32, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType,
    pos2, vec2,
};

const CONTROL: egui::Vec2 = vec2(68.0, 56.0);
const HANG_UP: f32 = 88.0;
const PADDING: f32 = 8.0;
const GAP: f32 = 4.0;
/// Five controls and the last.
const WIDTH: f32 = 5.0 * CONTROL.x + 5.0 * GAP + HANG_UP + 2.0 * PADDING;
pub(super) const HEIGHT: f32 = CONTROL.y + 2.0 * PADDING;

/// One control.
struct Control {
    icon: Icon,
    word: &'static str,
    /// Off is shown inverted.
    on: bool,
    press: Press,
}

/// Draws it, with its lower edge in the middle of `bottom`.
pub(super) fn ui(
    ui: &mut Ui,
    bottom: egui::Pos2,
    phone: &Telephone,
    unread: usize,
    actions: &mut Actions,
) {
    let t = look(ui.ctx()).tokens;
    // In a narrow window everything on it is narrower.
    let part = ((ui.max_rect().width() - 2.0 * PADDING) / WIDTH).min(1.0);
    let bar = Align2::CENTER_BOTTOM.anchor_size(bottom, vec2(WIDTH * part, HEIGHT));
    let (control_width, last_width) = (CONTROL.x * part, HANG_UP * part);
    let corner = CornerRadius::same(radius::DIALOG);
    let edge = Stroke::new(1.0, t.line);
    ui.painter()
        .rect(bar, corner, t.surface, edge, StrokeKind::Inside);
    let switches = phone.chosen.switches;
    let controls = [
        Control {
            icon: if switches.mic {
                Icon::Mic
            } else {
                Icon::MicOff
            },
            word: if switches.mic {
                words::mute()
            } else {
                words::muted()
            },
            on: switches.mic,
            press: Press::Mic,
        },
        Control {
            icon: match switches.camera {
                true => Icon::Camera,
                false => Icon::CameraOff,
            },
            word: words::camera(),
            on: true,
            press: Press::Camera,
        },
        Control {
            icon: Icon::Speaker,
            word: match switches.speaker {
                true => words::sound(),
                false => words::silent(),
            },
            on: switches.speaker,
            press: Press::Speaker,
        },
        Control {
            icon: Icon::Screen,
            word: match switches.screen {
                true => words::sharing(),
                false => words::share(),
            },
            on: !switches.screen,
            press: Press::Screen,
        },
        Control {
            icon: Icon::Chat,
            word: words::chat(),
            on: true,
            press: Press::Chat,
        },
    ];
    let mut left = bar.left() + PADDING * part;
    for control in controls {
        let size = vec2(control_width, CONTROL.y);
        let rect = Rect::from_min_size(pos2(left, bar.top() + PADDING), size);
        let rect = row::mirrored(bar, rect);
        left += control_width + GAP * part;
        if pressed(ui, rect, &control) {
            actions.push(Action::Phone(control.press.clone()));
        }
        if matches!(control.press, Press::Chat) && unread > 0 {
            badge(ui, rect, unread);
        }
        let (_, ink) = colors(ui, &control);
        menus::corner(ui, rect, ink, phone, &control.press, actions);
    }
    let rect = Rect::from_min_size(pos2(left, bar.top() + PADDING), vec2(last_width, CONTROL.y));
    let rect = row::mirrored(bar, rect);
    if hang_up(ui, rect) {
        actions.push(Action::Phone(Press::HangUp));
    }
}

/// What is off is shown inverted.
fn colors(ui: &Ui, control: &Control) -> (Color32, Color32) {
    let t = look(ui.ctx()).tokens;
    match control.on {
        true => (Color32::TRANSPARENT, t.ink),
        false => (t.ink, t.canvas),
    }
}

fn pressed(ui: &Ui, rect: Rect, control: &Control) -> bool {
    let (fill, ink) = colors(ui, control);
    let id = std::mem::discriminant(&control.press);
    button(ui, rect, id, (control.icon, control.word), fill, ink)
}

/// So many messages have come that were not seen.
fn badge(ui: &Ui, rect: Rect, unread: usize) {
    let t = look(ui.ctx()).tokens;
    let words = if unread > 9 {
        "9+".to_owned()
    } else {
        unread.to_string()
    };
    let center = pos2(rect.center().x + 13.0, rect.top() + 12.0);
    ui.painter().circle_filled(center, 9.0, t.them);
    let galley = widgets::galley(ui, words.as_str(), Type::SmallStrong, LIGHT.ink);
    let at = center - galley.size() / 2.0;
    widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    said(
        ui,
        Rect::from_center_size(center, vec2(18.0, 18.0)),
        &words::unread(unread),
    );
}

fn hang_up(ui: &Ui, rect: Rect) -> bool {
    let t = look(ui.ctx()).tokens;
    button(
        ui,
        rect,
        std::mem::discriminant(&Press::HangUp),
        (Icon::HangUp, words::hang_up()),
        t.danger,
        t.on_fill,
    )
}

/// An icon over a word that says what a press does. It stays the same one when its word changes, and keeps the keyboard.
fn button(
    ui: &Ui,
    rect: Rect,
    id: impl std::hash::Hash + std::fmt::Debug,
    (icon, word): (Icon, &str),
    fill: Color32,
    ink: Color32,
) -> bool {
    let look = look(ui.ctx());
    let response = ui.interact(rect, ui.id().with(("call", id)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, word));
    let hovered = response.hovered() && fill == Color32::TRANSPARENT;
    let (fill, ink) = match hovered {
        true => (look.tokens.you_tint, look.tokens.you_ink),
        false => (fill, ink),
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::LARGE), fill);
    icons::paint(
        ui.painter(),
        icon,
        pos2(rect.center().x, rect.top() + 20.0),
        20.0,
        ink,
    );
    let galley = widgets::galley(ui, word, Type::SmallStrong, ink);
    let at = pos2(rect.center().x - galley.size().x / 2.0, rect.top() + 35.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    widgets::paint_ring(ui.painter(), &response, rect, radius::LARGE, &look);
    response.clicked()
}

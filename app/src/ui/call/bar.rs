//! What can be pressed in a call.

use egui::{
    Align2, Color32, CornerRadius, Popup, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};
use tincan_media::devices::Wanted;

use super::telephone::{Press, Telephone};
use crate::ui::{
    action::{Action, Actions},
    icons::{self, Icon},
    theme::{Type, look, radius},
    widgets,
    words::call as words,
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
pub(super) fn ui(ui: &mut Ui, bottom: egui::Pos2, phone: &Telephone, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let bar = Align2::CENTER_BOTTOM.anchor_size(bottom, vec2(WIDTH, HEIGHT));
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
            icon: Icon::Chart,
            word: words::numbers_short(),
            on: !phone.shows_numbers,
            press: Press::Numbers,
        },
        Control {
            icon: Icon::Chat,
            word: words::chat(),
            on: true,
            press: Press::Chat,
        },
    ];
    let mut left = bar.left() + PADDING;
    for control in controls {
        let rect = Rect::from_min_size(pos2(left, bar.top() + PADDING), CONTROL);
        left += CONTROL.x + GAP;
        if pressed(ui, rect, &control) {
            actions.push(Action::Phone(control.press.clone()));
        }
        menu(ui, rect, phone, &control.press, actions);
    }
    let rect = Rect::from_min_size(pos2(left, bar.top() + PADDING), vec2(HANG_UP, CONTROL.y));
    if hang_up(ui, rect) {
        actions.push(Action::Phone(Press::HangUp));
    }
}

fn pressed(ui: &Ui, rect: Rect, control: &Control) -> bool {
    let t = look(ui.ctx()).tokens;
    let (fill, ink) = if control.on {
        (Color32::TRANSPARENT, t.ink)
    } else {
        (t.ink, t.canvas)
    };
    button(ui, rect, control.icon, control.word, fill, ink)
}

fn hang_up(ui: &Ui, rect: Rect) -> bool {
    let t = look(ui.ctx()).tokens;
    button(
        ui,
        rect,
        Icon::HangUp,
        words::hang_up(),
        t.danger,
        t.on_fill,
    )
}

/// An icon over a word that says what a press does.
fn button(ui: &Ui, rect: Rect, icon: Icon, word: &str, fill: Color32, ink: Color32) -> bool {
    let look = look(ui.ctx());
    let response = ui.interact(rect, ui.id().with(("call", word)), Sense::click());
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

/// The menu of devices in the corner of a control, with a level meter in that of
/// the microphone.
fn menu(ui: &mut Ui, rect: Rect, phone: &Telephone, press: &Press, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    type Choose = fn(Wanted) -> Press;
    let (title, devices, choose): (_, _, Choose) = match press {
        Press::Mic => (
            words::microphones(),
            &phone.devices.microphones,
            Press::Microphone,
        ),
        Press::Camera => (words::cameras(), &phone.devices.cameras, Press::CameraNamed),
        Press::Speaker => (
            words::speakers(),
            &phone.devices.speakers,
            Press::SpeakerNamed,
        ),
        _ => return,
    };
    let corner = Align2::RIGHT_TOP.anchor_size(rect.right_top(), vec2(22.0, 28.0));
    let response = ui.interact(corner, ui.id().with(title), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    let ink = if response.hovered() {
        t.you_ink
    } else {
        t.ink_3
    };
    icons::paint(ui.painter(), Icon::Down, corner.center(), 14.0, ink);
    Popup::menu(&response).show(|ui| {
        ui.set_min_width(220.0);
        if matches!(press, Press::Mic) {
            meter(ui, phone.level());
            if ui
                .selectable_label(phone.push_to_talk, words::push_to_talk())
                .clicked()
            {
                actions.push(Action::Phone(Press::PushToTalk));
            }
            ui.separator();
        }
        let usual = (words::system().to_owned(), Wanted::Default);
        let named = devices
            .iter()
            .map(|name| (name.clone(), Wanted::Named(name.clone())));
        for (name, wanted) in std::iter::once(usual).chain(named) {
            let chosen = phone.uses(press, &wanted);
            if ui.selectable_label(chosen, name).clicked() {
                actions.push(Action::Phone(choose(wanted)));
            }
        }
    });
}

/// How loud the voice is: beads on a line.
pub(super) fn meter(ui: &mut Ui, level: f32) {
    const BEADS: u8 = 28;
    let t = look(ui.ctx()).tokens;
    let (rect, response) =
        ui.allocate_exact_size(vec2(f32::from(BEADS) * 8.0, 16.0), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, words::level()));
    // Loudness is heard in ratios: 50 dB fill the line.
    let loud = 1.0 + level.max(1e-4).log10() * 20.0 / 50.0;
    for bead in 0..BEADS {
        let lit = f32::from(bead) < loud * f32::from(BEADS);
        let at = pos2(rect.left() + 4.0 + 8.0 * f32::from(bead), rect.center().y);
        ui.painter()
            .circle_filled(at, 2.5, if lit { t.you_ink } else { t.line });
    }
}

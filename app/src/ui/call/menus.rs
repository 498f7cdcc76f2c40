//! Menus of devices, and how loud a microphone is.

use egui::{
    Align2, Color32, CornerRadius, Popup, PopupCloseBehavior, Rect, RectAlign, Response, Sense,
    Slider, Ui, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_media::{devices::Wanted, engine::FULL_VOLUME};

use super::{press::Press, telephone::Telephone};
use crate::{
    calls::remembered,
    ui::{
        action::{Action, Actions},
        icons::{self, Icon},
        rich,
        theme::{Type, look, radius, space},
        widgets::{self, paint_ring, row},
        words::{call as words, devices},
    },
};

/// In a call a menu is so wide.
const WIDTH: f32 = 260.0;

/// The menu of devices in the corner of a control at `rect`, with a level meter in
/// that of the microphone.
pub(super) fn corner(
    ui: &mut Ui,
    rect: Rect,
    ink: Color32,
    phone: &Telephone,
    press: &Press,
    actions: &mut Actions,
) {
    let look = look(ui.ctx());
    type Choose = fn(Wanted) -> Press;
    let (known, kept) = (&phone.devices, &phone.kept);
    let (title, names, used, choose): (_, _, _, Choose) = match press {
        Press::Mic => (
            words::microphones(),
            &known.microphones,
            &kept.microphone,
            Press::Microphone,
        ),
        Press::Camera => (
            words::cameras(),
            &known.cameras,
            &kept.camera,
            Press::CameraNamed,
        ),
        Press::Speaker => (
            words::speakers(),
            &known.speakers,
            &kept.speaker,
            Press::SpeakerNamed,
        ),
        _ => return,
    };
    let corner = Align2::RIGHT_TOP.anchor_size(rect.right_top(), vec2(22.0, 28.0));
    let response = ui.interact(corner, ui.id().with(title), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    let ink = if response.hovered() {
        look.tokens.you_ink
    } else {
        ink
    };
    icons::paint(ui.painter(), Icon::Down, corner.center(), 14.0, ink);
    paint_ring(ui.painter(), &response, corner, radius::SMALL, &look);
    // Above the bar, of which it covers nothing.
    let above = Popup::menu(&response).anchor(rect).gap(space::L);
    // A slider is pulled for a while.
    let closes = match press {
        Press::Speaker => PopupCloseBehavior::CloseOnClickOutside,
        _ => PopupCloseBehavior::CloseOnClick,
    };
    let chosen = above
        .close_behavior(closes)
        .align(RectAlign::TOP_START)
        .align_alternatives(&[RectAlign::TOP, RectAlign::TOP_END])
        .show(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 2.0;
            if matches!(press, Press::Mic) {
                ui.add_space(6.0);
                ui.horizontal(|ui| {
                    ui.add_space(10.0);
                    meter(ui, phone.level());
                });
                if option(ui, kept.push_to_talk, words::push_to_talk()).clicked() {
                    actions.push(Action::Phone(Press::PushToTalk));
                }
                ui.separator();
            }
            if matches!(press, Press::Speaker) {
                if let Some(volume) = volume(ui, kept.volume) {
                    actions.push(Action::Phone(Press::Volume(volume)));
                }
                ui.separator();
            }
            let chosen = list(ui, names, used);
            if chosen.is_some() {
                ui.close();
            }
            chosen
        });
    if let Some(wanted) = chosen.and_then(|shown| shown.inner) {
        actions.push(Action::Phone(choose(wanted)));
    }
}

/// How loud the peer is heard; another volume that was chosen.
fn volume(ui: &mut Ui, kept: u8) -> Option<u8> {
    let mut volume = kept;
    ui.add_space(6.0);
    let slider = ui.horizontal(|ui| {
        ui.add_space(10.0);
        ui.spacing_mut().slider_width = WIDTH / 2.0;
        let slider = Slider::new(&mut volume, 0..=FULL_VOLUME);
        ui.add(slider.step_by(5.0).show_value(false).text(words::volume()))
    });
    slider.inner.changed().then_some(volume)
}

/// The device that is used, and the others; another one that was chosen.
pub(super) fn list(ui: &mut Ui, names: &[String], used: &Option<String>) -> Option<Wanted> {
    let mut chosen = None;
    if option(ui, used.is_none(), words::system()).clicked() {
        chosen = Some(None);
    }
    for name in names {
        if option(ui, used.as_ref() == Some(name), name).clicked() {
            chosen = Some(Some(name.clone()));
        }
    }
    if let Some(away) = away(names, used)
        && option(ui, true, &devices::away(away)).clicked()
    {
        chosen = Some(used.clone());
    }
    let chosen = chosen.filter(|chosen| chosen != used)?;
    Some(remembered::wanted(&chosen))
}

/// The name of a device that is to be used and is not there.
pub(super) fn away<'a>(names: &[String], used: &'a Option<String>) -> Option<&'a str> {
    used.as_deref()
        .filter(|used| !names.iter().any(|name| name == used))
}

/// A row that can be chosen, with a tick when it is.
fn option(ui: &mut Ui, chosen: bool, words: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let wide = ui.available_width();
    // Long words go on below.
    let lay_out = |ui: &Ui, ink| {
        let mut job = Type::Body.job(words, ink, wide - 44.0);
        job.wrap.max_rows = 3;
        rich::layout(ui.painter(), job)
    };
    let high = lay_out(ui, t.ink).size().y + 14.0;
    let response = ui.allocate_response(vec2(wide, high), Sense::click());
    let kind = WidgetType::SelectableLabel;
    response.widget_info(|| WidgetInfo::selected(kind, true, chosen, words));
    let rect = response.rect;
    let marked = response.hovered() || (response.has_focus() && look.keys_last);
    let (fill, ink) = if marked {
        (t.you_tint, t.you_ink)
    } else {
        (Color32::TRANSPARENT, t.ink)
    };
    let corner = CornerRadius::same(radius::SMALL);
    ui.painter().rect_filled(rect, corner, fill);
    if chosen {
        let tick = pos2(row::lead(rect, 11.0, 16.0) + 8.0, rect.center().y);
        icons::paint(ui.painter(), Icon::Check, tick, 16.0, t.you_ink);
    }
    let galley = lay_out(ui, ink);
    let at = row::lead(rect, 36.0, galley.size().x);
    let at = pos2(at, rect.center().y - galley.size().y / 2.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::Body);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

/// How loud the voice is: beads on a line as wide as there is room.
pub(super) fn meter(ui: &mut Ui, level: f32) {
    const STEP: f32 = 8.0;
    const MOST: f32 = 46.0;
    let look = look(ui.ctx());
    let t = look.tokens;
    let beads = (ui.available_width() / STEP).floor().clamp(8.0, MOST);
    let (rect, response) = ui.allocate_exact_size(vec2(beads * STEP, 16.0), Sense::hover());
    let lit = loud(level) * beads;
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, words::level()));
    for bead in 0..beads as u8 {
        let place = f32::from(bead);
        let at = pos2(rect.left() + STEP * (place + 0.5), rect.center().y);
        let (ink, size) = match place < lit {
            true => (t.you_ink, 2.5),
            // All strong colours are dark, or all light.
            false if look.high_contrast => (t.line, 1.0),
            false => (t.line, 2.5),
        };
        let at = row::mirrored_point(rect, at);
        ui.painter().circle_filled(at, size, ink);
    }
}

/// How much of the meter is lit: loudness is heard in ratios, and 50 dB fill it.
pub(super) fn loud(level: f32) -> f32 {
    1.0 + level.max(1e-4).log10() * 20.0 / 50.0
}

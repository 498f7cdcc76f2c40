//! Above the conversation: who, how you are connected, and the way out.

mod menu;

use egui::{
    Rangef, Rect, Sense, Stroke, Ui, UiBuilder, Widget, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::{Command, DisplayName, Path, PathKind, RoomState, UnixMillis};

use self::menu::{CALLS, menu};
use crate::{
    model::{Keeping, Room},
    ui::{
        action::{Action, Actions},
        call::Press,
        cans::{Can, Whose},
        icons::{self, Icon},
        overlay::Dialog,
        string::{self, Hang, Line, SLACK},
        theme::{Type, height, look, radius, space, width},
        widgets::{self, Button, Chip, Text, Tone, chip, icon_button, paint_ring, row, tag},
        words::{self, kept, path, room, safety},
    },
};

/// The string in a wide header, from can to can.
const STRING: f32 = 288.0;

/// The name and what stands before it have at least so much.
const LEAST_NAME: f32 = 140.0;

/// What the header shows.
pub(super) struct View {
    pub(super) peer: DisplayName,
    /// What the person calls the room, if that is something else.
    label: Option<String>,
    /// Both keep it.
    kept: bool,
    /// It can be proposed.
    proposable: bool,
    pub(super) hang: Hang,
    pub(super) tag: String,
    /// What the tag opens.
    pub(super) explains: Dialog,
    /// Below the name.
    pub(super) remark: String,
    /// What the tag says in full, for those who listen.
    pub(super) in_full: Option<String>,
    pub(super) leaving: bool,
    /// Nobody else is there.
    waits: bool,
    /// Whether the five emoji were compared; nothing before they are there.
    pub(super) verified: Option<bool>,
}

/// Builds it.
pub(super) fn view(room: &Room, peer: DisplayName, now: UnixMillis, leaving: bool) -> View {
    let broken = match room.state {
        RoomState::Reconnecting { until, .. } => Some(until.saturating_sub(now).div_ceil(1000)),
        _ => None,
    };
    let kind = room.path.as_ref().map(|path: &Path| path.kind);
    let waits = matches!(room.state, RoomState::Awaiting { .. });
    let hang = match (broken, kind) {
        (Some(_), _) | (None, None) => Hang::Slack(SLACK),
        (None, Some(PathKind::Relayed)) => Hang::Dashed,
        (None, Some(PathKind::Direct | PathKind::Lan)) => Hang::Taut,
    };
    View {
        hang,
        tag: match broken {
            Some(_) => path::broken().to_owned(),
            None if waits => kept::nobody_yet().to_owned(),
            None => path::tag(room.path.as_ref()),
        },
        waits,
        explains: if kind == Some(PathKind::Relayed) {
            Dialog::WhyRelayed
        } else {
            Dialog::IsPrivate
        },
        remark: match broken {
            Some(seconds) => path::seat_is_held(seconds),
            None if waits => kept::awaiting().to_owned(),
            None if room.label.is_some() => kept::also_called(&words::name(&peer)),
            None if room.kept => kept::kind().to_owned(),
            None => room::kind().to_owned(),
        },
        label: room.label.clone(),
        kept: room.kept,
        proposable: matches!(room.keeping, Keeping::No | Keeping::Refused) && !room.kept,
        in_full: match (broken, kind) {
            (Some(seconds), _) => Some(path::reconnecting(seconds)),
            (None, Some(PathKind::Lan)) => Some(path::nearby().to_owned()),
            (None, _) => None,
        },
        leaving,
        peer,
        verified: room.safety.map(|(_, verified)| verified),
    }
}

/// How high it is in a window so wide.
pub(crate) fn height(window: f32) -> f32 {
    if window < width::NARROW {
        90.0
    } else {
        height::HEADER
    }
}

impl View {
    /// Whether a narrow header says below the name if they are verified.
    fn remarks(&self) -> bool {
        self.verified.is_some() && self.in_full.is_none()
    }
}

/// Draws it into `area`; `side` says that what is beside the conversation is
/// open. Whether that is to change.
pub(super) fn ui(ui: &mut Ui, area: Rect, view: &View, side: bool, actions: &mut Actions) -> bool {
    let t = look(ui.ctx()).tokens;
    ui.painter().rect_filled(area, 0.0, t.surface);
    ui.painter().hline(
        area.x_range(),
        area.bottom() - 0.5,
        Stroke::new(1.0, t.line),
    );
    let narrow = area.width() < width::NARROW;
    let first = Rect::from_min_size(
        area.min,
        vec2(area.width(), if narrow { 54.0 } else { height::HEADER }),
    );
    // All this is thought of from the left, and turned where it is drawn.
    let leave = row::mirrored(first, leave(ui, first, narrow, view, actions));
    // Where there is little room, the words below the name open the same.
    let (shield, mut turned) = if narrow && view.remarks() {
        (leave, false)
    } else {
        shield(ui, first, leave, side, view)
    };
    let (names, chip) = who(ui, first, shield.left() - space::S, view);
    turned |= chip;
    let string = if narrow {
        Rect::from_min_max(
            pos2(area.left() + 40.0, area.top() + 54.0),
            pos2(area.right() - 40.0, area.bottom() - 4.0),
        )
    } else {
        // In the middle of the window, or of what is left beside the name.
        let room = Rangef::new(names + space::L, shield.left() - space::L);
        let length = STRING.min(room.span());
        let left = (first.center().x - length / 2.0).clamp(room.min, room.max - length);
        let string = Rect::from_min_size(pos2(left, first.center().y - 20.0), vec2(length, 40.0));
        row::mirrored(first, string)
    };
    connection(ui, string, view, actions);
    turned
}

/// Opens what is beside the conversation.
fn shield(ui: &mut Ui, row: Rect, leave: Rect, open: bool, view: &View) -> (Rect, bool) {
    let t = look(ui.ctx()).tokens;
    let at = pos2(leave.left() - 48.0, leave.center().y - 18.0);
    let place = Rect::from_min_size(at, vec2(36.0, 36.0));
    let rect = row::mirrored(row, place);
    let icon = if view.verified == Some(true) {
        Icon::Verified
    } else {
        Icon::NotVerified
    };
    let ink = if open { t.you_ink } else { t.ink_2 };
    if open {
        ui.painter()
            .rect_filled(rect, f32::from(radius::CONTROL), t.you_tint);
    }
    let mut child = ui.new_child(UiBuilder::new().id_salt("shield").max_rect(rect));
    let response = icon_button(&mut child, icon, safety::open(), 36.0, ink);
    (place, response.clicked())
}

/// Their can, their name and whether they are verified. Where that ends, and
/// whether the chip was pressed.
fn who(ui: &mut Ui, row: Rect, right: f32, view: &View) -> (f32, bool) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let middle = row.center().y;
    let narrow = row.width() < width::NARROW;
    let left = row.left() + if narrow { 8.0 } else { 24.0 };
    let letter = words::letter(&view.peer);
    let can = pos2(left + 16.0, middle);
    let can = row::mirrored_point(row, can);
    Can::avatar(Whose::Them, 40.0, &letter).paint(ui.painter(), can, &look);
    let text = left + 46.0;
    let right = if narrow {
        right
    } else {
        // The string keeps enough to be seen.
        right.min(row.right() - 440.0)
    };
    let chip_room = if narrow || view.verified.is_none() {
        0.0
    } else {
        124.0
    };
    let verified = view.verified == Some(true);
    let (tone, icon, state) = if verified {
        (Tone::Ok, Icon::Verified, safety::verified())
    } else {
        (Tone::Them, Icon::NotVerified, safety::not_verified())
    };
    let area = Rect::from_min_max(
        pos2(text, middle - 19.0),
        pos2(right.max(text + 80.0), middle + 20.0),
    );
    // Beside the chip; what is below the name goes on under it.
    let beside = area.with_max_x((right - chip_room).max(text + 80.0));
    let [area, beside] = [area, beside].map(|part| row::mirrored(row, part));
    let mut pressed = false;
    let words = ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let shown = match &view.label {
            Some(label) => words::room_name(label),
            None => words::name(&view.peer),
        };
        let name = Text::new(shown, Type::Name)
            .elided()
            .tooltip(view.peer.as_str());
        let name = ui
            .scope_builder(UiBuilder::new().max_rect(beside), |ui| name.ui(ui))
            .inner;
        if narrow && view.remarks() {
            let ink = if verified { t.ok } else { t.them_ink };
            pressed = remark_button(ui, icon, state, ink).clicked();
            let name = row::mirrored(row, name.rect);
            return (name, name.right());
        }
        let remark = Text::colored(view.remark.as_str(), Type::Small, t.ink_2)
            .elided()
            .ui(ui);
        let [name, remark] = [name, remark].map(|each| row::mirrored(row, each.rect));
        (name, name.right().max(remark.right()))
    });
    let (name, mut end) = words.inner;
    if chip_room > 0.0 {
        let at = pos2(name.right() + 8.0, name.center().y - 12.0);
        let place = row::mirrored(row, Rect::from_min_size(at, vec2(chip_room, 24.0)));
        let mut child = ui.new_child(UiBuilder::new().id_salt("verified").max_rect(place));
        let look = Chip {
            tone,
            icon,
            text: state,
        };
        let response = chip(&mut child, look, Sense::click());
        pressed |= response.clicked();
        end = end.max(row::mirrored(row, response.rect).right());
    }
    (end, pressed)
}

/// Whether they are verified, where there is no room for a chip.
fn remark_button(ui: &mut Ui, icon: Icon, state: &str, ink: egui::Color32) -> egui::Response {
    let words = widgets::galley(ui, state, Type::SmallStrong, ink);
    let size = vec2(words.size().x + 20.0, 16.0);
    let response = ui.allocate_response(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, state));
    let rect = response.rect;
    let at = pos2(row::lead(rect, 0.0, 14.0) + 7.0, rect.center().y);
    icons::paint(ui.painter(), icon, at, 14.0, ink);
    let at = pos2(row::lead(rect, 18.0, words.size().x), rect.top());
    widgets::paint_galley(ui.painter(), at, words, Type::SmallStrong);
    let look = look(ui.ctx());
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

fn leave(ui: &mut Ui, row: Rect, narrow: bool, view: &View, actions: &mut Actions) -> Rect {
    let edge = if narrow { 8.0 } else { 12.0 };
    let area = Rect::from_min_max(
        pos2(row.right() - 240.0, row.top()),
        pos2(row.right() - edge, row.bottom()),
    );
    let area = row::mirrored(row, area);
    let builder = UiBuilder::new().max_rect(area).layout(row::from_end());
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let button = Button::second(room::leave()).busy(view.leaving.then_some(room::leaving()));
        let response = ui.add(button);
        if response.clicked() {
            actions.push(if view.waits {
                Command::Leave.into() // Nobody would miss us.
            } else {
                Action::Open(Dialog::Leave { quit: false })
            });
        }
        let mut rect = response.rect;
        // Long words leave no room for the name otherwise.
        let tight = row.width() - rect.width() - 3.0 * 40.0 - 2.0 * edge < LEAST_NAME;
        // Nobody may be there to be called.
        let calls: &[_] = if view.waits { &[] } else { &CALLS };
        let (inside, beside) = if tight {
            (calls, &[][..])
        } else {
            (&[][..], calls)
        };
        rect = rect.union(menu(ui, view, inside, actions));
        for (icon, label, video) in beside {
            let ink = look(ui.ctx()).tokens.ink_2;
            let response = icon_button(ui, *icon, label(), 36.0, ink);
            rect = rect.union(response.rect);
            if response.clicked() {
                actions.push(Action::Phone(Press::Call { video: *video }));
            }
        }
        rect
    })
    .inner
}

fn connection(ui: &mut Ui, area: Rect, view: &View, actions: &mut Actions) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let size = vec2(17.0, 18.0);
    let you = Can::lying(Whose::You, size);
    let them = Can::lying(
        if view.waits {
            Whose::Absent
        } else {
            Whose::Them
        },
        size,
    );
    let half = you.length() / 2.0;
    let middle = area.center().y;
    let [left, right] = [area.left() + half, area.right() - half]
        .map(|x| row::mirrored_point(area, pos2(x, middle)));
    let goal = match view.hang {
        Hang::Slack(sag) => sag,
        Hang::Taut | Hang::Dashed | Hang::Cut => 0.0,
    };
    let sag = string::swing(ui.ctx(), ui.id().with("string"), goal, &look);
    let line = Line {
        from: you.knot(left),
        to: them.knot(right),
        sag,
        inset: 0.2,
    };
    let stroke = Stroke::new(look.string_width(2.25), t.twine);
    match view.hang {
        Hang::Dashed if sag.abs() < 0.25 => line.paint_dashed(ui.painter(), stroke),
        Hang::Cut => string::paint_cut(ui.painter(), line.from, line.to, stroke),
        _ => line.paint(ui.painter(), stroke),
    }
    you.paint(ui.painter(), left, &look);
    them.paint(ui.painter(), right, &look);
    let center = pos2(area.center().x, middle + 0.75 * sag);
    let response = tag(ui, center, &view.tag);
    if let Some(in_full) = &view.in_full {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(in_full.as_str());
        });
    }
    if response.clicked() {
        actions.push(Action::Open(view.explains.clone()));
    }
}

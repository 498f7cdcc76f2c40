//! What was handed over as a card: its name, how far it is, a bead on a string, and
//! what can be done with it.

use egui::{
    Color32, CornerRadius, Id, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType, pos2, text::TextWrapping, vec2,
};
use tincan_net::{Direction, Transfer, TransferKind, TransferState, Who};

use super::{handed, timeline::Scene};
use crate::{
    model::{Entry, Handover},
    ui::{
        action::{Action, Actions},
        handing::Hand,
        icons::{self, Icon},
        rich::{self, Rich},
        theme::{Type, radius},
        widgets::{self, Button, Kind, Size, icon_button, row, tip},
        words::{self, handover},
    },
};

/// The widest card.
const CARD: f32 = 380.0;
/// A card with nothing to wait for.
const CARD_HEIGHT: f32 = 64.0;
/// Its string.
const STRING_HEIGHT: f32 = 20.0;
/// What can be done, on a row of its own.
const CONTROLS: f32 = 36.0;
/// What can be done is wider than this where there is a choice to be made.
const CHOICE: f32 = 100.0;
/// Around what is in it.
const PADDING: f32 = 12.0;

/// Whether its file was saved here, and is there no longer.
fn is_gone(scene: &Scene<'_>, handover: &Handover) -> bool {
    scene.remains.borrow_mut().is_there(handover) == Some(false)
}

/// How large it is.
pub(super) fn size(ui: &Ui, scene: &Scene<'_>, handover: &Handover) -> Vec2 {
    let transfer = &handover.transfer;
    let width = CARD.min(scene.column.span() * 0.94);
    let wide = width - 2.0 * PADDING - 52.0;
    let gone = is_gone(scene, handover);
    let below = has_choice_below(ui, transfer, gone, wide);
    let trouble = handed::trouble(scene, handover).map_or(0.0, |why| {
        let t = scene.look.tokens;
        let room = match below {
            true => wide,
            false => wide - controls_width(ui, transfer, gone),
        };
        let job = Type::SmallStrong.job(why, t.danger_ink, room);
        ui.painter().layout_job(job).size().y - Type::Small.line()
    });
    let string = if has_string(transfer) {
        STRING_HEIGHT
    } else {
        0.0
    };
    let controls = if below { CONTROLS } else { 0.0 };
    let height = CARD_HEIGHT + string + controls + trouble.max(0.0);
    vec2(width, height.ceil())
}

/// Whether a choice is below the name, which would be cut beside it.
fn has_choice_below(ui: &Ui, transfer: &Transfer, gone: bool, wide: f32) -> bool {
    let controls = controls_width(ui, transfer, gone);
    if controls <= CHOICE {
        return false;
    }
    let name = widgets::galley(
        ui,
        transfer.name.as_str(),
        Type::Strong,
        Color32::PLACEHOLDER,
    );
    name.size().x > wide - controls
}

fn has_string(transfer: &Transfer) -> bool {
    matches!(
        transfer.state,
        TransferState::Running | TransferState::Paused(_)
    )
}

/// Draws it into `area`, with such corners.
pub(super) fn ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    handover: &Handover,
    area: Rect,
    corner: CornerRadius,
    actions: &mut Actions,
) {
    let t = scene.look.tokens;
    let transfer = &handover.transfer;
    let mine = transfer.direction == Direction::Out;
    let edge = if scene.look.high_contrast {
        Stroke::new(1.5, t.line_strong)
    } else {
        Stroke::new(1.0, t.line)
    };
    let fill = if scene.look.dark { t.raised } else { t.surface };
    ui.painter()
        .rect(area, corner, fill, edge, StrokeKind::Inside);
    let tile = Rect::from_min_size(area.min + Vec2::splat(PADDING), Vec2::splat(40.0));
    let top = Rect::from_min_max(
        pos2(tile.right() + PADDING, area.top()),
        pos2(area.right() - PADDING, area.top() + CARD_HEIGHT),
    );
    let [tile, top] = [tile, top].map(|part| row::mirrored(area, part));
    let (ground, ink) = if mine {
        (t.you_tint, t.you_ink)
    } else {
        (t.them_tint, t.them_ink)
    };
    let tile_edge = if scene.look.high_contrast {
        Stroke::new(1.5, ink)
    } else {
        Stroke::NONE
    };
    let round = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect(tile, round, ground, tile_edge, StrokeKind::Inside);
    icons::paint(ui.painter(), icon_of(transfer), tile.center(), 20.0, ink);

    let gone = is_gone(scene, handover);
    let below = has_choice_below(ui, transfer, gone, top.width());
    let place = match below {
        true => area
            .shrink(PADDING)
            .with_min_y(area.bottom() - CONTROLS - 8.0),
        false => top,
    };
    let taken = controls(ui, scene, transfer, gone, place, actions);
    let taken = if below { 0.0 } else { taken };
    let peer = words::name(scene.peer);
    let narrow = scene.column.span() < 480.0;
    let of_before = handover.place.is_some() && transfer.direction == Direction::In;
    let state = match &transfer.state {
        TransferState::Done { .. } if of_before && gone => handover::gone().to_owned(),
        TransferState::Done { path: None } if of_before => handover::not_saved_then().to_owned(),
        _ => handover::state(transfer, &peer, narrow),
    };
    let trouble = handed::trouble(scene, handover);
    let wide = (top.width() - taken - 8.0).max(40.0);
    let words_area = Rect::from_min_size(
        pos2(row::lead(top, 0.0, wide), area.top() + PADDING),
        vec2(wide, area.height() - PADDING),
    );
    let label = format!(
        "{}: {}",
        transfer.name,
        trouble.as_deref().unwrap_or(&state)
    );
    let place = ui.interact(words_area, ui.id().with("card"), Sense::hover());
    place.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    let (name, cut) = name_of(ui, &transfer.name, t.ink, words_area.width());
    let begin = |galley: &Rich, down: f32| {
        let left = row::lead(words_area, 0.0, galley.size().x);
        pos2(left, words_area.top() + 1.0 + down)
    };
    let at = begin(&name, 0.0);
    widgets::paint_galley(ui.painter(), at, name, Type::Strong);
    let down = Type::Strong.line();
    match trouble {
        Some(why) => {
            let job = Type::SmallStrong.job(why, t.danger_ink, words_area.width());
            let galley = rich::layout(ui.painter(), job);
            let at = begin(&galley, down);
            widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
        }
        None => {
            let galley = line_of(ui, &state, Type::Small, t.ink_2, words_area.width());
            let at = begin(&galley, down);
            widgets::paint_galley(ui.painter(), at, galley, Type::Small);
        }
    }
    if cut {
        tip(place, transfer.name.as_str());
    }
    scene.mark_shown(ui, Entry::Handed(transfer.id), area);
    if has_string(transfer) {
        let line = Rect::from_min_max(
            pos2(area.left() + PADDING, area.bottom() - 28.0),
            pos2(area.right() - PADDING, area.bottom() - 8.0),
        );
        string(ui, scene, transfer, line, fill);
    }
}

/// The name of a file on one line, and whether it is cut there: in its middle, as
/// its end says what kind of a file it is.
fn name_of(ui: &Ui, name: &str, ink: Color32, room: f32) -> (Rich, bool) {
    /// Characters of the end that are always seen.
    const END: usize = 8;
    let line = |text: &str| widgets::galley(ui, text, Type::Strong, ink);
    let whole = line(name);
    let places: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    if whole.size().x <= room || places.len() <= END {
        return (whole, false);
    }
    let end = &name[places[places.len() - END]..];
    let cut = |count: usize| line(&format!("{}…{end}", &name[..places[count]]));
    let (mut fits, mut too_long) = (0, places.len() - END);
    while fits + 1 < too_long {
        let middle = usize::midpoint(fits, too_long);
        match cut(middle).size().x <= room {
            true => fits = middle,
            false => too_long = middle,
        }
    }
    (cut(fits), true)
}

/// A line that ends with an ellipsis where the room does.
fn line_of(ui: &Ui, text: &str, kind: Type, ink: Color32, room: f32) -> Rich {
    let mut job = kind.job(text, ink, room);
    job.wrap = TextWrapping::truncate_at_width(room);
    rich::layout(ui.painter(), job)
}

fn icon_of(transfer: &Transfer) -> Icon {
    const PACKED: [&str; 8] = ["zip", "7z", "rar", "gz", "xz", "zst", "tar", "bz2"];
    if transfer.kind != TransferKind::File {
        return Icon::Image;
    }
    let ending = transfer.name.rsplit_once('.').map(|(_, ending)| ending);
    let packed = ending.is_some_and(|ending| {
        let ending = ending.to_ascii_lowercase();
        PACKED.contains(&ending.as_str())
    });
    if packed { Icon::Zip } else { Icon::File }
}

/// What can be done with it now, from the right.
enum Control {
    Icon(Icon, &'static str, Hand),
    Word(Kind, &'static str, Option<Icon>, Hand),
}

fn controls_of(transfer: &Transfer, gone: bool) -> Vec<Control> {
    let id = transfer.id;
    let cancel = || Control::Icon(Icon::Close, handover::cancel(), Hand::Cancel(id));
    let quiet = |words, hand| Control::Word(Kind::Quiet, words, None, hand);
    match &transfer.state {
        TransferState::Offered if transfer.direction == Direction::In => vec![
            Control::Word(Kind::Primary, handover::accept(), None, Hand::Accept(id)),
            Control::Icon(Icon::Folder, handover::accept_into(), Hand::AcceptInto(id)),
            quiet(handover::decline(), Hand::Decline(id)),
        ],
        TransferState::Offered => vec![cancel()],
        TransferState::Running => vec![
            cancel(),
            Control::Icon(Icon::Pause, handover::pause(), Hand::Pause(id)),
        ],
        TransferState::Paused(Who::Me) if transfer.reason.is_some() => {
            vec![cancel(), quiet(handover::go_on(), Hand::Resume(id))]
        }
        TransferState::Paused(Who::Me) => vec![
            cancel(),
            Control::Icon(Icon::Play, handover::resume(), Hand::Resume(id)),
        ],
        TransferState::Paused(Who::Peer) => vec![cancel()],
        TransferState::Done { path: Some(path) }
            if transfer.direction == Direction::In && !gone =>
        {
            let hand = Hand::Show(path.clone());
            vec![Control::Word(
                Kind::Quiet,
                handover::show(),
                Some(Icon::Folder),
                hand,
            )]
        }
        _ => Vec::new(),
    }
}

fn button(kind: Kind, words: &str, icon: Option<Icon>) -> Button<'_> {
    let button = Button::new(kind, words).size(Size::Small);
    match icon {
        Some(icon) => button.icon(icon),
        None => button,
    }
}

fn controls_width(ui: &Ui, transfer: &Transfer, gone: bool) -> f32 {
    let width = |control: &Control| match control {
        Control::Icon(..) => 28.0,
        Control::Word(kind, words, icon, _) => button(*kind, words, *icon).natural_width(ui),
    };
    let widths = controls_of(transfer, gone)
        .iter()
        .map(|c| width(c) + 8.0)
        .sum();
    f32::max(widths, 8.0)
}

/// Draws what can be done. How much of the row that takes.
fn controls(
    ui: &mut Ui,
    scene: &Scene<'_>,
    transfer: &Transfer,
    gone: bool,
    area: Rect,
    actions: &mut Actions,
) -> f32 {
    let ink = scene.look.tokens.ink_2;
    let builder = UiBuilder::new()
        .id_salt(Id::new("controls"))
        .max_rect(area)
        .layout(row::from_end());
    let mut line = ui.new_child(builder);
    line.spacing_mut().item_spacing.x = 4.0;
    let mut taken = 0.0;
    for control in controls_of(transfer, gone) {
        let (response, hand) = match control {
            Control::Icon(icon, words, hand) => {
                (icon_button(&mut line, icon, words, 28.0, ink), hand)
            }
            Control::Word(kind, words, icon, hand) => (line.add(button(kind, words, icon)), hand),
        };
        let place = row::mirrored(area, response.rect);
        taken = area.right() - place.left();
        if response.clicked() {
            actions.push(Action::Hand(hand));
        }
    }
    taken
}

/// A bead that travels along a string.
pub(super) fn string(ui: &Ui, scene: &Scene<'_>, transfer: &Transfer, area: Rect, ground: Color32) {
    let t = scene.look.tokens;
    let way = transfer.done_bytes as f32 / transfer.size.max(1) as f32;
    let (left, right) = (area.left() + 0.5, area.right() - 0.5);
    let y = area.center().y;
    let bead = egui::lerp(left + 6.0..=right - 6.0, way.clamp(0.0, 1.0));
    let painter = ui.painter();
    let width = 3.0;
    let rest = Rect::from_min_max(pos2(bead, y - 1.5), pos2(right, y + 1.5));
    painter.rect_filled(row::mirrored(area, rest), width / 2.0, t.line);
    let done = Rect::from_min_max(pos2(left, y - 1.5), pos2(bead, y + 1.5));
    painter.rect_filled(row::mirrored(area, done), width / 2.0, t.twine);
    let bead = row::mirrored_point(area, pos2(bead, y));
    let sender = match transfer.direction {
        Direction::Out => t.you,
        Direction::In => t.them,
    };
    painter.circle_filled(bead, 8.0, ground);
    painter.circle_filled(bead, 6.0, sender);
    if scene.look.high_contrast {
        let stroke = Stroke::new(1.5, t.ink);
        painter.circle_stroke(bead, 6.0, stroke);
    }
    let response = ui.interact(area, ui.id().with("string"), Sense::hover());
    let words = handover::of(transfer.done_bytes, transfer.size);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &words));
}

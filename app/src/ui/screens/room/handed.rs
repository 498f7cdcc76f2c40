//! What was handed over, in the conversation: a picture as itself, a file as a
//! card with a bead on a string.

use egui::{
    Align2, Color32, CornerRadius, Id, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, WidgetType, pos2, text::TextWrapping, vec2,
};
use tincan_net::{Direction, Transfer, TransferId, TransferKind, TransferState, Who};

use super::timeline::Scene;
use crate::{
    model::{Entry, Handover},
    source::Source,
    ui::{
        action::{Action, Actions},
        handing::{Hand, Place, Seen},
        icons::{self, Icon},
        rich::{self, Rich},
        theme::{Type, radius},
        widgets::{
            self, Button, Kind, Size, Speaker, icon_button, menu_row, paint_ring, row, tail_corner,
            tip,
        },
        words::{self, handover},
    },
};

/// The widest card.
const CARD: f32 = 380.0;
/// A card with nothing to wait for.
const CARD_HEIGHT: f32 = 64.0;
/// Its string.
const STRING_HEIGHT: f32 = 20.0;
/// Around what is in it.
const PADDING: f32 = 12.0;
/// What a picture is no larger than.
const PICTURE: Vec2 = vec2(320.0, 320.0);
/// The same for what moves.
const MOVING: Vec2 = vec2(240.0, 240.0);
/// What it is thought to be until it is known.
const GUESSED: Vec2 = vec2(240.0, 160.0);
/// The smallest thing that can be hit with ease.
const SMALLEST: f32 = 44.0;

/// How something that was handed over looks now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    Picture(Seen),
    Card,
}

/// A picture that can be shown.
enum ToSee {
    /// From its file.
    File(Source),
    /// The small one that is kept of it.
    Small,
}

impl ToSee {
    fn of(scene: &Scene<'_>, handover: &Handover) -> Option<Self> {
        let transfer = &handover.transfer;
        let source = Source::of(transfer).map(Self::File);
        if transfer.bytes.is_some() || handover.place.is_none() {
            return source;
        }
        let mut remains = scene.remains.borrow_mut();
        if transfer.kind != TransferKind::File && remains.has_picture(handover) {
            return Some(Self::Small);
        }
        source.filter(|_| remains.is_there(handover) == Some(true))
    }

    /// Its file, once that is here.
    fn source(self, scene: &Scene<'_>, id: TransferId) -> Option<Source> {
        match self {
            Self::File(source) => Some(source),
            Self::Small => {
                let picture = scene.remains.borrow_mut().picture(id)?;
                Some(Source::Memory(picture))
            }
        }
    }
}

/// Whether its file was saved here, and is there no longer.
fn is_gone(scene: &Scene<'_>, handover: &Handover) -> bool {
    scene.remains.borrow_mut().is_there(handover) == Some(false)
}

/// How it looks, and how large it is.
pub(super) fn shape(ui: &Ui, scene: &Scene<'_>, handover: &Handover) -> (Shape, Vec2) {
    let transfer = &handover.transfer;
    if let Some(to_see) = ToSee::of(scene, handover) {
        let most = match transfer.kind {
            TransferKind::Gif => MOVING,
            TransferKind::Image | TransferKind::File => PICTURE,
        };
        let most = most.min(Vec2::splat(scene.bubble()));
        let small = matches!(to_see, ToSee::Small);
        let guessed = handover.preview.filter(|_| small).map(|(width, height)| {
            let size = vec2(width as f32, height as f32).max(Vec2::splat(1.0));
            size * (most / size).min_elem().min(1.0)
        });
        let mut shelf = scene.shelf.borrow_mut();
        let seen = shelf.see(ui.ctx(), transfer.id, Place::Talk, most, || {
            to_see.source(scene, transfer.id)
        });
        let size = match seen {
            Seen::Picture { size, .. } => Some(size),
            Seen::Coming(size) => Some(size.or(guessed).unwrap_or(GUESSED)),
            Seen::Broken(_) => None,
        };
        if let Some(size) = size {
            return (Shape::Picture(seen), size.max(Vec2::splat(SMALLEST)));
        }
    }
    let width = CARD.min(scene.column.span() * 0.94);
    let wide = width - 2.0 * PADDING - 52.0;
    let trouble = trouble(scene, handover).map_or(0.0, |why| {
        let t = scene.look.tokens;
        let room = wide - controls_width(ui, transfer, is_gone(scene, handover));
        let job = Type::SmallStrong.job(why, t.danger_ink, room);
        ui.painter().layout_job(job).size().y - Type::Small.line()
    });
    let string = if has_string(transfer) {
        STRING_HEIGHT
    } else {
        0.0
    };
    let height = CARD_HEIGHT + string + trouble.max(0.0);
    (Shape::Card, vec2(width, height.ceil()))
}

fn trouble(scene: &Scene<'_>, handover: &Handover) -> Option<String> {
    let transfer = &handover.transfer;
    if let Some(error) = handover_error(scene, handover) {
        return Some(error);
    }
    handover::trouble(transfer, &words::name(scene.peer))
}

fn handover_error(scene: &Scene<'_>, handover: &Handover) -> Option<String> {
    ToSee::of(scene, handover)?;
    scene
        .shelf
        .borrow()
        .broken(handover.transfer.id)
        .map(words::errors::picture)
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
    match shape(ui, scene, handover).0 {
        Shape::Picture(seen) => picture(ui, scene, handover, area, corner, seen, actions),
        Shape::Card => card(ui, scene, handover, area, corner, actions),
    }
}

/// Its corners where no words stand below; `tail` says that it is the last of a
/// group.
pub(super) fn corners(handover: &Handover, tail: bool) -> CornerRadius {
    let speaker = match handover.transfer.direction {
        Direction::Out => Speaker::You,
        Direction::In => Speaker::Them,
    };
    tail_corner(speaker, tail)
}

fn picture(
    ui: &mut Ui,
    scene: &Scene<'_>,
    handover: &Handover,
    area: Rect,
    corner: CornerRadius,
    seen: Seen,
    actions: &mut Actions,
) {
    let t = scene.look.tokens;
    let transfer = &handover.transfer;
    let mine = transfer.direction == Direction::Out;
    let response = ui.interact(area, ui.id().with("picture"), Sense::click());
    let label = handover::picture(mine, &words::name(scene.peer));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    ui.painter().rect_filled(area, corner, t.sunken);
    let animated = match seen {
        Seen::Picture {
            texture,
            size,
            animated,
        } => {
            let rect = Rect::from_center_size(area.center(), size);
            egui::Image::from_texture((texture, size))
                .corner_radius(corner)
                .paint_at(ui, rect);
            if animated {
                play(ui, scene, handover);
            }
            animated
        }
        _ => {
            let size = 24.0;
            icons::paint(ui.painter(), Icon::Image, area.center(), size, t.ink_3);
            false
        }
    };
    // A light picture ends somewhere, too.
    let edge = if scene.look.high_contrast {
        Stroke::new(1.5, t.line_strong)
    } else {
        Stroke::new(1.0, t.line)
    };
    ui.painter()
        .rect_stroke(area, corner, edge, StrokeKind::Inside);
    if animated || transfer.kind == TransferKind::Gif {
        gif_tag(ui, scene, area);
    }
    if !transfer.state.is_over() && transfer.done_bytes < transfer.size {
        let pill = Rect::from_min_max(
            pos2(area.left() + 8.0, area.bottom() - 28.0),
            pos2(area.right() - 8.0, area.bottom() - 8.0),
        );
        ui.painter()
            .rect_filled(pill, 10.0, t.scrim.gamma_multiply(0.6));
        string(ui, scene, transfer, pill.shrink2(vec2(12.0, 0.0)), t.scrim);
    }
    paint_ring(ui.painter(), &response, area, radius::CARD, &scene.look);
    if response.clicked() {
        actions.push(Action::Hand(Hand::View(transfer.id)));
    }
    scene.mark_shown(ui, Entry::Handed(transfer.id), area);
    response.context_menu(|ui| menu(ui, scene, handover, actions));
}

/// Goes on while it is in sight of somebody who looks.
fn play(ui: &Ui, scene: &Scene<'_>, handover: &Handover) {
    let looks = ui.input(|input| input.focused && input.viewport().minimized != Some(true));
    if !looks || scene.look.less_motion {
        return;
    }
    if let Some(ToSee::File(source)) = ToSee::of(scene, handover) {
        let mut shelf = scene.shelf.borrow_mut();
        shelf.play(ui.ctx(), handover.transfer.id, Place::Talk, || source);
    }
}

fn gif_tag(ui: &Ui, scene: &Scene<'_>, area: Rect) {
    let t = scene.look.tokens;
    let galley = widgets::galley(ui, handover::gif(), Type::SmallStrong, t.canvas);
    let size = vec2(galley.size().x + 12.0, 18.0);
    let at = area.left_bottom() + vec2(6.0, -6.0);
    let tag = row::mirrored(area, Align2::LEFT_BOTTOM.anchor_size(at, size));
    ui.painter().rect_filled(tag, 6.0, t.ink);
    let at = tag.min + vec2(6.0, 1.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
}

fn menu(ui: &mut Ui, scene: &Scene<'_>, handover: &Handover, actions: &mut Actions) {
    let transfer = &handover.transfer;
    let there = scene.remains.borrow_mut().is_there(handover) == Some(true);
    ui.set_width(220.0);
    let mut row = |ui: &mut Ui, icon, words, hand| {
        if menu_row(ui, icon, words, "").clicked() {
            actions.push(Action::Hand(hand));
            ui.close();
        }
    };
    let to_see = ToSee::of(scene, handover);
    if let Some(source) = to_see.and_then(|to_see| to_see.source(scene, transfer.id)) {
        row(ui, Icon::Copy, handover::copy(), Hand::Copy(source));
    }
    let held = transfer.bytes.is_some();
    match &transfer.state {
        TransferState::Done { path: Some(path) } if there => {
            let hand = Hand::Show(path.clone());
            row(ui, Icon::Folder, handover::show_folder(), hand);
        }
        TransferState::Done { path: None } if transfer.direction == Direction::In && held => {
            let hand = Hand::Accept(transfer.id);
            row(ui, Icon::Download, handover::save(), hand);
            let hand = Hand::AcceptInto(transfer.id);
            row(ui, Icon::Folder, handover::save_into(), hand);
        }
        state if !state.is_over() => {
            let hand = Hand::Cancel(transfer.id);
            row(ui, Icon::Close, handover::cancel(), hand);
        }
        _ => {}
    }
}

/// A bead that travels along a string.
fn string(ui: &Ui, scene: &Scene<'_>, transfer: &Transfer, area: Rect, ground: Color32) {
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

fn card(
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
    let taken = controls(ui, scene, transfer, gone, top, actions);
    let peer = words::name(scene.peer);
    let narrow = scene.column.span() < 480.0;
    let of_before = handover.place.is_some() && transfer.direction == Direction::In;
    let state = match &transfer.state {
        TransferState::Done { .. } if of_before && gone => handover::gone().to_owned(),
        TransferState::Done { path: None } if of_before => handover::not_saved_then().to_owned(),
        _ => handover::state(transfer, &peer, narrow),
    };
    let trouble = trouble(scene, handover);
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
    let name = line_of(ui, &transfer.name, Type::Strong, t.ink, words_area.width());
    let cut = name.elided;
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

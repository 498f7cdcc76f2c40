//! What was handed over, in the conversation: a picture as itself, anything else as
//! a [`card`].

use egui::{
    Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2,
    vec2,
};
use tincan_net::{Direction, TransferId, TransferKind, TransferState};

use super::{card, timeline::Scene};
use crate::{
    model::{Entry, Handover},
    source::Source,
    ui::{
        action::{Action, Actions},
        handing::{Hand, Place, Seen},
        icons::{self, Icon},
        theme::{Type, radius},
        widgets::{self, Speaker, menu_row, paint_ring, row, tail_corner},
        words::{self, handover},
    },
};

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
        // Who looks closely sees the file, if it is there.
        let is_there = remains.is_there(handover) == Some(true);
        if transfer.kind != TransferKind::File && remains.has_picture(handover) {
            return Some(Self::Small);
        }
        source.filter(|_| is_there)
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
    (Shape::Card, card::size(ui, scene, handover))
}

pub(super) fn trouble(scene: &Scene<'_>, handover: &Handover) -> Option<String> {
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
        Shape::Card => card::ui(ui, scene, handover, area, corner, actions),
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
        card::string(ui, scene, transfer, pill.shrink2(vec2(12.0, 0.0)), t.scrim);
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

//! A picture, closely: as large as the window, larger with the wheel, moved
//! about with the pointer.

use egui::{
    Color32, Context, Frame, Id, Key, Modal, Pos2, Rect, Sense, TextureHandle, TextureOptions, Ui,
    UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::TransferId;
use tincan_pictures::{Info, PictureError, Size};

use super::{
    Hand, Place, Seen, Shelf,
    decoder::{Decoder, Done, Job, Tile, Unpacked},
};
use crate::{
    source::Source,
    ui::{
        action::{Action, Actions},
        icons::Icon,
        theme::{Type, look, radius, space},
        widgets::{Text, icon_button},
        words::{errors, handover as words},
    },
};

/// Points along a side of a picture that is looked at in full.
const FULL: u32 = 4096;
/// As large as it gets, in pixels of the screen for one of the picture.
const CLOSEST: f32 = 8.0;
/// Parts that are handed to the graphics card in one frame.
const TILES_A_FRAME: usize = 2;

/// What is looked at.
#[derive(Default)]
pub(crate) struct Viewer {
    open: Option<TransferId>,
    decoder: Option<Decoder<Detail>>,
    fit: Sheet,
    full: Sheet,
    error: Option<PictureError>,
    info: Option<Info>,
    /// 1 fits the window.
    zoom: f32,
    /// From the middle of the window to that of the picture.
    offset: Vec2,
    fresh: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Fit,
    Full,
}

/// A picture in parts.
#[derive(Default)]
struct Sheet {
    asked: Option<Size>,
    size: Option<Size>,
    coming: Vec<Tile>,
    here: Vec<(Rect, TextureHandle)>,
}

impl Sheet {
    fn take(&mut self, unpacked: Unpacked) {
        self.size = Some(unpacked.size);
        self.here.clear();
        self.coming = unpacked.tiles;
    }

    /// Hands a few parts to the graphics card; whether more are to come.
    fn upload(&mut self, ctx: &Context) -> bool {
        for _ in 0..TILES_A_FRAME {
            let Some(Tile { at, image }) = self.coming.pop() else {
                break;
            };
            let [width, height] = image.size;
            let min = pos2(at[0] as f32, at[1] as f32);
            let rect = Rect::from_min_size(min, vec2(width as f32, height as f32));
            let texture = ctx.load_texture("picture, closely", image, TextureOptions::LINEAR);
            self.here.push((rect, texture));
        }
        !self.coming.is_empty()
    }

    fn is_whole(&self) -> bool {
        self.size.is_some() && self.coming.is_empty()
    }

    fn paint(&self, ui: &Ui, area: Rect) {
        let Some(size) = self.size else { return };
        let scale = area.width() / size.width as f32;
        for (part, texture) in &self.here {
            let at = |p: Pos2| area.min + p.to_vec2() * scale;
            let rect = Rect::from_min_max(at(part.min), at(part.max));
            ui.painter().image(texture.id(), rect, UV, Color32::WHITE);
        }
    }
}

const UV: Rect = Rect {
    min: Pos2::ZERO,
    max: Pos2 { x: 1.0, y: 1.0 },
};

/// A picture that can be looked at.
pub(crate) struct Subject {
    pub(crate) id: TransferId,
    /// Where its file is.
    pub(crate) source: Source,
    /// Whose it is, in words.
    pub(crate) title: String,
    /// It can be written to disk.
    pub(crate) can_save: bool,
    /// It is on disk.
    pub(crate) path: Option<std::path::PathBuf>,
}

impl Viewer {
    pub(crate) fn open(&mut self, id: TransferId) {
        *self = Self {
            open: Some(id),
            zoom: 1.0,
            fresh: true,
            ..Self::default()
        };
    }

    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    /// Which picture is looked at.
    pub(crate) fn subject(&self) -> Option<TransferId> {
        self.open
    }

    /// Draws it over everything.
    pub(crate) fn ui(
        &mut self,
        ctx: &Context,
        shelf: &mut Shelf<TransferId>,
        subject: &Subject,
        actions: &mut Actions,
    ) {
        self.take_in(ctx);
        let scrim = look(ctx).tokens.scrim.gamma_multiply(0.92);
        let modal = Modal::new(Id::new("viewer"))
            .backdrop_color(scrim)
            .frame(Frame::NONE)
            .show(ctx, |ui| self.whole(ui, shelf, subject, actions));
        modal
            .response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Window, true, words::viewer()));
        if modal.should_close() || modal.inner {
            actions.push(Action::Hand(Hand::CloseView));
        }
    }

    fn take_in(&mut self, ctx: &Context) {
        while let Some(Done { key, result }) = self.decoder.as_ref().and_then(Decoder::done) {
            match (key, result) {
                (Detail::Fit, Ok(unpacked)) => {
                    self.info = Some(unpacked.info);
                    self.fit.take(unpacked);
                }
                (Detail::Full, Ok(unpacked)) => self.full.take(unpacked),
                (_, Err(error)) => self.error = Some(error),
            }
        }
        let more = self.fit.upload(ctx) || self.full.upload(ctx);
        if more {
            ctx.request_repaint();
        }
    }

    fn ask(&mut self, ctx: &Context, detail: Detail, within: Size, source: &Source) {
        let sheet = match detail {
            Detail::Fit => &mut self.fit,
            Detail::Full => &mut self.full,
        };
        if sheet.asked == Some(within) {
            return;
        }
        let decoder = self
            .decoder
            .get_or_insert_with(|| Decoder::start(ctx.clone()));
        let job = Job {
            key: detail,
            source: source.clone(),
            within,
        };
        if decoder.give(job) {
            sheet.asked = Some(within);
        }
    }

    /// The window's whole area; whether the person wants to go.
    fn whole(
        &mut self,
        ui: &mut Ui,
        shelf: &mut Shelf<TransferId>,
        subject: &Subject,
        actions: &mut Actions,
    ) -> bool {
        let ctx = ui.ctx().clone();
        let whole = ctx.content_rect();
        ui.set_min_size(whole.size());
        let room = whole.shrink(space::L);
        let scale = ctx.pixels_per_point();
        let within = Size::new(
            (room.width() * scale).max(1.0) as u32,
            (room.height() * scale).max(1.0) as u32,
        );
        self.ask(&ctx, Detail::Fit, within, &subject.source);

        // Keys have nothing to press there.
        let sense = Sense::click_and_drag() - Sense::FOCUSABLE;
        let response = ui.interact(whole, ui.id().with("picture"), sense);
        let fitted = self.info.map(|info| {
            let size = info.size.within(within);
            vec2(size.width as f32, size.height as f32) / scale
        });
        let Some(fitted) = fitted else {
            if let Some(error) = self.error {
                let area = Rect::from_center_size(room.center(), vec2(room.width(), 40.0));
                ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
                    ui.add(
                        Text::colored(errors::picture(error), Type::Message, Color32::WHITE)
                            .centered(),
                    );
                });
            }
            let gone = self.bar(ui, whole, subject, None, actions);
            return gone || response.clicked();
        };
        let actual = self.actual(fitted, scale);
        self.steer(ui, &response, whole, fitted, actual);
        let size = fitted * self.zoom;
        let center = whole.center() + self.offset;
        let snap = |v: f32| (v * scale).round() / scale;
        let min = center - size / 2.0;
        let area = Rect::from_min_size(pos2(snap(min.x), snap(min.y)), size);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &subject.title));
        self.paint(ui, shelf, subject, area, room.size());
        if self.zoom > 1.01 && actual > 1.01 {
            let full = Size::new(FULL, FULL);
            self.ask(&ctx, Detail::Full, full, &subject.source);
        }
        let beside = response.clicked()
            && response
                .interact_pointer_pos()
                .is_some_and(|at| !area.contains(at));
        self.bar(ui, whole, subject, Some(actual), actions) || beside
    }

    /// The zoom at which a point of the picture is a pixel of the screen.
    fn actual(&self, fitted: Vec2, scale: f32) -> f32 {
        let natural = self.info.map_or(fitted.x, |info| info.size.width as f32);
        (natural / (fitted.x * scale)).max(1.0)
    }

    /// Zooms and moves as the person wants.
    fn steer(
        &mut self,
        ui: &Ui,
        response: &egui::Response,
        whole: Rect,
        fitted: Vec2,
        actual: f32,
    ) {
        let most = (actual * CLOSEST).max(2.0);
        let (pinch, wheel, keys) = ui.input_mut(|input| {
            let none = egui::Modifiers::NONE;
            let closer = input.consume_key(none, Key::Plus) || input.consume_key(none, Key::Equals);
            let farther = input.consume_key(none, Key::Minus);
            let keys = match (closer, farther) {
                (true, _) => 1.25,
                (_, true) => 0.8,
                _ => 1.0,
            };
            (input.zoom_delta(), input.smooth_scroll_delta().y, keys)
        });
        let factor = pinch * keys * (wheel / 240.0).exp();
        let mut to = self.zoom * factor;
        if response.double_clicked() {
            to = if self.zoom > 1.01 {
                1.0
            } else {
                actual.max(2.0)
            };
        }
        let to = to.clamp(1.0, most);
        if to != self.zoom {
            // What is under the pointer stays there.
            let held = response.hover_pos().unwrap_or(whole.center());
            let from_center = held - (whole.center() + self.offset);
            self.offset += from_center * (1.0 - to / self.zoom);
            self.zoom = to;
        }
        self.offset += response.drag_delta();
        // It cannot be lost beyond the edge.
        let spare = ((fitted * self.zoom - whole.size()) / 2.0).max(Vec2::ZERO);
        self.offset = self.offset.clamp(-spare, spare);
    }

    fn paint(
        &self,
        ui: &Ui,
        shelf: &mut Shelf<TransferId>,
        subject: &Subject,
        area: Rect,
        most: Vec2,
    ) {
        let ctx = ui.ctx();
        let animated = self.info.is_some_and(|info| info.animated);
        if animated {
            let source = || subject.source.clone();
            let seen = shelf.see(ctx, subject.id, Place::View, most, || Some(source()));
            if let Seen::Picture { texture, .. } = seen {
                if ctx.input(|input| input.focused) {
                    shelf.play(ctx, subject.id, Place::View, source);
                }
                ui.painter().image(texture, area, UV, Color32::WHITE);
                return;
            }
        }
        if self.full.is_whole() && self.zoom > 1.01 {
            self.full.paint(ui, area);
        } else {
            self.fit.paint(ui, area);
        }
    }

    fn bar(
        &mut self,
        ui: &mut Ui,
        whole: Rect,
        subject: &Subject,
        actual: Option<f32>,
        actions: &mut Actions,
    ) -> bool {
        let t = look(ui.ctx()).tokens;
        let save = subject.can_save || subject.path.is_some();
        let count = 2 + usize::from(save) + usize::from(actual.is_some());
        let size = vec2(count as f32 * 40.0 + 4.0, 44.0);
        let min = pos2(whole.right() - space::L - size.x, whole.top() + space::L);
        let area = Rect::from_min_size(min, size);
        let edge = egui::Stroke::new(1.0, t.line_strong);
        ui.painter().rect(
            area,
            f32::from(radius::LARGE),
            t.surface,
            edge,
            egui::StrokeKind::Inside,
        );
        let builder = UiBuilder::new()
            .max_rect(area.shrink(4.0))
            .layout(egui::Layout::left_to_right(egui::Align::Center));
        let mut gone = false;
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let mut press = |icon, label| icon_button(ui, icon, label, 36.0, t.ink);
            if let Some(actual) = actual {
                let close = self.zoom > 1.01;
                let label = if close { words::fit() } else { words::actual() };
                if press(Icon::Expand, label).clicked() {
                    self.zoom = if close { 1.0 } else { actual.max(2.0) };
                    self.offset = Vec2::ZERO;
                }
            }
            if press(Icon::Copy, words::copy()).clicked() {
                actions.push(Action::Hand(Hand::Copy(subject.source.clone())));
            }
            if let Some(path) = &subject.path {
                if press(Icon::Folder, words::show_folder()).clicked() {
                    actions.push(Action::Hand(Hand::Show(path.clone())));
                }
            } else if subject.can_save && press(Icon::Download, words::save()).clicked() {
                actions.push(Action::Hand(Hand::Accept(subject.id)));
            }
            let close = press(Icon::Close, words::close());
            if self.fresh {
                close.request_focus();
                // One more button comes with the picture, which moves the others.
                self.fresh = actual.is_none() && self.error.is_none();
            }
            gone = close.clicked();
        });
        gone
    }
}

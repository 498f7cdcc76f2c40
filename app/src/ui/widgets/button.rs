//! Buttons: five kinds, three sizes.

use egui::{
    Color32, CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo,
    WidgetType, lerp, pos2, vec2,
};

use super::{
    focus::{bring_into_sight, paint_ring},
    row, text, tip,
};
use crate::ui::{
    icons::{self, Icon},
    theme::{Look, Type, look, motion, radius},
};

/// What a button is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do here.
    Primary,
    /// Another thing that can be done.
    Second,
    /// Lesser things.
    Quiet,
    /// Something that cannot be undone.
    Danger,
    /// The same, said quietly.
    DangerQuiet,
}

/// How tall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 28.
    Small,
    /// 36.
    Normal,
    /// 44.
    Large,
}

impl Size {
    fn height(self) -> f32 {
        match self {
            Self::Small => 28.0,
            Self::Normal => 36.0,
            Self::Large => 44.0,
        }
    }

    fn radius(self) -> u8 {
        match self {
            Self::Small => radius::SMALL,
            Self::Normal => radius::CONTROL,
            Self::Large => radius::LARGE,
        }
    }

    fn padding(self) -> f32 {
        match self {
            Self::Small => 11.0,
            Self::Normal => 15.0,
            Self::Large => 19.0,
        }
    }

    fn text(self) -> Type {
        match self {
            Self::Small => Type::SmallStrong,
            Self::Normal | Self::Large => Type::Strong,
        }
    }

    fn icon(self) -> f32 {
        match self {
            Self::Small => 16.0,
            Self::Normal | Self::Large => 20.0,
        }
    }
}

/// A button with a word, and an icon before it if need be.
#[must_use = "add it to a ui"]
pub struct Button<'a> {
    kind: Kind,
    size: Size,
    text: &'a str,
    icon: Option<Icon>,
    width: Option<f32>,
    height: Option<f32>,
    enabled: bool,
    busy: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// A button of 36 that says `text`.
    pub fn new(kind: Kind, text: &'a str) -> Self {
        Self {
            kind,
            size: Size::Normal,
            text,
            icon: None,
            width: None,
            height: None,
            enabled: true,
            busy: None,
        }
    }

    /// The one thing to do here.
    pub fn primary(text: &'a str) -> Self {
        Self::new(Kind::Primary, text)
    }

    /// Another thing that can be done.
    pub fn second(text: &'a str) -> Self {
        Self::new(Kind::Second, text)
    }

    /// A lesser thing.
    pub fn quiet(text: &'a str) -> Self {
        Self::new(Kind::Quiet, text)
    }

    /// Of another height.
    pub fn size(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// With an icon before the word.
    pub fn icon(self, icon: Icon) -> Self {
        Self {
            icon: Some(icon),
            ..self
        }
    }

    /// As wide as this, whatever it says.
    pub fn width(self, width: f32) -> Self {
        Self {
            width: Some(width),
            ..self
        }
    }

    /// As high as what stands beside it.
    pub fn height(self, height: f32) -> Self {
        Self {
            size: Size::Large,
            height: Some(height),
            ..self
        }
    }

    /// Can be pressed, or not now.
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// At work: says `doing` and cannot be pressed, as wide as before.
    pub fn busy(self, doing: Option<&'a str>) -> Self {
        Self {
            busy: doing,
            ..self
        }
    }

    /// How wide it is when nobody says otherwise.
    pub fn natural_width(&self, ui: &Ui) -> f32 {
        let text = text::galley(ui, self.text, self.size.text(), Color32::WHITE)
            .size()
            .x;
        let icon = self.icon.map_or(0.0, |_| self.size.icon() + 8.0);
        (text + icon + 2.0 * self.size.padding()).ceil()
    }
}

struct Paint {
    fill: Color32,
    edge: Color32,
    ink: Color32,
}

fn paint_of(kind: Kind, look: &Look, hover: f32, pressed: bool) -> Paint {
    let t = look.tokens;
    let mix = |from: Color32, to: Color32| mix(from, to, hover);
    let none = Color32::TRANSPARENT;
    let (fill, edge, ink) = match kind {
        Kind::Primary if pressed => (t.you_press, none, t.on_fill),
        Kind::Primary => (mix(t.you, t.you_hover), none, t.on_fill),
        Kind::Second if pressed => (t.sunken, t.you_ink, t.ink),
        Kind::Second => (
            mix(t.surface, t.you_tint),
            mix(t.line_strong, t.you_ink),
            t.ink,
        ),
        Kind::Quiet if pressed => (t.sunken, none, t.you_ink),
        Kind::Quiet => (t.you_tint.gamma_multiply(hover), none, t.you_ink),
        Kind::Danger if pressed => (t.danger_hover, none, t.on_fill),
        Kind::Danger => (mix(t.danger, t.danger_hover), none, t.on_fill),
        Kind::DangerQuiet if pressed => (t.sunken, none, t.danger_ink),
        Kind::DangerQuiet => (t.danger_tint.gamma_multiply(hover), none, t.danger_ink),
    };
    // Without tints, what is under the pointer gets an outline.
    let tinted = matches!(kind, Kind::Quiet | Kind::DangerQuiet);
    let edge = if look.high_contrast && tinted && (hover > 0.0 || pressed) {
        ink
    } else {
        edge
    };
    Paint { fill, edge, ink }
}

pub(super) fn mix(from: Color32, to: Color32, way: f32) -> Color32 {
    let part = |a: u8, b: u8| lerp(f32::from(a)..=f32::from(b), way).round() as u8;
    Color32::from_rgba_premultiplied(
        part(from.r(), to.r()),
        part(from.g(), to.g()),
        part(from.b(), to.b()),
        part(from.a(), to.a()),
    )
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let look = look(ui.ctx());
        let enabled = self.enabled && self.busy.is_none();
        let width = self.width.unwrap_or_else(|| self.natural_width(ui));
        let size = vec2(width, self.height.unwrap_or(self.size.height()));
        let response = ui.add_enabled(enabled, |ui: &mut Ui| {
            ui.allocate_response(size, Sense::click())
        });
        let says = self.busy.unwrap_or(self.text);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, says));
        if !ui.is_rect_visible(response.rect) {
            bring_into_sight(&response, &look);
            return response;
        }

        let hover = ui.ctx().animate_bool_with_time(
            response.id,
            enabled && response.hovered(),
            look.motion(motion::COLOUR),
        );
        let pressed = enabled && response.is_pointer_button_down_on();
        let paint = paint_of(self.kind, &look, hover, pressed);
        let fade = |c: Color32| if enabled { c } else { c.gamma_multiply(0.45) };
        let rect = response.rect;
        ui.painter().rect(
            rect,
            CornerRadius::same(self.size.radius()),
            fade(paint.fill),
            Stroke::new(
                if look.high_contrast && paint.edge != Color32::TRANSPARENT {
                    1.5
                } else {
                    1.0
                },
                fade(paint.edge),
            ),
            StrokeKind::Inside,
        );
        let ink = fade(paint.ink);
        let kind = self.size.text();
        let galley = text::galley(ui, says, kind, ink);
        let icon = self.icon.filter(|_| self.busy.is_none());
        let icon_width = icon.map_or(0.0, |_| self.size.icon() + 8.0);
        let gap = (rect.width() - galley.size().x - icon_width) / 2.0;
        if let Some(icon) = icon {
            let side = self.size.icon();
            let center = pos2(row::lead(rect, gap, side) + side / 2.0, rect.center().y);
            icons::paint(ui.painter(), icon, center, side, ink);
        }
        let x = row::lead(rect, gap + icon_width, galley.size().x);
        let at = pos2(x, rect.center().y - kind.line() / 2.0);
        text::paint_galley(ui.painter(), at, galley, kind);
        paint_ring(ui.painter(), &response, rect, self.size.radius(), &look);
        response
    }
}

/// Buttons side by side, `gap` apart, that end where the row ends. They come in
/// the order in which they are read, for those who go by the Tab key.
pub fn trailing<const N: usize>(ui: &mut Ui, gap: f32, buttons: [Button<'_>; N]) -> [Response; N] {
    let wide: f32 = buttons.iter().map(|button| button.natural_width(ui)).sum();
    let free = ui.available_width() - wide - gap * (N.saturating_sub(1)) as f32;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut space = free.max(0.0);
        buttons.map(|button| {
            ui.add_space(space);
            space = gap;
            ui.add(button)
        })
    })
    .inner
}

/// A square button with only an icon; `label` names it for those who do not see
/// it, and as a tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, label: &str, side: f32, color: Color32) -> Response {
    let look = look(ui.ctx());
    let response = ui.allocate_response(Vec2::splat(side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), label));
    let rect = response.rect;
    let hover = ui.ctx().animate_bool_with_time(
        response.id,
        response.hovered(),
        look.motion(motion::COLOUR),
    );
    let fill = if response.is_pointer_button_down_on() {
        look.tokens.sunken
    } else {
        look.tokens.you_tint.gamma_multiply(hover)
    };
    let corner = if side > 30.0 {
        radius::CONTROL
    } else {
        radius::SMALL
    };
    paint_square(ui, rect, corner, fill, color, hover, &look);
    let glyph = if side > 30.0 { 20.0 } else { 16.0 };
    icons::paint(ui.painter(), icon, rect.center(), glyph, color);
    paint_ring(ui.painter(), &response, rect, corner, &look);
    tip(response, label)
}

fn paint_square(
    ui: &Ui,
    rect: Rect,
    corner: u8,
    fill: Color32,
    ink: Color32,
    hover: f32,
    look: &Look,
) {
    let stroke = if look.high_contrast && hover > 0.0 {
        Stroke::new(1.5, ink)
    } else {
        Stroke::NONE
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(corner),
        fill,
        stroke,
        StrokeKind::Inside,
    );
}

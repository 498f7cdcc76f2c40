//! Where the window is and how large it is, from run to run.

use egui::{Context, Rect, ViewportBuilder, ViewportCommand, ViewportInfo, pos2, vec2};
use serde::{Deserialize, Serialize};

/// The smallest window, in points.
const SMALLEST: (u16, u16) = (400, 500);
/// A file may say anything; no screen is larger.
const LARGEST: u16 = 16_000;

/// How much of the upper edge of a window must be on a screen, so that it can
/// be taken hold of.
const HANDLE: (f32, f32) = (80.0, 20.0);

/// A place on the screen, in points of the system: what a person chose as the
/// scale of Tincan changes nothing in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Of what is in it.
    pub width: u16,
    /// Of what is in it.
    pub height: u16,
    /// Left and top of its frame. None where windows have no place that they
    /// know of (Wayland).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corner: Option<(i16, i16)>,
    /// Over all of the screen.
    #[serde(default)]
    pub maximized: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            width: 1100,
            height: 720,
            corner: None,
            maximized: false,
        }
    }
}

impl Place {
    /// A window that begins here.
    pub(super) fn apply(self, builder: ViewportBuilder) -> ViewportBuilder {
        let sized = builder
            .with_min_inner_size(vec2(SMALLEST.0.into(), SMALLEST.1.into()))
            .with_inner_size(self.size())
            .with_maximized(self.maximized);
        match self.corner {
            Some((left, top)) => sized.with_position(pos2(left.into(), top.into())),
            None => sized,
        }
    }

    /// Where the window is now, if that can be told; `zoom` is the scale that
    /// the person chose. A maximized one comes back to where it was before.
    pub(super) fn seen(self, window: &ViewportInfo, zoom: f32) -> Self {
        let maximized = window.maximized.unwrap_or(false);
        let hidden = window.minimized.unwrap_or(false) || window.fullscreen.unwrap_or(false);
        if maximized || hidden {
            return Self { maximized, ..self };
        }
        let Some(inner) = window.inner_rect else {
            return self;
        };
        let corner = window.outer_rect.map(|frame| frame.min * zoom);
        Self {
            width: (inner.width() * zoom).round() as u16,
            height: (inner.height() * zoom).round() as u16,
            corner: corner.map(|at| (at.x.round() as i16, at.y.round() as i16)),
            maximized,
        }
    }

    /// The same where somebody can see and move it, on these screens.
    pub(super) fn on(self, screens: &[Rect]) -> Self {
        let Some(first) = screens.first() else {
            return self;
        };
        let seen = self.corner.and_then(|(left, top)| {
            let edge = vec2(self.size().x, 40.0);
            let edge = Rect::from_min_size(pos2(left.into(), top.into()), edge);
            let held = |screen: &&Rect| {
                let part = screen.intersect(edge);
                part.width() >= HANDLE.0 && part.height() >= HANDLE.1
            };
            screens.iter().find(held)
        });
        let screen = seen.unwrap_or(first);
        let fits = |size: u16, room: f32| size.min(room.clamp(0.0, LARGEST.into()) as u16);
        Self {
            width: fits(self.width, screen.width()),
            height: fits(self.height, screen.height()),
            corner: seen.and(self.corner),
            ..self
        }
    }

    /// Moves a window that began here to where somebody can see and move it.
    pub(super) fn keep_on(self, screens: &[Rect], ctx: &Context) {
        let kept = self.on(screens);
        if self.corner.is_some() && kept.corner.is_none() {
            let middle = screens.first().map(Rect::center).unwrap_or_default();
            let corner = (middle - kept.size() / 2.0).max(pos2(0.0, 0.0));
            let zoom = ctx.zoom_factor();
            ctx.send_viewport_cmd(ViewportCommand::OuterPosition(corner / zoom));
        }
    }

    /// Its size.
    pub(super) fn size(self) -> egui::Vec2 {
        vec2(
            self.width.clamp(SMALLEST.0, LARGEST).into(),
            self.height.clamp(SMALLEST.1, LARGEST).into(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(1920.0, 1080.0),
    };

    fn at(corner: (i16, i16)) -> Place {
        Place {
            corner: Some(corner),
            ..Place::default()
        }
    }

    #[test]
    fn a_window_that_can_be_taken_hold_of_stays_where_it_is() {
        let second = Rect::from_min_size(pos2(-1280.0, 0.0), vec2(1280.0, 1024.0));
        for corner in [(0, 0), (1800, 1000), (-1000, 0), (-1200, 900)] {
            assert_eq!(at(corner).on(&[SCREEN, second]), at(corner));
        }
    }

    #[test]
    fn a_window_whose_screen_is_gone_is_placed_anew() {
        for corner in [(-1200, 900), (3000, 10), (100, 1070), (100, -60)] {
            let place = at(corner).on(&[SCREEN]);
            assert_eq!(place.corner, None, "{corner:?}");
        }
        let small = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        let place = at((10, 10)).on(&[small]);
        assert_eq!((place.width, place.height), (800, 600));
        assert_eq!(place.corner, Some((10, 10)));
        assert_eq!(at((9, 9)).on(&[]), at((9, 9)));
    }

    #[test]
    fn a_maximized_window_knows_where_it_was_before() {
        let mut window = ViewportInfo {
            inner_rect: Some(Rect::from_min_size(pos2(101.0, 131.0), vec2(400.0, 300.0))),
            outer_rect: Some(Rect::from_min_size(pos2(100.0, 100.0), vec2(402.0, 332.0))),
            ..ViewportInfo::default()
        };
        let place = Place::default().seen(&window, 2.0);
        assert_eq!((place.width, place.height), (800, 600));
        assert_eq!(place.corner, Some((200, 200)));
        window.maximized = Some(true);
        let large = place.seen(&window, 1.0);
        assert!(large.maximized);
        assert_eq!(
            Place {
                maximized: false,
                ..large
            },
            place
        );
    }
}

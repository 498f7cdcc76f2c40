//! What a person chose of how things look, and what their system asks for.

use egui::{ThemePreference, Vec2};
use serde::{Deserialize, Serialize};

use super::Appearance;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// By day and by night.
    Light,
    /// By day and by night.
    Dark,
}

/// What a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taste {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Stronger colours, whatever the system says.
    pub high_contrast: bool,
    /// Nothing moves, whatever the system says.
    pub less_motion: bool,
    /// How large everything is, in percent.
    pub scale: u16,
}

/// What the system asks of its apps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemTaste {
    /// Dark, light, or no word of it.
    pub dark: Option<bool>,
    /// Stronger colours.
    pub high_contrast: bool,
    /// Nothing moves.
    pub less_motion: bool,
}

impl Default for Taste {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            high_contrast: false,
            less_motion: false,
            scale: 100,
        }
    }
}

impl Taste {
    /// The smallest and the largest scale, and the step between two.
    pub const SCALES: (u16, u16, u16) = (100, 300, 10);

    /// How much room there is at least for what is in a window, in points.
    const LEAST_ROOM: Vec2 = Vec2::new(360.0, 240.0);

    /// How all is drawn, on a system that asks for this.
    pub fn with(self, system: SystemTaste) -> Appearance {
        let theme = match (self.theme, system.dark) {
            (ThemeChoice::Dark, _) | (ThemeChoice::System, Some(true)) => ThemePreference::Dark,
            (ThemeChoice::Light, _) | (ThemeChoice::System, Some(false)) => ThemePreference::Light,
            // The window system may know.
            (ThemeChoice::System, None) => ThemePreference::System,
        };
        Appearance {
            theme,
            high_contrast: self.high_contrast || system.high_contrast,
            less_motion: self.less_motion || system.less_motion,
        }
    }

    /// The scale as a factor.
    pub fn zoom(self) -> f32 {
        let (least, most, _) = Self::SCALES;
        f32::from(self.scale.clamp(least, most)) / 100.0
    }

    /// The same, or less in a window of this `size` in points of the system: what
    /// is in it needs some room.
    pub fn zoom_in(self, size: Vec2) -> f32 {
        let most = (size / Self::LEAST_ROOM).min_elem();
        // In whole percent, or it would change with the last digit of `size`.
        let most = (most * 100.0 + 0.05).floor() / 100.0;
        self.zoom().min(most.max(1.0))
    }

    /// With the scale that is nearest to `zoom`.
    #[must_use]
    pub fn zoomed(self, zoom: f32) -> Self {
        let (least, most, step) = Self::SCALES;
        let steps = (zoom * 100.0 / f32::from(step)).round();
        // Floats beyond the range end at its ends.
        let scale = (steps as u16).saturating_mul(step).clamp(least, most);
        Self { scale, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_smaller_where_there_is_no_room() {
        let taste = Taste {
            scale: 300,
            ..Taste::default()
        };
        let zoom = |width, height| taste.zoom_in(Vec2::new(width, height));
        assert_eq!(zoom(1100.0, 720.0), 3.0);
        assert_eq!(zoom(1100.0, 719.99997), 3.0, "digits that come and go");
        assert_eq!(zoom(720.0, 720.0), 2.0);
        assert_eq!(zoom(1100.0, 500.0), 2.08);
        assert_eq!(zoom(100.0, 100.0), 1.0);
        assert_eq!(zoom(f32::NAN, f32::NAN), 1.0);
        let small = Taste::default();
        assert_eq!(small.zoom_in(Vec2::splat(9000.0)), 1.0);
    }

    #[test]
    fn the_system_decides_what_the_person_left_open() {
        let system = SystemTaste {
            dark: Some(true),
            high_contrast: true,
            less_motion: false,
        };
        let drawn = Taste::default().with(system);
        assert_eq!(drawn.theme, ThemePreference::Dark);
        assert!(drawn.high_contrast && !drawn.less_motion);
        let chosen = Taste {
            theme: ThemeChoice::Light,
            less_motion: true,
            ..Taste::default()
        };
        let drawn = chosen.with(system);
        assert_eq!(drawn.theme, ThemePreference::Light);
        assert!(drawn.high_contrast && drawn.less_motion);
        let silent = Taste::default().with(SystemTaste::default());
        assert_eq!(silent.theme, ThemePreference::System);
    }

    #[test]
    fn the_scale_keeps_to_its_range_and_its_steps() {
        let scale = |zoom| Taste::default().zoomed(zoom).scale;
        assert_eq!(scale(1.0), 100);
        assert_eq!(scale(1.26), 130);
        assert_eq!(scale(0.2), 100);
        assert_eq!(scale(7.0), 300);
        assert_eq!(scale(f32::NAN), 100);
        let wild = Taste {
            scale: 9000,
            ..Taste::default()
        };
        assert!((wild.zoom() - 3.0).abs() < f32::EPSILON);
    }
}

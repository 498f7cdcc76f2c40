//! How everything looks: colours, type, space, corners and motion.
//!
//! Screens and widgets ask for a [`Look`] once and draw with it; no colour and
//! no size is written anywhere else.

#[cfg(test)]
mod contrast;
mod fonts;
mod scale;
mod scripts;
mod style;
mod taste;
mod tokens;
mod typescale;

use egui::{Context, Id, Theme, ThemePreference};

pub use fonts::{Fallbacks, SystemFonts, bundled as bundled_fonts, of_system as system_fonts};
pub use scale::{height, motion, radius, space, width};
pub use scripts::{Letters, Scripts, wanted as wanted_scripts};
pub use taste::{SystemTaste, Taste, ThemeChoice};
pub use tokens::{DARK, HC_DARK, HC_LIGHT, LIGHT, Tokens};
pub use typescale::Type;

/// What a person chose, or their system for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Light, dark, or as the system says.
    pub theme: ThemePreference,
    /// Stronger colours, outlines in place of tints.
    pub high_contrast: bool,
    /// Nothing swings, fades or slides.
    pub less_motion: bool,
}

/// What is needed to draw one frame.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The colours of the present theme.
    pub tokens: &'static Tokens,
    /// Whether the theme is a dark one.
    pub dark: bool,
    /// Tints are outlines, the string is thicker.
    pub high_contrast: bool,
    /// Nothing moves.
    pub less_motion: bool,
    /// A key was used after the pointer, so focus is shown.
    pub keys_last: bool,
}

impl Look {
    /// A duration in seconds, or none when a person wants less motion.
    pub fn motion(&self, seconds: f32) -> f32 {
        if self.less_motion { 0.0 } else { seconds }
    }

    /// The width of the string.
    pub fn string_width(&self, normal: f32) -> f32 {
        if self.high_contrast { 3.0 } else { normal }
    }
}

#[derive(Clone, Copy, Default)]
struct Shared {
    appearance: Appearance,
    keys_last: bool,
}

const SHARED: &str = "tincan look";

fn shared(ctx: &Context) -> Shared {
    ctx.data(|data| data.get_temp(Id::new(SHARED)).unwrap_or_default())
}

/// Seconds after which a finger asks for a menu.
const LONG_TOUCH: f64 = 0.8;

/// Installs fonts and styles. Call once, before the first frame.
pub fn install(ctx: &Context, appearance: Appearance) {
    ctx.set_fonts(fonts::bundled());
    set_appearance(ctx, appearance);
}

/// Changes theme, contrast or motion from the next frame on.
pub fn set_appearance(ctx: &Context, appearance: Appearance) {
    let keys_last = shared(ctx).keys_last;
    ctx.data_mut(|data| {
        data.insert_temp(
            Id::new(SHARED),
            Shared {
                appearance,
                keys_last,
            },
        );
    });
    for theme in [Theme::Light, Theme::Dark] {
        let tokens = pick(theme, appearance.high_contrast);
        ctx.set_style_of(theme, style::build(tokens, theme, appearance));
    }
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    ctx.set_theme(appearance.theme);
}

/// Remembers whether a key or the pointer was used last: the focus ring is for
/// those who use keys. Call at the start of every frame.
///
/// A press of the mouse is a click however long it lasts, as everywhere else: by
/// whoever is slow, and in a frame that is. A finger that stays asks for a menu.
pub fn watch_input(ctx: &Context) {
    let touched = ctx.input(|input| input.any_touches());
    let longest = if touched { LONG_TOUCH } else { f64::INFINITY };
    ctx.options_mut(|options| options.input_options.max_click_duration = longest);
    let (key, pointer) = ctx.input(|input| {
        let key = input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Key { pressed: true, .. }));
        (key, input.pointer.any_pressed())
    });
    if !key && !pointer {
        return;
    }
    let mut now = shared(ctx);
    now.keys_last = key;
    ctx.data_mut(|data| data.insert_temp(Id::new(SHARED), now));
}

/// The look of this frame.
pub fn look(ctx: &Context) -> Look {
    let Shared {
        appearance,
        keys_last,
    } = shared(ctx);
    let theme = ctx.theme();
    Look {
        tokens: pick(theme, appearance.high_contrast),
        dark: theme == Theme::Dark,
        high_contrast: appearance.high_contrast,
        less_motion: appearance.less_motion,
        keys_last,
    }
}

fn pick(theme: Theme, high_contrast: bool) -> &'static Tokens {
    match (theme, high_contrast) {
        (Theme::Light, false) => &LIGHT,
        (Theme::Dark, false) => &DARK,
        (Theme::Light, true) => &HC_LIGHT,
        (Theme::Dark, true) => &HC_DARK,
    }
}

//! What the system asks of its apps, as it changes: light or dark, contrast,
//! motion.

use std::sync::mpsc::{Receiver, sync_channel};

use egui::Context;
use mundy::{ColorScheme, Contrast, Interest, Preferences, ReducedMotion, Subscription};

use super::theme::SystemTaste;

/// Changes that may wait for the next frame.
const CHANGES: usize = 16;

/// Follows the system until the second part is dropped; each change wakes the
/// window.
pub(super) fn follow(ctx: &Context) -> (Receiver<SystemTaste>, Subscription) {
    let (tell, changes) = sync_channel(CHANGES);
    let ctx = ctx.clone();
    let interest = Interest::ColorScheme | Interest::Contrast | Interest::ReducedMotion;
    let subscription = Preferences::subscribe(interest, move |preferences| {
        if tell.try_send(taste(&preferences)).is_ok() {
            ctx.request_repaint();
        }
    });
    (changes, subscription)
}

fn taste(preferences: &Preferences) -> SystemTaste {
    SystemTaste {
        dark: match preferences.color_scheme {
            ColorScheme::NoPreference => None,
            ColorScheme::Light => Some(false),
            ColorScheme::Dark => Some(true),
        },
        high_contrast: preferences.contrast == Contrast::More,
        less_motion: preferences.reduced_motion == ReducedMotion::Reduce,
    }
}

//! The screens. Each has a view, built from the model and holding all that is
//! shown, and a function that draws it.

pub(super) mod closed;
pub(super) mod home;
pub(super) mod link;
mod page;
pub(super) mod progress;
pub(super) mod room;
pub(super) mod settings;
pub(super) mod waiting;

use super::route::Route;

/// What screens remember between frames.
#[derive(Debug, Default)]
pub(super) struct Screens {
    pub(super) home: home::State,
    pub(super) waiting: waiting::State,
    pub(super) room: room::State,
    pub(super) settings: settings::State,
    shown: Option<Route>,
}

impl Screens {
    /// `route` is shown now: what belonged to another screen is forgotten.
    pub(super) fn entered(&mut self, route: Route) {
        // What is below the settings waits there as it is.
        if self.shown == Some(route) || route == Route::Settings {
            return;
        }
        self.shown = Some(route);
        match route {
            Route::Home => self.home.enter(),
            Route::Room => {
                self.home.forget_code();
                self.room = std::mem::take(&mut self.room).next();
            }
            _ => {}
        }
    }

    /// What is being written.
    pub(super) fn typed_text(&self) -> &str {
        self.room.draft()
    }
}

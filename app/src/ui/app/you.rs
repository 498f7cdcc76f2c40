//! The person at this computer, and how they hear of news.

use egui::Context;
use tincan_net::DisplayName;

use crate::{
    attention::{self, News, Teller},
    model::Room,
    ui::launch::{Preferences, SettingsChange},
};

/// What is known of the person at this computer.
pub(crate) struct You {
    pub(crate) name: DisplayName,
    pub(crate) hint_seen: bool,
    pub(crate) preferences: Preferences,
    pub(crate) tells: Box<dyn Teller>,
    pub(super) on_settings: Box<dyn Fn(SettingsChange) + Send>,
}

impl You {
    /// `room` is the one that it is news of.
    pub(super) fn tell_of(&self, news: News, room: Option<&Room>, ctx: &Context) {
        let in_front = ctx.input(|input| input.focused);
        let alert = attention::alert(news, in_front, &self.preferences.wishes);
        // A sound that comes with the end of a ring is heard after it.
        if let Some(ring) = alert.ring {
            self.tells.ring(ring);
        }
        if let Some(sound) = alert.sound {
            self.tells.play(sound);
        }
        if let Some(notice) = alert.notice {
            let named = room.filter(|room| room.kept && self.preferences.wishes.names);
            self.tells.show(notice, named.and_then(Room::peer).cloned());
        }
    }
}

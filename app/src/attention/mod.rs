//! What tells a person of news: a sound, and a notification of the system when
//! they look elsewhere. Both work on their own, off the window's thread.
//!
//! - [`news`], [`alert`]: decide what is news, and what it deserves; pure.
//! - `sounds`, `player`: the sounds, and who plays them.
//! - `notifier`: the system's notifications.

mod news;
mod notifier;
mod player;
mod sounds;

use std::sync::{
    Arc,
    mpsc::{SyncSender, sync_channel},
};

use serde::{Deserialize, Serialize};
use tokio::{runtime::Handle, sync::mpsc};

use crate::instance::Summons;
pub use news::{News, news};
pub use notifier::Service;
pub use sounds::Sound;

/// What a person wants to be told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// Notifications while the window is not in front.
    pub notify: bool,
    /// Sounds that are turned off.
    pub silent: Vec<Sound>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            notify: true,
            silent: Vec::new(),
        }
    }
}

impl Wishes {
    /// Whether `sound` may be heard.
    pub fn hears(&self, sound: Sound) -> bool {
        !self.silent.contains(&sound)
    }

    /// Turns `sound` on or off.
    pub fn set(&mut self, sound: Sound, on: bool) {
        self.silent.retain(|silent| *silent != sound);
        if !on {
            self.silent.push(sound);
        }
    }
}

/// What some news deserve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alert {
    /// To be heard.
    pub sound: Option<Sound>,
    /// To be shown by the system.
    pub notice: Option<Notice>,
}

/// A notification. None of them has a name or a word of anybody in it: they
/// stay on screens and in histories that are not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody knocks.
    Knock,
    /// Somebody has come in.
    Arrived,
    /// Something was said.
    Message,
}

/// What `news` deserve of somebody with these wishes, who has the window in
/// front of them or not.
pub fn alert(news: News, in_front: bool, wishes: &Wishes) -> Alert {
    let (sound, notice, anyway) = match news {
        News::Knock => (Sound::Knock, Some(Notice::Knock), true),
        News::Arrived => (Sound::Arrived, Some(Notice::Arrived), true),
        // Who sees it come in need not hear it.
        News::Message => (Sound::Message, Some(Notice::Message), false),
        News::Broken => (Sound::Reconnecting, None, true),
        News::Ended => (Sound::HungUp, None, true),
    };
    Alert {
        sound: (wishes.hears(sound) && (anyway || !in_front)).then_some(sound),
        notice: notice.filter(|_| wishes.notify && !in_front),
    }
}

/// Tells people. Nothing here waits for anything.
pub trait Teller: Send {
    /// Shows a notification in place of the one before.
    fn show(&self, notice: Notice);
    /// Takes it away: it was seen.
    fn clear(&self);
    /// Plays a sound, after those that play.
    fn play(&self, sound: Sound);
    /// Whether the system shows notifications, as far as is known. The first
    /// time, it is asked.
    fn service(&self) -> Service;
}

/// Sounds that may wait to be played.
const SOUNDS: usize = 4;
/// Orders that may wait for the system's notifications.
const ORDERS: usize = 8;

/// Tells by the speaker and the system.
#[derive(Debug)]
pub struct System {
    sounds: SyncSender<Sound>,
    orders: mpsc::Sender<notifier::Order>,
    service: Arc<notifier::Known>,
}

impl System {
    /// Begins. Who clicks on a notification calls the window by `call`.
    pub fn start(runtime: &Handle, call: mpsc::Sender<Summons>) -> Self {
        let (sounds, to_play) = sync_channel(SOUNDS);
        player::start(to_play);
        let (orders, taken) = mpsc::channel(ORDERS);
        let service = Arc::new(notifier::Known::default());
        runtime.spawn(notifier::run(taken, Arc::clone(&service), call));
        Self {
            sounds,
            orders,
            service,
        }
    }

    fn order(&self, order: notifier::Order) {
        if self.orders.try_send(order).is_err() {
            tracing::debug!("too many notifications at once");
        }
    }
}

impl Teller for System {
    fn show(&self, notice: Notice) {
        self.order(notifier::Order::Show(notice));
    }

    fn clear(&self) {
        self.order(notifier::Order::Clear);
    }

    fn play(&self, sound: Sound) {
        if self.sounds.try_send(sound).is_err() {
            tracing::debug!("too many sounds at once");
        }
    }

    fn service(&self) -> Service {
        self.service.look(|| self.order(notifier::Order::Look))
    }
}

/// Tells nobody.
#[derive(Debug)]
pub struct Nobody;

impl Teller for Nobody {
    fn show(&self, _: Notice) {}
    fn clear(&self) {}
    fn play(&self, _: Sound) {}
    fn service(&self) -> Service {
        Service::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_on_is_shown_nothing_and_hears_little() {
        let all = Wishes::default();
        for news in [
            News::Knock,
            News::Arrived,
            News::Message,
            News::Broken,
            News::Ended,
        ] {
            assert_eq!(alert(news, true, &all).notice, None);
        }
        assert_eq!(alert(News::Message, true, &all), Alert::default());
        assert_eq!(alert(News::Knock, true, &all).sound, Some(Sound::Knock));
        let away = alert(News::Message, false, &all);
        assert_eq!(away.sound, Some(Sound::Message));
        assert_eq!(away.notice, Some(Notice::Message));
        assert_eq!(alert(News::Broken, false, &all).notice, None);
    }

    #[test]
    fn what_is_turned_off_stays_off() {
        let mut wishes = Wishes::default();
        wishes.set(Sound::Message, false);
        wishes.set(Sound::Message, false);
        let away = alert(News::Message, false, &wishes);
        assert_eq!(away.sound, None);
        assert_eq!(away.notice, Some(Notice::Message));
        wishes.notify = false;
        assert_eq!(alert(News::Message, false, &wishes), Alert::default());
        wishes.set(Sound::Message, true);
        assert_eq!(wishes.silent, []);
        assert!(wishes.hears(Sound::Message));
    }
}

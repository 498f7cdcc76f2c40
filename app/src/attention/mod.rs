//! What tells a person of news: a sound, and a notification of the system when
//! they look elsewhere. Both work on their own, off the window's thread.
//!
//! - [`news`], [`alert`]: decide what is news, and what it deserves; pure.
//! - `sounds`, `player`: the sounds, and who plays them.
//! - `notifier`: the system's notifications.
//! - `taskbar`: what stands beside the icon.

mod news;
mod notifier;
mod player;
mod sounds;
mod taskbar;

use std::sync::{
    Arc,
    mpsc::{SyncSender, sync_channel},
};

use serde::{Deserialize, Serialize};
use tincan_net::DisplayName;
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
};

use crate::{calls::remembered, instance::Summons};
pub use news::{News, news};
pub use notifier::Service;
pub use sounds::Sound;
pub use taskbar::Badge;

/// What a person wants to be told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// Notifications while the window is not in front.
    pub notify: bool,
    /// Who it is, in those of kept rooms.
    pub names: bool,
    /// Sounds that are turned off.
    pub silent: Vec<Sound>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            notify: true,
            names: false,
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
    /// To be heard once.
    pub sound: Option<Sound>,
    /// To be heard again and again; nothing: no longer. None: as it is.
    pub ring: Option<Option<Sound>>,
    /// To be shown by the system.
    pub notice: Option<Notice>,
}

/// A notification. None of them has a word of anybody in it, nor a name unless
/// a room is kept and the person wants it: they stay on screens and in histories
/// that are not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody knocks.
    Knock,
    /// Somebody has come in.
    Arrived,
    /// Something was said.
    Message,
    /// The other calls.
    Call,
}

/// What `news` deserve of somebody with these wishes, who has the window in
/// front of them or not.
pub fn alert(news: News, in_front: bool, wishes: &Wishes) -> Alert {
    let heard = |sound: Sound| Some(sound).filter(|sound| wishes.hears(*sound));
    let once = |sound| Alert {
        sound: heard(sound),
        ..Alert::default()
    };
    let shown = |notice, alert| Alert {
        notice: Some(notice).filter(|_| wishes.notify && !in_front),
        ..alert
    };
    let ring = |ring, alert| Alert {
        ring: Some(ring),
        ..alert
    };
    match news {
        News::Knock => shown(Notice::Knock, once(Sound::Knock)),
        News::Arrived => shown(Notice::Arrived, once(Sound::Arrived)),
        // Who sees it come in need not hear it.
        News::Message if in_front => Alert::default(),
        News::Message => shown(Notice::Message, once(Sound::Message)),
        News::Called => ring(heard(Sound::Ring), shown(Notice::Call, Alert::default())),
        News::Rings => ring(heard(Sound::RingBack), Alert::default()),
        News::Answered | News::HungUpByUs => ring(None, Alert::default()),
        News::Broken => once(Sound::Reconnecting),
        News::HungUp | News::Ended => ring(None, once(Sound::HungUp)),
    }
}

/// Tells people. Nothing here waits for anything.
pub trait Teller: Send {
    /// Shows a notification in place of the one before, with a name if there is
    /// one to be shown.
    fn show(&self, notice: Notice, name: Option<DisplayName>);
    /// Takes it away: it was seen.
    fn clear(&self);
    /// Plays a sound, after those that play.
    fn play(&self, sound: Sound);
    /// Plays a sound again and again until it is told otherwise.
    fn ring(&self, sound: Option<Sound>);
    /// Shows this beside the icon of the window.
    fn badge(&self, badge: Badge);
    /// Plays sounds by the speaker of this name from now on, or by the one that
    /// the system prefers.
    fn use_speaker(&self, name: Option<String>);
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
    sounds: SyncSender<player::Order>,
    orders: mpsc::Sender<notifier::Order>,
    service: Arc<notifier::Known>,
    badge: watch::Sender<Badge>,
}

impl System {
    /// Begins. Who clicks on a notification calls the window by `call`.
    pub fn start(runtime: &Handle, call: mpsc::Sender<Summons>) -> Self {
        let (sounds, to_play) = sync_channel(SOUNDS);
        player::start(to_play);
        let (orders, taken) = mpsc::channel(ORDERS);
        let service = Arc::new(notifier::Known::default());
        runtime.spawn(notifier::run(taken, Arc::clone(&service), call));
        let (badge, badges) = watch::channel(Badge::default());
        runtime.spawn(taskbar::run(badges));
        Self {
            sounds,
            orders,
            service,
            badge,
        }
    }

    fn sound(&self, order: player::Order) {
        if self.sounds.try_send(order).is_err() {
            tracing::debug!("too many sounds at once");
        }
    }

    fn order(&self, order: notifier::Order) {
        if self.orders.try_send(order).is_err() {
            tracing::debug!("too many notifications at once");
        }
    }
}

impl Teller for System {
    fn show(&self, notice: Notice, name: Option<DisplayName>) {
        self.order(notifier::Order::Show(notice, name));
    }

    fn clear(&self) {
        self.order(notifier::Order::Clear);
    }

    fn play(&self, sound: Sound) {
        self.sound(player::Order::Once(sound));
    }

    fn ring(&self, sound: Option<Sound>) {
        self.sound(player::Order::Ring(sound));
    }

    fn badge(&self, badge: Badge) {
        self.badge.send_replace(badge);
    }

    fn use_speaker(&self, name: Option<String>) {
        self.sound(player::Order::By(remembered::wanted(&name)));
    }

    fn service(&self) -> Service {
        self.service.look(|| self.order(notifier::Order::Look))
    }
}

/// Tells nobody.
#[derive(Debug)]
pub struct Nobody;

impl Teller for Nobody {
    fn show(&self, _: Notice, _: Option<DisplayName>) {}
    fn clear(&self) {}
    fn play(&self, _: Sound) {}
    fn ring(&self, _: Option<Sound>) {}
    fn badge(&self, _: Badge) {}
    fn use_speaker(&self, _: Option<String>) {}
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
            News::Called,
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
    fn a_call_rings_until_it_is_answered_or_over() {
        let mut wishes = Wishes::default();
        let rings = |news, wishes: &Wishes| alert(news, false, wishes).ring;
        assert_eq!(rings(News::Called, &wishes), Some(Some(Sound::Ring)));
        assert_eq!(rings(News::Rings, &wishes), Some(Some(Sound::RingBack)));
        for end in [News::Answered, News::HungUp, News::HungUpByUs, News::Ended] {
            assert_eq!(rings(end, &wishes), Some(None), "{end:?}");
        }
        assert_eq!(rings(News::Message, &wishes), None);
        let called = alert(News::Called, false, &wishes);
        assert_eq!(called.notice, Some(Notice::Call));
        wishes.set(Sound::Ring, false);
        assert_eq!(rings(News::Called, &wishes), Some(None));
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

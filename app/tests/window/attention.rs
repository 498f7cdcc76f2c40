//! News reach somebody who looks elsewhere.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan::{
    attention::{Badge, Notice, Service, Sound, Teller},
    ui::SettingsChange,
};
use tincan_net::{CloseReason, DisplayName, EventKind, RoomId, RoomState};

use super::stage::{Stage, Start, message, name, waiting};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    Show(Notice),
    Named(Notice),
    Clear,
    Play(Sound),
    Ring(Option<Sound>),
}

#[derive(Clone, Default)]
struct Recorder {
    told: Arc<Mutex<Vec<Told>>>,
    badges: Arc<Mutex<Vec<Badge>>>,
}

impl Recorder {
    fn note(&self, told: Told) {
        self.told.lock().expect("no panic").push(told);
    }

    fn told(&self) -> Vec<Told> {
        std::mem::take(&mut *self.told.lock().expect("no panic"))
    }
}

impl Teller for Recorder {
    fn show(&self, notice: Notice, name: Option<DisplayName>) {
        self.note(match name {
            None => Told::Show(notice),
            Some(_) => Told::Named(notice),
        });
    }

    fn clear(&self) {
        self.note(Told::Clear);
    }

    fn play(&self, sound: Sound) {
        self.note(Told::Play(sound));
    }

    fn ring(&self, sound: Option<Sound>) {
        self.note(Told::Ring(sound));
    }

    fn badge(&self, badge: Badge) {
        self.badges.lock().expect("no panic").push(badge);
    }

    fn use_speaker(&self, _: Option<String>) {}

    fn service(&self) -> Service {
        Service::Absent
    }
}

fn listening() -> (Stage, Recorder) {
    let recorder = Recorder::default();
    let tells = recorder.clone();
    let stage = Start {
        change: Box::new(move |launch| launch.tells = Box::new(tells)),
        ..Start::default()
    };
    (stage.go(), recorder)
}

fn look(stage: &mut Stage, in_front: bool) {
    stage.window.input_mut().focused = in_front;
    stage.window.run();
}

#[test]
fn who_looks_elsewhere_is_told_and_who_comes_back_has_seen_it() {
    let (mut stage, recorder) = listening();
    stage.enters(waiting(Some("47213"), true));
    look(&mut stage, false);
    stage.happens(EventKind::Knock {
        name: name("Brave Heron"),
    });
    let knock = [Told::Play(Sound::Knock), Told::Show(Notice::Knock)];
    assert_eq!(recorder.told(), knock);
    stage.meets();
    let arrived = [Told::Play(Sound::Arrived), Told::Show(Notice::Arrived)];
    assert_eq!(recorder.told(), arrived);
    stage.happens(message(false, 1, "Can you hear me?"));
    stage.happens(message(true, 1, "Yes."));
    let said = [Told::Play(Sound::Message), Told::Show(Notice::Message)];
    assert_eq!(recorder.told(), said);

    let waits = |unread| Badge {
        unread,
        percent: None,
    };
    assert_eq!(*recorder.badges.lock().unwrap(), [waits(1)]);

    look(&mut stage, true);
    assert_eq!(recorder.told(), [Told::Clear]);
    assert_eq!(*recorder.badges.lock().unwrap(), [waits(1), waits(0)]);
    stage.happens(message(false, 2, "Good."));
    assert_eq!(recorder.told(), []);
    stage.enters(RoomState::Closed {
        reason: CloseReason::PeerLeft,
        peer: Some(name("Brave Heron")),
    });
    let ended = [Told::Ring(None), Told::Play(Sound::HungUp)];
    assert_eq!(recorder.told(), ended);
}

#[test]
fn each_can_be_turned_off_and_tried() {
    let (mut stage, recorder) = listening();
    stage.press("Settings");
    stage.press("Notifications");
    assert!(stage.shows("Nothing on this computer shows notifications"));
    stage.press("Play: Somebody knocks");
    assert_eq!(recorder.told(), [Told::Play(Sound::Knock)]);
    for switch in [
        "Somebody knocks",
        "Notify me when this window is not in front",
    ] {
        let switch = stage.window.get_by_role_and_label(Role::CheckBox, switch);
        switch.click();
        stage.window.run();
    }
    let kept = stage.settings();
    let Some(SettingsChange::Notifications(wishes)) = kept.last() else {
        panic!("{kept:?}");
    };
    assert!(!wishes.notify && !wishes.hears(Sound::Knock) && wishes.hears(Sound::Message));

    stage.enters(waiting(Some("47213"), true));
    look(&mut stage, false);
    stage.happens(EventKind::Knock {
        name: name("Brave Heron"),
    });
    assert_eq!(recorder.told(), []);
}

#[test]
fn a_name_is_shown_in_kept_rooms_alone_and_only_to_who_wants_it() {
    let (mut stage, recorder) = listening();
    stage.meets();
    look(&mut stage, false);
    let mut said = 0;
    let mut told = |stage: &mut Stage| {
        said += 1;
        stage.happens(message(false, said, "Hello."));
        recorder.told()
    };
    let message = Told::Play(Sound::Message);
    let nameless = [message, Told::Show(Notice::Message)];
    assert_eq!(told(&mut stage), nameless);
    keep(&mut stage);
    assert_eq!(told(&mut stage), nameless, "nobody asked for it");
    stage
        .window
        .key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    stage.window.run();
    stage.press("Notifications");
    let names = "Say who it is, in kept rooms";
    let names = stage.window.get_by_role_and_label(Role::CheckBox, names);
    names.click();
    stage.window.run();
    assert_eq!(told(&mut stage), [message, Told::Named(Notice::Message)]);
}

/// Both want to keep the room.
fn keep(stage: &mut Stage) {
    stage.happens(EventKind::Room {
        room: RoomId(1),
        state: RoomState::Connected {
            peer: name("Brave Heron"),
        },
        kept: true,
    });
}

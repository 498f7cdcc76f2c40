//! A real camera of the kernel's: its driver for tests, `vivid`. Run by
//! `scripts/test-camera`, in a machine that has nothing else.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use tincan_media::{
    Size,
    devices::{Camera, Change, Event, Events, Kind, Wanted, list},
    engine::{Call, Latest, Setup},
    io::{PictureInput, PictureSource, SoundInput, SoundOutput},
};

mod common;
use common::call;

/// What people know it by.
const NAME: &str = "vivid";
/// Where it is unplugged, and plugged in again.
const DRIVER: &str = "/sys/bus/platform/drivers/vivid";
/// The machine may be emulated.
const PATIENCE: Duration = Duration::from_secs(60);

fn camera() -> Wanted {
    Wanted::Named(NAME.to_owned())
}

fn soon<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "no {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until it is said of the camera; what is said.
fn told(call: &Call, change: Change) -> String {
    soon("word of the camera", || {
        let about = |event: &Event| event.kind == Kind::Camera && event.change == change;
        call.events().find(about).map(|event| event.to_string())
    })
}

/// Pictures a second, over some.
fn rate<T>(shown: &Latest<T>) -> f64 {
    soon("picture", || shown.take());
    let began = Instant::now();
    for _ in 0..10 {
        soon("picture", || shown.take());
    }
    10.0 / began.elapsed().as_secs_f64()
}

#[test]
#[ignore = "scripts/test-camera starts a machine with such a camera"]
fn a_camera_is_seen_goes_away_and_comes_back_while_sound_goes_on() {
    assert_eq!(list().cameras, [NAME]);
    let quiet = Setup {
        sound_in: None,
        sound_out: SoundOutput::None,
        picture_in: None,
        picture_out: None,
        processing: false,
    };
    let (mut ann, to_ann, from_ann) = call(&Setup {
        sound_in: Some(SoundInput::Tone),
        picture_in: Some(PictureInput::Device(camera())),
        ..quiet.clone()
    });
    let (ben, to_ben, from_ben) = call(&quiet);
    assert!(from_ann.0.set(to_ben).is_ok() && from_ben.0.set(to_ann).is_ok());
    let (own, screen) = (ann.own_picture(), ben.screen());
    assert_eq!(told(&ann, Change::Works), "The camera “vivid” works.");
    let first = soon("picture of one's own", || own.take());
    assert_eq!(first.size(), Size::new(1280, 720).expect("a size"));
    // An emulated machine is too slow for all of them: how many is told.
    let own_rate = rate(&own);
    eprintln!("{own_rate:.1} pictures a second of 30, with all of a call");
    assert!(own_rate < 33.0, "{own_rate}");
    soon("picture of the peer", || screen.take());
    let heard = |what: &str| soon(what, || (ben.heard_level() > 0.05).then_some(()));
    heard("sound");

    fs::write(format!("{DRIVER}/unbind"), "vivid.0").expect("it can be unplugged");
    assert_eq!(
        told(&ann, Change::Lost),
        "The camera “vivid” is gone. Plug it in again, or choose another one."
    );
    assert!(list().cameras.is_empty());
    ben.heard_level();
    heard("sound without a camera");
    screen.take();

    fs::write(format!("{DRIVER}/bind"), "vivid.0").expect("it can be plugged in");
    told(&ann, Change::Works);
    soon("picture after it is back", || screen.take());
    heard("sound with it");
    // Switched off, it can be had by others at once.
    ann.set_camera(None).expect("it can be switched off");
    let (events, happened) = Events::channel();
    let mut other = Camera::new(camera(), events);
    soon("picture for another", || other.next());
    let said: Vec<_> = happened.try_iter().collect();
    assert!(
        said.iter().all(|event| event.change == Change::Works),
        "{said:?}"
    );
}

#[test]
#[ignore = "scripts/test-camera starts a machine with such a camera"]
fn a_camera_that_another_program_has_says_so_and_works_when_it_is_free() {
    let (events, _happened) = Events::channel();
    let mut holder = Camera::new(camera(), events);
    soon("picture", || holder.next());
    let (events, happened) = Events::channel();
    let mut second = Camera::new(camera(), events);
    let said = soon("word", || {
        second.next();
        happened.try_iter().next()
    });
    assert_eq!(
        said.to_string(),
        "The camera “vivid” is used by another program. Close that, or choose another one."
    );
    drop(holder);
    soon("picture when it is free", || second.next());
}

/// As somebody who may not.
#[test]
#[ignore = "scripts/test-camera starts a machine with such a camera"]
fn refused_a_camera_says_where_to_allow_it() {
    let (events, happened) = Events::channel();
    let mut camera = Camera::new(camera(), events);
    let said = soon("word", || {
        camera.next();
        happened.try_iter().next()
    });
    assert_eq!(
        said.to_string(),
        "The camera “vivid” may not be used. Allow it in the settings of your system."
    );
}

use std::{path::PathBuf, sync::Weak, time::Duration};

use super::*;
use crate::{
    engine::{Lane, Quality},
    io::{CHUNK, SoundSource, WavSource, read_counter},
    send::Path,
    testing::loudness,
};

/// A wire to another call in this process, that is always there.
#[derive(Default)]
struct Wire {
    other: OnceLock<Inbox>,
    sent: Mutex<Vec<(Lane, usize)>>,
    cut: AtomicBool,
    /// Pictures that a cut has swallowed.
    swallowed: AtomicU32,
}

impl MediaSend for Wire {
    fn send(&self, lane: Lane, packet: Vec<u8>) -> bool {
        if self.cut.load(Ordering::Relaxed) {
            if lane == Lane::Pictures {
                self.swallowed.fetch_add(1, Ordering::Relaxed);
            }
            return false;
        }
        lock(&self.sent).push((lane, packet.len()));
        self.other.get().is_some_and(|other| other.deliver(packet))
    }

    fn set_rate(&self, _: u32) {}

    fn path(&self) -> Path {
        Path::default()
    }
}

fn call(setup: &Setup) -> (Call, Inbox, Arc<Wire>) {
    let wire = Arc::new(Wire::default());
    let (call, inbox) = Call::start(setup, wire.clone(), || ()).unwrap();
    (call, inbox, wire)
}

fn setup() -> Setup {
    Setup {
        sound_in: None,
        sound_out: SoundOutput::None,
        picture_in: None,
        picture_out: None,
        processing: false,
    }
}

/// Waits for something that comes soon.
fn soon<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "no {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn two_calls_hear_and_see_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let heard = dir.path().join("heard.wav");
    let (a, to_a, wire_a) = call(&Setup {
        sound_in: Some(SoundInput::Tone),
        picture_in: Some(PictureInput::Pattern),
        processing: true,
        ..setup()
    });
    let (mut b, to_b, wire_b) = call(&Setup {
        sound_out: SoundOutput::File(heard.clone(), None),
        ..setup()
    });
    assert!(wire_a.other.set(to_b).is_ok() && wire_b.other.set(to_a).is_ok());
    let screen = b.screen();
    let mut last = None;
    for _ in 0..20 {
        let picture = soon("picture", || screen.take());
        let number = read_counter(&picture);
        assert!(number > last, "{number:?} after {last:?}");
        last = number;
    }
    assert!(a.own_picture().take().is_some());
    soon("voice", || (a.level() > 0.1).then_some(()));
    let stats = soon("second with sound and pictures", || {
        let stats = b.stats();
        let (audio, video) = (stats.audio, stats.video);
        let flows = audio.bitrate_in > 10_000 && video.bitrate_in > 50_000;
        (flows && video.fps_in > 5.0).then_some(stats)
    });
    assert_eq!((stats.video.width, stats.video.height), (640, 360));
    assert_ne!(stats.quality, Quality::SoundOnly);
    soon("second of sound played", || {
        (b.shared.totals().sound.played > 48_000).then_some(())
    });
    drop((a, b));
    let mut source = WavSource::open(&heard, None).unwrap();
    let mut samples = Vec::new();
    for _ in 0..100 {
        let mut chunk = [0; CHUNK];
        source.read(&mut chunk).unwrap();
        samples.extend(chunk);
    }
    assert!(loudness(&samples) > 200.0);
}

#[test]
fn what_is_switched_off_sends_nothing_and_comes_back() {
    let (mut a, to_a, wire) = call(&Setup {
        sound_in: Some(SoundInput::Tone),
        picture_in: Some(PictureInput::Pattern),
        ..setup()
    });
    let (b, to_b, back) = call(&setup());
    assert!(wire.other.set(to_b).is_ok() && back.other.set(to_a).is_ok());
    let screen = b.screen();
    soon("picture", || screen.take());
    a.set_camera(None).unwrap();
    a.set_microphone(None).unwrap();
    lock(&wire.sent).clear();
    let sent = |wire: &Wire, lanes: &[Lane]| {
        let sent = lock(&wire.sent);
        sent.iter().filter(|(lane, _)| lanes.contains(lane)).count()
    };
    let media = |wire: &Wire| sent(wire, &[Lane::Sound, Lane::Pictures]);
    // Three reports are as good as 300 ms.
    soon("reports", || {
        (sent(&wire, &[Lane::Feedback]) >= 3).then_some(())
    });
    assert_eq!(media(&wire), 0);
    b.on_peer_shows(None);
    a.set_camera(Some(&PictureInput::Pattern)).unwrap();
    a.set_microphone(Some(&SoundInput::Tone)).unwrap();
    b.on_peer_shows(Some(Content::Camera));
    soon("picture after the camera is on again", || screen.take());
    soon("sound after the microphone is on again", || {
        (sent(&wire, &[Lane::Sound]) > 0).then_some(())
    });
}

#[test]
fn a_way_that_was_cut_is_made_up_for_with_a_keyframe() {
    let (a, to_a, wire) = call(&Setup {
        picture_in: Some(PictureInput::Pattern),
        ..setup()
    });
    let (b, to_b, back) = call(&setup());
    assert!(wire.other.set(to_b).is_ok() && back.other.set(to_a).is_ok());
    let screen = b.screen();
    soon("picture", || screen.take());
    wire.cut.store(true, Ordering::Relaxed);
    soon("pictures that are lost", || {
        (wire.swallowed.load(Ordering::Relaxed) >= 5).then_some(())
    });
    screen.take();
    wire.cut.store(false, Ordering::Relaxed);
    a.on_path_change();
    soon("picture after the cut", || screen.take());
}

#[test]
fn a_call_ends_soon_and_frees_everything() {
    let (call, inbox, wire) = call(&Setup {
        sound_in: Some(SoundInput::None),
        picture_in: Some(PictureInput::Pattern),
        ..setup()
    });
    let shared: Weak<Shared> = Arc::downgrade(&call.shared);
    let began = Instant::now();
    drop(call);
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(shared.upgrade().is_none(), "a thread is left");
    assert!(!inbox.deliver(vec![0]));
    drop(wire);
}

#[test]
fn files_that_cannot_be_used_are_named_before_anything_begins() {
    let missing = PathBuf::from("/nonexistent/file");
    let broken = Setup {
        sound_in: Some(SoundInput::File(missing.clone(), None)),
        ..setup()
    };
    let error = Call::start(&broken, Arc::new(Wire::default()), || ())
        .err()
        .unwrap();
    assert!(error.to_string().contains("/nonexistent/file"), "{error}");
    let broken = Setup {
        picture_in: Some(PictureInput::File(missing, None)),
        ..setup()
    };
    assert!(Call::start(&broken, Arc::new(Wire::default()), || ()).is_err());
}

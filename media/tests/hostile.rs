//! A peer that sends what was never agreed: it is dropped and counted, and who
//! keeps to the rules afterwards is heard and seen as if nothing had been.

use std::{
    f64::consts::TAU,
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tincan_media::{
    Picture, Size,
    codec::{Content, FRAME, RATE, SpeechEncoder, VideoDecoder, VideoEncoder},
    engine::{Incoming, Setup},
    io::{PictureInput, SoundInput, SoundOutput},
    receive::picture_queue::PictureQueue,
    wire::{MAX_PACKET, MAX_PIECE, MediaTime, Packet, Piece, Sound},
};

mod common;
use common::call;

const HALF: Duration = Duration::from_millis(10);
const SECOND: Duration = Duration::from_secs(1);
/// Between two pictures, in halves.
const PICTURE: u32 = 10;

/// The receiving side of a call, and an honest peer, on a clock that only jumps.
struct Scene {
    start: Instant,
    /// Halves of frames since then.
    halves: u32,
    incoming: Incoming,
    queue: PictureQueue<Picture>,
    decoder: VideoDecoder,
    voice: SpeechEncoder,
    before: Option<Vec<u8>>,
    camera: VideoEncoder,
    pictures: u32,
    key: bool,
}

/// What became of it in a while.
#[derive(Debug)]
struct Seen {
    concealed: f64,
    shown: u64,
    delay: Duration,
    dropped: u64,
}

impl Scene {
    fn new() -> Self {
        let start = Instant::now();
        Self {
            start,
            halves: 0,
            incoming: Incoming::new(start).expect("a receiver"),
            queue: PictureQueue::default(),
            decoder: VideoDecoder::new().expect("a decoder"),
            voice: SpeechEncoder::new(32_000).expect("an encoder"),
            before: None,
            camera: VideoEncoder::new(Content::Camera, 300_000),
            pictures: 0,
            key: false,
        }
    }

    fn now(&self) -> Instant {
        self.start + HALF * self.halves
    }

    /// The peer's clock.
    fn time(&self) -> Duration {
        HALF * self.halves
    }

    fn number(&self) -> u32 {
        self.halves / 2
    }

    fn deliver(&mut self, packet: &Packet) {
        self.incoming.on_packet(self.now(), &packet.encode());
    }

    /// Goes on for `time`, with an honest peer and what `other` sends before each
    /// of its frames.
    fn run(&mut self, time: Duration, mut other: impl FnMut(&mut Self)) -> Seen {
        let (sound, shown) = (self.incoming.sound_counts(), self.queue.counts().shown);
        let dropped = self.incoming.dropped();
        for _ in 0..time.as_millis() / 10 {
            if self.halves.is_multiple_of(2) {
                other(self);
                self.speak();
            }
            if self.halves.is_multiple_of(PICTURE) {
                self.show();
            }
            self.incoming.pull(self.now(), HALF, &mut [0; FRAME / 2]);
            self.look();
            self.halves += 1;
        }
        let after = self.incoming.sound_counts();
        let played = (after.played - sound.played).max(1);
        Seen {
            concealed: (after.concealed - sound.concealed) as f64 / played as f64,
            shown: self.queue.counts().shown - shown,
            delay: self.incoming.sound_delay(),
            dropped: self.incoming.dropped() - dropped,
        }
    }

    fn speak(&mut self) {
        let first = self.number() as usize * FRAME;
        let tone = |n: usize| (8000.0 * (TAU * 220.0 * n as f64 / RATE as f64).sin()) as i16;
        let samples = std::array::from_fn(|n| tone(first + n));
        let encoded = self.voice.encode(&samples).expect("a frame");
        let before = self.before.replace(encoded.clone());
        let packet = Packet::Sound(Sound {
            number: self.number(),
            time: MediaTime::after(self.time()),
            frames: [Some(encoded), before].into_iter().flatten().collect(),
            again: false,
        });
        self.deliver(&packet);
    }

    fn show(&mut self) {
        let mut picture = Picture::black(Size::new(160, 90).expect("a size"));
        picture.split_mut().0.fill(self.pictures as u8);
        let key = std::mem::take(&mut self.key);
        let encoded = self.camera.encode(&picture, self.time(), key);
        let Some(encoded) = encoded.expect("a frame, or none") else {
            return;
        };
        let chunks = encoded.data.chunks(MAX_PIECE);
        let pieces = chunks.len() as u16;
        let time = MediaTime::after(self.time());
        for (piece, data) in (0..).zip(chunks) {
            let packet = Packet::Piece(Piece {
                frame: self.pictures,
                time,
                piece,
                pieces,
                key: encoded.key,
                data: data.to_vec(),
            });
            self.incoming.on_packet(self.now(), &packet.encode());
        }
        self.pictures += 1;
    }

    /// Decodes and shows, as the threads of a call do.
    fn look(&mut self) {
        let now = self.now();
        while let Some((whole, late)) = self.incoming.next_picture(now) {
            match self.decoder.decode(&whole.data) {
                Ok(Some(picture)) => self.queue.insert(whole.time, late, picture),
                Ok(None) => {}
                Err(_) => self.incoming.on_undecodable(),
            }
        }
        let (clock, sound) = (self.incoming.clock(), self.incoming.sound_delay());
        self.queue.poll(now, clock, Some(sound));
        if let Some(Packet::KeyframePlease) = self.incoming.poll_packet(now) {
            self.key = true;
        }
    }

    /// As if nothing had been.
    fn is_well(&mut self) {
        let seen = self.run(3 * SECOND, |_| ());
        assert!(seen.concealed < 0.001, "{seen:?}");
        assert!(seen.shown >= 25, "{seen:?}");
        assert!(seen.delay < Duration::from_millis(150), "{seen:?}");
        assert_eq!(seen.dropped, 0, "{seen:?}");
    }
}

fn sound(number: u32, time: Duration) -> Packet {
    Packet::Sound(Sound {
        number,
        time: MediaTime::after(time),
        frames: vec![vec![0x78; 60]; 3],
        again: false,
    })
}

fn piece(frame: u32, time: Duration, data: Vec<u8>) -> Packet {
    Packet::Piece(Piece {
        frame,
        time: MediaTime::after(time),
        piece: 0,
        pieces: 1,
        key: true,
        data,
    })
}

/// How long after the last of it nothing is left of what was sent: what came
/// fastest is believed for ten seconds.
const FORGOTTEN: Duration = Duration::from_secs(20);

#[test]
fn times_that_jump_are_dropped_or_soon_forgotten() {
    let far = Duration::from_secs(1 << 24);
    let jumps = [
        |time: Duration| time + 9 * SECOND,
        |time: Duration| time.saturating_sub(9 * SECOND),
        |time: Duration| time + 11 * SECOND,
        |time: Duration| time + Duration::from_secs(100_000),
        |_| Duration::MAX,
        |_| Duration::ZERO,
    ];
    for (n, jump) in jumps.into_iter().enumerate() {
        let mut scene = Scene::new();
        // The peer's clock may stand anywhere.
        scene.run(12 * SECOND, |_| ());
        scene.is_well();
        let (mut random, mut key) = (StdRng::seed_from_u64(n as u64), Vec::new());
        let size = Size::new(320, 180).unwrap();
        let encoded = VideoEncoder::new(Content::Camera, 300_000)
            .encode(&Picture::black(size), Duration::ZERO, true)
            .unwrap();
        key.extend(encoded.unwrap().data);
        scene.run(2 * SECOND, |scene| {
            if random.gen_bool(0.3) {
                let at = jump(scene.time()).min(far);
                scene.deliver(&sound(scene.number(), at));
                scene.deliver(&piece(scene.pictures, at, key.clone()));
            }
        });
        scene.run(FORGOTTEN, |_| ());
        scene.is_well();
    }
}

#[test]
fn numbers_that_jump_are_dropped_or_soon_forgotten() {
    for number in [0, 1, 70_000, u32::MAX - 1, u32::MAX] {
        let mut scene = Scene::new();
        // Also as the very first that comes, with nothing after it for a while.
        scene.deliver(&sound(number, Duration::ZERO));
        scene.deliver(&piece(number, Duration::ZERO, vec![1; 40]));
        for _ in 0..100 {
            scene.incoming.pull(scene.now(), HALF, &mut [0; FRAME / 2]);
            scene.halves += 1;
        }
        scene.run(2 * SECOND, |_| ());
        scene.run(SECOND, |scene| {
            let (time, to) = (scene.time(), scene.number());
            scene.deliver(&sound(number, time));
            scene.deliver(&sound(to.wrapping_add(number), time));
            scene.deliver(&piece(number, time, vec![1; 40]));
            scene.deliver(&piece(to.wrapping_add(number), time, vec![1; 40]));
        });
        scene.run(FORGOTTEN, |_| ());
        scene.is_well();
    }
}

/// Three times ten times of what an honest call takes at its best.
#[test]
fn a_flood_is_dropped_and_counted_and_the_call_goes_on_after_it() {
    let mut scene = Scene::new();
    scene.run(2 * SECOND, |_| ());
    let mut random = StdRng::seed_from_u64(1);
    let mut sent = 0;
    let seen = scene.run(SECOND, |scene| {
        for _ in 0..600 {
            let mut packet = vec![0; MAX_PACKET];
            random.fill(&mut packet[..]);
            packet[0] = random.gen_range(0..7);
            scene.incoming.on_packet(scene.now(), &packet);
            sent += 1;
        }
    });
    assert!(sent == 30_000 && seen.dropped > 27_000, "{seen:?}");
    scene.run(FORGOTTEN, |_| ());
    scene.is_well();
}

/// Packets that are right, around what no decoder can take.
#[test]
fn garbage_in_good_packets_is_dropped_and_does_not_stay() {
    let mut scene = Scene::new();
    scene.run(2 * SECOND, |_| ());
    let mut random = StdRng::seed_from_u64(2);
    let seen = scene.run(3 * SECOND, |scene| {
        let (time, number) = (scene.time(), scene.number());
        let mut frame = || {
            let mut frame = vec![0; random.gen_range(1..=320)];
            random.fill(&mut frame[..]);
            frame
        };
        let frames = vec![frame(), frame(), frame()];
        let picture = frame();
        scene.deliver(&Packet::Sound(Sound {
            number,
            time: MediaTime::after(time),
            frames,
            again: false,
        }));
        scene.deliver(&piece(scene.pictures, time, picture));
    });
    assert!(seen.dropped > 0, "{seen:?}");
    scene.run(FORGOTTEN, |_| ());
    scene.is_well();
}

/// The same with the threads of a whole call: none of them stands still.
#[test]
fn a_whole_call_outlives_a_flood() {
    let quiet = Setup {
        sound_in: None,
        sound_out: SoundOutput::None,
        picture_in: None,
        picture_out: None,
        processing: false,
    };
    let (mut ours, to_us, from_us) = call(&quiet);
    let mut random = StdRng::seed_from_u64(3);
    for _ in 0..200_000 {
        let mut packet = vec![0; random.gen_range(0..MAX_PACKET + 100)];
        random.fill(&mut packet[..]);
        if let Some(kind) = packet.first_mut() {
            *kind = random.gen_range(0..7);
        }
        assert!(to_us.deliver(packet), "the call has ended");
    }
    let (_theirs, to_them, from_them) = call(&Setup {
        sound_in: Some(SoundInput::Tone),
        picture_in: Some(PictureInput::Pattern),
        ..quiet
    });
    assert!(from_us.0.set(to_them).is_ok() && from_them.0.set(to_us).is_ok());
    let screen = ours.screen();
    let deadline = Instant::now() + Duration::from_secs(30);
    let (mut seen, mut heard) = (false, false);
    while !(seen && heard) {
        assert!(Instant::now() < deadline, "seen {seen}, heard {heard}");
        std::thread::sleep(Duration::from_millis(20));
        seen |= screen.take().is_some();
        heard |= ours.heard_level() > 0.05;
    }
    assert!(ours.stats().video.dropped > 1000, "{:?}", ours.stats());
}

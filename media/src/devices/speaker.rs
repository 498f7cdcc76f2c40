//! A speaker as a sink of sound.

use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};

use tincan_resample::sound::Converter;

use super::{
    Events, Kind, Wanted,
    steady::Steady,
    stream::{ToPlay, open_speaker},
};
use crate::{
    codec::RATE,
    io::{CHUNK, CHUNK_TIME, NoSpeaker, PATIENCE, SoundSink},
};

/// A speaker. It is opened in the background, and again when it is lost.
///
/// Its ring is kept as full as its callbacks need and no fuller, because every
/// sample in it is delay.
pub struct Speaker {
    steady: Steady<ToPlay>,
    converter: Option<Converter>,
    converted: VecDeque<i16>,
    /// Keeps the pace while there is no device.
    nobody: NoSpeaker,
    open: bool,
}

impl Speaker {
    /// The wanted speaker; what happens to it is said in `events`.
    pub fn new(wanted: Wanted, events: Events) -> Self {
        Self {
            steady: Steady::new(Kind::Speaker, wanted, open_speaker, events),
            converter: None,
            converted: VecDeque::new(),
            nobody: NoSpeaker::default(),
            open: false,
        }
    }
}

impl SoundSink for Speaker {
    fn wait(&mut self) -> Option<Instant> {
        let until = Instant::now() + PATIENCE;
        loop {
            let now = Instant::now();
            let Some((stream, new)) = self.steady.poll(now) else {
                if self.open {
                    self.open = false;
                    self.nobody = NoSpeaker::default();
                }
                return self.nobody.wait();
            };
            if new {
                self.converter = Converter::new(RATE as u32, stream.rate);
                self.open = true;
            }
            stream.signs.wake_me();
            let capacity = stream.end.buffer().capacity();
            let waiting = capacity - stream.end.slots();
            // What the next callback takes, and a little for being late.
            let chunk = stream.rate as usize / 100;
            let enough = stream.signs.most().max(chunk) + chunk / 2;
            if waiting < enough.min(capacity - chunk) {
                let waiting = Duration::from_secs_f64(waiting as f64 / f64::from(stream.rate));
                return Some(now + waiting + stream.signs.latency());
            }
            if now >= until {
                return None;
            }
            thread::park_timeout(CHUNK_TIME);
        }
    }

    fn write(&mut self, samples: &[i16; CHUNK]) {
        let Some(stream) = self.steady.current() else {
            return;
        };
        if let Some(converter) = &mut self.converter
            && let Err(error) = converter.push(samples, &mut self.converted)
        {
            tracing::error!(%error, "sound for the speaker was lost");
        }
        for sample in self.converted.drain(..) {
            // Full only when the device has stopped taking.
            let _ = stream.end.push(sample);
        }
    }
}

//! A speaker as a sink of sound.

use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};

use tincan_resample::sound::Converter;

use super::{
    Events, Kind, Wanted,
    spare::Spare,
    steady::Steady,
    stream::{ToPlay, open_speaker},
};
use crate::{
    codec::RATE,
    io::{CHUNK, CHUNK_TIME, NoSpeaker, PATIENCE, SoundSink},
};

/// A speaker. It is opened in the background, and again when it is lost.
///
/// Its ring is kept as full as its callbacks need, with a little to spare, and no
/// fuller, because every sample in it is delay.
pub struct Speaker {
    steady: Steady<ToPlay>,
    converter: Option<Converter>,
    converted: VecDeque<i16>,
    /// Keeps the pace while there is no device.
    nobody: NoSpeaker,
    open: bool,
    spare: Spare,
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
            spare: Spare::default(),
        }
    }

    /// Whether there is a device to write to, as of the last time that it was
    /// waited for.
    pub fn is_open(&self) -> bool {
        self.open
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
                self.spare.on_new_stream();
                self.converter = Converter::new(RATE as u32, stream.rate);
                self.open = true;
            }
            stream.signs.wake_me();
            let capacity = stream.end.buffer().capacity();
            let waiting = capacity - stream.end.slots();
            // What the next callback takes, and a little for being late.
            let chunk = stream.rate as usize / 100;
            let spare = self.spare.look(now, stream.signs.dry()).as_secs_f64();
            let spare = (f64::from(stream.rate) * spare) as usize;
            let enough = stream.signs.most().max(chunk) + spare;
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

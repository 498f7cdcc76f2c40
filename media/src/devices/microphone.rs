//! A microphone as a source of sound.

use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};

use tincan_resample::sound::Converter;

use super::{
    Events, Kind, Wanted,
    steady::Steady,
    stream::{Heard, open_microphone},
};
use crate::{
    codec::RATE,
    io::{CHUNK, CHUNK_TIME, PATIENCE, SoundSource},
};

/// Sound that waits longer than this to be read is old: the newest is kept.
const MOST_WAITING: usize = 10 * CHUNK;

/// A microphone. It is opened in the background, and again when it is lost.
pub struct Microphone {
    steady: Steady<Heard>,
    converter: Option<Converter>,
    /// At our rate, and not read yet.
    waiting: VecDeque<i16>,
}

impl Microphone {
    /// The wanted microphone; what happens to it is said in `events`.
    pub fn new(wanted: Wanted, events: Events) -> Self {
        Self {
            steady: Steady::new(Kind::Microphone, wanted, open_microphone, events),
            converter: None,
            waiting: VecDeque::new(),
        }
    }

    /// Takes what was heard; how old the newest of it is. None without a device.
    fn take(&mut self, now: Instant) -> Option<Duration> {
        let (stream, new) = self.steady.poll(now)?;
        if new {
            self.converter = Converter::new(stream.rate, RATE as u32);
            self.waiting.clear();
        }
        stream.signs.wake_me();
        let count = stream.end.slots();
        if let Ok(chunk) = stream.end.read_chunk(count) {
            let (first, second) = chunk.as_slices();
            if let Some(converter) = &mut self.converter {
                for part in [first, second] {
                    if let Err(error) = converter.push(part, &mut self.waiting) {
                        tracing::error!(%error, "sound of the microphone was lost");
                    }
                }
            }
            chunk.commit_all();
        }
        let old = self.waiting.len().saturating_sub(MOST_WAITING);
        self.waiting.drain(..old);
        Some(stream.signs.latency())
    }
}

impl SoundSource for Microphone {
    fn read(&mut self, out: &mut [i16; CHUNK]) -> Option<Instant> {
        let until = Instant::now() + PATIENCE;
        loop {
            let now = Instant::now();
            let latency = self.take(now);
            if let Some(latency) = latency
                && self.waiting.len() >= CHUNK
            {
                let age = CHUNK_TIME.mul_f64(self.waiting.len() as f64 / CHUNK as f64);
                for (out, sample) in out.iter_mut().zip(self.waiting.drain(..CHUNK)) {
                    *out = sample;
                }
                return now.checked_sub(latency + age).or(Some(now));
            }
            if now >= until {
                return None;
            }
            // A callback wakes us; without a device there is nobody to.
            thread::park_timeout(CHUNK_TIME);
        }
    }
}

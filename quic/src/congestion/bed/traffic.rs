//! What is said over a connection.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use quinn_proto::{Connection, Dir, StreamId};

/// What a sender has to send.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Traffic {
    /// Nothing.
    Silence,
    /// As much as is taken.
    Bulk,
    /// Audio of 50 packets a second on 8 stripes, and video of this many bits a
    /// second in 25 frames on 4 stripes.
    Call { video: u64 },
}

const AUDIO_EVERY: Duration = Duration::from_millis(20);
const AUDIO_BYTES: usize = 160;
const AUDIO_STRIPES: usize = 8;
const VIDEO_EVERY: Duration = Duration::from_millis(40);
const VIDEO_STRIPES: usize = 4;

/// A sender's streams.
pub(super) struct Writer {
    pub(super) traffic: Traffic,
    bulk: Option<StreamId>,
    audio: Vec<StreamId>,
    video: Vec<StreamId>,
    next_audio: Option<Instant>,
    next_video: Option<Instant>,
    pub(super) packets: usize,
    frames: usize,
    /// Where on its stream each audio packet ends, and when it was written.
    pub(super) said: HashMap<(StreamId, u64), Instant>,
    written: HashMap<StreamId, u64>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            traffic: Traffic::Silence,
            bulk: None,
            audio: Vec::new(),
            video: Vec::new(),
            next_audio: None,
            next_video: None,
            packets: 0,
            frames: 0,
            said: HashMap::new(),
            written: HashMap::new(),
        }
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        match self.traffic {
            Traffic::Call { .. } => self.next_audio.into_iter().chain(self.next_video).min(),
            Traffic::Silence | Traffic::Bulk => None,
        }
    }

    pub(super) fn write(&mut self, connection: &mut Connection, now: Instant) {
        match self.traffic {
            Traffic::Silence => {}
            Traffic::Bulk => {
                let id = *self
                    .bulk
                    .get_or_insert_with(|| connection.streams().open(Dir::Uni).unwrap());
                while connection.send_stream(id).write(&[0; 16_384]).is_ok() {}
            }
            Traffic::Call { video } => self.call(video, connection, now),
        }
    }

    fn call(&mut self, rate: u64, connection: &mut Connection, now: Instant) {
        while self.audio.len() < AUDIO_STRIPES {
            let id = connection.streams().open(Dir::Uni).unwrap();
            connection.send_stream(id).set_priority(1).unwrap();
            self.audio.push(id);
        }
        while self.video.len() < VIDEO_STRIPES {
            self.video
                .push(connection.streams().open(Dir::Uni).unwrap());
        }
        while self.next_audio.is_none_or(|at| at <= now) {
            let id = self.audio[self.packets % AUDIO_STRIPES];
            self.packets += 1;
            if let Some(end) = self.put(id, AUDIO_BYTES, connection) {
                self.said.insert((id, end), now);
            }
            self.next_audio = Some(self.next_audio.unwrap_or(now) + AUDIO_EVERY);
        }
        while rate > 0 && self.next_video.is_none_or(|at| at <= now) {
            let id = self.video[self.frames % VIDEO_STRIPES];
            self.frames += 1;
            let bytes = rate as f64 / 8.0 * VIDEO_EVERY.as_secs_f64();
            self.put(id, bytes as usize, connection);
            self.next_video = Some(self.next_video.unwrap_or(now) + VIDEO_EVERY);
        }
    }

    /// Where the stream ends then, if all was taken.
    fn put(&mut self, id: StreamId, bytes: usize, connection: &mut Connection) -> Option<u64> {
        let taken = connection.send_stream(id).write(&vec![0; bytes]);
        let taken = taken.unwrap_or(0);
        let end = self.written.entry(id).or_default();
        *end += taken as u64;
        (taken == bytes).then_some(*end)
    }
}

/// A receiver's side.
#[derive(Default)]
pub(super) struct Reader {
    streams: HashMap<StreamId, u64>,
    /// Bytes that came, and when.
    pub(super) got: Vec<(Instant, u64)>,
}

impl Reader {
    /// Reads all there is, and tells how far each stream has come.
    pub(super) fn read(
        &mut self,
        connection: &mut Connection,
        now: Instant,
        mut heard: impl FnMut(StreamId, u64),
    ) {
        while let Some(id) = connection.streams().accept(Dir::Uni) {
            self.streams.insert(id, 0);
        }
        let mut bytes = 0;
        for (id, end) in &mut self.streams {
            let mut stream = connection.recv_stream(*id);
            let Ok(mut chunks) = stream.read(true) else {
                continue;
            };
            while let Ok(Some(chunk)) = chunks.next(usize::MAX) {
                bytes += chunk.bytes.len() as u64;
                *end += chunk.bytes.len() as u64;
                heard(*id, *end);
            }
            let _ = chunks.finalize();
        }
        if bytes > 0 {
            self.got.push((now, bytes));
        }
    }
}

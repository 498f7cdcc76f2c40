//! What the threads of a call share.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU16, AtomicU32, AtomicU64, Ordering},
    },
    thread::Thread,
    time::{Duration, Instant},
};

use super::{
    incoming::Incoming,
    latest::Latest,
    outgoing::Outgoing,
    seam::{Lane, MediaSend},
    stats::Totals,
};
use crate::{
    io::{CHUNK, PictureSink},
    picture::Picture,
    receive::picture_queue::PictureQueue,
    send::{Path, pacer::Pacer, sound::SoundSender},
    wire::{MediaTime, Packet},
};

/// What a thread that panicked held is as good as before: each change is whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the threads of a call share.
pub(super) struct Shared {
    /// When the call began, on our clock.
    pub(super) epoch: Instant,
    pub(super) send: Arc<dyn MediaSend>,
    pub(super) incoming: Mutex<Incoming>,
    pub(super) outgoing: Mutex<Outgoing>,
    pub(super) voice: Mutex<SoundSender>,
    pub(super) pacer: Mutex<Pacer>,
    /// Told when the pacer has got something.
    pub(super) paced: Condvar,
    /// Where what is played goes, to be known as echo.
    pub(super) rendered: Mutex<Option<rtrb::Producer<[i16; CHUNK]>>>,
    pub(super) queue: Mutex<PictureQueue<Arc<Picture>>>,
    pub(super) screen: Latest<Arc<Picture>>,
    pub(super) sink: Mutex<Option<Box<dyn PictureSink>>>,
    /// Called when a new picture is on the screen.
    pub(super) on_picture: Box<dyn Fn() + Send + Sync>,
    /// Whether the voice is let through.
    pub(super) talking: AtomicBool,
    /// How loud the peer is heard, in hundredths.
    pub(super) volume: AtomicU16,
    /// Loudest sample of late.
    pub(super) level: AtomicU16,
    /// The same of the peer, before the volume.
    pub(super) heard: AtomicU16,
    /// From handing sound to the speaker to its being heard, in microseconds.
    pub(super) speaker_us: AtomicU32,
    /// How long what the peer sends stands in a queue, in microseconds.
    pub(super) queue_back_us: AtomicU32,
    pub(super) sending_pictures: AtomicBool,
    /// The thread that shows pictures, to be woken when some have come.
    pub(super) shower: OnceLock<Thread>,
    pub(super) counts: Counts,
}

/// Counters that no machine keeps.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) bytes_out: [AtomicU64; 2],
    pub(super) sent: AtomicU64,
    pub(super) left_out: AtomicU64,
    pub(super) encode_us: AtomicU64,
    pub(super) decoded: AtomicU64,
    pub(super) decode_us: AtomicU64,
    pub(super) size: AtomicU64,
    /// Packets that found the inbox full.
    pub(super) flooded: AtomicU64,
    /// Pieces of pictures are numbered on from one camera to the next.
    pub(super) frame: AtomicU32,
}

impl Counts {
    /// Bytes of sound and of pictures.
    pub(super) fn bytes_out(&self) -> [u64; 2] {
        let [sound, pictures] = &self.bytes_out;
        [
            sound.load(Ordering::Relaxed),
            pictures.load(Ordering::Relaxed),
        ]
    }
}

impl Shared {
    pub(super) fn time(&self, at: Instant) -> MediaTime {
        MediaTime::after(at.saturating_duration_since(self.epoch))
    }

    /// How the way to the peer is, as the transport and what comes from there tell.
    pub(super) fn path(&self) -> Path {
        let micros = self.queue_back_us.load(Ordering::Relaxed);
        Path {
            queue_back: Duration::from_micros(micros.into()),
            ..self.send.path()
        }
    }

    pub(super) fn send(&self, lane: Lane, packet: &Packet) -> bool {
        let bytes = packet.encode();
        let length = bytes.len() as u64;
        let sent = self.send.send(lane, bytes);
        let kind = match lane {
            Lane::Feedback => return sent,
            Lane::Sound => 0,
            Lane::Pictures => 1,
        };
        if sent {
            self.counts.bytes_out[kind].fetch_add(length, Ordering::Relaxed);
        }
        sent
    }

    pub(super) fn totals(&self) -> Totals {
        let incoming = lock(&self.incoming);
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counts = &self.counts;
        Totals {
            sound: incoming.sound_counts(),
            pictures: lock(&self.queue).counts(),
            bytes_in: incoming.bytes(),
            bytes_out: counts.bytes_out(),
            sent: get(&counts.sent),
            dropped: incoming.dropped() + get(&counts.left_out) + get(&counts.flooded),
            encode_us: get(&counts.encode_us),
            decoded: get(&counts.decoded),
            decode_us: get(&counts.decode_us),
        }
    }
}

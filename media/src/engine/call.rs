//! A running call, as its owner sees it.

use std::{
    sync::{
        Arc, Condvar, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering},
        mpsc::Receiver,
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use super::{
    incoming::Incoming,
    latest::Latest,
    outgoing::Outgoing,
    seam::{Inbox, MediaSend, Outbox},
    shared::{Counts, Shared, lock},
    stats::{CallStats, Meter, State},
    workers,
};
use crate::{
    codec::Content,
    devices::{Event, Events},
    io::{CannotUse, PictureInput, PictureOutput, SoundInput, SoundOutput},
    picture::Picture,
    receive::picture_queue::PictureQueue,
    send::{pacer::Pacer, sound::SoundSender},
};

/// The peer as loud as it is sent.
pub const FULL_VOLUME: u8 = 100;

/// What a call begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The microphone; none to be silent.
    pub sound_in: Option<SoundInput>,
    /// The speaker.
    pub sound_out: SoundOutput,
    /// The camera; none to send no pictures.
    pub picture_in: Option<PictureInput>,
    /// Where the peer's pictures go besides [`Call::screen`].
    pub picture_out: Option<PictureOutput>,
    /// Whether echo and noise are taken out and levels evened.
    pub processing: bool,
}

/// A thread that ends when told to.
struct Worker {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    fn new(name: &str, work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<Self, CannotUse> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let builder = thread::Builder::new().name(name.to_owned());
        let thread = builder.spawn(move || work(&stopped)).map_err(|error| {
            CannotUse::Missing(format!("The system has no thread for a call: {error}"))
        })?;
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Worker {
    /// Waits until the thread has ended: then its device is closed.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("a thread of a call panicked");
            }
        }
    }
}

/// A running call. It ends when dropped, which takes up to a fifth of a second;
/// so does switching a device off or to another.
pub struct Call {
    shared: Arc<Shared>,
    meter: Meter,
    events: Events,
    happened: Receiver<Event>,
    own: Latest<Arc<Picture>>,
    processing: bool,
    hear: Option<Worker>,
    see: Option<Worker>,
    play: Option<Worker>,
    /// Kept for being dropped.
    _others: [Worker; 3],
}

impl Call {
    /// Begins: `send` takes packets to the peer, the inbox those that come.
    /// `on_picture` is called, on another thread, whenever there is a new picture
    /// on the [`screen`](Self::screen).
    ///
    /// # Errors
    /// When a file cannot be used. A device that cannot is told in
    /// [`events`](Self::events) instead.
    pub fn start(
        setup: &Setup,
        send: Arc<dyn MediaSend>,
        on_picture: impl Fn() + Send + Sync + 'static,
    ) -> Result<(Self, Inbox), CannotUse> {
        let now = Instant::now();
        let broken = |error: crate::codec::SpeechError| CannotUse::Missing(error.to_string());
        let sink = setup
            .picture_out
            .as_ref()
            .map(PictureOutput::open)
            .transpose()?;
        let shared = Arc::new(Shared {
            epoch: now,
            send,
            incoming: Mutex::new(Incoming::new(now).map_err(broken)?),
            outgoing: Mutex::new(Outgoing::new(now)),
            voice: Mutex::new(SoundSender::new().map_err(broken)?),
            pacer: Mutex::new(Pacer::new(now)),
            paced: Condvar::new(),
            rendered: Mutex::new(None),
            queue: Mutex::new(PictureQueue::default()),
            screen: Latest::default(),
            sink: Mutex::new(sink),
            on_picture: Box::new(on_picture),
            talking: AtomicBool::new(true),
            volume: AtomicU16::new(FULL_VOLUME.into()),
            level: AtomicU16::new(0),
            heard: AtomicU16::new(0),
            speaker_us: AtomicU32::new(0),
            queue_back_us: AtomicU32::new(0),
            sending_pictures: AtomicBool::new(false),
            shower: OnceLock::new(),
            counts: Counts::default(),
        });
        let (events, happened) = Events::channel();
        let (inbox, outbox) = Inbox::new();
        let others = [packets(&shared, outbox)?, show(&shared)?, pace(&shared)?];
        let mut call = Self {
            shared,
            meter: Meter::new(now),
            events,
            happened,
            own: Latest::default(),
            processing: setup.processing,
            hear: None,
            see: None,
            play: None,
            _others: others,
        };
        call.set_speaker(&setup.sound_out)?;
        call.set_microphone(setup.sound_in.as_ref())?;
        call.set_camera(setup.picture_in.as_ref())?;
        Ok((call, inbox))
    }

    /// Switches to a microphone, or off: when this returns, capture has stopped.
    ///
    /// # Errors
    /// When a file cannot be used; then what was before is off.
    pub fn set_microphone(&mut self, input: Option<&SoundInput>) -> Result<(), CannotUse> {
        self.hear = None;
        self.shared.level.store(0, Ordering::Relaxed);
        let Some(input) = input else {
            return Ok(());
        };
        let source = input.open(&self.events)?;
        let (shared, processing) = (self.shared.clone(), self.processing);
        let work = move |stop: &AtomicBool| workers::hear(&shared, stop, source, processing);
        self.hear = Some(Worker::new("tincan-hear", work)?);
        Ok(())
    }

    /// Whether echo and noise are taken out of what the next microphone hears,
    /// and levels evened.
    pub fn set_processing(&mut self, on: bool) {
        self.processing = on;
    }

    /// Switches to a speaker.
    ///
    /// # Errors
    /// When a file cannot be used; then nothing is heard.
    pub fn set_speaker(&mut self, output: &SoundOutput) -> Result<(), CannotUse> {
        self.play = None;
        let sink = output.open(&self.events)?;
        let shared = self.shared.clone();
        let work = move |stop: &AtomicBool| workers::play(&shared, stop, sink);
        self.play = Some(Worker::new("tincan-play", work)?);
        Ok(())
    }

    /// Switches to a camera or to the screen, or off: when this returns, capture
    /// has stopped.
    ///
    /// # Errors
    /// When a file cannot be used; then what was before is off.
    pub fn set_camera(&mut self, input: Option<&PictureInput>) -> Result<(), CannotUse> {
        self.see = None;
        let Some(input) = input else {
            return Ok(());
        };
        let source = input.open(&self.events)?;
        let (shared, own) = (self.shared.clone(), self.own.clone());
        let content = input.content();
        let work = move |stop: &AtomicBool| {
            workers::see(&shared, stop, source, content, &own);
        };
        self.see = Some(Worker::new("tincan-see", work)?);
        Ok(())
    }

    /// Lets the voice through, or not: the microphone stays open. For
    /// push-to-talk.
    pub fn set_talking(&self, talking: bool) {
        self.shared.talking.store(talking, Ordering::Relaxed);
    }

    /// How loud the peer is heard, in hundredths of what it sends, at most all of
    /// it; the speaker stays open.
    pub fn set_volume(&self, percent: u8) {
        let percent = percent.min(FULL_VOLUME);
        self.shared.volume.store(percent.into(), Ordering::Relaxed);
    }

    /// The peer shows something else, or nothing: standing still is then no
    /// freeze. A screen may stand still at any time.
    pub fn on_peer_shows(&self, what: Option<Content>) {
        let clock = lock(&self.shared.incoming).clock().clone();
        let mut queue = lock(&self.shared.queue);
        queue.on_peer_shows(Instant::now(), &clock, what);
        if what.is_none() {
            self.shared.screen.take();
            self.shared.counts.size.store(0, Ordering::Relaxed);
        }
    }

    /// The way to the peer is another one.
    pub fn on_path_change(&self) {
        lock(&self.shared.outgoing).on_path_change(Instant::now());
    }

    /// Where the newest picture of the peer is.
    pub fn screen(&self) -> Latest<Arc<Picture>> {
        self.shared.screen.clone()
    }

    /// Where the newest picture of our own camera is.
    pub fn own_picture(&self) -> Latest<Arc<Picture>> {
        self.own.clone()
    }

    /// What happened to devices.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        self.happened.try_iter()
    }

    /// The loudest that the microphone heard since this was last asked, from 0
    /// to 1.
    pub fn level(&self) -> f32 {
        f32::from(self.shared.level.swap(0, Ordering::Relaxed)) / 32768.0
    }

    /// The loudest that came of the peer since this was last asked, from 0 to 1:
    /// it is seen to speak at any volume.
    pub fn heard_level(&self) -> f32 {
        f32::from(self.shared.heard.swap(0, Ordering::Relaxed)) / 32768.0
    }

    /// The numbers of the last second.
    pub fn stats(&mut self) -> CallStats {
        let totals = self.shared.totals();
        let size = self.shared.counts.size.load(Ordering::Relaxed);
        let incoming = lock(&self.shared.incoming);
        let state = State {
            size: ((size >> 32) as u32, size as u32),
            jitter: incoming.target(),
            delay: incoming.sound_delay(),
            estimate: lock(&self.shared.outgoing).estimate(),
            camera: self.see.is_some(),
            screen: lock(&self.shared.queue).peer_shows() == Some(Content::Screen),
            sending: self.shared.sending_pictures.load(Ordering::Relaxed),
        };
        drop(incoming);
        self.meter.read(Instant::now(), totals, state)
    }
}

fn packets(shared: &Arc<Shared>, outbox: Outbox) -> Result<Worker, CannotUse> {
    let shared = shared.clone();
    let work = move |stop: &AtomicBool| workers::packets(&shared, stop, &outbox);
    Worker::new("tincan-packets", work)
}

fn show(shared: &Arc<Shared>) -> Result<Worker, CannotUse> {
    let shared = shared.clone();
    Worker::new("tincan-show", move |stop: &AtomicBool| {
        workers::show(&shared, stop)
    })
}

fn pace(shared: &Arc<Shared>) -> Result<Worker, CannotUse> {
    let shared = shared.clone();
    Worker::new("tincan-pace", move |stop: &AtomicBool| {
        workers::pace(&shared, stop)
    })
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;

//! A stream that is opened again when it is lost, without anybody waiting.

use std::{
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use super::{Change, Events, Kind, Wanted, backoff::Backoff, stream::Stream};

type Opened<End> = Result<Stream<End>, Change>;
type Open<End> = fn(&Wanted, Duration) -> Opened<End>;

/// Every millisecond in a buffer is delay, but a machine that is busy needs them.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(40);

/// Keeps a stream open.
pub(super) struct Steady<End> {
    kind: Kind,
    wanted: Wanted,
    open: Open<End>,
    /// What its buffers are asked to be.
    piece: Duration,
    events: Events,
    backoff: Backoff,
    stream: Option<Stream<End>>,
    opening: Option<Receiver<Opened<End>>>,
    /// What was said last, so that it is said once.
    said: Option<Change>,
}

impl<End: Send + 'static> Steady<End> {
    pub(super) fn new(kind: Kind, wanted: Wanted, open: Open<End>, events: Events) -> Self {
        Self {
            kind,
            wanted,
            open,
            piece: SHORTEST,
            events,
            backoff: Backoff::new(Instant::now()),
            stream: None,
            opening: None,
            said: None,
        }
    }

    /// The stream, when there is one; never waits. `true` with it when it is a
    /// new one.
    pub(super) fn poll(&mut self, now: Instant) -> Option<(&mut Stream<End>, bool)> {
        if let Some(stream) = &self.stream
            && self.said != Some(Change::Works)
            && stream.works()
        {
            let name = stream.name.clone();
            self.say(Some(name), Change::Works);
        }
        if let Some(change) = self.stream.as_mut().and_then(|stream| stream.lost(now)) {
            let name = self.stream.take().map(drop_aside);
            self.backoff.on_failure(now);
            self.say(name, change);
        } else if self.piece < LONGEST
            && let Some(stream) = self.stream.take_if(|stream| stream.stumbles(now))
        {
            self.piece *= 2;
            let name = drop_aside(stream);
            tracing::info!(name, piece = ?self.piece, "a sound stream stumbles");
        }
        let mut new = false;
        if self.stream.is_none() {
            new = self.try_open(now);
        }
        self.stream.as_mut().map(|stream| (stream, new))
    }

    /// The stream that [`poll`](Self::poll) gave last, if it did.
    pub(super) fn current(&mut self) -> Option<&mut Stream<End>> {
        self.stream.as_mut()
    }

    /// Whether a stream was opened.
    fn try_open(&mut self, now: Instant) -> bool {
        let Some(opening) = &self.opening else {
            if self.backoff.is_due(now) {
                self.opening = self.open_aside();
            }
            return false;
        };
        let opened = match opening.try_recv() {
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => Err(Change::Broken),
            Ok(opened) => opened,
        };
        self.opening = None;
        match opened {
            Ok(mut stream) => {
                // It was made a while ago.
                stream.lost(now);
                self.backoff.on_success(now);
                self.stream = Some(stream);
                true
            }
            Err(change) => {
                self.backoff.on_failure(now);
                let name = match &self.wanted {
                    Wanted::Named(name) => Some(name.clone()),
                    Wanted::Default => None,
                };
                // Who heard that it is gone need not hear that it is not there.
                if (self.said, change) != (Some(Change::Lost), Change::Absent) {
                    self.say(name, change);
                }
                false
            }
        }
    }

    /// Opens on a thread of its own: a sound system may take seconds.
    fn open_aside(&mut self) -> Option<Receiver<Opened<End>>> {
        let (sender, receiver) = sync_channel(1);
        let (open, wanted, piece) = (self.open, self.wanted.clone(), self.piece);
        let name = "tincan-open".to_owned();
        let thread = thread::Builder::new().name(name).spawn(move || {
            // Nobody waits any more when the call has ended.
            let _ = sender.send(open(&wanted, piece));
        });
        thread.is_ok().then_some(receiver)
    }

    fn say(&mut self, name: Option<String>, change: Change) {
        if self.said.replace(change) != Some(change) {
            self.events.send(self.kind, name, change);
        }
    }
}

impl<End> Drop for Steady<End> {
    fn drop(&mut self) {
        // A stream that is gone may not answer to being closed either; that is
        // nothing for the thread of a call to wait for, but one that works is
        // closed before this returns: capture has really stopped.
        if let Some(mut stream) = self.stream.take()
            && stream.lost(Instant::now()).is_none()
        {
            drop(stream);
        }
    }
}

/// Closes a stream that is lost without waiting for it; gives its name.
fn drop_aside<End: Send + 'static>(stream: Stream<End>) -> String {
    let name = stream.name.clone();
    let thread = thread::Builder::new().name("tincan-close".to_owned());
    if let Err(error) = thread.spawn(move || drop(stream)) {
        tracing::warn!(%error, "no thread to close a sound stream");
    }
    name
}

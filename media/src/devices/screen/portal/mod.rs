//! What the desktop lets a person share. Programs of Wayland do not see what is on
//! the screen: the desktop asks what is to be shared in a dialog of its own, by its
//! portal, and hands out pictures of that by PipeWire.
//! <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.ScreenCast.html>

mod ask;
mod frame;
mod stream;
mod turn;

use std::{
    env, fmt,
    hash::{Hash, Hasher},
    os::fd::OwnedFd,
    ptr,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        mpsc::{Receiver, TryRecvError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use futures::channel::oneshot;

use self::stream::Frames;
use super::{Change, Raw};

/// When no picture has come by then, none will.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether this is Wayland, and so up to the desktop.
pub(super) fn is_there() -> bool {
    env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty())
}

/// Ends it when the last of its owners is dropped.
type Wanted = oneshot::Sender<()>;

/// Lets the desktop ask what is to be shared. Its dialog closes when this is
/// dropped.
#[derive(Debug)]
pub struct Asking {
    answer: Receiver<Result<Granted, Change>>,
    _wanted: Arc<Wanted>,
}

impl Asking {
    /// Begins to ask.
    pub fn begin() -> Self {
        let (wanted, unwanted) = oneshot::channel();
        let wanted = Arc::new(wanted);
        let (ours, answer) = sync_channel(1);
        let weak = Arc::downgrade(&wanted);
        let thread = thread::Builder::new().name("tincan-portal".to_owned());
        if let Err(error) = thread.spawn(move || ask::run(&ours, &weak, unwanted)) {
            tracing::warn!(%error, "no thread to ask what is to be shared");
        }
        Self {
            answer,
            _wanted: wanted,
        }
    }

    /// What came of it, once.
    pub fn poll(&self) -> Option<Result<Granted, Change>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            // The thread never was, or it has failed.
            Err(TryRecvError::Disconnected) => Some(Err(Change::Broken)),
        }
    }
}

/// What a person chose to share when the desktop asked. It can be shown once:
/// the desktop is told when that ends, and has to ask again.
#[derive(Clone)]
pub struct Granted(Arc<Mutex<Option<Session>>>);

impl Granted {
    fn new(session: Session) -> Self {
        Self(Arc::new(Mutex::new(Some(session))))
    }

    fn take(&self) -> Option<Session> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Granted")
    }
}

impl PartialEq for Granted {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Granted {}

impl Hash for Granted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(Arc::as_ptr(&self.0), state);
    }
}

/// Why nothing more will come, once that is known.
type Over = Arc<OnceLock<Change>>;

/// What the desktop shows until this is dropped.
struct Session {
    /// Where PipeWire answers, for this alone.
    pipe: OwnedFd,
    /// What the pictures come from, as PipeWire knows it.
    node: u32,
    lease: Lease,
}

/// The desktop's word that it shows something.
struct Lease {
    over: Over,
    _wanted: Arc<Wanted>,
}

/// What is shared, open.
pub(super) struct Capture {
    frames: Frames,
    lease: Lease,
    last: Option<Arc<Raw>>,
    since: Instant,
}

impl Capture {
    pub(super) fn open(granted: &Granted) -> Result<Self, Change> {
        let Session { pipe, node, lease } = granted.take().ok_or(Change::Ended)?;
        Ok(Self {
            frames: Frames::start(pipe, node, lease.over.clone())?,
            lease,
            last: None,
            since: Instant::now(),
        })
    }

    /// What it looks like now; none before the first picture has come.
    pub(super) fn grab(&mut self) -> Result<Option<Arc<Raw>>, Change> {
        if let Some(change) = self.lease.over.get() {
            return Err(*change);
        }
        self.last = self.frames.newest().or(self.last.take());
        if self.last.is_none() && self.since.elapsed() > PATIENCE {
            return Err(Change::Still);
        }
        Ok(self.last.clone())
    }
}

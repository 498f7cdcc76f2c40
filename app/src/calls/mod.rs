//! Calls, as the window and the headless mode make them: what is chosen for one,
//! and the thread that runs its media when the network side says that it is
//! active.
//!
//! The network side knows who rings and carries packets without looking into
//! them; `tincan-media` makes and reads them and knows nobody. They are joined
//! here ([`join`]).

mod choice;
mod join;
pub mod remembered;
mod service;

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread::JoinHandle,
};

use tincan_media::{
    Picture,
    devices::{Event, Granted, Kind},
    engine::{CallStats, Latest},
};
use tincan_net::{CallState, EventKind, MediaLink, OnAir};

pub use self::{
    choice::{Chosen, Switches},
    remembered::Remembered,
};

/// Orders that may wait.
const ORDERS: usize = 64;

/// What the thread is to do.
enum Order {
    /// This is what a call begins with, or goes on with.
    Choose(Box<Chosen>),
    /// On, or off.
    Switch(Switches),
    /// Open the device of this kind anew.
    Again(Kind),
    /// Let the desktop ask what is to be shared, or no longer.
    Ask(bool),
    /// Show the person themselves before a call, or no longer.
    Preview(bool),
    /// The voice is let through, or not, whatever is switched on.
    Talk(bool),
    /// A call is active.
    Begin(MediaLink),
    /// What the peer has on air.
    Peer(OnAir),
    /// The way to the peer is another one.
    Moved,
    /// It is over.
    End,
}

/// What the thread has to say.
#[derive(Clone, Debug)]
pub enum News {
    /// Something happened to a device.
    Device(Event),
    /// This is to be shared, the person has told the desktop.
    Granted(Granted),
    /// A file cannot be used: the call is to be hung up.
    Failed(String),
}

/// Where the thread shows what is.
#[derive(Default)]
struct Shown {
    numbers: Mutex<Option<CallStats>>,
    /// Loudness of the voice, in thousandths.
    level: AtomicU32,
    /// That of the peer's.
    heard: AtomicU32,
    peer: Mutex<Option<Latest<Arc<Picture>>>>,
    own: Mutex<Option<Latest<Arc<Picture>>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs calls, on a thread of its own that ends when this is dropped. Nothing
/// here waits.
pub struct Calls {
    /// There until the end.
    orders: Option<Arc<SyncSender<Order>>>,
    shown: Arc<Shown>,
    thread: Option<JoinHandle<()>>,
}

impl Calls {
    /// Starts the thread. `tell` is called there with what it has to say, and
    /// `on_picture`, on another, when there is a new picture of the peer.
    ///
    /// # Errors
    /// When the system has no thread.
    pub fn start(
        tell: impl Fn(News) + Send + 'static,
        on_picture: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (orders, inbox) = sync_channel(ORDERS);
        let orders = Arc::new(orders);
        let shown = Arc::new(Shown::default());
        let service = service::Service::new(
            shown.clone(),
            Arc::downgrade(&orders),
            Box::new(tell),
            Arc::new(on_picture),
        );
        let thread = std::thread::Builder::new()
            .name("calls".to_owned())
            .spawn(move || service.run(&inbox))?;
        Ok(Self {
            orders: Some(orders),
            shown,
            thread: Some(thread),
        })
    }

    fn order(&self, order: Order) {
        let orders = self.orders.as_ref();
        if orders.is_some_and(|orders| orders.try_send(order).is_err()) {
            tracing::warn!("too much is wanted of a call at once");
        }
    }

    /// What the next call begins with, or the present one goes on with.
    pub fn choose(&self, chosen: Chosen) {
        self.order(Order::Choose(Box::new(chosen)));
    }

    /// Switches microphone, camera and speaker on or off. That the peer is told
    /// is up to the caller.
    pub fn switch(&self, switches: Switches) {
        self.order(Order::Switch(switches));
    }

    /// Lets the voice through, or not, for push-to-talk.
    pub fn talk(&self, on: bool) {
        self.order(Order::Talk(on));
    }

    /// Opens the device of this kind anew, when one is open: it was unplugged, and
    /// is there again.
    pub fn again(&self, kind: Kind) {
        self.order(Order::Again(kind));
    }

    /// In a call: lets the desktop ask what is to be shared, where it does that. What
    /// comes of it is told as news. Or lets it ask no longer.
    pub fn ask(&self, on: bool) {
        self.order(Order::Ask(on));
    }

    /// While there is no call: opens microphone and camera, sending nothing.
    pub fn preview(&self, on: bool) {
        self.order(Order::Preview(on));
    }

    /// To be told of everything that happens.
    pub fn hear(&self, event: &EventKind) {
        match event {
            EventKind::CallMedia(link) => self.order(Order::Begin(link.clone())),
            EventKind::Call(call) => match call.state {
                CallState::Ended(_) => self.order(Order::End),
                _ => self.order(Order::Peer(call.theirs)),
            },
            _ => {}
        }
    }

    /// The numbers of the last second of a call; none when there is no call.
    pub fn numbers(&self) -> Option<CallStats> {
        *lock(&self.shown.numbers)
    }

    /// How loud the microphone is, from 0 to 1.
    pub fn level(&self) -> f32 {
        self.shown.level.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// How loud the peer is, from 0 to 1.
    pub fn heard(&self) -> f32 {
        self.shown.heard.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// The peer's newest picture, once.
    pub fn peer_picture(&self) -> Option<Arc<Picture>> {
        lock(&self.shown.peer).as_ref()?.take()
    }

    /// The newest picture of our own camera, once.
    pub fn own_picture(&self) -> Option<Arc<Picture>> {
        lock(&self.shown.own).as_ref()?.take()
    }
}

impl Drop for Calls {
    /// Waits until devices are closed and files written.
    fn drop(&mut self) {
        self.orders = None;
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the thread of calls panicked");
        }
    }
}

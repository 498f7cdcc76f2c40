//! A hand on a stream through everything that libp2p wraps it in.
//!
//! A swarm hands out streams whose type is erased, and there is no way through
//! the wrappers but the calls of `AsyncWrite`. Those reach our stream in the
//! same thread: so a flush is called while a slot of this thread is open, and
//! our stream leaves its handle there.

use std::{
    cell::RefCell,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI32, Ordering::Relaxed},
    },
    task::Context,
};

use futures::{AsyncWrite, task::noop_waker_ref};

thread_local! {
    static SLOT: RefCell<Slot> = const { RefCell::new(Slot::Shut) };
}

/// The priority from which on streams find room in the send buffer even when others
/// with priority have filled it.
pub const URGENT: i32 = 10;

enum Slot {
    Shut,
    Open,
    Filled(Arc<Tuning>),
}

/// How a stream is to behave. To be had from [`tune`].
#[derive(Debug, Default)]
pub struct Tuning {
    reset_on_drop: AtomicBool,
    priority: AtomicI32,
}

impl Tuning {
    /// Resets the stream if it is dropped before it was closed: what waits in
    /// buffers is not sent any more, and the reader gets an error where it would
    /// otherwise see a clean end.
    pub fn reset_on_drop(&self) {
        self.reset_on_drop.store(true, Relaxed);
    }

    /// From the next write on, what is written goes before that of streams with
    /// a lower priority. All begin with 0; those above also find room in the
    /// send buffer when a transfer has filled it, and from [`URGENT`] on when
    /// those have, too.
    pub fn set_priority(&self, priority: i32) {
        self.priority.store(priority, Relaxed);
    }

    pub(crate) fn is_reset_on_drop(&self) -> bool {
        self.reset_on_drop.load(Relaxed)
    }

    pub(crate) fn priority(&self) -> i32 {
        self.priority.load(Relaxed)
    }

    /// Leaves the handle where somebody is looking for it.
    pub(crate) fn offer(self: &Arc<Self>) {
        SLOT.with_borrow_mut(|slot| {
            if matches!(slot, Slot::Open) {
                *slot = Slot::Filled(self.clone());
            }
        });
    }
}

/// The handle of a fresh stream, flushing it on the way; `None` if it is not
/// one of this transport (a stream over TCP or a relay, which is reset when
/// dropped anyway).
pub fn tune<S: AsyncWrite + Unpin>(stream: &mut S) -> Option<Arc<Tuning>> {
    SLOT.set(Slot::Open);
    // Whether it was flushed is for the next writer to find out.
    let mut cx = Context::from_waker(noop_waker_ref());
    let _ = Pin::new(stream).poll_flush(&mut cx);
    match SLOT.replace(Slot::Shut) {
        Slot::Filled(tuning) => Some(tuning),
        Slot::Open | Slot::Shut => None,
    }
}

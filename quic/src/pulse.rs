//! Wakes the transport as long as something is in flight anywhere, so that it
//! can look after connections that hear nothing.

use std::{
    sync::atomic::{AtomicBool, Ordering::AcqRel},
    task::Waker,
};

use futures::task::AtomicWaker;

#[derive(Debug, Default)]
pub(crate) struct Pulse {
    beating: AtomicBool,
    waker: AtomicWaker,
}

impl Pulse {
    /// Something was sent.
    pub(crate) fn start(&self) {
        if !self.beating.swap(true, AcqRel) {
            self.waker.wake();
        }
    }

    /// Nothing is in flight any more.
    pub(crate) fn stop(&self) {
        self.beating
            .store(false, std::sync::atomic::Ordering::Release);
    }

    pub(crate) fn is_beating(&self) -> bool {
        self.beating.load(std::sync::atomic::Ordering::Acquire)
    }

    /// Who is told when it starts.
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }
}

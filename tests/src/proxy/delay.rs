//! Hands things on after a fixed time, in order.

use std::{
    sync::mpsc::{SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

/// Things that may be on the line at once.
const ON_THE_LINE: usize = 4096;

/// The beginning of a line.
pub(super) struct DelayLine<T> {
    delay: Duration,
    line: SyncSender<(Instant, T)>,
}

impl<T> Clone for DelayLine<T> {
    fn clone(&self) -> Self {
        Self {
            delay: self.delay,
            line: self.line.clone(),
        }
    }
}

impl<T: Send + 'static> DelayLine<T> {
    /// A line that hands each thing to `deliver` after `delay`, until that
    /// returns false or all beginnings are gone.
    pub(super) fn new(
        delay: Duration,
        mut deliver: impl FnMut(T) -> bool + Send + 'static,
    ) -> Self {
        let (line, arriving) = sync_channel::<(Instant, T)>(ON_THE_LINE);
        thread::spawn(move || {
            for (due, thing) in arriving {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if !deliver(thing) {
                    return;
                }
            }
        });
        Self { delay, line }
    }

    /// Puts something on the line unless it is full.
    pub(super) fn try_send(&self, thing: T) {
        // A full line loses packets, as a real one does.
        let _ = self.line.try_send((Instant::now() + self.delay, thing));
    }

    /// Puts something on the line, waiting for room; false when it has ended.
    pub(super) fn send(&self, thing: T) -> bool {
        let due = Instant::now() + self.delay;
        self.line.send((due, thing)).is_ok()
    }
}

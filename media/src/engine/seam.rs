//! Where media meets the network.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    },
    time::{Duration, Instant},
};

use crate::send::Path;

/// Packets that wait to be sorted.
const MOST_WAITING: usize = 1024;

/// What a packet is, in order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Reports and requests: small and rare.
    Feedback,
    /// Sound: up to 50 a second.
    Sound,
    /// Pictures: whatever the path carries besides.
    Pictures,
}

/// The way of packets to the peer.
pub trait MediaSend: Send + Sync + 'static {
    /// Takes a packet, never waiting; `false` when it cannot be sent now (no
    /// path, or too much waits already), and is dropped.
    fn send(&self, lane: Lane, packet: Vec<u8>) -> bool;

    /// So many bits per second are to be sent from now on: what the peer's reports
    /// allow. The way's own bounds should have room for it.
    fn set_rate(&self, bits_per_s: u32);

    /// How the way is at the moment.
    fn path(&self) -> Path;
}

/// A packet of the peer.
#[derive(Debug)]
pub struct Arrived {
    /// When it came: not when it is looked at.
    pub at: Instant,
    /// Its bytes.
    pub packet: Vec<u8>,
}

/// Takes the peer's packets. When more come than can be sorted they are dropped
/// and counted.
#[derive(Clone, Debug)]
pub struct Inbox {
    sender: SyncSender<Arrived>,
    dropped: Arc<AtomicU64>,
}

impl Inbox {
    /// An inbox, and its other end.
    pub(super) fn new() -> (Self, Outbox) {
        let (sender, receiver) = sync_channel(MOST_WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        let inbox = Self {
            sender,
            dropped: dropped.clone(),
        };
        (inbox, Outbox { receiver, dropped })
    }

    /// A packet came just now; `false` once the call has ended.
    pub fn deliver(&self, packet: Vec<u8>) -> bool {
        let at = Instant::now();
        match self.sender.try_send(Arrived { at, packet }) {
            Ok(()) => true,
            Err(TrySendError::Full(_)) => {
                self.dropped.fetch_add(1, Ordering::Relaxed);
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }
}

/// The end of an inbox that is emptied.
pub(super) struct Outbox {
    receiver: Receiver<Arrived>,
    dropped: Arc<AtomicU64>,
}

impl Outbox {
    /// The next packet, waiting for it for so long; `None` also when nobody will
    /// deliver any more, without waiting.
    pub(super) fn take(&self, wait: Duration) -> Result<Option<Arrived>, ()> {
        match self.receiver.recv_timeout(wait) {
            Ok(arrived) => Ok(Some(arrived)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(()),
        }
    }

    /// Packets that found the inbox full.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_dropped_and_counted() {
        let (inbox, outbox) = Inbox::new();
        for _ in 0..MOST_WAITING + 7 {
            assert!(inbox.deliver(vec![1]));
        }
        assert_eq!(outbox.dropped(), 7);
        assert!(outbox.take(Duration::ZERO).unwrap().is_some());
        drop(outbox);
        assert!(!inbox.deliver(vec![1]));
    }
}

//! Who is connected to us and is not let in.

use std::time::{Duration, Instant};

use libp2p::PeerId;

/// Strangers that are connected to us; the idle are sent away.
#[derive(Default)]
pub(super) struct Strangers(Vec<(PeerId, Instant)>);

impl Strangers {
    const MOST: usize = 16;
    const IDLE: Duration = Duration::from_secs(5);

    /// Somebody came; gives who has to go for it: who has been idle longest,
    /// and nobody who is `busy`.
    pub(super) fn arrived(
        &mut self,
        now: Instant,
        peer: PeerId,
        busy: impl Fn(PeerId) -> bool,
    ) -> Option<PeerId> {
        self.stirred(now, peer);
        if self.0.len() <= Self::MOST {
            return None;
        }
        let idle = self.0.iter().position(|(p, _)| !busy(*p))?;
        Some(self.0.remove(idle).0)
    }

    /// Somebody did something.
    pub(super) fn stirred(&mut self, now: Instant, peer: PeerId) {
        self.left(peer);
        self.0.push((peer, now));
    }

    /// Somebody is gone, or no stranger any more.
    pub(super) fn left(&mut self, peer: PeerId) {
        self.0.retain(|(p, _)| *p != peer);
    }

    /// Who did nothing for too long, unless it is `busy`.
    pub(super) fn idle(&mut self, now: Instant, busy: impl Fn(PeerId) -> bool) -> Vec<PeerId> {
        let mut gone = Vec::new();
        for (peer, since) in &mut self.0 {
            if busy(*peer) {
                *since = now;
            } else if *since + Self::IDLE <= now {
                gone.push(*peer);
            }
        }
        self.0.retain(|(p, _)| !gone.contains(p));
        gone
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.0.iter().map(|(_, t)| *t + Self::IDLE).min()
    }
}

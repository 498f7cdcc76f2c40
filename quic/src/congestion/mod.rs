//! Congestion control for conversations.
//!
//! Made for flows that mostly have little to send, over paths that lose packets:
//! a short queue when alone, no fear of random loss, a fair share beside others.
//!
//! - `controller`: what quinn calls; cuts time into rounds.
//! - `window`: how much may be in flight.
//! - `model`: what is known of the path; `floor`: what of the last seconds.
//! - `growth`: growing as long as it brings something.
//! - `rival`: beside flows that fill the queue.
//!
//! Quinn's controllers decide about the window alone; its pacer sends 1.25
//! windows a round trip, in bursts of ten packets or 2 ms (quinn-proto 0.11,
//! `connection/pacing.rs`).

mod controller;
mod floor;
mod growth;
mod model;
mod rival;
mod window;

#[cfg(test)]
mod bed;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Instant};

use quinn::congestion::{Controller, ControllerFactory};

use self::controller::Conversational;
use crate::stats::Stats;

/// Makes the controllers of one connection, one for each of its paths.
#[derive(Clone, Debug)]
pub struct Conversation {
    stats: Arc<Stats>,
}

impl Conversation {
    /// For the connection that these numbers are about: it writes some of them.
    #[must_use]
    pub fn new(stats: Arc<Stats>) -> Self {
        Self { stats }
    }
}

impl ControllerFactory for Conversation {
    fn build(self: Arc<Self>, now: Instant, current_mtu: u16) -> Box<dyn Controller> {
        let stats = Arc::clone(&self.stats);
        Box::new(Conversational::new(stats, current_mtu, now))
    }
}

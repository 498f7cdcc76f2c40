//! The seam between the network side and media.

use std::{
    sync::{Weak, mpsc::SyncSender},
    time::Duration,
};

use tincan_media::{
    engine::{Inbox, Lane, MediaSend},
    send::Path,
};
use tincan_net::{MediaLane, MediaLink, MediaReceive};

use super::Order;

/// From media to the network.
pub(super) struct Out(pub(super) MediaLink);

impl MediaSend for Out {
    fn send(&self, lane: Lane, packet: Vec<u8>) -> bool {
        let lane = match lane {
            Lane::Feedback => MediaLane::Feedback,
            Lane::Sound => MediaLane::Sound,
            Lane::Pictures => MediaLane::Pictures,
        };
        self.0.send(lane, packet)
    }

    fn set_rate(&self, bits_per_s: u32) {
        self.0.set_rate(bits_per_s);
    }

    fn path(&self) -> Path {
        let path = self.0.path();
        Path {
            in_flight: path.in_flight,
            rtt: path.rtt,
            least_rtt: path.least_rtt,
            // What comes tells, and media looks at that itself.
            queue_back: Duration::ZERO,
        }
    }
}

/// Nowhere: before a call nothing is sent.
pub(super) struct Nowhere;

impl MediaSend for Nowhere {
    fn send(&self, _: Lane, _: Vec<u8>) -> bool {
        false
    }

    fn set_rate(&self, _: u32) {}

    fn path(&self) -> Path {
        Path::default()
    }
}

/// From the network to media.
pub(super) struct In {
    pub(super) inbox: Inbox,
    pub(super) orders: Weak<SyncSender<Order>>,
}

impl MediaReceive for In {
    fn packet(&self, packet: Vec<u8>) {
        // After the end nobody is there, and that is as well.
        self.inbox.deliver(packet);
    }

    fn moved(&self) {
        let orders = self.orders.upgrade();
        if orders.is_some_and(|orders| orders.try_send(Order::Moved).is_err()) {
            tracing::warn!("a call was not told of its new path");
        }
    }
}

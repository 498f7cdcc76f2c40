//! Packets of calls on their way: `/tincan/media/1`.
//!
//! On a connection over QUIC each end opens eight streams for sound, four for
//! pictures and one for reports; packet *n* goes on stripe *n mod k*, so that a
//! lost datagram holds up one stripe and not the call. Where everything shares one
//! order anyhow, over TCP and relays, there is one stream: what is urgent goes
//! first, what is late is not written, and what is under way is bounded by what
//! the reader says it got.
//!
//! Streams are one-way but for that last word. Each begins with a [`Header`];
//! then come packets, each after its length in two bytes. What is in them is
//! known to nobody here.
//!
//! [`Header`]: wire::Header

mod backlog;
mod budget;
mod credit;
mod link;
mod queue;
mod reading;
mod share;
mod wire;
mod worker;
mod writing;

use libp2p::swarm::ConnectionId;

pub use self::{
    link::{MediaCounts, MediaLane, MediaLink, MediaPath, MediaReceive},
    wire::MAX_MEDIA_PACKET,
};
pub(crate) use self::{wire::Slot, worker::Worker};
use crate::{call::CallId, streams::StreamId};

/// What is to be done by tasks.
#[derive(Debug)]
pub(crate) enum Job {
    /// A call may begin: the peer's streams for it lead to this link.
    Begin { link: MediaLink, call: CallId },
    /// It is over, or did not begin.
    Over,
    /// Streams that are opened from now on are on this connection.
    Route {
        connection: ConnectionId,
        striped: bool,
    },
    /// Drop all streams of ours, with what waits in them.
    DropWriters,
    /// Send by this stream of ours.
    Write {
        stream: StreamId,
        slot: Slot,
        call: CallId,
    },
}

#[cfg(test)]
mod tests;

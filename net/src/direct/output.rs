//! What the search for a straight path wants done.

use libp2p::Multiaddr;

use crate::{api::Transport, streams::StreamId};

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Open sockets to listen on, unless they are open already.
    Listen,
    /// Ask the relays once more what address they see, from those sockets.
    Observe(Transport),
    /// Hang up those extra connections to the relays.
    StopObserving,
    /// Open a stream for the exchange on the relayed connection, and name it by
    /// [`Direct::on_named`].
    Open,
    /// Write a frame of the exchange.
    Send { stream: StreamId, frame: Vec<u8> },
    /// Close the stream of the exchange.
    Finish(StreamId),
    /// Dial the peer straight.
    Dial(Dial),
}

/// A straight dial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dial {
    pub(crate) addresses: Vec<Multiaddr>,
    pub(crate) how: How,
}

/// How an address of the peer is dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// From the listening socket.
    Dial,
    /// From the listening socket, to meet the peer's own dial, and leaving the
    /// dialler's part to it.
    Punch,
    /// So that it does not get in the way of a punch.
    Reach,
}

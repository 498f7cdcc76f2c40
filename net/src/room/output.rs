//! What a room wants done.

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};

use crate::{
    api::{Event, Tag},
    code::Nameplate,
    direct,
    kept::board,
    lan, media, meeting,
    paths::Connection,
    streams::{Purpose, StreamId},
    transfer,
};

/// What the room wants done, in this order.
#[derive(Debug)]
pub(crate) enum Output {
    /// Something between us and the relays.
    Meeting(meeting::Output),
    /// Ask this relay who waits at the nameplate.
    Discover { relay: PeerId, nameplate: Nameplate },
    /// Connect to the peer.
    Dial {
        peer: PeerId,
        addresses: Vec<Multiaddr>,
    },
    /// Connect to the peer, whether or not there is a connection already.
    DialBeside {
        peer: PeerId,
        addresses: Vec<Multiaddr>,
    },
    /// Close every connection to the peer.
    Hang(PeerId),
    /// Open the gate for the peer.
    Admit(PeerId),
    /// Shut the gate again.
    ShutOut(PeerId),
    /// Close every connection, to relays too.
    HangAll,
    /// Close this connection.
    Close(ConnectionId),
    /// Open a stream on this connection.
    Open {
        stream: StreamId,
        peer: PeerId,
        connection: ConnectionId,
        purpose: Purpose,
    },
    /// Open sockets to listen on, unless they are open already.
    Listen,
    /// Connect to relays once more, at each of these addresses, from those
    /// sockets, to learn what addresses they see.
    Observe(Vec<(PeerId, Multiaddr)>),
    /// Hang up those extra connections.
    StopObserving,
    /// Dial the peer straight.
    DialDirect { peer: PeerId, dial: direct::Dial },
    /// Something at meeting points, under the names of a kept room.
    Board(board::Output),
    /// Something on the local networks.
    Lan(lan::Output),
    /// Write a frame of admission.
    Send { stream: StreamId, frame: Vec<u8> },
    /// Close the stream once what was sent is written.
    Finish(StreamId),
    /// Something of transfers, for threads and tasks.
    Job(transfer::Job),
    /// Tell the numbers of the transport, and of the connection that the two talk
    /// on.
    Stats {
        re: Option<Tag>,
        line: Option<Connection>,
    },
    /// Something of a call's media, for tasks.
    Media(media::Job),
    /// Tell the person.
    Event(Event),
    /// Nothing more comes; streams may be written to their end.
    Over,
}

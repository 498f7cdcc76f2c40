//! What a room wants done.

use std::fmt::{self, Write as _};

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

impl Output {
    /// What it is called, and nothing of what is in it, for logs: that may be
    /// words of people.
    pub(crate) fn name(&self) -> String {
        let mut name = Name(String::new());
        // It fails at the end of the name.
        let _ = write!(name, "{self:?}");
        name.0
    }
}

/// The first name that is written, and nothing more.
struct Name(String);

impl fmt::Write for Name {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric());
        self.0.push_str(&part[..end.unwrap_or(part.len())]);
        end.map_or(Ok(()), |_| Err(fmt::Error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::EventKind;

    #[test]
    fn its_name_is_all_that_a_log_says_of_it() {
        let typing = Event {
            re: None,
            kind: EventKind::Typing(true),
        };
        assert_eq!(Output::Event(typing).name(), "Event");
        assert_eq!(Output::HangAll.name(), "HangAll");
        let (stream, frame) = (StreamId(7), vec![1, 2, 3]);
        assert_eq!(Output::Send { stream, frame }.name(), "Send");
    }
}

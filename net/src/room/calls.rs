//! Calls, in a room.

use libp2p::PeerId;

use super::{Output, Part, Room};
use crate::{
    api::{CloseReason, Command, CommandError, PathKind, Tag, Transport},
    call::{self, CallEnd, Route},
    streams::{Purpose, StreamId},
    time::Now,
};

impl Room {
    /// Something that the person wants of calls.
    pub(super) fn on_call_command(
        &mut self,
        now: Now,
        re: Option<Tag>,
        command: &Command,
    ) -> Result<(), CommandError> {
        let Part::Together(together) = &mut self.part else {
            return Err(CommandError::NotConnected);
        };
        if together.leaving.is_some() {
            return Err(CommandError::NotConnected);
        }
        let calls = &mut together.calls;
        match command {
            Command::Call(air) => calls.call(now.mono, *air, re),
            Command::Answer(air) => calls.answer(now.mono, *air, re),
            Command::DeclineCall => calls.decline(re),
            Command::HangUp => calls.hang_up(re),
            Command::OnAir(air) => calls.set_air(*air, re),
            _ => Err(CommandError::NotSupported),
        }
    }

    /// Whether this is a stream of our media, or is to be.
    pub(super) fn owns_media(&self, stream: StreamId) -> bool {
        matches!(&self.part, Part::Together(t) if t.calls.owns(stream))
    }

    /// The peer opened a stream for media.
    pub(super) fn on_inbound_media(&mut self, peer: PeerId) -> Option<StreamId> {
        let expected =
            matches!(&self.part, Part::Together(t) if t.peer == peer && t.calls.expects_media());
        expected.then(|| self.next_stream())
    }

    /// A stream for our media is open.
    pub(super) fn on_media_opened(&mut self, stream: StreamId) {
        if let Part::Together(together) = &mut self.part
            && !together.calls.on_opened(stream)
        {
            self.outputs.push_back(Output::Finish(stream));
        }
    }

    /// The way of media. While the line moves the one before still serves.
    fn tell_calls_of_line(&mut self, now: Now) {
        let path = self.path();
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let lane = together.line.lane();
        if lane.is_some() && !together.session.is_ready() {
            return;
        }
        let route = lane.zip(path).map(|(lane, path)| Route {
            connection: lane.connection,
            striped: path.kind != PathKind::Relayed && path.transport == Transport::Quic,
            rtt: path.rtt,
        });
        together.calls.on_route(now.mono, route);
    }

    /// Does what the calls want done.
    pub(super) fn drain_calls(&mut self, now: Now) {
        self.tell_calls_of_line(now);
        if let Part::Together(together) = &mut self.part {
            together.calls.on_heard(now.mono);
        }
        self.put_calls();
    }

    fn put_calls(&mut self) {
        loop {
            let Part::Together(together) = &mut self.part else {
                return;
            };
            let Some(output) = together.calls.poll_output() else {
                return;
            };
            match output {
                call::Output::Say(message) => {
                    if !together.session.hand_call(message) {
                        tracing::warn!("a word about a call found no room");
                    }
                }
                call::Output::Tell(re, kind) => self.tell(re, kind),
                call::Output::Job(job) => self.outputs.push_back(Output::Media(job)),
                call::Output::Open(slot, connection) => {
                    let peer = together.peer;
                    let stream = self.next_stream();
                    self.outputs.push_back(Output::Open {
                        stream,
                        peer,
                        connection,
                        purpose: Purpose::Media,
                    });
                    if let Part::Together(together) = &mut self.part {
                        together.calls.on_named(slot, stream);
                    }
                }
            }
        }
    }

    /// The room is about to be closed.
    pub(super) fn close_call(&mut self, reason: CloseReason) {
        if let Part::Together(together) = &mut self.part {
            together.calls.close(match reason {
                CloseReason::Left => CallEnd::HungUp,
                CloseReason::PeerLeft => CallEnd::PeerHungUp,
                _ => CallEnd::Lost,
            });
            self.put_calls();
        }
    }
}

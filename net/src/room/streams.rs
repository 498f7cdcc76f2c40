//! Streams with peers, and what comes over them, to the part that they belong
//! to.

use libp2p::{PeerId, swarm::ConnectionId};

use super::{Output, Part, Room};
use crate::{
    streams::{Purpose, StreamId},
    time::Now,
};

impl Room {
    /// The peer opened a stream; `None` when it is not wanted.
    pub(crate) fn on_inbound(
        &mut self,
        now: Now,
        peer: PeerId,
        connection: ConnectionId,
        purpose: Purpose,
    ) -> Option<StreamId> {
        match purpose {
            Purpose::Admit => self.on_inbound_admit(now, peer),
            Purpose::Control => self.on_inbound_control(now, peer, connection),
            Purpose::Punch => self.on_inbound_punch(now, peer),
            Purpose::Transfer => self.on_inbound_transfer(peer),
            Purpose::Media => self.on_inbound_media(peer),
        }
    }

    /// A stream that we asked for is open.
    pub(crate) fn on_opened(&mut self, now: Now, stream: StreamId) {
        if self.on_again_opened(stream) {
            return self.drain(now);
        }
        match self.part {
            Part::Joining(_) => self.on_admit_opened(stream),
            Part::Together(_) => self.on_together_opened(now, stream),
            _ => self.outputs.push_back(Output::Finish(stream)),
        }
        self.drain(now);
    }

    /// A stream that we asked for did not open.
    pub(crate) fn on_open_failed(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        match self.part {
            Part::Joining(_) => self.on_admit_ended(now, stream, unsupported),
            Part::Together(_) => self.on_control_ended(now, stream, unsupported),
            Part::Waiting => self.on_again_ended(now, stream),
            _ => {}
        }
        self.drain(now);
    }

    /// A frame came.
    pub(crate) fn on_frame(&mut self, now: Now, stream: StreamId, frame: &[u8]) {
        match &mut self.part {
            Part::Spare | Part::Closed => {}
            Part::Hosting(hosting) => hosting.door.on_frame(now.mono, stream, frame),
            Part::Joining(_) => self.on_admit_frame(now, stream, frame),
            Part::Together(_) => self.on_together_frame(now, stream, frame),
            Part::Waiting => {
                self.on_again_frame(now, stream, frame);
            }
        }
        self.drain(now);
    }

    /// A stream ended, cleanly or not.
    pub(crate) fn on_stream_ended(&mut self, now: Now, stream: StreamId) {
        match &mut self.part {
            Part::Spare | Part::Closed => {}
            Part::Hosting(hosting) => hosting.door.on_close(now.mono, stream),
            Part::Joining(_) => self.on_admit_ended(now, stream, false),
            Part::Together(_) => self.on_control_ended(now, stream, false),
            Part::Waiting => self.on_again_ended(now, stream),
        }
        self.drain(now);
    }

    /// The next frame for the control stream, as long as there is room for one.
    pub(crate) fn poll_control(&mut self) -> Option<Vec<u8>> {
        let Part::Together(together) = &mut self.part else {
            return None;
        };
        let frame = together.session.poll_frame()?;
        self.drain_session();
        Some(frame)
    }

    /// The control stream, when there is one.
    pub(crate) fn control(&self) -> Option<StreamId> {
        match &self.part {
            Part::Together(together) => together.line.stream(),
            _ => None,
        }
    }

    pub(super) fn next_stream(&mut self) -> StreamId {
        self.streams += 1;
        StreamId(self.streams)
    }
}

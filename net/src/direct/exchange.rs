//! The exchange of addresses with the peer, over a stream on the relayed
//! connection: the host asks, the guest answers.

use std::time::{Duration, Instant};

use super::{Direct, Output, State, dcutr::Message};
use crate::{api::Side, streams::StreamId};

/// An exchange that takes longer has failed.
pub(super) const EXCHANGE_WITHIN: Duration = Duration::from_secs(5);

impl Direct {
    /// Whether this is a stream of the exchange at hand.
    pub(crate) fn owns(&self, stream: StreamId) -> bool {
        let asked = self.asked.as_ref().is_some_and(|(s, _)| *s == stream);
        asked
            || match &self.state {
                State::Asking { stream: ours, .. } => *ours == Some(stream),
                State::Answered { stream: ours, .. } => *ours == stream,
                _ => false,
            }
    }

    /// The peer opened a stream for the exchange.
    pub(crate) fn on_inbound(&mut self, now: Instant, stream: StreamId) {
        if self.side == Side::Host || self.state == State::Idle {
            self.outputs.push_back(Output::Finish(stream));
            return;
        }
        let older = self.asked.replace((stream, None));
        self.outputs.extend(older.map(|(s, _)| Output::Finish(s)));
        match self.state {
            State::Gathering { .. } | State::Waiting { ready: true, .. } => {}
            _ => self.gather(now),
        }
    }

    /// The stream that we want has this name; it is not open yet.
    pub(crate) fn on_named(&mut self, name: StreamId) {
        if let State::Asking { stream, .. } = &mut self.state {
            *stream = Some(name);
        }
    }

    /// The stream that we asked for is open.
    pub(crate) fn on_opened(&mut self, stream: StreamId) {
        match &self.state {
            State::Asking { stream: ours, .. } if *ours == Some(stream) => {
                let frame = Message::Connect(self.ours.candidates()).encode();
                self.outputs.push_back(Output::Send { stream, frame });
            }
            _ => self.outputs.push_back(Output::Finish(stream)),
        }
    }

    /// The stream of an exchange ended, or did not open.
    pub(crate) fn on_ended(&mut self, now: Instant, stream: StreamId) {
        self.asked.take_if(|(s, _)| *s == stream);
        match &self.state {
            State::Asking { stream: ours, .. } if *ours == Some(stream) => self.fail(now),
            State::Answered { stream: ours, .. } if *ours == stream => self.fail(now),
            _ => {}
        }
    }

    /// A frame of an exchange.
    pub(crate) fn on_frame(&mut self, now: Instant, stream: StreamId, frame: &[u8]) {
        let asked = self.asked.as_ref().is_some_and(|(s, _)| *s == stream);
        match (&self.state, Message::decode(frame)) {
            (State::Asking { stream: ours, .. }, Ok(Message::Connect(theirs)))
                if *ours == Some(stream) =>
            {
                let frame = Message::Sync.encode();
                self.outputs.push_back(Output::Send { stream, frame });
                self.outputs.push_back(Output::Finish(stream));
                self.start_dialing(now, theirs);
            }
            (_, Ok(Message::Connect(theirs))) if asked => {
                self.asked = Some((stream, Some(theirs)));
                self.answer(now);
            }
            (
                State::Answered {
                    stream: ours,
                    theirs,
                    ..
                },
                Ok(Message::Sync),
            ) if *ours == stream => {
                let theirs = theirs.clone();
                self.outputs.push_back(Output::Finish(stream));
                self.start_dialing(now, theirs);
            }
            _ => {
                self.outputs.push_back(Output::Finish(stream));
                self.on_ended(now, stream);
            }
        }
    }

    /// Answers the host, once it has asked and we know our addresses.
    pub(super) fn answer(&mut self, now: Instant) {
        if matches!(self.state, State::Gathering { .. }) {
            return;
        }
        let Some((stream, Some(theirs))) = self.asked.take_if(|(_, t)| t.is_some()) else {
            return;
        };
        let frame = Message::Connect(self.ours.candidates()).encode();
        self.outputs.push_back(Output::Send { stream, frame });
        self.state = State::Answered {
            stream,
            until: now + EXCHANGE_WITHIN,
            theirs,
        };
    }
}

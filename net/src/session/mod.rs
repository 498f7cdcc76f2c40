//! The control channel: what is said arrives once, in order, whatever becomes
//! of the connection.
//!
//! Every numbered frame is kept until the peer acknowledged it. On a new stream
//! both sides first say how far they have heard the other ([`Frame::Hello`]),
//! and go on from there. Typing is not numbered: when it is lost, it is lost.

mod book;
mod change;
mod frames;
mod keeping;
mod ledger;
mod outbox;

use std::collections::VecDeque;

use rand::{CryptoRng, RngCore, SeedableRng, rngs::StdRng};

use self::{
    book::Books,
    change::check_text,
    frames::{Before, Body, Frame, VERSION},
    outbox::{Entry, Outbox},
};
pub(crate) use self::{change::Changed, ledger::Ledger};
use crate::{
    admission::Bond,
    api::{CommandError, Delivery, Message, MessageId, Reaction, Side, Tag, UnixMillis, Words},
    call,
    direct::Situation,
    kept::{self, Agreement},
    name::DisplayName,
    safety::{Exchange, SafetyEmoji},
    transfer::{self, TransferId},
    wire,
};

/// What the session has to tell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// The peer's first word on this stream: the two can talk now.
    Ready { peer: DisplayName },
    /// A message came.
    Message(Message),
    /// A message of the peer's was changed.
    Changed(Changed),
    /// In a kept room: the highest number among our messages from before that
    /// the peer has.
    Settled(u64),
    /// The peer shows what they think of a message.
    Reaction(Reaction),
    /// Both know what to compare.
    Safety(SafetyEmoji),
    /// A message of ours came further.
    Receipt {
        re: Option<Tag>,
        message: MessageId,
        state: Delivery,
    },
    /// The peer types, or no longer does.
    Typing(bool),
    /// Something about keeping the room.
    Kept(kept::Output),
    /// What was told up to here is to be written down, and then
    /// [`Session::written`] told of it.
    Mark(u64),
    /// Something about transfers.
    Transfer(transfer::Heard),
    /// Something about a call.
    Call(call::Message),
    /// The peer left.
    PeerLeft,
}

/// Why a stream must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It makes no sense; a new stream may do better.
    Garbled,
    /// The peer speaks another version.
    OtherVersion,
}

/// One conversation, over as many streams as it takes.
pub(crate) struct Session {
    side: Side,
    name: DisplayName,
    outbox: Outbox,
    books: Books,
    ledger: Ledger,
    agreement: Agreement,
    /// Not in a kept room that is opened again.
    safety: Option<Exchange>,
    /// A kept room that was opened again: what there was before.
    before: Option<Before>,
    /// The peer has said what there was before on its side.
    settled: bool,
    /// Our messages that were read, up to this number.
    read: u64,
    /// Frames of the peer that were heard, up to this number.
    heard: u64,
    /// The peer's messages that we saw, up to this number.
    seen: u64,
    /// What our network is like, and the news of the peer's.
    situation: Situation,
    their_situation: Option<Situation>,
    stream: Stream,
    outputs: VecDeque<Output>,
}

/// What is to be said on the present stream besides what is numbered.
#[derive(Debug, Default)]
struct Stream {
    open: bool,
    said_hello: bool,
    heard_hello: bool,
    acknowledged: u64,
    situation: Situation,
    typing: Option<bool>,
    probe: Option<u64>,
    echo: Option<u64>,
    leaving: Leaving,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Leaving {
    #[default]
    No,
    Asked,
    Said,
}

impl Session {
    /// A conversation in which we are `side` and are called `name`, after an
    /// admission that left `bond`. A host knows the mark of the room's link.
    pub(crate) fn new(
        side: Side,
        name: DisplayName,
        bond: Bond,
        link: Option<[u8; 32]>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Self {
        let (safety, first_word) = Exchange::new(side, bond.binding, rng);
        let for_keys = StdRng::from_rng(&mut *rng).unwrap_or_else(|_| StdRng::from_entropy());
        let mut session = Self {
            side,
            name,
            outbox: Outbox::default(),
            books: Books::default(),
            ledger: Ledger::default(),
            agreement: Agreement::new(side, bond.key, link, for_keys),
            safety: Some(safety),
            before: None,
            settled: false,
            read: 0,
            heard: 0,
            seen: 0,
            situation: Situation::default(),
            their_situation: None,
            stream: Stream::default(),
            outputs: VecDeque::new(),
        };
        if let Some(word) = first_word {
            session.push_safety(word);
        }
        session
    }

    /// A stream to the peer is open; what was not acknowledged is said again.
    pub(crate) fn attach(&mut self) {
        self.stream = Stream {
            open: true,
            leaving: match self.stream.leaving {
                Leaving::No => Leaving::No,
                _ => Leaving::Asked,
            },
            ..Stream::default()
        };
        self.outbox.rewind();
    }

    /// The stream is gone.
    pub(crate) fn detach(&mut self) {
        self.stream.open = false;
    }

    /// Whether the peer has spoken on the present stream.
    pub(crate) fn is_ready(&self) -> bool {
        self.stream.open && self.stream.heard_hello
    }

    /// Whether this can be said.
    pub(crate) fn check(&self, words: &Words) -> Result<(), CommandError> {
        check_text(&words.text)?;
        match words.reply_to {
            Some(id) if !self.books.has(id) => Err(CommandError::UnknownMessage),
            _ => Ok(()),
        }
    }

    /// Says something, with the transfer of ours of this number or without;
    /// gives the message as it is shown here.
    pub(crate) fn say(
        &mut self,
        at: UnixMillis,
        words: Words,
        with: Option<u64>,
        re: Option<Tag>,
    ) -> Result<Message, CommandError> {
        self.check(&words)?;
        let Words { text, reply_to } = words;
        let number = self.books.of(self.side).newest() + 1;
        let body = Body::Text {
            number,
            text: text.clone(),
            at,
            reply_to,
            with,
        };
        let entry = Entry {
            message: Some(number),
            re,
        };
        if !self.outbox.push(&body, entry) {
            return Err(CommandError::OutboxFull);
        }
        let with = self.books.of_mut(self.side).add(at, reply_to, with);
        self.hold_back();
        Ok(Message {
            id: MessageId {
                side: self.side,
                number,
            },
            mine: true,
            text,
            at,
            reply_to,
            with: with.map(|number| TransferId {
                side: self.side,
                number,
            }),
            edited: false,
            deleted: false,
        })
    }

    /// The person saw everything of the peer up to `id`.
    pub(crate) fn read(&mut self, id: MessageId) -> Result<(), CommandError> {
        if id.side == self.side || !self.books.has(id) {
            return Err(CommandError::UnknownMessage);
        }
        if id.number > self.seen {
            let body = Body::Read { upto: id.number };
            let entry = Entry {
                message: None,
                re: None,
            };
            // A full outbox loses only this mark; the next one covers it.
            if self.outbox.push(&body, entry) {
                self.seen = id.number;
            }
        }
        Ok(())
    }

    /// The person types, or no longer does.
    pub(crate) fn typing(&mut self, on: bool) {
        self.stream.typing = Some(on);
    }

    /// Says something about a transfer; `false` when too much waits to be heard.
    pub(crate) fn hand(&mut self, m: transfer::Message) -> bool {
        let entry = Entry {
            message: None,
            re: None,
        };
        let is_kept = m.is_kept();
        let pushed = self.outbox.push(&Body::File { m }, entry);
        if pushed && is_kept {
            self.hold_back();
        }
        pushed
    }

    /// Says something about a call; `false` when too much waits to be heard.
    pub(crate) fn hand_call(&mut self, m: call::Message) -> bool {
        let entry = Entry {
            message: None,
            re: None,
        };
        self.outbox.push(&Body::Call { m }, entry)
    }

    /// Whether so little waits to be heard that more may be begun.
    pub(crate) fn has_room(&self) -> bool {
        self.outbox.has_room()
    }

    /// Sends a probe of this number. It is not numbered like words are: when it
    /// is lost, it is lost.
    pub(crate) fn probe(&mut self, n: u64) {
        self.stream.probe = Some(n);
    }

    /// Our network is like this now: the peer is told when that is news.
    pub(crate) fn set_situation(&mut self, situation: Situation) {
        self.situation = situation;
    }

    /// What the peer said of its network, when that is news.
    pub(crate) fn take_their_situation(&mut self) -> Option<Situation> {
        self.their_situation.take()
    }

    /// Says that we leave, after all that is still to be said.
    pub(crate) fn leave(&mut self) {
        if self.stream.leaving == Leaving::No {
            self.stream.leaving = Leaving::Asked;
        }
    }

    /// Ends the conversation: what was not acknowledged was not delivered.
    pub(crate) fn close(&mut self) {
        self.stream.open = false;
        while let Some(entry) = self.outbox.drop_first() {
            self.receipt(entry, Delivery::Failed);
        }
    }

    /// What to tell next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The next frame to write, as long as there is room for one.
    pub(crate) fn poll_frame(&mut self) -> Option<Vec<u8>> {
        if !self.stream.open {
            return None;
        }
        if !self.stream.said_hello {
            if !self.ledger.may_greet() {
                return None;
            }
            self.stream.said_hello = true;
            let heard = self.ledger.written_up_to(self.heard);
            self.stream.acknowledged = heard;
            self.stream.situation = self.situation;
            return Some(wire::encode(&Frame::Hello {
                v: VERSION,
                name: self.name.to_string(),
                heard,
                net: Some(self.situation),
                kept: self.before,
            }));
        }
        if !self.stream.heard_hello {
            return None;
        }
        let heard = self.ledger.written_up_to(self.heard);
        if self.stream.acknowledged < heard {
            self.stream.acknowledged = heard;
            return Some(wire::encode(&Frame::Heard { upto: heard }));
        }
        if let Some(n) = self.stream.echo.take() {
            return Some(wire::encode(&Frame::Echo { n }));
        }
        if let Some(n) = self.stream.probe.take() {
            return Some(wire::encode(&Frame::Probe { n }));
        }
        if let Some((frame, first_time)) = self.outbox.next_frame(self.ledger.sent_up_to()) {
            if let Some(entry) = first_time {
                self.receipt(entry, Delivery::Sent);
            }
            return Some(frame);
        }
        if self.stream.situation != self.situation {
            self.stream.situation = self.situation;
            let net = self.situation;
            return Some(wire::encode(&Frame::Net { net }));
        }
        if let Some(on) = self.stream.typing.take() {
            return Some(wire::encode(&Frame::Typing { on }));
        }
        if self.stream.leaving == Leaving::Asked {
            self.stream.leaving = Leaving::Said;
            return Some(wire::encode(&Frame::Leave));
        }
        None
    }

    /// A frame of the peer.
    pub(crate) fn on_frame(&mut self, frame: &[u8]) -> Result<(), Fault> {
        let frame: Frame = wire::decode(frame).map_err(|_| Fault::Garbled)?;
        match (self.stream.heard_hello, frame) {
            (
                false,
                Frame::Hello {
                    v,
                    name,
                    heard,
                    net,
                    kept,
                },
            ) => {
                if v != VERSION {
                    return Err(Fault::OtherVersion);
                }
                self.acknowledge(heard)?;
                self.settle(kept)?;
                self.stream.heard_hello = true;
                self.their_situation = net;
                self.outputs.push_back(Output::Ready {
                    peer: DisplayName::from_peer(&name),
                });
                Ok(())
            }
            (true, Frame::Data { n, body }) => self.on_data(n, body),
            (true, Frame::Heard { upto }) => self.acknowledge(upto),
            (true, Frame::Typing { on }) => {
                self.outputs.push_back(Output::Typing(on));
                Ok(())
            }
            (true, Frame::Probe { n }) => {
                self.stream.echo = Some(n);
                Ok(())
            }
            (true, Frame::Echo { n }) => {
                let heard = transfer::Heard::Probe(n);
                self.outputs.push_back(Output::Transfer(heard));
                Ok(())
            }
            (true, Frame::Net { net }) => {
                self.their_situation = Some(net);
                Ok(())
            }
            (true, Frame::Leave) => {
                self.outputs.push_back(Output::PeerLeft);
                Ok(())
            }
            (true, Frame::Unknown) => Ok(()),
            (true, Frame::Hello { .. }) | (false, _) => Err(Fault::Garbled),
        }
    }

    fn on_data(&mut self, n: u64, body: Body) -> Result<(), Fault> {
        if n <= self.heard {
            return Ok(()); // Said again after a break.
        }
        if n != self.heard + 1 {
            return Err(Fault::Garbled);
        }
        let is_kept = body.is_kept();
        match body {
            Body::Text {
                number,
                text,
                at,
                reply_to,
                with,
            } => {
                let reply_to = reply_to.filter(|id| self.books.has(*id));
                let peer = self.books.of_mut(self.side.other());
                if number != peer.newest() + 1 || check_text(&text).is_err() {
                    return Err(Fault::Garbled);
                }
                let with = peer.add(at, reply_to, with);
                let side = self.side.other();
                self.outputs.push_back(Output::Message(Message {
                    id: MessageId { side, number },
                    mine: false,
                    text,
                    at,
                    reply_to,
                    with: with.map(|number| TransferId { side, number }),
                    edited: false,
                    deleted: false,
                }));
            }
            Body::Read { upto } => {
                if upto > self.books.of(self.side).newest() {
                    return Err(Fault::Garbled);
                }
                for number in self.read + 1..=upto {
                    self.outputs.push_back(Output::Receipt {
                        re: None,
                        message: MessageId {
                            side: self.side,
                            number,
                        },
                        state: Delivery::Read,
                    });
                }
                self.read = self.read.max(upto);
            }
            Body::File { m } => {
                let heard = transfer::Heard::Message(m);
                self.outputs.push_back(Output::Transfer(heard));
            }
            Body::Call { m } => self.outputs.push_back(Output::Call(m)),
            Body::Edit { number, text } => self.on_change(number, Some(text))?,
            Body::Delete { number } => self.on_change(number, None)?,
            Body::React { to, emoji } => self.on_react(to, emoji)?,
            Body::Keep { w } => self.on_keep(w)?,
            Body::Safety { word, value } => self.on_safety(word, &value.0)?,
            Body::Unknown => {}
        }
        self.heard = n;
        if is_kept && let Some(mark) = self.ledger.hear(n) {
            self.outputs.push_back(Output::Mark(mark));
        }
        Ok(())
    }

    fn acknowledge(&mut self, upto: u64) -> Result<(), Fault> {
        if upto > self.outbox.last_sent() {
            return Err(Fault::Garbled);
        }
        while self.outbox.first_number().is_some_and(|n| n <= upto) {
            if let Some(entry) = self.outbox.drop_first() {
                self.receipt(entry, Delivery::Delivered);
            }
        }
        Ok(())
    }

    fn receipt(&mut self, entry: Entry, state: Delivery) {
        if let Some(number) = entry.message {
            self.outputs.push_back(Output::Receipt {
                re: entry.re,
                message: MessageId {
                    side: self.side,
                    number,
                },
                state,
            });
        }
    }
}

#[cfg(test)]
mod tests;

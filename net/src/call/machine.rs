//! The machine of calls.
//!
//! There is at most one. When both ring at the same moment the host's ring counts
//! and the guest answers it at once: it becomes one call, with what each of them
//! wanted on air.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::swarm::ConnectionId;

use super::{
    Call, CallEnd, CallState, OnAir, Route,
    flow::{self, Flow},
    message::{CallId, Message},
};
use crate::{
    api::{CommandError, EventKind, Side, Tag},
    media::{self, MediaLink, Slot},
    streams::StreamId,
    time::earlier,
};

/// It rings for so long.
const RING: Duration = Duration::from_secs(45);
/// Who is rung waits longer than who rings, who says when it is over.
const RUNG: Duration = Duration::from_secs(60);
/// A break as short as this is not worth a word. (Nothing is sent meanwhile.)
const SHORT_BREAK: Duration = Duration::from_millis(500);

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Output {
    /// Say it to the peer.
    Say(Message),
    /// Tell the person.
    Tell(Option<Tag>, EventKind),
    /// Open a stream for this, and say by [`Calls::on_named`] what it is called.
    Open(Slot, ConnectionId),
    /// For tasks.
    Job(media::Job),
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Calls {
    side: Side,
    /// How often we rang, and the last number under which the peer did.
    rings: u32,
    heard: u32,
    state: State,
    route: Option<Route>,
    words: VecDeque<Message>,
    outputs: VecDeque<Output>,
}

#[derive(Debug)]
enum State {
    Idle,
    /// The link is there already: the peer may talk before its answer is here.
    Ringing {
        ring: Ring,
        link: MediaLink,
    },
    Incoming(Ring),
    Talking(Box<Talk>),
}

/// A ring, ours or the peer's.
#[derive(Debug)]
struct Ring {
    id: CallId,
    /// What who rings would have on air.
    air: OnAir,
    until: Instant,
    re: Option<Tag>,
}

#[derive(Debug)]
struct Talk {
    id: CallId,
    ours: OnAir,
    theirs: OnAir,
    re: Option<Tag>,
    flow: Flow,
    /// Since when nothing gets through.
    broken: Option<Instant>,
    /// Whether the person was told.
    told: bool,
}

impl Calls {
    pub(crate) fn new(side: Side) -> Self {
        Self {
            side,
            rings: 0,
            heard: 0,
            state: State::Idle,
            route: None,
            words: VecDeque::new(),
            outputs: VecDeque::new(),
        }
    }

    /// Rings; answers instead when the peer does.
    pub(crate) fn call(
        &mut self,
        now: Instant,
        air: OnAir,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        match self.state {
            State::Idle => {
                self.rings += 1;
                let id = CallId {
                    side: self.side,
                    number: self.rings,
                };
                self.say(Message::Ring { n: id.number, air });
                let link = MediaLink::new(now);
                self.begin(&link, id);
                let until = now + RING;
                let ring = Ring { id, air, until, re };
                self.state = State::Ringing { ring, link };
                self.tell(re, CallState::Ringing, air, OnAir::default());
                Ok(())
            }
            State::Incoming(_) => self.answer(now, air, re),
            State::Ringing { .. } | State::Talking(_) => Err(CommandError::InCall),
        }
    }

    /// Takes the peer's call.
    pub(crate) fn answer(
        &mut self,
        now: Instant,
        air: OnAir,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let State::Incoming(ring) = &self.state else {
            return Err(CommandError::NoCall);
        };
        let (id, theirs) = (ring.id, ring.air);
        self.say(Message::Answer { call: id, air });
        let link = MediaLink::new(now);
        self.begin(&link, id);
        self.talk(now, id, air, theirs, link, re);
        Ok(())
    }

    /// Does not take it.
    pub(crate) fn decline(&mut self, re: Option<Tag>) -> Result<(), CommandError> {
        let State::Incoming(ring) = &self.state else {
            return Err(CommandError::NoCall);
        };
        let call = ring.id;
        self.say(Message::Decline { call });
        self.end(re, CallEnd::Declined);
        Ok(())
    }

    /// Ends whatever call there is.
    pub(crate) fn hang_up(&mut self, re: Option<Tag>) -> Result<(), CommandError> {
        match &self.state {
            State::Idle => return Err(CommandError::NoCall),
            State::Incoming(_) => return self.decline(re),
            State::Ringing { ring, .. } => self.say(Message::End { call: ring.id }),
            State::Talking(talk) => self.say(Message::End { call: talk.id }),
        }
        self.end(re, CallEnd::HungUp);
        Ok(())
    }

    /// This is on air from now on, or will be.
    pub(crate) fn set_air(&mut self, air: OnAir, re: Option<Tag>) -> Result<(), CommandError> {
        let call = match &mut self.state {
            State::Idle | State::Incoming(_) => return Err(CommandError::NoCall),
            State::Ringing { ring, .. } => {
                ring.air = air;
                ring.id
            }
            State::Talking(talk) => {
                talk.ours = air;
                talk.id
            }
        };
        self.say(Message::Air { call, air });
        self.tell_now(re);
        Ok(())
    }

    /// The peer said something, which [`Calls::on_heard`] looks at.
    pub(crate) fn hear(&mut self, message: Message) {
        self.words.push_back(message);
    }

    /// Looks at what the peer said.
    pub(crate) fn on_heard(&mut self, now: Instant) {
        while let Some(message) = self.words.pop_front() {
            self.on_word(now, message);
        }
    }

    fn on_word(&mut self, now: Instant, message: Message) {
        match message {
            Message::Ring { n, air } => self.on_ring(now, n, air),
            Message::Answer { call, air } => {
                if let State::Ringing { ring, link } = &self.state
                    && ring.id == call
                {
                    let (ours, re, link) = (ring.air, ring.re, link.clone());
                    self.talk(now, call, ours, air, link, re);
                }
            }
            Message::Decline { call } => self.on_refused(call, CallEnd::Declined),
            Message::Busy { call } => self.on_refused(call, CallEnd::Busy),
            Message::Air { call, air } => {
                match &mut self.state {
                    State::Incoming(ring) if ring.id == call => ring.air = air,
                    State::Talking(talk) if talk.id == call => talk.theirs = air,
                    _ => return,
                }
                self.tell_now(None);
            }
            Message::End { call } => match &self.state {
                State::Incoming(ring) if ring.id == call => self.end(None, CallEnd::Missed),
                State::Talking(talk) if talk.id == call => self.end(None, CallEnd::PeerHungUp),
                _ => {}
            },
            Message::Unknown => {}
        }
    }

    fn on_ring(&mut self, now: Instant, number: u32, air: OnAir) {
        if number <= self.heard {
            return;
        }
        self.heard = number;
        let id = CallId {
            side: self.side.other(),
            number,
        };
        let theirs = Ring {
            id,
            air,
            until: now + RUNG,
            re: None,
        };
        match &self.state {
            State::Idle => {
                self.state = State::Incoming(theirs);
                self.tell(None, CallState::Incoming, OnAir::default(), air);
            }
            // Both ring: the guest answers the host, who hears of no ring.
            State::Ringing { ring, .. } if self.side == Side::Guest => {
                let (withdrawn, ours, re) = (ring.id, ring.air, ring.re);
                self.say(Message::Answer {
                    call: id,
                    air: ours,
                });
                self.say(Message::End { call: withdrawn });
                let link = MediaLink::new(now);
                self.begin(&link, id);
                self.talk(now, id, ours, air, link, re);
            }
            State::Ringing { .. } => {}
            // It gave up the last one without a word of it.
            State::Incoming(_) => {
                self.end(None, CallEnd::Missed);
                self.state = State::Incoming(theirs);
                self.tell(None, CallState::Incoming, OnAir::default(), air);
            }
            State::Talking(_) => self.say(Message::Busy { call: id }),
        }
    }

    fn on_refused(&mut self, call: CallId, why: CallEnd) {
        if let State::Ringing { ring, .. } = &self.state
            && ring.id == call
        {
            let re = ring.re;
            self.end(re, why);
        }
    }

    fn begin(&mut self, link: &MediaLink, call: CallId) {
        let link = link.clone();
        let job = media::Job::Begin { link, call };
        self.outputs.push_back(Output::Job(job));
    }

    fn talk(
        &mut self,
        now: Instant,
        id: CallId,
        ours: OnAir,
        theirs: OnAir,
        link: MediaLink,
        re: Option<Tag>,
    ) {
        let mut flow = Flow::new(now, id, link.clone());
        flow.on_route(now, self.route);
        self.state = State::Talking(Box::new(Talk {
            id,
            ours,
            theirs,
            re,
            flow,
            broken: None,
            told: false,
        }));
        let tell = Output::Tell(re, EventKind::CallMedia(link));
        self.outputs.push_back(tell);
        self.tell(re, CallState::Active, ours, theirs);
        self.look(now);
    }

    fn end(&mut self, re: Option<Tag>, why: CallEnd) {
        let state = std::mem::replace(&mut self.state, State::Idle);
        let (ours, theirs, by) = match state {
            State::Idle => return,
            State::Ringing { ring, .. } => (ring.air, OnAir::default(), ring.re),
            State::Incoming(ring) => (OnAir::default(), ring.air, None),
            State::Talking(talk) => (talk.ours, talk.theirs, talk.re),
        };
        self.outputs.push_back(Output::Job(media::Job::Over));
        self.tell(re.or(by), CallState::Ended(why), ours, theirs);
    }

    /// The room is over.
    pub(crate) fn close(&mut self, why: CallEnd) {
        self.end(None, why);
    }

    fn say(&mut self, message: Message) {
        self.outputs.push_back(Output::Say(message));
    }

    fn tell(&mut self, re: Option<Tag>, state: CallState, ours: OnAir, theirs: OnAir) {
        let call = Call {
            state,
            ours,
            theirs,
        };
        let tell = Output::Tell(re, EventKind::Call(call));
        self.outputs.push_back(tell);
    }

    fn tell_now(&mut self, re: Option<Tag>) {
        let nothing = OnAir::default();
        match &self.state {
            State::Idle => {}
            State::Ringing { ring, .. } => self.tell(re, CallState::Ringing, ring.air, nothing),
            State::Incoming(ring) => self.tell(re, CallState::Incoming, nothing, ring.air),
            State::Talking(talk) => {
                let (ours, theirs) = (talk.ours, talk.theirs);
                let state = if talk.told {
                    CallState::Reconnecting
                } else {
                    CallState::Active
                };
                self.tell(re, state, ours, theirs);
            }
        }
    }

    /// Media go this way from now on; `None` when there is none.
    pub(crate) fn on_route(&mut self, now: Instant, route: Option<Route>) {
        if self.route == route {
            return;
        }
        self.route = route;
        if let State::Talking(talk) = &mut self.state {
            talk.flow.on_route(now, route);
            self.look(now);
        }
    }

    /// Whether streams of the peer's media are welcome.
    pub(crate) fn expects_media(&self) -> bool {
        matches!(self.state, State::Ringing { .. } | State::Talking(_))
    }

    fn flow(&mut self) -> Option<&mut Flow> {
        match &mut self.state {
            State::Talking(talk) => Some(&mut talk.flow),
            _ => None,
        }
    }

    /// Whether this is a stream that we asked for.
    pub(crate) fn owns(&self, stream: StreamId) -> bool {
        matches!(&self.state, State::Talking(talk) if talk.flow.owns(stream))
    }

    /// The stream for `slot` is called this.
    pub(crate) fn on_named(&mut self, slot: Slot, stream: StreamId) {
        if let Some(flow) = self.flow() {
            flow.on_named(slot, stream);
        }
    }

    /// A stream of ours is open; `false` when it is not wanted any more.
    pub(crate) fn on_opened(&mut self, stream: StreamId) -> bool {
        self.flow().is_some_and(|flow| flow.on_opened(stream))
    }

    /// A stream of ours has ended, or did not open.
    pub(crate) fn on_ended(&mut self, now: Instant, stream: StreamId) {
        if let Some(flow) = self.flow() {
            flow.on_ended(now, stream);
        }
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Ringing { ring, .. } | State::Incoming(ring) => Some(ring.until),
            State::Talking(talk) => {
                let tell = talk.broken.filter(|_| !talk.told);
                let tell = tell.map(|since| since + SHORT_BREAK);
                earlier(talk.flow.poll_timeout(), tell)
            }
        }
    }

    pub(crate) fn on_timeout(&mut self, now: Instant) {
        match &mut self.state {
            State::Ringing { ring, .. } if ring.until <= now => {
                let (call, re) = (ring.id, ring.re);
                self.say(Message::End { call });
                self.end(re, CallEnd::NoAnswer);
            }
            State::Incoming(ring) if ring.until <= now => self.end(None, CallEnd::Missed),
            State::Talking(talk) => {
                talk.flow.on_timeout(now);
                self.look(now);
            }
            _ => {}
        }
    }

    /// Tells when nothing gets through, and when it does again.
    fn look(&mut self, now: Instant) {
        let State::Talking(talk) = &mut self.state else {
            return;
        };
        let told = if talk.flow.is_up() {
            talk.broken = None;
            false
        } else {
            let since = *talk.broken.get_or_insert(now);
            talk.told || since + SHORT_BREAK <= now
        };
        if std::mem::replace(&mut talk.told, told) != told {
            self.tell_now(None);
        }
    }

    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        if let Some(output) = self.outputs.pop_front() {
            return Some(output);
        }
        Some(match self.flow()?.poll_output()? {
            flow::Output::Open(slot, connection) => Output::Open(slot, connection),
            flow::Output::Job(job) => Output::Job(job),
        })
    }
}

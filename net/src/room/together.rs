//! The two are together: talking, losing the line, finding it again, leaving.

use std::time::{Duration, Instant};

use libp2p::PeerId;

use super::{Output, Part, Room, hosting::Strangers};
use crate::{
    admission::door::Door,
    api::{
        CloseReason, CommandError, EventKind, MessageId, RoomState, Side, Tag, UnixMillis, Warning,
    },
    name::DisplayName,
    session::{self, Fault, Session},
    streams::{Purpose, StreamId},
    time::{Now, earlier},
};

/// How long the seat of somebody who lost the line is held.
const SEAT_HELD: Duration = Duration::from_secs(60);
/// Last words have this long to arrive.
const LEAVE_WITHIN: Duration = Duration::from_millis(1500);
/// A peer who talks nonsense this often is not talked to any longer.
const MOST_FAULTS: u32 = 5;
/// Pauses between tries to find the line again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// A try to find the line again that takes longer has failed.
const TRY_WITHIN: Duration = Duration::from_secs(10);

/// The two of us.
pub(super) struct Together {
    pub(super) session: Session,
    pub(super) peer: PeerId,
    /// Known to a guest from admission, to a host from the first word.
    pub(super) peer_name: Option<DisplayName>,
    pub(super) line: Line,
    /// The host's: still answers strangers, as a full room does.
    pub(super) door: Option<Door>,
    pub(super) strangers: Strangers,
    /// A dial to the peer is under way.
    pub(super) dialing: bool,
    side: Side,
    /// Streams that ended because they made no sense.
    faults: u32,
    /// Whether the two were connected before.
    met: bool,
    connected: bool,
    leaving: Option<(Instant, Option<Tag>)>,
    /// The `join` that is not answered yet.
    re: Option<Tag>,
}

/// The control channel.
pub(super) enum Line {
    /// Open; the host's is so until the peer's first word.
    Up(StreamId),
    /// Gone. The seat is held until then.
    Down {
        until: Instant,
        until_wall: UnixMillis,
        tries: u32,
        next_try: Instant,
        opening: Option<StreamId>,
    },
}

impl Line {
    pub(super) fn stream(&self) -> Option<StreamId> {
        match self {
            Self::Up(stream) => Some(*stream),
            Self::Down { .. } => None,
        }
    }

    fn down(now: Now) -> Self {
        Self::Down {
            until: now.mono + SEAT_HELD,
            until_wall: now.wall_in(SEAT_HELD),
            tries: 0,
            next_try: now.mono,
            opening: None,
        }
    }
}

impl Together {
    fn new(side: Side, us: DisplayName, peer: PeerId, line: Line) -> Self {
        Self {
            session: Session::new(side, us),
            peer,
            peer_name: None,
            line,
            door: None,
            strangers: Strangers::default(),
            dialing: false,
            side,
            faults: 0,
            met: false,
            connected: false,
            leaving: None,
            re: None,
        }
    }

    /// The host's, once the guest has opened the control channel. The door
    /// stays, and answers strangers as a full room does.
    pub(super) fn host(
        us: DisplayName,
        peer: PeerId,
        mut door: Door,
        strangers: Strangers,
    ) -> Self {
        door.settle();
        // Its stream is taken at once, by `take_control`.
        let mut together = Self::new(Side::Host, us, peer, Line::Up(StreamId(0)));
        together.door = Some(door);
        together.strangers = strangers;
        together
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let line = match self.line {
            Line::Up(_) => None,
            Line::Down {
                until, next_try, ..
            } if self.side == Side::Guest => Some(until.min(next_try)),
            Line::Down { until, .. } => Some(until),
        };
        let door = self.door.as_ref().and_then(Door::poll_timeout);
        [
            line,
            door,
            self.strangers.poll_timeout(),
            self.leaving.map(|l| l.0),
        ]
        .into_iter()
        .fold(None, earlier)
    }

    /// Whether the person was told that the two are connected.
    pub(super) fn is_connected(&self) -> bool {
        self.connected
    }

    /// Says goodbye when there is somebody to say it to.
    pub(super) fn start_leaving(&mut self, now: Instant, re: Option<Tag>) -> bool {
        if self.line.stream().is_none() {
            return false;
        }
        if self.leaving.is_none() {
            self.session.leave();
            self.leaving = Some((now + LEAVE_WITHIN, re));
        }
        true
    }
}

impl Room {
    /// The host let us in.
    pub(super) fn become_guest(
        &mut self,
        now: Now,
        host: PeerId,
        name: DisplayName,
        re: Option<Tag>,
    ) {
        let line = Line::down(now);
        let mut together = Together::new(Side::Guest, self.name.clone(), host, line);
        together.peer_name = Some(name);
        together.re = re;
        self.part = Part::Together(together);
        // A guest's way back leads over the host's seats; it needs none itself.
        self.try_line(now);
    }

    /// From now on this is the control channel.
    pub(super) fn take_control(&mut self, now: Now, stream: StreamId) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if let Line::Up(older) = std::mem::replace(&mut together.line, Line::Up(stream))
            && older != StreamId(0)
        {
            self.outputs.push_back(Output::Finish(older));
        }
        together.dialing = false;
        together.session.attach();
        self.drain(now);
    }

    pub(super) fn say(
        &mut self,
        now: Now,
        text: String,
        reply_to: Option<MessageId>,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let Part::Together(together) = &mut self.part else {
            return Err(CommandError::NotConnected);
        };
        if together.leaving.is_some() {
            return Err(CommandError::NotConnected);
        }
        let message = together.session.say(now.wall, text, reply_to, re)?;
        self.tell(re, EventKind::Message(message));
        Ok(())
    }

    pub(super) fn on_together_frame(&mut self, now: Now, stream: StreamId, frame: &[u8]) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if together.line.stream() != Some(stream) {
            if let Some(door) = &mut together.door {
                door.on_frame(now.mono, stream, frame);
            }
            return;
        }
        self.bytes_in += frame.len() as u64;
        match together.session.on_frame(frame) {
            Ok(()) => {}
            Err(Fault::Garbled) => {
                together.faults += 1;
                let goes_on = together.faults >= MOST_FAULTS;
                let peer = together.peer;
                self.outputs.push_back(Output::Finish(stream));
                self.tell(None, EventKind::Warning(Warning::Garbled));
                if goes_on {
                    self.outputs.push_back(Output::Hang(peer));
                    self.close(None, CloseReason::Lost);
                } else {
                    self.on_control_ended(now, stream, false);
                }
            }
            Err(Fault::OtherVersion) => self.part_over_version(),
        }
    }

    /// Tells what the session has to tell.
    pub(super) fn drain_session(&mut self) {
        loop {
            let Part::Together(together) = &mut self.part else {
                return;
            };
            let Some(output) = together.session.poll_output() else {
                return;
            };
            match output {
                session::Output::Ready { peer } => {
                    let name = together.peer_name.get_or_insert(peer).clone();
                    if !std::mem::replace(&mut together.connected, true) {
                        self.tell_connected(name);
                    }
                }
                session::Output::Message(message) => self.tell(None, EventKind::Message(message)),
                session::Output::Receipt { re, message, state } => {
                    self.tell(re, EventKind::Receipt { message, state });
                }
                session::Output::Typing(on) => self.tell(None, EventKind::Typing(on)),
                session::Output::PeerLeft => {
                    let (leaving, re) = (together.leaving.is_some(), together.leaving);
                    let reason = if leaving {
                        CloseReason::Left
                    } else {
                        CloseReason::PeerLeft
                    };
                    return self.close(re.and_then(|l| l.1), reason);
                }
            }
        }
    }

    pub(super) fn on_control_opened(&mut self, stream: StreamId) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        match &together.line {
            Line::Down { opening, .. } if *opening == Some(stream) => {
                together.line = Line::Up(stream);
                together.session.attach();
                // A guest knows its host since admission, and need not wait for
                // the first word to say so.
                if let Some(name) = together.peer_name.clone()
                    && !std::mem::replace(&mut together.met, true)
                {
                    together.connected = true;
                    self.tell_connected(name);
                }
            }
            _ => self.outputs.push_back(Output::Finish(stream)),
        }
    }

    pub(super) fn on_control_ended(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        match &mut together.line {
            Line::Up(up) if *up == stream => {
                together.session.detach();
                if let Some((_, re)) = together.leaving {
                    return self.close(re, CloseReason::Left);
                }
                self.on_line_down(now);
            }
            Line::Down { opening, .. } if *opening == Some(stream) => {
                *opening = None;
                if unsupported {
                    self.part_over_version();
                }
            }
            _ => {
                if let Some(door) = &mut together.door {
                    door.on_close(now.mono, stream);
                }
            }
        }
    }

    pub(super) fn on_together_connected(&mut self, now: Now) {
        if let Part::Together(together) = &mut self.part {
            together.dialing = false;
        }
        self.retry_at_once(now);
    }

    pub(super) fn on_together_lost(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        match &mut together.line {
            Line::Up(stream) => {
                let stream = *stream;
                self.on_control_ended(now, stream, false);
            }
            Line::Down { opening, .. } => *opening = None,
        }
    }

    /// Something changed for the better: no need to wait for the next try.
    pub(super) fn retry_at_once(&mut self, now: Now) {
        if let Part::Together(together) = &mut self.part
            && let Line::Down {
                next_try, tries, ..
            } = &mut together.line
        {
            *tries = 0;
            *next_try = now.mono;
            self.try_line(now);
        }
    }

    pub(super) fn on_together_timeout(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if let Some((until, re)) = together.leaving
            && until <= now.mono
        {
            return self.close(re, CloseReason::Left);
        }
        if let Line::Down { until, .. } = together.line
            && until <= now.mono
        {
            return self.close(None, CloseReason::Lost);
        }
        if let Some(door) = &mut together.door {
            door.on_timeout(now.mono);
            let idle = together.strangers.idle(now.mono, |p| door.is_busy_with(p));
            self.outputs.extend(idle.into_iter().map(Output::Hang));
        }
        self.try_line(now);
        self.drain(now);
    }

    /// The guest dials and opens; the host waits to be found.
    fn try_line(&mut self, now: Now) {
        let stream = self.next_stream();
        let connected = self.path().is_some();
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let Line::Down {
            tries,
            next_try,
            opening,
            ..
        } = &mut together.line
        else {
            return;
        };
        if together.side == Side::Host || *next_try > now.mono {
            return;
        }
        let peer = together.peer;
        if connected {
            *next_try = now.mono + TRY_WITHIN;
            *opening = Some(stream);
            self.outputs.push_back(Output::Open {
                stream,
                peer,
                purpose: Purpose::Control,
            });
            return;
        }
        let pause = SHORTEST_PAUSE
            .saturating_mul(1 << (*tries).min(8))
            .min(LONGEST_PAUSE);
        *next_try = now.mono + pause;
        *tries += 1;
        let circuits = self.meeting.circuits_to(peer).into_iter();
        let addresses: Vec<_> = circuits.map(|(_, address)| address).collect();
        if !addresses.is_empty() && !together.dialing {
            together.dialing = true;
            self.outputs.push_back(Output::Dial { peer, addresses });
        }
    }

    fn on_line_down(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        together.line = Line::down(now);
        if let Some(name) = together.peer_name.clone()
            && std::mem::replace(&mut together.connected, false)
            && let Line::Down { until_wall, .. } = together.line
        {
            self.tell_state(
                None,
                RoomState::Reconnecting {
                    peer: name,
                    until: until_wall,
                },
            );
        }
        self.try_line(now);
    }

    fn tell_connected(&mut self, peer: DisplayName) {
        let re = match &mut self.part {
            Part::Together(together) => together.re.take(),
            _ => None,
        };
        self.tell_state(re, RoomState::Connected { peer });
        if let Some(path) = self.path() {
            self.tell(None, EventKind::Path(path));
        }
    }

    fn part_over_version(&mut self) {
        self.tell(None, EventKind::Warning(Warning::OtherVersion));
        self.close(None, CloseReason::Refused);
    }
}

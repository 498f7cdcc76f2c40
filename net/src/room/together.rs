//! The two are together: talking and leaving. How the line is kept is in `line`.

use std::time::{Duration, Instant};

use libp2p::PeerId;

use super::{
    Output, Part, Room,
    cuts::Cuts,
    line::{Lane, Line},
    strangers::Strangers,
};
use crate::{
    admission::{Bond, door::Door},
    api::{
        CloseReason, CommandError, EventKind, KeptRoom, MessageId, Path, RoomState, Side, Tag,
        Warning, Words,
    },
    call::Calls,
    direct::Direct,
    emoji::Emoji,
    name::DisplayName,
    safety::SafetyEmoji,
    session::{self, Changed, Fault, Session},
    streams::StreamId,
    time::{Now, earlier},
    transfer::Transfers,
};

/// Last words have this long to arrive.
const LEAVE_WITHIN: Duration = Duration::from_millis(1500);
/// A peer who talks nonsense this often is not talked to any longer.
const MOST_FAULTS: u32 = 5;
/// Which of the two we are: on the connection, and in the names of messages. The
/// same in a room of its first time.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) role: Side,
    pub(super) side: Side,
}

/// The two of us.
pub(super) struct Together {
    pub(super) session: Session,
    pub(super) transfers: Transfers,
    pub(super) calls: Calls,
    /// Whether the two can talk, or on which connection, may have changed.
    pub(super) line_changed: bool,
    pub(super) peer: PeerId,
    /// Known to a guest from admission, to a host from the first word.
    pub(super) peer_name: Option<DisplayName>,
    pub(super) line: Line,
    /// The host's: still answers strangers, as a full room does.
    pub(super) door: Option<Door>,
    pub(super) strangers: Strangers,
    /// Relays over which a dial to the peer is under way, and since when.
    pub(super) dialing: Vec<(PeerId, Instant)>,
    /// The guest's: a stream of control that is not open yet.
    pub(super) opening: Option<Lane>,
    pub(super) direct: Direct,
    pub(super) cuts: Cuts,
    /// Which of the two we are on the connection.
    pub(super) side: Side,
    /// Streams that ended because they made no sense.
    faults: u32,
    /// What the two compare, once both know it.
    safety: Option<SafetyEmoji>,
    /// Whether the two were connected before.
    pub(super) met: bool,
    /// Whether the person was told that the two are connected.
    pub(super) connected: bool,
    /// When the person is to be told that the line is broken, unless it is
    /// found again before.
    pub(super) tell_broken_at: Option<Instant>,
    /// The path that the person was told of last.
    pub(super) told: Option<Path>,
    pub(super) leaving: Option<(Instant, Option<Tag>)>,
    /// What the two agreed on, until both have written it down.
    pub(super) agreed: Option<KeptRoom>,
    /// The `keep` that is not answered yet.
    pub(super) keep_re: Option<Tag>,
    /// The `join` that is not answered yet.
    re: Option<Tag>,
}

impl Together {
    pub(super) fn new(now: Now, way: Way, session: Session, hidden: bool, peer: PeerId) -> Self {
        Self {
            session,
            transfers: Transfers::new(way.side),
            calls: Calls::new(way.role),
            line_changed: false,
            peer,
            peer_name: None,
            line: Line::down(now, Duration::ZERO),
            door: None,
            strangers: Strangers::default(),
            dialing: Vec::new(),
            opening: None,
            direct: Direct::new(way.role, hidden),
            cuts: Cuts::default(),
            side: way.role,
            faults: 0,
            safety: None,
            met: false,
            connected: false,
            tell_broken_at: None,
            told: None,
            leaving: None,
            agreed: None,
            keep_re: None,
            re: None,
        }
    }

    /// The host's, once the guest has opened the control channel. The door
    /// stays, and answers strangers as a full room does.
    pub(super) fn host(
        now: Now,
        session: Session,
        hidden: bool,
        peer: PeerId,
        mut door: Door,
        strangers: Strangers,
    ) -> Self {
        door.settle();
        let side = Side::Host;
        let way = Way { role: side, side };
        let mut together = Self::new(now, way, session, hidden, peer);
        together.door = Some(door);
        together.strangers = strangers;
        together
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let door = self.door.as_ref().and_then(Door::poll_timeout);
        [
            self.line.poll_timeout(),
            self.direct.poll_timeout(),
            self.transfers.poll_timeout(),
            self.calls.poll_timeout(),
            door,
            self.strangers.poll_timeout(),
            self.leaving.map(|l| l.0),
            self.tell_broken_at,
        ]
        .into_iter()
        .fold(None, earlier)
    }

    /// Whether there is no line to the peer.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self.line, Line::Down { .. })
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
        bond: Bond,
        re: Option<Tag>,
    ) {
        let agrees = matches!(&self.part, Part::Joining(joining) if joining.agrees_to_keep);
        let mut session = self.session(Side::Guest, bond, None);
        session.agree_ahead(agrees);
        let side = Side::Guest;
        let way = Way { role: side, side };
        let mut together = Together::new(now, way, session, self.hide_ip, host);
        together.peer_name = Some(name);
        together.re = re;
        self.part = Part::Together(Box::new(together));
        // So that a host that moved finds us, before we miss it.
        self.meeting.take_seats(now.mono);
        self.try_line(now);
    }

    /// A conversation that is yet to begin.
    pub(super) fn session(&mut self, side: Side, bond: Bond, link: Option<[u8; 32]>) -> Session {
        Session::new(side, self.name.clone(), bond, link, &mut self.rng)
    }

    pub(super) fn say(
        &mut self,
        now: Now,
        words: Words,
        with: Option<u64>,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let message = self.talking()?.say(now.wall, words, with, re)?;
        self.tell(re, EventKind::Message(message));
        Ok(())
    }

    pub(super) fn edit(
        &mut self,
        id: MessageId,
        text: String,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let session = self.talking()?;
        let changed = session.edit(id, text)?;
        self.tell_changed(re, changed);
        Ok(())
    }

    pub(super) fn delete(&mut self, id: MessageId, re: Option<Tag>) -> Result<(), CommandError> {
        let changed = self.talking()?.delete(id)?;
        self.tell_changed(re, changed);
        Ok(())
    }

    pub(super) fn react(
        &mut self,
        id: MessageId,
        emoji: Option<Emoji>,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        let reaction = self.talking()?.react(id, emoji)?;
        self.tell(re, EventKind::Reaction(reaction));
        Ok(())
    }

    fn tell_changed(&mut self, re: Option<Tag>, changed: Changed) {
        let kind = match changed {
            Changed::Message(message) => EventKind::Message(message),
            Changed::Earlier { id, mine, text } => EventKind::Changed {
                message: id,
                mine,
                text,
            },
        };
        self.tell(re, kind);
    }

    /// The person compared the emoji.
    pub(super) fn verify(&mut self, verified: bool, re: Option<Tag>) -> Result<(), CommandError> {
        let Part::Together(together) = &self.part else {
            return Err(CommandError::NotConnected);
        };
        let emoji = together.safety.ok_or(CommandError::NoSafety)?;
        self.tell(re, EventKind::Safety { emoji, verified });
        Ok(())
    }

    /// The conversation, while there is somebody to talk to.
    fn talking(&mut self) -> Result<&mut Session, CommandError> {
        match &mut self.part {
            Part::Together(together) if together.leaving.is_none() => Ok(&mut together.session),
            _ => Err(CommandError::NotConnected),
        }
    }

    pub(super) fn on_together_frame(&mut self, now: Now, stream: StreamId, frame: &[u8]) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if together.direct.owns(stream) {
            together.direct.on_frame(now.mono, stream, frame);
            return;
        }
        if together.line.stream() != Some(stream) {
            if self.again.is_some() {
                self.on_again_frame(now, stream, frame);
            } else if let Some(door) = &mut together.door {
                door.on_frame(now.mono, stream, frame);
            }
            return;
        }
        let was_ready = together.session.is_ready();
        match together.session.on_frame(frame) {
            Ok(()) => {
                let is_ready = together.session.is_ready();
                let theirs = together.session.take_their_situation();
                let moved = theirs.is_some_and(|theirs| self.on_their_situation(now, theirs));
                if is_ready && !was_ready {
                    self.on_greeting(moved);
                    self.seek_direct(now);
                }
            }
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
                    if let Some(kept) = &mut self.kept {
                        kept.peer.clone_from(&name);
                    }
                    together.tell_broken_at = None;
                    together.line_changed = true;
                    if !std::mem::replace(&mut together.connected, true) {
                        self.tell_connected(name);
                    }
                    self.stop_looking_again();
                    self.close_worse();
                    self.tell_path();
                }
                session::Output::Message(message) => self.tell(None, EventKind::Message(message)),
                session::Output::Changed(changed) => self.tell_changed(None, changed),
                session::Output::Settled(upto) => self.tell(None, EventKind::Settled(upto)),
                session::Output::Receipt { re, message, state } => {
                    self.tell(re, EventKind::Receipt { message, state });
                }
                session::Output::Reaction(reaction) => {
                    self.tell(None, EventKind::Reaction(reaction));
                }
                session::Output::Safety(emoji) => {
                    together.safety = Some(emoji);
                    let verified = false;
                    self.tell(None, EventKind::Safety { emoji, verified });
                }
                session::Output::Kept(output) => self.on_kept(output),
                session::Output::Mark(mark) => self.tell(None, EventKind::Mark(mark)),
                session::Output::Typing(on) => self.tell(None, EventKind::Typing(on)),
                session::Output::Transfer(heard) => together.transfers.hear(heard),
                session::Output::Call(message) => together.calls.hear(message),
                session::Output::PeerLeft => {
                    let (leaving, re) = (together.leaving.is_some(), together.leaving);
                    if self.kept.is_some() && !leaving {
                        self.left = true;
                        return;
                    }
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
            if self.kept.is_some() {
                return self.wait_again(now);
            }
            return self.close(None, CloseReason::Lost);
        }
        if let Some(door) = &mut together.door {
            door.on_timeout(now.mono);
            let idle = together.strangers.idle(now.mono, |p| door.is_busy_with(p));
            self.outputs.extend(idle.into_iter().map(Output::Hang));
        }
        together.direct.on_timeout(now.mono);
        together.transfers.on_timeout(now.mono);
        together.calls.on_timeout(now.mono);
        self.tell_broken(now);
        self.try_line(now);
        self.drain(now);
    }

    pub(super) fn tell_connected(&mut self, peer: DisplayName) {
        let re = match &mut self.part {
            Part::Together(together) => together.re.take(),
            _ => None,
        };
        self.tell_state(re, RoomState::Connected { peer });
        if let Part::Together(together) = &mut self.part {
            together.told = None;
        }
        self.tell_path();
    }

    pub(super) fn part_over_version(&mut self) {
        self.tell(None, EventKind::Warning(Warning::OtherVersion));
        self.close(None, CloseReason::Refused);
    }
}

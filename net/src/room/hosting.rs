//! Waiting for somebody: the code, the link, the door.

use std::time::{Duration, Instant};

use libp2p::{PeerId, swarm::ConnectionId};
use rand::{SeedableRng, rngs::StdRng};

use super::{Output, Part, Room, line::Lane, strangers::Strangers, together::Together};
use crate::{
    admission::{
        Bond,
        door::{self, Door},
    },
    api::{CloseReason, CommandError, CurrentCode, EventKind, RoomState, Side, Tag, Warning},
    code::{Nameplate, RoomCode},
    link::{InviteLink, LinkSecret},
    streams::StreamId,
    time::{Now, earlier},
};

/// A room without a single seat by then cannot be reached over relays.
const SEAT_WITHIN: Duration = Duration::from_secs(8);
/// When no relay has answered for so long, a new room waits on the local network
/// alone.
const RELAY_WITHIN: Duration = Duration::from_millis(2500);
/// A code is replaced when it is this old.
const CODE_LIVES: Duration = Duration::from_secs(600);
/// Who was let in opens the control channel by then.
const TALK_WITHIN: Duration = Duration::from_secs(10);

/// The host's side until the two are together.
pub(super) struct Hosting {
    pub(super) door: Door,
    pub(super) strangers: Strangers,
    secret: LinkSecret,
    link: Option<InviteLink>,
    code: Option<CurrentCode>,
    code_until: Option<Instant>,
    /// As long as it cannot be reached yet.
    start: Option<Start>,
    /// Was let in, and is to open the control channel until then.
    seated: Option<Seated>,
    /// The person wants to keep the room.
    pub(super) wants_kept: bool,
    /// The `create` that is not answered yet.
    re: Option<Tag>,
}

/// Who was let in.
struct Seated {
    peer: PeerId,
    until: Instant,
    bond: Bond,
}

/// What a new room waits for.
#[derive(Clone, Copy)]
struct Start {
    /// Until when a relay may answer, unless that has passed.
    relay_until: Option<Instant>,
    /// Until when one may give a seat.
    seat_until: Instant,
}

impl Hosting {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        [
            self.door.poll_timeout(),
            self.strangers.poll_timeout(),
            self.code_until,
            self.start
                .map(|start| start.relay_until.unwrap_or(start.seat_until)),
            self.seated.as_ref().map(|s| s.until),
        ]
        .into_iter()
        .fold(None, earlier)
    }
}

impl Room {
    pub(super) fn create(&mut self, now: Now, ask: bool, kept: bool, re: Option<Tag>) {
        let secret = LinkSecret::random(&mut self.rng);
        let rng = StdRng::from_rng(&mut self.rng).unwrap_or_else(|_| StdRng::from_entropy());
        let door = Door::new(self.us, self.name.clone(), secret.clone(), ask, rng);
        let hosting = Hosting {
            door,
            strangers: Strangers::default(),
            secret,
            link: None,
            code: None,
            code_until: None,
            start: Some(Start {
                relay_until: Some(self.alone_since.unwrap_or(now.mono) + RELAY_WITHIN),
                seat_until: now.mono + SEAT_WITHIN,
            }),
            seated: None,
            wants_kept: kept,
            re,
        };
        self.part = Part::Hosting(Box::new(hosting));
        self.tell_state(re, RoomState::Creating);
        self.meeting.take_seats(now.mono);
        self.meeting.list_anew(now.mono);
        self.lan.wait(now.mono);
        self.give_up_if_hopeless();
    }

    /// Without a single seat so far, no relay in reach and no local network,
    /// nobody can come.
    pub(super) fn give_up_if_hopeless(&mut self) {
        if let Part::Hosting(hosting) = &self.part
            && hosting.start.is_some()
            && self.meeting.is_hopeless()
            && !self.lan.is_possible()
        {
            let re = hosting.re;
            self.close(re, CloseReason::Unreachable);
        }
    }

    pub(super) fn set_ask(
        &mut self,
        now: Now,
        ask: bool,
        re: Option<Tag>,
    ) -> Result<(), CommandError> {
        if let Part::Hosting(hosting) = &mut self.part {
            hosting.door.set_ask(ask);
            if hosting.link.is_some() {
                hosting.re = hosting.re.or(re);
                self.tell_waiting();
            }
        }
        self.drain(now);
        Ok(())
    }

    pub(super) fn new_code(&mut self, now: Now) -> Result<(), CommandError> {
        if let Part::Hosting(hosting) = &mut self.part
            && hosting.seated.is_none()
        {
            hosting.door.renew_budget();
            self.replace_code(now);
        }
        Ok(())
    }

    pub(super) fn answer_knock(&mut self, now: Now, admit: bool) -> Result<(), CommandError> {
        let Part::Hosting(hosting) = &mut self.part else {
            return Err(CommandError::NobodyKnocks);
        };
        if !hosting.door.answer(now.mono, admit) {
            return Err(CommandError::NobodyKnocks);
        }
        self.drain(now);
        Ok(())
    }

    /// The held seats changed, and so where the link points. Without any, the
    /// last link stands for as long as a relay may be gone and back.
    pub(super) fn on_seats(&mut self) {
        if let Part::Hosting(hosting) = &mut self.part
            && self.meeting.has_seat()
        {
            hosting.start = None;
            self.link_anew();
        }
    }

    /// Points the link to where we can be reached now; the last one stands when
    /// that is nowhere.
    pub(super) fn link_anew(&mut self) {
        let (us, vias) = (self.us, self.vias());
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        let Some(link) = InviteLink::new(us, vias, hosting.secret.clone()) else {
            return;
        };
        if hosting.start.is_none() && hosting.link.as_ref() != Some(&link) {
            hosting.link = Some(link);
            if hosting.code.is_some() {
                self.tell_waiting();
            }
        }
    }

    /// Waits on the local network alone when no relay answers. The code is for
    /// the nameplate that a meeting point will be asked for once there is one.
    pub(super) fn rely_on_lan(&mut self, now: Now) {
        let alone = self.meeting.connected().next().is_none();
        let failed = self.meeting.all_failed();
        let has_seat = self.meeting.has_seat();
        let nameplate = self.meeting.nameplate();
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        let no_relay = match hosting.start {
            Some(start) => {
                let late = start.relay_until.is_none_or(|until| until <= now.mono);
                alone && (failed || late) || start.seat_until <= now.mono
            }
            None => !has_seat,
        };
        if !no_relay
            || hosting.seated.is_some()
            || hosting.door.has_code()
            || !self.lan.is_reachable()
        {
            return;
        }
        hosting.start = None;
        self.link_anew();
        if let Some(nameplate) = nameplate {
            self.on_listed(now, nameplate);
        }
    }

    /// We are listed, or wait on the local network alone: the code can be shown.
    pub(super) fn on_listed(&mut self, now: Now, nameplate: Nameplate) {
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        if hosting.door.has_code_at(nameplate) {
            return; // It was good on the local network, and now is everywhere.
        }
        let code = RoomCode::random(nameplate, &mut self.rng);
        hosting.door.set_code(Some(code.clone()));
        hosting.code_until = Some(now.mono + CODE_LIVES);
        hosting.code = Some(CurrentCode {
            code,
            until: now.wall_in(CODE_LIVES),
        });
        self.tell_waiting();
    }

    /// No meeting point lists us; the link has to do.
    pub(super) fn on_no_code(&mut self) {
        if let Part::Hosting(hosting) = &mut self.part
            && hosting.link.is_some()
        {
            hosting.code = None;
            self.tell_waiting();
        }
    }

    pub(super) fn on_hosting_timeout(&mut self, now: Now) {
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        hosting.door.on_timeout(now.mono);
        let door = &hosting.door;
        let idle = hosting.strangers.idle(now.mono, |p| door.is_busy_with(p));
        self.outputs.extend(idle.into_iter().map(Output::Hang));
        if let Some(start) = &mut hosting.start {
            start.relay_until.take_if(|t| *t <= now.mono);
            if start.seat_until <= now.mono && !self.lan.is_reachable() {
                let re = hosting.re;
                return self.close(re, CloseReason::Unreachable);
            }
            self.rely_on_lan(now);
        }
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        if let Some(Seated { peer, .. }) = hosting.seated.take_if(|s| s.until <= now.mono) {
            hosting.door.unseat();
            self.outputs.push_back(Output::ShutOut(peer));
            self.outputs.push_back(Output::Hang(peer));
            self.lan.wait(now.mono);
            self.replace_code(now);
        } else if hosting.code_until.is_some_and(|t| t <= now.mono) {
            self.replace_code(now);
        }
        self.drain(now);
    }

    pub(super) fn on_inbound_admit(&mut self, now: Now, peer: PeerId) -> Option<StreamId> {
        let stream = self.next_stream();
        let (door, strangers) = match &mut self.part {
            Part::Waiting | Part::Together(_) if self.again.is_some() => {
                let again = self.again.as_mut()?;
                (&mut again.door, &mut again.strangers)
            }
            Part::Hosting(hosting) => (&mut hosting.door, &mut hosting.strangers),
            Part::Together(together) => (together.door.as_mut()?, &mut together.strangers),
            _ => return None,
        };
        strangers.stirred(now.mono, peer);
        door.on_open(now.mono, stream, peer);
        self.drain(now);
        Some(stream)
    }

    /// Does what the door wants done.
    pub(super) fn drain_door(&mut self, now: Now) {
        loop {
            let door = match &mut self.part {
                Part::Waiting | Part::Together(_) if self.again.is_some() => {
                    self.again.as_mut().map(|again| &mut again.door)
                }
                Part::Hosting(hosting) => Some(&mut hosting.door),
                Part::Together(together) => together.door.as_mut(),
                _ => None,
            };
            let Some(output) = door.and_then(Door::poll_output) else {
                return;
            };
            match output {
                door::Output::Send { run, frame } => {
                    self.outputs.push_back(Output::Send { stream: run, frame });
                }
                door::Output::Finish { run } => self.outputs.push_back(Output::Finish(run)),
                door::Output::Seat { peer, bond } if self.again.is_some() => {
                    self.on_again_seated(now, peer, bond);
                }
                door::Output::Seat { peer, bond } => self.on_seated(now, peer, bond),
                door::Output::Knock { name } => self.tell(None, EventKind::Knock { name }),
                door::Output::KnockGone => self.tell(None, EventKind::KnockGone),
                door::Output::Reroll => {
                    self.tell(None, EventKind::Warning(Warning::Guessing));
                    self.replace_code(now);
                }
                door::Output::CodeOff => {
                    self.meeting.unlist();
                    if let Part::Hosting(hosting) = &mut self.part {
                        hosting.code = None;
                        hosting.code_until = None;
                    }
                    self.tell(None, EventKind::Warning(Warning::CodeOff));
                    self.tell_waiting();
                }
            }
        }
    }

    fn on_seated(&mut self, now: Now, peer: PeerId, bond: Bond) {
        self.outputs.push_back(Output::Admit(peer));
        self.meeting.unlist();
        self.lan.rest();
        if let Part::Hosting(hosting) = &mut self.part {
            hosting.seated = Some(Seated {
                peer,
                until: now.mono + TALK_WITHIN,
                bond,
            });
            hosting.code_until = None;
            hosting.strangers.left(peer);
        }
    }

    /// The seated guest opened the control channel: from here on the two are
    /// together.
    pub(super) fn on_inbound_control(
        &mut self,
        now: Now,
        peer: PeerId,
        connection: ConnectionId,
    ) -> Option<StreamId> {
        if let Some(stream) = self.on_again_control(now, peer, connection) {
            return Some(stream);
        }
        self.part = match std::mem::replace(&mut self.part, Part::Closed) {
            Part::Hosting(mut hosting) => match hosting.seated.take_if(|s| s.peer == peer) {
                Some(seated) => {
                    let hidden = self.hide_ip;
                    let link = Some(hosting.secret.mark());
                    let mut session = self.session(Side::Host, seated.bond, link);
                    if hosting.wants_kept {
                        session.want_kept();
                    }
                    let Hosting {
                        door, strangers, ..
                    } = *hosting;
                    let together = Together::host(now, session, hidden, peer, door, strangers);
                    Part::Together(Box::new(together))
                }
                None => Part::Hosting(hosting),
            },
            other => other,
        };
        if !matches!(&self.part, Part::Together(together) if together.peer == peer) {
            return None;
        }
        let stream = self.next_stream();
        self.take_control(now, Lane { stream, connection });
        Some(stream)
    }

    fn replace_code(&mut self, now: Now) {
        if let Part::Hosting(hosting) = &mut self.part {
            hosting.door.set_code(None);
            hosting.code_until = None;
            if !hosting.door.is_code_off() {
                self.meeting.list_anew(now.mono);
                self.rely_on_lan(now);
            }
        }
    }

    fn tell_waiting(&mut self) {
        let Part::Hosting(hosting) = &mut self.part else {
            return;
        };
        let Some(link) = hosting.link.clone() else {
            return;
        };
        let state = RoomState::Waiting {
            code: hosting.code.clone(),
            link,
            ask: hosting.door.asks(),
        };
        let re = hosting.re.take();
        self.tell_state(re, state);
    }
}

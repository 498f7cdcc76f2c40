//! One room, from the moment somebody wants one until it is closed.
//!
//! A pure machine: it is told what happened and when, and says what is to be
//! done. It begins as a spare that only keeps in touch with relays, becomes the
//! host's or a guest's, and ends closed.

mod again;
mod asking;
mod calls;
mod commands;
mod cuts;
mod hosting;
mod hosts;
mod joining;
mod kept;
mod lan;
mod line;
mod output;
mod peers;
mod relays;
mod straight;
mod strangers;
mod streams;
mod together;
mod transfers;
mod trying;
mod watching;

use std::{collections::VecDeque, net::IpAddr, time::Instant};

use libp2p::PeerId;
use rand::{Rng, SeedableRng, rngs::StdRng};

use self::{
    again::{Again, Kept},
    hosting::Hosting,
    joining::Joining,
    together::Together,
    watching::Watching,
};
pub(crate) use self::{asking::Answer, hosts::Miss, output::Output};
use crate::{
    api::{CloseReason, Event, EventKind, RoomId, RoomState, Tag},
    client::Config,
    lan::Lan,
    meeting::{self, Meeting},
    name::DisplayName,
    paths::Paths,
    time::{Now, earlier},
};

/// A room. See the module.
pub(crate) struct Room {
    id: RoomId,
    us: PeerId,
    name: DisplayName,
    meeting: Meeting,
    lan: Lan,
    /// Since when no relay is connected.
    alone_since: Option<Instant>,
    part: Part,
    /// What is known of a kept room.
    kept: Option<Box<Kept>>,
    /// Looking for the other of it.
    again: Option<Box<Again>>,
    /// It is no room, but an eye on a kept one.
    watching: Option<Box<Watching>>,
    /// The other of a kept room has just left.
    left: bool,
    streams: u64,
    paths: Paths,
    /// Relays carry everything, and nobody is told an address.
    hide_ip: bool,
    /// The peer is told what has been read.
    tell_read: bool,
    /// A relay that passes us on announced tight limits.
    tight: bool,
    limits_told: bool,
    outputs: VecDeque<Output>,
    rng: StdRng,
}

/// What we are doing.
enum Part {
    /// Keeping in touch with relays, ready to become a room.
    Spare,
    Hosting(Box<Hosting>),
    Joining(Box<Joining>),
    Together(Box<Together>),
    /// In a kept room, without the other.
    Waiting,
    Closed,
}

impl Room {
    /// A spare with the transport key `us`.
    pub(crate) fn spare(now: Now, us: PeerId, config: &Config, mut rng: StdRng) -> Self {
        let mut fork = || StdRng::from_rng(&mut rng).unwrap_or_else(|_| StdRng::from_entropy());
        let meeting = Meeting::new(now.mono, &config.relays, fork());
        let lan = Lan::new(now.mono, us, config.lan && !config.hide_ip, fork());
        let mut rng = fork();
        let mut room = Self {
            id: RoomId(rng.r#gen()),
            us,
            name: config.name.clone(),
            meeting,
            lan,
            alone_since: Some(now.mono),
            part: Part::Spare,
            kept: None,
            again: None,
            watching: None,
            left: false,
            streams: 0,
            paths: Paths::default(),
            hide_ip: config.hide_ip,
            tell_read: config.tell_read,
            tight: false,
            limits_told: false,
            outputs: VecDeque::new(),
            rng,
        };
        room.on_timeout(now);
        room
    }

    /// Whether it is nobody's room yet.
    pub(crate) fn is_spare(&self) -> bool {
        matches!(self.part, Part::Spare)
    }

    /// Whether it is over.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.part, Part::Closed)
    }

    /// What is to be done next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Whether there is anything to be done.
    pub(crate) fn has_output(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// When to call [`Room::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let part = match &self.part {
            Part::Spare | Part::Waiting | Part::Closed => None,
            Part::Hosting(hosting) => hosting.poll_timeout(),
            Part::Joining(joining) => joining.poll_timeout(|id| self.meeting.is_connected(id)),
            Part::Together(together) => together.poll_timeout(),
        };
        if matches!(self.part, Part::Closed) {
            return None;
        }
        let lan = self.lan.poll_timeout();
        let again = self.again_timeout();
        let watching = self.watching.as_ref().and_then(|w| w.poll_timeout());
        [part, self.meeting.poll_timeout(), lan, again, watching]
            .into_iter()
            .fold(None, earlier)
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Now) {
        match self.part {
            Part::Spare | Part::Waiting | Part::Closed => {}
            Part::Hosting(_) => self.on_hosting_timeout(now),
            Part::Joining(_) => self.on_joining_timeout(now),
            Part::Together(_) => self.on_together_timeout(now),
        }
        self.on_again_timeout(now);
        self.on_watching_timeout(now);
        self.meeting.on_timeout(now.mono);
        self.lan.on_timeout(now.mono);
        self.drain_meeting(now);
        self.drain_lan(now);
    }

    /// This machine has this address now. What was out of reach may not be any
    /// longer.
    pub(crate) fn on_address(&mut self, now: Now, ip: IpAddr) {
        if ip.is_loopback() {
            return;
        }
        self.meeting.hurry(now.mono);
        self.try_straight(now);
        self.retry_at_once(now);
        self.drain(now);
    }

    /// This machine has this address no longer: an interface went, or got
    /// another. What ran over it is dead, and silence would tell only after
    /// seconds. (IPv6 addresses come and go while others stay.)
    pub(crate) fn on_address_gone(&mut self, ip: IpAddr) {
        if matches!(self.part, Part::Together(_)) && ip.is_ipv4() && !ip.is_loopback() {
            self.outputs.push_back(Output::HangAll);
        }
    }

    /// Closes the room at once.
    fn close(&mut self, re: Option<Tag>, reason: CloseReason) {
        let mut peer = None;
        let is_kept = self.is_kept();
        if let Some(transfers) = self.transfers() {
            if is_kept {
                transfers.leave();
            } else {
                transfers.close();
            }
        }
        if let Part::Together(together) = &mut self.part {
            together.session.close();
            peer.clone_from(&together.peer_name);
            if let Some(stream) = together.line.stream() {
                self.outputs.push_back(Output::Finish(stream));
            }
            self.drain_session();
            self.close_call(reason);
        }
        self.put_transfers();
        self.stop_looking_again();
        self.part = Part::Closed;
        self.lan.stop();
        while let Some(output) = self.lan.poll_output() {
            self.outputs.push_back(Output::Lan(output));
        }
        self.meeting.unlist();
        while let Some(output) = self.meeting.poll_output() {
            if matches!(output, meeting::Output::Unregister { .. }) {
                self.outputs.push_back(Output::Meeting(output));
            }
        }
        self.tell_state(re, RoomState::Closed { reason, peer });
        self.outputs.push_back(Output::Over);
    }

    fn drain(&mut self, now: Now) {
        self.drain_door(now);
        self.drain_session();
        if std::mem::take(&mut self.left) {
            self.wait_again(now);
        }
        self.drain_transfers(now);
        self.drain_calls(now);
        self.drain_direct();
        self.drain_meeting(now);
        self.drain_lan(now);
    }

    fn tell_state(&mut self, re: Option<Tag>, state: RoomState) {
        let (room, kept) = (self.id, self.is_kept());
        self.tell(re, EventKind::Room { room, state, kept });
    }

    fn tell(&mut self, re: Option<Tag>, kind: EventKind) {
        self.outputs.push_back(Output::Event(Event { re, kind }));
    }
}

#[cfg(test)]
mod tests;

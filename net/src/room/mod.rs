//! One room, from the moment somebody wants one until it is closed.
//!
//! A pure machine: it is told what happened and when, and says what is to be
//! done. It begins as a spare that only keeps in touch with relays, becomes the
//! host's or a guest's, and ends closed.

mod cuts;
mod hosting;
mod hosts;
mod joining;
mod lan;
mod line;
mod straight;
mod strangers;
mod together;
mod transfers;

use std::{
    collections::VecDeque,
    net::IpAddr,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use rand::{Rng, SeedableRng, rngs::StdRng};

use self::{hosting::Hosting, joining::Joining, together::Together};
use crate::{
    api::{
        CloseReason, Command, CommandError, Event, EventKind, Path, PathKind, Reach, RoomId,
        RoomState, Stats, Tag, Transport, Warning,
    },
    client::Config,
    code::Nameplate,
    direct,
    lan::Lan,
    meeting::{self, Meeting, Refusal},
    name::DisplayName,
    paths::{Connection, Paths},
    streams::{Purpose, StreamId},
    time::{Now, earlier},
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
    /// Something on the local networks.
    Lan(crate::lan::Output),
    /// Write a frame of admission.
    Send { stream: StreamId, frame: Vec<u8> },
    /// Close the stream once what was sent is written.
    Finish(StreamId),
    /// Something of transfers, for threads and tasks.
    Job(transfer::Job),
    /// Tell the person.
    Event(Event),
    /// Nothing more comes; streams may be written to their end.
    Over,
}

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
    streams: u64,
    paths: Paths,
    /// Relays carry everything, and nobody is told an address.
    hide_ip: bool,
    /// A relay that passes us on announced tight limits.
    tight: bool,
    limits_told: bool,
    bytes_in: u64,
    bytes_out: u64,
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
            streams: 0,
            paths: Paths::default(),
            hide_ip: config.hide_ip,
            tight: false,
            limits_told: false,
            bytes_in: 0,
            bytes_out: 0,
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

    /// Whether this key is one of our relays.
    pub(crate) fn is_relay(&self, id: PeerId) -> bool {
        self.meeting.is_relay(id)
    }

    /// The circuit addresses to be listed with.
    pub(crate) fn listed_addresses(&self) -> Vec<Multiaddr> {
        self.meeting.listed_addresses(self.us)
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
            Part::Spare | Part::Closed => None,
            Part::Hosting(hosting) => hosting.poll_timeout(),
            Part::Joining(joining) => joining.poll_timeout(),
            Part::Together(together) => earlier(together.poll_timeout(), self.silent_at()),
        };
        if matches!(self.part, Part::Closed) {
            return None;
        }
        let lan = self.lan.poll_timeout();
        earlier(part, earlier(self.meeting.poll_timeout(), lan))
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Now) {
        match self.part {
            Part::Spare | Part::Closed => {}
            Part::Hosting(_) => self.on_hosting_timeout(now),
            Part::Joining(_) => self.on_joining_timeout(now),
            Part::Together(_) => self.on_together_timeout(now),
        }
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

    /// Something that the person wants.
    pub(crate) fn on_command(&mut self, now: Now, re: Option<Tag>, command: Command) {
        let answer = match (command, &mut self.part) {
            (Command::Create { ask }, Part::Spare) => {
                self.create(now, ask, re);
                Ok(())
            }
            (Command::Join(invite), Part::Spare) => {
                self.join(now, invite, re);
                Ok(())
            }
            (Command::Create { .. } | Command::Join(_), _) => Err(CommandError::RoomOpen),
            (Command::Name(name), _) => {
                self.name = name;
                Ok(())
            }
            // The engine's.
            (Command::Relays(_) | Command::HideIp(_), _) => Ok(()),
            (_, Part::Spare | Part::Closed) => Err(CommandError::NoRoom),
            (Command::Leave, _) => {
                self.leave(now, re);
                Ok(())
            }
            (Command::Stats, _) => {
                let stats = Stats {
                    path: self.path(),
                    bytes_in: self.bytes_in,
                    bytes_out: self.bytes_out,
                };
                self.tell(re, EventKind::Stats(stats));
                Ok(())
            }
            (Command::Ask(on), Part::Hosting(_)) => self.set_ask(now, on, re),
            (Command::NewCode, Part::Hosting(_)) => self.new_code(now),
            (Command::Admit, Part::Hosting(_)) => self.answer_knock(now, true),
            (Command::Refuse, Part::Hosting(_)) => self.answer_knock(now, false),
            (Command::Ask(_) | Command::NewCode, _) => Err(CommandError::NotWaiting),
            (Command::Admit | Command::Refuse, _) => Err(CommandError::NobodyKnocks),
            (Command::Say { text, reply_to }, Part::Together(_)) => {
                self.say(now, text, reply_to, re)
            }
            (Command::Edit { message, text }, Part::Together(_)) => self.edit(message, text, re),
            (Command::Delete(message), Part::Together(_)) => self.delete(message, re),
            (Command::React { message, emoji }, Part::Together(_)) => {
                self.react(message, emoji, re)
            }
            (Command::Verify(verified), Part::Together(_)) => self.verify(verified, re),
            (Command::Read(id), Part::Together(t)) => t.session.read(id),
            (Command::Typing(on), Part::Together(t)) => {
                t.session.typing(on);
                Ok(())
            }
            (Command::TryStraight, Part::Together(_)) => {
                self.try_straight(now);
                Ok(())
            }
            (
                command @ (Command::SendFile { .. }
                | Command::AcceptFile { .. }
                | Command::DeclineFile(_)
                | Command::Pause(_)
                | Command::Resume(_)
                | Command::Cancel(_)),
                Part::Together(_),
            ) => self.on_transfer_command(now, re, command),
            (
                Command::TryStraight
                | Command::Say { .. }
                | Command::Edit { .. }
                | Command::Delete(_)
                | Command::React { .. }
                | Command::Verify(_)
                | Command::Read(_)
                | Command::Typing(_)
                | Command::SendFile { .. }
                | Command::AcceptFile { .. }
                | Command::DeclineFile(_)
                | Command::Pause(_)
                | Command::Resume(_)
                | Command::Cancel(_),
                _,
            ) => Err(CommandError::NotConnected),
        };
        if let Err(error) = answer {
            self.tell(re, EventKind::Error(error));
        }
        self.drain_direct();
        self.drain_transfers(now);
        self.drain_meeting(now);
        self.drain_lan(now);
    }

    /// The relay is about to be connected, over this.
    pub(crate) fn set_relay_transport(&mut self, relay: PeerId, over: Transport) {
        self.meeting.set_transport(relay, over);
    }

    /// The relay is connected.
    pub(crate) fn on_relay_connected(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_connected(now.mono, relay);
        self.alone_since = None;
        self.drain_meeting(now);
        match self.part {
            Part::Joining(_) => self.look(now),
            Part::Together(_) => self.retry_at_once(now),
            _ => {}
        }
    }

    /// The relay's last connection is gone.
    pub(crate) fn on_relay_disconnected(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_disconnected(now.mono, relay);
        self.on_no_cut(now.mono);
        if let Part::Together(together) = &mut self.part {
            // A dial over it may hang on for long, and must not keep the next
            // one waiting.
            together.dialing.retain(|by| *by != relay);
        }
        if self.meeting.connected().next().is_none() {
            self.alone_since.get_or_insert(now.mono);
        }
        self.drain_meeting(now);
    }

    /// The relay could not be reached.
    pub(crate) fn on_relay_failed(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_dial_failed(now.mono, relay);
        self.drain_meeting(now);
        match self.part {
            Part::Joining(_) => self.look(now),
            Part::Hosting(_) => {
                self.rely_on_lan(now);
                self.give_up_if_hopeless();
            }
            _ => {}
        }
    }

    /// The relay offers too little to meet by.
    pub(crate) fn on_useless_relay(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_useless(relay);
        self.drain_meeting(now);
    }

    /// The relay gave us a seat.
    pub(crate) fn on_seat(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_seat(now.mono, relay);
        self.drain_meeting(now);
    }

    /// The relay gave us no seat, or took it back.
    pub(crate) fn on_seat_lost(&mut self, now: Now, relay: PeerId, refused: bool) {
        self.meeting.on_seat_lost(now.mono, relay, refused);
        self.drain_meeting(now);
    }

    /// The relay listed us.
    pub(crate) fn on_registered(&mut self, now: Now, relay: PeerId, at: Nameplate, ttl_secs: u64) {
        self.meeting.on_registered(now.mono, relay, at, ttl_secs);
        self.drain_meeting(now);
    }

    /// The relay did not list us.
    pub(crate) fn on_register_refused(
        &mut self,
        now: Now,
        relay: PeerId,
        at: Nameplate,
        why: Refusal,
    ) {
        self.meeting.on_register_refused(now.mono, relay, at, why);
        self.drain_meeting(now);
    }

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
        }
    }

    /// A stream that we asked for is open.
    pub(crate) fn on_opened(&mut self, now: Now, stream: StreamId) {
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
        }
        self.drain(now);
    }

    /// The next frame for the control stream, as long as there is room for one.
    pub(crate) fn poll_control(&mut self) -> Option<Vec<u8>> {
        let Part::Together(together) = &mut self.part else {
            return None;
        };
        let frame = together.session.poll_frame()?;
        self.bytes_out += frame.len() as u64;
        self.drain_session();
        Some(frame)
    }

    /// A connection to a peer that is no relay is there.
    pub(crate) fn on_peer_connected(
        &mut self,
        now: Now,
        peer: PeerId,
        id: ConnectionId,
        path: Path,
    ) {
        let connection = Connection {
            id,
            peer,
            path,
            answered: None,
        };
        if !self.paths.add(connection) {
            self.outputs.push_back(Output::Close(id));
            return;
        }
        let relayed = path.kind == PathKind::Relayed;
        match &mut self.part {
            Part::Hosting(hosting) if relayed || path.kind == PathKind::Lan => {
                let door = &hosting.door;
                let over = hosting
                    .strangers
                    .arrived(now.mono, peer, |p| door.is_busy_with(p));
                self.outputs.extend(over.map(Output::Hang));
            }
            Part::Joining(joining) if joining.is_trying(peer) => {
                self.on_host_connected(now, peer, id);
            }
            Part::Together(together) if together.peer == peer => {
                self.on_together_connected(now, path.kind);
            }
            Part::Together(together) if relayed && together.door.is_some() => {
                let door = together.door.as_ref();
                let over = together.strangers.arrived(now.mono, peer, |p| {
                    door.is_some_and(|door| door.is_busy_with(p))
                });
                self.outputs.extend(over.map(Output::Hang));
            }
            // Strangers come over relays, or from nearby to a room that waits.
            _ => self.outputs.push_back(Output::Close(id)),
        }
        self.drain(now);
    }

    /// A connection to a peer is gone; `last` when there is no other.
    pub(crate) fn on_peer_disconnected(
        &mut self,
        now: Now,
        peer: PeerId,
        id: ConnectionId,
        last: bool,
    ) {
        let kind = self.paths.get(id).map(|c| c.path.kind);
        self.paths.remove(id);
        match &mut self.part {
            Part::Hosting(hosting) if last => hosting.strangers.left(peer),
            Part::Joining(joining) if last && joining.is_trying(peer) => self.next_host(now),
            Part::Together(together) if together.peer == peer => {
                self.on_together_disconnected(now, id, kind);
            }
            Part::Together(together) if last => together.strangers.left(peer),
            _ => {}
        }
        self.drain(now);
    }

    /// The peer could not be connected to; `limits` when a relay said that it
    /// is full.
    pub(crate) fn on_peer_failed(&mut self, now: Now, peer: PeerId, limits: bool) {
        if limits {
            self.tell_limits();
        }
        match &mut self.part {
            Part::Joining(joining) if joining.is_trying(peer) => self.next_host(now),
            Part::Together(together) if together.peer == peer => together.dialing.clear(),
            _ => {}
        }
        self.drain(now);
    }

    /// The peer, or a relay, answered a ping.
    pub(crate) fn on_rtt(&mut self, now: Now, peer: PeerId, id: ConnectionId, rtt: Duration) {
        self.meeting.on_alive(now.mono, peer, rtt);
        self.drain_meeting(now);
        if self.paths.on_rtt(now.mono, id, rtt) {
            self.move_to_better();
            self.close_worse();
            self.tell_path();
        }
    }

    /// How the two are connected, when they are.
    fn path(&self) -> Option<Path> {
        let Part::Together(together) = &self.part else {
            return None;
        };
        let connection = together.line.lane()?.connection;
        Some(self.paths.get(connection)?.path)
    }

    /// The control stream, when there is one.
    pub(crate) fn control(&self) -> Option<StreamId> {
        match &self.part {
            Part::Together(together) => together.line.stream(),
            _ => None,
        }
    }

    fn leave(&mut self, now: Now, re: Option<Tag>) {
        if let Part::Together(together) = &mut self.part
            && together.start_leaving(now.mono, re)
        {
            return;
        }
        self.close(re, CloseReason::Left);
    }

    /// Closes the room at once.
    fn close(&mut self, re: Option<Tag>, reason: CloseReason) {
        let mut peer = None;
        if let Part::Together(together) = &mut self.part {
            together.transfers.close();
            together.session.close();
            peer.clone_from(&together.peer_name);
            if let Some(stream) = together.line.stream() {
                self.outputs.push_back(Output::Finish(stream));
            }
            self.drain_session();
            self.put_transfers();
        }
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
        self.drain_transfers(now);
        self.drain_direct();
        self.drain_meeting(now);
        self.drain_lan(now);
    }

    fn drain_meeting(&mut self, now: Now) {
        while let Some(output) = self.meeting.poll_output() {
            match output {
                meeting::Output::Reach(reach) => {
                    // A room says for itself how it is reached.
                    match reach {
                        _ if !self.is_spare() => {}
                        Reach::Offline => self.on_offline(now),
                        reach => self.tell(None, EventKind::Reach(reach)),
                    }
                }
                meeting::Output::Health => {
                    if self.is_spare() {
                        let marks = self.meeting.marks();
                        self.tell(None, EventKind::Relays(marks));
                    }
                }
                meeting::Output::Refused(relay) => {
                    self.tell(None, EventKind::RelayRefuses(relay));
                }
                meeting::Output::Warn(warning) => {
                    // Who talks straight does not miss the relay.
                    let straight = self.path().is_some_and(|p| p.kind != PathKind::Relayed);
                    let missed = warning != Warning::RelayLost || !straight;
                    if warning == Warning::RelayLimits {
                        self.tell_limits();
                    } else if !self.is_spare() && missed {
                        self.tell(None, EventKind::Warning(warning));
                    }
                    match warning {
                        Warning::NoCode => self.on_no_code(),
                        Warning::RelayLost => self.link_anew(),
                        _ => {}
                    }
                }
                meeting::Output::Seats => self.on_seats(),
                meeting::Output::Listed(nameplate) => self.on_listed(now, nameplate),
                output => self.outputs.push_back(Output::Meeting(output)),
            }
        }
    }

    fn next_stream(&mut self) -> StreamId {
        self.streams += 1;
        StreamId(self.streams)
    }

    fn tell_state(&mut self, re: Option<Tag>, state: RoomState) {
        let room = self.id;
        self.tell(re, EventKind::Room { room, state });
    }

    fn tell(&mut self, re: Option<Tag>, kind: EventKind) {
        self.outputs.push_back(Output::Event(Event { re, kind }));
    }
}

#[cfg(test)]
mod tests;

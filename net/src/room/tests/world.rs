//! An emulated relay, emulated lines and a clock that jumps.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    net::{IpAddr, SocketAddr},
    ops::Range,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    api::{CloseReason, Command, EventKind, Path, PathKind, RoomState, Transport},
    client::Config,
    code::{Nameplate, RoomCode},
    direct::addresses::Subnet,
    kept::{board, place::Place},
    lan,
    link::InviteLink,
    meeting::{self, Refusal},
    room::{Answer, Miss, Output, Room},
    streams::{Purpose, StreamId},
    time::Now,
};

/// Numbers the connections between two people.
type Connection = u64;

/// What happens at some moment.
enum Happening {
    RelayConnected(usize),
    RelayFailed(usize),
    RelayLost(usize),
    Seat(usize),
    Registered(usize, Nameplate, bool),
    ListedKept(usize, Place),
    FoundKept(usize, Place, Vec<PeerId>),
    Discovered(usize, Answer),
    PeerConnected(usize, PeerId, Connection, PathKind),
    PeerFailed(usize, PeerId, Miss),
    PeerLost(usize, PeerId, Connection),
    Opened(usize, StreamId),
    Inbound(usize, Stream),
    Frame(usize, End, Vec<u8>),
    Ended(usize, End),
    Listening(usize),
    Packet(usize, SocketAddr, Vec<u8>),
}

impl Happening {
    fn who(&self) -> usize {
        match self {
            Self::RelayConnected(who)
            | Self::RelayFailed(who)
            | Self::RelayLost(who)
            | Self::Seat(who)
            | Self::Registered(who, ..)
            | Self::ListedKept(who, _)
            | Self::FoundKept(who, ..)
            | Self::Discovered(who, _)
            | Self::PeerConnected(who, ..)
            | Self::PeerFailed(who, ..)
            | Self::PeerLost(who, ..)
            | Self::Opened(who, _)
            | Self::Inbound(who, _)
            | Self::Frame(who, ..)
            | Self::Ended(who, _)
            | Self::Listening(who)
            | Self::Packet(who, ..) => *who,
        }
    }
}

/// Which of a person's streams something arrives on.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The one that it opened by this name.
    Own(StreamId),
    /// The one that this person opened by that name.
    From(usize, StreamId),
}

/// A stream as its opener knows it.
#[derive(Clone, Copy)]
struct Stream {
    opener: usize,
    id: StreamId,
    purpose: Purpose,
    connection: ConnectionId,
}

struct Person {
    room: Room,
    /// Its process was killed.
    dead: bool,
    key: PeerId,
    up: bool,
    seated: bool,
    /// Whether it hears what is said on the local network, and listens there.
    hears: bool,
    listens: bool,
    /// Listens wherever it is.
    everywhere: bool,
    events: Vec<EventKind>,
    admitted: Vec<PeerId>,
    /// Open streams, and who has the other end of each, and how that is found.
    streams: HashMap<StreamId, (usize, End)>,
    peers: HashMap<PeerId, Vec<Connection>>,
}

impl Person {
    fn is_near(&self) -> bool {
        self.listens || self.everywhere
    }
}

pub(super) struct World {
    pub(super) now: Now,
    pub(super) relay_up: bool,
    /// One way.
    pub(super) latency: Range<Duration>,
    /// The local network is there and carries.
    pub(super) near: bool,
    /// Packets on the local network so far.
    pub(super) packets: usize,
    /// Control streams never open.
    pub(super) mute_control: bool,
    relay: PeerId,
    people: Vec<Person>,
    listed: HashMap<Nameplate, usize>,
    /// Who is listed under a name of a kept room.
    board: Vec<(Place, usize)>,
    queue: BinaryHeap<Reverse<(Instant, u64)>>,
    happenings: HashMap<u64, Happening>,
    order: u64,
    /// What is under way on a line does not overtake.
    lines: HashMap<(usize, usize), Instant>,
    rng: StdRng,
}

impl World {
    /// People who hide their addresses: all goes over the relay.
    pub(super) fn new(seed: u64, people: usize) -> Self {
        Self::of(seed, people, false)
    }

    /// People on one local network.
    pub(super) fn near(seed: u64, people: usize) -> Self {
        Self::of(seed, people, true)
    }

    fn of(seed: u64, people: usize, near: bool) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let relay = PeerId::random();
        let address: Multiaddr = format!("/ip4/203.0.113.7/udp/4001/quic-v1/p2p/{relay}")
            .parse()
            .unwrap();
        let now = Now::fake();
        let person = |n: usize| {
            let key = PeerId::random();
            let config = Config {
                name: format!("Person {n}").parse().unwrap(),
                relays: vec![address.clone()],
                hide_ip: !near,
                lan: near,
                tell_read: true,
            };
            let seed = StdRng::seed_from_u64(rng.r#gen());
            Person {
                room: Room::spare(now, key, &config, seed),
                key,
                dead: false,
                up: false,
                seated: false,
                hears: false,
                listens: false,
                everywhere: false,
                events: Vec::new(),
                admitted: Vec::new(),
                streams: HashMap::new(),
                peers: HashMap::new(),
            }
        };
        let people = (0..people).map(person).collect();
        Self {
            now,
            relay_up: true,
            latency: Duration::from_millis(5)..Duration::from_millis(60),
            near,
            packets: 0,
            mute_control: false,
            relay,
            people,
            listed: HashMap::new(),
            board: Vec::new(),
            queue: BinaryHeap::new(),
            happenings: HashMap::new(),
            order: 0,
            lines: HashMap::new(),
            rng,
        }
    }

    pub(super) fn key(&self, who: usize) -> PeerId {
        self.people[who].key
    }

    pub(super) fn events(&self, who: usize) -> &[EventKind] {
        &self.people[who].events
    }

    pub(super) fn admitted(&self, who: usize) -> &[PeerId] {
        &self.people[who].admitted
    }

    pub(super) fn listed(&self) -> &HashMap<Nameplate, usize> {
        &self.listed
    }

    pub(super) fn board(&self) -> &[(Place, usize)] {
        &self.board
    }

    /// Its process ends at this moment, without a word.
    pub(super) fn kill(&mut self, who: usize) {
        self.act();
        let key = self.people[who].key;
        let person = &mut self.people[who];
        person.dead = true;
        (person.up, person.seated, person.listens, person.hears) = (false, false, false, false);
        person.streams.clear();
        let peers: Vec<PeerId> = person.peers.drain().map(|(peer, _)| peer).collect();
        self.board.retain(|(_, listed)| *listed != who);
        for other in 0..self.people.len() {
            if peers.contains(&self.people[other].key) {
                let connections = self.people[other].peers.get(&key).cloned();
                for connection in connections.into_iter().flatten() {
                    self.soon(Happening::PeerLost(other, key, connection));
                }
            }
        }
    }

    pub(super) fn state(&self, who: usize) -> Option<&RoomState> {
        self.people[who]
            .events
            .iter()
            .rev()
            .find_map(|kind| match kind {
                EventKind::Room { state, .. } => Some(state),
                _ => None,
            })
    }

    pub(super) fn code(&self, who: usize) -> Option<RoomCode> {
        match self.state(who) {
            Some(RoomState::Waiting { code, .. }) => code.clone().map(|c| c.code),
            _ => None,
        }
    }

    pub(super) fn link(&self, who: usize) -> Option<InviteLink> {
        match self.state(who) {
            Some(RoomState::Waiting { link, .. }) => Some(link.clone()),
            _ => None,
        }
    }

    pub(super) fn is_connected(&self, who: usize) -> bool {
        matches!(self.state(who), Some(RoomState::Connected { .. }))
    }

    pub(super) fn closed(&self, who: usize) -> Option<CloseReason> {
        match self.state(who) {
            Some(RoomState::Closed { reason, .. }) => Some(*reason),
            _ => None,
        }
    }

    pub(super) fn heard(&self, who: usize) -> Vec<String> {
        let heard = |kind: &EventKind| match kind {
            EventKind::Message(message) if !message.mine => Some(message.text.clone()),
            _ => None,
        };
        self.people[who].events.iter().filter_map(heard).collect()
    }

    pub(super) fn command(&mut self, who: usize, command: Command) {
        self.act();
        self.people[who].room.on_command(self.now, None, command);
        self.act();
    }

    pub(super) fn run_until(&mut self, done: impl Fn(&Self) -> bool) {
        let end = self.now.mono + Duration::from_secs(300);
        while !done(self) {
            assert!(self.now.mono < end && self.step(end), "it never happens");
        }
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let end = self.now.mono + time;
        while self.step(end) {}
        self.jump(end);
    }

    /// Somebody's sockets on the local network are gone, and nobody was told.
    pub(super) fn stop_listening_near(&mut self, who: usize) {
        self.people[who].listens = false;
    }

    /// The line between the two breaks: what is under way on it is lost.
    pub(super) fn break_line(&mut self) {
        for who in 0..self.people.len() {
            for (peer, connections) in self.people[who].peers.clone() {
                for connection in connections {
                    self.soon(Happening::PeerLost(who, peer, connection));
                }
            }
        }
        self.lose_frames();
    }

    /// The relay forgets everything, and every connection to it ends.
    pub(super) fn break_relay(&mut self) {
        self.listed.clear();
        self.break_line();
        for who in 0..self.people.len() {
            self.soon(Happening::RelayLost(who));
        }
    }

    /// One's connection to the relay ends, with all that is under way on it.
    pub(super) fn cut_off(&mut self, who: usize) {
        self.break_line();
        self.lose_question(who);
        let given = |h: &Happening| {
            matches!(h, Happening::Seat(of) | Happening::Registered(of, ..)
                | Happening::RelayConnected(of) if *of == who)
        };
        self.happenings.retain(|_, h| !given(h));
        let lost = Happening::RelayLost(who);
        self.at(self.now.mono, lost);
    }

    /// The connection of a question ends beneath it, and another is left.
    pub(super) fn lose_question(&mut self, who: usize) {
        for happening in self.happenings.values_mut() {
            if let Happening::Discovered(of, answer) = happening
                && *of == who
            {
                *answer = Answer::Lost;
            }
        }
    }

    fn lose_frames(&mut self) {
        for happening in self.happenings.values_mut() {
            if let Happening::PeerConnected(who, peer, ..) = *happening {
                *happening = Happening::PeerFailed(who, peer, Miss::Broken);
            }
        }
        self.happenings.retain(|_, h| {
            !matches!(
                h,
                Happening::Frame(..) | Happening::Inbound(..) | Happening::Opened(..)
            )
        });
        for person in &mut self.people {
            person.streams.clear();
        }
    }

    fn jump(&mut self, to: Instant) {
        self.now = self.now.later(to.saturating_duration_since(self.now.mono));
    }

    /// Lets so many things happen.
    pub(super) fn run_steps(&mut self, steps: usize) {
        let end = self.now.mono + Duration::from_secs(300);
        for _ in 0..steps {
            self.step(end);
        }
    }

    /// Lets the next thing happen, unless that is after `end`.
    fn step(&mut self, end: Instant) -> bool {
        self.act();
        let next = self.queue.peek().map(|Reverse((at, _))| *at);
        let timeout = |p: &Person| p.room.poll_timeout().filter(|_| !p.dead);
        let timer = self.people.iter().filter_map(timeout).min();
        let Some(at) = [next, timer]
            .into_iter()
            .flatten()
            .min()
            .filter(|t| *t <= end)
        else {
            return false;
        };
        self.jump(at);
        if timer.is_some_and(|t| t <= at) {
            for person in &mut self.people {
                if !person.dead && person.room.poll_timeout().is_some_and(|t| t <= at) {
                    person.room.on_timeout(self.now);
                }
            }
        } else if let Some(Reverse((_, id))) = self.queue.pop()
            && let Some(happening) = self.happenings.remove(&id)
        {
            self.happen(happening);
        }
        self.act();
        true
    }

    fn happen(&mut self, happening: Happening) {
        let (now, relay) = (self.now, self.relay);
        if self.people[happening.who()].dead {
            return;
        }
        match happening {
            Happening::ListedKept(who, place) => {
                let room = &mut self.people[who].room;
                room.on_kept_registered(now, relay, &place, Some(120));
            }
            Happening::FoundKept(who, place, found) => {
                let room = &mut self.people[who].room;
                room.on_kept_discovered(now, relay, &place, &found);
            }
            Happening::RelayConnected(who) => {
                self.people[who].up = true;
                self.people[who].room.on_relay_connected(now, relay);
            }
            Happening::RelayFailed(who) => self.people[who].room.on_relay_failed(now, relay),
            Happening::RelayLost(who) => {
                self.people[who].seated = false;
                if std::mem::take(&mut self.people[who].up) {
                    self.people[who].room.on_relay_disconnected(now, relay);
                }
            }
            Happening::Seat(who) => {
                self.people[who].seated = self.people[who].up;
                self.people[who].room.on_seat(now, relay);
            }
            Happening::Registered(who, at, true) => {
                self.people[who].room.on_registered(now, relay, at, 120);
            }
            Happening::Registered(who, at, false) => {
                self.people[who]
                    .room
                    .on_register_refused(now, relay, at, Refusal::Taken);
            }
            Happening::Discovered(who, answer) => {
                self.people[who].room.on_discovered(now, relay, answer);
            }
            Happening::PeerConnected(who, peer, connection, kind) => {
                let path = Path {
                    kind,
                    transport: Transport::Quic,
                    rtt: None,
                    why: None,
                };
                let connections = self.people[who].peers.entry(peer).or_default();
                connections.push(connection);
                let id = ConnectionId::new_unchecked(connection as usize);
                self.people[who].room.on_peer_connected(now, peer, id, path);
            }
            Happening::PeerFailed(who, peer, miss) => {
                self.people[who].room.on_peer_failed(now, peer, miss);
            }
            Happening::PeerLost(who, peer, connection) => {
                let connections = self.people[who].peers.entry(peer).or_default();
                if let Some(at) = connections.iter().position(|c| *c == connection) {
                    connections.remove(at);
                    let last = connections.is_empty();
                    let id = ConnectionId::new_unchecked(connection as usize);
                    self.people[who]
                        .room
                        .on_peer_disconnected(now, peer, id, last);
                }
            }
            Happening::Listening(who) => {
                let listens = self.people[who].is_near();
                let room = &mut self.people[who].room;
                if listens {
                    room.on_lan_listening(now, &near_address(who));
                } else {
                    room.on_lan_not_listening(now, &near_address(who));
                }
            }
            Happening::Packet(who, from, packet) => {
                if self.near && self.people[who].hears {
                    self.people[who].room.on_lan_packet(now, from, &packet);
                }
            }
            Happening::Opened(who, stream) => self.people[who].room.on_opened(now, stream),
            Happening::Inbound(who, stream) => {
                let peer = self.people[stream.opener].key;
                let room = &mut self.people[who].room;
                if let Some(id) = room.on_inbound(now, peer, stream.connection, stream.purpose) {
                    let other = (stream.opener, End::Own(stream.id));
                    self.people[who].streams.insert(id, other);
                }
            }
            Happening::Frame(who, end, frame) => {
                if let Some(stream) = self.find(who, end) {
                    self.people[who].room.on_frame(now, stream, &frame);
                }
            }
            Happening::Ended(who, end) => {
                if let Some(stream) = self.find(who, end) {
                    self.people[who].streams.remove(&stream);
                    self.people[who].room.on_stream_ended(now, stream);
                }
            }
        }
    }

    fn act(&mut self) {
        for who in 0..self.people.len() {
            if self.people[who].dead {
                continue;
            }
            while let Some(output) = self.people[who].room.poll_output() {
                self.carry_out(who, output);
            }
            while let Some(stream) = self.people[who].room.control()
                && let Some(frame) = self.people[who].room.poll_control()
            {
                self.send(who, stream, frame);
            }
            while let Some(output) = self.people[who].room.poll_output() {
                self.carry_out(who, output);
            }
        }
    }

    fn carry_out(&mut self, who: usize, output: Output) {
        match output {
            Output::Event(event) => self.people[who].events.push(event.kind),
            Output::Admit(peer) => self.people[who].admitted.push(peer),
            Output::ShutOut(peer) => self.people[who].admitted.retain(|p| *p != peer),
            Output::Meeting(output) => self.meet(who, output),
            Output::Board(output) => self.post(who, output),
            Output::Discover { nameplate, .. } => {
                // Who is cut off is not shown.
                let host = self.listed.get(&nameplate).map(|h| &self.people[*h]);
                let host = host.filter(|host| host.up).map(|host| host.key);
                let answer = host.map_or(Answer::Nobody, Answer::Host);
                self.soon(Happening::Discovered(who, answer));
            }
            Output::Dial { peer, addresses } | Output::DialBeside { peer, addresses } => {
                let other = self.people.iter().position(|p| p.key == peer);
                let at = |o: &usize| addresses.contains(&near_address(*o));
                let near = |o: &usize| self.near && self.people[*o].is_near() && at(o);
                let nearby = other.filter(near).is_some();
                let seated = |o: &usize| self.relay_up && self.people[*o].seated;
                let other = other.filter(|o| nearby || seated(o));
                match other {
                    Some(other) if nearby || self.people[who].up => {
                        let kind = if nearby {
                            PathKind::Lan
                        } else {
                            PathKind::Relayed
                        };
                        let us = self.people[who].key;
                        self.order += 1;
                        let connection = self.order;
                        // Who is dialled knows first: the dialer's last word of
                        // the handshake is not answered.
                        let at = self.now.mono + self.some_latency() + self.some_latency();
                        self.at(at, Happening::PeerConnected(other, us, connection, kind));
                        self.at(at, Happening::PeerConnected(who, peer, connection, kind));
                    }
                    _ => {
                        let asked = self.relay_up && self.people[who].up;
                        let miss = if asked { Miss::Absent } else { Miss::Broken };
                        self.soon(Happening::PeerFailed(who, peer, miss));
                    }
                }
            }
            Output::Hang(peer) => {
                let connections = self.people[who].peers.get(&peer).cloned();
                for connection in connections.unwrap_or_default() {
                    self.hang_up(who, peer, connection);
                }
            }
            Output::Close(id) => {
                let all = self.people[who].peers.iter();
                let mut all = all.flat_map(|(peer, c)| c.iter().map(|c| (*peer, *c)));
                let same =
                    |(_, c): &(PeerId, Connection)| ConnectionId::new_unchecked(*c as usize) == id;
                if let Some((peer, connection)) = all.find(same) {
                    self.hang_up(who, peer, connection);
                }
            }
            Output::Open {
                stream: id,
                peer,
                purpose,
                connection,
            } => {
                if self.mute_control && purpose == Purpose::Control {
                    return;
                }
                let stream = Stream {
                    opener: who,
                    id,
                    purpose,
                    connection,
                };
                let other = self.people.iter().position(|p| p.key == peer);
                let reached = |c: &Vec<Connection>| !c.is_empty();
                let reached = self.people[who].peers.get(&peer).is_some_and(reached);
                if let Some(other) = other.filter(|_| reached) {
                    // Negotiation is lazy: the opener writes at once.
                    let end = End::From(who, id);
                    self.people[who].streams.insert(id, (other, end));
                    self.on_line(who, other, Happening::Inbound(other, stream));
                    self.at(self.now.mono, Happening::Opened(who, id));
                }
            }
            Output::Send { stream, frame } => self.send(who, stream, frame),
            Output::Finish(stream) => {
                if let Some((other, end)) = self.people[who].streams.remove(&stream) {
                    self.on_line(who, other, Happening::Ended(other, end));
                }
            }
            Output::Lan(output) => self.on_lan(who, output),
            // Nobody here looks for a straight path.
            Output::Listen => {
                self.people[who].everywhere = true;
                self.soon(Happening::Listening(who));
            }
            Output::Observe(_)
            | Output::StopObserving
            | Output::DialDirect { .. }
            | Output::HangAll
            | Output::Job(_)
            | Output::Stats { .. }
            | Output::Media(_)
            | Output::Over => {}
        }
    }

    fn hang_up(&mut self, who: usize, peer: PeerId, connection: Connection) {
        let us = self.people[who].key;
        self.soon(Happening::PeerLost(who, peer, connection));
        if let Some(other) = self.people.iter().position(|p| p.key == peer) {
            self.soon(Happening::PeerLost(other, us, connection));
        }
    }

    fn on_lan(&mut self, who: usize, output: lan::Output) {
        match output {
            lan::Output::Networks => {
                let network = Subnet {
                    ip: near_ip(who),
                    prefix_len: 24,
                };
                let networks = self.near.then_some(network).into_iter().collect();
                self.people[who].room.on_networks(self.now, networks);
            }
            lan::Output::Open(ips) => self.people[who].hears = !ips.is_empty(),
            lan::Output::Listen(ips) => {
                self.people[who].listens = !ips.is_empty();
                self.soon(Happening::Listening(who));
            }
            lan::Output::Send { to, packet, .. } => {
                self.packets += 1;
                let from = SocketAddr::new(near_ip(who), 50_000);
                for other in 0..self.people.len() {
                    let heard = match to {
                        lan::To::All => other != who,
                        lan::To::One(to) => to.ip() == near_ip(other),
                    };
                    if heard {
                        self.soon(Happening::Packet(other, from, packet.clone()));
                    }
                }
            }
            lan::Output::Found { .. } | lan::Output::Places => unreachable!("the room's"),
        }
    }

    fn meet(&mut self, who: usize, output: meeting::Output) {
        match output {
            meeting::Output::Dial { .. } if self.relay_up => {
                self.soon(Happening::RelayConnected(who));
            }
            meeting::Output::Dial { .. } => self.soon(Happening::RelayFailed(who)),
            meeting::Output::Reserve { .. } => self.soon(Happening::Seat(who)),
            meeting::Output::Register { nameplate, .. } => {
                let holder = *self.listed.entry(nameplate).or_insert(who);
                self.soon(Happening::Registered(who, nameplate, holder == who));
            }
            meeting::Output::Unregister { nameplate, .. } => {
                self.listed.remove(&nameplate);
            }
            _ => {}
        }
    }

    fn post(&mut self, who: usize, output: board::Output) {
        match output {
            board::Output::Register { place, .. } => {
                if !self.board.contains(&(place.clone(), who)) {
                    self.board.push((place.clone(), who));
                }
                self.soon(Happening::ListedKept(who, place));
            }
            board::Output::Unregister { place, .. } => {
                self.board.retain(|listed| *listed != (place.clone(), who));
            }
            board::Output::Discover { place, .. } => {
                let here = self.board.iter().filter(|(at, _)| *at == place);
                let found = here.map(|(_, who)| self.people[*who].key).collect();
                self.soon(Happening::FoundKept(who, place, found));
            }
        }
    }

    fn send(&mut self, who: usize, stream: StreamId, frame: Vec<u8>) {
        if let Some((other, end)) = self.people[who].streams.get(&stream).copied() {
            self.on_line(who, other, Happening::Frame(other, end, frame));
        }
    }

    fn find(&self, who: usize, end: End) -> Option<StreamId> {
        let streams = &self.people[who].streams;
        match end {
            End::Own(id) => streams.contains_key(&id).then_some(id),
            End::From(other, id) => {
                let theirs = (other, End::Own(id));
                streams
                    .iter()
                    .find(|(_, o)| **o == theirs)
                    .map(|(id, _)| *id)
            }
        }
    }

    /// Two ways' latency from now, in any order.
    fn soon(&mut self, happening: Happening) {
        let after = self.some_latency() + self.some_latency();
        self.at(self.now.mono + after, happening);
    }

    /// One way's latency from now, but after what is on the line already.
    fn on_line(&mut self, from: usize, to: usize, happening: Happening) {
        let arrives = self.now.mono + self.some_latency();
        let last = self.lines.entry((from, to)).or_insert(arrives);
        *last = arrives.max(*last);
        let at = *last;
        self.at(at, happening);
    }

    fn at(&mut self, at: Instant, happening: Happening) {
        self.order += 1;
        self.happenings.insert(self.order, happening);
        self.queue.push(Reverse((at, self.order)));
    }

    fn some_latency(&mut self) -> Duration {
        self.rng.gen_range(self.latency.clone())
    }
}

fn near_ip(who: usize) -> IpAddr {
    IpAddr::from([192, 168, 1, 10 + who as u8])
}

fn near_address(who: usize) -> Multiaddr {
    let text = format!("/ip4/{}/tcp/{}", near_ip(who), 4000 + who);
    text.parse().unwrap()
}

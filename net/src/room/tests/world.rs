//! An emulated relay, emulated lines and a clock that jumps.

mod carrying;
mod happening;

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    ops::Range,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId};
use rand::{Rng, SeedableRng, rngs::StdRng};

use self::happening::{End, Happening};
use crate::{
    api::{CloseReason, Command, EventKind, Invite, RoomState},
    client::Config,
    code::{Nameplate, RoomCode},
    kept::place::Place,
    link::InviteLink,
    room::{Answer, Miss, Room},
    streams::StreamId,
    time::Now,
};

/// Numbers the connections between two people.
type Connection = u64;

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

    /// Somebody makes a room.
    pub(super) fn create(&mut self, who: usize) {
        let create = Command::Create {
            ask: false,
            kept: false,
        };
        self.command(who, create);
    }

    /// Somebody joins one.
    pub(super) fn join(&mut self, who: usize, invite: Invite) {
        let kept = false;
        self.command(who, Command::Join { invite, kept });
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

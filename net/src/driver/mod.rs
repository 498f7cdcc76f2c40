//! Runs one room on one swarm: swarm events, frames and commands in, outputs
//! out. Decides nothing.

mod direct;
mod lan;
mod numbers;
mod relays;
mod swarm_events;
mod transfers;

use std::{
    collections::{HashMap, VecDeque},
    future::pending,
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};

use futures::{StreamExt, poll};
use if_watch::{IfEvent, tokio::IfWatcher};
use libp2p::{
    Multiaddr, PeerId, Swarm,
    core::transport::ListenerId,
    identity::Keypair,
    request_response::OutboundRequestId,
    swarm::{
        ConnectionId,
        dial_opts::{DialOpts, PeerCondition},
    },
};
use rand::{SeedableRng, rngs::StdRng};
use tokio::{sync::mpsc, time::sleep_until};

use self::relays::Asked;
use crate::{
    api::{Command, Event, Tag},
    client::Config,
    direct::addresses::Subnet,
    lan::{networks, radio::Radio},
    media,
    pipe::{FromPipe, Pipe},
    room::{Miss, Output, Room},
    streams::{Purpose, StreamId},
    swarm::{
        self, Behaviour,
        streams::{Carried, OpenId},
    },
    time::Now,
    transfer::worker::Worker,
};

/// Frames of all streams that wait to be looked at.
const INBOX: usize = 256;
/// Events that wait to be taken; past the first nothing more is read off the
/// line, past the second no more commands.
const EVENTS_BEFORE_LINE_WAITS: usize = 512;
const EVENTS_BEFORE_COMMANDS_WAIT: usize = 4096;
/// What is handled before the outputs are looked at.
const BATCH: usize = 64;
/// Last words have this long to be written once the room is over.
const LINGER: Duration = Duration::from_millis(500);

/// One room's task.
pub(crate) struct Driver {
    swarm: Swarm<Behaviour>,
    quic: tincan_quic::Handle,
    carried: Arc<Carried>,
    key: Keypair,
    room: Room,
    commands: mpsc::Receiver<(Option<Tag>, Command)>,
    commands_ended: bool,
    events: mpsc::Sender<Event>,
    untold: VecDeque<Event>,
    pipes: HashMap<StreamId, Pipe>,
    inbox: mpsc::Receiver<(StreamId, FromPipe)>,
    to_inbox: mpsc::Sender<(StreamId, FromPipe)>,
    worker: Worker,
    media: media::Worker,
    requests: HashMap<OutboundRequestId, Asked>,
    listeners: HashMap<ListenerId, PeerId>,
    /// Whether sockets to listen on are open.
    listening: bool,
    tcp_listeners: Vec<ListenerId>,
    radio: Radio,
    /// Sockets for guests on local networks, by our address there.
    lan_listeners: HashMap<ListenerId, IpAddr>,
    /// Those that we are on.
    networks: Vec<Subnet>,
    /// Extra connections to relays, for the addresses that those see.
    observers: HashMap<ConnectionId, Multiaddr>,
    /// Tells of addresses that come and go; none where the system does not say.
    interfaces: Option<IfWatcher>,
    /// Addresses that are no news when they are told of for the first time.
    had_at_start: Vec<IpAddr>,
    /// Cleared before the event that says that the room is closed.
    open: Arc<AtomicBool>,
    /// Set at the end: everything still to be written has until then.
    over: Option<Instant>,
}

impl Driver {
    /// A spare room with a fresh key.
    pub(crate) fn new(
        config: &Config,
        commands: mpsc::Receiver<(Option<Tag>, Command)>,
        events: mpsc::Sender<Event>,
        open: Arc<AtomicBool>,
    ) -> Result<Self, swarm::BuildError> {
        let key = Keypair::generate_ed25519();
        let us = key.public().to_peer_id();
        let swarm::Built {
            swarm,
            quic,
            carried,
        } = swarm::build(key.clone())?;
        let media = media::Worker::new(quic.registry());
        let room = Room::spare(Now::read(), us, config, StdRng::from_entropy());
        let (to_inbox, inbox) = mpsc::channel(INBOX);
        Ok(Self {
            swarm,
            quic,
            carried,
            key,
            room,
            commands,
            commands_ended: false,
            events,
            untold: VecDeque::new(),
            pipes: HashMap::new(),
            inbox,
            to_inbox,
            worker: Worker::default(),
            media,
            requests: HashMap::new(),
            listeners: HashMap::new(),
            listening: false,
            tcp_listeners: Vec::new(),
            observers: HashMap::new(),
            interfaces: direct::watch_interfaces(),
            had_at_start: networks::read().iter().map(|n| n.ip).collect(),
            radio: Radio::new(),
            lan_listeners: HashMap::new(),
            networks: networks::read(),
            open,
            over: None,
        })
    }

    /// Runs until the room is over.
    pub(crate) async fn run(mut self) {
        while self.step().await {}
    }

    /// Does what there is to do, then waits for the next thing to happen; gives
    /// whether the room goes on.
    async fn step(&mut self) -> bool {
        if !self.act() {
            self.open_gate().await;
            return true;
        }
        self.tell();
        let blocked = self.fill_control();
        if self.room.has_output() {
            return true;
        }
        if self.is_done() {
            return false;
        }
        let deadline = match (self.room.poll_timeout(), self.over) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let take_frames = self.untold.len() < EVENTS_BEFORE_LINE_WAITS;
        let take_commands = !self.commands_ended && self.untold.len() < EVENTS_BEFORE_COMMANDS_WAIT;
        tokio::select! {
            event = self.swarm.select_next_some() => self.on_swarm_event(event),
            command = self.commands.recv(), if take_commands => self.on_command(command),
            Some((stream, from)) = self.inbox.recv(), if take_frames => {
                self.on_pipe(stream, from);
                self.on_more_frames();
            }
            Some(report) = self.worker.next(), if take_frames => {
                self.on_report(report);
                self.on_more_reports();
            }
            Some(stream) = self.media.next(), if take_frames => {
                self.room.on_stream_ended(Now::read(), stream);
            }
            Some(change) = next(&mut self.interfaces) => self.on_interface(change),
            Some((from, packet)) = self.radio.hear() => {
                self.room.on_lan_packet(Now::read(), from, &packet);
            }
            () = room_for_events(&self.events), if !self.untold.is_empty() => {}
            () = room_in(blocked) => {}
            () = at(deadline) => self.room.on_timeout(Now::read()),
        }
        true
    }

    /// Has the gate open on the connections of who was just admitted. Told of it
    /// before, it may open streams that are refused.
    async fn open_gate(&mut self) {
        while self.swarm.behaviour().gated.is_opening() {
            match poll!(self.swarm.select_next_some()) {
                Poll::Ready(event) => self.on_swarm_event(event),
                Poll::Pending => return,
            }
        }
    }

    fn is_done(&self) -> bool {
        let Some(until) = self.over else {
            return self.commands_ended && self.room.is_spare();
        };
        let nothing_left =
            self.untold.is_empty() && self.requests.is_empty() && self.worker.is_idle();
        nothing_left && self.pipes.is_empty() && self.swarm.connected_peers().next().is_none()
            || (until <= Instant::now() && (self.untold.is_empty() || self.events.is_closed()))
    }

    fn on_command(&mut self, command: Option<(Option<Tag>, Command)>) {
        let Some((re, command)) = command else {
            self.commands_ended = true;
            if !self.room.is_spare() {
                self.room.on_command(Now::read(), None, Command::Leave);
            }
            return;
        };
        self.room.on_command(Now::read(), re, command);
        for _ in 1..BATCH {
            let Ok((re, command)) = self.commands.try_recv() else {
                break;
            };
            self.room.on_command(Now::read(), re, command);
        }
    }

    fn on_pipe(&mut self, stream: StreamId, from: FromPipe) {
        // What a finished stream still sent is of no interest.
        if !self.pipes.contains_key(&stream) {
            return;
        }
        match from {
            FromPipe::Frame(frame) => self.room.on_frame(Now::read(), stream, &frame),
            FromPipe::Ended => {
                self.pipes.remove(&stream);
                self.room.on_stream_ended(Now::read(), stream);
            }
        }
    }

    fn on_more_frames(&mut self) {
        for _ in 1..BATCH {
            // An end changes which frames count: outputs first.
            if !self.act() {
                break;
            }
            let Ok((stream, from)) = self.inbox.try_recv() else {
                break;
            };
            self.on_pipe(stream, from);
        }
    }

    fn on_more_reports(&mut self) {
        for _ in 1..BATCH {
            if !self.act() {
                break;
            }
            let Some(report) = self.worker.try_next() else {
                break;
            };
            self.on_report(report);
        }
    }

    fn tell(&mut self) {
        while let Some(event) = self.untold.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(event)) = self.events.try_send(event) {
                self.untold.push_front(event);
                return;
            }
        }
    }

    /// Fills the control stream; gives its queue when that is full.
    fn fill_control(&mut self) -> Option<mpsc::Sender<Vec<u8>>> {
        let pipe = self.pipes.get(&self.room.control()?)?;
        while pipe.has_room() {
            let frame = self.room.poll_control()?;
            pipe.send(frame);
        }
        Some(pipe.queue())
    }

    /// Does what the room wants done, up to where the gate has to open first;
    /// gives whether that was all.
    fn act(&mut self) -> bool {
        while let Some(output) = self.room.poll_output() {
            tracing::trace!(us = %self.swarm.local_peer_id(), output = %output.name());
            match output {
                Output::Meeting(output) => self.meet(output),
                Output::Discover { relay, nameplate } => self.discover(relay, nameplate),
                Output::Dial { peer, addresses } => {
                    // Another dial may hang on a relay that is gone.
                    self.dial(peer, addresses, PeerCondition::Disconnected);
                }
                Output::DialBeside { peer, addresses } => {
                    self.dial(peer, addresses, PeerCondition::Always);
                }
                Output::Hang(peer) => {
                    let _ = self.swarm.disconnect_peer_id(peer);
                }
                Output::Admit(peer) => {
                    let gated = &mut self.swarm.behaviour_mut().gated;
                    gated.admit(peer);
                    if gated.is_opening() {
                        return false;
                    }
                }
                Output::ShutOut(peer) => self.swarm.behaviour_mut().gated.shut_out(peer),
                Output::HangAll => {
                    let peers: Vec<PeerId> = self.swarm.connected_peers().copied().collect();
                    for peer in peers {
                        let _ = self.swarm.disconnect_peer_id(peer);
                    }
                }
                Output::Close(connection) => {
                    self.swarm.close_connection(connection);
                }
                Output::Open {
                    stream,
                    peer,
                    connection,
                    purpose,
                } => {
                    let behaviour = self.swarm.behaviour_mut();
                    let streams = match purpose {
                        Purpose::Admit => &mut behaviour.admit,
                        Purpose::Control => &mut behaviour.gated.inner_mut().control,
                        Purpose::Punch => &mut behaviour.gated.inner_mut().punch,
                        Purpose::Transfer => &mut behaviour.gated.inner_mut().transfer,
                        Purpose::Media => &mut behaviour.gated.inner_mut().media,
                    };
                    streams.open(OpenId(stream.0), peer, connection);
                }
                Output::Board(output) => self.on_board(output),
                Output::Lan(output) => self.on_lan(output),
                Output::Listen => self.listen(),
                Output::Observe(relays) => self.observe(relays),
                Output::StopObserving => self.stop_observing(),
                Output::DialDirect { peer, dial } => self.dial_direct(peer, dial),
                Output::Send { stream, frame } => {
                    if let Some(pipe) = self.pipes.get(&stream)
                        && !pipe.send(frame)
                    {
                        self.pipes.remove(&stream);
                    }
                }
                Output::Finish(stream) => {
                    self.pipes.remove(&stream);
                    self.media.forget(stream);
                }
                Output::Job(job) => self.worker.carry_out(job),
                Output::Stats { re, line } => self.tell_stats(re, line),
                Output::Media(job) => {
                    self.media.carry_out(job);
                    self.worker.set_beside_a_call(self.media.has_call());
                }
                Output::Event(event) => {
                    if self.room.is_closed() {
                        self.open.store(false, Ordering::Release);
                    }
                    self.untold.push_back(event);
                }
                Output::Over => {
                    self.fill_control();
                    self.pipes.clear();
                    self.over = Some(Instant::now() + LINGER);
                }
            }
        }
        self.mind_the_door();
        true
    }

    fn dial(&mut self, peer: PeerId, addresses: Vec<Multiaddr>, when: PeerCondition) {
        let dial = DialOpts::peer_id(peer)
            .addresses(addresses)
            .condition(when)
            .build();
        if self.swarm.dial(dial).is_err() && !self.swarm.is_connected(&peer) {
            self.room.on_peer_failed(Now::read(), peer, Miss::Broken);
        }
    }
}

async fn next(interfaces: &mut Option<IfWatcher>) -> Option<io::Result<IfEvent>> {
    match interfaces {
        Some(interfaces) => interfaces.next().await,
        None => pending().await,
    }
}

async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => pending().await,
    }
}

async fn room_for_events(events: &mpsc::Sender<Event>) {
    if events.reserve().await.is_err() {
        pending().await
    }
}

async fn room_in(queue: Option<mpsc::Sender<Vec<u8>>>) {
    match queue {
        Some(queue) => {
            // A broken stream is noticed by its reader.
            if queue.reserve().await.is_err() {
                pending().await
            }
        }
        None => pending().await,
    }
}

#[cfg(test)]
mod tests;

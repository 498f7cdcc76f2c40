//! The swarm of a relay with chosen manners, and its loop.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::StreamExt;
use libp2p::{
    Multiaddr, PeerId, Swarm, SwarmBuilder,
    core::{PeerRecord, muxing::StreamMuxerBox, transport::ListenerId},
    identify,
    identity::Keypair,
    multiaddr::Protocol,
    noise, ping,
    relay::{self as stock, HOP_PROTOCOL_NAME},
    request_response::{self, Message as Exchange, ResponseChannel},
    swarm::{NetworkBehaviour, SwarmEvent, behaviour::toggle::Toggle},
    tcp, yamux,
};
use tincan_relay::rendezvous::{self, Cookie, Discovered, ErrorCode, Message, Registration};
use tokio::time::{Instant, sleep_until};

use super::{
    hop::{self, Answer, Wants},
    identity,
    relay::{Finds, Hop, Manners, Moment, Registers, Seen},
};

/// Circuits and seats of one that gives as much as anybody likes.
const AMPLE: usize = 10_000;
/// Names under which somebody is listed.
const LISTED: usize = 1_000;

#[derive(NetworkBehaviour)]
struct Behaviour {
    hop: Toggle<stock::Behaviour>,
    hollow: Toggle<request_response::Behaviour<hop::Codec>>,
    meeting: request_response::Behaviour<rendezvous::Codec>,
    honest: Toggle<identify::Behaviour>,
    lying: Toggle<request_response::Behaviour<identity::Codec>>,
    ping: ping::Behaviour,
}

struct Server {
    swarm: Swarm<Behaviour>,
    address: Multiaddr,
    key: Keypair,
    manners: Manners,
    seen: Arc<Mutex<Seen>>,
    listed: HashMap<String, Registration>,
    last: Option<Registration>,
    /// Questions that get no answer: dropped, they would be one.
    unanswered: Vec<Held>,
    hang_up: VecDeque<(Instant, PeerId)>,
}

#[expect(dead_code, reason = "held, and never looked at")]
enum Held {
    Hop(ResponseChannel<Answer>),
    Meeting(ResponseChannel<Message>),
}

/// The address that a relay listens on, and its work.
pub(super) fn start(
    key: Keypair,
    manners: Manners,
    seen: Arc<Mutex<Seen>>,
) -> (Multiaddr, impl Future<Output = ()>) {
    let mut swarm = swarm(&key, &manners);
    let any = "/ip4/127.0.0.1/tcp/0".parse().expect("an address");
    let listener = swarm.listen_on(any).expect("a port");
    let address = futures::executor::block_on(listening(&mut swarm, listener));
    swarm.add_external_address(address.clone());
    let server = Server {
        swarm,
        address: address.clone(),
        key,
        manners,
        seen,
        listed: HashMap::new(),
        last: None,
        unanswered: Vec::new(),
        hang_up: VecDeque::new(),
    };
    (address, server.run())
}

async fn listening(swarm: &mut Swarm<Behaviour>, listener: ListenerId) -> Multiaddr {
    loop {
        if let SwarmEvent::NewListenAddr {
            listener_id,
            address,
        } = swarm.select_next_some().await
            && listener_id == listener
        {
            return address;
        }
    }
}

fn swarm(key: &Keypair, manners: &Manners) -> Swarm<Behaviour> {
    let hop = match manners.hop {
        Hop::Ample => Some(config(Duration::from_secs(3600), 1 << 40, AMPLE)),
        Hop::Cuts { time, bytes } => Some(config(time, bytes, AMPLE)),
        Hop::Full => Some(config(Duration::from_secs(3600), 1 << 40, 0)),
        Hop::Silent | Hop::Hollow(_) | Hop::Unknown => None,
    };
    let by_hand = matches!(manners.hop, Hop::Silent | Hop::Hollow(_));
    let lies = manners.observed.is_some();
    let identify = identify::Config::new("tincan/1".to_owned(), key.public());
    let behaviour = |key: &Keypair| Behaviour {
        hop: hop
            .map(|config| stock::Behaviour::new(key.public().to_peer_id(), config))
            .into(),
        hollow: by_hand.then(hop::behaviour).into(),
        meeting: request_response::Behaviour::new(
            [(
                rendezvous::PROTOCOL,
                request_response::ProtocolSupport::Inbound,
            )],
            request_response::Config::default().with_request_timeout(Duration::from_secs(300)),
        ),
        honest: (!lies).then(|| identify::Behaviour::new(identify)).into(),
        lying: lies.then(identity::behaviour).into(),
        ping: ping::Behaviour::default(),
    };
    SwarmBuilder::with_existing_identity(key.clone())
        .with_tokio()
        .with_other_transport(|key| {
            use libp2p::Transport as _;
            let tcp = tcp::tokio::Transport::new(tcp::Config::default().nodelay(true));
            let noise = noise::Config::new(key).expect("a key");
            tcp.upgrade(libp2p::core::upgrade::Version::V1)
                .authenticate(noise)
                .multiplex(yamux::Config::default())
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
        })
        .expect("a transport")
        .with_behaviour(behaviour)
        .expect("a behaviour")
        .with_swarm_config(|swarm| swarm.with_idle_connection_timeout(Duration::from_secs(3600)))
        .build()
}

fn config(time: Duration, bytes: u64, reservations: usize) -> stock::Config {
    stock::Config {
        max_reservations: reservations,
        max_reservations_per_peer: AMPLE,
        reservation_rate_limiters: Vec::new(),
        max_circuits: AMPLE,
        max_circuits_per_peer: AMPLE,
        max_circuit_duration: time,
        max_circuit_bytes: bytes,
        circuit_src_rate_limiters: Vec::new(),
        ..stock::Config::default()
    }
}

impl Server {
    async fn run(mut self) {
        loop {
            let next = self.hang_up.front().map(|(at, _)| *at);
            let due = async {
                match next {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.swarm.select_next_some() => self.on_event(event),
                () = due => {
                    if let Some((_, peer)) = self.hang_up.pop_front() {
                        // Who is gone need not be hung up on.
                        let _ = self.swarm.disconnect_peer_id(peer);
                    }
                }
            }
        }
    }

    fn note(&self, note: impl FnOnce(&mut Seen)) {
        note(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn on_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        match event {
            SwarmEvent::ConnectionEstablished { peer_id, .. } => {
                self.note(|seen| seen.connections += 1);
                if let Some(after) = self.manners.hangs_up_after {
                    self.hang_up.push_back((Instant::now() + after, peer_id));
                }
            }
            SwarmEvent::Behaviour(BehaviourEvent::Hop(event)) => self.on_hop(&event),
            SwarmEvent::Behaviour(BehaviourEvent::Hollow(request_response::Event::Message {
                message:
                    Exchange::Request {
                        request, channel, ..
                    },
                ..
            })) => self.on_hollow(request, channel),
            SwarmEvent::Behaviour(BehaviourEvent::Meeting(request_response::Event::Message {
                peer,
                message:
                    Exchange::Request {
                        request, channel, ..
                    },
                ..
            })) => self.on_meeting(peer, request, channel),
            SwarmEvent::Behaviour(BehaviourEvent::Lying(request_response::Event::Message {
                message: Exchange::Request { channel, .. },
                ..
            })) => self.lie(channel),
            _ => {}
        }
    }

    fn on_hop(&mut self, event: &stock::Event) {
        match event {
            stock::Event::ReservationReqAccepted { .. }
            | stock::Event::ReservationReqDenied { .. } => self.note(|seen| seen.reserves += 1),
            stock::Event::CircuitReqAccepted { dst_peer_id, .. }
            | stock::Event::CircuitReqDenied { dst_peer_id, .. } => self.note(|seen| {
                seen.circuits += 1;
                seen.wanted.insert(*dst_peer_id);
            }),
            _ => {}
        }
        match event {
            stock::Event::ReservationReqAccepted { src_peer_id, .. } => {
                self.may_hang_up(Moment::Seated, *src_peer_id);
            }
            stock::Event::CircuitReqAccepted {
                src_peer_id,
                dst_peer_id,
            } => {
                self.may_hang_up(Moment::Dials, *src_peer_id);
                self.may_hang_up(Moment::IsDialed, *dst_peer_id);
            }
            _ => {}
        }
    }

    /// Hangs up on who has come so far, if that is when to, and it was not done
    /// yet; gives whether it was done now.
    fn may_hang_up(&mut self, moment: Moment, peer: PeerId) -> bool {
        let now = self.manners.hangs_up_at.take_if(|at| *at == moment);
        if now.is_some() {
            self.note(|seen| seen.hung_up += 1);
            // Who is gone need not be hung up on.
            let _ = self.swarm.disconnect_peer_id(peer);
        }
        now.is_some()
    }

    fn on_hollow(&mut self, wants: Wants, channel: ResponseChannel<Answer>) {
        self.note(|seen| match wants {
            Wants::Reserve => seen.reserves += 1,
            Wants::Connect => seen.circuits += 1,
        });
        let Hop::Hollow(seconds) = self.manners.hop else {
            self.unanswered.push(Held::Hop(channel));
            return;
        };
        let us = *self.swarm.local_peer_id();
        let address = self.address.clone().with(Protocol::P2p(us));
        let answer = match wants {
            Wants::Reserve => Answer::seat(&address, seconds),
            Wants::Connect => Answer::hollow_circuit(),
        };
        if let Some(hollow) = self.swarm.behaviour_mut().hollow.as_mut() {
            // Who is gone needs no answer.
            let _ = hollow.send_response(channel, answer);
        }
    }

    fn on_meeting(&mut self, peer: PeerId, request: Message, channel: ResponseChannel<Message>) {
        let moment = match &request {
            Message::Register(_) => Some(Moment::Lists),
            Message::Discover { .. } => Some(Moment::Asks),
            _ => None,
        };
        if moment.is_some_and(|moment| self.may_hang_up(moment, peer)) {
            return;
        }
        let answer = match request {
            Message::Register(new) => {
                self.note(|seen| seen.registers += 1);
                self.register(new.namespace, new.record, new.ttl)
            }
            Message::Discover { namespace, .. } => {
                self.note(|seen| seen.discovers += 1);
                self.discover(namespace)
            }
            Message::Unregister(namespace) => {
                self.listed.remove(namespace.as_str());
                return;
            }
            Message::RegisterResponse(_) | Message::DiscoverResponse(_) => return,
        };
        match answer {
            Some(answer) => {
                let meeting = &mut self.swarm.behaviour_mut().meeting;
                // Who is gone needs no answer.
                let _ = meeting.send_response(channel, answer);
            }
            None => self.unanswered.push(Held::Meeting(channel)),
        }
    }

    fn register(
        &mut self,
        namespace: rendezvous::Namespace,
        record: PeerRecord,
        ttl: Option<u64>,
    ) -> Option<Message> {
        match self.manners.registers {
            Registers::Silent => return None,
            Registers::Taken => {
                return Some(Message::RegisterResponse(Err(ErrorCode::NotAuthorized)));
            }
            Registers::Anybody => {}
        }
        let ttl = ttl.unwrap_or(120);
        let name = namespace.as_str().to_owned();
        let registration = Registration {
            namespace,
            record,
            ttl,
        };
        self.last = Some(registration.clone());
        if self.listed.len() < LISTED {
            self.listed.insert(name, registration);
        }
        Some(Message::RegisterResponse(Ok(ttl)))
    }

    fn discover(&mut self, namespace: Option<rendezvous::Namespace>) -> Option<Message> {
        let namespace = namespace?;
        let registrations = match self.manners.finds {
            Finds::Silent => return None,
            Finds::Listed => {
                let listed = self.listed.get(namespace.as_str());
                listed.cloned().into_iter().collect()
            }
            Finds::Somebody => self.last.clone().into_iter().collect(),
            Finds::Strangers(count) => {
                let stranger = |_| self.stranger(namespace.clone());
                (0..count).map(stranger).collect()
            }
        };
        let cookie = Cookie::try_from(vec![0; 8]).expect("short enough");
        Some(Message::DiscoverResponse(Ok(Discovered {
            registrations,
            cookie,
        })))
    }

    /// Somebody well signed who waits nowhere.
    fn stranger(&self, namespace: rendezvous::Namespace) -> Registration {
        let nobody = Keypair::generate_ed25519();
        let circuit = self
            .address
            .clone()
            .with(Protocol::P2p(self.key.public().to_peer_id()))
            .with(Protocol::P2pCircuit)
            .with(Protocol::P2p(nobody.public().to_peer_id()));
        Registration {
            namespace,
            record: PeerRecord::new(&nobody, vec![circuit]).expect("a record"),
            ttl: 120,
        }
    }

    fn lie(&mut self, channel: ResponseChannel<Vec<u8>>) {
        let Some(observed) = &self.manners.observed else {
            return;
        };
        let offered = [
            HOP_PROTOCOL_NAME.as_ref(),
            rendezvous::PROTOCOL.as_ref(),
            "/ipfs/ping/1.0.0",
            "/ipfs/id/1.0.0",
        ]
        .map(str::to_owned);
        let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
        let bytes = identity::lie(&self.key.public(), &offered, observed);
        if let Some(lying) = self.swarm.behaviour_mut().lying.as_mut() {
            // Who is gone needs no answer.
            let _ = lying.send_response(channel, bytes);
        }
    }
}

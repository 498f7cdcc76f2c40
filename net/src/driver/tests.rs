//! A host, a real relay, and guests who do not keep to the protocol.

mod calling;
mod handing;
mod listed;
mod scene;

use std::time::{Duration, Instant};

use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
    PeerId, Swarm,
    identity::Keypair,
    swarm::{ConnectionId, SwarmEvent, dial_opts::DialOpts},
};
use rand::{SeedableRng, rngs::StdRng};
use tincan_relay::{Config as RelayConfig, Node};
use tokio::{runtime::Handle, time::timeout};

use crate::{
    Client, Command, Config, EventKind, Events, Invite, InviteLink, RoomState, Warning,
    admission::guest::{GuestRun, Outcome, Step},
    swarm::{
        self, Behaviour, BehaviourEvent, GatedEvent,
        streams::{self, OpenId, Stream},
    },
    wire,
};

const WITHIN: Duration = Duration::from_secs(30);

async fn relay() -> Node {
    let config = RelayConfig::loopback(Keypair::generate_ed25519(), 0);
    Node::start(config).await.unwrap()
}

async fn until<T>(events: &mut Events, mut pick: impl FnMut(EventKind) -> Option<T>) -> T {
    let found = async {
        loop {
            let event = events.recv().await.expect("ended");
            if let Some(found) = pick(event.kind) {
                return found;
            }
        }
    };
    timeout(WITHIN, found).await.expect("it never happens")
}

async fn waiting_host(relay: &Node) -> (Client, Events, InviteLink) {
    let config = Config {
        name: "Quiet Otter".parse().unwrap(),
        relays: relay.addresses().to_vec(),
        hide_ip: true,
        lan: false,
        tell_read: true,
    };
    let (client, mut events) = Client::start(config, &Handle::current());
    assert!(client.send(
        None,
        Command::Create {
            ask: false,
            kept: false
        }
    ));
    let link = until(&mut events, |kind| match kind {
        EventKind::Room {
            state: RoomState::Waiting { link, .. },
            ..
        } => Some(link),
        _ => None,
    });
    let link = link.await;
    (client, events, link)
}

/// What a stream is for.
#[derive(Clone, Copy)]
enum For {
    Admission,
    Control,
    Transfer,
    Media,
}

/// A guest of our making, by hand.
struct Guest {
    swarm: Swarm<Behaviour>,
    host: PeerId,
    connection: ConnectionId,
    opens: u64,
}

impl Guest {
    async fn connected(link: &InviteLink) -> Self {
        let mut swarm = swarm::build(Keypair::generate_ed25519()).unwrap().swarm;
        swarm.behaviour_mut().gated.admit(link.host);
        let dial = DialOpts::from(link.via()[0].to_dial(link.host));
        let connection = dial.connection_id();
        swarm.dial(dial).unwrap();
        let mut guest = Self {
            swarm,
            host: link.host,
            connection,
            opens: 0,
        };
        let host = guest.host;
        guest
            .until(|event| match event {
                SwarmEvent::ConnectionEstablished { peer_id, .. } if peer_id == host => Some(()),
                _ => None,
            })
            .await;
        guest
    }

    async fn until<T>(
        &mut self,
        mut pick: impl FnMut(SwarmEvent<BehaviourEvent>) -> Option<T>,
    ) -> T {
        let found = async {
            loop {
                if let Some(found) = pick(self.swarm.select_next_some().await) {
                    return found;
                }
            }
        };
        timeout(WITHIN, found).await.expect("it never happens")
    }

    /// Opens a stream; `None` when the host has hung up.
    async fn open(&mut self, what: For) -> Option<Stream> {
        // It may have hung up while something else was looked at.
        if !self.swarm.is_connected(&self.host) {
            return None;
        }
        self.opens += 1;
        let id = OpenId(self.opens);
        let behaviour = self.swarm.behaviour_mut();
        let streams = match what {
            For::Admission => &mut behaviour.admit,
            For::Control => &mut behaviour.gated.inner_mut().control,
            For::Transfer => &mut behaviour.gated.inner_mut().transfer,
            For::Media => &mut behaviour.gated.inner_mut().media,
        };
        streams.open(id, self.host, self.connection);
        let host = self.host;
        self.until(|event| match event {
            SwarmEvent::ConnectionClosed { peer_id, .. } if peer_id == host => Some(None),
            SwarmEvent::Behaviour(
                BehaviourEvent::Admit(streams::Event::Opened { stream, .. })
                | BehaviourEvent::Gated(
                    GatedEvent::Control(streams::Event::Opened { stream, .. })
                    | GatedEvent::Transfer(streams::Event::Opened { stream, .. })
                    | GatedEvent::Media(streams::Event::Opened { stream, .. }),
                ),
            ) => Some(Some(stream)),
            _ => None,
        })
        .await
    }

    /// Keeps the swarm running while `work` is done.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> T {
        let run = async {
            tokio::select! {
                done = work => done,
                () = async { loop { self.swarm.select_next_some().await; } } => unreachable!(),
            }
        };
        timeout(WITHIN, run).await.expect("it never ends")
    }

    async fn admitted(&mut self, link: &InviteLink) {
        let mut stream = self.open(For::Admission).await.unwrap();
        let us = *self.swarm.local_peer_id();
        let (mut run, hello) = GuestRun::start(
            &Invite::Link(link.clone()),
            "Calm Badger".parse().unwrap(),
            us,
            self.host,
            &mut StdRng::from_entropy(),
        );
        let outcome = self
            .meanwhile(async {
                let mut frame = hello;
                loop {
                    wire::write_frame(&mut stream, &frame).await.unwrap();
                    stream.flush().await.unwrap();
                    let answer = wire::read_frame(&mut stream).await.unwrap().unwrap();
                    match run.on_frame(&answer) {
                        Step::Send(next) | Step::Knock(next) => frame = next,
                        Step::Done(outcome) => return outcome,
                    }
                }
            })
            .await;
        assert!(matches!(outcome, Outcome::Admitted { .. }));
    }

    /// Opens the control channel and says `hello` until the host answers: its
    /// gate may open a moment after it has said that we are in.
    async fn talks(&mut self, hello: &[u8]) -> Stream {
        let deadline = Instant::now() + WITHIN;
        loop {
            let mut control = self.open(For::Control).await.unwrap();
            let talk = async {
                wire::write_frame(&mut control, hello).await.ok()?;
                control.flush().await.ok()?;
                wire::read_frame(&mut control).await.ok()?
            };
            if self.meanwhile(talk).await.is_some() {
                return control;
            }
            assert!(Instant::now() < deadline, "it is not answered");
        }
    }

    /// Writes raw bytes on a new stream and waits until the host ends it;
    /// `false` when the host has hung up.
    async fn throw(&mut self, what: For, bytes: &[u8]) -> bool {
        let Some(mut stream) = self.open(what).await else {
            return false;
        };
        self.meanwhile(async {
            let _ = stream.write_all(bytes).await;
            let _ = stream.flush().await;
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        })
        .await;
        true
    }
}

fn garbage() -> Vec<u8> {
    let mut bytes = 8u32.to_be_bytes().to_vec();
    bytes.extend(b"nonsense");
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_at_the_door_is_turned_away_and_the_room_waits_on() {
    let relay = relay().await;
    let (_host, mut events, link) = waiting_host(&relay).await;
    let mut stranger = Guest::connected(&link).await;
    stranger.throw(For::Admission, &garbage()).await;
    let mut stranger = Guest::connected(&link).await;
    stranger
        .throw(For::Admission, &u32::MAX.to_be_bytes())
        .await;

    let mut guest = Guest::connected(&link).await;
    guest.admitted(&link).await;
    let connected = until(&mut events, |kind| match kind {
        EventKind::Room {
            state: RoomState::Connected { peer },
            ..
        } => Some(peer),
        _ => None,
    });
    let mut session = crate::session::Session::new(
        crate::api::Side::Guest,
        "Calm Badger".parse().unwrap(),
        crate::admission::Bond {
            binding: crate::safety::Binding([0; 32]),
            key: crate::admission::SessionKey([0; 32]),
        },
        None,
        &mut rand::thread_rng(),
    );
    session.attach();
    let hello = session.poll_frame().unwrap();
    let _control = guest.talks(&hello).await;
    let peer = guest.meanwhile(connected).await;
    assert_eq!(peer.as_str(), "Calm Badger");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_of_an_admitted_guest_is_named_and_ends_the_room_if_it_goes_on() {
    let relay = relay().await;
    let (_host, mut events, link) = waiting_host(&relay).await;
    let mut guest = Guest::connected(&link).await;
    guest.admitted(&link).await;
    guest.throw(For::Control, &u32::MAX.to_be_bytes()).await;
    let mut throws = 0;
    while guest.throw(For::Control, &garbage()).await {
        throws += 1;
        assert!(throws < 20, "it goes on and on");
    }
    let mut warnings = 0;
    until(&mut events, |kind| match kind {
        EventKind::Warning(Warning::Garbled) => {
            warnings += 1;
            None
        }
        EventKind::Room {
            state: RoomState::Closed { .. },
            ..
        } => Some(()),
        _ => None,
    })
    .await;
    assert!((1..=10).contains(&warnings), "{warnings}");
    relay.shutdown().await;
}

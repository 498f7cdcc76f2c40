//! People and relays for tests.

#![allow(dead_code, reason = "not every test needs everything")]

use std::time::Duration;

use libp2p::{Multiaddr, identity::Keypair};
use tincan_net::{Client, CloseReason, Command, Config, EventKind, Events, Invite, RoomState};
use tincan_relay::{Config as RelayConfig, Node};
use tokio::{runtime::Handle, time::timeout};

/// Generous: what is tested is that it happens, not how fast.
const WITHIN: Duration = Duration::from_secs(30);

/// Logs of the test at hand, shown when it fails; `RUST_LOG` says how much.
pub(crate) fn log() {
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_test_writer()
        .try_init();
}

pub(crate) async fn relay() -> Node {
    log();
    Node::start(RelayConfig::loopback(Keypair::generate_ed25519(), 0))
        .await
        .expect("a relay on loopback")
}

pub(crate) struct Person {
    client: Client,
    events: Events,
}

impl Person {
    pub(crate) fn new(name: &str, relays: &[Multiaddr]) -> Self {
        let config = Config {
            name: name.parse().expect("a name"),
            relays: relays.to_vec(),
            // What is tried here is the way over relays.
            hide_ip: true,
            lan: false,
            tell_read: true,
        };
        let (client, events) = Client::start(config, &Handle::current());
        Self { client, events }
    }

    pub(crate) fn wants(&self, command: Command) {
        assert!(self.client.send(None, command));
    }

    pub(crate) async fn next(&mut self) -> EventKind {
        let event = timeout(WITHIN, self.events.recv()).await;
        event.expect("nothing happens").expect("ended").kind
    }

    /// Waits for the first event that `pick` takes.
    pub(crate) async fn until<T>(&mut self, mut pick: impl FnMut(EventKind) -> Option<T>) -> T {
        loop {
            let event = self.next().await;
            if let Some(picked) = pick(event) {
                return picked;
            }
        }
    }

    pub(crate) async fn until_state<T>(
        &mut self,
        mut pick: impl FnMut(RoomState) -> Option<T>,
    ) -> T {
        self.until(|event| match event {
            EventKind::Room { state, .. } => pick(state),
            _ => None,
        })
        .await
    }

    pub(crate) async fn waits(&mut self) -> (Invite, Invite) {
        self.until_state(|state| match state {
            RoomState::Waiting { code, link, .. } => {
                Some((Invite::Code(code?.code), Invite::Link(link)))
            }
            _ => None,
        })
        .await
    }

    pub(crate) async fn connects(&mut self) -> String {
        self.until_state(|state| match state {
            RoomState::Connected { peer } => Some(peer.to_string()),
            _ => None,
        })
        .await
    }

    pub(crate) async fn closes(&mut self) -> CloseReason {
        self.until_state(|state| match state {
            RoomState::Closed { reason, .. } => Some(reason),
            _ => None,
        })
        .await
    }

    /// As [`Self::closes`], where a host may make everybody wait for minutes.
    pub(crate) async fn closes_patiently(&mut self) -> CloseReason {
        loop {
            let event = timeout(10 * WITHIN, self.events.recv()).await;
            if let EventKind::Room {
                state: RoomState::Closed { reason, .. },
                ..
            } = event.expect("nothing happens").expect("ended").kind
            {
                return reason;
            }
        }
    }

    pub(crate) async fn hears(&mut self) -> String {
        self.until(|event| match event {
            EventKind::Message(message) if !message.mine => Some(message.text),
            _ => None,
        })
        .await
    }

    pub(crate) fn says(&self, text: &str) {
        self.wants(Command::Say {
            text: text.into(),
            reply_to: None,
        });
    }
}

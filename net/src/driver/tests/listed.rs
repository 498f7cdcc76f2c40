//! What a meeting point is told of a room that waits.

use std::sync::{Arc, atomic::AtomicBool};

use libp2p::{Multiaddr, multiaddr::Protocol, request_response};
use tincan_relay::rendezvous::{Message, Namespace};
use tokio::sync::mpsc;

use super::*;
use crate::{RoomCode, api::Event, driver::Driver};

/// As a gateway or a relay that dials back would confirm it.
const OURS: &str = "/ip4/198.51.100.7/udp/4001/quic-v1";

/// Runs the room until it has a code other than this one.
async fn next_code(
    driver: &mut Driver,
    events: &mut mpsc::Receiver<Event>,
    than: Option<&RoomCode>,
) -> RoomCode {
    let found = async {
        loop {
            assert!(driver.step().await, "it goes on");
            while let Ok(event) = events.try_recv() {
                if let EventKind::Room {
                    state:
                        RoomState::Waiting {
                            code: Some(now), ..
                        },
                    ..
                } = event.kind
                    && Some(&now.code) != than
                {
                    return now.code;
                }
            }
        }
    };
    timeout(WITHIN, found).await.expect("it never happens")
}

/// Where those are who are listed with this code, as anybody may ask.
async fn listed_at(relay: &Node, code: &RoomCode) -> Vec<Multiaddr> {
    let mut swarm = swarm::build(Keypair::generate_ed25519()).unwrap().swarm;
    let dial = DialOpts::peer_id(relay.peer_id()).addresses(relay.addresses().to_vec());
    swarm.dial(dial.build()).unwrap();
    let namespace = Namespace::try_from(code.nameplate().namespace()).unwrap();
    let question = Message::Discover {
        namespace: Some(namespace),
        limit: None,
        cookie: None,
    };
    let asked = async {
        loop {
            match swarm.select_next_some().await {
                SwarmEvent::ConnectionEstablished { .. } => {
                    let meeting = &mut swarm.behaviour_mut().meeting;
                    meeting.send_request(&relay.peer_id(), question.clone());
                }
                SwarmEvent::Behaviour(BehaviourEvent::Meeting(
                    request_response::Event::Message {
                        message: request_response::Message::Response { response, .. },
                        ..
                    },
                )) => return response,
                _ => {}
            }
        }
    };
    let Message::DiscoverResponse(Ok(found)) = timeout(WITHIN, asked).await.unwrap() else {
        panic!("no answer");
    };
    let records = found.registrations.iter();
    let addresses = records.flat_map(|r| r.record.addresses().to_vec());
    addresses.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_confirmed_after_the_registration_is_not_listed() {
    let relay = relay().await;
    let config = Config {
        name: "Quiet Otter".parse().unwrap(),
        relays: relay.addresses().to_vec(),
        hide_ip: false,
        lan: false,
        tell_read: true,
    };
    let (commands, taken) = mpsc::channel(8);
    let (told, mut events) = mpsc::channel(256);
    let open = Arc::new(AtomicBool::new(true));
    let mut driver = Driver::new(&config, taken, told, open).unwrap();
    let create = Command::Create {
        ask: false,
        kept: false,
    };
    commands.try_send((None, create)).unwrap();
    let first = next_code(&mut driver, &mut events, None).await;

    driver.swarm.add_external_address(OURS.parse().unwrap());
    commands.try_send((None, Command::NewCode)).unwrap();
    let second = next_code(&mut driver, &mut events, Some(&first)).await;
    let confirmed = driver.swarm.external_addresses();
    assert!(confirmed.into_iter().any(|a| a.to_string() == OURS));

    let listed = listed_at(&relay, &second).await;
    assert!(!listed.is_empty());
    for address in listed {
        let circuit = address.iter().any(|part| part == Protocol::P2pCircuit);
        assert!(
            circuit && !address.to_string().contains("198.51.100.7"),
            "{address}"
        );
    }
    relay.shutdown().await;
}

//! Whole rooms: two or three clients and a relay in one process.

mod common;

use libp2p::{Multiaddr, identity::Keypair};
use tincan_net::{CloseReason, Command, Delivery, EventKind, Invite, RoomState};
use tincan_relay::{Config as RelayConfig, Node, limits::Rate};

use self::common::{Person, log, relay};

async fn together(host: &mut Person, guest: &mut Person) {
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, _) = host.waits().await;
    guest.wants(Command::Join {
        invite: code,
        kept: false,
    });
    assert_eq!(guest.connects().await, "Quiet Otter");
    assert_eq!(host.connects().await, "Calm Badger");
}

fn people(relay: &Node) -> (Person, Person) {
    (
        Person::new("Quiet Otter", relay.addresses()),
        Person::new("Calm Badger", relay.addresses()),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_meet_by_code_and_talk() {
    let relay = relay().await;
    let (mut host, mut guest) = people(&relay);
    together(&mut host, &mut guest).await;
    guest.says("hello");
    assert_eq!(host.hears().await, "hello");
    host.says("hello yourself");
    assert_eq!(guest.hears().await, "hello yourself");
    let mut states = Vec::new();
    while states.last() != Some(&Delivery::Delivered) {
        let state = host
            .until(|event| match event {
                EventKind::Receipt { state, .. } => Some(state),
                _ => None,
            })
            .await;
        states.push(state);
    }
    assert_eq!(states, [Delivery::Sent, Delivery::Delivered]);
    host.wants(Command::Leave);
    assert_eq!(host.closes().await, CloseReason::Left);
    assert_eq!(guest.closes().await, CloseReason::PeerLeft);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_meet_by_link_and_a_third_finds_nobody() {
    let relay = relay().await;
    let (mut host, mut guest) = people(&relay);
    let mut third = Person::new("Third", relay.addresses());
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, link) = host.waits().await;
    guest.wants(Command::Join {
        invite: link.clone(),
        kept: false,
    });
    guest.connects().await;
    host.connects().await;
    for invite in [code, link] {
        third.wants(Command::Join {
            invite,
            kept: false,
        });
        assert_eq!(third.closes().await, CloseReason::NoSuchRoom);
    }
    guest.says("still here");
    assert_eq!(host.hears().await, "still here");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_knock_is_answered() {
    let relay = relay().await;
    let (mut host, mut guest) = people(&relay);
    host.wants(Command::Create {
        ask: true,
        kept: false,
    });
    let (code, link) = host.waits().await;
    let knock = |event| match event {
        EventKind::Knock { name } => Some(name.to_string()),
        _ => None,
    };
    guest.wants(Command::Join {
        invite: code,
        kept: false,
    });
    assert_eq!(host.until(knock).await, "Calm Badger");
    host.wants(Command::Refuse);
    assert_eq!(guest.closes().await, CloseReason::Refused);
    guest.wants(Command::Join {
        invite: link,
        kept: false,
    });
    host.until(knock).await;
    host.wants(Command::Admit);
    guest.connects().await;
    host.connects().await;
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_code_is_no_such_room_and_without_a_relay_nobody_is_reached() {
    let relay = relay().await;
    let (mut host, mut guest) = people(&relay);
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, _) = host.waits().await;
    let Invite::Code(code) = code else {
        unreachable!("a code");
    };
    let digits: u32 = code.to_string().parse().unwrap();
    let wrong = digits - digits % 10 + (digits + 1) % 10;
    guest.wants(Command::Join {
        invite: format!("{wrong:05}").parse().unwrap(),
        kept: false,
    });
    assert_eq!(guest.closes().await, CloseReason::NoSuchRoom);
    relay.shutdown().await;

    let nowhere: Multiaddr = format!("/ip4/127.0.0.1/tcp/9/p2p/{}", libp2p::PeerId::random())
        .parse()
        .unwrap();
    let mut lost = Person::new("Lost", &[nowhere]);
    lost.wants(Command::Join {
        invite: "12345".parse().unwrap(),
        kept: false,
    });
    assert_eq!(lost.closes().await, CloseReason::Unreachable);
    lost.wants(Command::Create {
        ask: false,
        kept: false,
    });
    assert_eq!(lost.closes().await, CloseReason::Unreachable);
}

/// A relay that can be ended and started again with the same key and port.
async fn relay_again(key: &Keypair, at: &[Multiaddr]) -> Node {
    use libp2p::multiaddr::Protocol;
    let port = at.iter().flatten().find_map(|part| match part {
        Protocol::Udp(port) => Some(port),
        _ => None,
    });
    let config = RelayConfig::loopback(key.clone(), port.expect("a QUIC address"));
    Node::start(config).await.expect("the same port again")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_survives_the_relays_restarts() {
    log();
    let key = Keypair::generate_ed25519();
    let mut relay = Node::start(RelayConfig::loopback(key.clone(), 0))
        .await
        .unwrap();
    let addresses = relay.addresses().to_vec();
    let (mut host, mut guest) = people(&relay);
    together(&mut host, &mut guest).await;
    let mut said = 0;
    for _ in 0..3 {
        for _ in 0..50 {
            said += 1;
            guest.says(&said.to_string());
        }
        relay.shutdown().await;
        guest
            .until_state(|state| matches!(state, RoomState::Reconnecting { .. }).then_some(()))
            .await;
        said += 1;
        guest.says(&said.to_string());
        relay = relay_again(&key, &addresses).await;
        guest.connects().await;
    }
    for n in 1..=said {
        assert_eq!(host.hears().await, n.to_string());
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_room_survives_the_relays_restart() {
    log();
    let key = Keypair::generate_ed25519();
    let relay = Node::start(RelayConfig::loopback(key.clone(), 0))
        .await
        .unwrap();
    let addresses = relay.addresses().to_vec();
    let (mut host, mut guest) = people(&relay);
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, _) = host.waits().await;
    relay.shutdown().await;
    host.until(|event| {
        matches!(event, EventKind::Warning(tincan_net::Warning::RelayLost)).then_some(())
    })
    .await;
    let relay = relay_again(&key, &addresses).await;
    // The host has to come back first; until then the code leads nowhere.
    loop {
        guest.wants(Command::Join {
            invite: code.clone(),
            kept: false,
        });
        let state = guest
            .until_state(|state| match state {
                RoomState::Connected { .. } => Some(true),
                RoomState::Closed { .. } => Some(false),
                _ => None,
            })
            .await;
        if state {
            break;
        }
    }
    assert_eq!(host.connects().await, "Calm Badger");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_refuses_seats_is_named() {
    log();
    let mut config = RelayConfig::loopback(Keypair::generate_ed25519(), 0);
    config.limits.limit_loopback = true;
    config.limits.per_prefix.reserves = Rate::new(1, 1);
    let relay = Node::start(config).await.unwrap();
    let (mut first, mut host) = people(&relay);
    first.wants(Command::Create {
        ask: false,
        kept: false,
    });
    first.waits().await;
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    host.until(|event| {
        matches!(event, EventKind::Warning(tincan_net::Warning::RelayLimits)).then_some(())
    })
    .await;
    assert_eq!(host.closes().await, CloseReason::Unreachable);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_point_without_nameplates_leaves_the_link() {
    let mut config = RelayConfig::loopback(Keypair::generate_ed25519(), 0);
    config.limits.registrations_per_peer = 0;
    let relay = Node::start(config).await.unwrap();
    let (mut host, mut guest) = people(&relay);
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let link = host
        .until_state(|state| match state {
            RoomState::Waiting {
                code: None, link, ..
            } => Some(Invite::Link(link)),
            _ => None,
        })
        .await;
    guest.wants(Command::Join {
        invite: link,
        kept: false,
    });
    assert_eq!(guest.connects().await, "Quiet Otter");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_rooms_take_the_nameplates_and_the_next_gets_three_digits() {
    let relay = relay().await;
    let mut hosts = Vec::new();
    let mut codes = std::collections::HashSet::new();
    for n in 0..101 {
        let mut host = Person::new("Quiet Otter", relay.addresses());
        host.wants(Command::Create {
            ask: false,
            kept: false,
        });
        let (Invite::Code(code), _) = host.waits().await else {
            unreachable!("a code comes first");
        };
        assert_eq!(code.to_string().len(), if n < 100 { 5 } else { 6 });
        assert!(codes.insert(code.nameplate()));
        hosts.push(host);
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_leads_over_its_own_relay_whatever_relay_the_guest_has() {
    let (theirs, ours) = (relay().await, relay().await);
    let mut host = Person::new("Quiet Otter", theirs.addresses());
    let mut guest = Person::new("Calm Badger", ours.addresses());
    // The guest's own relay is there long before the link's is dialled.
    guest
        .until(|event| matches!(event, EventKind::Reach(tincan_net::Reach::Ready)).then_some(()))
        .await;
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, link) = host.waits().await;
    guest.wants(Command::Join {
        invite: code,
        kept: false,
    });
    assert_eq!(guest.closes().await, CloseReason::NoSuchRoom);
    guest.wants(Command::Join {
        invite: link,
        kept: false,
    });
    assert_eq!(guest.connects().await, "Quiet Otter");
    host.connects().await;
    theirs.shutdown().await;
    ours.shutdown().await;
}

//! Rooms on one local network, with a relay and without.

use std::net::{IpAddr, SocketAddr};

use libp2p::{PeerId, swarm::ConnectionId};

use super::*;
use crate::{
    admission::door::{self, Door},
    api::{Path, PathKind, Reach, Transport},
    client::Config,
    direct::addresses::Subnet,
    lan::{self, Lan},
    link::{LinkSecret, Via},
    room::{Output, Room},
    time::Now,
};

/// A host that waits on a local network without any relay.
fn alone(seed: u64, people: usize) -> World {
    let mut world = World::near(seed, people);
    world.relay_up = false;
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    world
}

fn path(world: &World, who: usize) -> Option<PathKind> {
    let paths = world.events(who).iter().rev();
    paths.into_iter().find_map(|kind| match kind {
        EventKind::Path(path) => Some(path.kind),
        _ => None,
    })
}

#[test]
fn without_a_relay_two_meet_by_code_and_by_link() {
    for by_link in [false, true] {
        let mut world = alone(1, 2);
        let link = world.link(0).unwrap();
        assert!(link.via().iter().all(|via| matches!(via, Via::Lan { .. })));
        let invite = if by_link {
            Invite::Link(link)
        } else {
            Invite::Code(world.code(0).unwrap())
        };
        let start = world.now.mono;
        world.join(1, invite);
        world.run_until(|w| w.is_connected(0) && w.is_connected(1));
        assert!(world.now.mono - start < SECOND, "nothing was waited for");
        assert_eq!(path(&world, 0), Some(PathKind::Lan));
        assert_eq!(path(&world, 1), Some(PathKind::Lan));
        world.command(1, say("near"));
        world.run_until(|w| w.heard(0) == ["near"]);
        // Nothing more is said to all once the two are together.
        let packets = world.packets;
        world.run_for(Duration::from_secs(30));
        assert_eq!(world.packets, packets);
    }
}

#[test]
fn a_wrong_code_finds_nobody_near_and_costs_nothing() {
    let mut world = alone(2, 3);
    let code = world.code(0).unwrap();
    let other = (0..).map(|n| format!("{n:02}000").parse().unwrap());
    let other: Vec<crate::RoomCode> = other
        .filter(|other: &crate::RoomCode| other.nameplate() != code.nameplate())
        .take(1)
        .collect();
    world.join(1, Invite::Code(other[0].clone()));
    world.run_until(|w| w.closed(1).is_some());
    assert_eq!(world.closed(1), Some(CloseReason::NoSuchRoom));
    // Had it been charged, a code joiner would have to knock from now on.
    world.join(2, Invite::Code(code));
    world.run_until(|w| w.is_connected(2) && w.is_connected(0));
    let knocked = |kind: &EventKind| matches!(kind, EventKind::Knock { .. });
    assert!(!world.events(0).iter().any(knocked));
}

#[test]
fn nobody_near_and_no_relay_is_unreachable() {
    let mut world = World::near(3, 2);
    world.relay_up = false;
    let code = "47213".parse().unwrap();
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.closed(1).is_some());
    assert_eq!(world.closed(1), Some(CloseReason::Unreachable));
}

#[test]
fn without_a_network_there_is_no_room() {
    let mut world = World::near(4, 1);
    (world.relay_up, world.near) = (false, false);
    world.create(0);
    world.run_until(|w| w.closed(0).is_some());
    assert_eq!(world.closed(0), Some(CloseReason::Unreachable));
}

#[test]
fn the_code_stays_the_same_when_a_relay_comes_back_and_is_good_there_too() {
    let mut world = alone(5, 2);
    let (code, link) = (world.code(0).unwrap(), world.link(0).unwrap());
    world.relay_up = true;
    world.run_until(|w| !w.listed().is_empty());
    world.run_for(SECOND);
    assert_eq!(world.code(0).unwrap(), code);
    let now = world.link(0).unwrap();
    assert!(now.via().len() > link.via().len());
    assert!(matches!(now.via()[0], Via::Relay { .. }));
    world.near = false;
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    assert_eq!(path(&world, 1), Some(PathKind::Relayed));
}

#[test]
fn a_code_is_replaced_in_time_without_a_relay_too() {
    let mut world = alone(6, 2);
    let code = world.code(0).unwrap();
    world.run_for(Duration::from_secs(605));
    let new = world.code(0).unwrap();
    assert_ne!(new, code);
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.closed(1).is_some());
    assert_eq!(world.closed(1), Some(CloseReason::NoSuchRoom));
}

#[test]
fn with_a_relay_the_nearer_way_is_taken_or_the_other_does() {
    for near in [true, false] {
        let mut world = World::near(7, 2);
        world.create(0);
        world.run_until(|w| w.code(0).is_some());
        world.run_for(SECOND);
        assert_eq!(
            world.link(0).unwrap().via().len(),
            2,
            "over a relay and near"
        );
        let code = world.code(0).unwrap();
        world.near = near;
        world.join(1, Invite::Code(code));
        world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    }
}

#[test]
fn a_stale_address_in_a_link_costs_little() {
    let mut world = World::near(8, 2);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    world.run_for(SECOND);
    let link = world.link(0).unwrap();
    world.stop_listening_near(0);
    world.join(1, Invite::Link(link));
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    assert_eq!(path(&world, 1), Some(PathKind::Relayed));
}

#[test]
fn two_who_lose_each_other_on_a_local_network_meet_there_again() {
    let mut world = alone(9, 2);
    let code = world.code(0).unwrap();
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    world.near = false;
    world.break_line();
    world.command(0, say("are you there?"));
    let lost = |w: &World, who| matches!(w.state(who), Some(RoomState::Reconnecting { .. }));
    world.run_until(|w| lost(w, 0) && lost(w, 1));
    world.run_for(10 * SECOND);
    world.near = true;
    world.run_until(|w| w.heard(1) == ["are you there?"]);
    assert!(world.is_connected(0) && world.is_connected(1));
}

#[test]
fn the_home_page_hears_what_is_left_without_internet() {
    for (near, expected) in [(true, Reach::Lan), (false, Reach::Offline)] {
        let mut world = World::near(10, 1);
        (world.relay_up, world.near) = (false, near);
        world.run_for(5 * SECOND);
        let reach = world.events(0).iter().rev().find_map(|kind| match kind {
            EventKind::Reach(reach) => Some(*reach),
            _ => None,
        });
        assert_eq!(reach, Some(expected));
    }
}

/// Somebody near who poses as the host, with another code at the same place.
struct Impostor {
    door: Door,
    lan: Lan,
    ip: IpAddr,
    key: PeerId,
}

impl Impostor {
    fn new(now: Now, n: u8, code: &str) -> Self {
        let mut rng = StdRng::seed_from_u64(n.into());
        let key = PeerId::random();
        let secret = LinkSecret::random(&mut rng);
        let name = "Quiet Otter".parse().unwrap();
        let mut door = Door::new(key, name, secret, false, StdRng::seed_from_u64(1));
        door.set_code(Some(code.parse().unwrap()));
        let ip = IpAddr::from([192, 168, 1, 20 + n]);
        let mut lan = Lan::new(now.mono, key, true, rng);
        lan.wait(now.mono);
        lan.on_networks(now.mono, network(ip));
        lan.on_listening(&format!("/ip4/{ip}/tcp/4001").parse().unwrap());
        Self { door, lan, ip, key }
    }
}

fn network(ip: IpAddr) -> Vec<Subnet> {
    vec![Subnet { ip, prefix_len: 24 }]
}

/// Plays a guest among `impostors`; gives how many were dialled, how many saw a
/// proof, and how it ended.
fn among(impostors: &mut [Impostor], now: Now, code: &str) -> (usize, usize, CloseReason) {
    let config = Config {
        name: "Calm Badger".parse().unwrap(),
        relays: Vec::new(),
        hide_ip: false,
        lan: true,
        tell_read: true,
    };
    let (us, ours) = (PeerId::random(), IpAddr::from([192, 168, 1, 9]));
    let mut room = Room::spare(now, us, &config, StdRng::seed_from_u64(7));
    let invite = Invite::Code(code.parse().unwrap());
    room.on_command(
        now,
        None,
        Command::Join {
            invite,
            kept: false,
        },
    );
    let (mut now, mut dialed, mut proofs, mut with) = (now, 0, 0, None);
    for _ in 0..10_000 {
        let Some(output) = room.poll_output() else {
            let next = room.poll_timeout().expect("it ends");
            now = now.later(next.saturating_duration_since(now.mono));
            room.on_timeout(now);
            continue;
        };
        match output {
            Output::Lan(lan::Output::Networks) => room.on_networks(now, network(ours)),
            Output::Lan(lan::Output::Send { packet, .. }) => {
                for impostor in impostors.iter_mut() {
                    let from = SocketAddr::new(ours, 50_000);
                    impostor.lan.on_packet(now.mono, from, &packet);
                    while let Some(said) = impostor.lan.poll_output() {
                        if let lan::Output::Send { packet, .. } = said {
                            let from = SocketAddr::new(impostor.ip, 50_000);
                            room.on_lan_packet(now, from, &packet);
                        }
                    }
                }
            }
            Output::Dial { peer, .. } => {
                dialed += 1;
                with = impostors.iter().position(|i| i.key == peer);
                let path = Path {
                    kind: PathKind::Lan,
                    transport: Transport::Tcp,
                    rtt: None,
                    why: None,
                };
                room.on_peer_connected(now, peer, ConnectionId::new_unchecked(dialed), path);
            }
            Output::Open { stream, .. } => {
                let impostor = &mut impostors[with.unwrap()];
                impostor.door.on_open(now.mono, stream, us);
                room.on_opened(now, stream);
            }
            Output::Send { stream, frame } => {
                let impostor = &mut impostors[with.unwrap()];
                impostor.door.on_frame(now.mono, stream, &frame);
                while let Some(said) = impostor.door.poll_output() {
                    if let door::Output::Send { frame, .. } = said {
                        room.on_frame(now, stream, &frame);
                    }
                }
                proofs += 1;
            }
            Output::Event(event) => {
                if let EventKind::Room {
                    state: RoomState::Closed { reason, .. },
                    ..
                } = event.kind
                {
                    // The first word of each is no proof.
                    return (dialed, proofs - dialed, reason);
                }
            }
            _ => {}
        }
    }
    panic!("it never ends");
}

#[test]
fn impostors_near_get_three_guesses_in_all() {
    let now = Now::fake();
    let mut impostors: Vec<Impostor> = (0..10).map(|n| Impostor::new(now, n, "47999")).collect();
    let (dialed, proofs, end) = among(&mut impostors, now, "47213");
    assert_eq!((dialed, proofs), (3, 3));
    assert_eq!(end, CloseReason::NoSuchRoom);
}

#[test]
fn a_crowd_of_others_near_is_asked_one_by_one_and_not_without_end() {
    let now = Now::fake();
    let mut others: Vec<Impostor> = (0..90).map(|n| Impostor::new(now, n, "46999")).collect();
    let (dialed, proofs, end) = among(&mut others, now, "47213");
    assert_eq!((dialed, proofs), (64, 0));
    assert_eq!(end, CloseReason::NoSuchRoom);
}

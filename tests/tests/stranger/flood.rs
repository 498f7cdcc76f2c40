//! Floods at the sockets of two who talk straight: what they cost is bounded,
//! and the conversation goes on.

use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    time::Duration,
};

use futures::future::join_all;
use serde_json::json;
use tincan_tests::{app::App, lab::Kind, usage::Usage};

use crate::{
    line::Line,
    sockets::{Open, first_packet},
    stranger::{quic_at, tcp_at},
    world::{ANN, BEN, World},
};

const DATAGRAMS: u32 = 20_000;
const HANDSHAKES_AT_A_TIME: usize = 50;
const ROUNDS: usize = 4;
const STREAMS: usize = 100;
/// What a flood may leave behind in memory, at most.
const LEFT: u64 = 64 << 20;
const WORDS: usize = 20;

fn talk(ann: &mut App, ben: &mut App, when: &str) {
    for n in 0..WORDS {
        let [one, other] = [format!("{when} {n}"), format!("{when} {n} too")];
        ann.say(&one);
        ben.hear(&one);
        ben.say(&other);
        ann.hear(&other);
    }
}

/// Datagrams of all lengths to a socket: noise, and first packets of
/// conversations that go no further, each another.
fn garbage(at: &[SocketAddr]) {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).expect("bind");
    for number in 0..DATAGRAMS {
        let mut packet = first_packet([0, 0, 0, 1]);
        packet[6..10].copy_from_slice(&number.to_le_bytes());
        if number % 2 == 0 {
            packet[0] = number as u8;
            packet.truncate(1 + number as usize % 1199);
        }
        let to = at[number as usize / 2 % at.len()];
        // A full buffer of our own is no matter.
        let _ = socket.send_to(&packet, to);
    }
}

/// Opens streams until the other side has had enough.
async fn pester(line: &Line) {
    for _ in 0..STREAMS {
        if line.speak("/ipfs/ping/1.0.0").await.is_err() {
            return;
        }
    }
}

#[test]
fn floods_at_open_sockets_are_bounded_and_stop_no_word() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let mut ben = world.person(BEN, Kind::Open);
    let invite = ann.app.create();
    ben.app.join(&invite.code);
    for person in [&mut ann, &mut ben] {
        let direct = json!({"event": "path", "path": "direct"});
        person.app.expect(direct);
    }
    talk(&mut ann.app, &mut ben.app, "before");
    let (id, ip) = (ann.app.id(), ann.machine.ip());
    let open = Open::on(&ann.machine);
    let udp: Vec<SocketAddr> = open.udp.iter().map(|port| (ip, *port).into()).collect();
    let tcp = open.accepting.iter().map(|port| tcp_at((ip, *port).into()));
    let all: Vec<_> = udp.iter().copied().map(quic_at).chain(tcp).collect();
    assert!(!udp.is_empty() && all.len() > udp.len(), "{open:?}");
    let before = Usage::over(id, Duration::ZERO).expect("an app").resident;

    let stranger = &world.stranger;
    std::thread::scope(|scope| {
        scope.spawn(|| stranger.machine.run(|| garbage(&udp)));
        scope.spawn(|| {
            stranger.run(async {
                let mut held = Vec::new();
                for round in 0..ROUNDS {
                    let address = &all[round % all.len()];
                    let dials = (0..HANDSHAKES_AT_A_TIME).map(|_| async {
                        let (_, line) = stranger.surprise(address.clone()).await.ok()?;
                        pester(&line).await;
                        Some(line)
                    });
                    held.extend(join_all(dials).await);
                }
                held.retain(|line| line.as_ref().is_some_and(Line::is_up));
                eprintln!("{} strangers were let stay", held.len());
            });
        });
        talk(&mut ann.app, &mut ben.app, "meanwhile");
    });
    talk(&mut ann.app, &mut ben.app, "after");

    let after = Usage::over(id, Duration::from_secs(1)).expect("an app");
    eprintln!(
        "{} MiB before, {} MiB after, {:.1} % of a core then",
        before >> 20,
        after.resident >> 20,
        after.core * 100.0
    );
    assert!(after.resident < before + LEFT, "{before} to {after:?}");
    for app in [&ann.app, &ben.app] {
        let lost = json!({"event": "room", "state": "reconnecting"});
        let lost = app.seen().iter().find(|event| event.matches(&lost));
        assert!(lost.is_none(), "{lost:?}");
    }
}

//! Connections of our QUIC outlive what networks do to addresses.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "../../quic/tests/common/mod.rs"]
mod common;

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use common::{Line, Peer, pattern, there_and_back};
use futures::{AsyncReadExt, AsyncWriteExt, future::join_all};
use libp2p::Multiaddr;
use tincan_tests::lab::{Home, Host, Kind, Lab, Plan, Shape, Wire};
use tokio::{runtime::Runtime, time::sleep};

const STRIPES: usize = 8;
/// As often as a call speaks, and for how long.
const EVERY: Duration = Duration::from_millis(20);
const PACKETS: usize = 150;
const PACKET: usize = 120;
/// Kept busy all the while.
const TRANSFER: usize = 3 << 20;

fn peer() -> Peer {
    Peer::configured(|config| config.idle_timeout = Duration::from_secs(30))
}

/// Who serves on a public host: echoes, and says where it sees its client.
struct Server {
    address: Multiaddr,
    moves: mpsc::Receiver<Multiaddr>,
    _runtime: Runtime,
}

fn serve(host: &Host) -> Server {
    let runtime = host.runtime();
    let (tell, told) = mpsc::sync_channel(1);
    let (moved, moves) = mpsc::sync_channel(16);
    let ip = host.ip();
    runtime.spawn(async move {
        let mut peer = peer();
        let address = peer.listen_on(&format!("/ip4/{ip}/udp/4001/quic-v1")).await;
        tell.send(address).unwrap();
        let line = peer.accept().await;
        let mut line = line.echoing();
        loop {
            tokio::select! {
                () = peer.go_on_for_ever() => {}
                Some(address) = line.moves.recv() => moved.send(address).unwrap(),
            }
        }
    });
    let address = told.recv_timeout(common::PATIENCE).unwrap();
    Server {
        address,
        moves,
        _runtime: runtime,
    }
}

/// Speaks on one stripe and hears itself; the longest that one packet took.
async fn speak(line: &Line) -> Duration {
    let (mut read, mut write) = line.open().await.split();
    let said = pattern(PACKET, 9);
    let (tell, mut told) = tokio::sync::mpsc::channel(PACKETS);
    let speak = async {
        for _ in 0..PACKETS {
            tell.send(Instant::now()).await.unwrap();
            write.write_all(&said).await.unwrap();
            sleep(EVERY).await;
        }
        write.close().await.unwrap();
    };
    let hear = async {
        let (mut heard, mut longest) = (vec![0; PACKET], Duration::ZERO);
        for _ in 0..PACKETS {
            read.read_exact(&mut heard).await.unwrap();
            assert!(heard == said);
            longest = longest.max(told.recv().await.unwrap().elapsed());
        }
        longest
    };
    futures::join!(speak, hear).1
}

/// Talks on striped streams beside a transfer, with one and the same
/// connection, in spite of what happens after a second; the longest that a
/// packet took.
fn in_spite_of(from: &Host, server: &Server, happens: impl FnOnce()) -> Duration {
    let runtime = from.runtime();
    let address = server.address.clone();
    let talk = runtime.spawn(async move {
        let mut peer = peer();
        let line = peer.dial(&address).await.unwrap();
        let bytes = pattern(TRANSFER, 1);
        let transfer = async {
            let mut times = 0;
            let started = Instant::now();
            while started.elapsed() < EVERY * PACKETS as u32 {
                assert!(there_and_back(line.open().await, &bytes).await == bytes);
                times += 1;
            }
            times
        };
        let stripes = join_all((0..STRIPES).map(|_| speak(&line)));
        let talk = async { futures::join!(transfer, stripes) };
        let (_, longest) = tokio::select! {
            talk = talk => talk,
            () = peer.go_on_for_ever() => unreachable!(),
        };
        longest.into_iter().max().unwrap()
    });
    std::thread::sleep(Duration::from_secs(1));
    happens();
    runtime.block_on(talk).expect("a talk that goes on")
}

fn is_at(address: &Multiaddr, home: &Home) -> bool {
    address.to_string().contains(&home.public_ip().to_string())
}

/// A link on which a transfer fills the window.
fn ordinary(kind: Kind) -> Plan {
    let shape = Shape::perfect()
        .delay(Duration::from_millis(15))
        .rate(20_000_000, 64 * 1024);
    Plan::of(kind).over(Wire::both(shape))
}

#[test]
fn a_router_that_forgets_its_ports() {
    let Some(lab) = Lab::start() else { return };
    let server = serve(&lab.public("server"));
    let home = lab.home("home", ordinary(Kind::Eim));
    let longest = in_spite_of(&home.host("client"), &server, || home.rebind());
    eprintln!("rebinding: {longest:?}");
    let seen = server.moves.recv_timeout(common::PATIENCE).unwrap();
    assert!(is_at(&seen, &home), "{seen}");
}

#[test]
fn a_move_to_another_network() {
    let Some(lab) = Lab::start() else { return };
    let server = serve(&lab.public("server"));
    let homes = ["wifi", "phone"].map(|name| lab.home(name, ordinary(Kind::Cone)));
    let host = homes[0].host("client");
    let longest = in_spite_of(&host, &server, || host.move_to(&homes[1]));
    eprintln!("moving: {longest:?}");
    let seen = server.moves.recv_timeout(common::PATIENCE).unwrap();
    assert!(is_at(&seen, &homes[1]), "{seen}");
}

#[test]
fn another_address_in_the_same_network() {
    let Some(lab) = Lab::start() else { return };
    let server = serve(&lab.public("server"));
    let home = lab.home("home", ordinary(Kind::Cone));
    let host = home.host("client");
    let longest = in_spite_of(&host, &server, || host.renumber(&home));
    eprintln!("renumbering: {longest:?}");
}

/// Everything is lost for a while, and nobody is told.
#[test]
fn an_outage_with_a_full_window() {
    let Some(lab) = Lab::start() else { return };
    let server = serve(&lab.public("server"));
    let home = lab.home("home", ordinary(Kind::Cone));
    for outage in outages() {
        let server = serve(&lab.public("server"));
        let longest = in_spite_of(&home.host("client"), &server, || {
            home.cut();
            std::thread::sleep(outage);
            home.mend();
        });
        eprintln!("{outage:?} of outage: {longest:?}");
        assert!(longest >= outage);
    }
    drop(server);
}

fn outages() -> Vec<Duration> {
    [1, 4].map(Duration::from_secs).to_vec()
}

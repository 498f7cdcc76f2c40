//! Clients that come, take what there is and vanish without a word, over and
//! over: nothing may remain of them.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
};

use common::{Client, PATIENCE, Via, until};
use futures::future::join_all;
use libp2p::{Multiaddr, multiaddr::Protocol};
use tincan_relay::{Config, Node, limits::Rate};
use tokio::task::spawn_blocking;

/// A thousand clients: rounds of so many processes at a time with so many clients.
const ROUNDS: usize = 5;
const PROCESSES: usize = 2;
const CLIENTS: usize = 100;
/// How the processes are told whom to connect to, and tell that they have.
const NODE: &str = "TINCAN_CHURN_NODE";
const THERE: &str = "everybody is there";
/// What the node may grow by in a round: an allocator keeps some of what it had,
/// more in one round and nothing in another. What is really left behind shows in
/// every round, so the smallest growth counts. A quarter of a round's
/// connections would be more.
const SLACK_KIB: usize = 4 * 1024;

/// Everybody pays, and can: what is tested is that the tables are emptied.
fn generous(config: &mut Config) {
    config.limits.limit_loopback = true;
    config.limits.registration_grace_seconds = 1;
    let limits = &mut config.limits.per_prefix;
    (limits.connections, limits.registrations) = (1_000, 1_000);
    let plenty = Rate::new(10_000, 10_000);
    (limits.connects, limits.reserves, limits.registers) = (plenty, plenty, plenty);
}

/// Not a test but what the one below runs in processes of their own, to be
/// killed: the surest way to vanish.
#[ignore = "a part of another test"]
#[tokio::test]
async fn the_clients() {
    let Ok(node) = env::var(NODE) else { return };
    let node: Multiaddr = node.parse().unwrap();
    let Some(Protocol::P2p(peer)) = node.iter().last() else {
        panic!("no peer in {node}");
    };
    let clients = (0..CLIENTS).map(async |number| {
        let mut client = Client::new();
        client.connect(node.clone()).await;
        client.reserve(node.clone()).await;
        client.claim_address();
        let namespace = format!("churn/{number}");
        client.register(peer, &namespace, None).await.unwrap();
        client.in_background()
    });
    let _there = join_all(clients).await;
    println!("\n{THERE}");
    tokio::time::sleep(PATIENCE).await;
}

fn come_and_be_killed(node: &Multiaddr) {
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_clients", "--ignored", "--nocapture"])
        .env(NODE, node.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(process.stdout.take().unwrap());
    let there = out.lines().any(|line| line.unwrap() == THERE);
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(there, "the clients had to give up");
}

async fn round(node: &Node) {
    let threads: Vec<_> = (0..PROCESSES)
        .map(|_| {
            let address = Via::Quic.address(node);
            thread::spawn(move || come_and_be_killed(&address))
        })
        .collect();
    until(node, "a crowd", |stats| {
        stats
            .connections
            .min(stats.reservations)
            .min(stats.registrations)
            >= CLIENTS
    })
    .await;
    for thread in threads {
        spawn_blocking(|| thread.join().unwrap()).await.unwrap();
    }
    until(node, "everybody to be gone", |stats| {
        (stats.connections, stats.reservations, stats.registrations) == (0, 0, 0)
    })
    .await;
}

fn resident_kib() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_remains_of_a_thousand_clients_that_vanish() {
    let node = Via::Quic.node(generous).await;
    let mut resident = Vec::new();
    for _ in 0..ROUNDS {
        round(&node).await;
        resident.extend(resident_kib());
    }

    let stats = node.stats();
    assert!(
        stats.prefixes <= 8,
        "one prefix, in a few tables: {stats:?}"
    );
    assert_eq!((stats.circuits, stats.restarts), (0, 0));
    eprintln!("resident after each round: {resident:?} KiB");
    let growths = resident.windows(2).map(|w| w[1].saturating_sub(w[0]));
    if let Some(least) = growths.min() {
        assert!(least <= SLACK_KIB, "{resident:?} KiB");
    }
    node.shutdown().await;
}

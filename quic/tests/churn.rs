//! Connections come and go, and nothing stays.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::{
    fs,
    time::{Duration, Instant},
};

use common::Peer;
use futures::future::join_all;
use tokio::time::sleep;

const AT_A_TIME: usize = 50;
const ROUNDS: usize = 5;
const CONNECTIONS: usize = 10_000;

/// Memory that this process uses, in bytes.
fn memory() -> usize {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// As many of them as the machine does in some seconds.
#[tokio::test]
async fn nothing_is_left_of_thousands_of_connections() {
    open_and_close(Duration::from_secs(8)).await;
}

#[tokio::test]
#[ignore = "takes more than a minute"]
async fn nothing_is_left_of_ten_thousand_connections() {
    let done = open_and_close(Duration::from_secs(600)).await;
    assert_eq!(done, CONNECTIONS);
}

/// How many there were.
async fn open_and_close(within: Duration) -> usize {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let served = listener.handle().clone();
    let _task = listener.echo_in_background();
    let mut dialler = Peer::ours();
    let started = Instant::now();
    let (mut done, mut grown) = (0, Vec::new());
    for round in 1..=ROUNDS {
        let before = memory();
        let until = within * round as u32 / ROUNDS as u32;
        while done < CONNECTIONS * round / ROUNDS && started.elapsed() < until {
            let lines = dialler.dial_many(&address, AT_A_TIME).await;
            done += lines.len();
            join_all(lines.into_iter().map(|line| async move { drop(line) })).await;
        }
        let deadline = Instant::now() + Duration::from_secs(10);
        while served.connections() + dialler.handle().connections() > 0 {
            assert!(Instant::now() < deadline, "{}", served.connections());
            sleep(Duration::from_millis(20)).await;
            dialler.go_on().await;
        }
        grown.push(memory().saturating_sub(before));
    }
    eprintln!(
        "{done} connections in {:?}, memory grew by {grown:?}",
        started.elapsed()
    );
    assert!(done >= CONNECTIONS / 20, "{done}");
    // A leak shows in every round, what an allocator keeps does not.
    let each = grown.iter().min().unwrap() / (done / ROUNDS);
    assert!(each < 200, "{each} bytes for each connection: {grown:?}");
    done
}

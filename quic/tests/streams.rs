//! What streams of ours can that stock ones cannot.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use common::{Line, PATIENCE, Peer, proxy::Proxy, there_and_back};
use futures::{AsyncReadExt, AsyncWriteExt, FutureExt, future::join_all};
use libp2p::core::muxing::SubstreamBox;
use tincan_quic::{URGENT, tune};
use tokio::time::{sleep, timeout};

/// A stream between two peers, from both ends, with a byte said on it.
async fn stream(mut from: Peer, mut to: Peer) -> (SubstreamBox, SubstreamBox, impl Sized + use<>) {
    let address = to.listen().await;
    let (line, other) = tokio::join!(from.dial(&address), to.accept());
    let (line, mut other) = (line.unwrap(), other);
    let mut ours = line.open().await;
    ours.write_all(b"!").await.unwrap();
    let mut theirs = other.accept().await;
    theirs.read_exact(&mut [0]).await.unwrap();
    (ours, theirs, (from, to, line, other))
}

#[tokio::test]
async fn a_stream_that_is_tuned_so_is_reset_when_dropped() {
    for reader in [Peer::ours, Peer::stock] {
        let (mut ours, mut theirs, _kept) = stream(Peer::ours(), reader()).await;
        tune(&mut ours).unwrap().reset_on_drop();
        ours.write_all(b"unfinished").await.unwrap();
        drop(ours);
        let outcome = timeout(PATIENCE, theirs.read_to_end(&mut Vec::new())).await;
        let error = outcome.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "{error}");
    }
}

#[tokio::test]
async fn others_are_finished_as_by_the_stock_transport() {
    let (mut ours, mut theirs, _kept) = stream(Peer::ours(), Peer::stock()).await;
    ours.write_all(b"the end").await.unwrap();
    drop(ours);
    let mut read = String::new();
    theirs.read_to_string(&mut read).await.unwrap();
    assert_eq!(read, "the end");
}

#[tokio::test]
async fn what_was_closed_arrives_however_soon_it_is_dropped() {
    let (mut ours, mut theirs, _kept) = stream(Peer::ours(), Peer::ours()).await;
    tune(&mut ours).unwrap().reset_on_drop();
    ours.write_all(b"all of it").await.unwrap();
    ours.close().await.unwrap();
    drop(ours);
    let mut read = String::new();
    theirs.read_to_string(&mut read).await.unwrap();
    assert_eq!(read, "all of it");
}

#[tokio::test]
async fn stock_streams_cannot_be_tuned() {
    let (mut stock, _theirs, _kept) = stream(Peer::stock(), Peer::ours()).await;
    assert!(tune(&mut stock).is_none());
}

/// A connection through a network that can be cut.
async fn cuttable() -> (Line, Line, Arc<AtomicBool>, impl Sized + use<>) {
    let (mut dialler, mut listener) = (Peer::ours(), Peer::ours());
    let address = listener.listen().await;
    let cut = Arc::new(AtomicBool::new(false));
    let is_cut = cut.clone();
    let far = Duration::from_millis(20);
    let proxy = Proxy::slow(&address, far, move |_, _| !is_cut.load(Relaxed)).await;
    let (line, other) = tokio::join!(dialler.dial(&proxy.address), listener.accept());
    (line.unwrap(), other, cut, (dialler, listener, proxy))
}

/// Writes until it is held back; how much.
async fn fill(stream: &mut SubstreamBox) -> usize {
    let written = AtomicUsize::new(0);
    let chunk = [7; 16 * 1024];
    let write = async {
        loop {
            written.fetch_add(stream.write(&chunk).await.unwrap(), Relaxed);
        }
    };
    let _ = timeout(Duration::from_millis(500), write).await;
    written.load(Relaxed)
}

#[tokio::test]
async fn a_writer_is_held_back_by_what_the_network_takes() {
    let (line, _other, cut, _kept) = cuttable().await;
    let mut stream = line.open().await;
    cut.store(true, Relaxed);
    let written = fill(&mut stream).await;
    // The first window and little more, where stock takes 10 MB.
    assert!((8 * 1024..256 * 1024).contains(&written), "{written}");
}

/// What goes before a transfer does not wait for the buffer to empty.
#[tokio::test]
async fn priority_finds_room_when_a_transfer_has_filled_the_buffer() {
    let (line, mut other, cut, _kept) = cuttable().await;
    let (mut transfer, mut voice) = (line.open().await, line.open().await);
    let mut pictures = line.open().await;
    tune(&mut pictures).unwrap().set_priority(1);
    tune(&mut voice).unwrap().set_priority(URGENT);
    cut.store(true, Relaxed);
    fill(&mut transfer).await;
    assert!(fill(&mut pictures).await > 0);
    for full in [&mut transfer, &mut pictures] {
        assert!(full.write(b"more").now_or_never().is_none());
    }
    voice
        .write_all(b"voice")
        .now_or_never()
        .expect("room")
        .unwrap();
    cut.store(false, Relaxed);
    let heard = async {
        loop {
            let mut stream = other.accept().await;
            let mut first = [0; 5];
            stream.read_exact(&mut first).await.unwrap();
            if &first == b"voice" {
                return;
            }
        }
    };
    timeout(PATIENCE, heard).await.expect("a voice");
}

/// Segments are handed to the system in batches, and come in such.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn segmentation_offload_is_in_use() {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let handle = listener.handle().clone();
    let _task = listener.echo_in_background();
    let mut dialler = Peer::ours();
    let line = dialler.dial(&address).await.unwrap();
    let bytes = common::pattern(2 << 20, 3);
    assert!(there_and_back(line.open().await, &bytes).await == bytes);
    for traffic in [dialler.handle().traffic(), handle.traffic()] {
        let (sends, sent) = (traffic.sends, traffic.datagrams_sent);
        let (receives, received) = (traffic.receives, traffic.datagrams_received);
        assert!(sent > 2 * sends, "{sent} datagrams in {sends} calls");
        assert!(received > 2 * receives, "{received} in {receives}");
    }
}

#[tokio::test]
async fn a_flood_of_streams_beyond_the_limit_waits() {
    let mut listener = Peer::configured(|config| config.max_streams = 4);
    let address = listener.listen().await;
    let _task = listener.echo_in_background();
    let mut dialler = Peer::ours();
    let line = dialler.dial(&address).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut stream = line.open().await;
        stream.write_all(b"held").await.unwrap();
        held.push(stream);
    }
    let mut fifth = Box::pin(line.open());
    sleep(Duration::from_millis(100)).await;
    assert!(fifth.as_mut().now_or_never().is_none());
    join_all(held.into_iter().map(|mut stream| async move {
        stream.close().await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.unwrap();
    }))
    .await;
    fifth.await;
}

//! Writers and readers joined by pipes in memory.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::AsyncWriteExt;
use tokio::{
    io::{DuplexStream, duplex},
    sync::mpsc,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{
    link::{MediaLane, MediaLink, MediaReceive, lock},
    reading,
    wire::{self, Header, MAX_MEDIA_PACKET, Slot},
    writing,
};
use crate::{api::Side, call::CallId};

const CALL: CallId = CallId {
    side: Side::Host,
    number: 3,
};
const SOON: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Ear(Mutex<Vec<Vec<u8>>>);

impl MediaReceive for Ear {
    fn packet(&self, packet: Vec<u8>) {
        lock(&self.0).push(packet);
    }

    fn moved(&self) {}
}

impl Ear {
    fn heard(&self) -> usize {
        lock(&self.0).len()
    }

    async fn has_heard(&self, packets: usize) {
        let enough = async {
            while self.heard() < packets {
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(SOON, enough).await.unwrap();
    }
}

/// A link that is read from, and who hears it.
fn listener() -> (MediaLink, Arc<Ear>) {
    let link = MediaLink::new(Instant::now());
    let ear = Arc::new(Ear::default());
    link.receive(ear.clone());
    (link, ear)
}

fn read(stream: DuplexStream, link: &MediaLink) -> JoinHandle<std::io::Result<()>> {
    let link = link.clone();
    tokio::spawn(async move { reading::read(Compat(stream), CALL, &link).await })
}

/// As the traits of `futures` have it.
struct Compat(DuplexStream);

impl futures::AsyncRead for Compat {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &mut [u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        let mut buf = tokio::io::ReadBuf::new(buf);
        let read = tokio::io::AsyncRead::poll_read(std::pin::Pin::new(&mut self.0), cx, &mut buf);
        read.map_ok(|()| buf.filled().len())
    }
}

impl futures::AsyncWrite for Compat {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &[u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        tokio::io::AsyncWrite::poll_write(std::pin::Pin::new(&mut self.0), cx, buf)
    }

    fn poll_flush(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        tokio::io::AsyncWrite::poll_flush(std::pin::Pin::new(&mut self.0), cx)
    }

    fn poll_close(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        tokio::io::AsyncWrite::poll_shutdown(std::pin::Pin::new(&mut self.0), cx)
    }
}

/// A link with all stripes open; the far ends of them.
fn striped(link: &MediaLink) -> Vec<DuplexStream> {
    let stripes = Slot::stripes().map(|slot| {
        let (near, far) = duplex(64 * 1024);
        let (sender, queue) = mpsc::channel(writing::WAITING);
        link.attach(slot, sender);
        let header = Header { call: CALL, slot };
        tokio::spawn(writing::stripe(Compat(near), header, queue, link.clone()));
        far
    });
    stripes.collect()
}

#[tokio::test]
async fn packets_of_each_lane_go_by_their_stripes_in_turn() {
    let sender = MediaLink::new(Instant::now());
    let ears: Vec<_> = striped(&sender)
        .into_iter()
        .map(|far| {
            let (link, ear) = listener();
            read(far, &link);
            ear
        })
        .collect();
    assert!(!sender.send(MediaLane::Sound, vec![1]), "not open yet");
    sender.set_open(true);
    for n in 0..16u8 {
        assert!(sender.send(MediaLane::Sound, vec![n; 80]));
        assert!(sender.send(MediaLane::Pictures, vec![n; 1000]));
    }
    assert!(sender.send(MediaLane::Feedback, vec![7]));
    for (n, ear) in ears.iter().enumerate() {
        let expected = match n {
            0 => 1,
            1..=8 => 2,
            _ => 4,
        };
        ear.has_heard(expected).await;
        assert_eq!(ear.heard(), expected);
    }
    let first = lock(&ears[1].0).clone();
    assert_eq!(first[1][0] - first[0][0], 8, "in turn");
    assert_eq!(sender.path().in_flight, 0);
    sender.close();
    assert!(!sender.send(MediaLane::Feedback, vec![7]));
}

#[tokio::test]
async fn what_waits_for_too_long_is_not_written() {
    let sender = MediaLink::new(Instant::now());
    sender.set_open(true);
    let mut ends = striped(&sender);
    let stream = ends.remove(9);
    // Nobody reads, so that 64 KiB fit; then what follows waits.
    let mut taken = 0;
    while sender.send(MediaLane::Pictures, vec![0; 1200]) {
        taken += 1;
        tokio::task::yield_now().await;
        assert!(taken < 4000, "what waits is bounded");
    }
    assert!(sender.path().in_flight > 0);
    sleep(Duration::from_millis(350)).await;
    let (link, ear) = listener();
    read(stream, &link);
    ear.has_heard(1).await;
    let late = async {
        while sender.counts().late < 16 {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(SOON, late).await.unwrap();
}

#[tokio::test]
async fn one_stream_carries_everything_and_knows_what_is_under_way() {
    let sender = MediaLink::new(Instant::now());
    sender.set_open(true);
    let (near, far) = duplex(1 << 20);
    let header = Header {
        call: CALL,
        slot: Slot::All,
    };
    let one = sender.attach_one();
    let writer = tokio::spawn(writing::one(Compat(near), header, one, sender.clone()));
    let (link, ear) = listener();
    // While nobody reads, no more than a little is written.
    for _ in 0..60 {
        assert!(sender.send(MediaLane::Pictures, vec![0; 1200]));
    }
    sleep(Duration::from_millis(50)).await;
    assert!(sender.send(MediaLane::Sound, vec![1; 50]));
    read(far, &link);
    ear.has_heard(61).await;
    let sound = lock(&ear.0).iter().position(|packet| packet.len() == 50);
    assert!(sound.unwrap() < 40, "sound overtook: {sound:?}");
    for _ in 0..20 {
        sleep(Duration::from_millis(15)).await;
        assert!(sender.send(MediaLane::Sound, vec![1; 50]));
    }
    ear.has_heard(81).await;
    assert!(sender.path().in_flight < 2000, "{:?}", sender.path());
    assert!(!writer.is_finished());
}

#[tokio::test]
async fn streams_that_make_no_sense_end() {
    let (link, ear) = listener();
    let header = |number| {
        Header {
            call: CallId { number, ..CALL },
            slot: Slot::Sound(0),
        }
        .encode()
        .to_vec()
    };
    let mut oversized = header(3);
    oversized.extend([0xff, 0xff, 1, 2, 3]);
    let mut empty = header(3);
    empty.extend([0, 0]);
    for bytes in [
        vec![9; 7],
        header(4),
        header(3)[..5].to_vec(),
        oversized,
        empty,
    ] {
        let (near, far) = duplex(1024);
        let reader = read(far, &link);
        let mut near = Compat(near);
        near.write_all(&bytes).await.unwrap();
        near.close().await.unwrap();
        assert!(reader.await.unwrap().is_err(), "{bytes:?}");
    }
    assert_eq!(ear.heard(), 0);
}

#[tokio::test]
async fn a_flood_is_dropped_counted_and_slowed_down() {
    let (link, ear) = listener();
    let (near, far) = duplex(64 * 1024);
    read(far, &link);
    let mut near = Compat(near);
    let header = Header {
        call: CALL,
        slot: Slot::Pictures(0),
    };
    near.write_all(&header.encode()).await.unwrap();
    let mut bytes = Vec::new();
    wire::put(&[1; MAX_MEDIA_PACKET], &mut bytes);
    let began = Instant::now();
    let mut sent = 0;
    while began.elapsed() < Duration::from_secs(1) {
        near.write_all(&bytes).await.unwrap();
        sent += bytes.len();
    }
    let counts = link.counts();
    assert!(counts.flooded > 0);
    // As much as is agreed in a second and a half, and what fits the pipe.
    assert!(ear.heard() * MAX_MEDIA_PACKET < 3_000_000);
    assert!(sent < 4_000_000, "{sent} bytes were read off the line");
}

#[tokio::test]
async fn what_comes_before_it_is_wanted_waits_and_goes_when_the_call_is_over() {
    let link = MediaLink::new(Instant::now());
    let (near, far) = duplex(1024);
    let reader = read(far, &link);
    let mut near = Compat(near);
    let header = Header {
        call: CALL,
        slot: Slot::Sound(2),
    };
    let mut bytes = header.encode().to_vec();
    wire::put(b"early", &mut bytes);
    near.write_all(&bytes).await.unwrap();
    sleep(Duration::from_millis(30)).await;
    let ear = Arc::new(Ear::default());
    link.receive(ear.clone());
    ear.has_heard(1).await;
    assert!(!reader.is_finished());
}

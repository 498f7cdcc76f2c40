//! Handshakes over bad networks and before hostile eyes.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use common::{
    Peer, pattern,
    proxy::{Proxy, Way, parts},
    there_and_back,
};
use futures::future::join_all;
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use tincan_quic::Inbound;

/// Shakes hands through a network that loses the `lost`th datagram of all, and
/// says something; how long that took.
async fn with_loss(lost: usize) -> Duration {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let _task = listener.echo_in_background();
    let count = AtomicUsize::new(0);
    let proxy = Proxy::before(&address, move |_, _| count.fetch_add(1, Relaxed) != lost).await;
    let started = Instant::now();
    let mut dialler = Peer::ours();
    let line = dialler.dial(&proxy.address).await.expect("a connection");
    let text = pattern(100, 0);
    assert_eq!(there_and_back(line.open().await, &text).await, text);
    started.elapsed()
}

#[tokio::test]
async fn the_loss_of_any_one_packet_is_made_good() {
    let all = join_all((0..16).map(with_loss)).await;
    eprintln!("lost the nth packet: {all:?}");
}

/// Nobody answers. (What is sent together counts as one.)
#[tokio::test]
async fn the_first_flight_is_sent_again_after_three_tenths_of_a_second() {
    let (tell, mut told) = tokio::sync::mpsc::channel(64);
    let nobody = Peer::ours().listen().await;
    let proxy = Proxy::before(&nobody, move |_, _| {
        let _ = tell.try_send(Instant::now());
        false
    })
    .await;
    let mut dialler = Peer::configured(|c| c.handshake_timeout = Duration::from_millis(700));
    assert!(dialler.dial(&proxy.address).await.is_err());
    drop(proxy);
    let mut sent = Vec::new();
    while let Some(at) = told.recv().await {
        sent.push(at);
    }
    let first_pause = sent.windows(2).map(|two| two[1] - two[0]).max();
    let pause = first_pause.expect("it was sent again");
    assert!(pause >= Duration::from_millis(250), "{pause:?}");
    assert!(pause < Duration::from_millis(600), "{pause:?}");
}

/// A socket of nobody, and the one that it talks to.
struct Stranger {
    socket: UdpSocket,
}

impl Stranger {
    fn of(address: &libp2p::Multiaddr) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(parts(address).0).unwrap();
        Self { socket }
    }

    /// Bytes that come back until nothing does for a while.
    fn answers(&self) -> usize {
        let while_ = Duration::from_millis(200);
        self.socket.set_read_timeout(Some(while_)).unwrap();
        let mut all = 0;
        while let Ok(size) = self.socket.recv(&mut [0; 65536]) {
            all += size;
        }
        all
    }
}

/// The first flight of a real handshake.
async fn first_flight() -> Vec<Vec<u8>> {
    let (tell, mut told) = tokio::sync::mpsc::channel(64);
    let nobody = Peer::ours().listen().await;
    let proxy = Proxy::before(&nobody, move |_, bytes| {
        let _ = tell.try_send(bytes.to_vec());
        false
    })
    .await;
    let mut dialler = Peer::configured(|c| c.handshake_timeout = Duration::from_millis(150));
    assert!(dialler.dial(&proxy.address).await.is_err());
    drop(proxy);
    let mut flight = Vec::new();
    while let Some(bytes) = told.recv().await {
        flight.push(bytes);
    }
    flight
}

#[tokio::test]
async fn garbage_leaves_nothing_and_disturbs_nobody() {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let handle = listener.handle().clone();
    let _task = listener.echo_in_background();
    let flight = first_flight().await;
    let stranger = Stranger::of(&address);
    let mut rng = StdRng::seed_from_u64(4);
    let mut sent = 0;
    for n in 0..20_000 {
        let mut bytes = match n % 3 {
            // Anything.
            0 => {
                let mut bytes = vec![0; rng.gen_range(0..1500)];
                rng.fill_bytes(&mut bytes);
                bytes
            }
            // What looks like a first packet, of some version.
            1 => {
                let mut bytes = vec![0; rng.gen_range(20..1400)];
                rng.fill_bytes(&mut bytes);
                bytes[..5].copy_from_slice(&[0xc0 | rng.r#gen::<u8>() & 0x3f, 0, 0, 0, 1]);
                bytes[5] = rng.gen_range(0..24);
                bytes
            }
            // A real one with something changed.
            _ => flight[rng.gen_range(0..flight.len())].clone(),
        };
        if n % 3 == 2 {
            let at = rng.gen_range(0..bytes.len());
            bytes[at] ^= 1 << rng.gen_range(0..8);
            bytes.truncate(rng.gen_range(at..=bytes.len()));
        }
        sent += bytes.len();
        let _ = stranger.socket.send(&bytes);
        if n % 100 == 0 {
            tokio::task::yield_now().await;
        }
    }
    // Who comes now is served as ever.
    let mut friend = Peer::ours();
    let line = friend.dial(&address).await.expect("a connection");
    let text = pattern(1000, 0);
    assert_eq!(there_and_back(line.open().await, &text).await, text);
    let answered = tokio::task::spawn_blocking(move || stranger.answers())
        .await
        .unwrap();
    assert!(answered <= 3 * sent, "{answered} for {sent}");
    eprintln!("{answered} bytes of answers to {sent} of garbage");
    // Those that began like a handshake time out, and then nothing is left.
    let deadline = Instant::now() + Duration::from_secs(10);
    while handle.connections() > 1 {
        assert!(Instant::now() < deadline, "{}", handle.connections());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Less comes back than three times what was sent, until the sender has shown
/// to be where it says.
#[tokio::test]
async fn nothing_is_amplified() {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let _task = listener.echo_in_background();
    let flight = first_flight().await;
    let stranger = Stranger::of(&address);
    let mut sent = 0;
    for bytes in &flight {
        sent += stranger.socket.send(bytes).unwrap();
    }
    let answered = tokio::task::spawn_blocking(move || stranger.answers())
        .await
        .unwrap();
    assert!(
        answered > 0 && answered <= 3 * sent,
        "{answered} for {sent}"
    );
}

#[tokio::test]
async fn who_only_dials_answers_no_stranger() {
    let flight = first_flight().await;
    let (mut dialler, mut listener) = (Peer::ours(), Peer::ours());
    let address = listener.listen().await;
    let (line, other) = tokio::join!(dialler.dial(&address), listener.accept());
    let (line, _other) = (line.unwrap(), other.echoing());
    let port = dialler.handle().ports()[0];
    let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
    stranger.connect(("127.0.0.1", port.port())).unwrap();
    let stranger = Stranger { socket: stranger };
    let mut short = vec![0x55; 100];
    for bytes in flight.iter().chain([&short]) {
        stranger.socket.send(bytes).unwrap();
    }
    short[0] = 0xc0;
    stranger.socket.send(&short).unwrap();
    let text = pattern(1000, 0);
    assert_eq!(there_and_back(line.open().await, &text).await, text);
    let answered = tokio::task::spawn_blocking(move || stranger.answers())
        .await
        .unwrap();
    assert_eq!(answered, 0);
    assert!(dialler.handle().traffic().strangers >= 3);
}

#[tokio::test]
async fn who_waits_for_nobody_shows_no_certificate() {
    let flight = first_flight().await;
    for (inbound, answers) in [
        (Inbound::Awaited, false),
        (Inbound::Near, true),
        (Inbound::Everyone, true),
    ] {
        let mut listener = Peer::ours();
        let address = listener.listen().await;
        listener.handle().set_inbound(inbound);
        let _task = listener.echo_in_background();
        let stranger = Stranger::of(&address);
        for bytes in &flight {
            stranger.socket.send(bytes).unwrap();
        }
        let answered = tokio::task::spawn_blocking(move || stranger.answers())
            .await
            .unwrap();
        assert_eq!(answered > 0, answers, "{inbound:?}");
    }
}

/// Many begin and do not go on: those who come then have to show where they
/// are, and are served all the same.
#[tokio::test]
async fn under_load_addresses_are_proved() {
    let mut listener = Peer::ours();
    let address = listener.listen().await;
    let handle = listener.handle().clone();
    let _task = listener.echo_in_background();
    let flights = join_all((0..80).map(|_| first_flight())).await;
    let mut sent = 0;
    for flight in &flights {
        let stranger = Stranger::of(&address);
        for bytes in flight {
            stranger.socket.send(bytes).unwrap();
        }
        // So that the system need not keep them all.
        while handle.traffic().datagrams_received < sent + flight.len() as u64 {
            tokio::task::yield_now().await;
        }
        sent += flight.len() as u64;
    }
    let retries = Arc::new(AtomicUsize::new(0));
    let count = retries.clone();
    let proxy = Proxy::before(&address, move |way, bytes| {
        // A long header of type Retry (RFC 9000, section 17.2.5).
        if way == Way::Back && bytes[0] & 0xf0 == 0xf0 {
            count.fetch_add(1, Relaxed);
        }
        true
    })
    .await;
    let line = Peer::ours()
        .dial(&proxy.address)
        .await
        .expect("a connection");
    drop(line);
    assert_eq!(retries.load(Relaxed), 1);
}

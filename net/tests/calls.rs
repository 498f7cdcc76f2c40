//! Calls between two clients: words over the control channel, packets over
//! streams of their own.

mod common;

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use tincan_net::{
    CallEnd, CallState, Command, EventKind, MAX_MEDIA_PACKET, MediaLane, MediaLink, MediaReceive,
    OnAir,
};
use tokio::time::sleep;

use self::common::{Person, relay};

const AIR: OnAir = OnAir {
    mic: true,
    camera: true,
    screen: false,
};

#[derive(Default)]
struct Ear(Mutex<Vec<Vec<u8>>>);

impl Ear {
    fn heard(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().expect("nobody panicked")
    }
}

impl MediaReceive for Ear {
    fn packet(&self, packet: Vec<u8>) {
        self.heard().push(packet);
    }

    fn moved(&self) {}
}

async fn state(person: &mut Person, wanted: CallState) {
    person
        .until(|event| match event {
            EventKind::Call(call) if call.state == wanted => Some(()),
            _ => None,
        })
        .await;
}

async fn media(person: &mut Person) -> (MediaLink, Arc<Ear>) {
    let link = person
        .until(|event| match event {
            EventKind::CallMedia(link) => Some(link),
            _ => None,
        })
        .await;
    let ear = Arc::new(Ear::default());
    link.receive(ear.clone());
    (link, ear)
}

/// Sends until the other hears all kinds.
async fn is_heard(link: &MediaLink, ear: &Ear) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let heard = |n| ear.heard().iter().any(|packet| packet[0] == n);
    while !(heard(0) && heard(1) && heard(2)) {
        assert!(Instant::now() < deadline, "nothing is heard");
        link.send(MediaLane::Feedback, vec![0; 20]);
        link.send(MediaLane::Sound, vec![1; 100]);
        link.send(MediaLane::Pictures, vec![2; MAX_MEDIA_PACKET]);
        sleep(Duration::from_millis(10)).await;
    }
    for packet in &*ear.heard() {
        let length = [20, 100, MAX_MEDIA_PACKET][usize::from(packet[0])];
        assert_eq!(packet, &vec![packet[0]; length]);
    }
}

async fn call(host: &mut Person, guest: &mut Person) {
    guest.wants(Command::Call(AIR));
    state(guest, CallState::Ringing).await;
    state(host, CallState::Incoming).await;
    host.wants(Command::Answer(OnAir::default()));
    let (from_host, at_host) = media(host).await;
    let (from_guest, at_guest) = media(guest).await;
    state(host, CallState::Active).await;
    state(guest, CallState::Active).await;
    is_heard(&from_host, &at_guest).await;
    is_heard(&from_guest, &at_host).await;
    guest.wants(Command::HangUp);
    state(guest, CallState::Ended(CallEnd::HungUp)).await;
    state(host, CallState::Ended(CallEnd::PeerHungUp)).await;
    let before = at_host.heard().len();
    assert!(!from_guest.send(MediaLane::Sound, vec![1]));
    assert_eq!(at_host.heard().len(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn packets_of_a_call_cross_a_relay() {
    let relay = relay().await;
    let mut host = Person::new("Quiet Otter", relay.addresses());
    let mut guest = Person::new("Calm Badger", relay.addresses());
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (code, _) = host.waits().await;
    guest.wants(Command::Join {
        invite: code,
        kept: false,
    });
    guest.connects().await;
    host.connects().await;
    call(&mut host, &mut guest).await;
    call(&mut guest, &mut host).await;
    relay.shutdown().await;
}

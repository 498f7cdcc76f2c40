//! An admitted guest whose media nobody could take.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::time::sleep;

use super::{scene::*, *};
use crate::{MediaLink, MediaReceive, OnAir, call::Message};

/// What arrived of media.
#[derive(Default)]
struct Ear(Mutex<Vec<Vec<u8>>>);

impl MediaReceive for Ear {
    fn packet(&self, packet: Vec<u8>) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(packet);
    }

    fn moved(&self) {}
}

impl Ear {
    async fn hears(&self, packet: &[u8]) {
        let heard = async {
            while !self.0.lock().unwrap().iter().any(|it| it == packet) {
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(WITHIN, heard).await.expect("it is never heard");
    }
}

/// The host rings and the guest answers: what the host has of their call, and
/// the number of the next word of the guest.
async fn in_a_call(scene: &mut Scene) -> (MediaLink, u64) {
    let air = OnAir::default();
    assert!(scene.host.send(None, Command::Call(air)));
    let (control, events) = (&mut scene.control, &mut scene.events);
    let answered = async {
        let number = hears(control, |said| match said {
            Message::Ring { n, .. } => Some(n),
            _ => None,
        })
        .await;
        let call = crate::call::CallId {
            side: crate::Side::Host,
            number,
        };
        let body = Body {
            k: "call".to_owned(),
            m: Some(Message::Answer { call, air }),
            number: None,
            text: None,
            at: None,
        };
        let answer = Word {
            n: Some(1),
            body: Some(body),
            ..word("data")
        };
        say(control, &answer).await;
        until(events, |kind| match kind {
            EventKind::CallMedia(link) => Some(link),
            _ => None,
        })
        .await
    };
    (scene.guest.meanwhile(answered).await, 2)
}

/// The first bytes of a stream of the call's third stripe of sound: version, who
/// rang, which of its rings, slot.
const HEADER: [u8; 7] = [1, b'h', 0, 0, 0, 1, 4];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_streams_are_dropped_and_counted_and_the_call_goes_on() {
    const STREAMS: u64 = 3000;
    /// Those that are read from at once.
    const MOST: u64 = 32;
    /// Those that we hold open at once; yamux has 512 at most.
    const HELD: usize = 300;
    let mut scene = Scene::together().await;
    let (link, next) = in_a_call(&mut scene).await;
    let ear = Arc::new(Ear::default());
    link.receive(ear.clone());

    // The first say that they are the call's, and then nothing for ever; the
    // others say nothing at all, or what makes no sense, or the same.
    let mut idle = Vec::new();
    let mut open = VecDeque::new();
    for n in 0..STREAMS {
        let mut stream = scene.guest.open(For::Media).await.expect("it hung up");
        let first: &[u8] = match n % 3 {
            _ if n < MOST => &HEADER,
            0 => &[],
            1 => b"nonsense",
            _ => &HEADER,
        };
        // Refused ones may be gone already.
        let _ = stream.write_all(first).await;
        let _ = stream.flush().await;
        if n < MOST {
            idle.push(stream);
            continue;
        }
        open.push_back(stream);
        // Not before the host knows of it.
        while open.len() > HELD {
            let known = link.counts().refused + MOST;
            if known + (HELD as u64) > n {
                open.pop_front();
            } else {
                scene.guest.meanwhile(sleep(Duration::from_millis(1))).await;
            }
        }
    }
    let refused = async {
        while link.counts().refused < STREAMS - MOST {
            sleep(Duration::from_millis(5)).await;
        }
    };
    scene.guest.meanwhile(refused).await;
    assert!(link.counts().refused <= STREAMS);

    // Who lets go of them is heard again at once.
    drop((idle, open));
    let mut packet = HEADER.to_vec();
    packet.extend([0, 5]);
    packet.extend(b"hello");
    let heard = async {
        loop {
            let mut stream = scene.guest.open(For::Media).await.expect("it hung up");
            let said = async {
                let _ = stream.write_all(&packet).await;
                let _ = stream.flush().await;
                timeout(Duration::from_millis(200), ear.hears(b"hello")).await
            };
            // Until those that were let go are gone at the other end too.
            if scene.guest.meanwhile(said).await.is_ok() {
                break;
            }
        }
    };
    timeout(WITHIN, heard).await.expect("the call stands still");
    scene.still_talks(next).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn media_of_no_call_is_dropped_and_the_room_stays() {
    let mut scene = Scene::together().await;
    for n in 0..200 {
        let first: &[u8] = if n % 2 == 0 { b"nonsense" } else { &HEADER };
        assert!(scene.guest.throw(For::Media, first).await);
    }
    scene.still_talks(1).await;
}

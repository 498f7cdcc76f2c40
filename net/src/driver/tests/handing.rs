//! An admitted guest who hands over what nobody can take.

use serde::Serialize;
use tempfile::TempDir;

use super::{scene::*, *};
use crate::{
    Direction, Side, Transfer, TransferId, TransferKind, TransferReason, TransferState,
    transfer::{MAX_TRANSFER_BYTES, Mark, Message},
};

fn about_files(n: u64, m: Message) -> Word<Message> {
    let body = Body {
        k: "file".to_owned(),
        m: Some(m),
        number: None,
        text: None,
        at: None,
    };
    Word {
        n: Some(n),
        body: Some(body),
        ..word("data")
    }
}

fn offer(n: u64, size: u64, kind: TransferKind) -> Message {
    Message::Offer {
        n,
        name: "../a.bin".to_owned(),
        size,
        kind,
    }
}

fn transferred(kind: EventKind) -> Option<Transfer> {
    match kind {
        EventKind::Transfer(transfer) => Some(transfer),
        _ => None,
    }
}

fn id(number: u64) -> TransferId {
    TransferId {
        side: Side::Guest,
        number,
    }
}

impl Scene {
    /// Offers something, has it accepted, and opens the lane for it.
    async fn lane(&mut self, offered: Message, accept: Option<&TempDir>) -> Stream {
        let (from, to) = (&mut self.events, &mut self.control);
        let host = &self.host;
        let accepted = async {
            say(to, &about_files(1, offered)).await;
            let shown = until(from, |kind| transferred(kind).map(|shown| shown.id)).await;
            if let Some(dir) = accept {
                let dir = dir.path().to_owned();
                let accept = Command::AcceptFile {
                    transfer: shown,
                    dir,
                };
                assert!(host.send(None, accept));
            }
            hears(to, |said| {
                matches!(said, Message::Accept { .. }).then_some(())
            })
            .await;
        };
        self.guest.meanwhile(accepted).await;
        self.guest.open(For::Transfer).await.unwrap()
    }
}

#[derive(Serialize)]
struct Hello {
    k: &'static str,
    v: u8,
    n: u64,
}

fn lane_hello(n: u64) -> Hello {
    Hello {
        k: "hello",
        v: 1,
        n,
    }
}

#[derive(Serialize)]
struct Chunk {
    k: &'static str,
    len: u32,
    chain: crate::wire::Bytes<32>,
}

/// A chunk whose hash is that of other bytes.
fn wrong_chunk(size: u64) -> Chunk {
    let other = Mark::start(size).after(b"something else");
    let chain = wire::encode(&other.chain);
    // Behind the two bytes that say: 32 bytes follow.
    let chain = crate::wire::Bytes(chain[2..].to_vec());
    Chunk {
        k: "chunk",
        len: u32::try_from(size).unwrap(),
        chain,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_offers_and_impossible_sizes_are_refused_with_a_reason() {
    const OFFERS: u64 = 10_000;
    let mut scene = Scene::together().await;
    let (mut from, mut to) = scene.control.split();
    let mut refused = (0, 0);
    let offering = async {
        for size in [u64::MAX, MAX_TRANSFER_BYTES + 1] {
            let n = if size == u64::MAX { 1 } else { 2 };
            say(
                &mut to,
                &about_files(n, offer(n, size, TransferKind::Image)),
            )
            .await;
        }
        // A thousand at a time, so that a slow machine answers in between.
        for upto in (1000..=OFFERS).step_by(1000) {
            let from_n = if upto == 1000 { 3 } else { upto - 999 };
            for n in from_n..=upto {
                let frame = about_files(n, offer(n, 1, TransferKind::File));
                wire::write_frame(&mut to, &wire::encode(&frame))
                    .await
                    .unwrap();
            }
            to.flush().await.unwrap();
            hears(&mut from, |said| {
                let Message::Decline { t, why } = said else {
                    return None;
                };
                match why {
                    Some(TransferReason::TooBig) => refused.0 += 1,
                    Some(TransferReason::TooMany) => refused.1 += 1,
                    other => panic!("{t}: {other:?}"),
                }
                (t == id(upto)).then_some(())
            })
            .await;
        }
    };
    let mut shown = 0;
    let events = &mut scene.events;
    let showing = async {
        loop {
            let event = events.recv().await.expect("ended");
            shown += u64::from(transferred(event.kind).is_some());
        }
    };
    let work = async {
        tokio::select! {
            () = offering => {}
            () = showing => {}
        }
    };
    scene.guest.meanwhile(work).await;
    assert_eq!(refused.0, 2);
    // What is shown and what is refused is all there was; little is shown.
    assert!(shown <= 256, "{shown} are shown");
    assert_eq!(refused.1, OFFERS - 2 - 256);
    scene.control = from.reunite(to).unwrap();
    scene.still_talks(OFFERS + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lanes_for_nothing_are_dropped_and_the_room_stays() {
    let mut scene = Scene::together().await;
    for n in [0, 1, 77, u64::MAX] {
        let mut lane = scene.guest.open(For::Transfer).await.unwrap();
        let ended = async {
            say(&mut lane, &lane_hello(n)).await;
            lane.read_to_end(&mut Vec::new()).await.unwrap_or_default()
        };
        assert_eq!(scene.guest.meanwhile(ended).await, 0, "{n} is answered");
    }
    for nonsense in [garbage(), u32::MAX.to_be_bytes().to_vec()] {
        assert!(scene.guest.throw(For::Transfer, &nonsense).await);
    }
    scene.still_talks(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chunk_with_a_wrong_hash_ends_the_transfer_and_leaves_no_file() {
    const SIZE: u64 = 1000;
    for kind in [TransferKind::File, TransferKind::Image] {
        let folder = TempDir::new().unwrap();
        let mut scene = Scene::together().await;
        let accept = (kind == TransferKind::File).then_some(&folder);
        let mut lane = scene.lane(offer(1, SIZE, kind), accept).await;
        let (events, control) = (&mut scene.events, &mut scene.control);
        let failed = until(events, |kind| {
            let transfer = transferred(kind)?;
            (transfer.state == TransferState::Failed).then_some(transfer)
        });
        let told = hears(control, |said| match said {
            Message::Cancel { t, why } => Some((t, why)),
            _ => None,
        });
        let sending = async {
            say(&mut lane, &lane_hello(1)).await;
            wire::read_frame(&mut lane)
                .await
                .unwrap()
                .expect("a beginning");
            say(&mut lane, &wrong_chunk(SIZE)).await;
            lane.write_all(&[7; SIZE as usize]).await.unwrap();
            lane.flush().await.unwrap();
            futures::future::join(failed, told).await
        };
        let (failed, told) = scene.guest.meanwhile(sending).await;
        assert_eq!(failed.direction, Direction::In);
        assert_eq!(failed.reason, Some(TransferReason::Damaged));
        assert_eq!(told, (id(1), Some(TransferReason::Damaged)));
        let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
        scene.still_talks(2).await;
    }
}

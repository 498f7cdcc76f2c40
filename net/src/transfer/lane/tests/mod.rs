mod pipe;

use std::{fs, path::Path, sync::Arc};

use bytes::Bytes;
use futures::AsyncWriteExt;
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{
    runtime::Builder,
    sync::{mpsc, watch},
};

use self::pipe::{End, pipe};
use super::*;
use crate::{
    api::Side,
    streams::StreamId,
    transfer::{
        CHUNK, Mark, Report, TransferId, TransferReason,
        flow::Flow,
        report::{ReceiveEnd, SendEnd},
        sink::{Part, Sink, Stays, Whole},
        source::Source,
        trail::Trail,
    },
};

const LANE: StreamId = StreamId(1);

fn id() -> TransferId {
    TransferId {
        side: Side::Host,
        number: 3,
    }
}

fn noise(size: usize, seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; size];
    StdRng::seed_from_u64(seed).fill(bytes.as_mut_slice());
    bytes
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(work)
}

/// The two ends of a transfer, over as many lanes as it takes.
struct Ends {
    size: u64,
    source: Source,
    trail: Arc<Trail>,
    flow: Arc<Flow>,
    stop: watch::Sender<bool>,
    reporter: mpsc::Sender<Report>,
    reports: mpsc::Receiver<Report>,
}

impl Ends {
    fn new(content: &[u8]) -> Self {
        let (reporter, reports) = mpsc::channel(64);
        Self {
            size: content.len() as u64,
            source: Source::Memory(Bytes::copy_from_slice(content)),
            trail: Arc::new(Trail::start(content.len() as u64)),
            flow: Arc::new(Flow::new(300_000)),
            stop: watch::channel(false).0,
            reporter,
            reports,
        }
    }

    fn sending(&self) -> Sending {
        Sending {
            id: id(),
            lane: LANE,
            size: self.size,
            source: self.source.clone(),
            trail: Arc::clone(&self.trail),
            flow: Arc::clone(&self.flow),
            stop: self.stop.subscribe(),
            reports: self.reporter.clone(),
        }
    }

    fn receiving(&self, sink: Sink, mark: Mark) -> Receiving {
        Receiving {
            id: id(),
            lane: LANE,
            size: self.size,
            sink,
            mark,
            reports: self.reporter.clone(),
        }
    }

    /// One lane from end to end; how it ended at the sender, and at the
    /// receiver, and how many bytes went over it.
    async fn run(
        &mut self,
        sink: Sink,
        mark: Mark,
        breaks_after: Option<u64>,
    ) -> (SendEnd, (Mark, ReceiveEnd, Option<Sink>), u64) {
        let (one, other) = pipe(breaks_after);
        let receive = async {
            let mut other = other;
            // As the driver does for a stream that the peer opened.
            match read(&mut other).await {
                Ok(Some(LaneFrame::Hello { v: VERSION, n: 3 })) => {
                    receive(self.receiving(sink, mark), other).await;
                    None
                }
                _ => Some(sink),
            }
        };
        let send = async {
            let mut one = one;
            send(self.sending(), &mut one).await;
            one.passed()
        };
        let (passed, unused) = futures::join!(send, receive);
        let mut received = unused.map(|sink| (mark, ReceiveEnd::Open, Some(sink)));
        let mut sent = None;
        while sent.is_none() || received.is_none() {
            match self.reports.recv().await.unwrap() {
                Report::Sent { end, .. } => sent = Some(end),
                Report::Received {
                    mark, end, sink, ..
                } => received = Some((mark, end, sink)),
                _ => {}
            }
        }
        (sent.unwrap(), received.unwrap(), passed)
    }
}

fn part(dir: &Path, size: u64) -> Sink {
    Sink::Part(Part::create(dir, "x", size, Stays::default()).unwrap())
}

#[test]
fn one_lane_carries_all_of_it() {
    for size in [0, 1, CHUNK, 3 * CHUNK + 5] {
        let content = noise(size, 1);
        let dir = tempfile::tempdir().unwrap();
        let mut ends = Ends::new(&content);
        let sink = part(dir.path(), ends.size);
        let mark = Mark::start(ends.size);
        let (sent, (mark, received, _), _) = block_on(ends.run(sink, mark, None));
        assert_eq!(sent, SendEnd::Whole);
        assert_eq!(mark.offset, ends.size);
        let ReceiveEnd::Whole(Whole::File(path)) = received else {
            panic!("{received:?}")
        };
        assert!(fs::read(path).unwrap() == content);
    }
}

#[test]
fn a_lane_that_is_told_to_stop_ends_after_a_chunk_and_all_that_came_is_verified() {
    let content = noise(64 * CHUNK, 2);
    let mut ends = Ends::new(&content);
    let mark = Mark::start(ends.size);
    let stop = ends.stop.clone();
    let (sent, (mark, received, sink), _) = block_on(async {
        let stopping = async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stop.send_replace(true);
        };
        let run = ends.run(Sink::Memory(Vec::new()), mark, None);
        futures::join!(run, stopping).0
    });
    assert_eq!((sent, received), (SendEnd::Stopped, ReceiveEnd::Open));
    assert!(mark.offset < ends.size && mark.fits(ends.size));
    let Some(Sink::Memory(bytes)) = sink else {
        panic!()
    };
    assert!(bytes == content[..bytes.len()]);
    assert_eq!(bytes.len() as u64, mark.offset);
}

#[test]
fn a_receiver_who_speaks_of_another_file_is_told_so() {
    let content = noise(3 * CHUNK, 3);
    let other = Mark::start(content.len() as u64).after(&noise(CHUNK, 4));
    for mark in [other, Mark::start(7)] {
        let mark = Mark {
            offset: other.offset.min(mark.offset),
            ..mark
        };
        let mut ends = Ends::new(&content);
        let sink = Sink::Memory(Vec::new());
        let (sent, (_, received, _), _) = block_on(ends.run(sink, mark, None));
        assert_eq!(sent, SendEnd::Failed(TransferReason::Changed));
        assert_eq!(received, ReceiveEnd::Open);
    }
}

#[test]
fn a_sender_with_a_new_life_reads_what_it_forgot() {
    let content = noise(3 * CHUNK, 5);
    let mark = Mark::start(content.len() as u64).after(&content[..CHUNK]);
    let mut ends = Ends::new(&content);
    ends.trail.verified(u64::MAX);
    let sink = Sink::Memory(content[..CHUNK].to_vec());
    let (sent, (_, received, _), passed) = block_on(ends.run(sink, mark, None));
    assert_eq!(sent, SendEnd::Whole);
    assert_eq!(received, ReceiveEnd::Whole(Whole::Memory(content.into())));
    assert!(passed < 2 * CHUNK as u64 + 1000, "{passed}");
}

/// What a receiver makes of a sender who says `bytes` and closes.
fn hears(size: u64, bytes: &[u8]) -> (Mark, ReceiveEnd) {
    let mut ends = Ends::new(&[]);
    ends.size = size;
    let receiving = ends.receiving(Sink::Memory(Vec::new()), Mark::start(size));
    block_on(async {
        let (mut one, other): (End, End) = pipe(None);
        let say = async {
            let _ = one.write_all(bytes).await;
            let _ = one.close().await;
            // And hears the other out.
            while let Ok(Some(_)) = read(&mut one).await {}
        };
        futures::join!(receive(receiving, other), say);
        loop {
            if let Report::Received { mark, end, .. } = ends.reports.recv().await.unwrap() {
                return (mark, end);
            }
        }
    })
}

fn chunk(len: usize, of: &[u8]) -> Vec<u8> {
    let chain = Mark::start(10).after(of).chain;
    let frame = wire::encode(&LaneFrame::Chunk {
        len: len as u32,
        chain,
    });
    let mut bytes = (frame.len() as u32).to_be_bytes().to_vec();
    bytes.extend(frame);
    bytes
}

#[test]
fn a_lying_sender_is_found_out() {
    let honest = [chunk(10, b"0123456789"), b"0123456789".to_vec()].concat();
    let whole = ReceiveEnd::Whole(Whole::Memory(Bytes::from_static(b"0123456789")));
    assert_eq!(hears(10, &honest).1, whole);
    // Another byte than was hashed.
    let damaged = [chunk(10, b"0123456789"), b"0123456780".to_vec()].concat();
    let (mark, end) = hears(10, &damaged);
    assert_eq!(end, ReceiveEnd::Failed(TransferReason::Damaged));
    assert_eq!(mark.offset, 0);
    // Chunks of lengths that there are not, and an end in the middle.
    for (len, sent) in [(9, 9), (11, 11), (u32::MAX as usize, 0), (10, 4)] {
        let sent = &b"0123456789abcdef"[..sent];
        let (mark, end) = hears(10, &[chunk(len, sent), sent.to_vec()].concat());
        assert_eq!((mark.offset, end), (0, ReceiveEnd::Open), "{len}");
    }
}

/// How a sender ends whose receiver says `bytes` and closes.
fn answers(bytes: &[u8]) -> SendEnd {
    let mut ends = Ends::new(b"0123456789");
    let sending = ends.sending();
    block_on(async {
        let (one, mut other) = pipe(None);
        let say = async {
            let _ = other.write_all(bytes).await;
            let _ = other.close().await;
            let mut sink = vec![0; 1000];
            while let Ok(1..) = other.read(&mut sink).await {}
        };
        futures::join!(send(sending, one), say);
        loop {
            if let Report::Sent { end, .. } = ends.reports.recv().await.unwrap() {
                return end;
            }
        }
    })
}

fn framed(frame: &LaneFrame) -> Vec<u8> {
    let frame = wire::encode(frame);
    [(frame.len() as u32).to_be_bytes().to_vec(), frame].concat()
}

#[test]
fn a_lying_receiver_gets_nowhere() {
    let begin = |offset| {
        framed(&LaneFrame::Begin {
            mark: Mark {
                offset,
                ..Mark::start(10)
            },
        })
    };
    let got = |came, verified| framed(&LaneFrame::Got { came, verified });
    for (bytes, end) in [
        (Vec::new(), SendEnd::Broken),
        (begin(3), SendEnd::Broken),
        (begin(u64::MAX), SendEnd::Broken),
        // More than was sent can have come; less than before, or more verified
        // than came, cannot.
        ([begin(0), got(11, 0)].concat(), SendEnd::Broken),
        ([begin(0), got(0, 10)].concat(), SendEnd::Broken),
        ([begin(0), begin(0)].concat(), SendEnd::Broken),
    ] {
        assert_eq!(answers(&bytes), end);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Twenty lanes that break at random, and one that does not.
    #[test]
    fn cuts_anywhere_end_in_identical_bytes_and_nothing_verified_is_sent_again(seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let content = noise(rng.gen_range(0..6 * CHUNK), seed);
        let dir = tempfile::tempdir().unwrap();
        let mut ends = Ends::new(&content);
        let mut mark = Mark::start(ends.size);
        let mut sink = Some(part(dir.path(), ends.size));
        let mut whole = None;
        for cut in 0..=20 {
            let breaks_after = (cut < 20).then(|| rng.gen_range(0..3 * CHUNK as u64 / 2));
            let Some(open) = sink.take() else { break };
            let from = mark.offset;
            let (sent, (to, received, left), passed) = block_on(ends.run(open, mark, breaks_after));
            prop_assert!(to.offset >= from);
            // What went over this lane is what was not verified, and frames.
            prop_assert!(passed <= ends.size - from + 2000, "{passed}");
            (mark, sink) = (to, left);
            match received {
                ReceiveEnd::Whole(Whole::File(path)) => whole = Some(path),
                ReceiveEnd::Open => prop_assert!(sent != SendEnd::Whole),
                other => prop_assert!(false, "{other:?}"),
            }
        }
        let arrived = fs::read(whole.unwrap()).unwrap();
        prop_assert!(arrived == content);
    }
}

proptest! {
    #[test]
    fn any_bytes_end_a_lane(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (_, end) = hears(10, &bytes);
        prop_assert!(!matches!(end, ReceiveEnd::Whole(_)));
        prop_assert!(answers(&bytes) != SendEnd::Whole);
        let begun = [framed(&LaneFrame::Begin { mark: Mark::start(10) }), bytes].concat();
        prop_assert!(answers(&begun) != SendEnd::Whole);
    }
}

//! The receiver's end of a lane.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, future::try_join};
use tokio::{
    sync::{Notify, mpsc},
    time::sleep,
};

use super::{LaneFrame, REPORT_EVERY, Seldom, fill, read};
use crate::{
    streams::StreamId,
    transfer::{
        Mark, TransferId, TransferReason,
        chain::Chain,
        report::{ReceiveEnd, Report},
        sink::Sink,
    },
    wire,
};

/// Chunks that wait to be hashed and written.
const WAITING: usize = 2;
/// What came is told no more often than this.
const TELL_EVERY: Duration = Duration::from_millis(2);

/// What a receiver needs.
pub(crate) struct Receiving {
    pub(crate) id: TransferId,
    pub(crate) lane: StreamId,
    pub(crate) size: u64,
    pub(crate) sink: Sink,
    /// How far it is verified.
    pub(crate) mark: Mark,
    pub(crate) reports: mpsc::Sender<Report>,
}

/// A chunk as it came.
type Raw = (Vec<u8>, Chain);

/// How far it is by now, shared by the parts of a lane.
struct Far {
    came: AtomicU64,
    verified: AtomicU64,
    news: Notify,
}

/// Receives until the sender stops, all is verified, or it cannot go on. How it
/// ended is reported by the thread that writes, which gives the sink back.
pub(crate) async fn receive(receiving: Receiving, stream: impl AsyncRead + AsyncWrite + Unpin) {
    let id = receiving.id;
    if let Err(error) = run(receiving, stream).await {
        tracing::debug!(%id, %error, "a lane broke");
    }
}

async fn run(receiving: Receiving, stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let (mark, size) = (receiving.mark, receiving.size);
    let far = Arc::new(Far {
        came: AtomicU64::new(mark.offset),
        verified: AtomicU64::new(mark.offset),
        news: Notify::new(),
    });
    let (raw, chunks) = mpsc::channel(WAITING);
    let (spare, spares) = mpsc::channel(WAITING + 2);
    start_writing(receiving, chunks, spare, Arc::clone(&far))?;

    let (from, mut to) = stream.split();
    wire::write_frame(&mut to, &wire::encode(&LaneFrame::Begin { mark })).await?;
    to.flush().await?;
    let reading = read_chunks(from, mark, size, raw, spares, &far);
    let telling = tell(to, mark, &far);
    try_join(reading, telling).await?;
    Ok(())
}

/// Reads chunks until the sender closes its half, then until all are verified.
async fn read_chunks(
    mut from: impl AsyncRead + Unpin,
    mut mark: Mark,
    size: u64,
    raw: mpsc::Sender<Raw>,
    mut spares: mpsc::Receiver<Vec<u8>>,
    far: &Far,
) -> io::Result<()> {
    while let Some(frame) = read(&mut from).await? {
        let LaneFrame::Chunk { len, chain } = frame else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let expected = mark.next_len(size);
        if expected == 0 || len as usize != expected {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = spares.try_recv().unwrap_or_default();
        bytes.resize(expected, 0);
        fill(&mut from, &mut bytes, |n| {
            far.came.fetch_add(n as u64, Ordering::Release);
            far.news.notify_one();
        })
        .await?;
        mark.offset += expected as u64;
        let stopped = |_| io::Error::from(io::ErrorKind::Other);
        raw.send((bytes, chain)).await.map_err(stopped)?;
    }
    // Closed, the thread that writes ends, and with it the spares.
    drop(raw);
    while spares.recv().await.is_some() {}
    far.came.store(u64::MAX, Ordering::Release);
    far.news.notify_one();
    Ok(())
}

/// Tells what came and what is verified, until both are at their end.
async fn tell(mut to: impl AsyncWrite + Unpin, mark: Mark, far: &Far) -> io::Result<()> {
    let mut told = (mark.offset, mark.offset);
    loop {
        far.news.notified().await;
        let came = far.came.load(Ordering::Acquire);
        let verified = far.verified.load(Ordering::Acquire);
        let ended = came == u64::MAX;
        let came = if ended { verified.max(told.0) } else { came };
        if (came, verified) != told {
            told = (came, verified);
            let got = LaneFrame::Got { came, verified };
            wire::write_frame(&mut to, &wire::encode(&got)).await?;
            to.flush().await?;
        }
        if ended {
            return to.close().await;
        }
        sleep(TELL_EVERY).await;
    }
}

/// Starts the thread that verifies and writes.
fn start_writing(
    receiving: Receiving,
    chunks: mpsc::Receiver<Raw>,
    spare: mpsc::Sender<Vec<u8>>,
    far: Arc<Far>,
) -> io::Result<()> {
    thread::Builder::new()
        .name("file writer".to_owned())
        .spawn(move || {
            let (lane, id) = (receiving.lane, receiving.id);
            let reports = receiving.reports.clone();
            let (mark, end, sink) = write_chunks(receiving, chunks, &spare, &far);
            // The driver may have ended meanwhile.
            let _ = reports.blocking_send(Report::Received {
                lane,
                id,
                mark,
                end,
                sink,
            });
        })?;
    Ok(())
}

fn write_chunks(
    receiving: Receiving,
    mut chunks: mpsc::Receiver<Raw>,
    spare: &mpsc::Sender<Vec<u8>>,
    far: &Far,
) -> (Mark, ReceiveEnd, Option<Sink>) {
    let Receiving {
        id,
        lane,
        size,
        mut sink,
        mut mark,
        reports,
    } = receiving;
    let mut report = Seldom::every(REPORT_EVERY);
    while mark.offset < size {
        let Some((bytes, chain)) = chunks.blocking_recv() else {
            return (mark, ReceiveEnd::Open, Some(sink));
        };
        let next = mark.after(&bytes);
        let taken = if next.chain == chain {
            sink.write(&bytes)
        } else {
            Err(TransferReason::Damaged)
        };
        if let Err(reason) = taken {
            // What is over is reported once nothing is left of it.
            let sink = if reason.passes() {
                Some(sink)
            } else {
                sink.remove();
                None
            };
            return (mark, ReceiveEnd::Failed(reason), sink);
        }
        mark = next;
        // The last byte counts once the file has its name.
        if mark.offset < size {
            far.verified.store(mark.offset, Ordering::Release);
            far.news.notify_one();
        }
        let _ = spare.try_send(bytes);
        if report.is_due() {
            // The next one tells it as well.
            let _ = reports.try_send(Report::Progress {
                id,
                lane,
                verified: mark.offset,
                came: mark.offset,
                limited: false,
            });
        }
    }
    match sink.finish() {
        Ok(whole) => {
            far.verified.store(size, Ordering::Release);
            far.news.notify_one();
            (mark, ReceiveEnd::Whole(whole), None)
        }
        // Without its part there is nothing to go on with later.
        Err(reason) if reason.passes() => {
            let over = ReceiveEnd::Failed(TransferReason::Unwritable);
            (mark, over, None)
        }
        Err(reason) => (mark, ReceiveEnd::Failed(reason), None),
    }
}

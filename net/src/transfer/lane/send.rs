//! The sender's end of a lane.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use futures::{
    AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt,
    future::{Either, select},
};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::{BEGIN_WITHIN, LaneFrame, REPORT_EVERY, Seldom, VERSION, read};
use crate::{
    streams::StreamId,
    transfer::{
        CHUNK, Mark, TransferId, TransferReason,
        chain::Chain,
        flow::{Flow, Share},
        report::{Report, SendEnd},
        source::{Reader, Source},
        trail::Trail,
    },
    wire,
};

/// Chunks that are read and hashed ahead of what is sent.
const READ_AHEAD: usize = 2;
/// Bytes written at a time.
const PIECE: u64 = 128 * 1024;

/// What a sender needs.
pub(crate) struct Sending {
    pub(crate) id: TransferId,
    pub(crate) lane: StreamId,
    pub(crate) size: u64,
    pub(crate) source: Source,
    pub(crate) trail: Arc<Trail>,
    pub(crate) flow: Arc<Flow>,
    /// Turns true when it shall stop after the chunk at hand.
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) reports: mpsc::Sender<Report>,
}

/// A chunk that can be sent.
struct Ready {
    bytes: Vec<u8>,
    chain: Chain,
}

/// Sends until all is verified, it is told to stop, or it cannot go on; reports
/// how it ended.
pub(crate) async fn send(sending: Sending, stream: impl AsyncRead + AsyncWrite + Unpin) {
    let (lane, id, reports) = (sending.lane, sending.id, sending.reports.clone());
    let end = match run(sending, stream).await {
        Ok(end) => end,
        Err(error) => {
            tracing::debug!(%id, %error, "a lane broke");
            SendEnd::Broken
        }
    };
    // The driver may have ended meanwhile.
    let _ = reports.send(Report::Sent { lane, id, end }).await;
}

async fn run(sending: Sending, stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<SendEnd> {
    let (mut from, mut to) = stream.split();
    let n = sending.id.number;
    let hello = wire::encode(&LaneFrame::Hello { v: VERSION, n });
    wire::write_frame(&mut to, &hello).await?;
    to.flush().await?;
    let mark = match timeout(BEGIN_WITHIN, read(&mut from)).await?? {
        Some(LaneFrame::Begin { mark }) if mark.fits(sending.size) => mark,
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let sent = AtomicU64::new(mark.offset);
    let share = Share::of(&sending.flow);
    let writing = Box::pin(write_chunks(&sending, to, mark, &sent, &share));
    let hearing = Box::pin(hear(&sending, from, mark, &sent, &share));
    match select(writing, hearing).await {
        // All is sent; the rest of its way is heard of.
        Either::Left((Ok(None), hearing)) => {
            let verified = hearing.await?;
            let sent = sent.load(Ordering::Relaxed);
            Ok(if verified == sending.size {
                SendEnd::Whole
            } else if verified == sent {
                SendEnd::Stopped
            } else {
                SendEnd::Broken
            })
        }
        Either::Left((Ok(Some(reason)), _)) => Ok(SendEnd::Failed(reason)),
        Either::Left((Err(error), _)) => Err(error),
        // The receiver wants no more before it has all.
        Either::Right((heard, _)) => heard.map(|_| SendEnd::Broken),
    }
}

/// Sends chunks from `mark` on, and closes this half. A reason when the source
/// has no more to give.
async fn write_chunks(
    sending: &Sending,
    mut to: impl AsyncWrite + Unpin,
    mark: Mark,
    sent: &AtomicU64,
    share: &Share<'_>,
) -> io::Result<Option<TransferReason>> {
    let mut stop = sending.stop.clone();
    let (mut chunks, spare) = start_reading(sending, mark)?;
    loop {
        let next = tokio::select! {
            biased;
            // An end of the other half means that it shall stop, too.
            _ = stop.wait_for(|stop| *stop) => break,
            next = chunks.recv() => next,
        };
        let chunk = match next {
            None => break,
            Some(Err(reason)) => return Ok(Some(reason)),
            Some(Ok(chunk)) => chunk,
        };
        let len = u32::try_from(chunk.bytes.len()).unwrap_or(u32::MAX);
        let chain = chunk.chain;
        wire::write_frame(&mut to, &wire::encode(&LaneFrame::Chunk { len, chain })).await?;
        let mut rest = chunk.bytes.as_slice();
        while !rest.is_empty() {
            let piece = share.take(PIECE.min(rest.len() as u64)).await;
            sent.fetch_add(piece, Ordering::Relaxed);
            let (piece, later) = rest.split_at(piece as usize); // No longer than rest.
            to.write_all(piece).await?;
            rest = later;
        }
        to.flush().await?;
        let offset = sent.load(Ordering::Relaxed);
        sending.trail.add(Mark { offset, chain });
        // When it is not wanted back it is freed.
        let _ = spare.try_send(chunk.bytes);
    }
    to.close().await?;
    Ok(None)
}

type Chunks = mpsc::Receiver<Result<Ready, TransferReason>>;

/// Starts a thread that reads and hashes ahead. It ends once nobody takes its
/// chunks; buffers come back to it.
fn start_reading(sending: &Sending, mark: Mark) -> io::Result<(Chunks, mpsc::Sender<Vec<u8>>)> {
    let (ready, chunks) = mpsc::channel(READ_AHEAD);
    let (spare, mut spares) = mpsc::channel::<Vec<u8>>(READ_AHEAD + 1);
    let (source, size) = (sending.source.clone(), sending.size);
    let trail = Arc::clone(&sending.trail);
    thread::Builder::new()
        .name("file reader".to_owned())
        .spawn(move || {
            let reading = open_at(&source, size, mark, &trail);
            let mut reading = match reading {
                Ok(reader) => reader,
                Err(reason) => return drop(ready.blocking_send(Err(reason))),
            };
            let mut mark = mark;
            while mark.offset < size {
                let mut bytes = spares.try_recv().unwrap_or_default();
                bytes.resize(mark.next_len(size), 0);
                let chunk = reading.read(&mut bytes).map(|()| {
                    mark = mark.after(&bytes);
                    let chain = mark.chain;
                    Ready { bytes, chain }
                });
                let failed = chunk.is_err();
                if ready.blocking_send(chunk).is_err() || failed {
                    return;
                }
            }
        })?;
    Ok((chunks, spare))
}

/// Opens the source at a mark that the receiver named, if that is of this file.
fn open_at(
    source: &Source,
    size: u64,
    wanted: Mark,
    trail: &Trail,
) -> Result<Reader, TransferReason> {
    let mut reader = Reader::open(source)?;
    let known = match trail.at(wanted.offset) {
        Some(mark) => mark,
        None => {
            // From an earlier life: only the file itself can tell.
            let mut mark = Mark::start(size);
            let mut bytes = vec![0; CHUNK];
            while mark.offset < wanted.offset {
                let len = mark.next_len(size);
                reader.read(&mut bytes[..len])?;
                mark = mark.after(&bytes[..len]);
            }
            mark
        }
    };
    if known != wanted {
        return Err(TransferReason::Changed);
    }
    reader.seek(wanted.offset)?;
    Ok(reader)
}

/// Hears what came and what is verified, until the receiver closes its half;
/// gives how far it was verified.
async fn hear(
    sending: &Sending,
    mut from: impl AsyncRead + Unpin,
    mark: Mark,
    sent: &AtomicU64,
    share: &Share<'_>,
) -> io::Result<u64> {
    let (mut came, mut verified) = (mark.offset, mark.offset);
    let mut report = Seldom::every(REPORT_EVERY);
    while let Some(frame) = read(&mut from).await? {
        let LaneFrame::Got {
            came: now_came,
            verified: now_verified,
        } = frame
        else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let possible = (came..=sent.load(Ordering::Relaxed)).contains(&now_came)
            && (verified..=now_came).contains(&now_verified);
        if !possible {
            return Err(io::ErrorKind::InvalidData.into());
        }
        share.came(now_came - came);
        (came, verified) = (now_came, now_verified);
        sending.trail.verified(verified);
        if report.is_due() || verified == sending.size {
            let progress = Report::Progress {
                id: sending.id,
                lane: sending.lane,
                verified,
                came,
                limited: sending.flow.take_limited(),
            };
            // The next one tells it as well.
            let _ = sending.reports.try_send(progress);
        }
    }
    Ok(verified)
}

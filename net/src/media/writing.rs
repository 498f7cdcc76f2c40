//! Tasks that write streams of ours.

use std::{io, pin::pin, sync::Arc, time::Instant};

use futures::{
    AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt,
    future::{Either, select},
};
use tokio::sync::mpsc;

use super::{
    link::{MediaLink, One, Queued, lock},
    wire::{self, Header},
};

/// Packets that wait for one stripe.
pub(super) const WAITING: usize = 32;
/// Bytes that are written at once over one stream.
const BATCH: usize = 4096;

/// Writes a stripe until nothing more can come for it, or it breaks.
pub(super) async fn stripe(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    header: Header,
    queue: mpsc::Receiver<Queued>,
    link: MediaLink,
) {
    let (mut from, to) = stream.split();
    let writing = pin!(write_stripe(to, header, queue, &link));
    // The reader never says anything: what comes is the end.
    let mut byte = [0];
    let ended = pin!(from.read(&mut byte));
    if let Either::Left((Err(error), _)) = select(writing, ended).await {
        tracing::debug!(%error, "a stripe broke");
    }
}

async fn write_stripe(
    mut to: impl AsyncWrite + Unpin,
    header: Header,
    mut queue: mpsc::Receiver<Queued>,
    link: &MediaLink,
) -> io::Result<()> {
    to.write_all(&header.encode()).await?;
    to.flush().await?;
    let patience = header.slot.lane().patience();
    let mut bytes = Vec::new();
    while let Some((at, packet)) = queue.recv().await {
        let length = packet.len() as u64;
        let late = at.elapsed() > patience;
        if late {
            link.count_late(1);
        } else {
            bytes.clear();
            wire::put(&packet, &mut bytes);
            to.write_all(&bytes).await?;
            to.flush().await?;
        }
        link.waited(length, !late);
    }
    Ok(())
}

/// Writes the one stream until it breaks.
pub(super) async fn one(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    header: Header,
    one: Arc<One>,
    link: MediaLink,
) {
    let (from, to) = stream.split();
    let writing = pin!(write_one(to, header, &one, &link));
    let hearing = pin!(hear_acks(from, &one));
    let ended = match select(writing, hearing).await {
        Either::Left((ended, _)) | Either::Right((ended, _)) => ended,
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "the stream of media broke");
    }
}

async fn write_one(
    mut to: impl AsyncWrite + Unpin,
    header: Header,
    one: &One,
    link: &MediaLink,
) -> io::Result<()> {
    to.write_all(&header.encode()).await?;
    to.flush().await?;
    let mut bytes = Vec::with_capacity(BATCH);
    loop {
        bytes.clear();
        let mut late = 0;
        if lock(&one.credit).allows() {
            let mut queue = lock(&one.queue);
            while bytes.len() < BATCH / 2
                && let Some(packet) = queue.pop(Instant::now(), &mut late)
            {
                wire::put(&packet, &mut bytes);
            }
        }
        link.count_late(late);
        if bytes.is_empty() {
            one.more.notified().await;
            continue;
        }
        lock(&one.credit).write(Instant::now(), bytes.len());
        to.write_all(&bytes).await?;
        to.flush().await?;
    }
}

/// Hears how much the reader got.
async fn hear_acks(mut from: impl AsyncRead + Unpin, one: &One) -> io::Result<()> {
    loop {
        let mut total = [0; 8];
        from.read_exact(&mut total).await?;
        if !lock(&one.credit).on_ack(Instant::now(), u64::from_be_bytes(total)) {
            let what = "more was got than was sent";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        one.more.notify_one();
    }
}

//! One stream's task: frames in, frames out, nothing decided.

use std::{io, pin::pin};

use futures::{
    AsyncReadExt, AsyncWriteExt,
    future::{Either, select},
    io::{ReadHalf, WriteHalf},
};
use tokio::sync::mpsc;

use crate::{streams::StreamId, swarm::streams::Stream, wire::Framing};

/// Frames that wait to be written on one stream.
const QUEUE: usize = 64;

/// What came of a stream.
pub(crate) enum FromPipe {
    /// A frame.
    Frame(Vec<u8>),
    /// Its end, clean or not.
    Ended,
}

/// A running stream. When dropped, what was queued is still written, then the
/// stream is closed; nothing more is read.
pub(crate) struct Pipe {
    writer: mpsc::Sender<Vec<u8>>,
}

impl Pipe {
    /// Starts the task of `stream`; what comes goes to `inbox`.
    pub(crate) fn start(
        id: StreamId,
        stream: Stream,
        framing: Framing,
        inbox: mpsc::Sender<(StreamId, FromPipe)>,
    ) -> Self {
        let (writer, queue) = mpsc::channel::<Vec<u8>>(QUEUE);
        tokio::spawn(async move {
            let (read, write) = stream.split();
            let reader = pin!(read_all(id, read, framing, &inbox));
            let writer = pin!(write_all(write, framing, queue));
            // One task for both halves: a stream whose lazy negotiation failed
            // in a read must not be written to again (multistream-select 0.14
            // panics then).
            if let Either::Left((end, writer)) = select(reader, writer).await {
                let _ = inbox.send((id, FromPipe::Ended)).await;
                if end.is_ok() {
                    let _ = writer.await;
                }
            }
        });
        Self { writer }
    }

    /// Queues a frame; `false` when the queue is full or the stream broken.
    pub(crate) fn send(&self, frame: Vec<u8>) -> bool {
        self.writer.try_send(frame).is_ok()
    }

    /// Whether there is room for a frame.
    pub(crate) fn has_room(&self) -> bool {
        self.writer.capacity() > 0
    }

    /// The queue, to wait for room in it.
    pub(crate) fn queue(&self) -> mpsc::Sender<Vec<u8>> {
        self.writer.clone()
    }
}

async fn read_all(
    id: StreamId,
    mut stream: ReadHalf<Stream>,
    framing: Framing,
    inbox: &mpsc::Sender<(StreamId, FromPipe)>,
) -> io::Result<()> {
    while let Some(frame) = framing.read(&mut stream).await? {
        if inbox.send((id, FromPipe::Frame(frame))).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

async fn write_all(
    mut stream: WriteHalf<Stream>,
    framing: Framing,
    mut queue: mpsc::Receiver<Vec<u8>>,
) -> io::Result<()> {
    while let Some(frame) = queue.recv().await {
        framing.write(&mut stream, &frame).await?;
        if queue.is_empty() {
            stream.flush().await?;
        }
    }
    stream.close().await
}

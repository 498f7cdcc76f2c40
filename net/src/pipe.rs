//! One stream's two tasks: frames in, frames out, nothing decided.

use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::swarm::Stream;
use tokio::{sync::mpsc, task::AbortHandle};

use crate::{streams::StreamId, wire};

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
    reader: AbortHandle,
}

impl Pipe {
    /// Starts the two tasks of `stream`; what comes goes to `inbox`.
    pub(crate) fn start(
        id: StreamId,
        stream: Stream,
        inbox: mpsc::Sender<(StreamId, FromPipe)>,
    ) -> Self {
        let (mut read, mut write) = stream.split();
        let (writer, mut queue) = mpsc::channel::<Vec<u8>>(QUEUE);
        let reader = tokio::spawn(async move {
            while let Ok(Some(frame)) = wire::read_frame(&mut read).await {
                if inbox.send((id, FromPipe::Frame(frame))).await.is_err() {
                    return;
                }
            }
            let _ = inbox.send((id, FromPipe::Ended)).await;
        });
        tokio::spawn(async move {
            while let Some(frame) = queue.recv().await {
                // The reader notices a broken stream; here it only ends.
                if wire::write_frame(&mut write, &frame).await.is_err() {
                    return;
                }
                if queue.is_empty() && write.flush().await.is_err() {
                    return;
                }
            }
            let _ = write.close().await;
        });
        Self {
            writer,
            reader: reader.abort_handle(),
        }
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

impl Drop for Pipe {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

//! The tasks of a call's streams; decides nothing.

use std::collections::HashMap;

use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use super::{
    Job,
    link::MediaLink,
    reading,
    wire::{Header, Slot},
    writing,
};
use crate::{call::CallId, streams::StreamId, swarm::streams::Stream};

/// Streams of the peer at once: those of two connections, while it moves.
const MOST_READ: usize = 32;
/// Ends of streams that wait to be looked at.
const ENDS: usize = 64;
/// What pictures come after; sound and reports have what their protocol has.
const PICTURES: i32 = 5;

/// See the module.
pub(crate) struct Worker {
    call: Option<(CallId, MediaLink)>,
    registry: tincan_quic::Registry,
    /// Open streams whose work has not begun.
    streams: HashMap<StreamId, Stream>,
    writers: Vec<AbortHandle>,
    readers: JoinSet<()>,
    ends: mpsc::Receiver<StreamId>,
    ender: mpsc::Sender<StreamId>,
}

impl Worker {
    /// For connections whose numbers are in `registry`.
    pub(crate) fn new(registry: tincan_quic::Registry) -> Self {
        let (ender, ends) = mpsc::channel(ENDS);
        Self {
            call: None,
            registry,
            streams: HashMap::new(),
            writers: Vec::new(),
            readers: JoinSet::new(),
            ends,
            ender,
        }
    }

    /// Whether there is a call.
    pub(crate) fn has_call(&self) -> bool {
        self.call.is_some()
    }

    /// A stream of ours that has ended; never ends itself.
    pub(crate) async fn next(&mut self) -> Option<StreamId> {
        self.ends.recv().await
    }

    /// A stream that was asked for is open.
    pub(crate) fn opened(&mut self, id: StreamId, stream: Stream) {
        self.streams.insert(id, stream);
    }

    /// A stream is not wanted any more.
    pub(crate) fn forget(&mut self, id: StreamId) {
        self.streams.remove(&id);
    }

    /// The peer opened a stream.
    pub(crate) fn read(&mut self, stream: Stream) {
        while self.readers.try_join_next().is_some() {}
        let Some((call, link)) = self.call.clone() else {
            return;
        };
        if self.readers.len() >= MOST_READ {
            link.count_refused();
            return;
        }
        self.readers.spawn(async move {
            if let Err(error) = reading::read(stream, call, &link).await {
                tracing::debug!(%error, "a stream of the peer's media broke");
                link.count_refused();
            }
        });
    }

    /// Does it.
    pub(crate) fn carry_out(&mut self, job: Job) {
        match job {
            Job::Begin { link, call } => {
                self.over();
                self.call = Some((call, link));
            }
            Job::Over => self.over(),
            Job::Route {
                connection,
                striped,
            } => {
                if let Some((_, link)) = &self.call {
                    let numbers = self.registry.get(connection);
                    link.set_numbers(numbers.filter(|_| striped));
                }
            }
            Job::DropWriters => self.drop_writers(),
            Job::Write { stream, slot, call } => self.write(stream, Header { call, slot }),
        }
    }

    fn over(&mut self) {
        self.drop_writers();
        self.readers.abort_all();
        if let Some((_, link)) = self.call.take() {
            link.close();
        }
    }

    fn drop_writers(&mut self) {
        self.streams.clear();
        if let Some((_, link)) = &self.call {
            link.detach();
        }
        for writer in self.writers.drain(..) {
            writer.abort();
        }
    }

    fn write(&mut self, id: StreamId, header: Header) {
        let (Some(mut stream), Some((_, link))) = (self.streams.remove(&id), &self.call) else {
            return;
        };
        if let Slot::Pictures(_) = header.slot
            && let Some(tuning) = tincan_quic::tune(&mut stream)
        {
            tuning.set_priority(PICTURES);
        }
        let (link, ender) = (link.clone(), self.ender.clone());
        let ended = async move {
            let _ = ender.send(id).await;
        };
        let task = if header.slot == Slot::All {
            let one = link.attach_one();
            tokio::spawn(async move {
                writing::one(stream, header, one, link).await;
                ended.await;
            })
        } else {
            let (sender, queue) = mpsc::channel(writing::WAITING);
            link.attach(header.slot, sender);
            tokio::spawn(async move {
                writing::stripe(stream, header, queue, link).await;
                ended.await;
            })
        };
        self.writers.push(task.abort_handle());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.over();
    }
}

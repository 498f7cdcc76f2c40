//! Does what the machine of a room's transfers wants done, with threads and
//! tasks, and decides nothing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tokio::{
    sync::{mpsc, watch},
    task::{AbortHandle, spawn_blocking},
};

use super::{
    Job, Mark, Report, TransferId,
    flow::Flow,
    lane::{self, Receiving, Sending},
    pace,
    sink::{self, Part, Sink, Stays},
    source,
    trail::Trail,
};
use crate::{streams::StreamId, swarm::streams::Stream};

/// Reports that wait to be looked at.
const REPORTS: usize = 256;

/// The threads and tasks of one room's transfers, and what they work on.
pub(crate) struct Worker {
    /// What is written to, while no lane has it.
    sinks: HashMap<TransferId, (Sink, Mark)>,
    /// Lanes that have a sink.
    writing: HashSet<StreamId>,
    trails: HashMap<TransferId, Arc<Trail>>,
    /// Open streams whose work has not begun.
    streams: HashMap<StreamId, Stream>,
    lanes: HashMap<StreamId, Lane>,
    flow: Arc<Flow>,
    /// Whether what is not whole stays when the room closes.
    stays: Stays,
    reports: mpsc::Receiver<Report>,
    reporter: mpsc::Sender<Report>,
}

/// A lane at work.
struct Lane {
    task: AbortHandle,
    stop: watch::Sender<bool>,
}

impl Default for Worker {
    fn default() -> Self {
        let (reporter, reports) = mpsc::channel(REPORTS);
        Self {
            sinks: HashMap::new(),
            writing: HashSet::new(),
            trails: HashMap::new(),
            streams: HashMap::new(),
            lanes: HashMap::new(),
            flow: Arc::new(Flow::new(pace::FIRST)),
            stays: Stays::default(),
            reports,
            reporter,
        }
    }
}

impl Worker {
    /// The next report; never ends.
    pub(crate) async fn next(&mut self) -> Option<Report> {
        self.reports.recv().await
    }

    /// The next report, if there is one already.
    pub(crate) fn try_next(&mut self) -> Option<Report> {
        self.reports.try_recv().ok()
    }

    /// Whether nothing is being written.
    pub(crate) fn is_idle(&self) -> bool {
        self.writing.is_empty() && self.sinks.is_empty()
    }

    /// Whether a call goes by the same way from now on.
    pub(crate) fn set_beside_a_call(&self, on: bool) {
        self.flow.set_beside_a_call(on);
    }

    /// A stream that was asked for is open.
    pub(crate) fn opened(&mut self, lane: StreamId, stream: Stream) {
        self.streams.insert(lane, stream);
    }

    /// The peer opened a stream: it is to say what it is for.
    pub(crate) fn greet(&mut self, lane: StreamId, stream: Stream) {
        let reporter = self.reporter.clone();
        let greeting = async move {
            let hello = lane::greet(stream).await;
            let _ = reporter.send(Report::Greeted { lane, hello }).await;
        };
        let (stop, _) = watch::channel(false);
        let task = tokio::spawn(greeting).abort_handle();
        self.lanes.insert(lane, Lane { task, stop });
    }

    /// A lane has ended by itself.
    pub(crate) fn ended(&mut self, lane: StreamId) {
        self.writing.remove(&lane);
        self.lanes.remove(&lane);
        self.streams.remove(&lane);
    }

    /// Nothing becomes of a transfer: drops all that is held of it.
    pub(crate) fn forget(&mut self, id: TransferId) {
        self.trails.remove(&id);
        if let Some((sink, _)) = self.sinks.remove(&id) {
            discard(sink);
        }
    }

    /// The room is over: a transfer is left as it is.
    pub(crate) fn leave(&mut self, id: TransferId) {
        self.trails.remove(&id);
        if let Some((sink, _)) = self.sinks.remove(&id) {
            leave(sink);
        }
    }

    /// Keeps what is written to until the next lane.
    pub(crate) fn keep(&mut self, id: TransferId, sink: Sink, mark: Mark) {
        self.sinks.insert(id, (sink, mark));
    }

    /// Does it.
    pub(crate) fn carry_out(&mut self, job: Job) {
        match job {
            Job::Look {
                content,
                kind,
                words,
                re,
            } => self.report(move || Report::Looked {
                re,
                words,
                found: source::look(content, kind),
            }),
            Job::Claim {
                id,
                folder,
                name,
                size,
            } => {
                let stays = self.stays.clone();
                self.report(move || Report::Claimed {
                    id,
                    size,
                    sink: Part::create(&folder, &name, size, stays).map(Sink::Part),
                });
            }
            Job::Reclaim {
                id,
                begun,
                name,
                size,
            } => {
                let stays = self.stays.clone();
                self.report(move || Report::Reclaimed {
                    id,
                    found: Part::find(&begun, &name, size, stays),
                });
            }
            Job::Hold { id, size } => {
                self.keep(id, Sink::Memory(Vec::new()), Mark::start(size));
            }
            Job::Save {
                id,
                folder,
                name,
                bytes,
                re,
            } => self.report(move || Report::Saved {
                id,
                re,
                path: sink::save(&folder, &name, &bytes),
            }),
            Job::Send {
                id,
                lane,
                size,
                source,
            } => {
                let trail = self.trails.entry(id);
                let trail = trail.or_insert_with(|| Arc::new(Trail::start(size)));
                let (stop, stopped) = watch::channel(false);
                let sending = Sending {
                    id,
                    lane,
                    size,
                    source,
                    trail: Arc::clone(trail),
                    flow: Arc::clone(&self.flow),
                    stop: stopped,
                    reports: self.reporter.clone(),
                };
                if let Some(stream) = self.streams.remove(&lane) {
                    let task = tokio::spawn(lane::send(sending, stream)).abort_handle();
                    self.lanes.insert(lane, Lane { task, stop });
                }
            }
            Job::Receive { id, lane, size } => {
                let (Some(stream), Some((sink, mark))) =
                    (self.streams.remove(&lane), self.sinks.remove(&id))
                else {
                    return;
                };
                let receiving = Receiving {
                    id,
                    lane,
                    size,
                    sink,
                    mark,
                    reports: self.reporter.clone(),
                };
                let (stop, _) = watch::channel(false);
                self.writing.insert(lane);
                let task = tokio::spawn(lane::receive(receiving, stream)).abort_handle();
                self.lanes.insert(lane, Lane { task, stop });
            }
            Job::Stop(lane) => {
                if let Some(lane) = self.lanes.get(&lane) {
                    lane.stop.send_replace(true);
                }
            }
            Job::Drop(lane) => {
                self.streams.remove(&lane);
                if let Some(lane) = self.lanes.remove(&lane) {
                    lane.task.abort();
                }
            }
            Job::Forget(id) => self.forget(id),
            Job::Leave(id) => self.leave(id),
            Job::Stay(on) => self.stays.set(on),
            Job::Limit(bytes) => self.flow.set_limit(bytes),
        }
    }

    fn report(&self, work: impl FnOnce() -> Report + Send + 'static) {
        let reporter = self.reporter.clone();
        // Who waits for it may have ended.
        spawn_blocking(move || drop(reporter.blocking_send(work())));
    }
}

/// Removes what was written, where that may block.
pub(crate) fn discard(sink: Sink) {
    spawn_blocking(move || sink.remove());
}

/// Drops a sink where that may block: unless it stays, it removes a file.
pub(crate) fn leave(sink: Sink) {
    spawn_blocking(move || drop(sink));
}

impl Drop for Worker {
    fn drop(&mut self) {
        for lane in self.lanes.values() {
            lane.task.abort();
        }
    }
}

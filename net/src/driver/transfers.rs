//! What the threads and tasks of transfers report, told to the room.

use super::Driver;
use crate::{
    time::Now,
    transfer::{
        Mark, PartFound, Reclaimed, Report,
        worker::{discard, leave},
    },
};

impl Driver {
    pub(super) fn on_report(&mut self, report: Report) {
        let now = Now::read();
        let at = now.mono;
        match report {
            Report::Looked { re, words, found } => self.room.on_looked(now, re, words, found),
            Report::Claimed { id, size, sink } => {
                let claimed = sink.map(|sink| {
                    let begun = sink.begun();
                    self.worker.keep(id, sink, Mark::start(size));
                    begun
                });
                let told = self
                    .room
                    .with_transfers(now, |t| t.on_claimed(at, id, claimed));
                if told.is_none() {
                    self.worker.forget(id);
                }
            }
            Report::Reclaimed { id, found } => {
                let found = found.map(|found| match found {
                    PartFound::Part(sink, mark) => {
                        self.worker.keep(id, sink, mark);
                        Reclaimed::Part(mark.offset)
                    }
                    PartFound::Whole(path) => Reclaimed::Whole(path),
                });
                let told = self
                    .room
                    .with_transfers(now, |t| t.on_reclaimed(at, id, found));
                if told.is_none() {
                    self.worker.leave(id);
                }
            }
            Report::Greeted { lane, hello } => {
                self.worker.ended(lane);
                let number = hello.map(|(number, stream)| {
                    self.worker.opened(lane, stream);
                    number
                });
                let told = self
                    .room
                    .with_transfers(now, |t| t.on_greeted(lane, number));
                if told.is_none() {
                    self.worker.ended(lane);
                }
            }
            Report::Progress {
                id,
                lane,
                verified,
                came,
                limited,
            } => {
                self.room.with_transfers(now, |t| {
                    t.on_progress(at, id, lane, verified, came, limited);
                });
            }
            Report::Sent { lane, id, end } => {
                self.worker.ended(lane);
                self.room
                    .with_transfers(now, |t| t.on_sent(at, lane, id, end));
            }
            Report::Received {
                lane,
                id,
                mark,
                end,
                sink,
            } => {
                self.worker.ended(lane);
                let wanted = self
                    .room
                    .with_transfers(now, |t| t.on_received(at, lane, id, mark.offset, end));
                match sink {
                    Some(sink) if wanted == Some(true) => self.worker.keep(id, sink, mark),
                    Some(sink) if wanted == Some(false) => discard(sink),
                    // The room is over.
                    Some(sink) => leave(sink),
                    None => {}
                }
            }
            Report::Saved { id, re, path } => {
                self.room.with_transfers(now, |t| t.on_saved(id, re, path));
            }
        }
    }
}

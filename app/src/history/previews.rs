//! Small pictures of what was handed over in a kept room, made on a thread of
//! their own: unpacking a photo takes longer than anybody's words should wait.

use std::{
    collections::HashMap,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use tincan_pictures::{PictureError, Preview, preview};
use tincan_store::{Author, MAX_PREVIEW_BYTES, RoomNumber};
use tokio::sync::mpsc;

use crate::source::Source;

/// Pictures that may wait, and the bytes of theirs that are in memory. Of one
/// more no small picture is kept.
const JOBS: usize = 512;
const MOST_BYTES: usize = 64 << 20;

/// Of what a picture is.
pub(super) type Which = (RoomNumber, Author, u64);

/// The thread, once there is something to do.
#[derive(Default)]
pub(super) struct Previews {
    bench: Option<Bench>,
    /// What is being made, and the bytes that it holds.
    waiting: HashMap<Which, usize>,
}

struct Bench {
    jobs: SyncSender<(Which, Source)>,
    made: mpsc::Receiver<(Which, Result<Preview, PictureError>)>,
}

impl Previews {
    /// Has a small picture made of this one.
    pub(super) fn want(&mut self, which: Which, source: Source) {
        let bytes = match &source {
            Source::Memory(bytes) => bytes.len(),
            Source::File(_) => 0,
        };
        let held: usize = self.waiting.values().sum();
        if self.waiting.contains_key(&which) || held + bytes > MOST_BYTES {
            return;
        }
        let bench = self.bench.get_or_insert_with(Bench::start);
        if bench.jobs.try_send((which, source)).is_ok() {
            self.waiting.insert(which, bytes);
        }
    }

    /// Whether some are being made.
    pub(super) fn is_at_work(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The next that is made; never, while none is.
    pub(super) async fn made(&mut self) -> (Which, Preview) {
        while self.is_at_work()
            && let Some(bench) = &mut self.bench
        {
            let Some((which, made)) = bench.made.recv().await else {
                // The thread is gone, and with it what it had.
                self.waiting.clear();
                break;
            };
            self.waiting.remove(&which);
            match made {
                Ok(preview) => return (which, preview),
                Err(error) => tracing::debug!(%error, "no small picture is kept"),
            }
        }
        std::future::pending().await
    }
}

impl Bench {
    fn start() -> Self {
        let (jobs, to_do) = sync_channel::<(Which, Source)>(JOBS);
        let (tell, made) = mpsc::channel(4);
        let thread = thread::Builder::new().name("previews".to_owned());
        let started = thread.spawn(move || {
            for (which, source) in to_do {
                let read = source.read().ok_or(PictureError::NotAPicture);
                let made = read.and_then(|bytes| preview(&bytes, MAX_PREVIEW_BYTES));
                if tell.blocking_send((which, made)).is_err() {
                    return;
                }
            }
        });
        if let Err(error) = started {
            tracing::error!("no small pictures are kept: {error}");
        }
        Self { jobs, made }
    }
}

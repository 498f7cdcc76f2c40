//! What is sent, and how it is counted.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use futures::{AsyncReadExt, AsyncWriteExt, FutureExt};
use tokio::runtime::Runtime;

use super::peer::{Line, Serve};

/// Bytes written and read at a time.
const PIECE: usize = 128 * 1024;

/// Bytes that came.
#[derive(Clone, Default)]
pub(super) struct Counter(Arc<AtomicU64>);

impl Counter {
    /// Counts what comes on every stream.
    pub(super) fn serve(&self) -> Serve {
        let counter = self.clone();
        Arc::new(move |mut stream| {
            let counter = counter.clone();
            async move {
                let mut buffer = vec![0; PIECE];
                while let Ok(bytes @ 1..) = stream.read(&mut buffer).await {
                    counter.0.fetch_add(bytes as u64, Relaxed);
                }
            }
            .boxed()
        })
    }

    pub(super) fn read(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// Bits that come in a second, over that time from now on.
    pub(super) fn rate_over(&self, time: Duration) -> f64 {
        let (begin, before) = (Instant::now(), self.read());
        std::thread::sleep(time);
        (self.read() - before) as f64 * 8.0 / begin.elapsed().as_secs_f64()
    }

    /// How long until something more comes, if that is within `patience`.
    pub(super) fn next_within(&self, patience: Duration) -> Option<Duration> {
        let (begin, before) = (Instant::now(), self.read());
        while self.read() == before {
            if begin.elapsed() > patience {
                return None;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Some(begin.elapsed())
    }
}

/// Sends without end on one stream.
pub(super) fn pour(line: &Line, runtime: &Runtime) {
    let stream = runtime.block_on(line.open());
    let mut stream = stream.expect("a stream");
    runtime.spawn(async move {
        let piece = vec![7; PIECE];
        while stream.write_all(&piece).await.is_ok() {}
    });
}

//! Relays and guests that do what none should: real swarms with chosen
//! misbehaviour, on 127.0.0.1, for as long as a test keeps them.

mod crowd;
mod hop;
mod identity;
mod mute;
mod relay;
mod serve;

use std::{
    sync::mpsc::sync_channel,
    thread::{self, JoinHandle},
};

use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
};

pub use crowd::Crowd;
pub use mute::Mute;
pub use relay::{Finds, Hop, Manners, Moment, Registers, Relay, Seen};

/// Something that runs on a thread of its own until it is dropped.
#[derive(Debug)]
struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Starts what `make` gives, and returns with what `make` has to say once it
    /// is there.
    fn start<T, F>(make: impl FnOnce() -> (T, F) + Send + 'static) -> (T, Self)
    where
        T: Send + 'static,
        F: Future<Output = ()>,
    {
        let (stop, stopped) = oneshot::channel::<()>();
        let (say, said) = sync_channel(1);
        let thread = thread::spawn(move || {
            let runtime = runtime();
            let _inside = runtime.enter();
            let (what, work) = make();
            say.send(what).expect("somebody waits");
            runtime.block_on(async {
                tokio::select! {
                    () = work => {}
                    _ = stopped => {}
                }
            });
        });
        let what = said.recv().expect("it starts");
        let running = Self {
            stop: Some(stop),
            thread: Some(thread),
        };
        (what, running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // What it died of was printed.
            let _ = thread.join();
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

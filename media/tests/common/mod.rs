//! Two calls in one process.

use std::sync::{Arc, OnceLock};

use tincan_media::{
    engine::{Call, Inbox, Lane, MediaSend, Setup},
    send::Path,
};

/// A wire to the other end in this process.
#[derive(Default)]
pub(crate) struct Wire(pub(crate) OnceLock<Inbox>);

impl MediaSend for Wire {
    fn send(&self, _: Lane, packet: Vec<u8>) -> bool {
        self.0.get().is_some_and(|inbox| inbox.deliver(packet))
    }

    fn set_rate(&self, _: u32) {}

    fn path(&self) -> Path {
        Path::default()
    }
}

/// A call, what it takes packets by, and what its own go by.
pub(crate) fn call(setup: &Setup) -> (Call, Inbox, Arc<Wire>) {
    let wire = Arc::new(Wire::default());
    let (call, inbox) = Call::start(setup, wire.clone(), || ()).expect("a call");
    (call, inbox, wire)
}

//! Devices by name, and what changes about them.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use cpal::traits::HostTrait;

use super::{camera, stream::name};

/// Most devices of a kind that are listed.
const MOST: usize = 64;
/// Time between two looks.
const EVERY: Duration = Duration::from_secs(2);

/// The devices that there are, by the names that people know them by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Devices {
    /// Hear.
    pub microphones: Vec<String>,
    /// Are heard.
    pub speakers: Vec<String>,
    /// See.
    pub cameras: Vec<String>,
}

/// Lists devices. That may take a second.
pub fn list() -> Devices {
    let host = cpal::default_host();
    let names = |devices: Vec<cpal::Device>| {
        let mut names: Vec<String> = devices.iter().map(name).take(MOST).collect();
        names.dedup();
        names
    };
    let microphones = host
        .input_devices()
        .map(Iterator::collect)
        .unwrap_or_default();
    let speakers = host
        .output_devices()
        .map(Iterator::collect)
        .unwrap_or_default();
    let mut microphones = names(microphones);
    // What a speaker plays is no microphone to people.
    microphones.retain(|name| !name.starts_with("Monitor of "));
    Devices {
        microphones,
        speakers: names(speakers),
        cameras: camera::names(),
    }
}

/// Looks for devices now and then, until dropped.
#[derive(Debug)]
pub struct Watch {
    /// Ends the thread when dropped.
    _stop: SyncSender<()>,
    changes: Receiver<Devices>,
}

impl Watch {
    /// Begins to look; `changed` is called from another thread after each
    /// change, and after the first look.
    pub fn new(changed: impl Fn() + Send + 'static) -> Self {
        let (stop, stopped) = sync_channel(0);
        let (sender, changes) = sync_channel(4);
        let look = move || {
            let mut known = None;
            loop {
                let devices = list();
                // When nobody takes them, this look is as good as the next.
                if known.as_ref() != Some(&devices) && sender.try_send(devices.clone()).is_ok() {
                    known = Some(devices);
                    changed();
                }
                if stopped.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("tincan-devices".to_owned());
        if let Err(error) = thread.spawn(look) {
            tracing::warn!(%error, "no thread to look for devices");
        }
        Self {
            _stop: stop,
            changes,
        }
    }

    /// The devices, when they have changed.
    pub fn poll(&self) -> Option<Devices> {
        self.changes.try_iter().last()
    }
}

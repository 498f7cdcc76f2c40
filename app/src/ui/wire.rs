//! The two ends of the network side as the window holds them.

use tincan_net::{Client, Command, Event, Events, Tag};
use tokio::sync::mpsc::{self, error::TryRecvError};

/// Takes commands without waiting. The network side is one; a test another.
pub trait Outgoing: Send {
    /// Hands a command over; `false` when it was not taken.
    fn send(&self, tag: Option<Tag>, command: Command) -> bool;
}

impl Outgoing for Client {
    fn send(&self, tag: Option<Tag>, command: Command) -> bool {
        Client::send(self, tag, command)
    }
}

impl Outgoing for mpsc::Sender<(Option<Tag>, Command)> {
    fn send(&self, tag: Option<Tag>, command: Command) -> bool {
        self.try_send((tag, command)).is_ok()
    }
}

/// Events taken in one frame at most, so that a flood never holds a frame up.
const EVENTS_PER_FRAME: usize = 2048;

pub(crate) struct Wire {
    out: Box<dyn Outgoing>,
    events: Events,
    last_tag: u64,
}

impl Wire {
    pub(crate) fn new(out: Box<dyn Outgoing>, events: Events) -> Self {
        Self {
            out,
            events,
            last_tag: 0,
        }
    }

    /// Sends a command whose answer is to be known again.
    pub(crate) fn ask(&mut self, command: Command) -> Option<Tag> {
        self.last_tag += 1;
        let tag = Tag(self.last_tag);
        self.out.send(Some(tag), command).then_some(tag)
    }

    /// Sends a command.
    pub(crate) fn tell(&self, command: Command) -> bool {
        self.out.send(None, command)
    }

    /// What happened since the last frame.
    pub(crate) fn drain(&mut self) -> Drained {
        let mut drained = Drained::default();
        while drained.events.len() < EVENTS_PER_FRAME {
            match self.events.try_recv() {
                Ok(event) => drained.events.push(event),
                Err(end) => {
                    drained.ended = end == TryRecvError::Disconnected;
                    return drained;
                }
            }
        }
        drained.more = true;
        drained
    }
}

/// What was heard at once.
#[derive(Default)]
pub(crate) struct Drained {
    pub(crate) events: Vec<Event>,
    /// There is more to hear.
    pub(crate) more: bool,
    /// Nothing will ever be heard again.
    pub(crate) ended: bool,
}

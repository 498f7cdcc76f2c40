//! Streams for the media of a call: open on the connection of the moment, opened
//! anew when that is another, and found out to be silent.
//!
//! Who is heard of sends at least a report every 100 ms. When nothing came for a
//! while the peer is gone, whatever the connection believes: then neither sound
//! nor pictures are sent to it, only our reports, by which it finds out that it
//! is heard again.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use libp2p::swarm::ConnectionId;

use super::message::CallId;
use crate::{
    media::{self, MediaLink, Slot},
    streams::StreamId,
    time::earlier,
};

/// Who was not heard for so long is gone.
const SILENT: Duration = Duration::from_millis(1200);
/// How often it is looked whether somebody is heard again.
const LOOK: Duration = Duration::from_millis(40);
/// Pauses before streams that ended are opened again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The way of media at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) connection: ConnectionId,
    /// Whether what is lost on one stream holds up no other.
    pub(crate) striped: bool,
    /// Time there and back, when it has been measured.
    pub(crate) rtt: Option<Duration>,
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Output {
    /// Open a stream for this.
    Open(Slot, ConnectionId),
    Job(media::Job),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Flow {
    call: CallId,
    link: MediaLink,
    route: Option<Route>,
    streams: HashMap<StreamId, Slot>,
    /// To be opened.
    wanted: Vec<Slot>,
    jobs: Vec<media::Job>,
    /// All of them are opened anew then.
    again: Option<Instant>,
    pause: Duration,
    /// Silence counts from here at the earliest.
    since: Instant,
    silent: bool,
}

impl Flow {
    /// Before there is a way.
    pub(super) fn new(now: Instant, call: CallId, link: MediaLink) -> Self {
        Self {
            call,
            link,
            route: None,
            streams: HashMap::new(),
            wanted: Vec::new(),
            jobs: Vec::new(),
            again: None,
            pause: SHORTEST_PAUSE,
            since: now,
            silent: false,
        }
    }

    /// Whether the peer is there.
    pub(super) fn is_up(&self) -> bool {
        self.route.is_some() && !self.silent
    }

    /// Whether this is one of ours.
    pub(super) fn owns(&self, stream: StreamId) -> bool {
        self.streams.contains_key(&stream)
    }

    /// This is the way now.
    pub(super) fn on_route(&mut self, now: Instant, route: Option<Route>) {
        let before = std::mem::replace(&mut self.route, route);
        if let Some(route) = route {
            self.link.set_rtt(route.rtt);
        }
        if before.map(|route| route.connection) == route.map(|route| route.connection) {
            return;
        }
        self.since = now;
        self.silent = false;
        self.pause = SHORTEST_PAUSE;
        self.open_all();
        self.link.set_open(self.is_up());
        if self.is_up() {
            self.link.moved();
        }
    }

    /// Drops the streams that there are, and opens others on the way of now.
    fn open_all(&mut self) {
        self.again = None;
        self.streams.clear();
        self.jobs.push(media::Job::DropWriters);
        let Some(route) = self.route else {
            self.wanted.clear();
            return;
        };
        self.jobs.push(media::Job::Route {
            connection: route.connection,
            striped: route.striped,
        });
        self.wanted = if route.striped {
            Slot::stripes().rev().collect()
        } else {
            vec![Slot::All]
        };
    }

    /// The stream that was asked for last is called this.
    pub(super) fn on_named(&mut self, slot: Slot, stream: StreamId) {
        self.streams.insert(stream, slot);
    }

    /// A stream is open; `false` when it is not wanted any more.
    pub(super) fn on_opened(&mut self, stream: StreamId) -> bool {
        let Some(slot) = self.streams.get(&stream) else {
            return false;
        };
        let (slot, call) = (*slot, self.call);
        self.jobs.push(media::Job::Write { stream, slot, call });
        true
    }

    /// A stream of ours has ended, or did not open.
    pub(super) fn on_ended(&mut self, now: Instant, stream: StreamId) {
        if self.streams.remove(&stream).is_some() && self.again.is_none() {
            self.again = Some(now + self.pause);
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let look = match (self.route, self.link.heard(), self.silent) {
            (None, ..) | (_, None, false) => None,
            (Some(_), _, true) => Some(self.since + LOOK),
            (Some(_), Some(heard), false) => Some(heard.max(self.since) + SILENT),
        };
        earlier(look, self.again)
    }

    pub(super) fn on_timeout(&mut self, now: Instant) {
        if self.again.is_some_and(|at| at <= now) {
            self.open_all();
        }
        let (Some(_), Some(heard)) = (self.route, self.link.heard()) else {
            return;
        };
        if self.silent {
            let before = std::mem::replace(&mut self.since, now);
            if heard > before {
                self.silent = false;
                self.link.set_open(true);
                self.link.moved();
            }
        } else if heard.max(self.since) + SILENT <= now {
            self.silent = true;
            self.since = now;
            self.link.set_open(false);
            // What waits in them is old by the time that it gets through.
            self.open_all();
        }
    }

    pub(super) fn poll_output(&mut self) -> Option<Output> {
        if !self.jobs.is_empty() {
            return Some(Output::Job(self.jobs.remove(0)));
        }
        let slot = self.wanted.pop()?;
        Some(Output::Open(slot, self.route?.connection))
    }
}

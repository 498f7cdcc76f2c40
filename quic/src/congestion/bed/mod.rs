//! A test bed: quinn's own connections over an emulated link, without a clock.
//!
//! Flows share the bottleneck on the way there; each has its own, wide way back.
//! The time jumps to whatever happens next, so that seconds pass in milliseconds,
//! and a run is like the one before.

mod link;
mod peer;
mod traffic;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use quinn_proto::{
    AckFrequencyConfig, ClientConfig, TransportConfig, congestion::ControllerFactory,
};

pub(super) use self::{link::Shape, traffic::Traffic};
use self::{
    link::{Link, Packet},
    peer::Peer,
    traffic::{Reader, Writer},
};
use crate::{core::send_window, meter::MeterFactory, stats::Stats};

/// A sender, a receiver, and what they say.
pub(super) struct Flow {
    sender: Peer,
    receiver: Peer,
    config: Option<ClientConfig>,
    writer: Writer,
    reader: Reader,
    back: Link,
    /// Heeded as the transport heeds it.
    stats: Option<Arc<Stats>>,
    /// How long each audio packet took.
    pub(super) heard: Vec<Duration>,
}

pub(super) struct Bed {
    pub(super) now: Instant,
    start: Instant,
    pub(super) there: Link,
    pub(super) flows: Vec<Flow>,
    seed: u64,
}

impl Bed {
    pub(super) fn new(shape: Shape, seed: u64) -> Self {
        let now = Instant::now();
        Self {
            now,
            start: now,
            there: Link::new(shape, seed, now),
            flows: Vec::new(),
            seed,
        }
    }

    /// A sender with this controller, that connects at once and says nothing.
    pub(super) fn flow(
        &mut self,
        factory: Arc<dyn ControllerFactory + Send + Sync>,
        stats: Option<Arc<Stats>>,
    ) -> usize {
        let factory: Arc<dyn ControllerFactory + Send + Sync> = match &stats {
            Some(stats) => Arc::new(MeterFactory::new(factory, stats.clone(), Arc::default())),
            None => factory,
        };
        let mut frequency = AckFrequencyConfig::default();
        frequency
            .ack_eliciting_threshold(8_u32.into())
            .max_ack_delay(Some(Duration::from_millis(5)));
        let mut transport = TransportConfig::default();
        if stats.is_some() {
            transport.ack_frequency_config(Some(frequency));
        }
        transport
            .congestion_controller_factory(factory)
            .initial_rtt(Duration::from_millis(100))
            .stream_receive_window((64_u32 << 20).into())
            .max_concurrent_uni_streams(64_u32.into())
            .receive_window(1_000_000_u32.into())
            .send_window(64 << 20);
        let mut theirs = TransportConfig::default();
        theirs
            .initial_rtt(Duration::from_millis(100))
            .stream_receive_window((64_u32 << 20).into())
            .max_concurrent_uni_streams(64_u32.into());
        let seed = self.seed * 100 + self.flows.len() as u64 * 10;
        let remote = "192.0.2.1:4001".parse().unwrap();
        let there = self.there.shape();
        let back = Shape::new(1_000_000_000, 2 * there.delay, 10.0).jitter(there.jitter);
        self.flows.push(Flow {
            sender: Peer::new(None, remote, seed + 1),
            receiver: Peer::new(Some(peer::server_config(theirs)), remote, seed + 2),
            config: Some(peer::client_config(transport)),
            writer: Writer::new(),
            reader: Reader::default(),
            back: Link::new(back, seed + 3, self.now),
            stats,
            heard: Vec::new(),
        });
        self.flows.len() - 1
    }

    pub(super) fn say(&mut self, flow: usize, traffic: Traffic) {
        self.flows[flow].writer.traffic = traffic;
    }

    /// As the transport does for a flow that hears nothing.
    pub(super) fn nudge(&mut self, flow: usize) {
        let flow = &mut self.flows[flow];
        if let (Some((_, connection)), Some(stats)) = (&mut flow.sender.connection, &flow.stats) {
            stats.nudge();
            connection.set_receive_window(999_999_u32.into());
            connection.set_receive_window(1_000_000_u32.into());
        }
    }

    /// Changes the way there.
    pub(super) fn shape(&mut self, change: impl FnOnce(Shape) -> Shape) {
        let shape = change(self.there.shape());
        self.there.set(shape, self.now);
    }

    /// Whether anything comes out, both ways.
    pub(super) fn set_up(&mut self, up: bool) {
        self.there.up = up;
        self.flows.iter_mut().for_each(|flow| flow.back.up = up);
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            self.step();
            match self.wake_at() {
                Some(at) if at < end => self.now = self.now.max(at),
                _ => break,
            }
        }
        self.now = end;
    }

    fn wake_at(&mut self) -> Option<Instant> {
        let flows = self.flows.iter_mut().flat_map(|flow| {
            [
                flow.sender.wake_at(),
                flow.receiver.wake_at(),
                flow.back.wake_at(),
                flow.writer.wake_at(),
            ]
        });
        flows.chain([self.there.wake_at()]).flatten().min()
    }

    fn step(&mut self) {
        let now = self.now;
        while let Some(packet) = self.there.next(now) {
            let flow = &mut self.flows[packet.flow];
            flow.receiver.handle(&packet.payload, now);
        }
        for (number, flow) in self.flows.iter_mut().enumerate() {
            flow.step(number, &mut self.there, now);
        }
    }

    /// Bytes that the flow's reader got from one moment to another, both counted
    /// from the start.
    pub(super) fn got(&self, flow: usize, from: Duration, to: Duration) -> u64 {
        let between = self.start + from..self.start + to;
        let got = self.flows[flow].reader.got.iter();
        got.filter(|(at, _)| between.contains(at))
            .map(|(_, bytes)| bytes)
            .sum()
    }

    /// The same in bits per second.
    pub(super) fn rate(&self, flow: usize, from: Duration, to: Duration) -> f64 {
        self.got(flow, from, to) as f64 * 8.0 / (to - from).as_secs_f64()
    }

    /// The longest that the queue was never shorter than for a second, from one
    /// moment to another.
    pub(super) fn standing_queue(&self, from: Duration, to: Duration) -> Duration {
        let mut worst = Duration::ZERO;
        let mut at = from;
        while at + Duration::from_secs(1) <= to {
            let second = self.start + at..self.start + at + Duration::from_secs(1);
            let delays = self.there.delays.iter();
            let delays = delays.filter(|(at, _)| second.contains(at));
            let least = delays.map(|(_, delay)| *delay).min();
            worst = worst.max(least.unwrap_or_default());
            at += Duration::from_millis(100);
        }
        worst
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.now - self.start
    }
}

impl Flow {
    fn step(&mut self, number: usize, there: &mut Link, now: Instant) {
        if let Some(config) = self.config.take() {
            self.sender.connect(config, now);
        }
        while let Some(packet) = self.back.next(now) {
            self.sender.handle(&packet.payload, now);
        }
        self.sender.handle_timeout(now);
        self.receiver.handle_timeout(now);

        if let Some((_, connection)) = &mut self.receiver.connection {
            let (said, heard) = (&mut self.writer.said, &mut self.heard);
            self.reader.read(connection, now, |id, end| {
                // A chunk may end several packets.
                said.retain(|(stream, at), when| {
                    let arrived = *stream == id && *at <= end;
                    if arrived {
                        heard.push(now - *when);
                    }
                    !arrived
                });
            });
            while connection.poll().is_some() {}
        }
        if let Some((_, connection)) = &mut self.sender.connection {
            while let Some(event) = connection.poll() {
                if let quinn_proto::Event::ConnectionLost { reason } = event {
                    panic!("{reason}");
                }
            }
            if !connection.is_handshaking() {
                if let Some(stats) = &self.stats {
                    connection.set_send_window(send_window(&stats.read()));
                }
                self.writer.write(connection, now);
            }
        }

        let back = &mut self.back;
        let packet = |payload| Packet {
            flow: number,
            payload,
        };
        self.sender
            .transmit(now, |payload| there.take(packet(payload), now));
        self.receiver
            .transmit(now, |payload| back.take(packet(payload), now));
    }
}

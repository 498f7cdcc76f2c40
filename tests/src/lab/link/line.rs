//! A TUN device at either end and a thread between them.

use std::{
    num::NonZeroU64,
    os::fd::{AsFd, OwnedFd},
    process::Command,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use rustix::{
    event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll},
    thread::{gettid, set_current_timer_slack},
};
use tun_rs::{DeviceBuilder, SyncDevice};

use super::{Direction, Stats, Wire, lane::Lane, late::Late, shape::Shape};
use crate::lab::namespace::Namespace;

/// Packets that are read from one end before the other has its turn.
const BATCH: usize = 32;

/// Of one packet.
const LONGEST: usize = 65_536;

/// Packets that wait in the device for the thread, should it be held up.
const DEVICE_QUEUE: u32 = 4096;

/// A running line. It ends when this is dropped.
#[derive(Debug)]
pub(in crate::lab) struct Line {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
pub(super) struct Shared {
    lanes: Mutex<[Way; 2]>,
    /// Written to when the thread has to look.
    wake: OwnedFd,
    ended: AtomicBool,
}

#[derive(Debug)]
struct Way {
    lane: Lane<Vec<u8>>,
    late: Late,
    /// Packets that the far end did not take: it is down.
    refused: u64,
}

impl Line {
    /// Makes the interfaces `near.1` in `near.0` and `far.1` in `far.0`, down,
    /// and carries packets between them. Up is from `far` to `near`.
    ///
    /// # Panics
    /// When the system has no TUN devices.
    pub(in crate::lab) fn start(
        wire: &Wire,
        near: (&Namespace, &str),
        far: (&Namespace, &str),
    ) -> Self {
        let now = Instant::now();
        let way = |shape, number| Way {
            lane: Lane::new(shape, wire.seed.wrapping_mul(2).wrapping_add(number), now),
            late: Late::new(),
            refused: 0,
        };
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        let shared = Arc::new(Shared {
            lanes: Mutex::new([way(wire.up, 0), way(wire.down, 1)]),
            wake: eventfd(0, flags).expect("an eventfd"),
            ended: AtomicBool::new(false),
        });
        let ends = [far, near].map(|(namespace, name)| device(namespace, name, wire.mtu));
        let thread = thread::Builder::new().name(format!("link {}", near.1));
        let carried = Arc::clone(&shared);
        let thread = thread.spawn(move || carried.carry(&ends));
        Self {
            shared,
            thread: Some(thread.expect("a thread")),
        }
    }

    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        self.shared.look();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn device(namespace: &Namespace, name: &str, mtu: u16) -> SyncDevice {
    namespace.run(|| {
        let builder = DeviceBuilder::new().name(name).mtu(mtu).enable(false);
        let device = builder
            .with(|builder| {
                builder.tx_queue_len(DEVICE_QUEUE);
            })
            .build_sync()
            .unwrap_or_else(|error| panic!("no TUN device {name}: {error}"));
        device.set_nonblocking(true).expect("a TUN device");
        device
    })
}

impl Shared {
    pub(super) fn set(&self, direction: Direction, shape: Shape) {
        let way = &mut self.ways()[direction as usize];
        way.lane.set(shape, Instant::now());
        self.look();
    }

    pub(super) fn shape(&self, direction: Direction) -> Shape {
        self.ways()[direction as usize].lane.shape()
    }

    pub(super) fn stats(&self, direction: Direction) -> Stats {
        let way = &self.ways()[direction as usize];
        Stats {
            counts: way.lane.counts(),
            refused: way.refused,
            late_median: way.late.quantile(0.5),
            late_p99: way.late.quantile(0.99),
            late_most: way.late.quantile(1.0),
        }
    }

    fn ways(&self) -> MutexGuard<'_, [Way; 2]> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self) {
        // Full means that it has been told often enough.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }

    /// Carries packets until the end. `ends` are the sources of the directions.
    fn carry(&self, ends: &[SyncDevice; 2]) {
        hurry();
        let mut buffer = vec![0; LONGEST];
        while !self.ended.load(Ordering::Relaxed) {
            let wake_at = {
                let mut ways = self.ways();
                read(&mut ways, ends, &mut buffer);
                write(&mut ways, ends);
                ways.iter().filter_map(|way| way.lane.wake_at()).min()
            };
            self.wait(ends, wake_at);
        }
    }

    fn wait(&self, ends: &[SyncDevice; 2], until: Option<Instant>) {
        let left = until.map(|at| at.saturating_duration_since(Instant::now()));
        let left = left.map(|left| {
            Timespec::try_from(left).unwrap_or(Timespec {
                tv_sec: 1,
                tv_nsec: 0,
            })
        });
        let [one, other] = ends;
        let mut sources = [one.as_fd(), other.as_fd(), self.wake.as_fd()]
            .map(|source| PollFd::from_borrowed_fd(source, PollFlags::IN));
        // An interruption only means to look again.
        let _ = poll(&mut sources, left.as_ref());
        if !sources[2].revents().is_empty() {
            let _ = rustix::io::read(&self.wake, &mut [0; 8]);
        }
    }
}

/// Has the calling thread woken in time, on a machine that is busy as well. What
/// is not allowed is done without.
fn hurry() {
    // The kernel may be 50 µs late on purpose.
    let _ = set_current_timer_slack(NonZeroU64::new(1));
    let thread = gettid().as_raw_nonzero().to_string();
    let before_others = ["--fifo", "--pid", "1", &thread];
    let _ = Command::new("chrt").args(before_others).output();
}

/// Reads a batch from either end.
fn read(ways: &mut [Way; 2], ends: &[SyncDevice; 2], buffer: &mut [u8]) {
    for (way, from) in ways.iter_mut().zip(ends) {
        for _ in 0..BATCH {
            let Ok(length) = from.recv(buffer) else { break };
            way.lane.take(buffer[..length].to_vec(), Instant::now());
        }
    }
}

/// Writes what is due to either end.
fn write(ways: &mut [Way; 2], ends: &[SyncDevice; 2]) {
    for (way, to) in ways.iter_mut().zip(ends.iter().rev()) {
        let now = Instant::now();
        while let Some((packet, due)) = way.lane.next(now) {
            if to.send(&packet).is_err() {
                way.refused += 1;
            }
            way.late.add(due.elapsed());
        }
    }
}

//! A link that is as bad as wanted: delay, jitter, loss, a rate and a queue, in
//! each direction for itself, the same for the same seed, changed at any time.
//!
//! - [`Shape`], [`Loss`]: what is wanted.
//! - `lane`: what becomes of packets, without a clock. `dice`: chance.
//! - `line`: the devices and the thread. `late`: how well it keeps time.

mod dice;
mod lane;
mod late;
mod line;
mod shape;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

pub(super) use self::line::Line;
pub use self::{
    lane::Counts,
    shape::{Loss, Shape},
};

/// A link to be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wire {
    up: Shape,
    down: Shape,
    mtu: u16,
    seed: u64,
}

impl Wire {
    /// What goes to the internet is shaped by `up`, what comes by `down`.
    pub fn new(up: Shape, down: Shape) -> Self {
        Self {
            up,
            down,
            mtu: 1500,
            seed: 1,
        }
    }

    /// The same both ways.
    pub fn both(shape: Shape) -> Self {
        Self::new(shape, shape)
    }

    /// Packets are this long at most.
    ///
    /// # Panics
    /// When that is shorter than IPv6 allows.
    #[must_use]
    pub fn mtu(mut self, mtu: u16) -> Self {
        assert!(mtu >= 1280, "IPv6 does not go over it");
        self.mtu = mtu;
        self
    }

    /// Chance comes out otherwise.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// One of the two directions of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the internet.
    Up = 0,
    /// From the internet.
    Down = 1,
}

/// What went over one direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// What became of packets.
    pub counts: Counts,
    /// Packets that the far end did not take, since it was down.
    pub refused: u64,
    /// How much later than asked for half of them came out…
    pub late_median: Duration,
    /// …and 99 of 100…
    pub late_p99: Duration,
    /// …and all, up to 10 ms.
    pub late_most: Duration,
}

/// A hold on a running link.
#[derive(Clone, Debug)]
pub struct Link(Arc<line::Shared>);

impl Link {
    pub(super) fn of(line: &Line) -> Self {
        Self(line.shared())
    }

    /// One direction is like this from now on.
    pub fn set(&self, direction: Direction, shape: Shape) {
        self.0.set(direction, shape);
    }

    /// Both are.
    pub fn set_both(&self, shape: Shape) {
        self.set(Direction::Up, shape);
        self.set(Direction::Down, shape);
    }

    /// What a direction is like.
    pub fn shape(&self, direction: Direction) -> Shape {
        self.0.shape(direction)
    }

    /// What went over it.
    pub fn stats(&self, direction: Direction) -> Stats {
        self.0.stats(direction)
    }
}

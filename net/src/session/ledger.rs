//! In a kept room nothing goes out, and nothing is acknowledged, before it is
//! written down on this machine.
//!
//! What is to be written down is marked, with growing numbers; whoever writes
//! says up to which mark it has.

use std::collections::VecDeque;

/// What waits to be written down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    on: bool,
    marked: u64,
    written: u64,
    /// Nothing at all is said before this mark is written down.
    greet_after: u64,
    /// By mark: numbered frames of ours, and of the peer.
    unsent: VecDeque<(u64, u64)>,
    unheard: VecDeque<(u64, u64)>,
}

impl Ledger {
    /// In a kept room from the start.
    pub(crate) fn begun() -> Self {
        Self {
            on: true,
            ..Self::default()
        }
    }

    /// For the conversation that goes on over another admission: what was heard
    /// is said to be there only once it is written down.
    pub(crate) fn carry(&self) -> Self {
        Self {
            on: self.on,
            marked: self.marked,
            written: self.written,
            greet_after: self.marked,
            ..Self::default()
        }
    }

    /// Whether the conversation may begin.
    pub(super) fn may_greet(&self) -> bool {
        self.written >= self.greet_after
    }

    /// From now on everything is written down first.
    pub(super) fn begin(&mut self) {
        self.on = true;
    }

    /// No longer.
    pub(super) fn end(&mut self) {
        *self = Self {
            marked: self.marked,
            ..Self::default()
        };
    }

    /// Our frame `n` is to be written down; its mark.
    pub(super) fn send(&mut self, n: u64) -> Option<u64> {
        let mark = self.mark()?;
        self.unsent.push_back((mark, n));
        Some(mark)
    }

    /// The peer's frame `n` is; its mark.
    pub(super) fn hear(&mut self, n: u64) -> Option<u64> {
        let mark = self.mark()?;
        self.unheard.push_back((mark, n));
        Some(mark)
    }

    /// Everything up to this mark is written down.
    pub(crate) fn written(&mut self, upto: u64) {
        self.written = self.written.max(upto);
        for waiting in [&mut self.unsent, &mut self.unheard] {
            while waiting.front().is_some_and(|(mark, _)| *mark <= upto) {
                waiting.pop_front();
            }
        }
    }

    /// How far our frames may go out.
    pub(super) fn sent_up_to(&self) -> u64 {
        self.unsent.front().map_or(u64::MAX, |(_, n)| n - 1)
    }

    /// How far the peer's frames may be acknowledged, having heard them up to
    /// `heard`.
    pub(super) fn written_up_to(&self, heard: u64) -> u64 {
        self.unheard.front().map_or(heard, |(_, n)| n - 1)
    }

    fn mark(&mut self) -> Option<u64> {
        self.marked += u64::from(self.on);
        self.on.then_some(self.marked)
    }
}

//! Marks of what was sent and not yet verified, so that a sender knows at once
//! whether it speaks of the same file as a receiver who wants to go on.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::Mark;

/// Most marks that are kept; beyond it the file is read again.
const MAX: usize = 1024;

/// The latest marks of one file, oldest first.
#[derive(Debug)]
pub(super) struct Trail(Mutex<VecDeque<Mark>>);

impl Trail {
    /// Of a file of so many bytes.
    pub(super) fn start(size: u64) -> Self {
        Self(Mutex::new(VecDeque::from([Mark::start(size)])))
    }

    /// Sent up to here.
    pub(super) fn add(&self, mark: Mark) {
        let mut marks = self.marks();
        while marks.back().is_some_and(|m| m.offset >= mark.offset) {
            marks.pop_back();
        }
        if marks.len() >= MAX {
            marks.pop_front();
        }
        marks.push_back(mark);
    }

    /// Verified up to here: what was before is of no interest any more.
    pub(super) fn verified(&self, offset: u64) {
        let mut marks = self.marks();
        while marks.front().is_some_and(|m| m.offset < offset) {
            marks.pop_front();
        }
    }

    /// The mark at this offset, when it is known.
    pub(super) fn at(&self, offset: u64) -> Option<Mark> {
        self.marks().iter().find(|m| m.offset == offset).copied()
    }

    fn marks(&self) -> MutexGuard<'_, VecDeque<Mark>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_knows_what_is_not_verified_yet() {
        let trail = Trail::start(9);
        let start = Mark::start(9);
        let marks = [
            start,
            start.after(b"abc"),
            start.after(b"abc").after(b"def"),
        ];
        trail.add(marks[1]);
        trail.add(marks[2]);
        assert_eq!(trail.at(0), Some(start));
        assert_eq!(trail.at(3), Some(marks[1]));
        trail.verified(3);
        assert_eq!((trail.at(0), trail.at(6)), (None, Some(marks[2])));
        // Sent once more from there, with other bytes.
        let other = marks[1].after(b"xyz");
        trail.add(other);
        assert_eq!(trail.at(6), Some(other));
        for _ in 0..2 * MAX {
            let last = *trail.marks().back().unwrap();
            trail.add(last.after(b"x"));
        }
        assert_eq!(trail.marks().len(), MAX);
    }
}

//! Which nameplate to try next.

use rand::{rngs::StdRng, seq::SliceRandom};

use crate::code::{Nameplate, NameplateSize};

/// Draws nameplates without repeating itself: two digits until all of those
/// were taken, from then on three.
pub(super) struct Nameplates {
    size: NameplateSize,
    left: Vec<u16>,
    rng: StdRng,
}

impl Nameplates {
    pub(super) fn new(rng: StdRng) -> Self {
        let mut nameplates = Self {
            size: NameplateSize::Two,
            left: Vec::new(),
            rng,
        };
        nameplates.shuffle();
        nameplates
    }

    /// All of the present size are worth a try again.
    pub(super) fn shuffle(&mut self) {
        self.left = (0..self.size.count()).collect();
        self.left.shuffle(&mut self.rng);
    }

    /// The same, but for one that was just given up: giving it up may reach a
    /// relay after asking for it.
    pub(super) fn shuffle_but(&mut self, one: Option<Nameplate>) {
        self.shuffle();
        let size = self.size;
        self.left.retain(|n| Nameplate::new(size, *n) != one);
    }

    /// The next to try; `None` when every single one was taken.
    pub(super) fn draw(&mut self) -> Option<Nameplate> {
        if self.left.is_empty() && self.size == NameplateSize::Two {
            self.size = NameplateSize::Three;
            self.shuffle();
        }
        Nameplate::new(self.size, self.left.pop()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn two_digits_first_then_three_and_none_twice() {
        let mut nameplates = Nameplates::new(StdRng::seed_from_u64(3));
        let drawn: Vec<Nameplate> = std::iter::from_fn(|| nameplates.draw()).collect();
        assert_eq!(drawn.len(), 1100);
        assert!(drawn[..100].iter().all(|n| n.size() == NameplateSize::Two));
        assert!(
            drawn[100..]
                .iter()
                .all(|n| n.size() == NameplateSize::Three)
        );
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 1100);
        nameplates.shuffle();
        assert_eq!(nameplates.draw().unwrap().size(), NameplateSize::Three);
    }

    #[test]
    fn one_that_was_just_given_up_is_not_drawn() {
        let mut nameplates = Nameplates::new(StdRng::seed_from_u64(3));
        let last = nameplates.draw();
        nameplates.shuffle_but(last);
        let drawn: Vec<Nameplate> = (0..99).filter_map(|_| nameplates.draw()).collect();
        assert!(drawn.iter().all(|n| n.size() == NameplateSize::Two));
        assert!(!drawn.contains(&last.unwrap()));
    }
}

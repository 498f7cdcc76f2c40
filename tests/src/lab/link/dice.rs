//! Chance that comes out the same for the same seed, on every machine and in
//! every version: SplitMix64.

/// One sequence of throws.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The sequence number `which` of a seed: each decides about one thing, so
    /// that changing one thing leaves the others as they were.
    pub(super) fn new(seed: u64, which: u64) -> Self {
        let mut dice = Self(seed);
        let base = dice.throw();
        Self(base ^ which.wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Anything from 0 to less than 1, evenly.
    pub(super) fn share(&mut self) -> f64 {
        // As many bits as a float holds.
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Yes in `share` of all cases.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_everything() {
        let throws = |seed, which| {
            let mut dice = Dice::new(seed, which);
            [(); 4].map(|()| dice.throw())
        };
        assert_eq!(throws(1, 0), throws(1, 0));
        assert_ne!(throws(1, 0), throws(2, 0));
        assert_ne!(throws(1, 0), throws(1, 1));
    }

    #[test]
    fn shares_are_even() {
        let mut dice = Dice::new(7, 0);
        let mut tenths = [0; 10];
        for _ in 0..100_000 {
            tenths[(dice.share() * 10.0) as usize] += 1;
        }
        assert!(
            tenths.iter().all(|count| (9_700..10_300).contains(count)),
            "{tenths:?}"
        );
    }
}

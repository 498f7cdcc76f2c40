use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::kept::pinned;

struct Pair {
    sides: [Agreement; 2],
    /// What is on the way to each.
    ways: [VecDeque<Word>; 2],
    told: [Vec<Output>; 2],
}

impl Pair {
    fn new(seed: u64) -> Self {
        let key = SessionKey([9; 32]);
        let rng = |n| StdRng::seed_from_u64(2 * seed + n);
        Self {
            sides: [
                Agreement::new(Side::Host, key.clone(), Some([5; 32]), rng(0)),
                Agreement::new(Side::Guest, key, None, rng(1)),
            ],
            ways: Default::default(),
            told: Default::default(),
        }
    }

    fn want(&mut self, who: usize) {
        self.sides[who].want();
        self.speak(who);
    }

    fn speak(&mut self, who: usize) {
        while let Some(output) = self.sides[who].poll_output() {
            match output {
                Output::Say(word) => self.ways[1 - who].push_back(word),
                told => self.told[who].push(told),
            }
        }
    }

    fn hear(&mut self, who: usize) -> bool {
        let Some(word) = self.ways[who].pop_front() else {
            return false;
        };
        self.sides[who].on_word(word).unwrap();
        self.speak(who);
        true
    }

    fn carry(&mut self) {
        while self.hear(0) || self.hear(1) {}
    }

    fn write(&mut self, who: usize, well: bool) {
        self.sides[who].written(well);
        self.speak(who);
    }

    fn agreed(&self, who: usize) -> Option<&Agreed> {
        self.told[who].iter().rev().find_map(|told| match told {
            Output::Agreed(agreed) => Some(agreed),
            _ => None,
        })
    }

    fn has_same_keys(&self) -> bool {
        let (Some(host), Some(guest)) = (self.agreed(0), self.agreed(1)) else {
            return false;
        };
        host.secret == guest.secret
            && host.theirs == pinned::public_of(&guest.ours)
            && guest.theirs == pinned::public_of(&host.ours)
            && (host.link, guest.link) == ([5; 32], [5; 32])
    }
}

#[test]
fn one_proposes_the_other_agrees_and_both_write_it_down() {
    for (first, second) in [(0, 1), (1, 0)] {
        let mut pair = Pair::new(1);
        pair.want(first);
        pair.carry();
        assert_eq!(pair.told[second], [Output::Proposed]);
        pair.want(second);
        pair.carry();
        assert!(pair.has_same_keys());
        pair.write(first, true);
        pair.carry();
        assert!(!pair.sides[0].is_kept() && !pair.sides[1].is_kept());
        pair.write(second, true);
        pair.carry();
        assert!(pair.sides[0].is_kept() && pair.sides[1].is_kept());
        assert!(!pair.sides[0].refuse(), "it is forgotten, not refused");
    }
}

#[test]
fn both_propose_at_the_same_moment() {
    let mut pair = Pair::new(2);
    pair.want(0);
    pair.want(1);
    pair.carry();
    assert!(pair.has_same_keys());
}

#[test]
fn who_agreed_ahead_is_not_asked() {
    let mut pair = Pair::new(3);
    pair.sides[1].agree_ahead(true);
    pair.want(0);
    pair.carry();
    assert!(pair.has_same_keys());
    assert!(!pair.told[1].contains(&Output::Proposed));
}

#[test]
fn a_no_from_either_is_the_end_of_it() {
    for refuses in [0, 1] {
        let mut pair = Pair::new(4);
        pair.want(0);
        pair.carry();
        assert!(pair.sides[refuses].refuse());
        pair.speak(refuses);
        pair.carry();
        assert_eq!(pair.told[0], [Output::Off]);
        assert_eq!(pair.told[1], [Output::Proposed, Output::Off]);
    }
    // A proposal that was taken back while the answer was on its way.
    let mut pair = Pair::new(5);
    pair.want(0);
    while pair.hear(1) {}
    pair.want(1);
    pair.sides[0].refuse();
    pair.speak(0);
    pair.want(0);
    pair.carry();
    assert!(pair.agreed(0).is_none());
    assert_eq!(pair.told[1].last(), Some(&Output::Proposed));
}

#[test]
fn who_cannot_write_it_down_says_so() {
    let mut pair = Pair::new(6);
    pair.want(0);
    pair.carry();
    pair.want(1);
    pair.carry();
    pair.write(0, true);
    pair.write(1, false);
    pair.carry();
    assert_eq!(pair.told[0].last(), Some(&Output::Off));
}

#[test]
fn keys_that_are_none_are_refused() {
    let mut pair = Pair::new(7);
    for key in [vec![], vec![2; 31], [vec![2], vec![0; 31]].concat()] {
        let word = Word::Want {
            key: Bytes(key),
            nonce: Bytes(vec![0; 32]),
            to: None,
            link: None,
        };
        assert_eq!(pair.sides[0].on_word(word), Err(Mismatch));
    }
}

/// Whatever the two say in whatever order: once both call it kept they have
/// the same keys, and once all is quiet neither keeps it alone.
#[test]
fn no_order_of_wishes_makes_one_keep_it_alone() {
    for seed in 0..400 {
        let mut pair = Pair::new(seed);
        let mut dice = StdRng::seed_from_u64(seed + 1000);
        for _ in 0..30 {
            let who = dice.gen_range(0..2);
            match dice.gen_range(0..9) {
                0 | 1 => pair.want(who),
                2 => {
                    pair.sides[who].refuse();
                    pair.speak(who);
                }
                3 => pair.write(who, dice.gen_range(0..4) > 0),
                _ => drop(pair.hear(who)),
            }
        }
        pair.carry();
        let kept = |who: usize| pair.sides[who].is_kept();
        assert_eq!(kept(0), kept(1), "seed {seed}");
        if kept(0) {
            assert!(pair.has_same_keys(), "seed {seed}");
        }
    }
}

//! Transfers that outlive a conversation, and either of the two.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::transfer::CHUNK;

const SIZE: u64 = 40 * CHUNK as u64 + 7;

/// A file on its way from the first to the second, in a kept room.
fn running(seed: u64) -> (World, TransferId) {
    let mut world = World::new(seed);
    world.keep();
    let id = world.offer_file(0, SIZE);
    world.settle();
    accept(&mut world, 1, id);
    for _ in 0..10 {
        world.step();
    }
    assert!(world.last(1, id).done_bytes < SIZE);
    (world, id)
}

fn accept(world: &mut World, who: usize, id: TransferId) {
    let folder = PathBuf::from("/home");
    let accepted = world.with(who, |m, now| m.accept(now, id, folder, None));
    assert_eq!(accepted, Ok(()));
}

fn nothing(_: &mut World) {}

#[test]
fn it_goes_on_after_the_end_of_either() {
    for who in [0, 1] {
        let (mut world, id) = running(who as u64);
        world.kill(who, nothing);
        world.settle();
        for person in [0, 1] {
            assert_eq!(world.last(person, id).state.as_str(), "done");
        }
        // No chunk went twice.
        assert_eq!(world.sent, SIZE.div_ceil(CHUNK as u64));
    }
}

#[test]
fn it_goes_on_in_a_room_that_is_kept_from_its_middle_on() {
    let mut world = World::new(3);
    let over = world.offer_file(0, 10);
    world.settle();
    accept(&mut world, 1, over);
    world.settle();
    let id = world.offer_file(0, SIZE);
    world.settle();
    accept(&mut world, 1, id);
    world.step();
    world.keep();
    world.kill(0, nothing);
    world.settle();
    assert_eq!(world.last(1, id).state.as_str(), "done");
    // Numbers go on behind all that there was.
    world.kill(0, nothing);
    assert_eq!(world.offer_file(0, 10).number, id.number + 1);
}

#[test]
fn numbers_are_not_given_twice_when_all_was_over_before_the_room_was_kept() {
    let mut world = World::new(4);
    let first = world.offer_file(0, 10);
    world.settle();
    accept(&mut world, 1, first);
    world.settle();
    world.keep();
    world.kill(0, nothing);
    let second = world.offer_file(0, 10);
    assert_eq!(second.number, first.number + 1);
    world.settle();
    accept(&mut world, 1, second);
    world.settle();
    assert_eq!(world.last(0, second).state.as_str(), "done");
}

#[test]
fn what_was_halted_stays_so() {
    for (pauses, killed) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (mut world, id) = running(5);
        world.with(pauses, |m, now| m.pause(now, id, None)).unwrap();
        world.settle();
        world.kill(killed, nothing);
        world.settle();
        let state = |world: &World, who| world.last(who, id).state.clone();
        assert_eq!(state(&world, pauses), TransferState::Paused(Who::Me));
        assert_eq!(state(&world, 1 - pauses), TransferState::Paused(Who::Peer));
        world
            .with(pauses, |m, now| m.resume(now, id, None))
            .unwrap();
        world.settle();
        assert_eq!(state(&world, 0).as_str(), "done");
        assert_eq!(state(&world, 1).as_str(), "done");
    }
}

#[test]
fn what_is_cancelled_while_apart_is_over_for_both() {
    for cancels in [0, 1] {
        for killed in [0, 1] {
            let (mut world, id) = running(6);
            world.kill(killed, |world| {
                let cancel = world.with(cancels, |m, now| m.cancel(now, id, None));
                assert_eq!(cancel, Ok(()));
            });
            world.settle();
            for who in [0, 1] {
                assert_eq!(world.last(who, id).state, TransferState::Cancelled);
                assert_eq!(world.last(who, id).reason, None);
            }
            assert_eq!(world.part_of(1, id), None);
            // Nor does it come back.
            world.kill(killed, nothing);
            world.settle();
            assert_eq!(world.last(1, id).state, TransferState::Cancelled);
        }
    }
}

#[test]
fn a_part_that_is_gone_ends_it_with_a_reason_on_both_sides() {
    let (mut world, id) = running(7);
    world.lose_parts = true;
    world.kill(1, nothing);
    world.settle();
    for who in [0, 1] {
        assert_eq!(world.last(who, id).state, TransferState::Failed);
        assert_eq!(world.last(who, id).reason, Some(TransferReason::FolderGone));
    }
}

#[test]
fn what_the_sender_had_in_memory_only_ends_with_a_reason() {
    let mut world = World::new(8);
    world.keep();
    let id = world.offer(0, SIZE, TransferKind::File);
    world.settle();
    accept(&mut world, 1, id);
    world.step();
    world.kill(0, nothing);
    world.settle();
    assert_eq!(world.last(1, id).state, TransferState::Failed);
    assert_eq!(world.last(1, id).reason, Some(TransferReason::Gone));
    assert_eq!(world.part_of(1, id), None);
}

#[test]
fn what_was_only_offered_is_offered_again() {
    for killed in [0, 1] {
        let mut world = World::new(9);
        world.keep();
        let first = world.offer_file(0, SIZE);
        let second = world.offer_file(0, 10);
        world.settle();
        // A later one was taken already.
        accept(&mut world, 1, second);
        world.settle();
        world.kill(killed, nothing);
        world.settle();
        accept(&mut world, 1, first);
        world.settle();
        assert_eq!(world.last(0, first).state.as_str(), "done");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whoever ends, however often and whenever: all of it arrives, and nothing
    /// that was verified goes twice.
    #[test]
    fn any_number_of_ends_changes_nothing(seed: u64, ends in prop::collection::vec((0..2usize, 1..40u32), 0..8)) {
        let mut world = World::new(seed);
        world.keep();
        let ids = [0, 1, 0].map(|who| (who, world.offer_file(who, SIZE)));
        world.settle();
        for (who, id) in ids {
            accept(&mut world, 1 - who, id);
        }
        for (who, steps) in ends {
            for _ in 0..steps {
                world.step();
            }
            world.kill(who, nothing);
        }
        world.settle();
        for (_, id) in ids {
            for who in [0, 1] {
                prop_assert_eq!(world.last(who, id).state.as_str(), "done");
            }
        }
        prop_assert_eq!(world.sent, 3 * SIZE.div_ceil(CHUNK as u64));
    }
}

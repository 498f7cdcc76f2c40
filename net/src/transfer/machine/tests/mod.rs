mod again;
mod world;

use proptest::prelude::*;
use rand::Rng;

use self::world::World;
use super::*;
use crate::transfer::{
    CHUNK, MAX_ACCEPTED_BY_ITSELF, MAX_FILES_IN_FOLDER, MAX_HELD_BYTES, MAX_TRANSFER_BYTES, Who,
    report::{ReceiveEnd, SendEnd},
    source::Found,
};

const ANN: usize = 0;
const BEN: usize = 1;
const SIZE: u64 = 10 * CHUNK as u64 + 7;

/// A file from Ann that Ben has accepted.
fn accepted(seed: u64) -> (World, TransferId) {
    let mut world = World::new(seed);
    let id = world.offer(ANN, SIZE, TransferKind::File);
    world.settle();
    world
        .with(BEN, |m, now| m.accept(now, id, "/dir".into(), Some(Tag(9))))
        .unwrap();
    (world, id)
}

#[test]
fn an_offer_is_accepted_and_runs_to_its_end() {
    let (mut world, id) = accepted(1);
    assert_eq!(world.states(ANN, id), ["offered"]);
    world.settle();
    for who in [ANN, BEN] {
        assert_eq!(world.states(who, id), ["offered", "running", "done"]);
        assert_eq!(world.last(who, id).done_bytes, SIZE);
        assert!(world.people[who].machine.entries.is_empty());
        assert!(world.people[who].machine.poll_timeout().is_none());
    }
    assert_eq!(world.sent, 11);
    let path = Some("/whole".into());
    assert_eq!(world.last(BEN, id).state, TransferState::Done { path });
    assert!(
        world.people[ANN]
            .told
            .iter()
            .all(|(re, _)| *re == Some(Tag(7)))
    );
    assert_eq!(world.people[BEN].told.last().unwrap().0, Some(Tag(9)));
}

#[test]
fn an_empty_file_arrives_too() {
    let mut world = World::new(1);
    let id = world.offer(BEN, 0, TransferKind::File);
    world.settle();
    world
        .with(ANN, |m, now| m.accept(now, id, "/".into(), None))
        .unwrap();
    world.settle();
    assert_eq!(world.states(BEN, id), ["offered", "running", "done"]);
}

#[test]
fn an_offer_can_be_declined_or_taken_back() {
    let mut world = World::new(2);
    let declined = world.offer(ANN, SIZE, TransferKind::File);
    let taken_back = world.offer(ANN, SIZE, TransferKind::File);
    world.settle();
    assert_eq!(
        world.with(ANN, |m, _| m.decline(declined, None)),
        Err(CommandError::NotOffered)
    );
    world.with(BEN, |m, _| m.decline(declined, None)).unwrap();
    world
        .with(ANN, |m, now| m.cancel(now, taken_back, None))
        .unwrap();
    world.settle();
    for who in [ANN, BEN] {
        assert_eq!(world.states(who, declined), ["offered", "declined"]);
        assert_eq!(world.states(who, taken_back), ["offered", "cancelled"]);
    }
    assert_eq!(world.sent, 0);
    let over = world.with(BEN, |m, now| m.accept(now, declined, "/".into(), None));
    assert_eq!(over, Err(CommandError::TransferOver));
    let unknown = TransferId {
        number: 9,
        ..declined
    };
    let unknown = world.with(BEN, |m, now| m.pause(now, unknown, None));
    assert_eq!(unknown, Err(CommandError::UnknownTransfer));
}

#[test]
fn only_who_paused_can_resume() {
    let (mut world, id) = accepted(3);
    for _ in 0..6 {
        world.step();
    }
    for (one, other) in [(ANN, BEN), (BEN, ANN)] {
        world.with(one, |m, now| m.pause(now, id, None)).unwrap();
        world.settle();
        assert_eq!(world.last(one, id).state, TransferState::Paused(Who::Me));
        assert_eq!(
            world.last(other, id).state,
            TransferState::Paused(Who::Peer)
        );
        let sent = world.sent;
        assert!(sent < 11);
        let refused = world.with(other, |m, now| m.resume(now, id, None));
        assert_eq!(refused, Err(CommandError::PausedByPeer));
        // Both halt it: each has to let go.
        world.with(other, |m, now| m.pause(now, id, None)).unwrap();
        world.settle();
        world.with(one, |m, now| m.resume(now, id, None)).unwrap();
        world.settle();
        assert_eq!(world.last(one, id).state, TransferState::Paused(Who::Peer));
        assert_eq!(world.last(other, id).state, TransferState::Paused(Who::Me));
        assert_eq!(world.sent, sent);
        world.with(other, |m, now| m.resume(now, id, None)).unwrap();
        assert_eq!(world.last(other, id).state, TransferState::Running);
        world.step();
    }
    world.settle();
    assert_eq!(world.last(ANN, id).state.as_str(), "done");
    assert_eq!(world.sent, 11);
}

#[test]
fn what_is_cancelled_is_dropped_on_both_sides() {
    for who in [ANN, BEN] {
        let (mut world, id) = accepted(4);
        for _ in 0..6 {
            world.step();
        }
        world.with(who, |m, now| m.cancel(now, id, None)).unwrap();
        world.settle();
        for who in [ANN, BEN] {
            assert_eq!(world.states(who, id), ["offered", "running", "cancelled"]);
            assert!(world.people[who].machine.entries.is_empty());
        }
    }
}

#[test]
fn pictures_accept_themselves_into_memory_of_bounded_size() {
    let mut world = World::new(5);
    let small = world.offer(ANN, 5 * CHUNK as u64, TransferKind::Image);
    let large = world.offer(ANN, MAX_ACCEPTED_BY_ITSELF + 1, TransferKind::Gif);
    world.settle();
    assert_eq!(world.states(BEN, small), ["offered", "running", "done"]);
    assert_eq!(world.states(BEN, large), ["offered"]);
    let last = world.last(BEN, small);
    assert_eq!(last.state, TransferState::Done { path: None });
    assert_eq!(last.bytes.as_deref(), Some(&b"whole"[..]));

    // Saved when asked for, as often as that is.
    for _ in 0..2 {
        let saved = world.with(BEN, |m, now| m.accept(now, small, "/dir".into(), None));
        assert_eq!(saved, Ok(()));
        assert_eq!(world.people[BEN].saves.pop(), Some(small));
        world.with(BEN, |m, _| {
            m.on_saved(small, Some(Tag(3)), Ok("/dir/x".into()))
        });
        let path = Some("/dir/x".into());
        assert_eq!(world.last(BEN, small).state, TransferState::Done { path });
    }

    // More than may be held: the oldest are forgotten.
    let count = MAX_HELD_BYTES / MAX_ACCEPTED_BY_ITSELF + 2;
    for _ in 0..count {
        world.offer(ANN, MAX_ACCEPTED_BY_ITSELF, TransferKind::Gif);
        world.settle();
    }
    let forgotten = |(_, kind): &&(_, EventKind)| matches!(kind, EventKind::Forgotten(_));
    let forgotten = world.people[BEN].told.iter().filter(forgotten).count();
    assert_eq!(forgotten, 3, "the small one and two of {count}");
    let over = world.with(BEN, |m, now| m.accept(now, small, "/dir".into(), None));
    assert_eq!(over, Err(CommandError::TransferOver));
}

#[test]
fn a_picture_that_is_accepted_while_it_comes_is_done_when_saved() {
    let mut world = World::new(6);
    let id = world.offer(ANN, 8 * CHUNK as u64, TransferKind::Image);
    while world.states(BEN, id).last() != Some(&"running") {
        world.step();
    }
    world
        .with(BEN, |m, now| m.accept(now, id, "/dir".into(), Some(Tag(4))))
        .unwrap();
    world.settle();
    assert_eq!(world.states(BEN, id), ["offered", "running"]);
    assert_eq!(world.people[BEN].saves, [id]);
    world.with(BEN, |m, _| {
        m.on_saved(id, Some(Tag(4)), Err(CommandError::NoSpace))
    });
    let told: Vec<_> = world.people[BEN].told.iter().rev().take(2).collect();
    assert!(matches!(
        told[1],
        (Some(Tag(4)), EventKind::Error(CommandError::NoSpace))
    ));
    assert_eq!(
        world.last(BEN, id).state,
        TransferState::Done { path: None }
    );
}

#[test]
fn a_folder_that_will_not_do_leaves_the_offer_standing() {
    let mut world = World::new(7);
    let id = world.offer(ANN, SIZE, TransferKind::File);
    world.settle();
    let machine = &mut world.people[BEN].machine;
    machine
        .accept(world.now, id, "/full".into(), Some(Tag(1)))
        .unwrap();
    assert!(matches!(
        machine.poll_output(),
        Some(Output::Job(Job::Claim { .. }))
    ));
    let twice = machine.accept(world.now, id, "/full".into(), None);
    assert_eq!(twice, Err(CommandError::NotOffered));
    world.with(BEN, |m, now| {
        m.on_claimed(now, id, Err(CommandError::NoSpace))
    });
    world.settle();
    for who in [ANN, BEN] {
        let last = world.last(who, id);
        assert_eq!(last.state, TransferState::Offered);
        assert_eq!(last.reason, Some(TransferReason::DiskFull));
    }
    world
        .with(BEN, |m, now| m.accept(now, id, "/dir".into(), None))
        .unwrap();
    world.settle();
    assert_eq!(world.last(ANN, id).state.as_str(), "done");
    assert_eq!(world.last(ANN, id).reason, None);
}

#[test]
fn a_disk_that_fills_up_halts_it_until_it_is_resumed() {
    let (mut world, id) = accepted(8);
    for _ in 0..6 {
        world.step();
    }
    let full = ReceiveEnd::Failed(TransferReason::DiskFull);
    assert!(world.end_any(SendEnd::Broken, full));
    world.settle();
    let (ann, ben) = (world.last(ANN, id), world.last(BEN, id));
    assert_eq!(ben.state, TransferState::Paused(Who::Me));
    assert_eq!(ann.state, TransferState::Paused(Who::Peer));
    assert_eq!(
        (ann.reason, ben.reason),
        (Some(TransferReason::DiskFull), ann.reason)
    );
    world.with(BEN, |m, now| m.resume(now, id, None)).unwrap();
    world.settle();
    assert_eq!(world.last(ANN, id).state.as_str(), "done");
    assert_eq!(world.sent, 11, "no verified chunk was sent again");
}

#[test]
fn what_goes_wrong_has_a_reason_on_both_sides() {
    let damaged = ReceiveEnd::Failed(TransferReason::Damaged);
    let changed = SendEnd::Failed(TransferReason::Changed);
    for (sent, received, why) in [
        (SendEnd::Broken, damaged, TransferReason::Damaged),
        (changed, ReceiveEnd::Open, TransferReason::Changed),
    ] {
        let (mut world, id) = accepted(9);
        for _ in 0..6 {
            world.step();
        }
        assert!(world.end_any(sent, received));
        world.settle();
        for who in [ANN, BEN] {
            assert_eq!(world.states(who, id), ["offered", "running", "failed"]);
            assert_eq!(world.last(who, id).reason, Some(why));
        }
    }
}

#[test]
fn a_closed_room_ends_what_is_not_whole() {
    let (mut world, id) = accepted(10);
    for _ in 0..6 {
        world.step();
    }
    world.with(BEN, |m, _| m.close());
    assert_eq!(world.last(BEN, id).state, TransferState::Failed);
    assert_eq!(world.last(BEN, id).reason, Some(TransferReason::RoomClosed));
}

#[test]
fn ten_thousand_offers_are_refused_politely() {
    let mut world = World::new(11);
    for n in 1..=10_000 {
        world.with(BEN, |m, now| {
            m.hear(Heard::Message(Message::Offer {
                n,
                name: "x".repeat(10_000),
                size: 1,
                kind: TransferKind::File,
            }));
            m.on_heard(now);
        });
    }
    assert_eq!(world.people[BEN].machine.entries.len(), MAX_IN);
    assert_eq!(world.people[BEN].told.len(), MAX_IN);
    let names =
        |(_, kind): &(_, EventKind)| matches!(kind, EventKind::Transfer(t) if t.name.len() <= 200);
    assert!(world.people[BEN].told.iter().all(names));
}

#[test]
fn an_impossible_size_is_refused_with_a_reason() {
    let mut world = World::new(12);
    let id = world.offer(ANN, MAX_TRANSFER_BYTES + 1, TransferKind::File);
    world.settle();
    assert_eq!(world.states(ANN, id), ["offered", "declined"]);
    assert_eq!(world.last(ANN, id).reason, Some(TransferReason::TooBig));
    assert!(world.people[BEN].told.is_empty());
}

#[test]
fn thousands_of_our_own_are_offered_a_few_at_a_time() {
    let mut world = World::new(13);
    let found = |n: usize| Found {
        name: format!("{n}"),
        size: 3,
        kind: TransferKind::Gif,
        source: Source::Memory(Bytes::new()),
    };
    let files: Vec<Found> = (0..1000).map(found).collect();
    world.with(ANN, |m, now| m.on_looked(now, None, Ok(files)));
    let ids: Vec<TransferId> = world.people[ANN].machine.entries.keys().copied().collect();
    // One that the peer was not told of is given up.
    world
        .with(ANN, |m, now| m.cancel(now, ids[500], None))
        .unwrap();
    world.settle();
    for (n, id) in ids.iter().enumerate() {
        let end = if n == 500 { "cancelled" } else { "done" };
        assert_eq!(world.last(ANN, *id).state.as_str(), end);
    }
    assert_eq!(world.people[BEN].machine.theirs, 1000);
    assert!(world.most_lanes <= MAX_LANES);
    world.with(ANN, |m, now| {
        m.on_looked(
            now,
            Some(Tag(1)),
            Ok((0..=2 * MAX_FILES_IN_FOLDER).map(found).collect()),
        );
    });
    let last = world.people[ANN].told.last().unwrap();
    assert!(matches!(
        last,
        (
            Some(Tag(1)),
            EventKind::Error(CommandError::TooManyTransfers)
        )
    ));
}

#[test]
fn progress_is_told_now_and_then() {
    let mut world = World::new(14);
    let ids: Vec<TransferId> = (0..4)
        .map(|_| world.offer(ANN, 500 * CHUNK as u64, TransferKind::File))
        .collect();
    world.settle();
    for id in &ids {
        world
            .with(BEN, |m, now| m.accept(now, *id, "/".into(), None))
            .unwrap();
    }
    let (begin, before) = (world.now, world.people[BEN].told.len());
    world.settle();
    let took = (world.now - begin).as_secs_f64();
    let told = (world.people[BEN].told.len() - before) as f64 / took;
    assert!((5.0..40.0).contains(&told), "{told} a second");
    assert_eq!(world.sent, 2000);
}

proptest! {
    /// Lanes break, lines go and come back, people halt and resume, and all
    /// arrives in the end, with no verified chunk sent again (which the world
    /// checks).
    #[test]
    fn all_arrives_over_the_worst_of_lines(seed: u64) {
        let mut world = World::new(seed);
        let mut ids = Vec::new();
        let mut paused = Vec::new();
        for _ in 0..400 {
            let who = world.rng.gen_range(0..2);
            match world.rng.gen_range(0..20) {
                0 if ids.len() < 8 => {
                    let size = world.rng.gen_range(0..6 * CHUNK as u64);
                    let kind = if world.rng.r#gen() { TransferKind::File } else { TransferKind::Image };
                    ids.push(world.offer(who, size, kind));
                }
                1 => { world.end_any(SendEnd::Broken, ReceiveEnd::Open); }
                2 => world.line(false),
                3 => world.line(true),
                4 | 5 if !ids.is_empty() => {
                    let id = ids[world.rng.gen_range(0..ids.len())];
                    if world.with(who, |m, now| m.pause(now, id, None)).is_ok() {
                        paused.push((who, id));
                    }
                }
                6 | 7 => if let Some((who, id)) = paused.pop() {
                    let _ = world.with(who, |m, now| m.resume(now, id, None));
                },
                _ => { world.step(); }
            }
            for id in &ids {
                for who in [ANN, BEN] {
                    let _ = world.with(who, |m, now| m.accept(now, *id, "/".into(), None));
                }
            }
        }
        world.line(true);
        for (who, id) in paused {
            let _ = world.with(who, |m, now| m.resume(now, id, None));
        }
        world.settle();
        // What was offered while no line was left to tell of it.
        for id in &ids {
            for who in [ANN, BEN] {
                let _ = world.with(who, |m, now| m.accept(now, *id, "/".into(), None));
            }
        }
        world.settle();
        for id in ids {
            for who in [ANN, BEN] {
                let last = world.last(who, id);
                let saving = world.people[who].saves.contains(&id);
                prop_assert!(last.state.as_str() == "done" || saving, "{last:?}");
            }
        }
    }

    /// Whatever a peer says, in whatever order, is taken or left.
    #[test]
    fn any_words_are_survived(seed: u64) {
        let mut world = World::new(seed);
        for _ in 0..300 {
            let rng = &mut world.rng;
            let side = if rng.r#gen() { Side::Host } else { Side::Guest };
            let t = TransferId { side, number: rng.gen_range(0..6) };
            let why = rng.gen_bool(0.3).then_some(TransferReason::Other);
            let word = match rng.gen_range(0..9) {
                0 => Message::Offer { n: t.number, name: String::new(), size: rng.gen_range(0..1 << 22), kind: TransferKind::Image },
                1 => Message::Accept { t },
                2 => Message::Decline { t, why },
                3 => Message::Trouble { t, why: TransferReason::ReadOnly },
                4 => Message::Pause { t, why },
                5 => Message::Resume { t },
                6 => Message::Cancel { t, why },
                7 => Message::Done { t },
                _ => Message::Unknown,
            };
            let lane = StreamId(rng.gen_range(1000..1010));
            let number = rng.gen_bool(0.5).then_some(t.number);
            let greets = rng.gen_bool(0.3);
            let offers = rng.gen_bool(0.1);
            world.with(ANN, |m, now| {
                m.hear(Heard::Message(word));
                m.on_heard(now);
                if greets && m.on_inbound(lane) {
                    m.on_greeted(lane, number);
                }
            });
            if offers {
                world.offer(ANN, 5, TransferKind::File);
            }
        }
        prop_assert!(world.people[ANN].machine.entries.len() <= MAX_IN + 40);
        prop_assert!(world.people[ANN].machine.greeting.len() <= MAX_GREETING);
    }
}

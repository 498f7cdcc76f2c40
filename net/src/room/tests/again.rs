//! Meeting again in a kept room, in any order, after any end.

use super::{
    keeping::{agreed, is_kept},
    *,
};
use crate::api::{Earlier, Reopen};

/// Opens the room that `from` agreed on, as another run of its app.
fn open(world: &mut World, from: usize, who: usize, earlier: Earlier) {
    let room = agreed(world, from).unwrap();
    let peer = format!("Person {}", 1 - from).parse().unwrap();
    world.command(
        who,
        Command::Open(Box::new(Reopen {
            room,
            peer,
            earlier,
            transfers: Vec::new(),
        })),
    );
}

/// Writes down whatever is to be written down.
fn write(world: &mut World, who: usize) {
    let mark = |kind: &EventKind| match kind {
        EventKind::Mark(mark) => Some(*mark),
        _ => None,
    };
    if let Some(mark) = world.events(who).iter().rev().find_map(mark) {
        world.command(who, Command::Written(mark));
    }
}

fn together_again(world: &mut World, a: usize, b: usize) {
    world.run_until(|w| w.is_connected(a) && w.is_connected(b));
    for who in [a, b] {
        assert!(is_kept(world, who));
    }
}

/// Two runs each: 0 and 1 keep a room, and were then killed; 2 and 3 are those
/// two again, with a clock and a network of `seed`.
fn ended(seed: u64, near: bool) -> World {
    let mut world = keeping::keeping_of(seed, 5, near);
    world.kill(0);
    world.kill(1);
    world.run_for(SECOND);
    world
}

#[test]
fn whoever_comes_first_waits_in_either_order() {
    for seed in 0..40 {
        for near in [false, true] {
            let mut world = ended(seed, near);
            let (first, second) = if seed % 2 == 0 { (0, 1) } else { (1, 0) };
            let pause = Duration::from_millis([0, 0, 30, 400, 2000, 9000][seed as usize % 6]);
            open(&mut world, first, 2 + first, Earlier::default());
            world.run_for(pause);
            open(&mut world, second, 2 + second, Earlier::default());
            together_again(&mut world, 2, 3);
            world.command(2, say("again"));
            write(&mut world, 2);
            world.run_until(|w| w.heard(3) == ["again"]);
            assert!(world.board().is_empty(), "nobody is listed once together");
        }
    }
}

#[test]
fn one_who_stayed_is_found_by_one_who_was_killed() {
    for seed in 0..10 {
        let mut world = keeping::keeping_of(seed, 5, false);
        let (stays, dies) = if seed % 2 == 0 { (0, 1) } else { (1, 0) };
        world.kill(dies);
        world.run_for(Duration::from_secs(if seed < 5 { 3 } else { 200 }));
        open(&mut world, dies, 2 + dies, Earlier::default());
        together_again(&mut world, stays, 2 + dies);
        world.command(stays, say("you are back"));
        write(&mut world, stays);
        world.run_until(|w| w.heard(2 + dies) == ["you are back"]);
    }
}

#[test]
fn one_who_left_comes_back_to_one_who_waits() {
    let mut world = keeping::keeping();
    world.command(0, Command::Leave);
    world.run_until(|w| {
        w.closed(0) == Some(CloseReason::Left)
            && matches!(w.state(1), Some(RoomState::Awaiting { .. }))
    });
    open(&mut world, 0, 2, Earlier::default());
    together_again(&mut world, 1, 2);
}

#[test]
fn a_line_that_breaks_for_long_is_found_again_and_the_room_stays() {
    let mut world = keeping::keeping();
    world.relay_up = false;
    world.break_relay();
    world.run_for(Duration::from_secs(90));
    assert!(matches!(world.state(0), Some(RoomState::Awaiting { .. })));
    world.relay_up = true;
    together_again(&mut world, 0, 1);
}

#[test]
fn who_has_the_secret_without_the_key_does_not_come_in() {
    let mut world = ended(7, false);
    open(&mut world, 0, 2, Earlier::default());
    let mut room = agreed(&world, 1).unwrap();
    room.ours = zeroize::Zeroizing::new([7; 32]);
    let forged = Reopen {
        room,
        peer: "Person 1".parse().unwrap(),
        earlier: Earlier::default(),
        transfers: Vec::new(),
    };
    world.command(4, Command::Open(Box::new(forged)));
    world.run_for(Duration::from_secs(120));
    assert!(!world.is_connected(2) && !world.is_connected(4));
    assert!(world.admitted(2).iter().all(|key| *key != world.key(4)));
    // Nor does it keep the right one out.
    open(&mut world, 1, 3, Earlier::default());
    together_again(&mut world, 2, 3);
}

#[test]
fn numbers_go_on_and_what_did_not_arrive_is_known() {
    let mut world = ended(8, false);
    let host = Earlier {
        ours: 7,
        theirs: 3,
        ..Earlier::default()
    };
    let guest = Earlier {
        ours: 3,
        theirs: 5,
        ..Earlier::default()
    };
    open(&mut world, 0, 2, host);
    open(&mut world, 1, 3, guest);
    together_again(&mut world, 2, 3);
    let settled = |world: &World, who: usize| {
        world.events(who).iter().find_map(|kind| match kind {
            EventKind::Settled(upto) => Some(*upto),
            _ => None,
        })
    };
    world.run_until(|w| settled(w, 2).is_some() && settled(w, 3).is_some());
    assert_eq!((settled(&world, 2), settled(&world, 3)), (Some(5), Some(3)));
    world.command(2, say("the eighth"));
    let edit = Command::Edit {
        message: "h2".parse().unwrap(),
        text: "changed".to_owned(),
    };
    world.command(2, edit);
    write(&mut world, 2);
    world.run_until(|w| {
        let eighth = |kind: &EventKind| match kind {
            EventKind::Message(m) => m.id.to_string() == "h8",
            _ => false,
        };
        w.events(3).iter().any(eighth)
    });
    let changed = |kind: &EventKind| match kind {
        EventKind::Changed {
            message,
            mine,
            text,
        } => message.to_string() == "h2" && !mine && text.as_deref() == Some("changed"),
        _ => false,
    };
    world.run_until(|w| w.events(3).iter().any(changed));
}

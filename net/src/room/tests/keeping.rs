//! Keeping a room, and what is written down before it is said.

use super::*;
use crate::api::{Keep, KeptRoom};

/// A world in which both are together, with these wishes from the start.
fn begun(mut world: World, host: bool, guest: bool) -> World {
    let (ask, kept) = (false, host);
    world.command(0, Command::Create { ask, kept });
    world.run_until(|w| w.code(0).is_some());
    let invite = Invite::Code(world.code(0).unwrap());
    let kept = guest;
    world.command(1, Command::Join { invite, kept });
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    world
}

pub(super) fn agreed(world: &World, who: usize) -> Option<KeptRoom> {
    let agreed = |kind: &EventKind| match kind {
        EventKind::Keep(Keep::Agreed(room)) => Some((**room).clone()),
        _ => None,
    };
    world.events(who).iter().rev().find_map(agreed)
}

pub(super) fn is_kept(world: &World, who: usize) -> bool {
    let kept = |kind: &EventKind| match kind {
        EventKind::Room { kept, .. } => Some(*kept),
        _ => None,
    };
    world.events(who).iter().rev().find_map(kept) == Some(true)
}

fn is_proposed(world: &World, who: usize) -> bool {
    let proposed = |kind: &EventKind| matches!(kind, EventKind::Keep(Keep::Proposed));
    world.events(who).iter().any(proposed)
}

fn marks(world: &World, who: usize) -> Vec<u64> {
    let mark = |kind: &EventKind| match kind {
        EventKind::Mark(mark) => Some(*mark),
        _ => None,
    };
    world.events(who).iter().filter_map(mark).collect()
}

/// A world in which both keep the room.
pub(super) fn keeping() -> World {
    keeping_of(31, 3, false)
}

/// The same, with others in the world, or all on one local network.
pub(super) fn keeping_of(seed: u64, people: usize, near: bool) -> World {
    let world = if near {
        World::near(seed, people)
    } else {
        World::new(seed, people)
    };
    let mut world = begun(world, true, true);
    world.run_until(|w| agreed(w, 0).is_some() && agreed(w, 1).is_some());
    for who in [0, 1] {
        world.command(who, Command::KeepWritten(true));
    }
    world.run_until(|w| is_kept(w, 0) && is_kept(w, 1));
    world
}

#[test]
fn a_room_is_kept_when_both_wanted_it_from_the_start() {
    let world = keeping();
    let (host, guest) = (agreed(&world, 0).unwrap(), agreed(&world, 1).unwrap());
    assert_eq!(*host.secret, *guest.secret);
    assert_eq!(host.link, guest.link);
    assert_ne!(*host.ours, *guest.ours);
    assert!(!is_proposed(&world, 1), "who agreed before is not asked");
    assert_eq!(host.relays.len(), 1);
}

#[test]
fn who_did_not_say_so_is_asked_and_the_room_vanishes_until_then() {
    for (host, guest) in [(true, false), (false, true), (false, false)] {
        let mut world = begun(World::new(31, 2), host, guest);
        world.run_for(5 * SECOND);
        assert_eq!(is_proposed(&world, 1), host);
        assert!(agreed(&world, 0).is_none() && !is_kept(&world, 1));
        if host {
            world.command(1, Command::Keep(true));
            world.run_until(|w| agreed(w, 0).is_some() && agreed(w, 1).is_some());
        }
    }
}

#[test]
fn nothing_is_sent_or_acknowledged_before_it_is_written_down() {
    let mut world = keeping();
    world.command(0, say("one"));
    world.run_for(5 * SECOND);
    assert!(world.heard(1).is_empty(), "not written down yet");
    let mark = *marks(&world, 0).last().unwrap();
    world.command(0, Command::Written(mark));
    world.run_until(|w| w.heard(1) == ["one"]);
    let delivered = |w: &World| {
        let delivered = |kind: &EventKind| match kind {
            EventKind::Receipt { state, .. } => *state == Delivery::Delivered,
            _ => false,
        };
        w.events(0).iter().any(delivered)
    };
    world.run_for(5 * SECOND);
    assert!(!delivered(&world), "the peer has not written it down yet");
    // Nor does a new line make it so.
    world.break_line();
    world.run_for(20 * SECOND);
    assert!(!delivered(&world));
    let mark = *marks(&world, 1).last().unwrap();
    world.command(1, Command::Written(mark));
    world.run_until(delivered);
    assert_eq!(world.heard(1), ["one"]);
}

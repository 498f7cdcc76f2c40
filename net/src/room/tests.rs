//! Whole rooms under a fake clock: machines only, joined by an emulated relay
//! and emulated lines that break whenever the seed says so.

mod again;
mod keeping;
mod losing;
mod near;
mod world;

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng};

use self::world::World;
use crate::api::{
    CloseReason, Command, CommandError, Delivery, EventKind, Invite, MessageId, RoomState, Side,
    Warning, Whose, WhyRelayed,
};

const SECOND: Duration = Duration::from_secs(1);

fn say(text: impl ToString) -> Command {
    Command::Say {
        text: text.to_string(),
        reply_to: None,
    }
}

/// A world in which the host (0) and a guest (1) are together.
fn together(seed: u64) -> World {
    let mut world = World::new(seed, 2);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    let code = world.code(0).unwrap();
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    world
}

#[test]
fn create_and_join_by_code_and_by_link() {
    for by_link in [false, true] {
        let mut world = World::new(1, 2);
        world.create(0);
        world.run_until(|w| w.code(0).is_some());
        let invite = if by_link {
            Invite::Link(world.link(0).unwrap())
        } else {
            Invite::Code(world.code(0).unwrap())
        };
        world.join(1, invite);
        world.run_until(|w| w.is_connected(0) && w.is_connected(1));
        assert!(world.listed().is_empty(), "withdrawn once the room is full");
        assert_eq!(world.admitted(0), [world.key(1)]);
    }
}

#[test]
fn a_join_takes_no_round_trip_more_than_needed() {
    let mut world = World::new(1, 2);
    world.latency = Duration::from_millis(10)..Duration::from_millis(11);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    world.run_for(SECOND);
    let code = world.code(0).unwrap();
    let start = world.now.mono;
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.is_connected(1));
    // Discover, dial, then two round trips of admission, each of 20 ms.
    assert!(world.now.mono - start <= Duration::from_millis(90));
}

#[test]
fn the_code_is_replaced_after_ten_minutes_and_the_link_stays() {
    let mut world = World::new(2, 2);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    let (code, link) = (world.code(0).unwrap(), world.link(0).unwrap());
    world.run_for(Duration::from_secs(605));
    assert_ne!(world.code(0).unwrap(), code);
    assert_eq!(world.link(0).unwrap(), link);
    world.join(1, Invite::Code(code));
    world.run_until(|w| w.closed(1).is_some());
    assert_eq!(world.closed(1), Some(CloseReason::NoSuchRoom));
}

#[test]
fn a_guest_who_never_talks_loses_the_seat() {
    let mut world = World::new(3, 3);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    let code = world.code(0).unwrap();
    world.mute_control = true;
    world.join(1, Invite::Code(code.clone()));
    world.run_until(|w| !w.admitted(0).is_empty());
    world.run_for(11 * SECOND);
    assert!(world.admitted(0).is_empty());
    let fresh = world.code(0).unwrap();
    assert_ne!(fresh, code);
    world.mute_control = false;
    world.join(2, Invite::Code(fresh));
    world.run_until(|w| w.is_connected(0) && w.is_connected(2));
}

#[test]
fn a_short_break_is_healed_and_a_long_one_closes_the_room() {
    let mut world = together(4);
    world.command(1, say("before"));
    world.break_line();
    world.run_for(SECOND);
    let broken = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::Room {
                state: RoomState::Reconnecting { .. },
                ..
            }
        )
    };
    assert!(!world.events(1).iter().any(broken), "too short to be told");

    world.relay_up = false;
    world.break_relay();
    world.run_until(|w| !w.is_connected(0) && !w.is_connected(1));
    world.command(1, say("during"));
    world.relay_up = true;
    world.run_until(|w| w.is_connected(0) && w.is_connected(1));
    world.run_for(SECOND);
    assert_eq!(world.heard(0), ["before", "during"]);

    world.relay_up = false;
    world.break_relay();
    world.command(1, say("never"));
    world.run_for(59 * SECOND);
    assert_eq!(world.closed(0), None);
    world.run_for(2 * SECOND);
    for who in [0, 1] {
        assert_eq!(world.closed(who), Some(CloseReason::Lost));
    }
    let failed = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::Receipt {
                state: Delivery::Failed,
                ..
            }
        )
    };
    assert!(world.events(1).iter().any(failed));
}

#[test]
fn leaving_tells_the_peer() {
    for leaver in [0, 1] {
        let mut world = together(5);
        world.command(leaver, say("bye"));
        world.command(leaver, Command::Leave);
        world.run_until(|w| w.closed(0).is_some() && w.closed(1).is_some());
        assert_eq!(world.closed(leaver), Some(CloseReason::Left));
        assert_eq!(world.closed(1 - leaver), Some(CloseReason::PeerLeft));
        assert_eq!(world.heard(1 - leaver), ["bye"]);
    }
}

#[test]
fn leaving_with_a_broken_line_does_not_wait() {
    let mut world = together(6);
    world.relay_up = false;
    world.break_relay();
    world.run_until(|w| !w.is_connected(1));
    world.command(1, Command::Leave);
    assert_eq!(world.closed(1), Some(CloseReason::Left));
}

#[test]
fn commands_out_of_place_change_nothing() {
    let mut world = World::new(7, 2);
    let error = |world: &World, who: usize| match world.events(who).last() {
        Some(EventKind::Error(error)) => Some(error.clone()),
        _ => None,
    };
    world.command(0, say("x"));
    assert_eq!(error(&world, 0), Some(CommandError::NoRoom));
    world.create(0);
    world.command(0, say("x"));
    assert_eq!(error(&world, 0), Some(CommandError::NotConnected));
    world.create(0);
    assert_eq!(error(&world, 0), Some(CommandError::RoomOpen));
    world.command(0, Command::Admit);
    assert_eq!(error(&world, 0), Some(CommandError::NobodyKnocks));
    let mut world = together(7);
    world.command(1, Command::NewCode);
    assert_eq!(error(&world, 1), Some(CommandError::NotWaiting));
}

#[test]
fn no_relay_in_reach_is_said_in_time() {
    let mut world = World::new(8, 2);
    world.relay_up = false;
    world.create(0);
    world.join(1, "47213".parse().unwrap());
    world.run_for(9 * SECOND);
    for who in [0, 1] {
        assert_eq!(world.closed(who), Some(CloseReason::Unreachable));
    }
}

/// A guesser with a fresh key for every try, and as many tries as it likes.
#[test]
fn guessing_wears_the_code_out_and_not_the_link() {
    let mut world = World::new(9, 16);
    world.create(0);
    world.run_until(|w| w.code(0).is_some());
    for guesser in 1..15 {
        let Some(code) = world.code(0) else { break };
        let digits: u32 = code.to_string().parse().unwrap();
        let wrong = format!("{:05}", digits - digits % 10 + (digits + 1) % 10);
        world.join(guesser, wrong.parse().unwrap());
        world.run_until(|w| w.closed(guesser).is_some());
        assert_eq!(world.closed(guesser), Some(CloseReason::NoSuchRoom));
        world.run_for(SECOND);
    }
    let warnings: Vec<Warning> = world
        .events(0)
        .iter()
        .filter_map(|kind| match kind {
            EventKind::Warning(warning) => Some(*warning),
            _ => None,
        })
        .collect();
    assert_eq!(warnings, [Warning::Guessing, Warning::CodeOff]);
    assert!(matches!(
        world.state(0),
        Some(RoomState::Waiting { code: None, .. })
    ));
    world.command(0, Command::NewCode);
    world.run_until(|w| w.code(0).is_some());
    let link = world.link(0).unwrap();
    world.join(15, Invite::Link(link));
    world.run_until(|w| w.is_connected(15));
}

/// Lines break, relays restart, frames are lost with them; everything said is
/// heard once and in order.
#[test]
fn a_conversation_survives_any_weather() {
    for seed in 0..200 {
        let mut rng = StdRng::seed_from_u64(1000 + seed);
        let mut world = together(seed);
        let mut said = [0usize; 2];
        for _ in 0..60 {
            for who in [0, 1] {
                for _ in 0..rng.gen_range(0..4) {
                    said[who] += 1;
                    world.command(who, say(said[who]));
                }
            }
            match rng.gen_range(0..10) {
                0 => world.break_line(),
                1 => world.break_relay(),
                2 => {
                    world.relay_up = false;
                    world.break_relay();
                    world.run_for(rng.gen_range(1..20) * SECOND);
                    world.relay_up = true;
                    // Enough to come back: several in a row would be one long
                    // break.
                    world.run_for(5 * SECOND);
                }
                _ => {}
            }
            world.run_for(Duration::from_millis(rng.gen_range(0..400)));
        }
        world.run_for(20 * SECOND);
        for who in [0, 1] {
            assert_eq!(world.closed(who), None, "seed {seed}");
            let expected: Vec<String> = (1..=said[1 - who]).map(|n| n.to_string()).collect();
            assert_eq!(world.heard(who), expected, "seed {seed}");
        }
    }
}

#[test]
fn a_relayed_path_says_why_it_is_relayed() {
    let mut world = together(10);
    world.run_for(SECOND);
    for who in [0, 1] {
        let why = world.events(who).iter().rev().find_map(|kind| match kind {
            EventKind::Path(path) => Some(path.why),
            _ => None,
        });
        assert_eq!(why, Some(Some(WhyRelayed::Hidden(Whose::Both))));
    }
}

#[test]
fn nobody_is_told_what_was_read_when_the_person_says_so() {
    let mut world = together(11);
    let read = |world: &World| {
        let read = |kind: &&EventKind| {
            matches!(
                kind,
                EventKind::Receipt {
                    state: Delivery::Read,
                    ..
                }
            )
        };
        world.events(1).iter().filter(read).count()
    };
    world.command(0, Command::TellRead(false));
    world.command(1, say("one"));
    world.run_for(SECOND);
    let id = |number| MessageId {
        side: Side::Guest,
        number,
    };
    world.command(0, Command::Read(id(1)));
    world.run_for(SECOND);
    assert_eq!(world.heard(0), ["one"]);
    assert_eq!(read(&world), 0);
    world.command(0, Command::TellRead(true));
    world.command(1, say("two"));
    world.run_for(SECOND);
    world.command(0, Command::Read(id(2)));
    world.run_for(SECOND);
    assert!(read(&world) > 0);
}

//! Connections that end on the way into a room: whichever it is, and at
//! whichever moment, whoever has the right code or link comes in.

use super::*;

/// What ends.
#[derive(Clone, Copy, Debug)]
enum Loss {
    /// The guest's connection to the relay, or the host's, and what ran over it.
    Relay(usize),
    /// One of two that the guest has to the relay: that which the question went
    /// over.
    Question,
    /// The line between the two.
    Line,
}

impl Loss {
    const ALL: [Self; 4] = [Self::Relay(0), Self::Relay(1), Self::Question, Self::Line];

    fn happen(self, world: &mut World) {
        match self {
            Self::Relay(whose) => world.cut_off(whose),
            Self::Question => world.lose_question(1),
            Self::Line => world.break_line(),
        }
    }
}

/// A host waits, and a guest has just asked to be let in.
fn joining(seed: u64, by_link: bool) -> World {
    let mut world = World::new(seed, 2);
    let (ask, kept) = (false, false);
    world.command(0, Command::Create { ask, kept });
    world.run_until(|w| w.code(0).is_some());
    let invite = if by_link {
        Invite::Link(world.link(0).unwrap())
    } else {
        Invite::Code(world.code(0).unwrap())
    };
    world.command(1, Command::Join { invite, kept });
    world
}

fn are_together(world: &World) -> bool {
    world.is_connected(0) && world.is_connected(1)
}

#[test]
fn whatever_ends_once_on_the_way_in_keeps_nobody_out() {
    for (seed, by_link) in (0..20).flat_map(|seed| [(seed, false), (seed, true)]) {
        for loss in Loss::ALL {
            for steps in 0.. {
                let mut world = joining(seed, by_link);
                world.run_steps(steps);
                if are_together(&world) {
                    assert!(steps > 10, "it was seen at many moments");
                    break;
                }
                let start = world.now.mono;
                loss.happen(&mut world);
                world.run_until(|w| are_together(w) || w.closed(1).is_some());
                let took = world.now.mono - start;
                let at = format!("seed {seed}, by link {by_link}, {loss:?} after {steps}");
                assert_eq!(world.closed(1), None, "{at}");
                assert!(took < 4 * SECOND, "{at}: {took:?}");
                world.command(1, say("here"));
                world.run_until(|w| w.heard(0) == ["here"]);
            }
        }
    }
}

/// What ends again and again may keep one out, who then is not told that there
/// is nobody where somebody waits.
#[test]
fn whatever_ends_often_is_not_taken_for_a_wrong_code() {
    const LOSSES: [Loss; 3] = [Loss::Relay(1), Loss::Question, Loss::Line];
    let mut came_in = 0;
    for seed in 0..400 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut world = joining(seed, seed % 2 == 0);
        for _ in 0..4 {
            world.run_steps(rng.gen_range(0..12));
            if !are_together(&world) {
                LOSSES[rng.gen_range(0..3)].happen(&mut world);
            }
        }
        world.run_until(|w| are_together(w) || w.closed(1).is_some());
        came_in += u32::from(are_together(&world));
        assert_ne!(
            world.closed(1),
            Some(CloseReason::NoSuchRoom),
            "seed {seed}"
        );
    }
    assert!(came_in > 300, "{came_in} of 400");
}

/// A code that nobody has takes hardly longer to be refused than it takes to
/// look around.
#[test]
fn a_code_that_nobody_has_is_refused_soon() {
    let mut world = World::new(3, 1);
    world.run_for(SECOND);
    let start = world.now.mono;
    let invite = Invite::Code("47213".parse().unwrap());
    world.join(0, invite);
    world.run_until(|w| w.closed(0).is_some());
    assert_eq!(world.closed(0), Some(CloseReason::NoSuchRoom));
    assert!(world.now.mono - start < Duration::from_millis(1500));
}

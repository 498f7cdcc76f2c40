//! *Hide my IP*, on either side.

use std::time::{Duration, Instant};

use tincan_tests::{app::Setup, lab::Kind};

use crate::{
    sockets::{Open, handshakes},
    world::{ANN, BEN, World},
};

/// More than an attempt at a straight path takes.
const SETTLED: Duration = Duration::from_secs(5);

/// Who of the two hides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hides {
    Host,
    Guest,
}

impl Hides {
    fn setup(self, who: Self) -> impl FnOnce(Setup) -> Setup {
        move |setup| {
            if self == who {
                setup.argument("--hide-ip")
            } else {
                setup
            }
        }
    }
}

#[test]
fn a_host_that_hides_stays_relayed_and_listens_nowhere() {
    stays_hidden(Hides::Host);
}

#[test]
fn a_guest_that_hides_stays_relayed_and_listens_nowhere() {
    stays_hidden(Hides::Guest);
}

fn stays_hidden(hides: Hides) {
    // Without NATs each could be reached at once; with them every packet is
    // seen that one sends to the other.
    for kind in [Kind::Open, Kind::Cone] {
        let Some(world) = World::start() else { return };
        let mut ann = world.person_with(ANN, kind, hides.setup(Hides::Host));
        let mut ben = world.person_with(BEN, kind, hides.setup(Hides::Guest));
        let invite = ann.app.create();
        ben.app.join(&invite.code);
        ann.app.connected();
        ben.app.connected();
        let met = Instant::now();
        while met.elapsed() < SETTLED {
            ben.app.say("still relayed?");
            ann.app.hear("still relayed?");
        }
        for person in [&ann, &ben] {
            let mut paths = person.app.seen().iter();
            let straight = paths.find(|e| e["event"] == "path" && e["path"] != "relayed");
            assert!(straight.is_none(), "{straight:?}");
            let unsolicited = person.home.unsolicited();
            assert_eq!(unsolicited, 0, "somebody was dialled");
        }
        let hider = match hides {
            Hides::Host => &ann,
            Hides::Guest => &ben,
        };
        let open = Open::on(&hider.machine);
        assert!(open.accepting.is_empty(), "TCP sockets accept: {open:?}");
        if kind != Kind::Open {
            continue; // Nobody outside could knock there anyway.
        }
        let found = handshakes(&world.stranger, &hider.machine);
        assert!(found.is_empty(), "shook hands: {found:?}");
    }
}

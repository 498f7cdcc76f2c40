//! *Hide my IP*, on either side.

use std::time::{Duration, Instant};

use serde_json::json;
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
fn when_the_host_hides_both_stay_relayed_and_listen_nowhere() {
    stays_hidden(Hides::Host);
}

#[test]
fn when_the_guest_hides_both_stay_relayed_and_listen_nowhere() {
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
        for (person, hides) in [
            (&mut ann, hides == Hides::Host),
            (&mut ben, hides == Hides::Guest),
        ] {
            let why = if hides {
                "hidden_by_us"
            } else {
                "hidden_by_them"
            };
            let path = json!({"event": "path", "path": "relayed", "why": why});
            if !person.app.seen().iter().any(|e| e.matches(&path)) {
                person.app.expect(path);
            }
            let mut paths = person.app.seen().iter();
            let straight = paths.find(|e| e["event"] == "path" && e["path"] != "relayed");
            assert!(straight.is_none(), "{straight:?}");
            let unsolicited = person.home.unsolicited();
            assert_eq!(unsolicited, 0, "somebody was dialled");
            // Nor does the other, who would wait for nobody.
            let open = Open::on(&person.machine);
            assert!(open.accepting.is_empty(), "TCP sockets accept: {open:?}");
            if kind == Kind::Open && hides {
                let found = handshakes(&world.stranger, &person.machine);
                assert!(found.is_empty(), "shook hands: {found:?}");
            }
        }
    }
}

//! Lines that break, and paths that change, while a file is on its way.

use std::{thread, time::Duration};

use serde_json::json;
use tincan_tests::{files::noise, proxy::Proxy, relay::Relay};

use super::{
    AGAIN, MIB, accept, arrives, comes_to, file, home, never_goes_back, offer, two, two_by,
};

#[test]
fn a_transfer_outlives_its_relay() {
    let mut two = two();
    let (id, _, bytes) = two.running(64 * MIB);
    two.relay.kill();
    two.ann
        .expect_within(AGAIN, &json!({"event": "room", "state": "reconnecting"}));
    two.relay.start_again();
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
}

#[test]
fn a_transfer_outlives_a_network_that_goes_away() {
    let relay = Relay::start();
    let line = Proxy::start(relay.port(), Duration::from_millis(2));
    let (by_line, straight) = (line.address(relay.quic()), relay.quic().to_owned());
    let mut two = two_by(relay, &by_line, &straight);
    let (id, _, bytes) = two.running(32 * MIB);
    line.cut();
    two.ben
        .expect_within(AGAIN, &json!({"event": "room", "state": "reconnecting"}));
    line.mend();
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
}

/// Connections over TCP break at once when the relay ends.
#[test]
fn twenty_cuts_at_random_points_change_nothing() {
    let relay = Relay::start();
    let address = relay.tcp().to_owned();
    let mut two = two_by(relay, &address, &address);
    let (id, _, bytes) = two.running(192 * MIB);
    let mut cuts = 0;
    for random in noise(20, 7) {
        thread::sleep(Duration::from_millis(u64::from(random)));
        if two.ben.seen().iter().any(|event| event["state"] == "done") {
            break;
        }
        two.relay.kill();
        two.relay.start_again();
        cuts += 1;
        two.ann.say(&format!("cut {cuts}"));
        let text = format!("cut {cuts}");
        let heard = json!({"event": "message", "from": "peer", "text": text});
        two.ben.expect_within(AGAIN, &heard);
    }
    arrives(&mut two.ben, &id, &bytes);
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
    assert_eq!(cuts, 20, "it was over before");
}

/// Two homes with a straight path between them, and one who moves to another
/// network while a file is on its way.
#[cfg(target_os = "linux")]
#[test]
fn a_transfer_moves_along_when_the_path_changes() {
    use tincan_tests::{
        app::Setup,
        lab::{Kind, Lab, Plan, Shape, Wire},
    };
    let Some(lab) = Lab::start() else { return };
    let relay = lab.relay();
    // Some 10 MB a second, so that there is time to change something.
    let wire = Wire::both(Shape::perfect().rate(80_000_000, 256 * 1024));
    let homes = [
        ("ann", Kind::Cone),
        ("ben", Kind::Eim),
        ("tether", Kind::Cone),
    ];
    let homes = homes.map(|(name, kind)| lab.home(name, Plan::of(kind).over(wire)));
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let start = |who: usize, name| {
        let setup = Setup::new(name).relay(relay.quic());
        hosts[who].run(|| setup.start())
    };
    let (mut ann, mut ben) = (start(0, "Ann"), start(1, "Ben"));
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    // It begins over the relay, and goes on straight.
    let home = home();
    let (path, bytes) = file(home.path(), "moving.bin", 40 * MIB);
    let id = offer(&mut ann, &mut ben, &path);
    accept(&mut ben, &id, &home.path().join("ben"));
    comes_to(&mut ben, &id, "running");
    let direct = json!({"event": "path", "path": "direct"});
    if !ben.seen().iter().any(|event| event.matches(&direct)) {
        ben.expect_within(AGAIN, &direct);
    }
    hosts[1].move_to(&homes[2]);
    arrives(&mut ben, &id, &bytes);
    never_goes_back(&ben, &id);
    comes_to(&mut ann, &id, "done");
}

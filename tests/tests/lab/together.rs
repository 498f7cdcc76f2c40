//! Real programs in it.

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    lab::{Host, Kind, Lab},
};

fn app(host: &Host, name: &str, relay: &str) -> App {
    host.run(|| Setup::new(name).relay(relay).start())
}

#[test]
fn two_homes_meet_over_a_public_relay() {
    let Some(lab) = Lab::start() else { return };
    let relay = lab.relay();
    let homes = (
        lab.home("ann", Kind::Cone),
        lab.home("ben", Kind::Symmetric),
    );
    let hosts = (homes.0.host("ann"), homes.1.host("ben"));
    let mut ann = app(&hosts.0, "Ann", relay.quic());
    let mut ben = app(&hosts.1, "Ben", relay.quic());
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    let path = ben.expect(json!({"event": "path"}));
    assert_eq!(path["path"], "relayed");
    ben.say("from behind two routers");
    ann.hear("from behind two routers");
}

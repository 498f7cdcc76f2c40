//! Which path two homes come to: straight where physics allows, relayed where
//! it does not.
#![cfg(target_os = "linux")]

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    lab::{Host, Kind, Lab},
};

/// More than an attempt takes, and less than three.
const SETTLED: Duration = Duration::from_secs(9);

fn app(host: &Host, name: &str, relays: &[&str]) -> App {
    let mut setup = Setup::new(name);
    for relay in relays {
        setup = setup.relay(relay);
    }
    host.run(|| setup.start())
}

/// Brings two homes together and waits for the path that `expected` names;
/// gives how long after the meeting it came, if another came before.
fn comes_to(kinds: (Kind, Kind), expected: &str) -> Option<Duration> {
    let lab = Lab::start()?;
    let relay = lab.relay();
    let homes = (lab.home("ann", kinds.0), lab.home("ben", kinds.1));
    let hosts = (homes.0.host("ann"), homes.1.host("ben"));
    let relays: Vec<&str> = relay.addresses().iter().map(String::as_str).collect();
    let mut ann = app(&hosts.0, "Ann", &relays);
    let mut ben = app(&hosts.1, "Ben", &relays);
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    let met = Instant::now();
    ben.connected();
    if expected == "relayed" {
        ben.expect(json!({"event": "path", "path": "relayed"}));
        while met.elapsed() < SETTLED {
            ben.say("still relayed?");
            ann.hear("still relayed?");
        }
        let straight =
            |e: &&tincan_tests::app::Event| e.matches(&json!({"event": "path", "path": "direct"}));
        assert!(!ben.seen().iter().any(|e| straight(&e)), "{kinds:?}");
        return None;
    }
    let path = ben.expect(json!({"event": "path", "path": expected}));
    let took = path.at.saturating_duration_since(met);
    ann.expect(json!({"event": "path", "path": expected}));
    ben.say("straight to you");
    ann.hear("straight to you");
    eprintln!(
        "{kinds:?}: {expected} over {} after {took:?}",
        path["transport"]
    );
    Some(took)
}

#[test]
fn cone_and_cone_punch() {
    comes_to((Kind::Cone, Kind::Cone), "direct");
}

#[test]
fn eim_and_eim_punch() {
    comes_to((Kind::Eim, Kind::Eim), "direct");
}

#[test]
fn cone_and_eim_punch() {
    comes_to((Kind::Cone, Kind::Eim), "direct");
    comes_to((Kind::Eim, Kind::Cone), "direct");
}

#[test]
fn open_and_anything_is_straight() {
    for kind in [Kind::Open, Kind::Cone, Kind::Symmetric, Kind::UdpBlocked] {
        comes_to((Kind::Open, kind), "direct");
        comes_to((kind, Kind::Open), "direct");
    }
}

#[test]
fn two_carriers_punch() {
    comes_to((Kind::DoubleNat, Kind::Cone), "direct");
}

#[test]
fn two_firewalls_punch_over_ipv6() {
    comes_to((Kind::Ipv6Only, Kind::Ipv6Only), "direct");
}

#[test]
fn symmetric_and_symmetric_stay_relayed() {
    comes_to((Kind::Symmetric, Kind::Symmetric), "relayed");
}

/// Two homes in which people talk straight.
fn straight(
    lab: &Lab,
) -> (
    tincan_tests::lab::PublicRelay,
    Vec<tincan_tests::lab::Home>,
    [Host; 2],
    [App; 2],
) {
    let relay = lab.relay();
    let homes = vec![lab.home("ann", Kind::Cone), lab.home("ben", Kind::Eim)];
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let mut ann = app(&hosts[0], "Ann", &[relay.quic()]);
    let mut ben = app(&hosts[1], "Ben", &[relay.quic()]);
    let invite = ann.create();
    ben.join(&invite.code);
    for app in [&mut ann, &mut ben] {
        app.expect(json!({"event": "path", "path": "direct"}));
    }
    (relay, homes, hosts, [ann, ben])
}

/// Checks that `count` texts of the one are heard by the other, once and in
/// order, in spite of `happens` half-way.
fn in_spite_of(apps: &mut [App; 2], happens: impl FnOnce()) -> Duration {
    let [ann, ben] = apps;
    let mut happens = Some(happens);
    let mut since = Instant::now();
    for n in 0..20 {
        if n == 10 {
            happens.take().expect("once")();
            since = Instant::now();
        }
        ann.say(&format!("ann {n}"));
        ben.say(&format!("ben {n}"));
    }
    for n in 0..20 {
        for (app, text) in [
            (&mut *ann, format!("ben {n}")),
            (&mut *ben, format!("ann {n}")),
        ] {
            let heard = app.expect(json!({"event": "message", "from": "peer"}));
            assert_eq!(heard["text"], text);
        }
    }
    since.elapsed()
}

#[test]
fn nobody_notices_when_the_relay_goes_in_a_straight_conversation() {
    let Some(lab) = Lab::start() else { return };
    let (mut relay, _homes, _hosts, mut apps) = straight(&lab);
    relay.kill();
    in_spite_of(&mut apps, || {});
    for app in &apps {
        let noticed = |e: &tincan_tests::app::Event| {
            e.matches(&json!({"event": "warning"}))
                || e.matches(&json!({"event": "room", "state": "reconnecting"}))
        };
        let noticed = app.seen().iter().find(|e| noticed(e));
        assert!(noticed.is_none(), "{noticed:?}");
    }
}

#[test]
fn a_guest_who_moves_to_another_network_is_back_and_loses_nothing() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, _homes, hosts, mut apps) = straight(&lab);
    let other = lab.home("tether", Kind::Cone);
    let took = in_spite_of(&mut apps, || hosts[1].move_to(&other));
    eprintln!("the guest moved: back after {took:?}");
    apps[1].expect(json!({"event": "path", "path": "direct"}));
}

#[test]
fn a_host_who_moves_to_another_network_is_back_and_loses_nothing() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, _homes, hosts, mut apps) = straight(&lab);
    let other = lab.home("tether", Kind::Cone);
    let took = in_spite_of(&mut apps, || hosts[0].move_to(&other));
    eprintln!("the host moved: back after {took:?}");
}

#[test]
fn a_router_that_forgets_loses_nothing() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, homes, _hosts, mut apps) = straight(&lab);
    let took = in_spite_of(&mut apps, || homes[1].rebind());
    eprintln!("the router forgot: back after {took:?}");
}

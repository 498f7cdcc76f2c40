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

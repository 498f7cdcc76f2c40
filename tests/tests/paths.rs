//! Which path two homes come to: straight where physics allows, relayed where
//! it does not.
#![cfg(target_os = "linux")]

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{
    app::{App, Event, Setup},
    lab::{Home, Host, Kind, Lab, Loss, Plan, PublicRelay, Shape, Wire},
};

fn app(host: &Host, name: &str, relays: &[&str]) -> App {
    let mut setup = Setup::new(name);
    for relay in relays {
        setup = setup.relay(relay);
    }
    host.run(|| setup.start())
}

/// Two homes in which two are together.
struct Met {
    ann: App,
    ben: App,
    at: Instant,
    _homes: [Home; 2],
    _hosts: [Host; 2],
    _relays: Vec<PublicRelay>,
}

/// Brings two homes together over so many relays.
fn meet(kinds: (Kind, Kind), relays: usize) -> Option<Met> {
    let lab = Lab::start()?;
    let relays: Vec<PublicRelay> = (0..relays)
        .map(|n| PublicRelay::start(lab.public(&format!("relay{n}"))))
        .collect();
    let homes = [lab.home("ann", kinds.0), lab.home("ben", kinds.1)];
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let addresses = relays.iter().flat_map(PublicRelay::addresses);
    let addresses: Vec<&str> = addresses.map(String::as_str).collect();
    let mut ann = app(&hosts[0], "Ann", &addresses);
    let mut ben = app(&hosts[1], "Ben", &addresses);
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    let at = Instant::now();
    ben.connected();
    Some(Met {
        ann,
        ben,
        at,
        _homes: homes,
        _hosts: hosts,
        _relays: relays,
    })
}

/// Brings two homes together and waits for a straight path over `transport`,
/// which the two then keep.
fn go_straight(kinds: (Kind, Kind), transport: &str) {
    let Some(mut met) = meet(kinds, 1) else {
        return;
    };
    let straight = json!({"event": "path", "path": "direct", "transport": transport});
    let path = met.ben.expect(straight.clone());
    let took = path.at.saturating_duration_since(met.at);
    eprintln!("{kinds:?}: straight over {transport} after {took:?}");
    met.ann.expect(straight.clone());
    met.ben.say("straight to you");
    met.ann.hear("straight to you");
    met.ann.say("and back");
    met.ben.hear("and back");
    for app in [&met.ann, &met.ben] {
        let paths = app.seen().iter().filter(|e| e["event"] == "path");
        let left = paths.skip_while(|e| e["path"] == "relayed");
        let left: Vec<_> = left.filter(|e| !e.matches(&straight)).collect();
        assert!(left.is_empty(), "{kinds:?}: {left:?}");
    }
}

/// Brings two homes together that no straight path can join, and waits until
/// both know why; what is said meanwhile is not held up.
fn stay_relayed(kinds: (Kind, Kind), relays: usize, why_ann: &str, why_ben: &str) {
    let Some(mut met) = meet(kinds, relays) else {
        return;
    };
    let relayed = |why: &str| json!({"event": "path", "path": "relayed", "why": why});
    met.ben.expect(relayed("trying"));
    for (app, why) in [(&mut met.ann, why_ann), (&mut met.ben, why_ben)] {
        app.expect(relayed(why));
    }
    met.ben.say("still relayed?");
    met.ann.hear("still relayed?");
    for app in [&met.ann, &met.ben] {
        let straight = |e: &&Event| e["event"] == "path" && e["path"] != "relayed";
        let straight = app.seen().iter().find(straight);
        assert!(straight.is_none(), "{kinds:?}: {straight:?}");
    }
}

#[test]
fn cone_and_cone_punch() {
    go_straight((Kind::Cone, Kind::Cone), "quic");
}

#[test]
fn eim_and_eim_punch() {
    go_straight((Kind::Eim, Kind::Eim), "quic");
}

#[test]
fn cone_and_eim_punch() {
    go_straight((Kind::Cone, Kind::Eim), "quic");
    go_straight((Kind::Eim, Kind::Cone), "quic");
}

#[test]
fn open_and_anything_is_straight() {
    for kind in [Kind::Open, Kind::Cone, Kind::Symmetric] {
        go_straight((Kind::Open, kind), "quic");
        go_straight((kind, Kind::Open), "quic");
    }
}

#[test]
fn two_carriers_punch() {
    go_straight((Kind::DoubleNat, Kind::Cone), "quic");
}

#[test]
fn two_firewalls_punch_over_ipv6() {
    go_straight((Kind::Ipv6Only, Kind::Ipv6Only), "quic");
}

#[test]
fn where_udp_is_blocked_both_open_a_tcp_connection_at_the_same_moment() {
    for kind in [Kind::Open, Kind::Cone, Kind::Eim] {
        go_straight((kind, Kind::UdpBlocked), "tcp");
        go_straight((Kind::UdpBlocked, kind), "tcp");
    }
    go_straight((Kind::UdpBlocked, Kind::UdpBlocked), "tcp");
}

/// One relay sees another port than the one inside, and cannot tell whether all
/// would see the same.
#[test]
fn one_relay_suspects_a_symmetric_nat() {
    let (one, other) = ("symmetric_nat_ours", "symmetric_nat_theirs");
    stay_relayed((Kind::Symmetric, Kind::Cone), 1, one, other);
    let either = "symmetric_nat_either";
    stay_relayed((Kind::Symmetric, Kind::Symmetric), 1, either, either);
}

#[test]
fn two_relays_prove_a_symmetric_nat() {
    let (one, other) = ("symmetric_nat_ours", "symmetric_nat_theirs");
    stay_relayed((Kind::Eim, Kind::Symmetric), 2, other, one);
    let both = "symmetric_nat_both";
    stay_relayed((Kind::Symmetric, Kind::Symmetric), 2, both, both);
}

#[test]
fn a_symmetric_nat_lets_nobody_in_over_tcp_either() {
    let (one, other) = ("udp_blocked_ours", "udp_blocked_theirs");
    stay_relayed((Kind::UdpBlocked, Kind::Symmetric), 1, one, other);
}

#[test]
fn ipv4_and_ipv6_have_nothing_in_common() {
    let why = "no_common_family";
    stay_relayed((Kind::Ipv6Only, Kind::Cone), 1, why, why);
}

/// Two homes in which people talk straight.
fn straight(lab: &Lab) -> (PublicRelay, Vec<Home>, [Host; 2], [App; 2]) {
    straight_over(lab, Plan::of)
}

/// The same, in homes that are made so.
fn straight_over(
    lab: &Lab,
    plan: impl Fn(Kind) -> Plan,
) -> (PublicRelay, Vec<Home>, [Host; 2], [App; 2]) {
    let relay = lab.relay();
    let homes = vec![
        lab.home("ann", plan(Kind::Cone)),
        lab.home("ben", plan(Kind::Eim)),
    ];
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
        let noticed = |e: &Event| {
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

/// Between two networks there is none for a while, and nobody is told.
#[test]
fn whoever_was_out_of_reach_is_back_as_soon_as_there_is_a_way() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, homes, hosts, mut apps) = straight(&lab);
    let others = ["tether", "train"].map(|name| lab.home(name, Kind::Cone));
    for ((host, other), name) in hosts.iter().zip(&others).zip(["the host", "the guest"]) {
        let took = in_spite_of(&mut apps, || {
            host.down();
            std::thread::sleep(Duration::from_secs(4));
            host.move_to(other);
        });
        eprintln!("{name} was away: back after {took:?}");
    }
    let took = in_spite_of(&mut apps, || {
        others[1].cut();
        std::thread::sleep(Duration::from_secs(4));
        others[1].mend();
    });
    eprintln!("nothing came through: back after {took:?}");
    drop(homes);
}

/// One packet in ten is lost, and others come late: no reason to give anything
/// up.
#[test]
fn a_bad_line_stays_the_line() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, _homes, _hosts, mut apps) = straight_over(&lab, |kind| {
        let bad = Shape::perfect()
            .delay(Duration::from_millis(25))
            .jitter(Duration::from_millis(100))
            .loss(Loss::Random { share: 0.05 });
        Plan::of(kind).over(Wire::both(bad))
    });
    let seen: Vec<usize> = apps.iter().map(|app| app.seen().len()).collect();
    for _ in 0..10 {
        in_spite_of(&mut apps, || std::thread::sleep(Duration::from_secs(1)));
    }
    for (app, seen) in apps.iter().zip(seen) {
        let gone = |e: &&Event| {
            e.matches(&json!({"event": "path", "path": "relayed"}))
                || e.matches(&json!({"event": "room", "state": "reconnecting"}))
        };
        let gone = app.seen()[seen..].iter().find(gone);
        assert!(gone.is_none(), "{gone:?}");
    }
}

#[test]
fn a_router_that_forgets_loses_nothing() {
    let Some(lab) = Lab::start() else { return };
    let (_relay, homes, _hosts, mut apps) = straight(&lab);
    let took = in_spite_of(&mut apps, || homes[1].rebind());
    eprintln!("the router forgot: back after {took:?}");
}

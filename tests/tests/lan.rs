//! Two on one local network: without internet and without a relay, and with.
#![cfg(target_os = "linux")]

use std::time::Instant;

use serde_json::json;
use tincan_tests::{
    app::{App, Invite, Setup},
    lab::{Home, Host, Kind, Lab, Plan, PublicRelay},
};

/// Nobody is there: what an app with a relay in its settings has far from it.
const NO_RELAY: &str =
    "/ip4/203.0.113.77/udp/4001/quic-v1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

fn app(host: &Host, name: &str) -> App {
    host.run(|| Setup::new(name).relay(NO_RELAY).start())
}

/// A home that its provider has cut off, and two machines in it.
fn cut_off(lab: &Lab) -> (Home, [Host; 2]) {
    let home = lab.home("home", Kind::Cone);
    let hosts = [home.host("ann"), home.host("ben")];
    home.cut();
    (home, hosts)
}

fn other_nameplate(code: &str) -> String {
    let (nameplate, secret) = code.split_at(code.len() - 3);
    let number: u16 = nameplate.parse().expect("digits");
    format!("{:02}{secret}", (number + 1) % 100)
}

fn wrong_secret(code: &str) -> String {
    let (nameplate, secret) = code.split_at(code.len() - 3);
    let number: u16 = secret.parse().expect("digits");
    format!("{nameplate}{:03}", (number + 1) % 1000)
}

fn talk(ann: &mut App, ben: &mut App) {
    ben.say("can you hear me?");
    ann.hear("can you hear me?");
    ann.say("as if you were here");
    ben.hear("as if you were here");
}

/// A home without any way out, and two machines in it.
fn without_way_out(lab: &Lab) -> (Home, [Host; 2]) {
    let home = lab.home("home", Kind::Cone);
    let hosts = [home.host("ann"), home.host("ben")];
    for host in &hosts {
        ip(host, &["route", "del", "default"]);
    }
    (home, hosts)
}

fn ip(host: &Host, arguments: &[&str]) {
    let status = host.command("ip").args(arguments).status();
    assert!(status.expect("ip").success());
}

fn leave(ben: &mut App, ann: &mut App) {
    ben.send(json!({"do": "leave"}));
    ben.closed("left");
    ann.closed("peer_left");
}

#[test]
fn two_without_internet_meet_by_code_and_by_link() {
    let Some(lab) = Lab::start() else { return };
    let (_cut_off, cut_off) = cut_off(&lab);
    let (_without, without) = without_way_out(&lab);
    for hosts in [cut_off, without] {
        let (mut ann, mut ben) = (app(&hosts[0], "Ann"), app(&hosts[1], "Ben"));
        for by_link in [false, true] {
            let created = Instant::now();
            let invite = ann.create();
            eprintln!("a code without internet after {:?}", created.elapsed());
            assert!(invite.link.contains("?via=/ip4/192.168."), "{invite:?}");
            assert!(!invite.link.contains("p2p-circuit"), "{invite:?}");
            let joined = Instant::now();
            if by_link {
                ben.send(json!({"do": "join", "link": invite.link}));
            } else {
                ben.join(&invite.code);
            }
            assert_eq!(ben.connected()["peer"], "Ann");
            eprintln!("joined without internet after {:?}", joined.elapsed());
            assert_eq!(ann.connected()["peer"], "Ben");
            for app in [&mut ann, &mut ben] {
                let path = app.expect(json!({"event": "path"}));
                assert_eq!(path["path"], "lan");
            }
            for app in [&mut ann, &mut ben] {
                app.expect(json!({"event": "path", "path": "lan", "transport": "quic"}));
            }
            eprintln!("over QUIC after {:?}", joined.elapsed());
            talk(&mut ann, &mut ben);
            leave(&mut ben, &mut ann);
        }
    }
}

#[test]
fn wrong_codes_find_nobody_and_only_guesses_at_the_secret_cost() {
    let Some(lab) = Lab::start() else { return };
    let (_home, hosts) = cut_off(&lab);
    let (mut ann, mut ben) = (app(&hosts[0], "Ann"), app(&hosts[1], "Ben"));
    let code = ann.create().code;
    let joined = Instant::now();
    ben.join(&other_nameplate(&code));
    ben.closed("no_such_room");
    eprintln!("a wrong code without internet: {:?}", joined.elapsed());
    ben.join(&code);
    ben.connected();
    ann.connected();
    let noticed = |e: &&tincan_tests::app::Event| {
        e.matches(&json!({"event": "knock"})) || e.matches(&json!({"event": "warning"}))
    };
    assert!(!ann.seen().iter().any(|e| noticed(&e)));
    leave(&mut ben, &mut ann);

    let code = ann.create().code;
    ben.join(&wrong_secret(&code));
    ben.closed("no_such_room");
    // Somebody guessed: from now on code joiners knock.
    ben.join(&code);
    ann.expect(json!({"event": "knock"}));
    ann.send(json!({"do": "admit"}));
    ben.connected();
}

#[test]
fn nobody_there_is_unreachable() {
    let Some(lab) = Lab::start() else { return };
    let (_home, hosts) = without_way_out(&lab);
    let mut ben = app(&hosts[1], "Ben");
    ben.join("47213");
    ben.closed("unreachable");
    // No network at all.
    ip(&hosts[0], &["link", "set", "eth0", "down"]);
    let mut ann = app(&hosts[0], "Ann");
    ann.send(json!({"do": "create"}));
    ann.closed("unreachable");
}

/// Where two are, for as long as it is held.
struct Place {
    home: Home,
    _hosts: [Host; 2],
    _relay: PublicRelay,
    _lab: Lab,
}

/// Two in one home, with a relay on the internet.
fn with_relay(plan: impl Into<Plan>, flags: &[&str]) -> Option<(Place, [App; 2])> {
    let lab = Lab::start()?;
    let relay = lab.relay();
    let home = lab.home("home", plan);
    let hosts = [home.host("ann"), home.host("ben")];
    let start = |host: &Host, name| {
        let setup = Setup::new(name).relay(relay.quic());
        let setup = flags.iter().fold(setup, |setup, flag| setup.argument(flag));
        host.run(|| setup.start())
    };
    let apps = [start(&hosts[0], "Ann"), start(&hosts[1], "Ben")];
    let place = Place {
        home,
        _hosts: hosts,
        _relay: relay,
        _lab: lab,
    };
    Some((place, apps))
}

fn expect_path(apps: &mut [App; 2], path: &str) {
    for app in apps {
        app.expect(json!({"event": "path", "path": path}));
    }
}

#[test]
fn a_code_without_internet_is_good_everywhere_once_it_is_back() {
    let Some(lab) = Lab::start() else { return };
    let relay = lab.relay();
    let (home, afar) = (lab.home("home", Kind::Cone), lab.home("afar", Kind::Cone));
    let (ann, ben) = (home.host("ann"), afar.host("ben"));
    home.cut();
    let start = |host: &Host, name| host.run(|| Setup::new(name).relay(relay.quic()).start());
    let (mut ann, mut ben) = (start(&ann, "Ann"), start(&ben, "Ben"));
    let Invite { code, .. } = ann.create();
    home.mend();
    let back = ann.expect(json!({"event": "room", "state": "waiting"}));
    assert_eq!(back.text("code"), code);
    assert!(back.text("link").contains("p2p-circuit"));
    assert!(back.text("link").contains("192.168."));
    ben.join(&code);
    ben.connected();
    ann.connected();
}

#[test]
fn two_who_met_over_a_relay_move_to_the_local_network() {
    // Not looked for near: what happens after they met is another matter.
    for kind in [Kind::Cone, Kind::Symmetric] {
        let Some((place, mut apps)) = with_relay(kind, &["--no-lan"]) else {
            return;
        };
        let code = apps[0].create().code;
        apps[1].join(&code);
        apps[1].expect(json!({"event": "path", "path": "relayed"}));
        expect_path(&mut apps, "lan");
        // The internet goes, and nobody notices.
        place.home.cut();
        let [ann, ben] = &mut apps;
        talk(ann, ben);
    }
}

#[test]
fn a_local_network_with_public_addresses_is_one_too() {
    for kind in [Kind::Open, Kind::Ipv6Only] {
        let Some(lab) = Lab::start() else { return };
        let relay = lab.relay();
        let home = lab.home("home", kind);
        let hosts = [home.host("ann"), home.host("ben")];
        let address = if kind == Kind::Ipv6Only {
            relay.quic6()
        } else {
            relay.quic()
        };
        let start = |host: &Host, name| host.run(|| Setup::new(name).relay(address).start());
        let mut apps = [start(&hosts[0], "Ann"), start(&hosts[1], "Ben")];
        let code = apps[0].create().code;
        apps[1].join(&code);
        expect_path(&mut apps, "lan");
    }
}

#[test]
fn with_a_relay_too_the_near_way_is_taken_at_once() {
    let Some((_place, mut apps)) = with_relay(Kind::Cone, &[]) else {
        return;
    };
    let invite = apps[0].create();
    assert!(invite.link.contains("p2p-circuit"), "{invite:?}");
    assert!(invite.link.contains("via=/ip4/192.168."), "{invite:?}");
    assert!(invite.link.matches("via=").count() <= 4, "{invite:?}");
    apps[1].join(&invite.code);
    expect_path(&mut apps, "lan");
    let [ann, ben] = &mut apps;
    talk(ann, ben);
}

#[test]
fn who_does_not_want_to_be_found_is_not_and_finds_nobody() {
    let Some(lab) = Lab::start() else { return };
    let (_home, hosts) = without_way_out(&lab);
    let mut open = app(&hosts[0], "Ann");
    let invite = open.create();
    let mut hidden = ["--no-lan", "--hide-ip"].map(|flag| {
        // One makes a room, and two join by code and by link.
        [0, 1, 1].map(|host: usize| {
            let setup = Setup::new("Ben").relay(NO_RELAY).argument(flag);
            hosts[host].run(|| setup.start())
        })
    });
    for [maker, by_code, by_link] in &mut hidden {
        maker.send(json!({"do": "create"}));
        by_code.join(&invite.code);
        by_link.send(json!({"do": "join", "link": invite.link}));
    }
    for app in hidden.as_flattened_mut() {
        app.closed("unreachable");
    }
}

#[test]
fn a_line_that_breaks_near_is_found_again_near() {
    let Some(lab) = Lab::start() else { return };
    let (_home, hosts) = cut_off(&lab);
    let (mut ann, mut ben) = (app(&hosts[0], "Ann"), app(&hosts[1], "Ben"));
    ben.join(&ann.create().code);
    ben.expect(json!({"event": "path", "path": "lan"}));
    ann.connected();
    hosts[1].cut();
    for n in 0..10 {
        ann.say(&format!("ann {n}"));
        ben.say(&format!("ben {n}"));
    }
    for app in [&mut ann, &mut ben] {
        app.expect(json!({"event": "room", "state": "reconnecting"}));
    }
    hosts[1].mend();
    let mended = Instant::now();
    for n in 0..10 {
        ann.hear(&format!("ben {n}"));
        ben.hear(&format!("ann {n}"));
    }
    eprintln!("back near after {:?}", mended.elapsed());
}

#[test]
fn two_apps_on_one_machine_meet_with_nothing_configured_at_all() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::Cone);
    let host = home.host("both");
    let start = |name| host.run(|| Setup::new(name).start());
    let (mut ann, mut ben) = (start("Ann"), start("Ben"));
    ben.join(&ann.create().code);
    ben.connected();
    talk(&mut ann, &mut ben);
}

#[test]
fn two_machines_near_meet_with_nothing_configured_at_all() {
    let Some(lab) = Lab::start() else { return };
    let (_home, hosts) = cut_off(&lab);
    let start = |host: &Host, name| host.run(|| Setup::new(name).start());
    let (mut ann, mut ben) = (start(&hosts[0], "Ann"), start(&hosts[1], "Ben"));
    let invite = ann.create();
    ben.join(&invite.code);
    ben.connected();
    talk(&mut ann, &mut ben);
}

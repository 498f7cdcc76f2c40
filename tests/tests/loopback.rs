//! With nothing configured, apps on one machine meet all the same.

use std::time::Duration;

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    ports::Port,
};

fn unconfigured(name: &str, port: &Port) -> Setup {
    let settings = format!("loopback_port = {}\n", port.number());
    // No test talks to anything but this machine; with local networks too they
    // meet in the network lab.
    Setup::new(name).settings(&settings).argument("--no-lan")
}

fn talk(host: &mut App, guest: &mut App) {
    let invite = host.create();
    guest.join(&invite.code);
    host.connected();
    guest.connected();
    guest.say("hello");
    host.hear("hello");
}

#[test]
fn two_apps_meet_with_nothing_configured() {
    let port = Port::claim();
    let mut ann = unconfigured("Ann", &port).start();
    let mut ben = unconfigured("Ben", &port).start();
    talk(&mut ann, &mut ben);
    // The one who serves leaves too, and the other hears of it.
    ann.quit();
    ben.closed("peer_left");
}

#[test]
fn when_the_first_app_quits_another_serves() {
    let port = Port::claim();
    let mut first = unconfigured("First", &port).start();
    // By way of the meeting point only, so that they depend on it.
    let relayed = |name| unconfigured(name, &port).argument("--hide-ip").start();
    let mut ann = relayed("Ann");
    let mut ben = relayed("Ben");
    talk(&mut ann, &mut ben);

    first.quit();
    let again = json!({"event": "room", "state": "connected"});
    for app in [&mut ann, &mut ben] {
        app.expect_within(Duration::from_secs(45), &again);
    }
    ann.say("still here");
    ben.hear("still here");
}

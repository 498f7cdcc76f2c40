//! Real programs in it.

use std::net::SocketAddr;

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    lab::{Host, Kind, Lab},
};
use tokio::net::UdpSocket;

use crate::sockets::udp;

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

#[test]
fn tasks_of_a_hosts_runtime_are_on_that_host() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::Cone);
    let outside = udp(&lab.public("outside"), 0);
    let to: SocketAddr = outside.address;
    let runtime = home.host("inside").runtime();
    let sent = runtime.spawn(async move {
        let socket = UdpSocket::bind("0.0.0.0:0").await?;
        socket.send_to(b"from a task", to).await
    });
    runtime.block_on(sent).expect("a task").expect("sent");
    assert_eq!(outside.hear("from a task").ip(), home.public_ip());
}

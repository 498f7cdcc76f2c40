//! Every kind of home does to packets what its name says.

use std::net::{Ipv4Addr, SocketAddr};

use tincan_tests::lab::{Home, Kind, Lab, Plan};

use crate::sockets::{Udp, tcp_passes, udp, until};

/// What two hosts on the internet see of one socket behind a NAT.
struct Seen {
    inside: SocketAddr,
    by: [SocketAddr; 2],
}

impl Seen {
    fn of(lab: &Lab, home: &Home) -> Self {
        let host = home.host("inside");
        let others = ["one", "two"].map(|name| lab.public(name));
        let inside = udp(&host, 0);
        let by = others.map(|other| inside.seen_by(&udp(&other, 0)));
        let inside = inside.address;
        Self { inside, by }
    }

    fn keeps_ports(&self) -> bool {
        self.by.iter().all(|seen| seen.port() == self.inside.port())
    }

    fn is_the_same_for_all(&self) -> bool {
        self.by[0] == self.by[1]
    }
}

fn seen(kind: Kind) -> Option<Seen> {
    let lab = Lab::start()?;
    let home = lab.home("home", kind);
    let seen = Seen::of(&lab, &home);
    let public = home.public_ip();
    if kind != Kind::Open {
        assert!(seen.by.iter().all(|seen| seen.ip() == public));
    }
    Some(seen)
}

#[test]
fn open_is_seen_as_it_is() {
    let Some(seen) = seen(Kind::Open) else { return };
    assert_eq!(seen.by, [seen.inside; 2]);
}

#[test]
fn cone_keeps_ports() {
    let Some(seen) = seen(Kind::Cone) else { return };
    assert!(seen.is_the_same_for_all() && seen.keeps_ports());
}

#[test]
fn eim_has_one_other_port_for_all() {
    let Some(seen) = seen(Kind::Eim) else { return };
    assert!(seen.is_the_same_for_all() && !seen.keeps_ports());
}

#[test]
fn double_nat_has_one_other_port_for_all() {
    let Some(seen) = seen(Kind::DoubleNat) else {
        return;
    };
    assert!(seen.is_the_same_for_all() && !seen.keeps_ports());
}

#[test]
fn symmetric_has_another_port_for_each() {
    let Some(seen) = seen(Kind::Symmetric) else {
        return;
    };
    assert!(!seen.is_the_same_for_all() && !seen.keeps_ports());
}

#[test]
fn udp_blocked_passes_tcp_only() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::UdpBlocked);
    let (inside, outside) = (home.host("inside"), lab.public("outside"));
    let (own, other) = (udp(&inside, 0), udp(&outside, 0));
    own.send("hello?", other.address);
    until("a packet was blocked", || home.blocked() == 1);
    assert!(other.is_silent());
    assert!(tcp_passes(&inside, &outside));
}

#[test]
fn tcp_passes_out_of_every_home_and_into_open_ones_only() {
    let Some(lab) = Lab::start() else { return };
    let outside = lab.public("outside");
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Ipv6Only) {
        let home = lab.home("home", kind);
        let inside = home.host("inside");
        assert!(tcp_passes(&inside, &outside), "{kind:?}");
    }
    let open = lab.home("open", Kind::Open);
    assert!(tcp_passes(&outside, &open.host("inside")));
}

#[test]
fn only_those_who_were_talked_to_get_in_address_and_port() {
    let Some(lab) = Lab::start() else { return };
    for kind in [Kind::Cone, Kind::Eim, Kind::Symmetric] {
        let home = lab.home("home", kind);
        let (inside, friend, stranger) = (home.host("inside"), lab.public("a"), lab.public("b"));
        let own = udp(&inside, 0);
        let (friends, friends_other, strangers) =
            (udp(&friend, 0), udp(&friend, 0), udp(&stranger, 0));
        let seen = own.seen_by(&friends);
        assert_eq!(home.unsolicited(), 0);
        strangers.send("open up", seen);
        friends_other.send("it is me", seen);
        until("two were turned away", || home.unsolicited() == 2);
        assert!(own.is_silent(), "{kind:?}");
        friends.send("it is me", seen);
        assert_eq!(own.hear("it is me"), friends.address, "{kind:?}");
    }
}

#[test]
fn anybody_gets_into_open_homes() {
    let Some(lab) = Lab::start() else { return };
    let (home, outside) = (lab.home("home", Kind::Open), lab.public("outside"));
    let (inside, other) = (udp(&home.host("inside"), 0), udp(&outside, 0));
    other.send("hello", inside.address);
    assert_eq!(inside.hear("hello"), other.address);
}

/// Two homes whose hosts know how a public host sees them.
struct Pair {
    homes: [Home; 2],
    sockets: [Udp; 2],
    seen: [SocketAddr; 2],
}

impl Pair {
    fn of(lab: &Lab, kinds: [Kind; 2]) -> Self {
        let homes = kinds.map(|kind| lab.home("home", kind));
        let hosts = [homes[0].host("inside"), homes[1].host("inside")];
        let sockets = [udp(&hosts[0], 0), udp(&hosts[1], 0)];
        let public = udp(&lab.public("public"), 0);
        let seen = [sockets[0].seen_by(&public), sockets[1].seen_by(&public)];
        Self {
            homes,
            sockets,
            seen,
        }
    }

    /// One sends, in vain; then the other.
    fn punch(&self) {
        self.sockets[0].send("knock", self.seen[1]);
        until("it was turned away", || self.homes[1].unsolicited() == 1);
        self.sockets[1].send("come in", self.seen[0]);
    }
}

#[test]
fn both_sending_opens_what_does_not_depend_on_who_is_talked_to() {
    let Some(lab) = Lab::start() else { return };
    let punchable = [Kind::Cone, Kind::Eim, Kind::DoubleNat];
    for one in punchable {
        for other in punchable {
            let pair = Pair::of(&lab, [one, other]);
            pair.punch();
            assert_eq!(
                pair.sockets[0].hear("come in"),
                pair.seen[1],
                "{one:?} {other:?}"
            );
            pair.sockets[0].send("I am in", pair.seen[1]);
            assert_eq!(
                pair.sockets[1].hear("I am in"),
                pair.seen[0],
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn both_sending_does_not_open_symmetric_ones() {
    let Some(lab) = Lab::start() else { return };
    for other in [Kind::Symmetric, Kind::Cone, Kind::Eim] {
        let pair = Pair::of(&lab, [Kind::Symmetric, other]);
        pair.punch();
        until("both were turned away", || pair.homes[0].unsolicited() == 1);
        assert!(pair.sockets.iter().all(Udp::is_silent), "{other:?}");
    }
}

#[test]
fn one_lan_is_one_network_behind_one_address() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::Cone);
    let (ann, ben) = (home.host("ann"), home.host("ben"));
    let (anns, bens) = (udp(&ann, 0), udp(&ben, 0));
    anns.send("over the fence", bens.address);
    assert_eq!(bens.hear("over the fence"), anns.address);
    assert!(tcp_passes(&ann, &ben));
    let public = udp(&lab.public("public"), 0);
    assert_eq!(anns.seen_by(&public).ip(), bens.seen_by(&public).ip());
    // Its own public address leads nowhere.
    anns.send("round the block", bens.seen_by(&public));
    assert!(bens.is_silent());
}

#[test]
fn what_is_said_to_all_is_heard_on_the_lan_only() {
    let Some(lab) = Lab::start() else { return };
    let (group, port) = (Ipv4Addr::new(224, 0, 0, 251), 5353);
    let homes = [lab.home("home", Kind::Cone), lab.home("next", Kind::Cone)];
    let hosts = [homes[0].host("a"), homes[0].host("b"), homes[1].host("c")];
    let [ann, ben, cleo] = hosts.each_ref().map(|host| {
        let all = udp(host, port);
        let own = host.ipv4().expect("an address");
        all.socket.join_multicast_v4(&group, &own).expect("join");
        all
    });
    ann.send("anybody?", (group, port).into());
    assert_eq!(ben.hear("anybody?"), ann.address);
    assert!(cleo.is_silent());
}

#[test]
fn two_homes_may_use_the_same_private_network() {
    let Some(lab) = Lab::start() else { return };
    let homes = [Kind::Cone, Kind::Cone].map(|kind| lab.home("home", Plan::of(kind).subnet(1)));
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    assert_eq!(hosts[0].ip(), hosts[1].ip());
    let public = udp(&lab.public("public"), 0);
    let seen = [&hosts[0], &hosts[1]].map(|host| udp(host, 0).seen_by(&public));
    assert_ne!(seen[0].ip(), seen[1].ip());
}

#[test]
fn ipv6_only_has_no_ipv4_and_a_firewall() {
    let Some(lab) = Lab::start() else { return };
    let homes = [
        lab.home("ann", Kind::Ipv6Only),
        lab.home("ben", Kind::Ipv6Only),
    ];
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let public = lab.public("public");
    assert!(hosts.iter().all(|host| host.ipv4().is_none()));
    let v4 = hosts[0].run(|| std::net::UdpSocket::bind("0.0.0.0:0"));
    let v4 = v4.expect("bind");
    assert!(v4.connect((public.ip(), 1)).is_err(), "a way by IPv4");

    let [ann, ben] = [udp(&hosts[0], 0), udp(&hosts[1], 0)];
    ann.send("knock", ben.address);
    until("it was turned away", || homes[1].unsolicited() == 1);
    assert!(ben.is_silent());
    ben.send("come in", ann.address);
    assert_eq!(ann.hear("come in"), ben.address);

    let public6 = public.run(|| std::net::UdpSocket::bind("[::]:4001"));
    let public6 = public6.expect("bind");
    let address = SocketAddr::new(public.ipv6().expect("an address").into(), 4001);
    ann.send("hello", address);
    let (_, from) = public6.recv_from(&mut [0; 64]).expect("a packet");
    assert_eq!(from, ann.address);
}

#[test]
fn a_home_may_have_both_families() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Plan::of(Kind::Symmetric).dual_stack());
    let (inside, outside) = (home.host("inside"), lab.public("outside"));
    assert!(tcp_passes(&inside, &outside));
    let listener = outside.run(|| std::net::TcpListener::bind("[::]:80"));
    let _listener = listener.expect("listen");
    let address = SocketAddr::new(outside.ipv6().expect("an address").into(), 80);
    let stream = inside.run(|| std::net::TcpStream::connect(address));
    let own = stream
        .and_then(|stream| stream.local_addr())
        .expect("connect");
    assert_eq!(Some(own.ip()), inside.ipv6().map(Into::into));
}

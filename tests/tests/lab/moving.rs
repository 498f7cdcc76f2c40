//! Networks that change under those who use them.

use tincan_tests::lab::{Home, Host, Kind, Lab};

use crate::sockets::{tcp_passes, udp, until};

/// What may be cut.
enum Cable<'a> {
    Home(&'a Home),
    Host(&'a Host),
}

impl Cable<'_> {
    fn cut(&self) {
        match self {
            Self::Home(home) => home.cut(),
            Self::Host(host) => host.cut(),
        }
    }

    fn mend(&self) {
        match self {
            Self::Home(home) => home.mend(),
            Self::Host(host) => host.mend(),
        }
    }

    fn lost(&self) -> u64 {
        match self {
            Self::Home(home) => home.lost(),
            Self::Host(host) => host.lost(),
        }
    }
}

#[test]
fn what_is_cut_carries_nothing_until_it_is_mended() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::Cone);
    let (inside, outside) = (home.host("inside"), lab.public("outside"));
    let (own, other) = (udp(&inside, 0), udp(&outside, 0));
    let seen = own.seen_by(&other);
    let cables = [
        Cable::Home(&home),
        Cable::Host(&inside),
        Cable::Host(&outside),
    ];
    for cable in cables {
        let before = (inside.counters(), outside.counters());
        cable.cut();
        own.send("lost", other.address);
        other.send("lost", seen);
        // Both have gone out, and nothing was said about it.
        let after = (inside.counters(), outside.counters());
        assert!(after.0.packets_out > before.0.packets_out);
        assert!(after.1.packets_out > before.1.packets_out);
        until("both are lost", || cable.lost() >= 2);
        cable.mend();
        own.send("found", other.address);
        assert_eq!(other.hear("found"), seen);
        other.send("found", seen);
        own.hear("found");
    }
}

#[test]
fn down_is_known_at_once_and_up_is_as_before() {
    let Some(lab) = Lab::start() else { return };
    for kind in [Kind::Cone, Kind::Ipv6Only] {
        let home = lab.home("home", kind);
        let neighbour = home.host("neighbour");
        let inside = home.host("inside");
        let (own, other) = (udp(&inside, 0), udp(&neighbour, 0));
        own.send("one", other.address);
        other.hear("one");
        inside.down();
        assert!(
            own.socket.send_to(b"two", other.address).is_err(),
            "{kind:?}"
        );
        inside.up();
        own.send("three", other.address);
        assert_eq!(other.hear("three"), own.address, "{kind:?}");
    }
    let public = lab.public("public");
    let inside = lab.home("home", Kind::Cone).host("inside");
    let _ = inside;
    public.down();
    public.up();
    let home = lab.home("home", Kind::Cone);
    assert!(tcp_passes(&home.host("inside"), &public));
}

#[test]
fn a_host_moves_to_another_home() {
    let Some(lab) = Lab::start() else { return };
    let (wifi, phone) = (lab.home("wifi", Kind::Cone), lab.home("phone", Kind::Eim));
    let (host, public) = (wifi.host("host"), lab.public("public"));
    let (own, other) = (udp(&host, 0), udp(&public, 0));
    assert_eq!(own.seen_by(&other).ip(), wifi.public_ip());
    let before = host.ip();
    host.move_to(&phone);
    assert_ne!(host.ip(), before);
    assert_eq!(own.seen_by(&other).ip(), phone.public_ip());
    host.move_to(&wifi);
    assert_eq!(own.seen_by(&other).ip(), wifi.public_ip());
}

#[test]
fn a_host_may_be_in_two_networks_for_a_while() {
    let Some(lab) = Lab::start() else { return };
    let (wifi, phone) = (lab.home("wifi", Kind::Cone), lab.home("phone", Kind::Cone));
    let (host, public) = (wifi.host("host"), lab.public("public"));
    let (own, other) = (udp(&host, 0), udp(&public, 0));
    host.plug(&phone);
    assert_eq!(own.seen_by(&other).ip(), wifi.public_ip());
    host.unplug();
    assert_eq!(own.seen_by(&other).ip(), phone.public_ip());
}

#[test]
fn a_host_gets_another_address_in_its_home() {
    let Some(lab) = Lab::start() else { return };
    for kind in [Kind::Open, Kind::Cone, Kind::Ipv6Only] {
        let home = lab.home("home", kind);
        let (host, neighbour) = (home.host("host"), home.host("neighbour"));
        let before = host.ip();
        host.renumber(&home);
        assert_ne!(host.ip(), before);
        let (own, other) = (udp(&host, 0), udp(&neighbour, 0));
        assert_eq!(own.seen_by(&other).ip(), host.ip(), "{kind:?}");
    }
}

#[test]
fn a_provider_gives_another_address() {
    let Some(lab) = Lab::start() else { return };
    for kind in [Kind::Cone, Kind::Eim, Kind::DoubleNat] {
        let home = lab.home("home", kind);
        let (host, public) = (home.host("host"), lab.public("public"));
        let (own, other) = (udp(&host, 0), udp(&public, 0));
        let before = own.seen_by(&other);
        home.renumber();
        let after = own.seen_by(&other);
        assert_eq!(after.ip(), home.public_ip(), "{kind:?}");
        assert_ne!(after.ip(), before.ip(), "{kind:?}");
        other.send("back", after);
        own.hear("back");
    }
}

#[test]
fn a_router_that_forgets_lets_nobody_in_until_they_are_talked_to() {
    let Some(lab) = Lab::start() else { return };
    let home = lab.home("home", Kind::Cone);
    let (own, other) = (udp(&home.host("host"), 0), udp(&lab.public("public"), 0));
    let seen = own.seen_by(&other);
    home.forget();
    other.send("remember me?", seen);
    until("it was turned away", || home.unsolicited() == 1);
    assert!(own.is_silent());
    assert_eq!(own.seen_by(&other), seen);
    other.send("remember me!", seen);
    own.hear("remember me!");
}

#[test]
fn a_router_that_rebinds_gives_other_ports() {
    let Some(lab) = Lab::start() else { return };
    for (kind, another) in [
        (Kind::DoubleNat, true),
        (Kind::Eim, true),
        (Kind::Symmetric, true),
        (Kind::Cone, false),
    ] {
        let home = lab.home("home", kind);
        let (own, other) = (udp(&home.host("host"), 0), udp(&lab.public("public"), 0));
        let before = own.seen_by(&other);
        assert_eq!(own.seen_by(&other), before);
        home.rebind();
        assert_eq!(own.seen_by(&other) != before, another, "{kind:?}");
        // What it counted it still knows, and it lets in whom it should.
        other.send("stay out", before);
        let after = own.seen_by(&other);
        other.send("come in", after);
        let (heard, turned_away) = (own.hear_any(), home.unsolicited());
        assert_eq!(
            (heard.as_str(), turned_away),
            if another {
                ("come in", 1)
            } else {
                ("stay out", 0)
            }
        );
    }
}

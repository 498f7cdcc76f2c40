//! A room and somebody who looks for one, on emulated networks.

use rand::SeedableRng;

use super::*;

fn subnet(ip: &str, prefix_len: u8) -> Subnet {
    Subnet {
        ip: ip.parse().unwrap(),
        prefix_len,
    }
}

fn home() -> Vec<Subnet> {
    vec![
        subnet("203.0.113.4", 24),
        subnet("192.168.1.4", 24),
        subnet("fd00::4", 64),
        subnet("fe80::4", 64),
        subnet("2001:db8::4", 64),
    ]
}

fn machine(now: Instant, allowed: bool) -> Lan {
    Lan::new(now, PeerId::random(), allowed, StdRng::seed_from_u64(3))
}

fn outputs(lan: &mut Lan) -> Vec<Output> {
    std::iter::from_fn(|| lan.poll_output()).collect()
}

fn waiting(now: Instant) -> Lan {
    let mut lan = machine(now, true);
    lan.wait(now);
    lan.on_networks(now, home());
    lan.on_listening(&"/ip4/192.168.1.4/tcp/4001".parse().unwrap());
    outputs(&mut lan);
    lan
}

fn looking(now: Instant, only: Option<PeerId>) -> Lan {
    let mut lan = machine(now, true);
    lan.look(now, only);
    lan.on_networks(now, vec![subnet("192.168.1.9", 24)]);
    lan
}

fn question(lan: &mut Lan) -> Vec<u8> {
    let sent = outputs(lan).into_iter().find_map(|output| match output {
        Output::Send {
            to: To::All,
            packet,
            ..
        } => Some(packet),
        _ => None,
    });
    sent.expect("a question")
}

fn sends(lan: &mut Lan) -> Vec<(To, Vec<u8>)> {
    let sent = outputs(lan).into_iter().filter_map(|output| match output {
        Output::Send { to, packet, .. } => Some((to, packet)),
        _ => None,
    });
    sent.collect()
}

fn found(lan: &mut Lan) -> Vec<(PeerId, String)> {
    let found = outputs(lan).into_iter().filter_map(|output| match output {
        Output::Found { peer, address } => Some((peer, address.to_string())),
        _ => None,
    });
    found.collect()
}

const GUEST: &str = "192.168.1.9:50000";
const HOST: &str = "192.168.1.4:50001";

fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

#[test]
fn who_asks_hears_who_waits_and_where() {
    let now = Instant::now();
    let (mut host, mut guest) = (waiting(now), looking(now, None));
    let question = question(&mut guest);
    host.on_packet(now, addr(GUEST), &question);
    let answers = sends(&mut host);
    let to: Vec<To> = answers.iter().map(|(to, _)| *to).collect();
    assert_eq!(to, [To::One(addr(GUEST)), To::All]);
    guest.on_packet(now, addr(HOST), &answers[0].1);
    let here = "/ip4/192.168.1.4/tcp/4001".to_owned();
    assert_eq!(found(&mut guest), [(host.us, here)]);
}

#[test]
fn a_room_speaks_only_while_it_waits_and_only_when_asked() {
    let now = Instant::now();
    let mut guest = looking(now, None);
    let question = question(&mut guest);
    let mut host = waiting(now);
    for seconds in 0..60 {
        let now = now + Duration::from_secs(seconds);
        host.on_timeout(now);
        host.on_networks(now, home());
        assert!(sends(&mut host).is_empty());
    }
    host.rest();
    assert_eq!(outputs(&mut host), [Output::Open(Vec::new())]);
    host.on_packet(now, addr(GUEST), &question);
    assert!(sends(&mut host).is_empty(), "no longer");
    host.stop();
    assert_eq!(outputs(&mut host), [Output::Listen(Vec::new())]);
    assert_eq!(host.poll_timeout(), None);
}

#[test]
fn only_local_networks_count() {
    let now = Instant::now();
    let mut host = machine(now, true);
    host.wait(now);
    assert!(host.is_possible());
    host.on_networks(now, home());
    let ips: Vec<IpAddr> = ["192.168.1.4", "fd00::4"]
        .map(|ip| ip.parse().unwrap())
        .into();
    let expected = [
        Output::Networks,
        Output::Open(ips.clone()),
        Output::Listen(ips),
        Output::Places,
    ];
    assert_eq!(outputs(&mut host), expected);
    host.on_networks(now, vec![subnet("203.0.113.4", 24)]);
    assert!(!host.is_possible() && !host.is_reachable());
}

#[test]
fn who_is_further_away_gets_no_answer_and_no_hearing() {
    let now = Instant::now();
    let (mut host, mut guest) = (waiting(now), looking(now, None));
    let question = question(&mut guest);
    for far in ["192.168.2.9:5353", "203.0.113.9:5353", "127.0.0.1:5353"] {
        host.on_packet(now, addr(far), &question);
        assert!(sends(&mut host).is_empty(), "{far}");
    }
    host.on_packet(now, addr(GUEST), &question);
    let (_, answer) = sends(&mut host).remove(0);
    guest.on_packet(now, addr("203.0.113.9:5353"), &answer);
    assert!(found(&mut guest).is_empty());
}

#[test]
fn nobody_speaks_for_others() {
    let now = Instant::now();
    let mut guest = looking(now, None);
    let Some(Packet::Question { id }) = Packet::decode(&question(&mut guest)) else {
        panic!("no question");
    };
    let mut says = |id: u16, addresses: &[&str]| {
        let answer = Packet::Answer {
            id,
            peer: PeerId::random(),
            addresses: addresses.iter().map(|a| a.parse().unwrap()).collect(),
        };
        guest.on_packet(now, addr(HOST), &answer.encode().unwrap());
        found(&mut guest).len()
    };
    for of_others in [
        "/ip4/192.168.1.77/tcp/80",
        "/ip4/127.0.0.1/tcp/80",
        "/ip4/203.0.113.9/tcp/80",
        "/dns4/example.org/tcp/80",
        "/ip4/192.168.1.4/udp/53",
        "/ip4/192.168.1.4/tcp/0",
    ] {
        assert_eq!(says(id, &[of_others]), 0, "{of_others}");
    }
    let both = ["/ip4/192.168.1.77/tcp/80", "/ip4/192.168.1.4/tcp/80"];
    assert_eq!(says(id.wrapping_add(1), &both), 0, "nobody asked");
    assert_eq!(says(id, &both), 1);
}

#[test]
fn a_link_has_us_look_for_its_host_only() {
    let now = Instant::now();
    let (mut host, mut other) = (waiting(now), waiting(now));
    let mut guest = looking(now, Some(host.us));
    let question = question(&mut guest);
    for (machine, count) in [(&mut other, 0), (&mut host, 1)] {
        machine.on_packet(now, addr(GUEST), &question);
        let (_, answer) = sends(machine).remove(0);
        guest.on_packet(now, addr(HOST), &answer);
        assert_eq!(found(&mut guest).len(), count);
    }
}

#[test]
fn floods_are_answered_and_heard_so_often_and_no_more() {
    let start = Instant::now();
    let (mut host, mut guest) = (waiting(start), looking(start, None));
    let asked = question(&mut guest);
    let Some(Packet::Question { id }) = Packet::decode(&asked) else {
        panic!("no question");
    };
    let (mut ones, mut alls, mut founds) = (0, 0, 0);
    for millisecond in 0..3000 {
        let now = start + Duration::from_millis(millisecond);
        host.on_packet(now, addr(GUEST), &asked);
        for (to, _) in sends(&mut host) {
            match to {
                To::All => alls += 1,
                To::One(_) => ones += 1,
            }
        }
        let answer = Packet::Answer {
            id,
            peer: PeerId::random(),
            addresses: vec![
                format!("/ip4/192.168.1.4/tcp/{}", 1 + millisecond)
                    .parse()
                    .unwrap(),
            ],
        };
        guest.on_packet(now, addr(HOST), &answer.encode().unwrap());
        founds += found(&mut guest).len();
    }
    assert_eq!((ones, alls, founds), (60, 3, 600));
    // Nothing of it stays.
    assert!(host.said.len() <= 1 && host.outputs.is_empty() && guest.outputs.is_empty());
}

#[test]
fn questions_are_repeated_ever_more_patiently_and_at_once_on_a_new_network() {
    let start = Instant::now();
    let mut guest = looking(start, None);
    assert_eq!(sends(&mut guest).len(), 1);
    let mut asked = Vec::new();
    for _ in 0..10 {
        let now = guest.poll_timeout().unwrap();
        guest.on_timeout(now);
        guest.on_networks(now, vec![subnet("192.168.1.9", 24)]);
        if !sends(&mut guest).is_empty() {
            asked.push((now - start).as_millis());
        }
    }
    assert_eq!(asked[..4], [250, 1000, 2500, 4000]);
    let now = start + Duration::from_secs(30);
    guest.on_networks(now, vec![subnet("10.0.0.9", 8)]);
    assert!(!sends(&mut guest).is_empty());
}

#[test]
fn not_allowed_is_nothing_at_all() {
    let now = Instant::now();
    let mut lan = machine(now, false);
    lan.wait(now);
    lan.look(now, None);
    lan.on_networks(now, home());
    lan.on_listening(&"/ip4/192.168.1.4/tcp/4001".parse().unwrap());
    let mut asker = looking(now, None);
    let question = question(&mut asker);
    lan.on_packet(now, addr(GUEST), &question);
    lan.stop();
    assert!(!lan.is_possible());
    assert_eq!(lan.poll_timeout(), None);
    assert!(!lan.is_near(&"/ip4/192.168.1.9/tcp/1".parse().unwrap()));
    assert!(outputs(&mut lan).iter().all(|o| *o == Output::Places));
}

#[test]
fn a_link_names_few_places_and_the_old_internet_first() {
    let now = Instant::now();
    let mut host = machine(now, true);
    host.wait(now);
    host.on_networks(
        now,
        vec![
            subnet("fd00::4", 64),
            subnet("192.168.1.4", 24),
            subnet("172.17.0.1", 16),
        ],
    );
    for address in [
        "/ip6/fd00::4/tcp/4002",
        "/ip4/192.168.1.4/tcp/4001",
        "/ip4/192.168.1.4/udp/4001/quic-v1",
        "/ip4/172.17.0.1/tcp/4003",
        "/ip4/127.0.0.1/tcp/4004",
    ] {
        host.on_listening(&address.parse().unwrap());
    }
    let via = |address: &str| Via::Lan {
        address: address.parse().unwrap(),
    };
    assert_eq!(
        host.vias(),
        [
            via("/ip4/192.168.1.4/tcp/4001"),
            via("/ip4/172.17.0.1/tcp/4003")
        ]
    );
    host.on_not_listening(&"/ip4/192.168.1.4/tcp/4001".parse().unwrap());
    assert_eq!(host.vias().len(), 2);
    assert_eq!(host.vias()[1], via("/ip6/fd00::4/tcp/4002"));
}

//! A host's own sockets, and what they answer to somebody who tries them all.

use std::{
    fmt, fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    time::Duration,
};

use futures::future::join_all;
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};
use tincan_tests::lab::{Host, Kind};

use crate::{
    door::list,
    line::Line,
    stranger::{Stranger, quic_at, tcp_at},
    world::{ANN, BEN, World},
};

/// How long a machine nearby may take to answer a packet.
const ANSWER_WITHIN: Duration = Duration::from_millis(300);

/// Ports that are open on a machine.
#[derive(Clone, Debug, Default)]
pub(crate) struct Open {
    /// Of UDP sockets, whatever they are for.
    pub(crate) udp: Vec<u16>,
    /// Of TCP sockets that accept.
    pub(crate) accepting: Vec<u16>,
    /// Of TCP sockets that are connected.
    pub(crate) connected: Vec<u16>,
}

impl Open {
    /// Those of `machine`.
    pub(crate) fn on(machine: &Host) -> Self {
        const LISTEN: &str = "0A";
        let tables = machine.run(|| {
            ["udp", "udp6", "tcp", "tcp6"].map(|table| {
                let path = format!("/proc/thread-self/net/{table}");
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
            })
        });
        let mut open = Self::default();
        for (number, table) in tables.iter().enumerate() {
            for row in table.lines().skip(1) {
                let columns: Vec<&str> = row.split_whitespace().collect();
                let (local, state) = (columns[1], columns[3]);
                let (_, port) = local.rsplit_once(':').expect("address:port");
                let port = u16::from_str_radix(port, 16).expect("a port");
                let ports = match (number, state) {
                    (0 | 1, _) => &mut open.udp,
                    (_, LISTEN) => &mut open.accepting,
                    _ => &mut open.connected,
                };
                ports.push(port);
            }
        }
        open
    }
}

/// Where a machine can be dialled from the internet.
fn ips(machine: &Host) -> Vec<IpAddr> {
    let v4 = machine.ipv4().map(IpAddr::from);
    let v6 = machine.ipv6().map(IpAddr::from);
    v4.into_iter().chain(v6).collect()
}

/// Somebody who shook hands out of the blue.
pub(crate) struct Handshake {
    pub(crate) address: Multiaddr,
    pub(crate) peer: PeerId,
    /// What it said it offers, before it could hang up.
    pub(crate) offered: Vec<String>,
    pub(crate) line: Line,
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.peer, self.address)
    }
}

impl Handshake {
    fn is_at(&self, port: u16) -> bool {
        let at = |part| part == Protocol::Udp(port) || part == Protocol::Tcp(port);
        self.address.iter().any(at)
    }
}

/// Dials every open port of a machine; those where somebody shook hands.
pub(crate) fn handshakes(stranger: &Stranger, machine: &Host) -> Vec<Handshake> {
    let open = Open::on(machine);
    let tcp = [open.accepting, open.connected].concat();
    let mut addresses = Vec::new();
    for ip in ips(machine) {
        addresses.extend(open.udp.iter().map(|port| quic_at((ip, *port).into())));
        addresses.extend(tcp.iter().map(|port| tcp_at((ip, *port).into())));
    }
    addresses.sort();
    addresses.dedup();
    let dials = addresses.into_iter().map(|address| async move {
        let (peer, line) = stranger.surprise(address.clone()).await.ok()?;
        let offered = list(&line).await;
        Some(Handshake {
            address,
            peer,
            offered,
            line,
        })
    });
    let dialled = stranger.run(join_all(dials));
    dialled.into_iter().flatten().collect()
}

/// Packets that make those answer who speak QUIC: a first one of a version that
/// nobody knows, one of a version that everybody knows, and one of a
/// conversation that nobody has.
fn provocations() -> [Vec<u8>; 3] {
    [
        first_packet([0x1a, 0x2a, 0x3a, 0x4a]),
        first_packet([0, 0, 0, 1]),
        [vec![0x40], vec![0x5a; 1199]].concat(),
    ]
}

/// A first packet as far as its header goes: identifiers of 8 bytes, no token,
/// and the length of the rest.
pub(crate) fn first_packet(version: [u8; 4]) -> Vec<u8> {
    let mut packet = vec![0xc0];
    packet.extend(version);
    for identifier in [[8; 9], [8; 9]] {
        packet.extend(identifier);
    }
    packet.push(0);
    let rest = 1200 - packet.len() - 2;
    packet.extend([0x40 | (rest >> 8) as u8, rest as u8]);
    packet.resize(1200, 0x5a);
    packet
}

/// What comes back from the ports of a machine that are provoked.
fn provoked(stranger: &Stranger, machine: &Host) -> Vec<(SocketAddr, Vec<u8>)> {
    let ports = Open::on(machine).udp;
    let mut all = Vec::new();
    for ip in ips(machine) {
        for port in &ports {
            let address = SocketAddr::new(ip, *port);
            let answers = stranger.machine.run(|| answers(address));
            all.extend(answers.into_iter().map(|answer| (address, answer)));
        }
    }
    all
}

fn answers(address: SocketAddr) -> Vec<Vec<u8>> {
    let any: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // Unconnected: "nobody there" of the system is no answer.
    let socket = UdpSocket::bind((any, 0)).expect("bind");
    let limit = Some(ANSWER_WITHIN);
    socket.set_read_timeout(limit).expect("a timeout");
    for packet in provocations() {
        socket.send_to(&packet, address).expect("send");
    }
    let mut answers = Vec::new();
    let mut buffer = [0; 2048];
    while let Ok((length, _)) = socket.recv_from(&mut buffer) {
        answers.push(buffer[..length].to_vec());
    }
    answers
}

/// Whether it is of the kind that carries keys and versions; a reset, which is
/// nothing but random bytes, is not.
fn has_long_header(packet: &[u8]) -> bool {
    packet.first().is_some_and(|first| first & 0x80 != 0)
}

#[test]
fn a_room_that_waits_shakes_nobodys_hand() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    // Somebody who has only started the app so far.
    let ben = world.person(BEN, Kind::Open);
    ann.app.create();
    for person in [&ann, &ben] {
        let machine = &person.machine;
        let open = Open::on(machine);
        assert!(open.accepting.is_empty(), "TCP sockets accept: {open:?}");
        assert!(!open.udp.is_empty(), "no QUIC to the relay");
        let found = handshakes(&world.stranger, machine);
        assert!(found.is_empty(), "shook hands: {found:?}");
        for (address, answer) in provoked(&world.stranger, machine) {
            assert!(!has_long_header(&answer), "{address} answers {answer:?}");
        }
    }
}

/// What is looked for above would be found.
#[test]
fn the_sockets_of_a_relay_do_shake_hands() {
    let Some(world) = World::start() else { return };
    let machine = world.relay.host();
    let found = handshakes(&world.stranger, machine);
    let relay = world.stranger.relay.iter().last();
    assert!(found.iter().all(|h| relay == Some(Protocol::P2p(h.peer))));
    // QUIC and TCP, IPv4 and IPv6.
    let ports: Vec<&Handshake> = found.iter().filter(|h| h.is_at(4001)).collect();
    assert_eq!(ports.len(), 4, "{found:?}");
    let answers = provoked(&world.stranger, machine);
    assert!(answers.iter().any(|(_, answer)| has_long_header(answer)));
}

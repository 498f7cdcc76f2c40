//! Links are as bad as they are told to be, and hardly worse.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use tincan_tests::lab::{Direction, Home, Host, Kind, Lab, Loss, Plan, Shape, Wire};

use crate::sockets::{Udp, tcp_passes, udp, until};

const MS: Duration = Duration::from_millis(1);

/// What a machine that is busy with other tests may add.
const BUSY: Duration = Duration::from_secs(1);

/// A host in a home on a bad link, and one on the internet.
struct Line {
    lab: Lab,
    home: Home,
    inside: Udp,
    outside: Udp,
}

fn line(wire: Wire) -> Option<Line> {
    let lab = Lab::start()?;
    let home = lab.home("home", Plan::of(Kind::Cone).over(wire));
    let inside = udp(&home.host("inside"), 0);
    let outside = udp(&lab.public("outside"), 0);
    Some(Line {
        lab,
        home,
        inside,
        outside,
    })
}

/// Sends packets of `bytes`, one every `pause`; what arrives at the other end,
/// by number, with the time that it took.
fn send(from: &Udp, to: &Udp, count: u32, bytes: usize, pause: Duration) -> Vec<(u32, Duration)> {
    let begin = Instant::now();
    let nanos = || u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX);
    thread::scope(|scope| {
        let arrivals = scope.spawn(|| {
            let mut arrivals = Vec::new();
            let mut packet = [0; 2048];
            while let Ok((length, _)) = to.socket.recv_from(&mut packet) {
                let number = u32::from_le_bytes(packet[..4].try_into().expect("4 bytes"));
                if length < 16 || number == u32::MAX {
                    break;
                }
                let sent = u64::from_le_bytes(packet[4..12].try_into().expect("8 bytes"));
                arrivals.push((number, Duration::from_nanos(nanos() - sent)));
            }
            arrivals
        });
        let mut packet = vec![0; bytes.max(16)];
        for number in 0..count {
            let due = begin + pause * number;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            packet[..4].copy_from_slice(&number.to_le_bytes());
            packet[4..12].copy_from_slice(&nanos().to_le_bytes());
            from.socket.send_to(&packet, to.address).expect("send");
        }
        // Until one of them arrives, where packets are lost.
        packet[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        while !arrivals.is_finished() {
            from.socket.send_to(&packet, to.address).expect("send");
            thread::sleep(10 * MS);
        }
        arrivals.join().expect("arrivals")
    })
}

fn quantile(arrivals: &[(u32, Duration)], share: f64) -> Duration {
    let mut times: Vec<Duration> = arrivals.iter().map(|arrival| arrival.1).collect();
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize]
}

#[test]
fn a_delay_is_never_shorter_and_seldom_longer() {
    let wire = Wire::new(
        Shape::perfect().delay(30 * MS).jitter(10 * MS),
        Shape::perfect().delay(50 * MS),
    );
    let Some(line) = line(wire) else { return };
    let seen = line.inside.seen_by(&line.outside);
    let begin = Instant::now();
    line.outside.send("back", seen);
    line.inside.hear("back");
    assert!(begin.elapsed() >= 50 * MS);

    let up = send(&line.inside, &line.outside, 500, 200, MS);
    assert_eq!(up.len(), 500);
    assert!(up.iter().all(|(_, took)| *took >= 30 * MS));
    assert!(quantile(&up, 0.5) < 40 * MS + BUSY);
    assert!(up.is_sorted_by_key(|(number, _)| *number));
}

#[test]
fn the_same_packets_are_lost_for_the_same_seed() {
    let survivors = |seed, loss| {
        let wire = Wire::new(Shape::perfect().loss(loss), Shape::perfect());
        let line = line(wire.seed(seed))?;
        let arrivals = send(&line.inside, &line.outside, 2000, 100, MS / 5);
        let counts = line.home.link().stats(Direction::Up).counts;
        assert_eq!(counts.dropped, 0);
        assert!(counts.arrived > arrivals.len() as u64);
        Some(arrivals.iter().map(|arrival| arrival.0).collect::<Vec<_>>())
    };
    let loss = Loss::Random { share: 0.1 };
    let Some(first) = survivors(1, loss) else {
        return;
    };
    assert!((1740..=1860).contains(&first.len()), "{}", first.len());
    let again = survivors(1, loss).expect("a lab");
    assert!(again == first, "others of {} are lost", first.len());
    assert!(survivors(2, loss) != Some(first), "the same are lost");
    let burst = Loss::Burst {
        share: 0.1,
        length: 5.0,
    };
    let bursts = survivors(1, burst).expect("a lab");
    assert!((1600..=1950).contains(&bursts.len()), "{}", bursts.len());
}

#[test]
fn a_rate_is_a_limit_and_its_queue_another() {
    // 1,000 bytes with headers take 4 ms.
    let shape = Shape::perfect().rate(2_000_000, 50_000);
    let wire = Wire::new(shape, Shape::perfect());
    let Some(line) = line(wire) else { return };
    let arrivals = send(&line.inside, &line.outside, 200, 972, Duration::ZERO);
    let counts = line.home.link().stats(Direction::Up).counts;
    assert!(counts.dropped > 0 && counts.queued_bytes_most <= 50_000);
    assert!((50..200).contains(&arrivals.len()), "{}", arrivals.len());
    let longest = arrivals.iter().map(|arrival| arrival.1).max();
    let longest = longest.expect("arrivals");
    // 49 wait before the last one, and it takes its own time.
    assert!(longest >= 49 * 4 * MS, "{longest:?}");
    assert!(longest < 200 * MS + BUSY, "{longest:?}");
}

#[test]
fn a_link_changes_while_it_runs() {
    let Some(line) = line(Wire::both(Shape::perfect())) else {
        return;
    };
    let link = line.home.link();
    let seen = line.inside.seen_by(&line.outside);
    for delay in [40 * MS, Duration::ZERO, 20 * MS] {
        link.set_both(Shape::perfect().delay(delay));
        assert_eq!(link.shape(Direction::Down), Shape::perfect().delay(delay));
        let begin = Instant::now();
        line.inside.send("there", line.outside.address);
        line.outside.hear("there");
        line.outside.send("and back", seen);
        line.inside.hear("and back");
        assert!(begin.elapsed() >= 2 * delay);
    }
    link.set(
        Direction::Up,
        Shape::perfect().loss(Loss::Random { share: 1.0 }),
    );
    line.inside.send("lost", line.outside.address);
    until("it is lost", || link.stats(Direction::Up).counts.lost == 1);
    line.outside.send("found", seen);
    line.inside.hear("found");
}

#[test]
fn every_kind_of_home_works_over_a_link() {
    let Some(lab) = Lab::start() else { return };
    let wire = Wire::both(Shape::perfect().delay(2 * MS));
    let outside = lab.public_over("outside", &wire);
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Ipv6Only) {
        let plan = Plan::of(kind).dual_stack().over(wire);
        let home = lab.home("home", plan);
        assert!(tcp_passes(&home.host("inside"), &outside), "{kind:?}");
    }
    let homes = [(); 2].map(|()| lab.home("home", Plan::of(Kind::Ipv6Only).over(wire)));
    let [ann, ben] = [homes[0].host("ann"), homes[1].host("ben")];
    let [ann, ben] = [udp(&ann, 0), udp(&ben, 0)];
    ann.send("knock", ben.address);
    until("it was turned away", || homes[1].unsolicited() == 1);
    ben.send("come in", ann.address);
    ann.hear("come in");
    homes[0].cut();
    ann.send("lost", ben.address);
    until("it is lost", || homes[0].lost() == 1);
    homes[0].mend();
    ann.send("found", ben.address);
    ben.hear("found");
}

#[test]
fn what_is_too_long_for_a_link_goes_in_parts() {
    let Some(line) = line(Wire::both(Shape::perfect()).mtu(1400)) else {
        return;
    };
    let long = "x".repeat(1420);
    // The first is sent back with a word about the length.
    line.inside.send(&long, line.outside.address);
    let arrived = || line.home.link().stats(Direction::Up).counts.arrived;
    until("its parts arrive", || {
        line.inside.send(&long, line.outside.address);
        arrived() >= 2
    });
    line.outside.hear(&long);
}

#[test]
fn a_link_that_only_carries_adds_little() {
    let Some(line) = line(Wire::both(Shape::perfect())) else {
        return;
    };
    let over_link = send(&line.inside, &line.outside, 2000, 500, MS / 2);
    let stats = line.home.link().stats(Direction::Up);
    let home = line.lab.home("plain", Kind::Cone);
    let inside = udp(&home.host("inside"), 0);
    let over_cable = send(&inside, &line.outside, 2000, 500, MS / 2);
    for (what, arrivals) in [("link", &over_link), ("cable", &over_cable)] {
        let [median, p99] = [0.5, 0.99].map(|share| quantile(arrivals, share));
        println!("one way over a {what}: median {median:?}, p99 {p99:?}");
    }
    println!("the link itself: {stats:?}");
    assert_eq!(over_link.len(), 2000);
    assert!(quantile(&over_link, 0.5) < BUSY / 10);
}

/// Bytes by TCP for a while: bits a second.
fn bulk(from: &Host, to: &Host, time: Duration) -> f64 {
    let listener = to
        .run(|| TcpListener::bind(("0.0.0.0", 0)))
        .expect("listen");
    let port = listener.local_addr().expect("an address").port();
    let address = SocketAddr::new(to.ip(), port);
    let mut stream = from.run(|| TcpStream::connect(address)).expect("connect");
    let (mut accepted, _) = listener.accept().expect("accept");
    thread::scope(|scope| {
        scope.spawn(move || {
            let part = [0; 65_536];
            let begin = Instant::now();
            while begin.elapsed() < time {
                stream.write_all(&part).expect("write");
            }
        });
        let (begin, mut buffer, mut bytes) = (Instant::now(), vec![0; 65_536], 0);
        while let Ok(length @ 1..) = accepted.read(&mut buffer) {
            bytes += length;
        }
        bytes as f64 * 8.0 / begin.elapsed().as_secs_f64()
    })
}

#[test]
fn a_fast_link_is_filled() {
    let Some(lab) = Lab::start() else { return };
    let time = Duration::from_secs(1);
    let shape = Shape::perfect().rate(100_000_000, 1_000_000);
    for (what, shape) in [
        ("without a rate", Shape::perfect()),
        ("at 100 Mbit/s", shape),
    ] {
        let one = lab.public("one");
        let other = lab.public_over("other", &Wire::both(shape));
        let rate = bulk(&one, &other, time);
        let late = other.link().stats(Direction::Down);
        println!("by TCP {what}: {:.0} Mbit/s, {late:?}", rate / 1e6);
        assert!(rate < 100e6 || shape == Shape::perfect());
    }
    let rate = bulk(&lab.public("one"), &lab.public("other"), time);
    println!("by TCP over cables: {:.0} Mbit/s", rate / 1e6);
}

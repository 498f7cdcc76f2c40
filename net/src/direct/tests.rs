use super::{
    dcutr::{MAX_ADDRESSES, Message},
    *,
};
use crate::api::Whose;

const RELAY: &str = "/ip4/203.0.113.1/udp/4001/quic-v1";
const RELAY_OVER_TCP: &str = "/ip4/203.0.113.1/tcp/4001";
const RELAY_SEES_HOST: &str = "/ip4/198.51.100.1/udp/1001/quic-v1";
const RELAY_SEES_GUEST: &str = "/ip4/198.51.100.2/udp/1002/quic-v1";

fn address(text: &str) -> Multiaddr {
    text.parse().unwrap()
}

fn outputs(direct: &mut Direct) -> Vec<Output> {
    std::iter::from_fn(|| direct.poll_output()).collect()
}

/// Runs one exchange; gives what each side does in the end.
fn exchange(
    now: Instant,
    host: &mut Direct,
    guest: &mut Direct,
    stream: u64,
) -> (Vec<Output>, Vec<Output>) {
    let name = StreamId(stream);
    let mut done = (Vec::new(), Vec::new());
    loop {
        let (from_host, from_guest) = (outputs(host), outputs(guest));
        if from_host.is_empty() && from_guest.is_empty() {
            return done;
        }
        for output in from_host {
            match output {
                Output::Open => {
                    host.on_named(name);
                    guest.on_inbound(now, name);
                    host.on_opened(name);
                }
                Output::Send { frame, .. } => guest.on_frame(now, name, &frame),
                output => done.0.push(output),
            }
        }
        for output in from_guest {
            match output {
                Output::Send { frame, .. } => host.on_frame(now, name, &frame),
                output => done.1.push(output),
            }
        }
    }
}

fn dials(outputs: &[Output]) -> Vec<(Vec<Multiaddr>, How)> {
    let dial = |o: &Output| match o {
        Output::Dial(Dial { addresses, how }) => Some((addresses.clone(), *how)),
        _ => None,
    };
    outputs.iter().filter_map(dial).collect()
}

fn seen(by: &str, seen: &str) -> Observation {
    Observation {
        relay: address(by),
        seen: address(seen),
    }
}

fn host_is_seen() -> Observation {
    seen(RELAY, RELAY_SEES_HOST)
}

fn guest_is_seen() -> Observation {
    seen(RELAY, RELAY_SEES_GUEST)
}

/// One that is connected over QUIC and speaks TCP too.
fn relays() -> Relays {
    Relays {
        over_quic: true,
        ask_quic: true,
        ask_tcp: true,
        sockets: vec!["203.0.113.1:4001".parse().unwrap()],
    }
}

/// One that only answers over TCP.
fn relays_without_udp() -> Relays {
    Relays {
        over_quic: false,
        ..relays()
    }
}

fn idle(relays_of_guest: Relays) -> (Direct, Direct) {
    let mut host = Direct::new(Side::Host, false);
    let mut guest = Direct::new(Side::Guest, false);
    host.set_relays(relays());
    guest.set_relays(relays_of_guest);
    (host, guest)
}

fn pair(now: Instant) -> (Direct, Direct) {
    let (mut host, mut guest) = idle(relays());
    host.start(now);
    guest.start(now);
    (host, guest)
}

/// What each side is told of the other, as it is over the control channel.
fn tell_situations(now: Instant, host: &mut Direct, guest: &mut Direct) {
    host.on_their_situation(now, guest.situation());
    guest.on_their_situation(now, host.situation());
}

#[test]
fn both_gather_then_the_host_punches_and_the_guest_dials() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    assert_eq!(
        outputs(&mut host),
        [Output::Listen, Output::Observe(Transport::Quic)]
    );
    assert_eq!(
        outputs(&mut guest),
        [Output::Listen, Output::Observe(Transport::Quic)]
    );
    // The host is ready first: its question waits until the guest is.
    host.on_observed(now, host_is_seen());
    let (at_host, at_guest) = exchange(now, &mut host, &mut guest, 1);
    assert!(at_host.is_empty() && at_guest.is_empty());
    guest.on_observed(now, guest_is_seen());
    let (at_host, at_guest) = exchange(now, &mut host, &mut guest, 1);
    assert_eq!(
        dials(&at_host),
        [(vec![address(RELAY_SEES_GUEST)], How::Punch)]
    );
    assert_eq!(
        dials(&at_guest),
        [(vec![address(RELAY_SEES_HOST)], How::Dial)]
    );
}

#[test]
fn lan_addresses_are_told_and_only_on_link_ones_dialled() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let lan = address("/ip4/192.168.1.4/udp/5000/quic-v1");
    let tcp = address("/ip4/192.168.1.4/tcp/5000");
    for own in [&lan, &tcp, &address("/ip4/127.0.0.1/tcp/5000")] {
        host.on_listening(own.clone());
    }
    guest.set_subnets(vec![Subnet {
        ip: "192.168.1.9".parse().unwrap(),
        prefix_len: 24,
    }]);
    host.on_observed(now, host_is_seen());
    guest.on_observed(now, guest_is_seen());
    let (_, at_guest) = exchange(now, &mut host, &mut guest, 1);
    let quic = vec![address(RELAY_SEES_HOST), lan];
    assert_eq!(dials(&at_guest), [(quic, How::Dial)]);
    // QUIC first, TCP when that has led nowhere.
    let later = guest.poll_timeout().unwrap();
    assert!(later > now);
    guest.on_timeout(later);
    assert_eq!(dials(&outputs(&mut guest)), [(vec![tcp], How::Dial)]);
    assert_eq!(guest.poll_timeout(), Some(now + DIAL_WITHIN));
}

#[test]
fn silent_relays_do_not_hold_an_attempt_up() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let later = now + GATHER_WITHIN;
    guest.on_timeout(later);
    host.on_timeout(later);
    host.on_listening(address("/ip4/203.0.113.5/udp/5000/quic-v1"));
    let (_, at_guest) = exchange(later, &mut host, &mut guest, 1);
    assert_eq!(dials(&at_guest).len(), 1);
}

#[test]
fn failures_are_tried_again_with_fresh_addresses_and_growing_pauses() {
    let mut now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let mut pauses = Vec::new();
    for attempt in 1..=7 {
        host.on_observed(now, host_is_seen());
        guest.on_observed(now, guest_is_seen());
        let (mut at_host, mut at_guest) = exchange(now, &mut host, &mut guest, attempt);
        // A guest whose addresses are old gathers anew before it answers.
        guest.on_observed(now, guest_is_seen());
        let more = exchange(now, &mut host, &mut guest, attempt);
        at_host.extend(more.0);
        at_guest.extend(more.1);
        assert_eq!((dials(&at_host).len(), dials(&at_guest).len()), (1, 1));
        // Plain dials join in, then the attempt is given up.
        for _ in 0..2 {
            now = host.poll_timeout().unwrap();
            host.on_timeout(now);
            guest.on_timeout(now);
        }
        let next = host.poll_timeout().unwrap();
        pauses.push((next - now).as_secs());
        now = next;
        host.on_timeout(now);
        assert!(outputs(&mut host).contains(&Output::Observe(Transport::Quic)));
        outputs(&mut guest);
    }
    assert_eq!(pauses, [1, 5, 15, 30, 60, 60, 60]);
}

/// Both give up the attempt at hand, at different times.
fn give_up(now: Instant, host: &mut Direct, guest: &mut Direct) -> Instant {
    let mut last = now;
    for side in [host, guest] {
        while !matches!(side.state, State::Waiting { .. }) {
            last = side.poll_timeout().unwrap();
            side.on_timeout(last);
        }
        outputs(side);
    }
    last
}

#[test]
fn a_change_of_network_on_either_side_does_not_wait_for_the_pause() {
    let now = Instant::now();
    for at_guest in [false, true] {
        let (mut host, mut guest) = pair(now);
        tell_situations(now, &mut host, &mut guest);
        host.on_observed(now, host_is_seen());
        guest.on_observed(now, guest_is_seen());
        exchange(now, &mut host, &mut guest, 1);
        let later = give_up(now, &mut host, &mut guest);
        tell_situations(later, &mut host, &mut guest);
        assert!(outputs(&mut host).is_empty(), "nothing has changed");
        if at_guest {
            guest.on_change(later);
            host.on_their_situation(later, guest.situation());
        } else {
            host.on_change(later);
        }
        assert!(outputs(&mut host).contains(&Output::Observe(Transport::Quic)));
    }
}

#[test]
fn who_hides_has_the_other_open_no_socket() {
    let now = Instant::now();
    let hidden = Direct::new(Side::Guest, true);
    let (mut host, _) = idle(relays());
    host.on_their_situation(now, hidden.situation());
    host.start(now);
    assert!(outputs(&mut host).is_empty());
    assert_eq!(host.why_relayed(), WhyRelayed::Hidden(Whose::Theirs));
    assert_eq!(hidden.why_relayed(), WhyRelayed::Hidden(Whose::Ours));
    // One that finds out late stops.
    let (mut host, _) = pair(now);
    outputs(&mut host);
    host.on_their_situation(now, hidden.situation());
    assert_eq!(outputs(&mut host), [Output::StopObserving]);
}

const TCP_SEES_HOST: &str = "/ip4/198.51.100.1/tcp/2001";
const TCP_SEES_GUEST: &str = "/ip4/198.51.100.2/tcp/2002";

#[test]
fn without_udp_on_one_side_both_ask_over_tcp_and_open_at_the_same_moment() {
    let now = Instant::now();
    let (mut host, mut guest) = idle(relays_without_udp());
    tell_situations(now, &mut host, &mut guest);
    let rtt = Duration::from_millis(50);
    host.set_rtt(Some(rtt));
    host.start(now);
    guest.start(now);
    // Not before there is a port to dial the relay from.
    assert!(!outputs(&mut host).contains(&Output::Observe(Transport::Tcp)));
    outputs(&mut guest);
    let listening = "/ip4/192.168.1.4/tcp/5000";
    for side in [&mut host, &mut guest] {
        side.on_listening(address(listening));
        side.on_listening(address("/ip4/192.168.1.4/udp/5000/quic-v1"));
        assert_eq!(outputs(side), [Output::Observe(Transport::Tcp)]);
    }
    host.on_observed(now, host_is_seen());
    assert!(outputs(&mut host).is_empty(), "TCP is waited for");
    host.on_observed(now, seen(RELAY_OVER_TCP, TCP_SEES_HOST));
    guest.on_observed(now, seen(RELAY_OVER_TCP, TCP_SEES_GUEST));
    let (at_host, at_guest) = exchange(now, &mut host, &mut guest, 1);
    let both = [RELAY_SEES_HOST, TCP_SEES_HOST];
    assert_eq!(
        dials(&at_guest),
        both.map(|to| (vec![address(to)], How::Dial))
    );
    assert!(dials(&at_host).is_empty(), "the word is under way");
    let half_way = now + rtt / 2;
    assert_eq!(host.poll_timeout(), Some(half_way));
    host.on_timeout(half_way);
    let punch = (vec![address(TCP_SEES_GUEST)], How::Punch);
    assert_eq!(dials(&outputs(&mut host)), [punch]);
}

#[test]
fn relays_that_stall_over_udp_have_the_next_attempt_try_tcp() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_listening(address("/ip4/192.168.1.4/tcp/5000"));
    host.on_timeout(now + GATHER_WITHIN);
    give_up(now, &mut host, &mut guest);
    assert_eq!(host.situation().udp, Udp::Unseen);
    host.on_timeout(host.poll_timeout().unwrap());
    assert!(outputs(&mut host).contains(&Output::Observe(Transport::Tcp)));
}

#[test]
fn the_cause_is_told_once_an_attempt_has_failed_and_kept_during_the_next() {
    let mut now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_listening(address("/ip4/192.168.1.4/udp/5000/quic-v1"));
    host.on_observed(now, host_is_seen());
    let other = "/ip4/203.0.113.2/udp/4001/quic-v1";
    host.on_observed(now, seen(other, "/ip4/198.51.100.1/udp/1009/quic-v1"));
    guest.on_observed(now, guest_is_seen());
    exchange(now, &mut host, &mut guest, 1);
    tell_situations(now, &mut host, &mut guest);
    assert_eq!(host.why_relayed(), WhyRelayed::Trying);
    now = give_up(now, &mut host, &mut guest) + PAUSES[0];
    for _ in 0..2 {
        let why = WhyRelayed::SymmetricNat(Whose::Ours);
        assert_eq!(host.why_relayed(), why);
        tell_situations(now, &mut host, &mut guest);
        host.on_timeout(now);
    }
    host.stop();
    host.start(now);
    assert_eq!(host.why_relayed(), WhyRelayed::Trying);
}

#[test]
fn once_one_dial_has_led_there_no_more_are_made() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_observed(now, host_is_seen());
    guest.on_observed(now, guest_is_seen());
    let (at_host, _) = exchange(now, &mut host, &mut guest, 1);
    assert_eq!(dials(&at_host).len(), 1);
    host.on_straight();
    host.on_timeout(now + Duration::from_secs(1));
    assert!(dials(&outputs(&mut host)).is_empty());
    // It leads nowhere all the same: the attempt ends in its time.
    assert_eq!(host.poll_timeout(), Some(now + DIAL_WITHIN));
}

/// All that a peer can have us dial, whatever it says.
#[test]
fn a_peers_word_leads_to_no_loopback_no_foreign_network_no_relay_and_not_far() {
    let now = Instant::now();
    let bad = [
        "/ip4/127.0.0.1/udp/5000/quic-v1",
        "/ip4/127.0.0.1/tcp/22",
        "/ip6/::1/tcp/22",
        "/ip4/10.1.2.3/tcp/80",
        "/ip4/192.168.7.1/udp/5000/quic-v1",
        "/ip4/169.254.169.254/tcp/80",
        "/ip4/100.64.0.1/tcp/80",
        "/ip6/fe80::1/tcp/80",
        "/dns4/example.org/tcp/80",
        "/ip4/198.51.100.9/udp/53",
        // Our relay, and ourselves.
        RELAY,
        RELAY_OVER_TCP,
        RELAY_SEES_HOST,
        "/ip4/192.168.1.4/tcp/5000",
    ];
    for side in [Side::Host, Side::Guest] {
        for (told, most) in [(bad.map(address).to_vec(), 0), (many(), MAX_ADDRESSES)] {
            let mut us = Direct::new(side, false);
            us.set_relays(relays_without_udp());
            us.set_subnets(vec![Subnet {
                ip: "192.168.1.4".parse().unwrap(),
                prefix_len: 24,
            }]);
            us.start(now);
            us.on_listening(address("/ip4/192.168.1.4/tcp/5000"));
            us.on_observed(now, host_is_seen());
            us.start_dialing(now, told);
            while matches!(us.state, State::Dialing { .. }) {
                us.on_timeout(us.poll_timeout().unwrap());
            }
            let dials = dials(&outputs(&mut us));
            let mut dialled: Vec<_> = dials.into_iter().flat_map(|(to, _)| to).collect();
            dialled.sort_unstable_by_key(Multiaddr::to_string);
            dialled.dedup();
            assert!(dialled.len() <= most, "{side:?}: {dialled:?}");
        }
    }
}

fn many() -> Vec<Multiaddr> {
    let nth = |n: u32| address(&format!("/ip4/198.51.100.{n}/tcp/5000"));
    (10..60).map(nth).collect()
}

#[test]
fn nonsense_and_silence_end_the_exchange() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_observed(now, host_is_seen());
    outputs(&mut host);
    host.on_named(StreamId(1));
    host.on_opened(StreamId(1));
    outputs(&mut host);
    host.on_frame(now, StreamId(1), b"nonsense");
    assert!(outputs(&mut host).contains(&Output::Finish(StreamId(1))));
    assert!(matches!(host.state, State::Waiting { next: Some(_), .. }));

    guest.on_observed(now, guest_is_seen());
    guest.on_inbound(now, StreamId(2));
    guest.on_frame(now, StreamId(2), &Message::Sync.encode());
    assert!(outputs(&mut guest).contains(&Output::Finish(StreamId(2))));
    guest.stop();
    guest.on_inbound(now, StreamId(3));
    assert!(outputs(&mut guest).contains(&Output::Finish(StreamId(3))));
}

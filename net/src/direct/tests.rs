use super::*;

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

fn dials(outputs: &[Output]) -> Vec<(Vec<Multiaddr>, bool)> {
    let dial = |o: &Output| match o {
        Output::Dial { addresses, punch } => Some((addresses.clone(), *punch)),
        _ => None,
    };
    outputs.iter().filter_map(dial).collect()
}

fn pair(now: Instant) -> (Direct, Direct) {
    let (mut host, mut guest) = (Direct::new(Side::Host), Direct::new(Side::Guest));
    host.start(now);
    guest.start(now);
    (host, guest)
}

#[test]
fn both_gather_then_the_host_punches_and_the_guest_dials() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    assert_eq!(outputs(&mut host), [Output::Listen, Output::Observe]);
    assert_eq!(outputs(&mut guest), [Output::Listen, Output::Observe]);
    // The host is ready first: its question waits until the guest is.
    host.on_observed(now, address(RELAY_SEES_HOST));
    let (at_host, at_guest) = exchange(now, &mut host, &mut guest, 1);
    assert!(at_host.is_empty() && at_guest.is_empty());
    guest.on_observed(now, address(RELAY_SEES_GUEST));
    let (at_host, at_guest) = exchange(now, &mut host, &mut guest, 1);
    assert_eq!(dials(&at_host), [(vec![address(RELAY_SEES_GUEST)], true)]);
    assert_eq!(dials(&at_guest), [(vec![address(RELAY_SEES_HOST)], false)]);
}

#[test]
fn lan_addresses_are_told_and_only_on_link_ones_dialled() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let lan = address("/ip4/192.168.1.4/udp/5000/quic-v1");
    let tcp = address("/ip4/192.168.1.4/tcp/5000");
    for own in [&lan, &tcp, &address("/ip4/127.0.0.1/tcp/5000")] {
        host.on_listening(now, own.clone());
    }
    guest.set_subnets(vec![Subnet {
        ip: "192.168.1.9".parse().unwrap(),
        prefix_len: 24,
    }]);
    host.on_observed(now, address(RELAY_SEES_HOST));
    guest.on_observed(now, address(RELAY_SEES_GUEST));
    let (_, at_guest) = exchange(now, &mut host, &mut guest, 1);
    let quic = vec![address(RELAY_SEES_HOST), lan];
    assert_eq!(dials(&at_guest), [(quic, false)]);
    // QUIC first, TCP when that has led nowhere.
    assert_eq!(guest.poll_timeout(), Some(now + PLAIN_AFTER));
    guest.on_timeout(now + PLAIN_AFTER);
    assert_eq!(dials(&outputs(&mut guest)), [(vec![tcp], false)]);
    assert_eq!(guest.poll_timeout(), Some(now + DIAL_WITHIN));
}

#[test]
fn silent_relays_do_not_hold_an_attempt_up() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let later = now + GATHER_WITHIN;
    guest.on_timeout(later);
    host.on_timeout(later);
    host.on_listening(later, address("/ip4/203.0.113.5/udp/5000/quic-v1"));
    let (_, at_guest) = exchange(later, &mut host, &mut guest, 1);
    assert_eq!(dials(&at_guest).len(), 1);
}

#[test]
fn failures_are_tried_again_with_fresh_addresses_and_growing_pauses() {
    let mut now = Instant::now();
    let (mut host, mut guest) = pair(now);
    let mut pauses = Vec::new();
    for attempt in 1..=7 {
        host.on_observed(now, address(RELAY_SEES_HOST));
        guest.on_observed(now, address(RELAY_SEES_GUEST));
        let (mut at_host, mut at_guest) = exchange(now, &mut host, &mut guest, attempt);
        // A guest whose addresses are old gathers anew before it answers.
        guest.on_observed(now, address(RELAY_SEES_GUEST));
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
        assert!(outputs(&mut host).contains(&Output::Observe));
        outputs(&mut guest);
    }
    assert_eq!(pauses, [1, 5, 15, 30, 60, 60, 60]);
}

#[test]
fn a_change_of_address_does_not_wait_for_the_pause() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_observed(now, address(RELAY_SEES_HOST));
    guest.on_observed(now, address(RELAY_SEES_GUEST));
    exchange(now, &mut host, &mut guest, 1);
    host.on_timeout(now + DIAL_WITHIN);
    outputs(&mut host);
    host.on_listening(now + DIAL_WITHIN, address("/ip4/203.0.113.9/tcp/5000"));
    assert!(outputs(&mut host).contains(&Output::Observe));
}

#[test]
fn nonsense_and_silence_end_the_exchange() {
    let now = Instant::now();
    let (mut host, mut guest) = pair(now);
    host.on_observed(now, address(RELAY_SEES_HOST));
    outputs(&mut host);
    host.on_named(StreamId(1));
    host.on_opened(StreamId(1));
    outputs(&mut host);
    host.on_frame(now, StreamId(1), b"nonsense");
    assert!(outputs(&mut host).contains(&Output::Finish(StreamId(1))));
    assert!(matches!(host.state, State::Waiting { next: Some(_) }));

    guest.on_observed(now, address(RELAY_SEES_GUEST));
    guest.on_inbound(now, StreamId(2));
    guest.on_frame(now, StreamId(2), &Message::Sync.encode());
    assert!(outputs(&mut guest).contains(&Output::Finish(StreamId(2))));
    guest.stop();
    guest.on_inbound(now, StreamId(3));
    assert!(outputs(&mut guest).contains(&Output::Finish(StreamId(3))));
}

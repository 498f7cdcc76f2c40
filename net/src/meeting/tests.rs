use rand::SeedableRng;

use super::*;
use crate::paths::SILENT;

struct Fixture {
    meeting: Meeting,
    now: Instant,
    ids: Vec<PeerId>,
}

impl Fixture {
    fn new(relays: usize) -> Self {
        let now = Instant::now();
        let ids: Vec<PeerId> = (0..relays).map(|_| PeerId::random()).collect();
        let addresses: Vec<Multiaddr> = ids
            .iter()
            .map(|id| {
                format!("/ip4/203.0.113.7/tcp/4001/p2p/{id}")
                    .parse()
                    .unwrap()
            })
            .collect();
        Self {
            meeting: Meeting::new(now, &addresses, StdRng::seed_from_u64(1)),
            now,
            ids,
        }
    }

    fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.meeting.poll_output()).collect()
    }

    fn tick(&mut self) -> Vec<Output> {
        if let Some(at) = self.meeting.poll_timeout() {
            self.now = self.now.max(at);
        }
        self.meeting.on_timeout(self.now);
        self.outputs()
    }

    /// Connects and seats every relay; gives what it asked for in the end.
    fn seated(relays: usize) -> (Self, Vec<Output>) {
        let mut f = Self::new(relays);
        f.meeting.take_seats(f.now);
        f.meeting.list_anew(f.now);
        for id in f.ids.clone() {
            f.meeting.on_connected(f.now, id);
        }
        f.outputs();
        for id in f.ids.clone() {
            f.meeting.on_seat(f.now, id);
        }
        let outputs = f.outputs();
        (f, outputs)
    }
}

fn registrations(outputs: &[Output]) -> Vec<(PeerId, Nameplate)> {
    let register = |o: &Output| match o {
        Output::Register {
            relay, nameplate, ..
        } => Some((*relay, *nameplate)),
        _ => None,
    };
    outputs.iter().filter_map(register).collect()
}

#[test]
fn dials_at_once_and_backs_off_up_to_two_seconds() {
    let mut f = Fixture::new(1);
    let id = f.ids[0];
    let dial = |o: &Vec<Output>| matches!(o[..], [Output::Dial { .. }]);
    assert!(dial(&f.tick()));
    let mut pauses = Vec::new();
    for _ in 0..6 {
        let before = f.now;
        f.meeting.on_dial_failed(f.now, id);
        f.outputs();
        assert!(dial(&f.tick()));
        pauses.push((f.now - before).as_millis());
    }
    assert_eq!(pauses, [250, 500, 1000, 2000, 2000, 2000]);
}

#[test]
fn says_whether_anybody_answers() {
    let mut f = Fixture::new(2);
    f.tick();
    f.meeting.on_dial_failed(f.now, f.ids[0]);
    assert!(!f.meeting.all_failed());
    f.meeting.on_dial_failed(f.now, f.ids[1]);
    assert!(f.outputs().contains(&Output::Reach(Reach::Offline)));
    f.meeting.on_connected(f.now, f.ids[1]);
    assert_eq!(f.outputs(), [Output::Reach(Reach::Ready)]);
    f.meeting.on_disconnected(f.now, f.ids[1]);
    assert!(f.outputs().contains(&Output::Reach(Reach::Offline)));
    f.meeting.on_connected(f.now, f.ids[1]);
    f.now += WARN_AFTER;
    f.meeting.on_timeout(f.now);
    let warning = Output::Warn(Warning::RelayLost);
    assert!(!f.outputs().contains(&warning), "it was back in time");
    f.meeting.on_disconnected(f.now, f.ids[1]);
    f.now += WARN_AFTER;
    f.meeting.on_timeout(f.now);
    assert!(f.outputs().contains(&warning));
}

#[test]
fn holds_two_seats_and_lists_on_both() {
    let (mut f, outputs) = Fixture::seated(3);
    let seated: Vec<PeerId> = registrations(&outputs).iter().map(|r| r.0).collect();
    // The third was never asked, so its seat came unbidden; it is used all the
    // same, since it is there.
    assert!(seated.contains(&f.ids[0]) && seated.contains(&f.ids[1]));
    let plate = registrations(&outputs)[0].1;
    for id in seated {
        f.meeting.on_registered(f.now, id, plate, 120);
    }
    assert_eq!(f.outputs(), [Output::Listed(plate)]);
    // Renewed at half the time to live.
    let renewed = f.tick();
    assert_eq!(registrations(&renewed).len(), 3);
    assert!(renewed.iter().all(|o| matches!(o, Output::Register { .. })));
}

#[test]
fn a_taken_nameplate_is_drawn_again_everywhere() {
    let (mut f, outputs) = Fixture::seated(2);
    let plate = registrations(&outputs)[0].1;
    f.meeting.on_registered(f.now, f.ids[0], plate, 120);
    assert!(f.outputs().is_empty(), "the other has not answered yet");
    f.meeting
        .on_register_refused(f.now, f.ids[1], plate, Refusal::Taken);
    let again = f.outputs();
    assert_eq!(
        again[0],
        Output::Unregister {
            relay: f.ids[0],
            nameplate: plate
        }
    );
    assert_eq!(registrations(&again).len(), 2);
    assert_ne!(registrations(&again)[0].1, plate);
    // A late answer about the old nameplate changes nothing.
    f.meeting.on_registered(f.now, f.ids[0], plate, 120);
    assert!(f.outputs().is_empty());
}

#[test]
fn all_hundred_taken_means_three_digits() {
    let (mut f, mut outputs) = Fixture::seated(1);
    for _ in 0..100 {
        let (id, plate) = registrations(&outputs)[0];
        assert_eq!(plate.to_string().len(), 2);
        f.meeting
            .on_register_refused(f.now, id, plate, Refusal::Taken);
        outputs = f.outputs();
    }
    assert_eq!(registrations(&outputs)[0].1.to_string().len(), 3);
}

#[test]
fn a_refusing_meeting_point_is_named_once_and_asked_again() {
    let (mut f, mut outputs) = Fixture::seated(1);
    let mut warnings = 0;
    for _ in 0..5 {
        let (id, plate) = registrations(&outputs)[0];
        f.meeting
            .on_register_refused(f.now, id, plate, Refusal::Other);
        let said = f.outputs();
        warnings += said.len();
        outputs = f.tick();
    }
    assert_eq!(warnings, 1);
}

#[test]
fn a_lost_seat_is_asked_for_again_and_listed_again() {
    let (mut f, outputs) = Fixture::seated(1);
    let (id, plate) = registrations(&outputs)[0];
    f.meeting.on_registered(f.now, id, plate, 120);
    assert_eq!(f.meeting.vias().len(), 1);
    f.outputs();
    f.meeting.on_seat_lost(f.now, id, true);
    assert_eq!(
        f.outputs(),
        [Output::Seats, Output::Warn(Warning::RelayLimits)]
    );
    assert!(f.meeting.vias().is_empty());
    assert!(matches!(f.tick()[..], [Output::Reserve { .. }]));
    f.meeting.on_seat(f.now, id);
    assert_eq!(registrations(&f.outputs()), [(id, plate)]);
}

#[test]
fn a_relay_that_comes_back_is_reserved_and_listed_on_again() {
    let (mut f, outputs) = Fixture::seated(1);
    let (id, plate) = registrations(&outputs)[0];
    f.meeting.on_registered(f.now, id, plate, 120);
    f.meeting.on_disconnected(f.now, id);
    f.outputs();
    assert!(matches!(f.tick()[..], [Output::Dial { .. }]));
    f.meeting.on_connected(f.now, id);
    let said = f.outputs();
    assert!(said.iter().any(|o| matches!(o, Output::Reserve { .. })));
    f.meeting.on_seat(f.now, id);
    assert_eq!(registrations(&f.outputs()), [(id, plate)]);
    f.meeting.unlist();
    assert!(matches!(f.outputs()[..], [Output::Unregister { .. }]));
    f.meeting.on_disconnected(f.now, id);
}

#[test]
fn addresses_without_a_key_are_left_out() {
    let now = Instant::now();
    let bad = ["/ip4/203.0.113.7/tcp/4001", "/p2p-circuit"].map(|a| a.parse().unwrap());
    let meeting = Meeting::new(now, &bad, StdRng::seed_from_u64(1));
    assert!(meeting.relays.is_empty());
    assert!(meeting.is_hopeless(), "nobody can be asked");
}

#[test]
fn a_nameplate_lost_to_somebody_else_is_replaced() {
    let (mut f, outputs) = Fixture::seated(1);
    let (id, plate) = registrations(&outputs)[0];
    f.meeting.on_registered(f.now, id, plate, 120);
    f.outputs();
    f.tick();
    f.meeting
        .on_register_refused(f.now, id, plate, Refusal::Taken);
    let again = registrations(&f.outputs());
    assert_ne!(again[0].1, plate);
    f.meeting.on_registered(f.now, id, again[0].1, 120);
    assert_eq!(f.outputs(), [Output::Listed(again[0].1)]);
}

#[test]
fn quic_is_dialled_first_and_tcp_when_it_fails_or_takes_long() {
    let now = Instant::now();
    let id = PeerId::random();
    let quic: Multiaddr = "/ip4/203.0.113.7/udp/4001/quic-v1".parse().unwrap();
    let tcp: Multiaddr = "/ip4/203.0.113.7/tcp/4001".parse().unwrap();
    let relays = [&tcp, &quic].map(|a| a.clone().with_p2p(id).unwrap());
    for fails in [true, false] {
        let meeting = Meeting::new(now, &relays, StdRng::seed_from_u64(1));
        let ids = vec![id];
        let mut f = Fixture { meeting, now, ids };
        let dial = |address: &Multiaddr| Output::Dial {
            relay: id,
            addresses: vec![address.clone()],
        };
        assert_eq!(f.tick(), [dial(&quic)]);
        if fails {
            f.meeting.on_dial_failed(f.now, id);
            assert_eq!(f.outputs(), [dial(&tcp)]);
        } else {
            assert_eq!(f.tick(), [dial(&tcp)]);
            assert_eq!(f.now, now + Duration::from_millis(600));
            f.meeting.on_dial_failed(f.now, id);
            assert!(f.outputs().is_empty(), "one dial is still under way");
        }
        f.meeting.on_dial_failed(f.now, id);
        assert_eq!(f.outputs(), [Output::Reach(Reach::Offline)]);
    }
}

#[test]
fn a_relay_that_falls_silent_is_hung_up_on_once() {
    let mut f = Fixture::new(1);
    f.tick();
    let id = f.ids[0];
    f.meeting.on_connected(f.now, id);
    f.outputs();
    assert_eq!(f.meeting.poll_timeout(), None, "no answer is due yet");
    f.meeting.on_alive(f.now, id);
    let before = f.now;
    assert_eq!(f.tick(), [Output::Hang(id)]);
    assert_eq!(f.now, before + SILENT);
    assert_eq!(f.meeting.poll_timeout(), None);
}

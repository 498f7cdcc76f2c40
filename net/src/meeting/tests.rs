use rand::SeedableRng;

use super::{listing::LISTED_WITHIN, *};

const RTT: Duration = Duration::from_millis(23);

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

    /// All that is to be done or told but for how the relays are.
    fn outputs(&mut self) -> Vec<Output> {
        let all = std::iter::from_fn(|| self.meeting.poll_output());
        all.filter(|output| *output != Output::Health).collect()
    }

    /// Whether there is news of how the relays are, and how they are.
    fn health(&mut self) -> (bool, Vec<RelayHealth>) {
        let news = std::iter::from_fn(|| self.meeting.poll_output());
        let news = news.filter(|output| *output == Output::Health).count() > 0;
        let marks = self.meeting.marks();
        (news, marks.iter().map(|mark| mark.health).collect())
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
        [
            Output::Seats,
            Output::Refused(id),
            Output::Warn(Warning::RelayLimits)
        ]
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

fn reserved(outputs: &[Output]) -> Vec<PeerId> {
    let reserve = |o: &Output| match o {
        Output::Reserve { relay, .. } => Some(*relay),
        _ => None,
    };
    outputs.iter().filter_map(reserve).collect()
}

#[test]
fn a_relay_that_gives_no_seat_leaves_its_place_to_the_next() {
    let mut f = Fixture::new(4);
    f.meeting.take_seats(f.now);
    for id in f.ids.clone() {
        f.meeting.on_connected(f.now, id);
    }
    assert_eq!(reserved(&f.outputs()), f.ids[..2]);
    // One says no, the other nothing at all.
    f.meeting.on_seat_lost(f.now, f.ids[0], true);
    assert_eq!(reserved(&f.outputs()), [f.ids[2]]);
    f.meeting.on_seat(f.now, f.ids[2]);
    let before = f.now;
    let mut asked = Vec::new();
    while asked.is_empty() {
        asked = reserved(&f.tick());
    }
    // The one that said no, and is due again, comes first: it was named first.
    assert_eq!(asked, [f.ids[0]]);
    assert_eq!(f.now, before + Duration::from_secs(3));
    f.meeting.on_seat(f.now, f.ids[0]);
    assert_eq!(f.meeting.vias().len(), 2);
    f.outputs();
    assert_eq!(f.meeting.poll_timeout(), None, "two are enough");
    // Late, and good all the same.
    f.meeting.on_seat(f.now, f.ids[1]);
    assert_eq!(f.meeting.vias().len(), 3);
}

#[test]
fn the_loss_of_a_seat_is_made_up_for_at_once() {
    let (mut f, _) = Fixture::seated(2);
    let spare = PeerId::random();
    let address: Multiaddr = format!("/ip4/203.0.113.8/tcp/4001/p2p/{spare}")
        .parse()
        .unwrap();
    f.meeting.add_relay(f.now, &address);
    f.meeting.on_connected(f.now, spare);
    assert!(reserved(&f.outputs()).is_empty(), "two are enough");
    f.meeting.on_disconnected(f.now, f.ids[0]);
    assert_eq!(reserved(&f.outputs()), [spare]);
}

#[test]
fn a_seat_that_is_given_and_taken_back_is_asked_for_ever_more_patiently() {
    let mut f = Fixture::new(1);
    let id = f.ids[0];
    f.meeting.take_seats(f.now);
    f.meeting.on_connected(f.now, id);
    f.outputs();
    let mut pauses = Vec::new();
    for _ in 0..9 {
        f.meeting.on_seat(f.now, id);
        f.meeting.on_seat_lost(f.now, id, false);
        f.outputs();
        let before = f.now;
        assert_eq!(reserved(&f.tick()), [id]);
        pauses.push((f.now - before).as_millis());
    }
    assert_eq!(
        pauses,
        [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]
    );
}

#[test]
fn a_meeting_point_that_says_nothing_does_not_keep_the_code_back() {
    let (mut f, outputs) = Fixture::seated(2);
    let plate = registrations(&outputs)[0].1;
    f.meeting.on_registered(f.now, f.ids[1], plate, 120);
    assert!(f.outputs().is_empty(), "it may still object");
    let before = f.now;
    assert_eq!(f.tick(), [Output::Listed(plate)]);
    assert_eq!(f.now, before + LISTED_WITHIN);
    // Too late, and no reason to change a code that people know.
    f.meeting
        .on_register_refused(f.now, f.ids[0], plate, Refusal::Taken);
    assert!(f.outputs().is_empty());
}

#[test]
fn a_meeting_point_that_always_objects_is_not_heeded_for_ever() {
    let (mut f, mut outputs) = Fixture::seated(2);
    let mut drawn = 0;
    let listed = loop {
        let plate = registrations(&outputs)[0].1;
        drawn += 1;
        f.meeting.on_registered(f.now, f.ids[0], plate, 120);
        f.meeting
            .on_register_refused(f.now, f.ids[1], plate, Refusal::Taken);
        outputs = f.outputs();
        if outputs == [Output::Listed(plate)] {
            break plate;
        }
    };
    assert_eq!(drawn, 13);
    assert_eq!(listed.to_string().len(), 2);
}

#[test]
fn a_dial_into_silence_is_given_up() {
    let mut f = Fixture::new(1);
    let id = f.ids[0];
    f.tick();
    let before = f.now;
    assert_eq!(f.tick(), [Output::Hang(id)]);
    assert_eq!(f.now, before + Duration::from_secs(6));
    f.meeting.on_dial_failed(f.now, id);
    assert_eq!(f.outputs(), [Output::Reach(Reach::Offline)]);
    assert!(matches!(f.tick()[..], [Output::Dial { .. }]));
}

#[test]
fn marks_follow_what_relays_do_and_small_changes_are_no_news() {
    use RelayHealth::{Answers, Looking, NoAnswer, Refuses};
    let mut f = Fixture::new(2);
    f.meeting.on_timeout(f.now);
    assert_eq!(f.health(), (false, vec![Looking, Looking]));
    for id in f.ids.clone() {
        f.meeting.on_connected(f.now, id);
    }
    assert_eq!(f.health(), (false, vec![Looking, Looking]));
    f.meeting.on_alive(f.now, f.ids[0], RTT);
    assert_eq!(f.health(), (true, vec![Answers { rtt: RTT }, Looking]));
    let a_bit_more = RTT + Duration::from_millis(5);
    f.meeting.on_alive(f.now, f.ids[0], a_bit_more);
    assert!(!f.health().0);
    // One hangs up before it has answered anything, one cannot be reached.
    f.meeting.on_disconnected(f.now, f.ids[1]);
    assert_eq!(f.health(), (true, vec![Answers { rtt: RTT }, Refuses]));
    f.meeting.on_disconnected(f.now, f.ids[0]);
    assert_eq!(f.health(), (true, vec![NoAnswer, Refuses]));
    // What answers pings may still be no relay.
    f.meeting.on_connected(f.now, f.ids[0]);
    f.meeting.on_alive(f.now, f.ids[0], RTT);
    f.meeting.on_useless(f.ids[0]);
    assert_eq!(f.health(), (true, vec![Refuses, Refuses]));
}

#[test]
fn a_relay_that_hangs_up_on_everybody_is_not_dialled_without_a_pause() {
    let mut f = Fixture::new(1);
    let id = f.ids[0];
    f.tick();
    let mut pauses = Vec::new();
    for _ in 0..5 {
        f.meeting.on_connected(f.now, id);
        f.meeting.on_alive(f.now, id, RTT);
        f.meeting.on_disconnected(f.now, id);
        f.outputs();
        let before = f.now;
        let dials = |o: &Output| matches!(o, Output::Dial { .. });
        while !f.tick().iter().any(dials) {}
        pauses.push((f.now - before).as_millis());
    }
    assert_eq!(pauses, [250, 500, 1000, 2000, 2000]);
}

#[test]
fn one_that_always_objects_does_not_use_up_the_nameplates_before_another_is_there() {
    let mut f = Fixture::new(2);
    f.meeting.take_seats(f.now);
    f.meeting.list_anew(f.now);
    for id in f.ids.clone() {
        f.meeting.on_connected(f.now, id);
    }
    f.meeting.on_seat(f.now, f.ids[0]);
    let mut outputs = f.outputs();
    let mut drawn = 0;
    while let Some((id, plate)) = registrations(&outputs).first().copied() {
        drawn += 1;
        f.meeting
            .on_register_refused(f.now, id, plate, Refusal::Taken);
        outputs = f.outputs();
    }
    assert_eq!(drawn, 13);
    // From here on one for each moment of waiting, until the other lists us.
    let before = f.now;
    assert_eq!(registrations(&f.tick()).len(), 1);
    assert_eq!(f.now, before + LISTED_WITHIN);
    f.meeting.on_seat(f.now, f.ids[1]);
    let (id, plate) = registrations(&f.outputs())[0];
    assert_eq!(id, f.ids[1]);
    f.meeting
        .on_register_refused(f.now, f.ids[0], plate, Refusal::Taken);
    f.meeting.on_registered(f.now, f.ids[1], plate, 120);
    assert_eq!(f.outputs(), [Output::Listed(plate)]);
}

#[test]
fn a_relay_that_wants_its_seats_renewed_all_the_time_is_hung_up_on() {
    let mut f = Fixture::new(1);
    let id = f.ids[0];
    f.meeting.take_seats(f.now);
    f.meeting.on_connected(f.now, id);
    f.meeting.on_seat(f.now, id);
    f.outputs();
    for _ in 0..10 {
        f.now += Duration::from_secs(2);
        f.meeting.on_seat(f.now, id);
        assert!(f.outputs().is_empty(), "often, but not in haste");
    }
    let mut renewed = 0;
    while !f.outputs().contains(&Output::Hang(id)) {
        f.meeting.on_seat(f.now, id);
        renewed += 1;
    }
    assert_eq!(renewed, 5);
}

use rand::{Rng, SeedableRng, seq::SliceRandom};

use super::{exchange::MAX_RUNS, *};
use crate::{
    admission::guest::{GuestRun, Outcome, Step},
    api::Invite,
    code::{Nameplate, NameplateSize},
    link::{InviteLink, Via},
};

struct Fixture {
    door: Door,
    now: Instant,
    host: PeerId,
    code: RoomCode,
    link: InviteLink,
    rng: StdRng,
    runs: u64,
}

/// A guest and its stream to the door.
struct Guest {
    run: GuestRun,
    id: StreamId,
    outcome: Option<Outcome>,
    knocking: bool,
}

impl Fixture {
    fn new(ask: bool) -> Self {
        let mut rng = StdRng::seed_from_u64(1);
        let host = PeerId::random();
        let secret = LinkSecret::random(&mut rng);
        let via = Via::Relay {
            address: "/ip4/203.0.113.7/tcp/4001".parse().unwrap(),
            relay: PeerId::random(),
        };
        let link = InviteLink::new(host, vec![via], secret.clone()).unwrap();
        let name = "Quiet Otter".parse().unwrap();
        let mut door = Door::new(host, name, secret, ask, StdRng::seed_from_u64(2));
        let code = code("47213");
        door.set_code(Some(code.clone()));
        Self {
            door,
            now: Instant::now(),
            host,
            code,
            link,
            rng,
            runs: 0,
        }
    }

    fn knock_at(&mut self, peer: PeerId, invite: &Invite) -> Guest {
        self.runs += 1;
        let id = StreamId(self.runs);
        let name = "Calm Badger".parse().unwrap();
        let (run, hello) = GuestRun::start(invite, name, peer, self.host, &mut self.rng);
        self.door.on_open(self.now, id, peer);
        self.door.on_frame(self.now, id, &hello);
        Guest {
            run,
            id,
            outcome: None,
            knocking: false,
        }
    }

    /// Carries frames until both are silent; gives what else the door said.
    fn run(&mut self, guests: &mut [Guest]) -> Vec<Output> {
        let mut said = Vec::new();
        while let Some(output) = self.door.poll_output() {
            let Output::Send { run, frame } = output else {
                said.push(output);
                continue;
            };
            let Some(guest) = guests.iter_mut().find(|g| g.id == run) else {
                continue;
            };
            match guest.run.on_frame(&frame) {
                Step::Send(frame) => self.door.on_frame(self.now, run, &frame),
                Step::Knock(frame) => {
                    guest.knocking = true;
                    self.door.on_frame(self.now, run, &frame);
                }
                Step::Done(outcome) => guest.outcome = Some(outcome),
            }
        }
        said
    }

    /// One whole run, with the clock jumping over pauses.
    fn try_once(&mut self, invite: &Invite) -> (Option<Outcome>, Vec<Output>) {
        let mut guest = [self.knock_at(PeerId::random(), invite)];
        let mut said = self.run(&mut guest);
        while guest[0].outcome.is_none() && !guest[0].knocking {
            self.now = self.door.poll_timeout().unwrap().max(self.now);
            self.door.on_timeout(self.now);
            said.extend(self.run(&mut guest));
        }
        let [guest] = guest;
        (guest.outcome, said)
    }
}

fn code(text: &str) -> RoomCode {
    text.parse().unwrap()
}

/// Whether this is being let in by Quiet Otter.
fn is_admitted(outcome: &Option<Outcome>) -> bool {
    matches!(outcome, Some(Outcome::Admitted { name, .. }) if name.as_str() == "Quiet Otter")
}

#[test]
fn a_right_code_admits_at_once_and_locks_the_room() {
    let mut f = Fixture::new(false);
    let right = Invite::Code(f.code.clone());
    let peer = PeerId::random();
    let mut guests = [f.knock_at(peer, &right)];
    let said = f.run(&mut guests);
    assert!(is_admitted(&guests[0].outcome));
    let Some(Outcome::Admitted { bond, .. }) = guests[0].outcome.clone() else {
        panic!("not admitted");
    };
    assert_eq!(said[0], Output::Seat { peer, bond });
    let (third, said) = f.try_once(&right);
    assert_eq!(third, Some(Outcome::No));
    assert!(!said.iter().any(|o| matches!(o, Output::Seat { .. })));
}

#[test]
fn a_right_link_admits_at_once_even_after_guessing() {
    let mut f = Fixture::new(false);
    for n in 0..10 {
        let wrong = Invite::Code(code(&format!("4700{n}")));
        assert_eq!(f.try_once(&wrong).0, Some(Outcome::No));
    }
    let link = Invite::Link(f.link.clone());
    assert!(is_admitted(&f.try_once(&link).0));
}

#[test]
fn a_seated_guest_whose_verdict_was_lost_may_run_again() {
    let mut f = Fixture::new(true);
    let right = Invite::Link(f.link.clone());
    let peer = PeerId::random();
    let mut guests = [f.knock_at(peer, &right)];
    f.run(&mut guests);
    assert!(f.door.answer(f.now, true));
    f.run(&mut []);
    let mut again = [f.knock_at(peer, &right)];
    f.run(&mut again);
    assert!(is_admitted(&again[0].outcome));
    f.door.settle();
    let mut after = [f.knock_at(peer, &right)];
    f.run(&mut after);
    assert_eq!(after[0].outcome, Some(Outcome::No));
}

#[test]
fn knocking_shows_the_name_and_waits_for_the_person() {
    let mut f = Fixture::new(true);
    let right = Invite::Code(f.code.clone());
    let mut guests = [
        f.knock_at(PeerId::random(), &right),
        f.knock_at(PeerId::random(), &right),
    ];
    let said = f.run(&mut guests);
    let name: DisplayName = "Calm Badger".parse().unwrap();
    assert_eq!(said, [Output::Knock { name: name.clone() }]);
    assert!(guests.iter().all(|g| g.knocking && g.outcome.is_none()));

    assert!(f.door.answer(f.now, false));
    let said = f.run(&mut guests);
    assert_eq!(guests[0].outcome, Some(Outcome::Refused));
    assert!(said.contains(&Output::Knock { name }));
    assert!(f.door.answer(f.now, true));
    f.run(&mut guests);
    assert!(is_admitted(&guests[1].outcome));
    assert!(!f.door.answer(f.now, true));
}

/// Its connection broke, and ours may be yet to.
#[test]
fn who_begins_anew_takes_the_place_of_its_run_before() {
    for ask in [false, true] {
        let mut f = Fixture::new(ask);
        let right = Invite::Code(f.code.clone());
        let peer = PeerId::random();
        let mut lost = [f.knock_at(peer, &right)];
        if ask {
            f.run(&mut lost);
        }
        for _ in 0..2 * MAX_RUNS {
            lost = [f.knock_at(peer, &right)];
        }
        let mut again = [f.knock_at(peer, &right)];
        let said = f.run(&mut again);
        let [lost] = lost;
        assert!(said.contains(&Output::Finish { run: lost.id }));
        assert_eq!(again[0].outcome.is_none(), ask);
        if ask {
            assert!(said.contains(&Output::KnockGone));
            assert!(f.door.answer(f.now, true));
            f.run(&mut again);
        }
        assert!(is_admitted(&again[0].outcome));
    }
}

#[test]
fn a_knock_ends_when_the_guest_goes_or_nobody_answers() {
    let mut f = Fixture::new(true);
    let right = Invite::Code(f.code.clone());
    let mut guests = [f.knock_at(PeerId::random(), &right)];
    f.run(&mut guests);
    f.door.on_close(f.now, guests[0].id);
    assert_eq!(f.run(&mut []), [Output::KnockGone]);

    let mut guests = [f.knock_at(PeerId::random(), &right)];
    f.run(&mut guests);
    f.now += KNOCK_WITHIN;
    f.door.on_timeout(f.now);
    assert!(f.run(&mut guests).contains(&Output::KnockGone));
    assert_eq!(guests[0].outcome, Some(Outcome::No));
}

#[test]
fn guessing_makes_people_knock_then_rerolls_then_switches_off() {
    let mut f = Fixture::new(false);
    let wrong = Invite::Code(code("47999"));
    let mut news = Vec::new();
    for _ in 0..5 {
        news.extend(f.try_once(&wrong).1);
    }
    news.retain(|o| !matches!(o, Output::Finish { .. }));
    assert_eq!(news, [Output::Reroll]);
    // Until there is a new code the old one is as wrong as any.
    let old = Invite::Code(f.code.clone());
    assert_eq!(f.try_once(&old).0, Some(Outcome::No));
    f.door.set_code(Some(code("51888")));
    let mut guests = [f.knock_at(PeerId::random(), &Invite::Code(code("51888")))];
    f.now = f.door.poll_timeout().unwrap();
    f.door.on_timeout(f.now);
    f.run(&mut guests);
    assert!(
        guests[0].knocking,
        "code joiners knock once somebody guessed"
    );
    f.door.answer(f.now, false);
    f.run(&mut guests);

    let wrong = Invite::Code(code("51999"));
    let mut news = Vec::new();
    for _ in 0..4 {
        news.extend(f.try_once(&wrong).1);
    }
    news.retain(|o| !matches!(o, Output::Finish { .. }));
    assert_eq!(news, [Output::CodeOff]);
    assert!(f.door.is_code_off());
    assert_eq!(
        f.try_once(&Invite::Code(code("51888"))).0,
        Some(Outcome::No)
    );
    f.door.renew_budget();
    f.door.set_code(Some(code("62111")));
    let (outcome, said) = f.try_once(&Invite::Code(code("62111")));
    assert_eq!(outcome, None);
    assert!(said.iter().any(|o| matches!(o, Output::Knock { .. })));
}

#[test]
fn who_asks_at_another_nameplate_is_told_so_and_nothing_is_charged() {
    let mut f = Fixture::new(false);
    for n in 0..50 {
        let other = Invite::Code(code(&format!("{:02}213", n % 47)));
        assert_eq!(f.try_once(&other).0, Some(Outcome::NotHere));
    }
    assert!(!f.door.budget.is_touched() && f.door.compared == 0);
    assert_eq!(f.door.poll_timeout(), None, "nothing of it stays");
    // A full room says the same of other nameplates, and of its own what it
    // says to any wrong code.
    let right = Invite::Code(f.code.clone());
    let mut guest = [f.knock_at(PeerId::random(), &right)];
    f.run(&mut guest);
    f.door.settle();
    let other = Invite::Code(code("46213"));
    assert_eq!(f.try_once(&other).0, Some(Outcome::NotHere));
    assert_eq!(f.try_once(&right).0, Some(Outcome::No));
}

#[test]
fn a_room_that_never_had_a_code_is_at_no_nameplate() {
    let mut f = Fixture::new(false);
    f.door.nameplate = None;
    f.door.code = None;
    let any = Invite::Code(f.code.clone());
    assert_eq!(f.try_once(&any).0, Some(Outcome::NotHere));
    let link = Invite::Link(f.link.clone());
    assert!(matches!(
        f.try_once(&link).0,
        Some(Outcome::Admitted { .. })
    ));
}

/// However many keys the guesser has and however it interleaves them, no more
/// than the budget is ever compared with the code.
#[test]
fn two_hundred_keys_in_parallel_share_one_budget() {
    for seed in 0..20 {
        let mut f = Fixture::new(false);
        let mut order = StdRng::seed_from_u64(seed);
        let mut guesses: Vec<u16> = (0..1000).collect();
        guesses.shuffle(&mut order);
        let mut live: Vec<Guest> = Vec::new();
        let mut codes = vec![f.code.clone()];
        for guess in guesses.into_iter().take(200) {
            let nameplate = codes.last().unwrap().nameplate();
            let guess = code(&format!("{nameplate}{guess:03}"));
            // The budget is what is tested, not luck.
            if codes.contains(&guess) {
                continue;
            }
            live.push(f.knock_at(PeerId::random(), &Invite::Code(guess)));
            if order.gen_bool(0.3) {
                f.now += Duration::from_millis(order.gen_range(0..5000));
                f.door.on_timeout(f.now);
            }
            for output in f.run(&mut live) {
                match output {
                    Output::Reroll => {
                        let plate = Nameplate::new(NameplateSize::Two, 9).unwrap();
                        let fresh = RoomCode::random(plate, &mut order);
                        f.door.set_code(Some(fresh.clone()));
                        codes.push(fresh);
                    }
                    Output::Seat { .. } | Output::Knock { .. } => panic!("guessed"),
                    _ => {}
                }
            }
            assert!(f.door.runs.len() <= MAX_RUNS + MAX_SILENT + MAX_KNOCKS);
        }
        let compared = f.door.compared;
        assert!((1..=10).contains(&compared), "{compared} were compared");
        assert!(codes.len() <= 2);
    }
}

#[test]
fn links_keep_a_place_while_codes_are_held() {
    let mut f = Fixture::new(false);
    let wrong = Invite::Code(code("47999"));
    f.try_once(&wrong);
    let mut held: Vec<Guest> = (0..6)
        .map(|_| f.knock_at(PeerId::random(), &wrong))
        .collect();
    f.run(&mut held);
    assert_eq!(held.iter().filter(|g| g.outcome.is_none()).count(), 3);
    let link = Invite::Link(f.link.clone());
    let mut guest = [f.knock_at(PeerId::random(), &link)];
    f.run(&mut guest);
    assert!(is_admitted(&guest[0].outcome));
}

/// A bad line may be why, and no would be taken for a wrong code.
#[test]
fn who_is_too_slow_is_not_told_no_and_may_begin_anew() {
    let mut f = Fixture::new(false);
    let right = Invite::Code(f.code.clone());
    let peer = PeerId::random();
    let slow = f.knock_at(peer, &right);
    f.now += WORD_WITHIN;
    f.door.on_timeout(f.now);
    // What it is sent was under way before that: a reply, and no verdict.
    let sent = std::iter::from_fn(|| f.door.poll_output());
    let sent: Vec<Output> = sent.collect();
    let [Output::Send { frame, .. }, Output::Finish { run }] = sent.as_slice() else {
        panic!("{sent:?}");
    };
    assert!(matches!(wire::decode(frame), Ok(Message::Reply { .. })));
    assert_eq!(*run, slow.id);
    let mut again = [f.knock_at(peer, &right)];
    f.run(&mut again);
    assert!(is_admitted(&again[0].outcome));
}

#[test]
fn silence_and_nonsense_are_turned_away_in_time() {
    let mut f = Fixture::new(false);
    for n in 0..20 {
        f.door.on_open(f.now, StreamId(1000 + n), PeerId::random());
    }
    let pushed_out = f.run(&mut []).len();
    assert_eq!(pushed_out, 20 - MAX_SILENT);
    f.now += WORD_WITHIN;
    f.door.on_timeout(f.now);
    let ended = f.run(&mut []);
    assert!(ended.iter().all(|o| matches!(o, Output::Finish { .. })));
    assert_eq!(ended.len(), MAX_SILENT);
    assert!(f.door.runs.is_empty());
    assert_eq!(f.door.poll_timeout(), None);

    f.door.on_open(f.now, StreamId(1), PeerId::random());
    f.door.on_frame(f.now, StreamId(1), b"nonsense");
    assert!(f.door.runs.is_empty());
    assert!(!f.door.budget.is_touched());
}

#[test]
fn another_version_is_told_so() {
    let mut f = Fixture::new(false);
    f.door.on_open(f.now, StreamId(1), PeerId::random());
    let hello = Message::Hello {
        at: None,
        v: 9,
        mode: Mode::Code,
        x: Bytes(vec![]),
    };
    f.door.on_frame(f.now, StreamId(1), &wire::encode(&hello));
    let Some(Output::Send { frame, .. }) = f.door.poll_output() else {
        panic!("no answer");
    };
    let invite = Invite::Code(f.code.clone());
    let name = "Calm Badger".parse().unwrap();
    let (mut run, _) = GuestRun::start(&invite, name, PeerId::random(), f.host, &mut f.rng);
    assert_eq!(run.on_frame(&frame), Step::Done(Outcome::OtherVersion));
}

//! Two machines of calls, joined by words that arrive once, in order, and late.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use libp2p::swarm::ConnectionId;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::{
    api::{CommandError, EventKind, Side, Tag},
    media::{Job, MediaLane, MediaLink, MediaReceive},
    streams::StreamId,
};

const MIC: OnAir = OnAir {
    mic: true,
    camera: false,
    screen: false,
};
const BOTH: OnAir = OnAir {
    camera: true,
    ..MIC
};
const WAY: Duration = Duration::from_millis(25);

#[derive(Default)]
struct Ear;

impl MediaReceive for Ear {
    fn packet(&self, _: Vec<u8>) {}
    fn moved(&self) {}
}

struct End {
    calls: Calls,
    told: Vec<(Option<Tag>, Call)>,
    link: Option<MediaLink>,
    /// Streams of ours that are open.
    streams: Vec<StreamId>,
    named: u64,
    writes: usize,
    /// Words on their way to this end.
    coming: VecDeque<(Instant, Message)>,
}

impl End {
    fn new(side: Side) -> Self {
        Self {
            calls: Calls::new(side),
            told: Vec::new(),
            link: None,
            streams: Vec::new(),
            named: 0,
            writes: 0,
            coming: VecDeque::new(),
        }
    }

    fn state(&self) -> Option<CallState> {
        self.told.last().map(|(_, call)| call.state)
    }
}

struct World {
    now: Instant,
    ends: [End; 2],
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            now: Instant::now(),
            ends: [End::new(Side::Host), End::new(Side::Guest)],
        };
        world.route(Some(1));
        world
    }

    fn route(&mut self, connection: Option<usize>) {
        let route = connection.map(|id| Route {
            connection: ConnectionId::new_unchecked(id),
            striped: true,
            rtt: Some(WAY * 2),
        });
        for end in &mut self.ends {
            end.calls.on_route(self.now, route);
        }
        self.drain();
    }

    fn drain(&mut self) {
        for who in 0..2 {
            while let Some(output) = self.ends[who].calls.poll_output() {
                let at = self.now + WAY;
                match output {
                    Output::Say(word) => self.ends[1 - who].coming.push_back((at, word)),
                    Output::Tell(re, EventKind::Call(call)) => {
                        self.ends[who].told.push((re, call));
                    }
                    Output::Tell(_, EventKind::CallMedia(link)) => {
                        link.receive(Arc::new(Ear));
                        self.ends[who].link = Some(link);
                    }
                    Output::Tell(..) => panic!("nothing else is told"),
                    Output::Open(slot, _) => {
                        let end = &mut self.ends[who];
                        end.named += 1;
                        let stream = StreamId(end.named);
                        end.calls.on_named(slot, stream);
                        assert!(end.calls.on_opened(stream));
                        end.streams.push(stream);
                    }
                    Output::Job(Job::DropWriters | Job::Over) => self.ends[who].streams.clear(),
                    Output::Job(Job::Write { .. }) => self.ends[who].writes += 1,
                    Output::Job(Job::Begin { .. } | Job::Route { .. }) => {}
                }
            }
        }
    }

    /// Lets time pass, each end hearing from the other every 20 ms if `heard`.
    fn run(&mut self, time: Duration, heard: bool) {
        let end = self.now + time;
        while self.now < end {
            self.now += Duration::from_millis(5);
            for end in &mut self.ends {
                while end.coming.front().is_some_and(|(at, _)| *at <= self.now) {
                    let (_, word) = end.coming.pop_front().unwrap();
                    end.calls.hear(word);
                    end.calls.on_heard(self.now);
                }
                if heard && let Some(link) = &end.link {
                    link.hear_at(self.now);
                }
                if end.calls.poll_timeout().is_some_and(|at| at <= self.now) {
                    end.calls.on_timeout(self.now);
                }
            }
            self.drain();
        }
    }

    fn settle(&mut self) {
        self.run(Duration::from_millis(100), true);
    }

    fn states(&self) -> [Option<CallState>; 2] {
        [self.ends[0].state(), self.ends[1].state()]
    }

    fn last(&self, who: usize) -> Call {
        self.ends[who].told.last().unwrap().1
    }

    /// A call between the two.
    fn talking() -> Self {
        let mut world = Self::new();
        let now = world.now;
        world.ends[1].calls.call(now, BOTH, Some(Tag(1))).unwrap();
        world.drain();
        world.settle();
        assert_eq!(
            world.states(),
            [Some(CallState::Incoming), Some(CallState::Ringing)]
        );
        let now = world.now;
        world.ends[0].calls.answer(now, MIC, Some(Tag(2))).unwrap();
        world.drain();
        world.settle();
        assert_eq!(world.states(), [Some(CallState::Active); 2]);
        world
    }

    fn may_send(&self) -> [bool; 2] {
        [0, 1].map(|who| self.ends[who].link.as_ref().unwrap().is_open())
    }
}

#[test]
fn a_call_is_answered_changed_and_hung_up() {
    let mut world = World::talking();
    assert_eq!(
        (world.last(0).ours, world.last(0).theirs),
        (MIC, BOTH),
        "each answers as they like"
    );
    assert_eq!((world.last(1).ours, world.last(1).theirs), (BOTH, MIC));
    assert_eq!(world.ends[0].told.last().unwrap().0, Some(Tag(2)));
    assert_eq!(world.ends[1].told.last().unwrap().0, Some(Tag(1)));
    assert_eq!(world.ends[0].streams.len(), 13);
    assert_eq!(world.may_send(), [true; 2]);
    let quiet = OnAir::default();
    world.ends[1].calls.set_air(quiet, Some(Tag(3))).unwrap();
    world.drain();
    world.settle();
    assert_eq!((world.last(1).ours, world.last(0).theirs), (quiet, quiet));
    let link = world.ends[0].link.clone().unwrap();
    world.ends[0].calls.hang_up(Some(Tag(4))).unwrap();
    world.drain();
    world.settle();
    assert_eq!(
        world.states(),
        [
            Some(CallState::Ended(CallEnd::HungUp)),
            Some(CallState::Ended(CallEnd::PeerHungUp))
        ]
    );
    assert!(world.ends.iter().all(|end| end.streams.is_empty()));
    assert!(!link.send(MediaLane::Sound, vec![1]));
    let nobody = world.ends[0].calls.hang_up(None);
    assert_eq!(nobody, Err(CommandError::NoCall));
}

#[test]
fn a_call_is_declined_missed_or_rings_in_vain() {
    for (what, caller, called) in [
        ("decline", CallEnd::Declined, CallEnd::Declined),
        ("hang up", CallEnd::HungUp, CallEnd::Missed),
        ("wait", CallEnd::NoAnswer, CallEnd::Missed),
    ] {
        let mut world = World::new();
        let now = world.now;
        world.ends[0].calls.call(now, MIC, Some(Tag(1))).unwrap();
        world.drain();
        let again = world.ends[0].calls.call(now, MIC, None);
        assert_eq!(again, Err(CommandError::InCall));
        world.settle();
        match what {
            "decline" => world.ends[1].calls.decline(None).unwrap(),
            "hang up" => world.ends[0].calls.hang_up(None).unwrap(),
            _ => world.run(Duration::from_secs(46), false),
        }
        world.drain();
        world.settle();
        let ended = |why| Some(CallState::Ended(why));
        assert_eq!(world.states(), [ended(caller), ended(called)], "{what}");
        assert_eq!(world.ends[0].told.last().unwrap().0, Some(Tag(1)));
        let answer = world.ends[1].calls.answer(world.now, MIC, None);
        assert_eq!(answer, Err(CommandError::NoCall));
    }
}

#[test]
fn whoever_calls_when_it_becomes_one_call() {
    for seed in 0..500 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut world = World::new();
        let first = rng.gen_range(0..2);
        let gap = Duration::from_millis(rng.gen_range(0..60));
        for (who, air) in [(first, MIC), (1 - first, BOTH)] {
            let now = world.now;
            world.ends[who].calls.call(now, air, None).unwrap();
            world.drain();
            world.run(gap, true);
        }
        world.run(Duration::from_millis(200), true);
        assert_eq!(world.states(), [Some(CallState::Active); 2], "{seed}");
        let (one, other) = (world.last(first), world.last(1 - first));
        assert_eq!((one.ours, one.theirs), (MIC, BOTH), "{seed}");
        assert_eq!((other.ours, other.theirs), (BOTH, MIC), "{seed}");
        let mut told = world.ends.iter().flat_map(|end| &end.told);
        let ended = told.any(|(_, call)| matches!(call.state, CallState::Ended(_)));
        assert!(!ended, "{seed}: nobody hears of the other ring");
    }
}

#[test]
fn whatever_two_do_they_agree_in_the_end() {
    for seed in 0..2000 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut world = World::new();
        for _ in 0..rng.gen_range(1..12) {
            let (who, now) = (rng.gen_range(0..2), world.now);
            let calls = &mut world.ends[who].calls;
            // Whatever cannot be done changes nothing.
            let _ = match rng.gen_range(0..6) {
                0 | 1 => calls.call(now, MIC, None),
                2 => calls.answer(now, BOTH, None),
                3 => calls.decline(None),
                4 => calls.hang_up(None),
                _ => calls.set_air(BOTH, None),
            };
            world.drain();
            let gap = Duration::from_millis(rng.gen_range(0..70));
            world.run(gap, true);
        }
        world.run(Duration::from_millis(300), true);
        let agree = match world.states() {
            [Some(CallState::Active), Some(CallState::Active)]
            | [Some(CallState::Ringing), Some(CallState::Incoming)]
            | [Some(CallState::Incoming), Some(CallState::Ringing)] => true,
            [one, other] => [one, other]
                .iter()
                .all(|state| matches!(state, None | Some(CallState::Ended(_)))),
        };
        assert!(agree, "{seed}: {:?}", world.states());
        if world.states() == [Some(CallState::Active); 2] {
            assert_eq!(world.last(0).ours, world.last(1).theirs, "{seed}");
            assert_eq!(world.last(1).ours, world.last(0).theirs, "{seed}");
        }
    }
}

#[test]
fn a_second_ring_of_a_peer_is_told_that_we_are_busy() {
    let mut world = World::talking();
    let ring = Message::Ring { n: 9, air: MIC };
    world.ends[0].calls.hear(ring.clone());
    let now = world.now;
    world.ends[0].calls.on_heard(now);
    let busy = |output: Option<Output>| matches!(output, Some(Output::Say(Message::Busy { .. })));
    assert!(busy(world.ends[0].calls.poll_output()));
    world.ends[0].calls.hear(ring);
    world.ends[0].calls.on_heard(now);
    assert!(world.ends[0].calls.poll_output().is_none(), "said once");
    // To who rings, it is why.
    let mut world = World::new();
    let now = world.now;
    world.ends[0].calls.call(now, MIC, None).unwrap();
    world.drain();
    let call = CallId {
        side: Side::Host,
        number: 1,
    };
    world.ends[0].calls.hear(Message::Busy { call });
    world.ends[0].calls.on_heard(now);
    world.drain();
    let busy = Some(CallState::Ended(CallEnd::Busy));
    assert_eq!(world.ends[0].state(), busy);
}

#[test]
fn media_move_with_the_path_and_stop_without_one() {
    let mut world = World::talking();
    let told = world.ends[0].told.len();
    world.route(Some(2));
    world.settle();
    assert_eq!(world.may_send(), [true; 2]);
    assert_eq!(
        world.ends[0].streams.len(),
        13,
        "those of the new path only"
    );
    assert_eq!(world.ends[0].writes, 26);
    assert_eq!(world.ends[0].told.len(), told, "nobody's concern");
    world.route(None);
    assert_eq!(world.may_send(), [false; 2], "nothing to nobody");
    world.run(Duration::from_millis(450), false);
    assert_eq!(world.states(), [Some(CallState::Active); 2]);
    world.run(Duration::from_millis(100), false);
    assert_eq!(world.states(), [Some(CallState::Reconnecting); 2]);
    world.route(Some(3));
    assert_eq!(world.states(), [Some(CallState::Active); 2], "at once");
    assert_eq!(world.may_send(), [true; 2]);
    assert_eq!(world.ends[0].streams.len(), 13);
}

#[test]
fn who_is_not_heard_is_sent_nothing_until_heard_again() {
    let mut world = World::talking();
    world.run(Duration::from_millis(1100), false);
    assert_eq!(world.may_send(), [true; 2]);
    world.run(Duration::from_millis(200), false);
    assert_eq!(world.may_send(), [false; 2]);
    assert_eq!(world.ends[0].streams.len(), 13, "for reports");
    world.run(Duration::from_secs(3), false);
    assert_eq!(world.states(), [Some(CallState::Reconnecting); 2]);
    world.run(Duration::from_millis(60), true);
    assert_eq!(world.may_send(), [true; 2]);
    assert_eq!(world.states(), [Some(CallState::Active); 2]);
}

#[test]
fn streams_that_end_are_opened_again_ever_less_often() {
    let mut world = World::talking();
    for _ in 0..200 {
        for end in &mut world.ends {
            if let Some(stream) = end.streams.first() {
                end.calls.on_ended(world.now, *stream);
            }
        }
        world.run(Duration::from_millis(50), true);
    }
    let rounds = world.ends[0].writes / 13;
    assert!((4..20).contains(&rounds), "{rounds} in ten seconds");
    world.run(Duration::from_secs(3), true);
    assert_eq!(world.ends[0].streams.len(), 13);
}

#[test]
fn the_end_of_the_room_ends_the_call() {
    let mut world = World::talking();
    world.ends[0].calls.close(CallEnd::Lost);
    world.drain();
    let lost = Some(CallState::Ended(CallEnd::Lost));
    assert_eq!(world.ends[0].state(), lost);
    assert!(world.ends[0].calls.poll_timeout().is_none());
}

use std::collections::VecDeque;

use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;
use crate::{admission::SessionKey, api::MAX_TEXT_BYTES, emoji::Emoji, safety::Binding};

fn bond() -> Bond {
    Bond {
        binding: Binding([7; 32]),
        key: SessionKey([8; 32]),
    }
}

fn words(text: &str) -> Words {
    Words {
        text: text.to_owned(),
        reply_to: None,
    }
}

fn session(side: Side, name: &str) -> Session {
    let mut rng = StdRng::seed_from_u64(side as u64);
    Session::new(side, name.parse().unwrap(), bond(), None, &mut rng)
}

fn pair() -> (Session, Session) {
    (
        session(Side::Host, "Quiet Otter"),
        session(Side::Guest, "Calm Badger"),
    )
}

/// Carries frames between two sessions until both are silent.
fn carry(a: &mut Session, b: &mut Session) {
    loop {
        let mut moved = false;
        while let Some(frame) = a.poll_frame() {
            b.on_frame(&frame).unwrap();
            moved = true;
        }
        while let Some(frame) = b.poll_frame() {
            a.on_frame(&frame).unwrap();
            moved = true;
        }
        if !moved {
            return;
        }
    }
}

fn outputs(session: &mut Session) -> Vec<Output> {
    std::iter::from_fn(|| session.poll_output()).collect()
}

fn texts(outputs: &[Output]) -> Vec<String> {
    let text = |o: &Output| match o {
        Output::Message(m) => Some(m.text.clone()),
        _ => None,
    };
    outputs.iter().filter_map(text).collect()
}

#[test]
fn a_message_is_sent_delivered_and_read() {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    let message = guest.say(5, words("hello"), None, Some(Tag(9))).unwrap();
    assert_eq!(message.id.to_string(), "g1");
    carry(&mut host, &mut guest);
    let heard = outputs(&mut host);
    assert_eq!(
        heard[0],
        Output::Ready {
            peer: "Calm Badger".parse().unwrap()
        }
    );
    assert_eq!(texts(&heard), ["hello"]);
    host.read(message.id).unwrap();
    carry(&mut host, &mut guest);
    let states: Vec<_> = outputs(&mut guest)
        .into_iter()
        .filter_map(|o| match o {
            Output::Receipt {
                state, message: m, ..
            } => {
                assert_eq!(m, message.id);
                Some(state)
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        states,
        [Delivery::Sent, Delivery::Delivered, Delivery::Read]
    );
}

#[test]
fn what_makes_no_sense_to_say_is_refused() {
    let (mut host, mut guest) = pair();
    let say = |s: &mut Session, text: &str| s.say(0, words(text), None, None);
    assert_eq!(
        say(&mut host, " \n").err(),
        Some(CommandError::EmptyMessage)
    );
    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    assert_eq!(
        say(&mut host, &long).err(),
        Some(CommandError::MessageTooLong)
    );
    assert!(say(&mut host, &long[1..]).is_ok());
    let unknown = Some("g1".parse().unwrap());
    assert_eq!(
        host.say(
            0,
            Words {
                reply_to: unknown,
                ..words("x")
            },
            None,
            None
        )
        .err(),
        Some(CommandError::UnknownMessage)
    );
    assert!(guest.read("h1".parse().unwrap()).is_err());
    assert!(
        host.read("h1".parse().unwrap()).is_err(),
        "own messages are not read"
    );
}

#[test]
fn the_longest_text_fits_a_frame() {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    host.say(u64::MAX, words(&"\u{1}".repeat(MAX_TEXT_BYTES)), None, None)
        .unwrap();
    carry(&mut host, &mut guest);
    assert_eq!(texts(&outputs(&mut guest)).len(), 1);
    const { assert!(MAX_TEXT_BYTES * 2 < wire::MAX_FRAME) };
}

#[test]
fn the_outbox_is_bounded_and_says_so() {
    let (mut host, _) = pair();
    let mut taken = 0;
    let refused = loop {
        match host.say(0, words(&"x".repeat(MAX_TEXT_BYTES)), None, None) {
            Ok(_) => taken += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, CommandError::OutboxFull);
    assert!((1000..=2048).contains(&taken), "{taken}");
    host.close();
    let failed = outputs(&mut host);
    assert_eq!(failed.len(), taken);
}

#[test]
fn leaving_comes_after_what_was_said() {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    carry(&mut host, &mut guest);
    host.say(0, words("last words"), None, None).unwrap();
    host.leave();
    carry(&mut host, &mut guest);
    let heard = outputs(&mut guest);
    assert_eq!(texts(&heard), ["last words"]);
    assert_eq!(heard.last(), Some(&Output::PeerLeft));
}

#[test]
fn nonsense_ends_the_stream_and_nothing_else() {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    carry(&mut host, &mut guest);
    let heard = Frame::Heard { upto: 7 };
    let next = host.heard + 1;
    for bad in [
        b"nonsense".to_vec(),
        wire::encode(&heard),
        wire::encode(&Frame::Data {
            n: next + 4,
            body: Body::Unknown,
        }),
        wire::encode(&Frame::Data {
            n: next,
            body: Body::Read { upto: 1 },
        }),
        wire::encode(&Frame::Hello {
            v: VERSION,
            name: "again".into(),
            heard: 0,
            net: None,
            kept: None,
        }),
    ] {
        assert_eq!(host.on_frame(&bad), Err(Fault::Garbled));
    }
    guest.say(0, words("still here"), None, None).unwrap();
    carry(&mut host, &mut guest);
    assert_eq!(texts(&outputs(&mut host)), ["still here"]);
}

#[test]
fn what_the_network_is_like_is_told_at_first_and_when_it_changes() {
    let (mut host, mut guest) = pair();
    let hidden = Situation {
        hidden: true,
        ..Situation::default()
    };
    guest.set_situation(hidden);
    host.attach();
    guest.attach();
    carry(&mut host, &mut guest);
    assert_eq!(host.take_their_situation(), Some(hidden));
    assert_eq!(host.take_their_situation(), None, "no news");
    assert_eq!(guest.take_their_situation(), Some(Situation::default()));
    let changed = Situation {
        change: 1,
        ..hidden
    };
    for _ in 0..2 {
        guest.set_situation(changed);
        carry(&mut host, &mut guest);
    }
    assert_eq!(host.take_their_situation(), Some(changed));
    // Who has not heard the last hears it on the next stream.
    host.attach();
    guest.attach();
    carry(&mut host, &mut guest);
    assert_eq!(host.take_their_situation(), Some(changed));
}

#[test]
fn kinds_of_a_later_version_are_skipped() {
    #[derive(serde::Serialize)]
    struct Later {
        k: &'static str,
        n: u64,
        body: Inner,
    }
    #[derive(serde::Serialize)]
    struct Inner {
        k: &'static str,
        more: Vec<u8>,
    }
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    carry(&mut host, &mut guest);
    let later = |k, n, body| {
        wire::encode(&Later {
            k,
            n,
            body: Inner {
                k: body,
                more: vec![1],
            },
        })
    };
    let next = host.heard + 1;
    host.on_frame(&later("data", next, "sticker")).unwrap();
    host.on_frame(&later("wave", 0, "x")).unwrap();
    let mut guest = session(Side::Guest, "Calm Badger");
    guest.say(0, words("x"), None, None).unwrap();
    assert_eq!(host.heard, next);
    let other = Frame::Hello {
        v: 2,
        name: String::new(),
        heard: 0,
        net: None,
        kept: None,
    };
    host.attach();
    assert_eq!(
        host.on_frame(&wire::encode(&other)),
        Err(Fault::OtherVersion)
    );
}

proptest! {
    #[test]
    fn any_frame_is_taken_or_refused(frames in proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..80), 0..8))
    {
        let (mut host, mut guest) = pair();
        host.attach();
        guest.attach();
        carry(&mut host, &mut guest);
        for frame in frames {
            let _ = host.on_frame(&frame);
        }
    }

    /// Streams break at random, with any part of what is under way lost; all is
    /// heard once and in order.
    #[test]
    fn nothing_is_lost_doubled_or_reordered(seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut host, mut guest) = pair();
        let mut to_guest: VecDeque<Vec<u8>> = VecDeque::new();
        let mut to_host: VecDeque<Vec<u8>> = VecDeque::new();
        let mut heard: [Vec<String>; 2] = Default::default();
        let mut said = [0; 2];
        let mut settled = false;
        for step in 0.. {
            settled |= step > 600;
            if (!settled && rng.gen_bool(0.05)) || step == 601 {
                // Each end notices in its own time; here, at once.
                to_guest.clear();
                to_host.clear();
                host.attach();
                guest.attach();
            }
            for (who, session) in [&mut host, &mut guest].into_iter().enumerate() {
                if !settled && rng.gen_bool(0.3) {
                    said[who] += 1;
                    session.say(0, words(&said[who].to_string()), None, None).unwrap();
                }
            }
            if rng.gen_bool(0.5) && let Some(frame) = host.poll_frame() { to_guest.push_back(frame); }
            if rng.gen_bool(0.5) && let Some(frame) = guest.poll_frame() { to_host.push_back(frame); }
            if rng.gen_bool(0.5) && let Some(frame) = to_guest.pop_front() { guest.on_frame(&frame).unwrap(); }
            if rng.gen_bool(0.5) && let Some(frame) = to_host.pop_front() { host.on_frame(&frame).unwrap(); }
            heard[0].extend(texts(&outputs(&mut host)));
            heard[1].extend(texts(&outputs(&mut guest)));
            if settled && heard[0].len() == said[1] && heard[1].len() == said[0] { break; }
            prop_assert!(step < 20_000, "stuck: {:?} of {:?}", [heard[1].len(), heard[0].len()], said);
        }
        for (who, heard) in heard.iter().enumerate() {
            let expected: Vec<String> = (1..=said[1 - who]).map(|n: usize| n.to_string()).collect();
            prop_assert_eq!(heard, &expected);
        }
    }
}

/// Two who have said a word each: `h1` and `g1`.
fn talking() -> (Session, Session) {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    host.say(3, words("one"), None, None).unwrap();
    carry(&mut host, &mut guest);
    let reply_to = Some("h1".parse().unwrap());
    guest
        .say(
            4,
            Words {
                reply_to,
                ..words("two")
            },
            None,
            None,
        )
        .unwrap();
    carry(&mut host, &mut guest);
    (host, guest)
}

fn changes(session: &mut Session) -> Vec<Output> {
    let mut outputs = outputs(session);
    outputs.retain(|o| {
        matches!(
            o,
            Output::Message(_) | Output::Changed(_) | Output::Reaction(_)
        )
    });
    outputs
}

#[test]
fn both_sides_know_the_same_emoji_whatever_is_lost() {
    let (mut host, mut guest) = pair();
    for _ in 0..3 {
        host.attach();
        guest.attach();
        // The stream breaks after the first words.
        for _ in 0..2 {
            let _ = guest
                .poll_frame()
                .map(|frame| host.on_frame(&frame).unwrap());
            let _ = host
                .poll_frame()
                .map(|frame| guest.on_frame(&frame).unwrap());
        }
    }
    carry(&mut host, &mut guest);
    let emoji = |session: &mut Session| -> Vec<SafetyEmoji> {
        let safety = |o| match o {
            Output::Safety(emoji) => Some(emoji),
            _ => None,
        };
        outputs(session).into_iter().filter_map(safety).collect()
    };
    let seen = emoji(&mut host);
    assert_eq!(seen.len(), 1);
    assert_eq!(seen, emoji(&mut guest));
}

#[test]
fn a_message_is_changed_taken_back_and_thought_of() {
    let (mut host, mut guest) = talking();
    changes(&mut host);
    let (ours, theirs) = ("g1".parse().unwrap(), "h1".parse().unwrap());
    let whole = |changed| match changed {
        Changed::Message(message) => message,
        Changed::Earlier { .. } => panic!("it is of this run"),
    };
    let edited = whole(guest.edit(ours, "two, better".into()).unwrap());
    assert!(edited.edited && edited.mine && edited.at == 4);
    let thumb: Emoji = "👍".parse().unwrap();
    guest.react(theirs, Some(thumb)).unwrap();
    guest.react(theirs, None).unwrap();
    let deleted = whole(guest.delete(ours).unwrap());
    assert!(deleted.deleted && deleted.text.is_empty());
    carry(&mut host, &mut guest);
    let heard = changes(&mut host);
    let mine = |message: Message| {
        Output::Changed(Changed::Message(Message {
            mine: false,
            ..message
        }))
    };
    let thinks = |emoji| {
        Output::Reaction(Reaction {
            message: theirs,
            mine: false,
            emoji,
        })
    };
    let expected = [
        mine(edited),
        thinks(Some(thumb)),
        thinks(None),
        mine(deleted),
    ];
    assert_eq!(heard, expected);
}

#[test]
fn only_ones_own_and_what_is_there_can_be_changed() {
    let (mut host, mut guest) = talking();
    let id = |text: &str| text.parse::<MessageId>().unwrap();
    let edit = |s: &mut Session, which: &str| s.edit(id(which), "x".into()).err();
    assert_eq!(edit(&mut host, "g1"), Some(CommandError::NotYours));
    assert_eq!(edit(&mut host, "h2"), Some(CommandError::UnknownMessage));
    assert_eq!(edit(&mut host, "h0"), Some(CommandError::UnknownMessage));
    assert_eq!(
        host.edit(id("h1"), " ".into()).err(),
        Some(CommandError::EmptyMessage)
    );
    host.delete(id("h1")).unwrap();
    assert_eq!(edit(&mut host, "h1"), Some(CommandError::Deleted));
    assert_eq!(host.delete(id("h1")).err(), Some(CommandError::Deleted));
    assert_eq!(
        host.react(id("h1"), None).err(),
        Some(CommandError::Deleted)
    );
    // A reaction that crosses with the deletion is no fault.
    guest.react(id("h1"), Some("🔥".parse().unwrap())).unwrap();
    changes(&mut host);
    carry(&mut host, &mut guest);
    assert_eq!(changes(&mut host), []);
}

#[test]
fn changes_that_make_no_sense_end_the_stream() {
    let long = "x".repeat(crate::api::MAX_TEXT_BYTES + 1);
    let to = |text: &str| text.parse::<MessageId>().unwrap();
    for body in [
        Body::Edit {
            number: 2,
            text: "not there".into(),
        },
        Body::Edit {
            number: 0,
            text: "not there".into(),
        },
        Body::Edit {
            number: 1,
            text: long,
        },
        Body::Edit {
            number: 1,
            text: "\n".into(),
        },
        Body::Delete { number: u64::MAX },
        Body::React {
            to: to("h9"),
            emoji: None,
        },
        Body::React {
            to: to("g2"),
            emoji: Some("👍".into()),
        },
    ] {
        let (mut host, _) = talking();
        let n = host.heard + 1;
        let frame = wire::encode(&Frame::Data {
            n,
            body: body.clone(),
        });
        assert_eq!(host.on_frame(&frame), Err(Fault::Garbled), "{body:?}");
    }
    // One that we do not know yet is passed over.
    let (mut host, _) = talking();
    changes(&mut host);
    let body = Body::React {
        to: to("h1"),
        emoji: Some("<script>".into()),
    };
    let n = host.heard + 1;
    assert_eq!(
        host.on_frame(&wire::encode(&Frame::Data { n, body })),
        Ok(())
    );
    assert_eq!(changes(&mut host), []);
}

#[test]
fn words_belong_to_a_transfer_of_their_writer_that_none_before_named() {
    let (mut host, mut guest) = pair();
    host.attach();
    guest.attach();
    let named = [None, Some(3), Some(3), Some(2), Some(0), Some(u64::MAX)];
    let kept = [None, Some(3), None, None, None, Some(u64::MAX)];
    for with in named {
        guest.say(0, words("look"), with, None).unwrap();
    }
    carry(&mut host, &mut guest);
    let side = Side::Guest;
    let heard: Vec<_> = outputs(&mut host)
        .into_iter()
        .filter_map(|output| match output {
            Output::Message(message) => Some(message.with),
            _ => None,
        })
        .collect();
    let of_guest = kept.map(|with| with.map(|number| TransferId { side, number }));
    assert_eq!(heard, of_guest);
    // Other words in their place belong to the same; so do none.
    let id = MessageId { side, number: 2 };
    for changed in [guest.edit(id, "see".into()), guest.delete(id)] {
        let Ok(Changed::Message(message)) = changed else {
            panic!("{changed:?}")
        };
        assert_eq!(message.with, of_guest[1]);
    }
    carry(&mut host, &mut guest);
    for output in outputs(&mut host) {
        let Output::Changed(Changed::Message(message)) = output else {
            panic!("{output:?}")
        };
        assert_eq!(message.with, of_guest[1]);
    }
}

/// A peer that knows of no such thing sends and reads words without it.
#[test]
fn words_that_belong_to_something_are_words_to_an_older_peer() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Older {
        k: String,
        number: u64,
        text: String,
        at: u64,
    }
    let older = Older {
        k: "text".to_owned(),
        number: 1,
        text: "look".to_owned(),
        at: 7,
    };
    let body = |with| Body::Text {
        number: 1,
        text: "look".to_owned(),
        at: 7,
        reply_to: None,
        with,
    };
    assert_eq!(wire::decode(&wire::encode(&older)), Ok(body(None)));
    assert_eq!(wire::decode(&wire::encode(&body(Some(3)))), Ok(older));
}

//! Two hundred keys guess at one room, all at once, over a real relay.

mod common;

use tincan_net::{CloseReason, Command, EventKind, Invite, RoomCode, Warning};

use self::common::{Person, relay};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_guessers_get_nowhere_and_the_link_stays_good() {
    let relay = relay().await;
    let mut host = Person::new("Quiet Otter", relay.addresses());
    host.wants(Command::Create {
        ask: false,
        kept: false,
    });
    let (Invite::Code(code), link) = host.waits().await else {
        unreachable!("a code comes first");
    };
    let digits = code.to_string();
    let (plate, secret) = digits.split_at(digits.len() - 3);
    let secret: u32 = secret.parse().unwrap();

    let guessers = (1..=200).map(|n| {
        let guess = format!("{plate}{:03}", (secret + n) % 1000);
        let mut guesser = Person::new("Guesser", relay.addresses());
        tokio::spawn(async move {
            let guess: RoomCode = guess.parse().unwrap();
            guesser.wants(Command::Join {
                invite: Invite::Code(guess),
                kept: false,
            });
            guesser.closes_patiently().await
        })
    });
    let guessers: Vec<_> = guessers.collect();
    for guesser in guessers {
        // None learns how near it was. Who was pushed out by the crowd every time
        // does not even learn whether anybody is there.
        let told = guesser.await.unwrap();
        let nothing = [CloseReason::NoSuchRoom, CloseReason::Unreachable];
        assert!(nothing.contains(&told), "{told:?}");
    }

    let mut friend = Person::new("Calm Badger", relay.addresses());
    friend.wants(Command::Join {
        invite: link,
        kept: false,
    });
    assert_eq!(friend.connects().await, "Quiet Otter");
    let mut warnings = Vec::new();
    let peer = host
        .until(|event| match event {
            EventKind::Warning(warning) => {
                warnings.push(warning);
                None
            }
            EventKind::Knock { .. } => panic!("a guesser knocks"),
            EventKind::Room {
                state: tincan_net::RoomState::Connected { peer },
                ..
            } => Some(peer),
            _ => None,
        })
        .await;
    assert_eq!(peer.as_str(), "Calm Badger");
    assert!(!warnings.contains(&Warning::CodeOff), "a wave is few tries");
    relay.shutdown().await;
}

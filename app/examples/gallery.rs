//! Opens the window on a made-up state, to look at it:
//! `cargo run -p tincan --example gallery -- room --dark`.
//!
//! Pages: `home`, `waiting`, `off`, `knock`, `joining`, `knocking`, `link`, `room`, `words`,
//! `relays` (in the settings), `relayed`, `reconnecting`, `named`, `long`, `handed`,
//! `halted`, `closed`, `lost`, `unreachable`. The code
//! 47219 is wrong.
//! Options: `--dark`, `--contrast`, `--still`, `--seen`, `--scale=200`,
//! `--language=ar`, `--renderer=wgpu`.

use std::time::Duration;

use tincan::ui::{
    Clock, Launch, Renderer, run,
    theme::{Taste, ThemeChoice},
    words::Language,
};
use tincan_net::{
    Bytes, CloseReason, Command, CurrentCode, Delivery, Direction, DisplayName, Event, EventKind,
    Invite, InviteLink, Message, MessageId, Path, PathKind, Reach, Reaction, RelayHealth,
    RelayMark, RoomId, RoomState, SafetyEmoji, Side, Tag, Transfer, TransferId, TransferKind,
    TransferReason, TransferState, Transport, Warning, Who,
};
use tokio::sync::mpsc;

/// 2025-11-21 18:42 UTC.
const NOW: u64 = 1_763_750_520_000;

const LINK: &str = "tincan://join/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN\
    ?via=/dns4/relay.example/udp/4001/quic-v1/p2p/\
    12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X/p2p-circuit#AAECAwQFBgcICQoLDA0ODw";

const RELAYS: [&str; 4] = [
    "/dns4/relay.example/udp/4001/quic-v1/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X",
    "/dns4/relay.example/tcp/4001/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X",
    "/ip4/203.0.113.9/udp/4001/quic-v1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
    "/dns4/old.example/tcp/4001/p2p/12D3KooWQhxabyYsYhue67LNhmCajzESd2uhRWqG9J5u5RPBipzK",
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|given| given == word);
    let value = |option| words.iter().find_map(|given| given.strip_prefix(option));
    let page = words.first().map_or("home", String::as_str);

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let (commands, mut asked) = mpsc::channel::<(Option<Tag>, Command)>(256);
    let (happened, events) = mpsc::channel(1024);

    let mut launch = Launch::new(commands, events, name("Quiet Otter"));
    launch.clock = Clock::manual(|| NOW);
    launch.hint_seen = has("--seen");
    launch.preferences.taste = Taste {
        theme: if has("--dark") {
            ThemeChoice::Dark
        } else {
            ThemeChoice::Light
        },
        high_contrast: has("--contrast"),
        less_motion: has("--still"),
        scale: value("--scale=").map_or(100, |percent| percent.parse().expect("a number")),
    };
    let tag = value("--language=").unwrap_or("en");
    let language = Language::ALL.into_iter().find(|one| one.tag() == tag);
    language.expect("a language").speak();
    if value("--renderer=") == Some("wgpu") {
        launch.renderer = Renderer::Wgpu;
    }
    if page == "link" {
        launch.link = Some(LINK.parse());
    }

    if page == "relays" {
        let relays = RELAYS.iter().map(|relay| relay.parse().expect("a relay"));
        launch.preferences.relays = relays.collect();
    }

    let story = story(page);
    runtime.spawn(async move {
        for kind in story {
            let _ = happened.send(Event { re: None, kind }).await;
        }
        // Just enough of a network side to press things.
        let mut number = 100;
        while let Some((re, command)) = asked.recv().await {
            for kind in answer(&command, &mut number) {
                tokio::time::sleep(Duration::from_millis(150)).await;
                let _ = happened.send(Event { re, kind }).await;
            }
        }
    });
    let runtime = runtime.handle();
    run(launch, runtime).expect("a window");
}

fn story(page: &str) -> Vec<EventKind> {
    let mut story = vec![EventKind::Ready, EventKind::Reach(Reach::Ready)];
    let closed = |reason, peer: Option<&str>| RoomState::Closed {
        reason,
        peer: peer.map(name),
    };
    match page {
        "waiting" => story.push(room(waiting(true, false))),
        "off" => story.extend([
            room(waiting(false, true)),
            EventKind::Warning(Warning::CodeOff),
        ]),
        "knock" => story.extend([
            room(waiting(true, true)),
            EventKind::Knock {
                name: name("Calm Badger"),
            },
        ]),
        "relays" => {
            let health = [
                RelayHealth::Answers {
                    rtt: Duration::from_millis(23),
                },
                RelayHealth::Refuses,
                RelayHealth::NoAnswer,
            ];
            let marks = RELAYS[1..].iter().zip(health).map(|(relay, health)| {
                let key = relay.rsplit('/').next().expect("a key");
                RelayMark {
                    relay: key.parse().expect("a key"),
                    health,
                }
            });
            story.push(EventKind::Relays(marks.collect()));
        }
        "joining" => story.push(room(RoomState::Joining)),
        "knocking" => story.push(room(RoomState::Knocking)),
        "room" => story.extend(talk(PathKind::Direct, 23)),
        "words" => story.extend(words()),
        "relayed" => story.extend(talk(PathKind::Relayed, 61)),
        "reconnecting" => {
            story.extend(talk(PathKind::Direct, 23));
            story.push(room(RoomState::Reconnecting {
                peer: name("Brave Heron"),
                until: NOW + 52_000,
            }));
            story.push(EventKind::Warning(Warning::RelayLost));
        }
        "named" => {
            story.extend(talk(PathKind::Direct, 23));
            story.push(room(RoomState::Connected {
                peer: name("Somebody Whose Name Is Very Long Indeed"),
            }));
        }
        "handed" => {
            story.extend(talk(PathKind::Direct, 23));
            let picture = include_bytes!("../../assets/screenshots/light/room.png");
            let gif = include_bytes!("../../assets/gifs/party.gif");
            let file = transfer(3, Direction::In, TransferState::Running);
            story.extend([
                shown(1, Direction::In, TransferKind::Image, picture),
                message(false, 50, 0, "Made it to the lake before dark.", None),
                shown(2, Direction::Out, TransferKind::Gif, gif),
                EventKind::Transfer(file),
            ]);
        }
        "halted" => {
            story.push(connected());
            let me = TransferState::Paused(Who::Me);
            let peer = TransferState::Paused(Who::Peer);
            let path = Some("/home/otter/Downloads/lake-weekend.zip".into());
            for (number, direction, state, reason) in [
                (1, Direction::In, TransferState::Offered, None),
                (2, Direction::In, peer, None),
                (3, Direction::In, TransferState::Done { path }, None),
                (4, Direction::In, me, Some(TransferReason::DiskFull)),
                (5, Direction::Out, TransferState::Running, None),
                (6, Direction::Out, TransferState::Declined, None),
            ] {
                story.push(EventKind::Transfer(Transfer {
                    reason,
                    ..transfer(number, direction, state)
                }));
            }
        }
        "long" => {
            story.extend(talk(PathKind::Direct, 23));
            for number in 10..10_000 {
                let text = format!(
                    "Line {number}. {}",
                    "and on ".repeat((number % 37) as usize)
                );
                story.push(message(number % 3 == 0, number, -1, &text, None));
            }
        }
        "closed" => story.extend([
            connected(),
            room(closed(CloseReason::PeerLeft, Some("Brave Heron"))),
        ]),
        "lost" => story.extend([
            connected(),
            room(closed(CloseReason::Lost, Some("Brave Heron"))),
        ]),
        "unreachable" => story.extend([
            room(RoomState::Joining),
            room(closed(CloseReason::Unreachable, None)),
        ]),
        _ => {}
    }
    story
}

/// Everything that words can be.
fn words() -> Vec<EventKind> {
    let id = |side, number| MessageId { side, number };
    let thinks = |of, mine, emoji: &str| {
        EventKind::Reaction(Reaction {
            message: of,
            mine,
            emoji: emoji.parse().ok(),
        })
    };
    let changed = |event, edited, deleted| match event {
        EventKind::Message(said) => EventKind::Message(Message {
            edited,
            deleted,
            ..said
        }),
        other => other,
    };
    let mut story = talk(PathKind::Direct, 23);
    story.extend([
        EventKind::Safety {
            emoji: SafetyEmoji::from_indices([12, 27, 50, 40, 18]),
            verified: false,
        },
        message(
            false,
            50,
            0,
            "Packed: \u{26FA} \u{1F525} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} and the \
             \u{1F1F3}\u{1F1F1} map, see https://example.org/lake (p. 3).",
            None,
        ),
        thinks(id(Side::Guest, 50), true, "\u{2764}"),
        thinks(id(Side::Guest, 50), false, "\u{1F44D}"),
        message(true, 50, 0, "\u{1F389}\u{1F44D}\u{1F3FD}", None),
        changed(
            message(true, 51, 0, "See you at seven", Some(id(Side::Guest, 50))),
            true,
            false,
        ),
        thinks(id(Side::Host, 51), true, "\u{1F44D}"),
        thinks(id(Side::Host, 51), false, "\u{1F44D}"),
        changed(message(false, 51, 0, "", None), false, true),
        message(
            false,
            52,
            0,
            "\u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{5D5}\u{5E2}\u{5E8}\u{5D1} \u{5D8}\u{5D5}\u{5D1},              \u{5D1}\u{5E9}\u{5E2}\u{5D4} 19:00 (GMT)",
            None,
        ),
        message(
            true,
            52,
            0,
            "\u{645}\u{631}\u{62D}\u{628}\u{627} \u{1F44B} \u{627}\u{644}\u{633}\u{644}\u{627}\u{645}              \u{639}\u{644}\u{64A}\u{643}\u{645}",
            None,
        ),
    ]);
    story
}

fn talk(kind: PathKind, rtt: u64) -> Vec<EventKind> {
    let quoted = MessageId {
        side: Side::Host,
        number: 2,
    };
    let read = |number| EventKind::Receipt {
        message: MessageId {
            side: Side::Host,
            number,
        },
        state: Delivery::Read,
    };
    vec![
        connected(),
        EventKind::Path(Path {
            kind,
            transport: Transport::Quic,
            rtt: Some(Duration::from_millis(rtt)),
            why: None,
        }),
        message(false, 1, -9, "Made it to the lake before dark.", None),
        message(false, 2, -9, "The tent stands, and the fire is lit.", None),
        message(true, 1, -2, "Oh, look at that light!", None),
        message(true, 2, -2, "Is the stove working?", None),
        read(1),
        read(2),
        message(
            false,
            3,
            -1,
            "Like a dream. Here is the rest of the weekend.",
            Some(quoted),
        ),
        message(
            false,
            4,
            0,
            "We walked all around the water and found the old boathouse. There is a heron in \
             the reeds, which I take as a compliment, and nobody else for miles.",
            None,
        ),
        message(true, 3, 0, "Save me a marshmallow!", None),
        read(3),
        EventKind::Typing(true),
    ]
}

fn answer(command: &Command, number: &mut u64) -> Vec<EventKind> {
    match command {
        Command::Create { .. } => vec![room(RoomState::Creating), room(waiting(true, false))],
        Command::Join {
            invite: Invite::Code(code),
            ..
        } if code.to_string() == "47219" => vec![
            room(RoomState::Joining),
            room(RoomState::Closed {
                reason: CloseReason::NoSuchRoom,
                peer: None,
            }),
        ],
        Command::Join { .. } => vec![
            room(RoomState::Joining),
            connected(),
            EventKind::Path(Path {
                kind: PathKind::Relayed,
                transport: Transport::Quic,
                rtt: Some(Duration::from_millis(61)),
                why: None,
            }),
        ],
        Command::Ask(ask) => vec![room(waiting(true, *ask))],
        Command::NewCode => vec![room(waiting(true, true))],
        Command::Admit => vec![connected()],
        Command::Leave => vec![room(RoomState::Closed {
            reason: CloseReason::Left,
            peer: None,
        })],
        Command::Say { text, reply_to } => {
            *number += 1;
            let receipt = |state| EventKind::Receipt {
                message: MessageId {
                    side: Side::Host,
                    number: *number,
                },
                state,
            };
            vec![
                message(true, *number, 0, text, *reply_to),
                receipt(Delivery::Sent),
                receipt(Delivery::Delivered),
                receipt(Delivery::Read),
            ]
        }
        Command::Verify(matching) => vec![EventKind::Safety {
            emoji: SafetyEmoji::from_indices([12, 27, 50, 40, 18]),
            verified: *matching,
        }],
        Command::React { message, emoji } => vec![EventKind::Reaction(Reaction {
            message: *message,
            mine: true,
            emoji: *emoji,
        })],
        _ => Vec::new(),
    }
}

fn room(state: RoomState) -> EventKind {
    EventKind::Room {
        room: RoomId(1),
        state,
        kept: false,
    }
}

fn connected() -> EventKind {
    room(RoomState::Connected {
        peer: name("Brave Heron"),
    })
}

fn waiting(code: bool, ask: bool) -> RoomState {
    let link: InviteLink = LINK.parse().expect("a link");
    RoomState::Waiting {
        code: code.then(|| CurrentCode {
            code: "47213".parse().expect("a code"),
            until: NOW + 8 * 60_000,
        }),
        link,
        ask,
    }
}

fn message(
    mine: bool,
    number: u64,
    minute: i64,
    text: &str,
    reply_to: Option<MessageId>,
) -> EventKind {
    EventKind::Message(Message {
        id: MessageId {
            side: if mine { Side::Host } else { Side::Guest },
            number,
        },
        mine,
        text: text.to_owned(),
        at: NOW.saturating_add_signed(minute * 60_000),
        reply_to,
        with: None,
        edited: false,
        deleted: false,
    })
}

fn name(text: &str) -> DisplayName {
    text.parse().expect("a name")
}

fn transfer(number: u64, direction: Direction, state: TransferState) -> Transfer {
    Transfer {
        id: TransferId {
            side: Side::Guest,
            number,
        },
        direction,
        name: "lake-weekend.zip".to_owned(),
        size: 200_000_000,
        kind: TransferKind::File,
        state,
        reason: None,
        done_bytes: 142_000_000,
        bytes_per_s: 38_000_000,
        left: Some(Duration::from_secs(2)),
        bytes: None,
    }
}

fn shown(number: u64, direction: Direction, kind: TransferKind, bytes: &'static [u8]) -> EventKind {
    let size = bytes.len() as u64;
    EventKind::Transfer(Transfer {
        name: "picture.png".to_owned(),
        kind,
        size,
        done_bytes: size,
        bytes: Some(Bytes::from_static(bytes)),
        ..transfer(number, direction, TransferState::Done { path: None })
    })
}

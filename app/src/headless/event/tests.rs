use serde_json::{Value, json};
use tincan_net::{CloseReason, CommandError, CurrentCode, MessageId, Side, Warning, Whose};

use super::*;

const KEY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

fn line(event: EventKind) -> Value {
    let text = Line::of(event).unwrap().to_json(None).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn room(state: RoomState) -> Value {
    line(EventKind::Room {
        room: RoomId(255),
        state,
        kept: false,
    })
}

#[test]
fn transfers_say_what_applies_and_nothing_else() {
    let transfer = |state, reason| {
        line(EventKind::Transfer(Transfer {
            id: "tg3".parse().unwrap(),
            direction: Direction::In,
            name: "a.txt".to_owned(),
            size: 7,
            kind: tincan_net::TransferKind::File,
            state,
            reason,
            done_bytes: 5,
            bytes_per_s: 2,
            left: Some(Duration::from_secs(1)),
            bytes: None,
        }))
    };
    let fields = |state: &str, more: Value| {
        let mut fields = json!({
            "event": "transfer", "transfer": "tg3", "direction": "in", "name": "a.txt",
            "size": 7, "kind": "file", "state": state, "done_bytes": 5, "bytes_per_s": 2,
        });
        let more = more.as_object().unwrap().clone();
        fields.as_object_mut().unwrap().extend(more);
        fields
    };
    assert_eq!(
        transfer(TransferState::Running, None),
        fields("running", json!({}))
    );
    assert_eq!(
        transfer(TransferState::Paused(tincan_net::Who::Peer), None),
        fields("paused", json!({"paused_by": "peer"}))
    );
    let path = Some(PathBuf::from("/tmp/a.txt"));
    assert_eq!(
        transfer(TransferState::Done { path }, None),
        fields("done", json!({"path": "/tmp/a.txt"}))
    );
    assert_eq!(
        transfer(TransferState::Failed, Some(TransferReason::DiskFull)),
        fields("failed", json!({"reason": "disk_full"}))
    );
}

#[test]
fn rooms_say_what_applies_and_nothing_else() {
    let link = format!(
        "tincan://join/{KEY}?via=/ip4/203.0.113.7/tcp/4001/p2p/{KEY}/p2p-circuit#AAECAwQFBgcICQoLDA0ODw"
    );
    let waiting = RoomState::Waiting {
        code: Some(CurrentCode {
            code: "47213".parse().unwrap(),
            until: 7,
        }),
        link: link.parse().unwrap(),
        ask: false,
    };
    let id = "00000000000000ff";
    assert_eq!(
        room(waiting),
        json!({"event": "room", "room": id, "state": "waiting", "code": "47213", "link": link, "kept": false})
    );
    let peer: tincan_net::DisplayName = "Brave Heron".parse().unwrap();
    assert_eq!(
        room(RoomState::Connected { peer: peer.clone() }),
        json!({"event": "room", "room": id, "state": "connected", "kept": false, "peer": "Brave Heron"})
    );
    let until = 7;
    let reconnecting = room(RoomState::Reconnecting { peer, until });
    assert_eq!(reconnecting["state"], "reconnecting");
    assert_eq!(
        room(RoomState::Closed {
            reason: CloseReason::NoSuchRoom,
            peer: None
        }),
        json!({"event": "room", "room": id, "state": "closed", "kept": false, "reason": "no_such_room"})
    );
    for (state, name) in [
        (RoomState::Creating, "creating"),
        (RoomState::Joining, "joining"),
        (RoomState::Knocking, "knocking"),
    ] {
        assert_eq!(
            room(state),
            json!({"event": "room", "room": id, "state": name, "kept": false})
        );
    }
}

#[test]
fn the_other_events_of_the_contract() {
    let id = MessageId {
        side: Side::Guest,
        number: 3,
    };
    let path = Path {
        kind: PathKind::Relayed,
        transport: Transport::Quic,
        rtt: Some(Duration::from_micros(50_500)),
        why: Some(WhyRelayed::SymmetricNat(Whose::Theirs)),
    };
    let cases = [
        (
            EventKind::Ready,
            json!({"event": "ready", "version": env!("CARGO_PKG_VERSION")}),
        ),
        (
            EventKind::Knock {
                name: "X".parse().unwrap(),
            },
            json!({"event": "knock"}),
        ),
        (
            EventKind::Warning(Warning::RelayLost),
            json!({"event": "warning", "code": "relay_lost", "message": Warning::RelayLost.to_string()}),
        ),
        (
            EventKind::Path(path),
            json!({"event": "path", "path": "relayed", "transport": "quic", "rtt_ms": 51,
                   "why": "symmetric_nat_theirs"}),
        ),
        (
            EventKind::Message(Message {
                id,
                mine: false,
                text: "hello".to_owned(),
                at: 9,
                reply_to: None,
                with: None,
                edited: false,
                deleted: false,
            }),
            json!({"event": "message", "message": "g3", "from": "peer", "text": "hello", "at": 9,
                   "edited": false, "deleted": false}),
        ),
        (
            EventKind::Receipt {
                message: id,
                state: Delivery::Read,
            },
            json!({"event": "receipt", "message": "g3", "state": "read"}),
        ),
        (
            EventKind::Typing(true),
            json!({"event": "typing", "from": "peer", "on": true}),
        ),
        (
            EventKind::Stats(Stats {
                path: Some(Path { rtt: None, ..path }),
                bytes_in: 1,
                bytes_out: 2,
            }),
            json!({"event": "stats", "path": "relayed", "bytes_in": 1, "bytes_out": 2}),
        ),
        (
            EventKind::Stats(Stats::default()),
            json!({"event": "stats", "bytes_in": 0, "bytes_out": 0}),
        ),
        (
            EventKind::Error(CommandError::NoRoom),
            json!({"event": "error", "code": "no_room", "message": CommandError::NoRoom.to_string()}),
        ),
    ];
    for (event, expected) in cases {
        assert_eq!(line(event), expected);
    }
    assert!(Line::of(EventKind::KnockGone).is_none());
}

#[test]
fn an_answer_carries_the_id_back() {
    let id = RawValue::from_string("[1, \"x\"]".to_owned()).unwrap();
    let text = Line::of(EventKind::Typing(false))
        .unwrap()
        .to_json(Some(&id))
        .unwrap();
    assert_eq!(
        text,
        r#"{"event":"typing","from":"peer","on":false,"re":[1, "x"]}"#
    );
}

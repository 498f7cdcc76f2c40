//! From an [`EventKind`] to a line of output.

use std::{path::PathBuf, time::Duration};

use serde::Serialize;
use serde_json::value::RawValue;
use tincan_media::engine::CallStats;
use tincan_net::{
    Call, CallState, Delivery, Direction, Emoji, EventKind, History, Keep, Message, Path, PathKind,
    RoomId, RoomState, RoomSummary, Stats, Transfer, TransferReason, TransferState, Transport,
    WhyRelayed,
};

use super::command::RequestError;
use crate::gifs::Page;

/// One line of output. What does not apply is absent.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Line {
    /// Commands are taken from now on.
    Ready {
        version: &'static str,
    },
    Room(Room),
    Knock,
    /// The peer proposes to keep this room.
    Keep {
        from: Who,
    },
    Warning {
        code: &'static str,
        message: String,
    },
    Path(PathFields),
    Message {
        message: String,
        from: Who,
        text: String,
        at: u64,
        edited: bool,
        deleted: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<String>,
        /// It was said before the room was opened.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        history: bool,
    },
    /// All that was said before has been shown.
    History {
        count: u64,
    },
    Rooms {
        rooms: Vec<RoomFields>,
    },
    Receipt {
        message: String,
        state: &'static str,
    },
    Reaction {
        message: String,
        from: Who,
        /// Empty when it was taken back.
        emoji: &'static str,
    },
    Safety {
        emoji: [&'static str; 5],
        verified: bool,
    },
    Typing {
        from: Who,
        on: bool,
    },
    Transfer(TransferFields),
    Call(CallFields),
    Gifs {
        items: Vec<GifFields>,
    },
    Stats {
        #[serde(flatten)]
        path: Option<PathNumbers>,
        bytes_in: u64,
        bytes_out: u64,
        #[serde(flatten)]
        call: Option<CallNumbers>,
    },
    Error {
        code: &'static str,
        message: String,
    },
}

/// Who did it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    Me,
    Peer,
}

impl Who {
    fn of(mine: bool) -> Self {
        if mine { Self::Me } else { Self::Peer }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct RoomFields {
    room: String,
    name: String,
    last_at: u64,
    peer_here: bool,
}

impl From<RoomSummary> for RoomFields {
    fn from(room: RoomSummary) -> Self {
        Self {
            room: room.room.to_string(),
            name: room.name,
            last_at: room.last_at,
            peer_here: room.peer_here == Some(true),
        }
    }
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Room {
    room: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    kept: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct PathFields {
    #[serde(flatten)]
    numbers: PathNumbers,
    transport: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct PathNumbers {
    path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rtt_ms: Option<u64>,
}

#[derive(Debug, Serialize)]
pub(super) struct TransferFields {
    transfer: String,
    direction: &'static str,
    name: String,
    size: u64,
    kind: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    paused_by: Option<Who>,
    done_bytes: u64,
    bytes_per_s: u64,
    /// As text: a path that is none is shown as well as it can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// While somebody calls, `audio` and `video` are what they call with; from then
/// on they are what we have on air.
#[derive(Debug, Serialize)]
pub(super) struct CallFields {
    state: &'static str,
    audio: bool,
    video: bool,
    peer_mic: bool,
    peer_camera: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// Numbers of a call, of its last second.
#[derive(Debug, Serialize)]
pub(super) struct CallNumbers {
    audio: AudioNumbers,
    video: VideoNumbers,
    estimate_bps: u32,
}

#[derive(Debug, Serialize)]
struct AudioNumbers {
    bitrate_in: u32,
    bitrate_out: u32,
    jitter_ms: f64,
    delay_ms: f64,
    concealed_ratio: f64,
    repaired_ratio: f64,
    late_ratio: f64,
}

#[derive(Debug, Serialize)]
struct VideoNumbers {
    width: u32,
    height: u32,
    fps_in: f64,
    fps_out: f64,
    bitrate_in: u32,
    bitrate_out: u32,
    freezes: u64,
    frozen_ms: f64,
    dropped: u64,
    encode_ms: f64,
    decode_ms: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct GifFields {
    id: String,
    title: String,
    width: u32,
    height: u32,
}

impl Line {
    /// The line of an event; `None` for what only the window shows.
    pub(super) fn of(event: EventKind) -> Option<Self> {
        Some(match event {
            EventKind::Ready => Self::Ready {
                version: env!("CARGO_PKG_VERSION"),
            },
            EventKind::Room { room, state, kept } => Self::Room(Room::of(room, state, kept)),
            EventKind::Knock { .. } => Self::Knock,
            EventKind::Warning(warning) => Self::Warning {
                code: warning.code(),
                message: warning.to_string(),
            },
            EventKind::Path(path) => Self::Path(PathFields {
                numbers: path.into(),
                transport: match path.transport {
                    Transport::Quic => "quic",
                    Transport::Tcp => "tcp",
                },
                why: path.why.map(WhyRelayed::code),
            }),
            EventKind::Message(message) => message.into(),
            EventKind::Receipt { message, state } => Self::Receipt {
                message: message.to_string(),
                state: Delivery::as_str(state),
            },
            EventKind::Reaction(reaction) => Self::Reaction {
                message: reaction.message.to_string(),
                from: Who::of(reaction.mine),
                emoji: reaction.emoji.map_or("", Emoji::as_str),
            },
            EventKind::Safety { emoji, verified } => Self::Safety {
                emoji: emoji.names(),
                verified,
            },
            EventKind::Typing(on) => Self::Typing {
                from: Who::Peer,
                on,
            },
            EventKind::Transfer(transfer) => Self::Transfer(transfer.into()),
            EventKind::Call(call) => Self::Call(call.into()),
            EventKind::Stats(stats) => stats.into(),
            EventKind::Error(error) => RequestError::from(error).into(),
            EventKind::Keep(Keep::Proposed) => Self::Keep { from: Who::Peer },
            EventKind::Rooms(rooms) => Self::Rooms {
                rooms: rooms.into_iter().map(Into::into).collect(),
            },
            EventKind::NotKept { code, message } => Self::Warning { code, message },
            EventKind::Keep(_)
            | EventKind::Keeping(_)
            | EventKind::Mark(_)
            | EventKind::Changed { .. }
            | EventKind::Settled(_)
            // Message by message.
            | EventKind::History(_)
            | EventKind::Presence { .. }
            | EventKind::Found(_)
            | EventKind::Storage(_)
            | EventKind::Exported(_)
            | EventKind::Cleared => return None,
            EventKind::KnockGone
            | EventKind::Forgotten(_)
            | EventKind::CallMedia(_)
            | EventKind::Reach(_)
            | EventKind::Relays(_)
            | EventKind::RelayRefuses(_) => return None,
        })
    }

    /// The lines of a part of what was said before.
    pub(super) fn of_history(history: History) -> impl Iterator<Item = Self> {
        let messages = history.messages.into_iter().map(|past| {
            let mut line = Self::from(past.message);
            if let Self::Message { history, .. } = &mut line {
                *history = true;
            }
            line
        });
        let end = history.whole.map(|count| Self::History { count });
        messages.chain(end)
    }

    /// The line as text, without its end.
    pub(super) fn to_json(&self, re: Option<&RawValue>) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct WithRe<'a> {
            #[serde(flatten)]
            line: &'a Line,
            #[serde(skip_serializing_if = "Option::is_none")]
            re: Option<&'a RawValue>,
        }
        serde_json::to_string(&WithRe { line: self, re })
    }
}

impl Room {
    fn of(room: RoomId, state: RoomState, kept: bool) -> Self {
        let room = Self {
            room: room.to_string(),
            kept,
            ..Self::default()
        };
        match state {
            RoomState::Creating => Self {
                state: "creating",
                ..room
            },
            RoomState::Waiting { code, link, .. } => Self {
                state: "waiting",
                code: code.map(|current| current.code.to_string()),
                link: Some(link.to_string()),
                ..room
            },
            RoomState::Awaiting { .. } => Self {
                state: "waiting",
                ..room
            },
            RoomState::Joining => Self {
                state: "joining",
                ..room
            },
            RoomState::Knocking => Self {
                state: "knocking",
                ..room
            },
            RoomState::Connected { peer } => Self {
                state: "connected",
                peer: Some(peer.into()),
                ..room
            },
            RoomState::Reconnecting { peer, .. } => Self {
                state: "reconnecting",
                peer: Some(peer.into()),
                ..room
            },
            RoomState::Closed { reason, peer } => Self {
                state: "closed",
                peer: peer.map(Into::into),
                reason: Some(reason.as_str()),
                ..room
            },
        }
    }
}

impl From<Path> for PathNumbers {
    fn from(path: Path) -> Self {
        Self {
            path: match path.kind {
                PathKind::Direct => "direct",
                PathKind::Relayed => "relayed",
                PathKind::Lan => "lan",
            },
            rtt_ms: path.rtt.map(whole_milliseconds),
        }
    }
}

impl From<Message> for Line {
    fn from(message: Message) -> Self {
        Self::Message {
            message: message.id.to_string(),
            from: Who::of(message.mine),
            text: message.text,
            at: message.at,
            edited: message.edited,
            deleted: message.deleted,
            reply_to: message.reply_to.map(|id| id.to_string()),
            history: false,
        }
    }
}

impl From<Transfer> for TransferFields {
    fn from(transfer: Transfer) -> Self {
        let state = transfer.state.as_str();
        let (paused_by, path) = match transfer.state {
            TransferState::Paused(by) => (Some(by.into()), None),
            TransferState::Done { path } => (None, path),
            _ => (None, None),
        };
        Self {
            transfer: transfer.id.to_string(),
            direction: match transfer.direction {
                Direction::In => "in",
                Direction::Out => "out",
            },
            name: transfer.name,
            size: transfer.size,
            kind: transfer.kind.as_str(),
            state,
            paused_by,
            done_bytes: transfer.done_bytes,
            bytes_per_s: transfer.bytes_per_s,
            path: path.map(|path: PathBuf| path.to_string_lossy().into_owned()),
            reason: transfer.reason.map(TransferReason::as_str),
        }
    }
}

impl From<Call> for CallFields {
    fn from(call: Call) -> Self {
        let shown = match call.state {
            CallState::Incoming => call.theirs,
            _ => call.ours,
        };
        Self {
            state: call.state.as_str(),
            audio: shown.mic,
            video: shown.camera || shown.screen,
            peer_mic: call.theirs.mic,
            peer_camera: call.theirs.camera || call.theirs.screen,
            reason: match call.state {
                CallState::Ended(why) => Some(why.as_str()),
                _ => None,
            },
        }
    }
}

impl From<CallStats> for CallNumbers {
    fn from(stats: CallStats) -> Self {
        let (audio, video) = (stats.audio, stats.video);
        Self {
            audio: AudioNumbers {
                bitrate_in: audio.bitrate_in,
                bitrate_out: audio.bitrate_out,
                jitter_ms: milliseconds(audio.jitter),
                delay_ms: milliseconds(audio.delay),
                concealed_ratio: audio.concealed_ratio,
                repaired_ratio: audio.repaired_ratio,
                late_ratio: audio.late_ratio,
            },
            video: VideoNumbers {
                width: video.width,
                height: video.height,
                fps_in: video.fps_in.into(),
                fps_out: video.fps_out.into(),
                bitrate_in: video.bitrate_in,
                bitrate_out: video.bitrate_out,
                freezes: video.freezes,
                frozen_ms: milliseconds(video.frozen),
                dropped: video.dropped,
                encode_ms: milliseconds(video.encode),
                decode_ms: milliseconds(video.decode),
            },
            estimate_bps: stats.estimate_bps,
        }
    }
}

/// With tenths.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

impl From<Page> for Line {
    fn from(page: Page) -> Self {
        let items = page.items.into_iter().map(|item| GifFields {
            id: item.id.to_string(),
            title: item.title,
            width: item.width,
            height: item.height,
        });
        Self::Gifs {
            items: items.collect(),
        }
    }
}

impl From<tincan_net::Who> for Who {
    fn from(who: tincan_net::Who) -> Self {
        match who {
            tincan_net::Who::Me => Self::Me,
            tincan_net::Who::Peer => Self::Peer,
        }
    }
}

impl From<Stats> for Line {
    fn from(stats: Stats) -> Self {
        Self::Stats {
            path: stats.path.map(Into::into),
            bytes_in: stats.bytes_in,
            bytes_out: stats.bytes_out,
            call: None,
        }
    }
}

impl From<RequestError> for Line {
    fn from(error: RequestError) -> Self {
        Self::Error {
            code: error.code(),
            message: error.to_string(),
        }
    }
}

fn whole_milliseconds(time: Duration) -> u64 {
    u64::try_from((time + Duration::from_micros(500)).as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
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
}

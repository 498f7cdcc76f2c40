//! From an [`EventKind`] to a line of output.

mod call;

use std::{path::PathBuf, time::Duration};

use serde::Serialize;
use serde_json::value::RawValue;
use tincan_net::{
    Delivery, Direction, Emoji, EventKind, History, Keep, Message, Past, Path, PathKind, RoomId,
    RoomState, RoomSummary, Stats, Transfer, TransferReason, TransferState, Transport, WhyRelayed,
};

pub(super) use self::call::{CallFields, CallNumbers};
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
        /// The transfer that the words belong to.
        #[serde(skip_serializing_if = "Option::is_none")]
        with: Option<String>,
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
            | EventKind::Preview { .. }
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
        let messages = history.items.into_iter().filter_map(|past| {
            // What was handed over is no part of the contract.
            let Past::Said(past) = past else { return None };
            let mut line = Self::from(past.message);
            if let Self::Message { history, .. } = &mut line {
                *history = true;
            }
            Some(line)
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
            with: message.with.map(|id| id.to_string()),
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
mod tests;

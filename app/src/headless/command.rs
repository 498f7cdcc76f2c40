//! From a line of input to a [`Command`].

use std::path::PathBuf;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, value::RawValue};
use tincan_media::io::CannotUse;
use tincan_net::{
    Command, CommandError, Content, Emoji, EmojiError, Invite, InviteError, RoomId, RoomsCommand,
    TransferKind, Words,
};

use super::calls;
use crate::{
    calls::Chosen,
    gifs::{GifError, GifId, Query, Source, UnknownSource},
    handover::NotAPicture,
};

/// A line of input, taken apart. The id is there even when the rest is wrong.
#[derive(Debug)]
pub(super) struct Request {
    /// What the answers carry back as `re`, byte for byte.
    pub(super) id: Option<Box<RawValue>>,
    /// What to do.
    pub(super) action: Result<Action, RequestError>,
}

/// What a line asks for.
#[derive(Debug)]
pub(super) enum Action {
    /// For the network side.
    Send(Command),
    /// Show GIFs to choose from.
    Gifs {
        /// Where from.
        source: Source,
        /// `None` for what people like now.
        query: Option<Query>,
    },
    /// Hand over a GIF.
    SendGif {
        /// Where from.
        source: Source,
        /// Which.
        gif: GifId,
    },
    /// Call, or answer, with this.
    Call {
        /// Where sound and pictures come from and go to.
        chosen: Box<Chosen>,
        /// The peer's call is answered.
        answer: bool,
    },
    /// Switch microphone, camera and speaker on or off.
    Set(calls::Set),
    /// Leave and end.
    Quit,
}

/// Why a line is not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum RequestError {
    /// Not a command that we know, or not with these fields.
    #[error("This line is not a command: {0}.")]
    BadCommand(String),
    /// A command of a later version.
    #[error("This version of Tincan cannot do this yet: {0}.")]
    NotSupported(&'static str),
    /// A command with something in it that makes no sense.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A provider of GIFs has none to give.
    #[error(transparent)]
    Gif(#[from] GifError),
    /// A picture that is none.
    #[error(transparent)]
    NotAPicture(#[from] NotAPicture),
    /// A file that a call cannot be made with.
    #[error("{0}.")]
    CannotUse(#[from] CannotUse),
}

impl RequestError {
    /// Its name in an `error` event.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::BadCommand(_) => "bad_command",
            Self::NotSupported(_) => "not_supported",
            Self::Command(error) => error.code(),
            Self::Gif(error) => error.code(),
            Self::NotAPicture(_) => "not_a_picture",
            Self::CannotUse(_) => "cannot_use",
        }
    }
}

impl From<serde_json::Error> for RequestError {
    fn from(error: serde_json::Error) -> Self {
        Self::BadCommand(error.to_string())
    }
}

/// The fields of each command, strictly: one that we do not know is an error,
/// so that a slip of the pen is not taken for an absent field.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Fields {
    Create {
        #[serde(default)]
        kept: bool,
        #[serde(default)]
        ask: bool,
    },
    Join {
        code: Option<String>,
        link: Option<String>,
        /// Agrees to a kept room if the host proposes one.
        #[serde(default)]
        kept: bool,
    },
    Ask {
        on: bool,
    },
    NewCode {},
    Admit {},
    Refuse {},
    Say {
        text: String,
        reply_to: Option<String>,
    },
    Edit {
        message: String,
        text: String,
    },
    Delete {
        message: String,
    },
    React {
        message: String,
        /// Empty to take it back.
        emoji: String,
    },
    Verify {
        r#match: bool,
    },
    Keep {
        agree: bool,
    },
    Rooms {},
    Open {
        room: String,
    },
    /// Of the room at hand, or of this one.
    Rename {
        room: Option<String>,
        name: String,
    },
    Clear {
        room: Option<String>,
    },
    Forget {
        room: Option<String>,
    },
    Block {
        room: Option<String>,
    },
    Typing {
        on: bool,
    },
    SendFile {
        path: PathBuf,
        r#as: Option<TransferKind>,
        /// Words that belong to it.
        text: Option<String>,
    },
    AcceptFile {
        transfer: String,
        dir: PathBuf,
    },
    DeclineFile {
        transfer: String,
    },
    Pause {
        transfer: String,
    },
    Resume {
        transfer: String,
    },
    Cancel {
        transfer: String,
    },
    Gifs {
        query: Option<String>,
        provider: Option<String>,
    },
    SendGif {
        gif: String,
        provider: Option<String>,
    },
    Call(calls::Fields),
    Answer(calls::Fields),
    DeclineCall {},
    HangUp {},
    Set(calls::Set),
    Stats {},
    Leave {},
    Quit {},
}

impl Request {
    /// Takes one line apart.
    pub(super) fn parse(line: &[u8]) -> Self {
        match serde_json::from_slice::<IdOnly>(line) {
            Ok(IdOnly { id }) => Self {
                id,
                action: Action::parse(line),
            },
            Err(error) => Self {
                id: None,
                action: Err(error.into()),
            },
        }
    }

    /// For a line that was not looked at.
    pub(super) fn too_long() -> Self {
        let problem = "it is longer than 256 KiB".to_owned();
        Self {
            id: None,
            action: Err(RequestError::BadCommand(problem)),
        }
    }
}

#[derive(Deserialize)]
struct IdOnly {
    #[serde(default, deserialize_with = "present")]
    id: Option<Box<RawValue>>,
}

/// Keeps `null` apart from absent: it is an id like any other.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(from).map(Some)
}

impl Action {
    fn parse(line: &[u8]) -> Result<Self, RequestError> {
        let mut fields: Map<String, Value> = serde_json::from_slice(line)?;
        fields.remove("id");
        serde_json::from_value::<Fields>(Value::Object(fields))?.try_into()
    }
}

impl TryFrom<Fields> for Action {
    type Error = RequestError;

    fn try_from(fields: Fields) -> Result<Self, RequestError> {
        let command = match fields {
            Fields::Create { ask, kept } => Command::Create { ask, kept },
            Fields::Join { code, link, kept } => Command::Join {
                invite: invite(code, link)?,
                kept,
            },
            Fields::Ask { on } => Command::Ask(on),
            Fields::NewCode {} => Command::NewCode,
            Fields::Admit {} => Command::Admit,
            Fields::Refuse {} => Command::Refuse,
            Fields::Say { text, reply_to } => Command::Say {
                text,
                reply_to: reply_to.map(|id| id.parse()).transpose()?,
            },
            Fields::Edit { message, text } => Command::Edit {
                message: message.parse()?,
                text,
            },
            Fields::Delete { message } => Command::Delete(message.parse()?),
            Fields::React { message, emoji } => Command::React {
                message: message.parse()?,
                emoji: parse_emoji(&emoji)?,
            },
            Fields::Verify { r#match } => Command::Verify(r#match),
            Fields::Keep { agree } => Command::Keep(agree),
            Fields::Rooms {} => Command::Rooms(RoomsCommand::List),
            Fields::Open { room } => Command::Rooms(RoomsCommand::Open(room.parse()?)),
            Fields::Rename { room, name } => {
                Command::Rooms(RoomsCommand::Rename(which(room)?, name))
            }
            Fields::Clear { room } => Command::Rooms(RoomsCommand::Clear(which(room)?)),
            Fields::Forget { room } => Command::Rooms(RoomsCommand::Forget(which(room)?)),
            Fields::Block { room } => Command::Rooms(RoomsCommand::Block(which(room)?)),
            Fields::Typing { on } => Command::Typing(on),
            Fields::SendFile { path, r#as, text } => Command::SendFile {
                content: Content::Path(path),
                kind: r#as,
                words: text.map(|text| Words {
                    text,
                    reply_to: None,
                }),
            },
            Fields::AcceptFile { transfer, dir } => Command::AcceptFile {
                transfer: transfer.parse()?,
                dir,
            },
            Fields::DeclineFile { transfer } => Command::DeclineFile(transfer.parse()?),
            Fields::Pause { transfer } => Command::Pause(transfer.parse()?),
            Fields::Resume { transfer } => Command::Resume(transfer.parse()?),
            Fields::Cancel { transfer } => Command::Cancel(transfer.parse()?),
            Fields::Gifs { query, provider } => {
                return Ok(Self::Gifs {
                    source: source(provider)?,
                    query: query.as_deref().and_then(Query::new),
                });
            }
            Fields::SendGif { gif, provider } => {
                return Ok(Self::SendGif {
                    source: source(provider)?,
                    gif: gif.parse()?,
                });
            }
            Fields::Call(fields) => {
                return Ok(Self::Call {
                    chosen: Box::new(fields.try_into()?),
                    answer: false,
                });
            }
            Fields::Answer(fields) => {
                return Ok(Self::Call {
                    chosen: Box::new(fields.try_into()?),
                    answer: true,
                });
            }
            Fields::DeclineCall {} => Command::DeclineCall,
            Fields::HangUp {} => Command::HangUp,
            Fields::Set(set) => return Ok(Self::Set(set)),
            Fields::Stats {} => Command::Stats,
            Fields::Leave {} => Command::Leave,
            Fields::Quit {} => return Ok(Self::Quit),
        };
        Ok(Self::Send(command))
    }
}

/// The room that is named, if one is.
fn which(room: Option<String>) -> Result<Option<RoomId>, CommandError> {
    room.map(|room| room.parse()).transpose()
}

fn parse_emoji(text: &str) -> Result<Option<Emoji>, RequestError> {
    let some = |text: &str| text.parse().map(Some);
    let emoji = if text.is_empty() {
        Ok(None)
    } else {
        some(text)
    };
    emoji.map_err(|error: EmojiError| RequestError::BadCommand(error.to_string()))
}

fn source(provider: Option<String>) -> Result<Source, RequestError> {
    let source = provider.map_or(Ok(Source::default()), |name| name.parse());
    source.map_err(|error: UnknownSource| RequestError::BadCommand(error.to_string()))
}

fn invite(code: Option<String>, link: Option<String>) -> Result<Invite, RequestError> {
    let invite = match (code, link) {
        (Some(code), None) => code.parse().map(Invite::Code).map_err(InviteError::from),
        (None, Some(link)) => link.parse().map(Invite::Link).map_err(InviteError::from),
        _ => {
            let problem = "join takes a code or a link".to_owned();
            return Err(RequestError::BadCommand(problem));
        }
    };
    Ok(invite.map_err(CommandError::from)?)
}

#[cfg(test)]
mod tests;

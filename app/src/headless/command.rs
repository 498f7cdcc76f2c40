//! From a line of input to a [`Command`].

use std::path::PathBuf;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, value::RawValue};
use tincan_media::io::CannotUse;
use tincan_net::{
    Command, CommandError, Content, Emoji, EmojiError, Invite, InviteError, RoomId, RoomsCommand,
    TransferKind,
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
            Fields::SendFile { path, r#as } => Command::SendFile {
                content: Content::Path(path),
                kind: r#as,
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn command(line: &str) -> Command {
        match Request::parse(line.as_bytes()).action {
            Ok(Action::Send(command)) => command,
            other => panic!("{line}: {other:?}"),
        }
    }

    fn error_code(line: &str) -> &'static str {
        match Request::parse(line.as_bytes()).action {
            Ok(action) => panic!("{line}: {action:?}"),
            Err(error) => error.code(),
        }
    }

    #[test]
    fn the_commands_of_the_contract() {
        use Command as C;
        assert!(matches!(
            command(r#"{"do":"create"}"#),
            C::Create {
                ask: false,
                kept: false
            }
        ));
        assert!(matches!(
            command(r#"{"ask":true,"kept":false,"do":"create"}"#),
            C::Create {
                ask: true,
                kept: false
            }
        ));
        assert!(matches!(
            command(r#"{"do":"join","code":"47 213","kept":true}"#),
            C::Join {
                invite: Invite::Code(_),
                kept: true
            }
        ));
        assert!(matches!(command(r#"{"do":"admit"}"#), C::Admit));
        assert!(matches!(command(r#"{"do":"refuse"}"#), C::Refuse));
        assert!(matches!(
            command(r#"{"do":"typing","on":true}"#),
            C::Typing(true)
        ));
        assert!(matches!(
            command(r#"{"do":"ask","on":false}"#),
            C::Ask(false)
        ));
        assert!(matches!(command(r#"{"do":"new_code"}"#), C::NewCode));
        assert!(matches!(command(r#"{"do":"stats"}"#), C::Stats));
        let sends = |line| match command(line) {
            C::SendFile {
                content: Content::Path(path),
                kind,
            } => (path, kind),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            sends(r#"{"do":"send_file","path":"/tmp/a b"}"#),
            ("/tmp/a b".into(), None)
        );
        let (_, kind) = sends(r#"{"do":"send_file","path":"x","as":"image"}"#);
        assert_eq!(kind, Some(TransferKind::Image));
        let id = "th3".parse().unwrap();
        let accept = command(r#"{"do":"accept_file","transfer":"th3","dir":"/tmp"}"#);
        assert!(matches!(accept, C::AcceptFile { transfer, .. } if transfer == id));
        for (name, is_right) in [
            (
                "decline_file",
                (|c| matches!(c, C::DeclineFile(_))) as fn(_) -> _,
            ),
            ("pause", |c| matches!(c, C::Pause(_))),
            ("resume", |c| matches!(c, C::Resume(_))),
            ("cancel", |c| matches!(c, C::Cancel(_))),
        ] {
            let line = format!(r#"{{"do":"{name}","transfer":"tg7"}}"#);
            assert!(is_right(command(&line)), "{line}");
        }
        assert!(matches!(command(r#"{"do":"leave"}"#), C::Leave));
        let say = command(r#"{"do":"say","text":"a\nb","reply_to":"h12"}"#);
        let C::Say {
            text,
            reply_to: Some(id),
        } = say
        else {
            panic!("{say:?}")
        };
        assert_eq!((text.as_str(), id.to_string().as_str()), ("a\nb", "h12"));
        let quit = Request::parse(br#"{"do":"quit"}"#).action;
        assert!(matches!(quit, Ok(Action::Quit)));
    }

    #[test]
    fn errors_have_codes() {
        for line in [
            "",
            "hello",
            "7",
            "[]",
            "{}",
            r#"{"do":7}"#,
            r#"{"do":"dance"}"#,
            r#"{"do":"say"}"#,
            r#"{"do":"say","text":7}"#,
            r#"{"do":"say","text":"x","reply-to":"h1"}"#,
            r#"{"do":"typing"}"#,
            r#"{"do":"send_file"}"#,
            r#"{"do":"send_file","path":"x","as":"movie"}"#,
            r#"{"do":"accept_file","transfer":"th1"}"#,
            r#"{"do":"pause","transfer":7}"#,
            r#"{"do":"admit","who":"me"}"#,
            r#"{"do":"join"}"#,
            r#"{"do":"join","code":"47213","link":"tincan://join/x"}"#,
            r#"{"do":"create"} {"do":"create"}"#,
            "{\"do\":\"say\",\"text\":\"\u{fffd}\"",
        ] {
            assert_eq!(error_code(line), "bad_command", "{line}");
        }
        assert_eq!(error_code(r#"{"do":"join","code":"47a13"}"#), "bad_code");
        assert_eq!(error_code(r#"{"do":"join","code":""}"#), "bad_code");
        assert_eq!(error_code(r#"{"do":"join","link":"http://x"}"#), "bad_link");
        assert_eq!(
            error_code(r#"{"do":"say","text":"x","reply_to":"z9"}"#),
            "unknown_message"
        );
        assert_eq!(
            error_code(r#"{"do":"cancel","transfer":"h1"}"#),
            "unknown_transfer"
        );
        assert_eq!(error_code(r#"{"do":"open","room":"one"}"#), "unknown_room");
        let not_utf8 = Request::parse(b"{\"do\":\"say\",\"text\":\"\xff\"}");
        assert_eq!(not_utf8.action.unwrap_err().code(), "bad_command");
    }

    #[test]
    fn ids_come_back_byte_for_byte() {
        for id in [
            "1",
            "null",
            "\"x\"",
            "[1, {\"a\": null}]",
            "123456789012345678901234567890",
            "1e999",
        ] {
            for line in [
                format!(r#"{{"do":"stats","id":{id}}}"#),
                format!(r#"{{"id":{id},"do":"dance"}}"#),
            ] {
                let request = Request::parse(line.as_bytes());
                assert_eq!(request.id.unwrap().get(), id, "{line}");
            }
        }
        assert!(Request::parse(br#"{"do":"stats"}"#).id.is_none());
    }

    proptest! {
        #[test]
        fn any_line_parses_or_says_why(line in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Request::parse(&line);
        }

        #[test]
        fn any_object_parses_or_says_why(
            name in "create|join|ask|say|typing|quit|call|[a-z_]{0,8}",
            field in "kept|code|link|on|text|reply_to|id|[a-z_]{0,8}",
            value in "true|null|\"[ -!#-\\[\\]-~]{0,20}\"|[0-9]{1,30}|[\\[\\]{}\",:a-z]{0,12}",
        ) {
            let line = format!(r#"{{"do":"{name}","{field}":{value}}}"#);
            let _ = Request::parse(line.as_bytes());
        }

        #[test]
        fn any_text_can_be_said(text in ".{0,200}") {
            let line = serde_json::json!({"do": "say", "text": text}).to_string();
            let Ok(Action::Send(Command::Say { text: said, reply_to: None })) =
                Request::parse(line.as_bytes()).action else { panic!("{line}") };
            prop_assert_eq!(said, text);
        }
    }
}

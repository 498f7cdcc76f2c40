//! What goes over `/tincan/control/1`.

use serde::{Deserialize, Serialize};

use crate::{
    api::{MessageId, UnixMillis},
    call,
    direct::Situation,
    kept::Word,
    transfer::Message,
    wire::Bytes,
};

/// Version of the control channel.
pub(super) const VERSION: u8 = 1;

/// One frame. Kinds that we do not know are skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(super) enum Frame {
    /// First on every stream: who we are, and how far we have heard the other.
    #[serde(rename = "hello")]
    Hello {
        v: u8,
        name: String,
        heard: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        net: Option<Situation>,
        /// In a kept room that was opened again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Before>,
    },
    /// Numbered from 1, without gaps.
    #[serde(rename = "data")]
    Data { n: u64, body: Body },
    /// Everything up to this number has been heard.
    #[serde(rename = "heard")]
    Heard { upto: u64 },
    /// The person types, or no longer does.
    #[serde(rename = "typing")]
    Typing { on: bool },
    /// Asks for an [`Frame::Echo`] at once: how long words take now.
    #[serde(rename = "probe")]
    Probe { n: u64 },
    /// Answers a [`Frame::Probe`].
    #[serde(rename = "echo")]
    Echo { n: u64 },
    /// What the sender's network is like, when that has changed.
    #[serde(rename = "net")]
    Net { net: Situation },
    /// We leave, and the room closes.
    #[serde(rename = "leave")]
    Leave,
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

/// What there was before a kept room was opened: messages of the sender, and of
/// the other those that it has, both by the highest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    pub(super) said: u64,
    pub(super) have: u64,
}

/// What is numbered. Kinds that we do not know are heard and skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(super) enum Body {
    /// A message, numbered among its writer's from 1.
    #[serde(rename = "text")]
    Text {
        number: u64,
        text: String,
        at: UnixMillis,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        /// The number of the writer's transfer that these words belong to. Who
        /// does not know this shows the two apart.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<u64>,
    },
    /// Another text in the place of one of the writer's messages.
    #[serde(rename = "edit")]
    Edit { number: u64, text: String },
    /// One of the writer's messages is taken back.
    #[serde(rename = "delete")]
    Delete { number: u64 },
    /// What the writer thinks of a message; without an emoji nothing any more.
    #[serde(rename = "react")]
    React {
        to: MessageId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        emoji: Option<String>,
    },
    /// A part of the exchange of safety emoji: 32 bytes.
    #[serde(rename = "safety")]
    Safety { word: SafetyWord, value: Bytes<32> },
    /// The other's messages were seen up to this number.
    #[serde(rename = "read")]
    Read { upto: u64 },
    /// About keeping the room.
    #[serde(rename = "keep")]
    Keep { w: Word },
    /// About a file or picture that is handed over.
    #[serde(rename = "file")]
    File { m: Message },
    /// About a call.
    #[serde(rename = "call")]
    Call { m: call::Message },
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

impl Body {
    /// Whether it is part of what a kept room keeps.
    pub(super) fn is_kept(&self) -> bool {
        matches!(
            self,
            Self::Text { .. } | Self::Edit { .. } | Self::Delete { .. } | Self::React { .. }
        )
    }
}

/// Which part of the exchange of safety emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum SafetyWord {
    #[serde(rename = "commit")]
    Commit,
    #[serde(rename = "nonce")]
    Nonce,
    #[serde(rename = "open")]
    Open,
}

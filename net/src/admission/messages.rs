//! What goes over `/tincan/admit/1`.

use serde::{Deserialize, Serialize};

use crate::wire::Bytes;

/// Version of the admission protocol.
pub(crate) const VERSION: u8 = 1;

/// What the invitation was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    /// A room code.
    #[serde(rename = "code")]
    Code,
    /// An invite link.
    #[serde(rename = "link")]
    Link,
    /// The secret of a kept room, with signatures under what was proved.
    #[serde(rename = "kept")]
    Kept,
}

impl Mode {
    /// Its name in the identities that both sides prove.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Link => "link",
            Self::Kept => "kept",
        }
    }
}

/// A message of the exchange: an X or Y is 33 bytes, a MAC 32.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(crate) enum Message {
    /// The guest's first word.
    #[serde(rename = "hello")]
    Hello {
        v: u8,
        mode: Mode,
        /// The nameplate of the code, which is public: on a local network
        /// nobody else has asked for it before. Of a kept room, a token that
        /// tells it to the other only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<String>,
        x: Bytes<64>,
    },
    /// The host's answer to it.
    #[serde(rename = "reply")]
    Reply { y: Bytes<64> },
    /// The guest's proof that it knows the secret.
    #[serde(rename = "proof")]
    Proof {
        mac: Bytes<32>,
        /// Of a kept room: the guest's signature.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sig: Option<Bytes<64>>,
    },
    /// The proof was right, and the host's person is to be asked.
    #[serde(rename = "wait")]
    Wait { mac: Bytes<32> },
    /// What the guest calls itself, for the one who is asked.
    #[serde(rename = "knock")]
    Knock { name: String },
    /// In. The host's proof, and what it calls itself.
    #[serde(rename = "admitted")]
    Admitted {
        mac: Bytes<32>,
        name: String,
        /// Of a kept room: the host's signature.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sig: Option<Bytes<64>>,
    },
    /// The host's person said no.
    #[serde(rename = "refused")]
    Refused { mac: Bytes<32> },
    /// The room is not at that nameplate. Costs nobody anything.
    #[serde(rename = "not_here")]
    NotHere,
    /// Wrong, used, expired and full alike.
    #[serde(rename = "no")]
    No,
    /// The first word was of a version that the host does not speak.
    #[serde(rename = "version")]
    Version { v: u8 },
}

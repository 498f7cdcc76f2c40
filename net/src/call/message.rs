//! What is said about calls over the control channel, numbered.

use serde::{Deserialize, Serialize};

use super::OnAir;
use crate::api::Side;

/// Names a call for both: who rang, and the number among their rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct CallId {
    pub(crate) side: Side,
    pub(crate) number: u32,
}

/// One word about a call. Kinds that we do not know are skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(crate) enum Message {
    /// The caller's: numbered among its rings, upwards.
    #[serde(rename = "ring")]
    Ring { n: u32, air: OnAir },
    /// The other's: yes.
    #[serde(rename = "answer")]
    Answer { call: CallId, air: OnAir },
    /// The other's: no.
    #[serde(rename = "decline")]
    Decline { call: CallId },
    /// The other's: it has a call already.
    #[serde(rename = "busy")]
    Busy { call: CallId },
    /// Either's: what it has on air now.
    #[serde(rename = "air")]
    Air { call: CallId, air: OnAir },
    /// Either's: it is over, answered or not.
    #[serde(rename = "end")]
    End { call: CallId },
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

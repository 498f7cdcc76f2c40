//! What is told about a call.

use serde::{Deserialize, Serialize};

/// What one of the two lets the other hear and see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnAir {
    /// The microphone.
    #[serde(default)]
    pub mic: bool,
    /// The camera.
    #[serde(default)]
    pub camera: bool,
    /// The screen.
    #[serde(default)]
    pub screen: bool,
}

/// A call, as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where it is in its life.
    pub state: CallState,
    /// What we have on air, or would.
    pub ours: OnAir,
    /// What the peer has on air, or would.
    pub theirs: OnAir,
}

/// Where a call is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallState {
    /// We ring.
    Ringing,
    /// The peer rings.
    Incoming,
    /// The two talk.
    Active,
    /// Nothing gets through at the moment, and nothing is sent.
    Reconnecting,
    /// Over.
    Ended(CallEnd),
}

impl CallState {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Incoming => "incoming",
            Self::Active => "active",
            Self::Reconnecting => "reconnecting",
            Self::Ended(_) => "ended",
        }
    }
}

/// Why a call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// We hung up.
    HungUp,
    /// The peer hung up.
    PeerHungUp,
    /// The one who was called does not want to.
    Declined,
    /// The one who was called is in a call.
    Busy,
    /// We rang for long, in vain.
    NoAnswer,
    /// The peer no longer rings, and we had not answered.
    Missed,
    /// The line broke and did not come back.
    Lost,
}

impl CallEnd {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HungUp => "hung_up",
            Self::PeerHungUp => "peer_hung_up",
            Self::Declined => "declined",
            Self::Busy => "busy",
            Self::NoAnswer => "no_answer",
            Self::Missed => "missed",
            Self::Lost => "lost",
        }
    }
}

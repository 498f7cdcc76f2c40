//! Whether relays answer.

use std::time::Duration;

use libp2p::PeerId;

/// Whether somebody can be met at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Still dialling.
    Looking,
    /// At least one relay answers.
    Ready,
    /// No relay answers; somebody on the same local network can be met.
    Lan,
    /// No relay answers, and there is no local network; we keep trying.
    Offline,
}

/// How one relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelayMark {
    /// Which: the key at the end of its addresses.
    pub relay: PeerId,
    /// How it is.
    pub health: RelayHealth,
}

/// What came of the last tries to reach a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayHealth {
    /// It is being dialled, and has not failed yet.
    Looking,
    /// It is connected.
    Answers {
        /// Time there and back.
        rtt: Duration,
    },
    /// It cannot be reached, or says nothing.
    NoAnswer,
    /// It is there and does not serve us: it hangs up, or is no relay.
    Refuses,
}

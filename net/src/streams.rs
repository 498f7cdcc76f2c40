//! Names of streams, as the room and its driver speak of them.

/// One stream, inbound or outbound, of any protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct StreamId(pub(crate) u64);

/// What a stream is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `/tincan/admit/1`
    Admit,
    /// `/tincan/control/1`
    Control,
    /// `/libp2p/dcutr`
    Punch,
    /// `/tincan/transfer/1`
    Transfer,
    /// `/tincan/media/1`
    Media,
}

//! The typed messages of the protocol.

use std::fmt;

use libp2p::core::PeerRecord;

use super::namespace::{MAX_NAMESPACE_BYTES, Namespace};

/// The longest cookie taken from a peer, in bytes. The servers that exist send
/// 8 bytes and the namespace.
pub const MAX_COOKIE_BYTES: usize = 512;

/// One message of the protocol, in either direction.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "short-lived and few")]
pub enum Message {
    /// Asks to be found; answered by [`Message::RegisterResponse`].
    Register(NewRegistration),
    /// The time to live that was granted, in seconds, or why not.
    RegisterResponse(Result<u64, ErrorCode>),
    /// Withdraws the sender's registration under this namespace.
    ///
    /// The protocol has no answer to it: the server closes the stream, which a
    /// `request_response` client sees as an `OutboundFailure::Io` of kind
    /// `UnexpectedEof`. Here that failure means success.
    Unregister(Namespace),
    /// Asks who is registered; answered by [`Message::DiscoverResponse`].
    Discover {
        /// Where to look; none means everywhere, which the server here refuses.
        namespace: Option<Namespace>,
        /// At most so many registrations.
        limit: Option<u64>,
        /// Only what is new since the answer that carried this cookie.
        cookie: Option<Cookie>,
    },
    /// Who is registered, or why that is not told.
    DiscoverResponse(Result<Discovered, ErrorCode>),
}

/// A registration as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRegistration {
    /// What to be found under.
    pub namespace: Namespace,
    /// The addresses, signed by the key of their owner. The signature was
    /// verified; that the owner is also the sender is for the server to check.
    pub record: PeerRecord,
    /// The wished time to live in seconds; none leaves it to the server.
    pub ttl: Option<u64>,
}

/// A registration as it is found.
#[derive(Debug, Clone, PartialEq)]
pub struct Registration {
    /// What it was found under. A server may claim any namespace here.
    pub namespace: Namespace,
    /// The addresses, signed (and verified) by the key of their owner.
    pub record: PeerRecord,
    /// How long it lives, in seconds; at most `u32::MAX`, so that adding it to
    /// a clock cannot overflow.
    pub ttl: u64,
}

/// The answer to a discovery.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovered {
    /// What was found, at most the limit that was asked for if the server is
    /// honest.
    pub registrations: Vec<Registration>,
    /// Given with the next discovery, leaves out what was told in this one.
    pub cookie: Cookie,
}

/// Bytes that mean something to the server that made them: at most
/// [`MAX_COOKIE_BYTES`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cookie(Box<[u8]>);

/// A cookie is longer than [`MAX_COOKIE_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cookie has at most {MAX_COOKIE_BYTES} bytes, this has {0}")]
pub struct CookieTooLong(usize);

/// Eight bytes and the longest namespace fit into a cookie.
const _: () = assert!(size_of::<u64>() + MAX_NAMESPACE_BYTES <= MAX_COOKIE_BYTES);

impl Cookie {
    /// The layout of the stock server, which the stock client insists on.
    pub(super) fn new(id: u64, namespace: &Namespace) -> Self {
        Self(
            [&id.to_be_bytes(), namespace.as_str().as_bytes()]
                .concat()
                .into(),
        )
    }

    /// The other way about; none if it is too short.
    pub(super) fn split(&self) -> Option<(u64, &[u8])> {
        let (id, namespace) = self.0.split_first_chunk()?;
        Some((u64::from_be_bytes(*id), namespace))
    }

    /// The bytes, to be sent back as they are.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<Vec<u8>> for Cookie {
    type Error = CookieTooLong;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        match bytes.len() {
            0..=MAX_COOKIE_BYTES => Ok(Self(bytes.into())),
            length => Err(CookieTooLong(length)),
        }
    }
}

impl From<Cookie> for Vec<u8> {
    fn from(cookie: Cookie) -> Self {
        cookie.0.into()
    }
}

impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cookie({} bytes)", self.0.len())
    }
}

/// Why a server refuses, as the specification numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ErrorCode {
    /// E_INVALID_NAMESPACE (100)
    #[error("the meeting point refuses this namespace")]
    InvalidNamespace,
    /// E_INVALID_SIGNED_PEER_RECORD (101)
    #[error("the meeting point refuses the signed addresses")]
    InvalidSignedPeerRecord,
    /// E_INVALID_TTL (102)
    #[error("the meeting point refuses this time to live")]
    InvalidTtl,
    /// E_INVALID_COOKIE (103)
    #[error("the meeting point does not know this cookie")]
    InvalidCookie,
    /// E_NOT_AUTHORIZED (200)
    #[error("the meeting point does not allow this")]
    NotAuthorized,
    /// E_INTERNAL_ERROR (300)
    #[error("the meeting point failed")]
    InternalError,
    /// E_UNAVAILABLE (400)
    #[error("the meeting point is too busy")]
    Unavailable,
}

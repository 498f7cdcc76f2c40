//! Between the schema, where everything is optional, and the typed messages,
//! where nothing is by accident.

use libp2p::core::{PeerRecord, SignedEnvelope};
use prost::Message as _;

use super::{
    message::{Cookie, Discovered, ErrorCode, Message, NewRegistration, Registration},
    namespace::Namespace,
    proto::{self, Kind, Status},
    wire::ParseError,
};

impl Registration {
    /// How many bytes this registration takes in a
    /// [`Message::DiscoverResponse`].
    pub fn encoded_len(&self) -> usize {
        let inner = proto::Register::from(self.clone()).encoded_len();
        1 + prost::length_delimiter_len(inner) + inner
    }
}

impl TryFrom<proto::Envelope> for Message {
    type Error = ParseError;

    fn try_from(envelope: proto::Envelope) -> Result<Self, ParseError> {
        let kind = envelope.kind.and_then(|kind| Kind::try_from(kind).ok());
        match kind.ok_or(ParseError::Missing("type"))? {
            Kind::Register => {
                let body = envelope.register.ok_or(ParseError::Missing("register"))?;
                Ok(Self::Register(NewRegistration {
                    namespace: required_namespace(body.ns)?,
                    record: verified_record(body.signed_peer_record)?,
                    ttl: body.ttl,
                }))
            }
            Kind::RegisterResponse => {
                let body = envelope
                    .register_response
                    .ok_or(ParseError::Missing("registerResponse"))?;
                Ok(Self::RegisterResponse(match outcome(body.status)? {
                    Ok(()) => Ok(granted_ttl(body.ttl)?),
                    Err(code) => Err(code),
                }))
            }
            Kind::Unregister => {
                let body = envelope
                    .unregister
                    .ok_or(ParseError::Missing("unregister"))?;
                Ok(Self::Unregister(required_namespace(body.ns)?))
            }
            Kind::Discover => {
                let body = envelope.discover.ok_or(ParseError::Missing("discover"))?;
                Ok(Self::Discover {
                    namespace: body.ns.map(Namespace::try_from).transpose()?,
                    limit: body.limit,
                    cookie: body.cookie.map(Cookie::try_from).transpose()?,
                })
            }
            Kind::DiscoverResponse => {
                let body = envelope
                    .discover_response
                    .ok_or(ParseError::Missing("discoverResponse"))?;
                Ok(Self::DiscoverResponse(match outcome(body.status)? {
                    Ok(()) => Ok(Discovered {
                        registrations: body
                            .registrations
                            .into_iter()
                            .map(Registration::try_from)
                            .collect::<Result<_, _>>()?,
                        cookie: body
                            .cookie
                            .ok_or(ParseError::Missing("cookie"))?
                            .try_into()?,
                    }),
                    Err(code) => Err(code),
                }))
            }
        }
    }
}

impl TryFrom<proto::Register> for Registration {
    type Error = ParseError;

    fn try_from(body: proto::Register) -> Result<Self, ParseError> {
        Ok(Self {
            namespace: required_namespace(body.ns)?,
            record: verified_record(body.signed_peer_record)?,
            ttl: granted_ttl(body.ttl)?,
        })
    }
}

fn required_namespace(ns: Option<String>) -> Result<Namespace, ParseError> {
    Ok(ns.ok_or(ParseError::Missing("ns"))?.try_into()?)
}

fn verified_record(bytes: Option<Vec<u8>>) -> Result<PeerRecord, ParseError> {
    let bytes = bytes.ok_or(ParseError::Missing("signedPeerRecord"))?;
    let envelope = SignedEnvelope::from_protobuf_encoding(&bytes)?;
    Ok(PeerRecord::from_signed_envelope(envelope)?)
}

fn granted_ttl(ttl: Option<u64>) -> Result<u64, ParseError> {
    match ttl.ok_or(ParseError::Missing("ttl"))? {
        ttl if ttl <= u64::from(u32::MAX) => Ok(ttl),
        ttl => Err(ParseError::Ttl(ttl)),
    }
}

fn outcome(status: Option<i32>) -> Result<Result<(), ErrorCode>, ParseError> {
    let status = status.and_then(|status| Status::try_from(status).ok());
    Ok(match status.ok_or(ParseError::Missing("status"))? {
        Status::Ok => Ok(()),
        Status::InvalidNamespace => Err(ErrorCode::InvalidNamespace),
        Status::InvalidSignedPeerRecord => Err(ErrorCode::InvalidSignedPeerRecord),
        Status::InvalidTtl => Err(ErrorCode::InvalidTtl),
        Status::InvalidCookie => Err(ErrorCode::InvalidCookie),
        Status::NotAuthorized => Err(ErrorCode::NotAuthorized),
        Status::InternalError => Err(ErrorCode::InternalError),
        Status::Unavailable => Err(ErrorCode::Unavailable),
    })
}

impl From<ErrorCode> for Status {
    fn from(code: ErrorCode) -> Self {
        match code {
            ErrorCode::InvalidNamespace => Self::InvalidNamespace,
            ErrorCode::InvalidSignedPeerRecord => Self::InvalidSignedPeerRecord,
            ErrorCode::InvalidTtl => Self::InvalidTtl,
            ErrorCode::InvalidCookie => Self::InvalidCookie,
            ErrorCode::NotAuthorized => Self::NotAuthorized,
            ErrorCode::InternalError => Self::InternalError,
            ErrorCode::Unavailable => Self::Unavailable,
        }
    }
}

impl From<Message> for proto::Envelope {
    fn from(message: Message) -> Self {
        let envelope = |kind: Kind| Self {
            kind: Some(kind.into()),
            ..Self::default()
        };
        match message {
            Message::Register(new) => Self {
                register: Some(proto::Register {
                    ns: Some(new.namespace.into()),
                    signed_peer_record: Some(signed_bytes(new.record)),
                    ttl: new.ttl,
                }),
                ..envelope(Kind::Register)
            },
            Message::RegisterResponse(outcome) => Self {
                register_response: Some(proto::RegisterResponse {
                    status: Some(status(outcome.err())),
                    status_text: None,
                    ttl: outcome.ok(),
                }),
                ..envelope(Kind::RegisterResponse)
            },
            Message::Unregister(namespace) => Self {
                unregister: Some(proto::Unregister {
                    ns: Some(namespace.into()),
                    id: None,
                }),
                ..envelope(Kind::Unregister)
            },
            Message::Discover {
                namespace,
                limit,
                cookie,
            } => Self {
                discover: Some(proto::Discover {
                    ns: namespace.map(Into::into),
                    limit,
                    cookie: cookie.map(Into::into),
                }),
                ..envelope(Kind::Discover)
            },
            Message::DiscoverResponse(outcome) => Self {
                discover_response: Some(match outcome {
                    Ok(found) => proto::DiscoverResponse {
                        registrations: found.registrations.into_iter().map(Into::into).collect(),
                        cookie: Some(found.cookie.into()),
                        status: Some(status(None)),
                        status_text: None,
                    },
                    Err(code) => proto::DiscoverResponse {
                        status: Some(status(Some(code))),
                        ..Default::default()
                    },
                }),
                ..envelope(Kind::DiscoverResponse)
            },
        }
    }
}

impl From<Registration> for proto::Register {
    fn from(registration: Registration) -> Self {
        Self {
            ns: Some(registration.namespace.into()),
            signed_peer_record: Some(signed_bytes(registration.record)),
            ttl: Some(registration.ttl),
        }
    }
}

fn signed_bytes(record: PeerRecord) -> Vec<u8> {
    record.into_signed_envelope().into_protobuf_encoding()
}

fn status(code: Option<ErrorCode>) -> i32 {
    code.map_or(Status::Ok, Status::from).into()
}

//! The protobuf schema of the specification (proto2), written by hand so that
//! building needs no `protoc`.

use prost::{Enumeration, Message};

#[derive(Clone, PartialEq, Message)]
pub(super) struct Envelope {
    #[prost(enumeration = "Kind", optional, tag = "1")]
    pub(super) kind: Option<i32>,
    #[prost(message, optional, tag = "2")]
    pub(super) register: Option<Register>,
    #[prost(message, optional, tag = "3")]
    pub(super) register_response: Option<RegisterResponse>,
    #[prost(message, optional, tag = "4")]
    pub(super) unregister: Option<Unregister>,
    #[prost(message, optional, tag = "5")]
    pub(super) discover: Option<Discover>,
    #[prost(message, optional, tag = "6")]
    pub(super) discover_response: Option<DiscoverResponse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Enumeration)]
#[repr(i32)]
pub(super) enum Kind {
    Register = 0,
    RegisterResponse = 1,
    Unregister = 2,
    Discover = 3,
    DiscoverResponse = 4,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Enumeration)]
#[repr(i32)]
pub(super) enum Status {
    Ok = 0,
    InvalidNamespace = 100,
    InvalidSignedPeerRecord = 101,
    InvalidTtl = 102,
    InvalidCookie = 103,
    NotAuthorized = 200,
    InternalError = 300,
    Unavailable = 400,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Register {
    #[prost(string, optional, tag = "1")]
    pub(super) ns: Option<String>,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub(super) signed_peer_record: Option<Vec<u8>>,
    #[prost(uint64, optional, tag = "3")]
    pub(super) ttl: Option<u64>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RegisterResponse {
    #[prost(enumeration = "Status", optional, tag = "1")]
    pub(super) status: Option<i32>,
    #[prost(string, optional, tag = "2")]
    pub(super) status_text: Option<String>,
    #[prost(uint64, optional, tag = "3")]
    pub(super) ttl: Option<u64>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Unregister {
    #[prost(string, optional, tag = "1")]
    pub(super) ns: Option<String>,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub(super) id: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Discover {
    #[prost(string, optional, tag = "1")]
    pub(super) ns: Option<String>,
    #[prost(uint64, optional, tag = "2")]
    pub(super) limit: Option<u64>,
    #[prost(bytes = "vec", optional, tag = "3")]
    pub(super) cookie: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct DiscoverResponse {
    #[prost(message, repeated, tag = "1")]
    pub(super) registrations: Vec<Register>,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub(super) cookie: Option<Vec<u8>>,
    #[prost(enumeration = "Status", optional, tag = "3")]
    pub(super) status: Option<i32>,
    #[prost(string, optional, tag = "4")]
    pub(super) status_text: Option<String>,
}

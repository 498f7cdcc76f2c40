//! The wire format: what is written is read back, what is hostile is refused.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::io;

use futures::{executor::block_on, io::Cursor};
use libp2p::{
    core::{PeerRecord, SignedEnvelope, multiaddr::Multiaddr},
    identity::Keypair,
    request_response::Codec as _,
};
use proptest::prelude::*;
use tincan_relay::rendezvous::{
    Codec, Cookie, Discovered, ErrorCode, Message, Namespace, NewRegistration, PROTOCOL,
    ParseError, Registration,
    wire::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES},
};

fn address() -> impl Strategy<Value = Multiaddr> {
    (any::<[u8; 4]>(), any::<u16>(), any::<bool>()).prop_map(|(ip, port, quic)| {
        let ip = std::net::Ipv4Addr::from(ip);
        let text = if quic {
            format!("/ip4/{ip}/udp/{port}/quic-v1")
        } else {
            format!("/ip4/{ip}/tcp/{port}")
        };
        text.parse().unwrap()
    })
}

fn record() -> impl Strategy<Value = PeerRecord> {
    (any::<[u8; 32]>(), prop::collection::vec(address(), 0..8)).prop_map(|(seed, addresses)| {
        let key = Keypair::ed25519_from_bytes(seed).unwrap();
        PeerRecord::new(&key, addresses).unwrap()
    })
}

fn namespace() -> impl Strategy<Value = Namespace> {
    "[ -~]{1,255}".prop_map(|text| text.parse().unwrap())
}

fn cookie() -> impl Strategy<Value = Cookie> {
    prop::collection::vec(any::<u8>(), 0..512).prop_map(|bytes| bytes.try_into().unwrap())
}

fn error_code() -> impl Strategy<Value = ErrorCode> {
    prop::sample::select(vec![
        ErrorCode::InvalidNamespace,
        ErrorCode::InvalidSignedPeerRecord,
        ErrorCode::InvalidTtl,
        ErrorCode::InvalidCookie,
        ErrorCode::NotAuthorized,
        ErrorCode::InternalError,
        ErrorCode::Unavailable,
    ])
}

fn registration() -> impl Strategy<Value = Registration> {
    (namespace(), record(), any::<u32>()).prop_map(|(namespace, record, ttl)| Registration {
        namespace,
        record,
        ttl: ttl.into(),
    })
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        (namespace(), record(), any::<Option<u64>>()).prop_map(|(namespace, record, ttl)| {
            Message::Register(NewRegistration {
                namespace,
                record,
                ttl,
            })
        }),
        prop::result::maybe_ok(any::<u32>().prop_map(u64::from), error_code())
            .prop_map(Message::RegisterResponse),
        namespace().prop_map(Message::Unregister),
        (
            prop::option::of(namespace()),
            any::<Option<u64>>(),
            prop::option::of(cookie())
        )
            .prop_map(|(namespace, limit, cookie)| Message::Discover {
                namespace,
                limit,
                cookie
            }),
        prop::result::maybe_ok(
            (prop::collection::vec(registration(), 0..3), cookie()).prop_map(
                |(registrations, cookie)| Discovered {
                    registrations,
                    cookie
                }
            ),
            error_code()
        )
        .prop_map(Message::DiscoverResponse),
    ]
}

fn is_request(message: &Message) -> bool {
    matches!(
        message,
        Message::Register(_) | Message::Unregister(_) | Message::Discover { .. }
    )
}

fn write(message: Message) -> io::Result<Vec<u8>> {
    let mut io = Cursor::new(Vec::new());
    block_on(async {
        if is_request(&message) {
            Codec.write_request(&PROTOCOL, &mut io, message).await
        } else {
            Codec.write_response(&PROTOCOL, &mut io, message).await
        }
    })?;
    Ok(io.into_inner())
}

fn read_request(bytes: &[u8]) -> io::Result<Message> {
    block_on(Codec.read_request(&PROTOCOL, &mut Cursor::new(bytes)))
}

fn read_response(bytes: &[u8]) -> io::Result<Message> {
    block_on(Codec.read_response(&PROTOCOL, &mut Cursor::new(bytes)))
}

fn refusal(error: io::Error) -> ParseError {
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    *error.into_inner().unwrap().downcast().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn written_is_read_back_in_its_direction_only(message in message()) {
        let bytes = write(message.clone()).unwrap();
        let (right, wrong) = if is_request(&message) {
            (read_request(&bytes), read_response(&bytes))
        } else {
            (read_response(&bytes), read_request(&bytes))
        };
        prop_assert_eq!(right.unwrap(), message);
        prop_assert!(matches!(refusal(wrong.unwrap_err()), ParseError::Direction));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Message::decode(&bytes);
        let _ = read_request(&bytes);
        let _ = read_response(&bytes);
    }

    #[test]
    fn damaged_messages_never_panic_and_never_forge(
        message in message(),
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
    ) {
        let original = message.clone();
        let mut bytes = message.encode();
        let index = at.index(bytes.len());
        bytes[index] ^= 1u8 << bit;
        // A flipped bit may hit a field that is not signed; the record itself
        // comes through untouched or not at all.
        if let (Message::Register(before), Ok(Message::Register(after))) =
            (original, Message::decode(&bytes))
        {
            prop_assert_eq!(before.record.peer_id(), after.record.peer_id());
            prop_assert_eq!(before.record.addresses(), after.record.addresses());
        }
    }

    #[test]
    fn encoded_len_is_what_a_response_grows_by(registrations in prop::collection::vec(registration(), 1..4)) {
        let body: usize = registrations.iter().map(Registration::encoded_len).sum();
        let length = |registrations| Message::DiscoverResponse(Ok(Discovered {
            registrations,
            cookie: vec![0; 8].try_into().unwrap(),
        })).encode().len();
        let empty = length(Vec::new());
        let full = length(registrations);
        // The response's own length prefix grows with it.
        prop_assert!((empty + body..empty + body + 3).contains(&full));
    }
}

#[test]
fn a_record_signed_by_another_key_is_refused() {
    let (honest, liar) = (Keypair::generate_ed25519(), Keypair::generate_ed25519());
    let genuine = PeerRecord::new(&honest, vec![]).unwrap();
    let (payload, _) = {
        let envelope = genuine.to_signed_envelope();
        let (payload, key) = envelope
            .payload_and_signing_key(
                "libp2p-routing-state".into(),
                b"/libp2p/routing-state-record",
            )
            .unwrap();
        (payload.to_vec(), key.clone())
    };
    let forged = SignedEnvelope::new(
        &liar,
        "libp2p-routing-state".into(),
        b"/libp2p/routing-state-record".to_vec(),
        payload,
    )
    .unwrap();

    let bytes = register_with(&forged.into_protobuf_encoding());
    assert!(matches!(
        refusal(read_request(&bytes).unwrap_err()),
        ParseError::Record(_)
    ));
}

#[test]
fn rubbish_for_a_record_is_refused() {
    let bytes = register_with(b"not an envelope");
    assert!(matches!(
        refusal(read_request(&bytes).unwrap_err()),
        ParseError::Envelope(_)
    ));
}

/// A framed REGISTER, put together by hand.
fn register_with(envelope: &[u8]) -> Vec<u8> {
    let mut body = vec![0x0a, 1, b'x', 0x12];
    prost::encode_length_delimiter(envelope.len(), &mut body).unwrap();
    body.extend(envelope);
    let mut message = vec![0x08, 0, 0x12];
    prost::encode_length_delimiter(body.len(), &mut message).unwrap();
    message.extend(body);
    let mut frame = Vec::new();
    prost::encode_length_delimiter(message.len(), &mut frame).unwrap();
    frame.extend(message);
    frame
}

#[test]
fn lengths_are_capped_before_anything_is_allocated() {
    let mut frame = Vec::new();
    prost::encode_length_delimiter(MAX_REQUEST_BYTES + 1, &mut frame).unwrap();
    assert!(matches!(
        refusal(read_request(&frame).unwrap_err()),
        ParseError::TooLong(MAX_REQUEST_BYTES)
    ));
    let mut frame = Vec::new();
    prost::encode_length_delimiter(MAX_RESPONSE_BYTES + 1, &mut frame).unwrap();
    assert!(matches!(
        refusal(read_response(&frame).unwrap_err()),
        ParseError::TooLong(MAX_RESPONSE_BYTES)
    ));
    assert!(matches!(
        refusal(read_request(&[0xff; 16]).unwrap_err()),
        ParseError::TooLong(_)
    ));
    assert!(matches!(
        refusal(read_request(&[0x81, 0x00, 0x00]).unwrap_err()),
        ParseError::BadLength
    ));
}

#[test]
fn a_stream_that_ends_early_is_an_end_of_file() {
    let whole = write(Message::Unregister("somewhere".parse().unwrap())).unwrap();
    for length in 0..whole.len() {
        let error = read_request(&whole[..length]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}

#[test]
fn too_much_is_not_written() {
    let key = Keypair::generate_ed25519();
    let addresses = vec!["/ip4/127.0.0.1/udp/4001/quic-v1".parse().unwrap(); 2000];
    let error = write(Message::Register(NewRegistration {
        namespace: "x".parse().unwrap(),
        record: PeerRecord::new(&key, addresses).unwrap(),
        ttl: None,
    }))
    .unwrap_err();
    assert!(matches!(refusal(error), ParseError::TooLong(_)));
}

#[test]
fn an_absurd_time_to_live_from_a_server_is_refused() {
    let mut frame = Vec::new();
    let message = Message::RegisterResponse(Ok(u64::MAX)).encode();
    prost::encode_length_delimiter(message.len(), &mut frame).unwrap();
    frame.extend(message);
    assert!(matches!(
        refusal(read_response(&frame).unwrap_err()),
        ParseError::Ttl(u64::MAX)
    ));
}

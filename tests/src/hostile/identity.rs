//! Saying who one is, and what one sees, with lies in it. Source: the
//! [identify specification](https://github.com/libp2p/specs/blob/master/identify/README.md).

use std::io;

use futures::{AsyncRead, AsyncWrite, AsyncWriteExt};
use libp2p::{Multiaddr, StreamProtocol, identity::PublicKey, request_response};

const PROTOCOL: StreamProtocol = StreamProtocol::new("/ipfs/id/1.0.0");

/// A field of protobuf that is bytes.
pub(super) fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
    [&[tag << 3 | 2], &*varint(bytes.len() as u64), bytes].concat()
}

/// A field of protobuf that is a number.
pub(super) fn number(tag: u8, value: u64) -> Vec<u8> {
    [&[tag << 3], &*varint(value)].concat()
}

pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// What is said to everybody: our key, these protocols, and that we see them at
/// `observed`.
pub(super) fn lie(key: &PublicKey, protocols: &[&str], observed: &Multiaddr) -> Vec<u8> {
    let mut message = field(1, &key.encode_protobuf());
    for protocol in protocols {
        message.extend(field(3, protocol.as_bytes()));
    }
    message.extend(field(4, &observed.to_vec()));
    message.extend(field(5, b"tincan/1"));
    message.extend(field(6, b"liar"));
    [varint(message.len() as u64), message].concat()
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Codec;

impl request_response::Codec for Codec {
    type Protocol = StreamProtocol;
    type Request = ();
    type Response = Vec<u8>;

    /// To open the stream is to ask.
    async fn read_request<T>(&mut self, _: &StreamProtocol, _: &mut T) -> io::Result<()>
    where
        T: AsyncRead + Unpin + Send,
    {
        Ok(())
    }

    async fn write_response<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        io.write_all(&bytes).await
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, _: &mut T) -> io::Result<Vec<u8>>
    where
        T: AsyncRead + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }

    async fn write_request<T>(&mut self, _: &StreamProtocol, _: &mut T, (): ()) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }
}

pub(super) fn behaviour() -> request_response::Behaviour<Codec> {
    request_response::Behaviour::new(
        [(PROTOCOL, request_response::ProtocolSupport::Inbound)],
        request_response::Config::default(),
    )
}

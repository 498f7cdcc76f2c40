//! From bytes to [`Message`] and back: protobuf behind a varint length, capped
//! and checked.

use std::io;

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::{
    StreamProtocol,
    core::{peer_record, signed_envelope},
    request_response,
};
use prost::Message as _;

use super::{
    message::{CookieTooLong, Message},
    namespace::InvalidNamespace,
    proto,
};

/// The name under which the protocol is negotiated.
pub const PROTOCOL: StreamProtocol = StreamProtocol::new("/rendezvous/1.0.0");

/// The longest request that is read or written, in bytes.
pub const MAX_REQUEST_BYTES: usize = 16 * 1024;

/// The longest response that is read or written, in bytes.
pub const MAX_RESPONSE_BYTES: usize = 64 * 1024;

/// A `request_response` codec whose requests and responses are [`Message`]s.
///
/// What is malformed, forged, too long or sent in the wrong direction ends the
/// stream with an error of kind `InvalidData` that carries a [`ParseError`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Codec;

/// Why bytes are no [`Message`].
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// The message is longer than its cap.
    #[error("the message is longer than {0} bytes")]
    TooLong(usize),
    /// The length before the message is no minimal varint.
    #[error("the length is malformed")]
    BadLength,
    /// The bytes are no protobuf of this schema.
    #[error("malformed protobuf")]
    Protobuf(#[from] prost::DecodeError),
    /// A field that the message cannot do without is missing or unknown.
    #[error("the field `{0}` is missing or unknown")]
    Missing(&'static str),
    /// A request where a response belongs, or the other way about.
    #[error("a message in the wrong direction")]
    Direction,
    /// The namespace is empty or too long.
    #[error(transparent)]
    Namespace(#[from] InvalidNamespace),
    /// The cookie is too long.
    #[error(transparent)]
    Cookie(#[from] CookieTooLong),
    /// The time to live in a response is beyond `u32::MAX` seconds.
    #[error("a time to live of {0} s")]
    Ttl(u64),
    /// The signed record is malformed.
    #[error("malformed signed record")]
    Envelope(#[from] signed_envelope::DecodingError),
    /// The signature is wrong, or what was signed is no peer record.
    #[error("invalid signed record")]
    Record(#[from] peer_record::FromEnvelopeError),
}

impl From<ParseError> for io::Error {
    fn from(error: ParseError) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, error)
    }
}

impl request_response::Codec for Codec {
    type Protocol = StreamProtocol;
    type Request = Message;
    type Response = Message;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Message>
    where
        T: AsyncRead + Unpin + Send,
    {
        let message = Message::decode(&read_frame(io, MAX_REQUEST_BYTES).await?)?;
        message.in_direction(Direction::Request)
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Message>
    where
        T: AsyncRead + Unpin + Send,
    {
        let message = Message::decode(&read_frame(io, MAX_RESPONSE_BYTES).await?)?;
        message.in_direction(Direction::Response)
    }

    async fn write_request<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        request: Message,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        let request = request.in_direction(Direction::Request)?;
        write_frame(io, request, MAX_REQUEST_BYTES).await
    }

    async fn write_response<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        response: Message,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        let response = response.in_direction(Direction::Response)?;
        write_frame(io, response, MAX_RESPONSE_BYTES).await
    }
}

async fn read_frame<T: AsyncRead + Unpin>(io: &mut T, max: usize) -> io::Result<Vec<u8>> {
    // Three bytes of seven bits each say up to 2 MiB, beyond either cap.
    let mut prefix = [0; 3];
    let mut used = 0;
    loop {
        let Some(byte) = prefix.get_mut(used) else {
            return Err(ParseError::TooLong(max).into());
        };
        io.read_exact(std::slice::from_mut(byte)).await?;
        used += 1;
        if *byte & 0x80 != 0 {
            continue;
        }
        if *byte == 0 && used > 1 {
            return Err(ParseError::BadLength.into());
        }
        break;
    }
    let length =
        prost::decode_length_delimiter(&prefix[..used]).map_err(|_| ParseError::BadLength)?;
    if length > max {
        return Err(ParseError::TooLong(max).into());
    }
    let mut frame = vec![0; length];
    io.read_exact(&mut frame).await?;
    Ok(frame)
}

async fn write_frame<T>(io: &mut T, message: Message, max: usize) -> io::Result<()>
where
    T: AsyncWrite + Unpin,
{
    let message = proto::Envelope::from(message);
    if message.encoded_len() > max {
        return Err(ParseError::TooLong(max).into());
    }
    io.write_all(&message.encode_length_delimited_to_vec())
        .await?;
    io.flush().await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

impl Message {
    /// Parses one message from its protobuf bytes, without the length before
    /// it. Signatures are verified.
    ///
    /// # Errors
    /// [`ParseError`] for whatever is not exactly one well-formed message.
    pub fn decode(bytes: &[u8]) -> Result<Self, ParseError> {
        proto::Envelope::decode(bytes)?.try_into()
    }

    /// The protobuf bytes of this message, without the length before it.
    pub fn encode(self) -> Vec<u8> {
        proto::Envelope::from(self).encode_to_vec()
    }

    fn in_direction(self, wanted: Direction) -> io::Result<Self> {
        let is = match self {
            Self::Register(_) | Self::Unregister(_) | Self::Discover { .. } => Direction::Request,
            Self::RegisterResponse(_) | Self::DiscoverResponse(_) => Direction::Response,
        };
        if is == wanted {
            Ok(self)
        } else {
            Err(ParseError::Direction.into())
        }
    }
}

//! Circuits that are promised and not kept: a server of the hop protocol by
//! hand. Source: the
//! [circuit relay specification](https://github.com/libp2p/specs/blob/master/relay/circuit-v2.md).

use std::{
    future::pending,
    io,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::{Multiaddr, StreamProtocol, request_response};

use super::identity::{field, number, varint};

/// The protocol.
pub(super) const PROTOCOL: StreamProtocol = StreamProtocol::new("/libp2p/circuit/relay/0.2.0/hop");

const OK: u64 = 100;
const STATUS: u64 = 2;

/// What a client wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    /// A seat.
    Reserve,
    /// A circuit.
    Connect,
}

/// An answer, and whether the stream is then held open in silence.
#[derive(Debug)]
pub(super) struct Answer {
    bytes: Vec<u8>,
    hold: bool,
}

impl Answer {
    /// A seat that is good until `seconds` from now, at `address`.
    pub(super) fn seat(address: &Multiaddr, seconds: u64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let until = now.map_or(0, |now| now.as_secs()).saturating_add(seconds);
        let seat = [number(1, until), field(2, &address.to_vec())].concat();
        Self {
            bytes: [number(1, STATUS), field(3, &seat), number(5, OK)].concat(),
            hold: false,
        }
    }

    /// A circuit on which nothing is passed on.
    pub(super) fn hollow_circuit() -> Self {
        Self {
            bytes: [number(1, STATUS), number(5, OK)].concat(),
            hold: true,
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Codec;

impl request_response::Codec for Codec {
    type Protocol = StreamProtocol;
    type Request = Wants;
    type Response = Answer;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Wants>
    where
        T: AsyncRead + Unpin + Send,
    {
        // The length, which is no matter, and the type, which comes first.
        let mut start = [0; 3];
        io.read_exact(&mut start).await?;
        match start {
            [_, 8, 0] => Ok(Wants::Reserve),
            [_, 8, 1] => Ok(Wants::Connect),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    async fn write_response<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        answer: Answer,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        io.write_all(&varint(answer.bytes.len() as u64)).await?;
        io.write_all(&answer.bytes).await?;
        io.flush().await?;
        if answer.hold {
            pending::<()>().await;
        }
        Ok(())
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, _: &mut T) -> io::Result<Answer>
    where
        T: AsyncRead + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }

    async fn write_request<T>(&mut self, _: &StreamProtocol, _: &mut T, _: Wants) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A server that keeps what it promised, open, for as long as a test lasts.
pub(super) fn behaviour() -> request_response::Behaviour<Codec> {
    request_response::Behaviour::new(
        [(PROTOCOL, request_response::ProtocolSupport::Inbound)],
        request_response::Config::default().with_request_timeout(Duration::from_secs(300)),
    )
}

//! What can go wrong.

use std::io;

/// Why there is no connection, or no more.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot even be tried.
    #[error(transparent)]
    Connect(#[from] quinn::ConnectError),
    /// The connection, or its handshake, ended.
    #[error(transparent)]
    Connection(#[from] quinn::ConnectionError),
    /// The socket.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The handshake took too long.
    #[error("the handshake took too long")]
    HandshakeTimeout,
    /// The peer showed no libp2p certificate.
    #[error("the peer has no valid certificate")]
    Certificate,
    /// Nobody came through the hole.
    #[error("the peer did not come")]
    NobodyCame,
    /// Punching needs a socket that listens.
    #[error("cannot punch without listening")]
    NotListening,
    /// The peer is awaited already, at as many addresses as may be.
    #[error("the peer is awaited already")]
    AlreadyAwaited,
}

impl From<Error> for libp2p::TransportError<Error> {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

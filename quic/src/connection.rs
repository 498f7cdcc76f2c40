//! One connection: libp2p's stream muxer over quinn's.

use std::{
    fmt,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures::{FutureExt, future::BoxFuture};
use libp2p::core::muxing::{StreamMuxer, StreamMuxerEvent};
use quinn::{ConnectionError, RecvStream, SendStream};

use crate::{Error, address, core::Core, registry::Registry, socket::Dialled, stream::Stream};

type Opening = BoxFuture<'static, Result<(SendStream, RecvStream), ConnectionError>>;

/// One connection. Dropping it closes it, whatever streams there still are.
pub struct Connection {
    core: Arc<Core>,
    registry: Registry,
    registered: bool,
    inbound: Option<Opening>,
    outbound: Option<Opening>,
    closing: Option<BoxFuture<'static, ConnectionError>>,
    /// Where the peer is, as far as libp2p was told.
    remote: SocketAddr,
    moves: u64,
    /// Keeps a deaf socket open for the peer.
    _dialled: Option<Dialled>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}

impl Connection {
    pub(crate) fn new(core: Arc<Core>, registry: Registry, dialled: Option<Dialled>) -> Self {
        Self {
            registry,
            registered: false,
            inbound: None,
            outbound: None,
            closing: None,
            remote: core.quinn.remote_address(),
            moves: core.stats.moves(),
            core,
            _dialled: dialled,
        }
    }

    pub(crate) fn remote(&self) -> SocketAddr {
        self.remote
    }

    fn substream(&self, (send, recv): (SendStream, RecvStream)) -> Stream {
        Stream::new(send, recv, self.core.clone())
    }
}

impl StreamMuxer for Connection {
    type Substream = Stream;
    type Error = Error;

    fn poll_inbound(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Self::Substream, Self::Error>> {
        let this = self.get_mut();
        let inbound = this.inbound.get_or_insert_with(|| {
            let connection = this.core.quinn.clone();
            async move { connection.accept_bi().await }.boxed()
        });
        let halves = ready!(inbound.poll_unpin(cx));
        this.inbound = None;
        Poll::Ready(Ok(this.substream(halves?)))
    }

    fn poll_outbound(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Self::Substream, Self::Error>> {
        let this = self.get_mut();
        let outbound = this.outbound.get_or_insert_with(|| {
            let connection = this.core.quinn.clone();
            async move { connection.open_bi().await }.boxed()
        });
        let halves = ready!(outbound.poll_unpin(cx));
        this.outbound = None;
        Poll::Ready(Ok(this.substream(halves?)))
    }

    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<StreamMuxerEvent, Self::Error>> {
        let this = self.get_mut();
        if !this.registered {
            this.registered = this.registry.register(&this.core.stats);
        }
        this.core.stats.register(cx.waker());
        this.core.follow_window();
        let moves = this.core.stats.moves();
        if moves != this.moves {
            this.moves = moves;
            let remote = this.core.quinn.remote_address();
            if std::mem::replace(&mut this.remote, remote) != remote {
                let address = address::of(remote);
                return Poll::Ready(Ok(StreamMuxerEvent::AddressChange(address)));
            }
        }
        Poll::Pending
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        let this = self.get_mut();
        let closing = this.closing.get_or_insert_with(|| {
            this.core.quinn.close(0_u32.into(), &[]);
            let connection = this.core.quinn.clone();
            async move { connection.closed().await }.boxed()
        });
        match ready!(Pin::new(closing).poll(cx)) {
            ConnectionError::LocallyClosed => Poll::Ready(Ok(())),
            error => Poll::Ready(Err(error.into())),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.core.quinn.close(0_u32.into(), &[]);
    }
}

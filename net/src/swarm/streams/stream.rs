//! A stream as the rest of the crate has it: tuned, and counted.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use futures::{AsyncRead, AsyncWrite};
use libp2p::swarm;

/// Bytes that streams have carried, whatever they ran over.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    came: AtomicU64,
    went: AtomicU64,
}

impl Carried {
    /// Bytes that were read.
    pub(crate) fn came(&self) -> u64 {
        self.came.load(Relaxed)
    }

    /// Bytes that were written.
    pub(crate) fn went(&self) -> u64 {
        self.went.load(Relaxed)
    }
}

/// How streams of a protocol behave when they are dropped or meet others. Over
/// TCP and relays all are reset when dropped, and none goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manners {
    /// As everybody's: finished when dropped, and nobody waits for them.
    Stock,
    /// Reset when dropped before they were closed, so that the reader can tell;
    /// what is written goes before that of streams with a lower number.
    Ours(i32),
}

/// A stream to a peer.
#[derive(Debug)]
pub(crate) struct Stream {
    inner: swarm::Stream,
    carried: Arc<Carried>,
}

impl Stream {
    pub(super) fn new(mut inner: swarm::Stream, manners: Manners, carried: Arc<Carried>) -> Self {
        if let Manners::Ours(priority) = manners
            && let Some(tuning) = tincan_quic::tune(&mut inner)
        {
            tuning.reset_on_drop();
            tuning.set_priority(priority);
        }
        Self { inner, carried }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let came = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if let Poll::Ready(Ok(bytes)) = came {
            self.carried.came.fetch_add(bytes as u64, Relaxed);
        }
        came
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let went = Pin::new(&mut self.inner).poll_write(cx, bytes);
        if let Poll::Ready(Ok(bytes)) = went {
            self.carried.went.fetch_add(bytes as u64, Relaxed);
        }
        went
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_close(cx)
    }
}

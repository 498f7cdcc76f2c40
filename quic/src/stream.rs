//! One stream.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures::{AsyncRead, AsyncWrite};
use quinn::{RecvStream, SendStream};

use crate::{core::Core, tuning::Tuning};

/// What the reader of a stream that was reset is told.
const RESET: u32 = 1;

/// One stream. Dropped before it was closed it is finished, as libp2p's own
/// QUIC does, unless it was [tuned](crate::tune) to be reset.
#[derive(Debug)]
pub struct Stream {
    send: SendStream,
    recv: RecvStream,
    core: Arc<Core>,
    tuning: Arc<Tuning>,
    priority: i32,
    closed: Option<Result<(), io::ErrorKind>>,
}

impl Stream {
    pub(crate) fn new(send: SendStream, recv: RecvStream, core: Arc<Core>) -> Self {
        Self {
            send,
            recv,
            core,
            tuning: Arc::default(),
            priority: 0,
            closed: None,
        }
    }

    fn follow_priority(&mut self) {
        let priority = self.tuning.priority();
        if priority != self.priority && self.send.set_priority(priority).is_ok() {
            self.priority = priority;
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        if matches!(self.closed, Some(Err(_))) {
            return Poll::Ready(Ok(0));
        }
        let read = ready!(Pin::new(&mut self.recv).poll_read(cx, buf))?;
        self.core.stats.add_received(read as u64);
        Poll::Ready(Ok(read))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.tuning.offer();
        this.follow_priority();
        this.core.follow_window();
        let send = Pin::new(&mut this.send);
        let written = if this.priority > 0 {
            this.core
                .with_reserve(this.priority, || send.poll_write(cx, buf))
        } else {
            send.poll_write(cx, buf)
        };
        written.map_err(Into::into)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.tuning.offer();
        Poll::Ready(Ok(()))
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Asked again, it says the same again.
        if let Some(closed) = self.closed {
            return Poll::Ready(closed.map_err(Into::into));
        }
        ready!(self.as_mut().poll_flush(cx))?;
        let closed = self.send.finish().map_err(io::Error::from);
        self.closed = Some(closed.as_ref().map_err(io::Error::kind).copied());
        Poll::Ready(closed)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.closed.is_none() && self.tuning.is_reset_on_drop() {
            // It may have ended already, and that is as well.
            let _ = self.send.reset(RESET.into());
        }
    }
}

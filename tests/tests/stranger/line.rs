//! A libp2p connection whose streams are handed out before anything is agreed
//! on, and which keeps all that it hears.

use std::{
    future::poll_fn,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::{
    PeerId,
    core::{
        muxing::{StreamMuxerBox, StreamMuxerExt, SubstreamBox},
        upgrade::OutboundConnectionUpgrade,
    },
    identity::Keypair,
    noise, yamux,
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

use crate::multistream;

/// Far more than an answer takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to somebody.
pub(crate) struct Line {
    wanted: mpsc::Sender<oneshot::Sender<SubstreamBox>>,
    heard: Arc<Mutex<Vec<u8>>>,
    asked: Arc<Mutex<Vec<String>>>,
    driver: JoinHandle<()>,
}

impl Line {
    /// Makes one of two ends that bytes go between; whom it leads to.
    pub(crate) async fn over<T>(mut socket: T, key: &Keypair) -> io::Result<(PeerId, Self)>
    where
        T: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        const NOISE: &str = "/noise";
        const YAMUX: &str = "/yamux/1.0.0";
        settle(&mut socket, NOISE).await?;
        let noise = noise::Config::new(key).map_err(io::Error::other)?;
        let secured = noise.upgrade_outbound(socket, NOISE).await;
        let (peer, mut socket) = secured.map_err(io::Error::other)?;
        settle(&mut socket, YAMUX).await?;
        let heard = Arc::default();
        let tapped = Tap {
            socket,
            heard: Arc::clone(&heard),
        };
        let yamux = yamux::Config::default();
        let muxer = yamux.upgrade_outbound(tapped, YAMUX).await?;
        Ok((peer, Self::of(StreamMuxerBox::new(muxer), heard)))
    }

    /// Makes one of something that has streams already; `heard` is where all
    /// that they hear is kept.
    pub(crate) fn of(muxer: StreamMuxerBox, heard: Arc<Mutex<Vec<u8>>>) -> Self {
        let (wanted, wishes) = mpsc::channel(1);
        let asked = Arc::default();
        let driver = tokio::spawn(drive(muxer, wishes, Arc::clone(&asked)));
        Self {
            wanted,
            heard,
            asked,
            driver,
        }
    }

    /// A fresh stream.
    pub(crate) async fn stream(&self) -> io::Result<Tap<SubstreamBox>> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let (give, take) = oneshot::channel();
        self.wanted.send(give).await.map_err(|_| gone())?;
        let socket = soon(async { take.await.map_err(|_| gone()) }).await?;
        let heard = Arc::clone(&self.heard);
        Ok(Tap { socket, heard })
    }

    /// A stream of this protocol; `None` when it is not spoken.
    pub(crate) async fn speak(&self, protocol: &str) -> io::Result<Option<Tap<SubstreamBox>>> {
        let mut stream = self.stream().await?;
        let agreed = soon(multistream::agrees(&mut stream, protocol)).await?;
        Ok(agreed.then_some(stream))
    }

    /// Presumes that a protocol is spoken, says something in it at once, and
    /// gives all that comes back.
    pub(crate) async fn blurt(&self, protocol: &str, words: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = self.stream().await?;
        let said = async {
            multistream::presume(&mut stream, protocol).await?;
            stream.write_all(words).await?;
            stream.close().await
        };
        // One that was not let finish is answered all the same.
        let _ = soon(said).await;
        let mut answer = Vec::new();
        let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
        // A reset is an end like any other.
        read.map(|_| answer)
            .map_err(|_| io::ErrorKind::TimedOut.into())
    }

    /// Every byte that came so far.
    pub(crate) fn heard(&self) -> Vec<u8> {
        lock(&self.heard).clone()
    }

    /// What the other side has asked us for on streams of its own.
    pub(crate) fn asked(&self) -> Vec<String> {
        lock(&self.asked).clone()
    }

    /// Whether the other side has not hung up.
    pub(crate) fn is_up(&self) -> bool {
        !self.driver.is_finished()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Agrees on what has no alternative.
async fn settle(socket: &mut impl multistream::Io, protocol: &str) -> io::Result<()> {
    if soon(multistream::agrees(socket, protocol)).await? {
        return Ok(());
    }
    Err(io::Error::other(format!("no {protocol}")))
}

/// What an answer has to come within.
pub(crate) async fn soon<T>(work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn drive(
    mut muxer: StreamMuxerBox,
    mut wishes: mpsc::Receiver<oneshot::Sender<SubstreamBox>>,
    asked: Arc<Mutex<Vec<String>>>,
) {
    let mut wish = None;
    poll_fn(move |cx| {
        loop {
            if wish.is_none()
                && let Poll::Ready(next) = wishes.poll_recv(cx)
            {
                let Some(next) = next else {
                    return Poll::Ready(());
                };
                wish = Some(next);
            }
            if wish.is_some()
                && let Poll::Ready(opened) = muxer.poll_outbound_unpin(cx)
            {
                let (Ok(stream), Some(wish)) = (opened, wish.take()) else {
                    return Poll::Ready(());
                };
                // Whoever wanted it may have lost patience.
                let _ = wish.send(stream);
                continue;
            }
            if let Poll::Ready(inbound) = muxer.poll_inbound_unpin(cx) {
                let Ok(mut stream) = inbound else {
                    return Poll::Ready(());
                };
                let asked = Arc::clone(&asked);
                tokio::spawn(async move {
                    multistream::refuse_all(&mut stream, |line| lock(&asked).push(line)).await
                });
                continue;
            }
            match muxer.poll_unpin(cx) {
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
}

/// Keeps what is read.
pub(crate) struct Tap<T> {
    socket: T,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl<T: AsyncRead + Unpin> AsyncRead for Tap<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let length = ready!(Pin::new(&mut this.socket).poll_read(cx, buffer))?;
        lock(&this.heard).extend(&buffer[..length]);
        Poll::Ready(Ok(length))
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Tap<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().socket).poll_write(cx, buffer)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_close(cx)
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

//! A stream in memory that may break after some bytes.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use futures::{AsyncRead, AsyncWrite};

const HOLDS: usize = 64 * 1024;

/// One direction.
#[derive(Default)]
struct Way {
    bytes: VecDeque<u8>,
    passed: u64,
    closed: bool,
    wakers: Vec<Waker>,
}

/// Both, and how many bytes of the first may still pass.
#[derive(Default)]
struct State {
    ways: [Way; 2],
    left: Option<u64>,
    broken: bool,
}

/// One end of a stream.
pub(super) struct End {
    state: Arc<Mutex<State>>,
    own: usize,
}

/// Two ends. The stream breaks once so many bytes have gone from the first to
/// the second.
pub(super) fn pipe(breaks_after: Option<u64>) -> (End, End) {
    let state = Arc::new(Mutex::new(State {
        left: breaks_after,
        ..State::default()
    }));
    let other = Arc::clone(&state);
    (
        End { state, own: 0 },
        End {
            state: other,
            own: 1,
        },
    )
}

impl End {
    /// Bytes that went out here.
    pub(super) fn passed(&self) -> u64 {
        self.state.lock().unwrap().ways[self.own].passed
    }
}

fn wake(state: &mut State) {
    for way in &mut state.ways {
        way.wakers.drain(..).for_each(Waker::wake);
    }
}

impl AsyncRead for End {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.state.lock().unwrap();
        if state.broken {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let way = &mut state.ways[1 - self.own];
        let count = way.bytes.len().min(into.len());
        if count == 0 && !way.closed {
            way.wakers.push(cx.waker().clone());
            return Poll::Pending;
        }
        for (to, from) in into.iter_mut().zip(way.bytes.drain(..count)) {
            *to = from;
        }
        wake(&mut state);
        Poll::Ready(Ok(count))
    }
}

impl AsyncWrite for End {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.state.lock().unwrap();
        let state = &mut *state;
        if self.own == 0 && state.left == Some(0) {
            state.broken = true;
            wake(state);
        }
        if state.broken {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let way = &mut state.ways[self.own];
        let mut count = from.len().min(HOLDS - way.bytes.len());
        if count == 0 {
            way.wakers.push(cx.waker().clone());
            return Poll::Pending;
        }
        if let Some(left) = state.left.as_mut().filter(|_| self.own == 0) {
            count = count.min(usize::try_from(*left).unwrap());
            *left -= count as u64;
        }
        way.bytes.extend(&from[..count]);
        way.passed += count as u64;
        wake(state);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.state.lock().unwrap();
        state.ways[self.own].closed = true;
        wake(&mut state);
        Poll::Ready(Ok(()))
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let mut state = self.state.lock().unwrap();
        state.ways[self.own].closed = true;
        wake(&mut state);
    }
}

//! One stream that carries the bytes of one transfer, from where the receiver
//! wants it to where the sender stops: a [`LaneFrame::Hello`] there, a
//! [`LaneFrame::Begin`] back, then chunks there and word of what came back. It
//! ends when both have closed their half.

mod receive;
mod send;

use std::{
    io,
    time::{Duration, Instant},
};

use futures::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

pub(crate) use receive::{Receiving, receive};
pub(crate) use send::{Sending, send};

use super::message::{LaneFrame, VERSION};
use crate::{swarm::streams::Stream, wire};

/// The first frame of either side has to come by then.
const BEGIN_WITHIN: Duration = Duration::from_secs(20);
/// Progress is reported this often.
const REPORT_EVERY: Duration = Duration::from_millis(40);

/// Reads the first frame of a stream that the peer opened: the number of its
/// transfer, and the stream again.
pub(crate) async fn greet(mut stream: Stream) -> Option<(u64, Stream)> {
    match timeout(BEGIN_WITHIN, read(&mut stream)).await {
        Ok(Ok(Some(LaneFrame::Hello { v: VERSION, n }))) => Some((n, stream)),
        _ => None,
    }
}

/// Reads one frame; `None` at a clean end.
async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<LaneFrame>> {
    let Some(frame) = wire::read_frame(stream).await? else {
        return Ok(None);
    };
    wire::decode(&frame)
        .map(Some)
        .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

/// Fills `buffer`, telling how much came each time.
async fn fill(
    stream: &mut (impl AsyncRead + Unpin),
    buffer: &mut [u8],
    mut came: impl FnMut(usize),
) -> io::Result<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        match stream.read(&mut buffer[filled..]).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => {
                filled += n;
                came(n);
            }
        }
    }
    Ok(())
}

/// Lets something through once in a while.
struct Seldom {
    every: Duration,
    last: Option<Instant>,
}

impl Seldom {
    fn every(every: Duration) -> Self {
        Self { every, last: None }
    }

    /// Whether it is time again.
    fn is_due(&mut self) -> bool {
        let now = Instant::now();
        let due = self.last.is_none_or(|last| last + self.every <= now);
        if due {
            self.last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests;

//! Tasks that read streams of the peer.

use std::{
    io,
    time::{Duration, Instant},
};

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use super::{
    budget::PENALTY,
    link::MediaLink,
    wire::{self, HEADER, Header, Slot},
};
use crate::call::CallId;

/// A stream that does not say what it is for within this is not wanted.
const HEADER_WITHIN: Duration = Duration::from_secs(10);
/// On the one stream it is said what came after so long, or so many bytes.
const ACK_AFTER: Duration = Duration::from_millis(10);
const ACK_BYTES: u64 = 4096;

/// Reads a stream to its end.
pub(super) async fn read(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    call: CallId,
    link: &MediaLink,
) -> io::Result<()> {
    let mut bytes = [0; HEADER];
    timeout(HEADER_WITHIN, stream.read_exact(&mut bytes)).await??;
    let header = Header::decode(bytes).filter(|header| header.call == call);
    let Some(header) = header else {
        let what = "a stream of no call that there is";
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    };
    // The peer may be faster than the word that it answers.
    if !link.wanted().await {
        return Ok(());
    }
    let (mut total, mut told, mut told_at) = (0u64, 0u64, Instant::now());
    while let Some(packet) = wire::read(&mut stream).await? {
        let now = Instant::now();
        total += packet.len() as u64 + 2;
        let within = link.deliver(now, packet);
        if header.slot == Slot::All && (total - told >= ACK_BYTES || now - told_at >= ACK_AFTER) {
            (told, told_at) = (total, now);
            stream.write_all(&total.to_be_bytes()).await?;
            stream.flush().await?;
        }
        if !within {
            sleep(PENALTY).await;
        }
    }
    Ok(())
}

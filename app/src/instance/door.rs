//! The socket itself: who listens, and who knocks.

use std::{
    io::{self, Read, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use interprocess::local_socket::{Listener, ListenerOptions, Name, Stream, prelude::*};
use tokio::sync::mpsc;

use super::summons::{HEAD, Summons};

/// How long one exchange may take.
const EXCHANGE: Duration = Duration::from_secs(1);

/// The window knows.
const HEARD: [u8; 1] = *b"+";

/// Listens there, on a thread of its own that lives as long as the process, and
/// passes on what it hears.
pub(super) fn open(socket: &Path, pass_on: mpsc::Sender<Summons>) -> io::Result<()> {
    let options = ListenerOptions::new()
        .name(name(socket)?)
        // Whoever calls has the lock, so nobody else listens.
        .try_overwrite(true)
        .max_spin_time(EXCHANGE)
        .reclaim_name(false);
    #[cfg(unix)]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    let listener = options.create_sync()?;
    thread::Builder::new()
        .name("summons".to_owned())
        .spawn(move || listen(&listener, &pass_on))?;
    Ok(())
}

fn listen(listener: &Listener, pass_on: &mpsc::Sender<Summons>) {
    while !pass_on.is_closed() {
        match listener.accept() {
            Ok(stream) => {
                if let Err(error) = hear(&stream, pass_on) {
                    tracing::debug!("somebody at the door says nothing useful: {error}");
                }
            }
            Err(error) => {
                tracing::debug!("the door does not open: {error}");
                thread::sleep(EXCHANGE);
            }
        }
    }
}

fn hear(mut stream: &Stream, pass_on: &mpsc::Sender<Summons>) -> io::Result<()> {
    let deadline = Instant::now() + EXCHANGE;
    stream.set_send_timeout(Some(EXCHANGE))?;
    let mut head = [0; HEAD];
    read(stream, &mut head, deadline)?;
    let length = Summons::length(head).map_err(io::Error::other)?;
    let mut text = vec![0; length];
    read(stream, &mut text, deadline)?;
    let summons = Summons::from_text(text).map_err(io::Error::other)?;
    pass_on.try_send(summons).map_err(io::Error::other)?;
    stream.write_all(&HEARD)
}

/// Tells the window that listens there.
pub(super) fn tell(socket: &Path, summons: &Summons) -> io::Result<()> {
    let stream = Stream::connect(name(socket)?)?;
    stream.set_send_timeout(Some(EXCHANGE))?;
    (&stream).write_all(&summons.to_bytes())?;
    let mut heard = [0];
    read(&stream, &mut heard, Instant::now() + EXCHANGE)?;
    if heard == HEARD {
        Ok(())
    } else {
        Err(io::ErrorKind::InvalidData.into())
    }
}

/// All of it before `deadline`, however slowly it comes.
fn read(mut stream: &Stream, mut into: &mut [u8], deadline: Instant) -> io::Result<()> {
    while !into.is_empty() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_recv_timeout(Some(left))?;
        match stream.read(into)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => into = &mut into[count..],
        }
    }
    Ok(())
}

#[cfg(not(windows))]
fn name(socket: &Path) -> io::Result<Name<'_>> {
    socket.to_fs_name::<interprocess::local_socket::GenericFilePath>()
}

#[cfg(windows)]
fn name(socket: &Path) -> io::Result<Name<'_>> {
    socket
        .as_os_str()
        .to_ns_name::<interprocess::local_socket::GenericNamespaced>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_and_the_silent_keep_nobody_out() {
        let directory = tempfile::tempdir().unwrap();
        let socket = if cfg!(windows) {
            "tincan-test.sock".into()
        } else {
            directory.path().join("s")
        };
        let (pass_on, mut heard) = mpsc::channel(8);
        open(&socket, pass_on).unwrap();
        let connect = || Stream::connect(name(&socket).unwrap()).unwrap();
        // One says nothing at all, one something else, one promises too much.
        let silent = connect();
        connect().write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        connect().write_all(b"tincan1\xFF\xFF").unwrap();
        let link = Summons::with("tincan://join/x");
        let mut told = tell(&socket, &link);
        while told.is_err() {
            // As a second start does while the door is held by the silent one.
            told = tell(&socket, &link);
        }
        assert_eq!(heard.blocking_recv(), Some(link));
        drop(silent);
    }
}

//! The socket itself: who listens, and who knocks.

use std::{io, path::Path, thread, time::Duration};

use interprocess::local_socket::{
    ListenerOptions, Name,
    prelude::*,
    tokio::{Listener, Stream, prelude::*},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    runtime::{Builder, Runtime},
    sync::mpsc,
    time::{sleep, timeout},
};

use super::summons::{HEAD, Summons};

/// How long one exchange may take.
const EXCHANGE: Duration = Duration::from_secs(1);

/// The window knows.
const HEARD: [u8; 1] = *b"+";

/// Listens there, on a thread of its own, until nobody wants to hear any more, and
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
    let runtime = runtime()?;
    let listener = {
        let _inside = runtime.enter();
        options.create_tokio()?
    };
    thread::Builder::new()
        .name("summons".to_owned())
        .spawn(move || runtime.block_on(listen(&listener, &pass_on)))?;
    Ok(())
}

/// Named pipes know no timeouts of their own; what is asynchronous can be left.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

async fn listen(listener: &Listener, pass_on: &mpsc::Sender<Summons>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = pass_on.closed() => return,
        };
        match accepted {
            Ok(stream) => {
                if let Err(error) = in_time(hear(&stream, pass_on)).await {
                    tracing::debug!("somebody at the door says nothing useful: {error}");
                }
            }
            Err(error) => {
                tracing::debug!("the door does not open: {error}");
                sleep(EXCHANGE).await;
            }
        }
    }
}

/// All of an exchange, however slowly its parts come.
async fn in_time<T>(exchange: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(EXCHANGE, exchange).await?
}

async fn hear(mut stream: &Stream, pass_on: &mpsc::Sender<Summons>) -> io::Result<()> {
    let mut head = [0; HEAD];
    stream.read_exact(&mut head).await?;
    let length = Summons::length(head).map_err(io::Error::other)?;
    let mut text = vec![0; length];
    stream.read_exact(&mut text).await?;
    let summons = Summons::from_text(text).map_err(io::Error::other)?;
    pass_on.try_send(summons).map_err(io::Error::other)?;
    stream.write_all(&HEARD).await
}

/// Tells the window that listens there. Not to be called by what is asynchronous.
pub(super) fn tell(socket: &Path, summons: &Summons) -> io::Result<()> {
    let name = name(socket)?;
    runtime()?.block_on(in_time(async {
        let stream = Stream::connect(name).await?;
        (&stream).write_all(&summons.to_bytes()).await?;
        let mut heard = [0];
        (&stream).read_exact(&mut heard).await?;
        if heard == HEARD {
            Ok(())
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }))
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
    use std::io::Write;

    use interprocess::local_socket::Stream;

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

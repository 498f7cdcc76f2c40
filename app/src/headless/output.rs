//! Lines to standard output, written by one thread.

use std::{
    io::{self, BufWriter, Write},
    thread,
};

use tincan_net::MessageId;
use tokio::sync::{mpsc, oneshot, watch};

/// Lines that may wait to be written; a slow reader holds the network back.
const LINES_WAITING: usize = 256;

/// Lines written at most before a flush, however many more wait.
const LINES_IN_A_BATCH: usize = 64;

/// A line to print.
#[derive(Debug)]
pub(super) struct OutputLine {
    /// Without its end.
    pub(super) text: String,
    /// The peer's message that it shows, read once it is printed.
    pub(super) shows: Option<MessageId>,
}

/// The way to the thread that writes.
pub(super) struct Output {
    /// Takes lines; when all senders are gone, the rest is written.
    pub(super) lines: mpsc::Sender<OutputLine>,
    /// The latest message of the peer's that has been printed.
    pub(super) shown: watch::Receiver<Option<MessageId>>,
    /// How writing ended.
    pub(super) done: oneshot::Receiver<io::Result<()>>,
}

/// Writes lines on a thread of its own, since a write may block for long.
pub(super) fn start(to: impl Write + Send + 'static) -> io::Result<Output> {
    let (lines, waiting) = mpsc::channel(LINES_WAITING);
    let (show, shown) = watch::channel(None);
    let (end, done) = oneshot::channel();
    thread::Builder::new()
        .name("stdout".to_owned())
        .spawn(move || {
            // Nobody may be waiting for the end any more.
            let _ = end.send(write_all(to, waiting, &show));
        })?;
    Ok(Output { lines, shown, done })
}

fn write_all(
    to: impl Write,
    mut lines: mpsc::Receiver<OutputLine>,
    shown: &watch::Sender<Option<MessageId>>,
) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    let mut batch = Vec::with_capacity(LINES_IN_A_BATCH);
    while lines.blocking_recv_many(&mut batch, LINES_IN_A_BATCH) > 0 {
        let mut shows = None;
        for line in batch.drain(..) {
            to.write_all(line.text.as_bytes())?;
            to.write_all(b"\n")?;
            shows = line.shows.or(shows);
        }
        to.flush()?;
        if shows.is_some() {
            shown.send_replace(shows);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tincan_net::Side;

    use super::*;

    struct Pipe(std::sync::mpsc::SyncSender<Vec<u8>>);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .send(bytes.to_vec())
                .map_err(|_| io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn line(number: u64) -> OutputLine {
        OutputLine {
            text: number.to_string(),
            shows: Some(MessageId {
                side: Side::Guest,
                number,
            }),
        }
    }

    #[tokio::test]
    async fn a_slow_reader_gets_every_line() {
        let (pipe, reader) = std::sync::mpsc::sync_channel(0);
        let mut output = start(Pipe(pipe)).unwrap();
        let printed = thread::spawn(move || reader.into_iter().flatten().collect::<Vec<u8>>());
        for number in 1..=2000 {
            output.lines.send(line(number)).await.unwrap();
        }
        drop(output.lines);
        output.done.await.unwrap().unwrap();
        let expected: String = (1..=2000).map(|number| format!("{number}\n")).collect();
        assert_eq!(
            String::from_utf8(printed.join().unwrap()).unwrap(),
            expected
        );
        assert_eq!(output.shown.borrow_and_update().unwrap().number, 2000);
    }

    #[tokio::test]
    async fn a_broken_pipe_ends_the_writing() {
        let (pipe, reader) = std::sync::mpsc::sync_channel(0);
        drop(reader);
        let output = start(Pipe(pipe)).unwrap();
        output.lines.send(line(1)).await.unwrap();
        let end = output.done.await.unwrap();
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(output.shown.borrow().is_none());
    }
}

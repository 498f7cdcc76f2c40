//! `tincan headless`: the app without a window. Commands come in and events
//! go out as JSON, one object a line.
//!
//! Two flows run side by side and neither waits for the other, so that a slow
//! reader of events cannot keep commands from being taken, nor the other way
//! about: input → [`command`] → network, and network → [`event`] → output.

mod calls;
mod command;
mod event;
mod gifs;
mod ids;
mod input;
mod output;

use std::{
    cell::RefCell,
    convert::Infallible,
    future::pending,
    io::{self, BufReader},
    time::Duration,
};

use serde_json::value::RawValue;
use tincan_media::{devices::Change, io::CannotUse};
use tincan_net::{Client, Command, Event, EventKind, Events, MessageId};
use tokio::{
    sync::{Notify, mpsc, oneshot, watch},
    time::timeout,
};

use self::{
    calls::Calling,
    command::{Action, Request, RequestError},
    event::Line,
    gifs::{Found, Gifs, What},
    ids::{Ids, OURS},
    input::InputLine,
    output::{Output, OutputLine},
};
use crate::{
    calls::{Calls, Chosen, News},
    gifs::Library,
    handover::{self, NotAPicture},
    start::{LEAVING, told_to_end},
};

/// News of calls that may wait to be told.
const NEWS: usize = 32;

/// How long a reader may take for the last lines.
const LAST_LINES: Duration = Duration::from_secs(5);

/// Why headless cannot run, or did not end cleanly.
#[derive(Debug, thiserror::Error)]
pub enum HeadlessError {
    /// A thread did not start.
    #[error("A thread cannot be started: {0}.")]
    Thread(#[source] io::Error),
    /// Standard output is gone, or nobody reads it.
    #[error("Standard output cannot be written: {0}.")]
    Output(#[source] io::Error),
    /// The network side ended by itself, which is a bug.
    #[error("The network side ended.")]
    Network,
}

/// Runs until input ends, `quit`, or a signal; leaves the room before it
/// returns. GIFs are from `library`.
pub async fn run(client: Client, events: Events, library: Library) -> Result<(), HeadlessError> {
    let input = input::start(BufReader::new(io::stdin())).map_err(HeadlessError::Thread)?;
    let Output {
        lines,
        shown,
        mut done,
    } = output::start(io::stdout()).map_err(HeadlessError::Thread)?;

    let (news, mut told) = mpsc::channel(NEWS);
    let tell = move |what| {
        if news.try_send(what).is_err() {
            tracing::warn!("news of a call are not told");
        }
    };
    let phone = Phone {
        calls: Calls::start(tell, || ()).map_err(HeadlessError::Thread)?,
        calling: RefCell::default(),
    };
    let ids = RefCell::new(Ids::default());
    let ready = Notify::new();
    let mut printing = Box::pin(print_events(events, lines.clone(), &ids, &phone, &ready));
    let end = tokio::select! {
        biased;
        () = told_to_end() => Ok(None),
        quit = async {
            ready.notified().await;
            let lines = lines.clone();
            take_commands(input, &client, lines, &ids, &phone, Gifs::new(library)).await
        } => Ok(quit),
        never = tell_what_was_read(shown, &client) => match never {},
        never = tell_news(&mut told, &phone, &client, &lines) => match never {},
        broken = &mut done => Err(output_error(broken)),
        () = &mut printing => return Err(HeadlessError::Network),
    };

    let (quit, result) = match end {
        Ok(quit) => (quit, Ok(())),
        Err(error) => (None, Err(error)),
    };
    let leave = ids.borrow_mut().leaving(quit);
    let leaving = async move { client.send_wait(Some(leave), Command::Leave).await };
    if timeout(LEAVING, async { tokio::join!(leaving, printing) })
        .await
        .is_err()
    {
        tracing::warn!("the room was not left in time");
    }
    result?;
    // The last that could print: the rest is written now.
    drop(lines);
    match timeout(LAST_LINES, done).await {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(broken) => Err(output_error(broken)),
        Err(_) => Err(HeadlessError::Output(io::ErrorKind::TimedOut.into())),
    }
}

/// Carries out line after line until input ends or says `quit`, and returns
/// the id of that.
async fn take_commands(
    mut input: mpsc::Receiver<InputLine>,
    client: &Client,
    lines: mpsc::Sender<OutputLine>,
    ids: &RefCell<Ids>,
    phone: &Phone,
    mut gifs: Gifs,
) -> Option<Box<RawValue>> {
    let send = async |id: Option<Box<RawValue>>, command| {
        let tag = id.map(|id| ids.borrow_mut().tag(id));
        client.send_wait(tag, command).await;
    };
    let tell = async |Found { id, what }| match what {
        Ok(What::Page(page)) => print(&lines, &page.into(), id.as_deref(), None).await,
        Ok(What::Send(command)) => send(id, command).await,
        Err(error) => {
            let error = RequestError::from(error);
            print(&lines, &error.into(), id.as_deref(), None).await;
        }
    };
    let quit = loop {
        let line = tokio::select! {
            line = input.recv(), if gifs.has_room() => line,
            found = gifs.found() => {
                tell(found).await;
                continue;
            }
        };
        let Request { id, action } = match line {
            Some(InputLine::Whole(line)) => Request::parse(&line),
            Some(InputLine::TooLong) => Request::too_long(),
            None => break None,
        };
        match action {
            Ok(Action::Send(command)) => match prepared(command).await {
                Ok(command) => send(id, command).await,
                Err(error) => print(&lines, &error.into(), id.as_deref(), None).await,
            },
            Ok(Action::Gifs { source, query }) => gifs.page(id, source, query),
            Ok(Action::SendGif { source, gif }) => gifs.send(id, source, gif),
            Ok(Action::Call { chosen, answer }) => match phone.begin(*chosen, answer).await {
                Ok(command) => send(id, command).await,
                Err(error) => print(&lines, &error.into(), id.as_deref(), None).await,
            },
            Ok(Action::Set(set)) => {
                let command = phone.calling.borrow_mut().set(&phone.calls, set);
                match command {
                    Ok(command) => send(id, command).await,
                    Err(error) => print(&lines, &error.into(), id.as_deref(), None).await,
                }
            }
            Ok(Action::Quit) => break id,
            Err(error) => print(&lines, &error.into(), id.as_deref(), None).await,
        }
    };
    while let Some(found) = gifs.found_now() {
        tell(found).await;
    }
    quit
}

/// A command as it is to be sent: a picture is rebuilt on a thread that may wait.
async fn prepared(command: Command) -> Result<Command, RequestError> {
    if !matches!(command, Command::SendFile { .. }) {
        return Ok(command);
    }
    let prepared = tokio::task::spawn_blocking(|| handover::prepared(command)).await;
    // A thread that ended early read something that it could not.
    let broken = NotAPicture(tincan_pictures::PictureError::Broken);
    Ok(prepared.unwrap_or(Err(broken))?)
}

/// Prints event after event until the network side has ended.
async fn print_events(
    mut events: Events,
    lines: mpsc::Sender<OutputLine>,
    ids: &RefCell<Ids>,
    phone: &Phone,
    ready: &Notify,
) {
    while let Some(Event { re, kind }) = events.recv().await {
        if ids.borrow().is_idle(re, &kind) {
            continue;
        }
        phone.calls.hear(&kind);
        phone.calling.borrow_mut().hear(&kind);
        let id = ids.borrow_mut().answer(re, &kind);
        let shows = peers_message(&kind);
        let is_ready = matches!(kind, EventKind::Ready);
        if let EventKind::History(history) = kind {
            for line in Line::of_history(history) {
                print(&lines, &line, id.as_deref(), None).await;
            }
            continue;
        }
        if let Some(mut line) = Line::of(kind) {
            if let Line::Stats { call, .. } = &mut line {
                *call = phone.calls.numbers().map(Into::into);
            }
            print(&lines, &line, id.as_deref(), shows).await;
        }
        if is_ready {
            ready.notify_one();
        }
    }
}

/// What calls are made with.
struct Phone {
    calls: Calls,
    calling: RefCell<Calling>,
}

impl Phone {
    /// The command that calls or answers with what was chosen, unless that cannot
    /// be used. Files are looked at on a thread that may wait.
    async fn begin(&self, chosen: Chosen, answer: bool) -> Result<Command, RequestError> {
        let checked = tokio::task::spawn_blocking(|| chosen.check().map(|()| chosen)).await;
        let chosen = checked.unwrap_or_else(|_| Err(CannotUse::Missing("A file".into())))?;
        let air = self.calling.borrow_mut().begin(&self.calls, chosen);
        Ok(match answer {
            true => Command::Answer(air),
            false => Command::Call(air),
        })
    }
}

/// Tells what happens to devices, and ends a call that cannot go on.
async fn tell_news(
    news: &mut mpsc::Receiver<News>,
    phone: &Phone,
    client: &Client,
    lines: &mpsc::Sender<OutputLine>,
) -> Infallible {
    while let Some(what) = news.recv().await {
        let (code, message) = match what {
            News::Device(event) if event.change == Change::Works => continue,
            News::Device(event) => {
                let ended = phone.calling.borrow_mut().lose(&phone.calls, &event);
                if let Some(command) = ended {
                    client.send_wait(Some(OURS), command).await;
                }
                ("device", event.to_string())
            }
            News::Granted(granted) => {
                let shared = phone.calling.borrow_mut().share(&phone.calls, granted);
                if let Some(command) = shared {
                    client.send_wait(Some(OURS), command).await;
                }
                continue;
            }
            News::Failed(message) => {
                client.send_wait(Some(OURS), Command::HangUp).await;
                ("cannot_use", message)
            }
        };
        print(lines, &Line::Warning { code, message }, None, None).await;
    }
    pending().await
}

fn peers_message(event: &EventKind) -> Option<MessageId> {
    match event {
        EventKind::Message(message) if !message.mine => Some(message.id),
        _ => None,
    }
}

async fn print(
    lines: &mpsc::Sender<OutputLine>,
    line: &Line,
    re: Option<&RawValue>,
    shows: Option<MessageId>,
) {
    match line.to_json(re) {
        // Once nobody reads any more the run ends; what is left to say is lost.
        Ok(text) => drop(lines.send(OutputLine { text, shows }).await),
        Err(error) => tracing::error!("an event that cannot be put in JSON: {error}"),
    }
}

/// Tells the network side that what was printed has been seen. Of several
/// messages printed meanwhile the last one is enough.
async fn tell_what_was_read(
    mut shown: watch::Receiver<Option<MessageId>>,
    client: &Client,
) -> Infallible {
    while shown.changed().await.is_ok() {
        let last = *shown.borrow_and_update();
        if let Some(last) = last {
            client.send_wait(Some(OURS), Command::Read(last)).await;
        }
    }
    pending().await
}

fn output_error(end: Result<io::Result<()>, oneshot::error::RecvError>) -> HeadlessError {
    let error = match end {
        Ok(Err(error)) => error,
        Ok(Ok(())) | Err(_) => io::ErrorKind::BrokenPipe.into(),
    };
    HeadlessError::Output(error)
}

//! The thread, and what waits to pass through it. It never waits for one side
//! while the other has something for it, so that neither can block the other.

use std::{collections::VecDeque, io, path::PathBuf, thread, time::Duration};

use tincan_net::{Client, Command, Commands, Event, Events, Tag};
use tokio::{
    runtime::Handle,
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::desk::{Desk, Shown};

/// What may wait to pass, either way, before no more is taken.
const TO_FRONT: usize = 512;
const TO_NET: usize = 256;
/// Events that are written down together.
const BATCH: usize = 256;
/// What could not be written is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(2);
/// At the end small pictures that are being made are waited for so long.
const PREVIEWS_END: Duration = Duration::from_secs(2);

/// The thread: to be waited for at the end.
#[derive(Debug)]
pub struct Keeper(thread::JoinHandle<()>);

impl Keeper {
    /// Waits until all is written down, once the events have ended.
    pub fn end(self) {
        if self.0.join().is_err() {
            tracing::warn!("the thread that keeps rooms has panicked");
        }
    }
}

/// Commands and events on their way.
#[derive(Default)]
pub(super) struct Way {
    pub(super) to_net: VecDeque<(Option<Tag>, Command)>,
    pub(super) to_front: VecDeque<Event>,
}

/// Puts the thread between the network side and whoever shows it, who gets the
/// returned ends. Rooms are kept in `directory`.
pub fn start(
    client: Client,
    events: Events,
    directory: PathBuf,
    shown: Shown,
    runtime: &Handle,
) -> io::Result<(Client, Events, Keeper)> {
    let (front, commands) = Client::through();
    let (to_front, front_events) = mpsc::channel(256);
    let runtime = runtime.clone();
    let thread = thread::Builder::new().name("history".to_owned());
    let thread = thread.spawn(move || {
        let desk = Desk::new(directory, shown);
        runtime.block_on(run(desk, client, events, commands, to_front));
    })?;
    Ok((front, front_events, Keeper(thread)))
}

async fn run(
    mut desk: Desk,
    client: Client,
    mut events: Events,
    mut commands: Commands,
    to_front: mpsc::Sender<Event>,
) {
    let mut client = Some(client);
    let mut way = Way::default();
    let mut batch = Vec::with_capacity(BATCH);
    let mut again_at = None;
    let mut over = false;
    let mut end_at = None;
    loop {
        let waits = end_at.is_some() && desk.makes_previews();
        if over && way.to_front.is_empty() && !waits {
            return;
        }
        let has_room = way.to_front.len() < TO_FRONT;
        let takes = has_room && way.to_net.len() < TO_NET && client.is_some();
        let reads = has_room && desk.has_more_history();
        tokio::select! {
            () = ready(client.as_ref()), if !way.to_net.is_empty() => {
                if let (Some(client), Some((re, command))) = (&client, way.to_net.pop_front())
                    && !client.send(re, command)
                {
                    tracing::warn!("a command was lost");
                }
            }
            permit = to_front.reserve(), if !way.to_front.is_empty() => match permit {
                Ok(permit) => way.to_front.pop_front().map_or((), |event| permit.send(event)),
                // Nobody shows it any more; what is kept is kept.
                Err(_) => way.to_front.clear(),
            },
            command = commands.recv(), if takes => match command {
                Some((re, command)) => desk.on_command(re, command, &mut way),
                // The last client is dropped once all of its commands are passed.
                None => {
                    while let (Some(ours), Some((re, command))) = (&client, way.to_net.pop_front()) {
                        ours.send_wait(re, command).await;
                    }
                    client = None;
                }
            },
            count = events.recv_many(&mut batch, BATCH), if !over && has_room && !reads => {
                over = count == 0;
                end_at = over.then(|| Instant::now() + PREVIEWS_END);
                again_at = desk.on_events(batch.drain(..), &mut way).then(in_a_while);
            }
            preview = desk.preview_made() => desk.on_preview(preview),
            () = at(end_at) => end_at = None,
            () = at(again_at) => again_at = desk.write(&mut way).then(in_a_while),
            () = std::future::ready(()), if reads => desk.read_history(&mut way),
        }
    }
}

async fn ready(client: Option<&Client>) {
    match client {
        Some(client) => client.ready().await,
        None => std::future::pending().await,
    }
}

fn in_a_while() -> Instant {
    Instant::now() + AGAIN_AFTER
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

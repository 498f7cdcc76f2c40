//! Keeps the open room and a warm spare, and hands commands to the right one.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use libp2p::Multiaddr;
use tokio::{sync::mpsc, task::JoinHandle};

use crate::{
    api::{CloseReason, Command, CommandError, Event, EventKind, KeptRoom, RoomId, RoomState, Tag},
    client::Config,
    driver::Driver,
    meeting,
};

/// Kept rooms that are watched at a time, each on connections of its own.
pub const MAX_WATCHED: usize = 8;

/// Rooms have this long to say goodbye when everything ends.
const GOODBYE_WITHIN: Duration = Duration::from_secs(3);

type Tagged = (Option<Tag>, Command);

/// Runs until no more commands can come.
pub(crate) async fn run(
    mut config: Config,
    mut inbox: mpsc::Receiver<Tagged>,
    events: mpsc::Sender<Event>,
) {
    let mut spare = RoomTask::start(&config, &events);
    let mut current: Option<RoomTask> = None;
    let mut watched = Watched::default();
    tell(&events, None, EventKind::Ready).await;
    while let Some((re, command)) = inbox.recv().await {
        current = current.filter(RoomTask::is_open);
        match command {
            Command::Name(name) => {
                config.name = name.clone();
                spare.send(re, Command::Name(name)).await;
            }
            Command::TellRead(on) => {
                config.tell_read = on;
                spare.send(re, Command::TellRead(on)).await;
                if let Some(room) = &current {
                    room.send(re, Command::TellRead(on)).await;
                }
            }
            Command::HideIp(on) => {
                config.hide_ip = on;
                spare.replace(&config, &events);
                watched.begin_anew(&config, &events).await;
            }
            Command::Relays(relays) => {
                if relays.iter().all(is_relay) {
                    config.relays = relays;
                    spare.replace(&config, &events);
                    watched.begin_anew(&config, &events).await;
                } else {
                    tell(&events, re, EventKind::Error(CommandError::BadRelay)).await;
                }
            }
            Command::Watch(rooms) => watched.set(rooms, &config, &events).await,
            command @ (Command::Create { .. } | Command::Join { .. } | Command::Open(_)) => {
                if current.is_some() {
                    tell(&events, re, EventKind::Error(CommandError::RoomOpen)).await;
                    continue;
                }
                let next = RoomTask::start(&config, &events);
                let room = std::mem::replace(&mut spare, next);
                room.send(re, command).await;
                current = Some(room);
            }
            command => match &current {
                Some(room) => room.send(re, command).await,
                None => tell(&events, re, EventKind::Error(CommandError::NoRoom)).await,
            },
        }
    }
    if let Some(room) = current {
        drop(room.commands);
        let _ = tokio::time::timeout(GOODBYE_WITHIN, room.task).await;
    }
    spare.task.abort();
    watched.end();
}

fn is_relay(address: &Multiaddr) -> bool {
    meeting::relay::split(address).is_some()
}

async fn tell(events: &mpsc::Sender<Event>, re: Option<Tag>, kind: EventKind) {
    let _ = events.send(Event { re, kind }).await;
}

/// Eyes on kept rooms.
#[derive(Default)]
struct Watched {
    rooms: Vec<(KeptRoom, RoomTask)>,
}

impl Watched {
    /// From now on these are watched; those that already were go on.
    async fn set(&mut self, rooms: Vec<KeptRoom>, config: &Config, events: &mpsc::Sender<Event>) {
        let mut before = std::mem::take(&mut self.rooms);
        for room in rooms.into_iter().take(MAX_WATCHED) {
            let at = before.iter().position(|(known, _)| known.room == room.room);
            let task = match at {
                Some(at) => before.swap_remove(at).1,
                None => {
                    let task = RoomTask::start(config, events);
                    // No room that could end: whatever happens, nothing is told.
                    task.open.store(false, Ordering::Release);
                    task.send(None, Command::Watch(vec![room.clone()])).await;
                    task
                }
            };
            self.rooms.push((room, task));
        }
        before.into_iter().for_each(|(_, task)| task.task.abort());
    }

    async fn begin_anew(&mut self, config: &Config, events: &mpsc::Sender<Event>) {
        let rooms = self.rooms.iter().map(|(room, _)| room.clone()).collect();
        self.end();
        self.set(rooms, config, events).await;
    }

    fn end(&mut self) {
        self.rooms.drain(..).for_each(|(_, task)| task.task.abort());
    }
}

/// A room that runs, or a spare.
struct RoomTask {
    commands: mpsc::Sender<Tagged>,
    open: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl RoomTask {
    fn start(config: &Config, events: &mpsc::Sender<Event>) -> Self {
        let (commands, inbox) = mpsc::channel(64);
        let open = Arc::new(AtomicBool::new(true));
        let driver = Driver::new(config, inbox, events.clone(), Arc::clone(&open));
        let (events, ends) = (events.clone(), Arc::clone(&open));
        let task = tokio::spawn(async move {
            let ended = match driver {
                Ok(driver) => AssertUnwindSafe(driver.run()).catch_unwind().await.is_ok(),
                Err(error) => {
                    tracing::error!(%error, "cannot start a room");
                    false
                }
            };
            // A bug, ours or of a library, ends the room and not the app.
            if !ended && ends.swap(false, Ordering::AcqRel) {
                let state = RoomState::Closed {
                    reason: CloseReason::Lost,
                    peer: None,
                };
                let room = RoomId(0);
                tell(
                    &events,
                    None,
                    EventKind::Room {
                        room,
                        state,
                        kept: false,
                    },
                )
                .await;
            }
        });
        Self {
            commands,
            open,
            task,
        }
    }

    /// Another spare in place of this one, which ends.
    fn replace(&mut self, config: &Config, events: &mpsc::Sender<Event>) {
        self.task.abort();
        *self = Self::start(config, events);
    }

    fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    async fn send(&self, re: Option<Tag>, command: Command) {
        let _ = self.commands.send((re, command)).await;
    }
}

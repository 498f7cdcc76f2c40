//! The way in from the window and the headless mode.

use libp2p::Multiaddr;
use tokio::{runtime::Handle, sync::mpsc};

use crate::{
    api::{Command, Event, Tag},
    engine,
    name::DisplayName,
};

/// What a client starts with.
#[derive(Clone, Debug)]
pub struct Config {
    /// What we are called.
    pub name: DisplayName,
    /// Relays that introduce and carry us, each ending in its `/p2p`.
    pub relays: Vec<Multiaddr>,
    /// Relays carry everything: no listening, no straight path, no address told
    /// to anybody. (A relay still sees the IP address.)
    pub hide_ip: bool,
    /// Look for each other on local networks, and be found there; never with
    /// `hide_ip`.
    pub lan: bool,
    /// Tell the peer what has been read.
    pub tell_read: bool,
}

/// Takes commands. Cheap to clone; when the last is dropped the open room is
/// left and everything stops.
#[derive(Clone, Debug)]
pub struct Client {
    commands: mpsc::Sender<(Option<Tag>, Command)>,
}

/// Where the commands of [`Client::through`] come out.
pub type Commands = mpsc::Receiver<(Option<Tag>, Command)>;

/// Where events come out. Bounded: who does not read holds the network back.
pub type Events = mpsc::Receiver<Event>;

impl Client {
    /// Starts the network side on `runtime`. When the last clone of the client
    /// is dropped the room is left, and the events end once that is done.
    pub fn start(config: Config, runtime: &Handle) -> (Self, Events) {
        let (commands, inbox) = mpsc::channel(256);
        let (outbox, events) = mpsc::channel(1024);
        runtime.spawn(engine::run(config, inbox, outbox));
        (Self { commands }, events)
    }

    /// A client whose commands somebody takes who stands in between.
    pub fn through() -> (Self, Commands) {
        let (commands, inbox) = mpsc::channel(256);
        (Self { commands }, inbox)
    }

    /// Hands a command over without waiting; `false` when so many are waiting
    /// that this one was not taken.
    pub fn send(&self, tag: Option<Tag>, command: Command) -> bool {
        self.commands.try_send((tag, command)).is_ok()
    }

    /// Waits until another command is taken at once, by [`Client::send`]; for
    /// ever when none ever is.
    pub async fn ready(&self) {
        if self.commands.reserve().await.is_err() {
            std::future::pending().await
        }
    }

    /// Hands a command over, waiting for room in the queue.
    pub async fn send_wait(&self, tag: Option<Tag>, command: Command) {
        let _ = self.commands.send((tag, command)).await;
    }
}

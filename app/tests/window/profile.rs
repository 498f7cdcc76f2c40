//! A profile with kept rooms, and the thread that has its database. The network
//! side says only that a room is open.

use std::{fs, path::Path};

use tincan::history::{self, Keeper, Shown};
use tincan_net::{Client, Command, Event, EventKind, Events, RoomState};
use tincan_store::{About, Item, Keys, ProfileKey, RoomNumber, Store};
use tokio::{runtime::Handle, sync::mpsc};

/// An opened profile.
pub(crate) struct Profile {
    /// What its rooms are asked for by.
    pub(crate) front: Client,
    /// What they answer.
    pub(crate) events: Events,
    pub(crate) keeper: Keeper,
    /// Says what happens on the network side, which ends with the last of them.
    pub(crate) happens: mpsc::Sender<Event>,
}

/// Opens the profile in a folder.
pub(crate) fn start(folder: &Path, runtime: &Handle) -> Profile {
    let (net, mut asked) = Client::through();
    let (happens, events) = mpsc::channel(1024);
    let started = history::start(net, events, folder.to_owned(), Shown::Pages, runtime);
    let (front, events, keeper) = started.expect("a thread");
    let say = happens.clone();
    runtime.spawn(async move {
        while let Some((re, command)) = asked.recv().await {
            let (room, state) = match command {
                Command::Open(reopen) => {
                    let peer = reopen.peer;
                    (reopen.room.room, RoomState::Awaiting { peer })
                }
                _ => continue,
            };
            let kept = true;
            let kind = EventKind::Room { room, state, kept };
            let _ = say.send(Event { re, kind }).await;
        }
    });
    Profile {
        front,
        events,
        keeper,
        happens,
    }
}

/// The database of a folder, as on a machine without a keyring.
pub(crate) fn store(folder: &Path) -> Store {
    fs::write(folder.join("key"), [7; 32]).expect("a profile");
    fs::write(folder.join("key-place"), "file\n").expect("a profile");
    let key = ProfileKey::find_or_make(folder).expect("a key");
    Store::open(folder, key).expect("a database")
}

/// Keeps a room of this number, which was used at `at`, with this conversation.
pub(crate) fn keep(store: &mut Store, number: u64, at: u64, happened: &[Item]) -> RoomNumber {
    let all = happened.len() as u64;
    let about = About {
        name: Some(format!("Room {number}")),
        peer: "Brave Heron".to_owned(),
        last_at: at,
        verified: number.is_multiple_of(2),
        read: all,
        id: number,
        host: true,
        relays: Vec::new(),
        safety: None,
        they_read: 0,
        settled: all,
        newest: (all, all),
    };
    let keys = Keys {
        secret: [number as u8; 32],
        ours: [1; 32],
        theirs: [2; 32],
    };
    let room = store.keep(&number.to_be_bytes(), &keys, &about);
    let room = room.expect("a room");
    for part in happened.chunks(5_000) {
        store.write(room, part).expect("it is kept");
    }
    room
}

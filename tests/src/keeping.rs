//! Two who keep a room, and apps that come and go.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::{
    app::{App, Event, Setup},
    relay::Relay,
};

/// Somebody whose profile outlives the app.
pub struct Person {
    setup: Setup,
    profile: TempDir,
}

impl Person {
    /// Somebody with a fresh profile, known by this relay only.
    ///
    /// # Panics
    /// When there can be no profile.
    pub fn new(name: &str, relay: &Relay) -> Self {
        let setup = Setup::new(name).relay(relay.quic()).argument("--hide-ip");
        let profile = tempfile::tempdir().expect("a profile");
        Self { setup, profile }
    }

    /// Starts their app.
    pub fn start(&self) -> App {
        self.setup.start_at(self.profile.path())
    }

    /// Starts their app with another profile.
    pub fn start_at(&self, profile: &Path) -> App {
        self.setup.start_at(profile)
    }

    /// Where their profile is.
    pub fn path(&self) -> &Path {
        self.profile.path()
    }
}

/// Two who keep a room.
pub struct Pair {
    /// The relay that both use.
    pub relay: Relay,
    /// Who made the room.
    pub ann: Person,
    /// Who came in.
    pub ben: Person,
    /// The room's link.
    pub link: String,
    /// Its names on both machines.
    pub rooms: [String; 2],
}

/// Waits until the two are together in a kept room.
pub fn kept(app: &mut App) -> Event {
    app.expect(json!({"event": "room", "state": "connected", "kept": true}))
}

/// Keeps a room from the start; both apps run.
pub fn keeping() -> (Pair, App, App) {
    let relay = Relay::start();
    let (ann, ben) = (Person::new("Ann", &relay), Person::new("Ben", &relay));
    let (mut host, mut guest) = (ann.start(), ben.start());
    let invite = host.create_with(json!({"do": "create", "kept": true}));
    guest.send(json!({"do": "join", "link": invite.link, "kept": true}));
    let rooms = [kept(&mut host), kept(&mut guest)].map(|room| room.text("room").to_owned());
    let pair = Pair {
        relay,
        ann,
        ben,
        link: invite.link,
        rooms,
    };
    (pair, host, guest)
}

/// Opens a kept room.
pub fn open(app: &mut App, room: &str) {
    app.send(json!({"do": "open", "room": room, "id": "open"}));
    app.expect(json!({"event": "room", "state": "waiting", "kept": true, "re": "open"}));
}

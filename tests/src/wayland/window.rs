//! A window of Tincan on Wayland, used as whoever cannot see it does: by what its
//! controls are called, without a pointer or a key.

use tempfile::TempDir;

use crate::{
    app::Setup,
    bus::Bus,
    process::Process,
    screen::{
        reader::{Node, Reader},
        until,
        window::digits,
    },
};

/// A window; it is closed when this is dropped.
#[derive(Debug)]
pub struct Window {
    reader: Reader,
    process: Process,
    _profile: TempDir,
}

impl Window {
    /// Opens one where `setup` says, for the session with this bus, on which an
    /// accessibility bus has to be.
    ///
    /// # Panics
    /// When it does not start.
    pub fn open(setup: &Setup, bus: &Bus) -> Self {
        let reader = Reader::connect(bus.address()).expect("an accessibility bus");
        let (mut command, profile) = setup.command();
        command
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_SOCKET");
        Self {
            reader,
            process: setup.process(&mut command).0,
            _profile: profile,
        }
    }

    fn nodes(&self) -> Vec<Node> {
        // It may change while it is read.
        self.reader.nodes(self.process.id()).unwrap_or_default()
    }

    /// Waits until what `look` looks for is among what it shows.
    fn wait<T>(&self, what: &str, look: impl Fn(&[Node]) -> Option<T>) -> T {
        until(|| look(&self.nodes())).unwrap_or_else(|| {
            let all: Vec<String> = self.nodes().into_iter().map(|node| node.name).collect();
            panic!("no {what} among {all:?}")
        })
    }

    /// Waits until it says so.
    ///
    /// # Panics
    /// When it does not come to say it.
    pub fn wait_for(&self, words: &str) {
        let says = |node: &Node| node.name.contains(words);
        self.wait(words, |nodes| nodes.iter().any(says).then_some(()));
    }

    /// Waits until it says so no more.
    ///
    /// # Panics
    /// When it goes on to say it.
    pub fn wait_until_gone(&self, words: &str) {
        let silent = |node: &Node| !node.name.contains(words);
        let gone = |nodes: &[Node]| !nodes.is_empty() && nodes.iter().all(silent);
        self.wait(&format!("end of {words}"), |nodes| {
            gone(nodes).then_some(())
        });
    }

    /// Waits until a room code is shown, and gives its digits.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_for_code(&self) -> String {
        self.wait("code", |nodes| {
            nodes.iter().find_map(|node| digits(&node.name))
        })
    }

    /// Waits for a control that is called so, and presses it.
    ///
    /// # Panics
    /// When it does not come, or cannot be pressed.
    pub fn press(&self, name: &str) {
        // What is over the rest comes last.
        let found = |nodes: &[Node]| nodes.iter().rev().find(|node| node.name == name).cloned();
        let node = self.wait(name, found);
        self.reader
            .press(self.process.id(), &node)
            .expect("a press");
    }
}

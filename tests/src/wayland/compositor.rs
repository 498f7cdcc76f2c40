//! What shows windows of Wayland: a real compositor, Weston, that draws into memory and
//! that nobody looks at. It has no keyboard and no mouse: its windows are used by what
//! screen readers use.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{process::Process, screen::until};

const PROGRAM: &str = "weston";
const SOCKET: &str = "wayland-tests";
/// Its usual shell: the one for kiosks draws nothing after the first frame when there is
/// no keyboard.
const ARGUMENTS: [&str; 5] = [
    "--backend=headless-backend.so",
    "--use-pixman",
    "--width=1100",
    "--height=720",
    "--idle-time=0",
];
/// Nothing but windows on the screen.
const CONFIG: &str = "[shell]\npanel-position=none\n[input-method]\npath=\n";

/// A running compositor; it ends when dropped.
#[derive(Debug)]
pub struct Compositor {
    socket: PathBuf,
    _process: Process,
    _home: TempDir,
}

impl Compositor {
    /// A program that is missing for one.
    pub fn missing() -> Option<&'static str> {
        let mut version = Command::new(PROGRAM);
        version.arg("--version").stdout(Stdio::null());
        let there = version.stderr(Stdio::null()).status().is_ok();
        (!there).then_some(PROGRAM)
    }

    /// Starts one.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let home = tempfile::tempdir().expect("a home");
        let config = home.path().join("config");
        fs::write(&config, CONFIG).expect("a file");
        let mut weston = Command::new(PROGRAM);
        weston
            .args(ARGUMENTS)
            .arg(format!("--config={}", config.display()))
            .arg(format!("--socket={SOCKET}"))
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        let process = Process::start(PROGRAM, &mut weston).0;
        let socket = home.path().join(SOCKET);
        until(|| socket.exists().then_some(())).expect("a compositor");
        Self {
            socket,
            _process: process,
            _home: home,
        }
    }

    /// What `WAYLAND_DISPLAY` is on it.
    ///
    /// # Panics
    /// When its folder has no readable name.
    pub fn display(&self) -> &str {
        self.socket.to_str().expect("a path of letters")
    }
}

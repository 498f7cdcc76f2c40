//! A desktop of Wayland of a test's own, as apps that share the screen know it: a
//! session bus, PipeWire, and the portal. Behind the real portal, where a real
//! desktop asks people and reads its screen, are a [`backend`] that answers as it
//! is told to and a [`source`] of pictures: a compositor that hands them out would take a graphics
//! card. What shows windows takes none: the [`compositor`], and a [`window`] on it.

pub mod backend;
pub mod compositor;
pub mod source;
pub mod window;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use zbus::{blocking::fdo::DBusProxy, names::BusName};

pub use self::backend::Answer;
use self::{
    backend::Backend,
    source::{Look, Source},
};
use crate::{app::PATIENCE, bus::Bus, process::Process, screen::ACCESSIBILITY};

/// Programs that are started by their names.
const NEEDED: [&str; 3] = ["dbus-daemon", "pipewire", "wireplumber"];
/// One that is not for people to start.
const PORTAL: &str = "/usr/libexec/xdg-desktop-portal";

/// How often is looked whether something is there.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What the portal is told of its backend.
const BACKEND: &str = "[portal]\nDBusName=org.freedesktop.impl.portal.desktop.tests\n\
    Interfaces=org.freedesktop.impl.portal.ScreenCast;\nUseIn=tests;\n";
/// The same, by which it is chosen since version 1.18.
const PORTALS: &str = "[preferred]\ndefault=tests\n";
/// No device of this machine is touched: by versions before 0.5, and later ones.
const NO_SOUND: &str = "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\n\
    libcamera_monitor.enabled = false\n";
const NO_BLUETOOTH: &str = "bluez_monitor.enabled = false\n";
const NO_HARDWARE: &str = "wireplumber.profiles = { main = { hardware.audio = disabled, \
    hardware.bluetooth = disabled, hardware.video-capture = disabled } }\n";

/// The desktop. It ends when dropped.
#[derive(Debug)]
pub struct Desktop {
    /// None once it is stopped.
    portal: Option<Process>,
    backend: Backend,
    source: Source,
    _policy: Process,
    _server: Process,
    bus: Bus,
    _home: TempDir,
}

impl Desktop {
    /// A program that is missing for one.
    pub fn missing() -> Option<&'static str> {
        let there = |program: &&str| {
            let mut version = Command::new(program);
            version.arg("--version").stdout(Stdio::null());
            version.stderr(Stdio::null()).status().is_ok()
        };
        let missing = NEEDED.into_iter().find(|program| !there(program));
        missing.or_else(|| (!Path::new(PORTAL).exists()).then_some(PORTAL))
    }

    /// Starts one that shows this, to whoever asks.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(look: Look) -> Self {
        Self::start_with(look, &[])
    }

    /// The same, for a window, and somebody who has it read aloud.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_to_be_read(look: Look) -> Self {
        Self::start_with(look, &[ACCESSIBILITY])
    }

    fn start_with(look: Look, services: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a home");
        configure(home.path());
        let bus = Bus::start(services, &[]);
        let run = |name: &str, program: &str| {
            let mut command = Command::new(program);
            command
                .env_remove("DISPLAY")
                .env_remove("WAYLAND_DISPLAY")
                .env("HOME", home.path())
                .env("XDG_CONFIG_HOME", home.path().join("config"))
                .env("XDG_RUNTIME_DIR", home.path())
                .env("XDG_CURRENT_DESKTOP", "tests")
                .env("XDG_DESKTOP_PORTAL_DIR", home.path())
                .env("DBUS_SESSION_BUS_ADDRESS", bus.address());
            Process::start(name, &mut command).0
        };
        let socket = home.path().join("pipewire-0");
        let server = run("pipewire", "pipewire");
        wait_for("PipeWire", || socket.exists());
        let policy = run("wireplumber", "wireplumber");
        let source = Source::start(&socket, look);
        let backend = Backend::start(bus.address(), source.node()).expect("a backend");
        let portal = run("portal", PORTAL);
        wait_for_name(&bus, "org.freedesktop.portal.Desktop");
        Self {
            portal: Some(portal),
            backend,
            source,
            _policy: policy,
            _server: server,
            bus,
            _home: home,
        }
    }

    /// Its session bus.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// From now on the person answers so when asked.
    pub fn answer(&self, answer: Answer) {
        self.backend.answer(answer);
    }

    /// How often the person was asked.
    pub fn asked(&self) -> u32 {
        self.backend.asked()
    }

    /// Whether it was asked to draw the pointer into the pictures.
    pub fn with_pointer(&self) -> bool {
        self.backend.with_pointer()
    }

    /// Its screen looks otherwise.
    pub fn change(&self, look: Look) {
        self.source.change(look);
    }

    /// The person ends it where the desktop shows that something is shared.
    ///
    /// # Panics
    /// When nothing is.
    pub fn end_sharing(&self) {
        self.backend.end().expect("something that is shared");
    }

    /// Whether it shows that something is shared.
    pub fn is_sharing(&self) -> bool {
        self.backend.is_sharing()
    }

    /// The portal goes, and with it what it shows.
    pub fn stop_portal(&mut self) {
        self.portal = None;
    }
}

fn configure(home: &Path) {
    let config = PathBuf::from("config");
    for (path, text) in [
        (PathBuf::from("tests.portal"), BACKEND),
        (PathBuf::from("tests-portals.conf"), PORTALS),
        (config.join("wireplumber/main.lua.d/60-none.lua"), NO_SOUND),
        (
            config.join("wireplumber/bluetooth.lua.d/60-none.lua"),
            NO_BLUETOOTH,
        ),
        (
            config.join("wireplumber/wireplumber.conf.d/none.conf"),
            NO_HARDWARE,
        ),
    ] {
        let path = home.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// Waits until somebody has this name on the bus.
fn wait_for_name(bus: &Bus, name: &str) {
    let connection = zbus::blocking::connection::Builder::address(bus.address())
        .and_then(zbus::blocking::connection::Builder::build)
        .expect("a bus");
    let names = DBusProxy::new(&connection).expect("a bus");
    let owned = BusName::try_from(name).expect("a name");
    wait_for(name, || names.name_has_owner(owned.clone()).expect("a bus"));
}

fn wait_for(what: &str, there: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !there() {
        assert!(Instant::now() < deadline, "{what} did not start");
        thread::sleep(LOOK_AGAIN);
    }
}

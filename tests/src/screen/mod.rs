//! A screen of our own, with a keyboard, a mouse, and a way to read what is on
//! it as a screen reader does.
//!
//! - `drag`: a file that is dragged over a window.
//! - [`notices`]: a service for notifications.
//! - [`pane`]: a window of another program.
//! - [`pointer`]: what one points with.
//! - [`portal`]: a desktop that says how its apps should look.
//! - [`reader`]: what is on the screen, in words.
//! - `window`: a window of Tincan on it.

mod drag;
pub mod notices;
pub mod pane;
pub mod pointer;
pub mod portal;
pub mod reader;
pub(crate) mod window;
mod x11;

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub use self::{drag::Drag, window::Window};
use self::{
    notices::Notices,
    pane::Pane,
    pointer::Pointer,
    portal::{Portal, Scheme},
    reader::{Node, Reader},
};
use crate::{
    app::{PATIENCE, Setup},
    bus::Bus,
    process::Process,
};

/// Programs without which there is no screen.
const NEEDED: [&str; 6] = [
    "Xvfb",
    "dbus-daemon",
    "xdotool",
    "import",
    "setxkbmap",
    "xclip",
];

/// What tells screen readers what is on a screen.
pub(crate) const ACCESSIBILITY: &str = "org.a11y.Bus";

/// Windows are so far from the upper edge, where none is by itself.
const TOP: i32 = 1;

/// How often the screen is looked at while waiting.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A display, a session bus and the accessibility bus.
#[derive(Debug)]
pub struct Screen {
    display: String,
    reader: Reader,
    shots: PathBuf,
    /// Where no window is.
    corner: (i32, i32),
    bus: Bus,
    _display: Process,
}

impl Screen {
    /// A program that is missing for a screen.
    pub fn missing() -> Option<&'static str> {
        NEEDED.into_iter().find(|program| !is_there(program))
    }

    /// One as [`Screen::start`] makes it, unless there can be none here. Whoever runs
    /// tests by hand may go without.
    ///
    /// # Panics
    /// When it does not start, or when CI has none.
    pub fn here() -> Option<Self> {
        let Some(program) = Self::missing() else {
            return Some(Self::start());
        };
        assert!(env::var_os("CI").is_none(), "{program} is missing");
        eprintln!("SKIPPED: {program} is missing; `make test` installs it");
        None
    }

    /// Starts a screen with room for two windows beside each other; pictures of it
    /// go to `screenshots` in the target directory.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        Self::sized(2240, 760)
    }

    /// Starts one so large, in pixels.
    ///
    /// # Panics
    /// When it does not start.
    pub fn sized(width: i32, height: i32) -> Self {
        let size = format!("{width}x{height}x24");
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"]);
        // Or it starts anew whenever its last client leaves, and turns away who
        // comes meanwhile: a window, between two looks for it.
        xvfb.arg("-noreset");
        let (display_process, number) = start("Xvfb", &mut xvfb);
        let display = format!(":{number}");

        let bus = Bus::start(&[ACCESSIBILITY], &[("DISPLAY", &display)]);
        let reader = Reader::connect(bus.address()).expect("an accessibility bus");

        let shots = crate::process::program("tincan");
        let shots = shots.parent().expect("a directory").join("screenshots");
        fs::create_dir_all(&shots).expect("a directory for pictures");
        Self {
            display,
            bus,
            reader,
            shots,
            corner: (width - 10, height - 10),
            _display: display_process,
        }
    }

    /// Opens a window at `x` pixels from the left.
    ///
    /// # Panics
    /// When it does not open in time.
    pub fn open(&self, setup: &Setup, x: i32) -> Window<'_> {
        let window = self.launch(setup);
        let id = window.x11_id().parse().expect("a number");
        x11::move_window(&self.display, id, (x, TOP)).expect("a window that can be moved");
        let heard = |node: &Node| (node.bounds.0, node.bounds.1) == (x, TOP);
        let moved = until(|| window.nodes().iter().any(heard).then_some(()));
        if moved.is_none() {
            self.picture("not-moved");
            panic!("the window stays where it is:\n{}", window.in_words());
        }
        window
    }

    /// Opens a window in the corner, which nothing covers yet. Tells how long
    /// it takes until something is drawn.
    ///
    /// # Panics
    /// When it does not open in time.
    pub fn open_timed(&self, setup: &Setup) -> (Window<'_>, Duration) {
        let watch = x11::Watch::new(&self.display).expect("a look at the screen");
        let begin = Instant::now();
        let window = self.launch(setup);
        let drawn = watch.changed(PATIENCE).expect("a first frame");
        (window, drawn - begin)
    }

    /// Opens a window with a profile, or a home, that is there, where it wants
    /// to be.
    pub fn open_in(&self, setup: &Setup, profile: TempDir) -> Window<'_> {
        self.begin(setup.command_in(profile.path()), profile)
    }

    fn launch(&self, setup: &Setup) -> Window<'_> {
        let (mut command, profile) = setup.command();
        self.on_display(&mut command);
        let process = setup.process(&mut command).0;
        Window {
            screen: self,
            process,
            profile,
        }
    }

    /// Opens a window by a command line of one's own, with the profile, or the
    /// home, that it names.
    pub fn begin(&self, mut command: Command, profile: TempDir) -> Window<'_> {
        self.on_display(&mut command);
        let (process, _, _) = Process::start("tincan", &mut command);
        Window {
            screen: self,
            process,
            profile,
        }
    }

    /// What `DISPLAY` is on it.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Has a program appear on it.
    pub fn on_display(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET");
    }

    /// Paints a part of it, left, top, width and height, where no window is, with
    /// a colour of eight bits each for red, green and blue.
    ///
    /// # Panics
    /// When that fails.
    pub fn paint(&self, part: (i16, i16, u16, u16), color: u32) {
        x11::paint(&self.display, part, color).expect("paint");
    }

    /// Has the pointer be a square of this colour, red, green and blue, where no window
    /// is.
    ///
    /// # Panics
    /// When that fails.
    pub fn pointer(&self, color: [u8; 3]) -> Pointer {
        Pointer::draw(&self.display, color).expect("a pointer")
    }

    /// Opens a window of another program, below all others: left, top, width and
    /// height.
    ///
    /// # Panics
    /// When it does not open.
    pub fn pane(&self, title: &str, part: (i16, i16, u16, u16), color: u32) -> Pane {
        Pane::open(&self.display, title, part, color).expect("a window")
    }

    /// Red, green and blue of a point of it.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn point(&self, x: i16, y: i16) -> [u8; 3] {
        x11::point(&self.display, x, y).expect("a look at the screen")
    }

    /// Starts a service for notifications.
    ///
    /// # Panics
    /// When there is one already.
    pub fn notices(&self) -> Notices {
        Notices::start(self.bus.address()).expect("a name on the bus")
    }

    /// Has the desktop say which colours it has.
    ///
    /// # Panics
    /// When it says so already.
    pub fn portal(&self, scheme: Scheme) -> Portal {
        Portal::start(self.bus.address(), scheme).expect("a name on the bus")
    }

    /// Takes a picture of all that is on it.
    ///
    /// # Panics
    /// When that fails.
    pub fn picture(&self, name: &str) {
        let file = self.shots.join(format!("{name}.png"));
        let mut import = Command::new("import");
        import.args(["-window", "root"]).arg(&file);
        self.on_display(&mut import);
        assert!(import.status().expect("import").success(), "no picture");
    }

    /// From now on keys are those of this layout, and of a variant of it.
    ///
    /// # Panics
    /// When the layout cannot be changed.
    pub fn keyboard(&self, layout: &str, variant: &str) {
        let mut setxkbmap = Command::new("setxkbmap");
        setxkbmap.args([layout, "-variant", variant]);
        self.on_display(&mut setxkbmap);
        assert!(setxkbmap.status().expect("setxkbmap").success());
    }

    /// Puts a picture, a PNG in `file`, on the clipboard.
    ///
    /// # Panics
    /// When that fails.
    pub fn copy_picture(&self, file: &Path) {
        self.copy(file, "image/png");
    }

    /// Copies a file, as a file manager does.
    ///
    /// # Panics
    /// When that fails.
    pub fn copy_file(&self, file: &Path) {
        let mut list = tempfile::NamedTempFile::new().expect("a file");
        write!(list, "file://{}\r\n", file.display()).expect("space");
        self.copy(list.path(), "text/uri-list");
    }

    fn copy(&self, file: &Path, kind: &str) {
        let mut xclip = Command::new("xclip");
        xclip
            .args(["-selection", "clipboard", "-t", kind, "-i"])
            .arg(file)
            // It stays behind to hand it out, until the screen ends.
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.on_display(&mut xclip);
        assert!(xclip.status().expect("xclip").success(), "not copied");
    }

    fn xdotool(&self, arguments: &[&str]) {
        assert!(self.try_xdotool(arguments).is_some(), "{arguments:?}");
    }

    fn try_xdotool(&self, arguments: &[&str]) -> Option<String> {
        let mut xdotool = Command::new("xdotool");
        xdotool.args(arguments);
        self.on_display(&mut xdotool);
        let output = xdotool.output().expect("xdotool");
        let success = output.status.success();
        success.then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

/// Starts a program that says one thing when it is ready.
fn start(name: &str, command: &mut Command) -> (Process, String) {
    let (process, _, stdout) = Process::start(name, command);
    let mut stdout = BufReader::new(stdout);
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert!(!line.is_empty(), "{name} does not start");
    // Kept open, so that the program can go on talking.
    thread::spawn(move || stdout.read_to_end(&mut Vec::new()));
    (process, line.trim().to_owned())
}

/// What `look` finds, looking again and again for as long as is patient.
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(found) = look() {
            return Some(found);
        }
        thread::sleep(LOOK_AGAIN);
    }
    None
}

fn is_there(program: &str) -> bool {
    let which = Command::new("which")
        .arg(program)
        .stdout(Stdio::null())
        .status();
    which.is_ok_and(|status| status.success())
}

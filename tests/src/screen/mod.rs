//! A screen of our own, with a keyboard, a mouse, and a way to read what is on
//! it as a screen reader does.
//!
//! - [`notices`]: a service for notifications.
//! - [`portal`]: a desktop that says how its apps should look.
//! - [`reader`]: what is on the screen, in words.

pub mod notices;
pub mod portal;
pub mod reader;
mod x11;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use notices::Notices;
use portal::{Portal, Scheme};
use reader::{Node, Reader};
use tempfile::TempDir;

use crate::{
    app::{PATIENCE, Setup},
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

/// The number of a window's frame in AT-SPI.
const FRAME: u32 = 23;

/// How often the screen is looked at while waiting.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A display, a session bus and the accessibility bus.
#[derive(Debug)]
pub struct Screen {
    display: String,
    bus: String,
    reader: Reader,
    shots: PathBuf,
    _bus: Process,
    _display: Process,
}

/// A window of Tincan.
#[derive(Debug)]
pub struct Window<'a> {
    screen: &'a Screen,
    process: Process,
    profile: TempDir,
}

impl Screen {
    /// A program that is missing for a screen.
    pub fn missing() -> Option<&'static str> {
        NEEDED.into_iter().find(|program| !is_there(program))
    }

    /// Starts a screen; pictures of it go to `screenshots` in the target
    /// directory.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let size = "2240x760x24";
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]);
        // Or it starts anew whenever its last client leaves, and turns away who
        // comes meanwhile: a window, between two looks for it.
        xvfb.arg("-noreset");
        let (display_process, number) = start("Xvfb", &mut xvfb);
        let display = format!(":{number}");

        let mut daemon = Command::new("dbus-daemon");
        daemon
            .args(["--session", "--print-address=1", "--nofork", "--nopidfile"])
            .env("DISPLAY", &display);
        let (bus_process, bus) = start("dbus-daemon", &mut daemon);
        let reader = Reader::connect(&bus).expect("an accessibility bus");

        let shots = crate::process::program("tincan");
        let shots = shots.parent().expect("a directory").join("screenshots");
        fs::create_dir_all(&shots).expect("a directory for pictures");
        Self {
            display,
            bus,
            reader,
            shots,
            _bus: bus_process,
            _display: display_process,
        }
    }

    /// Opens a window at `x` pixels from the left.
    ///
    /// # Panics
    /// When it does not open in time.
    pub fn open(&self, setup: &Setup, x: i32) -> Window<'_> {
        let window = self.launch(setup);
        let id = window.x11_id();
        let mut y = 0;
        // A window that has only just opened may not hear that it was moved,
        // and its parts would be looked for where they are not. One that hears
        // it late is a pixel off.
        let moved = until(|| {
            y += 1;
            self.xdotool(&["windowmove", &id, &x.to_string(), &y.to_string()]);
            let heard = |node: &Node| node.bounds.0 == x && (1..=y).contains(&node.bounds.1);
            window.nodes().iter().any(heard).then_some(())
        });
        assert!(moved.is_some(), "the window stays where it is");
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
        let (command, profile) = setup.command();
        self.begin(command, profile)
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
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
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
        Notices::start(&self.bus).expect("a name on the bus")
    }

    /// Has the desktop say which colours it has.
    ///
    /// # Panics
    /// When it says so already.
    pub fn portal(&self, scheme: Scheme) -> Portal {
        Portal::start(&self.bus, scheme).expect("a name on the bus")
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

impl Window<'_> {
    fn x11_id(&self) -> String {
        let process = self.process.id().to_string();
        let search = ["search", "--onlyvisible", "--pid", &process];
        let found = until(|| {
            let found = self.screen.try_xdotool(&search)?;
            found.lines().last().map(str::to_owned)
        });
        found.expect("a window")
    }

    /// Waits until something on it is called `name`.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_for(&self, name: &str) -> Node {
        let found = until(|| {
            // What is over the rest comes last.
            let nodes = self.nodes();
            let exact = nodes.iter().rev().find(|node| node.name == name);
            let partly = || nodes.iter().rev().find(|node| node.name.contains(name));
            exact.or_else(partly).cloned()
        });
        found.unwrap_or_else(|| {
            self.screen.picture("not-found");
            panic!("no {name:?} among:\n{}", self.in_words())
        })
    }

    /// Waits until `so`, which `what` says in words.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_until(&self, what: &str, mut so: impl FnMut(&Self) -> bool) {
        if until(|| so(self).then_some(())).is_none() {
            self.screen.picture("not-so");
            panic!("not so: {what}. What is shown:\n{}", self.in_words());
        }
    }

    /// Waits until a room code is shown, and gives its digits.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_for_code(&self) -> String {
        let shown = until(|| self.nodes().iter().find_map(|node| digits(&node.name)));
        shown.unwrap_or_else(|| panic!("no code among:\n{}", self.in_words()))
    }

    /// All that is on it now; nothing where it cannot be read.
    pub fn nodes(&self) -> Vec<Node> {
        // The window may be changing while it is read.
        until(|| self.screen.reader.nodes(self.process.id()).ok()).unwrap_or_default()
    }

    /// All that is on it now, in words.
    pub fn in_words(&self) -> String {
        match self.screen.reader.nodes(self.process.id()) {
            Ok(nodes) => nodes.iter().map(|node| format!("{node:?}\n")).collect(),
            Err(error) => format!("it cannot be read: {error}"),
        }
    }

    /// Waits for something called `name` and clicks on it.
    pub fn click(&self, name: &str) {
        let (x, y) = self.wait_for(name).middle();
        self.focus();
        self.screen
            .xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Types a text.
    pub fn write(&self, text: &str) {
        self.focus();
        self.screen.xdotool(&["type", "--delay", "15", text]);
    }

    /// Presses a key.
    pub fn key(&self, key: &str) {
        self.focus();
        self.screen.xdotool(&["key", key]);
    }

    /// What has the keyboard. Between the last and the first control it is the
    /// window itself for a moment, which does not count.
    pub fn focused(&self) -> Option<Node> {
        let mut nodes = self.nodes().into_iter();
        nodes.find(|node| node.focused && !node.is_window())
    }

    /// Gives it the keyboard, and waits until it knows.
    ///
    /// # Panics
    /// When it does not come to know.
    pub fn take_keyboard(&self) {
        self.focus();
        let knows = until(|| self.nodes().iter().any(|node| node.focused).then_some(()));
        knows.unwrap_or_else(|| panic!("no keyboard:\n{}", self.in_words()));
    }

    /// Waits until something else than `before` has the keyboard.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_for_focus_beyond(&self, before: Option<&Node>) -> Node {
        let next = until(|| {
            let focused = self.focused()?;
            before
                .is_none_or(|before| before.path != focused.path)
                .then_some(focused)
        });
        next.unwrap_or_else(|| {
            self.screen.picture("no-focus");
            panic!("nothing follows {before:?} among:\n{}", self.in_words())
        })
    }

    /// Takes a picture of it alone, in few colours, with the pointer out of the
    /// way.
    ///
    /// # Panics
    /// When that fails.
    pub fn picture(&self, file: &Path) {
        self.screen.xdotool(&["mousemove", "2230", "750"]);
        // What is under way on the screen comes to its end.
        thread::sleep(Duration::from_millis(300));
        let mut import = Command::new("import");
        import.args(["-window", &self.x11_id()]);
        import.args("+dither -colors 96 -type Palette -depth 8 -strip".split(' '));
        import.args("-define png:compression-level=9 -define png:compression-filter=0".split(' '));
        import.arg(file);
        self.screen.on_display(&mut import);
        assert!(import.status().expect("import").success(), "no picture");
    }

    /// Presses a key and waits until the screen is another; how long that took.
    ///
    /// # Panics
    /// When nothing changes.
    pub fn time_a_key(&self, key: &str) -> Duration {
        let part = self.wait_for("Message").bounds;
        let watch = x11::Watch::of(&self.screen.display, part).expect("a look at the screen");
        let begin = Instant::now();
        self.screen.xdotool(&["key", key]);
        watch.changed(PATIENCE).expect("another picture") - begin
    }

    /// Whether it asks to be looked at, as one does that may not come forward by
    /// itself.
    pub fn wants_attention(&self) -> bool {
        let id = self.x11_id().parse().expect("a number");
        x11::is_urgent(&self.screen.display, id).expect("a look at its hints")
    }

    /// Whether it is dark at its left edge.
    pub fn is_dark(&self) -> bool {
        let level = x11::level(&self.screen.display, 4, 400).expect("a look at the screen");
        level < 128
    }

    /// Where it is, and how large: left, top, width and height.
    pub fn place(&self) -> (i32, i32, i32, i32) {
        let frame = |node: &Node| node.role == FRAME;
        let found = self.nodes().into_iter().find(frame);
        found.map(|node| node.bounds).unwrap_or_default()
    }

    /// Lines that its program has logged since the last time.
    pub fn take_log(&self) -> Vec<String> {
        self.process.take_log()
    }

    /// Makes it so large.
    pub fn resize(&self, width: i32, height: i32) {
        let id = self.x11_id();
        let (width, height) = (width.to_string(), height.to_string());
        self.screen
            .xdotool(&["windowsize", "--sync", &id, &width, &height]);
    }

    fn focus(&self) {
        let id = self.x11_id();
        self.screen.xdotool(&["windowfocus", "--sync", &id]);
    }

    /// Starts the app again with the same profile, and waits until that one has
    /// ended.
    ///
    /// # Panics
    /// When it does not end in time.
    pub fn start_again(&self, setup: &Setup) -> ExitStatus {
        let mut command = setup.command_in(self.profile.path());
        self.screen.on_display(&mut command);
        let (mut process, _, _) = Process::start("tincan, again", &mut command);
        process.wait(PATIENCE)
    }

    /// Closes it, waits until its program has ended, and gives its profile.
    pub fn close(self) -> TempDir {
        self.ask_to_close();
        let Self {
            mut process,
            profile,
            ..
        } = self;
        let status = process.wait(PATIENCE);
        assert!(status.success(), "the window ended with {status}");
        profile
    }

    /// Asks it to close, as the cross of its frame does.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask_to_close(&self) {
        let id = self.x11_id().parse().expect("a number");
        x11::close_window(&self.screen.display, id).expect("a request to close");
    }

    /// Asks its program to end, as the system does.
    pub fn terminate(&self) {
        self.process.terminate();
    }

    /// Waits until its program has ended, and checks that it did so cleanly.
    ///
    /// # Panics
    /// When it did not.
    pub fn ended(mut self) {
        let status = self.process.wait(PATIENCE);
        assert!(status.success(), "the window ended with {status}");
    }

    /// Where its program keeps its settings.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
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

/// The digits of a room code as it is written: `47 213`.
fn digits(text: &str) -> Option<String> {
    let (nameplate, secret) = text.split_once(' ')?;
    let digits = format!("{nameplate}{secret}");
    let is_code = secret.len() == 3
        && matches!(digits.len(), 5 | 6)
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_code.then_some(digits)
}

fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
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

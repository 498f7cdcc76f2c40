//! A window of Tincan, as somebody uses it and as it is read aloud.

use std::{
    path::Path,
    process::{Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{Drag, Screen, reader::Node, until, x11};
use crate::{
    app::{PATIENCE, Setup},
    process::Process,
};

/// The number of a window's frame in AT-SPI.
const FRAME: u32 = 23;

/// A window of Tincan.
#[derive(Debug)]
pub struct Window<'a> {
    pub(super) screen: &'a Screen,
    pub(super) process: Process,
    pub(super) profile: TempDir,
}

impl Window<'_> {
    pub(super) fn x11_id(&self) -> String {
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
        self.wait_for_one(&[name])
    }

    /// Waits until something on it has one of these `names`.
    ///
    /// # Panics
    /// When that does not come.
    pub fn wait_for_one(&self, names: &[&str]) -> Node {
        let found = until(|| {
            // What is over the rest comes last.
            let nodes = self.nodes();
            let exact = nodes.iter().rev().find(|node| names.contains(&&*node.name));
            let has = |node: &&Node| names.iter().any(|name| node.name.contains(name));
            let partly = || nodes.iter().rev().find(has);
            exact.or_else(partly).cloned()
        });
        found.unwrap_or_else(|| {
            self.screen.picture("not-found");
            panic!("no {names:?} among:\n{}", self.in_words())
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

    /// Creates a room that `guest` enters by its code, and waits until each sees the
    /// other, by their `names`.
    pub fn meet(&self, guest: &Window<'_>, names: [&str; 2]) {
        self.click("Create room");
        let code = self.wait_for_code();
        guest.click("Room code");
        guest.write(&code);
        guest.key("Return");
        self.wait_for(names[1]);
        guest.wait_for(names[0]);
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
        self.click_on(&self.wait_for(name));
    }

    /// Clicks on what was found on it.
    pub fn click_on(&self, node: &Node) {
        let (x, y) = node.middle();
        self.focus();
        self.screen
            .xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Turns the wheel of the mouse in its middle by a notch, to what is further down or
    /// up.
    pub fn wheel(&self, down: bool) {
        let (left, top, width, height) = self.place();
        let (x, y) = (left + width / 2, top + height / 2);
        let (x, y) = (x.to_string(), y.to_string());
        let button = if down { "5" } else { "4" };
        self.screen.xdotool(&["mousemove", &x, &y, "click", button]);
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
        let (x, y) = self.screen.corner;
        self.screen
            .xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
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

    /// Drags `file` over its middle.
    ///
    /// # Panics
    /// When it does not look at it.
    pub fn drag(&self, file: &Path) -> Drag {
        let id = self.x11_id().parse().expect("a number");
        let (left, top, width, height) = self.place();
        let middle = (left + width / 2, top + height / 2);
        let drag = Drag::over(&self.screen.display, id, middle, file);
        drag.expect("it looks at it")
    }

    /// Whether it asks to be looked at, as one does that may not come forward by
    /// itself.
    pub fn wants_attention(&self) -> bool {
        let id = self.x11_id().parse().expect("a number");
        x11::is_urgent(&self.screen.display, id).expect("a look at its hints")
    }

    /// What it is called.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn title(&self) -> String {
        let found = self.screen.try_xdotool(&["getwindowname", &self.x11_id()]);
        found.expect("a title")
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

/// The digits of a room code as it is written: `47 213`.
pub(crate) fn digits(text: &str) -> Option<String> {
    let (nameplate, secret) = text.split_once(' ')?;
    let digits = format!("{nameplate}{secret}");
    let is_code = secret.len() == 3
        && matches!(digits.len(), 5 | 6)
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_code.then_some(digits)
}

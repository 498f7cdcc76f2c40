//! `tincan headless` as a child process, driven by JSON lines.

use std::{
    io::{BufRead, BufReader, Write},
    ops::Index,
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, ExitStatus},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Process, program};

/// How long anything may take that is not about time: generous, since machines
/// that test are busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How long a program may take to end.
const ENDING: Duration = Duration::from_secs(15);

/// Events that a test need not have read yet.
const UNREAD: usize = 1 << 16;

/// One line of output and when it came.
#[derive(Clone, Debug)]
pub struct Event {
    /// When the line was read.
    pub at: Instant,
    /// What it says.
    pub fields: Value,
}

impl Event {
    /// Whether it has all that `pattern` has, with the same values.
    pub fn matches(&self, pattern: &Value) -> bool {
        let pattern = pattern.as_object().expect("a pattern is an object");
        pattern
            .iter()
            .all(|(key, value)| self.fields.get(key) == Some(value))
    }

    /// The text of a field.
    ///
    /// # Panics
    /// When there is none.
    pub fn text(&self, field: &str) -> &str {
        let text = self.fields[field].as_str();
        text.unwrap_or_else(|| panic!("no text {field} in {}", self.fields))
    }
}

impl Index<&str> for Event {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.fields[field]
    }
}

/// How to start an app.
#[derive(Clone, Debug)]
pub struct Setup {
    name: String,
    arguments: Vec<String>,
    settings: Option<String>,
    at_home: bool,
    log: Option<String>,
    log_file: Option<PathBuf>,
    temp: Option<PathBuf>,
    variables: Vec<(String, String)>,
}

impl Setup {
    /// An app of somebody called `name`.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            arguments: vec!["--name".to_owned(), name.to_owned()],
            settings: None,
            at_home: false,
            log: None,
            log_file: None,
            temp: None,
            variables: Vec::new(),
        }
    }

    /// With this relay, one more.
    pub fn relay(mut self, address: &str) -> Self {
        self.arguments
            .extend(["--relay", address].map(str::to_owned));
        self
    }

    /// With one more argument.
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// With these settings in its profile.
    pub fn settings(mut self, toml: &str) -> Self {
        self.settings = Some(toml.to_owned());
        self
    }

    /// Logging what `filter` says.
    pub fn log(mut self, filter: &str) -> Self {
        self.log = Some(filter.to_owned());
        self
    }

    /// Logging to this file, all of it.
    pub fn log_to(mut self, file: &Path) -> Self {
        self.log_file = Some(file.to_owned());
        self
    }

    /// With this folder for temporary files.
    pub fn temp_in(mut self, folder: &Path) -> Self {
        self.temp = Some(folder.to_owned());
        self
    }

    /// With this in its environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As people start it: naming no profile, in a home directory of its own.
    pub fn at_home(mut self) -> Self {
        self.at_home = true;
        self
    }

    /// A command line of `tincan` with all this and a profile of its own, or a
    /// home.
    ///
    /// # Panics
    /// When the profile cannot be made.
    pub fn command(&self) -> (Command, TempDir) {
        let place = tempfile::tempdir().expect("a profile");
        if let Some(settings) = &self.settings {
            let profile = if self.at_home {
                place.path().join(".config/tincan")
            } else {
                place.path().to_owned()
            };
            std::fs::create_dir_all(&profile).expect("a profile");
            std::fs::write(profile.join("settings.toml"), settings).expect("settings");
        }
        (self.command_in(place.path()), place)
    }

    /// The same with a profile, or a home, that is there.
    pub fn command_in(&self, place: &Path) -> Command {
        let mut command = Command::new(program("tincan"));
        // Tests read English, whatever their machine speaks.
        command.env("LC_ALL", "C.UTF-8");
        let variables = self.variables.iter();
        command.envs(variables.map(|(name, value)| (name, value)));
        if self.at_home {
            home(&mut command, place);
        } else {
            command.arg("--profile").arg(place);
        }
        if let Some(filter) = &self.log {
            command.env("RUST_LOG", filter);
        }
        if let Some(temp) = &self.temp {
            command.env("TMPDIR", temp).current_dir(temp);
        }
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.args(&self.arguments);
        command
    }

    /// Starts `tincan headless` and waits until it is ready.
    pub fn start(&self) -> App {
        let (command, profile) = self.command();
        self.run(command, Some(profile))
    }

    /// The same, with this profile, which stays.
    pub fn start_at(&self, profile: &Path) -> App {
        self.run(self.command_in(profile), None)
    }

    pub(crate) fn process(&self, command: &mut Command) -> (Process, ChildStdin, ChildStdout) {
        match &self.log_file {
            Some(file) => Process::start_logging(&self.name, command, file),
            None => Process::start(&self.name, command),
        }
    }

    fn run(&self, mut command: Command, profile: Option<TempDir>) -> App {
        let (process, stdin, stdout) = self.process(command.arg("headless"));
        let mut app = App {
            process,
            stdin: Some(stdin),
            events: read_events(stdout),
            seen: Vec::new(),
            _profile: profile,
        };
        app.expect(json!({"event": "ready"}));
        app
    }
}

/// Has a program take `place` for the home directory of a person who is logged
/// in.
pub fn home(command: &mut Command, place: &Path) {
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CONFIG_DIRS"] {
        command.env_remove(variable);
    }
    command.env("HOME", place).env("XDG_RUNTIME_DIR", place);
}

/// A running `tincan headless`.
#[derive(Debug)]
pub struct App {
    process: Process,
    stdin: Option<ChildStdin>,
    events: Receiver<Event>,
    seen: Vec<Event>,
    _profile: Option<TempDir>,
}

/// What a host gives away.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Digits.
    pub code: String,
    /// The link.
    pub link: String,
}

impl App {
    /// An app of somebody called `name` that uses one relay for everything, so
    /// that nothing but loopback is touched, and what the relay suffers they do.
    pub fn start(name: &str, relay: &str) -> Self {
        let setup = Setup::new(name).relay(relay).argument("--hide-ip");
        setup.start()
    }

    /// Sends a command.
    ///
    /// # Panics
    /// When nobody takes it.
    #[expect(clippy::needless_pass_by_value, reason = "commands are literals")]
    pub fn send(&mut self, command: Value) {
        self.send_line(&command.to_string());
    }

    /// Sends a line, whatever it is.
    ///
    /// # Panics
    /// When nobody takes it.
    pub fn send_line(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("input is open");
        let sent = writeln!(stdin, "{line}");
        if let Err(error) = sent {
            panic!("{} takes no command: {error}", self.process.name());
        }
    }

    /// The next event that has all that `pattern` has. Those before it are
    /// passed over.
    ///
    /// # Panics
    /// When it does not come in time.
    #[expect(clippy::needless_pass_by_value, reason = "patterns are literals")]
    pub fn expect(&mut self, pattern: Value) -> Event {
        self.expect_within(PATIENCE, &pattern)
    }

    /// As [`Self::expect`], with a limit of its own.
    ///
    /// # Panics
    /// When it does not come in time.
    pub fn expect_within(&mut self, limit: Duration, pattern: &Value) -> Event {
        let deadline = Instant::now() + limit;
        loop {
            match self.next_before(deadline) {
                Ok(event) if event.matches(pattern) => return event,
                Ok(_) => {}
                Err(error) => panic!(
                    "{} did not say {pattern} ({error}), but:\n{}",
                    self.process.name(),
                    self.transcript()
                ),
            }
        }
    }

    fn next_before(&mut self, deadline: Instant) -> Result<Event, RecvTimeoutError> {
        let left = deadline.saturating_duration_since(Instant::now());
        let event = self.events.recv_timeout(left)?;
        self.seen.push(event.clone());
        Ok(event)
    }

    /// All events so far that were waited for or passed over.
    pub fn seen(&self) -> &[Event] {
        &self.seen
    }

    fn transcript(&self) -> String {
        let last = self.seen.iter().rev().take(40).rev();
        last.map(|event| format!("  {}\n", event.fields)).collect()
    }

    /// Makes a room and waits until it has a code.
    pub fn create(&mut self) -> Invite {
        self.create_with(json!({"do": "create"}))
    }

    /// As [`Self::create`], by a command of one's own.
    pub fn create_with(&mut self, command: Value) -> Invite {
        self.send(command);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let waiting = json!({"event": "room", "state": "waiting"});
            let room = self.expect_within(left, &waiting);
            if room["code"].is_string() {
                return Invite {
                    code: room.text("code").to_owned(),
                    link: room.text("link").to_owned(),
                };
            }
        }
    }

    /// Comes into the room with this code.
    pub fn join(&mut self, code: &str) {
        self.send(json!({"do": "join", "code": code}));
    }

    /// Waits until the two are together.
    pub fn connected(&mut self) -> Event {
        self.expect(json!({"event": "room", "state": "connected"}))
    }

    /// Waits until the room is closed for this reason.
    pub fn closed(&mut self, reason: &str) -> Event {
        let event = self.expect(json!({"event": "room", "state": "closed"}));
        assert_eq!(event["reason"], reason, "{}", self.process.name());
        event
    }

    /// Says something.
    pub fn say(&mut self, text: &str) {
        self.send(json!({"do": "say", "text": text}));
    }

    /// Waits for something that the peer said.
    pub fn hear(&mut self, text: &str) -> Event {
        self.expect(json!({"event": "message", "from": "peer", "text": text}))
    }

    /// What it has logged since the last time.
    pub fn take_log(&self) -> Vec<String> {
        self.process.take_log()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Asks it to end, as the system does.
    pub fn terminate(&self) {
        self.process.terminate();
    }

    /// Closes its input.
    pub fn close_input(&mut self) {
        self.stdin = None;
    }

    /// Says `quit`, waits for the end, and checks that it was a clean one.
    /// Returns the events that had not been seen yet.
    pub fn quit(&mut self) -> Vec<Event> {
        self.send(json!({"do": "quit"}));
        let (status, rest) = self.ended();
        assert_eq!(status.code(), Some(0), "{}", self.process.name());
        rest
    }

    /// Waits for the end. Returns how it ended and the events that had not
    /// been seen yet.
    ///
    /// # Panics
    /// When it does not end in time.
    pub fn ended(&mut self) -> (ExitStatus, Vec<Event>) {
        let deadline = Instant::now() + ENDING;
        let before = self.seen.len();
        while self.next_before(deadline).is_ok() {}
        let left = deadline.saturating_duration_since(Instant::now());
        let status = self.process.wait(left);
        (status, self.seen[before..].to_vec())
    }
}

fn read_events(stdout: ChildStdout) -> Receiver<Event> {
    let (events, unread) = sync_channel(UNREAD);
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            let Ok(line) = line else { return };
            let at = Instant::now();
            // What is not JSON is no event: no pattern matches it.
            let fields = serde_json::from_str(&line)
                .unwrap_or_else(|error| json!({"not_json": line, "error": error.to_string()}));
            if events.send(Event { at, fields }).is_err() {
                return;
            }
        }
    });
    unread
}

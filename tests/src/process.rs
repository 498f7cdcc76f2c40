//! Programs of this workspace as child processes.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// Lines of a log that are kept.
const LOG_LINES: usize = 400;

/// The program `name` of this workspace, as built with these tests.
///
/// # Panics
/// When it is not built.
pub fn program(name: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("the path of the test");
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    // <target>/<profile>/deps/<test>: programs are one further up.
    let path = tests.ancestors().nth(2).expect("a profile directory");
    let path = path.join(file);
    assert!(
        path.exists(),
        "{} is not built: run `make test`, or `cargo build --workspace --bins` first",
        path.display()
    );
    path
}

/// A running program. It is killed when this is dropped; what it logged is
/// shown when the test failed, and a panic in it fails the test.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    logger: Option<JoinHandle<()>>,
}

impl Process {
    /// Starts `command`, called `name` in what is said about it, and gives the
    /// ends of its standard input and output.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(name: &str, command: &mut Command) -> (Self, ChildStdin, ChildStdout) {
        Self::start_with(name, command.stderr(Stdio::piped()))
    }

    /// As [`Self::start`], with all that it logs in a file and nowhere else.
    ///
    /// # Panics
    /// When it does not start, or there can be no such file.
    pub fn start_logging(
        name: &str,
        command: &mut Command,
        file: &Path,
    ) -> (Self, ChildStdin, ChildStdout) {
        let options = File::options().create(true).append(true).open(file);
        let file = options.expect("a file for the log");
        Self::start_with(name, command.stderr(Stdio::from(file)))
    }

    fn start_with(name: &str, command: &mut Command) -> (Self, ChildStdin, ChildStdout) {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let stdin = child.stdin.take().expect("a pipe");
        let stdout = child.stdout.take().expect("a pipe");
        let log = Arc::new(Mutex::new(Vec::new()));
        let stderr = child.stderr.take();
        let logger = stderr.map(|stderr| keep_log(stderr, Arc::clone(&log)));
        let process = Self {
            name: name.to_owned(),
            child,
            log,
            logger,
        };
        (process, stdin, stdout)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged since the last time.
    pub fn take_log(&self) -> Vec<String> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *log)
    }

    /// All that it logged and nobody took, once it has ended.
    pub fn whole_log(&mut self) -> Vec<String> {
        if let Some(logger) = self.logger.take() {
            // It ends with the program.
            let _ = logger.join();
        }
        self.take_log()
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end, as the system does.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn terminate(&self) {
        let asked = Command::new("kill").arg(self.id().to_string()).status();
        assert!(asked.expect("kill").success(), "kill {}", self.name);
    }

    /// Waits for it to end.
    ///
    /// # Panics
    /// When it does not within `limit`.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait().expect("wait for a child") {
                return status;
            }
            assert!(Instant::now() < deadline, "{} does not end", self.name);
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if let Some(logger) = self.logger.take() {
            let _ = logger.join();
        }
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let panicked = log.iter().any(|line| line.contains("panicked at"));
        if panicked || thread::panicking() {
            eprintln!("--- {} logged:\n{}", self.name, log.join("\n"));
        }
        assert!(!panicked || thread::panicking(), "{} panicked", self.name);
    }
}

fn keep_log(from: impl Read + Send + 'static, log: Arc<Mutex<Vec<String>>>) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(io::Result::ok) {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            if log.len() < LOG_LINES {
                log.push(line);
            }
        }
    })
}

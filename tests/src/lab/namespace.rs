//! One network namespace: a machine as far as networking goes.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Write},
    os::fd::AsFd,
    process::{Command, Output, Stdio},
    thread,
};

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

/// Where `ip netns` keeps them.
pub(super) const DIRECTORY: &str = "/run/netns";

/// What is so in every namespace, before it has any interface. Addresses are
/// given by us, at once, and nobody else advertises any.
const DEFAULTS: [(&str, &str); 5] = [
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv6/conf/default/accept_dad", "0"),
    ("ipv6/conf/default/accept_ra", "0"),
    ("ipv6/conf/all/keep_addr_on_down", "1"),
];

/// A network namespace of ours. It is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Namespace {
    name: String,
}

impl Namespace {
    /// Makes one in which nothing but the loopback interface is.
    pub(super) fn create(name: String) -> Result<Self, String> {
        complete(Command::new("ip").args(["netns", "add", &name]), "")?;
        let namespace = Self { name };
        namespace.set(DEFAULTS);
        namespace.ip("link set lo up");
        Ok(namespace)
    }

    /// Its name, as in `ip netns exec <name> …`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Moves the calling thread into it, for good.
    ///
    /// # Panics
    /// When it is gone.
    pub(super) fn enter(&self) {
        let path = format!("{DIRECTORY}/{}", self.name);
        let file = File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let moved = move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network));
        moved.unwrap_or_else(|error| panic!("enter {path}: {error}"));
    }

    /// Does something inside, on a thread of its own.
    ///
    /// # Panics
    /// When `work` does.
    pub(super) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        let done = thread::scope(|scope| {
            let inside = scope.spawn(|| {
                self.enter();
                work()
            });
            inside.join()
        });
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// A command that runs `program` inside.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }

    /// Carries out lines of `ip`, such as `link set lo up`.
    ///
    /// # Panics
    /// When one of them fails.
    pub(super) fn ip(&self, lines: &str) {
        let done = self.try_ip(lines);
        done.unwrap_or_else(|error| panic!("in {}: {error}\n{lines}", self.name));
    }

    /// As [`Self::ip`].
    pub(super) fn try_ip(&self, lines: &str) -> Result<(), String> {
        let mut command = Command::new("ip");
        command.args(["-n", &self.name, "-batch", "-"]);
        complete(&mut command, lines)?;
        Ok(())
    }

    /// Loads rules of `nft`.
    pub(super) fn try_nft(&self, rules: &str) -> Result<(), String> {
        complete(self.command("nft").args(["-f", "-"]), rules)?;
        Ok(())
    }

    /// As [`Self::try_nft`].
    ///
    /// # Panics
    /// When they are refused.
    pub(super) fn nft(&self, rules: &str) {
        let done = self.try_nft(rules);
        done.unwrap_or_else(|error| panic!("in {}: {error}\n{rules}", self.name));
    }

    /// What `nft` answers to a question.
    ///
    /// # Panics
    /// When it does not.
    pub(super) fn ask_nft(&self, question: &str) -> String {
        let mut command = self.command("nft");
        let answer = complete(command.args(question.split(' ')), "");
        let answer = answer.unwrap_or_else(|error| panic!("in {}: {error}", self.name));
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Sets what is under `/proc/sys/net`.
    ///
    /// # Panics
    /// When there is no such setting.
    pub(super) fn set<'a>(&self, settings: impl IntoIterator<Item = (&'a str, &'a str)> + Send) {
        self.run(|| {
            for (key, value) in settings {
                let written = std::fs::write(format!("/proc/sys/net/{key}"), value);
                written.unwrap_or_else(|error| panic!("set {key} to {value}: {error}"));
            }
        });
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let removed = complete(Command::new("ip").args(["netns", "del", &self.name]), "");
        if let Err(error) = removed {
            // The next lab's sweep has another try.
            eprintln!("{} is left: {error}", self.name);
        }
    }
}

/// Runs a command to its end with `input`.
pub(super) fn complete(command: &mut Command, input: &str) -> Result<Output, String> {
    let output = run_to_end(command, input).map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} ended with {}: {said}", output.status))
}

fn run_to_end(command: &mut Command, input: &str) -> io::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that ends early says why on standard error.
        let _ = stdin.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

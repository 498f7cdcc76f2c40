//! `tincan-relay` as a child process.

use std::{
    io::{BufRead, BufReader},
    process::{ChildStdout, Command},
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    ports::Port,
    process::{Process, program},
};

/// A relay and meeting point on this machine.
#[derive(Debug)]
pub struct Relay {
    port: Port,
    directory: TempDir,
    process: Process,
    addresses: Vec<String>,
    _stdout: BufReader<ChildStdout>,
}

impl Relay {
    /// Starts a relay, and returns when it has said its addresses.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let port = Port::claim();
        let directory = tempfile::tempdir().expect("a directory");
        let (process, stdout, addresses) = start(&port, &directory);
        Self {
            port,
            directory,
            process,
            addresses,
            _stdout: stdout,
        }
    }

    /// Starts it again, after [`Self::kill`], with the same key and port.
    pub fn start_again(&mut self) {
        let (process, stdout, addresses) = start(&self.port, &self.directory);
        assert_eq!(addresses, self.addresses, "the same key and port");
        self.process = process;
        self._stdout = stdout;
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Asks it to end and waits until it has.
    ///
    /// # Panics
    /// When it does not end cleanly.
    pub fn stop(&mut self) {
        self.process.terminate();
        let status = self.process.wait(Duration::from_secs(10));
        assert!(status.success(), "the relay ended with {status}");
    }

    /// Its address for QUIC.
    pub fn quic(&self) -> &str {
        self.address("/quic-v1/")
    }

    /// Its address for TCP.
    pub fn tcp(&self) -> &str {
        self.address("/tcp/")
    }

    /// The port on 127.0.0.1 that it listens on.
    pub fn port(&self) -> u16 {
        self.port.number()
    }

    fn address(&self, with: &str) -> &str {
        let found = self.addresses.iter().find(|address| address.contains(with));
        found.unwrap_or_else(|| panic!("no {with} among {:?}", self.addresses))
    }
}

fn start(port: &Port, directory: &TempDir) -> (Process, BufReader<ChildStdout>, Vec<String>) {
    let mut command = Command::new(program("tincan-relay"));
    command
        .args(["--ip", "127.0.0.1", "--external", "127.0.0.1"])
        .arg("--port")
        .arg(port.number().to_string())
        .arg("--key")
        .arg(directory.path().join("key"));
    let (process, _, stdout) = Process::start("tincan-relay", &mut command);
    let mut stdout = BufReader::new(stdout);
    // One line for each transport.
    let addresses = (0..2)
        .map(|_| {
            let mut line = String::new();
            stdout.read_line(&mut line).expect("an address");
            assert!(line.contains("/p2p/"), "the relay said {line:?}");
            line.trim().to_owned()
        })
        .collect();
    (process, stdout, addresses)
}

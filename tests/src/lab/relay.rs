//! `tincan-relay` on the internet of a lab.

use std::{
    io::{BufRead, BufReader},
    process::{ChildStdout, Command},
    time::Duration,
};

use tempfile::TempDir;

use super::Host;
use crate::process::{Process, program};

/// A relay and meeting point on a public host.
#[derive(Debug)]
pub struct PublicRelay {
    process: Process,
    addresses: Vec<String>,
    directory: TempDir,
    _stdout: BufReader<ChildStdout>,
    /// The last to go.
    host: Host,
}

impl PublicRelay {
    /// Starts a relay on `host`, and returns when it has said its addresses.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(host: Host) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let (process, stdout, addresses) = start(&host, &directory);
        Self {
            process,
            addresses,
            directory,
            _stdout: stdout,
            host,
        }
    }

    /// The host that it is on.
    pub fn host(&self) -> &Host {
        &self.host
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

    /// Starts it again, with the same key and port.
    pub fn start_again(&mut self) {
        self.process.kill();
        let (process, stdout, addresses) = start(&self.host, &self.directory);
        assert_eq!(addresses, self.addresses, "the same key and port");
        self.process = process;
        self._stdout = stdout;
    }

    /// Its address for QUIC over IPv4.
    pub fn quic(&self) -> &str {
        self.address("/ip4/", "/quic-v1/")
    }

    /// Its address for TCP over IPv4.
    pub fn tcp(&self) -> &str {
        self.address("/ip4/", "/tcp/")
    }

    /// Its address for QUIC over IPv6.
    pub fn quic6(&self) -> &str {
        self.address("/ip6/", "/quic-v1/")
    }

    /// Its address for TCP over IPv6.
    pub fn tcp6(&self) -> &str {
        self.address("/ip6/", "/tcp/")
    }

    /// All its addresses.
    pub fn addresses(&self) -> &[String] {
        &self.addresses
    }

    fn address(&self, family: &str, transport: &str) -> &str {
        let fits = |address: &&String| address.contains(family) && address.contains(transport);
        let found = self.addresses.iter().find(fits);
        found.unwrap_or_else(|| panic!("no {family}…{transport} among {:?}", self.addresses))
    }
}

fn start(host: &Host, directory: &TempDir) -> (Process, BufReader<ChildStdout>, Vec<String>) {
    let mut command = Command::new(program("tincan-relay"));
    command
        .args(["--ip", "0.0.0.0", "--ip", "::", "--port", "4001"])
        .arg("--key")
        .arg(directory.path().join("key"));
    let (v4, v6) = (host.ipv4(), host.ipv6());
    let external = v4.map(|ip| ip.to_string()).into_iter();
    for ip in external.chain(v6.map(|ip| ip.to_string())) {
        command.args(["--external", &ip]);
    }
    let (process, _, stdout) = host.run(|| Process::start("tincan-relay", &mut command));
    let mut stdout = BufReader::new(stdout);
    // One line for each transport and family.
    let families = usize::from(v4.is_some()) + usize::from(v6.is_some());
    let addresses = (0..2 * families)
        .map(|_| {
            let mut line = String::new();
            stdout.read_line(&mut line).expect("an address");
            assert!(line.contains("/p2p/"), "the relay said {line:?}");
            line.trim().to_owned()
        })
        .collect();
    (process, stdout, addresses)
}

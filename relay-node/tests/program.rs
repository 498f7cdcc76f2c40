//! The program, as an administrator or a script sees it.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::UdpSocket,
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

use common::{Client, PATIENCE};
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tincan-relay"));
    command.args(arguments).env_remove("RUST_LOG");
    command
}

/// The program while it runs. Killed when dropped.
struct Relay {
    child: Child,
    lines: Receiver<String>,
}

impl Relay {
    fn start(key: &Path, arguments: &[&str]) -> Self {
        let mut child = command(arguments)
            .arg("--key")
            .arg(key)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = sync_channel(64);
        thread::spawn(move || {
            for line in out.lines() {
                sender.send(line.unwrap()).unwrap();
            }
        });
        Self { child, lines }
    }

    fn line(&self) -> Multiaddr {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        line.parse().unwrap()
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end of the program and returns what else it printed.
    fn end(mut self) -> (ExitStatus, Vec<String>) {
        let mut rest = Vec::new();
        // The channel closes with standard output, so with the program.
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            rest.push(line);
        }
        (self.child.wait().unwrap(), rest)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn peer_of(address: &Multiaddr) -> PeerId {
    match address.iter().last() {
        Some(Protocol::P2p(peer)) => peer,
        other => panic!("{other:?}"),
    }
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

#[tokio::test]
async fn it_prints_addresses_serves_and_stops_when_told() {
    let directory = tempfile::tempdir().unwrap();
    let key = directory.path().join("key");
    let mut peers = Vec::new();
    for signal in ["-TERM", "-INT"] {
        let relay = Relay::start(&key, &["--ip", "127.0.0.1", "--port", "0"]);
        let addresses = [relay.line(), relay.line()];
        assert!(addresses[0].to_string().contains("/quic-v1/p2p/"));
        assert!(addresses[1].to_string().contains("/tcp/"));
        for address in &addresses {
            let mut client = Client::new();
            client.connect(address.clone()).await;
            client.reserve(address.clone()).await;
            peers.push(peer_of(address));
        }
        relay.signal(signal);
        let (status, rest) = relay.end();
        assert_eq!(status.code(), Some(0));
        assert_eq!(rest, [""; 0], "nothing but the addresses");
    }
    peers.dedup();
    assert_eq!(peers.len(), 1, "the key outlives a restart");
}

#[test]
fn external_addresses_are_printed_first() {
    let directory = tempfile::tempdir().unwrap();
    let config = directory.path().join("relay.toml");
    fs::write(
        &config,
        "ip = '127.0.0.1'\nport = 0\nexternal = ['203.0.113.5']",
    )
    .unwrap();
    let config = config.to_str().unwrap();
    let relay = Relay::start(&directory.path().join("key"), &["--config", config]);
    let (quic, tcp) = (relay.line().to_string(), relay.line().to_string());
    assert!(quic.starts_with("/ip4/203.0.113.5/udp/"), "{quic}");
    assert!(tcp.starts_with("/ip4/203.0.113.5/tcp/"), "{tcp}");
    assert!(relay.line().to_string().starts_with("/ip4/127.0.0.1/"));
}

#[test]
fn a_bad_command_line_is_code_2() {
    for bad in [
        &["--nonsense"][..],
        &["--port", "70000"],
        &["--ip", "here"],
        &["--external", "there"],
        &["extra"],
    ] {
        let output = run(bad);
        assert_eq!(output.status.code(), Some(2), "{bad:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn what_goes_wrong_later_is_code_1_and_said() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (key, garbage, config) = (path("key"), path("garbage"), path("relay.toml"));
    fs::write(&garbage, "garbage").unwrap();
    fs::write(&config, "colour = 'red'").unwrap();
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, says) in [
        (
            &["--ip", "127.0.0.1", "--port", &port, "--key", &key][..],
            "in use",
        ),
        (&["--key", &garbage], "not a libp2p private key"),
        (&["--key", &key, "--config", &config], "colour"),
        (&["--key", &key, "--config", &path("none")], "none"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(output.stdout.is_empty());
        let mut said = String::new();
        output.stderr.as_slice().read_to_string(&mut said).unwrap();
        assert!(said.contains(says), "{said}");
    }
}

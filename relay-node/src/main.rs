//! The program `tincan-relay`. See `--help`.

mod cli;

use std::{
    error::Error,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::Parser;
use libp2p::Multiaddr;
use tincan_relay::Node;
use tracing_subscriber::EnvFilter;

use crate::cli::Cli;

/// What is logged unless `RUST_LOG` says otherwise. Some warnings of the
/// libraries name addresses of peers.
const DEFAULT_LOG: &str = "error,tincan_relay=info";

#[tokio::main]
async fn main() -> ExitCode {
    // Ends the program with code 2 if it cannot make sense of it.
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| DEFAULT_LOG.into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error may be closed; there is nowhere else to say it.
            writeln!(io::stderr(), "tincan-relay: {error}").ok();
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let config = cli.into_config()?;
    // From here on a signal waits for us instead of ending the program.
    let mut stop = StopSignal::new()?;
    let node = Node::start(config).await?;
    print(node.addresses())?;
    stop.wait().await;
    tracing::info!("stopping");
    node.shutdown().await;
    Ok(())
}

fn print(addresses: &[Multiaddr]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for address in addresses {
        writeln!(out, "{address}")?;
    }
    out.flush()
}

#[cfg(unix)]
struct StopSignal {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl StopSignal {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct StopSignal;

#[cfg(not(unix))]
impl StopSignal {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn wait(&mut self) {
        // An error means that no signal can ever come.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

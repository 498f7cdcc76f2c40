//! The network side, started and ended the same way for the window and the
//! headless mode.

use std::{io, sync::Arc, time::Duration};

use tincan_net::{Client, Config, Events, Multiaddr};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{cli::Options, loopback::Here, settings::Settings};

/// How long leaving a room may take at the end.
pub const LEAVING: Duration = Duration::from_secs(3);

/// How long the rest of the network side may take to stop.
const STOPPING: Duration = Duration::from_secs(1);

/// What the network side runs on. To be ended, once its events have.
#[derive(Debug)]
pub struct Network {
    runtime: Runtime,
    relays: Vec<Multiaddr>,
    here: Arc<Here>,
}

impl Network {
    /// Starts the network side as the flags say, or else the settings. Returns
    /// at once: nothing here waits for the network.
    pub fn start(options: &Options, settings: &Settings) -> io::Result<(Self, Client, Events)> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("net")
            .enable_all()
            .build()?;

        let relays = if options.relays.is_empty() {
            &settings.relays
        } else {
            &options.relays
        };
        let mut relays: Vec<Multiaddr> = relays.iter().cloned().map(Into::into).collect();
        let here = Here::new(settings.loopback_port, runtime.handle());
        if relays.is_empty() {
            here.need().map_err(io::Error::other)?;
            relays.push(here.address().map_err(io::Error::other)?);
        }

        let name = options.name.as_ref().unwrap_or(&settings.name).clone();
        let config = Config {
            name,
            relays: relays.clone(),
            hide_ip: options.hide_ip || settings.hide_ip,
            lan: !options.no_lan,
            tell_read: settings.receipts,
        };
        let (client, events) = Client::start(config, runtime.handle());
        let network = Self {
            runtime,
            relays,
            here: Arc::new(here),
        };
        Ok((network, client, events))
    }

    /// Where to run what belongs to the network side.
    pub fn handle(&self) -> &Handle {
        self.runtime.handle()
    }

    /// The relays that are used.
    pub fn relays(&self) -> &[Multiaddr] {
        &self.relays
    }

    /// The meeting point on this machine.
    pub fn here(&self) -> &Arc<Here> {
        &self.here
    }

    /// Stops everything. The room was left before: its last words may go by
    /// way of our own meeting point, so that goes last.
    pub fn end(self) {
        self.runtime.block_on(self.here.stop());
        self.runtime.shutdown_timeout(STOPPING);
    }
}

/// Returns when the system asks this process to end.
pub async fn told_to_end() {
    if let Err(error) = signal().await {
        tracing::warn!("signals are not heard: {error}");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hang_up.recv() => {}
    }
    Ok(())
}

#[cfg(windows)]
async fn signal() -> io::Result<()> {
    use tokio::signal::windows;

    let mut interrupt = windows::ctrl_c()?;
    let mut stop = windows::ctrl_break()?;
    let mut close = windows::ctrl_close()?;
    let mut log_off = windows::ctrl_logoff()?;
    let mut shut_down = windows::ctrl_shutdown()?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = stop.recv() => {}
        _ = close.recv() => {}
        _ = log_off.recv() => {}
        _ = shut_down.recv() => {}
    }
    Ok(())
}

//! Logs go to standard error: standard output belongs to the headless mode.

use std::io;

use tracing_subscriber::{EnvFilter, filter::LevelFilter};

/// Starts logging: warnings and errors, or what `RUST_LOG` says.
pub fn start() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::IsTerminal::is_terminal(&io::stderr()))
        .try_init();
    if let Err(error) = started {
        eprintln!("tincan: no logs: {error}");
    }
}

//! Logs go to standard error: standard output belongs to the headless mode. What
//! people say is in none of them, nor in what a crash leaves.

use std::io;

use tracing_subscriber::{EnvFilter, filter::LevelFilter};

/// Starts logging: warnings and errors, or what `RUST_LOG` says.
pub fn start() {
    leave_nothing();
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    // Of objects of the bus that are waited for before they are there.
    let quiet = "zbus::proxy=error".parse();
    let filter = quiet.into_iter().fold(filter, EnvFilter::add_directive);
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::IsTerminal::is_terminal(&io::stderr()))
        .try_init();
    if let Err(error) = started {
        eprintln!("tincan: no logs: {error}");
    }
}

/// A crash leaves no memory on the disk, and a panic says where it was and not
/// about what: its message may have words of people in it.
fn leave_nothing() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        if let Err(error) = setrlimit(Resource::Core, none) {
            eprintln!("tincan: the system may write core dumps: {error}");
        }
    }
    std::panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("unnamed");
        match panic.location() {
            Some(place) => eprintln!("thread '{name}' panicked at {place}"),
            None => eprintln!("thread '{name}' panicked at an unknown place"),
        }
    }));
}

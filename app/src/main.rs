//! The `tincan` command: the window, or `tincan headless`.

// With a console of its own Windows would show that beside the window.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

use tincan::{
    cli::{Cli, Mode},
    gifs::Library,
    headless,
    history::{self, Shown},
    instance::{self, Claim, Summons},
    logging,
    settings::Store,
    start::Network,
    window,
};

fn main() -> ExitCode {
    #[cfg(windows)]
    speak_to_shell();
    let cli = Cli::from_process();
    logging::start();
    let windowed = cli.mode.is_none();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tincan: {error}");
            // Whoever has started it from the desktop sees no standard error.
            if windowed && cfg!(any(windows, target_os = "macos")) {
                let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error);
                dialog
                    .set_title("Tincan")
                    .set_description(error.to_string())
                    .show();
            }
            ExitCode::FAILURE
        }
    }
}

/// Takes the console of the shell that has started this, if one has, for what is
/// not redirected elsewhere.
#[cfg(windows)]
fn speak_to_shell() {
    use std::{io, os::windows::io::AsRawHandle};

    if io::stdout().as_raw_handle().is_null() && io::stderr().as_raw_handle().is_null() {
        // From the desktop there is none.
        let _ = winsafe::AttachConsole(winsafe::PidParent::Parent);
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::new(cli.options.profile.as_deref())?;
    let instance = match cli.mode {
        Some(Mode::Headless) => {
            if instance::is_open(store.directory()) {
                // They share the settings, which only the window changes.
                eprintln!(
                    "tincan: A window is open with this profile. Kept rooms are in its hands; for \
                     another person name another profile with --profile DIR."
                );
            }
            None
        }
        None => {
            let link = cli.link.as_ref();
            let summons = link.map(|given| Summons::with(&given.text));
            match Claim::new(store.directory(), &summons.unwrap_or_default())? {
                Claim::First(instance) => Some(instance),
                Claim::Handed => return Ok(()),
            }
        }
    };
    let (settings, problem) = store.load();
    if let Some(problem) = problem {
        eprintln!("tincan: {problem}");
    }
    let (network, client, events) = Network::start(&cli.options, &settings)?;
    let shown = match cli.mode {
        Some(Mode::Headless) => Shown::Whole,
        None => Shown::Pages,
    };
    let directory = store.directory().to_owned();
    let (client, events, keeper) =
        history::start(client, events, directory, shown, network.handle())?;
    let result = match instance {
        None => {
            let library = Library::new(settings.giphy_key, settings.gif_rating);
            let running = headless::run(client, events, library);
            network.handle().block_on(running).map_err(Into::into)
        }
        Some(instance) => window::run(cli, instance, store, settings, &network, client, events),
    };
    keeper.end();
    network.end();
    result
}
